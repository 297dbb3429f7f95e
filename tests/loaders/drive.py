# SPDX-License-Identifier: MIT
# Real loaders of Python over many files: python3 drive.py LOADER CASES
import ctypes
import glob
import itertools
import logging
import os
import re
import sys
import tempfile

NAMES = ["K", "A", "B", "low"]
BASE = {"PATH": os.environ.get("PATH", ""), "HOME": "/root", "LANG": "C.UTF-8"}


def plain(text):
    codes = {"n": b"\n", "r": b"\r", "t": b"\t", "\\": b"\\"}
    out = []
    for m in re.finditer(r"\\x([0-9a-f]{2})|\\(.)|([^\\]+)", text):
        out.append(bytes([int(m[1], 16)]) if m[1] else codes[m[2]] if m[2] else m[3].encode())
    return b"".join(out)


def escaped(data):
    codes = {10: "\\n", 13: "\\r", 9: "\\t", 92: "\\\\"}
    return "".join(codes.get(b) or (chr(b) if 0x20 <= b <= 0x7E else "\\x%02x" % b) for b in data)


def python_dotenv(path):
    import dotenv
    dotenv.load_dotenv(path)
    return {}


def decouple(path):
    from decouple import Config, RepositoryEnv
    config = Config(RepositoryEnv(path))
    return {n: config(n) for n in NAMES if n in config.repository}


def honcho(path):
    from honcho import environ
    with open(path) as f:
        return environ.parse(f.read())


def systemd(path):
    """load_env_file of systemd's own private library, and the filter that a service start puts behind it."""
    strings = ctypes.POINTER(ctypes.c_char_p)
    lib = ctypes.CDLL(glob.glob("/usr/lib/*/systemd/libsystemd-shared-252.so")[0])
    clean = lib.strv_env_clean_with_callback
    clean.restype, clean.argtypes = strings, [strings, ctypes.c_void_p, ctypes.c_void_p]
    lib.load_env_file.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(strings)]
    rows, seen = strings(), dict.fromkeys(NAMES)
    if lib.load_env_file(None, path.encode(), ctypes.byref(rows)) < 0:
        raise ValueError("not loaded")
    rows = clean(rows, None, None) if rows else []
    for row in itertools.takewhile(lambda row: row is not None, rows):
        name, _, value = row.partition(b"=")
        seen[name.decode("latin1")] = value.decode("utf-8", "surrogateescape")
    return {n: seen[n] for n in NAMES}


def pydantic(path):
    """pydantic 1 of Debian; pydantic-settings 2 reads its files with the same dotenv_values()."""
    import pydantic as p
    class S(p.BaseSettings):
        K: str = None
        A: str = None
        B: str = None
        low: str = None
        class Config:
            env_file, extra, case_sensitive = path, "ignore", True
    s = S()
    return {n: getattr(s, n) for n in NAMES}


def compose_v1(path):
    import dotenv
    seen = dotenv.dotenv_values(dotenv_path=path, encoding="utf-8-sig", interpolate=True)
    return {n: seen.get(n) for n in NAMES}


GONE = ("compose-v1-envfile", "honcho-2", "systemd-252")  # no program runs, or the host does not enter
LOADERS = {"python-dotenv-0.21": python_dotenv, "python-dotenv-1.2": python_dotenv, "python-dotenv-head": python_dotenv, "python-decouple-3.6": decouple,
           "honcho-2": honcho, "pydantic-settings-2": pydantic, "compose-v1-envfile": compose_v1, "systemd-252": systemd}


def main():
    loader, cases = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    path = os.path.join(tempfile.mkdtemp(), ".env")
    for line in open(cases, encoding="ascii"):
        env, text = line.rstrip("\n").split("\t")
        with open(path, "wb") as out:
            out.write(plain(text))
        os.environ.clear()
        os.environ.update(BASE)
        for pair in [] if env == "-" else env.split("|"):
            name, value = pair.split("=", 1)
            os.environ[name] = plain(value).decode()
        status, extra = "ok", {}
        try:
            extra = LOADERS[loader](path)
        except Exception:
            status = "fail"
            if loader in GONE:
                extra = dict.fromkeys(NAMES)
        row = [status]
        for name in NAMES:
            value = extra[name] if name in extra else os.environ.get(name)
            row.append("-" if value is None else "=" + escaped(value.encode("utf-8", "surrogateescape")))
        print("\t".join(row))
    os.remove(path)
    os.rmdir(os.path.dirname(path))


main()
