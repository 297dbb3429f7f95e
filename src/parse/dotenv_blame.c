// SPDX-License-Identifier: MIT
// Which odd line spoils what the loaders make of the relevant names. Each loader tells it itself:
// the file is read again without the suspects, with one of them alone, and with all but one.
#include "parse/dotenv_impl.h"

enum { GROUPS_MOST = 12, BYTES_MOST = 64 << 10 };

struct suspects {
    struct str bytes;
    const struct places *places;
    bool *judged;    // of each place: the last one of a relevant name
    uint32_t *group; // of each place: bit of the suspects that are taken out together; 0: none
    uint32_t all;
    struct str without[GROUPS_MOST], alone[GROUPS_MOST], clean;
};

// A value that other lines refer to cannot be taken out to see what happens.
static bool referred_to(struct str bytes, struct str name, struct arena scratch)
{
    return name.n && (str_has(bytes, str_fmt(&scratch, "$%.*s", STR_ARG(name))) ||
                      str_has(bytes, str_fmt(&scratch, "${%.*s", STR_ARG(name))));
}

static bool suspicious(const struct place *p)
{
    return p->defects & ~(uint32_t)(DOTENV_EXPORT | DOTENV_JSON);
}

// The marks of a merge belong together; everything else stands for itself.
static void form_groups(struct suspects *s, struct arena scratch)
{
    unsigned n = 0;
    uint32_t merge = 0;
    for (size_t i = 0; i < s->places->n; i++) {
        const struct place *p = &s->places->items[i];
        if (!suspicious(p) || referred_to(s->bytes, p->name, scratch))
            continue;
        bool mark = p->defects & DOTENV_MERGE_MARK;
        if (mark && merge)
            s->group[i] = merge;
        else if (n < GROUPS_MOST)
            s->group[i] = UINT32_C(1) << n++;
        merge = mark ? s->group[i] : merge;
        s->all |= s->group[i];
    }
}

static void find_judged(struct suspects *s, struct arena scratch)
{
    struct pairs seen = {0};
    for (size_t i = s->places->n; i > 0; i--) {
        const struct place *p = &s->places->items[i - 1];
        size_t before = seen.n;
        if (!p->other)
            pairs_put(&seen, p->name, &scratch);
        s->judged[i - 1] = seen.n > before;
    }
}

// The text without the lines of those groups; their line ends stay.
static struct str leave_out(const struct suspects *s, uint32_t groups, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t from = 0;
    for (size_t i = 0; i < s->places->n; i++) {
        const struct place *p = &s->places->items[i];
        if (!(s->group[i] & groups) || p->from < from)
            continue;
        buf_add(&b, str_slice(s->bytes, from, p->from));
        from = p->to;
    }
    buf_add(&b, str_from(s->bytes, from));
    return buf_str(&b);
}

struct view {
    struct str value;
    bool refused;
};

static struct view *look(const struct suspects *s, const struct loader *l, struct str text,
                         struct arena *a)
{
    struct view *out = arena_many(a, struct view, s->places->n);
    struct dotenv_result r = dotenv_load(l, text, NULL, 0, a);
    struct pairs all = {0};
    for (size_t i = 0; i < r.n; i++)
        pairs_put(&all, r.items[i].name, a)->value = r.items[i].value;
    for (size_t i = 0; i < s->places->n; i++) {
        const struct pair *p = s->judged[i] ? pairs_find(&all, s->places->items[i].name) : NULL;
        out[i].value = p ? p->value : STR_NONE;
        out[i].refused = r.failed && !str_present(out[i].value);
    }
    return out;
}

static bool same_view(const struct view *a, const struct view *b)
{
    return a->refused == b->refused && str_same(a->value, b->value);
}

// A line of the same name is not "another line" (dotenv.duplicate).
static bool of_group(const struct suspects *s, size_t judged, uint32_t group)
{
    for (size_t i = 0; i < s->places->n; i++)
        if ((s->group[i] & group) && !s->places->items[i].other &&
            str_eq(s->places->items[i].name, s->places->items[judged].name))
            return true;
    return false;
}

static uint32_t guilty(const struct suspects *s, const struct loader *l, const struct view *base,
                       const struct view *clean, uint64_t bit, struct blame *out,
                       struct arena scratch)
{
    uint32_t found = 0;
    for (unsigned g = 0; g < GROUPS_MOST && s->all >> g; g++) {
        struct arena mine = scratch;
        uint32_t group = UINT32_C(1) << g;
        const struct view *alone = look(s, l, s->alone[g], &mine);
        const struct view *without = look(s, l, s->without[g], &mine);
        for (size_t i = 0; i < s->places->n; i++) {
            if (!s->judged[i] || of_group(s, i, group))
                continue;
            bool spoils = !same_view(&base[i], &without[i]) ||
                          (s->group[i] == 0 && !same_view(&alone[i], &clean[i]));
            found |= spoils ? group : 0;
            out[i].spoiled |= spoils ? bit : 0;
        }
    }
    return found;
}

static void ask(const struct suspects *s, size_t index, struct blame *out, struct arena scratch)
{
    const struct loader *l = loader_at(index);
    uint64_t bit = UINT64_C(1) << index;
    const struct view *base = look(s, l, s->bytes, &scratch);
    const struct view *clean = look(s, l, s->clean, &scratch);
    bool differs = false;
    for (size_t i = 0; i < s->places->n; i++)
        differs |= s->judged[i] && !same_view(&base[i], &clean[i]);
    uint32_t groups = differs ? guilty(s, l, base, clean, bit, out, scratch) : 0;
    for (size_t i = 0; i < s->places->n; i++)
        out[i].spoils |= s->group[i] & groups ? bit : 0;
}

struct blame *dotenv_blame(struct str bytes, const struct places *places, struct arena *a)
{
    struct blame *out = arena_many(a, struct blame, places->n + 1);
    struct suspects s = {.bytes = bytes, .places = places};
    if (places->n == 0 || bytes.n > BYTES_MOST)
        return out;
    s.judged = arena_many(a, bool, places->n);
    s.group = arena_many(a, uint32_t, places->n);
    form_groups(&s, *a);
    if (s.all == 0)
        return out;
    find_judged(&s, *a);
    s.clean = leave_out(&s, s.all, a);
    for (unsigned g = 0; g < GROUPS_MOST && s.all >> g; g++) {
        s.alone[g] = leave_out(&s, s.all & ~(UINT32_C(1) << g), a);
        s.without[g] = leave_out(&s, UINT32_C(1) << g, a);
    }
    for (size_t i = 0; i < loader_count(); i++)
        ask(&s, i, out, *a);
    return out;
}
