# SPDX-License-Identifier: MIT
"""The faults, the programs that meet them, and what explain must put first (suite starts this).

Debian's python3, because requests, httpx and aiohttp are its packages."""
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

NEXOENV, MODULES, WHERE = (os.environ[name] for name in ("NEXOENV", "MODULES", "WHERE"))
KEY = "nxr-test-" + "a1B2" * 6
WAIT = 5  # seconds that a client is told to wait; the server of `silent` waits longer

# --- what the clients meet ---


def listen(answer, context=None):
    s = socket.create_server(("127.0.0.1", 0), backlog=50)

    def serve(c):
        try:
            answer(context.wrap_socket(c, server_side=True) if context else c)
        except OSError:
            pass
        c.close()

    def accept():
        while True:
            threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return s.getsockname()[1]


def says(status, body, kind="application/json", more=""):
    def answer(c):
        c.recv(65536)
        c.sendall(("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
                   % (status, kind, len(body), more, body)).encode())
    return answer


def cuts(c):
    c.recv(100)
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closed():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def no_name():
    """A resolver that knows no name: NXDOMAIN (RFC 1035 4.1.1)."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 53))
    while True:
        question, asker = s.recvfrom(512)
        s.sendto(question[:2] + b"\x81\x83" + question[4:6] + b"\0\0\0\0\0\0" + question[12:].split(b"\0\0\x29")[0], asker)


def certificate(name):
    pem, key = f"{WHERE}/{name}.pem", f"{WHERE}/{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", key, "-out", pem, "-days", "30", "-subj", "/CN=" + name,
                    "-addext", "subjectAltName=DNS:" + name], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return pem, context


def proxied(port):
    return {name: f"http://127.0.0.1:{port}" for name in ("https_proxy", "HTTPS_PROXY")}


# Fault: URL, environment, the findings of which one must come first, and clients that do not meet it:
# they take no proxy from the environment, put http:// in front, or show no more than a status.
def faults():
    html = says("404 Not Found", "<!DOCTYPE html><html><body>no</body></html>", "text/html")
    refusal = json.dumps({"error": {"message": "Invalid API key", "code": "invalid_api_key"}})
    _, own = certificate("localhost")
    pem, other = certificate("other.example")
    trust = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "DENO_CERT", "GIT_SSL_CAINFO"), pem)
    gateway, ignores = "https://api.nexorouter.invalid", "node-fetch undici openai anthropic got ruby php"
    wants = says("407 Proxy Authentication Required", "", "text/html", "Proxy-Authenticate: Basic realm=x\r\n")
    plain = listen(says("200 OK", "{}"))
    return {
        "refused": (f"http://127.0.0.1:{closed()}", {}, "url.loopback proxy.dead-listener tcp.refused", ""),
        "name": (gateway, {}, "dns.nxdomain dns.resolver-down proxy.ignored-by-client", ""),
        "self-signed": (f"https://localhost:{listen(says('200 OK', '{}'), own)}", {}, "tls.untrusted-issuer tls.inspection-untrusted tls.runtime-own-roots", ""),
        "other-name": (f"https://localhost:{listen(says('200 OK', '{}'), other)}", trust, "tls.name-mismatch tls.untrusted-issuer tls.inspection-untrusted tls.runtime-own-roots", ""),
        "plain": (f"https://localhost:{listen(says('400 Bad Request', 'x'))}", {}, "proxy.tls-to-plain-proxy tls.protocol", ""),
        "cut": (f"https://localhost:{listen(cuts)}", {}, "tls.reset", ""),
        "401": (f"http://localhost:{listen(says('401 Unauthorized', refusal))}", {}, "api.invalid-key", "git"),
        "404": (f"http://localhost:{listen(html)}", {}, "url.missing-v1 url.website-host url.wrong-path", "git"),
        "silent": (f"http://localhost:{listen(lambda c: time.sleep(20))}", {}, "timeout.client-too-short", "git wget"),
        "proxy-closed": (gateway, proxied(closed()), "proxy.dead-listener url.loopback proxy.unreachable tcp.refused", ignores),
        "proxy-407": (gateway, proxied(listen(wants)), "proxy.auth-required", ignores),
        "proxy-403": (gateway, proxied(listen(says("403 Forbidden", "no", "text/html"))), "proxy.refuses-tunnel", ignores + " axios bun curl"),
        "no-scheme": ("nexorouter.invalid", {}, "url.malformed url.empty-variable", "curl wget git ruby"),
        "port": ("https://localhost:99999", {}, "url.malformed", "httpx urllib php ruby"),
        "cr": (f"http://localhost:{plain}", {"K": KEY + "\r"}, "key.crlf key.whitespace", ""),
        "quote": (f"http://localhost:{plain}", {"K": "\u201c" + KEY}, "key.invisible-char key.whitespace", ""),
    }


# --- the clients ---

PYTHON = {
    "urllib": "import urllib.request as r; r.urlopen(r.Request(url, headers=h), timeout=%d).read()",
    "requests": "import requests; r = requests.get(url, headers=h, timeout=%d); r.raise_for_status()",
    "httpx": "import httpx; r = httpx.get(url, headers=h, timeout=%d); r.raise_for_status()",
    "aiohttp": """import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession(trust_env=True, raise_for_status=True, timeout=aiohttp.ClientTimeout(total=%d)) as s:
        await (await s.get(url, headers=h)).read()
asyncio.run(main())""",
}
FAILS = ".catch(e => { console.error(e); process.exit(1) })"
NODE = {
    "node-fetch": "fetch(url, { headers, signal: AbortSignal.timeout(%d000) }).then(async r => { if (!r.ok) throw new Error('HTTP ' + r.status + ': ' + await r.text()) })" + FAILS,
    "undici": "require(modules + '/undici').request(url, { headers, headersTimeout: %d000 }).then(async r => { if (r.statusCode > 399) throw new Error('status code ' + r.statusCode + ': ' + await r.body.text()) })" + FAILS,
    "axios": "require(modules + '/axios').get(url, { headers, timeout: %d000 })" + FAILS.replace("(e)", "(e.stack)"),
    "got": "import(modules + '/got/dist/source/index.js').then(g => g.got(url, { headers, retry: { limit: 0 }, timeout: { request: %d000 } }))" + FAILS,
    "openai": "const { OpenAI } = require(modules + '/openai'); new OpenAI({ apiKey: process.env.K, baseURL: base + '/v1', maxRetries: 0, timeout: %d000 }).models.list()" + FAILS,
    "anthropic": "const { Anthropic } = require(modules + '/@anthropic-ai/sdk'); new Anthropic({ apiKey: null, authToken: process.env.K, baseURL: base, maxRetries: 0, timeout: %d000 }).messages.create({ model: 'm', max_tokens: 9, messages: [] })" + FAILS,
}
RUBY = """require "net/http"; u = URI(ARGV[0] + "/v1/models")
Net::HTTP.start(u.host, u.port, use_ssl: u.scheme == "https", read_timeout: %d, max_retries: 0) { |h| h.get(u.path, "Authorization" => "Bearer " + ENV["K"]) }.value"""
PHP = """$c = stream_context_create(["http" => ["timeout" => %d, "header" => "Authorization: Bearer " . getenv("K")]]);
exit(file_get_contents($argv[1] . "/v1/models", false, $c) === false ? 1 : 0);"""


def clients():
    rows = {
        "curl": ["sh", "-c", 'curl -fsS -m %d -H "Authorization: Bearer $K" "$0/v1/models"' % WAIT],
        "wget": ["sh", "-c", 'wget -T %d -t 1 -O - "$0/v1/models"' % WAIT],
        "git": ["git", "ls-remote"],
        "ruby": ["ruby", "-e", RUBY % WAIT],
        "php": ["php", "-r", PHP % WAIT],
        "go": [WHERE + "/go"],
    }
    head = "import os, sys; url = sys.argv[1] + '/v1/models'; h = {'Authorization': 'Bearer ' + os.environ['K']}\n"
    for name, code in PYTHON.items():
        rows[name] = ["/usr/bin/python3", "-c", head + code % WAIT]
    head = ("const modules = %s, base = process.argv[%d], url = base + '/v1/models', "
            "headers = { Authorization: 'Bearer ' + process.env.K };")
    if MODULES:
        for name, code in NODE.items():
            rows[name] = ["node", "-e", head % (json.dumps(MODULES), 1) + code % WAIT]
        script = WHERE + "/fetch.mjs"
        with open(script, "w") as f:
            f.write(head % (json.dumps(MODULES), 2) + NODE["node-fetch"] % WAIT)
        rows["bun"] = [MODULES + "/@oven/bun-linux-x64/bin/bun", "run", script]
        rows["deno"] = [MODULES + "/@deno/linux-x64-glibc/deno", "run", "-A", "--no-config", script]
    if os.path.exists(WHERE + "/Call.class"):  # it takes its proxy from properties
        call = 'exec java ${https_proxy:+-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=${https_proxy##*:}} -cp %s Call %s "$0"'
        rows["java"] = ["sh", "-c", call % (WHERE, "new")]
        rows["java-old"] = ["sh", "-c", call % (WHERE, "old")]
    return {name: argv for name, argv in rows.items() if shutil.which(argv[0])}


def first_of(text):
    run = subprocess.run([NEXOENV, "explain", "-", "--json"], input=text, capture_output=True, env={"HOME": WHERE})
    return [row["id"] for row in json.loads(run.stdout)["likely"]] if run.returncode == 0 else []


def judge(fault, argv):
    """None: the client does not fail; else whether explain understood, and what it was given."""
    url, extra, wanted, _ = fault
    env = {"PATH": os.environ["PATH"], "HOME": WHERE, "LANG": "C.UTF-8", "K": KEY, "NO_COLOR": "1",
           "DENO_DIR": WHERE + "/deno", "DENO_NO_UPDATE_CHECK": "1", "GIT_TERMINAL_PROMPT": "0", **extra}
    try:
        run = subprocess.run([*argv, url], capture_output=True, env=env, cwd=WHERE, timeout=60, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return False, "still runs after a minute"
    if run.returncode == 0:
        return None
    text = run.stderr + run.stdout
    ids = first_of(text)
    good = bool(ids) and ids[0] in wanted.split()
    return good, "explain says %s\n%s" % (ids[:4], text.decode(errors="replace")[-1500:])


def main():
    number, bad = 0, 0
    threading.Thread(target=no_name, daemon=True).start()
    programs = clients()
    for name, fault in faults().items():
        if os.environ.get("FAULT", name) != name:
            continue
        meet = {client: argv for client, argv in programs.items()
                if client not in fault[3].split() and os.environ.get("CLIENT", client) == client}
        with ThreadPoolExecutor(4) as four:
            verdicts = dict(zip(meet, four.map(lambda argv: judge(fault, argv), meet.values())))
        asked = sum(verdict is not None for verdict in verdicts.values())
        failures = ["%s: %s" % (client, verdict[1]) for client, verdict in verdicts.items() if verdict and not verdict[0]]
        number += 1
        bad += bool(failures)
        print("%sok - %s: what %d programs say of it" % ("not " if failures else "", name, asked))
        for line in "\n".join(failures).splitlines():
            print("#", line.replace(KEY, "KEY"))
        sys.stdout.flush()
    return bad != 0 or number == 0


sys.exit(main())
