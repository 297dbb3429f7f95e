#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the lab: main.py [--tap|--table|--time] [--binary FILE] [NAME...]. LAB_SHOW=1 prints each report. Two worlds at a time, each inside
its own namespaces; their end takes everything with it."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import real
from scenarios import ROWS
from world import ADDRESSES, DEFAULT_NAMES, KEY, PASSWORD, World, key_for

OTHERS = ["curl", "python-openai", "node-openai", "node-axios", "go", "python-requests"]
HANGS = 10  # seconds beyond --timeout that no load explains; the bound itself is measured by make bench


def pieces(secret):
    return [secret[i:i + 8] for i in range(len(secret) - 7)]


class Scenario:
    def __init__(self, world, binary, spec):
        self.w, self.binary, self.s = world, binary, spec
        self.problems = []
        self.home = tempfile.mkdtemp(dir=world.dir)
        self.project = os.path.join(self.home, "project")
        os.makedirs(self.project)

    def wrong(self, text):
        self.problems.append(text)

    def put(self, base, files):
        for name, text in files.items():
            path = os.path.join(base, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if text.startswith("@"):
                shutil.copy(os.path.join(self.w.certs, text[1:]), path)
            else:
                with open(path, "w") as f:
                    f.write(text)

    def faults(self):
        w, s = self.w, self.s
        w.reset()
        names = {} if s.get("empty_names") else s["names"] or DEFAULT_NAMES
        names = {h: ([] if p == [] else [x for x in p if x]) for h, p in names.items() if p == [] or any(p)}
        w.names(names, s.get("servers", ()), s.get("hosts", ""))
        w.doh_answer([ADDRESSES[p] for p in s.get("doh", ["gateway"])])
        for name in s.get("trust", ()):
            with open(w.path("trust", "ca-certificates.crt"), "a") as f:
                f.write(open(f"{w.certs}/{name}.pem").read())
        if s.get("nft"):
            w.filter(s["nft"])
        if s.get("nft_in"):
            w.filter(s["nft_in"], hook="input")
        if s.get("resolv"):
            w.write("resolv.conf", s["resolv"])
        if s.get("nft_own"):
            w.filter(s["nft_own"], where=None, hook="output")
        for route in s.get("routes", ()):
            subprocess.run(["ip", *route.split()], check=True)
        if s.get("stop_dns"):
            w.stop_names()
        if s.get("offline"):
            subprocess.run(["ip", "link", "set", "c0", "down"], check=True)
        self.put(self.project, s.get("files", {}))
        self.put(self.home, s.get("home", {}))
        self.local = self.start_local() if s.get("local") else None

    def start_local(self):
        ready = self.w.path("client.ready")
        p = subprocess.Popen(["python3", f"{HERE}/odd.py", "client", self.w.certs, self.w.path("odd.log")],
                             env=dict(os.environ, READY=ready))
        while not os.path.exists(ready):
            time.sleep(0.01)
        os.unlink(ready)
        return p

    def environment(self):
        env = {"PATH": "/usr/bin:/bin", "HOME": self.home, "TMPDIR": self.home}
        if not self.s.get("only_env"):
            env["NEXOROUTER_API_KEY"] = KEY
        for k, v in self.s["env"].items():
            env[k] = v.replace("{certs}", self.w.certs)
        return env

    def args(self, command="doctor"):
        args = list(self.s["args"])
        if "--for" not in args:
            args += ["--for", "curl"]
        if "--timeout" not in args:
            args += ["--timeout", "3"]
        return [self.binary, command, *args]

    def run(self, command):
        start = time.monotonic()
        p = subprocess.run(command, cwd=self.project, env=self.environment(), capture_output=True, text=True,
                           errors="replace", timeout=60, stdin=subprocess.DEVNULL)
        took = time.monotonic() - start
        self.secrets(p.stdout + p.stderr)
        if "\r" in p.stderr or "trying" in p.stderr:
            self.wrong("progress in a pipe")
        return p, took

    def secrets(self, text):
        for v in {KEY, *[v for k, v in self.environment().items() if k.endswith("_API_KEY")]}:
            if v.startswith(("nxr-", "sk-")) and any(p in text for p in pieces(v)):
                self.wrong("a piece of the key is in the output")
        if any(p in text for p in pieces(PASSWORD)) or "not-that-one" in text:
            self.wrong("the proxy's password is in the output")

    def timeout(self):
        a = self.args()
        return float(a[a.index("--timeout") + 1])

    def key_arrivals(self):
        """Where a key arrived, by the servers' own logs."""
        nginx, odd = self.w.arrived()
        out = []
        keys = [v for k, v in self.environment().items() if k.endswith("_API_KEY")] + [KEY]
        for line in nginx.splitlines() + odd.splitlines():
            if any(k in line for k in keys if len(k) > 12):
                out.append(line)
        return out

    def allowed(self, line):
        where = self.s.get("key", "gateway")
        if where == "none":
            return False
        if where == "local":
            return line.startswith("local ")
        place = self.s.get("key_at", "gateway")
        odd = place + " "
        return (line.startswith((ADDRESSES[place] + " https ", "2001:db8:113::10 https ")) or
                line.startswith(odd) or line.startswith(ADDRESSES["gateway"] + " https "))

    def check(self, report, p, took):
        s = self.s
        root, verdict = report.get("root_cause"), report.get("verdict")
        if not (s.get("any_root") and verdict in ("fails", "unknown")):
            if verdict != s["verdict"]:
                self.wrong(f"verdict {verdict}, expected {s['verdict']} (root {root})")
            if root != s["root"]:
                self.wrong(f"root cause {root}, expected {s['root']}")
        if s.get("says", "") not in " ".join(f["title"] for f in report["findings"]):
            self.wrong(f"no title says: {s['says']}")
        found = [f["id"] for f in report["findings"]]
        for i in s.get("has", ()):
            if i not in found:
                self.wrong(f"{i} is missing in {found}")
        if s["verdict"] in ("works", "clean") and s.get("quiet", True):
            loud = [f["id"] for f in report["findings"] if f["severity"] != "note"]
            if loud:
                self.wrong(f"false alarm: {loud}")
            if p.returncode != 0:
                self.wrong(f"status {p.returncode} on a healthy path")
        if took > self.timeout() + HANGS:
            self.wrong(f"took {took:.1f} s with --timeout {self.timeout():g}")
        for line in self.key_arrivals():
            if not self.allowed(line):
                self.wrong("the key arrived at " + line.split('"')[0][:60])
        if s["verdict"] == "works" and s.get("key") is None and not self.key_arrivals():
            self.wrong("works, but no server saw the key")
        for where in s.get("nothing_at", ()):
            if any(line.startswith(where + " ") for line in self.w.arrived()[1].splitlines()):
                self.wrong(f"{where} was contacted")

    def call(self, fix=None, seconds=100):
        client = self.s["real"]
        p = subprocess.run(real.command(client, fix, seconds), cwd=self.project, capture_output=True, text=True, errors="replace",
                           env=real.environment(client, self.environment(), self.w.certs), stdin=subprocess.DEVNULL)
        return p.returncode == 0, (p.stdout + p.stderr)[-300:]

    def real_program(self, report):
        """What is predicted of the client is what the program itself does, and the fix mends that."""
        causes = [f for f in report["findings"] if f["id"] == report["root_cause"]]
        fix = causes and causes[0]["fix"] and causes[0]["fix"][0]["command"]
        if not fix:
            return self.wrong("the first fix has no command")
        works, _ = self.call(seconds=8)
        if works:
            self.wrong(f"{self.s['real']} itself works, before any fix")
        works, text = self.call(fix)
        if not works:
            self.wrong(f"{self.s['real']} itself after `{fix}`: {text}")

    def others(self, report):
        """What is said of a project's other clients, beside one's report, is what their own reports say. Unknown is
        an honest answer; a way that is proven for the system's roots is "clean" for those that a program brings along."""
        args = self.args()
        mine = args[args.index("--for") + 1]
        clients = [c for c in OTHERS if c != mine.split("@")[0]]
        p, _ = self.run([*args, "--json", *[word for c in clients for word in ("--for", c)]])
        together = json.loads(p.stdout)
        if together["root_cause"] != report["root_cause"]:
            return  # a world that changes by being asked
        for other in together["others"]:
            if other["client"] not in clients or other["verdict"] == "unknown":
                continue
            place = args.index("--for")
            own, _ = self.run([*args[:place + 1], other["client"], *args[place + 2:], "--json"])
            own = json.loads(own.stdout)
            said, told = (other["verdict"], other["root_cause"]), (own["verdict"], own["root_cause"])
            roots = said[0] == "clean" and told[1] == "tls.runtime-own-roots"
            if said != told and (said[0], told[0]) != ("clean", "works") and not roots:
                self.wrong(f"beside {mine}'s report {other['client']} {said}, in its own {told}")

    def check_fix(self, report):
        causes = [f for f in report["findings"] if f["id"] == report["root_cause"]]
        fix = causes[0]["fix"][0] if causes and causes[0]["fix"] else {}
        command = fix.get("command")
        if not command:
            if self.s.get("fixed"):
                self.wrong("the first fix has no command")
            return
        p, _ = self.run(["sh", "-c", 'eval "$0"; exec "$@"', command, *self.args(), "--json"])
        try:
            after = json.loads(p.stdout)
        except ValueError:
            self.wrong(f"after the fix: {p.stdout[:200]} {p.stderr[:200]}")
            return
        same = after["root_cause"] == report["root_cause"]
        if after["verdict"] != "works" and (same or self.s.get("fixed")):
            self.wrong(f"after `{command}`: {after['verdict']} {after['root_cause']}")

    # No libcurl on this machine, or only the one that uses another TLS library: the files are hidden from this world.
    def hide_libcurl(self, but=None):
        out = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, env={"PATH": "/sbin:/usr/sbin"}).stdout
        hidden = {os.path.realpath(line.split()[-1]) for line in out.splitlines() if "libcurl" in line}
        hidden = {p for p in hidden if not but or but not in p}
        for path in hidden:
            subprocess.run(["mount", "--bind", "/dev/null", path], check=True)
        return hidden

    def support(self):
        p, _ = self.run([*self.args("report"), "--email", "ann@corp.test"])
        for text in ("request time", "request ID", "model ID", "error code", "last four", "endpoint path", "base URL", "tool and version",
                     "ann@corp.test", KEY[-4:]):
            if text not in p.stdout:
                self.wrong(f"the report lacks {text}")
        p, _ = self.run(self.args("report"))
        if "@corp.test" in p.stdout:
            self.wrong("the report holds an e-mail that was not given")
        for command in ("compare", "clients", "status", "snapshot"):
            self.run([self.binary, command])

    def go(self):
        self.faults()
        if "before" in self.s:
            kept, self.s = self.s, dict(self.s, env=self.s["before"])
            first, _ = self.run([*self.args(), "--json"])
            self.s = kept
        only = self.s.get("libcurl", os.environ.get("LAB_LIBCURL"))
        hidden = self.hide_libcurl(only) if only or self.s.get("no_libcurl") else ()
        try:
            return self.judge()
        finally:
            for path in hidden:
                subprocess.run(["umount", path], check=True)

    @staticmethod
    def told_on(master, enough):
        """What a terminal was shown, until that is enough or nothing more comes."""
        import select
        text = ""
        while not enough(text) and select.select([master], [], [], 5)[0]:
            try:
                text += os.read(master, 1 << 16).decode(errors="replace")
            except OSError:  # its end is closed
                break
        return text

    # A person's terminal: progress appears on it and is gone at the end.
    def terminal(self):
        import pty
        master, slave = pty.openpty()
        p = subprocess.Popen(self.args(), cwd=self.project, env=dict(self.environment(), TERM="xterm"), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)
        p.stdout.read()
        p.wait()
        told = self.told_on(master, lambda text: text.endswith("\r\033[K"))
        os.close(master)
        if "trying the gateway" not in told or "a neutral host" not in told:
            self.wrong(f"no progress on a terminal: {told!r}")
        if not told.endswith("\r\033[K"):
            self.wrong("the progress is not erased")
        self.secrets(told)

    def interrupt(self):
        import pty
        master, slave = pty.openpty()
        p = subprocess.Popen([*self.args(), "--json"], cwd=self.project, env=dict(self.environment(), TERM="xterm"),
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave, text=True)
        os.close(slave)
        self.told_on(master, lambda text: "a neutral host" in text)  # it is under way
        begin = time.monotonic()
        p.send_signal(2)
        report = json.loads(p.stdout.read())
        p.wait()
        os.close(master)
        if time.monotonic() - begin > self.timeout() / 2:
            self.wrong("Ctrl-C does not end it at once")
        if not any(o["reason"] == "interrupted" for o in report["probes"]):
            self.wrong(f"nothing was interrupted: {report['probes']}")
        return p, report

    def models(self):
        for id_, status, text in (([], 0, "Qwen/Qwen-Plus"), (["Qwen/Qwen-Plus"], 0, ""), (["qwen-plus"], 1, "Qwen/Qwen-Plus")):
            p, _ = self.run([*self.args("models"), *id_])
            if self.s["root"]:
                if p.returncode != 1 or "invalid_api_key" not in p.stdout:
                    self.wrong(f"models, refused: {p.returncode} {p.stdout[:200]}")
            elif p.returncode != status or text not in p.stdout:
                self.wrong(f"models {id_}: {p.returncode} {p.stdout[:200]} {p.stderr[:200]}")

    # Many runs at once, in more projects than are kept; then what lies in the cache, and what it is good for.
    def history(self):
        cache = os.path.join(self.home, ".cache", "nexoenv")
        shutil.rmtree(cache, ignore_errors=True)
        env = dict(self.environment(), HTTPS_PROXY=f"http://ann:{PASSWORD}@10.77.0.1:3129", OPENAI_MODEL="x" * 300)
        places = [os.path.join(self.home, f"p{i}") for i in range(26)]
        for place in places:
            os.makedirs(place)
        self.run([*self.args(), "--no-history"])
        if os.path.exists(os.path.join(cache, "history")):
            self.wrong("--no-history keeps history")
        for first in range(0, len(places), 6):
            crowd = [subprocess.Popen([*self.args(), "--timeout", "30"], cwd=p, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                     for p in places[first:first + 6] + [places[-1]]]
            if any(p.wait() for p in crowd):
                self.wrong("a run among others is not healthy")
        kept = os.listdir(os.path.join(cache, "history"))
        if len(kept) != 20 or any(name.endswith(".tmp") for name in kept + os.listdir(cache)):
            self.wrong(f"the cache keeps {sorted(kept)}")
        self.trimmed_beside_another(os.path.join(cache, "history"), env)
        for folder, _, files in os.walk(cache):
            modes = [(folder, 0o700)] + [(os.path.join(folder, f), 0o600) for f in files]
            for path, mode in modes:
                if os.stat(path).st_mode & 0o777 != mode or os.path.getsize(path) > 64 << 10:
                    self.wrong(f"{path}: mode or size")
            for f in files:
                self.secrets(open(os.path.join(folder, f), errors="replace").read())
        self.after_history(places[-1], env, os.path.join(cache, "history"), os.listdir(os.path.join(cache, "history")))

    def trimmed_beside_another(self, folder, env):
        """What another run writes just now costs no entry and is left to it; what a dead one left goes."""
        first = dict(env, HOME=os.path.join(self.home, "first"))  # a young history, whose one entry is newer than the file
        name = "0123456789abcdef.1.tmp"
        young = os.path.join(first["HOME"], ".cache", "nexoenv", "history", name)
        os.makedirs(first["HOME"])
        run_first = lambda: subprocess.run(self.args(), cwd=self.home, env=first, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        run_first()
        open(young, "w").close()
        os.utime(young, ns=(time.time_ns() - 10 ** 10,) * 2)
        run_first()
        if not os.path.exists(young):
            self.wrong("what another run writes is taken from it in a young history")
        other = os.path.join(folder, name)
        open(other, "w").close()
        os.chmod(other, 0o600)
        for age, left in ((0, [other]), (10 ** 9, [])):
            os.utime(other, ns=(time.time_ns() - age * 10 ** 9,) * 2)
            place = os.path.join(self.home, f"beside{age}")
            os.makedirs(place)
            subprocess.run(self.args(), cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
            names = sorted(os.path.join(folder, n) for n in os.listdir(folder))
            if [n for n in names if n.endswith(".tmp")] != left or len(names) != 20 + len(left):
                self.wrong(f"beside a file being written ({age} s old) the cache keeps {names}")

    def after_history(self, place, env, folder, kept):
        def changes(**more):
            p = subprocess.run([*self.args(), "--json"], cwd=place, env=dict(env, **more), capture_output=True, text=True, stdin=subprocess.DEVNULL)
            self.secrets(p.stdout)
            return json.loads(p.stdout).get("changed", [])
        told = changes(HTTPS_PROXY="http://127.0.0.1:9")
        if not any("HTTPS_PROXY" in c for c in told) or any("KEY" in c for c in told):
            self.wrong(f"changed, with another proxy: {told}")
        told = changes(NEXOROUTER_API_KEY=key_for("invalid"))
        if not any("NEXOROUTER_API_KEY" in c for c in told) or any("PROXY" in c for c in told):
            self.wrong(f"changed, with another key: {told}")
        for name in kept:  # what another program left there
            path = os.path.join(folder, name)
            os.unlink(path)
            os.mkfifo(path) if name < "8" else open(path, "wb").write(bytes(range(256)) * 2000)
        if changes(HTTPS_PROXY="http://127.0.0.1:9"):
            self.wrong("garbage in the cache is taken for history")

    # What a stranger's server says reaches no terminal as it came.
    def shown(self):
        for more in ([], ["--verbose"], ["--format", "github"], ["--format", "sarif"]):
            p, _ = self.run([*self.args(), *more])
            odd = [c for c in p.stdout + p.stderr if (ord(c) < 32 and c != "\n") or c in "\x7f\u202e"]
            if odd:
                self.wrong(f"control bytes in the output {more}: {odd[:4]}")

    def judge(self):
        if self.s.get("interrupt"):
            p, report = self.interrupt()
            self.check(report, p, 1.2)
            return self.result(report, 1.2, p)
        p, took = self.run([*self.args(), "--json"])
        try:
            report = json.loads(p.stdout)
        except ValueError:
            self.wrong(f"no report: status {p.returncode} {p.stdout[:300]} {p.stderr[:600]}")
            return self.result({}, took, p)
        self.check(report, p, took)
        if os.environ.get("LAB_SHOW"):
            self.text = self.run(self.args())[0].stdout
        if report["verdict"] == "fails":
            self.check_fix(report)
        if self.s.get("real"):
            self.real_program(report)
        if self.s.get("changed") and not any(self.s["changed"] in c for c in report.get("changed", [])):
            self.wrong(f"changed since it last worked: {report.get('changed')}")
        for extra in ("support", "terminal", "models", "history", "shown"):
            if self.s.get(extra):
                getattr(self, extra)()
        if self.s.get("others") or os.environ.get("LAB_OTHERS"):
            self.others(report)
        r = self.result(report, took, p)
        if os.environ.get("LAB_SHOW"):
            r["text"] = self.text
        return r

    def result(self, report, took, p):
        if self.local:
            self.local.kill()
            self.local.wait()
        shutil.rmtree(self.home, ignore_errors=True)
        return {"name": self.s["name"], "problems": self.problems, "took": round(took, 2), "verdict": report.get("verdict"),
                "root": report.get("root_cause"), "summary": report.get("summary"), "timeout": self.timeout(),
                "probes": [f"{o['name']} {o['route']} {o['state']} {o['stage']} {o['reason']} {o['address']} HTTP {o['status']} {o['code']} {o['issuer']}" for o in report.get("probes", [])]
                if self.problems or os.environ.get("LAB_SHOW") else []}


def worker(binary, directory, certs, wanted):
    world = World(directory, certs)
    try:
        for spec in ROWS:
            if spec["name"] in wanted:
                try:
                    result = Scenario(world, binary, spec).go()
                except Exception as e:  # a broken scenario must not hide the others
                    result = {"name": spec["name"], "problems": [f"the lab: {e!r}"], "took": 0, "root": None, "verdict": None}
                print(json.dumps(result), flush=True)
    finally:
        world.stop()


def listeners():
    out = subprocess.run(["ss", "-lntuH"], capture_output=True, text=True).stdout
    return {tuple(line.split()[0:5:4]) for line in out.splitlines()}


def coverage(number, binary):
    """Every id that a probe proves is the root cause, or a finding, of some scenario."""
    rules = json.loads(subprocess.run([binary, "rules", "--json"], capture_output=True, text=True).stdout)["rules"]
    shown = {s["root"] for s in ROWS} | {i for s in ROWS for i in s.get("has", ())}
    missing = [r["id"] for r in rules if set(r["mode"]) & {"N", "K"} and r["id"] not in shown]
    print(f"{'not ok' if missing else 'ok'} {number} - every id of mode N and K has a scenario {missing or ''}")
    return bool(missing)


def start(binary, directory, certs, wanted):
    names = ",".join(wanted)
    return subprocess.Popen(["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable,
                             os.path.abspath(__file__), "--worker", binary, directory, certs, names],
                            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)


def collect(processes):
    import selectors
    sel = selectors.DefaultSelector()
    for p in processes:
        sel.register(p.stdout, selectors.EVENT_READ)
    open_ = len(processes)
    while open_:
        for key, _ in sel.select():
            line = key.fileobj.readline()
            if not line:
                sel.unregister(key.fileobj)
                open_ -= 1
            else:
                yield json.loads(line)


def show_tap(number, r):
    state = "not ok" if r["problems"] else "ok"
    print(f"{state} {number} - {r['name']}: {r['verdict']} {r['root'] or ''} ({r['took']} s)", flush=True)
    for text in r["problems"] + r.get("probes", []):
        print("# " + text.replace("\n", " ")[:400])


def show_table(number, r):
    mark = "WRONG" if r["problems"] else "ok"
    print(f"{mark:5} {r['name']:34} {str(r['verdict']):8} {r['root'] or '':26} {r['took']:5.2f} s of {r.get('timeout', 0):g}", flush=True)
    print(r.get("text", ""), end="")
    for text in r["problems"] + r.get("probes", []):
        print("      " + text.replace("\n", " ")[:400])


# make bench: doctor's longest runs against --timeout, over every scenario.
def tell_times(results):
    over = sorted(((r["took"] - r.get("timeout", 0), r) for r in results), key=lambda x: x[0], reverse=True)
    for beyond, r in over[:3]:
        print(f"doctor, {r['name']}: {r['took']:.2f} s, --timeout {r.get('timeout', 0):g} {beyond:+.2f} s (bound +0.5)")
    late = sum(beyond > 0.5 for beyond, _ in over)
    print(f"doctor, all {len(over)} scenarios of the lab: {late} beyond --timeout + 0.5 s")


def main():
    args = sys.argv[1:]
    if args[:1] == ["--worker"]:
        return worker(args[1], args[2], args[3], set(args[4].split(",")))
    results = []
    timing = "--time" in args
    show = show_table if "--table" in args else (lambda _, r: results.append(r)) if timing else show_tap
    binary = os.environ.get("NEXOENV", os.path.join(HERE, "../../build/release/nexoenv"))
    binary = os.path.abspath(args.pop(args.index("--binary") + 1)) if "--binary" in args else os.path.abspath(binary)
    picked = [a for a in args if not a.startswith("--")]
    rows = [s["name"] for s in ROWS if not picked or any(p in s["name"] for p in picked)]
    if not rows:
        sys.exit(f"no scenario is called {picked}")
    real.prepare()
    missing = [s["name"] for s in ROWS if s["name"] in rows and not real.ready(s.get("real", ""))]
    rows = [name for name in rows if name not in missing]
    if os.geteuid() != 0:
        for i, name in enumerate(rows, 1):
            print(f"ok {i} - {name} # SKIP needs root (network namespaces)")
        print(f"1..{len(rows)}")
        return 0
    before, failed, seen = listeners(), 0, set()
    top = tempfile.mkdtemp(prefix="nexoenv-lab.")
    os.chmod(top, 0o755)
    try:
        certs = os.path.join(top, "certs")
        os.mkdir(certs)
        subprocess.run([f"{HERE}/certs.sh", certs], check=True)
        halves = [h for h in (rows[0::2], rows[1::2]) if h]
        for number, r in enumerate(collect([start(binary, f"{top}/w{i}", certs, h) for i, h in enumerate(halves)]), 1):
            show(number, r)
            seen.add(r["name"])
            failed += bool(r["problems"])
    finally:
        shutil.rmtree(top, ignore_errors=True)
    if timing:
        tell_times(results)
        return 0
    number = len(seen)
    for name in [n for n in rows if n not in seen]:
        number += 1
        failed += 1
        print(f"not ok {number} - {name}: the lab did not get there")
    for name in missing:
        number += 1
        print(f"ok {number} - {name} # SKIP needs the packages of tests/npm")
    if not picked:
        number += 1
        failed += coverage(number, binary)
    fresh = listeners() - before
    number += 1
    print(f"{'not ok' if fresh else 'ok'} {number} - nothing new listens on this machine {fresh or ''}")
    print(f"1..{number}")
    return 1 if failed or fresh else 0


if __name__ == "__main__":
    sys.exit(main())
