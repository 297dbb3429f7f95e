// SPDX-License-Identifier: MIT
// What every dialect needs while it loads: the table of names, the environment, errors, lines.
#include "parse/dotenv_impl.h"

#include <string.h>

struct pair *pairs_find(const struct pairs *t, struct str name)
{
    size_t at = index_find(&t->names, name);
    return at == STR_NOWHERE ? NULL : &t->items[at];
}

struct pair *pairs_put(struct pairs *t, struct str name, struct arena *a)
{
    size_t *at = index_at(&t->names, name, a);
    if (*at != STR_NOWHERE)
        return &t->items[*at];
    *at = t->n;
    struct pair *p = arena_push(t, a);
    *p = (struct pair){.name = name, .file = -1};
    return p;
}

// Merge sort: adversaries do not make it slow.
static void sort(struct pair *p, size_t n, struct pair *room)
{
    if (n < 2)
        return;
    size_t half = n / 2;
    sort(p, half, room);
    sort(p + half, n - half, room);
    for (size_t i = 0, k = half, at = 0; at < n; at++) {
        bool left = k == n || (i < half && str_cmp(p[i].name, p[k].name) <= 0);
        room[at] = left ? p[i++] : p[k++];
    }
    memcpy(p, room, n * sizeof *p);
}

void pairs_sort(struct pairs *t, size_t from, struct arena *a)
{
    if (t->n - from < 2)
        return;
    sort(t->items + from, t->n - from, arena_many(a, struct pair, t->n - from));
    for (size_t i = from; i < t->n; i++)
        *index_at(&t->names, t->items[i].name, a) = i;
}

void load_fail(struct load *l, const char *text, uint32_t line)
{
    if (l->failed)
        return;
    l->failed = true;
    l->error = str_of(text);
    l->error_line = line;
}

void load_fail_at(struct load *l, const char *text, size_t pos)
{
    if (!l->failed)
        load_fail(l, text, load_line(l, pos));
}

uint32_t load_line(struct load *l, size_t pos)
{
    if (pos < l->line_pos || l->line == 0)
        l->line_pos = 0, l->line = 1;
    for (; l->line_pos < pos && l->line_pos < l->text.n; l->line_pos++)
        l->line += l->text.p[l->line_pos] == '\n';
    return l->line;
}

void load_set(struct load *l, struct str name, struct str value, size_t pos)
{
    struct pair *p = pairs_put(&l->file, name, l->a);
    p->value = value;
    p->line = load_line(l, pos);
    p->file = l->file_index;
}

void load_set_first(struct load *l, struct str name, struct str value, size_t pos)
{
    if (!pairs_find(&l->file, name))
        load_set(l, name, value, pos);
}

bool load_spend(struct load *l, size_t n)
{
    if (n <= l->work) {
        l->work -= n;
        return true;
    }
    l->work = 0;
    load_fail(l, "the references in this file expand without end", 0);
    return false;
}

bool load_spend_growth(struct load *l, size_t *seen, size_t now)
{
    size_t more = now > *seen ? now - *seen : 0;
    *seen = now;
    return load_spend(l, more);
}

void load_gone(struct load *l)
{
    for (size_t i = 0; i < l->env->n; i++)
        pairs_put(&l->file, l->env->items[i].name, l->a);
    for (size_t i = 0; i < l->file.n; i++)
        l->file.items[i].value = STR_NONE;
}

static struct str value_in(const struct pairs *t, struct str name)
{
    const struct pair *p = pairs_find(t, name);
    return p ? p->value : STR_NONE;
}

struct str load_env(const struct load *l, struct str name)
{
    return value_in(l->env, name);
}

struct str load_file_value(const struct load *l, struct str name)
{
    return value_in(&l->file, name);
}

struct str load_env_first(const struct load *l, struct str name)
{
    struct str value = load_env(l, name);
    return str_present(value) ? value : load_file_value(l, name);
}

struct str load_file_first(const struct load *l, struct str name)
{
    struct str value = load_file_value(l, name);
    return str_present(value) ? value : load_env(l, name);
}
