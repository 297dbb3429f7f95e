// SPDX-License-Identifier: MIT
// What code in several files says together of the variable that holds the key.
#include "check.h"

#include "parse/source.h"

static struct source_fact fact(enum source_kind kind, const char *text, const char *file)
{
    return (struct source_fact){
        .kind = kind, .text = str_of(text), .loc = {.file = str_of(file), .line = 1}};
}

static void the_one_variable(void **state)
{
    (void)state;
    const enum source_kind reads = SOURCE_KEY_ELSEWHERE, own = SOURCE_KEY_DEFAULT;
    const struct {
        struct source_fact facts[2];
        size_t n;
        const char *name; // NULL: none
    } rows[] = {
        {{{0}}, 0, NULL},
        {{fact(reads, "A", "a.py")}, 1, "A"},
        {{fact(reads, "A", "a.py"), fact(reads, "A", "b.py")}, 2, "A"},
        {{fact(reads, "A", "a.py"), fact(reads, "B", "b.py")}, 2, NULL},
        {{fact(own, "A", "a.py")}, 1, NULL},
        {{fact(own, "A", "a.py"), fact(reads, "A", "b.py")}, 2, "A"},
        {{fact(reads, "A", "a.py"), fact(own, "B", "b.py")}, 2, NULL},
        {{fact(reads, "A", "a.py"), fact(reads, "", "b.py")}, 2, NULL}, // from somewhere else
        {{fact(reads, "A-B", "a.py")}, 1, NULL},                        // no shell holds it
        {{fact(reads, "A;rm", "a.py")}, 1, NULL},
        {{fact(reads, "A", "a.py"), fact(SOURCE_KEY, "", "b.py")}, 2, NULL}, // written out
        {{fact(SOURCE_MODEL, "B", "b.py"), fact(reads, "A", "a.py")}, 2, "A"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct source_fact *f = source_key_variable(rows[i].facts, rows[i].n);
        if (!f != !rows[i].name || (f && !str_eq(f->text, str_of(rows[i].name))))
            fail_msg("row %zu", i);
        assert_true(!f || f->kind == SOURCE_KEY_ELSEWHERE);
    }
}

static void what_fills_it(void **state)
{
    (void)state;
    struct source_fact store = fact(SOURCE_KEY_FILLED, "", "a.py");
    store.number = 1; // the key itself, from a store
    const struct {
        struct source_fact facts[2];
        size_t n;
        const char *language;
        bool filled;
    } rows[] = {
        {{{0}}, 0, "python", false},
        {{fact(SOURCE_KEY_FILLED, "A", "a.py")}, 1, "python", true}, // no call is seen
        {{fact(SOURCE_KEY_FILLED, "A", "a.py")}, 1, "node", false},  // other programs'
        {{fact(SOURCE_KEY_FILLED, "A", "a.py"), fact(SOURCE_KEY_ELSEWHERE, "A", "b.py")},
         2,
         "python",
         true},
        {{fact(SOURCE_KEY_FILLED, "A", "a.py"), fact(SOURCE_KEY_ELSEWHERE, "B", "b.py")},
         2,
         "python",
         false},
        {{store, fact(SOURCE_KEY_ELSEWHERE, "B", "b.py")}, 2, "python", true},
        {{fact(SOURCE_KEY_FILLED, "A", "x.settings")}, 1, "python", true}, // nobody's alone
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!source_key_filled(rows[i].facts, rows[i].n, str_of(rows[i].language)) ==
            rows[i].filled)
            fail_msg("row %zu", i);
}

static struct arena arena, scratch;
static const char *path;

static void feed(struct str text)
{
    struct arena keep = arena;
    struct source_facts out = {0};
    source_read(text, str_of(path), STR("api.nexorouter.com"), &out, &arena, scratch);
    for (size_t i = 0; i < out.n; i++)
        assert_true(out.items[i].loc.line <= str_count(text, '\n') + 1);
    arena = keep;
}

// A program in each language, cut off anywhere and with any byte anywhere.
static void hostile_code_ends(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"a.py",
         "from openai import OpenAI\nc = OpenAI(base_url=f\"https://api.nexorouter.com/v1\", "
         "api_key=os.environ[\"X\"], timeout=60 * 2)\n"},
        {"a.ts",
         "import OpenAI from 'openai'\nnew OpenAI({ baseURL: `https://api.nexorouter.com/v1`, "
         "apiKey: process.env.X ?? 'y' })\n"},
        {"a.go", "c := openai.NewClient(option.WithAPIKey(os.Getenv(\"X\")), "
                 "option.WithBaseURL(\"https://api.nexorouter.com/v1\"))\nt := "
                 "http.Client{Timeout: 10 * time.Second}"},
        {"a.rb", "OpenAI::Client.new(access_token: ENV.fetch(\"X\"), uri_base: "
                 "\"https://api.nexorouter.com\")\n"},
        {"a.php", "<?php $h = 'Authorization: Bearer ' . getenv('X'); "
                  "curl_init('https://api.nexorouter.com/v1');"},
        {"a.sh",
         "curl https://api.nexorouter.com/v1 -H \"Authorization: Bearer $X\" \\\n -d '{}'\n"},
        {"A.java",
         "new "
         "OpenAI().withApiKey(System.getenv(\"X\")).baseUrl(\"https://api.nexorouter.com/v1\")"},
    };
    arena = arena_new((size_t)64 << 20);
    scratch = arena_new((size_t)64 << 20);
    for (size_t i = 0; i < COUNT(files); i++) {
        path = files[i][0];
        assert_true(source_reads(str_of(path)));
        torn(str_of(files[i][1]), feed);
    }
    arena_free(&arena);
    arena_free(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_one_variable),
        cmocka_unit_test(what_fills_it),
        cmocka_unit_test(hostile_code_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
