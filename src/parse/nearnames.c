// SPDX-License-Identifier: MIT
#include "parse/nearnames.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { LONGEST = 64 };

enum word_kind {
    WORD_NEXO_ROUTER = 1 << 0,
    WORD_NEXO = 1 << 1, // alone it is another company, beside ROUTER it is this one
    WORD_ROUTER = 1 << 2,
    WORD_OPENAI = 1 << 3,
    WORD_LLM = 1 << 4,
    WORD_KEY = 1 << 5,
    WORD_FILLER = 1 << 6,
    WORD_URL = 1 << 7,
};

static const unsigned MAY_REPEAT = WORD_FILLER | WORD_KEY | WORD_URL;

struct word { // no pointer: it would be relocated at each start
    char text[12];
    unsigned char length, kind;
};

// Longer words before their own beginnings: the first that fits is taken.
// clang-format off
#define W(text, kind) {text, sizeof text - 1, kind}
static const struct word words[] = {
    W("NEXOROUTER", WORD_NEXO_ROUTER), W("NEXO", WORD_NEXO),          W("ROUTER", WORD_ROUTER),
    W("CHATGPT", WORD_LLM),        W("OPENAI", WORD_OPENAI),      W("LLM", WORD_LLM),
    W("GPT", WORD_LLM),            W("KEYS", WORD_KEY),           W("KEY", WORD_KEY),
    W("TOKEN", WORD_KEY),          W("SECRET", WORD_KEY),         W("ACCESS", WORD_FILLER),
    W("API", WORD_FILLER),         W("YOUR", WORD_FILLER),        W("MY", WORD_FILLER),
    W("THE", WORD_FILLER),         W("PRODUCTION", WORD_FILLER),  W("PROD", WORD_FILLER),
    W("DEVELOPMENT", WORD_FILLER), W("DEV", WORD_FILLER),         W("STAGING", WORD_FILLER),
    W("LOCAL", WORD_FILLER),       W("LIVE", WORD_FILLER),        W("PRIVATE", WORD_FILLER),
    W("BASE", WORD_URL),           W("URL", WORD_URL),            W("URI", WORD_URL),
    W("ENDPOINT", WORD_URL),       W("HOST", WORD_URL),
};
#undef W

// Other services that lie within reach of a slip of the finger; all begin with OPEN.
static const char real[][20] = {
    "OPENAIP", "OPENAQ", "OPENUV", "OPENCV", "OPENEI", "OPENAM", "OPENAD", "OPENID", "OPENPAY",
    "OPENVAS", "OPENIM", "OPENEX", "OPENBI", "OPENHAB", "OPENVPN",
};
// clang-format on

static struct str squeeze(struct str name, char *room)
{
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < LONGEST; i++)
        if (name.p[i] != '_' && name.p[i] != '-' && name.p[i] != '.')
            room[n++] = byte_is_alpha(name.p[i]) ? (char)(name.p[i] & ~0x20) : name.p[i];
    return (struct str){room, n};
}

static bool begins_with(struct str text, const struct word *w)
{
    return text.p[0] == w->text[0] && str_starts(text, (struct str){w->text, w->length});
}

// The kinds of words that the whole text is made of; 0 when it is not made of words alone, or one
// kind but filler and words for "key" (SECRET_KEY) or "URL" (BASE_URL) comes twice.
static unsigned kinds_of(struct str text)
{
    unsigned all = 0;
    while (text.n > 0) {
        size_t i = 0;
        while (i < COUNT(words) && !begins_with(text, &words[i]))
            i++;
        if (i == COUNT(words) || (all & words[i].kind & ~MAY_REPEAT))
            return 0;
        all |= words[i].kind;
        text = str_from(text, words[i].length);
    }
    return all & ~(unsigned)WORD_FILLER;
}

static enum near by_words(struct str text)
{
    switch (kinds_of(text)) {
    case WORD_NEXO_ROUTER:
    case WORD_NEXO | WORD_ROUTER:
    case WORD_NEXO_ROUTER | WORD_KEY:
    case WORD_NEXO | WORD_ROUTER | WORD_KEY:
    case WORD_LLM | WORD_KEY: return NEAR_NEXOROUTER;
    case WORD_OPENAI | WORD_KEY: return NEAR_OPENAI;
    default: return NEAR_NONE;
    }
}

static bool is_real(struct str text)
{
    for (size_t i = 0; str_starts(text, STR("OPEN")) && i < COUNT(real); i++)
        if (str_starts(text, str_of(real[i])))
            return true;
    return false;
}

// Two slips, of which a short vendor's name may have one: OPENAI is too near to other services.
static enum near by_distance(struct str text)
{
    static const struct str nexo = {"NEXOROUTERAPIKEY", 16}, openai = {"OPENAIAPIKEY", 12};
    if (str_distance(text, nexo, 2) <= 2)
        return NEAR_NEXOROUTER;
    if (is_real(text) || str_distance(text, openai, 2) > 2)
        return NEAR_NONE;
    for (size_t n = 5; n <= 7 && n <= text.n; n++)
        if (str_distance(str_slice(text, 0, n), STR("OPENAI"), 1) <= 1)
            return NEAR_OPENAI;
    return NEAR_NONE;
}

enum near near_key(struct str name)
{
    char room[LONGEST];
    if (name.n > LONGEST)
        return NEAR_NONE;
    struct str text = squeeze(name, room);
    if (text.n < 6 || text.n > 28)
        return NEAR_NONE;
    enum near found = by_words(text);
    return found != NEAR_NONE ? found : by_distance(text);
}

bool near_base(struct str name)
{
    static const struct str nexo = {"NEXOROUTERBASEURL", 17}, openai = {"OPENAIBASEURL", 13};
    char room[LONGEST];
    if (name.n > LONGEST)
        return false;
    struct str text = squeeze(name, room);
    switch (kinds_of(text)) {
    case WORD_NEXO_ROUTER | WORD_URL:
    case WORD_NEXO | WORD_ROUTER | WORD_URL:
    case WORD_LLM | WORD_URL:
    case WORD_OPENAI | WORD_URL: return true;
    default: break;
    }
    return str_distance(text, nexo, 2) <= 2 ||
           (!is_real(text) && str_distance(text, openai, 1) <= 1);
}

static bool any_of(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(list[i])))
            return true;
    return false;
}

static bool is_scope(struct str s)
{
    static const char *const scopes[] = {"HTTP", "HTTPS", "ALL", "NO"};
    return any_of(s, scopes, COUNT(scopes));
}

static bool near_scope(struct str s)
{
    static const char *const others[] = {"HTTP2", "HTTP3", "HTTPX", "HTTPD"};
    return !any_of(s, others, COUNT(others)) && s.n >= 4 &&
           (str_distance(s, STR("HTTP"), 1) <= 1 || str_distance(s, STR("HTTPS"), 1) <= 1);
}

static bool near_word_proxy(struct str s)
{
    return str_eq(s, STR("PROXIES")) || str_distance(s, STR("PROXY"), 1) <= 1;
}

// The two halves in the order scope, proxy.
static bool halves_near(struct str scope, struct str proxy)
{
    if (is_scope(scope))
        return near_word_proxy(proxy);
    return near_scope(scope) && str_eq(proxy, STR("PROXY"));
}

bool near_proxy(struct str name)
{
    char room[LONGEST], upper[LONGEST];
    if (name.n < 6 || name.n > 16)
        return false;
    struct str text = squeeze(name, room);
    static const char *const joined[] = {"HTTPPROXY", "HTTPSPROXY", "ALLPROXY", "NOPROXY"};
    if (any_of(text, joined, COUNT(joined)))
        return true;
    for (size_t i = 0; i < name.n; i++)
        upper[i] = byte_is_alpha(name.p[i]) ? (char)(name.p[i] & ~0x20) : name.p[i];
    struct str whole = {upper, name.n};
    size_t at = 0;
    while (at < whole.n && whole.p[at] != '_' && whole.p[at] != '-')
        at++;
    struct str first = str_slice(whole, 0, at), second = str_from(whole, at + 1);
    return halves_near(first, second) || (is_scope(second) && near_word_proxy(first));
}
