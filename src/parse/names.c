// SPDX-License-Identifier: MIT
// Exact names are rows of one sorted table. What is not in it may still be a proxy name in any
// case, a member of a family by prefix, a key under a public prefix, or a near miss (nearnames.c).
#include "parse/names.h"

#include "parse/keyfacts.h"
#include "parse/nearnames.h"
#include "parse/url.h"

struct row { // no pointer: it would be relocated at each start
    char name[36];
    enum name_role role;
};

// Sorted by bytes; a unit test says so. Sources: nexorouter.md 5, clients.md 3, 7, 9, 10,
// manifests.md 9, 10, dotenv.md 5.
// clang-format off
static const struct row rows[] = {
    {"AI21_API_KEY",                   NAME_FOREIGN_KEY},
    {"AIDER_MODEL",                    NAME_MODEL},
    {"AIDER_OPENAI_API_BASE",          NAME_BASE_URL},
    {"AIDER_OPENAI_API_KEY",           NAME_KEY},
    {"AIDER_TIMEOUT",                  NAME_TIMEOUT},
    {"AI_GATEWAY_API_KEY",             NAME_FOREIGN_KEY},
    {"ANTHROPIC_API_KEY",              NAME_FOREIGN_KEY},
    {"ANTHROPIC_AUTH_TOKEN",           NAME_FOREIGN_KEY},
    {"ANTHROPIC_BASE_URL",             NAME_BASE_URL},
    {"ANTHROPIC_CUSTOM_HEADERS",       NAME_HEADERS},
    {"ANTHROPIC_MODEL",                NAME_MODEL},
    {"ANTHROPIC_PROFILE",              NAME_RUNTIME},
    {"ANYSCALE_API_KEY",               NAME_FOREIGN_KEY},
    {"API_BASE",                       NAME_BASE_URL},
    {"API_BASE_URL",                   NAME_BASE_URL},
    {"API_KEY",                        NAME_KEY_NEAR}, // nobody's, and so perhaps this one's
    {"API_TIMEOUT_MS",                 NAME_TIMEOUT},
    {"APP_ENV",                        NAME_MODE},
    {"AWS_BEARER_TOKEN_BEDROCK",       NAME_FOREIGN_KEY},
    {"AWS_CA_BUNDLE",                  NAME_CA},
    {"AZURE_API_BASE",                 NAME_AZURE},
    {"AZURE_API_KEY",                  NAME_AZURE},
    {"AZURE_API_VERSION",              NAME_AZURE},
    {"BASE_URL",                       NAME_BASE_URL},
    {"BUN_ENV",                        NAME_MODE},
    {"BUNDLE_SSL_CA_CERT",             NAME_CA},
    {"CARGO_HTTP_CAINFO",              NAME_CA},
    {"CEREBRAS_API_KEY",               NAME_FOREIGN_KEY},
    {"CGI_HTTP_PROXY",                 NAME_PROXY},
    {"CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE", NAME_CA},
    {"COHERE_API_KEY",                 NAME_FOREIGN_KEY},
    {"COMPOSE_DISABLE_ENV_FILE",       NAME_MODE},
    {"COMPOSE_ENV_FILES",              NAME_MODE},
    {"COMPOSE_FILE",                   NAME_MODE},
    {"COMPOSE_PROFILES",               NAME_MODE},
    {"CO_API_KEY",                     NAME_FOREIGN_KEY},
    {"CURL_CA_BUNDLE",                 NAME_CA},
    {"CURL_HOME",                      NAME_RUNTIME},
    {"CUSTOM_MODELS",                  NAME_MODEL},
    {"DASHSCOPE_API_KEY",              NAME_FOREIGN_KEY},
    {"DEEPGRAM_API_KEY",               NAME_FOREIGN_KEY},
    {"DEEPINFRA_API_KEY",              NAME_FOREIGN_KEY},
    {"DEEPSEEK_API_KEY",               NAME_FOREIGN_KEY},
    {"DEFAULT_MODEL",                  NAME_MODEL},
    {"DENO_CERT",                      NAME_CA},
    {"DENO_TLS_CA_STORE",              NAME_RUNTIME},
    {"DOTENV_ENV",                     NAME_MODE},
    {"DOTENV_LINEBREAK_MODE",          NAME_MODE},
    {"ELEVENLABS_API_KEY",             NAME_FOREIGN_KEY},
    {"ELEVEN_API_KEY",                 NAME_FOREIGN_KEY},
    {"ENABLE_PERSISTENT_CONFIG",       NAME_RUNTIME},
    {"FIREWORKS_AI_API_KEY",           NAME_FOREIGN_KEY},
    {"FIREWORKS_API_KEY",              NAME_FOREIGN_KEY},
    {"FLASK_ENV",                      NAME_MODE},
    {"FLASK_SKIP_DOTENV",              NAME_MODE},
    {"GATEWAY_INTERFACE",              NAME_RUNTIME},
    {"GEMINI_API_KEY",                 NAME_FOREIGN_KEY},
    {"GENERIC_OPEN_AI_API_KEY",        NAME_KEY},
    {"GENERIC_OPEN_AI_BASE_PATH",      NAME_BASE_URL},
    {"GENERIC_OPEN_AI_MODEL_PREF",     NAME_MODEL},
    {"GIT_SSL_CAINFO",                 NAME_CA},
    {"GIT_SSL_CAPATH",                 NAME_CA},
    {"GIT_SSL_NO_VERIFY",              NAME_TLS_SWITCH},
    {"GLOBAL_AGENT_HTTPS_PROXY",       NAME_PROXY},
    {"GLOBAL_AGENT_HTTP_PROXY",        NAME_PROXY},
    {"GLOBAL_AGENT_NO_PROXY",          NAME_NO_PROXY},
    {"GODEBUG",                        NAME_RUNTIME},
    {"GOOGLE_API_KEY",                 NAME_FOREIGN_KEY},
    {"GOOGLE_GENERATIVE_AI_API_KEY",   NAME_FOREIGN_KEY},
    {"GOOSE_MODEL",                    NAME_MODEL},
    {"GROQ_API_KEY",                   NAME_FOREIGN_KEY},
    {"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", NAME_CA},
    {"HELICONE_API_KEY",               NAME_FOREIGN_KEY},
    {"HF_TOKEN",                       NAME_FOREIGN_KEY},
    {"HTTPLIB2_CA_CERTS",              NAME_CA},
    {"HUGGINGFACEHUB_API_TOKEN",       NAME_FOREIGN_KEY},
    {"HUGGINGFACE_API_KEY",            NAME_FOREIGN_KEY},
    {"HUGGING_FACE_HUB_TOKEN",         NAME_FOREIGN_KEY},
    {"JAVA_OPTS",                      NAME_RUNTIME},
    {"JAVA_TOOL_OPTIONS",              NAME_RUNTIME},
    {"JDK_JAVA_OPTIONS",               NAME_RUNTIME},
    {"KIMI_API_KEY",                   NAME_FOREIGN_KEY},
    {"LANGCHAIN_API_KEY",              NAME_FOREIGN_KEY},
    {"LANGCHAIN_OPENAI_TCP_KEEPALIVE", NAME_RUNTIME},
    {"LANGFUSE_SECRET_KEY",            NAME_FOREIGN_KEY},
    {"LANGSMITH_API_KEY",              NAME_FOREIGN_KEY},
    {"LITELLM_API_KEY",                NAME_FOREIGN_KEY},
    {"LITELLM_MASTER_KEY",             NAME_FOREIGN_KEY},
    {"LITELLM_REQUEST_TIMEOUT",        NAME_TIMEOUT},
    {"LLM_API_BASE",                   NAME_BASE_URL},
    {"LLM_BASE_URL",                   NAME_BASE_URL},
    {"LLM_MAX_RETRIES",                NAME_TIMEOUT},
    {"LLM_MODEL",                      NAME_MODEL},
    {"LLM_REQUEST_TIMEOUT",            NAME_TIMEOUT},
    {"LLM_TIMEOUT",                    NAME_TIMEOUT},
    {"MINIMAX_API_KEY",                NAME_FOREIGN_KEY},
    {"MISTRAL_API_KEY",                NAME_FOREIGN_KEY},
    {"MOONSHOT_API_KEY",               NAME_FOREIGN_KEY},
    {"NETRC",                          NAME_RUNTIME},
    {"NEXOROUTER_API_BASE",            NAME_BASE_URL},
    {"NEXOROUTER_API_KEY",             NAME_KEY},
    {"NEXOROUTER_BASE_URL",            NAME_BASE_URL},
    {"NEXOROUTER_MAX_RETRIES",         NAME_TIMEOUT},
    {"NEXOROUTER_MODEL",               NAME_MODEL},
    {"NEXOROUTER_TIMEOUT",             NAME_TIMEOUT},
    {"NEXOROUTER_URL",                 NAME_BASE_URL},
    {"NEXO_ROUTER_BASE_URL",           NAME_BASE_URL},
    {"NEXO_ROUTER_MODEL",              NAME_MODEL},
    {"NODE_ENV",                       NAME_MODE},
    {"NODE_EXTRA_CA_CERTS",            NAME_CA},
    {"NODE_OPTIONS",                   NAME_RUNTIME},
    {"NODE_TLS_REJECT_UNAUTHORIZED",   NAME_TLS_SWITCH},
    {"NODE_USE_ENV_PROXY",             NAME_RUNTIME},
    {"NODE_USE_SYSTEM_CA",             NAME_RUNTIME},
    {"NOVITA_API_KEY",                 NAME_FOREIGN_KEY},
    {"NPM_CONFIG_CAFILE",              NAME_CA},
    {"NPM_CONFIG_HTTPS_PROXY",         NAME_PROXY},
    {"NPM_CONFIG_HTTP_PROXY",          NAME_PROXY},
    {"NPM_CONFIG_NOPROXY",             NAME_NO_PROXY},
    {"NPM_CONFIG_PROXY",               NAME_PROXY},
    {"NPM_CONFIG_STRICT_SSL",          NAME_TLS_SWITCH},
    {"NVIDIA_API_KEY",                 NAME_FOREIGN_KEY},
    {"NVIDIA_NIM_API_KEY",             NAME_FOREIGN_KEY},
    {"OLLAMA_API_KEY",                 NAME_FOREIGN_KEY},
    {"OPENAI_ADMIN_KEY",               NAME_FOREIGN_KEY},
    {"OPENAI_API_BASE",                NAME_BASE_URL},
    {"OPENAI_API_BASE_URL",            NAME_BASE_URL},
    {"OPENAI_API_BASE_URLS",           NAME_BASE_URL},
    {"OPENAI_API_ENDPOINT",            NAME_BASE_URL},
    {"OPENAI_API_HOST",                NAME_BASE_URL},
    {"OPENAI_API_KEY",                 NAME_KEY},
    {"OPENAI_API_KEYS",                NAME_KEY},
    {"OPENAI_API_MODEL",               NAME_MODEL},
    {"OPENAI_API_TIMEOUT",             NAME_TIMEOUT},
    {"OPENAI_API_TYPE",                NAME_AZURE},
    {"OPENAI_API_URL",                 NAME_BASE_URL},
    {"OPENAI_API_VERSION",             NAME_AZURE},
    {"OPENAI_BASEURL",                 NAME_BASE_URL},
    {"OPENAI_BASE_PATH",               NAME_BASE_URL},
    {"OPENAI_BASE_URL",                NAME_BASE_URL},
    {"OPENAI_CUSTOM_HEADERS",          NAME_HEADERS},
    {"OPENAI_DEFAULT_MODEL",           NAME_MODEL},
    {"OPENAI_ENDPOINT",                NAME_BASE_URL},
    {"OPENAI_HOST",                    NAME_BASE_URL},
    {"OPENAI_LOG",                     NAME_RUNTIME},
    {"OPENAI_MAX_RETRIES",             NAME_TIMEOUT},
    {"OPENAI_MODEL",                   NAME_MODEL},
    {"OPENAI_MODEL_NAME",              NAME_MODEL},
    {"OPENAI_ORG",                     NAME_ORG},
    {"OPENAI_ORGANIZATION",            NAME_ORG},
    {"OPENAI_ORGANIZATION_ID",         NAME_ORG},
    {"OPENAI_ORG_ID",                  NAME_ORG},
    {"OPENAI_PROJECT",                 NAME_ORG},
    {"OPENAI_PROJECT_ID",              NAME_ORG},
    {"OPENAI_PROXY",                   NAME_PROXY},
    {"OPENAI_PROXY_URL",               NAME_BASE_URL},
    {"OPENAI_REQUEST_TIMEOUT",         NAME_TIMEOUT},
    {"OPENAI_REVERSE_PROXY",           NAME_BASE_URL},
    {"OPENAI_TIMEOUT",                 NAME_TIMEOUT},
    {"OPENAI_TIMEOUT_MS",              NAME_TIMEOUT},
    {"OPENAI_URL",                     NAME_BASE_URL},
    {"OPENROUTER_API_KEY",             NAME_FOREIGN_KEY},
    {"OPENROUTER_KEY",                 NAME_FOREIGN_KEY},
    {"OPENSSL_CONF",                   NAME_RUNTIME},
    {"PERPLEXITYAI_API_KEY",           NAME_FOREIGN_KEY},
    {"PERPLEXITY_API_KEY",             NAME_FOREIGN_KEY},
    {"PIPENV_DONT_LOAD_ENV",           NAME_MODE},
    {"PIPENV_DOTENV_LOCATION",         NAME_MODE},
    {"PIP_CERT",                       NAME_CA},
    {"PIP_CONFIG_FILE",                NAME_RUNTIME},
    {"PIP_PROXY",                      NAME_PROXY},
    {"PORTKEY_API_KEY",                NAME_FOREIGN_KEY},
    {"PPLX_API_KEY",                   NAME_FOREIGN_KEY},
    {"PYTHONHTTPSVERIFY",              NAME_TLS_SWITCH},
    {"PYTHON_DOTENV_DISABLED",         NAME_MODE},
    {"RACK_ENV",                       NAME_MODE},
    {"RAILS_ENV",                      NAME_MODE},
    {"REPLICATE_API_KEY",              NAME_FOREIGN_KEY},
    {"REPLICATE_API_TOKEN",            NAME_FOREIGN_KEY},
    {"REQUESTS_CA_BUNDLE",             NAME_CA},
    {"REQUEST_METHOD",                 NAME_RUNTIME},
    {"SAMBANOVA_API_KEY",              NAME_FOREIGN_KEY},
    {"SILICONFLOW_API_KEY",            NAME_FOREIGN_KEY},
    {"SSL_CERT_DIR",                   NAME_CA},
    {"SSL_CERT_FILE",                  NAME_CA},
    {"SSL_VERIFY",                     NAME_TLS_SWITCH},
    {"STABILITY_API_KEY",              NAME_FOREIGN_KEY},
    {"TOGETHERAI_API_KEY",             NAME_FOREIGN_KEY},
    {"TOGETHER_API_KEY",               NAME_FOREIGN_KEY},
    {"UV_ENV_FILE",                    NAME_MODE},
    {"UV_NO_ENV_FILE",                 NAME_MODE},
    {"VOYAGE_API_KEY",                 NAME_FOREIGN_KEY},
    {"WGETRC",                         NAME_RUNTIME},
    {"XAI_API_KEY",                    NAME_FOREIGN_KEY},
    {"YARN_HTTPS_PROXY",               NAME_PROXY},
    {"YARN_HTTP_PROXY",                NAME_PROXY},
    {"ZAI_API_KEY",                    NAME_FOREIGN_KEY},
    {"ZHIPUAI_API_KEY",                NAME_FOREIGN_KEY},
    {"_JAVA_OPTIONS",                  NAME_RUNTIME},
};

// Read by their clients in any mixture of case (clients.md 3: Python lower-cases every name).
static const struct row any_case[] = {
    {"all_proxy",              NAME_PROXY},    {"ftp_proxy",            NAME_PROXY},
    {"http_proxy",             NAME_PROXY},    {"https_proxy",          NAME_PROXY},
    {"no_proxy",               NAME_NO_PROXY}, {"npm_config_cafile",    NAME_CA},
    {"npm_config_http_proxy",  NAME_PROXY},    {"npm_config_https_proxy", NAME_PROXY},
    {"npm_config_no_proxy",    NAME_NO_PROXY}, {"npm_config_noproxy",   NAME_NO_PROXY},
    {"npm_config_proxy",       NAME_PROXY},    {"npm_config_strict_ssl", NAME_TLS_SWITCH},
    {"socks_proxy",            NAME_PROXY},
};

static const struct row families[] = {
    {"AZURE_OPENAI_",  NAME_AZURE},
    {"DOTENV_CONFIG_", NAME_MODE},
};

// What a bundler copies into code for browsers (dotenv.md 9).
static const char public_prefixes[][14] = {
    "EXPO_PUBLIC_", "GATSBY_", "NEXT_PUBLIC_", "NG_APP_", "NUXT_ENV_", "NUXT_PUBLIC_", "PUBLIC_",
    "REACT_APP_", "VITE_", "VUE_APP_",
};
// clang-format on

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { LONGEST = 64, ACCEPTED_MAX = 16 };

// The only state of this room: written before anything is gathered, and never again.
static struct {
    struct {
        char text[LONGEST];
        size_t length;
        enum name_role role;
    } items[ACCEPTED_MAX];
    size_t n;
} accepted;

void name_accept(struct str name, enum name_role role)
{
    if (name.n == 0 || name.n > LONGEST || accepted.n == ACCEPTED_MAX || name_role(name) == role)
        return;
    memcpy(accepted.items[accepted.n].text, name.p, name.n);
    accepted.items[accepted.n].length = name.n;
    accepted.items[accepted.n++].role = role;
}

static enum name_role accepted_as(struct str name)
{
    for (size_t i = 0; i < accepted.n; i++)
        if (str_eq(name, (struct str){accepted.items[i].text, accepted.items[i].length}))
            return accepted.items[i].role;
    return NAME_IRRELEVANT;
}

static enum name_role exact(struct str name)
{
    size_t low = 0, high = COUNT(rows);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = str_cmp(name, str_of(rows[mid].name));
        if (order == 0)
            return rows[mid].role;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return NAME_IRRELEVANT;
}

static enum name_role proxy_like(struct str name)
{
    for (size_t i = 0; i < COUNT(any_case); i++)
        if (str_eq_icase(name, str_of(any_case[i].name)))
            return any_case[i].role;
    return NAME_IRRELEVANT;
}

static enum name_role family(struct str name)
{
    for (size_t i = 0; i < COUNT(families); i++)
        if (str_starts(name, str_of(families[i].name)))
            return families[i].role;
    return NAME_IRRELEVANT;
}

struct str name_public_prefix(struct str name)
{
    for (size_t i = 0; i < COUNT(public_prefixes); i++)
        if (str_starts(name, str_of(public_prefixes[i])))
            return str_of(public_prefixes[i]);
    return STR_NONE;
}

// A key of Google's may be meant for browsers (Maps, Firebase): it is no leak by its name.
static bool never_public(struct str name)
{
    enum name_role role = exact(name);
    if (role == NAME_FOREIGN_KEY)
        return !str_eq(name, STR("GOOGLE_API_KEY"));
    return role == NAME_KEY || (role == NAME_IRRELEVANT && near_key(name) != NEAR_NONE);
}

enum name_role name_role(struct str name)
{
    if (name.n == 0 || name.n > LONGEST)
        return NAME_IRRELEVANT;
    enum name_role role = accepted_as(name);
    if (role == NAME_IRRELEVANT)
        role = exact(name);
    if (role == NAME_IRRELEVANT)
        role = proxy_like(name);
    if (role == NAME_IRRELEVANT)
        role = family(name);
    if (role != NAME_IRRELEVANT)
        return role;
    struct str prefix = name_public_prefix(name);
    if (str_present(prefix))
        return never_public(str_from(name, prefix.n)) ? NAME_PUBLIC_KEY : NAME_IRRELEVANT;
    if (near_key(name) != NEAR_NONE)
        return NAME_KEY_NEAR;
    if (near_base(name))
        return NAME_BASE_URL;
    return near_proxy(name) ? NAME_PROXY_NEAR : NAME_IRRELEVANT;
}

bool name_relevant(struct str name)
{
    return name_role(name) != NAME_IRRELEVANT;
}

struct str copy_name(struct str file, uint32_t n, struct arena *a)
{
    if (n == 0)
        return str_join(file, STR(".nexoenv.bak"), a);
    return str_fmt(a, "%.*s.nexoenv.bak%u", STR_ARG(file), (unsigned)n + 1);
}

uint32_t copy_number(struct str file, struct str name, uint32_t most)
{
    struct str mark = STR(".nexoenv.bak");
    if (!str_starts(name, file) || !str_starts(str_from(name, file.n), mark))
        return 0;
    struct str digits = str_from(name, file.n + mark.n);
    if (digits.n == 0)
        return 1;
    uint32_t n = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (!byte_is_digit(digits.p[i]) || (i == 0 && digits.p[i] == '0') || n > most)
            return 0;
        n = n * 10 + (uint32_t)(digits.p[i] - '0');
    }
    return n >= 2 && n <= most ? n : 0;
}

struct str name_near_of(struct str name)
{
    if (name_role(name) != NAME_KEY_NEAR)
        return STR_NONE;
    return near_key(name) == NEAR_OPENAI ? STR("OPENAI_API_KEY") : STR("NEXOROUTER_API_KEY");
}

// Names of other people's secrets, for variables that are shown though they are not relevant.
static bool secret_word(struct str name)
{
    static const char *const words[] = {"KEY",  "TOKEN",      "SECRET", "PASSWORD", "PASSWD",
                                        "PASS", "CREDENTIAL", "AUTH",   "COOKIE",   "PRIVATE"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_find_icase(name, str_of(words[i])) != STR_NOWHERE)
            return true;
    return false;
}

static bool carries_login(struct str value)
{
    size_t end;
    return str_chr(value, '@') != STR_NOWHERE || secret_parameter(value, 0, &end) != STR_NOWHERE;
}

enum value_class name_class(struct str name, struct str value)
{
    switch (name_role(name)) {
    case NAME_KEY:
    case NAME_FOREIGN_KEY:
    case NAME_KEY_NEAR:
    case NAME_PUBLIC_KEY:
    case NAME_HEADERS: return VALUE_SECRET;
    case NAME_PROXY:
    case NAME_PROXY_NEAR: return VALUE_PROXY;
    case NAME_AZURE:
    case NAME_BASE_URL: // the user's own call may take any name for one
    case NAME_IRRELEVANT:
        if (secret_word(name))
            return VALUE_SECRET;
        break;
    default: break;
    }
    size_t at;
    if (key_like(value, NULL) || key_scan(value, &at, NULL))
        return VALUE_SECRET;
    return carries_login(value) ? VALUE_PROXY : VALUE_PLAIN;
}
