# SPDX-License-Identifier: MIT
"""Records what real clients do with generated variables and files, group by group, in the format of the
vectors; tools/vectors_clients then holds the predictions against it. Groups: D trust stores, E files of
tools and netrc, F variables of SDKs, G Node's switches. Runs inside a namespace of tests/clients/namespace.

    record.py COUNT SEED GROUP...       prints TAP without a plan
"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import groups  # noqa: E402
import origin  # noqa: E402
import run  # noqa: E402

TOOL = os.environ["VECTORS_TOOL"]
STORES = os.path.join(run.WORK, "stores")
COLUMNS = ("case_id group client program program_version env files target_url expected_route mode proxy_auth_sent "
           "detail error_class error_text verified").split()
FILES = [".netrc", "_netrc", "other", ".curlrc", ".wgetrc", ".gitconfig"]


def escaped(text):
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", '"': '\\"'}
    return "".join(named.get(c) or (c if " " <= c != "\x7f" else "\\u%04x" % ord(c)) for c in text)


def pairs(d):
    return " ".join('%s="%s"' % (name, escaped(value)) for name, value in d.items())


def redirected(case, requests):
    """As in the vectors: what was asked and answered, and each request that came."""
    seen = ["%s port %d with%s Authorization" % (line.split(" ")[0], port, "" if "authorization" in headers else "out")
            for line, headers, port in requests]
    return "request is %s; origin answers %d to %s; seen: %s" % (
        case["method"], *case["redirect"], " then ".join(seen))


def trust(group):
    """The system's stores of this mount namespace: one CA in the bundle and one beside it, or all."""
    certs = os.path.join(run.WORK, "certs-" + group)
    ca = {name: os.path.join(STORES, name + ".ca.pem") for name in origin.STORES}
    if group == "D":
        origin.hashed(certs, {"ca-certificates.crt": [ca["sysfile"], ca["other"]], "sysdir.pem": [ca["sysdir"]]})
    else:
        origin.hashed(certs, {"ca-certificates.crt": [ca["main"], ca["other"]], "main.pem": [ca["main"]]})
    subprocess.run(["mount", "--bind", certs, "/etc/ssl/certs"], check=True)


def sdk(version, name, package):
    """A client that is given no key and no base URL. Whom it trusts is group D's question."""
    client = run.node(version, name, package)
    client.extra["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"
    for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        client.extra.pop(key)
    return client


SDKS = {
    "node-openai": lambda: sdk("24", "openai", "openai"),
    "node-openai-4": lambda: sdk("22", "openai4", "openai4"),
    "node-anthropic": lambda: sdk("24", "anthropic", "@anthropic-ai/sdk"),
}


SENDS = "Authorization: Bearer sk-nexo-TEST"
FOLLOWS = {  # as they follow redirects, with a key
    "curl -L": ("curl", lambda: run.OneShot(
        run.number(run.output("curl", "--version")), "sh", "-c",
        'exec curl -L -sS -o /dev/null -H "$1" ${CLIENTS_METHOD:+-d "{}"} "$0"', "URL", SENDS)),
    "wget": ("wget", lambda: run.OneShot(
        run.number(run.output("wget", "--version")), "sh", "-c",
        'exec wget -nv -O /dev/null --tries=1 --header="$1" ${CLIENTS_METHOD:+--post-data={}} "$0"', "URL", SENDS)),
}


class Program:
    def __init__(self, group, name):
        self.group, self.name = group, name
        self.id, make = FOLLOWS[name] if group == "R" and name in FOLLOWS else run.CLIENTS[name]
        self.client = SDKS[name]() if group == "F" else make()
        if group == "D" and self.client.version:  # root may read what nobody may
            self.client.command = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", *self.client.command)
        self.there = bool(self.client.version)
        self.version = self.client.version.replace("/node@", " on node ")

    def do(self, recorder, case):
        """One run: (route, requests)."""
        for name in FILES:
            path = os.path.join(run.HOME, name)
            if os.path.exists(path):
                os.remove(path)
            if "~/" + name in case.get("files", {}):
                with open(path, "w", encoding="utf-8", newline="") as f:
                    f.write(case["files"]["~/" + name])
                os.chmod(path, 0o600)
        env = {k: v.replace("$CA_DIR", STORES).replace("$HOME", run.HOME) for k, v in case["env"].items()}
        if self.group != "D" and self.id.startswith(("node", "npm", "bun", "deno")):
            env["NODE_EXTRA_CA_CERTS"] = os.path.join(STORES, "main.ca.pem")
        if self.group == "D" and isinstance(self.client, run.Batch):  # aiohttp and Ruby keep their store
            self.client.afresh(env)
        if self.group == "R":
            env["CLIENTS_FOLLOW"] = "1"
            if case["method"] == "POST":
                env["CLIENTS_METHOD"] = "POST"
        recorder.clear(case.get("redirect"))
        try:
            self.client.run(env, "env" if case["url"] == "(from env)" else case["url"])
        except run.Hung:
            return "(it hangs)", []
        seen = recorder.now
        return (seen.routes or ["error"])[0].replace("10.9.9.9", "proxy.corp"), seen.requests

    def row(self, recorder, case, number):
        route, requests = self.do(recorder, case)
        detail = ""
        if self.group == "D":
            route = "direct" if requests else "error"
        elif requests and ("authorization" in requests[0][1] or self.id == "git" or self.group == "F"):
            detail = origin.arrived(requests[0]).replace("sk-nexo-TEST", "sk-test")
        if self.group == "R":
            detail = redirected(case, requests)
        values = {"case_id": "%s-%d:%s" % (self.group, number, self.name), "group": self.group, "client": self.id,
                  "program": self.name, "program_version": self.version, "env": pairs(case["env"]),
                  "files": pairs(case.get("files", {})), "target_url": case["url"], "expected_route": route,
                  "detail": detail if self.group in "EFR" else "", "verified": "yes"}
        return "\t".join(values.get(column, "") for column in COLUMNS)


def differing(rows):
    """{id: what differs} of these rows, by the tool."""
    path = os.path.join(run.WORK, "rows.%d.tsv" % os.getpid())
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(["\t".join(COLUMNS)] + rows) + "\n")
    said = subprocess.run([TOOL, path], stdout=subprocess.PIPE, check=False).stdout.decode("utf-8", "replace")
    if not re.search(r"^\d+ passed, \d+ failed$", said, re.M):
        return {row.split("\t")[0]: "(the tool ended: %s)" % said[-200:] for row in rows}
    return {line.split("\t")[0]: line for line in said.splitlines() if "\t" in line}


def smaller(case):
    for name in case["env"]:
        yield dict(case, env={k: v for k, v in case["env"].items() if k != name})
    for name, text in case.get("files", {}).items():
        lines = text.splitlines(True)
        for i in range(len(lines) if len(lines) > 1 else 0):
            yield dict(case, files=dict(case["files"], **{name: "".join(lines[:i] + lines[i + 1:])}))


def shrink(recorder, program, case):
    """The smallest case that still differs: (case, what the tool says); None when it was seen once only."""
    said = differing([program.row(recorder, case, 0)])
    if not said:
        return None
    again = True
    while again:
        again = False
        for less in smaller(case):
            found = differing([program.row(recorder, less, 0)])
            if found:
                case, said, again = less, found, True
                break
    return case, "".join(said.values())


def test(recorder, group, name, count, seed):
    program = Program(group, name)
    if not program.there:
        print("ok - group %s, %s # SKIP the program is not there" % (group, name), flush=True)
        return True
    cases = list(groups.cases(group, seed, count, name))
    bad = differing([program.row(recorder, case, i) for i, case in enumerate(cases)])
    told = [shrink(recorder, program, cases[int(re.split("[-:]", i)[1])]) for i in list(bad)[:4]]
    fine = not [found for found in told if found]
    print("%s - group %s, %s@%s: %d cases" % ("ok" if fine else "not ok", group, name, program.client.version, len(cases)),
          flush=True)
    for found in told:
        if found:
            print("#   %s\n#   %s" % (json.dumps(found[0], sort_keys=True, ensure_ascii=False), found[1]), flush=True)
    return fine


def main():
    count, seed, wanted = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    only = os.environ.get("CLIENTS_ONLY", "").split()
    os.makedirs(STORES)
    origin.make_stores(STORES)
    origin.serve_names()
    recorder = origin.Origin(STORES)
    fine = True
    for group in wanted:
        trust(group)
        for name in groups.CLIENTS[group]:
            if not only or name in only:
                fine &= test(recorder, group, name, count, seed)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
