// SPDX-License-Identifier: MIT
// Lists of exceptions (no_proxy): one reader, the differences are flags (clients.md 4, 12).
#include "clients/family.h"

// One entry, taken apart as far as the flags say.
struct entry {
    struct str host;
    uint32_t port;        // 0: any
    struct str port_text; // as written; absent or empty: none
    bool star;            // had a leading "*" that means "any host that ends in"
    bool dot;             // had a leading dot that still means something
    bool self;            // ... and means the host itself too
    bool below;           // was "*.x"
};

// One dot: "x.." is no name.
static struct str strip_tail_dot(struct str s)
{
    return str_ends(s, STR(".")) ? str_slice(s, 0, s.n - 1) : s;
}

// "x:443". A bare IPv6 address is left whole, unless the client's pattern is ^(.+):(\d+)$.
static void split_port(struct entry *e, uint32_t flags)
{
    size_t colon = str_rchr(e->host, ':');
    uint64_t port;
    bool one = colon != STR_NOWHERE && str_chr(e->host, ':') == colon;
    bool bracketed = colon != STR_NOWHERE && colon > 0 && e->host.p[colon - 1] == ']';
    if (!one && !bracketed && !(flags & LIST_PORT_ANY6))
        return;
    if (colon == STR_NOWHERE || (colon == 0 && !(flags & LIST_PORT_LITERAL)))
        return;
    struct str digits = str_from(e->host, colon + 1);
    bool number = str_to_u64(digits, &port);
    if (!number && !(flags & LIST_PORT_LITERAL))
        return;
    e->port_text = digits;
    e->port = number ? (port > 65535 ? 65536 : (uint32_t)port) : 0;
    e->host = str_slice(e->host, 0, colon);
}

static struct entry entry_of(struct str text, uint32_t flags)
{
    struct entry e = {.host = text};
    if (flags & LIST_PORT)
        split_port(&e, flags);
    if (flags & LIST_TAIL_DOTS)
        e.host = strip_tail_dot(e.host);
    e.self = flags & LIST_DOT_SELF;
    if ((flags & LIST_STARDOT) && str_starts(e.host, STR("*.")))
        e.host = str_from(e.host, 1), e.self = flags & LIST_STARDOT_SELF, e.below = true;
    else if ((flags & LIST_STAR_ANY) && str_starts(e.host, STR("*")))
        e.star = true, e.host = str_from(e.host, 1);
    if (flags & LIST_DOTS)
        e.host = str_trim_left_set(e.host, ".");
    e.dot = e.host.n && e.host.p[0] == '.';
    if (e.dot && e.self)
        e.host = str_from(e.host, 1);
    return e;
}

static bool same(struct str a, struct str b, uint32_t flags)
{
    return flags & LIST_CASE ? str_eq(a, b) : str_eq_icase(a, b);
}

static bool ends(struct str host, struct str tail, uint32_t flags)
{
    return flags & LIST_CASE ? str_ends(host, tail) : str_ends_icase(host, tail);
}

// The host ends in ".tail".
static bool below(struct str host, struct str tail, uint32_t flags)
{
    return tail.n && host.n > tail.n && host.p[host.n - tail.n - 1] == '.' &&
           ends(host, tail, flags);
}

static bool name_matches(const struct entry *e, struct str host, uint32_t flags)
{
    if (e->star)
        return ends(host, e->host, flags);
    if (!e->host.n)
        return false;
    if (e->dot && !e->self)
        return ends(host, (flags & LIST_NO_BORDER) && !e->below ? str_from(e->host, 1) : e->host,
                    flags);
    if (same(host, e->host, flags))
        return true;
    return (e->dot || (flags & LIST_SUB)) && below(host, e->host, flags);
}

static struct str unbracket(struct str s)
{
    bool both = s.n >= 2 && s.p[0] == '[' && s.p[s.n - 1] == ']';
    return both ? str_slice(s, 1, s.n - 1) : s;
}

// a.b.c.d-e.f.g.h
static bool range_matches(struct str entry, const struct address *host)
{
    struct address from, to;
    size_t dash = str_chr(entry, '-');
    if (dash == STR_NOWHERE || host->family != 4)
        return false;
    if (!address_parse(str_trim(str_slice(entry, 0, dash)), &from) || from.family != 4 ||
        !address_parse(str_trim(str_from(entry, dash + 1)), &to) || to.family != 4)
        return false;
    return memcmp(host->bytes, from.bytes, 4) >= 0 && memcmp(host->bytes, to.bytes, 4) <= 0;
}

// curl's older ways take of the bits what atoi reads: "/8|x" is 8, "/x" and "/" are 0.
static bool network_by_atoi(struct str s, struct address *net, unsigned *bits)
{
    size_t slash = str_chr(s, '/'), n = 0;
    uint64_t value = 0;
    if (slash == STR_NOWHERE || !address_parse(str_slice(s, 0, slash), net))
        return false;
    struct str text = str_trim_left_set(str_from(s, slash + 1), " \t\n\v\f\r");
    bool minus = str_starts(text, STR("-"));
    text = minus || str_starts(text, STR("+")) ? str_from(text, 1) : text;
    while (n < text.n && byte_is_digit(text.p[n]))
        n++;
    if (n && !str_to_u64(str_slice(text, 0, n), &value))
        return false;
    *bits = (unsigned)value;
    return value <= (net->family == 4 ? 32u : 128u) && !(minus && value);
}

// -1: this entry says nothing about addresses; else whether it matches.
static int address_matches(const struct entry *e, const struct target *t, uint32_t flags)
{
    struct address net;
    unsigned bits;
    bool open = e->port || (flags & LIST_BRACKETS_ANY), mapped = flags & LIST_V4_MAPPED;
    struct str text = open ? unbracket(e->host) : e->host;
    struct address host = mapped ? address_unmapped(&t->address) : t->address;
    bool network = (flags & LIST_V6_TEXT) ? network_by_atoi(text, &net, &bits)
                                          : network_parse(text, &net, &bits);
    if ((flags & LIST_CIDR) && network) {
        struct address v4 = address_unmapped(&net);
        if (mapped && bits >= 96 && net.family == 6 && v4.family == 4)
            net = v4, bits -= 96;
        if (bits == 0 && (flags & LIST_CIDR_ZERO))
            bits = net.family == 4 ? 32 : 128;
        return address_in(&host, &net, bits);
    }
    if ((flags & LIST_IP_NUMBER) && address_parse(text, &net)) {
        net = mapped ? address_unmapped(&net) : net;
        return address_same(&net, &host);
    }
    return -1;
}

static struct str host_text(const struct target *t, uint32_t flags)
{
    // curl writes an address anew when that is shorter.
    if (t->address.family == 6 && (flags & LIST_V6_TEXT) && t->host_short.n)
        return t->host_short;
    if (t->address.family == 6 && (flags & LIST_BRACKETS)) {
        size_t end = str_chr(t->netloc, ']');
        return str_slice(t->netloc, 0, end == STR_NOWHERE ? end : end + 1);
    }
    return flags & LIST_TAIL_DOTS ? strip_tail_dot(t->host) : t->host;
}

static bool entry_matches(struct str text, const struct target *t, uint32_t flags)
{
    struct entry e = entry_of(text, flags);
    struct str host = host_text(t, flags);
    bool as_name = t->address.family == 6 && (flags & LIST_V6_TEXT);
    if ((flags & LIST_PORT_LITERAL) ? e.port_text.n && !str_eq(e.port_text, t->port_words)
                                    : e.port && e.port != t->port)
        return false;
    if (!as_name) {
        int by_address = address_matches(&e, t, flags);
        if (by_address >= 0 && (by_address || t->address.family || (flags & LIST_IP_APART)))
            return by_address;
        if ((flags & LIST_IP_APART) && t->address.family)
            return false;
    }
    if (name_matches(&e, host, flags))
        return true;
    if ((flags & LIST_BRACKETS_ANY) && name_matches(&e, t->host, flags))
        return true;
    if ((flags & LIST_BRACKETS_ANY) && t->address.family == 6 &&
        str_eq_icase(unbracket(e.host), t->host))
        return true;
    struct str port_text = flags & LIST_BRACKETS ? t->netloc : t->host_port;
    if ((flags & LIST_PORT_TEXT) && t->port_written && name_matches(&e, port_text, flags))
        return true;
    if ((flags & LIST_PORT_ALWAYS) && str_eq_icase(text, t->host_port))
        return true;
    return (flags & LIST_RANGE) && range_matches(text, &t->address);
}

// Takes the next entry off. curl from 8.9 ends the list at a blank that no comma follows.
static bool next_entry(const struct list_rule *rule, struct str *rest, struct str *entry)
{
    uint32_t f = rule->flags;
    if (f & (LIST_TRIM | LIST_TRIM_FRONT)) {
        if (!str_cut(rest, ',', entry))
            return false;
        if (f & LIST_TRIM)
            *entry = str_trim(*entry);
        else
            *rest = str_present(*rest) ? str_trim_left_set(*rest, " \t\n\v\f\r") : *rest;
        return true;
    }
    if (!str_word(rest, rule->separators, entry) || entry->n == 0)
        return false;
    if (f & LIST_COMMA_ENDS) {
        struct str after = str_trim_left_set(*rest, " \t");
        *rest = after.n && after.p[0] == ',' ? after : STR("");
    }
    return true;
}

// A host with a dot at its end ends in ".", and in nothing behind a dot: to Rust's copies of curl's
// rule the entry "." means it, to the older ones an empty one too.
static bool dot_matches(struct str entry, const struct target *t, uint32_t flags)
{
    if (!(flags & LIST_STAR_NAMES) || t->address.family || !str_ends(t->host, STR(".")))
        return false;
    return entry.n ? str_eq(entry, STR(".")) : (flags & LIST_CASE) != 0;
}

bool list_generic(const struct list_rule *rule, struct str list, const struct target *t)
{
    struct str rest = list, entry;
    uint32_t f = rule->flags;
    if ((f & LIST_STAR_WHOLE) && str_eq(list, STR("*")))
        return true;
    while (str_present(rest) && next_entry(rule, &rest, &entry)) {
        if (dot_matches(entry, t, f))
            return true;
        if (!entry.n)
            continue;
        if ((f & LIST_STAR_ENTRY) && str_eq(entry, STR("*")) &&
            !((f & LIST_STAR_NAMES) && t->address.family))
            return true;
        if (entry_matches(entry, t, f))
            return true;
    }
    return false;
}

// requests asks its own rule first, then urllib's without the port (clients.md 12.3).
static bool list_requests(const struct list_rule *rule, struct str list, const struct target *t,
                          struct arena *a)
{
    struct buf joined = buf_in(a);
    for (size_t i = 0; i < list.n; i++)
        if (list.p[i] != ' ')
            buf_byte(&joined, list.p[i]);
    struct str rest = buf_str(&joined), entry;
    while (str_present(rest) && str_cut(&rest, ',', &entry)) {
        struct address net;
        unsigned bits;
        if (!entry.n)
            continue;
        if (t->address.family == 4) {
            if (network_parse(entry, &net, &bits) && bits && address_in(&t->address, &net, bits))
                return true;
            if (str_eq(entry, t->host))
                return true;
            continue;
        }
        if (rule->flags & LIST_ENDS_TEXT) {
            if (str_ends(t->host, entry) || (t->port_written && str_ends(t->host_port, entry)))
                return true;
        } else if (entry_matches(entry, t, LIST_DOTS | LIST_SUB | LIST_PORT_TEXT)) {
            return true;
        }
    }
    return false;
}

// IPAddr takes a mask too: 10.0.0.0/255.0.0.0.
static bool ruby_network(struct str s, struct address *net, unsigned *bits)
{
    struct address mask;
    size_t slash = str_chr(s, '/');
    struct str prefix = slash == STR_NOWHERE ? STR("") : str_from(s, slash + 1);
    if (prefix.n > 1 && prefix.p[0] == '0' && str_chr(prefix, '.') == STR_NOWHERE)
        return false; // "/08" is no length to IPAddr
    if (network_parse(s, net, bits))
        return true;
    if (slash == STR_NOWHERE || !address_parse(str_slice(s, 0, slash), net) ||
        !address_parse(str_from(s, slash + 1), &mask) || mask.family != net->family)
        return false;
    for (*bits = 0; *bits < 32 && (mask.bytes[*bits / 8] >> (7 - *bits % 8) & 1); ++*bits)
        continue;
    return true;
}

// uri's scan: [^:,\s]+ with an optional :port; addresses against what the name resolves to.
static bool list_ruby(struct str list, const struct target *t, const struct address *resolved)
{
    struct str rest = list, word;
    while (str_word(&rest, ":, \t\n\v\f\r", &word) && word.n) {
        struct entry e = {.host = word, .dot = word.p[0] == '.'};
        struct address net;
        unsigned bits;
        if (rest.n > 1 && rest.p[0] == ':' && byte_is_digit(rest.p[1])) {
            size_t n = 1;
            uint64_t port = 0;
            while (n < rest.n && byte_is_digit(rest.p[n]))
                port = port > 65535 ? port : port * 10 + (uint64_t)(rest.p[n] - '0'), n++;
            rest = str_from(rest, n);
            if (port != t->port)
                continue;
        }
        if (name_matches(&e, t->host, LIST_SUB))
            return true;
        if (!resolved->family)
            continue;
        if (address_parse(word, &net)
                ? address_same(&net, resolved)
                : ruby_network(word, &net, &bits) && address_in(resolved, &net, bits))
            return true;
    }
    return false;
}

static struct address resolved_address(const struct situation *s)
{
    struct address a = s->target.address;
    if (a.family)
        return a;
    for (size_t i = 0; i < s->world->resolved_n; i++)
        if (str_eq_icase(s->world->resolved[i].host, s->target.host))
            address_parse(s->world->resolved[i].address, &a);
    if (!a.family && str_eq(s->target.host, STR("localhost")))
        address_parse(STR("127.0.0.1"), &a);
    return a;
}

static struct choice python_list(const struct situation *s)
{
    return pick_python(s->world, STR("no"));
}

// A tool's own file comes before the variables: curl's noproxy, wget's no_proxy.
static struct choice tool_list(const struct situation *s)
{
    struct choice c = {STR("~/.curlrc noproxy"), tool_setting(s, "noproxy")};
    if (!str_present(c.value))
        c = (struct choice){STR("~/.wgetrc no_proxy"), tool_setting(s, "no_proxy")};
    return c;
}

static struct choice list_choice(const struct situation *s, const struct list_rule *rule)
{
    struct choice own = tool_list(s);
    if (str_present(own.value))
        return own;
    return *rule->names ? pick_first(s->world, rule->names) : python_list(s);
}

static bool matches_requests(const struct situation *s, const struct list_rule *rule,
                             struct str *by)
{
    static const struct list_rule urllib = {.how = LIST_GENERIC,
                                            .separators = ",",
                                            .flags =
                                                LIST_STAR_WHOLE | LIST_TRIM | LIST_DOTS | LIST_SUB};
    struct choice own = pick_first(s->world, rule->names), table = python_list(s);
    *by = own.name;
    if (str_present(own.value) && list_requests(rule, own.value, &s->target, s->a))
        return true;
    *by = table.name;
    return str_present(table.value) &&
           list_generic(&urllib, blanks_plain(table.value, BLANKS_PYTHON, s->a), &s->target);
}

static bool matches_one(const struct situation *s, const struct list_rule *rule, struct str *by,
                        struct str *error)
{
    struct address resolved = {0};
    if (rule->how == LIST_RUBY)
        resolved = resolved_address(s);
    *by = STR_NONE;
    // Before any list: hosts of loopback.
    struct address host = address_unmapped(&s->target.address);
    if (rule->flags & LIST_LOOPBACK && (s->target.localhost || address_is_loopback(&host)))
        return true;
    if (rule->how == LIST_RUBY && address_is_loopback(&resolved))
        return true;
    if (rule->how == LIST_REQUESTS)
        return matches_requests(s, rule, by);
    struct choice c = list_choice(s, rule);
    *by = c.name;
    if (!c.value.n)
        return false;
    if (rule->how == LIST_HTTPX)
        return list_httpx(s, c.value, error);
    c.value = idna_list(blanks_plain(c.value, rule->blanks, s->a), rule->host, s->a);
    if (rule->how == LIST_AXIOS)
        return list_axios(c.value, &s->target, s->a);
    if (rule->how == LIST_RUBY)
        return list_ruby(c.value, &s->target, &resolved);
    return list_generic(rule, c.value, &s->target);
}

bool list_is_star(const struct situation *s)
{
    struct str rest = list_choice(s, list_of(s->rules)).value, entry;
    while (str_present(rest) && str_cut(&rest, ',', &entry))
        if (str_eq(blanks_trimmed(entry, list_of(s->rules)->blanks), STR("*")))
            return true;
    return false;
}

static struct str with_host(struct str text, struct str was, struct str is, struct arena *a)
{
    size_t at = str_find(text, was);
    if (at == STR_NOWHERE || !was.n)
        return text;
    struct str front = str_slice(text, 0, at), end = str_from(text, at + was.n);
    return str_fmt(a, "%.*s%.*s%.*s", STR_ARG(front), STR_ARG(is), STR_ARG(end));
}

// The target, its name as this client spells it.
static struct target spelt(const struct situation *s, enum names how)
{
    struct target t = s->target;
    struct str host = t.address.family ? t.host : idna_host(t.host, how, s->a);
    if (str_eq(host, t.host))
        return t;
    t.netloc = with_host(t.netloc, t.host, host, s->a);
    t.host_port = with_host(t.host_port, t.host, host, s->a);
    t.host = host;
    return t;
}

bool list_matches(const struct situation *s, struct str *by, struct str *error)
{
    struct situation own = *s;
    *by = *error = STR_NONE;
    for (enum exceptions id = s->rules->list; id; id = list_parts[id].also) {
        own.target = spelt(s, list_parts[id].host);
        if (matches_one(&own, &list_parts[id], by, error))
            return true;
    }
    return false;
}
