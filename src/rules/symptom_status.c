// SPDX-License-Identifier: MIT
// A number is a status when the words around it say so: each library has its own sentence for a 404
// ("Error code: 404", "status code 404", "404 Client Error", "HTTP Error 404: Not Found", ...).
#include "rules/symptom_status.h"

enum { STATUSES_MAX = 8 };

// The end of the word in front of the number.
static const char *const before[] = {"code",   "status",   "error",    "http/1.1", "http/1.0",
                                     "http/2", "returned", "response", "http"};

// What follows the number: reason phrases, and the words of aiohttp and requests.
static const char behind[][32] = {
    "unauthorized", "forbidden",  "not found",       "method not allowed", "proxy auth",
    "payload",      "request",    "content too",     "too many requests",  "internal server",
    "bad gateway",  "service un", "gateway time",    "bad request",        "moved perm",
    "found",        "see other",  "temporary redir", "permanent redir",    "client error",
    "server error", "status",     "message=",
};

static bool said_before(struct str text, size_t at)
{
    struct str head = str_trim_right_set(str_slice(text, 0, at), " :=(\"'[`{");
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_ends(head, str_of(before[i])))
            return true;
    return false;
}

static bool said_behind(struct str text, size_t at)
{
    struct str tail = str_from(text, at);
    size_t skip = 0;
    while (skip < tail.n && strchr(" ,:-(\"", tail.p[skip]))
        skip++;
    for (size_t i = 0; i < sizeof behind / sizeof *behind && skip; i++)
        if (str_starts(str_from(tail, skip), str_of(behind[i])))
            return true;
    return false;
}

static bool digit_at(struct str text, size_t i)
{
    return i < text.n && byte_is_digit(text.p[i]);
}

// Three digits that are a whole number, from 300 to 599.
static bool status_at(struct str text, size_t i)
{
    if (text.p[i] < '3' || text.p[i] > '5' || !digit_at(text, i + 1) || !digit_at(text, i + 2) ||
        digit_at(text, i + 3))
        return false;
    char left = i ? text.p[i - 1] : ' ', right = i + 3 < text.n ? text.p[i + 3] : ' ';
    return !byte_is_alnum(left) && left != '.' && left != '-' && left != '_' &&
           !byte_is_alnum(right) && right != '_';
}

static void add_curl(struct buf *b, struct str text)
{
    struct str words = STR("curl error ");
    size_t at = str_find(text, words), end;
    if (at == STR_NOWHERE)
        return;
    at = end = at + words.n;
    while (digit_at(text, end) && end < at + 3)
        end++;
    if (end > at)
        buf_fmt(b, "curl: (%.*s) ", STR_ARG(str_slice(text, at, end)));
}

// got shows with each error all its options, and among them every code that it would try again for.
static const char *const listed[] = {"errorcodes: [", "statuscodes: [", "methods: ["};

static struct str without_lists(struct str text, struct arena *a)
{
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        size_t at = str_find(text, str_of(listed[i]));
        size_t end = at == STR_NOWHERE ? STR_NOWHERE : str_chr(str_from(text, at), ']');
        if (end == STR_NOWHERE)
            continue;
        struct buf b = buf_in(a);
        buf_add(&b, str_slice(text, 0, at));
        buf_add(&b, str_from(text, at + end));
        text = buf_str(&b);
    }
    return text;
}

struct str symptom_statuses(struct str text, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t n = 0;
    text = without_lists(text, a);
    for (size_t i = 0; i < text.n && n < STATUSES_MAX; i++) {
        if (!status_at(text, i) || !(said_before(text, i) || said_behind(text, i + 3)))
            continue;
        buf_fmt(&b, "http-status-%.*s ", STR_ARG(str_slice(text, i, i + 3)));
        n++;
    }
    add_curl(&b, text);
    buf_add(&b, text);
    return buf_str(&b);
}

static bool has_one_of(struct str text, const char *words)
{
    struct str rest = str_of(words), word;
    while (str_word(&rest, " ", &word))
        if (str_has(text, word))
            return true;
    return false;
}

bool symptom_is_foreign(struct str text)
{
    return has_one_of(text,
                      "redis postgres psql psycopg mysql mariadb mongo sqlstate rabbitmq amqp "
                      "kafka elasticsearch memcache ssh: github.com pypi.org "
                      "registry.npmjs.org") &&
           !has_one_of(text, "nexorouter openai api_key apikey chat/completions /v1/ bearer "
                             "authorization litellm langchain proxy");
}
