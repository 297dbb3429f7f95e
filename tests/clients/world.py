# SPDX-License-Identifier: MIT
"""The little world of the differential tests, and generated environments in it."""
import random

# Names and the addresses of this namespace. What is not here does not resolve.
HOSTS = {
    "localhost": "127.0.0.1",
    "api.nexorouter.com": "10.1.2.3",
    "api.nexorouter.com.": "10.1.2.3",
    "eu.api.nexorouter.com": "10.1.2.3",
    "nexorouter.com": "10.1.2.3",
    "proxy.corp": "10.9.9.9",
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
SEPARATORS = [",", ",", ",", ",", ", ", " ", ";", "|", "\t", ",,"]


def a_value(r):
    kind = r.random()
    if kind < 0.55:
        return r.choice(GOOD)
    if kind < 0.75:
        return r.choice(ODD)
    if kind < 0.92:
        return r.choice(DAMAGED)
    return ""


def a_list(r):
    if r.random() < 0.1:
        return ""
    out = r.choice(ENTRIES)
    separator = r.choice(SEPARATORS)
    for _ in range(r.choice([0, 0, 1, 1, 2])):
        out += separator + r.choice(ENTRIES)
    return out


def environment(r):
    """One generated environment: proxies, a list of exceptions, switches. And a URL."""
    env = {}
    base = a_value(r)
    for name in NAMES:
        if r.random() < (0.5 if "https" in name.lower() else 0.3):
            env[name] = base if r.random() < 0.6 else a_value(r)
    if r.random() < 0.05:
        env["Https_Proxy"] = a_value(r)
    if r.random() < 0.05:
        env["npm_config_https_proxy"] = a_value(r)
    if r.random() < 0.6:
        text = a_list(r)
        for name in ("no_proxy", "NO_PROXY"):
            if r.random() < 0.7:
                env[name] = text if r.random() < 0.8 else a_list(r)
    if r.random() < 0.5:
        env["NODE_USE_ENV_PROXY"] = r.choice(["1", "1", "1", "1", "true", "0"])
    elif r.random() < 0.1:
        env["NODE_OPTIONS"] = "--use-env-proxy"
    if r.random() < 0.06:
        env["REQUEST_METHOD"] = "GET"
    return env, r.choice(URLS)


PROPERTIES = {
    "https.proxyHost": ["127.0.0.1", "proxy.corp"], "https.proxyPort": ["3128", "3130"],
    "http.proxyHost": ["127.0.0.1", "proxy.corp"], "http.proxyPort": ["3128", "8080"],
    "proxyHost": ["proxy.corp"], "proxyPort": ["3130"], "socksProxyHost": ["127.0.0.1"],
    "http.nonProxyHosts": ["api.nexorouter.com", "*.nexorouter.com", "nexorouter.com", "foo|10.*",
                           "api.*.com", "api*", "foo.com,api.nexorouter.com", "*", "localhost"],
    "https.nonProxyHosts": ["api.nexorouter.com"],
}


def java_environment(r):
    """Java reads properties only; variables carry them."""
    words = ["-D%s=%s" % (name, r.choice(values)) for name, values in sorted(PROPERTIES.items())
             if r.random() < 0.4]
    env = {r.choice(["JAVA_TOOL_OPTIONS"] * 3 + ["_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS"]):
           " ".join(words)}
    if r.random() < 0.5:
        env["https_proxy"] = r.choice(GOOD)
    return env, r.choice(URLS)


def environments(seed, count, java=False):
    r = random.Random(seed)
    return [java_environment(r) if java else environment(r) for _ in range(count)]


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
        elif name.lower().endswith("_proxy") and value not in ("", GOOD[0]):
            yield dict(env, **{name: GOOD[0]})
