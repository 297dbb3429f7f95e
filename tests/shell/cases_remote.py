# SPDX-License-Identifier: MIT
"""The hook at the other end: ssh to this machine, files over ssh, cron, and other ways into a directory."""
import os
import shutil
import socket
import subprocess
import time

from cases_real import PROGRAM
from table import case, equal, has, lacks
from term import STUB, Shell

BAD = "your-api-key-here"


class Server:
    """sshd on loopback, for this user alone, with keys of its own. The far shell is the kind that is
    tested, in the home that the near one has: what ssh hands over goes to it as sshd would do it.
    sshd starts it through the account's own shell, and bash reads ~/.bashrc when sshd starts it: HOME is
    a folder without one, or whatever the person running the tests has there speaks up in between."""

    def __init__(self, s):
        self.s, self.process = s, None
        self.dir = os.path.join(s.home, "ssh")
        os.mkdir(self.dir, 0o700)
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(self.dir, name)], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        far = {k: v for k, v in s.env.items() if k not in ("TERM", "SHLVL")}
        with open(self.path("far"), "w") as f:
            f.write("#!/bin/sh\nunset SHLVL\n" + "".join("export %s='%s'\n" % pair for pair in far.items()) +
                    "if [ -n \"$SSH_ORIGINAL_COMMAND\" ]; then exec %s -c \"$SSH_ORIGINAL_COMMAND\"; fi\nexec %s\n" %
                    (s.kind, {"bash": "bash --noprofile -i", "zsh": "zsh -d -i", "fish": "fish -i"}[s.kind]))
        os.chmod(self.path("far"), 0o755)
        with open(self.path("config"), "w") as f:
            f.write("ListenAddress 127.0.0.1\nPort %d\nHostKey %s\nPidFile none\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\n"
                    "PasswordAuthentication no\nPrintMotd no\nPrintLastLog no\nPermitRootLogin yes\nSubsystem sftp %s\nForceCommand %s\nSetEnv HOME=%s\n" %
                    (self.port, self.path("host"), self.path("user.pub"), "/usr/lib/openssh/sftp-server", self.path("far"), self.dir))
        self.options = ["-F", "none", "-i", self.path("user"), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                        "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"]

    def path(self, name):
        return os.path.join(self.dir, name)

    def start(self):
        command = ["/usr/sbin/sshd", "-D", "-e", "-f", self.path("config")]
        if os.geteuid() == 0 and not os.path.exists("/run/sshd"):
            # sshd wants this directory at every connection. One of its own: a case that ends next to
            # this one has nothing to take away, and nothing stays behind on the machine.
            command = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /run && mkdir -m 755 /run/sshd && exec "$@"', "sh"] + command
        with open(self.path("log"), "w") as log:
            self.process = subprocess.Popen(command, stderr=log)
        end = time.monotonic() + 10
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def ssh(self, *words, **more):
        return subprocess.run(["ssh", "-p", str(self.port)] + self.options + ["127.0.0.1"] + list(words), capture_output=True, text=True,
                              timeout=60, **dict({"stdin": subprocess.DEVNULL}, **more))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait()


def needs():
    return None if os.path.exists("/usr/sbin/sshd") and shutil.which("ssh") else "openssh-server is not installed"


@case("N1 ssh host COMMAND, scp, sftp, rsync: not a byte of ours")
def n1(kind):
    if needs():
        return needs()
    with Shell(kind, program=STUB, env={"NEXOROUTER_API_KEY": BAD}) as s, Server(s) as server:
        if not server.start():
            return "sshd does not run here"
        before = len(s.calls())
        s.write("warn", "nexoenv: x\n")
        done = server.ssh("echo one; cd /; echo two")
        equal((done.stdout, done.stderr, done.returncode), ("one\ntwo\n", "", 0))
        source = s.write("sent", "bytes\n")
        remote = ["-P", str(server.port)] + server.options
        for name, argv, more in (
                ("scp", ["scp", "-q"] + remote + [source, "127.0.0.1:" + s.home + "/scp"], {}),
                ("scp-old", ["scp", "-q", "-O"] + remote + [source, "127.0.0.1:" + s.home + "/scp-old"], {}),
                ("sftp", ["sftp", "-q", "-b", "-"] + remote + ["127.0.0.1"], {"input": "put %s %s/sftp\n" % (source, s.home)}),
                ("rsync", ["rsync", "-e", " ".join(["ssh", "-p", str(server.port)] + server.options), source, "127.0.0.1:" + s.home + "/rsync"], {})):
            if not shutil.which(argv[0]):
                continue
            done = subprocess.run(argv, capture_output=True, text=True, timeout=60, **more)
            equal((done.returncode, done.stderr), (0, ""), name)
            equal(open(os.path.join(s.home, name)).read(), "bytes\n", name)
            lacks(done.stdout, "nexoenv: ")
        equal(len(s.calls()), before)


@case("W3 ssh to this machine is a terminal of its own: told there, once")
def w3(kind):
    if needs():
        return needs()
    with Shell(kind, program=PROGRAM, env={"NEXOROUTER_API_KEY": BAD}) as s, Server(s) as server:
        if not server.start():
            return "sshd does not run here"
        has(s.start_text, "explain")
        text = s.run(" ".join(["ssh", "-t", "-p", str(server.port)] + server.options + ["127.0.0.1"]))
        equal(text.count("explain"), 1, repr(text))
        equal(s.run("true"), "")
        s.run("exit")
        lacks(s.run("cd /"), "explain")


@case("N1 cron: no terminal, hardly a variable")
def n1b(kind):
    with Shell(kind, program=STUB) as s:
        before = len(s.calls())
        rc = os.path.join(s.home, {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[kind])
        env = {"HOME": s.home, "LOGNAME": "user", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "BASH_ENV": rc, "ENV": rc}
        for argv in ([kind, "-c", "cd /; echo done"], ["/bin/sh", "-c", kind + " -c 'echo done'"], [kind, "-l", "-c", "echo done"]):
            done = subprocess.run(argv, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, start_new_session=True)
            equal((done.stdout, done.stderr), ("done\n", ""), str(argv))
        equal(len(s.calls()), before)


@case("P4 zoxide's z: a cd through a function")
def p4(kind):
    if not shutil.which("zoxide"):
        return "zoxide is not installed"
    init = {"fish": "zoxide init fish | source\n"}.get(kind, 'eval "$(zoxide init %s)"\n' % kind)
    for where in ("before", "after"):
        with Shell(kind, program=STUB, **{where: init}) as s:
            os.makedirs(s.home + "/work/somewhere/deep")
            s.run("zoxide add %s/work/somewhere/deep" % s.home)
            count = len(s.calls())
            s.run("z deep")
            equal(len(s.calls()) - count, 1, "asked, loaded " + where)
            equal(s.calls()[-1][3], s.home + "/work/somewhere/deep")
            s.run("true")
            equal(len(s.calls()) - count, 1)


@case("T1 tmux: a client that goes and comes with another environment")
def t1(kind):
    if not shutil.which("tmux"):
        return "tmux is not installed"
    command = {"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}[kind]
    with Shell(kind, program=PROGRAM, hooked="source", env={"NEXOROUTER_API_KEY": BAD}) as s:
        tmux = ["tmux", "-S", s.home + "/tm"]

        def screen(pane):
            return subprocess.run(tmux + ["capture-pane", "-p", "-J", "-t", pane], capture_output=True, text=True).stdout

        def wait(pane, word):
            end = time.monotonic() + 20
            while word not in screen(pane) and time.monotonic() < end:
                time.sleep(0.05)
            has(screen(pane), word)
        conf = s.write("tmux.conf", "set -g default-command '%s'\nset -g update-environment NEXOROUTER_API_KEY\n" % command)
        subprocess.run(tmux + ["-f", conf, "new-session", "-d", "-x", "180", "-y", "24"], env=s.env, cwd=s.home + "/work", check=True)
        try:
            wait("0.0", "READY>")
            equal(screen("0.0").count("explain key.placeholder"), 1)
            # A client comes, goes, and comes with the key put right: the old pane keeps what it has.
            for key in (BAD, "sk-nexo-TEST01aB3dE5fG7hJ9kL1"):
                with Shell("bash", hooked=None, env={"NEXOROUTER_API_KEY": key}) as client:
                    client.send("exec %s attach\n" % " ".join(tmux))
                    end = time.monotonic() + 20
                    while not subprocess.run(tmux + ["list-clients"], capture_output=True).stdout and time.monotonic() < end:
                        client.pump(0.05)
                    subprocess.run(tmux + ["send-keys", "-t", "0.0", "cd /", "Enter"])
                    client.pump(0.5)
                    subprocess.run(tmux + ["detach-client"])
                    try:
                        while client.pump(0.3):
                            pass
                    except Exception:  # tmux has gone, and its terminal with it
                        pass
            equal(screen("0.0").count("explain key.placeholder"), 1, "in the pane that was there")
            # A pane that is made anew takes what the last client brought: nothing to say.
            subprocess.run(tmux + ["respawn-pane", "-k", "-t", "0.0"], check=True)
            wait("0.0", "READY>")
            subprocess.run(tmux + ["send-keys", "-t", "0.0", "cd /", "Enter"])
            time.sleep(0.5)
            lacks(screen("0.0"), "explain")
        finally:
            subprocess.run(tmux + ["kill-server"], stderr=subprocess.DEVNULL)
