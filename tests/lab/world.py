# SPDX-License-Identifier: MIT
"""The lab's world: three network namespaces inside one that this process was started in (unshare:
network, mounts, processes), so that its end takes everything with it.

    client (this namespace)  10.77.0.2, 2001:db8:77::2
    router                   10.77.0.1, 203.0.113.1: nftables, dnsmasq, every proxy
    servers                  203.0.113.x, 2001:db8:113::x: nginx, odd.py
"""
import os
import shutil
import struct
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
KEY = "nxr-test-4f9a1c77b2e05d6183aa90cc"
SCOPED_KEY = "nxr-test-c04dd7e19b3a4c2286f05b17"  # lists every model, may call none
PASSWORD = "Rb7-proxy-Pw0rd"

# Keys by what the gateway says to them: code, status, further headers.
CODES = {
    "invalid": ("invalid_api_key", 401, {}),
    "quota": ("insufficient_quota", 402, {}),
    "rate": ("rate_limit_exceeded", 429, {"retry-after": "37"}),
    "tokens": ("token_rate_limit_exceeded", 429, {"retry-after": "120"}),
    "request": ("invalid_request", 400, {}),
    "large": ("request_too_large", 413, {}),
    "nomodel": ("model_not_found", 404, {}),
    "uptime": ("upstream_request_timeout", 504, {}),
    "uphead": ("upstream_headers_timeout", 504, {}),
    "upbody": ("upstream_body_timeout", 504, {}),
    "unavail": ("upstream_unavailable", 503, {}),
    "unreach": ("upstream_unreachable", 502, {}),
    "uperror": ("upstream_error", 502, {}),
    "gwerror": ("gateway_error", 500, {}),
}


def key_for(what):
    """A key of its own for each answer; the last four tell them apart."""
    number = sorted(CODES).index(what)
    return f"nxr-test-7be2{number:02d}c90d4418fa35e6{number:02d}1d{number:02d}"


ADDRESSES = {  # what stands where among the servers
    "gateway": "203.0.113.10", "website": "203.0.113.20", "control-http": "203.0.113.30",
    "control-https": "203.0.113.31", "doh": "203.0.113.40",
    "expired": "203.0.113.51", "other": "203.0.113.52", "selfsigned": "203.0.113.53",
    "leafonly": "203.0.113.54", "zscaler": "203.0.113.55", "antivirus": "203.0.113.56",
    "plain": "203.0.113.57", "reset": "203.0.113.58", "silent": "203.0.113.59", "fin": "203.0.113.60",
    "unknown": "203.0.113.64", "company": "203.0.113.65", "block": "203.0.113.66",
    "challenge": "203.0.113.67", "agent": "203.0.113.68", "notgateway": "203.0.113.69",
    "redirect": "203.0.113.70", "future": "203.0.113.71", "portal": "203.0.113.72",
    "slow": "203.0.113.73", "upload": "203.0.113.74", "future-tls": "203.0.113.75",
    "stream": "203.0.113.76", "tls12": "203.0.113.77", "refused": "203.0.113.99",
}
# What odd.py can be towards a client, each at an address of its own.
ODD = ["alert", "alert-name", "ssh", "close", "cut-handshake", "redirect-block", "filter-200", "bare-403", "edge-522", "edge-1020",
       "front-502", "other-json", "same-host", "bare-401", "billing", "retry-date", "long-list", "new-code", "no-auth", "vanish",
       "reset-late", "mute", "text-error", "endless-headers", "endless-interim", "endless-body", "drip", "http-0.9", "control-bytes"]
ADDRESSES.update({name: f"203.0.113.{100 + i}" for i, name in enumerate(ODD)})
# Nameservers that know every name but the gateway's, and do this on that one.
NAMESERVERS = ["formerr", "notimp", "nodata", "truncated", "truncated-denied", "truncated-only", "v6-servfail", "all-servfail", "dead"]
NAMESERVERS = {name: f"203.0.113.{150 + i}" for i, name in enumerate(NAMESERVERS)}
EVERY = ["api.nexorouter.com", "nexorouter.com", "detectportal.firefox.com", "www.cloudflare.com",
         "cloudflare-dns.com"]
DEFAULT_NAMES = {
    "api.nexorouter.com": ["gateway"], "nexorouter.com": ["website"],
    "detectportal.firefox.com": ["control-http"], "www.cloudflare.com": ["control-https"],
    "cloudflare-dns.com": ["doh"],
}


def sh(*args, **kw):
    return subprocess.run(args, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **kw)


def ns(name, *args):
    return ["ip", "netns", "exec", name, *args]


class World:
    def __init__(self, directory, certs):
        self.dir = directory
        self.certs = certs
        self.started = []
        os.makedirs(directory, exist_ok=True)
        self.mounts()
        self.networks()
        self.nginx()
        self.odd()
        self.dnsmasq = None
        self.proxies()
        self.settle()

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def write(self, name, text, mode="w"):
        with open(self.path(name), mode) as f:
            f.write(text)
        return self.path(name)

    # Files of the system that programs read: this world has its own.
    def mounts(self):
        sh("mount", "--make-rprivate", "/")
        os.makedirs("/run/netns", exist_ok=True)
        sh("mount", "-t", "tmpfs", "tmpfs", "/run/netns")
        sh("mount", "-t", "tmpfs", "tmpfs", "/dev/shm")  # squid's segments have fixed names
        trust = self.path("trust")
        os.makedirs(trust)
        shutil.copy(f"{self.certs}/lab.pem", f"{trust}/ca-certificates.crt")
        self.bind(trust, "/etc/ssl/certs")
        mozilla = self.path("mozilla")
        os.makedirs(mozilla)
        shutil.copy(f"{self.certs}/lab.pem", f"{mozilla}/Lab_Root.crt")
        if os.path.isdir("/usr/share/ca-certificates/mozilla"):
            self.bind(mozilla, "/usr/share/ca-certificates/mozilla")
        self.write("resolv.conf", "nameserver 10.77.0.1\n")
        self.write("hosts", "127.0.0.1 localhost\n::1 localhost\n")
        self.write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        for name in ("resolv.conf", "hosts", "nsswitch.conf"):
            if not os.path.exists(f"/etc/{name}"):
                open(f"/etc/{name}", "a").close()
            self.bind(self.path(name), os.path.realpath(f"/etc/{name}"))

    def bind(self, source, target):
        sh("mount", "--bind", source, target)

    def networks(self):
        ip = lambda *a: sh("ip", *a)
        ip("link", "set", "lo", "up")
        for name in ("r", "s"):
            ip("netns", "add", name)
            sh(*ns(name, "ip", "link", "set", "lo", "up"))
            sh(*ns(name, "sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0"))
        sh("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0")
        ip("link", "add", "c0", "type", "veth", "peer", "name", "r0", "netns", "r")
        sh(*ns("r", "ip", "link", "add", "r1", "type", "veth", "peer", "name", "s0", "netns", "s"))
        self.address(None, "c0", ["10.77.0.2/24", "2001:db8:77::2/64"])
        self.address("r", "r0", ["10.77.0.1/24", "2001:db8:77::1/64"])
        self.address("r", "r1", ["203.0.113.1/24", "2001:db8:113::1/64"])
        self.address("s", "s0", [a + "/24" for a in sorted(set(ADDRESSES.values()) | {
            "203.0.113.61", "203.0.113.62", "203.0.113.63", *NAMESERVERS.values()})]
            + ["2001:db8:113::10/64", "2001:db8:113::20/64", "2001:db8:113::30/64", "2001:db8:113::31/64"])
        self.routes()
        for family, via in (("-4", "203.0.113.1"), ("-6", "2001:db8:113::1")):
            sh(*ns("s", "ip", family, "route", "add", "default", "via", via))
        sh(*ns("r", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"))
        # A router answers each refused packet, also the sixth in a second: else silence would stand for a refusal.
        sh(*ns("r", "sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0"))

    def address(self, where, link, addresses):
        run = (lambda *a: sh(*ns(where, *a))) if where else sh
        run("ip", "link", "set", link, "up")
        for a in addresses:
            run("ip", "address", "add", a, "dev", link, *(["nodad"] if ":" in a else []))

    def routes(self):
        for family, via in (("-4", "10.77.0.1"), ("-6", "2001:db8:77::1")):
            subprocess.run(["ip", family, "route", "replace", "default", "via", via], check=False)

    def spawn(self, args, where=None, env=None):
        out = open(self.path("servers.log"), "ab")
        p = subprocess.Popen(ns(where, *args) if where else args, stdin=subprocess.DEVNULL, stdout=out,
                             stderr=out, env=env)
        self.started.append(p)
        return p

    # ---- the gateway, the website, the controls, and what may stand in their place ----

    def nginx(self):
        c = self.certs
        os.makedirs(self.path("www"), exist_ok=True)
        self.doh_answer([ADDRESSES["gateway"]])
        map_lines = [f'"Bearer {KEY}" good;'] + [f'"Bearer {key_for(w)}" {w};' for w in CODES]
        cases = []
        for what, (code, status, headers) in CODES.items():
            extra = "".join(f'add_header {k} "{v}" always; ' for k, v in headers.items())
            body = '{"error":{"code":"%s","message":"the lab says %s","type":"error"}}' % (code, code)
            cases.append(f"location @{what} {{ {extra} default_type application/json; "
                         f"add_header x-request-id req_{what} always; return {status} '{body}'; }}")
        gateway = f"""
            {' '.join(cases)}
            location @none {{ default_type application/json; add_header x-request-id req_none always;
                return 401 '{{"error":{{"code":"invalid_api_key","message":"no key"}}}}'; }}
            location = /v1/models {{ error_page 460 = @$who_list; if ($who_list != good) {{ return 460; }}
                default_type application/json; add_header x-request-id req_ok always;
                return 200 '{{"object":"list","data":[{{"id":"deepseek-v4-flash"}},{{"id":"Qwen/Qwen-Plus"}},{{"id":"gpt-4o-mini"}}]}}'; }}
            location = /v1/chat/completions {{ error_page 460 = @$who; if ($who != good) {{ return 460; }}
                default_type application/json; add_header x-request-id req_chat always;
                return 200 '{{"id":"x","object":"chat.completion","choices":[{{"message":{{"role":"assistant","content":"hi"}}}}]}}'; }}
        """
        def tls(address, cert, body, extra=""):
            return f"""server {{ listen {address}:443 ssl; {extra} server_name _; ssl_certificate {c}/{cert}.chain;
                ssl_certificate_key {c}/{cert.replace('.chain', '')}.key; {body} }}\n"""
        page = lambda status, html, more="": (f"location / {{ default_type text/html; {more} return {status} '{html}'; }}")
        A = ADDRESSES
        servers = tls(A["gateway"], "good", gateway, "listen [2001:db8:113::10]:443 ssl;")
        servers += f"server {{ listen {A['gateway']}:80; listen [2001:db8:113::10]:80; return 301 https://api.nexorouter.com$request_uri; }}\n"
        servers += tls(A["website"], "good", page(200, "<html><title>NexoRouter</title></html>"), "listen [2001:db8:113::20]:443 ssl;")
        servers += f"server {{ listen {A['control-http']}:80; listen [2001:db8:113::30]:80; location / {{ default_type text/plain; return 200 'success\\n'; }} }}\n"
        servers += tls(A["control-https"], "good", "location / { default_type text/plain; return 200 'h=www.cloudflare.com\\nip=1\\n'; }", "listen [2001:db8:113::31]:443 ssl;")
        servers += tls(A["doh"], "good", f"location /dns-query {{ root {self.path('www')}; try_files /doh =404; default_type application/dns-message; types {{ }} }}")
        for name in ("expired", "other", "selfsigned", "leafonly"):
            servers += tls(A[name], name, gateway)
        for name in ("zscaler", "antivirus", "unknown", "company"):
            servers += tls(A[name], name + "-leaf", gateway)
        servers += tls(A["future-tls"], "future", gateway)
        servers += f"server {{ listen {A['plain']}:443; return 200 'plain'; }}\n"
        servers += tls(A["tls12"], "good", gateway, "ssl_protocols TLSv1.2; ssl_ciphers AES128-SHA256;")
        servers += tls(A["block"], "good", page(403, "<html><title>FortiGuard Intrusion Prevention - Access Blocked</title>Web filter</html>"))
        servers += tls(A["challenge"], "good", page(403, "<html><title>Just a moment...</title></html>", "add_header cf-ray 8a1 always; add_header cf-mitigated challenge always;"))
        agent = gateway.replace("location = /v1/models {", """location @edge { default_type text/plain; return 403 'error code: 1010'; }
            location = /v1/models { error_page 461 = @edge; if ($http_user_agent !~ nexoenv) { return 461; }""")
        servers += tls(A["agent"], "good", agent)
        servers += tls(A["notgateway"], "good", page(404, "<html><title>404 Not Found</title>nginx</html>"))
        servers += tls(A["redirect"], "good", "return 308 https://api.nexorouter.com/v1$request_uri;")
        servers += tls(A["stream"], "good", gateway.replace("location = /v1/chat/completions {", """location = /v1/chat/completions {
            proxy_pass http://127.0.0.1:8099; proxy_buffering on; proxy_buffers 8 64k; proxy_request_buffering on; break; }
            location = /unused {"""))
        self.write("nginx.conf", f"""
            daemon off; worker_processes 1; pid {self.path('nginx.pid')}; error_log {self.path('nginx.err')};
            user root;
            events {{ worker_connections 512; }}
            http {{
                log_format leak '$server_addr $scheme "$http_authorization" $http_proxy_authorization $request $host';
                access_log {self.path('nginx.log')} leak;
                client_body_temp_path {self.path('tmp1')}; proxy_temp_path {self.path('tmp2')};
                fastcgi_temp_path {self.path('tmp3')}; uwsgi_temp_path {self.path('tmp4')}; scgi_temp_path {self.path('tmp5')};
                map_hash_bucket_size 256; keepalive_timeout 0;
                map $http_authorization $who {{ default none; {' '.join(map_lines)} "Bearer {SCOPED_KEY}" nomodel; }}
                map $http_authorization $who_list {{ default none; {' '.join(map_lines)} "Bearer {SCOPED_KEY}" good; }}
                {servers} }}""")
        self.spawn(["nginx", "-c", self.path("nginx.conf"), "-p", self.dir, "-e", self.path("nginx.err")], "s")

    def doh_answer(self, addresses):
        name = b"".join(bytes([len(p)]) + p.encode() for p in "api.nexorouter.com".split(".")) + b"\0"
        answers = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + bytes(map(int, a.split("."))) for a in addresses)
        self.write("www/doh", struct.pack(">HHHHHH", 0, 0x8180, 1, len(addresses), 0, 0) + name + struct.pack(">HH", 1, 1) + answers, "wb")

    def odd(self):
        for side, where in (("server", "s"), ("router", "r")):
            self.run_odd(side, where)

    def run_odd(self, side, where):
        ready = self.path(f"{side}.ready")
        env = dict(os.environ, READY=ready)
        p = self.spawn(["python3", f"{HERE}/odd.py", side, self.certs, self.path("odd.log")], where, env)
        for _ in range(3000):  # what never comes, not what comes late
            if os.path.exists(ready):
                os.unlink(ready)
                return p
            time.sleep(0.02)
        raise RuntimeError(f"odd.py {side} does not start")

    # ---- names ----

    def names(self, names, servers=(), hosts=""):
        """names: host -> list of places or addresses; an empty list denies the name."""
        lines, config = [], []
        for host, places in names.items():
            for place in places:
                lines.append(f"{ADDRESSES.get(place, place)} {host}")
            if not places:
                config.append(f"address=/{host}/")  # NXDOMAIN
        config += [f"server={s}" for s in servers]
        self.write("names", "\n".join(lines + ["10.77.0.1 proxy.corp.test"]) + "\n")
        self.write("dnsmasq.conf", "\n".join(config + [
            "no-hosts", "no-resolv", "bind-interfaces", "listen-address=10.77.0.1", "no-daemon", "user=root",
            "group=root", "local-ttl=0", f"addn-hosts={self.path('names')}", f"pid-file={self.path('dnsmasq.pid')}",
            "local=/nexorouter.com/" if not servers else "", "local=/test/", ]) + "\n")
        self.write("hosts", "127.0.0.1 localhost\n::1 localhost\n" + hosts)
        self.stop_names()
        self.dnsmasq = self.spawn(["dnsmasq", "-C", self.path("dnsmasq.conf")], "r")
        self.wait_udp()

    def stop_names(self):
        if self.dnsmasq:
            self.dnsmasq.kill()
            self.dnsmasq.wait()
            self.started.remove(self.dnsmasq)
        self.dnsmasq = None

    def wait_udp(self):
        for _ in range(3000):  # what never comes, not what comes late
            out = subprocess.run(ns("r", "ss", "-lunH"), capture_output=True, text=True).stdout
            if "10.77.0.1:53" in out:
                return
            time.sleep(0.01)
        raise RuntimeError("dnsmasq does not start")

    # ---- proxies: all stand on the router, whose own way out nothing filters ----

    def proxies(self):
        fixed = "".join(f"{ADDRESSES[places[0]]} {host}\n" for host, places in DEFAULT_NAMES.items())
        self.write("proxy-hosts", "127.0.0.1 localhost\n" + fixed)
        for port, more in ((8888, ""), (8889, f'Filter "{self.write("filter", "nexorouter")}"\nFilterDefaultDeny No\n')):
            self.write(f"tiny{port}.conf", f'Port {port}\nListen 10.77.0.1\nTimeout 30\nMaxClients 50\nConnectPort 443\n{more}')
            self.spawn(["tinyproxy", "-d", "-c", self.path(f"tiny{port}.conf")], "r")
        for port, method in ((1080, "none"), (1081, "username")):
            self.write(f"dante{port}.conf", f"""
                logoutput: {self.path('dante.log')}
                internal: 10.77.0.1 port = {port}
                external: r1
                socksmethod: {method}
                clientmethod: none
                user.privileged: root
                user.unprivileged: root
                client pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}
                socks pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}
            """)
            self.spawn(["danted", "-f", self.path(f"dante{port}.conf"), "-p", self.path(f"dante{port}.pid")], "r")
        self.squid()

    def squid(self):
        c = self.certs
        hashed = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True).stdout
        self.write("squid.users", f"ann:{hashed}")
        with open(self.path("bump.pem"), "w") as f:
            f.write(open(f"{c}/company.key").read() + open(f"{c}/company.pem").read())
        os.makedirs(self.path("squid"))
        sh("/usr/lib/squid/security_file_certgen", "-c", "-s", self.path("squid/ssl_db"), "-M", "4MB")
        sh("chown", "-R", "proxy:proxy", self.path("squid"))  # it refuses to run as root
        self.write("squid.conf", f"""
            http_port 10.77.0.1:3128
            http_port 10.77.0.1:3129
            http_port 10.77.0.1:3130
            http_port 10.77.0.1:3132
            http_port 10.77.0.1:3131 ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=4MB tls-cert={self.path('bump.pem')}
            https_port 10.77.0.1:3133 tls-cert={c}/good.chain tls-key={c}/good.key
            sslcrtd_program /usr/lib/squid/security_file_certgen -s {self.path('squid/ssl_db')} -M 4MB
            sslcrtd_children 2 startup=1
            auth_param basic program /usr/lib/squid/basic_ncsa_auth {self.path('squid.users')}
            auth_param basic children 1 startup=1
            auth_param basic realm Corp
            acl login myportname 10.77.0.1:3129
            acl p3129 localport 3129
            acl p3130 localport 3130
            acl p3131 localport 3131
            acl p3132 localport 3132
            acl known proxy_auth REQUIRED
            http_access deny p3130
            http_access allow p3129 known
            http_access deny p3129
            http_access allow all
            acl step1 at_step SslBump1
            ssl_bump peek p3131 step1
            ssl_bump bump p3131
            ssl_bump splice all
            tls_outgoing_options cafile={c}/lab.pem
            hosts_file {self.path('proxy-hosts')}
            dns_nameservers 203.0.113.63
            dns_timeout 2 seconds
            connect_timeout 2 seconds
            acl nowhere localport 3132
            cache_peer 203.0.113.99 parent 9 0 no-query no-digest name=dead
            cache_peer_access dead allow nowhere
            cache_peer_access dead deny all
            never_direct allow nowhere
            cache deny all
            cache_effective_user proxy
            pid_filename {self.path('squid/pid')}
            cache_log {self.path('squid/log')}
            access_log none
            coredump_dir {self.path('squid')}
            shutdown_lifetime 0 seconds
            visible_hostname proxy.corp.test
            netdb_filename none
            pinger_enable off
        """)
        self.spawn(["squid", "-N", "-f", self.path("squid.conf")], "r")

    def settle(self):
        wanted = {f"10.77.0.1:{p}" for p in (3128, 3129, 3130, 3131, 3132, 3133, 8888, 8889, 1080, 1081)}
        for _ in range(3000):  # what never comes, not what comes late
            out = subprocess.run(ns("r", "ss", "-ltnH"), capture_output=True, text=True).stdout
            missing = {w for w in wanted if w not in out}
            web = subprocess.run(ns("s", "ss", "-ltnH"), capture_output=True, text=True).stdout
            if not missing and "203.0.113.10:443" in web:
                return
            time.sleep(0.05)
        logs = "".join(open(self.path(n), errors="replace").read()[-1500:] for n in ("servers.log", "squid/log", "nginx.err")
                       if os.path.exists(self.path(n)))
        raise RuntimeError(f"not listening: {missing or 'nginx'}\n{logs}")

    # ---- one scenario's faults ----

    def reset(self):
        for where in ("r", None):
            cmd = ["nft", "flush", "ruleset"]
            subprocess.run(ns(where, *cmd) if where else cmd, check=True)
        self.write("resolv.conf", "nameserver 10.77.0.1\n")
        subprocess.run(["ip", "link", "set", "c0", "up"], check=True)
        subprocess.run(["ip", "address", "replace", "2001:db8:77::2/64", "dev", "c0", "nodad"], check=True)
        for kind in ("prohibit", "unreachable", "blackhole"):
            subprocess.run(["ip", "route", "flush", "type", kind], capture_output=True)
        self.routes()
        shutil.copy(f"{self.certs}/lab.pem", self.path("trust", "ca-certificates.crt"))
        for name in ("nginx.log", "odd.log"):
            if os.path.exists(self.path(name)):
                os.truncate(self.path(name), 0)

    def filter(self, rules, where="r", hook="forward"):
        text = f"table inet lab {{ chain f {{ type filter hook {hook} priority 0; policy accept; {rules}\n}}\n}}\n"
        cmd = ["nft", "-f", "-"]
        subprocess.run(ns(where, *cmd) if where else cmd, input=text, text=True, check=True)

    def arrived(self):
        """Everything that servers logged: (nginx lines, odd lines)."""
        out = []
        for name in ("nginx.log", "odd.log"):
            try:
                with open(self.path(name), errors="replace") as f:
                    out.append(f.read())
            except FileNotFoundError:
                out.append("")
        return out

    def stop(self):
        for p in self.started:
            p.kill()
