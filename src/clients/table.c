// SPDX-License-Identifier: MIT
// The clients, ordered by id. A row: what it is called, the versions it stands for, how a project
// shows it, and what each version does (clients/rules.c).
#include "clients/rules.h"

#define NODE_NOW  "26.10.0"
#define HTTPX_NOW "0.28.1"

// clang-format off
static const struct client table[] = {
    {.id = "bun-fetch", .title = "fetch in Bun", .lang = LANG_OTHER, .newest = "1.4.5", .versions = "1.4.5", .packages = "file:bun.lock|file:bun.lockb|npm:bun-types", .rules = RULES_bun},
    {.id = "curl", .title = "curl", .lang = LANG_C, .newest = "8.22.0", .versions = "7.88.1, 8.22.0", .packages = "", .rules = RULES_curl},
    {.id = "deno-fetch", .title = "fetch in Deno", .lang = LANG_OTHER, .newest = "2.9.6", .versions = "2.9.6", .packages = "file:deno.json|file:deno.jsonc|file:deno.lock", .rules = RULES_deno},
    {.id = "dotnet-httpclient", .title = ".NET HttpClient", .lang = LANG_OTHER, .newest = "10.0.0", .versions = "8, 9, 10 (source)", .packages = "file:*.csproj", .rules = RULES_dotnet},
    {.id = "git", .title = "git", .lang = LANG_C, .newest = "2.39.5", .versions = "2.39.5", .packages = "", .rules = RULES_git},
    {.id = "go", .title = "net/http in Go", .lang = LANG_GO, .newest = "1.26.0", .versions = "1.19.8, x/net 0.56", .packages = "file:go.mod|file:go.sum|go:net/http", .rules = RULES_go},
    {.id = "java-httpclient", .title = "java.net.http.HttpClient", .lang = LANG_OTHER, .newest = "17.0.15", .versions = "17.0.15", .packages = "file:pom.xml|file:build.gradle|file:build.gradle.kts", .rules = RULES_java_net},
    {.id = "java-urlconnection", .title = "HttpURLConnection in Java", .lang = LANG_OTHER, .newest = "17.0.15", .versions = "17.0.15", .packages = "", .rules = RULES_java},
    {.id = "langchain-js", .title = "LangChain for JavaScript", .lang = LANG_NODE, .newest = "1.5.8", .runtime = NODE_NOW, .versions = "1.5.8 (source)", .packages = "npm:@langchain/openai", .openai_variables = true, .rules = RULES_langchain_js},
    {.id = "langchain-python", .title = "LangChain for Python", .lang = LANG_PYTHON, .newest = "1.0.0", .runtime = HTTPX_NOW, .versions = "1 (source)", .packages = "pypi:langchain-openai", .openai_variables = true, .rules = RULES_langchain_py},
    {.id = "litellm", .title = "LiteLLM", .lang = LANG_PYTHON, .newest = "1.80.0", .runtime = HTTPX_NOW, .versions = "1 (source)", .packages = "pypi:litellm", .openai_variables = true, .rules = RULES_litellm},
    {.id = "llamaindex", .title = "LlamaIndex", .lang = LANG_PYTHON, .newest = "0.14.0", .runtime = HTTPX_NOW, .versions = "0.14 (source)", .packages = "pypi:llama-index-llms-openai|pypi:llama-index", .openai_variables = true, .rules = RULES_llamaindex},
    {.id = "node-anthropic", .title = "Anthropic SDK for JavaScript", .lang = LANG_NODE, .newest = "1.12.0", .runtime = NODE_NOW, .versions = "1.12.0", .packages = "npm:@anthropic-ai/sdk", .rules = RULES_anthropic_js},
    {.id = "node-axios", .title = "axios", .lang = LANG_NODE, .newest = "1.21.1", .runtime = NODE_NOW, .versions = "0.27.2, 1.6.8, 1.21.1", .packages = "npm:axios", .rules = RULES_axios},
    {.id = "node-fetch", .title = "fetch in Node", .lang = LANG_NODE, .newest = NODE_NOW, .runtime = NODE_NOW, .versions = "18.20, 20.20, 22.23, 24.21, 26.10", .packages = "file:package.json", .is_runtime = true, .rules = RULES_node_fetch},
    {.id = "node-got", .title = "got", .lang = LANG_NODE, .newest = "14.6.6", .runtime = NODE_NOW, .versions = "11.8.6, 14.6.6", .packages = "npm:got", .rules = RULES_got},
    {.id = "node-http", .title = "http and https of Node", .lang = LANG_NODE, .newest = NODE_NOW, .runtime = NODE_NOW, .versions = "24.21, 26.10", .packages = "", .is_runtime = true, .rules = RULES_node_http},
    {.id = "node-openai", .title = "OpenAI SDK for JavaScript", .lang = LANG_NODE, .newest = "6.49.0", .runtime = NODE_NOW, .versions = "4.104.0, 6.49.0", .packages = "npm:openai", .openai_variables = true, .rules = RULES_openai_js},
    {.id = "node-undici", .title = "undici", .lang = LANG_NODE, .newest = "7.30.2", .runtime = NODE_NOW, .versions = "7.30.2", .packages = "npm:undici", .rules = RULES_undici},
    {.id = "node-undici-env", .title = "undici with EnvHttpProxyAgent", .lang = LANG_NODE, .newest = "7.30.2", .runtime = NODE_NOW, .versions = "6.29.1, 7.30.2", .packages = "", .rules = RULES_undici_env},
    {.id = "npm-global-agent", .title = "global-agent", .lang = LANG_NODE, .newest = "4.1.3", .runtime = NODE_NOW, .versions = "4.1.3", .packages = "npm:global-agent", .rules = RULES_global_agent},
    {.id = "npm-node-fetch", .title = "node-fetch (the package)", .lang = LANG_NODE, .newest = "3.3.2", .runtime = NODE_NOW, .versions = "2.7.0, 3.3.2", .packages = "npm:node-fetch", .rules = RULES_npm_fetch},
    {.id = "npm-proxy-agent", .title = "proxy-agent", .lang = LANG_NODE, .newest = "8.0.2", .runtime = NODE_NOW, .versions = "8.0.2", .packages = "npm:proxy-agent", .rules = RULES_proxy_agent},
    {.id = "okhttp", .title = "OkHttp", .lang = LANG_OTHER, .newest = "5.4.0", .versions = "3.13.1", .packages = "maven:com.squareup.okhttp3:okhttp|maven:com.openai:openai-java|maven:com.squareup.retrofit2:retrofit", .rules = RULES_okhttp},
    {.id = "openai-go", .title = "OpenAI SDK for Go", .lang = LANG_GO, .newest = "3.52.0", .versions = "3.52.0 (source)", .packages = "go:github.com/openai/openai-go", .openai_variables = true, .rules = RULES_openai_go},
    {.id = "php-curl", .title = "curl in PHP", .lang = LANG_OTHER, .newest = "8.2.36", .versions = "8.2.36", .packages = "file:composer.json", .rules = RULES_php_curl},
    {.id = "php-guzzle", .title = "Guzzle", .lang = LANG_OTHER, .newest = "7.8.0", .versions = "Debian 12", .packages = "composer:guzzlehttp/guzzle|composer:openai-php/client|composer:laravel/framework", .rules = RULES_php_guzzle},
    {.id = "php-stream", .title = "file_get_contents in PHP", .lang = LANG_OTHER, .newest = "8.2.36", .versions = "8.2.36", .packages = "", .rules = RULES_php_stream},
    {.id = "python-aiohttp", .title = "aiohttp", .lang = LANG_PYTHON, .newest = "3.14.3", .versions = "3.14.3", .packages = "pypi:aiohttp", .rules = RULES_aiohttp},
    {.id = "python-aiohttp+trust_env", .title = "aiohttp with trust_env=True", .lang = LANG_PYTHON, .newest = "3.14.3", .versions = "3.14.3", .packages = "", .rules = RULES_aiohttp_te},
    {.id = "python-anthropic", .title = "Anthropic SDK for Python", .lang = LANG_PYTHON, .newest = "0.121.0", .runtime = HTTPX_NOW, .versions = "0.121.0", .packages = "pypi:anthropic", .rules = RULES_anthropic_py},
    {.id = "python-httpx", .title = "httpx", .lang = LANG_PYTHON, .newest = HTTPX_NOW, .runtime = HTTPX_NOW, .versions = "0.23.3, 0.28.1", .packages = "pypi:httpx", .is_runtime = true, .rules = RULES_httpx},
    {.id = "python-httpx2", .title = "httpx2", .lang = LANG_PYTHON, .newest = "2.3.0", .versions = "2.2, 2.3", .packages = "pypi:httpx2", .rules = RULES_httpx2},
    {.id = "python-openai", .title = "OpenAI SDK for Python", .lang = LANG_PYTHON, .newest = "3.3.1", .runtime = HTTPX_NOW, .versions = "1.109.1, 2.54.0, 3.3.1", .packages = "pypi:openai", .openai_variables = true, .rules = RULES_openai_py},
    {.id = "python-requests", .title = "requests", .lang = LANG_PYTHON, .newest = "2.34.2", .versions = "2.28.1, 2.34.2", .packages = "pypi:requests", .rules = RULES_requests},
    {.id = "python-urllib", .title = "urllib in Python", .lang = LANG_PYTHON, .newest = "3.13.0", .versions = "3.11.7", .packages = "", .rules = RULES_urllib},
    {.id = "python-urllib3", .title = "urllib3", .lang = LANG_PYTHON, .newest = "2.7.0", .versions = "2.7.0", .packages = "pypi:urllib3", .rules = RULES_urllib3},
    {.id = "ruby-faraday", .title = "Faraday", .lang = LANG_OTHER, .newest = "2.14.2", .versions = "1.1.0", .packages = "gem:faraday|gem:ruby-openai", .rules = RULES_faraday},
    {.id = "ruby-net-http", .title = "Net::HTTP in Ruby", .lang = LANG_OTHER, .newest = "3.1.7", .versions = "3.1.7", .packages = "file:Gemfile|gem:openai", .rules = RULES_ruby},
    {.id = "rust-reqwest", .title = "reqwest", .lang = LANG_OTHER, .newest = "0.13.4", .versions = "hyper-util 0.1.20", .packages = "cargo:reqwest|cargo:async-openai", .rules = RULES_reqwest},
    {.id = "rust-reqwest-0.11", .title = "reqwest 0.11", .lang = LANG_OTHER, .newest = "0.11.13", .versions = "0.11.13", .packages = "", .rules = RULES_reqwest_0_11},
    {.id = "vercel-ai", .title = "Vercel AI SDK", .lang = LANG_NODE, .newest = "3.0.141", .runtime = NODE_NOW, .versions = "3.0.141 (source)", .packages = "npm:@ai-sdk/openai|npm:ai", .openai_variables = true, .rules = RULES_vercel},
    {.id = "wget", .title = "wget", .lang = LANG_C, .newest = "1.21.3", .versions = "1.21.3", .packages = "", .rules = RULES_wget},
};
// clang-format on

size_t client_count(void)
{
    return sizeof table / sizeof *table;
}

const struct client *client_at(size_t i)
{
    return &table[i];
}

const struct client *client_find(struct str id)
{
    for (size_t i = 0; i < client_count(); i++)
        if (str_eq(id, str_of(table[i].id)))
            return &table[i];
    return NULL;
}

// The word of parse/launch.h for what this client's programs are written in.
struct str client_language(const struct client *c)
{
    // clang-format off
    static const struct { char prefix[8], language[8]; } rows[] = {
        {"bun-",  "node"}, {"deno-", "node"}, {"php-",    "php"},  {"ruby-",   "ruby"},
        {"java-", "java"}, {"okhttp", "java"}, {"rust-",  "rust"}, {"dotnet-", "dotnet"},
    };
    // clang-format on
    switch (c->lang) {
    case LANG_PYTHON: return STR("python");
    case LANG_NODE: return STR("node");
    case LANG_GO: return STR("go");
    default: break;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (str_starts(str_of(c->id), str_of(rows[i].prefix)))
            return str_of(rows[i].language);
    return str_of(c->id); // curl, wget, git: the program itself
}

bool client_choose(struct str spec, const struct client **c, struct version *version,
                   struct version *runtime)
{
    size_t slash = str_find(spec, STR("/node@"));
    struct str front = str_slice(spec, 0, slash);
    size_t at = str_chr(front, '@');
    *version = *runtime = (struct version){0};
    *c = client_find(str_slice(front, 0, at));
    if (!*c)
        return false;
    if (at != STR_NOWHERE) {
        *version = version_parse(str_from(front, at + 1));
        if (!version->known)
            return false;
    }
    if (slash != STR_NOWHERE) {
        *runtime = version_parse(str_from(spec, slash + 6));
        return runtime->known;
    }
    return true;
}
