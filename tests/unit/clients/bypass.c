// SPDX-License-Identifier: MIT
// Lists of exceptions by what each flag means, and axios' own. What each client makes of whole
// lists is held by vectors; here also what anybody may write into any variable.
#include "check.h"

#include "clients/family.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

static void what_a_flag_means(void **state)
{
    (void)state;
    enum { SUB = LIST_SUB, DOT = LIST_DOT_SELF };
    static const struct {
        unsigned flags;
        const char *list, *url;
        bool excepted;
    } rows[] = {
        {0, "h.test", "https://h.test/", true},
        {0, "H.Test", "https://h.test/", true},
        {LIST_CASE, "H.Test", "https://h.test/", false},
        {0, "h.test", "https://a.h.test/", false},
        {SUB, "h.test", "https://a.h.test/", true},
        {SUB, "h.test", "https://ah.test/", false}, // no border
        {0, ".h.test", "https://a.h.test/", true},
        {0, ".h.test", "https://h.test/", false},
        {DOT, ".h.test", "https://h.test/", true},
        {0, "*", "https://h.test/", false},
        {LIST_STAR_WHOLE, "*", "https://h.test/", true},
        {LIST_STAR_WHOLE, "a,*", "https://h.test/", false},
        {LIST_STAR_ENTRY, "a,*", "https://h.test/", true},
        {LIST_STARDOT, "*.h.test", "https://a.h.test/", true},
        {LIST_STARDOT, "*.h.test", "https://h.test/", false},
        {LIST_STARDOT | LIST_STARDOT_SELF, "*.h.test", "https://h.test/", true},
        {LIST_STAR_ANY, "*test", "https://h.test/", true},
        {LIST_PORT, "h.test:443", "https://h.test/", true},
        {LIST_PORT, "h.test:8443", "https://h.test/", false},
        {LIST_PORT, "h.test:8443", "https://h.test:8443/", true},
        {LIST_PORT, "h.test:99999", "https://h.test/", false},
        {0, "h.test:443", "https://h.test/", false},
        {0, "a, h.test", "https://h.test/", false},
        {LIST_TRIM, "a, h.test ", "https://h.test/", true},
        {0, "h.test.", "https://h.test/", false},
        {LIST_TAIL_DOTS, "h.test.", "https://h.test/", true},
        {LIST_CIDR, "10.0.0.0/8", "https://10.9.8.7/", true},
        {LIST_CIDR, "10.0.0.0/33", "https://10.9.8.7/", false},
        {LIST_CIDR, "10.0.0.0/8", "https://11.0.0.1/", false},
        {0, "10.0.0.0/8", "https://10.9.8.7/", false},
        {LIST_RANGE, "10.0.0.1-10.0.0.9", "https://10.0.0.9/", true},
        {LIST_RANGE, "10.0.0.1-10.0.0.9", "https://10.0.0.10/", false},
        {0, "", "https://h.test/", false},
        {SUB, ",,", "https://h.test/", false},
        {SUB, ".", "https://h.test/", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct list_rule rule = {.how = LIST_GENERIC, .separators = ",", .flags = rows[i].flags};
        struct target t = target_parse(str_of(rows[i].url), &arena);
        if (list_generic(&rule, tight(str_of(rows[i].list)), &t) != rows[i].excepted)
            fail_msg("row %zu: %s, %s", i, rows[i].list, rows[i].url);
    }
}

static void as_axios_reads_it(void **state)
{
    (void)state;
    static const struct {
        const char *list, *url;
        bool excepted;
    } rows[] = {
        {"h.test", "https://h.test/", true},
        {"H.TEST.", "https://h.test/", true},
        {"h.test", "https://a.h.test/", false},
        {".h.test", "https://a.h.test/", true},
        {"*.h.test", "https://a.h.test/", true},
        {"a h.test", "https://h.test/", true}, // blanks part entries
        {"*", "https://h.test/", true},
        {"h.test:443", "https://h.test/", true},
        {"h.test:444", "https://h.test/", false},
        {"127.1", "https://127.0.0.1/", true},
        {"0x7f.0.0.1", "https://127.0.0.1/", true},
        {"127.0.0.08", "https://127.0.0.8/", false}, // octal, and then none
        {"localhost", "https://127.0.0.1/", true},
        {"localhost", "https://[::1]/", true},
        {"10.0.0.0/8", "https://10.1.2.3/", true},
        {"10.0.0.0/08", "https://10.1.2.3/", false},
        {"[::1]:443", "https://[::1]/", true},
        {"::ffff:10.0.0.0/104", "https://10.1.2.3/", true},
        {"::ffff:10.0.0.0/95", "https://10.1.2.3/", false},
        {"/", "https://h.test/", false},
        {"[", "https://h.test/", false},
        {"", "https://h.test/", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct target t = target_parse(str_of(rows[i].url), &arena);
        if (list_axios(tight(str_of(rows[i].list)), &t, &arena) != rows[i].excepted)
            fail_msg("%s, %s", rows[i].list, rows[i].url);
    }
}

static struct variable items[3];
static struct variables vars = {.items = items, .n = 3, .cap = 3};
static const char *which;

// Every client, the newest and the oldest that is known, with that variable's text cut off and
// changed: none may read beyond it.
static void feed(struct str text)
{
    static const char *const names[] = {"HTTPS_PROXY", "NO_PROXY", "OPENAI_BASE_URL"};
    static const char *const plain[] = {"http://p:3128", "", "https://10.1.2.3/v1"};
    for (size_t i = 0; i < 3; i++)
        items[i] = (struct variable){
            .name = str_of(names[i]),
            .value = value_plain(strcmp(names[i], which) == 0 ? text : str_of(plain[i])),
            .origin = {.kind = ORIGIN_ENVIRONMENT},
            .exported = true};
    struct world w = {.vars = &vars};
    struct call call = {0};
    for (size_t i = 0; i < 2 * client_count(); i++) {
        struct arena scratch = arena;
        struct version v = {.known = i % 2};
        struct prediction p = client_predict(client_at(i / 2), v, v, &w, &call, &scratch);
        prediction_route(&p, &scratch);
    }
}

static void no_variable_breaks_a_client(void **state)
{
    (void)state;
    which = "HTTPS_PROXY";
    torn(STR("http://u:%70@[::1]:1"), feed);
    torn(STR("http://a%41.b%4"), feed);
    which = "NO_PROXY";
    torn(STR("*.a:1, [::1]/8;1.2-3,.b"), feed);
    torn(STR("10.0.0.0/8"), feed);
    which = "OPENAI_BASE_URL";
    torn(STR("https://\xc3\xbc.h:0/v1/?a#b"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_flag_means),
        cmocka_unit_test(as_axios_reads_it),
        cmocka_unit_test(no_variable_breaks_a_client),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
