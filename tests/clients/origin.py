# SPDX-License-Identifier: MIT
"""An origin, and a proxy, on every port of the namespace: speaks TLS with a certificate for the name
that is asked for, answers what arrives and keeps it. The ground truth of record.py."""
import base64
import os
import re
import socket
import ssl
import subprocess
import threading

import listen

PORTS = [80, 443, 3128, 3129, 3130, 8080, 8443, 11434]
# A CA stands in the store of its name only; "main" signs what is no store's own, "other" fills up.
STORES = ["main", "sysfile", "sysdir", "certifi", "sslfile", "ssldir", "reqca", "curlca", "nodeextra",
          "denocert", "gitca", "gitdir", "javaks", "other"]
NAMES = ["api.nexorouter.com", "nexorouter.com", "*.nexorouter.com", "*.api.nexorouter.com", "example.com", "localhost",
         "*.com", "*.invalid"]
NUMBERS = ["10.1.2.3", "127.0.0.1", "fd00:1::5", "::1"]


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_stores(work):
    """STORE.ca.pem, and STORE.pem with the key and the certificate of STORE.trust.test."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for store in STORES:
        ca, key, leaf, more = (os.path.join(work, store + end) for end in (".ca.pem", ".ca.key", ".pem", ".ext"))
        openssl("req", "-x509", *curve, "-keyout", key, "-out", ca, "-days", "30", "-subj", "/CN=%s test CA" % store)
        names = ["DNS:" + n for n in NAMES] + ["IP:" + n for n in NUMBERS] if store == "main" else [
            "DNS:%s.trust.test" % store]
        with open(more, "w", encoding="ascii") as f:
            f.write("subjectAltName=%s\n" % ",".join(names))
        openssl("req", *curve, "-keyout", leaf, "-out", leaf + ".csr", "-subj", "/CN=" + store)
        openssl("x509", "-req", "-in", leaf + ".csr", "-CA", ca, "-CAkey", key, "-CAcreateserial", "-days", "20",
                "-extfile", more, "-out", leaf + ".crt")
        with open(leaf, "ab") as out, open(leaf + ".crt", "rb") as crt:
            out.write(crt.read())
    for folder in ("ssldir", "gitdir"):
        hashed(os.path.join(work, folder), {folder + ".pem": [os.path.join(work, folder + ".ca.pem")]})
    make_damaged(work)


def make_damaged(work):
    """What else a variable may name: files without a certificate, one that nobody may read, one in other clothes."""
    with open(os.path.join(work, "sslfile.ca.pem"), encoding="ascii") as f:
        whole = f.read()
    key = "-----BEGIN PRIVATE " + "KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE " + "KEY-----\n"
    middle = whole.index("\n", 200)
    texts = {"empty.pem": "", "garbage.pem": "<html>Not Found</html>\n", "denied.pem": whole, "key.pem": key,
             "cut.pem": whole[:middle], "wrong.pem": whole[:80] + "####" + whole[84:],
             "crlf/sslfile.ca.pem": whole.replace("\n", "\r\n"), "text/sslfile.ca.pem": "CN=x\n" + whole + "# end\n",
             "bom/sslfile.ca.pem": "\ufeff" + whole, "twice/sslfile.ca.pem": whole + whole,
             "glued/sslfile.ca.pem": whole.rstrip("\n")}
    for name, text in texts.items():
        path = os.path.join(work, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
    os.chmod(os.path.join(work, "denied.pem"), 0)
    os.makedirs(os.path.join(work, "emptydir"))


def hashed(folder, files):
    """A folder as OpenSSL wants one; a file of several certificates gets no hash."""
    os.makedirs(folder)
    for name, parts in files.items():
        with open(os.path.join(folder, name), "wb") as out:
            for part in parts:
                with open(part, "rb") as f:
                    out.write(f.read())
    subprocess.run(["openssl", "rehash", folder], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Case:
    """What one run of a client did."""

    def __init__(self, redirect=None):
        self.routes, self.requests, self.redirect = [], [], redirect


class Origin:
    def __init__(self, work):
        self.now = Case()
        self.contexts = {}
        for store in STORES:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(work, store + ".pem"))
            self.contexts[store + ".trust.test"] = context
        self.main = self.contexts["main.trust.test"]
        self.main.sni_callback = self.choose
        self.selector = listen.listeners(PORTS)
        threading.Thread(target=self.accept, daemon=True).start()

    def choose(self, connection, name, _):
        connection.context = self.contexts.get(name or "", self.main)

    def clear(self, redirect=None):
        """What was begun before counts for nothing from now on. The first request is answered with the redirect."""
        self.now = Case(redirect)

    def accept(self):
        while True:
            for key, _ in self.selector.select():
                connection, _ = key.fileobj.accept()
                threading.Thread(target=self.serve, args=(connection, self.now), daemon=True).start()

    def serve(self, c, case):
        c.settimeout(300)
        try:
            first = c.recv(1, socket.MSG_PEEK)
            if first == b"\x16":
                case.routes.append("direct")
                self.over_tls(c, case)
            elif first:
                self.plain(c, case)
        except (OSError, ValueError):
            pass
        finally:
            c.close()

    def over_tls(self, c, case):
        tls = self.main.wrap_socket(c, server_side=True)
        try:
            answer(tls, case, head_of(tls))
        finally:
            tls.close()

    def plain(self, c, case):
        head = head_of(c)
        words = head.split("\r\n")[0].split(" ")
        proxied = words[0] == "CONNECT" or "://" in "".join(words[1:2])
        address, port = c.getsockname()[:2]
        case.routes.append("http://%s:%d" % (address.replace("::ffff:", ""), port) if proxied else "direct")
        if words[0] != "CONNECT":
            answer(c, case, head)
            return
        c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        if c.recv(1, socket.MSG_PEEK) == b"\x16":
            self.over_tls(c, case)


def arrived_whole(data):
    """What is left unread when a connection is closed would reset it, and the answer with it."""
    head, end, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    return bool(end) and len(body) >= (int(length.group(1)) if length else 0)


def head_of(c):
    data = b""
    while not arrived_whole(data):
        more = c.recv(65536)
        if not more:
            break
        data += more
    return data.partition(b"\r\n\r\n")[0].decode("latin-1")


def answer(c, case, head):
    if not head:
        return
    lines = head.split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), value.strip(" \t"))
    case.requests.append((lines[0], headers, c.getsockname()[1]))
    if case.redirect and len(case.requests) == 1:
        c.sendall(b"HTTP/1.1 %d Moved\r\nLocation: %s/v1/x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                  % (case.redirect[0], case.redirect[1].encode("ascii")))
        return
    body = b'{"object":"list","data":[],"has_more":false}'
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              % len(body) + body)


def authorization(headers):
    value = headers.get("authorization", "-")
    if not value.lower().startswith("basic "):
        return value
    try:
        return "basic:" + base64.b64decode(value[6:]).decode("utf-8", "replace")
    except ValueError:
        return value


def arrived(request):
    """"GET /v1/models auth=Bearer sk-test org=..." as in the vectors."""
    line, headers = request[:2]
    method, target = (line.split(" ") + [""])[:2]
    if "://" in target:
        target = "/" + target.split("://", 1)[1].partition("/")[2]
    out = "%s %s auth=%s" % (method, target, authorization(headers))
    for name, title in (("x-api-key", "x-api-key"), ("openai-organization", "org"), ("openai-project", "project")):
        if headers.get(name):
            out += " %s=%s" % (title, headers[name])
    return "".join(c for c in out if c >= " ")


# --- names ---------------------------------------------------------------------------------------

def address(name):
    """As the vectors' world has it."""
    name = name.lower().rstrip(".")
    if not name or name.endswith(".invalid") or name in ("api.openai.com", "api.anthropic.com"):
        return None
    ours = name == "nexorouter.com" or name.endswith(".nexorouter.com")
    return "10.1.2.3" if ours and name != "loop.nexorouter.com" else "127.0.0.1"


def dns_answer(question):
    labels, i = [], 12
    while question[i]:
        labels.append(question[i + 1:i + 1 + question[i]].decode("latin-1"))
        i += 1 + question[i]
    found = address(".".join(labels))
    wanted = int.from_bytes(question[i + 1:i + 3], "big") == 1
    record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(found) if found and wanted else b""
    return (question[:2] + bytes([0x85, 0x80 if found else 0x83]) + b"\0\1" + (b"\0\1" if record else b"\0\0")
            + b"\0\0\0\0" + question[12:i + 5] + record)


def serve_names():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 53))

    def loop():
        while True:
            question, who = s.recvfrom(4096)
            try:
                s.sendto(dns_answer(question), who)
            except (IndexError, OSError):
                pass
    threading.Thread(target=loop, daemon=True).start()
