// SPDX-License-Identifier: MIT
// The forms of one line a finding: GitHub's workflow commands and the prompt's status. A finding
// may hold a stranger's bytes: they add no line, no command and no colour.
#include "check.h"

#include "base/term.h"
#include "render/render.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static struct finding *add(struct findings *all, enum severity severity, const char *title)
{
    struct finding *f = arena_push(all, &arena);
    f->rule = rule_find(STR("key.wrong-provider"));
    assert_non_null(f->rule);
    f->severity = severity;
    f->title = str_of(title);
    return f;
}

static struct str github(const struct findings *all)
{
    struct report r = {.findings = *all, .summary = STR("sum\nmary")};
    struct buf b = buf_in(&arena);
    render_report_github(&r, &b);
    return buf_str(&b);
}

static void annotations(void **state)
{
    (void)state;
    struct findings all = {0};
    struct finding *f = add(&all, SEVERITY_ERROR, "100% wrong\n::error::x");
    f->location = (struct loc){STR("a,b:c.env"), 3, 7};
    f->why = STR("why");
    *arena_push(&f->evidence, &arena) =
        (struct evidence){STR("A"), STR("b"), {.kind = ORIGIN_FILE, .loc = {STR(".env"), 3, 0}}};
    *arena_push(&f->fixes, &arena) = (struct fix){STR("do"), STR("it")};
    add(&all, SEVERITY_WARNING, "w")->location = (struct loc){STR("a"), 0, 9};
    add(&all, SEVERITY_NOTE, "n");
    assert_str(github(&all), "::error file=a%2Cb%3Ac.env,line=3,col=7,title=key.wrong-provider::"
                             "100%25 wrong\\x0a::error::x%0AA b (.env:3)%0Awhy%0AFix: do%0Ait\n"
                             "::warning file=a,title=key.wrong-provider::w\n"
                             "::notice title=key.wrong-provider::n\n"
                             "nexoenv: sum\\x0amary\n");
    struct findings none = {0};
    assert_str(github(&none), "nexoenv: sum\\x0amary\n");
}

static struct str status(const struct findings *all, size_t gone, struct style s)
{
    struct buf b = buf_in(&arena);
    render_status_term(all, gone, &s, &b);
    return buf_str(&b);
}

static void two_lines_under_the_prompt(void **state)
{
    (void)state;
    struct style plain = {.width = 100};
    struct findings all = {0};
    assert_str(status(&all, 0, plain), "");
    assert_str(status(&all, 1, plain), "nexoenv: ok\n");
    add(&all, SEVERITY_NOTE, "a note is not told");
    assert_str(status(&all, 0, plain), "");
    add(&all, SEVERITY_ERROR, "title")->short_text = STR("short");
    assert_str(status(&all, 1, plain), "nexoenv: short - nexoenv explain key.wrong-provider\n");
    add(&all, SEVERITY_ERROR, "follows")->consequence_of = STR("x");
    add(&all, SEVERITY_WARNING, "second\x1b[m");
    add(&all, SEVERITY_WARNING, "third");
    assert_str(status(&all, 0, plain),
               "nexoenv: short - nexoenv explain key.wrong-provider\n"
               "nexoenv: second\\x1b[m - nexoenv explain key.wrong-provider  (+1)\n");
}

// A prompt's line never wraps, whatever the title and the terminal.
static void no_line_is_too_wide(void **state)
{
    (void)state;
    char title[400];
    memset(title, 'x', sizeof title - 1);
    title[sizeof title - 1] = 0;
    for (unsigned width = 60; width < 140; width += 7)
        for (int utf8 = 0; utf8 < 2; utf8++) {
            struct findings all = {0};
            add(&all, SEVERITY_ERROR, title);
            add(&all, SEVERITY_ERROR, "\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87 \xff \n");
            struct str text = status(&all, 0, (struct style){.width = width, .utf8 = utf8}), line;
            size_t n = 0;
            while (str_line(&text, &line)) {
                assert_true(term_width(line) <= (width < 70 ? 70 : width));
                n++;
            }
            assert_int_equal(n, 2);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotations),
        cmocka_unit_test(two_lines_under_the_prompt),
        cmocka_unit_test(no_line_is_too_wide),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
