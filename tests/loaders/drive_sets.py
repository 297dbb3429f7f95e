# SPDX-License-Identifier: MIT
"""Loaders of Python, and those that are a program of their own, over sets of files:
    drive_sets.py LOADER [PROGRAM] CASES"""
import json
import os
import subprocess
import sys
import tempfile

K = "NEXOROUTER_API_KEY"
BASE = {"PATH": os.environ["PATH"], "HOME": "/root", "LANG": "C.UTF-8"}
SHOW = "const k = '%s'; const v = E(k); console.log(JSON.stringify(v === undefined ? null : v))" % K
RUBY = """require 'dotenv'; require 'json'
begin
  %s
rescue StandardError
  print 'fail'; exit 1
end
print JSON.dump(ENV['NEXOROUTER_API_KEY'])"""
# The list of dotenv-rails. Debian's dotenv 2 dies of a directory, where dotenv 3 passes it over.
RAILS = """m = ENV['RAILS_ENV']
  Dotenv.load(*[".env.#{m}.local", (".env.local" unless m == 'test'), ".env.#{m}", '.env'].compact.reject { |f| File.directory?(f) })"""
PYTHON = """import json, os, sys, logging
logging.disable(logging.CRITICAL)
try:
    %s
except Exception:
    sys.exit(1)
print(json.dumps(os.environ.get('NEXOROUTER_API_KEY')))"""
DECOUPLE = """from decouple import AutoConfig, UndefinedValueError
    try: os.environ.update(NEXOROUTER_API_KEY=AutoConfig(search_path=os.getcwd())('NEXOROUTER_API_KEY'))
    except UndefinedValueError: pass"""
PYDANTIC = """from pydantic import BaseSettings
    class S(BaseSettings):
        nexorouter_api_key: str = None
        class Config: env_file = '.env'; extra = 'ignore'
    v = S().nexorouter_api_key
    if v is not None: os.environ.update(NEXOROUTER_API_KEY=v)"""
SYMFONY = """require '/usr/share/php/Symfony/Component/Dotenv/autoload.php';
try { (new Symfony\\Component\\Dotenv\\Dotenv())->usePutenv()->loadEnv(getcwd() . '/.env'); }
catch (Throwable $e) { exit(1); }
$v = getenv('NEXOROUTER_API_KEY'); echo json_encode($v === false ? null : $v);"""
SHORT = {"development": "dev", "production": "prod"}


def command(loader, program, mode, cwd):
    if loader.startswith("bun"):
        return [program, "-e", SHOW.replace("E(k)", "process.env[k]")], {} if "nonode" in loader else {"NODE_ENV": mode}
    if loader.startswith("deno"):
        with open(os.path.join(cwd, "p.js"), "w") as f:
            f.write(SHOW.replace("E(k)", "Deno.env.get(k)"))
        return [program, "run", "-A", "--no-config", "--env-file=.env", "p.js"], {
            "DENO_DIR": "/tmp/nexoenv-deno-sets", "DENO_NO_UPDATE_CHECK": "1"}
    if loader.startswith("node"):
        flag = "--env-file-if-exists=.env" if "if-exists" in loader else "--env-file=.env"
        return [program, flag, "-e", SHOW.replace("E(k)", "process.env[k]")], {}
    if loader.startswith("ruby"):
        rails = "rails" in loader
        return ["ruby", "-e", RUBY % (RAILS if rails else "Dotenv.load")], {"RAILS_ENV": mode} if rails else {}
    if loader.startswith("symfony"):
        return ["php", "-r", SYMFONY], {"APP_ENV": SHORT.get(mode, mode)}
    if loader.startswith("python-decouple"):
        return ["/usr/bin/python3", "-c", PYTHON % DECOUPLE], {}
    if loader.startswith("pydantic"):
        return ["/usr/bin/python3", "-c", PYTHON % PYDANTIC], {}
    if loader.startswith("flask"):
        return ["/usr/bin/python3", "-c", PYTHON % "import flask.cli; flask.cli.load_dotenv()"], {}
    return ["/usr/bin/python3", "-c", PYTHON % "import dotenv; dotenv.load_dotenv(dotenv.find_dotenv(usecwd=True))"], {}


def one(loader, program, case):
    with tempfile.TemporaryDirectory() as top:
        for path, text in case["files"].items():
            full = os.path.join(top, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w") as f:
                f.write(text)
        cwd = os.path.normpath(os.path.join(top, case["cwd"]))
        os.makedirs(cwd, exist_ok=True)
        argv, more = command(loader, program, case["mode"], cwd)
        done = subprocess.run(argv, cwd=cwd, env={**BASE, **case["env"], **more}, capture_output=True, timeout=240)
        if done.returncode: # nothing of the files counts then
            return ["fail", *(["set", case["env"][K]] if K in case["env"] else ["unset", ""])]
        value = json.loads(done.stdout.decode().strip().splitlines()[-1])
        return ["ok", "unset", ""] if value is None else ["ok", "set", value]


def main():
    loader, *program, cases = sys.argv[1:]
    with open(cases) as f:
        for case in json.load(f):
            print(json.dumps(one(loader, program[0] if program else None, case)), flush=True)


main()
