# SPDX-License-Identifier: MIT
# Real loaders that are programs, one process a file:
# python3 drive_process.py LOADER [--program=PATH] CASES
import json
import os
import re
import subprocess
import sys
import tempfile

NAMES = ["K", "A", "B", "low"]
BASE = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
        "LANG": "C.UTF-8"}
SOURCE = "set -a; . ./.env >/dev/null 2>&1; rc=$?; set +a; /usr/bin/env -0; exit $rc"
XARGS = ("export $(grep -v '^#' .env 2>/dev/null | xargs 2>/dev/null) >/dev/null 2>&1; rc=$?; "
         "/usr/bin/env -0; exit $rc")
PRINT = ("const o={};for(const n of ['K','A','B','low'])if(E(n)!==undefined)o[n]=E(n);"
         "console.log(JSON.stringify(o))")


def plain(text):
    codes = {"n": b"\n", "r": b"\r", "t": b"\t", "\\": b"\\"}
    out = []
    for m in re.finditer(r"\\x([0-9a-f]{2})|\\(.)|([^\\]+)", text):
        out.append(bytes([int(m[1], 16)]) if m[1] else codes[m[2]] if m[2] else m[3].encode())
    return b"".join(out)


def escaped(data):
    codes = {10: "\\n", 13: "\\r", 9: "\\t", 92: "\\\\"}
    return "".join(codes.get(b) or (chr(b) if 0x20 <= b <= 0x7E else "\\x%02x" % b) for b in data)


def from_env(data):
    pairs = [p.split(b"=", 1) for p in data.split(b"\0") if b"=" in p]
    return {k.decode("latin1"): v for k, v in pairs}


def from_json(data):
    try:
        seen = json.loads(data.decode() or "{}")
    except ValueError:
        return {}
    return {k: v.encode("utf-8", "surrogatepass") for k, v in (seen or {}).items()}


def run(args, env, cwd):
    return subprocess.run(args, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=240)


def load(loader, program, env, cwd):
    if loader.endswith("-source"):
        shell = loader.split("-")[0]
        done = run([shell, "-f", "-c", SOURCE] if shell == "zsh" else [shell, "-c", SOURCE], env, cwd)
        return done.returncode, from_env(done.stdout)
    if loader == "bash-export-xargs":
        done = run(["bash", "-c", XARGS], env, cwd)
        return done.returncode, from_env(done.stdout)
    if loader == "make-include":
        with open(os.path.join(cwd, "Makefile"), "w") as f:
            f.write("include .env\nexport\n.PHONY: show-all\nshow-all:\n\t@/usr/bin/env -0\n")
        done = run(["make", "-s", "show-all"], env, cwd)
        return done.returncode, from_env(done.stdout) if done.returncode == 0 else {}
    if loader.startswith("direnv"):
        done = run([program or "direnv", "dotenv", "json", ".env"], {**env, "XDG_DATA_HOME": cwd}, cwd)
        seen = from_json(done.stdout)
        return done.returncode, {**{k: v.encode() for k, v in env.items()}, **seen}
    if loader.startswith("bun"):
        script = PRINT.replace("E(n)", "process.env[n]")
        done = run([program, "-e", script], {**env, "BUN_RUNTIME_TRANSPILER_CACHE_PATH": "0"}, cwd)
        return done.returncode, from_json(done.stdout)
    if loader.startswith("deno"):
        code = PRINT.replace("E(n)", "Deno.env.get(n)")
        with open(os.path.join(cwd, "p.js"), "w") as f:
            f.write(code)
        done = run([program, "run", "-A", "--no-config", "--env-file=.env", "p.js"],
                   {**env, "DENO_DIR": cwd + "/d", "DENO_NO_UPDATE_CHECK": "1"}, cwd)
        return done.returncode, from_json(done.stdout)
    done = run([program, "--env-file=.env", "-e", PRINT.replace("E(n)", "process.env[n]")], env, cwd)
    return done.returncode, from_json(done.stdout)


def main():
    loader, cases = sys.argv[1], sys.argv[-1]
    program = sys.argv[2].removeprefix("--program=") if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory() as cwd:
        for line in open(cases, encoding="ascii"):
            pairs, text = line.rstrip("\n").split("\t")
            with open(os.path.join(cwd, ".env"), "wb") as out:
                out.write(plain(text))
            env = dict(BASE)
            for pair in [] if pairs == "-" else pairs.split("|"):
                name, value = pair.split("=", 1)
                env[name] = plain(value).decode()
            status, seen = load(loader, program, env, cwd)
            row = ["fail" if status else "ok"]
            row += ["=" + escaped(seen[n]) if n in seen else "-" for n in NAMES]
            print("\t".join(row), flush=True)


main()
