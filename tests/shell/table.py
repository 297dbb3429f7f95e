# SPDX-License-Identifier: MIT
"""The list of cases, and how a case says what it expects."""
CASES = []
ALL = ("bash", "zsh", "fish")


def case(text, shells=ALL):
    def add(function):
        for shell in shells:
            CASES.append((text, shell, function))
        return function
    return add


def equal(got, want, what=""):
    if got != want:
        raise AssertionError("%sgot %r, expected %r" % (what and what + ": ", got, want))


def has(text, part):
    if part not in text:
        raise AssertionError("%r is not in %r" % (part, text))


def lacks(text, part):
    if part in text:
        raise AssertionError("%r is in %r" % (part, text))
