# SPDX-License-Identifier: MIT
"""`nexoenv run` as a job of an interactive shell: it is the program, for the terminal too."""
import os
import time

from cases_real import KEY, PROGRAM, line_end
from table import case, equal, has, lacks
from term import Shell


def wait_for(s, word, limit=20):
    end = time.monotonic() + limit
    while word not in s.clean(s.raw)[s.mark:]:
        if time.monotonic() > end:
            raise AssertionError("no %r: %r" % (word, s.clean(s.raw)[-300:]))
        s.pump(0.1)


def job(s):
    """Process ids of what `sleep 4242` runs as."""
    found = []
    for pid in os.listdir("/proc"):
        try:
            if pid.isdigit() and open("/proc/%s/cmdline" % pid).read() == "sleep\0004242\0" and \
                    ("STUB=" + s.home) in open("/proc/%s/environ" % pid, errors="replace").read().split("\0"):
                found.append(int(pid))
        except OSError:
            pass
    return found


def started(s):
    end = time.monotonic() + 20
    while not job(s) and time.monotonic() < end:
        s.pump(0.05)
    return job(s)


@case("run: Ctrl-Z stops it, fg takes it back, Ctrl-C ends it, & puts it behind")
def run_jobs(kind):
    end = line_end(kind)
    with Shell(kind, program=PROGRAM, hooked=None, env={"NEXOROUTER_API_KEY": KEY}) as s:
        s.send("nexoenv run -- sleep 4242" + end)
        pids = started(s)
        equal(len(pids), 1, "one process and no parent of ours")
        equal(os.getpgid(pids[0]), pids[0], "its own process group, as the shell made it")
        s.pump(0.2)
        s.send("\x1a")
        s.wait_prompt()
        equal(open("/proc/%d/stat" % pids[0]).read().rsplit(")")[1].split()[0], "T")
        has(s.run("jobs"), "sleep 4242")
        s.send("fg" + end)
        wait_for(s, "sleep 4242")
        stop = time.monotonic() + 10
        while open("/proc/%d/stat" % pids[0]).read().rsplit(")")[1].split()[0] == "T" and time.monotonic() < stop:
            s.pump(0.05)
        s.pump(0.2)
        s.send("\x03")
        s.wait_prompt()
        equal(job(s), [])
        if kind != "fish":  # which says 0 of any job that fg took back
            has(s.run("echo $?"), "130")
        s.run("nexoenv run -- sleep 4242 &")
        pids = started(s)
        equal(len(pids), 1)
        has(s.run("jobs"), "sleep 4242")
        s.run("kill %1" if kind != "fish" else "kill (jobs -p)")
        stop = time.monotonic() + 10
        while job(s) and time.monotonic() < stop:
            s.pump(0.05)
        equal(job(s), [])


@case("run: the command reads the terminal, and a pipe, as without")
def run_reads(kind):
    with Shell(kind, program=PROGRAM, hooked=None, env={"NEXOROUTER_API_KEY": KEY}) as s:
        s.send("nexoenv run -- sh -c 'test -t 0 && echo re\\ady && read x && echo got-$x'" + line_end(kind))
        wait_for(s, "ready")
        s.send("word\n")
        wait_for(s, "got-word")
        s.wait_prompt()
        equal(s.run("echo piped | nexoenv run -- cat").strip(), "piped")


@case("run: without `--`, without a command, with an unknown option: said in words, status 2", ("bash",))
def run_misuse(kind):
    with Shell(kind, program=PROGRAM, hooked=None, env={"NEXOROUTER_API_KEY": KEY}) as s:
        equal(s.run("nexoenv run echo hello").strip(), "hello")
        for line in ("nexoenv run", "nexoenv run --", "nexoenv run --wran-only -- true"):
            text = s.run(line)
            equal(s.status, 2, line)
            has(text, "nexoenv")
            lacks(text, "started")
