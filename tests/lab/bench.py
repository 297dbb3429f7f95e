#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""doctor on a healthy path against one curl of the same URL, in the lab's own world; and the worst
case of a silent network against --timeout. Prints ratios; fails on nothing but a wrong answer."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from world import KEY, World
from scenarios import DEFAULT_NAMES

ROUNDS = 31


def took(command, env):
    begin = time.monotonic()
    p = subprocess.run(command, env=env, capture_output=True, cwd=env["HOME"], stdin=subprocess.DEVNULL)
    return time.monotonic() - begin, p


def compare(world, binary, delay_ms):
    """Medians over alternating runs, so that both see the same machine."""
    shape = ["tc", "qdisc", "replace", "dev", "c0", "root", "netem", "delay", f"{delay_ms}ms"]
    shaped = delay_ms == 0 or subprocess.run(shape, capture_output=True).returncode == 0
    if not shaped:
        return None
    home = tempfile.mkdtemp(dir=world.dir)
    env = {"PATH": "/usr/bin:/bin", "HOME": home, "NEXOROUTER_API_KEY": KEY}
    curl = ["curl", "-sS", "-o", "/dev/null", "-H", f"Authorization: Bearer {KEY}", "https://api.nexorouter.com/v1/models"]
    doctor = [binary, "doctor", "--for", "curl"]
    a, b = [], []
    for _ in range(ROUNDS):
        a.append(took(curl, env)[0])
        t, p = took(doctor, env)
        b.append(t)
        if p.returncode != 0:
            sys.exit(f"doctor is not healthy here: {p.stdout.decode()}")
    subprocess.run(["tc", "qdisc", "del", "dev", "c0", "root"], capture_output=True)
    return statistics.median(a) * 1000, statistics.median(b) * 1000


def silent(world, binary, seconds):
    world.filter("ip saddr 10.77.0.2 drop;", hook="input")
    home = tempfile.mkdtemp(dir=world.dir)
    env = {"PATH": "/usr/bin:/bin", "HOME": home, "NEXOROUTER_API_KEY": KEY}
    t, _ = took([binary, "doctor", "--for", "curl", "--timeout", str(seconds)], env)
    world.reset()
    return t


def worker(binary, directory, certs):
    world = World(directory, certs)
    world.reset()
    world.names(DEFAULT_NAMES)
    out = {}
    for delay in (0, 10, 40):
        pair = compare(world, binary, delay)
        if pair:
            out[f"round trip + {delay} ms"] = pair
        else:
            print(f"round trip + {delay} ms: not measured, the kernel has no netem", file=sys.stderr)
    out["silent"] = [(s, silent(world, binary, s)) for s in (1, 2)]
    world.stop()
    print(json.dumps(out), flush=True)


def main():
    if sys.argv[1:2] == ["--worker"]:
        return worker(*sys.argv[2:5])
    if os.geteuid() != 0:
        print("doctor against curl: needs root (network namespaces)")
        return 0
    binary = os.path.abspath(os.environ.get("NEXOENV", os.path.join(HERE, "../../build/release/nexoenv")))
    top = tempfile.mkdtemp(prefix="nexoenv-bench.")
    os.chmod(top, 0o755)
    try:
        certs = os.path.join(top, "certs")
        os.mkdir(certs)
        subprocess.run([f"{HERE}/certs.sh", certs], check=True)
        p = subprocess.run(["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable,
                            os.path.abspath(__file__), "--worker", binary, f"{top}/w", certs], stdout=subprocess.PIPE, text=True)
        if p.returncode != 0:
            return 1
        out = json.loads(p.stdout)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    for seconds, t in out.pop("silent"):
        print(f"doctor, everything silent, --timeout {seconds}: {t:.2f} s (bound {seconds + 0.5:.1f})")
    for name, (curl, doctor) in out.items():
        print(f"doctor / curl, healthy, {name}: {doctor:.1f} / {curl:.1f} ms = {doctor / curl:.2f} (bound 1.3)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
