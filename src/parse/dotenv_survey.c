// SPDX-License-Identifier: MIT
// A dotenv file for the report: its relevant names and its odd lines, and what each loader makes of
// them, loaders of one mind together.
#include "parse/dotenv_impl.h"

struct survey {
    struct dotenv_file *out;
    dotenv_keep keep;
    void *ctx;
    struct arena *a;
    struct pairs first; // name -> its first entry; `line` holds the index
};

static bool same_value(const struct value *a, const struct value *b)
{
    return a->state == b->state && (a->state != VALUE_SET || value_same(a, b));
}

static void add_reading(struct survey *s, struct dotenv_entry *e, size_t loader, struct value v,
                        bool refused)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].refused == refused && same_value(&e->items[i].value, &v)) {
            e->items[i].loaders |= (uint64_t)1 << loader;
            return;
        }
    *arena_push(e, s->a) = (struct dotenv_reading){(uint64_t)1 << loader, refused, v};
}

// The readings of a name go to its last entry: that is where most loaders take the value from. An
// entry that a loader refuses the file for carries that.
static void read_with(struct survey *s, struct str bytes, size_t index, struct arena scratch)
{
    struct dotenv_result r = dotenv_load(loader_at(index), bytes, NULL, 0, &scratch);
    struct pairs all = {0};
    for (size_t i = 0; i < r.n; i++)
        pairs_put(&all, r.items[i].name, &scratch)->value = r.items[i].value;
    for (size_t i = 0; i < s->out->n; i++) {
        struct dotenv_entry *e = &s->out->items[i];
        if (!e->last)
            continue;
        const struct pair *p = pairs_find(&all, e->name);
        bool set = p && str_present(p->value);
        struct value v = set ? s->keep(s->ctx, e->name, p->value) : VALUE_NONE;
        add_reading(s, e, index, v, r.failed && !set);
    }
}

// A place whose name comes again further down.
static void mark_last(struct dotenv_file *f, struct arena scratch)
{
    struct pairs seen = {0};
    for (size_t i = f->n; i > 0; i--) {
        size_t before = seen.n;
        if (f->items[i - 1].name.n)
            pairs_put(&seen, f->items[i - 1].name, &scratch);
        f->items[i - 1].last = seen.n > before;
    }
}

enum { PLACES_MOST = 4096 };

// An odd line of another name, or of none, is told where a loader shows that it does harm, and
// where nobody could want it.
static bool told(const struct place *p, const struct blame *b)
{
    return !p->other || b->spoils || (p->defects & (DOTENV_MERGE_MARK | DOTENV_REST_OF_KEY));
}

static bool plain_line(struct str line)
{
    struct str name, value = line;
    if (!str_cut(&value, '=', &name) || value.n == 0 || !byte_is_alpha(name.p[0]))
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (!byte_is_word(name.p[i]))
            return false;
    for (size_t i = 0; i < value.n; i++)
        if (!byte_is_word(value.p[i]) && !byte_in(value.p[i], "./:-"))
            return false;
    return true;
}

// Every loader that takes the names reads NAME=VALUE alike where each name comes once and no byte
// means anything to anybody: then one of them is enough.
static bool is_plain(struct str bytes, const struct places *places, struct arena scratch)
{
    struct str rest = bytes, line;
    struct pairs seen = {0};
    if (!str_ends(bytes, STR("\n")))
        return false;
    while (rest.n && str_cut(&rest, '\n', &line))
        if (!plain_line(line))
            return false;
    for (size_t i = 0; i < places->n; i++) {
        pairs_put(&seen, places->items[i].name, &scratch);
        if (seen.n != i + 1 || places->items[i].defects)
            return false;
    }
    return true;
}

static bool has_relevant(const struct places *places)
{
    for (size_t i = 0; i < places->n; i++)
        if (!places->items[i].other)
            return true;
    return false;
}

// What the first loader reads is what all read that judge no names.
static void share_first(struct dotenv_entry *e)
{
    for (size_t i = 1; e->n && i < loader_count(); i++)
        if (!loader_dialect(loader_at(i))->judges_names)
            e->items[0].loaders |= (uint64_t)1 << i;
}

void dotenv_survey(struct str bytes, struct str path, dotenv_keep keep, void *ctx,
                   struct dotenv_file *out, struct arena *a, struct arena scratch)
{
    out->encoding = encoding_of(bytes);
    out->crlf = str_has(bytes, STR("\r\n"));
    struct places places = dotenv_places(bytes, &scratch);
    if (places.n > PLACES_MOST)
        places.n = PLACES_MOST;
    if (!has_relevant(&places))
        return;
    bool plain = is_plain(bytes, &places, scratch);
    const struct blame *blame = plain ? arena_many(&scratch, struct blame, places.n)
                                      : dotenv_blame(bytes, &places, &scratch);
    for (size_t i = 0; i < places.n; i++) {
        const struct place *p = &places.items[i];
        if (!told(p, &blame[i]))
            continue;
        struct dotenv_entry *e = arena_push(out, a);
        *e = (struct dotenv_entry){.name = p->other ? STR("") : str_dup(p->name, a),
                                   .lines = p->lines,
                                   .defects = p->defects,
                                   .spoils = blame[i].spoils,
                                   .spoiled = blame[i].spoiled};
        e->loc = (struct loc){path, p->line, p->column};
    }
    mark_last(out, scratch);
    struct survey s = {.out = out, .keep = keep, .ctx = ctx, .a = a};
    for (size_t i = 0; i < loader_count(); i++)
        if (!plain || i == 0 || loader_dialect(loader_at(i))->judges_names)
            read_with(&s, bytes, i, scratch);
    for (size_t i = 0; plain && i < out->n; i++)
        share_first(&out->items[i]);
}
