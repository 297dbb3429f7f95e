# SPDX-License-Identifier: MIT
"""Projects in one text each (projects/*.txt): files, an environment, and what each place really sees.

A section begins with "-- PATH --". The section "env" is the shell's, "expect" what is wanted:
    context, its state, and what is said of it
        NAME=value@FILE:LINE:COLUMN < the value that it hides < and the next
"""
import glob
import json
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
SECTION = re.compile(r"^-- (.+) --$")


def sections(path):
    name, out = None, {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = SECTION.match(line.rstrip("\n"))
            if m:
                name = m.group(1)
                out[name] = ""
            elif name:
                out[name] += line
    return out


def value(v):
    v = v.get("value", {})
    if v.get("opaque"):
        return "(elsewhere)"
    state = v.get("state", "unset")
    if state != "set":
        return f"({state})"
    return "…" + (v.get("last4") or "short") if v.get("class") == "secret" else v.get("text", "")


def place(v):
    loc = (v.get("origin") or {}).get("loc") or {}
    return ":".join(str(loc[k]) for k in ("file", "line", "column") if loc.get(k))


def said(snapshot):
    lines = []
    for c in snapshot["contexts"]:
        if c["name"] == "shell" or c["name"].startswith("process:"):
            continue
        lines.append(", ".join(x for x in (c["name"], c.get("state"), c.get("detail")) if x))
        for v in c.get("variables") or c.get("vars") or []:
            chain = []
            while v:
                chain.append(f"{v['name'] + '=' if not chain else ''}{value(v)}@{place(v)}")
                v = v.get("hidden")
            lines.append("    " + " < ".join(chain))
    return lines


def run(Project, check):
    for path in sorted(glob.glob(os.path.join(HERE, "projects", "*.txt"))):
        files = sections(path)
        want = files.pop("expect").splitlines()
        env = dict(l.split("=", 1) for l in files.pop("env", "").splitlines())
        with Project() as p:
            for name, text in files.items():
                p.write(name, text)
            # What git does not know is not walked.
            subprocess.run(["git", "-C", p.dir, "add", "-Af", "."], check=True)
            out = p.run("snapshot", "--offline", env=env)
            title = os.path.basename(path)[:-4]
            check(f"{title}: a snapshot comes", out.returncode == 0, out.stderr)
            got = said(json.loads(out.stdout))
            lost = [l for l in want if l not in got]
            more = [l for l in got if l not in want]
            check(f"{title}: each place sees what its files say",
                  not lost and not more, "\n".join(["want " + l for l in lost] + ["got  " + l for l in more]))
            order = [l for l in got if l in want]
            check(f"{title}: and under its own context", order == want, "\n".join(got))
