# SPDX-License-Identifier: MIT
# Reads generated files with a real loader and with nexoenv's reading of it; a disagreement is made
# as small as it stays one before it is shown: compare.py CASES TOOL LOADER COMMAND...
# COMMAND gets the file of cases behind it. Exit 1 when they disagree.
import os
import subprocess
import sys
import tempfile


def run(command, cases):
    with tempfile.NamedTemporaryFile("w", suffix=".cases", delete=False) as f:
        f.write("".join(case + "\n" for case in cases))
    try:
        done = subprocess.run([*command, f.name], capture_output=True, timeout=600)
        lines = done.stdout.decode("latin1").splitlines()
        if len(lines) != len(cases):
            lines += [f"died: {done.stderr.decode('latin1')[-200:]!r}"] * (len(cases) - len(lines))
        return lines
    finally:
        os.unlink(f.name)


def disagreements(cases, ours, real):
    said = run(ours, cases)
    # What would have to be run, or never ends in the real program, is not asked of it.
    asked = [i for i, line in enumerate(said) if not line.startswith("skip")]
    truth = run(real, [cases[i] for i in asked])
    return [(cases[i], said[i], t) for i, t in zip(asked, truth) if said[i] != t], len(asked)


def pieces(text):
    out, i = [], 0
    while i < len(text):
        n = 1 if text[i] != "\\" else 4 if text[i + 1] == "x" else 2
        out.append(text[i:i + n])
        i += n
    return out


def smaller(case):
    env, text = case.split("\t")
    parts = pieces(text)
    if env != "-":
        pairs = env.split("|")
        for i in range(len(pairs)):
            yield "|".join(pairs[:i] + pairs[i + 1:]) or "-", text
    lines = "".join(parts).split("\\n")
    for i in range(len(lines) if len(lines) > 1 else 0):
        yield env, "\\n".join(lines[:i] + lines[i + 1:])
    for i in range(len(parts)):
        yield env, "".join(parts[:i] + parts[i + 1:])


def shrink(case, ours, real):
    for _ in range(40):
        tries = list(dict.fromkeys("\t".join(c) for c in smaller(case)))
        found, _n = disagreements(tries, ours, real) if tries else ([], 0)
        if not found:
            break
        case = min((c for c, _o, _r in found), key=len)
    found, _n = disagreements([case], ours, real)
    return found[0] if found else (case, "?", "?")


def main():
    cases_path, tool, loader, *real = sys.argv[1:]
    cases = open(cases_path, encoding="ascii").read().splitlines()
    ours = [tool, loader]
    found, asked = disagreements(cases, ours, real)
    for case, _ours, _real in sorted(found, key=lambda f: len(f[0]))[:3]:
        small, said, truth = shrink(case, ours, real)
        print(f"# {loader}: environment and file {small!r}")
        print(f"#   the loader: {truth}")
        print(f"#   nexoenv:    {said}")
    print(f"# {loader}: {asked} files, {len(found)} differ")
    # A sample in which nothing could be asked proves nothing.
    sys.exit(1 if found or asked * 2 < len(cases) else 0)


main()
