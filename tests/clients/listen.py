# SPDX-License-Identifier: MIT
"""Records who connects where, and how it speaks: the ground truth of the differential tests.

Listens on every address of the namespace. Only the first bytes of a connection matter: a CONNECT,
an absolute URL, a SOCKS greeting or a TLS hello says which way the client went.
"""
import selectors
import socket
import threading

PORTS = [80, 443, 1080, 3128, 3129, 3130, 8080, 8443, 11434]


def listeners(ports):
    """A selector over sockets that listen on all of them, in both families."""
    selector = selectors.DefaultSelector()
    for port in ports:
        for family, any_address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            s = socket.socket(family, socket.SOCK_STREAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            s.bind((any_address, port))
            s.listen(64)
            selector.register(s, selectors.EVENT_READ)
    return selector


class Recorder:
    def __init__(self):
        self.changed = threading.Condition()
        self.seen = []
        self.selector = listeners(PORTS)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            for key, _ in self.selector.select():
                connection, _ = key.fileobj.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, c):
        slot = [None]  # None: nothing said yet; (): gone without a word
        with self.changed:
            self.seen.append(slot)
        try:
            c.settimeout(300)
            local = c.getsockname()
            self.speak(c, slot, local[0], local[1])
        except OSError:
            pass
        finally:
            c.close()
            self.settle(slot, slot[0] or ())

    def speak(self, c, slot, address, port):
        """Puts what is seen in `slot` before any answer: the client may be gone right after it."""
        data = c.recv(4096)
        if not data:
            return
        if data[0] == 5:
            c.sendall(b"\x05\x00")
            request = c.recv(512)
            name = len(request) > 3 and request[3] == 3
            self.settle(slot, ("socks5h" if name else "socks5", address, port))
        elif data[0] == 4:
            later = len(data) > 8 and data[4:7] == b"\0\0\0" and data[7] != 0
            self.settle(slot, ("socks4a" if later else "socks4", address, port))
        elif data[0] == 0x16:
            self.settle(slot, ("tls", address, port))
        else:
            self.answer(c, slot, data, (address, port))

    def answer(self, c, slot, data, where):
        line = data.split(b"\r\n")[0].decode("latin-1")
        target = line.split(" ")[1] if " " in line else ""
        proxied = line.startswith("CONNECT ") or "://" in target
        self.settle(slot, ("http" if proxied else "plain",) + where)
        status = b"502 Bad Gateway" if proxied else b"200 OK"
        c.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Type: application/json\r\nContent-Length: 2"
                  b"\r\nConnection: close\r\n\r\n{}")

    def settle(self, slot, what):
        with self.changed:
            slot[0] = what
            self.changed.notify_all()

    def clear(self):
        with self.changed:
            self.seen = []

    def first(self):
        """(how, address, port) of the first connection since clear(), or None. A client that has
        ended may have said something that is not read yet."""
        with self.changed:
            self.changed.wait_for(lambda: any(s[0] for s in self.seen)
                                  or all(s[0] is not None for s in self.seen), 5)
            return next((s[0] for s in self.seen if s[0]), None)
