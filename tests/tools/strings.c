// SPDX-License-Identifier: MIT
// strings shell|python|javascript: texts that end in NUL on stdin, each as our readers see it on
// stdout: "=" and the value (a shell's words each behind another "="), or "?" when it is not
// static or does not close; NUL.
#include "parse/shellwords.h"

#include <stdio.h>

static void put(struct str s)
{
    putchar('=');
    fwrite(s.p, 1, s.n, stdout);
}

static void one_shell(struct str text, struct arena a)
{
    struct problem problem = {0};
    struct shell_reader s = shell_read(text, STR("-"), &a, &problem);
    struct shell_words words = shell_command(&s);
    bool fixed = !s.failed;
    for (size_t i = 0; i < words.n; i++)
        fixed &= str_present(literal_text(words.items[i], &a));
    if (!fixed)
        putchar('?');
    for (size_t i = 0; i < words.n && fixed; i++)
        put(literal_text(words.items[i], &a));
}

static void one_code(struct str text, enum code_language language, struct arena a)
{
    struct problem problem = {0};
    struct code_reader r = code_read(text, STR("-"), language, &a, &problem);
    struct str got = literal_text(code_value(&r), &a);
    if (r.failed || r.token.kind != TOKEN_END || !str_present(got))
        putchar('?');
    else
        put(got);
}

int main(int argc, char **argv)
{
    static char bytes[8 << 20];
    struct arena a = arena_new((size_t)256 << 20);
    struct str rest = {bytes, fread(bytes, 1, sizeof bytes, stdin)}, text;
    struct str which = str_of(argc > 1 ? argv[1] : "shell");
    while (rest.n && str_cut(&rest, '\0', &text)) {
        if (str_eq(which, STR("shell")))
            one_shell(text, a);
        else
            one_code(text, str_eq(which, STR("python")) ? CODE_PYTHON : CODE_JAVASCRIPT, a);
        putchar('\0');
    }
    return 0;
}
