# SPDX-License-Identifier: MIT
"""One row per scenario. Fields: names (DNS), nft (rules on the router's way), env, args, files (of
the project), home (files of the user), expect: verdict, root, has, lacks, effects; key: which servers
may see the key ("gateway" by default, "none", "local")."""
from world import ADDRESSES, CODES, DEFAULT_NAMES, EVERY, KEY, NAMESERVERS, PASSWORD, SCOPED_KEY, key_for

PROXY = "http://10.77.0.1:8888"  # tinyproxy
SQUID = "http://10.77.0.1:3128"
CLOSED = "ip saddr 10.77.0.2 tcp dport { 80, 443 } drop; ip6 saddr 2001:db8:77::2 tcp dport { 80, 443 } drop;"
KDE_MANUAL = "[Proxy Settings]\nProxyType=1\nhttpsProxy=http://10.77.0.1 8888\nhttpProxy=http://10.77.0.1 8888\n"
KDE_PAC = "[Proxy Settings]\nProxyType=2\nProxy Config Script=http://wpad.corp.test/proxy.pac\n"
GATEWAY = ADDRESSES["gateway"]
ROWS = []


def row(name, root=None, verdict=None, **kw):
    kw.setdefault("names", {})
    kw.setdefault("env", {})
    kw.setdefault("args", [])
    kw["name"], kw["root"] = name, root
    kw["verdict"] = verdict or ("fails" if root else "works")
    ROWS.append(kw)


def names(**changes):
    out = dict(DEFAULT_NAMES)
    for host, places in changes.items():
        out[{"api": "api.nexorouter.com", "web": "nexorouter.com", "http": "detectportal.firefox.com",
             "https": "www.cloudflare.com", "doh": "cloudflare-dns.com"}[host]] = places
    return out


def everything(place):
    return {h: [place] for h in EVERY}


# ---- healthy: one line, works, exit 0 ----
row("healthy-direct")
row("healthy-python", args=["--for", "python-openai"])
row("healthy-node", args=["--for", "node-openai"])
row("healthy-ipv4-only", names=names())
row("healthy-ipv6-only", names=names(api=["2001:db8:113::10"], web=["2001:db8:113::20"]), nft="ip saddr 10.77.0.2 drop;")
row("healthy-both-families", names=names(api=["gateway", "2001:db8:113::10"]))
row("healthy-tinyproxy", env={"HTTPS_PROXY": PROXY}, nft=CLOSED)
row("healthy-squid", env={"https_proxy": SQUID}, nft=CLOSED)
row("healthy-squid-login", env={"HTTPS_PROXY": f"http://ann:{PASSWORD}@10.77.0.1:3129"}, nft=CLOSED)
row("healthy-socks5h", env={"ALL_PROXY": "socks5h://10.77.0.1:1080"}, nft=CLOSED)
row("healthy-https-proxy", env={"HTTPS_PROXY": "https://proxy.corp.test:3133"}, nft=CLOSED)
row("healthy-inspected-and-trusted", env={"HTTPS_PROXY": "http://10.77.0.1:3131", "SSL_CERT_FILE": "{certs}/company.pem"}, nft=CLOSED)
row("healthy-slow", names=names(api=["slow"]), key_at="slow")
row("healthy-controls-down", nft=f"ip daddr {{ {ADDRESSES['control-http']}, {ADDRESSES['control-https']} }} drop;")
row("healthy-website-down", nft=f"ip daddr {ADDRESSES['website']} drop;")
row("healthy-no-control", args=["--no-control"])
row("healthy-node-ignores-dead-proxy", env={"HTTPS_PROXY": "http://127.0.0.1:9"}, args=["--for", "node-fetch@20"], quiet=False)
row("healthy-local-development", env={"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://localhost:3001/v1"}, only_env=True,
    args=["--for", "python-openai"], local=True, key="local")
row("healthy-unrelated-openai-key", env={"OPENAI_API_KEY": "sk-nexo-TEST01aa77bb22cc55dd99ee"})
row("healthy-without-key", args=["--no-key"], verdict="clean", key="none")

# ---- proxies ----
row("proxy-dead-listener", "proxy.dead-listener", env={"HTTPS_PROXY": "http://127.0.0.1:9"}, fixed=True)
row("proxy-unresolvable", "proxy.unresolvable", env={"HTTPS_PROXY": "http://nope.corp.test:3128"}, fixed=True)
row("proxy-refused", "proxy.unreachable", env={"HTTPS_PROXY": "http://10.77.0.1:3999"}, fixed=True)
row("proxy-filtered", "proxy.unreachable", env={"HTTPS_PROXY": "http://10.77.0.1:3999"},
    nft_in="tcp dport 3999 drop;", fixed=True)
row("proxy-silent", "proxy.unreachable", env={"HTTPS_PROXY": "http://10.77.0.1:4005"}, fixed=True)
row("proxy-tls-to-plain", "proxy.tls-to-plain-proxy", env={"HTTPS_PROXY": "https://10.77.0.1:8888"}, nft=CLOSED, fixed=True)
row("proxy-is-a-web-server", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:4001"}, fixed=True, key="none")
row("proxy-says-405", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:4004"}, fixed=True)
row("proxy-socks-against-http", "proxy.not-a-proxy", env={"ALL_PROXY": f"socks5h{SQUID[4:]}"}, fixed=True)
row("proxy-wants-login", "proxy.auth-required", env={"HTTPS_PROXY": "http://10.77.0.1:3129"}, nft=CLOSED)
row("proxy-wrong-login", "proxy.auth-required", env={"HTTPS_PROXY": "http://ann:not-that-one@10.77.0.1:3129"}, nft=CLOSED)
row("proxy-ntlm-only", "proxy.auth-required", env={"HTTPS_PROXY": "http://10.77.0.1:4003"}, fixed=True)
row("proxy-socks-login", "proxy.auth-required", env={"ALL_PROXY": "socks5h://10.77.0.1:1081"}, nft=CLOSED)
row("proxy-refuses-tunnel", "proxy.refuses-tunnel", env={"HTTPS_PROXY": "http://10.77.0.1:3130"}, nft=CLOSED)
row("proxy-filters-host", "proxy.refuses-tunnel", env={"HTTPS_PROXY": "http://10.77.0.1:8889"}, nft=CLOSED)
row("proxy-redirects", "proxy.refuses-tunnel", env={"HTTPS_PROXY": "http://10.77.0.1:4002"}, fixed=True)
row("proxy-cannot-reach", "proxy.cannot-reach", env={"HTTPS_PROXY": "http://10.77.0.1:3132"}, nft=CLOSED)
row("proxy-needed-not-set", "proxy.needed-not-set", nft=CLOSED, home={".config/kioslaverc": KDE_MANUAL}, fixed=True)
row("proxy-needed-node", "proxy.needed-not-set", nft=CLOSED, home={".config/kioslaverc": KDE_MANUAL}, fixed=True,
    args=["--for", "node-openai"])
row("proxy-no-proxy-excludes", "proxy.no-proxy-excludes", nft=CLOSED, fixed=True,
    env={"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost,.nexorouter.com"})
row("proxy-pac-only", "proxy.pac-only", nft=CLOSED, home={".config/kioslaverc": KDE_PAC})
row("proxy-ignored-by-node", "proxy.ignored-by-client", nft=CLOSED, env={"HTTPS_PROXY": PROXY}, args=["--for", "node-fetch@24.20"],
    fixed=True)
row("proxy-case-mismatch", "proxy.case-mismatch", nft=CLOSED, env={"https_proxy": "http://10.77.0.1:3999", "HTTPS_PROXY": PROXY},
    fixed=True)
row("proxy-name-typo", "proxy.name-typo", nft=CLOSED, env={"HTTPS_PORXY": PROXY}, fixed=True)

# ---- names ----
row("dns-resolver-refused", "dns.resolver-down", stop_dns=True)
row("dns-resolver-silent", "dns.resolver-down", nft_in="udp dport 53 drop; tcp dport 53 drop;", args=["--timeout", "2"])
row("dns-resolver-refuses-all", "dns.resolver-down", names={}, empty_names=True)
row("dns-nxdomain", "dns.nxdomain", names=names(api=[]))
row("dns-servfail", "dns.servfail", names=names(api=[None]), servers=["/api.nexorouter.com/203.0.113.61"])
row("dns-refused", "dns.servfail", names=names(api=[None]), servers=["/api.nexorouter.com/203.0.113.63"])
row("dns-timeout", "dns.timeout", names=names(api=[None]), servers=["/api.nexorouter.com/203.0.113.62"])
row("dns-sinkhole-zero", "dns.sinkhole", names=names(api=["0.0.0.0"]))
row("dns-sinkhole-loopback", "dns.sinkhole", names=names(api=["127.0.0.1"]))
row("dns-hosts-file", "dns.hosts-file", hosts="203.0.113.99 api.nexorouter.com\n", nft="ip daddr 203.0.113.99 reject with tcp reset;")
row("dns-forged-answer", "dns.forged-answer", names=names(api=["other"]), key="none")

# ---- the way ----
row("net-no-route", "net.offline", offline=True)
row("net-everything-dropped", "net.offline", nft="ip saddr 10.77.0.2 drop; ip6 saddr 2001:db8:77::2 drop;")
row("tcp-filtered", "tcp.filtered", nft=f"ip daddr {GATEWAY} drop;")
row("tcp-filtered-without-control", None, "unknown", nft=f"ip daddr {GATEWAY} drop;", args=["--no-control"], key="none")
row("tcp-refused", "tcp.refused", nft=f"ip daddr {GATEWAY} tcp dport 443 reject with tcp reset;")
row("tcp-prohibited", "tcp.unreachable", nft=f"ip daddr {GATEWAY} reject with icmp admin-prohibited;")
row("tcp-broken-ipv6", None, "works", names=names(api=["gateway", "2001:db8:113::10"]), has=["tcp.broken-ipv6"], quiet=False,
    nft="ip6 daddr 2001:db8:113::10 drop;", args=["--for", "python-openai"])
row("tcp-broken-ipv6-no-fallback", "tcp.broken-ipv6", "fails", names=names(api=["gateway", "2001:db8:113::10"]),
    nft="ip6 daddr 2001:db8:113::10 drop;", args=["--for", "node-fetch@18"])
row("tcp-mtu-blackhole", "tcp.mtu-blackhole", nft=f"ip daddr {GATEWAY} meta length > 300 drop;")
row("tcp-mtu-blackhole-everywhere", "tcp.mtu-blackhole", nft="ip saddr 10.77.0.2 tcp dport 443 meta length > 300 drop;")

# ---- certificates ----
row("tls-inspection-by-name", "tls.inspection-untrusted", names=names(api=["zscaler"]), key="none")
row("tls-inspection-everywhere", "tls.inspection-untrusted", names=names(api=["company"], https=["company"], web=["company"]), key="none")
row("tls-inspection-by-proxy", "tls.inspection-untrusted", env={"HTTPS_PROXY": "http://10.77.0.1:3131"}, nft=CLOSED, key="none")
row("tls-runtime-own-roots", "tls.runtime-own-roots", env={"HTTPS_PROXY": "http://10.77.0.1:3131"}, nft=CLOSED, trust=["company"],
    args=["--for", "python-httpx"], fixed=True, key="none", home={".local/lib/python3.11/site-packages/certifi/cacert.pem": "@lab.pem"})
# Debian's own certifi names the system's store, where the company's root is.
row("healthy-certifi-of-the-distribution", env={"HTTPS_PROXY": "http://10.77.0.1:3131"}, nft=CLOSED, trust=["company"],
    args=["--for", "python-requests"])
row("tls-bundle-of-a-variable", "tls.runtime-own-roots", env={"SSL_CERT_FILE": "{certs}/company.pem"}, fixed=True, key="none",
    args=["--for", "python-httpx"])
row("tls-antivirus", "tls.antivirus", names=names(api=["antivirus"]), key="none")
row("tls-incomplete-chain", "tls.incomplete-chain", names=names(api=["leafonly"]), key="none")
row("tls-self-signed", "tls.untrusted-issuer", names=names(api=["selfsigned"]), doh=["selfsigned"], key="none")
row("tls-unknown-issuer", "tls.untrusted-issuer", names=names(api=["unknown"]), doh=["unknown"], key="none")
row("tls-name-mismatch", "tls.name-mismatch", names=names(api=["other"]), doh=["other"], key="none")
row("tls-expired", "tls.expired", names=names(api=["expired"]), key="none")
row("tls-clock-skew", "tls.clock-skew", names=names(api=["future-tls"], https=["future-tls"], web=["future-tls"], http=["future"]), key="none")
row("tls-reset", "tls.reset", names=names(api=["reset"]))
row("tls-closed", "tls.reset", names=names(api=["fin"]))
row("tls-reset-by-firewall", "tls.reset", nft=f"ip daddr {GATEWAY} tcp dport 443 meta length > 300 reject with tcp reset;")
row("tls-silent", "tls.silent", names=names(api=["silent"]))
row("tls-none-on-that-port", "tls.protocol", names=names(api=["plain"]))

# ---- pages ----
row("http-captive-portal", "http.captive-portal", names=everything("portal"), has=["tls.name-mismatch"], key="none")
row("http-block-page", "http.block-page", names=names(api=["block"]), key_at="block")
row("http-edge-challenge", "http.edge-challenge", names=names(api=["challenge"]), key_at="challenge")
row("http-edge-user-agent", "http.edge-user-agent", names=names(api=["agent"]), key_at="agent")
row("http-not-the-gateway", "http.not-the-gateway", names=names(api=["notgateway"]), key_at="notgateway")
row("http-upload-blocked", "http.upload-blocked", names=names(api=["upload"]), args=["--request"], key_at="upload")
row("http-stream-buffered", None, "works", names=names(api=["stream"]), args=["--request", "--timeout", "6"], key_at="stream",
    has=["http.stream-buffered"], quiet=False, home={".config/nexoenv/playground.yaml": "schema: nexoenv.profile/1\nrequest:\n  stream: true\n"})
row("url-redirect-drops-auth", "url.redirect-drops-auth", names=names(api=["redirect"]), key_at="redirect")
row("url-redirect-follower", None, "unknown", names=names(api=["redirect"]), key_at="redirect", args=["--for", "python-openai"],
    has=["url.redirect-drops-auth"], quiet=False, says="OpenAI SDK for Python sends each call twice")
row("url-redirect-to-get", "url.redirect-drops-auth", names=names(api=["same-host"]), key_at="same-host", args=["--for", "python-openai"],
    says="OpenAI SDK for Python turns a POST into a GET on the way")
row("url-redirect-unfollowed", "url.redirect-drops-auth", names=names(api=["redirect"]), key_at="redirect", args=["--for", "ruby-net-http"],
    says="Net::HTTP in Ruby does not follow it")

# ---- what the gateway says ----
API = {
    "invalid": "api.invalid-key", "quota": "api.insufficient-quota", "rate": "api.rate-limited", "tokens": "api.token-rate-limited",
    "request": "api.invalid-request", "large": "api.request-too-large", "nomodel": "api.model-not-found", "uptime": "api.upstream-timeout",
    "uphead": "api.upstream-timeout", "upbody": "api.upstream-timeout", "unavail": "api.upstream-unavailable", "unreach": "api.upstream-unavailable",
    "uperror": "api.upstream-error", "gwerror": "api.gateway-error",
}
for what in CODES:
    row("api-" + CODES[what][0].replace("_", "-"), API[what], env={"NEXOROUTER_API_KEY": key_for(what)})
row("api-model-id-typo", "api.model-id-typo", env={"NEXOROUTER_MODEL": "deepseek-v4-flahs"})
row("api-model-case", "api.model-id-typo", env={"NEXOROUTER_MODEL": "qwen/qwen-plus"})
row("api-model-out-of-scope", "api.model-out-of-scope", env={"NEXOROUTER_API_KEY": SCOPED_KEY}, args=["--request"])

OWN = {"only_env": True, "args": ["--for", "python-openai"]}
row("url-missing-v1", "url.missing-v1", env={"OPENAI_BASE_URL": "https://api.nexorouter.com", "OPENAI_API_KEY": KEY}, fixed=True, **OWN)
row("url-double-v1", "url.double-v1", env={"OPENAI_BASE_URL": "https://api.nexorouter.com/v1/v1", "OPENAI_API_KEY": KEY}, fixed=True, **OWN)
row("url-wrong-path", "url.wrong-path", env={"OPENAI_BASE_URL": "https://api.nexorouter.com/api", "OPENAI_API_KEY": KEY}, fixed=True, **OWN)
row("api-other-than-playground", "api.invalid-key", env={"NEXOROUTER_API_KEY": key_for("invalid")}, has=["api.other-than-playground"],
    home={".config/nexoenv/config.ini": "[playground]\nkey_last4 = 9f3c\n"})
row("no-libcurl", None, "unknown", no_libcurl=True, key="none", quiet=False)
# The other TLS library, whose words and numbers differ: where git alone is installed, libcurl3-gnutls is the only one.
for what in ("healthy-direct", "healthy-node", "healthy-https-proxy", "healthy-inspected-and-trusted", "tcp-mtu-blackhole", "tls-silent", "tls-reset",
             "tls-expired", "tls-clock-skew", "tls-incomplete-chain", "tls-inspection-by-name", "tls-inspection-by-proxy", "tls-antivirus",
             "tls-self-signed", "tls-name-mismatch", "tls-runtime-own-roots", "tls-none-on-that-port", "dns-forged-answer"):
    ROWS.append(dict(next(r for r in ROWS if r["name"] == what), name="gnutls-" + what, libcurl="gnutls"))
row("history-names-what-changed", "proxy.dead-listener", env={"HTTPS_PROXY": "http://127.0.0.1:9"}, before={}, changed="HTTPS_PROXY")
row("history-many-runs-at-once", history=True)
row("report-for-support", "proxy.auth-required", env={"HTTPS_PROXY": f"http://ann:{PASSWORD}x@10.77.0.1:3129"}, nft=CLOSED, support=True)

# ---- combined faults: the lowest rank wins ----
row("both-placeholder-and-dead-proxy", "key.placeholder", env={"NEXOROUTER_API_KEY": "your-api-key-here", "HTTPS_PROXY": "http://127.0.0.1:9"}, key="none")
row("both-dead-proxy-and-nxdomain", "proxy.dead-listener", env={"HTTPS_PROXY": "http://127.0.0.1:9"}, names=names(api=[]),
    then="dns.nxdomain")
row("both-login-and-bad-key", "proxy.auth-required", env={"HTTPS_PROXY": "http://10.77.0.1:3129", "NEXOROUTER_API_KEY": key_for("invalid")}, nft=CLOSED)
row("both-website-url-and-filter", "url.website-host", env={"OPENAI_BASE_URL": "https://nexorouter.com/v1", "OPENAI_API_KEY": KEY}, only_env=True,
    args=["--for", "python-openai"], nft=f"ip daddr {GATEWAY} drop;", key="none")
row("both-expired-and-block", "tls.expired", names=names(api=["expired"], web=["block"]), key="none")
row("both-dead-proxy-then-filter", "proxy.dead-listener", env={"HTTPS_PROXY": "http://127.0.0.1:9"}, nft=f"ip daddr {GATEWAY} drop;")

# ---- what a person sees ----
row("terminal-progress", "tcp.filtered", nft=f"ip daddr {GATEWAY} drop;", terminal=True)
row("terminal-ctrl-c", None, "unknown", nft="ip saddr 10.77.0.2 drop;", args=["--timeout", "20"], interrupt=True, quiet=False)
row("models", models=True)
row("models-refused", "api.invalid-key", env={"NEXOROUTER_API_KEY": key_for("invalid")}, models=True)

# ---- the key reaches nobody else ----
CERTIFI = ".venv/lib/python3.11/site-packages/certifi/cacert.pem"
row("leak-certifi-of-the-project", args=["--for", "python-httpx"], files={CERTIFI: "@lab.pem"})
row("leak-certifi-of-a-stranger", "tls.runtime-own-roots", args=["--for", "python-httpx"], files={CERTIFI: "@unknown.pem"})
row("leak-certifi-and-forger", None, "fails", names=names(api=["unknown"]), doh=["unknown"], args=["--for", "python-httpx"],
    files={CERTIFI: "@unknown.pem"}, key="none", any_root=True)
row("leak-compose-proxy", None, "unknown", args=["--context", "compose:web"], key="none", quiet=False, any_root=True, nothing_at=["proxy-200"],
    files={"compose.yaml": "services:\n  web:\n    image: x\n    environment:\n      NEXOROUTER_API_KEY: ${NEXOROUTER_API_KEY}\n      HTTPS_PROXY: http://10.77.0.1:4001\n"})
row("leak-link-local-proxy", None, "unknown", env={"HTTPS_PROXY": "http://169.254.7.7:3128"}, key="none", quiet=False)
row("leak-link-local-address", None, "unknown", names=names(api=["169.254.7.7"]), key="none", quiet=False)
row("leak-lookalike-host", "url.lookalike-host", env={"OPENAI_BASE_URL": "https://api.nexorouter.co/v1", "OPENAI_API_KEY": KEY}, only_env=True,
    args=["--for", "python-openai"], names={**DEFAULT_NAMES, "api.nexorouter.co": ["notgateway"]}, key="none")
row("leak-plain-http", "url.plain-http", env={"OPENAI_BASE_URL": "http://api.nexorouter.com/v1", "OPENAI_API_KEY": KEY}, only_env=True,
    args=["--for", "python-openai"], key="none")
row("leak-verification-off", None, "unknown", env={"NODE_TLS_REJECT_UNAUTHORIZED": "0"}, args=["--for", "node-fetch"], key="none", quiet=False)
row("leak-project-proxy", None, "unknown", files={".env": "HTTPS_PROXY=http://10.77.0.1:4001\n"}, args=["--env-file", ".env"], key="none", quiet=False,
    nothing_at=["proxy-200"])
row("leak-project-ca", None, "unknown", names=names(api=["unknown"]), files={".env": "SSL_CERT_FILE=ca.pem\n", "ca.pem": "@unknown.pem"},
    args=["--for", "python-openai", "--env-file", ".env"], key="none", quiet=False, any_root=True)
row("leak-project-base-url", None, "unknown", files={".env": "OPENAI_BASE_URL=https://evil.test/v1\n"}, env={"OPENAI_API_KEY": KEY}, only_env=True,
    args=["--for", "python-openai", "--env-file", ".env"], names={**DEFAULT_NAMES, "evil.test": ["notgateway"]}, key="none", quiet=False, any_root=True)
row("leak-project-switch", None, "unknown", files={".env": "NODE_TLS_REJECT_UNAUTHORIZED=0\n"}, args=["--for", "node-fetch", "--env-file", ".env"],
    key="none", quiet=False, names=names(api=["unknown"]), any_root=True)
row("leak-project-ini", None, "works", files={".nexoenv.ini": "[probe]\ncontrol_http = http://evil.test/\n[playground]\nbase_url = https://evil.test/v1\n"}, quiet=False)
row("leak-project-npmrc", None, "works", files={".npmrc": "https-proxy=http://10.77.0.1:4001/\n", "package.json": '{"dependencies":{"openai":"6.0.0"}}'},
    quiet=False, nothing_at=["proxy-200"])

# The project removes or goes round what the user set, or adds to what is trusted.
BY_FILE = {"args": ["--for", "python-openai", "--env-file", ".env"], "key": "none", "quiet": False, "any_root": True}
row("leak-project-no-proxy", None, "unknown", env={"HTTPS_PROXY": PROXY}, files={".env": "NO_PROXY=*\n"}, **BY_FILE)
row("leak-project-empties-proxy", None, "unknown", env={"HTTPS_PROXY": PROXY}, files={".env": "HTTPS_PROXY=\n", "requirements.txt": "openai\npython-dotenv\n",
    "app.py": "from dotenv import load_dotenv\nload_dotenv(override=True)\n"}, **{**BY_FILE, "args": ["--for", "python-openai"]})
row("leak-project-other-port", None, "unknown", files={".env": "OPENAI_BASE_URL=https://api.nexorouter.com:444/v1\n"}, **BY_FILE)
row("leak-project-dot-host", None, "unknown", files={".env": "OPENAI_BASE_URL=https://api.nexorouter.com.evil.test/v1\n"}, **BY_FILE)
row("leak-project-userinfo", None, "unknown", files={".env": "OPENAI_BASE_URL=https://api.nexorouter.com@evil.test/v1\n"}, **BY_FILE)
row("leak-project-ca-dir", None, "unknown", files={".env": "SSL_CERT_DIR=certs\n", "certs/x.pem": "@unknown.pem"}, names=names(api=["unknown"]), **BY_FILE)
row("leak-project-requests-bundle", None, "unknown", files={".env": "REQUESTS_CA_BUNDLE=ca.pem\n", "ca.pem": "@unknown.pem"}, names=names(api=["unknown"]),
    **{**BY_FILE, "args": ["--for", "python-requests", "--env-file", ".env"]})
row("leak-project-node-ca", None, "unknown", files={".env": "NODE_EXTRA_CA_CERTS=ca.pem\n", "ca.pem": "@unknown.pem"}, names=names(api=["unknown"]),
    **{**BY_FILE, "args": ["--for", "node-openai", "--env-file", ".env"]})
row("leak-project-all-proxy", None, "unknown", files={".env": "ALL_PROXY=socks5h://10.77.0.1:4016\n"}, nothing_at=["socks"], **BY_FILE)
CODE = 'import os\nfrom openai import OpenAI\nc = OpenAI(api_key=os.environ["OTHER_SECRET"], base_url="https://api.nexorouter.com/v1")\n'
row("leak-project-code-chooses-variable", None, "unknown", files={"app.py": CODE}, env={"OTHER_SECRET": KEY}, only_env=True, key="none", quiet=False)
row("code-chooses-variable-trusted", files={"app.py": CODE}, env={"OTHER_SECRET": KEY}, only_env=True, args=["--trust-project"])
row("leak-project-same-gateway", files={".env": "OPENAI_BASE_URL=https://api.nexorouter.com/v1\n"}, args=BY_FILE["args"], env={"OPENAI_API_KEY": KEY}, only_env=True)

# ---- the same causes in other shapes ----
N = lambda *who: "".join(f"nameserver {NAMESERVERS.get(w, w)}\n" for w in who)
row("dns-formerr", "dns.servfail", resolv=N("formerr"))
row("dns-not-implemented", "dns.servfail", resolv=N("notimp"))
row("dns-no-address", "dns.nxdomain", resolv=N("nodata"))
row("dns-fails-on-everything", "dns.resolver-down", resolv=N("all-servfail"))
row("healthy-truncated-answer", resolv=N("truncated"))
row("dns-truncated-denied", "dns.nxdomain", resolv=N("truncated-denied"))
row("dns-truncated-only", "dns.timeout", resolv=N("truncated-only"))
row("healthy-aaaa-fails", resolv=N("v6-servfail"))
row("healthy-second-nameserver", resolv=N("203.0.113.99", "10.77.0.1"), nft="ip daddr 203.0.113.99 drop;", args=["--timeout", "8"], quiet=False)
row("dns-two-dead-nameservers", "dns.resolver-down", resolv=N("203.0.113.99", "203.0.113.98"), nft="ip daddr { 203.0.113.98, 203.0.113.99 } drop;")
row("dns-denied-by-the-first", "dns.nxdomain", resolv=N("10.77.0.1", "truncated"), names=names(api=[]))
row("dns-slow-lookup", None, "unknown", resolv=N("203.0.113.99", "10.77.0.1"), nft="ip daddr 203.0.113.99 drop;", key="none", quiet=False)
row("dns-empty-resolv-conf", "dns.resolver-down", resolv="# nothing\n")
row("dns-sinkhole-v6-zero", "dns.sinkhole", names=names(api=["::"]))
row("dns-sinkhole-collision", "dns.sinkhole", names=names(api=["127.0.53.53"]))
row("dns-sinkhole-nameserver", "dns.sinkhole", names=names(api=["10.77.0.1"]))
row("dns-sinkhole-both", "dns.sinkhole", names=names(api=["0.0.0.0", "::"]))
row("dns-hosts-loopback", "dns.hosts-file", hosts="127.0.0.1 api.nexorouter.com\n")
row("dns-hosts-zero", "dns.hosts-file", hosts="0.0.0.0 api.nexorouter.com\n")
row("dns-hosts-other-server", "dns.hosts-file", hosts=f"{ADDRESSES['other']} api.nexorouter.com\n", key="none")
row("dns-hosts-v6", "dns.hosts-file", hosts="2001:db8:113::99 api.nexorouter.com\n")
row("dns-hosts-and-denied", "dns.hosts-file", hosts="127.0.0.1 api.nexorouter.com\n", names=names(api=[]))
row("healthy-hosts-file-right", hosts=f"{GATEWAY} api.nexorouter.com\n")
row("dns-private-address", "tcp.unreachable", names=names(api=["10.9.9.9"]))
row("dns-sinkhole-own-page", "dns.sinkhole", names=names(api=["10.77.0.1"]), nft_in="tcp dport 443 drop;")
for kind in ("net-unreachable", "host-unreachable", "net-prohibited", "host-prohibited"):
    row("tcp-" + kind, "tcp.unreachable", nft=f"ip daddr {GATEWAY} reject with icmp {kind};")
row("tcp-port-unreachable", "tcp.refused", nft=f"ip daddr {GATEWAY} reject with icmp port-unreachable;")
row("tcp-v6-prohibited", "tcp.unreachable", names=names(api=["2001:db8:113::10"]), nft="ip6 daddr 2001:db8:113::10 reject with icmpv6 admin-prohibited;")
row("tcp-own-route-prohibited", "tcp.unreachable", routes=[f"route add prohibit {GATEWAY}"])
row("tcp-own-route-unreachable", "tcp.unreachable", routes=[f"route add unreachable {GATEWAY}"])
row("tcp-own-route-blackhole", "tcp.unreachable", routes=[f"route add blackhole {GATEWAY}"])
row("tcp-own-firewall-drops", "tcp.filtered", nft_own=f"ip daddr {GATEWAY} tcp dport 443 drop;")
row("tcp-own-firewall-rejects", "tcp.refused", nft_own=f"ip daddr {GATEWAY} tcp dport 443 reject with tcp reset;")
row("tcp-443-closed-for-all", "tcp.filtered", nft="ip saddr 10.77.0.2 tcp dport 443 drop;")
row("tcp-443-refused-for-all", "tcp.refused", nft="ip saddr 10.77.0.2 tcp dport 443 reject with tcp reset;")
row("tcp-refused-without-control", None, "unknown", nft=f"ip daddr {GATEWAY} reject with tcp reset;", args=["--no-control"])
row("tls-reset-without-control", None, "unknown", names=names(api=["reset"]), args=["--no-control"])
row("tcp-broken-ipv6-refused", None, "works", names=names(api=["gateway", "2001:db8:113::10"]), has=["tcp.broken-ipv6"], quiet=False,
    nft="ip6 daddr 2001:db8:113::10 reject with tcp reset;", args=["--for", "python-openai"])
row("tcp-broken-ipv4", None, "works", names=names(api=["gateway", "2001:db8:113::10"]), quiet=False,
    nft=f"ip daddr {GATEWAY} drop;")
row("tcp-mtu-real", "tls.silent", nft=f"ip saddr {GATEWAY} meta length > 1000 drop;")
row("tcp-mtu-icmp-lost", "tcp.mtu-blackhole", nft=f"ip daddr {GATEWAY} meta length > 500 drop;")
row("tls-alert", "tls.protocol", names=names(api=["alert"]))
row("tls-alert-name", "tls.protocol", names=names(api=["alert-name"]))
row("tls-ssh", "tls.protocol", names=names(api=["ssh"]))
row("tls-closed-at-once", "tls.reset", names=names(api=["close"]))
row("tls-cut-in-the-middle", "tls.reset", names=names(api=["cut-handshake"]))
row("tls-no-common-cipher", "tls.protocol", names=names(api=["tls12"]))
row("tls-folder-without-hashes", "tls.runtime-own-roots", files={"certs/lab.pem": "@lab.pem"}, env={"SSL_CERT_DIR": "certs"}, args=["--for", "python-openai"],
    key="none", fixed=True)
row("tls-folder-empty", "tls.runtime-own-roots", env={"SSL_CERT_DIR": "."}, args=["--for", "python-openai"], key="none", fixed=True)
row("tls-node-own-roots", "tls.runtime-own-roots", names=names(api=["company"], https=["company"], web=["company"]), trust=["company"], args=["--for", "node-openai"], key="none", fixed=True)
row("tls-requests-own-roots", "tls.runtime-own-roots", names=names(api=["company"], https=["company"], web=["company"]), trust=["company"], args=["--for", "python-requests"], key="none", fixed=True,
    home={".local/lib/python3.11/site-packages/certifi/cacert.pem": "@lab.pem"})
row("healthy-inspected-system", names=names(api=["company"], https=["company"], web=["company"]), trust=["company"], key_at="company")
row("tls-expired-everywhere", "tls.expired", names=names(api=["expired"], https=["expired"], web=["expired"]), key="none")
row("proxy-ssh", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:4007"})
row("proxy-511", "proxy.refuses-tunnel", env={"HTTPS_PROXY": "http://10.77.0.1:4008"})
row("proxy-basic-and-negotiate", "proxy.auth-required", env={"HTTPS_PROXY": "http://10.77.0.1:4009"}, nft=CLOSED)
row("proxy-closes", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:4010"})
row("proxy-deaf-to-the-gateway", "proxy.cannot-reach", env={"HTTPS_PROXY": "http://10.77.0.1:4011"}, nft=CLOSED)
row("proxy-then-reset", "tls.reset", env={"HTTPS_PROXY": "http://10.77.0.1:4012"}, nft=CLOSED, key="none")
row("proxy-then-silent", "tls.silent", env={"HTTPS_PROXY": "http://10.77.0.1:4019"}, nft=CLOSED, key="none")
row("healthy-late-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:4013"}, nft=CLOSED, args=["--timeout", "8"])
row("proxy-404", "proxy.refuses-tunnel", env={"HTTPS_PROXY": "http://10.77.0.1:4014"})
row("proxy-503", "proxy.cannot-reach", env={"HTTPS_PROXY": "http://10.77.0.1:4015"})
row("proxy-307", "proxy.refuses-tunnel", env={"HTTPS_PROXY": "http://10.77.0.1:4020"})
row("proxy-socks-refuses", "proxy.refuses-tunnel", env={"ALL_PROXY": "socks5h://10.77.0.1:4016"}, nft=CLOSED)
row("proxy-socks-cannot", "proxy.cannot-reach", env={"ALL_PROXY": "socks5h://10.77.0.1:4017"}, nft=CLOSED)
row("proxy-http-against-socks", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:1080"}, nft=CLOSED, fixed=True)
row("proxy-http-against-tls", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://proxy.corp.test:3133"}, nft=CLOSED, fixed=True)
row("proxy-https-against-socks", "proxy.not-a-proxy", env={"HTTPS_PROXY": "https://10.77.0.1:1080"}, nft=CLOSED)
row("proxy-stranger-certificate", "tls.untrusted-issuer", env={"HTTPS_PROXY": "https://proxy.corp.test:4018"}, nft=CLOSED)
row("healthy-socks5", env={"ALL_PROXY": "socks5://10.77.0.1:1080"}, nft=CLOSED)
row("proxy-socks-wrong-login", "proxy.auth-required", env={"ALL_PROXY": f"socks5h://ann:not-that-one@10.77.0.1:1081"}, nft=CLOSED)
row("http-redirect-to-filter", "http.block-page", names=names(api=["redirect-block"]), key_at="redirect-block")
row("http-filter-200", "http.block-page", names=names(api=["filter-200"]), key_at="filter-200")
row("http-bare-403", "http.not-the-gateway", names=names(api=["bare-403"]), key_at="bare-403")
row("http-edge-522", "http.not-the-gateway", names=names(api=["edge-522"]), key_at="edge-522")
row("http-edge-1020", "http.edge-challenge", names=names(api=["edge-1020"]), key_at="edge-1020")
row("http-front-502", "http.not-the-gateway", names=names(api=["front-502"]), key_at="front-502")
row("http-other-json", "http.not-the-gateway", names=names(api=["other-json"]), key_at="other-json")
row("http-same-host-redirect", "url.redirect-drops-auth", names=names(api=["same-host"]), key_at="same-host")
row("http-bare-401", "http.not-the-gateway", names=names(api=["bare-401"]), key_at="bare-401")
row("http-vanishes", None, "unknown", names=names(api=["vanish"]), key_at="vanish")
row("http-reset-late", None, "unknown", names=names(api=["reset-late"]), key_at="reset-late")
row("http-mute", None, "unknown", names=names(api=["mute"]), key_at="mute")
for what in ("endless-headers", "endless-interim", "drip", "http-0.9"):
    row("hostile-" + what, None, "unknown", names=names(api=[what]), key_at=what, quiet=False)
row("hostile-endless-body", "http.not-the-gateway", names=names(api=["endless-body"]), key_at="endless-body")
row("hostile-control-bytes", "http.block-page", names=names(api=["control-bytes"]), key_at="control-bytes", shown=True)
row("api-billing-state", "api.gateway-error", names=names(api=["billing"]), key_at="billing")
row("api-retry-date", "api.rate-limited", names=names(api=["retry-date"]), key_at="retry-date")
row("healthy-long-list", names=names(api=["long-list"]), key_at="long-list")
row("api-new-code", "api.invalid-request", names=names(api=["new-code"]), key_at="new-code")
row("api-no-auth", "api.invalid-key", names=names(api=["no-auth"]), key_at="no-auth")
row("api-text-error", "api.gateway-error", names=names(api=["text-error"]), key_at="text-error")
row("http-portal-tls-dropped", "http.captive-portal", names=names(http=["portal"]), nft="ip saddr 10.77.0.2 tcp dport 443 drop;")
row("http-portal-tls-reset", "http.captive-portal", names=names(http=["portal"]), nft="ip saddr 10.77.0.2 tcp dport 443 reject with tcp reset;")

# ---- the real program fails as predicted, and works after the fix ----
DEAD = "http://127.0.0.1:9"


def really(name, client, root, **kw):
    row(f"real-{name}", root, args=["--for", client], real=client.split("@")[0], fixed=True, key=kw.pop("key", "gateway"), **kw)


really("curl-dead-proxy", "curl", "proxy.dead-listener", env={"HTTPS_PROXY": DEAD})
really("requests-dead-proxy", "python-requests", "proxy.dead-listener", env={"HTTPS_PROXY": DEAD})
really("requests-not-a-proxy", "python-requests", "proxy.not-a-proxy", env={"HTTPS_PROXY": "http://10.77.0.1:4001"})
really("curl-two-cases", "curl", "proxy.case-mismatch", nft=CLOSED, env={"https_proxy": "http://10.77.0.1:3999", "HTTPS_PROXY": PROXY})
really("curl-name-typo", "curl", "proxy.name-typo", nft=CLOSED, env={"HTTPS_PORXY": PROXY})
really("curl-no-proxy", "curl", "proxy.no-proxy-excludes", nft=CLOSED, env={"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost,.nexorouter.com"})
really("requests-no-proxy", "python-requests", "proxy.no-proxy-excludes", nft=CLOSED, env={"HTTPS_PROXY": PROXY, "NO_PROXY": "nexorouter.com"})
really("httpx-socks-scheme", "python-httpx@0.23.3", "proxy.socks-unsupported", nft=CLOSED,
       env={"HTTPS_PROXY": PROXY, "ALL_PROXY": "socks://10.77.0.1:1080/"})
really("node-ignores-proxy", "node-openai@6/node@24", "proxy.ignored-by-client", nft=CLOSED, env={"HTTPS_PROXY": PROXY})
really("curl-ca-missing", "curl", "tls.ca-variable-broken", env={"CURL_CA_BUNDLE": "/nowhere/ca.pem"}, key="none")
really("requests-ca-missing", "python-requests", "tls.ca-variable-broken", env={"REQUESTS_CA_BUNDLE": "/nowhere/ca.pem"}, key="none")
really("httpx-ca-of-another", "python-httpx@0.23.3", "tls.runtime-own-roots", env={"SSL_CERT_FILE": "{certs}/company.pem"}, key="none")
really("requests-key-cr", "python-requests", "key.crlf", env={"NEXOROUTER_API_KEY": KEY + "\r"}, key="none")
really("httpx-key-blank", "python-httpx@0.23.3", "key.whitespace", env={"NEXOROUTER_API_KEY": KEY + "\n"}, key="none")
really("node-missing-v1", "node-openai@6/node@24", "url.missing-v1", only_env=True,
       env={"OPENAI_BASE_URL": "https://api.nexorouter.com", "OPENAI_API_KEY": KEY})
really("node-double-v1", "node-openai@6/node@24", "url.double-v1", only_env=True,
       env={"OPENAI_BASE_URL": "https://api.nexorouter.com/v1/v1", "OPENAI_API_KEY": KEY})

# ---- what is said of a project's other clients (all: LAB_OTHERS=1) ----
for spec in ROWS:
    if spec["name"] in ("healthy-direct", "healthy-tinyproxy", "proxy-no-proxy-excludes", "tcp-refused", "tcp-broken-ipv6-no-fallback",
                        "tls-expired", "tls-name-mismatch", "http-block-page", "leak-certifi-and-forger", "leak-verification-off",
                        "leak-project-switch", "leak-project-no-proxy", "leak-project-code-chooses-variable", "url-redirect-drops-auth"):
        spec["others"] = True
