# SPDX-License-Identifier: MIT
"""Runs real clients in generated environments and compares the way they went with the prediction
of `nexoenv clients`. Runs inside a network namespace that tests/clients/namespace made.

    run.py COUNT SEED CLIENT...      prints TAP without a plan
"""
import base64
import contextlib
import fcntl
import json
import os
import random
import re
import select
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import listen  # noqa: E402
import world  # noqa: E402

LIMIT = 240  # seconds until a client counts as hung; nothing else here is a matter of time

HERE = os.path.dirname(os.path.abspath(__file__))
NPM = os.path.join(HERE, "..", "npm")
MODULES = os.path.join(NPM, "node_modules")
NEXOENV = os.environ["NEXOENV"]
WORK = os.environ["CLIENTS_WORK"]
HOME = tempfile.mkdtemp(dir=WORK)
BASE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8"}
NODE = {v: os.path.join(MODULES, "node" + v, "bin", "node") for v in ("18", "22", "24", "26")}


def output(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=BASE,
                              timeout=30, check=False).stdout.decode("utf-8", "replace")
    except OSError:
        return ""


def number(text):
    found = re.search(r"\d+(\.\d+)+", text)
    return found.group(0) if found else ""


class Hung(Exception):
    """A client that did not end: no disagreement, and no agreement either."""


class OneShot:
    """A client that is a process of its own each time."""

    def __init__(self, version, *command, **extra):
        self.version, self.command, self.extra = version, command, extra

    def run(self, env, url):
        command = [url if part == "URL" else part for part in self.command]
        full = dict(BASE, **self.extra)
        full.update(env)
        try:
            p = subprocess.run(command, env=full, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, timeout=LIMIT, cwd=HOME, check=False)
            return p.stdout.decode("utf-8", "replace")[:300]
        except subprocess.TimeoutExpired as e:
            raise Hung from e


class Batch:
    """A client that reads its environment anew for each request: one line for each, one back."""

    def __init__(self, *command):
        self.command = command
        self.start()

    def ask(self, line):
        """One line back, or Hung; then the next one is asked of a new process."""
        self.p.stdin.write(line.encode() + b"\n")
        self.p.stdin.flush()
        if not select.select([self.p.stdout], [], [], LIMIT)[0]:
            self.p.kill()
            self.p.wait()
            self.start()
            raise Hung
        return self.p.stdout.readline().decode("utf-8", "replace")

    def start(self, **env):
        self.p = subprocess.Popen(self.command, env=dict(BASE, **env), stdin=subprocess.PIPE, cwd=HOME,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        first = self.p.stdout.readline()
        self.version = json.loads(first)["version"] if first else ""

    def afresh(self, env):
        """A new process, for what is read once only."""
        self.p.stdin.close()
        self.p.wait()
        self.start(**env)

    def run(self, env, url):
        try:
            return json.loads(self.ask(json.dumps({"env": env, "url": url})))["error"]
        except (OSError, ValueError):
            self.start()
            return "(the program ended)"


def python(name):
    return Batch("/usr/bin/python3", os.path.join(HERE, "programs", "python_clients.py"), name)


def ruby(name):
    return Batch("ruby", os.path.join(HERE, "programs", "ruby_clients.rb"), name)


def node(version, client, package=None):
    program = os.path.join(HERE, "programs", "node_clients.mjs")
    own = number(output(NODE[version], "--version"))
    if package and own:
        with open(os.path.join(MODULES, package, "package.json"), encoding="utf-8") as f:
            own = json.load(f)["version"] + "/node@" + own
    return OneShot(own, NODE[version], "--no-warnings", program, client, "URL", NEXOENV_NPM=NPM,
                   OPENAI_API_KEY="sk-nexo-TEST01", ANTHROPIC_API_KEY="sk-nexo-TEST02")


def php(name):
    return OneShot(number(output("php", "--version")), "php",
                   os.path.join(HERE, "programs", "php_clients.php"), name, "URL")


def bun():
    path = os.path.join(MODULES, "@oven", "bun-linux-x64", "bin", "bun")
    return OneShot(number(output(path, "--version")), path,
                   os.path.join(HERE, "programs", "node_clients.mjs"), "fetch", "URL",
                   NEXOENV_NPM=NPM)


def deno():
    path = os.path.join(MODULES, "@deno", "linux-x64-glibc", "deno")
    return OneShot(number(output(path, "--version")), path, "run", "--quiet", "--no-prompt",
                   "--no-check", "--allow-all", os.path.join(HERE, "programs", "node_clients.mjs"),
                   "fetch", "URL", DENO_DIR=os.path.join(WORK, "deno"), DENO_NO_UPDATE_CHECK="1",
                   NEXOENV_NPM=NPM)


def golang():
    path = os.path.join(WORK, "get")
    return OneShot(number(output(path)), path, "URL")


class JavaBatch(Batch):
    """One virtual machine for many calls: it starts slowly, and reads its properties at each call."""

    def __init__(self, name):
        super().__init__("java", "-cp", WORK, "Get", name)

    def start(self):
        self.p = subprocess.Popen(self.command, env=BASE, stdin=subprocess.PIPE, cwd=HOME,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.version = number(self.p.stdout.readline().decode())

    def run(self, env, url):
        try:
            coded = base64.b64encode(url.encode()).decode()
            return self.ask("\t".join([coded] + world.properties(env)))[:300]
        except OSError:
            self.start()
            return "(the program ended)"


def java(name):
    try:
        return JavaBatch(name)
    except OSError:
        return OneShot("")


def java_started(name):
    return OneShot(number(output("java", "-cp", WORK, "Get")), "java", "-cp", WORK, "Get", name,
                   "URL")


# What stands in a TAP line -> (id for --for, how it is run)
CLIENTS = {
    "curl": ("curl", lambda: OneShot(number(output("curl", "--version")), "curl", "-sS", "-o",
                                     "/dev/null", "URL")),
    "wget": ("wget", lambda: OneShot(number(output("wget", "--version")), "wget", "-nv", "-O",
                                     "/dev/null", "--tries=1", "URL")),
    "git": ("git", lambda: OneShot(number(output("git", "--version")), "git", "ls-remote", "URL",
                                   GIT_TERMINAL_PROMPT="0")),
    "python-urllib": ("python-urllib", lambda: python("python-urllib")),
    "python-requests": ("python-requests", lambda: python("python-requests")),
    "python-httpx": ("python-httpx", lambda: python("python-httpx")),
    "python-aiohttp": ("python-aiohttp", lambda: python("python-aiohttp")),
    "python-aiohttp+trust_env": ("python-aiohttp+trust_env",
                                 lambda: python("python-aiohttp+trust_env")),
    "node-fetch-18": ("node-fetch", lambda: node("18", "fetch")),
    "node-fetch-22": ("node-fetch", lambda: node("22", "fetch")),
    "node-fetch-24": ("node-fetch", lambda: node("24", "fetch")),
    "node-fetch-26": ("node-fetch", lambda: node("26", "fetch")),
    "node-http-22": ("node-http", lambda: node("22", "http")),
    "node-http-24": ("node-http", lambda: node("24", "http")),
    "node-axios": ("node-axios", lambda: node("24", "axios", "axios")),
    "node-axios-1.6": ("node-axios", lambda: node("22", "axios16", "axios16")),
    "node-got": ("node-got", lambda: node("24", "got", "got")),
    "npm-node-fetch": ("npm-node-fetch", lambda: node("24", "node-fetch", "node-fetch")),
    "node-undici": ("node-undici", lambda: node("24", "undici", "undici")),
    "node-undici-env": ("node-undici-env", lambda: node("24", "undici-env", "undici")),
    "node-undici-env-6": ("node-undici-env", lambda: node("22", "undici6-env", "undici6")),
    "npm-proxy-agent": ("npm-proxy-agent", lambda: node("24", "proxy-agent", "proxy-agent")),
    "node-openai": ("node-openai", lambda: node("24", "openai", "openai")),
    "node-openai-4": ("node-openai", lambda: node("22", "openai4", "openai4")),
    "node-anthropic": ("node-anthropic", lambda: node("24", "anthropic", "@anthropic-ai/sdk")),
    "bun-fetch": ("bun-fetch", bun),
    "deno-fetch": ("deno-fetch", deno),
    "go": ("go", golang),
    "ruby-net-http": ("ruby-net-http", lambda: ruby("ruby-net-http")),
    "ruby-faraday": ("ruby-faraday", lambda: ruby("ruby-faraday")),
    "java-httpclient": ("java-httpclient", lambda: java("java-httpclient")),
    "java-urlconnection": ("java-urlconnection", lambda: java("java-urlconnection")),
    "java-started": ("java-urlconnection", lambda: java_started("java-urlconnection")),
    "php-curl": ("php-curl", lambda: php("php-curl")),
    "php-guzzle": ("php-guzzle", lambda: php("php-guzzle")),
    "php-stream": ("php-stream", lambda: php("php-stream")),
}


def address_text(host):
    """An address as a socket shows it; ::1 is the same machine as 127.0.0.1."""
    if ":" in host:
        host = socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host))
    return {"::1": "127.0.0.1"}.get(host, host).replace("::ffff:", "")


def host_and_port(url):
    found = re.match(r"^(\w+)://(?:[^/@]*@)?(\[[^]]*\]|[^:/]*):?(\d*)", url)
    if not found or found.group(1).lower() not in ("http", "https"):
        return "", 0
    scheme, host, port = found.groups()
    host = host.strip("[]").lower()
    host = host if ":" in host else as_ascii(host)
    return address_text(world.HOSTS.get(host, host)), int(
        port or {"https": 443, "http": 80}[scheme.lower()])


def by_address(url):
    """An address is never left to a SOCKS proxy as a name."""
    return bool(re.match(r"^\w+://(?:[^/@]*@)?(\[|[\d.]+[:/])", url))


def route_seen(seen, url):
    """The first connection as a route, with addresses for names."""
    if seen is None:
        return "error"
    how, address, port = seen
    if address == "::1":  # localhost is both
        address = "127.0.0.1"
    direct = (address, port) == host_and_port(url)
    if how == "plain":
        return "direct" if direct else "plain://%s:%d" % (address, port)
    if how == "tls":
        return "direct" if direct else "https://%s:%d" % (address, port)
    return "%s://%s:%d" % (how, address, port)


def resolved(host):
    """The address of a name, as the resolver of this namespace gives it; None when it has none."""
    for name in (host, as_ascii(host)):
        if name in world.HOSTS:
            return address_text(world.HOSTS[name])
    try:
        return address_text(host) if ":" in host else socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):  # no address; no text that could be one
        return None


def here(address):
    """Whether this namespace has the address; to all others there is no way."""
    return address and (address.startswith("127.") or address == "0.0.0.0"
                        or any(address == a.split("/")[0] for a in world.ADDRESSES))


def as_ascii(host):
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def route_meant(route):
    """The same for a predicted route. What does not resolve, or where nobody listens, fails."""
    found = re.match(r"^(\w+)://(\[[^]]*\]|[^:]*):(\d+)$", route)
    if not found:
        return route
    scheme, host, port = found.groups()
    address = resolved(host.strip("[]").lower())
    if not here(address) or int(port) not in listen.PORTS:
        return "error"
    return "%s://%s:%s" % (scheme, address, port)


def predicted(spec, client, env, url, option="--url"):
    full = dict(BASE, **getattr(client, "extra", {}))
    full.update(env)
    p = subprocess.run([NEXOENV, "clients", "--json", "--for", spec, option, url], env=full,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOME, check=False)
    try:
        row = json.loads(p.stdout)["clients"][0]
    except (ValueError, KeyError, IndexError):
        return "(no prediction: %s)" % p.stderr.decode("utf-8", "replace")[:200], ""
    return route_meant(row["route"]), row.get("error") or ""


def put_file(file):
    """The one file of this case in the home directory."""
    for name in (".curlrc", ".wgetrc", ".gitconfig", ".netrc"):
        path = os.path.join(HOME, name)
        if os.path.exists(path):
            os.remove(path)
        if file and file[0] == name:
            with open(path, "w", encoding="utf-8") as f:
                f.write(file[1])
            os.chmod(path, 0o600)


@contextlib.contextmanager
def turn(alone):
    """The runs of all workers go side by side; one that is tried again has the machine to itself.
    Who waits for that holds the door, so that no others slip in before it."""
    with open(os.path.join(WORK, "door"), "a", encoding="ascii") as door, \
            open(os.path.join(WORK, "turn"), "a", encoding="ascii") as f:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(f, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


def went(recorder, client, env, url, alone=False):
    """(route, what the client said) of one run."""
    with turn(alone):
        recorder.clear()
        error = client.run(env, url)
        return route_seen(recorder.first(), url), error


def agrees(want, got, url):
    return want == got or (by_address(url) and want.replace("socks5h:", "socks5:") == got)


def compare(recorder, spec, client, env, url, file=None):
    """None when both agree, else what each said. A disagreement, and a client that hangs, count when
    they are seen again by a client that runs alone."""
    put_file(file)
    want, words = predicted(spec, client, env, url)
    try:
        got, error = went(recorder, client, env, url)
    except Hung:
        got, error = None, ""
    if got is None or not agrees(want, got, url):
        try:
            got, error = went(recorder, client, env, url, alone=True)
        except Hung:
            got, error = "(it hangs: no end after %d s, twice)" % LIMIT, ""
    if agrees(want, got, url):
        return None
    return {"env": env, "url": url, "file": file, "predicted": want, "words": words, "went": got, "said": error}


def takes(recorder, spec, client, base):
    """Whether a client makes a call of a base URL: None when both agree, else what each said. No host
    at all may mean this machine: also not what was meant."""
    put_file(None)
    want = predicted(spec, client, {}, base, "--base-url")[0]
    for alone in (False, True):
        try:
            got, error = went(recorder, client, {}, base + "/models", alone)
        except Hung:
            got, error = "(it hangs)", ""
        if (want == "error") == (got == "error" or "127.0.0.1" in got):
            return None
    return {"base URL": base, "predicted": want, "went": got, "said": error}


def test_bases(recorder, spec, client, bases):
    bad = [found for found in (takes(recorder, spec, client, base) for base in bases) if found]
    print("%s - %s: %d base URLs" % ("not ok" if bad else "ok", spec, len(bases)), flush=True)
    for found in bad:
        print("#   " + json.dumps(found, sort_keys=True, ensure_ascii=False), flush=True)
    return not bad


def shrink(recorder, spec, client, first):
    """The smallest environment that still disagrees."""
    best, tries = first, 0
    again = True
    while again and tries < 60:
        again = False
        for env in world.smaller(best["env"]):
            tries += 1
            if tries >= 60:
                break
            found = compare(recorder, spec, client, env, best["url"], best["file"])
            if found:
                best, again = found, True
                break
    return best


def without_addresses(env):
    """Ruby compares addresses with what a name resolves to; `nexoenv clients` resolves no name."""
    out = dict(env)
    for name in ("no_proxy", "NO_PROXY"):
        if re.search(r"(^|[^\w.])\d+\.\d+", out.get(name, "")):
            del out[name]
    return out


def without_logins(env):
    """No login stands in a list of exceptions; what looks like one is masked before the list is read."""
    out = dict(env)
    for name in env:
        if name.lower().endswith("no_proxy"):
            out[name] = re.sub(r"[^,]*@", "", env[name])
    return out


def without_ftp(env):
    """urllib hands a proxy "ftp://..." to its FTP client, which waits for the server to speak first; the
    recorder never does."""
    return {k: v for k, v in env.items() if not v.lower().startswith("ftp:")}


def test(recorder, name, cases):
    client_id, make = CLIENTS[name]
    client = make()
    if not client.version:
        print("ok - %s # SKIP the program is not there" % name, flush=True)
        return True
    spec = "%s@%s" % (client_id, client.version)
    bad = []
    r = random.Random(len(cases))
    for env, url in cases:
        env = without_logins(env)
        if client_id == "git":  # "HTTPS" names another helper program
            url = url.replace("HTTPS:", "https:")
        if client_id.startswith("ruby"):
            env = without_addresses(env)
            # The only client that asks for a socket of IPv6 there: no way on a machine without any.
            url = url.replace("[::ffff:10.1.2.3]", "10.1.2.3")
            env = {k: v.replace("[::ffff:127.0.0.1]", "127.0.0.1") for k, v in env.items()}
        if client_id == "python-urllib":
            env = without_ftp(env)
        found = compare(recorder, spec, client, env, url, world.some_file(r, client_id))
        if found:
            bad.append(found)
    fine = test_bases(recorder, spec, client, r.sample(
        world.BASES, min(len(world.BASES), 3 + len(cases) // 10)))
    if not bad:
        print("ok - %s: %d environments" % (spec, len(cases)), flush=True)
        return fine
    hung = [found for found in bad if found["went"].startswith("(it hangs")]
    print("not ok - %s: %d of %d environments%s" % (
        spec, len(bad), len(cases), ", it hangs in %d of them" % len(hung) if hung else ""), flush=True)
    told = set()
    for found in bad[:int(os.environ.get("CLIENTS_SHRINK", "4"))]:
        small = found if found in hung else shrink(recorder, spec, client, found)
        text = json.dumps(small, sort_keys=True, ensure_ascii=False)
        if text not in told:
            told.add(text)
            print("#   " + text, flush=True)
    return False


def main():
    count, seed, names = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    recorder = listen.Recorder()
    fine = True
    for i, name in enumerate(names):
        fine &= test(recorder, name, world.environments(seed * 1000 + i, count, name))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
