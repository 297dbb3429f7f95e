// SPDX-License-Identifier: MIT
#include "rules/dotenv_common.h"

#include "parse/names.h"
#include "rules/words.h"

bool dotenv_matters(const struct inquiry *q, struct str name)
{
    return accepted_name(q->profile, name) || name_role(name) == NAME_BASE_URL;
}

bool costs_the_key(const struct inquiry *q, const struct dotenv_file *file)
{
    return q->uses.key == NULL && !context_is_blind(q->context) && loader_reads(q, file);
}

bool costs_the_url(const struct inquiry *q, const struct dotenv_file *file)
{
    if (q->uses.base_url_origin.kind != ORIGIN_DEFAULT || !loader_reads(q, file))
        return false;
    for (size_t i = 0; i < file->n; i++)
        if (name_role(file->items[i].name) == NAME_BASE_URL)
            return true;
    return false;
}

uint64_t loader_bit(const struct loader *l)
{
    return l ? UINT64_C(1) << loader_index(l) : 0;
}

uint64_t shown_loaders(const struct inquiry *q)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < q->snap->project.loaders.n; i++)
        mask |= loader_bit(loader_find(q->snap->project.loaders.items[i].id));
    return mask | loader_bit(q->loader);
}

uint64_t losers(const struct dotenv_entry *e, uint64_t mask)
{
    uint64_t lost = 0;
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].refused || e->items[i].value.state == VALUE_UNSET)
            lost |= e->items[i].loaders & mask;
    return lost;
}

bool line_costs_the_key(const struct inquiry *q, const struct dotenv_file *file,
                        const struct dotenv_entry *e)
{
    uint64_t mine = loader_bit(q->loader);
    if (!costs_the_key(q, file))
        return false;
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].refused && (e->items[i].loaders & mine & ~e->spoiled))
            return true;
    return accepted_name(q->profile, e->name) && losers(e, mine);
}

// Container loaders keep every quote: they count only where they are shown, and
// shells only where they are shown or nothing is.
uint64_t compared_loaders(uint64_t shown)
{
    static const char *const common[] = {"dotenv",      "next",     "vite",
                                         "node",        "bun",      "python-dotenv",
                                         "ruby-dotenv", "godotenv", "compose-v2-dotenv"};
    uint64_t mask = shown;
    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
        mask |= loader_bit(loader_find(str_of(common[i])));
    if (shown == 0)
        mask |= loader_bit(loader_find(STR("bash-source")));
    return mask;
}

struct str loader_titles(uint64_t mask, struct arena *a)
{
    struct buf b = buf_in(a);
    unsigned named = 0, more = 0;
    for (size_t i = 0; i < loader_count() && i < LOADER_MAX; i++) {
        bool told = false; // two set-ups of one loader have one title
        for (size_t j = 0; j < i && !told; j++)
            told = (mask & UINT64_C(1) << j) &&
                   str_eq(str_of(loader_at(j)->title), str_of(loader_at(i)->title));
        if (told || !(mask & UINT64_C(1) << i))
            continue;
        if (named == 3) {
            more++;
            continue;
        }
        buf_fmt(&b, "%s%s", named++ ? ", " : "", loader_at(i)->title);
    }
    if (more)
        buf_fmt(&b, " and %u more", more);
    return buf_str(&b);
}
