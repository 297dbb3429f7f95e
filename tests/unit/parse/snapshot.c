// SPDX-License-Identifier: MIT
// A snapshot in which every field of the table holds something of its own comes back the same.
// The table itself is held against the structs: no byte of them may be left out.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/dotenv.h"
#include "parse/snapshot.h"
#include "parse/snapshot_fields.h"

static struct arena arena;
static unsigned next; // so that no two fields hold the same

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)1 << 30);
    return 0;
}

struct any_list {
    char *items;
    size_t n, cap;
};

static struct str some_text(void)
{
    static const struct str texts[] = {
        {"plain", 5},        {"", 0},          {"g\xc3\xbc\xc3\x9f", 5},
        {"\xff\xfe", 2},     {"a\0b", 3},      {"\x1b[31m", 5},
        {"\xed\xa0\x80", 3}, {"\"\\/\n\t", 5}, {"\xf0\x9f\x98\x80", 4},
        {"\\xff", 4},
    };
    struct str t = texts[next % 10];
    struct str tail = str_fmt(&arena, "%u", next++);
    return t.n ? str_join(t, tail, &arena) : t;
}

static size_t words_in(const char *words)
{
    size_t n = 1;
    for (; *words; words++)
        n += *words == '|';
    return n;
}

#define AT(type) (*(type *)(void *)p)

static void fill(char *base, const struct layout *of, int depth);

static void fill_list(char *p, const struct layout *of, int depth)
{
    struct any_list *list = (void *)p;
    list->n = list->cap = 2;
    list->items = arena_take(&arena, of->size, _Alignof(max_align_t), 2);
    for (size_t i = 0; i < 2; i++)
        fill(list->items + i * of->size, of, depth);
}

static void fill_field(char *p, const struct field *f, int depth)
{
    switch (f->kind) {
    case FIELD_STR: AT(struct str) = some_text(); break;
    case FIELD_NAME: AT(struct str) = str_fmt(&arena, "NAME_%u", next++); break;
    case FIELD_STRS:
        strs_add(&AT(struct strs), some_text(), &arena);
        strs_add(&AT(struct strs), some_text(), &arena);
        break;
    case FIELD_BOOL: AT(bool) = true; break;
    case FIELD_ENUM: AT(unsigned) = 1 + next++ % (unsigned)(words_in(field_words(f)) - 1); break;
    case FIELD_INT: AT(int) = -(int)next++; break;
    case FIELD_U32: AT(uint32_t) = UINT32_MAX - next++; break;
    case FIELD_LONG: AT(long) = (long)next++; break;
    case FIELD_I64: AT(int64_t) = INT64_C(1790000000000000000) + next++; break;
    case FIELD_SIZE: AT(size_t) = next++; break;
    case FIELD_HEX: AT(uint64_t) = UINT64_MAX - next++; break;
    case FIELD_DOUBLE: AT(double) = next++ / 4.0; break;
    case FIELD_SHORT: memcpy(p, "ab\"\\", 5); break;
    case FIELD_STRUCT: fill(p, field_layout(f), depth); break;
    case FIELD_LIST: fill_list(p, field_layout(f), depth); break;
    case FIELD_MAYBE:
        if (depth < 2) {
            AT(void *) = arena_take(&arena, field_layout(f)->size, _Alignof(max_align_t), 1);
            fill(AT(void *), field_layout(f), depth + 1);
        }
        break;
    }
}

static void fill(char *base, const struct layout *of, int depth)
{
    for (size_t i = 0; i < of->n; i++)
        fill_field(base + of->fields[i].offset, &of->fields[i], depth);
}

static bool same(const char *a, const char *b, const struct layout *of);

static bool same_list(const struct any_list *a, const struct any_list *b, const struct layout *of)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!same(a->items + i * of->size, b->items + i * of->size, of))
            return false;
    return true;
}

static bool same_strs(const struct strs *a, const struct strs *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!str_same(a->items[i], b->items[i]))
            return false;
    return true;
}

static size_t size_of(const struct field *f)
{
    static const size_t sizes[] = {[FIELD_STR] = sizeof(struct str),
                                   [FIELD_NAME] = sizeof(struct str),
                                   [FIELD_STRS] = sizeof(struct strs),
                                   [FIELD_BOOL] = sizeof(bool),
                                   [FIELD_ENUM] = sizeof(unsigned),
                                   [FIELD_INT] = sizeof(int),
                                   [FIELD_U32] = sizeof(uint32_t),
                                   [FIELD_LONG] = sizeof(long),
                                   [FIELD_I64] = sizeof(int64_t),
                                   [FIELD_SIZE] = sizeof(size_t),
                                   [FIELD_HEX] = sizeof(uint64_t),
                                   [FIELD_DOUBLE] = sizeof(double),
                                   [FIELD_SHORT] = 5,
                                   [FIELD_LIST] = sizeof(struct any_list),
                                   [FIELD_MAYBE] = sizeof(void *)};
    return f->kind == FIELD_STRUCT ? field_layout(f)->size : sizes[f->kind];
}

static bool same_field(const char *a, const char *b, const struct field *f)
{
    const void *pa, *pb;
    switch (f->kind) {
    case FIELD_STR:
    case FIELD_NAME:
        return str_same(*(const struct str *)(const void *)a, *(const struct str *)(const void *)b);
    case FIELD_STRS: return same_strs((const void *)a, (const void *)b);
    case FIELD_STRUCT: return same(a, b, field_layout(f));
    case FIELD_LIST: return same_list((const void *)a, (const void *)b, field_layout(f));
    case FIELD_MAYBE:
        memcpy(&pa, a, sizeof pa);
        memcpy(&pb, b, sizeof pb);
        return pa && pb ? same(pa, pb, field_layout(f)) : pa == pb;
    default: return memcmp(a, b, size_of(f)) == 0;
    }
}

static bool same(const char *a, const char *b, const struct layout *of)
{
    for (size_t i = 0; i < of->n; i++) {
        const struct field *f = &of->fields[i];
        if (!same_field(a + f->offset, b + f->offset, f)) {
            print_message("differs: %s\n", f->name);
            return false;
        }
    }
    return true;
}

// What the reader mends must not need mending here.
static void settle(struct value *v)
{
    v->state = VALUE_SET;
    v->class = VALUE_SECRET;
    v->text = STR("x");
    v->secret = 0; // never written
}

static void settle_all(struct snapshot *s)
{
    for (size_t i = 0; i < s->contexts.n; i++) {
        s->contexts.items[i].name = str_fmt(&arena, "context%zu", i);
        for (size_t k = 0; k < s->contexts.items[i].vars.n; k++)
            for (struct variable *v = &s->contexts.items[i].vars.items[k]; v; v = v->hidden)
                settle(&v->value);
    }
    s->contexts.items[0].kind = CONTEXT_SHELL;
    for (size_t i = 0; i < s->dotenv.n; i++)
        for (size_t k = 0; k < s->dotenv.items[i].n; k++) {
            s->dotenv.items[i].items[k].spoils = 5;
            s->dotenv.items[i].items[k].spoiled = 9;
            for (size_t m = 0; m < s->dotenv.items[i].items[k].n; m++) {
                s->dotenv.items[i].items[k].items[m].loaders = 1u << m;
                settle(&s->dotenv.items[i].items[k].items[m].value);
            }
        }
    for (size_t i = 0; i < s->rc.n; i++)
        settle(&s->rc.items[i].value);
    for (size_t i = 0; i < s->settings.n; i++)
        settle(&s->settings.items[i].value);
    for (size_t i = 0; i < s->system_proxies.n; i++)
        settle(&s->system_proxies.items[i].value);
}

static void every_field_comes_back(void **state)
{
    (void)state;
    struct snapshot s = {0}, back;
    struct problem problem = {0};
    fill((char *)&s, snapshot_layout(), 0);
    settle_all(&s);
    struct str text = snapshot_write(&s, &arena);
    if (!snapshot_read(text, STR("s.json"), &back, &arena, &problem))
        fail_msg("%s", str_z(problem_text(&problem, &arena), &arena));
    assert_true(same((const char *)&s, (const char *)&back, snapshot_layout()));
    assert_true(str_eq(text, snapshot_write(&back, &arena)));
    assert_true(str_eq(text, snapshot_write(&s, &arena))); // nothing of it depends on chance
}

static void an_empty_snapshot_comes_back(void **state)
{
    (void)state;
    struct snapshot s = {0}, back;
    struct problem problem = {0};
    struct context shell = {.name = STR("shell")};
    s.contexts.items = &shell;
    s.contexts.n = 1;
    assert_true(snapshot_read(snapshot_write(&s, &arena), STR("s"), &back, &arena, &problem));
    assert_int_equal(back.contexts.n, 1);
    assert_false(str_present(back.machine.home)); // absent stays absent
}

// Members that no row names: a hole as large as a member could be, or larger than padding.
static void covered(const struct layout *of, const char *name, size_t *holes)
{
    bool *byte = arena_many(&arena, bool, of->size);
    for (size_t i = 0; i < of->n; i++) {
        const struct field *f = &of->fields[i];
        for (size_t k = 0; k < size_of(f); k++) {
            assert_false(byte[f->offset + k]); // no two rows on one place
            byte[f->offset + k] = true;
        }
        if (f->kind == FIELD_STRUCT || f->kind == FIELD_LIST)
            covered(field_layout(f), f->name, holes);
    }
    for (size_t at = 0, run = 0; at <= of->size; at++) {
        if (at < of->size && !byte[at]) {
            run++;
            continue;
        }
        bool staged = of == snapshot_layout() && at == offsetof(struct snapshot, unread) &&
                      run == sizeof(struct staged); // by intention
        if (!staged && (run >= 8 || (run >= 4 && at < of->size && at % 8))) {
            print_message("%s: %zu bytes before %zu stand in no row\n", name, run, at);
            ++*holes;
        }
        run = 0;
    }
}

static void the_table_leaves_nothing_out(void **state)
{
    (void)state;
    size_t holes = 0;
    covered(snapshot_layout(), "snapshot", &holes);
    assert_int_equal(holes, 0);
}

static void bad(const char *text, const char *why)
{
    struct snapshot s;
    struct problem problem = {0};
    if (snapshot_read(str_of(text), STR("s"), &s, &arena, &problem))
        fail_msg("accepted: %s", text);
    if (!str_has(problem.text, str_of(why)))
        fail_msg("%s\n%s", text, str_z(problem_text(&problem, &arena), &arena));
}

#define HEAD  "{\"schema\":\"nexoenv.snapshot/1\","
#define SHELL "\"contexts\":[{\"name\":\"shell\"}]"

static void a_strangers_text_is_refused_with_a_reason(void **state)
{
    (void)state;
    struct snapshot s;
    struct problem problem = {0};
    assert_true(
        snapshot_read(STR(HEAD SHELL ",\"unknown\":[[]]}"), STR("s"), &s, &arena, &problem));
    bad("", "not JSON");
    bad("[]", "nexoenv.snapshot/1");
    bad("{\"schema\":\"nexoenv.snapshot/2\"," SHELL "}", "nexoenv.snapshot/1");
    bad(HEAD "\"contexts\":[]}", "shell");
    bad(HEAD "\"contexts\":{}}", "a list");
    bad(HEAD "\"contexts\":[1]}", "an object");
    bad(HEAD "\"contexts\":[{\"name\":\"x\",\"kind\":\"bogus\"}]}", "shell|dotenv");
    bad(HEAD "\"contexts\":[{\"name\":7}]}", "a text");
    bad(HEAD "\"contexts\":[{\"name\":\"shell\",\"vars\":[{\"name\":\"A;rm -rf /\"}]}]}",
        "name of a variable");
    bad(HEAD "\"contexts\":[{\"name\":\"shell\",\"vars\":[{}]}]}", "name of a variable");
    bad(HEAD SHELL ",\"machine\":{\"now_ns\":1e300}}", "whole number");
    bad(HEAD SHELL ",\"machine\":{\"now_ns\":9223372036854775807}}", "in range");
    bad(HEAD SHELL "," SHELL "}", "not JSON"); // a name twice
    struct buf b = buf_in(&arena);
    buf_z(&b, HEAD SHELL ",\"notes\":[");
    for (size_t i = 0; i < 300000; i++)
        buf_z(&b, i ? ",\"\"" : "\"\"");
    buf_z(&b, "]}");
    bad(str_z(buf_str(&b), &arena), "fewer items");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(an_empty_snapshot_comes_back),
        cmocka_unit_test(the_table_leaves_nothing_out),
        cmocka_unit_test(a_strangers_text_is_refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
