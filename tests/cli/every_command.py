#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs commands, one a line of standard input, and looks for secrets in what they print.

    every_command.py FILE SECRET... -- PROGRAM...
FILE is the standard input of each, PROGRAM and the words of the line are what is run. Fails when
eight bytes of a secret are printed, a sanitizer speaks, or the status is none of 0 to 3. No output
is lost: every command must have ended by itself."""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

PIECE = 8


def run(program, line, given):
    with open(given, "rb") as stdin:
        done = subprocess.run(program + line.split(), stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.returncode, done.stdout


def faults(status, output, pieces):
    if not 0 <= status <= 3:
        yield "status %d" % status
    for word in (b"AddressSanitizer", b"LeakSanitizer", b"runtime error"):
        if word in output:
            yield word.decode()
    for piece in pieces:
        if piece in output:
            yield "leaks in: %r" % next(x for x in output.split(b"\n") if piece in x)
            return


def main():
    split = sys.argv.index("--")
    given, secrets, program = sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]
    pieces = {s[i:i + PIECE].encode() for s in secrets for i in range(len(s) - PIECE + 1)}
    lines = sys.stdin.read().splitlines()
    if not lines or not pieces:
        sys.exit("nothing to run, or nothing to look for")
    bad = 0
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        for line, (status, output) in zip(lines, pool.map(lambda x: run(program, x, given), lines)):
            for fault in faults(status, output, pieces):
                print("%s: %s" % (line, fault))
                bad = 1
    return bad


sys.exit(main())
