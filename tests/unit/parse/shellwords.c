// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/shellwords.h"

static struct arena arena;
static struct problem problem;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)64 << 20);
    return 0;
}

static struct shell_reader reader(struct str text, bool fish)
{
    problem = (struct problem){0};
    struct shell_reader s = shell_read(text, STR("a.sh"), &arena, &problem);
    s.fish = fish;
    return s;
}

// Words in bars, each with what ended its command behind the last: |a|$X(=y)|? for a substitution.
static struct str shown(struct shell_reader *s)
{
    struct buf b = buf_in(&arena);
    while (!shell_ended(s) && !s->failed) {
        struct shell_words w = shell_command(s);
        for (size_t i = 0; i < w.n; i++) {
            buf_z(&b, "|");
            for (size_t k = 0; k < w.items[i]->parts.n; k++) {
                const struct part *p = &w.items[i]->parts.items[k];
                buf_z(&b, p->kind == PART_TEXT ? "" : p->kind == PART_VARIABLE ? "$" : "?");
                buf_add(&b, p->text);
                if (str_present(p->otherwise))
                    buf_fmt(&b, "(=%.*s)", STR_ARG(p->otherwise));
            }
        }
        buf_fmt(&b, "|%c", w.end ? w.end : '0');
    }
    return buf_str(&b);
}

static void words_as_a_shell_cuts_them(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"a b", "|a|b|0"},
        {"  a\tb \n", "|a|b|\n"},
        {"a;b&c|d\n", "|a|;|b|&|c|||d|\n"},
        {"'a b'\"c d\"e", "|a bc de|0"},
        {"'a\\'b", "|a\\b|0"},
        {"''", "||0"},
        {"a\\ b \\'c", "|a b|'c|0"},
        {"\"a\\\"b\\$c\\`d\\e\"", "|a\"b$c`d\\e|0"},
        {"a\\\nb c \\\n d", "|ab|c|d|0"},
        {"a \\\r\n b\r\n", "|a|b|\n"},
        {"a `\nb", "|a|b|0"},   // PowerShell's
        {"a ^\r\nb", "|a|b|0"}, // cmd.exe's
        {"a # b\nc#d", "|a|\n|c#d|0"},
        {"$'a\\tb\\'c'", "|a\tb'c|0"},
        {"$X ${Y}z \"$Z\"", "|$X|$Yz|$Z|0"},
        {"${X:-y} ${X:-\"y z\"} ${X:-$Y}", "|$X(=y)|$X(=y z)|$X|0"},
        {"${X%.*} ${#X}", "|$X|?|0"},
        {"$ $1 $? a$", "|$|$1|$?|a$|0"},
        {"$(a b) `a b` $((1+2)) x", "|?|?|?|x|0"},
        {"\"$(a \")\" b)\"", "|?|0"},
        {"`{abc}`", "|?|0"}, // a command, not ${abc}
        {"$env:X ${env:Y}", "|$X|$Y|0"},
        {"a >b 2>&1 <c c", "|a|c|0"},
        {"a >>b 3<<<d e", "|a|e|0"},
        {"a <(b c) d", "|a|d|0"},
        {"a2>b", "|a2|0"}, // no descriptor, a word
        {"\xff\xfe a", "|\xff\xfe|a|0"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shell_reader s = reader(tight(str_of(rows[i][0])), false);
        struct str got = shown(&s);
        if (!str_eq(got, str_of(rows[i][1])) || s.failed)
            fail_msg("%s: %.*s, not %s", rows[i][0], STR_ARG(got), rows[i][1]);
    }
}

static void fish_has_quotes_of_its_own(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"'a\\'b\\\\c\\d'", "|a'b\\c\\d|0"},
        {"a(b c)d", "|a?d|0"},
        {"set -gx X (pass x)", "|set|-gx|X|?|0"},
        {"$'a'", "|$a|0"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shell_reader s = reader(tight(str_of(rows[i][0])), true);
        struct str got = shown(&s);
        if (!str_eq(got, str_of(rows[i][1])) || s.failed)
            fail_msg("%s: %.*s, not %s", rows[i][0], STR_ARG(got), rows[i][1]);
    }
}

static void here_documents(void **state)
{
    (void)state;
    struct shell_reader s =
        reader(tight(STR("cat <<'EOF' | x\na\nb\nEOF\nnext <<-A\n\tc\n\tA\nd")), false);
    shell_command(&s);
    assert_str(s.here, "a\nb\n");
    assert_int_equal(s.here_line, 2);
    struct shell_words w = shell_command(&s);
    assert_str(w.items[0]->parts.items[0].text, "x");
    w = shell_command(&s);
    assert_str(w.items[0]->parts.items[0].text, "next");
    assert_int_equal(w.loc.line, 5);
    assert_str(s.here, "\tc\n");
    w = shell_command(&s);
    assert_str(w.items[0]->parts.items[0].text, "d");
    assert_int_equal(w.loc.line, 8);
    s = reader(tight(STR("x \"$(cat <<'E'\n{\"a\": 1}\nE\n)\" y")), false);
    assert_str(shown(&s), "|x|{\"a\": 1}\n|y|0");
}

static void places_are_of_the_first_word(void **state)
{
    (void)state;
    struct shell_reader s = reader(STR("a 'x\ny' b\n\n  c d"), false);
    struct shell_words w = shell_command(&s);
    assert_int_equal(w.n, 3);
    assert_int_equal(w.items[2]->line, 2);
    assert_int_equal(w.items[2]->column, 4);
    assert_int_equal(shell_command(&s).n, 0); // the empty line
    w = shell_command(&s);
    assert_int_equal(w.loc.line, 4);
    assert_int_equal(w.loc.column, 3);
    assert_int_equal(w.end, 0);
    assert_true(shell_ended(&s));
    assert_int_equal(shell_command(&s).n, 0); // and again
}

static void what_is_open_is_a_fault(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line, column;
    } rows[] = {
        {"a 'b", 1, 3},      {"a\nb \"c", 2, 3}, {"$'a", 1, 1},    {"a $(b", 1, 3},
        {"a \"$(b\"", 1, 4}, {"a `b", 1, 3},     {"${X", 1, 1},    {"a <<E\nb\n", 1, 3},
        {"a <<E", 1, 3},     {"a <(b", 1, 4},    {"a <<\n", 1, 3},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shell_reader s = reader(tight(str_of(rows[i].text)), false);
        shown(&s);
        if (!s.failed || problem.loc.line != rows[i].line || problem.loc.column != rows[i].column)
            fail_msg("%s: %u:%u", rows[i].text, problem.loc.line, problem.loc.column);
    }
}

static void feed(struct str text)
{
    struct arena scratch = arena;
    for (int fish = 0; fish < 2; fish++) {
        struct shell_reader s = reader(text, fish);
        shown(&s);
    }
    arena = scratch;
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("a 'b\\' \"c $X ${Y:-z} $(d) `e`\" $'f\\n' 2>&1 <<E \\\n g\nh\nE\n(i) # j\n$env:K "
             "<(l)"),
         feed);
    static char many[200000];
    static const char bytes[] = "('\"$`{<&|\\ ";
    for (size_t i = 0; i < sizeof bytes; i++) {
        memset(many, bytes[i], sizeof many);
        feed((struct str){many, sizeof many});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_as_a_shell_cuts_them),
        cmocka_unit_test(fish_has_quotes_of_its_own),
        cmocka_unit_test(here_documents),
        cmocka_unit_test(places_are_of_the_first_word),
        cmocka_unit_test(what_is_open_is_a_fault),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
