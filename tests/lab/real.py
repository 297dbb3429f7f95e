# SPDX-License-Identifier: MIT
"""The real programs: one call to the gateway as its documentation shows it, with the variables of the
scenario. Status 0 when the gateway answered with the list of models. The key is read from the
environment and never an argument."""
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
NPM = os.path.join(os.path.dirname(HERE), "npm")
PYTHON = """
import os, {0}
r = {0}.get("https://api.nexorouter.com/v1/models", headers={{"Authorization": "Bearer " + os.environ["NEXOROUTER_API_KEY"]}})
print(r.status_code)
r.raise_for_status()
"""
# The SDK takes key and URL from its own variables, as a program that passes neither.
OPENAI = """
const { createRequire } = require("node:module");
const { OpenAI } = createRequire(process.env.NEXOENV_NPM + "/package.json")("openai");
const own = process.env.OPENAI_API_KEY ? {}
    : { apiKey: process.env.NEXOROUTER_API_KEY, baseURL: "https://api.nexorouter.com/v1" };
new OpenAI({ ...own, maxRetries: 0 }).models.list().then(
    (page) => { if (!page.data || !page.data.length) { console.log("no list"); process.exit(1); } console.log(page.data.length); },
    (e) => { console.log(String(e), String(e.cause)); process.exit(1); });
"""
CURL = ('printf "Authorization: Bearer %s\\n" "$NEXOROUTER_API_KEY" | '
        'curl -fsS -H @- https://api.nexorouter.com/v1/models')
COMMANDS = {
    "curl": ["sh", "-c", CURL],
    "python-requests": ["/usr/bin/python3", "-c", PYTHON.format("requests")],
    "python-httpx": ["/usr/bin/python3", "-c", PYTHON.format("httpx")],
    "node-openai": [f"{NPM}/node_modules/node24/bin/node", "-e", OPENAI],
}


def ready(client):
    """The packages of Node are made once, outside of any scenario's network."""
    return not client.startswith("node") or os.path.exists(COMMANDS[client][0])


def prepare():
    subprocess.run([f"{NPM}/ready"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def environment(client, env, certs):
    # The lab's own authority stands for a public one, which Node brings along.
    more = {"NODE_EXTRA_CA_CERTS": f"{certs}/lab.pem", "NEXOENV_NPM": NPM} if client.startswith("node") else {}
    return {**more, **env}


def command(client, fix=None, seconds=100):
    """`timeout` ends what hangs: before the fix that is one way to fail."""
    call = ["timeout", str(seconds), *COMMANDS[client]]
    return ["sh", "-c", 'eval "$0"; exec "$@"', fix, *call] if fix else call
