// SPDX-License-Identifier: MIT
// What an error text points to. A row says: when this stands in the text (and that, if given), the
// id gets so many points. Points add up, so that "Connection error." alone stays vague and with
// "Illegal header value" behind it becomes a statement about the key.
//
// Sources stand with the rows.
#include "rules/symptoms.h"
#include "rules/symptom_rows.h"
#include "rules/symptom_status.h"

#include <stdlib.h>

enum { TEXT_MAX = 1 << 20, ANSWERS = 6 };

struct row {
    struct str text, also; // lower case; `also` may be empty
    struct str id, reason;
    unsigned points;
};

static bool in_word(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// The needle stands in the text, and not inside a longer word: ModuleNotFoundError is no ENOTFOUND,
// token_rate_limit_exceeded no rate_limit_exceeded.
static bool stands(struct str text, struct str want)
{
    bool word = in_word(want.p[0]);
    for (size_t from = 0, at;; from += at + 1) {
        at = str_find(str_from(text, from), want);
        if (at == STR_NOWHERE)
            return false;
        if (!word || from + at == 0 || !in_word(text.p[from + at - 1]))
            return true;
    }
}

// Points add up per id; the reason is that of the row which gave most.
struct tally {
    struct symptom_match match;
    unsigned best;
};

struct tallies {
    struct tally *items;
    size_t n, cap;
};

static void count_row(struct tallies *all, const struct row *row, struct arena *a)
{
    size_t i = 0;
    while (i < all->n && !str_eq(all->items[i].match.id, row->id))
        i++;
    if (i == all->n) {
        struct tally *t = arena_push(all, a);
        t->match.id = row->id;
        t->match.rule = rule_find(t->match.id);
    }
    struct tally *t = &all->items[i];
    t->match.score += row->points;
    if (row->points > t->best) {
        t->best = row->points;
        t->match.reason = row->reason;
    }
}

static struct str next_word(const char **at)
{
    struct str word = str_of(*at);
    *at += word.n + 1;
    return word;
}

static void count_rows(struct tallies *all, struct str text, const char *table, struct arena *a)
{
    while (*table) {
        struct row row;
        row.text = next_word(&table);
        row.also = next_word(&table);
        row.id = next_word(&table);
        row.points = (unsigned)strtoul(next_word(&table).p, NULL, 10);
        row.reason = next_word(&table);
        if (stands(text, row.text) && (!row.also.n || str_has(text, row.also)))
            count_row(all, &row, a);
    }
}

static void count_tables(struct tallies *all, struct str text, const char *const *tables,
                         struct arena *a)
{
    for (; *tables; tables++)
        count_rows(all, text, *tables, a);
}

static bool likelier(const struct symptom_match *a, const struct symptom_match *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    return a->rule && b->rule && a->rule->rank < b->rule->rank;
}

struct symptom_matches symptoms_read(struct str text, struct arena *a)
{
    struct tallies all = {0};
    struct symptom_matches out = {0};
    text = str_lower(str_slice(text, 0, TEXT_MAX), a);
    if (symptom_is_foreign(text))
        return out;
    // An end of line behind the last word: some rows ask whether anything follows.
    text = str_join(symptom_statuses(text, a), STR("\n"), a);
    count_rows(&all, text, symptom_codes, a);
    if (all.n == 0)
        count_rows(&all, text, symptom_http, a);
    count_tables(&all, text, symptom_rows, a);
    count_tables(&all, text, symptom_network_rows, a);
    while (out.n < all.n && out.n < ANSWERS) {
        size_t best = STR_NOWHERE;
        for (size_t i = 0; i < all.n; i++)
            if (all.items[i].match.score &&
                (best == STR_NOWHERE || likelier(&all.items[i].match, &all.items[best].match)))
                best = i;
        struct symptom_match *m = arena_push(&out, a);
        *m = all.items[best].match;
        all.items[best].match.score = 0;
        if (m->score * 4 < out.items[0].score) { // too faint beside the first
            out.n--;
            break;
        }
    }
    return out;
}
