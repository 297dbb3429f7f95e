# SPDX-License-Identifier: MIT
"""Programs that tell their dotenv loader which file to read in many ways, with files here and there: the
key that the real program gets (python-dotenv, dotenv, Node's process.loadEnvFile, Ruby's dotenv, phpdotenv), and
the one that `nexoenv compare` shows for that loader. What nexoenv says it cannot tell is no disagreement, but
a form that is plain must be told.

    call_projects.py LANGUAGE SEED COUNT NEXOENV NODE_MODULES        LANGUAGE: python, node, ruby, php"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

K = "NEXOROUTER_API_KEY"
PLACES = ["", "backend", "backend/src"]
NAMES = [".env", ".env", ".env.local", "conf/app.env"]
NAMED = ["MODE", "ENV_FILE"]


def key(label):
    return f"sk-nexo-TEST{label:0>4}aB3dE5fG7hJ9kL2mN4pQ6rS8tU{label:0>4}"


def plain(rng):
    return rng.choice([".env", ".env.local", "conf/app.env", "../.env", "./.env", "src/../.env.local"])


def python_form(rng, depth):
    up, name = rng.randint(0, depth), rng.choice(NAMES) # not above the project
    path = rng.choice([
        repr(plain(rng)), repr(plain(rng)),
        f"Path(__file__).resolve().parent{'.parent' * up} / '{name}'",
        f"Path(__file__).resolve().parents[{up}].joinpath('{name}')",
        f"os.path.join(os.path.dirname(os.path.abspath(__file__)), '{'../' * up}{name}')",
        f"os.path.dirname(os.path.abspath(__file__)) + '/{name}'",
        f"f'{{BASE}}/{name}'", f"BASE / '{name}'", f"os.environ.get('ENV_FILE', {plain(rng)!r})",
        f"os.getenv('ENV_FILE') or {plain(rng)!r}", "f\".env.{os.getenv('MODE', 'local')}\"",
        "find_dotenv()", "None", "'.env' if os.getenv('MODE') else '.env.local'",
    ])
    call = rng.choice([f"load_dotenv({path})", f"load_dotenv(dotenv_path={path})", f"load_dotenv({path}, override=True)",
                       "load_dotenv()", f"dotenv.load_dotenv({path})"])
    more = rng.choice(["", "", "", "load_dotenv()\n", f"load_dotenv({plain(rng)!r})\n"])
    if rng.random() < 0.1: # fills no environment, and finds no file by None
        values = "dotenv_values()" if path in ("None", "find_dotenv()") else f"dotenv_values({path})"
        call, more = f"os.environ.update({{**{values}, **os.environ}})", ""
    return (f"import os\nimport dotenv\nfrom pathlib import Path\nfrom dotenv import dotenv_values, find_dotenv, load_dotenv\n"
            f"BASE = Path(__file__).resolve().parent\n{call}\n{more}print(os.environ.get('{K}', ''))\n"), "if os" not in call


def node_form(rng, module, depth):
    up, name = rng.randint(0, depth), rng.choice(NAMES)
    here = "import.meta.dirname" if module else "__dirname"
    path = rng.choice([
        json.dumps(plain(rng)), json.dumps(plain(rng)), f"path.join({here}, '{'../' * up}{name}')",
        f"path.resolve({here}, '{'../' * up}{name}')", f"{here} + '/{name}'", f"`${{{here}}}/{name}`",
        f"path.resolve(process.cwd(), {plain(rng)!r})", f"path.resolve({plain(rng)!r})",
        f"process.env.ENV_FILE || {plain(rng)!r}", f"process.env.ENV_FILE ?? {plain(rng)!r}",
        "`.env.${process.env.MODE || 'local'}`", "'.env.' + (process.env.MODE ?? 'local')",
        "process.env.MODE ? '.env' : '.env.local'", f"[{plain(rng)!r}, {plain(rng)!r}]",
        f"fileURLToPath(new URL('{'../' * up}{name}', import.meta.url))" if module else f"path.join(__filename, '../{name}')",
    ])
    if rng.random() < 0.15 and not path.startswith("["):
        call = rng.choice(["process.loadEnvFile()", f"process.loadEnvFile({path})"])
        text = ("import path from 'node:path';\nimport { fileURLToPath } from 'node:url';\n" if module else
                "const path = require('path');\n") + f"try {{ {call} }} catch {{}}\n"
        return text + f"console.log(process.env.{K} ?? '');\n", "?" not in call.replace("??", ""), "node"
    options = rng.choice([f"{{ path: {path}, quiet: true }}", f"{{ quiet: true, path: {path} }}", "{ quiet: true }",
                          f"{{ quiet: true, override: true, path: {path} }}"])
    if module:
        how = rng.choice(["import dotenv from 'dotenv';\ndotenv.config(%s);\n", "import { config } from 'dotenv';\nconfig(%s);\n",
                          "import * as env from 'dotenv';\nenv.config(%s);\n",
                          "import { config as load } from 'dotenv';\nload(%s);\n"])
        head = "import path from 'node:path';\nimport { fileURLToPath } from 'node:url';\n"
    else:
        how = rng.choice(["require('dotenv').config(%s);\n", "const dotenv = require('dotenv');\ndotenv.config(%s);\n",
                          "const { config } = require('dotenv');\nconfig(%s)\n"])
        head = "const path = require('path');\n"
    more = rng.choice(["", "", "", how.splitlines()[-1] % "{ quiet: true }" + "\n"]) if "require('dotenv').config" in how else ""
    told = " ? " not in options
    return head + how % options + more + f"console.log(process.env.{K} ?? '');\n", told, "dotenv"


def ruby_form(rng):
    files = ", ".join(f"'{plain(rng)}'" for _ in range(rng.choice([0, 1, 1, 2])))
    call = rng.choice([f"Dotenv.load({files})", f"Dotenv.load {files}".strip(), f"Dotenv.overload({files})"])
    return f"require 'dotenv'\n{call}\nputs ENV['{K}'].to_s\n", True


def php_form(rng, depth):
    up, sub = rng.randint(0, depth), rng.choice(["/conf", "/"])
    where = rng.choice([
        f"__DIR__ . '{'/..' * up}{sub}'", f"__DIR__.'/{'../' * up}{sub[1:]}'", f"dirname(__DIR__, {max(up, 1)})",
        f"dirname(__DIR__) . '{sub}'", f"dirname(__FILE__) . '{sub}'", f"realpath(__DIR__ . '{'/..' * max(up, 1)}')",
        f"getcwd() . '{sub}'", f"[__DIR__, __DIR__ . '/..']", "$base", "$base . '/..'" if depth > 1 else "$base",
    ])
    name = rng.choice(["", "", "", ", '.env.local'", ", 'app.env'"])
    make = rng.choice(["\\Dotenv\\Dotenv::createUnsafeImmutable", "Dotenv::createUnsafeImmutable", "Dotenv::createUnsafeMutable"])
    return (f"<?php\nrequire '/usr/share/php/Dotenv/autoload.php';\nuse Dotenv\\Dotenv;\n$base = dirname(__DIR__);\n"
            f"$dotenv = {make}({where}{name});\n$dotenv->safeLoad();\necho getenv('{K}') ?: '';\n"), True


def build(language, rng, top, modules):
    project = pathlib.Path(top, "project")
    for d in PLACES:
        project.joinpath(d, "conf").mkdir(parents=True, exist_ok=True)
    for label in range(rng.choice([1, 2, 3, 5])):
        (project / rng.choice(PLACES) / rng.choice(NAMES)).write_text(f"{K}={key(label)}\n")
    home = rng.choice(PLACES[1:])
    family = {"python": "python-dotenv", "ruby": "ruby-dotenv", "php": "phpdotenv"}.get(language)
    if language == "python":
        code, told = python_form(rng, home.count("/") + 1)
        name, shown = "main.py", ("requirements.txt", "python-dotenv==1.0.0\nopenai==1.50.0\n")
    elif language == "php":
        code, told = php_form(rng, home.count("/") + 1)
        name, shown = "main.php", ("composer.json", '{"require": {"vlucas/phpdotenv": "^5.4", "guzzlehttp/guzzle": "^7"}}')
    elif language == "ruby":
        code, told = ruby_form(rng)
        name, shown = "main.rb", ("Gemfile", "gem 'dotenv'\ngem 'ruby-openai'\n")
    else:
        module = rng.random() < 0.5
        code, told, family = node_form(rng, module, home.count("/") + 1)
        name = "main.mjs" if module else "main.cjs"
        version = rng.choice(["dotenv", "dotenv16"])
        real = json.loads(pathlib.Path(modules, version, "package.json").read_text())["version"]
        shown = ("package.json", json.dumps({"dependencies": {"dotenv": real, "openai": "6.49.0"}}))
        project.joinpath("node_modules").mkdir()
        project.joinpath("node_modules/dotenv").symlink_to(pathlib.Path(modules, version).resolve())
    (project / home / name).write_text(code)
    for d in ("", "backend"):
        project.joinpath(d, shown[0]).write_text(shown[1])
    subprocess.run(["git", "init", "-q", project], check=True)
    return project, home + "/" + name, code, told, family


def one(language, seed, nexoenv, modules):
    rng = random.Random(seed)
    run = {"python": ["/usr/bin/python3"], "ruby": ["ruby"], "php": ["php"], "node": [f"{modules}/node24/bin/node", "--no-warnings"]}[language]
    with tempfile.TemporaryDirectory() as top:
        project, program, code, told, family = build(language, rng, top, modules)
        env = {"PATH": os.environ["PATH"], "HOME": top, "LANG": "C.UTF-8"}
        for name in NAMED:
            if rng.random() < 0.2:
                env[name] = {"MODE": "local", "ENV_FILE": ".env.local"}[name]
        done = subprocess.run(run + [project / program], cwd=project / "backend", env=env, capture_output=True, text=True, timeout=120)
        if done.returncode:
            return f"the program died: {done.stderr.strip()}\n{code}"
        said = subprocess.run([nexoenv, "compare", "--json"], cwd=project / "backend", env=env, capture_output=True,
                              text=True, timeout=120)
        contexts = [c for c in json.loads(said.stdout)["contexts"] if c["name"].split("@")[0] == "dotenv:" + family]
        if not contexts:
            return "untold" if family == "node" else f"no context of {family}\n{code}"
        if contexts[0]["state"] == "partial":
            missing = family == "node"  # a file that is not there is an error of the program's
            return f"plain, but not told:\n{code}" if told and not missing else "untold"
        found = [v for v in contexts[0]["variables"] if v["name"] == K and v["state"] == "set"]
        want, got = done.stdout.strip()[-4:], found[0]["last4"] if found else ""
        if want == got:
            return ""
        files = sorted(str(p.relative_to(project)) for p in project.rglob("*env*") if p.is_file() and "node_modules" not in p.parts)
        return f"{program}: the program has {want!r}, nexoenv {got!r}; files {files}\n{code}"


def main():
    language, seed, count, nexoenv, modules = sys.argv[1:]
    nexoenv = os.path.abspath(nexoenv)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda i: one(language, f"{seed}/{i}", nexoenv, modules), range(int(count))))
    wrong = [(i, r) for i, r in enumerate(results) if r not in ("", "untold")]
    for i, r in wrong[:5]:
        print("\n".join("# " + line for line in f"{seed}/{i}: {r}".splitlines()))
    print(f"# {len(results)} programs, {results.count('untold')} not told, {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


main()
