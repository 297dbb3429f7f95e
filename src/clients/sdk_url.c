// SPDX-License-Identifier: MIT
// Base URLs as the SDKs join them with a path, and as what is beneath takes or refuses them
// (clients.md 9.1).
#include "clients/httpx.h"
#include "clients/sdk.h"
#include "clients/whatwg.h"

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

// "a=b+c%20d" as URLSearchParams reads it and the SDK's qs writes it; of equal names the last counts,
// at the place of the first.
struct parameter {
    struct str name, value;
};

struct parameters {
    struct parameter *items;
    size_t n, cap;
};

static struct str form_decoded(struct str s, struct arena *a)
{
    struct str copy = str_dup(s, a);
    char *p = str_z(copy, a);
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] == '+')
            p[i] = ' ';
    return percent_decoded((struct str){p, copy.n}, a);
}

static void qs_encoded(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (byte_is_alnum(s.p[i]) || (s.p[i] && strchr("-._~", s.p[i])))
            buf_byte(b, s.p[i]);
        else
            buf_fmt(b, "%%%02X", (unsigned char)s.p[i]);
    }
}

static struct str query_again(struct str query, struct arena *a)
{
    struct parameters list = {0};
    struct str piece;
    while (str_word(&query, "&", &piece) && piece.n) {
        size_t eq = str_chr(piece, '='), i = 0;
        struct str name = form_decoded(str_slice(piece, 0, eq), a);
        while (i < list.n && !str_eq(list.items[i].name, name))
            i++;
        if (i == list.n)
            arena_push(&list, a)->name = name;
        list.items[i].value =
            eq == STR_NOWHERE ? STR("") : form_decoded(str_from(piece, eq + 1), a);
    }
    struct buf b = buf_in(a);
    for (size_t i = 0; i < list.n; i++) {
        buf_z(&b, i ? "&" : "");
        qs_encoded(&b, list.items[i].name);
        buf_byte(&b, '=');
        qs_encoded(&b, list.items[i].value);
    }
    return buf_str(&b);
}

// What new URL() writes as "%XX", and what url.parse() does besides (node-fetch 2).
static void add_path_and_query(struct buf *b, const struct whatwg_url *u, const struct situation *s)
{
    uint32_t flags = sdk_of(s->rules)->flags;
    bool fetch2 = flags & SDK_NODE_FETCH2;
    quote(b, u->path, fetch2 ? "`{}|^'" : s->p->runtime.major >= 24 ? "`{}^" : "`{}");
    if (!str_present(u->query))
        return;
    struct str again = flags & SDK_QUERY_AGAIN ? query_again(u->query, s->a) : STR("");
    buf_byte(b, '?');
    if (again.n)
        buf_add(b, again);
    else
        quote(b, u->query, fetch2 ? "'`{}|^\\" : "'");
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
    add_path_and_query(&b, &u, s);
    s->p->request_url = buf_str(&b);
}
