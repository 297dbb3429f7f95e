# SPDX-License-Identifier: MIT
"""Generated cases of the groups D (trust stores), E (files of tools, netrc), F (variables of SDKs), G (Node's
switches) and R (redirects): what each variable or line may hold, whole, damaged and at odds with another."""
import random

HOST = "api.nexorouter.com"
MODELS = "https://%s/v1/models" % HOST

# --- D: each store of record.py is named after the variable that usually names it -------------------

PATHS = {"SSL_CERT_FILE": "sslfile.ca.pem", "SSL_CERT_DIR": "ssldir", "REQUESTS_CA_BUNDLE": "reqca.ca.pem",
         "CURL_CA_BUNDLE": "curlca.ca.pem", "NODE_EXTRA_CA_CERTS": "nodeextra.ca.pem", "DENO_CERT": "denocert.ca.pem",
         "GIT_SSL_CAINFO": "gitca.ca.pem", "GIT_SSL_CAPATH": "gitdir"}
SWITCHES = {
    "NODE_TLS_REJECT_UNAUTHORIZED": ["0", "0", "1", "", "false", " 0", "0 ", "00", "0\r"],
    "NODE_USE_SYSTEM_CA": ["1", "0", "", "true", " 1", "01", "1\r", "yes", "false"],
    "GIT_SSL_NO_VERIFY": ["1", "0", "", "true", "false"],
    "DENO_TLS_CA_STORE": ["system", "mozilla", "mozilla,system", "system,mozilla", "", " system ", "system,", ",",
        " "],
    "NODE_OPTIONS": ["--use-openssl-ca", "--use-system-ca", "--use-bundled-ca", "--no-use-system-ca",
        "--use_system_ca",
                     "--use-openssl-ca=x", " --use-system-ca ", '"--use-system-ca"',
                         "--use-openssl-ca --use-system-ca",
                     "--use-bundled-ca --use-system-ca", ""],
    "PYTHONHTTPSVERIFY": ["0"], "SSL_VERIFY": ["false"], "AWS_CA_BUNDLE": ["$CA_DIR/reqca.ca.pem"],
}
OPENSSL = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
NODE = OPENSSL + ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_USE_SYSTEM_CA", "NODE_TLS_REJECT_UNAUTHORIZED"]
READS = {
    "curl": OPENSSL + ["CURL_CA_BUNDLE"], "git": ["GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_NO_VERIFY"],
    "wget": OPENSSL, "python-requests": ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"], "php-curl": ["CURL_CA_BUNDLE"],
    "bun-fetch": NODE, "deno-fetch": OPENSSL + ["NODE_EXTRA_CA_CERTS", "DENO_CERT", "DENO_TLS_CA_STORE"],
}

DAMAGED = ["empty.pem", "garbage.pem", "denied.pem", "key.pem", "cut.pem", "wrong.pem", "emptydir"] + [
    how + "/sslfile.ca.pem" for how in ("crlf", "text", "bom", "twice", "glued")]


def path_value(r, name, client):
    own = "$CA_DIR/" + PATHS[name]
    kind = r.random() * (0.9 if name == "GIT_SSL_CAPATH" else 1)  # the one folder that is no list
    if kind < 0.45:
        return own
    if kind < 0.65:
        damaged = r.choice(DAMAGED)
        # OpenSSL and GnuTLS pass over a byte order mark; Go, Bun and Deno see none behind it.
        return "$CA_DIR/" + damaged.replace("bom/", "crlf/" if client in ("go", "bun-fetch", "deno-fetch") else "bom/")
    if kind < 0.9:
        return r.choice(["", "/nonexistent/ca.pem", "$CA_DIR/ssldir", "$CA_DIR/sslfile.ca.pem", "/etc/ssl/certs",
                         "/etc/ssl/certs/ca-certificates.crt"])
    return r.choice([own + ":$CA_DIR/gitdir", "$CA_DIR/ssldir:/nonexistent", ":", own + " ", " " + own, own + "\r",
                     '"%s"' % own, "/etc/ssl/certs:$CA_DIR/ssldir", "$CA_DIR/ssldir/"])


def trust_case(r, client):
    env = {}
    reads = READS.get(client, NODE if client.startswith(("node", "npm")) else OPENSSL)
    for _ in range(r.choice([0, 1, 1, 1, 1, 2, 2, 3])):
        name = r.choice(reads) if r.random() < 0.85 else r.choice(list(PATHS) + list(SWITCHES))
        env[name] = path_value(r, name, client) if name in PATHS else r.choice(SWITCHES[name])
    named = [PATHS[n].split(".")[0] for n in PATHS if any("/" + PATHS[n].split(".")[0] in v for v in env.values())]
    # Debian's httpx has the system's bundle for certifi.
    always = ["sysdir", "javaks"] if client == "python-httpx" else ["sysdir", "sysfile", "certifi", "javaks"]
    return {"env": env, "url": "https://%s.trust.test/v1/models" % r.choice(always + named * 3)}


# --- E -----------------------------------------------------------------------------------------------

BLANK = [" ", " ", "\n", "\n  ", "\t", "  ", "\r\n", "\n\n", " \n", "\v", "\f"]
MACHINES = [HOST] * 8 + ["example.com", "nexorouter.com", "API.nexorouter.com", HOST + ".", HOST + ":443",
    "*.nexorouter.com", '"' + HOST + '"', "default", "", "#x", "'" + HOST + "'", "api\\.nexorouter.com", "machine",
    "https://" + HOST, HOST + "#c"]
WORDS = ["nuser", "n\\user", '"n user"', "n#u", "#nu", "'nu'", '"nu', 'n"u"', "", "login", "password", "nu\\\\x",
    "\"n\\\"u\"", "n\u00fc", "macdef", "machine", "default"]
EXTRA = ["# a comment\n", "#\n", "#comment login x\n", "foo bar\n", "account acc\n", "macdef init\nput x\n\n",
    "macdef init\nput x\n", "default login d password e\n", "\n", "login x\n", "machine\n", "\ufeff", "port 21\n",
    "machine example.com\n", "user u2\n", "# machine " + HOST + " login x password y\n", "macdef\n", "\"\"\n", "\\\n"]


def entry(r):
    m = r.choice(MACHINES) if r.random() < 0.5 else HOST
    b = lambda: r.choice(BLANK) if r.random() < 0.5 else " "
    parts = [("login", r.choice(WORDS) if r.random() < 0.35 else "nuser"), ("password",
        r.choice(WORDS) if r.random() < 0.35 else "npass")]
    if r.random() < 0.2:
        parts.append(("account", "acc"))
    if r.random() < 0.15:
        parts.pop(r.randrange(len(parts)))
    if r.random() < 0.15:
        r.shuffle(parts)
    if r.random() < 0.1:
        parts = [("user" if k == "login" else k, v) for k, v in parts]
    head = r.choice(["default", "Machine " + HOST,
        "machine" + b() + HOST]) if r.random() < 0.12 else "machine" + b() + m
    out = head
    for k, v in parts:
        out += b() + k + b() + v
    return out + r.choice(["\n"] * 6 + ["", "\r\n", " \n", " # c\n", "#c\n", "\n\n", ";\n", ",\n"])


def netrc(r):
    out = ""
    if r.random() < 0.3:
        out += r.choice(EXTRA)
    for _ in range(r.choice([1, 1, 1, 2, 3])):
        out += entry(r)
        if r.random() < 0.3:
            out += r.choice(EXTRA)
    return out


P1, P2 = "http://127.0.0.1:3130", "http://127.0.0.1:3129"
SP = [" ", "", "\t", "  "]
def curlrc(r):
    sp = lambda: r.choice(SP)
    def one():
        v = r.choice([P1, P2, "127.0.0.1:3130", "proxy.corp:3128", ""])
        q = r.choice(['"%s"', "%s", "%s", "'%s'", '"%s', '"%s" # c', "%s # c", "%s #c", "%s x"]) % v
        key = r.choice(["proxy", "proxy", "--proxy", "-x", "x", "-proxy", "Proxy", "--PROXY", "-x" , "--prox", "-xq",
            "proxy\t"])
        sep = r.choice([" = ", "=", " ", ": ", ":", "\t", " =", " == ", "  :  ", "= "])
        return sp() + key + sep + q + r.choice(["\n", "\r\n", " \n", "", "\n\n"])
    others = ["# c\n", "noproxy = %s\n" % r.choice([HOST, "nexorouter.com", "*", '"*"', ".com", "example.com", ""]),
        "silent\n", "-s\n", "--noproxy %s\n" % HOST, "noproxy=nexorouter.com,x\n", "# x\n", "insecure\n", "-k\n",
        "user-agent = \"x y\"\n", "\n", "#proxy = %s\n" % P2, "\n", "\n", "-sx %s\n" % P1, "--no-silent\n",
        "proxy-header = x:y\n", "\n", "proxytunnel\n", "-p\n", "\n", "http1.1\n"]
    lines = [one() if r.random() < 0.6 else r.choice(others) for _ in range(r.choice([1, 1, 2, 3]))]
    return "".join(lines)


def wgetrc(r):
    sp = lambda: r.choice(SP)
    names = ["https_proxy", "https_proxy", "http_proxy", "HTTPS_PROXY", "https-proxy", "httpsproxy", "Https_Proxy",
        "use_proxy", "use-proxy", "useproxy", "no_proxy", "noproxy", "check_certificate", "ca_certificate", "proxy"]
    out = ""
    for _ in range(r.choice([1, 1, 2, 3])):
        n = r.choice(names)
        v = r.choice(["on", "off", "ON", "Off", "yes", "no", "1", "0", "true", "",
            "quiet"]) if "use" in n.lower() or "check" in n else r.choice([HOST, "nexorouter.com", ".com",
            "example.com,nexorouter.com", ""]) if n.startswith("no") else r.choice([P1, P2, "127.0.0.1:3130",
            "proxy.corp:3128", '"' + P1 + '"', "", P1 + "/",
            P1 + " # c"]) if "proxy" in n.lower() else "/etc/ssl/certs/ca-certificates.crt"
        out += sp() + n + sp() + r.choice(["=", "=", "=", " ", ":"]) + sp() + v + r.choice(["\n", "\n", "\r\n",
            " \n", "\t\n", "", "\n# c\n"])
    return out


def gitconfig(r):
    out = ""
    url = "https://" + HOST
    for _ in range(r.choice([1, 1, 2, 3])):
        sec = r.choice(["[http]", "[http]", "[HTTP]", "[ http ]", '[http "%s"]' % url, '[http "%s/"]' % url,
            '[http "%s/v1"]' % url, '[http "https://*.nexorouter.com"]', '[http "http://%s"]' % HOST,
            '[http "%s:443"]' % url, '[http "%s:8443"]' % url, '[http "HTTPS://API.nexorouter.com"]', '[https]',
            '[http "https://user@%s"]' % HOST, "[core]", '[http "%s"] # c' % url, '[http.%s]' % url,
            '[remote "origin"]', '[http ""]', "[http", '[http "https://*.com"]', '[http "https://nexorouter.com"]',
            '[http "https://api.*.com"]', '[http "*"]', "[http] proxy = " + P2])
        n = r.choice(["proxy", "proxy", "proxy", "Proxy", "PROXY", "sslVerify", "proxyAuthMethod"])
        v = r.choice([P1, P2, P1, '"' + P1 + '"', "127.0.0.1:3130", "", '""', P1 + " # c", P1 + " ; c",
            '"' + P1 + '" # c', P1 + "#c", "http://127.0.0.1:\\\n3130", '"http://127.0.0.1:3130', "'" + P1 + "'",
            P1 + '""', 'http://"127.0.0.1":3130', P1 + "\\n", "proxy.corp:3128",
            P1 + "  "]) if n.lower() == "proxy" else r.choice(["true", "false", "yes", "OFF", "0", "1", "2k", "", "x",
            '"false"', "flase", "-1", "none"]) if n == "sslVerify" else "basic"
        line = r.choice([" ", "\t", ""]) + n + r.choice([" = ", "=", " =", "= ", "\t=\t"]) + v
        out += sec + r.choice(["\n", "\n", "\n", " ", "\r\n"]) + line + r.choice(["\n", "\n", "\r\n", "", "\n# c\n",
            "\n;c\n"])
        if out and not out.endswith("\n") :
            out += "\n" if r.random() < 0.7 else ""
    return out


def file_case(r, client):
    env, files = {}, {}
    own = {"curl": (".curlrc", curlrc), "wget": (".wgetrc", wgetrc), "git": (".gitconfig", gitconfig)}
    if client in own:
        name, make = own[client]
        files["~/" + name] = make(r)
        if r.random() < 0.5:
            env["https_proxy"] = "http://127.0.0.1:3128"
        if r.random() < 0.1:
            env["no_proxy"] = r.choice([HOST, "", "example.com"])
        return {"env": env, "files": files, "url": MODELS}
    for where in r.choice([["~/.netrc"]] * 8 + [["~/_netrc"], ["~/other"], ["~/.netrc", "~/_netrc"]]):
        files[where] = netrc(r)
    if "~/other" in files or r.random() < 0.05:
        env["NETRC"] = r.choice(["$HOME/other"] * 4 + ["", "~/other", "$HOME/missing", "other"])
    return {"env": env, "files": files, "url": MODELS}


# --- F -----------------------------------------------------------------------------------------------

KEYS = ["sk-test"] * 8 + ["sk-ant-test", "your-api-key-here", "", " ", "Bearer sk-test", "bearer sk-test",
    "$OPENAI_API_KEY", "sk-nexo-test", "undefined", "null", "0"]
MARKS = [" ", "  ", "\t", "\r", "\n", "\r\n", "\v", "\f", "\u00a0", "\u200b", "\ufeff", "\u2028", "\u3000", "\u180e",
    "\u0085", "\"", "'",
         "\x01", "\x1f", "\x7f", "\x1b[0m", "\u00e9", "\u00ff", "\u0100", "\u201c", "\U0001f600", ",", ";", "#x",
             " # c", "\\", "\\n", "%20", "=", "`", "\u2060", "\u0080", "\u009f", "\u00ad"]
SCHEMES = ["https://"] * 12 + ["HTTPS://", "Https://", "http://", "HTTP://", "", "//", "https:/", "https:",
    "https:///", "https//", "htps://", "ftp://", "ws://", "https:\\\\", "file://", "://", "http:", "https:////",
    "data:"]
LOGINS = [""] * 16 + ["user:pw@", "user@", "@", ":@", ":pw@", "u%20s:p%40w@", "u:p@w@", "us er:pw@"]
HOSTS = ["api.nexorouter.com"] * 10 + ["API.NEXOROUTER.COM", "Api.NexoRouter.com", "api.nexorouter.com.",
    "eu.api.nexorouter.com", "nexorouter.com", "10.1.2.3", "127.0.0.1", "[fd00:1::5]", "[::1]",
         "localhost", "", "api_x.nexorouter.com", "api..nexorouter.com", "api.nexorouter.com%2f",
             "%61pi.nexorouter.com", "api nexorouter.com", "\uff41pi.nexorouter.com", "127.1", "0x7f.1",
             "2130706433", "[fd00:1::5", "10.1.2.999",
         "gateway.invalid", "api.nexorouter.com,x", "${HOST}", "<host>", "api.nexorouter.com|x", "*.nexorouter.com",
             "api\u3002nexorouter.com"]
PORTS = [""] * 14 + [":443", ":8443", ":80", ":8080", ":0443", ":", ":abc", ":99999", ":-1", ":+443", ": 443",
    ":443x", ":8443 ", ":65536"]
URL_PATHS = ["/v1"] * 10 + ["", "/", "/v1/", "/v1//", "//v1", "/V1", "/v1/chat/completions", "/v1/v1", "/api/v1",
    "/v1/.", "/v1/..", "/./v1", "/a/../v1", "/v1 ", "/v 1", "/v1\t", "/v%201", "/v%2f1", "/v%zz1", "/v1\\x", "\\v1",
    "/v1;x", "/v1{x}", "/v1|x", "/v1`x", "/v1\"x", "/v1<x>",
         "/v1^x", "/v1[x]", "/v1'x", "/v1\u00e9", "/v1\u200b", "/%2e/v1", "/%2e%2e/v1", "/v1~", "/v1,x", "/v1:x",
             "/v1@x", "/v1!$&()*+", "/v\n1", "/v\r1", "/v\t1", "/v1/%2E%2E", "/v1/.%2e/x", "/v1\x01", "/v1\x7f"]
TAILS = [""] * 24 + ["?", "?x=1", "?x=1&y=/", "#", "#x", "?x#y", "#x?y", "?x=a b", "?x=\u00e9", "?x='q'", "?x=\"q\"",
    "?x=<y>", "?x=`y`", "?x={y}", "?x/", "?/", "?x=%zz", "?a?b", "#/", "?x=|", "?x=^", "?x=[1]", "?x=\\", "?x=1 "]
OUTSIDE = [""] * 10 + MARKS


def key(r):
    k = r.random()
    core = r.choice(KEYS)
    if k < 0.3:
        return core
    if k < 0.6:
        return core + r.choice(MARKS)
    if k < 0.75:
        return r.choice(MARKS) + core
    if k < 0.9:
        i = r.randrange(len(core) + 1)
        return core[:i] + r.choice(MARKS) + core[i:]
    return r.choice(MARKS) + core + r.choice(MARKS)


def base(r, path=True):
    k = r.random()
    if k < 0.25:
        return "https://api.nexorouter.com" + ("/v1" if path else "")
    parts = [lambda: "https://", lambda: "", lambda: "api.nexorouter.com", lambda: "", lambda: "/v1" if path else "",
        lambda: ""]
    full = [SCHEMES, LOGINS, HOSTS, PORTS, URL_PATHS, TAILS]
    many = 1 if k < 0.6 else 2 if k < 0.85 else 6
    chosen = set(r.sample(range(6), many))
    out = "".join(r.choice(full[i]) if i in chosen else parts[i]() for i in range(6))
    k = r.random()
    if k < 0.15:
        out += r.choice(MARKS)
    elif k < 0.22:
        out = r.choice(MARKS) + out
    elif k < 0.25:
        m = r.choice(["\"", "'"])
        out = m + out + m
    elif k < 0.27:
        out = r.choice(["", " ", "\t", "undefined", "null", "/v1", "api", "."])
    return out


HEADERS = ["Authorization: Bearer other", "authorization: Bearer other", "X-Test: 1", "Authorization:other",
    "Authorization Bearer other", " Authorization : Bearer other ", "", "X-Test: 1\nAuthorization: Bearer other",
           "Authorization: Bearer other\r\nX-Test: 1", "Authorization:",
               "Authorization: Bearer a\nAuthorization: Bearer b", "x-api-key: k", "Authorization: Bearer \u00e9",
               "Authorization: Bearer other\t", "OpenAI-Organization: org-9", "bad header: x", ": x",
               "Authorization:Bearer a:b"]


def openai_env(r):
    env = {}
    if r.random() < 0.93:
        env["OPENAI_API_KEY"] = key(r) if r.random() < 0.5 else "sk-test"
    if r.random() < 0.96:
        env["OPENAI_BASE_URL"] = base(r) if r.random() < 0.6 else "https://api.nexorouter.com/v1"
    more = {"OPENAI_API_BASE": lambda: base(r), "OPENAI_ADMIN_KEY": lambda: r.choice(["adm", "", " ", key(r)]),
        "OPENAI_ORG_ID": lambda: r.choice(["org-1", "", " org-1 ", " ", "org-\u00e9", "org-1\n", "org\x01",
        "org\u201c"]),
            "OPENAI_PROJECT_ID": lambda: r.choice(["proj-1", "", " proj-1", " ", "proj\r", "\u201cp"]),
                "OPENAI_CUSTOM_HEADERS": lambda: r.choice(HEADERS), "OPENAI_ORGANIZATION": lambda: "org-2",
                "openai_api_key": lambda: "sk-lower",
            "OPENAI_WEBHOOK_SECRET": lambda: "w", "AZURE_OPENAI_API_KEY": lambda: "az",
                "OPENAI_API_VERSION": lambda: "x", "OPENAI_API_TYPE": lambda: "azure",
                "ANTHROPIC_API_KEY": lambda: "sk-ant", "NEXOROUTER_API_KEY": lambda: "sk-nexo",
                "OPENAI_LOG": lambda: r.choice(["debug", "x", "off"])}
    for name in more:
        if r.random() < (0.12 if name in ("OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID",
            "OPENAI_CUSTOM_HEADERS") else 0.03):
            env[name] = more[name]()
    given = "(from env)" if r.random() < 0.85 else base(r) or "(from env)"
    return env, given


def anthropic_env(r):
    env = {}
    if r.random() < 0.85:
        env["ANTHROPIC_API_KEY"] = key(r) if r.random() < 0.5 else "sk-ant"
    if r.random() < 0.96:
        env["ANTHROPIC_BASE_URL"] = base(r, False) if r.random() < 0.6 else "https://api.nexorouter.com"
    if r.random() < 0.3:
        env["ANTHROPIC_AUTH_TOKEN"] = r.choice(["tok", "", " ", "tok ", key(r)])
    for name, value in (("ANTHROPIC_CUSTOM_HEADERS", r.choice(HEADERS)), ("ANTHROPIC_MODEL", "x"), ("OPENAI_API_KEY",
        "sk-test"), ("CLAUDE_API_KEY", "x"), ("ANTHROPIC_API_URL", "https://example.com")):
        if r.random() < (0.15 if "CUSTOM" in name else 0.03):
            env[name] = value
    return env, "(from env)" if r.random() < 0.85 else base(r, False) or "(from env)"


def sdk_case(r, client):
    env, given = (anthropic_env if client == "node-anthropic" else openai_env)(r)
    plain = all(" " < c < "\x7f" and c not in '\\"' for c in given)
    return {"env": env, "url": given if plain else "(from env)"}


# --- G -----------------------------------------------------------------------------------------------

OPTS = ["--use-env-proxy"] * 6 + ["--no-use-env-proxy", "--use_env_proxy", "--use-env-proxy=1", "--use-env-proxy=0",
    "--use-env-proxy=false", "--use-env-proxy=", "--Use-Env-Proxy", "-use-env-proxy", "--use-env",
    "--use-env-proxy-x", "--use-system-ca", "--use-openssl-ca", "--use-bundled-ca", "--no-warnings",
    "--max-old-space-size=100", "--max_old_space_size=100", "--experimental-fetch", 
        "--trace-warnings", "--network-family-autoselection", "--no-network-family-autoselection", "--env-file=x",
            "--bogus", "--tls-min-v1.2", "--tls-max-v1.2", "--insecure-http-parser", "--enable-source-maps",
            "--experimental-vm-modules", "--expose-gc", "--openssl-legacy-provider", "--no-deprecation", "--eval x",
            "-e x", "--", "x", "--version", "--help", "-p", "--check", "--no-addons",
            "--no-node-snapshot", "--preserve-symlinks", "--title=x", "--no-use-system-ca", "--no-use-openssl-ca",
            "--experimental-websocket", "--no-experimental-websocket", "--experimental-strip-types",
            "--no-experimental-require-module", "--experimental-eventsource", "--experimental-webstorage",
            "--harmony", "--no-verify-base-objects", "--report-on-signal", "--zero-fill-buffers",
            "--pending-deprecation", "--no-global-search-paths", "--track-heap-objects",
            "--abort-on-uncaught-exception", "--perf-basic-prof", "--interpreted-frames-native-stack", "--no-opt",
            "--max-lazy", "--single-threaded", "--experimental-modules", "--experimental-json-modules",
            "--no-force-async-hooks-checks", ]
# Options that make something of a value, and values. Never here: --watch (a Node that such a Node starts starts the
# next one), --inspect-brk (it waits), --v8-pool-size (as many threads as it says).
VALUED = ["abort-on-uncaught-exception", "allow-fs-read", "conditions", "cpu-prof-dir", "cpu-prof-interval", "debug-port",
    "diagnostic-dir", "disable-proto", "disable-warning", "disallow-code-generation-from-strings", "dns-result-order",
    "experimental-default-type", "expose-gc", "heap-prof-name", "heapsnapshot-near-heap-limit", "icu-data-dir",
    "input-type", "inspect-port", "inspect-publish-uid", "jitless", "max-old-space-size",
    "max_old_space_size", "max-semi-space-size", "network-family-autoselection-attempt-timeout", "perf-basic-prof",
    "redirect-warnings", "report-dir", "report-signal", "secure-heap-min", "stack-trace-limit", "title",
    "tls-keylog", "trace-event-categories", "trace-require-module", "unhandled-rejections",
    "use-largepages", "max-old-space-size-percentage", "test-isolation", "prof-process", "bench-samples",
    "use-system-ca", "no-warnings", "enable-source-maps", "report-filename", "insecure-http-parser", "C", "no-addons"]
VALUES = ["", "", "=", "=1", "=-1", "=0", "=x", " x", " 1", "=2048", "=4096", "= 5", "=4G", "=1.5", "=strict", "=warn", "=throw",
    "=verbatim", " ipv4first", "=ipv4first", "=ipv6first", "=delete", "=module", "=commonjs", "=all", "=on", "=silent",
    "=99999", "=9229", "=127.0.0.1:9229", "=:0", "=x:1", "=stderr", "=101", "=50", " --no-warnings", '=""', "=SIGUSR2", "=+5"]


def an_option(r):
    name, value = r.choice(VALUED), r.choice(VALUES)
    if name.endswith("size") and value in ("=1", "=+5"):  # whether Node starts in so little is luck
        value = "=64"
    return ("-" if len(name) == 1 else "--") + name + value


QUOTE = ["%s"] * 10 + ['"%s"', "'%s'", "\\%s", '%s"', '"%s', "%s\\"]
NUEP = ["1"] * 6 + ["0", "", "true", "01", " 1", "1 ", "1\r", "1\n", "\"1\"", "'1'", "yes", "TRUE", "on", "2", "-1",
    "+1", "1.0", "0x1", "false", "\uff11"]
PROXY = ["http://127.0.0.1:3128"] * 8 + ["http://127.0.0.1:3130", "http://proxy.corp:3128", "http://127.0.0.1:3128 ",
    "http://127.0.0.1:3128\r", " http://127.0.0.1:3128", "http://127.0.0.1:3128\t", "http://127.0.0.1:3128/\r\n",
    "http://127.0.0.1:3128\v", "http://127.0.0.1:3128  \r", "http://127.0.0.1:3128\u00a0", "http://127.0.0.1:3128/ ",
    "http://127.0.0.1:3128/x "]


def switch_case(r, client):
    env = {}
    if r.random() < 0.95:
        env[r.choice(["HTTPS_PROXY", "https_proxy"])] = r.choice(PROXY)
    if r.random() < 0.2:
        env[r.choice(["HTTP_PROXY", "http_proxy"])] = r.choice(PROXY)
    if r.random() < 0.55:
        env["NODE_USE_ENV_PROXY"] = r.choice(NUEP)
    if r.random() < 0.65:
        words = [r.choice(QUOTE) % (r.choice(OPTS) if r.random() < 0.6 else an_option(r)) for _ in range(r.choice([1, 1, 1, 2, 2, 3]))]
        env["NODE_OPTIONS"] = (r.choice(["", "", "", " ", "\t"]) + r.choice([" ", " ", " ", "  ", "\t",
            "\n"]).join(words)
                               + r.choice(["", "", "", " ", "\r", "\n"]))
    if r.random() < 0.06:
        env["no_proxy"] = r.choice(["*", "nexorouter.com", ""])
    return {"env": env, "url": r.choice([MODELS] * 5 + [MODELS.replace("https:", "http:")])}


# --- all ---------------------------------------------------------------------------------------------

# --- R -----------------------------------------------------------------------------------------------

GOALS = ["https://" + HOST, "http://" + HOST, "https://eu." + HOST, "http://eu." + HOST, "https://%s:8443" % HOST,
         "http://%s:8080" % HOST, "https://eu.%s:8443" % HOST, "https://nexorouter.com", "https://example.com",
         "https://xapi.nexorouter.com", "http://example.com:8080", "https://%s:443" % HOST]
POSTS = ("python", "node-fetch", "node-axios", "node-got", "npm-node-fetch", "node-undici", "bun", "deno", "curl",
         "wget", "go", "php-guzzle", "php-stream")


SDK_KEYS = {"node-openai": {"OPENAI_API_KEY": "sk-test"}, "node-openai-4": {"OPENAI_API_KEY": "sk-test"},
        "node-anthropic": {"ANTHROPIC_API_KEY": "sk-test"}}


def redirect_case(r, client):
    method = r.choice(["GET", "POST"]) if client.startswith(POSTS) else "GET"
    base = r.choice(["http", "http", "https"]) + "://" + HOST + r.choice(["", "", ":8443"])
    return {"env": SDK_KEYS.get(client, {}), "url": base + "/v1/models", "method": method,
            "redirect": [r.choice([301, 302, 303, 307, 308]), r.choice(GOALS)]}


CLIENTS = {
    "D": ["curl", "git", "wget", "python-urllib", "python-requests", "python-httpx", "python-aiohttp", "go",
        "ruby-net-http",
          "php-curl", "php-stream", "php-guzzle", "node-fetch-18", "node-fetch-22", "node-fetch-24", "node-fetch-26",
          "node-http-24", "node-axios", "node-got", "npm-node-fetch", "node-undici", "bun-fetch", "deno-fetch"],
    "E": ["curl", "wget", "git", "python-requests", "python-aiohttp+trust_env", "python-httpx", "python-urllib"],
    "F": ["node-openai", "node-openai-4", "node-anthropic"],
    "G": ["node-fetch-18", "node-fetch-22", "node-fetch-24", "node-fetch-26", "node-http-22", "node-http-24",
        "node-axios",
          "node-got", "npm-node-fetch", "node-undici"],
    "R": ["curl -L", "wget", "python-urllib", "python-requests", "python-httpx", "python-aiohttp", "go",
          "ruby-net-http", "php-curl", "php-stream", "php-guzzle", "node-fetch-18", "node-fetch-24", "node-http-24",
          "node-axios", "node-axios-1.6", "node-got", "npm-node-fetch", "node-undici", "node-openai", "node-openai-4",
          "node-anthropic", "bun-fetch", "deno-fetch"],
}
MAKE = {"D": trust_case, "E": file_case, "F": sdk_case, "G": switch_case, "R": redirect_case}


def cases(group, seed, count, client):
    r = random.Random("%s %s %s" % (group, seed, client))
    for _ in range(count):
        yield MAKE[group](r, client)
