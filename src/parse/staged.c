// SPDX-License-Identifier: MIT
#include "parse/staged.h"

#include "base/sha256.h"
#include "parse/base64.h"
#include "parse/keyfacts.h"
#include "parse/placeholder.h"
#include "parse/staged_call.h"
#include "parse/staged_names.h"

#include <string.h>

enum needle_kind {
    NEEDLE_KEY,
    NEEDLE_BASE64,
    NEEDLE_PERCENT,
    NEEDLE_VARIABLE,
    NEEDLE_SPELLING, // the variable as other files write it: nexorouter_api_key, nexorouterApiKey
    NEEDLE_HEADER,
    NEEDLE_HOST
};

struct needle {
    struct str bytes;
    enum needle_kind kind;
    struct str name;
    // Index + 1 of the next needle with the same pair, by the pair's case (see pair_case); 0: none.
    size_t next[4];
};

enum { ALIASES = 16, HALF_MIN = 16 };
enum { FORM_MIN = 18 };                       // the shortest form of a key (parse/keyforms.c)
enum { PAIRS = 1 << 16, STAGED_LINE = 1024 }; // of a line, as much is looked at on either side

struct match { // a hit before its line is known
    enum staged_what what;
    size_t at, n;
    struct str subject;
    bool sure; // a literal match: nothing silences it
};

struct matches {
    struct match *items;
    size_t n, cap;
};

struct staged_scanner {
    const struct staged_ask *ask;
    struct {
        struct needle *items;
        size_t n, cap;
    } needles;
    size_t window;      // length of the shortest needle
    uint8_t *shift;     // by pair of bytes: how far the window may move
    uint16_t *first;    // by pair: index + 1 of the first needle
    struct str path;    // of the file
    size_t line;        // of the first byte that comes next, from 1
    size_t column;      // of the same, from 1
    bool binary, prose; // prose and generated files: keys are looked for, calls are not
    bool bare;          // a value needs no quotes here
    bool generated, begun, mentions;
    int adds_v1; // of this piece: -1 not looked for
    struct {
        struct str name, variable;
    } aliases[ALIASES]; // names of the file that hold a key
    size_t alias_count;
    struct key_filter filter;
    bool token[256]; // may stand in a key
};

void staged_know(struct staged_ask *ask, struct str bytes, struct str name, struct arena *a)
{
    bytes = str_trim(bytes);
    if (bytes.n >= 2 && bytes.p[0] == bytes.p[bytes.n - 1] && strchr("\"'`", bytes.p[0]))
        bytes = str_trim(str_slice(bytes, 1, bytes.n - 1));
    if (str_starts_icase(bytes, STR("bearer ")))
        bytes = str_trim(str_from(bytes, 7));
    if (bytes.n < STAGED_KEY_MIN || bytes.n > STAGED_OVERLAP / 4)
        return;
    for (size_t i = 0; i < ask->keys.n; i++)
        if (str_eq(ask->keys.items[i].bytes, bytes))
            return;
    *arena_push(&ask->keys, a) = (struct staged_key){bytes, name};
}

void staged_read_allow(struct staged_ask *ask, struct str ini, struct arena *a)
{
    struct str line, section = STR("");
    while (str_line(&ini, &line)) {
        line = str_trim(line);
        if (line.n && line.p[0] == '[')
            section = line;
        size_t at = str_chr(line, '=');
        if (at == STR_NOWHERE || !str_eq(section, STR("[allow]")) || strchr(";#", line.p[0]))
            continue;
        struct str hash = str_trim(str_slice(line, 0, at)), path = str_trim(str_from(line, at + 1));
        if (hash.n == 16 && path.n)
            *arena_push(&ask->allow, a) = (struct staged_allow){str_lower(hash, a), path};
    }
}

static void add_needle(struct staged_scanner *s, struct needle needle, struct arena *a)
{
    if (needle.bytes.n < 8)
        return;
    for (size_t i = 0; i < s->needles.n; i++)
        if (str_eq(s->needles.items[i].bytes, needle.bytes))
            return;
    *arena_push(&s->needles, a) = needle;
    if (s->window == 0 || needle.bytes.n < s->window)
        s->window = needle.bytes.n;
}

// The key may stand anywhere in the encoded bytes: three alignments, and of each the characters
// that no neighbour takes part in. Both alphabets.
static void add_base64(struct staged_scanner *s, const struct staged_key *key, struct arena *a)
{
    for (size_t skip = 0; skip < 3; skip++) {
        struct buf b = buf_in(a);
        for (size_t i = 0; i < skip; i++)
            buf_byte(&b, '\0');
        buf_add(&b, key->bytes);
        size_t bits = b.n * 8;
        struct str code = base64_encode(buf_str(&b), a);
        struct str core = str_slice(code, skip ? skip + 1 : 0, bits / 6);
        char *other = str_z(core, a);
        for (size_t i = 0; i < core.n; i++)
            other[i] = other[i] == '+' ? '-' : other[i] == '/' ? '_' : other[i];
        add_needle(s, (struct needle){core, NEEDLE_BASE64, key->name, {0}}, a);
        add_needle(s, (struct needle){{other, core.n}, NEEDLE_BASE64, key->name, {0}}, a);
        // Base64 is broken into lines: the half without a break is enough to know it.
        for (size_t half = 0; half < 2 && core.n >= 2 * HALF_MIN; half++) {
            struct str piece = half ? str_from(core, core.n / 2) : str_slice(core, 0, core.n / 2);
            add_needle(s, (struct needle){piece, NEEDLE_BASE64, key->name, {0}}, a);
        }
    }
}

// `keep`: what is left as it is besides letters and digits; some encoders leave nothing.
static void add_percent(struct staged_scanner *s, const struct staged_key *key, const char *hex,
                        const char *keep, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < key->bytes.n; i++) {
        unsigned char c = (unsigned char)key->bytes.p[i];
        if (byte_is_alnum((char)c) || (c && strchr(keep, (char)c)))
            buf_byte(&b, (char)c);
        else
            buf_fmt(&b, "%%%c%c", hex[c >> 4], hex[c & 15]);
    }
    add_needle(s, (struct needle){buf_str(&b), NEEDLE_PERCENT, key->name, {0}}, a);
}

// The first variable as configuration and code of other kinds write it.
static void add_spellings(struct staged_scanner *s, struct str name, struct arena *a)
{
    for (const char *joint = "_-. "; *joint; joint++) {
        struct buf b = buf_in(a);
        for (size_t i = 0; i < name.n; i++) {
            bool word = i > 0 && name.p[i - 1] == '_';
            if (name.p[i] != '_')
                buf_byte(&b, word && *joint == ' ' ? name.p[i] : byte_lower(name.p[i]));
            else if (*joint != ' ')
                buf_byte(&b, *joint);
        }
        add_needle(s, (struct needle){buf_str(&b), NEEDLE_SPELLING, name, {0}}, a);
    }
}

static size_t pair_of(char first, char second)
{
    return (size_t)(unsigned char)first << 8 | (unsigned char)second;
}

static size_t pair_at(const char *p)
{
    return pair_of(p[0], p[1]);
}

// Which of the two are capitals.
static size_t pair_case(size_t pair)
{
    char first = (char)(pair >> 8), second = (char)(pair & 0xff);
    return (size_t)(byte_lower(first) != first) << 1 | (size_t)(byte_lower(second) != second);
}

static void add_pair(struct staged_scanner *s, size_t index, size_t at, size_t pair)
{
    struct needle *needle = &s->needles.items[index];
    size_t left = s->window - 2 - at;
    if (left < s->shift[pair])
        s->shift[pair] = (uint8_t)left;
    if (left > 0 || s->first[pair] == index + 1)
        return;
    needle->next[pair_case(pair)] = s->first[pair];
    s->first[pair] = (uint16_t)(index + 1);
}

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

// Names of hosts mean the same in capitals.
static void make_shifts(struct staged_scanner *s, struct arena *a)
{
    size_t far = s->window - 1 < 255 ? s->window - 1 : 255;
    s->shift = arena_many(a, uint8_t, PAIRS);
    s->first = arena_many(a, uint16_t, PAIRS);
    memset(s->shift, (int)far, PAIRS);
    for (size_t i = 0; i < s->needles.n && i < UINT16_MAX - 1; i++) {
        const struct needle *needle = &s->needles.items[i];
        for (size_t at = 0; at + 2 <= s->window; at++) {
            const char *p = needle->bytes.p + at;
            add_pair(s, i, at, pair_at(p));
            if (needle->kind != NEEDLE_HOST)
                continue;
            add_pair(s, i, at, pair_of(capital(p[0]), p[1]));
            add_pair(s, i, at, pair_of(p[0], capital(p[1])));
            add_pair(s, i, at, pair_of(capital(p[0]), capital(p[1])));
        }
    }
}

static bool needle_is_at(const struct needle *needle, struct str text, size_t at)
{
    struct str there = str_slice(text, at, at + needle->bytes.n);
    return needle->kind == NEEDLE_HOST ? str_eq_icase(there, needle->bytes)
                                       : str_eq(there, needle->bytes);
}

static bool is_token(char c)
{
    return byte_is_alnum(c) || (c && strchr("_-.+/=", c));
}

struct staged_scanner *staged_scanner(const struct staged_ask *ask, struct arena *a)
{
    static const char *const kept[] = {"-_.~", "_.", ""};
    struct staged_scanner *s = arena_one(a, struct staged_scanner);
    s->ask = ask;
    key_filter_make(&s->filter);
    for (int c = 0; c < 256; c++)
        s->token[c] = is_token((char)c);
    for (size_t i = 0; i < ask->keys.n; i++) {
        const struct staged_key *key = &ask->keys.items[i];
        add_needle(s, (struct needle){key->bytes, NEEDLE_KEY, key->name, {0}}, a);
        add_base64(s, key, a);
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
            add_percent(s, key, "0123456789ABCDEF", kept[k], a);
            add_percent(s, key, "0123456789abcdef", kept[k], a);
        }
    }
    for (size_t i = 0; i < ask->key_variables.n; i++) {
        struct str name = ask->key_variables.items[i];
        add_needle(s, (struct needle){name, NEEDLE_VARIABLE, name, {0}}, a);
        if (i == 0)
            add_spellings(s, name, a);
    }
    add_needle(s, (struct needle){ask->website_host, NEEDLE_HOST, STR_NONE, {0}}, a);
    if (!str_ends(ask->api_host, ask->website_host))
        add_needle(s, (struct needle){ask->api_host, NEEDLE_HOST, STR_NONE, {0}}, a);
    add_needle(s, (struct needle){STR("Authorization"), NEEDLE_HEADER, STR_NONE, {0}}, a);
    add_needle(s, (struct needle){STR("authorization"), NEEDLE_HEADER, STR_NONE, {0}}, a);
    make_shifts(s, a);
    return s;
}

static bool ends_in(struct str path, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends_icase(path, str_of(ends[i])))
            return true;
    return false;
}

void staged_begin(struct staged_scanner *s, struct str path)
{
    static const char *const prose[] = {".md",   ".mdx", ".rst", ".txt", ".adoc",
                                        ".html", ".svg", ".1",   ".tex"};
    static const char *const generated[] = {
        "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "Cargo.lock",
        "uv.lock",           "go.sum",    ".min.js",        ".min.css",    ".map",
        ".ipynb_checkpoints"};
    static const char *const bare[] = {".properties", ".yaml", ".yml", ".env",
                                       ".ini",        ".conf", ".cfg"};
    s->path = path;
    s->line = s->column = 1;
    s->bare = ends_in(path, bare, sizeof bare / sizeof *bare);
    s->binary = s->begun = s->mentions = false;
    s->alias_count = 0;
    s->prose = ends_in(path, prose, sizeof prose / sizeof *prose);
    s->generated = ends_in(path, generated, sizeof generated / sizeof *generated) ||
                   str_has(path, STR("node_modules/")) || str_starts(path, STR("vendor/"));
}

static struct staged_place place_at(struct str text, size_t at, size_t n)
{
    size_t from = at, to = at + n;
    while (from > 0 && at - from < STAGED_LINE && text.p[from - 1] != '\n')
        from--;
    while (to < text.n && to - at < n + STAGED_LINE && text.p[to] != '\n')
        to++;
    return (struct staged_place){text, str_slice(text, from, to), at, n, false};
}

// OPENAI_API_KEY is this gateway's business where the gateway is named.
static bool mentions(struct staged_scanner *s, struct str text)
{
    s->mentions = s->mentions || str_has(text, s->ask->website_host);
    return s->mentions;
}

static bool is_real_key(struct str value, struct arena *a)
{
    const uint32_t not_real = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH;
    struct value seen = value_read_as(VALUE_SECRET, value, a);
    return seen.facts & KEY_LOOKS_REAL && !(seen.facts & not_real);
}

// Where the gateway is named, a key that is spelled out: `apiKey: "..."`, `Bearer ...`.
static void find_spelled(struct staged_scanner *s, struct str text, size_t limit, struct matches *m,
                         struct arena *a)
{
    struct str value;
    for (size_t at = 0; staged_spelled(text, &at, &value) && at < limit;)
        if (is_real_key(value, a))
            *arena_push(m, a) = (struct match){STAGED_GATEWAY_KEY, (size_t)(value.p - text.p),
                                               value.n, s->ask->key_variables.items[0], false};
}

static void remember_alias(struct staged_scanner *s, const struct staged_place *p,
                           struct str variable, struct arena *a)
{
    struct str name = staged_alias(p);
    if (!str_present(name) || s->alias_count == ALIASES)
        return;
    s->aliases[s->alias_count].name = str_dup(name, a);
    s->aliases[s->alias_count++].variable = variable;
}

// A name that holds a key, sent as it is.
static void header_found(struct staged_scanner *s, const struct staged_place *p, struct matches *m,
                         struct arena *a)
{
    enum staged_what what;
    struct str name = s->alias_count ? staged_sent(p, &what) : STR_NONE;
    for (size_t i = 0; str_present(name) && i < s->alias_count; i++) {
        struct str variable = s->aliases[i].variable;
        if (!str_eq(s->aliases[i].name, name) ||
            !(str_eq(variable, s->ask->key_variables.items[0]) || mentions(s, p->text)))
            continue;
        *arena_push(m, a) =
            (struct match){what, (size_t)(name.p - p->text.p), name.n, variable, false};
        return;
    }
}

static void variable_found(struct staged_scanner *s, const struct staged_place *p,
                           const struct needle *needle, struct matches *m, struct arena *a)
{
    char before = p->at ? p->text.p[p->at - 1] : ' ';
    char behind = p->at + p->n < p->text.n ? p->text.p[p->at + p->n] : ' ';
    if (byte_is_alnum(before) || byte_is_alnum(behind) || behind == '_')
        return; // a longer name; but a public prefix in front is the same key
    struct str value = staged_assigned(p);
    bool spelling = needle->kind == NEEDLE_SPELLING;
    // What code assigns to a name of its own without quotes is an expression.
    bool literal = !spelling || s->bare || (value.n && strchr("\"'`", value.p[-1]));
    if (str_present(value) && literal && !s->generated) {
        if (is_real_key(value, a))
            *arena_push(m, a) = (struct match){STAGED_GATEWAY_KEY, (size_t)(value.p - p->text.p),
                                               value.n, needle->name, false};
    }
    enum staged_what what;
    if (spelling || s->prose || s->generated || s->binary)
        return;
    remember_alias(s, p, needle->name, a);
    bool ours = str_eq(needle->name, s->ask->key_variables.items[0]) || mentions(s, p->text);
    if (ours && staged_header(p, &what))
        *arena_push(m, a) = (struct match){what, p->at, p->n, needle->name, false};
}

static void needle_found(struct staged_scanner *s, struct str text, size_t at,
                         const struct needle *needle, struct matches *m, struct arena *a)
{
    static const enum staged_what whats[] = {STAGED_KNOWN_KEY, STAGED_KNOWN_BASE64,
                                             STAGED_KNOWN_PERCENT};
    struct staged_place p = place_at(text, at, needle->bytes.n);
    enum staged_what what;
    struct str url;
    switch (needle->kind) {
    case NEEDLE_KEY:
    case NEEDLE_BASE64:
    case NEEDLE_PERCENT:
        *arena_push(m, a) = (struct match){whats[needle->kind], at, p.n, needle->name, true};
        if (needle->kind == NEEDLE_KEY && !s->prose && !s->generated && staged_header(&p, &what))
            *arena_push(m, a) = (struct match){what, at, p.n, needle->name, false};
        break;
    case NEEDLE_VARIABLE:
    case NEEDLE_SPELLING: variable_found(s, &p, needle, m, a); break;
    case NEEDLE_HEADER:
        if (!s->prose && !s->generated && !s->binary)
            header_found(s, &p, m, a);
        break;
    case NEEDLE_HOST:
        s->mentions = true;
        if (s->prose || s->generated || s->binary)
            break;
        if (s->adds_v1 < 0)
            s->adds_v1 = staged_adds_v1(text);
        p.adds_v1 = s->adds_v1;
        if (staged_url(&p, s->ask->api_host, s->ask->website_host, &what, &url))
            *arena_push(m, a) =
                (struct match){what, (size_t)(url.p - text.p), url.n, str_dup(url, a), false};
        break;
    }
}

static void find_literals(struct staged_scanner *s, struct str text, size_t limit,
                          struct matches *m, struct arena *a)
{
    size_t i = 0, window = s->window;
    while (i + window <= text.n && i < limit) {
        size_t pair = pair_at(text.p + i + window - 2), far = s->shift[pair];
        if (far) {
            i += far;
            continue;
        }
        for (size_t k = s->first[pair]; k; k = s->needles.items[k - 1].next[pair_case(pair)])
            if (needle_is_at(&s->needles.items[k - 1], text, i))
                needle_found(s, text, i, &s->needles.items[k - 1], m, a);
        i++;
    }
}

// "ghp_1234567890abcdef...": what documentation writes; a generator does not count.
static bool counts_up(struct str key)
{
    size_t prefix = 0;
    while (prefix < key.n && !strchr("_-", key.p[prefix]))
        prefix++;
    return prefix < key.n && placeholder_kind(str_from(key, prefix + 1), STR_NONE) != NULL;
}

// A key is a run of at least 18 bytes of a small alphabet: looking at every 18th byte finds every
// such run, and most of a text is never touched.
static void find_forms(struct staged_scanner *s, struct str text, size_t limit, struct matches *m,
                       struct arena *a)
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t done = 0;
    for (size_t i = FORM_MIN - 1; i < text.n && done < limit; i += FORM_MIN) {
        if (!s->token[p[i]])
            continue;
        size_t from = i, to = i;
        while (from > done && s->token[p[from - 1]])
            from--;
        while (to < text.n && s->token[p[to]])
            to++;
        struct str provider;
        for (size_t at = 0, n; to - from >= FORM_MIN; from += at + n) {
            n = key_scan_with(&s->filter, str_slice(text, from, to + 1), &at, &provider);
            if (n == 0 || from + at >= limit)
                break;
            if (counts_up(str_slice(text, from + at, from + at + n)))
                continue;
            *arena_push(m, a) = (struct match){STAGED_FOREIGN_KEY, from + at, n, provider, false};
        }
        done = i = to;
    }
}

// By place; at the same place the surer one first.
static void sort(struct matches *m)
{
    for (size_t gap = m->n / 2; gap; gap /= 2)
        for (size_t i = gap; i < m->n; i++)
            for (size_t j = i; j >= gap; j -= gap) {
                struct match *x = &m->items[j - gap], *y = &m->items[j];
                if (x->at < y->at || (x->at == y->at && x->what <= y->what))
                    break;
                struct match t = *x;
                *x = *y;
                *y = t;
            }
}

static bool is_key(enum staged_what what)
{
    return what <= STAGED_FOREIGN_KEY;
}

// The same bytes are told once, as the surest thing that they are. Neighbours are enough.
static bool told(const struct matches *m, size_t i)
{
    const struct match *x = &m->items[i];
    for (size_t j = i < 16 ? 0 : i - 16; is_key(x->what) && j < m->n && j < i + 16; j++) {
        const struct match *y = &m->items[j];
        bool overlap = y->at < x->at + x->n && y->at + y->n > x->at;
        if (j != i && is_key(y->what) && overlap &&
            (y->what < x->what || (y->what == x->what && j < i)))
            return true;
    }
    return false;
}

static bool allowed(const struct staged_scanner *s, struct str text, const struct match *x,
                    const char *sha16)
{
    if (x->sure)
        return false;
    struct staged_place p = place_at(text, x->at, x->n);
    if (str_has(p.line, STR("nexoenv: allow")))
        return true;
    for (size_t i = 0; x->what == STAGED_FOREIGN_KEY && i < s->ask->allow.n; i++)
        if (str_eq(s->ask->allow.items[i].sha16, str_of(sha16)) &&
            str_eq(s->ask->allow.items[i].path, s->path))
            return true;
    return false;
}

// Moves line and column over the bytes.
static void step(struct staged_scanner *s, struct str over)
{
    for (;;) {
        size_t at = str_chr(over, '\n');
        if (at == STR_NOWHERE)
            break;
        s->line++;
        s->column = 1;
        over = str_from(over, at + 1);
    }
    s->column += over.n;
}

static void report(struct staged_scanner *s, struct str text, struct matches *m, struct staged *out,
                   struct arena *a)
{
    struct staged_scanner here = *s;
    size_t at = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct match *x = &m->items[i];
        char sha16[17] = "";
        if (x->what == STAGED_FOREIGN_KEY)
            sha256_hex(str_slice(text, x->at, x->at + x->n), sha16, 16);
        if (told(m, i) || allowed(s, text, x, sha16))
            continue;
        step(&here, str_slice(text, at, x->at));
        at = x->at;
        struct staged_hit *hit = arena_push(out, a);
        hit->what = x->what;
        hit->loc.file = s->path;
        hit->loc.line = s->binary ? 0 : (uint32_t)here.line;
        hit->loc.column = s->binary ? 0 : (uint32_t)here.column;
        hit->subject = x->subject;
        memcpy(hit->sha16, sha16, sizeof sha16);
    }
}

static void first_look(struct staged_scanner *s, struct str text)
{
    struct str head = str_slice(text, 0, 8000);
    s->begun = true;
    s->binary = str_chr(head, '\0') != STR_NOWHERE;
}

size_t staged_feed(struct staged_scanner *s, struct str text, bool last, struct staged *out,
                   struct arena *a)
{
    struct matches m = {0};
    size_t done = last || text.n <= 2 * STAGED_OVERLAP ? text.n : text.n - STAGED_OVERLAP;
    if (!s->begun)
        first_look(s, text);
    // A line that is cut in two would be read wrongly: stop behind a whole one where there is one.
    if (done < text.n) {
        size_t end = str_rchr(str_slice(text, STAGED_OVERLAP, done), '\n');
        if (end != STR_NOWHERE)
            done = STAGED_OVERLAP + end + 1;
    }
    s->adds_v1 = -1;
    find_literals(s, text, done, &m, a);
    if (s->mentions && !s->binary && !s->generated)
        find_spelled(s, text, done, &m, a);
    if (!s->binary && !s->generated)
        find_forms(s, text, done, &m, a);
    sort(&m);
    report(s, text, &m, out, a);
    if (!last)
        step(s, str_slice(text, 0, done));
    return done;
}
