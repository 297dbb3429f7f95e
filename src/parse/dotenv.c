// SPDX-License-Identifier: MIT
// Loading one file: decode, parse, expand, merge with the environment.
#include "parse/dotenv_impl.h"

#include <string.h>

// Bytes that expansions may cost: enough for any honest file, a bounded time for the others.
enum { WORK_BASE = 1 << 20, WORK_FACTOR = 64, WORK_MOST = 16 << 20 };

static struct str utf16le(struct str s, struct arena *a)
{
    struct buf out = buf_in(a);
    for (size_t i = 0; i + 1 < s.n; i += 2) {
        uint32_t cp = (unsigned char)s.p[i] | (uint32_t)(unsigned char)s.p[i + 1] << 8;
        uint32_t low =
            i + 3 < s.n ? (unsigned char)s.p[i + 2] | (uint32_t)(unsigned char)s.p[i + 3] << 8 : 0;
        if (cp >= 0xd800 && cp < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        } else if (cp >= 0xd800 && cp < 0xe000) {
            cp = 0xfffd;
        }
        if (cp < 0x80) {
            buf_byte(&out, (char)cp);
            continue;
        }
        if (cp >= 0x10000)
            buf_byte(&out, (char)(0xf0 | cp >> 18));
        if (cp >= 0x800)
            buf_byte(&out, (char)(cp >= 0x10000 ? 0x80 | (cp >> 12 & 0x3f) : 0xe0 | cp >> 12));
        buf_byte(&out, (char)(cp >= 0x800 ? 0x80 | (cp >> 6 & 0x3f) : 0xc0 | cp >> 6));
        buf_byte(&out, (char)(0x80 | (cp & 0x3f)));
    }
    return buf_str(&out);
}

static void decode(struct load *l)
{
    struct str s = l->text;
    enum decoding how = l->d->decoding;
    if (how == DECODE_REPLACE_UTF16 && str_starts(s, STR("\xff\xfe")))
        s = utf16le(s, l->a);
    if (l->d->no_bom && how != DECODE_BYTES && str_starts(s, STR("\xef\xbb\xbf")))
        s = str_from(s, 3);
    if (how == DECODE_REPLACE || how == DECODE_REPLACE_UTF16)
        s = utf8_replace(s, STR("\xef\xbf\xbd"), false, l->a);
    else if (how == DECODE_QUESTION)
        s = utf8_replace(s, STR("?"), false, l->a);
    else if (how != DECODE_BYTES && !utf8_ok(s)) {
        if (how != DECODE_IGNORE_BAD)
            load_fail(l, "not valid UTF-8", 0);
        s = STR("");
    }
    if (how == DECODE_PYTHON)
        s = cr_to_lf(s, l->a);
    if (l->d->no_bom && how == DECODE_BYTES && str_starts(s, STR("\xef\xbb\xbf")))
        s = str_from(s, 3);
    l->text = s;
}

#define PARSER_ROW(name)   [PARSE_##name] = parse_##name,
#define EXPANDER_ROW(name) [EXPAND_##name] = expand_##name,
static void (*const parsers[])(struct load *) = {PARSERS(PARSER_ROW)};
static void (*const expanders[])(struct load *) = {EXPANDERS(EXPANDER_ROW)};

void load_begin(struct load *l, const struct loader *loader, const struct pairs *env,
                struct arena *a)
{
    *l = (struct load){.d = loader_dialect(loader), .env = env, .a = a, .file_index = -1};
}

void load_parse(struct load *l, struct str bytes, int file)
{
    size_t left = arena_left(l->a) / 8, work = WORK_BASE;
    work += bytes.n < WORK_MOST / WORK_FACTOR ? bytes.n * WORK_FACTOR : WORK_MOST;
    l->work += work < WORK_MOST ? work : WORK_MOST;
    l->work = l->work < left ? l->work : left;
    l->text = str_present(bytes) ? bytes : STR("");
    l->file_index = file;
    l->line_pos = 0;
    l->line = 1;
    decode(l);
    if (!l->failed)
        parsers[l->d->parse](l);
}

static struct str cut_nul(struct str v)
{
    return str_slice(v, 0, str_chr(v, 0));
}

void load_end(struct load *l)
{
    if (l->d->expand != EXPAND_BY_PARSER && !l->failed)
        expanders[l->d->expand](l);
    if (l->failed && l->d->aborts)
        load_gone(l);
    else if (l->failed && !l->d->keeps_partial)
        l->file = (struct pairs){0};
    for (size_t i = 0; i < l->file.n && l->d->nul_cuts; i++)
        l->file.items[i].value = cut_nul(l->file.items[i].value);
}

static void take(struct pairs *into, const struct pair *p, bool replace, struct arena *a)
{
    struct pair *known = pairs_find(into, p->name);
    if (known && str_present(known->value) && !replace)
        return;
    *pairs_put(into, p->name, a) = *p;
}

// What the program sees. A name without a value only takes the place of one where the loader says
// what the whole environment is.
// A loader that settles gives the environment's own value back as if the file held it.
static void give_back(struct pairs *out, const struct load *l)
{
    for (size_t i = 0; i < l->env->n; i++) {
        const struct pair *e = &l->env->items[i];
        struct pair *p = pairs_find(out, e->name);
        if (p && str_present(e->value) && (e->value.n || p->value.n == 0)) {
            p->file = e->file; // an earlier file's, where several are loaded in turn
            p->line = e->line;
        }
    }
}

struct pairs load_merge(const struct load *l, enum loader_merge merge)
{
    struct pairs out = {0};
    bool settles = l->d->settles || (l->failed && l->d->aborts);
    bool wins = settles || merge == MERGE_FILE_WINS;
    for (size_t i = 0; merge != MERGE_FILE_ONLY && i < l->env->n; i++)
        take(&out, &l->env->items[i], true, l->a);
    for (size_t i = 0; i < l->file.n; i++) {
        const struct pair *p = &l->file.items[i];
        if (str_present(p->value) || settles || !pairs_find(&out, p->name))
            take(&out, p, wins, l->a);
    }
    if (l->d->settles && merge == MERGE_KEEP_ENV)
        give_back(&out, l);
    return out;
}

struct pairs env_pairs(const struct dotenv_env *env, size_t n, struct arena *a)
{
    struct pairs out = {0};
    for (size_t i = 0; i < n; i++) {
        struct pair *p = pairs_put(&out, env[i].name, a);
        if (!str_present(p->value)) // a block that holds a name twice: the first counts
            p->value = env[i].value;
    }
    return out;
}

struct dotenv_result dotenv_load(const struct loader *loader, struct str bytes,
                                 const struct dotenv_env *env, size_t env_n, struct arena *a)
{
    struct pairs before = env_pairs(env, env_n, a);
    struct load l;
    load_begin(&l, loader, &before, a);
    load_parse(&l, bytes, 0);
    load_end(&l);
    struct pairs all = load_merge(&l, loader->merge);
    struct dotenv_result out = {.failed = l.failed, .error = l.error, .error_line = l.error_line};
    out.items = arena_many(a, struct dotenv_pair, all.n);
    out.n = out.cap = all.n;
    for (size_t i = 0; i < all.n; i++) {
        struct pair *p = &all.items[i];
        out.items[i] = (struct dotenv_pair){p->name, p->value, p->file < 0 ? 0 : p->line};
    }
    return out;
}

enum encoding encoding_of(struct str bytes)
{
    if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff")))
        return ENCODING_UTF16;
    size_t nul[2] = {0, 0};
    for (size_t i = 0; i < bytes.n && i < 4096; i++)
        nul[i % 2] += bytes.p[i] == 0;
    size_t half = (bytes.n < 4096 ? bytes.n : 4096) / 2;
    if (half && (nul[0] > half * 3 / 4 || nul[1] > half * 3 / 4))
        return ENCODING_UTF16;
    if (str_chr(bytes, 0) != STR_NOWHERE)
        return ENCODING_NUL;
    if (!utf8_ok(bytes))
        return ENCODING_LATIN1;
    return str_starts(bytes, STR("\xef\xbb\xbf")) ? ENCODING_UTF8_BOM : ENCODING_UTF8;
}
