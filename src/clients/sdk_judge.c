// SPDX-License-Identifier: MIT
// Headers and URLs as the HTTP layers under the SDKs take or refuse them (clients.md 9.1).
#include "clients/blanks.h"
#include "clients/httpx.h"
#include "clients/sdk.h"
#include "clients/whatwg.h"

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

void sdk_judge_node(struct situation *s, struct str key)
{
    struct str header = str_join(STR("Bearer "), key, s->a);
    bool fetch2 = sdk_of(s->rules)->flags & SDK_NODE_FETCH2;
    uint32_t point;
    size_t at;
    bool wide = beyond(header, 0xff, true, &point, &at);
    int bad = bad_byte(header);
    if (!wide && !bad)
        return;
    s->p->auth = STR_NONE;
    if (fetch2)
        sdk_key_refused(s,
                        str_fmt(s->a,
                                "Error: Connection error. <- TypeError: %.*s is not a "
                                "legal HTTP header value",
                                STR_ARG(header)),
                        true);
    else
        sdk_key_refused(s, fetch_words(header, "Error: Connection error. <- ", s->a), true);
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

// --- base URLs ------------------------------------------------------------------------------

static bool fits_url(char c, const char *more)
{
    return byte_is_alnum(c) || (c > ' ' && c < 0x7f && !strchr("\"#<>", c) && !strchr(more, c));
}

static void quote(struct buf *b, struct str s, const char *more)
{
    while (s.n) {
        size_t n = 0;
        while (n < s.n && fits_url(s.p[n], more))
            n++;
        buf_add(b, str_slice(s, 0, n));
        if (n < s.n)
            buf_fmt(b, "%%%02X", (unsigned char)s.p[n]);
        s = str_from(s, n + 1);
    }
}

// raw_path + "/" + path: a query in the base stays in front of the path (openai _base_client).
static struct str python_target(const struct httpx_url *u, struct str path, struct arena *a)
{
    struct buf b = buf_in(a);
    quote(&b, u->path, "?`{}");
    if (!b.n)
        buf_byte(&b, '/');
    if (str_present(u->query)) {
        buf_byte(&b, '?');
        quote(&b, u->query, "");
    }
    if (b.p[b.n - 1] != '/')
        buf_byte(&b, '/');
    buf_add(&b, str_trim_left_set(path, "/"));
    return buf_str(&b);
}

static void python_basic(struct situation *s, struct str userinfo)
{
    s->p->auth = str_fmt(s->a, "basic:%.*s", STR_ARG(userinfo));
}

void sdk_join_python(struct situation *s, struct str path)
{
    const struct sdk_rule *sdk = sdk_of(s->rules);
    const char *http = sdk->flags & SDK_HTTPX2 ? "httpx2" : "httpx";
    const char *name = sdk->flags & SDK_ANTHROPIC ? "anthropic" : "openai";
    struct httpx_url u = httpx_parse(s->p->base_url, s->a);
    if (str_present(u.error)) {
        sdk_base_refused(s, str_fmt(s->a, "%s.InvalidURL: %.*s", http, STR_ARG(u.error)));
        return;
    }
    if (!u.scheme.n) {
        sdk_base_refused(s,
                         str_fmt(s->a,
                                 "%s.APIConnectionError: Connection error. <- "
                                 "%s.UnsupportedProtocol: Request URL is missing an 'http://' or "
                                 "'https://' protocol.",
                                 name, http));
        return;
    }
    if (!str_eq(u.scheme, STR("http")) && !str_eq(u.scheme, STR("https"))) {
        sdk_base_refused(s,
                         str_fmt(s->a,
                                 "%s.APIConnectionError: Connection error. <- "
                                 "%s.UnsupportedProtocol: Request URL has an unsupported protocol "
                                 "'%.*s://'.",
                                 name, http, STR_ARG(u.scheme)));
        return;
    }
    if (!u.host.n) {
        sdk_base_refused(s, str_fmt(s->a,
                                    "%s.APIConnectionError: Connection error. <- "
                                    "%s.ConnectError: [Errno -2] Name or service not known",
                                    name, http));
        return;
    }
    if (u.userinfo.n)
        python_basic(s, u.userinfo);
    bool v6 = str_chr(u.host, ':') != STR_NOWHERE;
    struct str target = python_target(&u, path, s->a);
    struct buf b = buf_in(s->a);
    buf_add(&b, u.scheme);
    buf_z(&b, v6 ? "://[" : "://");
    buf_add(&b, u.host);
    buf_z(&b, v6 ? "]" : "");
    if (u.port_written)
        buf_fmt(&b, ":%u", (unsigned)u.port);
    buf_add(&b, target);
    s->p->request_url = buf_str(&b);
}

// new URL(base + path): what follows '#' or '?' in the base swallows the path.
void sdk_join_node(struct situation *s, struct str path)
{
    struct str base = s->p->base_url;
    bool slash = str_ends(base, STR("/")) && str_starts(path, STR("/"));
    struct str text = str_join(base, slash ? str_from(path, 1) : path, s->a);
    struct whatwg_url u = whatwg_parse(text, s->a);
    bool fetch2 = sdk_of(s->rules)->flags & SDK_NODE_FETCH2;
    if (!u.ok || (!u.special && !u.host.n && !u.path.n)) {
        sdk_base_refused(s, STR("TypeError[ERR_INVALID_URL]: Invalid URL"));
        return;
    }
    if (!str_eq(u.scheme, STR("http")) && !str_eq(u.scheme, STR("https"))) {
        sdk_base_refused(s, fetch2 ? STR("Error: Connection error. <- TypeError: Only HTTP(S) "
                                         "protocols are supported")
                                   : STR("Error: Connection error. <- TypeError: fetch failed <- "
                                         "Error: unknown scheme"));
        return;
    }
    if ((u.user.n || u.password.n) && !fetch2) {
        sdk_base_refused(s, STR("TypeError: Request cannot be constructed from a URL that includes "
                                "credentials"));
        return;
    }
    struct buf b = buf_in(s->a);
    buf_add(&b, u.scheme);
    buf_z(&b, u.v6 ? "://[" : "://");
    buf_add(&b, u.host);
    buf_z(&b, u.v6 ? "]" : "");
    if (u.port)
        buf_fmt(&b, ":%u", u.port);
    quote(&b, u.path, "`{}");
    if (str_present(u.query)) {
        buf_byte(&b, '?');
        quote(&b, u.query, "'");
    }
    s->p->request_url = buf_str(&b);
}
