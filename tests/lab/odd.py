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


def client_side(certs):
    # The local development gateway, and a local service that is none.
    serve("127.0.0.1", 3001, answer("local", reply("200 OK", [("Content-Type", "application/json"), ("x-request-id", "req_local")], MODELS)))


if __name__ == "__main__":
    LOG = sys.argv[3]
    {"server": server_side, "router": router_side, "client": client_side}[sys.argv[1]](sys.argv[2])
    open(os.environ["READY"], "w").close()
    while True:
        time.sleep(3600)
