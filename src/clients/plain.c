// SPDX-License-Identifier: MIT
// What clients without an SDK make of the URL that the code gives them: each has a parser of its own
// (tried on the real ones). A base URL that one refuses another mends, or calls another address.
#include "clients/httpx.h"
#include "clients/sdk.h"
#include "clients/whatwg.h"

static void refuse(struct situation *s, enum url_fault_kind fault)
{
    sdk_base_refused(s, str_of(url_of(s->rules)->words[fault]));
}

static bool is_http(struct str scheme)
{
    return str_eq_icase(scheme, STR("http")) || str_eq_icase(scheme, STR("https"));
}

// How long the scheme is; 0: none. "host:443/..." has none either.
static size_t scheme_of(struct str s)
{
    size_t n = 0;
    while (n < s.n && (byte_is_alnum(s.p[n]) || strchr("+-.", s.p[n])))
        n++;
    bool letters = n > 0 && n < s.n && s.p[n] == ':' && byte_is_alpha(s.p[0]);
    return letters && !(n + 1 < s.n && byte_is_digit(s.p[n + 1])) ? n : 0;
}

static struct str behind_login(struct str authority)
{
    size_t at = str_rchr(authority, '@');
    return at == STR_NOWHERE ? authority : str_from(authority, at + 1);
}

static bool bad_port(struct str authority)
{
    authority = behind_login(authority);
    size_t bracket = str_rchr(authority, ']'), colon = str_rchr(authority, ':');
    uint64_t port = 0;
    if (authority.n && authority.p[0] == '[' && bracket == STR_NOWHERE)
        return true;
    if (colon == STR_NOWHERE || (bracket != STR_NOWHERE && colon < bracket))
        return false;
    size_t first = str_chr(authority, ':');
    struct str text = str_from(authority, colon + 1);
    if (bracket == STR_NOWHERE && first != colon)
        return true;
    return text.n && (!str_to_u64(text, &port) || port > 65535);
}

// As it is sent: blanks and bytes beyond ASCII escaped, but not in the host; control characters
// dropped.
static struct str as_sent(struct str scheme, struct str rest, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t host = str_until(rest, "/?#");
    buf_fmt(&b, "%.*s://", STR_ARG(scheme));
    for (size_t i = 0; i < host; i++)
        if ((unsigned char)rest.p[i] >= ' ' && rest.p[i] != 0x7f)
            buf_byte(&b, rest.p[i]);
    rest = str_from(rest, host);
    for (size_t n; rest.n; rest = str_from(rest, n + 1)) {
        for (n = 0; n < rest.n && rest.p[n] > ' ' && rest.p[n] < 0x7f;)
            n++;
        buf_add(&b, str_slice(rest, 0, n));
        unsigned char c = n < rest.n ? (unsigned char)rest.p[n] : 0;
        if (c == ' ' || c >= 0x7f)
            buf_fmt(&b, "%%%02X", c);
    }
    return buf_str(&b);
}

// java.net.URI: what may not stand anywhere, and "%" only before two digits.
static bool strange(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool two = i + 2 < s.n && byte_is_hex(s.p[i + 1]) && byte_is_hex(s.p[i + 2]);
        if (strchr(" \"<>\\^`{|}", s.p[i]) || (s.p[i] == '%' && !two))
            return true;
    }
    return str_has_control(s) || str_find(s, STR("\302\240")) != STR_NOWHERE;
}

// A host in the same book: labels of letters, digits and inner "-", the last beginning with a letter;
// an address. Anything else is the name of a registry, which is no host.
static bool in_the_book(struct str authority)
{
    struct address address;
    struct str host = behind_login(authority), label = STR("");
    if (host.n && host.p[0] == '[')
        return true;
    host = str_slice(host, 0, str_rchr(host, ':'));
    if (address_parse(host, &address))
        return true;
    struct str rest = str_ends(host, STR(".")) ? str_slice(host, 0, host.n - 1) : host;
    while (str_present(rest) && str_cut(&rest, '.', &label)) {
        if (!label.n || label.p[0] == '-' || label.p[label.n - 1] == '-')
            return false;
        for (size_t i = 0; i < label.n; i++)
            if (!byte_is_alnum(label.p[i]) && label.p[i] != '-')
                return false;
    }
    return label.n && byte_is_alpha(label.p[0]);
}

static void by_letters(struct situation *s, struct str text)
{
    uint32_t takes = url_of(s->rules)->takes;
    if (takes & URL_TAKES_LEAD)
        while (text.n && (unsigned char)text.p[0] <= ' ')
            text = str_from(text, 1);
    size_t n = scheme_of(text), slashes = 0, end;
    struct str scheme = n ? str_lower(str_slice(text, 0, n), s->a) : STR("http");
    struct str rest = n ? str_from(text, n + 1) : text;
    if ((takes & URL_BY_THE_BOOK) && (strange(text) || (text.n && strchr("'", text.p[0])))) {
        refuse(s, URL_DAMAGED);
        return;
    }
    if (!n && !((takes & URL_GUESSES_HTTP) && text.n && byte_is_alnum(text.p[0]))) {
        refuse(s, URL_HAS_NO_SCHEME);
        return;
    }
    if (!is_http(scheme)) {
        refuse(s, URL_OTHER_SCHEME);
        return;
    }
    while (slashes < rest.n && rest.p[slashes] == '/')
        slashes++;
    bool counted = !n || slashes == 2 || (slashes == 1 && (takes & URL_TAKES_ONE_SLASH)) ||
                   (slashes == 3 && (takes & URL_TAKES_THREE));
    rest = str_from(rest, slashes);
    end = str_until(rest, takes & URL_TAKES_BACKSLASH ? "/?#\\" : "/?#");
    struct str authority = str_slice(rest, 0, end), path = str_from(rest, end);
    if (!counted || !authority.n || ((takes & URL_BY_THE_BOOK) && !in_the_book(authority)))
        refuse(s, URL_HAS_NO_HOST);
    else if ((!(takes & URL_TAKES_CONTROL) && str_has_control(authority)) ||
             ((takes & URL_REFUSES_LF) && str_chr(text, '\n') != STR_NOWHERE) ||
             str_has_any(authority, " \"'<>\\") || bad_port(authority) ||
             (!(takes & URL_TAKES_BLANK) && str_chr(path, ' ') != STR_NOWHERE) ||
             (!(takes & URL_TAKES_CONTROL) && str_has_control(path)))
        refuse(s, URL_DAMAGED);
    else
        s->p->request_url = as_sent(scheme, rest, s->a);
}

static void by_browser(struct situation *s, struct str text)
{
    struct whatwg_url u = whatwg_parse(text, s->a);
    size_t n = str_chr(text, ':');
    if (!u.ok)
        refuse(s, scheme_of(str_trim(text)) ? URL_DAMAGED : URL_HAS_NO_SCHEME);
    else if (!is_http(u.scheme))
        refuse(s, URL_OTHER_SCHEME);
    else if ((url_of(s->rules)->takes & URL_NEEDS_SLASHES) &&
             !str_starts(str_from(text, n + 1), STR("//")))
        refuse(s, URL_HAS_NO_HOST);
    else {
        struct buf b = buf_in(s->a);
        if (str_present(u.user) || str_present(u.password)) // some clients refuse one
            buf_fmt(&b, "%.*s:%.*s@", STR_ARG(u.user), STR_ARG(u.password));
        buf_z(&b, u.v6 ? "[" : "");
        buf_add(&b, u.host);
        buf_z(&b, u.v6 ? "]" : "");
        if (u.port)
            buf_fmt(&b, ":%u", u.port);
        buf_add(&b, u.path);
        if (str_present(u.query))
            buf_fmt(&b, "?%.*s", STR_ARG(u.query));
        s->p->request_url = as_sent(u.scheme, buf_str(&b), s->a);
    }
}

static void by_httpx(struct situation *s, struct str text)
{
    struct httpx_url u = httpx_parse(text, s->a);
    if (str_present(u.error))
        sdk_base_refused(s, str_fmt(s->a, "httpx.InvalidURL: %.*s", STR_ARG(u.error)));
    else if (!u.scheme.n)
        refuse(s, URL_HAS_NO_SCHEME);
    else if (!is_http(u.scheme))
        refuse(s, URL_OTHER_SCHEME);
    else if (!u.host.n)
        refuse(s, URL_HAS_NO_HOST);
    else
        s->p->request_url = as_sent(u.scheme, str_from(text, str_chr(text, ':') + 3), s->a);
}

void plain_url(struct situation *s, struct str text)
{
    s->p->request_url = text;
    const struct url_rule *url = url_of(s->rules);
    if (!url || !text.n)
        return;
    if (url->how == URL_AS_BROWSER)
        by_browser(s, text);
    else if (url->how == URL_AS_HTTPX)
        by_httpx(s, text);
    else
        by_letters(s, text);
}
