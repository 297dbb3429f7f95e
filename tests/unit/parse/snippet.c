// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/number.h"
#include "model/value.h"
#include "parse/snippet.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

static struct snippet read(const char *text)
{
    struct snippet s;
    struct problem problem = {0};
    if (!snippet_read(str_of(text), STR("s"), &s, &arena, &problem))
        fail_msg("%s\n%s", str_z(problem_text(&problem, &arena), &arena), text);
    return s;
}

static void same(struct str got, const char *expected)
{
    assert_string_equal(str_z(got, &arena), expected);
}

// What all of the documented snippets say, whatever the quoting.
static void is_the_call(const struct snippet *s)
{
    same(s->model, "deepseek-v4-flash");
    assert_int_equal(s->messages.n, 2);
    same(s->messages.items[0].role, "system");
    same(s->messages.items[1].content, "Hello, it's \"me\"");
    same(s->key_variable, "NEXOROUTER_API_KEY");
    assert_int_equal(s->auth, AUTH_FINE);
    assert_int_equal(s->faults.n, 0);
    assert_false(s->key_literal);
}

static void curl_in_every_quoting(void **state)
{
    (void)state;
    static const char *const calls[] = {
        "curl https://api.nexorouter.com/v1/chat/completions \\\n"
        "  -H \"Authorization: Bearer $NEXOROUTER_API_KEY\" \\\n"
        "  -H \"Content-Type: application/json\" \\\n"
        "  -d '{\"model\": \"deepseek-v4-flash\",\n"
        "    \"messages\": [{\"role\": \"system\", \"content\": \"Be brief\"},\n"
        "    {\"role\": \"user\", \"content\": \"Hello, it'\\''s \\\"me\\\"\"}],\n"
        "    \"temperature\": 0.7, \"max_tokens\": 512}'\n",
        // one line, double quotes, attached option, long names, prompt
        "$ curl -sS -XPOST --url \"https://api.nexorouter.com/v1/chat/completions\" "
        "--header \"Authorization: Bearer ${NEXOROUTER_API_KEY}\" "
        "--header 'Content-Type: application/json' --data-raw "
        "\"{\\\"model\\\":\\\"deepseek-v4-flash\\\",\\\"messages\\\":[{\\\"role\\\":\\\"system\\\","
        "\\\"content\\\":\\\"Be brief\\\"},{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"Hello, "
        "it's \\\\\\\"me\\\\\\\"\\\"}],\\\"temperature\\\":0.7,\\\"max_tokens\\\":512}\"",
        // --json, $'...', mixed quotes around the variable
        "curl --json $'{\"model\":\"deepseek-v4-flash\",\"messages\":[{\"role\":\"system\","
        "\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":\"Hello, it\\'s "
        "\\\\\"me\\\\\"\"}],\\n\"temperature\":0.7,\"max_tokens\":512}' "
        "-H 'Authorization: Bearer '\"$NEXOROUTER_API_KEY\" "
        "https://api.nexorouter.com/v1/chat/completions | jq .",
        // a here document, CRLF line ends
        "curl https://api.nexorouter.com/v1/chat/completions -d @- \\\r\n"
        "  -H 'Content-Type: application/json' \\\r\n"
        "  -H \"Authorization: Bearer $NEXOROUTER_API_KEY\" <<'EOF'\r\n"
        "{\"model\": \"deepseek-v4-flash\", \"temperature\": 0.7, \"max_tokens\": 512,\r\n"
        " \"messages\": [{\"role\": \"system\", \"content\": \"Be brief\"}, {\"role\": \"user\", "
        "\"content\": \"Hello, it's \\\"me\\\"\"}]}\r\nEOF\r\n",
        // Markdown around it, cmd.exe's continuation
        "```bash\ncurl https://api.nexorouter.com/v1/chat/completions ^\n"
        "-H \"Authorization: Bearer $NEXOROUTER_API_KEY\" ^\n-H 'content-type: application/json' "
        "-d '{\"model\":\"deepseek-v4-flash\",\"messages\":[{\"role\":\"system\",\"content\":"
        "\"Be brief\"},{\"role\":\"user\",\"content\":\"Hello, it\\u0027s \\\"me\\\"\"}],"
        "\"temperature\":7e-1,\"max_tokens\":512}'\n```\n",
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct snippet s = read(calls[i]);
        assert_int_equal(s.language, SNIPPET_CURL);
        is_the_call(&s);
        same(s.url, "https://api.nexorouter.com/v1/chat/completions");
        same(s.method, "POST");
        assert_true(s.temperature.value == 0.7 && s.max_tokens.value == 512);
        assert_false(number_is(s.top_p.value));
        assert_int_equal(s.stream, -1);
    }
}

#define HEADER                                                                                     \
    "-H \"Authorization: Bearer $NEXOROUTER_API_KEY\" -H 'Content-Type: application/json' "
#define URL "https://api.nexorouter.com/v1/chat/completions "
#define BODY                                                                                       \
    "{\"model\":\"deepseek-v4-flash\",\"messages\":[{\"role\":\"system\",\"content\":\"Be "        \
    "brief\"},{\"role\":\"user\",\"content\":\"Hello, it's \\\"me\\\"\"}]}"

// As it is copied from terminals, documentation and other shells.
static void curl_as_it_is_pasted(void **state)
{
    (void)state;
    static const char *const calls[] = {
        // a session with its prompts
        "$ curl " URL "\\\n> " HEADER "\\\n> -d @- <<EOF\n> " BODY "\n> EOF\n",
        // PowerShell
        "curl.exe " URL "`\n  -H \"Authorization: Bearer $env:NEXOROUTER_API_KEY\" `\n  -H "
        "'Content-Type: application/json' -d @- <<X\n" BODY "\nX\n",
        "curl.exe " URL "-H \"Authorization: Bearer ${env:NEXOROUTER_API_KEY}\" -H "
        "'Content-Type: application/json' -d @- <<X\n" BODY "\nX\n",
        // cmd.exe
        "curl " URL "^\n  -H \"Authorization: Bearer %NEXOROUTER_API_KEY%\" ^\n  -H "
        "\"Content-Type: application/json\" -d @- <<X\n" BODY "\nX\n",
        // a here document in a substitution, with an apostrophe in it
        "curl " URL HEADER "-d \"$(cat <<'JSON'\n" BODY "\nJSON\n)\"",
        "curl " URL HEADER "--data-raw \"$( cat << JSON\n" BODY "\nJSON\n)\" | jq .",
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct snippet s = read(calls[i]);
        is_the_call(&s);
        same(s.url, "https://api.nexorouter.com/v1/chat/completions");
    }
    // Elsewhere %NAME% stays as it is, and is sent so.
    assert_int_equal(read("curl " URL "-H 'Authorization: Bearer %NEXOROUTER_API_KEY%'").auth,
                     AUTH_UNEXPANDED);
    // A name of the program is no variable of the environment.
    struct snippet s = read("import requests\nrequests.post('https://a/v1/x', "
                            "headers={'Authorization': 'Bearer {key}'})");
    assert_int_equal(s.auth, AUTH_UNEXPANDED);
    assert_false(str_present(s.key_variable));
}

// The base URL of a variable, and what stands in for it.
static void a_variable_has_a_stand_in(void **state)
{
    (void)state;
    static const char *const calls[] = {
        "from openai import OpenAI\nimport os\n"
        "OpenAI(base_url=os.getenv('TEAM_URL', 'https://api.nexorouter.com/v1'))",
        "from openai import OpenAI\nimport os\n"
        "OpenAI(base_url=os.environ.get('TEAM_URL') or 'https://api.nexorouter.com/v1')",
        "new OpenAI({baseURL: process.env.TEAM_URL ?? 'https://api.nexorouter.com/v1'})",
        "const baseURL = process.env.TEAM_URL || 'https://api.nexorouter.com/v1'\n"
        "new OpenAI({ baseURL })",
        "curl ${TEAM_URL:-https://api.nexorouter.com/v1}",
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct snippet s = read(calls[i]);
        same(s.base_url_variable, "TEAM_URL");
        same(s.base_url_otherwise, "https://api.nexorouter.com/v1");
    }
    same(read("import requests, os\nb = os.getenv('B', 'https://api.nexorouter.com')\n"
              "requests.post(f'{b}/v1/chat/completions')")
             .base_url_otherwise,
         "https://api.nexorouter.com/v1/chat/completions");
    assert_false(str_present(read("new OpenAI({baseURL: process.env.B})").base_url_otherwise));
}

// An HTTP client with a base URL of its own, older SDKs, and a session of Python's own.
static void calls_in_other_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *url;
    } rows[] = {
        {"import httpx, os\n"
         "with httpx.Client(base_url='https://api.nexorouter.com/v1/', headers={'Authorization': "
         "f\"Bearer {os.environ['NEXOROUTER_API_KEY']}\"}) as c:\n"
         "    c.post('/chat/completions', json={'model': 'm', 'messages': [{'role': 'user', "
         "'content': 'x'}]})",
         "https://api.nexorouter.com/v1/chat/completions"},
        {"import requests, os\ns = requests.Session()\ns.headers.update({'Authorization': "
         "'Bearer ' + os.environ['NEXOROUTER_API_KEY']})\n"
         "s.post('https://api.nexorouter.com/v1/chat/completions', json={'model': 'm', "
         "'messages': [{'role': 'user', 'content': 'x'}]})",
         "https://api.nexorouter.com/v1/chat/completions"},
        {"const api = axios.create({ baseURL: 'https://api.nexorouter.com/v1', headers: { "
         "Authorization: `Bearer ${process.env.NEXOROUTER_API_KEY}` } })\n"
         "await api.post('chat/completions', { model: 'm', messages: [{ role: 'user', content: "
         "'x' }] })",
         "https://api.nexorouter.com/v1/chat/completions"},
        {"const r = await got.post('https://api.nexorouter.com/v1/chat/completions', { json: { "
         "model: 'm', messages: [{ role: 'user', content: 'x' }] }, headers: { Authorization: "
         "`Bearer ${process.env.NEXOROUTER_API_KEY}` } }).json()",
         "https://api.nexorouter.com/v1/chat/completions"},
        {"import openai, os\nopenai.api_key = os.getenv('NEXOROUTER_API_KEY')\n"
         "openai.api_base = 'https://api.nexorouter.com/v1'\n"
         "openai.ChatCompletion.create(model='m', messages=[{'role': 'user', 'content': 'x'}])",
         NULL},
        {"const c = new Configuration({ apiKey: process.env.NEXOROUTER_API_KEY, basePath: "
         "'https://api.nexorouter.com/v1' })\nconst o = new OpenAIApi(c)\n"
         "o.createChatCompletion({ model: 'm', messages: [{ role: 'user', content: 'x' }] })",
         NULL},
        {">>> from openai import OpenAI\n>>> import os\n"
         ">>> c = OpenAI(api_key=os.environ['NEXOROUTER_API_KEY'],\n"
         "...            base_url='https://api.nexorouter.com/v1')\n"
         ">>> c.chat.completions.create(model='m',\n"
         "...     messages=[{'role': 'user', 'content': 'x'}])\n",
         NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct snippet s = read(rows[i].text);
        same(rows[i].url ? s.url : s.base_url,
             rows[i].url ? rows[i].url : "https://api.nexorouter.com/v1");
        same(s.model, "m");
        same(s.key_variable, "NEXOROUTER_API_KEY");
        assert_int_equal(s.auth, AUTH_FINE);
        assert_int_equal(s.messages.n, 1);
        assert_int_equal(s.faults.n, 0);
    }
}

static void python_in_every_quoting(void **state)
{
    (void)state;
    static const char *const calls[] = {
        "import os\nfrom openai import OpenAI\n\n"
        "client = OpenAI(\n    api_key=os.environ[\"NEXOROUTER_API_KEY\"],\n"
        "    base_url=\"https://api.nexorouter.com/v1\",  # the gateway\n)\n"
        "response = client.chat.completions.create(\n    model=\"deepseek-v4-flash\",\n"
        "    messages=[\n        {\"role\": \"system\", \"content\": \"Be brief\"},\n"
        "        {\"role\": \"user\", \"content\": \"Hello, it's \\\"me\\\"\"},\n    ],\n)\n"
        "print(response.choices[0].message.content)\n",
        "from openai import AsyncOpenAI\nimport os\n"
        "BASE: str = 'https://api.nexorouter' '.com/v1'\nKEY = os.getenv('NEXOROUTER_API_KEY')\n"
        "msgs = [dict(), ] if False else None\n"
        "MODEL = r'deepseek-v4-flash'\n"
        "c = AsyncOpenAI(base_url=BASE, api_key=KEY)\n"
        "print(await c.chat.completions.create(model=MODEL, stream=False, messages=["
        "{'role': 'system', 'content': '''Be brief'''}, {'role': 'user',\n"
        "'content': 'Hello, it\\'s ' '\"me\"'}]))\n",
    };
    for (size_t i = 0; i < 2; i++) {
        struct snippet s = read(calls[i]);
        assert_int_equal(s.language, SNIPPET_PYTHON);
        is_the_call(&s);
        same(s.base_url, "https://api.nexorouter.com/v1");
        assert_true(s.sdk);
    }
    assert_int_equal(read(calls[0]).url_loc.line, 6);
    assert_int_equal(read(calls[0]).url_loc.column, 14);
    assert_int_equal(read(calls[1]).stream, 0);
    struct snippet s =
        read("import requests, os\nbase = \"https://api.nexorouter.com/v1\"\n"
             "h = {\"Authorization\": f\"Bearer {os.environ.get('NEXOROUTER_API_KEY', '')}\"}\n"
             "r = requests.post(f\"{base}/chat/completions\", headers=h, timeout=30,\n"
             "  json={\"model\": \"deepseek-v4-flash\", \"max_tokens\": 64, \"messages\": [\n"
             "  {\"role\": \"system\", \"content\": \"Be brief\"},\n"
             "  {\"role\": \"user\", \"content\": 'Hello, it\\'s \"me\"'}]})\n");
    is_the_call(&s);
    same(s.url, "https://api.nexorouter.com/v1/chat/completions");
    assert_true(s.timeout_s == 30 && s.max_tokens.value == 64 && !s.sdk);
}

static void javascript_in_every_quoting(void **state)
{
    (void)state;
    struct snippet s = read("import OpenAI from 'openai';\n\nconst client = new OpenAI({\n"
                            "  apiKey: process.env.NEXOROUTER_API_KEY!,\n"
                            "  baseURL: \"https://api.nexorouter.com/v1\", timeout: 30 * 1000 });\n"
                            "const completion = await client.chat.completions.create({\n"
                            "  model: 'deepseek-v4-flash', /* cheap */\n"
                            "  messages: [{ role: 'system', content: `Be brief` },\n"
                            "    { role: 'user', content: \"Hello, it's \\\"me\\\"\" }],\n});\n");
    assert_int_equal(s.language, SNIPPET_JAVASCRIPT);
    is_the_call(&s);
    same(s.base_url, "https://api.nexorouter.com/v1");
    assert_true(s.sdk);
    s = read("const key = process.env[\"NEXOROUTER_API_KEY\"] ?? '';\n"
             "const model = 'deepseek-v4-flash', url = 'x';\n"
             "const messages = [{ role: 'system', content: 'Be brief' },\n"
             "  { role: 'user', content: 'Hello, it\\'s \"me\"' }];\n"
             "async function main() {\n  const res = await fetch(`https://api.nexorouter.com/v1` + "
             "'/chat/completions', {\n    method: 'post',\n    headers: { 'Content-Type': "
             "'application/json', Authorization: `Bearer ${key}` },\n"
             "    body: JSON.stringify({ model, messages, temperature: 1 }),\n  });\n}\n");
    is_the_call(&s);
    same(s.url, "https://api.nexorouter.com/v1/chat/completions");
    same(s.method, "POST");
    assert_true(s.temperature.value == 1 && !s.sdk);
    s = read("const axios = require('axios');\naxios.post('https://a.example/v1/chat/completions', "
             "{ model: 'm', messages: [{role: 'user', content: 'x'}] }, { headers: { Authorization:"
             " 'Bearer ' + process.env.K }, timeout: 5000 })");
    assert_true(s.timeout_s == 5);
    same(s.key_variable, "K");
    assert_int_equal(s.auth, AUTH_FINE);
    assert_int_equal(s.faults.n, 0);
}

static void auth_is(const char *header, enum auth_fault expected)
{
    struct snippet s = read(str_z(str_fmt(&arena, "curl https://a/v1/models %s", header), &arena));
    if (s.auth != expected)
        fail_msg("%s: %s, expected %s", header, auth_fault_text(s.auth), auth_fault_text(expected));
}

static void the_header_is_judged(void **state)
{
    (void)state;
    auth_is("-H \"Authorization: Bearer $K\"", AUTH_FINE);
    auth_is("-H \"authorization:bearer $K\"", AUTH_FINE);
    auth_is("-H \"Authorization:  Bearer $K\"", AUTH_FINE); // blanks in front are no part of it
    auth_is("", AUTH_NO_HEADER);
    auth_is("-H \"Authorization: $K\"", AUTH_NO_BEARER);
    auth_is("-H \"Authorization: Bearer$K\"", AUTH_NO_BLANK);
    auth_is("-H \"Authorization: Bearer  $K\"", AUTH_MANY_BLANKS);
    auth_is("-H \"Authorization: Bearer\t$K\"", AUTH_MANY_BLANKS);
    auth_is("-H \"Authorization: Bearer \"", AUTH_NO_KEY);
    auth_is("-H 'Authorization: Bearer $K'", AUTH_UNEXPANDED);
    auth_is("-H 'Authorization: Bearer ${K}'", AUTH_UNEXPANDED);
    auth_is("-H \"Authorization: Bearer '$K'\"", AUTH_QUOTED_KEY);
    auth_is("-H \"Authorization: Basic $K\"", AUTH_OTHER_SCHEME);
    auth_is("-u user:$K", AUTH_OTHER_SCHEME);
    auth_is("-H \"x-api-key: $K\"", AUTH_OTHER_HEADER);
    auth_is("-H \"x-api-key: $K\" -H \"Authorization: Bearer $K\"", AUTH_FINE);
    auth_is("--oauth2-bearer $K", AUTH_FINE);
    auth_is("-H \"Authorization: Bearer $(cat key)\"", AUTH_FINE);
    struct snippet s = read("requests.get('https://a/v1/models', headers={'Authorization': "
                            "'Bearer {key}'})");
    assert_int_equal(s.auth, AUTH_UNEXPANDED); // the f is missing
    s = read("fetch('https://a', {headers: {Authorization: 'Bearer ${process.env.K}'}})");
    assert_int_equal(s.auth, AUTH_UNEXPANDED);
    same(s.key_variable, "K");
    s = read("fetch('https://a', {headers: {Authorization: `Bearer${process.env.K}`}})");
    assert_int_equal(s.auth, AUTH_NO_BLANK);
}

static void a_literal_key_does_not_survive(void **state)
{
    (void)state;
    struct snippet s = read("curl https://a/v1/models -H 'Authorization: Bearer "
                            "sk-nexo-TEST01abcDEF23456789'");
    assert_true(s.key_literal);
    assert_int_equal(s.key_length, 28);
    assert_string_equal(s.key_last4, "6789");
    assert_int_equal(s.auth, AUTH_FINE);
    assert_false(str_present(s.headers.items[0].value));
    s = read("client = OpenAI(api_key='YOUR_NEXOROUTER_API_KEY', base_url='https://a/v1')");
    assert_true(s.key_literal && s.key_facts & KEY_PLACEHOLDER);
    s = read("client = OpenAI(api_key='Bearer sk-nexo-TEST01abcDEF23456789')");
    assert_true(s.key_facts & KEY_BEARER);
    s = read("client = OpenAI()\nclient.chat.completions.create(**args)");
    same(s.key_variable, "OPENAI_API_KEY");
    assert_int_equal(s.faults.n, 0); // what args hold is not known
}

// Who makes the call decides how the environment is read.
static void the_client_is_told(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"from openai import OpenAI\nOpenAI(api_key=k)", "python-openai"},
        {"new OpenAI({apiKey: k})", "node-openai"},
        {"import requests\nrequests.post('https://a/v1/x')", "python-requests"},
        {"import httpx\nhttpx.post('https://a/v1/x')", "python-httpx"},
        {"import httpx\nclient = httpx.Client()\nclient.post('https://a/v1/x')", "python-httpx"},
        {"import requests\nsession = requests.Session()\nsession.post('https://a/v1/x')",
         "python-requests"},
        {"import aiohttp\nsession.post('https://a/v1/x')", "python-aiohttp"},
        {"import urllib.request\nurllib.request.Request('https://a/v1/x')", "python-urllib"},
        {"from langchain_openai import ChatOpenAI\nChatOpenAI(model='m')", "langchain-python"},
        {"const r = await fetch('https://a/v1/x', {method: 'POST'})", "node-fetch"},
        {"const r = await axios.post('https://a/v1/x', {})", "node-axios"},
        {"const p = createOpenAI({apiKey: k})", "vercel-ai"},
        {"from litellm import completion\ncompletion(model='openai/m', api_base='https://a/v1', "
         "api_key=os.environ['K'], messages=[])",
         "litellm"},
        {"import litellm\nawait litellm.acompletion(model='m')", "litellm"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(read(rows[i][0]).client, rows[i][1]);
    same(read(rows[8][0]).model, "m");
    same(read(rows[12][0]).model, "m");
    same(read(rows[12][0]).base_url, "https://a/v1");
    same(read(rows[12][0]).key_variable, "K");
    assert_null(read("curl https://a/v1/models").client); // the language says it
}

static void fault_is(const char *body, const char *field, const char *text, unsigned line)
{
    struct snippet s = read(
        str_z(str_fmt(&arena,
                      "curl --json '%s' https://a/v1/chat/completions -H 'Authorization: Bearer x'",
                      body),
              &arena));
    if (s.faults.n != 1)
        fail_msg("%s: %zu faults", body, s.faults.n);
    same(s.faults.items[0].field, field);
    assert_true(str_has(s.faults.items[0].text, str_of(text)));
    assert_int_equal(s.faults.items[0].loc.line, line);
}

#define OK_MESSAGES "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"

static void the_body_is_judged(void **state)
{
    (void)state;
    fault_is("{\"model\":\"m\",\n\"messages\":[]}", "messages", "is empty", 2);
    fault_is("{\"model\":\"m\"}", "messages", "no messages", 1);
    fault_is("{" OK_MESSAGES "}", "model", "names no model", 1);
    fault_is("{\"model\":\"\"," OK_MESSAGES "}", "model", "is empty", 1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\n\"max_tokens\":0}", "max_tokens", "is 0", 2);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\"max_tokens\":-5}", "max_tokens", "is -5", 1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\"max_tokens\":1.5}", "max_tokens", "is 1.5", 1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\"max_tokens\":\"9\"}", "max_tokens", "no number",
             1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\"temperature\":2.1}", "temperature", "0 to 2", 1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\"top_p\":1.01}", "top_p", "0 to 1", 1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",\"stream\":\"yes\"}", "stream", "neither", 1);
    fault_is("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", "messages", "role and content",
             1);
    fault_is("{\"model\":\"m\"," OK_MESSAGES ",}", "body", "no JSON", 1);
    fault_is("{\"model\":\"m\",\n" OK_MESSAGES "\n\"x\": 1}", "body", "no JSON", 3);
    fault_is("[1]", "body", "no JSON object", 1);
    // The documented limits themselves are fine.
    struct snippet s = read("curl --json '{\"model\":\"m\"," OK_MESSAGES ",\"temperature\":2,"
                            "\"top_p\":0,\"max_tokens\":1,\"stream\":true}' https://a");
    assert_int_equal(s.faults.n, 0);
    assert_int_equal(s.stream, 1);
    s = read("curl https://a/v1/chat/completions -d '{\"model\":\"m\"," OK_MESSAGES "}'");
    assert_int_equal(s.faults.n, 1); // no Content-Type
    s = read("curl https://a/v1/chat/completions");
    same(s.faults.items[0].field, "body");
    s = read("curl -H 'content-type: x' -d @body.json https://a/v1/chat/completions");
    assert_true(s.has_body && s.body_unread && s.faults.n == 0);
    s = read("requests.post('https://a', data={'model': 'm', 'messages': msgs})");
    assert_int_equal(s.faults.n, 1); // a form
    s = read("p = {'model': 'm', 'messages': msgs}\nrequests.request('POST', 'https://a/v1', "
             "data=json.dumps(p))");
    assert_int_equal(s.faults.n, 0);
    same(s.method, "POST");
    same(s.url, "https://a/v1");
    s = read("fetch('https://a', {body: {model: 'm', messages}})");
    assert_int_equal(s.faults.n, 1); // not JSON
}

static void bad(const char *text, unsigned line, unsigned column, const char *why)
{
    struct snippet s = {.language = SNIPPET_PYTHON};
    struct problem problem = {0};
    if (snippet_read(str_of(text), STR("s"), &s, &arena, &problem))
        fail_msg("accepted: %s", text);
    if (problem.loc.line != line || problem.loc.column != column ||
        !str_has(problem.text, str_of(why)))
        fail_msg("%s\n%s", text, str_z(problem_text(&problem, &arena), &arena));
}

static void what_is_no_call_is_told_with_its_place(void **state)
{
    (void)state;
    bad("", 0, 0, "expected a call");
    bad("hello world", 1, 1, "expected a call");
    bad("curl -H 'x", 1, 9, "closes this text");
    bad("\n curl https://a \\\n  -d \"{", 3, 6, "closes this text");
    bad("curl -H 'Authorization: x'", 1, 1, "a URL");
    bad("import os\nfrom openai import OpenAI\nOpenAI(api_key='x\n", 3, 16, "closes this text");
    bad("from openai import OpenAI\nOpenAI(api_key=x\n", 2, 8, "closes this call");
    bad("new OpenAI({apiKey: 'x'", 1, 12, "closes this one");
    bad("from openai import OpenAI\nprint(1)\n", 1, 1, "expected a call: OpenAI");
    bad("const x = process.env.Y", 1, 1, "expected a call: new OpenAI");
    bad("curl https://a -d @- <<EOF\nabc\n", 1, 22, "ends the here document");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curl_in_every_quoting),
        cmocka_unit_test(curl_as_it_is_pasted),
        cmocka_unit_test(a_variable_has_a_stand_in),
        cmocka_unit_test(calls_in_other_forms),
        cmocka_unit_test(python_in_every_quoting),
        cmocka_unit_test(javascript_in_every_quoting),
        cmocka_unit_test(the_header_is_judged),
        cmocka_unit_test(a_literal_key_does_not_survive),
        cmocka_unit_test(the_client_is_told),
        cmocka_unit_test(the_body_is_judged),
        cmocka_unit_test(what_is_no_call_is_told_with_its_place),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
