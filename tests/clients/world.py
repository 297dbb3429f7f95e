# SPDX-License-Identifier: MIT
"""The little world of the differential tests, and generated environments in it."""
import os
import random
import re

# Names and the addresses of this namespace. What is not here does not resolve.
HOSTS = {
    "localhost": "127.0.0.1",
    "api.nexorouter.com": "10.1.2.3",
    "api.nexorouter.com.": "10.1.2.3",
    "eu.api.nexorouter.com": "10.1.2.3",
    "eu.api.nexorouter.com.": "10.1.2.3",
    "nexorouter.com": "10.1.2.3",
    "xn--mnchen-3ya.nexorouter.com": "10.1.2.3",
    "proxy.corp": "10.9.9.9",
    "proxy.corp.": "10.9.9.9",
}
ADDRESSES = ["10.1.2.3/32", "10.9.9.9/32", "fd00:1::5/128"]

URLS = [
    "https://api.nexorouter.com/v1/models",
    "https://api.nexorouter.com/v1/models",
    "https://api.nexorouter.com/v1/models",
    "https://api.nexorouter.com:8443/v1/models",
    "https://eu.api.nexorouter.com:8443/v1/models",
    "https://nexorouter.com/v1/models",
    "https://API.NexoRouter.COM/v1/models",
    "http://api.nexorouter.com/v1/models",
    "http://api.nexorouter.com:8080/v1/models",
    "http://10.1.2.3:8080/v1/models",
    "http://localhost:11434/v1/models",
    "http://127.0.0.1:8080/v1/models",
    "http://[fd00:1::5]:8080/v1/models",
]
# Rarer ones: ports as nobody writes them, logins, other spellings of hosts.
ODD_URLS = [
    "https://api.nexorouter.com:443/v1/models", "http://api.nexorouter.com:80/v1/models",
    "https://api.nexorouter.com:0443/v1/models", "https://api.nexorouter.com./v1/models",
    "https://eu.api.nexorouter.com./v1/models", "HTTPS://api.nexorouter.com/v1/models",
    "https://user:pw@api.nexorouter.com/v1/models", "http://user@10.1.2.3:8080/v1/models",
    "https://m\u00fcnchen.nexorouter.com/v1/models",
    "https://xn--mnchen-3ya.nexorouter.com/v1/models",
    "https://10.1.2.3/v1/models", "https://10.1.2.3:8443/v1/models",
    "https://[fd00:1::5]/v1/models", "https://[FD00:1:0::5]:8443/v1/models",
    "http://[::ffff:10.1.2.3]:8080/v1/models", "http://[::1]:11434/v1/models",
    "http://LocalHost:11434/v1/models", "https://localhost:8443/v1/models",
    "http://127.0.0.9:8080/v1/models", "https://api.nexorouter.com:8443/v1/models?x=1",
    "http://api.nexorouter.com:3128/v1/models",
]
# What Java's URI takes of these; it knows no letters beyond ASCII in a host.
JAVA_URLS = [url for url in ODD_URLS if url.isascii()]

# Base URLs as they stand in files: damaged, and one that is not. What is meant by all of them resolves.
BASES = [
    "https://api.nexorouter.com/v1", " https://api.nexorouter.com/v1", "https://api.nexorouter.com/v1 ",
    "\thttps://api.nexorouter.com/v1", "https://api.nexorouter.com/v1\t", "https://api.nexorouter.com/v1\r",
    "https://api.nexorouter.com/v1\n", "https:/api.nexorouter.com/v1", "https:///api.nexorouter.com/v1",
    "https:api.nexorouter.com/v1", '"https://api.nexorouter.com/v1"', "'https://api.nexorouter.com/v1'",
    "htps://api.nexorouter.com/v1", "https://api.nexorouter.com:abc/v1", "https://api.nexorouter.com:99999/v1",
    "https://api.nexorouter.com:/v1", "https:\\\\api.nexorouter.com/v1", "<https://api.nexorouter.com/v1>",
    "https://user:pw@api.nexorouter.com/v1", "https://[fd00:1::5/v1", "https://api.nexorouter.com:abc:1/v1",
    "api.nexorouter.com/v1", "\ufeffhttps://api.nexorouter.com/v1", "https://api .nexorouter.com/v1",
]

# Files in which tools keep a proxy of their own, or a login.
FILES = {
    "curl": [(".curlrc", 'proxy = "http://127.0.0.1:3130"\n'), (".curlrc", "-x proxy.corp:3128\n"),
             (".curlrc", "noproxy = api.nexorouter.com\n"), (".curlrc", 'proxy = ""\n')],
    "wget": [(".wgetrc", "https_proxy=http://127.0.0.1:3130\nhttp_proxy = http://proxy.corp:3128\n"),
             (".wgetrc", "use_proxy = off\n"), (".wgetrc", "no_proxy = nexorouter.com\n")],
    "git": [(".gitconfig", "[http]\n proxy = http://127.0.0.1:3130\n"),
            (".gitconfig", '[http "https://api.nexorouter.com"]\n proxy = proxy.corp:3128\n'),
            (".gitconfig", '[http]\n proxy = http://127.0.0.1:3130\n'
                           '[http "https://api.nexorouter.com/"]\n proxy = ""\n')],
    "python-requests": [(".netrc", "machine api.nexorouter.com login u password p\n")],
    "python-aiohttp+trust_env": [(".netrc", "machine api.nexorouter.com login u password p\n"),
                                 (".netrc", "default login u password p\n"),
                                 (".netrc", "machine example.com login u password p\n")],
}

GOOD = [
    "http://127.0.0.1:3128",
    "http://127.0.0.1:3130",
    "http://127.0.0.1:3128/",
    "http://proxy.corp:3128",
    "http://user:secret@127.0.0.1:3128",
    "http://user:pa%40ss@proxy.corp:3130",
]
ODD = [
    "127.0.0.1:3128", "proxy.corp:3128", "localhost:3128", "HTTP://127.0.0.1:3128",
    "https://proxy.corp:3129", "http://127.0.0.1", "http://proxy.corp", "http://[::1]:3128",
    "socks5://127.0.0.1:1080", "socks5h://127.0.0.1:1080", "socks4://127.0.0.1:1080",
    "socks4a://127.0.0.1:1080", "socks://127.0.0.1:1080/",
    "http://127.0.0.1:3128/path", "http://user@127.0.0.1:3128", "http://user:@127.0.0.1:3128",
]
DAMAGED = [
    " http://127.0.0.1:3128", "http://127.0.0.1:3128 ", "http://127.0.0.1:3128\r",
    "http://127.0.0.1:3128\n", '"http://127.0.0.1:3128"', "'http://127.0.0.1:3128'",
    "http:/127.0.0.1:3128", "//127.0.0.1:3128", "http://127.0.0.1:99999", "http://127.0.0.1:abc",
    "http://user:p%zz@127.0.0.1:3128", "http://user:p#s@127.0.0.1:3128",
    "http://user:p@s@127.0.0.1:3128", "http://user:a/b@127.0.0.1:3128", "$PROXY", "DIRECT",
    "ftp://127.0.0.1:3128", "foo://127.0.0.1:3128", "http://127.0.0.1:",
]
NAMES = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
ENTRIES = [
    "api.nexorouter.com", "nexorouter.com", ".nexorouter.com", "*.nexorouter.com", "*nexorouter.com",
    ".api.nexorouter.com", "API.NEXOROUTER.COM", "api.nexorouter.com:443", "nexorouter.com:443",
    "api.nexorouter.com:8443", ".nexorouter.com:8443", "api.nexorouter.com.", "router.com", "com",
    "https://api.nexorouter.com", "api.nexorouter.com/v1", "foo.com", "localhost", "127.0.0.1",
    "127.0.0.0/8", "10.0.0.0/8", "10.1.2.3", "10.1.2.3/32", "10.1.2.3:8080", "10.*", ".3", "::1",
    "<local>", "*", "10.96.0.0/12", ".corp", "*:443", "*.com", "", " api.nexorouter.com ",
]
SEPARATORS = [",", ",", ",", ",", ", ", " ", ";", "|", "\t", ",,", "\n", " ,", "\r\n"]

# The same out of parts: what nobody thought of writing down above.
SCHEMES = ["http://"] * 8 + ["", "", "https://", "HTTP://", "Https://", "socks5://", "socks5h://",
           "SOCKS5://", "socks4://", "socks4a://", "socks://", "http:", "http:/", "http:///", "//", "://",
           "ftp://", "ws://", "file://", "unix://", "tcp://", "http//", "htp://", ":", "http:\\\\"]
LOGINS = [""] * 12 + ["user:secret@", "user@", ":@", "@", ":pw@", "user:@", "u%40corp:p%2Fw@",
          "u:p@w@", "u:p%w@", "u:p:w@", "DOM\\u:pw@", "u:p w@", "\u00fc:\u00df@", "u:p;w&x=1@",
          "u:p[w@", "u:%00@", "$U:$P@", "u:p?w@", "u:p#w@", "u:p|w@", 'u:"p"@', "u:p`w@", "u:p^w{}@"]
PROXIES = ["127.0.0.1"] * 6 + ["proxy.corp"] * 5 + ["localhost", "PROXY.Corp", "proxy.corp.", "[::1]",
           "::1", "[fd00:1::5]", "[::1", "::1]", "127.1", "0x7f.0.0.1", "2130706433",
           "127.0.0.01", "", "proxy corp", "pro_xy.corp", "proxy..corp", "%70roxy.corp", "127.0.0.1%00",
           "[127.0.0.1]", "[::ffff:127.0.0.1]", "$PROXY", "proxy,corp", "-proxy.corp", "*.corp", "<proxy>",
           "\uff50roxy.corp", "pr\u00f6xy.corp", "proxy\u200b.corp", "proxy.corp\\x", "xn--prxy-5qa.corp"]
PROXY_PORTS = [":3128"] * 10 + [":3130"] * 3 + ["", "", ":", ":0", ":80", ":03128", ":003130", ":+3128",
               ":-1", ":3128x", ":31 28", ":65536", ":70000", ":99999999999", ":3_128", ":0x50", ":3128:3130",
               ":\u0663", ":8080;", ":3128,3130"]
TAILS = [""] * 12 + ["/", "/", "/path", "/?x", "?x=1", "#f", "/#", "//", " ", "\t", "\r", "\n", "\r\n",
         ",", ";", "\"", "'", "/%zz", "/a b", "\u00a0", "\\", "/\u00e9", "%"]
LEADS = [""] * 30 + [" ", "\t", "\"", "'", "\n", "\ufeff", "\u00a0", "export ", "="]
NAMED = ["api.nexorouter.com"] * 4 + ["nexorouter.com"] * 3 + ["eu.api.nexorouter.com", "com", "localhost",
         "m\u00fcnchen.nexorouter.com", "xn--mnchen-3ya.nexorouter.com", "router.com", "pi.nexorouter.com",
         "API.nexorouter.com", "example.com", "nexorouter", "api.nexorouter", "a_b.com", "api%2enexorouter.com"]
BEFORE = [""] * 8 + [".", ".", "*.", "*", "*.", "..", "*..", "**.", "http://", "https://", "all://", "//",
          "user@", "@", "!", "-", "?", "https://*.", "http://.", ":", "https://user:pw@", "all://*", "\\."]
BEHIND = [""] * 12 + [".", ".", "..", ":443", ":8443", ":80", ":8080", ":0443", ":*", ":", ":x", ":443.", "/",
          "/v1", "/8", "#", "?", "*", ".*", ":70000", ":-1", ":443:443", "\u200b"]
NUMBERS = ["10.1.2.3"] * 4 + ["127.0.0.1", "127.0.0.0", "10.0.0.0", "10.1.2.0", "10.1.2.003", "10.1.2", "10.1",
           "10", "010.1.2.3", "0.0.0.0", "10.1.2.3.", ".1.2.3", "*.2.3", "10.1.2.*", "0xa.1.2.3", "167838211",
           "10.1.2.256", "10.1.2.3.4", "0", "1.2.3"]
SIX = ["fd00:1::5"] * 3 + ["::1", "FD00:1:0::5", "fd00:1:0:0:0:0:0:5", "::", "fd00:1::", "::ffff:10.1.2.3",
       "::ffff:a01:203", "fe80::1%lo", "fd00:1::5%lo", "fd00:1::05", "0:0:0:0:0:0:0:1", ":1", "5", ":5", "::5", "fd00::"]
MASKS = [""] * 6 + ["/8", "/08", "/24", "/32", "/0", "/33", "/128", "/64", "/129", "/", "/-1", "/x", "/255.0.0.0",
         "/255.255.255.255", "/8:8080", "/0.255.255.255", "/ 8", "/+8", "/8 ", "/8/8"]

# Names in letters beyond ASCII, and how else one can write them: the URL's and the list's.
WIDE_URLS = ["https://m\u00fcnchen.nexorouter.com/v1/models", "https://xn--mnchen-3ya.nexorouter.com/v1/models",
             "https://M\u00dcNCHEN.nexorouter.com/v1/models", "https://XN--Mnchen-3ya.nexorouter.com/v1/models",
             "http://m\u00fcnchen.nexorouter.com:8080/v1/models", "https://m\u00fcnchen.nexorouter.com:8443/v1/models"]
WIDE_NAMES = ["m\u00fcnchen.nexorouter.com"] * 3 + ["xn--mnchen-3ya.nexorouter.com"] * 3 + [
    "M\u00dcNCHEN.nexorouter.com", "XN--MNCHEN-3YA.nexorouter.com", "m\u00fcnchen\u3002nexorouter.com",
    "\u00fcnchen.nexorouter.com", "mnchen-3ya.nexorouter.com", "m\u00fcnchen.nexorouter\uff0ecom", "nexorouter.com",
    "api.nexorouter.com\u200b", "\uff4dxn.nexorouter.com", "\uff4e\uff45xorouter.com", "nexorouter\u3002com",
    "m\u00fcn\u00adchen.nexorouter.com", "stra\u00dfe.nexorouter.com", "\u043d\u0435\u043a\u0441\u043e.com"]

WIDE_SHARE = float(os.environ.get("CLIENTS_WIDE", "0.04"))


def wide_environment(r):
    """A proxy, and a list about a name beyond ASCII."""
    entries = [r.choice(["", "", "", ".", "*.", "*"]) + r.choice(WIDE_NAMES) + r.choice(["", "", "", ":443", ":8443", "."])
               for _ in range(r.choice([1, 1, 2]))]
    env = {name: r.choice(GOOD) for name in ("https_proxy", "http_proxy")}
    env["no_proxy"] = r.choice([",", ",", ", ", " "]).join(entries)
    if r.random() < 0.8:
        env["NODE_USE_ENV_PROXY"] = "1"
    return env, r.choice(WIDE_URLS)


def out_of_parts(r):
    return (r.choice(LEADS) + r.choice(SCHEMES) + r.choice(LOGINS) + r.choice(PROXIES)
            + r.choice(PROXY_PORTS) + r.choice(TAILS))


def a_value(r):
    kind = r.random()
    if kind < 0.35:
        return r.choice(GOOD)
    if kind < 0.5:
        return r.choice(ODD)
    if kind < 0.6:
        return r.choice(DAMAGED)
    if kind < 0.95:
        return out_of_parts(r)
    return ""


def an_entry(r):
    kind = r.random()
    if kind < 0.4:
        return r.choice(ENTRIES)
    if kind < 0.7:
        return r.choice(BEFORE) + r.choice(NAMED) + r.choice(BEHIND)
    if kind < 0.85:
        return r.choice(["", "", "", ".", "*"]) + r.choice(NUMBERS) + r.choice(MASKS + BEHIND)
    six = r.choice(SIX)
    return r.choice([six + r.choice(MASKS), "[" + six + "]" + r.choice(MASKS + BEHIND), six + r.choice(BEHIND)])


def a_list(r):
    if r.random() < 0.08:
        return r.choice(["", "", " ", "*", "* ", " *", ",", "**", "*,"])
    out = an_entry(r)
    separator = r.choice(SEPARATORS)
    for _ in range(r.choice([0, 0, 0, 1, 1, 2, 3])):
        out += separator + an_entry(r)
    return r.choice([""] * 12 + [" ", ",", "\t", '"']) + out + r.choice([""] * 12 + [" ", ",", "\n", '"'])


def environment(r):
    """One generated environment: proxies, a list of exceptions, switches. And a URL."""
    if r.random() < WIDE_SHARE:
        return wide_environment(r)
    env = {}
    base = a_value(r)
    for name in NAMES:
        if r.random() < (0.5 if "https" in name.lower() else 0.3):
            env[name] = base if r.random() < 0.6 else a_value(r)
    if r.random() < 0.05:
        env[r.choice(["Https_Proxy", "Http_Proxy", "All_Proxy", "hTTPS_pROXY", "_proxy"])] = a_value(r)
    if r.random() < 0.05:
        env[r.choice(["npm_config_https_proxy", "npm_config_proxy", "NPM_CONFIG_PROXY"])] = a_value(r)
    if r.random() < 0.6:
        text = a_list(r)
        for name in ("no_proxy", "NO_PROXY"):
            if r.random() < 0.7:
                env[name] = text if r.random() < 0.8 else a_list(r)
        if r.random() < 0.03:
            env[r.choice(["No_Proxy", "npm_config_no_proxy", "NPM_CONFIG_NO_PROXY"])] = text
    if r.random() < 0.5:
        env["NODE_USE_ENV_PROXY"] = r.choice(["1"] * 6 + ["true", "0", "", "01", "1 "])
    elif r.random() < 0.1:
        env["NODE_OPTIONS"] = r.choice(["--use-env-proxy"] * 3 + ["--use-env-proxy --no-warnings", "--no-use-env-proxy",
                                                              "--no-warnings", "--use-env-proxy=1"])
    if r.random() < 0.06:
        env["REQUEST_METHOD"] = r.choice(["GET", "GET", ""])
    return env, r.choice(URLS if r.random() < 0.65 else ODD_URLS)


# Java reads properties: what each may hold, now and then something that nobody should write.
JAVA_HOSTS = ["127.0.0.1"] * 4 + ["proxy.corp"] * 4 + ["", "http://proxy.corp", "proxy.corp:3128", "PROXY.Corp",
              "localhost", "nowhere", " proxy.corp", "[::1]", "::1", "proxy.corp.", "user:pw@proxy.corp", "127.1"]
JAVA_PORTS = ["3128"] * 4 + ["3130"] * 3 + ["8080", "", "0", "-1", "abc", "70000", "03130", "0xc38", " 3128", "+3128", "3128 "]
JAVA_ENTRIES = ["api.nexorouter.com", "*.nexorouter.com", "nexorouter.com", "foo", "10.*", "api.*.com", "api*", "*com",
                "foo.com,api.nexorouter.com", "*", "**", "localhost", "", " ", "API.NEXOROUTER.COM", "*router*", "10.1.2.3",
                "127.*", "[fd00:1::5]", "fd00:1::5", "*::5]", "[::1]", "10.0.0.0/8", ".nexorouter.com", "*.",
                "api.nexorouter.com:443", "<local>", "a+b", "(", "api.nexorouter.com ", "*API.*", "127.0.0.1"]
PROPERTIES = {
    "https.proxyHost": JAVA_HOSTS, "https.proxyPort": JAVA_PORTS, "http.proxyHost": JAVA_HOSTS,
    "http.proxyPort": JAVA_PORTS, "proxyHost": JAVA_HOSTS, "proxyPort": JAVA_PORTS,
    "socksProxyHost": JAVA_HOSTS, "socksProxyPort": JAVA_PORTS, "http.nonProxyHosts": None,
    "https.nonProxyHosts": None, "socksNonProxyHosts": None, "socksProxyVersion": ["4", "5", "6"],
}
RARE_PROPERTIES = ["proxyHost", "proxyPort", "socksProxyHost", "socksProxyPort", "socksNonProxyHosts",
                   "https.nonProxyHosts", "socksProxyVersion"]
CARRIERS = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"]


def property_value(r, name):
    if PROPERTIES[name]:
        return r.choice(PROPERTIES[name])
    return r.choice(["|"] * 6 + [",", " | ", "||"]).join(
        r.choice(JAVA_ENTRIES) for _ in range(r.choice([1, 1, 1, 2, 3])))


def java_words(r):
    """-Dname=value for some properties; a value with a blank in quotes."""
    out = []
    for name in sorted(PROPERTIES):
        if r.random() < (0.12 if name in RARE_PROPERTIES else 0.5):
            value = property_value(r, name)
            out.append("-D%s=%s" % (name, '"%s"' % value if " " in value else value))
    return out


def java_environment(r):
    env = {"JAVA_TOOL_OPTIONS": " ".join(java_words(r))}
    if r.random() < 0.3:
        env["https_proxy"] = r.choice(GOOD)
    return env, r.choice(URLS if r.random() < 0.7 else JAVA_URLS)


def java_start(r):
    """Properties come from several variables; JAVA_OPTS is none of them."""
    env = {r.choice(CARRIERS + ["JAVA_OPTS"]): " ".join(java_words(r)) for _ in range(r.choice([1, 1, 2, 3]))}
    return env, r.choice(URLS)


def properties(env):
    """The properties that a JAVA_TOOL_OPTIONS of java_environment() sets, as NAME=VALUE."""
    return [word.replace('"', "") for word in re.findall(r'-D((?:"[^"]*"|\S)*)', env.get("JAVA_TOOL_OPTIONS", ""))]


def environments(seed, count, client):
    """`count` cases for a client; more where one virtual machine takes all."""
    r = random.Random(seed)
    if client == "java-started":
        return [java_start(r) for _ in range(count)]
    if client.startswith("java"):
        return [java_environment(r) for _ in range(count * 4)]
    return [environment(r) for _ in range(count)]


def some_file(r, client):
    """A file in the home directory, now and then: (name, content), or None."""
    choices = FILES.get(client)
    return r.choice(choices) if choices and r.random() < 0.25 else None


def smaller(env):
    """Simpler environments, one step each: without a name, a shorter list, a plainer value."""
    for name in sorted(env):
        yield {k: v for k, v in env.items() if k != name}
    for name in sorted(env):
        value = env[name]
        if name.lower() == "no_proxy":
            for mark in (",", " ", ";", "|", "\t"):
                parts = value.split(mark)
                for i in range(len(parts)):
                    if len(parts) > 1:
                        yield dict(env, **{name: mark.join(parts[:i] + parts[i + 1:])})
        elif name in CARRIERS:
            words = re.findall(r'(?:"[^"]*"|\S)+', value)
            for i in range(len(words)):
                yield dict(env, **{name: " ".join(words[:i] + words[i + 1:])})
        elif name.lower().endswith("_proxy") and value not in ("", GOOD[0]):
            yield dict(env, **{name: GOOD[0]})
