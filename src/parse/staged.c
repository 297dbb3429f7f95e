// SPDX-License-Identifier: MIT
#include "parse/staged.h"

#include "base/sha256.h"
#include "parse/base64.h"
#include "parse/keyfacts.h"
#include "parse/needles.h"
#include "parse/placeholder.h"
#include "parse/staged_call.h"
#include "parse/staged_command.h"
#include "parse/staged_names.h"
#include "parse/staged_section.h"
#include "parse/staged_spelled.h"
#include "parse/staged_split.h"
#include "parse/staged_value.h"

#include <string.h>

enum { USES_MAX = 200 }; // more URLs than that in one piece are a list of them
enum {
    ALIASES = 16,
    ALIAS_SPAN = 300,
    STAGED_LINE = 1024
}; // of a line, as much is looked at on either side

struct match { // a hit before its line is known
    enum staged_what what;
    size_t at, n;
    struct str subject;
    bool sure;    // a literal match: nothing silences it
    size_t order; // in which they were found
};

struct matches {
    struct match *items;
    size_t n, cap;
};

struct staged_scanner {
    const struct staged_ask *ask;
    const struct needles *needles;
    struct str path;    // of the file
    size_t line;        // of the first byte that comes next, from 1
    size_t column;      // of the same, from 1
    bool binary, prose; // prose and generated files: keys are looked for, calls are not
    bool bare;          // a value needs no quotes here
    bool keyed;         // `name:` or `[name]` on a line is the head of what follows
    bool generated, begun, mentions, looked;
    bool branded;   // something is named after the gateway here
    bool sectioned; // and a URL of the gateway lies in it
    int adds_v1;    // of this piece: -1 not looked for
    size_t uses;    // how often names of URLs were looked for in this piece
    struct {
        struct str name, variable;
    } aliases[ALIASES]; // names of the file that hold a key
    size_t alias_count;
    size_t form_end; // of the last key of a provider: the next one lies behind it
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

struct staged_scanner *staged_scanner(const struct staged_ask *ask, struct arena *a)
{
    struct staged_scanner *s = arena_one(a, struct staged_scanner);
    s->ask = ask;
    s->needles = needles_make(ask, a);
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
    static const char *const bare[] = {".properties", ".yaml", ".yml",  ".env", ".ini", ".conf",
                                       ".cfg",        ".http", ".rest", ".bru", ".hurl"};
    s->path = path;
    s->line = s->column = 1;
    s->bare = ends_in(path, bare, sizeof bare / sizeof *bare);
    s->keyed = s->bare || str_ends_icase(path, STR(".toml"));
    s->binary = s->begun = s->mentions = s->branded = s->sectioned = false;
    s->alias_count = 0;
    s->prose = ends_in(path, prose, sizeof prose / sizeof *prose);
    s->generated = ends_in(path, generated, sizeof generated / sizeof *generated) ||
                   str_has(path, STR("node_modules/")) || str_starts(path, STR("vendor/"));
}

static struct staged_place place_at(struct str text, size_t at, size_t n)
{
    size_t from = at > STAGED_LINE ? at - STAGED_LINE : 0;
    size_t start = str_rchr(str_slice(text, from, at), '\n');
    size_t end = str_chr(str_slice(text, at + n, at + n + STAGED_LINE), '\n');
    from = start == STR_NOWHERE ? from : from + start + 1;
    struct str line = str_slice(text, from, at + n + (end == STR_NOWHERE ? STAGED_LINE : end));
    return (struct staged_place){.text = text, .line = line, .at = at, .n = n};
}

// OPENAI_API_KEY is this gateway's business where the gateway is named.
static bool mentions(struct staged_scanner *s, struct str text)
{
    if (!s->mentions && !s->looked) // once for each piece
        s->mentions = str_has(text, s->ask->website_host);
    s->looked = true;
    return s->mentions;
}

// What a value in base64 says when that is text, as in a Kubernetes secret: "your-key-here". No key
// that a generator drew comes out as letters only.
static struct str in_clear(struct str value, struct arena *a)
{
    struct str text;
    if (!base64_decode(value, &text, a))
        return STR_NONE;
    text = str_trim_right_set(text, "\r\n");
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] == 0x7f)
            return STR_NONE;
    return text;
}

static bool is_real_key(struct str value, struct arena *a)
{
    const uint32_t not_real = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH;
    struct str text = in_clear(value, a);
    if (str_present(text) && !staged_is_generated(text))
        return false;
    struct value seen = value_read_as(VALUE_SECRET, str_present(text) ? text : value, a);
    return seen.facts & KEY_LOOKS_REAL && !(seen.facts & not_real);
}

// A general name means the gateway's key in what is named after it or beside its URL; elsewhere in
// a file that calls it, unless that file keeps the gateway apart and the place lies in something
// else. `weak`: only beside other words that say so.
static bool is_ours(const struct staged_scanner *s, struct str text, size_t at, bool weak)
{
    struct str brand = s->needles->brand;
    bool model = !weak || staged_says_model(text, at, brand);
    bool alone = at == 0 || !(byte_is_alnum(text.p[at - 1]) || strchr("_-", text.p[at - 1]));
    enum staged_section section = staged_section_of(text, at, brand, s->keyed);
    if (!model && !alone)
        return false;
    if (section == SECTION_OURS || section == SECTION_NAMED || !s->mentions)
        return section == SECTION_OURS;
    enum staged_near near = staged_near(text, at, s->ask->website_host, brand, s->keyed);
    bool header = byte_lower(text.p[at]) == 'b'; // Bearer: any call may set one
    if (near != NEAR_NONE || section == SECTION_OTHER || (section == SECTION_CALL && !header))
        return near == NEAR_OURS;
    return model && (section == SECTION_NONE || !s->sectioned);
}

static void key_found(const struct staged_scanner *s, struct str text, struct str value,
                      struct matches *m, struct arena *a)
{
    if (str_present(value) && is_real_key(value, a))
        *arena_push(m, a) = (struct match){STAGED_GATEWAY_KEY,
                                           (size_t)(value.p - text.p),
                                           value.n,
                                           s->ask->key_variables.items[0],
                                           false,
                                           0};
}

// Where the gateway is named, in the file or by the section around it, a key that is spelled out:
// `apiKey: "..."`, `Bearer ...`.
static void find_spelled(struct staged_scanner *s, struct str text, size_t limit, struct matches *m,
                         struct arena *a)
{
    struct sieve_hit hits[SIEVE_SPAN];
    struct staged_spelling how = {.bare = s->bare};
    for (size_t from = 0; from < limit; from += SIEVE_SPAN) {
        size_t n = sieve_look(&s->needles->spelled, UINT8_MAX, text, from, limit, hits);
        for (size_t i = 0; i < n; i++) {
            size_t at = from + hits[i].at;
            struct str value = staged_spelled(text, at, &how);
            if (str_present(value) && (size_t)(value.p - text.p) < limit + STAGED_LINE &&
                is_ours(s, text, at, how.weak))
                key_found(s, text, value, m, a);
        }
    }
}

static void remember_alias(struct staged_scanner *s, const struct staged_place *p,
                           struct str variable, struct matches *m, struct arena *a)
{
    struct str name = staged_alias(p);
    if (!str_present(name) || s->alias_count == ALIASES)
        return;
    // `key := os.Getenv(X)`, and what it is given in the next lines when that is empty.
    struct str next = str_slice(p->text, p->at, p->at + ALIAS_SPAN), line;
    while (str_line(&next, &line))
        if (str_starts(str_trim(line), name))
            key_found(s, p->text, staged_literal_of(line, name), m, a);
    s->aliases[s->alias_count].name = str_dup(name, a);
    s->aliases[s->alias_count++].variable = variable;
}

static bool has_small(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] >= 'a' && name.p[i] <= 'z')
            return true;
    return false;
}

// NEXOROUTER_KEY, nexorouterToken: the gateway's name and a word for a key, and nothing else.
static void brand_found(struct staged_scanner *s, struct staged_place *p, struct matches *m,
                        struct arena *a)
{
    struct str name = staged_key_name(str_slice(p->text, p->at, p->at + 64), s->needles->brand);
    if (s->generated || !str_present(name))
        return;
    p->n = name.n;
    struct str value = staged_assigned(p);
    bool constant = str_ends(str_slice(p->text, 0, p->at), STR("${")) || !has_small(name);
    if (str_present(value) && (constant || s->bare || strchr("\"'`>", value.p[-1])) &&
        is_real_key(value, a))
        *arena_push(m, a) = (struct match){
            STAGED_GATEWAY_KEY, (size_t)(value.p - p->text.p), value.n, str_dup(name, a), false, 0};
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
            (struct match){what, (size_t)(name.p - p->text.p), name.n, variable, false, 0};
        return;
    }
}

static void variable_found(struct staged_scanner *s, const struct staged_place *p,
                           const struct needle *needle, struct matches *m, struct arena *a)
{
    char before = p->at ? p->text.p[p->at - 1] : ' ';
    char behind = p->at + p->n < p->text.n ? p->text.p[p->at + p->n] : ' ';
    bool option = p->at > 1 && before == 'D' && p->text.p[p->at - 2] == '-'; // -DNAME=...
    if ((byte_is_alnum(before) && !option) || byte_is_alnum(behind) || behind == '_')
        return; // a longer name; but a public prefix in front is the same key
    struct str value = staged_assigned(p);
    bool spelling = needle->kind == NEEDLE_SPELLING;
    // What code assigns to a name of its own without quotes is an expression.
    bool literal = !spelling || s->bare ||
                   (before == '{' && p->at > 1 && p->text.p[p->at - 2] == '$') ||
                   (value.n && strchr("\"'`>", value.p[-1]));
    if (str_present(value) && literal && !s->generated) {
        if (is_real_key(value, a))
            *arena_push(m, a) = (struct match){
                STAGED_GATEWAY_KEY, (size_t)(value.p - p->text.p), value.n, needle->name, false, 0};
    }
    enum staged_what what;
    if (spelling || s->prose || s->generated || s->binary)
        return;
    remember_alias(s, p, needle->name, m, a);
    bool ours = str_eq(needle->name, s->ask->key_variables.items[0]) || mentions(s, p->text);
    if (ours && staged_header(p, &what))
        *arena_push(m, a) = (struct match){what, p->at, p->n, needle->name, false, 0};
}

// "ghp_1234567890abcdef...": what documentation writes; a generator does not count.
static bool counts_up(struct str key)
{
    size_t prefix = 0;
    while (prefix < key.n && !strchr("_-", key.p[prefix]))
        prefix++;
    return str_has(key, STR("EXAMPLE")) || // AWS's documentation
           (prefix < key.n && placeholder_kind(str_from(key, prefix + 1), STR_NONE) != NULL);
}

// `Credential=AKIA...`: a signed request names its key and does not show it.
static bool is_signature(struct str text, size_t at)
{
    struct str before = str_slice(text, at > 16 ? at - 16 : 0, at);
    return str_ends(before, STR("Credential=")) || str_ends(before, STR("Credential%3D"));
}

static void form_at(struct staged_scanner *s, struct str text, size_t at, struct matches *m,
                    struct arena *a)
{
    if (at < s->form_end || !staged_split_begins(text, at))
        return;
    struct str provider;
    size_t n = key_at_head(str_slice(text, at, at + KEY_FORM_MAX), &provider);
    struct str key = str_slice(text, at, at + n);
    if (n == 0) {
        struct arena scratch = *a;
        key = staged_split_joined(text, at, KEY_FORM_MAX, &n, &scratch);
        if (!str_present(key) || key_at_head(key, &provider) != key.n)
            return;
    }
    s->form_end = at + n;
    if (!counts_up(key) && !is_signature(text, at))
        *arena_push(m, a) = (struct match){STAGED_FOREIGN_KEY, at, n, provider, false, 0};
}

// A whole key of another provider in base64, and nothing else with it but an end of line.
static void form64_at(struct str text, size_t at, struct matches *m, struct arena *a)
{
    struct str provider, key, code = str_slice(text, at, at + KEY_FORM_MAX * 2);
    struct arena scratch = *a;
    size_t n = 0;
    while (n < code.n && (byte_is_alnum(code.p[n]) || strchr("+/=-_", code.p[n])))
        n++;
    if (n == code.n || !base64_decode(str_slice(code, 0, n), &key, &scratch))
        return;
    key = str_trim_right_set(key, "\r\n");
    if (key_at_head(key, &provider) == key.n && !counts_up(key))
        *arena_push(m, a) = (struct match){STAGED_FOREIGN_KEY, at, n, provider, false, 0};
}

// The key in several literals, around the piece that stands at `at`.
static void anchor_at(struct staged_scanner *s, struct str text, size_t at, struct str anchor,
                      struct matches *m, struct arena *a)
{
    for (size_t i = 0; i < s->ask->keys.n && !s->binary; i++) {
        const struct staged_key *key = &s->ask->keys.items[i];
        size_t from = at, n = 0;
        if (str_starts(key->bytes, anchor))
            n = staged_split_known(text, at, key->bytes);
        else if (str_ends(key->bytes, anchor))
            n = staged_split_ending(text, &from, key->bytes);
        if (n)
            *arena_push(m, a) = (struct match){STAGED_KNOWN_KEY, from, n, key->name, true, 0};
    }
}

// What a URL of the gateway lies in.
static void note_section(struct staged_scanner *s, struct str text, size_t at)
{
    s->sectioned |= staged_section_of(text, at, s->needles->brand, s->keyed) == SECTION_OURS;
}

static void needle_found(struct staged_scanner *s, struct str text, size_t at,
                         const struct needle *needle, struct matches *m, struct arena *a)
{
    static const enum staged_what whats[] = {STAGED_KNOWN_KEY, STAGED_KNOWN_BASE64,
                                             STAGED_KNOWN_PERCENT};
    struct staged_place p = place_at(text, at, needle->bytes.n);
    enum staged_what what;
    struct str url;
    p.path = s->path;
    switch (needle->kind) {
    case NEEDLE_BRAND:
        s->branded = true;
        brand_found(s, &p, m, a);
        break;
    case NEEDLE_KEY:
    case NEEDLE_BASE64:
    case NEEDLE_PERCENT:
        *arena_push(m, a) = (struct match){whats[needle->kind], at, p.n, needle->name, true, 0};
        if (needle->kind == NEEDLE_KEY && !s->prose && !s->generated && staged_header(&p, &what))
            *arena_push(m, a) = (struct match){what, at, p.n, needle->name, false, 0};
        break;
    case NEEDLE_VARIABLE:
    case NEEDLE_SPELLING: variable_found(s, &p, needle, m, a); break;
    case NEEDLE_HEADER:
        if (!s->prose && !s->generated && !s->binary)
            header_found(s, &p, m, a);
        break;
    case NEEDLE_FORM: form_at(s, text, at, m, a); break;
    case NEEDLE_FORM64: form64_at(text, at, m, a); break;
    case NEEDLE_ANCHOR: anchor_at(s, text, at, needle->bytes, m, a); break;
    case NEEDLE_HOST:
        s->mentions = true;
        key_found(s, text, staged_login(&p), m, a);
        if (!s->generated && !s->prose)
            key_found(s, text, staged_beside(&p), m, a);
        if (s->prose || s->generated || s->binary)
            break;
        if (s->adds_v1 < 0)
            s->adds_v1 = staged_adds_v1(text);
        p.adds_v1 = s->adds_v1;
        p.uses = s->uses++ < USES_MAX;
        if (p.uses && !s->sectioned)
            note_section(s, text, at);
        if (staged_url(&p, s->ask->api_host, s->ask->website_host, &what, &url))
            *arena_push(m, a) =
                (struct match){what, (size_t)(url.p - text.p), url.n, str_dup(url, a), false, 0};
        break;
    }
}

static void mark_found(struct staged_scanner *s, struct str text, size_t limit, size_t at,
                       struct matches *m, struct arena *a)
{
    for (const struct needle *needle = NULL; (needle = needles_at(s->needles, text, at, needle));) {
        size_t start = at - needle->mark;
        if (start < limit)
            needle_found(s, text, start, needle, m, a);
    }
}

static void find_marks(struct staged_scanner *s, struct str text, size_t limit, struct matches *m,
                       struct arena *a)
{
    uint8_t buckets = s->binary || s->generated ? NEEDLES_KNOWN : NEEDLES_KNOWN | NEEDLES_FORMS;
    size_t end = limit + s->needles->furthest;
    struct sieve_hit hits[SIEVE_SPAN];
    s->form_end = 0;
    for (size_t from = 0; from < end && from < text.n; from += SIEVE_SPAN) {
        size_t n = sieve_look(&s->needles->sieve, buckets, text, from, end, hits);
        for (size_t i = 0; i < n; i++)
            mark_found(s, text, limit, from + hits[i].at, m, a);
    }
}

// By place; at the same place the surer one first, then the longer one.
static bool comes_first(const struct match *x, const struct match *y)
{
    if (x->at != y->at)
        return x->at < y->at;
    if (x->what != y->what)
        return x->what < y->what;
    return x->n != y->n ? x->n > y->n : x->order < y->order;
}

static void sort(struct matches *m)
{
    for (size_t i = 0; i < m->n; i++)
        m->items[i].order = i;
    for (size_t gap = m->n / 2; gap; gap /= 2)
        for (size_t i = gap; i < m->n; i++)
            for (size_t j = i; j >= gap; j -= gap) {
                struct match *x = &m->items[j - gap], *y = &m->items[j];
                if (comes_first(x, y))
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
    size_t last = str_rchr(over, '\n');
    s->line += str_count(over, '\n');
    s->column = last == STR_NOWHERE ? s->column + over.n : over.n - last;
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
    s->looked = false;
    s->uses = 0;
    find_marks(s, text, done, &m, a);
    if ((s->mentions || s->branded) && !s->binary && !s->generated)
        find_spelled(s, text, done, &m, a);
    sort(&m);
    report(s, text, &m, out, a);
    if (!last)
        step(s, str_slice(text, 0, done));
    return done;
}
