// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/shellrc.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 28);
    return 0;
}

struct row {
    const char *text;
    const char
        *entries; // NAME=value@line, '!' in front: not exported; '-NAME': unset; '?': no value
};

static struct str told(struct str text, const char *path)
{
    struct shellrc rc = shellrc_read(text, str_of(path), &arena);
    struct buf b = buf_in(&arena);
    for (size_t i = 0; i < rc.n; i++) {
        const struct shellrc_entry *e = &rc.items[i];
        buf_fmt(&b, "%s%s%.*s", i ? " " : "",
                e->unset      ? "-"
                : e->exported ? ""
                              : "!",
                STR_ARG(e->name));
        if (!e->unset)
            buf_fmt(&b, "=%.*s", STR_ARG(str_present(e->value) ? e->value : STR("?")));
        buf_fmt(&b, "@%u", (unsigned)e->loc.line);
    }
    return buf_str(&b);
}

static void check(const struct row *rows, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++) {
        struct str got = told(str_of(rows[i].text), path);
        if (!str_eq(got, str_of(rows[i].entries)))
            fail_msg("%s\n got %.*s\n expected %s", rows[i].text, STR_ARG(got), rows[i].entries);
    }
}

static void posix_assignments(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"export OPENAI_API_KEY=abc", "OPENAI_API_KEY=abc@1"},
        {"OPENAI_API_KEY=abc", "!OPENAI_API_KEY=abc@1"},
        {"\nOPENAI_API_KEY='a b'\nexport OPENAI_API_KEY\n", "OPENAI_API_KEY=a b@2"},
        {"OPENAI_API_KEY=x; export OPENAI_API_KEY", "OPENAI_API_KEY=x@1"},
        {"set -a\nOPENAI_API_KEY=x\nset +a\nOPENAI_BASE_URL=y",
         "OPENAI_API_KEY=x@2 !OPENAI_BASE_URL=y@4"},
        {"set -o allexport; OPENAI_API_KEY=x", "OPENAI_API_KEY=x@1"},
        {"declare -x OPENAI_API_KEY=\"a\\\"b\"", "OPENAI_API_KEY=a\"b@1"},
        {"typeset -gx OPENAI_API_KEY=z", "OPENAI_API_KEY=z@1"},
        {"declare OPENAI_API_KEY=z", "!OPENAI_API_KEY=z@1"},
        {"export -n OPENAI_API_KEY=z", "!OPENAI_API_KEY=z@1"},
        {"export OPENAI_API_KEY=1 OPENAI_BASE_URL=2 PATH=3",
         "OPENAI_API_KEY=1@1 OPENAI_BASE_URL=2@1"},
        {"if true; then\n  export OPENAI_API_KEY=1\nfi", "OPENAI_API_KEY=1@2"},
        {"[[ -f x ]] && export OPENAI_API_KEY=1", "OPENAI_API_KEY=1@1"},
        {"export OPENAI_API_KEY=$(cat key)", "OPENAI_API_KEY=?@1"},
        {"export OPENAI_API_KEY=\"$(jq -r \".a[\\\")\\\"]\" f)\"\nexport OPENAI_BASE_URL=u",
         "OPENAI_API_KEY=?@1 OPENAI_BASE_URL=u@2"},
        {"export OPENAI_API_KEY=`cat key`", "OPENAI_API_KEY=?@1"},
        {"export OPENAI_API_KEY=$OTHER", "OPENAI_API_KEY=?@1"},
        {"export OPENAI_API_KEY=$'a\\tb'", "OPENAI_API_KEY=a\tb@1"},
        {"export OPENAI_API_KEY=a\\\nb", "OPENAI_API_KEY=ab@1"},
        {"export OPENAI_API_KEY=a'b'\"c\"", "OPENAI_API_KEY=abc@1"},
        {"export OPENAI_API_KEY=", "OPENAI_API_KEY=@1"},
        {"export OPENAI_API_KEY=a # \"comment\n", "OPENAI_API_KEY=a@1"},
        {"unset OPENAI_API_KEY", "-OPENAI_API_KEY@1"},
        {"OPENAI_API_KEY=a\nunset OPENAI_API_KEY\nexport OPENAI_API_KEY",
         "!OPENAI_API_KEY=a@1 -OPENAI_API_KEY@2"},
        {"setenv OPENAI_API_KEY abc", "OPENAI_API_KEY=abc@1"},
        {"export OPENAI_API_KEY=x\r\n", "OPENAI_API_KEY=x@1"},
        {"cat <<EOF\nexport OPENAI_API_KEY=no\nEOF\nexport OPENAI_BASE_URL=u",
         "OPENAI_BASE_URL=u@4"},
        {"f() {\n  export OPENAI_API_KEY=1\n}", "OPENAI_API_KEY=1@2"},
        {"read x <<< \"it's\"\nexport OPENAI_API_KEY=1", "OPENAI_API_KEY=1@2"},
        {"source <(x y)\nexport OPENAI_API_KEY=1", "OPENAI_API_KEY=1@2"},
    };
    check(rows, sizeof rows / sizeof *rows, ".bashrc");
}

static void what_assigns_nothing_is_left_alone(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"# export OPENAI_API_KEY=abc", ""},
        {"OPENAI_API_KEY=abc python app.py", ""}, // for that program only
        {"echo OPENAI_API_KEY=abc", ""},
        {"alias ai='OPENAI_API_KEY=abc ai'", ""},
        {"export PATH=/x LANG=C EDITOR=vi", ""},
        {"echo \"export OPENAI_API_KEY=abc\"", ""},
        {"OPENAI_API_KEY=(a b)", ""},
        {"OPENAI_API_KEY-x=1", ""},
        {"git config x OPENAI_API_KEY=1", ""},
        {"test -z \"$OPENAI_API_KEY\"", ""},
        {"", ""},
    };
    check(rows, sizeof rows / sizeof *rows, ".zshrc");
}

static void broken_quotes_do_not_hide_the_rest(void **state)
{
    (void)state;
    struct str text = STR("export OPENAI_API_KEY=a\nalias x=\"oops\nexport OPENAI_BASE_URL=u\n");
    struct shellrc rc = shellrc_read(text, STR(".bashrc"), &arena);
    assert_true(rc.partial);
    assert_int_equal(rc.n, 2);
    assert_int_equal(rc.items[1].loc.line, 3);
}

static void fish_assignments(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"set -gx OPENAI_API_KEY abc", "OPENAI_API_KEY=abc@1"},
        {"set -x OPENAI_API_KEY 'it\\'s'", "OPENAI_API_KEY=it's@1"},
        {"set --global --export OPENAI_API_KEY \"a b\"", "OPENAI_API_KEY=a b@1"},
        {"set -g OPENAI_API_KEY abc", "!OPENAI_API_KEY=abc@1"},
        {"set OPENAI_API_KEY abc", "!OPENAI_API_KEY=abc@1"},
        {"set -gx OPENAI_API_KEY (pass show key)", "OPENAI_API_KEY=?@1"},
        {"set -gx OPENAI_API_KEY $X", "OPENAI_API_KEY=?@1"},
        {"set -e OPENAI_API_KEY", "-OPENAI_API_KEY@1"},
        {"if set -q OPENAI_API_KEY\nend", ""},
        {"status is-interactive; and set -gx OPENAI_API_KEY a", "OPENAI_API_KEY=a@1"},
        {"export OPENAI_API_KEY=abc", "OPENAI_API_KEY=abc@1"},
        {"set -gx NO_PROXY a b", "NO_PROXY=a b@1"},
    };
    check(rows, sizeof rows / sizeof *rows, "config.fish");
    static const struct row universal[] = {
        {"# x\nVERSION: 3.0\nSETUVAR --export OPENAI_API_KEY:sk\\x2dabc\n"
         "SETUVAR fish_greeting:\\x1d\nSETUVAR OPENAI_BASE_URL:u",
         "OPENAI_API_KEY=sk-abc@3 !OPENAI_BASE_URL=u@5"},
    };
    check(universal, 1, "fish_variables");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posix_assignments),
        cmocka_unit_test(what_assigns_nothing_is_left_alone),
        cmocka_unit_test(broken_quotes_do_not_hide_the_rest),
        cmocka_unit_test(fish_assignments),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
