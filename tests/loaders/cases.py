# SPDX-License-Identifier: MIT
# Makes files for the differential test: cases.py SEED COUNT. One case a line, environment and text
# separated by a tab, escaped as in dotenv.md 10. The same seed makes the same files.
import random
import sys

NAMES = ["K", "A", "B", "low"]
PIECES = [
    "a", "b", "x1", "sk-nexo", "https://gw.example/v1", "#", " #", "# c", " # it's", "'", '"', "`",
    "\\", "\\n", "\\t", "\\r", '\\"', "\\'", "\\$", "\\\\", "$A", "${A}", "${B}", "$B", "$low",
    "${A:-d}", "${U-d}", "${U:-d}", "${A:+r}", "${A+r}", "${U", "$U", "$", "$$", "$1", "{", "}", "=",
    ":", ": ", ";", ",", " ", "  ", "\t", "&", "a b", "(", ")", "~", "*", "!", "-", "é", "\u00a0",
    "\u200b", "\u2028", "\n", "\r\n", "%", "|", "<", ">", "@", "null", "/",
]
SAFE = [p for p in PIECES if not any(c in p for c in "&;|<>()*`~!")]
OPENERS = ["", "", "", "", "", "", "export ", "export\t", "  ", "\t", "export  ", "exp ", "- ",
           "#", "# ", "\ufeff", "'", '"', ";", "//"]
SEPARATORS = ["=", "=", "=", "=", "=", "=", "=", "=", " = ", "= ", " =", "\t=\t", ":", ": ", "", " ",
              "+=", "==", ":="]
JUNK = ["", "", "text", "two words", "---", "# comment", "#", "<<<<<<< HEAD", "export", "export K",
        "=v", "```", "K", "   ", "\t", "# it's", '# a "quote', "export A B", "}", "\\"]


def text(rng, pieces, most):
    return "".join(rng.choice(pieces) for _ in range(rng.randrange(most)))


def value(rng, pieces):
    kind = rng.randrange(10)
    body = text(rng, pieces, 5)
    if kind < 4:
        return body
    quote = rng.choice("\"\"\"''`")
    tail = rng.choice(["", "", "", "", " ", " # c", "#c", "x", ",", quote, " x", "\\"])
    if kind < 8:
        return quote + body.replace(quote, "") + quote + tail
    if kind < 9:
        return quote + body + quote + tail
    return quote + body


def line(rng, pieces):
    if rng.randrange(7) == 0:
        return rng.choice(JUNK)
    opener = rng.choice(OPENERS) if rng.randrange(3) == 0 else ""
    sep = rng.choice(SEPARATORS)
    return opener + rng.choice(NAMES) + sep + value(rng, pieces)


def escape(data):
    out = []
    for byte in data:
        plain = {10: "\\n", 13: "\\r", 9: "\\t", 92: "\\\\"}.get(byte)
        if plain:
            out.append(plain)
        else:
            out.append(chr(byte) if 0x20 <= byte <= 0x7E and byte != 0x7C else "\\x%02x" % byte)
    return "".join(out)


def case(rng):
    pieces = SAFE if rng.randrange(3) else PIECES
    eol = rng.choice(["\n"] * 8 + ["\r\n", "\r\n", "\n\n", "\r"])
    body = eol.join(line(rng, pieces) for _ in range(rng.randrange(1, 6)))
    if rng.randrange(8):
        body += eol
    if rng.randrange(25) == 0:
        body = "\ufeff" + body
    data = body.encode()
    if rng.randrange(30) == 0:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + bytes([rng.choice([0xE9, 0xFF, 0xC3])]) + data[at:]
    env = {}
    for name in NAMES:
        if rng.randrange(6) == 0:
            env[name] = rng.choice(["", "stale", "st$ale", "a b", "${A}", "\\$x"])
    pairs = "|".join(f"{k}={escape(v.encode())}" for k, v in env.items())
    return (pairs or "-") + "\t" + escape(data)


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    for _ in range(count):
        print(case(rng))


main()
