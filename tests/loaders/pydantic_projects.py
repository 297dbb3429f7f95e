# SPDX-License-Identifier: MIT
"""Projects whose settings class names its env_file in many ways, with files here and there: the key that
the real pydantic (Debian's pydantic 1, whose env_file means what that of pydantic-settings means) finds,
and the one that `nexoenv compare` shows for the context. What nexoenv says it cannot tell is no
disagreement, but a form that is plain must be told.

    pydantic_projects.py SEED COUNT NEXOENV"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

K = "NEXOROUTER_API_KEY"
DIRS = ["", "backend", "backend/app", "backend/app/core"]
NAMES = [".env", ".env.local", "conf/.env"]


def key(label):
    return f"sk-nexo-TEST{label:0>4}aB3dE5fG7hJ9kL2mN4pQ6rS8tU{label:0>4}"


def plain_path(rng):
    return rng.choice([".env", ".env", ".env.local", "conf/.env", "../.env", "./.env", "app/../.env"])


def expression(rng, before, depth):
    up = rng.randint(0, depth) # not above the project
    name = rng.choice(NAMES)
    beside = rng.choice([
        f"Path(__file__){'.resolve()' * rng.randint(0, 1)}.parent{'.parent' * up} / '{name}'",
        f"Path(__file__).parents[{up}].joinpath('{name}')",
        f"os.path.join(os.path.dirname(os.path.abspath(__file__)), *[], '{name}')" if rng.random() < 0.1 else
        f"os.path.join(os.path.dirname(__file__){', chr(46) * 2' if rng.random() < 0.1 else ''}, '{'../' * up}{name}')",
        f"BASE / '{name}'", f"str(BASE / '{name}')", f"f'{{BASE}}/{name}'",
    ])
    if "BASE" in beside:
        before.append(f"BASE = Path(__file__).resolve().parent{'.parent' * up}")
    kind = rng.random()
    if kind < 0.35:
        return repr(plain_path(rng))
    if kind < 0.7:
        return beside
    if kind < 0.85:
        return f"({plain_path(rng)!r}, {beside})"
    if kind < 0.9:
        return f"[{beside}, Path({plain_path(rng)!r})]"
    if kind < 0.95:
        return f"os.getenv('NEXOENV_TEST_ENV_FILE', {plain_path(rng)!r})"
    return "None"


def build(rng, top):
    project = pathlib.Path(top, "project")
    home = rng.choice(["backend/app/core", "backend/app", "backend"])
    for d in DIRS:
        project.joinpath(d, "conf").mkdir(parents=True, exist_ok=True)
    for label in range(rng.choice([1, 2, 3, 5])):
        path = project / rng.choice(DIRS) / rng.choice(NAMES)
        value = "" if rng.random() < 0.1 else key(label)
        path.write_text(f"{K}={value}\n")
    before = []
    value = expression(rng, before, home.count("/") + 1)
    old = rng.random() < 0.4
    imports = "from pydantic import BaseSettings" if old else "from pydantic_settings import BaseSettings, SettingsConfigDict"
    config = f"    class Config:\n        env_file = {value}\n" if old else f"    model_config = SettingsConfigDict(\n        env_file={value},\n        extra='ignore',\n    )\n"
    body = "\n".join(before) + f"\n\nclass Settings(BaseSettings):\n    nexorouter_api_key: str = ''\n{config}"
    (project / home / "settings.py").write_text(f"import os\nfrom pathlib import Path\n{imports}\n{body}")
    # The oracle speaks pydantic 1: the same expression in its own form, at the same place.
    (project / home / "oracle.py").write_text(
        "import os\nfrom pathlib import Path\nfrom pydantic import BaseSettings\n" + "\n".join(before) +
        f"\nclass Settings(BaseSettings):\n    nexorouter_api_key: str = ''\n    class Config:\n        env_file = {value}\n"
        "        extra = 'ignore'\nprint(Settings().nexorouter_api_key)\n")
    for d in ("", "backend"):
        project.joinpath(d, "requirements.txt").write_text("pydantic-settings==2.3.0\nopenai==1.50.0\n")
    subprocess.run(["git", "init", "-q", project], check=True)
    return project, home, value


def one(seed, nexoenv):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as top:
        project, home, value = build(rng, top)
        cwd = project / "backend"
        env = {"PATH": os.environ["PATH"], "HOME": top, "LANG": "C.UTF-8"}
        oracle = project / home / "oracle.py"
        done = subprocess.run(["/usr/bin/python3", oracle], cwd=cwd, env=env, capture_output=True, text=True, timeout=120)
        if done.returncode:
            return f"the oracle died of {value}: {done.stderr.strip().splitlines()[-1]}"
        os.unlink(oracle)
        said = subprocess.run([nexoenv, "compare", "--json"], cwd=cwd, env=env, capture_output=True, text=True, timeout=120)
        contexts = [c for c in json.loads(said.stdout)["contexts"] if c["name"] == "dotenv:pydantic-settings"]
        if not contexts:
            return f"{value}: no context of pydantic-settings"
        if contexts[0]["state"] == "partial":
            tellable = "chr(" not in value and "*[]" not in value
            return f"{value} is plain, but was not told" if tellable else "untold"
        found = [v for v in contexts[0]["variables"] if v["name"] == K and v["state"] == "set"]
        want, got = done.stdout.strip()[-4:], found[0]["last4"] if found else ""
        return "" if want == got else f"{value} in {home}: pydantic finds {want!r}, nexoenv {got!r}"


def main():
    seed, count, nexoenv = sys.argv[1:]
    nexoenv = os.path.abspath(nexoenv)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda i: one(f"{seed}/{i}", nexoenv), range(int(count))))
    wrong = [(i, r) for i, r in enumerate(results) if r not in ("", "untold")]
    for i, r in wrong[:5]:
        print(f"# {seed}/{i}: {r}")
    print(f"# {len(results)} projects, {results.count('untold')} not told, {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


main()
