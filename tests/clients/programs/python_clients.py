# SPDX-License-Identifier: MIT
"""Runs one of Python's clients, once per line on stdin: {"env": {...}, "url": "..."}.

They all read os.environ when a client is made, so one process serves many environments.
No time limit: run.py ends what hangs."""
import json
import os
import sys

HEADERS = {"Authorization": "Bearer sk-nexo-TEST"}


def asked():
    """Method and body: POST where redirects are the question (record.py)."""
    method = os.environ.get("CLIENTS_METHOD", "GET")
    return method, b"{}" if method == "POST" else None


def urllib_client(url):
    import urllib.request
    opener = urllib.request.build_opener()
    method, body = asked()
    opener.open(urllib.request.Request(url, data=body, headers=HEADERS, method=method)).read()


def requests_client(url):
    import requests
    method, body = asked()
    requests.Session().request(method, url, headers=HEADERS, data=body)


def httpx_client(url):
    import httpx
    method, body = asked()
    with httpx.Client(timeout=None, follow_redirects="CLIENTS_FOLLOW" in os.environ) as client:
        client.request(method, url, headers=HEADERS, content=body)


def aiohttp_client(url, trust_env=False):
    import asyncio
    import aiohttp

    method, body = asked()

    async def get():
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=None)
        async with aiohttp.ClientSession(trust_env=trust_env, timeout=timeout) as session:
            async with session.request(method, url, headers=HEADERS, data=body) as answer:
                await answer.read()
    asyncio.run(get())


CLIENTS = {
    "python-urllib": urllib_client,
    "python-requests": requests_client,
    "python-httpx": httpx_client,
    "python-aiohttp": aiohttp_client,
    "python-aiohttp+trust_env": lambda url: aiohttp_client(url, True),
}


def version(name):
    if name == "python-urllib":
        return "%d.%d.%d" % sys.version_info[:3]
    module = __import__(name.split("-")[1].split("+")[0])
    return module.__version__


def main():
    name = sys.argv[1]
    call = CLIENTS[name]
    print(json.dumps({"version": version(name)}), flush=True)
    base = dict(os.environ)
    for line in sys.stdin:
        job = json.loads(line)
        os.environ.clear()
        os.environ.update(base)
        os.environ.update(job["env"])
        try:
            call(job["url"])
            error = ""
        except BaseException as e:  # whatever it is, the test wants its words
            error = "%s: %s" % (type(e).__name__, e)
        print(json.dumps({"error": error[:300]}), flush=True)


main()
