// SPDX-License-Identifier: MIT
// A key is read as key-formats.md 1 orders it: copy damage is noted and taken off layer by layer,
// and what is left is judged. So `"Bearer sk-...` with a comment behind it yields three facts and
// still the key's own last four characters.
#include "parse/keyfacts.h"

#include "base/utf8.h"
#include "parse/keyforms.h"
#include "parse/names.h"
#include "parse/placeholder.h"
#include "parse/url.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { LAST4_LEAST = 16 }; // of a shorter value not even four characters are shown (DESIGN 8)

struct reading {
    struct str whole; // as it was given
    struct str core;  // a view into it: what is left without the damage
    struct str name;  // the variable's
    uint32_t facts;
    const char *detail;
};

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

static bool is_edge(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim_ends(struct reading *r)
{
    struct str s = r->core;
    while (s.n && is_edge(s.p[0])) {
        bool blank = s.p[0] == ' ' || s.p[0] == '\t';
        r->facts |= blank ? KEY_LEADING_BLANK : KEY_INNER_NEWLINE;
        s = str_from(s, 1);
    }
    while (s.n && is_edge(s.p[s.n - 1])) {
        char c = s.p[s.n - 1];
        r->facts |= c == '\r' ? KEY_TRAILING_CR : c == '\n' ? KEY_TRAILING_LF : KEY_TRAILING_BLANK;
        s = str_slice(s, 0, s.n - 1);
    }
    r->core = s;
}

static struct str trim_blanks(struct str s)
{
    return str_trim_set(s, " \t\r\n");
}

static bool strip_quotes(struct reading *r)
{
    struct str s = r->core;
    if (s.n < 2 || (s.p[0] == '`' && s.p[s.n - 1] == '`')) // `command` is a reference
        return false;
    bool first = is_quote(s.p[0]), last = is_quote(s.p[s.n - 1]);
    if (!first && !last)
        return false;
    r->facts |= KEY_QUOTED;
    r->core = trim_blanks(str_slice(s, first, s.n - last));
    return true;
}

// "=" behind the name, or a colon and a blank, as in YAML and in a header.
static size_t assigns(struct str s)
{
    size_t equals = str_chr(s, '='), colon = str_find(s, STR(": "));
    return colon < equals ? colon : equals;
}

// NAME= in front: the name is the variable's own, one that matters, or LIKE_THIS.
static bool strip_assignment(struct reading *r)
{
    struct str s = r->core;
    bool exported = str_starts(s, STR("export ")) || str_starts(s, STR("set "));
    if (exported)
        s = trim_blanks(str_from(s, str_chr(s, ' ')));
    size_t at = assigns(s);
    if (at == STR_NOWHERE || at < 3 || at + 1 >= s.n)
        return false;
    struct str name = trim_blanks(str_slice(s, 0, at));
    bool underscore = str_eq_icase(name, STR("x-api-key")) || str_eq_icase(name, STR("api-key"));
    for (size_t i = 0; !underscore && i < name.n; i++)
        if (!byte_is_alnum(name.p[i]) && name.p[i] != '_')
            return false;
    for (size_t i = 0; i < name.n; i++) {
        underscore |= name.p[i] == '_' && i > 0;
    }
    if (!exported && !underscore && !str_eq_icase(name, r->name) && !name_relevant(name))
        return false;
    r->facts |= KEY_ASSIGNMENT;
    r->core = trim_blanks(str_from(s, at + 1));
    return true;
}

// "Authorization: Bearer KEY", "Bearer KEY", "BearerKEY".
static bool strip_scheme(struct reading *r)
{
    static const char *const words[] = {"bearer ", "bearer\t", "token ", "basic ", "bearer:"};
    struct str s = r->core;
    bool header = str_starts_icase(s, STR("authorization:"));
    if (header)
        s = trim_blanks(str_from(s, STR("authorization:").n));
    size_t n = 0;
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_starts_icase(s, str_of(words[i])))
            n = str_of(words[i]).n;
    if (n == 0 && str_starts_icase(s, STR("bearer")) &&
        (s.n == 6 || s.n >= 6 + LAST4_LEAST || str_starts(str_from(s, 6), STR("sk-"))))
        n = 6;
    if (n == 0 && !header)
        return false;
    r->facts |= KEY_BEARER;
    r->core = trim_blanks(str_from(s, n));
    return true;
}

static void strip_comment(struct reading *r)
{
    static const char *const marks[] = {" #", "\t#", " //"};
    size_t at = STR_NOWHERE;
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t here = str_find(r->core, str_of(marks[i]));
        at = here < at ? here : at;
    }
    if (at == STR_NOWHERE || at == 0)
        return;
    r->facts |= KEY_INNER_COMMENT;
    r->core = trim_blanks(str_slice(r->core, 0, at));
    strip_quotes(r); // "KEY" # comment
}

static bool strip_tail(struct reading *r)
{
    struct str s = r->core;
    if (s.n > 2 && (str_ends(s, STR("\\n")) || str_ends(s, STR("\\r")))) {
        r->facts |= KEY_LITERAL_ESCAPE;
        r->core = str_slice(s, 0, s.n - 2);
        return true;
    }
    if (s.n < 2 || !memchr(",;)}.\\", s.p[s.n - 1], 6))
        return false;
    r->facts |= KEY_TRAILING_PUNCT;
    r->core = trim_blanks(str_slice(s, 0, s.n - 1));
    return true;
}

static bool is_email(struct str s)
{
    size_t at = str_chr(s, '@');
    if (at == STR_NOWHERE || at == 0 || at != str_rchr(s, '@'))
        return false;
    struct str domain = str_from(s, at + 1);
    size_t dot = str_rchr(domain, '.');
    if (dot == STR_NOWHERE || dot == 0 || domain.n - dot < 3)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !memchr(".-_+@", s.p[i], 5))
            return false;
    return true;
}

static bool is_url(struct str s)
{
    size_t at = str_find(s, STR("://"));
    if (at == STR_NOWHERE || at < 2 || at > 12)
        return str_starts_icase(s, STR("www."));
    for (size_t i = 0; i < at; i++)
        if (!byte_is_alnum(s.p[i]) && !memchr("+.-", s.p[i], 3))
            return false;
    return byte_is_alpha(s.p[0]);
}

// A key of base64 letters may begin with a slash: a path shows itself by its first directory.
static bool is_path(struct str s)
{
    static const char roots[][12] = {"~/",        "./",      "../",       "/home/", "/usr/",
                                     "/etc/",     "/run/",   "/var/",     "/tmp/",  "/opt/",
                                     "/root/",    "/Users/", "/secrets/", "/mnt/",  "/app/",
                                     "/private/", "/srv/",   "/data/"};
    for (size_t i = 0; i < COUNT(roots); i++)
        if (str_starts(s, str_of(roots[i])))
            return true;
    return s.n > 3 && byte_is_alpha(s.p[0]) && s.p[1] == ':' && (s.p[2] == '\\' || s.p[2] == '/');
}

static bool is_json(struct str s)
{
    if (s.n < 2)
        return false;
    struct str inner = trim_blanks(str_from(s, 1));
    return (s.p[0] == '{' && inner.n && (inner.p[0] == '"' || inner.p[0] == '}')) ||
           (s.p[0] == '[' && inner.n && (inner.p[0] == '"' || inner.p[0] == '{'));
}

static bool is_command(struct str s)
{
    return str_starts(s, STR("curl ")) || str_starts(s, STR("-H ")) ||
           str_starts(s, STR("--header "));
}

// Something else than a key; true ends the search for damage.
static bool other_kind(struct reading *r)
{
    struct str s = r->core;
    const char *detail;
    if ((detail = reference_kind(s)))
        r->facts |= KEY_UNEXPANDED;
    else if (is_json(s))
        r->facts |= KEY_JSON;
    else if (is_command(s))
        r->facts |= KEY_COMMAND;
    else if (is_url(s))
        r->facts |= KEY_URL;
    else if (is_path(s))
        r->facts |= KEY_PATH;
    else if (is_email(s))
        r->facts |= KEY_EMAIL;
    else if ((detail = placeholder_kind(s, r->name)))
        r->facts |= KEY_PLACEHOLDER;
    else if (looks_masked(s))
        r->facts |= KEY_MASKED;
    else
        return false;
    r->detail = detail;
    return true;
}

static void inner_bytes(struct reading *r)
{
    struct str s = r->core;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ' ' || c == '\t')
            r->facts |= KEY_INNER_BLANK;
        else if (c == '\r' || c == '\n')
            r->facts |= KEY_INNER_NEWLINE;
    }
}

// "%" and two hex digits, as URLs write what they cannot hold.
static void percent_code(struct reading *r)
{
    for (size_t i = 0; i + 2 < r->core.n; i++)
        if (r->core.p[i] == '%' && byte_is_hex(r->core.p[i + 1]) && byte_is_hex(r->core.p[i + 2]))
            r->facts |= KEY_PERCENT;
}

static void odd_bytes(struct reading *r)
{
    for (size_t i = 0; i < r->whole.n; i++) {
        unsigned char c = (unsigned char)r->whole.p[i];
        if ((c < 0x20 && !is_edge((char)c)) || c == 0x7f)
            r->facts |= KEY_CONTROL;
        else if (c > 0x7f && !(r->facts & KEY_MASKED)) // a masked copy's dots say enough
            r->facts |= KEY_NON_ASCII;
    }
}

// The first byte of the whole value that has no place in a header, with its code point.
static void first_odd(const struct reading *r, struct value *v)
{
    for (size_t i = 0; i < r->whole.n; i++) {
        unsigned char c = (unsigned char)r->whole.p[i];
        if (c > 0x20 && c < 0x7f)
            continue;
        uint32_t code;
        utf8_at(r->whole, i, &code);
        v->odd_offset = i < UINT32_MAX ? (uint32_t)i : UINT32_MAX;
        v->odd_byte = code == UTF8_BAD ? c : code;
        return;
    }
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (byte_is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// Base64 that decodes to text: a secret that was not decoded. Bytes drawn at random decode to
// twelve or more printable ones about never.
static bool is_base64_text(struct str s)
{
    enum { MOST = 512 };
    char out[MOST];
    size_t n = 0, pad = 0;
    while (pad < 2 && pad < s.n && s.p[s.n - 1 - pad] == '=')
        pad++;
    if (s.n % 4 || s.n < 16 || s.n > MOST)
        return false;
    uint32_t bits = 0;
    for (size_t i = 0; i + pad < s.n; i++) {
        int six = base64_value(s.p[i]);
        if (six < 0)
            return false;
        bits = bits << 6 | (uint32_t)six;
        if (i % 4)
            out[n++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff);
    }
    bool newline = n && out[n - 1] == '\n';
    while (n && is_edge(out[n - 1]))
        n--;
    for (size_t i = 0; i < n; i++)
        if (out[i] < 0x20 || out[i] > 0x7e)
            return false;
    return newline ? n >= 8 : n >= 16 && !memchr(out, ' ', n);
}

// The same key twice, or two keys of one form, without anything between.
static bool two_joined(struct str s)
{
    enum { HEAD = 6 };
    struct str second = str_from(s, s.n / 2);
    // Six bytes of a beginning that come again between two halves long enough are no chance.
    for (size_t i = LAST4_LEAST; i + LAST4_LEAST <= s.n; i++)
        if (str_starts(str_from(s, i), str_slice(s, 0, HEAD)))
            return true;
    if (s.n < 40 || s.n % 2)
        return false;
    if (str_eq(str_slice(s, 0, s.n / 2), second))
        return true;
    size_t head = 0;
    while (head < 8 && head < second.n && s.p[head] == second.p[head])
        head++;
    return head >= 3 && (s.p[head - 1] == '-' || s.p[head - 1] == '_' || head >= 4);
}

static bool looks_real(struct str s)
{
    bool seen[128] = {false}, upper = false, lower = false, digit = false;
    size_t different = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c <= 0x20 || c == 0x7f) // char may be signed: bytes above 0x7f are no key's either
            return false;
        if (c == ';' && i + 1 < s.n) // "tid=1;exp=2": fields, no key
            return false;
        different += !seen[c & 127];
        seen[c & 127] = true;
        upper |= c >= 'A' && c <= 'Z';
        lower |= c >= 'a' && c <= 'z';
        digit |= byte_is_digit(c);
    }
    return s.n >= 16 && different >= 8 && (digit || (upper && lower));
}

static void judge_core(struct reading *r)
{
    const char *provider = NULL;
    switch (key_form(r->core, &provider)) {
    case FORM_FULL: r->facts |= KEY_FOREIGN; break;
    case FORM_PREFIX: r->facts |= KEY_FOREIGN | KEY_TRUNCATED_FORM; break;
    case FORM_NONE: break;
    }
    if (provider)
        r->detail = provider;
    else if (key_is_id(r->core))
        r->facts |= KEY_ID;
    if (two_joined(r->core))
        r->facts |= KEY_TWO_JOINED;
    if (is_base64_text(r->core))
        r->facts |= KEY_BASE64_TEXT;
    if (looks_real(r->core))
        r->facts |= KEY_LOOKS_REAL;
}

static void read_key(struct reading *r)
{
    trim_ends(r);
    if (is_command(r->core)) { // its quotes are the command's
        r->facts |= KEY_COMMAND;
        odd_bytes(r);
        return;
    }
    for (int layer = 0; layer < 6; layer++)
        if (!strip_quotes(r) && !strip_assignment(r) && !strip_scheme(r))
            break;
    strip_comment(r);
    bool other = other_kind(r);
    for (int layer = 0; layer < 6 && !other; layer++) {
        if (!strip_tail(r) && !strip_quotes(r))
            break;
        other = other_kind(r);
    }
    odd_bytes(r);
    if (other)
        return;
    inner_bytes(r);
    percent_code(r);
    judge_core(r);
}

// Every run of printable bytes becomes one x; what makes a client stumble stays (model/value.h).
static struct str shape_of(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    struct str core = trim_blanks(s);
    size_t first = (size_t)(core.p - s.p), last = first + core.n; // one beyond the core
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool printable = c > 0x20 && c < 0x7f;
        bool end = core.n && (i == first || i + 1 == last) && is_quote(c);
        if (!printable || end)
            buf_byte(&b, c);
        else if (i == 0 || b.n == 0 || b.p[b.n - 1] != 'x')
            buf_byte(&b, 'x');
    }
    return buf_str(&b);
}

static bool hex_escape(struct str s, size_t i)
{
    return s.p[i] == '%' && i + 2 < s.n && byte_is_hex(s.p[i + 1]) && byte_is_hex(s.p[i + 2]);
}

// An escape: a control stays, since some clients stop at one; so does whether it is UTF-8, and whether
// Latin-1 has the letter. How many bytes were taken.
static size_t mask_escape(struct buf *b, struct str login, size_t at)
{
    char bytes[4];
    struct str run = {bytes, 0};
    uint32_t code;
    for (size_t i = at; run.n < 4 && i < login.n && hex_escape(login, i); i += 3)
        bytes[run.n++] = (char)(byte_hex(login.p[i + 1]) * 16 + byte_hex(login.p[i + 2]));
    size_t n = utf8_at(run, 0, &code);
    if (code < 0x20)
        buf_add(b, str_slice(login, at, at + 3));
    else if (code < 0x80)
        buf_z(b, "%78");
    else
        buf_z(b, code == UTF8_BAD ? "%FF" : code > 0xff ? "%CE%A9" : "%C3%A9");
    return 3 * n;
}

// Blanks and marks that were copied along: no letters of a login, and some clients stumble over them.
static bool is_unseen(uint32_t code)
{
    return code == 0xa0 || (code >= 0x2000 && code <= 0x200f) || code == 0x202f || code == 0xfeff;
}

// Credentials of a proxy: letters and digits go, what decides how a client splits the URL stays.
static void mask_login(struct buf *b, struct str login)
{
    for (size_t i = 0; i < login.n; i++) {
        char c = login.p[i];
        bool run = b->n && i > 0;
        if (hex_escape(login, i)) {
            i += mask_escape(b, login, i) - 1;
        } else if (byte_is_alnum(c)) {
            if (!run || b->p[b->n - 1] != 'x')
                buf_byte(b, 'x');
        } else if ((unsigned char)c > 0x7f) {
            uint32_t code;
            size_t n = utf8_at(login, i, &code);
            struct str one = is_unseen(code)                   ? str_slice(login, i, i + n)
                             : code > 0xff && code != UTF8_BAD ? STR("\xce\xa9")
                                                               : STR("\xc3\xa9");
            if (!run || !str_ends(buf_str(b), one))
                buf_add(b, one);
            i += n - 1;
        } else {
            buf_byte(b, c);
        }
    }
}

// -Dhttp.proxyPassword=..., ?api_key=..., wherever it stands.
static struct str mask_parameters(struct str s, struct arena *a)
{
    size_t at, end = 0, from = 0;
    if (secret_parameter(s, 0, &end) == STR_NOWHERE)
        return s;
    struct buf b = buf_in(a);
    for (; (at = secret_parameter(s, from, &end)) != STR_NOWHERE; from = end) {
        buf_add(&b, str_slice(s, from, at));
        buf_byte(&b, 'x');
    }
    buf_add(&b, str_from(s, from));
    return buf_str(&b);
}

// Where the authority of a proxy value begins. "http:user@host" too has a scheme, for some readers,
// and blanks may stand in front.
static size_t authority_start(struct str s)
{
    static const char *const schemes[] = {"http:", "https:", "socks5:", "socks5h:"};
    size_t scheme = str_find(s, STR("://"));
    if (scheme != STR_NOWHERE)
        return scheme + 3;
    struct str rest = str_trim_left_set(s, " \t\n\v\f\r");
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts_icase(rest, str_of(schemes[i])))
            return s.n - rest.n + strlen(schemes[i]);
    return 0;
}

static struct str masked_proxy(struct str s, struct arena *a)
{
    size_t at = str_rchr(s, '@'), start = authority_start(s);
    if (at == STR_NOWHERE || at < start)
        return mask_parameters(str_dup(s, a), a);
    struct buf b = buf_in(a);
    buf_add(&b, str_slice(s, 0, start));
    mask_login(&b, str_slice(s, start, at));
    buf_add(&b, str_from(s, at));
    return mask_parameters(buf_str(&b), a);
}

// A list: no login begins in an entry without a colon, as it stands or escaped, and none ends in one
// without "@".
static struct str masked_list(struct str s, struct arena *a)
{
    size_t from = 0;
    struct str rest = s, entry;
    while (str_present(rest) && str_cut(&rest, ',', &entry) && !str_has_any(entry, ":@%"))
        from += entry.n + 1;
    return from >= s.n ? masked_proxy(s, a)
                       : str_join(str_slice(s, 0, from), masked_proxy(str_from(s, from), a), a);
}

// Options of a runtime: what stands in one word is no login of another.
static struct str masked_words(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t i = 0, end;
    while (i < s.n) {
        for (end = i; end < s.n && !byte_is_space(s.p[end]);)
            end++;
        size_t eq = str_chr(str_slice(s, i, end), '=');
        size_t value = s.p[i] == '-' && eq != STR_NOWHERE ? i + eq + 1 : i;
        buf_add(&b, str_slice(s, i, value));
        buf_add(&b, masked_proxy(str_slice(s, value, end), a));
        for (i = end; i < s.n && byte_is_space(s.p[i]); i++)
            buf_byte(&b, s.p[i]);
    }
    return mask_parameters(buf_str(&b), a);
}

static void last_four(struct str core, char out[5])
{
    if (core.n < LAST4_LEAST)
        return;
    for (size_t i = 0; i < 4; i++) {
        char c = core.p[core.n - 4 + i];
        if (c <= 0x20 || c >= 0x7f)
            return;
    }
    memcpy(out, core.p + core.n - 4, 4);
}

static struct value read_as(struct str name, enum value_class class, struct str bytes,
                            struct arena *a)
{
    struct value v = VALUE_NONE;
    if (!str_present(bytes))
        return v;
    v.state = bytes.n ? VALUE_SET : VALUE_EMPTY;
    v.class = class;
    v.length = bytes.n;
    if (class == VALUE_PLAIN) {
        v.text = str_dup(bytes, a);
    } else if (class == VALUE_PROXY) {
        enum name_role role = str_present(name) ? name_role(name) : NAME_PROXY;
        v.text = role == NAME_RUNTIME    ? masked_words(bytes, a)
                 : role == NAME_NO_PROXY ? masked_list(bytes, a)
                                         : masked_proxy(bytes, a);
    } else {
        struct reading r = {.whole = bytes, .core = bytes, .name = name};
        read_key(&r);
        v.text = shape_of(bytes, a);
        v.facts = r.facts;
        v.detail = str_of(r.detail);
        first_odd(&r, &v);
        last_four(r.core, v.last4);
    }
    if (v.state == VALUE_EMPTY)
        v.text = STR("");
    return v;
}

struct value value_read(struct str name, struct str bytes, struct arena *a)
{
    return read_as(name, name_class(name, bytes), bytes, a);
}

struct value value_read_as(enum value_class class, struct str bytes, struct arena *a)
{
    return read_as(STR_NONE, class, bytes, a);
}
