// SPDX-License-Identifier: MIT
// The other side of the differential test: loaders_dotenv LOADER CASES prints, for each case, what
// dotenv_load says, in the form that the drivers of tests/loaders print.
#include "parse/dotenv.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {"K", "A", "B", "low"};

static struct str plain(struct str s, struct arena *a)
{
    struct buf out = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        char next = s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : 0;
        if (!next) {
            buf_byte(&out, s.p[i]);
        } else if (next == 'x' && i + 3 < s.n) {
            buf_byte(&out, (char)(byte_hex(s.p[i + 2]) * 16 + byte_hex(s.p[i + 3])));
            i += 3;
        } else {
            buf_byte(&out, next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
            i++;
        }
    }
    return buf_str(&out);
}

static void print_escaped(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n' || c == '\r' || c == '\t' || c == '\\')
            printf("\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : '\\');
        else if (c < 0x20 || c > 0x7e)
            printf("\\x%02x", c);
        else
            putchar(c);
    }
}

static void one(const struct loader *loader, struct str line, struct arena scratch)
{
    struct {
        struct dotenv_env *items;
        size_t n, cap;
    } env = {0};
    struct str pairs = line, pair;
    str_cut(&line, '\t', &pairs);
    while (!str_eq(pairs, STR("-")) && str_cut(&pairs, '|', &pair)) {
        struct str name;
        str_cut(&pair, '=', &name);
        *arena_push(&env, &scratch) = (struct dotenv_env){name, plain(pair, &scratch)};
    }
    *arena_push(&env, &scratch) = (struct dotenv_env){STR("HOME"), STR("/root")};
    struct dotenv_result r = dotenv_load(loader, plain(line, &scratch), env.items, env.n, &scratch);
    bool endless = r.failed && str_has(r.error, STR("without end"));
    bool untold = r.failed && str_has(r.error, STR("cannot be told")); // it would have to be run
    bool unknown = r.failed && str_has(r.error, STR("not emulated"));
    fputs(endless || untold || unknown ? "skip" : r.failed ? "fail" : "ok", stdout);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str value = STR_NONE;
        for (size_t k = 0; k < r.n; k++)
            if (str_eq(r.items[k].name, str_of(names[i])))
                value = r.items[k].value;
        fputs(str_present(value) ? "\t=" : "\t-", stdout);
        print_escaped(value);
    }
    putchar('\n');
}

int main(int argc, char **argv)
{
    const struct loader *loader = argc == 3 ? loader_find(str_of(argv[1])) : NULL;
    FILE *f = loader ? fopen(argv[2], "rb") : NULL;
    if (!f) {
        fprintf(stderr, "usage: loaders_dotenv LOADER CASES\n");
        return 2;
    }
    struct arena a = arena_new((size_t)1 << 30);
    struct buf all = buf_in(&a);
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&all, (struct str){chunk, n});
    fclose(f);
    struct str rest = buf_str(&all), line;
    while (str_line(&rest, &line))
        one(loader, line, a);
    return 0;
}
