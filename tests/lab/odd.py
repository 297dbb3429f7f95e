#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Servers that no real server can be configured to be: they break off, stay silent, or answer as
something else. Each runs in a thread; everything that arrives is logged (key leaks)."""
import http.server
import os
import socket
import ssl
import struct
import sys
import threading
import time

from world import ADDRESSES, DEFAULT_NAMES, NAMESERVERS

LOG = None


def log(where, data):
    with open(LOG, "ab") as f:
        f.write(where.encode() + b" " + data.replace(b"\r\n", b"\\n") + b"\n")


def listen(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    s = socket.socket(family)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((host, port))
    s.listen(64)
    return s


def serve(host, port, handle):
    s = listen(host, port)

    def loop():
        while True:
            c, _ = s.accept()
            threading.Thread(target=guarded, args=(c,), daemon=True).start()

    def guarded(c):
        try:
            c.settimeout(20)
            handle(c)
        except OSError:
            pass
        finally:
            c.close()

    threading.Thread(target=loop, daemon=True).start()


def reset(c):
    log("reset", c.recv(4096)[:16])
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def finish(c):
    log("fin", c.recv(4096)[:16])


def silent(c):
    while c.recv(4096):
        pass


def answer(where, text):
    def handle(c):
        data = b""
        while b"\r\n\r\n" not in data:
            more = c.recv(4096)
            if not more:
                break
            data += more
        log(where, data)
        c.sendall(text)

    return handle


def reply(status, headers, body):
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers)
    return (head + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}").encode()


def over_tls(chain, key, handle, delay=0.0):
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.load_cert_chain(chain, key)

    def wrapped(c):
        t = ctx.wrap_socket(c, server_side=True)
        time.sleep(delay)
        handle(t)
        try:
            t.unwrap()
        except OSError:
            pass

    return wrapped


def dns(host, rcode):
    """Answers every question with this response code; None: never."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((host, 53))

    def loop():
        while True:
            q, who = s.recvfrom(1500)
            if rcode is not None:
                s.sendto(q[:2] + bytes([0x81, 0x80 | rcode]) + q[4:6] + bytes(6) + q[12:], who)

    threading.Thread(target=loop, daemon=True).start()


def says_first(data):
    """Answers the first bytes with these, whatever they were, and closes."""
    def handle(c):
        c.recv(4096)
        c.sendall(data)
        time.sleep(0.2)

    return handle


def banner(data):
    def handle(c):
        c.sendall(data)
        c.recv(4096)
        time.sleep(0.2)

    return handle


def at_once(c):
    pass  # closed by the caller


def relay(a, b):
    def copy(x, y):
        try:
            while data := x.recv(65536):
                y.sendall(data)
        except OSError:
            pass
        try:
            y.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    threading.Thread(target=copy, args=(a, b), daemon=True).start()
    copy(b, a)


def cut_handshake(c):
    with socket.create_connection((ADDRESSES["gateway"], 443)) as s:
        s.sendall(c.recv(4096))
        c.sendall(s.recv(4096)[:40])
        time.sleep(0.1)
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def read_head(c):
    data = b""
    while b"\r\n\r\n" not in data:
        more = c.recv(4096)
        if not more:
            return None
        data += more
    return data


def after_request(where, how):
    """Over good TLS: reads the request, then does this."""
    def handle(t):
        log(where, read_head(t) or b"")
        how(t)

    return handle


def hold(t):
    time.sleep(15)


def tunnel(where, delay=0.0, deaf_to=None, then=None):
    """A proxy that works; late, or silent for one host, or that breaks the tunnel off."""
    def handle(c):
        head = read_head(c)
        if head is None:
            return
        log(where, head)
        host = head.split()[1].rsplit(b":", 1)[0].decode()
        if host == deaf_to:
            hold(c)
            return
        time.sleep(delay)
        if then and host == "api.nexorouter.com":
            c.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            then(c)
            return
        place = DEFAULT_NAMES[host][0]
        with socket.create_connection((ADDRESSES[place], 443)) as s:
            c.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            relay(c, s)

    return handle


def socks(reply_code):
    """A SOCKS5 proxy without login that answers every request with this."""
    def handle(c):
        c.recv(4096)
        c.sendall(b"\x05\x00")
        log("socks", c.recv(4096))
        c.sendall(bytes([5, reply_code, 0, 1, 0, 0, 0, 0, 0, 0]))
        time.sleep(0.2)

    return handle


def question_name(q):
    parts, at = [], 12
    while q[at]:
        parts.append(q[at + 1:at + 1 + q[at]].decode())
        at += 1 + q[at]
    return ".".join(parts).lower(), at + 5


def dns_reply(q, address, flags=0x80, rcode=0):
    _, end = question_name(q)
    kind = int.from_bytes(q[end - 4:end - 2], "big")
    answer = b""
    if address and kind == 1 and rcode == 0:
        answer = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 5, 4) + bytes(map(int, address.split(".")))
    return q[:2] + bytes([0x81 | flags & 2, 0x80 | rcode]) + struct.pack(">HHHH", 1, bool(answer), 0, 0) + q[12:end] + answer


def nameserver(host, udp, tcp):
    """Knows every name; `udp` and `tcp` make the answer on the gateway's, None: no answer."""
    def answer_to(q, make):
        name, _ = question_name(q)
        places = DEFAULT_NAMES.get(name)
        if make is not None and (name == "api.nexorouter.com" or make in every):
            return make(q)
        if name == "api.nexorouter.com":
            return None
        return dns_reply(q, ADDRESSES[places[0]] if places else None, rcode=0 if places else 3)

    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((host, 53))

    def loop():
        while True:
            q, who = s.recvfrom(1500)
            a = answer_to(q, udp)
            if a:
                s.sendto(a, who)

    def framed(c):
        while head := c.recv(2):
            a = answer_to(c.recv(int.from_bytes(head, "big")), tcp)
            if a:
                c.sendall(struct.pack(">H", len(a)) + a)

    threading.Thread(target=loop, daemon=True).start()
    serve(host, 53, framed)


def code(rcode):
    return lambda q: dns_reply(q, None, rcode=rcode)


def good_name(q):
    return dns_reply(q, ADDRESSES["gateway"])


def cut_short(q):
    return dns_reply(q, None, flags=0x82)


def six_fails(q):
    _, end = question_name(q)
    return good_name(q) if q[end - 3] == 1 else dns_reply(q, None, rcode=2)


def fails_on_all(q):
    return dns_reply(q, None, rcode=2)


every = (fails_on_all,)


def nameservers():
    N = NAMESERVERS
    nameserver(N["formerr"], code(1), code(1))
    nameserver(N["notimp"], code(4), code(4))
    nameserver(N["nodata"], code(0), code(0))
    nameserver(N["truncated"], cut_short, good_name)
    nameserver(N["truncated-denied"], cut_short, code(3))
    nameserver(N["truncated-only"], cut_short, None)
    nameserver(N["v6-servfail"], six_fails, six_fails)
    nameserver(N["all-servfail"], fails_on_all, fails_on_all)


def page(title, text=""):
    return f"<html><title>{title}</title>{text}</html>"


HTML = ("Content-Type", "text/html")
JSON = ("Content-Type", "application/json")
ID = ("x-request-id", "req_odd")


def without_end(head, piece, pause=0.0):
    def how(t):
        t.sendall(head)
        while True:  # until the other side has enough
            t.sendall(piece)
            time.sleep(pause)

    return how


OK = b"HTTP/1.1 200 OK\r\n"
HOSTILE = {
    "endless-headers": without_end(OK, b"x-filler: " + b"y" * 4000 + b"\r\n"),
    "endless-interim": without_end(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"),
    "endless-body": without_end(OK + b"content-type: application/json\r\n\r\n{\"object\":\"list\",\"data\":[", b'{"id":"x"},' * 400),
    "drip": without_end(OK + b"content-type: application/json\r\n\r\n", b" ", 0.1),
    "http-0.9": lambda t: t.sendall(b"<html>no status line</html>"),
    "control-bytes": lambda t: t.sendall(
        b"HTTP/1.1 403 \x1b[31mForbidden\r\ncontent-type: text/html\r\nserver: a\x1b]0;owned\x07b\r\nx-request-id: r\x1b[2Jq\r\n\r\n"
        b"<html><title>\x1b[2J\xe2\x80\xaeblocked by policy\x07</title>Web filter</html>"),
}


def gateways(certs):
    good = (f"{certs}/good.chain", f"{certs}/good.key")
    alert = lambda what: says_first(bytes([0x15, 3, 3, 0, 2, 2, what]))
    plain = {"alert": alert(40), "alert-name": alert(112), "ssh": banner(b"SSH-2.0-OpenSSH_9.2\r\n"), "close": at_once,
             "cut-handshake": cut_handshake}
    error = lambda **kw: '{"error":{' + ",".join(f'"{k}":{v}' for k, v in kw.items()) + "}}"
    long_list = '{"object":"list","data":[' + ",".join('{"id":"model-%06d","object":"model","owned_by":"%s"}' % (i, "x" * 60) for i in range(12000)) + "]}"
    pages = {
        "redirect-block": reply("302 Found", [("Location", "https://block.opendns.com/?url=1"), HTML], ""),
        "filter-200": reply("200 OK", [HTML], page("Web Page Blocked", "Access to this site has been blocked by your administrator")),
        "bare-403": reply("403 Forbidden", [HTML], page("403 Forbidden")),
        "edge-522": reply("522 ", [HTML, ("cf-ray", "8a1"), ("Server", "cloudflare")], page("api.nexorouter.com | 522: Connection timed out")),
        "edge-1020": reply("403 Forbidden", [HTML, ("cf-ray", "8a1"), ("Server", "cloudflare")], page("Access denied", "error code: 1020")),
        "front-502": reply("502 Bad Gateway", [HTML, ("Server", "nginx")], page("502 Bad Gateway")),
        "other-json": reply("200 OK", [JSON], '{"ok":true}'),
        "same-host": reply("301 Moved Permanently", [("Location", "https://api.nexorouter.com/v1/models/"), HTML], page("301")),
        "bare-401": reply("401 Unauthorized", [HTML, ("WWW-Authenticate", "Basic realm=x")], page("401 Authorization Required")),
        "billing": reply("404 Not Found", [JSON, ID], error(message='"billing configuration is being validated"', type='"invalid_request_error"')),
        "retry-date": reply("429 Too Many Requests", [JSON, ID, ("Retry-After", "Wed, 11 Jan 2040 10:00:00 GMT")], error(code='"rate_limit_exceeded"', message='"slow down"')),
        "long-list": reply("200 OK", [JSON, ID], long_list),
        "new-code": reply("418 I'm a teapot", [JSON, ID], error(code='"brand_new_code"', message='"nobody knows"')),
        "no-auth": reply("401 Unauthorized", [JSON], error(code="401", message='"No auth credentials found"')),
        "text-error": reply("500 Internal Server Error", [JSON, ID], '{"error":"it broke"}'),
    }
    for name, handle in plain.items():
        serve(ADDRESSES[name], 443, handle)
    for name, text in pages.items():
        serve(ADDRESSES[name], 443, over_tls(*good, answer(name, text)))
    for name, how in HOSTILE.items():
        serve(ADDRESSES[name], 443, over_tls(*good, after_request(name, how)))
    serve(ADDRESSES["vanish"], 443, over_tls(*good, after_request("vanish", lambda t: None)))
    serve(ADDRESSES["mute"], 443, over_tls(*good, after_request("mute", hold)))
    serve(ADDRESSES["reset-late"], 443, resets_late(*good))


def resets_late(chain, key):
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.load_cert_chain(chain, key)

    def handle(c):
        t = ctx.wrap_socket(c, server_side=True)
        log("reset-late", read_head(t) or b"")
        t.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        t.close()

    return handle


def stream(c):
    data = c.recv(65536)
    log("stream", data)
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
    for i in range(6):
        c.sendall(b'data: {"choices":[{"delta":{"content":"x"}}]}\n\n')
        time.sleep(0.3)
    c.sendall(b"data: [DONE]\n\n")


PORTAL = "<html><title>Hotel Wi-Fi login</title>Please log in</html>"
MODELS = '{"object":"list","data":[{"id":"deepseek-v4-flash","object":"model"}]}'
FAR = "Wed, 11 Jan 2040 10:00:00 GMT"


def server_side(certs):
    good = (f"{certs}/good.chain", f"{certs}/good.key")
    serve("203.0.113.58", 443, reset)
    serve("203.0.113.59", 443, silent)
    serve("203.0.113.60", 443, finish)
    # A world whose clocks stand in 2040.
    serve("203.0.113.71", 80, answer("future", reply("200 OK", [("Date", FAR), ("Content-Type", "text/plain")], "success\n")))
    # A captive portal, on both ports.
    serve("203.0.113.72", 80, answer("portal", reply("302 Found", [("Location", "http://login.hotel.test/"), ("Content-Type", "text/html")], PORTAL)))
    serve("203.0.113.72", 443, over_tls(f"{certs}/other.chain", f"{certs}/other.key", answer("portal-tls", reply("200 OK", [], PORTAL))))
    serve("203.0.113.73", 443, over_tls(*good, answer("slow", reply("200 OK", [("Content-Type", "application/json"), ("x-request-id", "req_slow")], MODELS)), 0.9))
    # The gateway's list at once; uploads are cut by a filter.
    serve("203.0.113.74", 443, over_tls(*good, upload_filter))
    serve("127.0.0.1", 8099, stream)
    dns("203.0.113.61", 2)  # SERVFAIL
    dns("203.0.113.62", None)
    dns("203.0.113.63", 5)  # REFUSED
    nameservers()
    gateways(certs)


def upload_filter(c):
    data = c.recv(65536)
    log("upload", data)
    if data.startswith(b"POST"):
        c.sendall(reply("413 Request Entity Too Large", [("Content-Type", "text/html")], "<html><title>Upload blocked by policy</title></html>"))
    else:
        c.sendall(reply("200 OK", [("Content-Type", "application/json"), ("x-request-id", "req_up")], MODELS))


def router_side(certs):
    # What a proxy may be instead of a proxy.
    serve("10.77.0.1", 4001, answer("proxy-200", reply("200 OK", [("Content-Type", "text/html")], "<html>It works</html>")))
    serve("10.77.0.1", 4002, answer("proxy-302", reply("302 Found", [("Location", "https://login.corp.test/")], "")))
    serve("10.77.0.1", 4003, answer("proxy-407", reply("407 Proxy Authentication Required", [("Proxy-Authenticate", "NTLM"), ("Proxy-Authenticate", "Negotiate")], "")))
    serve("10.77.0.1", 4004, answer("proxy-405", reply("405 Method Not Allowed", [("Server", "nginx")], "")))
    serve("10.77.0.1", 4005, silent)
    serve("10.77.0.1", 4006, reset)
    serve("10.77.0.1", 4007, banner(b"SSH-2.0-OpenSSH_9.2\r\n"))
    serve("10.77.0.1", 4008, answer("proxy-511", reply("511 Network Authentication Required", [HTML], page("Login"))))
    serve("10.77.0.1", 4009, answer("proxy-407b", reply("407 Proxy Authentication Required", [("Proxy-Authenticate", "Negotiate"), ("Proxy-Authenticate", 'Basic realm="corp"')], "")))
    serve("10.77.0.1", 4010, at_once)
    serve("10.77.0.1", 4011, tunnel("proxy-deaf", deaf_to="api.nexorouter.com"))
    serve("10.77.0.1", 4012, tunnel("proxy-then-reset", then=reset))
    serve("10.77.0.1", 4013, tunnel("proxy-late", delay=1.5))
    serve("10.77.0.1", 4014, answer("proxy-404", reply("404 Not Found", [HTML], page("Not Found"))))
    serve("10.77.0.1", 4015, answer("proxy-503", reply("503 Service Unavailable", [HTML, ("X-Squid-Error", "ERR_DNS_FAIL 0")], page("ERROR"))))
    serve("10.77.0.1", 4016, socks(2))
    serve("10.77.0.1", 4017, socks(4))
    serve("10.77.0.1", 4018, over_tls(f"{certs}/unknown-leaf.chain", f"{certs}/unknown-leaf.key", tunnel("proxy-stranger")))
    serve("10.77.0.1", 4019, tunnel("proxy-then-silent", then=silent))
    serve("10.77.0.1", 4020, answer("proxy-307", reply("307 Temporary Redirect", [("Location", "http://login.corp.test/"), HTML], page("Login"))))


def client_side(certs):
    # The local development gateway, and a local service that is none.
    serve("127.0.0.1", 3001, answer("local", reply("200 OK", [("Content-Type", "application/json"), ("x-request-id", "req_local")], MODELS)))


if __name__ == "__main__":
    LOG = sys.argv[3]
    {"server": server_side, "router": router_side, "client": client_side}[sys.argv[1]](sys.argv[2])
    open(os.environ["READY"], "w").close()
    while True:
        time.sleep(3600)
