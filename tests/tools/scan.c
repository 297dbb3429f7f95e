// SPDX-License-Identifier: MIT
// scan NAME: the staged scan over stdin in the pieces that check takes, as a file of that name, with
// nothing of git around it. Prints what it found, a line each: what, line, column, subject.
#include "parse/staged.h"

#include <stdio.h>
#include <unistd.h>

enum { PIECE = 1 << 18 };

static size_t fill(char *piece, size_t n, bool *last)
{
    while (n < PIECE) {
        ssize_t got = read(0, piece + n, PIECE - n);
        *last = got <= 0;
        if (*last)
            break;
        n += (size_t)got;
    }
    return n;
}

int main(int argc, char **argv)
{
    static char piece[PIECE];
    struct arena a = arena_new((size_t)256 << 20);
    struct staged_ask ask = {.api_host = STR("api.nexorouter.com"),
                             .website_host = STR("nexorouter.com")};
    struct staged found = {0};
    size_t n = 0;
    staged_know(&ask, STR("sk-nexo-TEST01aB3dE5fG7hJ9kL1"), STR("NEXOROUTER_API_KEY"), &a);
    strs_add(&ask.key_variables, STR("NEXOROUTER_API_KEY"), &a);
    strs_add(&ask.key_variables, STR("OPENAI_API_KEY"), &a);
    struct staged_scanner *s = staged_scanner(&ask, &a);
    staged_begin(s, str_of(argc > 1 ? argv[1] : "a.txt"));
    for (bool last = false; !last;) {
        n = fill(piece, n, &last);
        size_t done = staged_feed(s, (struct str){piece, n}, last, &found, &a);
        memmove(piece, piece + done, n - done);
        n -= done;
    }
    for (size_t i = 0; i < found.n; i++) {
        const struct staged_hit *h = &found.items[i];
        printf("%d %u %u %.*s\n", (int)h->what, h->loc.line, h->loc.column, (int)h->subject.n,
               h->subject.p ? h->subject.p : "");
    }
    return 0;
}
