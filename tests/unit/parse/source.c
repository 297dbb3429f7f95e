// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/source.h"

static struct arena arena, scratch;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    scratch = arena_new(1 << 26);
    return 0;
}

struct row {
    const char *path, *text, *facts; // "url=https://...:3 timeout=30:3 retries=5:4 model=m:5"
};

// `calls`: of facts only which client calls, and with whose key; else only the others.
static void check_kinds(const struct row *rows, size_t n, bool calls)
{
    static const char *const kinds[] = {[SOURCE_BASE_URL] = "url",
                                        [SOURCE_TIMEOUT] = "timeout",
                                        [SOURCE_RETRIES] = "retries",
                                        [SOURCE_MODEL] = "model",
                                        [SOURCE_KEY] = "key",
                                        [SOURCE_DOTENV_OVERRIDE] = "override",
                                        [SOURCE_ENV_CLIENT] = "page",
                                        [SOURCE_ENV_SERVER] = "server",
                                        [SOURCE_ENV_META] = "meta",
                                        [SOURCE_ENV_BUNDLER] = "bundler",
                                        [SOURCE_DOTENV] = "dotenv",
                                        [SOURCE_CLIENT] = "client",
                                        [SOURCE_KEY_ELSEWHERE] = "elsewhere",
                                        [SOURCE_KEY_DEFAULT] = "default"};
    for (size_t i = 0; i < n; i++) {
        struct source_facts out = {0};
        struct buf b = buf_in(&arena);
        assert_true(source_reads(str_of(rows[i].path)));
        source_read(str_of(rows[i].text), str_of(rows[i].path), STR("api.nexorouter.com"), &out,
                    &arena, scratch);
        for (size_t k = 0; k < out.n; k++) {
            enum source_kind kind = out.items[k].kind;
            bool call = kind == SOURCE_CLIENT || kind == SOURCE_KEY_ELSEWHERE ||
                        kind == SOURCE_KEY_DEFAULT || kind == SOURCE_DOTENV;
            if (kind == SOURCE_KEY_NAMED || kind == SOURCE_KEY_FILLED || kind == SOURCE_URL_DEFAULT)
                continue;
            if (calls ? !call && kind != SOURCE_KEY : call)
                continue;
            buf_fmt(&b, "%s%s=%.*s", b.n ? " " : "", kinds[out.items[k].kind],
                    STR_ARG(out.items[k].text));
            if (out.items[k].text.n == 0)
                buf_fmt(&b, "%g", out.items[k].number);
            buf_fmt(&b, ":%u", (unsigned)out.items[k].loc.line);
        }
        if (!str_eq(buf_str(&b), str_of(rows[i].facts)))
            fail_msg("%s\n got %.*s\n expected %s", rows[i].text, STR_ARG(buf_str(&b)),
                     rows[i].facts);
    }
}

static void check(const struct row *rows, size_t n)
{
    check_kinds(rows, n, false);
}

static void clients_say_what_they_use(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"app.py",
         "from openai import OpenAI\nclient = OpenAI(\n  "
         "api_key=os.environ['NEXOROUTER_API_KEY'],\n"
         "  base_url='https://api.nexorouter.com/v1',\n  timeout=httpx.Timeout(20.0, connect=5),\n"
         "  max_retries=8)\nclient.chat.completions.create(model='deepseek-v4-flash', "
         "messages=m)\n",
         "url=https://api.nexorouter.com/v1:4 timeout=20:5 retries=8:6 model=deepseek-v4-flash:7"},
        {"src/a.ts",
         "import OpenAI from 'openai'\nconst BASE = `https://api.nexorouter.com/v1`;\n"
         "export const c = new OpenAI({ baseURL: BASE, timeout: 30 * 1000, maxRetries: 0 });\n"
         "await c.chat.completions.create({ model: 'm1', messages }, { timeout: 5000 });\n",
         "url=https://api.nexorouter.com/v1:2 url=https://api.nexorouter.com/v1:3 timeout=30:3 "
         "retries=0:3 model=m1:4 timeout=5:4"},
        // A base URL that is wrong stays as it is written.
        {"app.py", "openai.base_url = \"http://localhost:3001/v1\"\n",
         "url=http://localhost:3001/v1:1"},
        {"a.mjs",
         "new OpenAI({apiKey: process.env.OPENAI_API_KEY, baseURL: 'https://nexorouter.com'})",
         "server=OPENAI_API_KEY:1 url=https://nexorouter.com:1"},
        {"a.js",
         "await fetch('https://api.nexorouter.com/v1/chat/completions', {\n body: JSON.stringify({"
         "model: 'x'}), timeout: 9000})",
         "url=https://api.nexorouter.com/v1:1 timeout=9:2 model=x:2"},
        {"a.py",
         "H='https://api.nexorouter.com'\nrequests.post(f'{H}/v1/chat/completions', "
         "json={'model': 'q'}, timeout=10)",
         "url=https://api.nexorouter.com/v1:2 timeout=10:2 model=q:2"},
        {"a.js", "const url = 'https://api.nexoruoter.com/v1'",
         "url=https://api.nexoruoter.com/v1:1"},
        {"main.go",
         "import \"github.com/openai/openai-go\"\nc := openai.NewClient(option.WithBaseURL("
         "\"https://api.nexorouter.com/v1\"), option.WithMaxRetries(9)) // \"https://x\"\n"
         "p := openai.ChatCompletionNewParams{Model: \"deepseek-v4-flash\"}\n",
         "url=https://api.nexorouter.com/v1:2 retries=9:2 model=deepseek-v4-flash:3"},
        {"a.rb",
         "OpenAI::Client.new(uri_base: \"https://x.example/v1\", request_timeout: 12)\n"
         "client.chat(parameters: { model: \"m\" })",
         "url=https://x.example/v1:1 timeout=12:1 model=m:2"},
        {"a.php",
         "<?php use OpenAI; $c = OpenAI::factory()->withBaseUri('https://x.example/v1')\n"
         "->chat()->create(['model' => 'm']);",
         "url=https://x.example/v1:1 model=m:2"},
        {"run.sh",
         "#!/bin/sh\ncurl -s \"https://api.nexorouter.com/v1/models\" \\\n -H \"x: $K\"\n"
         "export OPENAI_BASE_URL=https://api.nexorouter.com/v1",
         "url=https://api.nexorouter.com/v1:2 url=https://api.nexorouter.com/v1:4"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void requests_say_how_long_they_wait(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a.js",
         "axios.post('https://api.nexorouter.com/v1/chat/completions', { model: 'm' },\n"
         "  { timeout: 5000 })\n",
         "url=https://api.nexorouter.com/v1:1 model=m:1 timeout=5:2"},
        {"a.js",
         "axios({ url: 'https://api.nexorouter.com/v1/chat/completions', timeout: 5000 })\n",
         "url=https://api.nexorouter.com/v1:1 timeout=5:1"},
        {"a.ts",
         "const api = axios.create({\n  baseURL: 'https://api.nexorouter.com/v1',\n"
         "  timeout: 20_000,\n})\n",
         "url=https://api.nexorouter.com/v1:2 timeout=20:3"},
        {"a.py", "c = httpx.Client(base_url='https://api.nexorouter.com/v1', timeout=15)\n",
         "url=https://api.nexorouter.com/v1:1 timeout=15:1"},
        {"a.py", "c = httpx.Client(base_url='https://example.org/v1', timeout=15)  # nexo\n", ""},
        {"main.go",
         "var c = &http.Client{Timeout: 10 * time.Second}\n"
         "const u = \"https://api.nexorouter.com/v1/models\"\n",
         "timeout=10:1 url=https://api.nexorouter.com/v1:2"},
        {"main.go",
         "var u = \"https://api.nexorouter.com/v1\"\n"
         "var s = &http.Server{ReadTimeout: 5 * time.Second}\nvar t = 3 * time.Second\n",
         "url=https://api.nexorouter.com/v1:1"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

// A key that stands in the code: its last four and its place; no placeholder, nobody else's.
static void a_key_in_the_code(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a.py", "OpenAI(api_key='sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW')\n", "key=U0vW:1"},
        {"a.py", "OpenAI(api_key='YOUR_NEXOROUTER_API_KEY')\n", "key=_KEY:1"},
        {"a.py", "OpenAI(api_key=os.environ['NEXOROUTER_API_KEY'])\n", ""},
        {"a.ts", "new OpenAI({ apiKey: 'sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW ' })\n",
         "key=U0vW:1"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

// The switch that lets the file win, in each loader's own words; not when it says false.
// The client that calls the gateway; a key that is spelled out, and whether another call has its key
// from elsewhere.
static void calls_and_their_keys(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a.py",
         "from openai import OpenAI\nc = OpenAI(api_key='YOUR_API_KEY', "
         "base_url='https://api.nexorouter.com/v1')\n",
         "key=12:2 client=python-openai:2"},
        {"a.py",
         "KEY = 'YOUR_API_KEY'\nc = openai.AsyncOpenAI(\n  api_key=KEY,\n"
         "  base_url='https://api.nexorouter.com/v1')\n",
         "key=12:3 client=python-openai:2"},
        {"a.py", "c = OpenAI()\nd = OpenAI()",
         "default=OPENAI_API_KEY:1 client=python-openai:1 client=python-openai:2"},
        {"a.mjs", "new OpenAI({ baseURL: 'https://api.nexorouter.com/v1' })",
         "default=OPENAI_API_KEY:1 client=node-openai:1"},
        // The rest may hold a key, the code may fill the variable, the client may have none.
        {"a.py", "c = OpenAI(base_url='https://api.nexorouter.com/v1', **rest)",
         "elsewhere=0:1 client=python-openai:1"},
        {"a.mjs", "new OpenAI({ baseURL: 'https://api.nexorouter.com/v1', ...rest })",
         "elsewhere=0:1 client=node-openai:1"},
        {"a.mjs", "new OpenAI(settings)", "elsewhere=0:1 client=node-openai:1"},
        {"a.py", "os.environ['OPENAI_API_KEY'] = load()\nc = OpenAI()",
         "elsewhere=0:2 client=python-openai:2"},
        {"a.py", "c = OpenAI(base_url=settings.url)", "elsewhere=0:1 client=python-openai:1"},
        {"a.mjs", "createOpenAICompatible({ baseURL: 'https://api.nexorouter.com/v1' })",
         "elsewhere=0:1 client=vercel-ai:1"},
        {"a.py", "c = OpenAI(api_key=os.getenv('NEXOROUTER_API_KEY', 'YOUR_API_KEY'))",
         "elsewhere=0:1 client=python-openai:1"},
        {"a.py", "c = OpenAI(api_key=load())", "elsewhere=0:1 client=python-openai:1"},
        // Which variable a call reads counts where it is the gateway's.
        {"a.py",
         "TOKEN = os.environ['GATEWAY_TOKEN']\nc = OpenAI(api_key=TOKEN, "
         "base_url='https://api.nexorouter.com/v1')",
         "elsewhere=GATEWAY_TOKEN:2 client=python-openai:2"},
        {"a.py", "c = OpenAI(api_key=os.environ['GATEWAY_TOKEN'])",
         "elsewhere=0:1 client=python-openai:1"},
        {"a.py",
         "c = OpenAI(api_key=os.getenv('TOKEN', 'x'), base_url='https://api.nexorouter.com/v1')",
         "elsewhere=0:1 client=python-openai:1"},
        {"a.py", "from dotenv import load_dotenv\nload_dotenv()", "dotenv=python-dotenv:2"},
        {"a.js", "require('dotenv').config()", "dotenv=dotenv:1"},
        {"a.js", "import 'dotenv/config'", "dotenv=dotenv:1"},
        {"a.js", "app.config() // openai", ""},
        // Another server takes any key.
        {"a.py", "c = OpenAI(api_key='EMPTY', base_url='http://gpu:8000/v1')",
         "client=python-openai:1"},
        {"a.py", "c = OpenAI(api_key='EMPTY', base_url=args.url)", "client=python-openai:1"},
        {"a.py", "# for nexorouter\nc = OpenAI(api_key='YOUR_KEY', base_url=args.url)",
         "key=8:2 client=python-openai:2"},
        {"a.py", "openai.api_key = 'YOUR_API_KEY'", "key=12:1"},
        {"a.py", "openai.api_key = os.environ['OPENAI_API_KEY']", "elsewhere=0:1"},
        {"a.py",
         "requests.post('https://api.nexorouter.com/v1/chat/completions',\n"
         "  headers={'authorization': 'Bearer <key>'})",
         "key=5:2 client=python-requests:1"},
        {"a.py",
         "requests.post('https://api.nexorouter.com/v1/chat/completions',\n"
         "  headers={'Authorization': f'Bearer {key}'})",
         "elsewhere=0:2 client=python-requests:1"},
        {"a.py",
         "requests.post('https://api.nexorouter.com/v1/chat/completions',\n"
         "  headers={'Authorization': 'Bearer %s' % key})",
         "elsewhere=0:2 client=python-requests:1"},
        {"a.py",
         "requests.post('https://api.nexorouter.com/v1/chat/completions',\n"
         "  headers={'Authorization': 'Bearer {}'.format(key)})",
         "elsewhere=0:2 client=python-requests:1"},
        {"a.py",
         "requests.post('https://api.nexorouter.com/v1/chat/completions',\n"
         "  headers={'Authorization': 'Bearer ' + key})",
         "elsewhere=0:2 client=python-requests:1"},
        {"a.py", "requests.get('https://example.com', headers={'Authorization': 'Bearer <key>'})",
         ""},
        {"a.js",
         "const r = await fetch('https://api.nexorouter.com/v1/models', {\n"
         "  headers: { Authorization: 'Bearer YOUR_API_KEY' } })",
         "key=12:2 client=node-fetch:1"},
        {"a.js",
         "await fetch('https://api.nexorouter.com/v1/models', {\n"
         "  headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` } })",
         "elsewhere=OPENAI_API_KEY:2 client=node-fetch:1"},
        {"a.ts", "new OpenAI({ apiKey: '$OPENAI_API_KEY' })", "key=15:1 client=node-openai:1"},
        {"a.ts", "new OpenAI({ apiKey: process.env.KEY ?? 'YOUR_KEY' })",
         "elsewhere=0:1 client=node-openai:1"},
        {"a.ts", "createOpenAI({ apiKey, baseURL: 'https://api.nexorouter.com/v1' })",
         "elsewhere=0:1 client=vercel-ai:1"},
        {"a.sh",
         "curl https://api.nexorouter.com/v1/models \\\n -H 'Authorization: Bearer YOUR_API_KEY'",
         "key=12:2"},
        {"a.sh", "curl https://api.nexorouter.com/v1/models -H \"Authorization: Bearer $KEY\"",
         "elsewhere=0:1"},
        {"a.sh", "curl https://api.example.com/v1 -H 'Authorization: Bearer YOUR_API_KEY' # openai",
         ""},
        {"a.go",
         "import \"github.com/openai/openai-go\"\nc := openai.NewClient(\n"
         " option.WithBaseURL(\"https://api.nexorouter.com/v1\"), "
         "option.WithAPIKey(\"YOUR_API_KEY\"))",
         "client=openai-go:1 key=12:3"},
        {"a.go", "// openai nexorouter\nc := f(option.WithAPIKey(os.Getenv(\"KEY\")))",
         "elsewhere=0:2"},
        {"a.go",
         "import \"net/http\"\nreq.Header.Set(\"Authorization\", \"Bearer YOUR_API_KEY\") "
         "// nexorouter",
         "client=go:1 key=12:2"},
        {"a.go", "h.Set(\"Authorization\", \"Bearer \"+key) // nexorouter", "elsewhere=0:1"},
        {"a.go", "h.Set(\"Authorization\", fmt.Sprintf(\"Bearer %s\", key)) // nexorouter",
         "elsewhere=0:1"},
        {"a.rb",
         "c = OpenAI::Client.new(access_token: 'YOUR_API_KEY', "
         "uri_base: 'https://api.nexorouter.com/v1')",
         "client=ruby-faraday:1 key=12:1"},
        {"a.rb", "c = OpenAI::Client.new(access_token: ENV['KEY']) # nexorouter",
         "client=ruby-faraday:1 elsewhere=0:1"},
        {"a.php",
         "<?php $c = curl_init('https://api.nexorouter.com/v1/models');\n"
         "$h = ['Authorization: Bearer YOUR_API_KEY'];",
         "client=php-curl:1 key=12:2"},
        {"a.php",
         "<?php $c = curl_init('https://api.nexorouter.com/v1/models');\n"
         "$h = [\"Authorization: Bearer $key\"];",
         "client=php-curl:1 elsewhere=0:2"},
        // The variable that it reads, beside the gateway's URL.
        {"a.go",
         "c := openai.NewClient(option.WithAPIKey(os.Getenv(\"TEAM_KEY\")),\n"
         " option.WithBaseURL(\"https://api.nexorouter.com/v1\"))",
         "elsewhere=TEAM_KEY:1"},
        {"a.rb",
         "c = OpenAI::Client.new(access_token: ENV.fetch('TEAM_KEY'), "
         "uri_base: 'https://api.nexorouter.com/v1')",
         "client=ruby-faraday:1 elsewhere=TEAM_KEY:1"},
        {"a.rb",
         "c = OpenAI::Client.new(access_token: ENV['TEAM_KEY'] || 'x', "
         "uri_base: 'https://api.nexorouter.com/v1')",
         "client=ruby-faraday:1 elsewhere=0:1"},
        {"a.php",
         "<?php return ['openai' => ['api_key' => env('TEAM_KEY'), 'base_url' => "
         "'https://api.nexorouter.com/v1']];",
         "elsewhere=TEAM_KEY:1"},
        {"a.php",
         "<?php return ['openai' => ['api_key' => env('TEAM_KEY', 'x'), 'base_url' => "
         "'https://api.nexorouter.com/v1']];",
         "elsewhere=0:1"},
        {"A.java",
         "var c = OpenAIOkHttpClient.builder().apiKey(System.getenv(\"TEAM_KEY\"))"
         ".baseUrl(\"https://api.nexorouter.com/v1\").build();",
         "elsewhere=TEAM_KEY:1"},
        {"A.cs",
         "var c = new OpenAIClient(new ApiKeyCredential(Environment.GetEnvironmentVariable("
         "\"TEAM_KEY\")), new() { Endpoint = new Uri(\"https://api.nexorouter.com/v1\") });",
         "elsewhere=TEAM_KEY:1"},
        {"a.rs",
         "let c = OpenAIConfig::new().with_api_key(std::env::var(\"TEAM_KEY\").unwrap())"
         ".with_api_base(\"https://api.nexorouter.com/v1\");",
         "elsewhere=TEAM_KEY:1"},
        {"a.rs",
         "let c = OpenAIConfig::new().with_api_key(std::env::var(\"TEAM_KEY\")"
         ".unwrap_or(other())).with_api_base(\"https://api.nexorouter.com/v1\");",
         "elsewhere=0:1"},
    };
    check_kinds(rows, sizeof rows / sizeof *rows, true);
}

static void a_loader_may_override(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a.py", "from dotenv import load_dotenv\nload_dotenv(override=True)\n",
         "override=python-dotenv:2"},
        {"a.py", "import dotenv\ndotenv.load_dotenv(find_dotenv(), override=True)\n",
         "override=python-dotenv:2"},
        {"a.py",
         "from dotenv import load_dotenv\nload_dotenv('.env.local', verbose=True,\n"
         "            override=True)\n",
         "override=python-dotenv:3"},
        {"a.py", "from dotenv import load_dotenv\nload_dotenv(override=False)\n", ""},
        {"a.py", "from dotenv import load_dotenv\nload_dotenv()\n", ""},
        {"a.py", "from dotenv import load_dotenv\n# load_dotenv(override=True)\n", ""},
        {"a.js", "require('dotenv').config({ override: true })\n", "override=dotenv:1"},
        {"a.mjs", "import dotenv from 'dotenv'\ndotenv.config({ path: '.env', override: true })\n",
         "override=dotenv:2"},
        {"a.js", "require('dotenv').config({ override: false })\n", ""},
        {"a.js", "app.config({ override: true })\n", ""},
        {"main.go", "godotenv.Overload()\n", "override=godotenv:1"},
        {"a.rb", "require 'dotenv'\nDotenv.overload\n", "override=ruby-dotenv:2"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void other_services_are_not_ours(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a.py",
         "from openai import OpenAI\nstripe.api_base = 'https://api.stripe.com'\n"
         "client = Client(base_url='https://api.github.com', timeout=3)\n",
         ""},
        {"a.js",
         "import OpenAI from 'openai';\naxios.create({ baseURL: 'https://api.acme.dev/v1', "
         "timeout: 1000 });\nfetch('https://api.acme.dev/v1/models')",
         ""},
        // A second client with another provider's key, and its model.
        {"a.py",
         "from openai import OpenAI\nd = OpenAI(api_key=os.environ['DEEPSEEK_API_KEY'], "
         "base_url='https://api.deepseek.com', timeout=5)\nd.chat.completions.create(model='x')",
         ""},
        {"a.ts", "new AzureOpenAI({ endpoint: 'https://x.openai.azure.com' })", ""},
        // Comments, links, and halves of a concatenation.
        {"a.py", "# base_url='https://api.nexorouter.com/v1' openai\n", ""},
        {"a.js", "/* new OpenAI({baseURL: 'https://a'}) */ // https://api.nexorouter.com/v1\n", ""},
        {"a.tsx", "<a href=\"https://nexorouter.com/en/docs\">docs</a>", ""},
        {"a.js", "const HOST = 'https://api.nexorouter.com'", ""},
        {"a.py", "OpenAI(base_url=os.environ['OPENAI_BASE_URL'], timeout=cfg.timeout)", ""},
        {"a.js", "new OpenAI({ baseURL: `${host}/v1` })", ""},
        {"a.go", "c := http.NewClient(WithBaseURL(\"https://api.acme.dev\"))", ""},
        {"a.py", "model = 'deepseek-v4-flash'\ntrain(model='resnet', timeout=3)  # openai", ""},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void who_reads_the_key(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"app/page.tsx", "'use client'\nconst k = process.env.OPENAI_API_KEY\n",
         "page=OPENAI_API_KEY:2"},
        {"app/page.tsx", "/* x */ \"use strict\";\n'use client';\nf(process.env['OPENAI_API_KEY'])",
         "page=OPENAI_API_KEY:3"},
        {"app/page.tsx", "import 'x'\n'use client'\nf(process.env?.OPENAI_API_KEY)",
         "server=OPENAI_API_KEY:3"},
        {"a.js", "f(`Bearer ${process.env.OPENAI_API_KEY}`, process.env.OPENAI_API_KEY)",
         "server=OPENAI_API_KEY:1"},
        {"a.js", "const { A, OPENAI_API_KEY: key, B = 1 } = process.env;",
         "server=OPENAI_API_KEY:1"},
        {"a.js", "const { OPENAI_API_KEY } = import.meta.env\n", "meta=OPENAI_API_KEY:1"},
        {"a.js", "const { OPENAI_API_KEY } = process.env.X\n", ""},
        {"a.js", "const { OPENAI_API_KEY } = other.env\n", ""},
        {"a.js", "// process.env.OPENAI_API_KEY\n'process.env.OPENAI_API_KEY'\n", ""},
        {"a.js", "f(process.env.OPENAI_MODEL)", ""},
        {"next.config.mjs", "export default { env: { OPENAI_API_KEY: x } }",
         "bundler=OPENAI_API_KEY:1"},
        {"web/vite.config.ts", "define: { 'x': `${env.OPENAI_API_KEY}` }",
         "bundler=OPENAI_API_KEY:1"},
        {"a.py", "f(process.env.OPENAI_API_KEY)", ""},
    };
    check(rows, sizeof rows / sizeof *rows);
}

// What fills a key's variable, or which store gives a secret: "NEXOROUTER_API_KEY:2 getpass:3".
static struct str fills(const char *path, const char *code)
{
    struct source_facts out = {0};
    struct buf b = buf_in(&arena);
    struct str text = str_fmt(&arena, "%s\nopenai", code);
    source_read(text, str_of(path), STR("api.nexorouter.com"), &out, &arena, scratch);
    for (size_t i = 0; i < out.n; i++) {
        const struct source_fact *f = &out.items[i];
        if (f->kind == SOURCE_KEY_FILLED)
            buf_fmt(&b, "%s%.*s:%u", b.n ? " " : "", STR_ARG(f->text.n ? f->text : f->url),
                    (unsigned)f->loc.line);
    }
    return buf_str(&b);
}

static void the_code_gets_the_key_itself(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"a.py", "os.environ['NEXOROUTER_API_KEY'] = ask()", "NEXOROUTER_API_KEY:1"},
        {"a.py", "os.environ.setdefault(\"NEXOROUTER_API_KEY\", read())", "NEXOROUTER_API_KEY:1"},
        {"a.py", "os.environ['OPENAI_API_KEY'] = os.environ.get('X') or ask()", "OPENAI_API_KEY:1"},
        {"a.py", "def f(v):\n  os.environ[v] = ask(v)\nf('NEXOROUTER_API_KEY')",
         "NEXOROUTER_API_KEY:3"},
        {"a.js", "process.env.NEXOROUTER_API_KEY ?\?= await ask()", "NEXOROUTER_API_KEY:1"},
        {"a.ts", "process.env['NEXOROUTER_API_KEY'] = key", "NEXOROUTER_API_KEY:1"},
        {"a.ts", "Deno.env.set('NEXOROUTER_API_KEY', key)", "NEXOROUTER_API_KEY:1"},
        {"a.go", "os.Setenv(\"NEXOROUTER_API_KEY\", key)", "NEXOROUTER_API_KEY:1"},
        {"a.rb", "ENV['NEXOROUTER_API_KEY'] ||= `pass nexo`", "NEXOROUTER_API_KEY:1"},
        {"a.php", "$_ENV['NEXOROUTER_API_KEY'] = key();", "NEXOROUTER_API_KEY:1"},
        {"a.rs", "env::set_var(\"NEXOROUTER_API_KEY\", key);", "NEXOROUTER_API_KEY:1"},
        {"a.cs", "Environment.SetEnvironmentVariable(\"NEXOROUTER_API_KEY\", key);",
         "NEXOROUTER_API_KEY:1"},
        {"a.py", "key = getpass.getpass('key')", "getpass:1"},
        {"a.py", "key = st.secrets['NEXO']", "Streamlit's secrets:1"},
        {"a.rb", "Rails.application.credentials.dig(:nexo, :key)", "Rails' credentials:1"},
        {"a.cs", "var key = builder.Configuration[\"Nexo:ApiKey\"];", ".NET's configuration:1"},
        {"A.java", "@Value(\"${nexo.api-key}\") String key;", "Spring's configuration:1"},
        {"a.py", "s.get_secret_value(SecretId='nexo')", "AWS' secrets manager:1"},
        {"a.py", "config = SettingsConfigDict(secrets_dir='/run/secrets')",
         "pydantic's secrets_dir:1"},
        {"a.py", "key = Secret.load('nexo').get()", "Prefect's secrets:1"},
        {"a.py", "app = modal.App(secrets=[modal.Secret.from_name('nexo')])", "Modal's secrets:1"},
        {"a.py", "key = Variable.get('nexo')", "Airflow's variables:1"},
        {"a.py", "OpenAI(api_key=open('key').read())", "a file:1"},
        {"a.py", "gr.Textbox(type='password')", "a field of the page:1"},
        {"a.cs", "Configuration.GetValue<string>(\"Nexo:ApiKey\")", ".NET's configuration:1"},
        {"a.js", "new OpenAI({ apiKey: fs.readFileSync('key', 'utf8') })", "a file:1"},
        {"a.cs", "DotNetEnv.Env.Load();", "DotNetEnv's file:1"},
        {"A.java", "Dotenv dotenv = Dotenv.load();", "dotenv-java's file:1"},
        {"a.kt", "val env = dotenv { }", "dotenv-kotlin's file:1"},
        {"config/runtime.exs", "# sources\nsource!([\".env\", System.get_env()])",
         "Dotenvy's files:2"},
        {"src/main/resources/application.properties",
         "a=1\nspring.config.import=optional:file:.env[.properties]",
         "the file that Spring imports:2"},
        // Handed on, compared, read, of another name, in a comment: nothing is filled.
        {"a.py", "os.environ['OPENAI_API_KEY'] = os.environ['NEXOROUTER_API_KEY']", ""},
        {"a.py", "os.environ['OPENAI_API_KEY'] = os.getenv('NEXOROUTER_API_KEY')\nx = a or b", ""},
        {"a.js", "process.env.OPENAI_API_KEY = process.env.NEXOROUTER_API_KEY;", ""},
        {"a.rb", "ENV['OPENAI_API_KEY'] = ENV.fetch('NEXOROUTER_API_KEY')", ""},
        {"a.go", "os.Setenv(\"OPENAI_API_KEY\", os.Getenv(\"NEXOROUTER_API_KEY\"))", ""},
        {"a.js", "if (process.env.NEXOROUTER_API_KEY == x) ask()", ""},
        {"a.js", "if (process.env.NEXOROUTER_API_KEY === x) ask()", ""},
        {"a.py", "os.environ['TOKENIZERS_PARALLELISM'] = flag", ""},
        {"a.py", "# os.environ['NEXOROUTER_API_KEY'] = ask()", ""},
        {"a.py", "os.environ[name] = value", ""},
        {"a.py", "settings.key.get_secret_value()", ""},
        {"a.py", "gr.Textbox(type='text')", ""},
        {"a.py", "text = open('prompt').read()", ""},
        {"src/main/resources/application.properties", "key=${NEXOROUTER_API_KEY}", ""},
        {"a.cs", "var level = builder.Configuration[\"Logging:Level\"];", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!str_eq(fills(rows[i][0], rows[i][1]), str_of(rows[i][2])))
            fail_msg("%s: got %.*s", rows[i][1], STR_ARG(fills(rows[i][0], rows[i][1])));
}

static void only_the_program_is_read(void **state)
{
    (void)state;
    static const char *const yes[] = {"a.py",          "a.ipynb",        "src/x/a.tsx",
                                      "cmd/main.go",   "scripts/run.sh", "contest.py",
                                      "app/latest.js", "build.py"};
    static const char *const no[] = {"a.md",      "a.json",     "node_modules/x/a.js",
                                     "dist/a.js", "tests/a.py", "src/a.test.ts",
                                     "x_test.go", "test_a.py",  "a.min.js",
                                     "a.d.ts",    "py"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!source_reads(str_of(yes[i])))
            fail_msg("%s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (source_reads(str_of(no[i])))
            fail_msg("%s", no[i]);
}

static void a_call_without_a_url_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
        bool seen;
    } rows[] = {
        {"a.py", "OpenAI()", true},
        {"a.py", "OpenAI(api_key=key)", true},
        {"a.py", "OpenAI(base_url=url)", false},
        {"a.py", "OpenAI(**options)", false},
        {"a.py", "OpenAI(api_key=os.environ['GROQ_API_KEY'])", false},
        {"a.ts", "new OpenAI({ apiKey: settings.key })", true},
        {"a.ts", "new OpenAI({ apiKey: settings.key, baseURL })", false},
        {"a.java", "import x.openai.M; M.builder().apiKey(System.getenv(\"OPENAI_API_KEY\"))",
         true},
        {"a.java", "import x.openai.M; M.builder().baseUrl(\"https://h.example/v1\").apiKey(k)",
         false},
        {"a.java", "import x.openai.M; M.class", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source_facts out = {0};
        bool seen = false;
        source_read(str_of(rows[i].text), str_of(rows[i].path), STR("api.nexorouter.com"), &out,
                    &arena, scratch);
        for (size_t k = 0; k < out.n; k++)
            seen |= out.items[k].kind == SOURCE_URL_DEFAULT;
        if (seen != rows[i].seen)
            fail_msg("%s", rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_without_a_url_is_seen),
        cmocka_unit_test(clients_say_what_they_use),
        cmocka_unit_test(requests_say_how_long_they_wait),
        cmocka_unit_test(a_key_in_the_code),
        cmocka_unit_test(calls_and_their_keys),
        cmocka_unit_test(a_loader_may_override),
        cmocka_unit_test(other_services_are_not_ours),
        cmocka_unit_test(who_reads_the_key),
        cmocka_unit_test(the_code_gets_the_key_itself),
        cmocka_unit_test(only_the_program_is_read),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
