// SPDX-License-Identifier: MIT
#include "parse/keyforms.h"

#include "parse/keyfacts.h"

#include <stdint.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum alphabet {
    LETTERS = 1 << 0, // A-Z a-z
    DIGITS = 1 << 1,
    UPPER = 1 << 2,
    LOWER = 1 << 3,
    LOWER_HEX = 1 << 4, // a-f
    UNDERSCORE = 1 << 5,
    DASH = 1 << 6,
    BASE64 = 1 << 7, // + /
    DOT = 1 << 8,
    EQUALS = 1 << 9,
    ALNUM = LETTERS | DIGITS,
    HEX = LOWER_HEX | DIGITS,
    WORD = ALNUM | UNDERSCORE,
    URLSAFE = WORD | DASH,
};

enum proof { // the structure of what follows the prefix
    ANY_BODY,
    OPENAI_HALVES,
    OPENAI_LEGACY,
    ENDS_IN_AA,
    DASHES_OF_UUID,
    BASE32,
    LANGSMITH,
    PINECONE,
    GITHUB_FINE,
};

struct form { // no pointer: it would be relocated at each start
    char provider[17], prefix[46];
    uint16_t alphabet;
    uint16_t min, max; // bytes behind the prefix
    bool decisive;     // nobody else's keys begin so
    enum proof proof;
};

static bool in_alphabet(unsigned alphabet, char c)
{
    if (byte_is_digit(c))
        return alphabet & DIGITS;
    if (c >= 'a' && c <= 'z')
        return alphabet & (LETTERS | LOWER) || (c <= 'f' && alphabet & LOWER_HEX);
    switch (c) {
    case '_': return alphabet & UNDERSCORE;
    case '-': return alphabet & DASH;
    case '.': return alphabet & DOT;
    case '=': return alphabet & EQUALS;
    case '+':
    case '/': return alphabet & BASE64;
    default: return c >= 'A' && c <= 'Z' && alphabet & (LETTERS | UPPER);
    }
}

// "OpenAI" in base64 stands in the middle of every OpenAI key.
static bool openai_halves(struct str body)
{
    static const size_t lengths[] = {20, 56, 58, 74};
    size_t at = str_find(body, STR("T3BlbkFJ"));
    if (at == STR_NOWHERE)
        return false;
    bool left = false, right = false;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        left |= at == lengths[i];
        right |= body.n - at - 8 == lengths[i];
    }
    return left && right;
}

static bool openai_legacy(struct str body)
{
    return str_find(body, STR("T3BlbkFJ")) == 20;
}

static bool ends_in_aa(struct str body)
{
    return str_ends(body, STR("AA"));
}

static bool dashes_of_uuid(struct str body)
{
    for (size_t i = 0; i < body.n; i++)
        if ((body.p[i] == '-') != (i == 8 || i == 13 || i == 18 || i == 23))
            return false;
    return true;
}

static bool base32(struct str body)
{
    for (size_t i = 0; i < body.n; i++)
        if (memchr("0189", body.p[i], 4))
            return false;
    return !str_eq(body, STR("IOSFODNN7EXAMPLE")); // the documentation's sample
}

static bool langsmith(struct str body)
{
    return str_chr(body, '_') == 32;
}

static bool pinecone(struct str body)
{
    size_t at = str_chr(body, '_');
    return at == 5 || at == 6;
}

static bool github_fine(struct str body)
{
    return str_chr(body, '_') == 22;
}

static bool proves(enum proof proof, struct str body)
{
    switch (proof) {
    case OPENAI_HALVES: return openai_halves(body);
    case OPENAI_LEGACY: return openai_legacy(body);
    case ENDS_IN_AA: return ends_in_aa(body);
    case DASHES_OF_UUID: return dashes_of_uuid(body);
    case BASE32: return base32(body);
    case LANGSMITH: return langsmith(body);
    case PINECONE: return pinecone(body);
    case GITHUB_FINE: return github_fine(body);
    case ANY_BODY: break;
    }
    return true;
}

// "sk-" + 48 is nobody's in particular: only the marker makes it OpenAI's.
// clang-format off
static const struct form forms[] = {
    {"OpenAI",           "sk-",                                          ALNUM,                   48,  48,   false, OPENAI_LEGACY},
    {"OpenAI",           "sk-proj-",                                     URLSAFE,                 48,  156,  true,  OPENAI_HALVES},
    {"OpenAI",           "sk-svcacct-",                                  URLSAFE,                 48,  156,  true,  OPENAI_HALVES},
    {"OpenAI",           "sk-service-",                                  URLSAFE,                 48,  156,  true,  OPENAI_HALVES},
    {"OpenAI",           "sk-admin-",                                    URLSAFE,                 48,  156,  true,  OPENAI_HALVES},
    {"OpenAI",           "sk-None-",                                     URLSAFE,                 48,  200,  true,  ANY_BODY},
    {"Anthropic",        "sk-ant-",                                      URLSAFE,                 40,  200,  true,  ANY_BODY},
    {"Anthropic",        "sk-ant-api03-",                                URLSAFE,                 95,  95,   true,  ENDS_IN_AA},
    {"Anthropic",        "sk-ant-admin01-",                              URLSAFE,                 95,  95,   true,  ENDS_IN_AA},
    {"OpenRouter",       "sk-or-",                                       URLSAFE,                 40,  120,  true,  ANY_BODY},
    {"OpenRouter",       "sk-or-v1-",                                    HEX,                     64,  64,   true,  ANY_BODY},
    {"Google",           "AIza",                                         URLSAFE,                 35,  35,   true,  ANY_BODY},
    {"Google",           "AQ.Ab8RN6",                                    URLSAFE,                 44,  44,   true,  ANY_BODY},
    {"Google",           "ya29.",                                        URLSAFE,                 20,  1024, true,  ANY_BODY},
    {"Groq",             "gsk_",                                         ALNUM,                   50,  54,   true,  ANY_BODY},
    {"xAI",              "xai-",                                         URLSAFE,                 70,  120,  true,  ANY_BODY},
    {"Together",         "tgp_v1_",                                      URLSAFE,                 43,  43,   true,  ANY_BODY},
    {"Fireworks",        "fw_",                                          ALNUM,                   20,  80,   false, ANY_BODY},
    {"Perplexity",       "pplx-",                                        ALNUM,                   48,  48,   true,  ANY_BODY},
    {"Replicate",        "r8_",                                          URLSAFE,                 37,  37,   true,  ANY_BODY},
    {"Hugging Face",     "hf_",                                          ALNUM,                   34,  34,   true,  ANY_BODY},
    {"Hugging Face",     "api_org_",                                     LETTERS,                 34,  34,   true,  ANY_BODY},
    {"AWS",              "AKIA",                                         UPPER | DIGITS,          16,  16,   false, BASE32},
    {"AWS",              "ASIA",                                         UPPER | DIGITS,          16,  16,   false, BASE32},
    {"AWS",              "ABIA",                                         UPPER | DIGITS,          16,  16,   false, BASE32},
    {"AWS",              "ACCA",                                         UPPER | DIGITS,          16,  16,   false, BASE32},
    {"AWS",              "A3T",                                          UPPER | DIGITS,          17,  17,   false, ANY_BODY},
    {"AWS Bedrock",      "ABSK",                                         ALNUM | BASE64 | EQUALS, 109, 271,  false, ANY_BODY},
    {"AWS Bedrock",      "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t", ALNUM | BASE64 | EQUALS, 0,   4096, true,  ANY_BODY},
    {"NVIDIA",           "nvapi-",                                       URLSAFE,                 60,  70,   true,  ANY_BODY},
    {"Cerebras",         "csk-",                                         LOWER | DIGITS,          48,  48,   false, ANY_BODY},
    {"Voyage",           "pa-",                                          URLSAFE,                 43,  43,   false, ANY_BODY},
    {"Voyage",           "al-",                                          URLSAFE,                 43,  43,   false, ANY_BODY},
    {"MiniMax",          "sk-api-",                                      URLSAFE,                 119, 119,  false, ANY_BODY},
    {"ElevenLabs",       "sk_",                                          HEX,                     48,  48,   false, ANY_BODY},
    {"Vercel",           "vck_",                                         URLSAFE,                 56,  56,   true,  ANY_BODY},
    {"Vercel",           "vcp_",                                         URLSAFE,                 56,  56,   true,  ANY_BODY},
    {"Vercel",           "vci_",                                         URLSAFE,                 56,  56,   true,  ANY_BODY},
    {"Vercel",           "vca_",                                         URLSAFE,                 56,  56,   true,  ANY_BODY},
    {"Vercel",           "vcr_",                                         URLSAFE,                 56,  56,   true,  ANY_BODY},
    {"Helicone",         "sk-helicone-",                                 URLSAFE,                 31,  120,  true,  ANY_BODY},
    {"Langfuse",         "sk-lf-",                                       HEX | DASH,              36,  36,   true,  DASHES_OF_UUID},
    {"LangSmith",        "lsv2_pt_",                                     HEX | UNDERSCORE,        43,  43,   true,  LANGSMITH},
    {"LangSmith",        "lsv2_sk_",                                     HEX | UNDERSCORE,        43,  43,   true,  LANGSMITH},
    {"Weights & Biases", "wandb_v1_",                                    WORD,                    77,  77,   true,  ANY_BODY},
    {"Databricks",       "dapi",                                         HEX | DASH,              32,  34,   false, ANY_BODY},
    {"RunPod",           "rpa_",                                         ALNUM,                   46,  46,   false, ANY_BODY},
    {"Jina",             "jina_",                                        ALNUM,                   60,  60,   true,  ANY_BODY},
    {"Tavily",           "tvly-",                                        URLSAFE,                 32,  48,   true,  ANY_BODY},
    {"Cursor",           "key_",                                         HEX,                     64,  64,   false, ANY_BODY},
    {"Pinecone",         "pcsk_",                                        WORD,                    69,  70,   true,  PINECONE},
    {"GitHub",           "ghp_",                                         ALNUM,                   36,  36,   true,  ANY_BODY},
    {"GitHub",           "gho_",                                         ALNUM,                   36,  36,   true,  ANY_BODY},
    {"GitHub",           "ghu_",                                         ALNUM,                   36,  36,   true,  ANY_BODY},
    {"GitHub",           "ghs_",                                         URLSAFE | DOT,           36,  255,  true,  ANY_BODY},
    {"GitHub",           "ghr_",                                         ALNUM,                   36,  36,   true,  ANY_BODY},
    {"GitHub",           "github_pat_",                                  WORD,                    82,  82,   true,  GITHUB_FINE},
    {"GitLab",           "glpat-",                                       URLSAFE | DOT,           20,  80,   true,  ANY_BODY},
    {"npm",              "npm_",                                         ALNUM,                   36,  36,   false, ANY_BODY},
    {"Stripe",           "sk_live_",                                     ALNUM,                   10,  99,   true,  ANY_BODY},
    {"Stripe",           "sk_test_",                                     ALNUM,                   10,  99,   true,  ANY_BODY},
    {"Stripe",           "rk_live_",                                     ALNUM,                   10,  99,   true,  ANY_BODY},
    {"Stripe",           "rk_test_",                                     ALNUM,                   10,  99,   true,  ANY_BODY},
    {"Stripe",           "sk_prod_",                                     ALNUM,                   10,  99,   true,  ANY_BODY},
    {"Stripe",           "rk_prod_",                                     ALNUM,                   10,  99,   true,  ANY_BODY},
    {"Slack",            "xoxo-",                                        ALNUM | DASH,            20,  200,  true,  ANY_BODY},
    {"Slack",            "xoxr-",                                        ALNUM | DASH,            20,  200,  true,  ANY_BODY},
    {"Slack",            "xoxb-",                                        ALNUM | DASH,            20,  200,  true,  ANY_BODY},
    {"Slack",            "xoxp-",                                        ALNUM | DASH,            20,  200,  true,  ANY_BODY},
    {"Slack",            "xoxa-",                                        ALNUM | DASH,            20,  200,  true,  ANY_BODY},
    {"Slack",            "xoxs-",                                        ALNUM | DASH,            20,  200,  true,  ANY_BODY},
    {"Slack",            "xoxe-",                                        ALNUM | DASH,            20,  400,  true,  ANY_BODY},
    {"1Password",        "ops_eyJ",                                      ALNUM | BASE64 | EQUALS, 250, 4096, true,  ANY_BODY},
    {"HashiCorp Vault",  "hvs.",                                         URLSAFE,                 90,  120,  true,  ANY_BODY},
    {"HashiCorp Vault",  "hvb.",                                         URLSAFE,                 138, 300,  true,  ANY_BODY},
    {"Supabase",         "sb_secret_",                                   URLSAFE,                 31,  31,   true,  ANY_BODY},
    {"Heroku",           "HRKU-AA",                                      URLSAFE,                 58,  58,   true,  ANY_BODY},
    {"Render",           "rnd_",                                         ALNUM,                   28,  28,   false, ANY_BODY},
};
// clang-format on

static size_t run(unsigned alphabet, struct str s, size_t most)
{
    size_t n = 0;
    while (n < s.n && n < most && in_alphabet(alphabet, s.p[n]))
        n++;
    return n;
}

// A body of few different bytes is drawn in documentation, not by a generator.
static bool varied(struct str body)
{
    uint64_t seen[2] = {0, 0};
    size_t different = 0;
    for (size_t i = 0; i < body.n; i++) {
        unsigned c = (unsigned char)body.p[i] & 127;
        uint64_t bit = (uint64_t)1 << (c & 63);
        different += !(seen[c >> 6] & bit);
        seen[c >> 6] |= bit;
    }
    return different >= 7 || body.n < 10;
}

// Length of the key of this form at the head of the text; 0 when there is none.
static size_t fits(const struct form *f, struct str text)
{
    size_t head = strlen(f->prefix);
    struct str rest = str_from(text, head);
    size_t n = run(f->alphabet, rest, (size_t)f->max + 1);
    if (n < f->min || n > f->max)
        return 0;
    struct str body = str_slice(rest, 0, n);
    if (n < rest.n && (byte_is_alnum(rest.p[n]) || rest.p[n] == '_'))
        return 0;
    return proves(f->proof, body) && varied(body) ? head + n : 0;
}

bool key_form_lengths(struct str provider, size_t *least, size_t *most)
{
    *most = 0;
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (!str_eq(provider, str_of(forms[i].provider)))
            continue;
        size_t head = strlen(forms[i].prefix);
        *least = *most && *least < head + forms[i].min ? *least : head + forms[i].min;
        *most = *most > head + forms[i].max ? *most : head + forms[i].max;
    }
    return *most > 0;
}

static bool bare_hex(struct str s, size_t n)
{
    return s.n == n && run(HEX, s, n) == n && varied(s);
}

// Forms that no prefix tells: Z.ai and Ollama (hex, dot, tail), Azure's long form.
static const char *unprefixed(struct str core)
{
    if (core.n > 33 && core.p[32] == '.' && bare_hex(str_slice(core, 0, 32), 32)) {
        struct str tail = str_from(core, 33);
        if (tail.n == 16 && run(LOWER | DIGITS, tail, 16) == 16)
            return "Z.ai";
        if (tail.n == 24 && run(URLSAFE, tail, 24) == 24)
            return "Ollama";
    }
    size_t at = core.n == 84 ? str_find(core, STR("JQQJ99")) : STR_NOWHERE;
    return at != STR_NOWHERE && at >= 44 && at <= 60 && run(ALNUM, core, 84) == 84 ? "Azure" : NULL;
}

static const struct form *longest_prefix(struct str core, bool decisive)
{
    const struct form *best = NULL;
    for (size_t i = 0; i < COUNT(forms); i++) {
        const struct form *f = &forms[i];
        if (core.n < 3 || f->prefix[0] != core.p[0] || f->prefix[2] != core.p[2])
            continue; // no prefix is shorter
        if ((f->decisive || !decisive) && str_starts(core, str_of(f->prefix)) &&
            (!best || strlen(f->prefix) > strlen(best->prefix)))
            best = f;
    }
    return best;
}

enum form_fit key_form(struct str core, const char **provider)
{
    const struct form *f = longest_prefix(core, false);
    const char *name = NULL;
    enum form_fit fit = FORM_NONE;
    if (f && fits(f, core) == core.n) {
        name = f->provider;
        fit = FORM_FULL;
    } else if ((f = longest_prefix(core, true)) && core.n > strlen(f->prefix)) {
        name = f->provider;
        fit = FORM_PREFIX;
    } else if ((name = unprefixed(core))) {
        fit = FORM_FULL;
    }
    if (provider && fit != FORM_NONE)
        *provider = name;
    return fit;
}

static bool is_jwt(struct str s)
{
    size_t first = str_chr(s, '.');
    if (first == STR_NOWHERE || first < 17 || !str_starts(s, STR("ey")))
        return false;
    struct str payload = str_from(s, first + 1);
    return str_starts(payload, STR("ey")) && payload.n > 17 &&
           run(URLSAFE | DOT | EQUALS, s, s.n) == s.n;
}

bool key_ambiguous(struct str core)
{
    if (str_starts(core, STR("sk-"))) {
        struct str body = str_from(core, 3);
        return body.n >= 20 && run(URLSAFE, body, body.n) == body.n && varied(body);
    }
    return bare_hex(core, 32) || bare_hex(core, 40) || bare_hex(core, 64) || is_jwt(core);
}

bool key_is_id(struct str core)
{
    static const char *const prefixes[] = {"org-",         "proj_",    "asst_",   "pk-lf-",
                                           "pk-helicone-", "pk_live_", "pk_test_"};
    for (size_t i = 0; i < COUNT(prefixes); i++) {
        struct str prefix = str_of(prefixes[i]), body = str_from(core, prefix.n);
        if (str_starts(core, prefix) && body.n >= 12 && run(URLSAFE, body, body.n) == body.n)
            return true;
    }
    return false;
}

bool key_like(struct str bytes, struct str *provider)
{
    struct str core = str_trim_set(str_trim(bytes), "\"'`");
    const char *name = NULL;
    enum form_fit fit = key_form(core, &name);
    if (provider)
        *provider = str_of(name);
    // A prefix and a tail long enough to be worth hiding.
    return fit == FORM_FULL || (fit == FORM_PREFIX && core.n >= 16) || key_ambiguous(core);
}

const char *key_form_prefix(size_t i)
{
    return i < COUNT(forms) ? forms[i].prefix : NULL;
}

size_t key_at_head(struct str text, struct str *provider)
{
    const struct form *form = longest_prefix(text, false);
    size_t n = form ? fits(form, text) : 0;
    if (n && provider)
        *provider = str_of(form->provider);
    return n;
}

size_t key_scan(struct str text, size_t *at, struct str *provider)
{
    for (size_t i = 0; i + KEY_FORM_MIN <= text.n; i++) {
        if (i > 0 && (byte_is_alnum(text.p[i - 1]) || text.p[i - 1] == '_'))
            continue;
        size_t n = key_at_head(str_slice(text, i, i + KEY_FORM_MAX), provider);
        if (n == 0)
            continue;
        *at = i;
        return n;
    }
    return 0;
}
