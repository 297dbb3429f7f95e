# SPDX-License-Identifier: MIT
"""Which files are read, in which order, and who wins: generated sets of files through the real loaders
and through dotenv_load_files. A disagreement is made as small as it stays one before it is shown.

    sets.py SEED COUNT VECTORS_TOOL LOADER COMMAND...

COMMAND gets a file of cases (JSON) behind it and prints one JSON list [status, state, value] a line.
Both sides speak of NEXOROUTER_API_KEY. Exit 1 when they disagree."""
import json
import os
import random
import subprocess
import sys
import tempfile

K = "NEXOROUTER_API_KEY"
NAMES = [".env", ".env.local", ".env.development", ".env.development.local", ".env.production",
         ".env.production.local", ".env.test", ".env.test.local", ".env.staging", ".env.staging.local",
         ".env.defaults", ".env.dist", ".env.example", ".env.sample", "env", ".flaskenv", ".env.dev", ".env.prod"]
DIRS = [".", ".", ".", "a", "a/b"]
MODES = ["development"] * 4 + ["production"] * 2 + ["test"] * 2 + ["staging"]


def content(rng, label):
    kind = rng.random()
    lines = []
    if rng.random() < 0.3:
        lines.append(f"OTHER_{rng.randint(1, 2)}=o{rng.randint(1, 9)}")
    if kind < 0.6:
        lines.append(f"{K}={label}")
    elif kind < 0.72:
        lines.append(f"{K}=")
    elif kind < 0.82:
        lines.append(f'{K}="{label}-quoted"')
    rng.shuffle(lines)
    return "".join(line + "\n" for line in lines)


def make_case(rng, i):
    files = {}
    for n in range(rng.choice([1, 1, 2, 2, 3, 4, 5, 7])):
        name = rng.choice(NAMES[:5] if rng.random() < 0.6 else NAMES)
        path = os.path.normpath(os.path.join(rng.choice(DIRS), name))
        files[path] = content(rng, path.replace("/", "."))
    if rng.random() < 0.06:
        files.pop(".env", None)
        files[".env/.keep"] = ""
    env = {}
    if rng.random() < 0.25:
        env[K] = rng.choice(["stale", "stale", ""])
    return {"id": f"s{i}", "mode": rng.choice(MODES), "cwd": rng.choice([".", ".", ".", "a", "a/b"]), "env": env,
            "files": files}


def real(command, cases):
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as f:
        json.dump(cases, f)
    try:
        done = subprocess.run([*command, f.name], capture_output=True, timeout=900)
        rows = [json.loads(line) for line in done.stdout.decode("utf8", "replace").splitlines()]
        if len(rows) != len(cases):
            sys.exit(f"# the loader died: {done.stderr.decode('latin1')[-300:]!r}")
        return rows
    finally:
        os.unlink(f.name)


def escaped(text):
    return "".join({"\n": "\\n", "\t": "\\t", "\\": "\\\\"}.get(c, c) for c in text)


def disagreements(cases, tool, loader, command):
    truth = real(command, cases)
    with tempfile.TemporaryDirectory() as d:
        for name, head in (("inputs", "id\tcategory\tenv\tkeys\tinput"),
                           ("expected", "id\tloader\tkey\tstatus\tstate\tvalue")):
            with open(f"{d}/{name}.tsv", "w") as f:
                f.write(head + "\n")
        with open(f"{d}/files_inputs.tsv", "w") as f:
            f.write("id\tmode\tcwd\tenv\tpath\tcontent\n")
            for c in cases:
                env = "|".join(f"{k}={v}" for k, v in c["env"].items()) or "-"
                for path, text in c["files"].items():
                    f.write("\t".join([c["id"], c["mode"], c["cwd"], env, path, escaped(text)]) + "\n")
        with open(f"{d}/files_expected.tsv", "w") as f:
            f.write("id\tloader\tstatus\tstate\tvalue\n")
            for c, row in zip(cases, truth):
                f.write("\t".join([c["id"], loader, *(escaped(x) for x in row)]) + "\n")
        out = subprocess.run([tool, d], capture_output=True, text=True).stdout.splitlines()
    said = {}
    for line in out[:-1]:
        said.setdefault(line.split()[0], line)
    if not out or not out[-1].endswith(" failed"):
        sys.exit(f"# no answer from {tool}")
    return [(c, said[c["id"]]) for c in cases if c["id"] in said]


def smaller(case):
    def copy(**other):
        return {**case, **other}
    for path in case["files"]:
        if len(case["files"]) > 1:
            yield copy(files={p: t for p, t in case["files"].items() if p != path})
        text = case["files"][path]
        for line in text.splitlines():
            rest = "".join(x + "\n" for x in text.splitlines() if x != line)
            yield copy(files={**case["files"], path: rest})
    if case["env"]:
        yield copy(env={})
    if case["cwd"] != ".":
        yield copy(cwd=".")
    if case["mode"] != "development":
        yield copy(mode="development")


def shrink(case, *how):
    for _ in range(20):
        tries = [{**c, "id": f"t{i}"} for i, c in enumerate(smaller(case))]
        found = disagreements(tries, *how) if tries else []
        if not found:
            break
        case = found[0][0]
    return disagreements([case], *how)[0]


def main():
    seed, count, tool, loader, *command = sys.argv[1:]
    rng = random.Random(int(seed))
    cases = [make_case(rng, i) for i in range(int(count))]
    found = disagreements(cases, tool, loader, command)
    for case, _line in found[:2]:
        small, line = shrink(case, tool, loader, command)
        print(f"# {loader}: {json.dumps(small)}")
        print(f"#   {line}")
    print(f"# {loader}: {len(cases)} sets of files, {len(found)} differ")
    sys.exit(1 if found else 0)


main()
