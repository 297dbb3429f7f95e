// SPDX-License-Identifier: MIT
#include "clients/whatwg.h"

#include "base/utf8.h"

static const struct {
    const char *scheme;
    uint32_t port;
} specials[] = {{"http", 80}, {"https", 443}, {"ftp", 21}, {"ws", 80}, {"wss", 443}};

static uint32_t special_port(struct str scheme)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (str_eq(scheme, str_of(specials[i].scheme)))
            return specials[i].port;
    return 0;
}

// Controls and blanks at the ends, tabs and line ends everywhere: dropped.
static struct str cleaned(struct str s, struct arena *a)
{
    size_t from = 0, to = s.n;
    while (from < to && (unsigned char)s.p[from] <= 0x20)
        from++;
    while (to > from && (unsigned char)s.p[to - 1] <= 0x20)
        to--;
    s = str_slice(s, from, to);
    if (!str_has_any(s, "\t\r\n"))
        return s;
    struct buf b = buf_in(a);
    for (struct str line; str_word(&s, "\t\r\n", &line);)
        buf_add(&b, line);
    return buf_str(&b);
}

static size_t scheme_length(struct str s)
{
    size_t i = 0;
    if (!s.n || !byte_is_alpha(s.p[0]))
        return 0;
    while (i < s.n && (byte_is_alnum(s.p[i]) || memchr("+-.", s.p[i], 3)))
        i++;
    return i < s.n && s.p[i] == ':' ? i : 0;
}

// One number of an IPv4 address: 0x hex, 0 octal, else decimal.
static bool v4_number(struct str s, uint64_t *out)
{
    unsigned base = 10;
    uint64_t v = 0;
    if (!s.n)
        return false;
    if (str_starts_icase(s, STR("0x")))
        base = 16, s = str_from(s, 2);
    else if (s.n > 1 && s.p[0] == '0')
        base = 8, s = str_from(s, 1);
    for (size_t i = 0; i < s.n; i++) {
        int d = byte_hex(s.p[i]);
        if (d < 0 || (unsigned)d >= base)
            return false;
        v = v > 0xffffffffffULL ? v : v * base + (unsigned)d;
    }
    *out = v;
    return true;
}

// A host whose last label is a number is an IPv4 address, or an error. 1: it is, 0: no, -1: error.
static int v4_host(struct str host, struct str *out, struct arena *a)
{
    struct str s = str_ends(host, STR(".")) ? str_slice(host, 0, host.n - 1) : host, rest, piece;
    size_t dot = str_rchr(s, '.'), n = 0;
    struct str last = dot == STR_NOWHERE ? s : str_from(s, dot + 1);
    uint64_t v, part[4];
    bool digits = last.n > 0;
    for (size_t i = 0; i < last.n; i++)
        digits = digits && byte_is_digit(last.p[i]);
    if (!digits && !(str_starts_icase(last, STR("0x")) && v4_number(last, &v)))
        return 0;
    rest = s;
    while (str_present(rest) && str_cut(&rest, '.', &piece))
        if (n == 4 || !v4_number(piece, &part[n++]))
            return -1;
    uint64_t address = part[n - 1];
    if (address >= (uint64_t)1 << (8 * (5 - n)))
        return -1;
    for (size_t i = 0; i + 1 < n; i++) {
        if (part[i] > 255)
            return -1;
        address += part[i] << (8 * (3 - i));
    }
    *out =
        str_fmt(a, "%u.%u.%u.%u", (unsigned)(address >> 24 & 255), (unsigned)(address >> 16 & 255),
                (unsigned)(address >> 8 & 255), (unsigned)(address & 255));
    return 1;
}

struct str percent_decoded(struct str s, struct arena *a)
{
    if (str_chr(s, '%') == STR_NOWHERE)
        return s;
    struct buf b = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n && byte_is_hex(s.p[i + 1]) && byte_is_hex(s.p[i + 2])) {
            buf_byte(&b, (char)(byte_hex(s.p[i + 1]) * 16 + byte_hex(s.p[i + 2])));
            i += 2;
        } else {
            buf_byte(&b, s.p[i]);
        }
    }
    return buf_str(&b);
}

// A host of another scheme than http's is no domain: letters beyond ASCII are escaped, as in a path.
static struct str opaque(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x7f || c < ' ')
            buf_fmt(&b, "%%%02X", c);
        else
            buf_byte(&b, s.p[i]);
    }
    return buf_str(&b);
}

static bool read_host(struct whatwg_url *u, struct str s, struct arena *a)
{
    if (s.n && s.p[0] == '[') {
        struct address address;
        if (s.p[s.n - 1] != ']' || !address_parse(str_slice(s, 1, s.n - 1), &address) ||
            address.family != 6)
            return false;
        u->v6 = true;
        u->host = address_text(&address, a);
        return true;
    }
    struct str host = u->special ? str_lower(percent_decoded(s, a), a) : s;
    if (str_has_any(host, " #/:<>?@[\\]^|\t\r\n") || str_chr(host, '\0') != STR_NOWHERE)
        return false;
    if (u->special && (str_has_control(host) || str_chr(host, '%') != STR_NOWHERE))
        return false;
    u->host = u->special ? host : opaque(host, a);
    return !u->special || (host.n && v4_host(host, &u->host, a) >= 0);
}

static bool read_authority(struct whatwg_url *u, struct str s, struct arena *a)
{
    size_t at = str_rchr(s, '@');
    if (at != STR_NOWHERE) {
        struct str login = str_slice(s, 0, at);
        size_t colon = str_chr(login, ':');
        u->user = str_slice(login, 0, colon);
        u->password = colon == STR_NOWHERE ? STR("") : str_from(login, colon + 1);
        s = str_from(s, at + 1);
    }
    size_t bracket = str_rchr(s, ']'), colon = str_rchr(s, ':');
    if (colon != STR_NOWHERE && bracket != STR_NOWHERE && colon < bracket)
        colon = STR_NOWHERE;
    if (colon != STR_NOWHERE && bracket == STR_NOWHERE)
        colon = str_chr(s, ':');
    struct str port = colon == STR_NOWHERE ? STR("") : str_from(s, colon + 1);
    uint64_t v = 0;
    if (port.n && (!str_to_u64(port, &v) || v > 65535))
        return false;
    u->port_zero = port.n && v == 0;
    u->port = v == special_port(u->scheme) ? 0 : (uint32_t)v;
    s = str_slice(s, 0, colon);
    if (!s.n && (port.n || at != STR_NOWHERE))
        return false;
    return read_host(u, s, a);
}

// A backslash is a slash in the path of an http URL.
static struct str with_slashes(struct str path, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < path.n; i++)
        buf_byte(&b, path.p[i] == '\\' ? '/' : path.p[i]);
    return buf_str(&b);
}

// 1: the segment is ".", 2: it is ".."; a dot may be written "%2e".
static int dots(struct str segment)
{
    int n = 0;
    while (segment.n && n < 3) {
        size_t width = segment.p[0] == '.' ? 1 : str_starts_icase(segment, STR("%2e")) ? 3 : 0;
        if (!width)
            return 0;
        segment = str_from(segment, width);
        n++;
    }
    return n < 3 ? n : 0;
}

// "/a/./b/../c" is "/a/c"; dots at the end leave a slash.
static struct str without_dots(struct str path, struct arena *a)
{
    struct strs kept = {0};
    struct str rest = str_from(path, 1), segment;
    int last = 0;
    while (str_present(rest) && str_cut(&rest, '/', &segment)) {
        last = dots(segment);
        if (last == 2 && kept.n)
            kept.n--;
        if (!last)
            strs_add(&kept, segment, a);
    }
    struct buf b = buf_in(a);
    for (size_t i = 0; i < kept.n; i++)
        buf_fmt(&b, "/%.*s", STR_ARG(kept.items[i]));
    if (last || !b.n)
        buf_byte(&b, '/');
    return buf_str(&b);
}

struct whatwg_url whatwg_parse(struct str text, struct arena *a)
{
    struct whatwg_url u = {.host = STR("")};
    struct str s = cleaned(text, a);
    size_t n = scheme_length(s), end = 0;
    if (!n)
        return u;
    u.scheme = str_lower(str_slice(s, 0, n), a);
    u.special = special_port(u.scheme) != 0;
    s = str_from(s, n + 1);
    bool authority = u.special || str_starts(s, STR("//"));
    u.ok = true;
    if (authority) {
        const char *stops = u.special ? "/\\?#" : "/?#";
        if (u.special)
            s = str_trim_left_set(s, "/\\");
        else
            s = str_from(s, 2);
        end = str_until(s, stops);
        u.ok = read_authority(&u, str_slice(s, 0, end), a);
        s = str_from(s, end);
    }
    size_t hash = str_chr(s, '#');
    u.hash = hash != STR_NOWHERE && hash + 1 < s.n;
    s = str_slice(s, 0, hash);
    size_t mark = str_chr(s, '?');
    u.path = str_slice(s, 0, mark);
    u.query = mark == STR_NOWHERE ? STR_NONE : str_from(s, mark + 1);
    if (u.special && !u.path.n)
        u.path = STR("/");
    if (u.special && str_chr(u.path, '\\') != STR_NOWHERE)
        u.path = with_slashes(u.path, a);
    if (u.special &&
        (str_has(u.path, STR("/.")) || str_find_icase(u.path, STR("/%2e")) != STR_NOWHERE))
        u.path = without_dots(u.path, a);
    return u;
}

bool percent_is_broken(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%')
            continue;
        if (i + 2 >= s.n || !byte_is_hex(s.p[i + 1]) || !byte_is_hex(s.p[i + 2]))
            return true;
        char bytes[4];
        struct str run = {bytes, 0};
        uint32_t code;
        for (size_t k = i; run.n < 4 && k + 2 < s.n && s.p[k] == '%'; k += 3)
            bytes[run.n++] = (char)(byte_hex(s.p[k + 1]) * 16 + byte_hex(s.p[k + 2]));
        i += 3 * utf8_at(run, 0, &code) - 1;
        if (code == UTF8_BAD)
            return true;
    }
    return false;
}
