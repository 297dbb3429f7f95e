// SPDX-License-Identifier: MIT
// Headers as the HTTP layers under the SDKs take or refuse them (clients.md 9.1).
#include "clients/blanks.h"
#include "clients/httpx.h"
#include "clients/sdk.h"

// One code point; bytes that are no UTF-8 count as one each.
static uint32_t next_point(struct str s, size_t *i)
{
    unsigned char c = (unsigned char)s.p[*i];
    unsigned more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    uint32_t v = more == 3 ? c & 7u : more == 2 ? c & 15u : more == 1 ? c & 31u : c;
    (*i)++;
    for (unsigned k = 0; k < more && *i < s.n && ((unsigned char)s.p[*i] & 0xc0) == 0x80; k++)
        v = v << 6 | ((unsigned char)s.p[(*i)++] & 0x3fu);
    return v;
}

struct str sdk_js_trim(struct str s)
{
    return blanks_trimmed(s, BLANKS_JS);
}

// The first code point above `most`, and where, in characters (UTF-16 units when `wide`).
static bool beyond(struct str s, uint32_t most, bool wide, uint32_t *point, size_t *at)
{
    size_t i = 0, n = 0;
    while (i < s.n) {
        uint32_t c = next_point(s, &i);
        if (c > most) {
            *point = c;
            *at = n;
            return true;
        }
        n += wide && c > 0xffff ? 2 : 1;
    }
    return false;
}

static struct str python_bytes(struct str s, struct arena *a)
{
    struct str quoted = python_repr(s, a);
    return str_join(STR("b"), quoted, a);
}

// h11's field-value: words of anything but NUL, white space and DEL, one or more blanks between.
static bool h11_refuses(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        bool edge = i == 0 || i + 1 == v.n;
        if (c == 0 || c == 0x7f || (byte_is_space(c) && c != ' ' && c != '\t'))
            return true;
        if (edge && (c == ' ' || c == '\t'))
            return true;
    }
    return false;
}

void sdk_judge_python(struct situation *s, struct str key, const char *prefix)
{
    struct str header = str_fmt(s->a, "%s%.*s", prefix, STR_ARG(key));
    bool anthropic = sdk_of(s->rules)->flags & SDK_ANTHROPIC;
    const char *http = sdk_of(s->rules)->flags & SDK_HTTPX2 ? "httpx2" : "httpx";
    uint32_t point;
    size_t at;
    if (s->p->key_fate == KEY_FATE_REFUSED)
        return;
    if (beyond(header, 0x7f, false, &point, &at)) {
        char letter = point > 0xffff ? 'U' : point > 0xff ? 'u' : 'x';
        int digits = point > 0xffff ? 8 : point > 0xff ? 4 : 2;
        char shown[16];
        snprintf(shown, sizeof shown, "\\%c%0*x", letter, digits, point);
        sdk_key_refused(s,
                        str_fmt(s->a,
                                "builtins.UnicodeEncodeError: 'ascii' codec can't encode "
                                "character '%s' in position %zu: ordinal not in range(128)",
                                shown, at),
                        true);
        s->p->auth = s->p->x_api_key = STR_NONE;
    } else if (h11_refuses(header)) {
        struct str shown = python_bytes(header, s->a);
        sdk_key_refused(s,
                        str_fmt(s->a,
                                "%s.APIConnectionError: Connection error. <- "
                                "%s.LocalProtocolError: Illegal header value %.*s",
                                anthropic ? "anthropic" : "openai", http, STR_ARG(shown)),
                        false);
        s->p->auth = s->p->x_api_key = STR_NONE;
    }
}

// The first byte a header may not hold: Headers.append refuses NUL, CR, LF; undici the others.
static int bad_byte(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];
        if (c == 0 || c == '\r' || c == '\n')
            return 2;
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return 1;
    }
    return 0;
}

// How fetch says no to a header; `before`: what an SDK wraps around a failure on the way.
static struct str fetch_words(struct str header, const char *before, struct arena *a)
{
    uint32_t point;
    size_t at;
    if (beyond(header, 0xff, true, &point, &at))
        return str_fmt(a,
                       "TypeError: Cannot convert argument to a ByteString because the character "
                       "at index %zu has a value of %u which is greater than 255.",
                       at, point);
    if (bad_byte(header) == 2)
        return str_fmt(a, "TypeError: Headers.append: \"%.*s\" is an invalid header value.",
                       STR_ARG(header));
    return str_fmt(a,
                   "%sTypeError: fetch failed <- InvalidArgumentError[UND_ERR_INVALID_ARG]: "
                   "invalid authorization header",
                   before);
}

struct str sdk_node_refusal(const struct situation *s, struct str header)
{
    uint32_t point;
    size_t at;
    if (!beyond(header, 0xff, true, &point, &at) && !bad_byte(header))
        return STR_NONE;
    if (!(sdk_of(s->rules)->flags & SDK_NODE_FETCH2))
        return fetch_words(header, "Error: Connection error. <- ", s->a);
    return str_fmt(s->a,
                   "Error: Connection error. <- TypeError: %.*s is not a legal HTTP header value",
                   STR_ARG(header));
}

void sdk_judge_node(struct situation *s, struct str key)
{
    struct str words = sdk_node_refusal(s, str_join(STR("Bearer "), key, s->a));
    if (!str_present(words))
        return;
    s->p->auth = STR_NONE;
    sdk_key_refused(s, words, true);
}

// What axios leaves in a header: no control, nothing beyond Latin-1, no blank at an end.
static struct str header_cleaned(struct str header, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < header.n;) {
        size_t at = i;
        uint32_t c = next_point(header, &i);
        if (c <= 0xff && c != 0x7f && (c >= 0x20 || c == '\t'))
            buf_add(&b, str_slice(header, at, i));
    }
    return buf_str(&b);
}

static struct str refusal(enum header_how how, struct str header, struct arena *a)
{
    switch (how) {
    case HEADER_FETCH: return fetch_words(header, "", a);
    case HEADER_BUN: return STR("TypeError: Header 'Authorization' has invalid value");
    case HEADER_DENO: return STR("TypeError: Invalid header value");
    case HEADER_UNDICI: return STR("InvalidArgumentError: invalid Authorization header");
    default:
        return STR("TypeError [ERR_INVALID_CHAR]: Invalid character in header content "
                   "[\"Authorization\"]");
    }
}

static void judge_js_header(struct situation *s, struct str header)
{
    struct prediction *p = s->p;
    enum header_how how = s->rules->header;
    struct str sent = header;
    uint32_t point;
    size_t at;
    if (how == HEADER_CLEANED)
        sent = header_cleaned(header, s->a);
    else if (how == HEADER_FETCH || how == HEADER_BUN || how == HEADER_DENO)
        sent = str_trim_set(header, " \t\r\n");
    if (beyond(sent, 0xff, true, &point, &at) || bad_byte(sent)) {
        p->key_fate = KEY_FATE_REFUSED;
        p->key_error = refusal(how, sent, s->a);
        return;
    }
    p->auth = str_trim_set(sent, " \t"); // these at an end are nobody's: every server drops them
    p->key_fate = p->auth.n == header.n ? KEY_FATE_SENT : KEY_FATE_TRIMMED;
}

// Clients without an SDK: the code builds the header from the variable, and the HTTP layer sends it
// as it is or refuses it.
void sdk_judge_plain(struct situation *s, struct str key)
{
    struct prediction *p = s->p;
    struct str header = str_join(STR("Bearer "), key, s->a);
    uint32_t point;
    size_t at;
    if (!key.n) {
        p->key_fate = KEY_FATE_MISSING;
        return;
    }
    p->key_fate = KEY_FATE_SENT;
    p->auth = header;
    bool line = str_has_any(key, "\r\n");
    bool wide = beyond(header, 0xff, true, &point, &at);
    enum client_lang lang = s->client->lang;
    if (lang == LANG_C && line) {
        p->key_fate = KEY_FATE_SPLIT; // libcurl sends the line end as it stands
    } else if (lang == LANG_PYTHON && beyond(header, 0x7f, false, &point, &at) &&
               s->rules->list == EXCEPT_HTTPX) {
        p->key_fate = KEY_FATE_REFUSED;
        p->key_error = STR("UnicodeEncodeError: 'ascii' codec can't encode character");
    } else if (lang == LANG_PYTHON && wide) {
        p->key_fate = KEY_FATE_REFUSED;
        p->key_error = STR("UnicodeEncodeError: 'latin-1' codec can't encode character");
    } else if (lang == LANG_PYTHON && h11_refuses(header)) {
        p->key_fate = line ? KEY_FATE_REFUSED : KEY_FATE_SENT;
        p->key_error = line ? STR("Invalid header value") : STR_NONE;
    } else if (s->rules->header != HEADER_BY_LANGUAGE) {
        judge_js_header(s, header);
    } else if (lang == LANG_GO && bad_byte(header)) {
        p->key_fate = KEY_FATE_REFUSED;
        p->key_error = STR("net/http: invalid header field value for \"Authorization\"");
    }
    if (p->key_fate == KEY_FATE_REFUSED)
        p->auth = STR_NONE;
}
