// SPDX-License-Identifier: MIT
// `export $(grep -v '^#' .env | xargs)` in bash: what grep lets through, xargs' words, and what
// export takes of them (dotenv.md 4, D7).
#include "parse/dotenv_impl.h"

// xargs' words, NUL behind each. It ends at a quote that is not closed on its line; the words in
// front are still printed.
static void xargs_line(struct str line, struct buf *word, bool *inside, bool *broken)
{
    for (size_t i = 0; i < line.n && !*broken; i++) {
        char c = line.p[i];
        if (!*inside && byte_is_space(c))
            continue;
        *inside = c != ' ' && c != '\t';
        if (c == '\'' || c == '"') {
            size_t n = str_chr(str_from(line, i + 1), c);
            *broken = n == STR_NOWHERE;
            buf_add(word, str_slice(line, i + 1, *broken ? i + 1 : i + 1 + n));
            i += *broken ? 0 : n + 1;
        } else if (c == '\\') {
            buf_byte(word, ++i < line.n ? line.p[i] : '\n');
            if (i >= line.n)
                return; // the line feed belongs to the word, which goes on
        } else {
            buf_byte(word, *inside ? c : 0);
        }
    }
}

static bool export_word(struct load *l, struct str w)
{
    size_t n = 0;
    while (n < w.n && byte_is_word(w.p[n]))
        n++;
    bool named = n && !byte_is_digit(w.p[0]);
    bool plus = n + 1 < w.n && w.p[n] == '+' && w.p[n + 1] == '=';
    struct str name = str_slice(w, 0, n);
    if (named && n == w.n)
        return true;
    if (!named || n == w.n || (w.p[n] != '=' && !plus))
        return false;
    struct str v = str_from(w, n + 1 + plus);
    load_set(l, name, plus ? str_join(load_file_first(l, name), v, l->a) : v, 0);
    return true;
}

// Words are separated by line feeds in `all`: quoted blanks come apart here too.
static void export_all(struct load *l, struct str all)
{
    struct str w;
    bool first = true;
    while (str_word(&all, " \t\n", &w)) {
        bool option = first && w.n > 1 && w.p[0] == '-' && !str_eq(w, STR("--"));
        first = false;
        if (option) {
            load_fail(l, "export: invalid option", 0);
            return;
        }
        if (!export_word(l, w))
            load_fail(l, "export: not a valid identifier", 0);
    }
}

void parse_xargs(struct load *l)
{
    struct buf all = buf_in(l->a);
    struct str line;
    bool inside = false,
         broken = str_chr(l->text, 0) != STR_NOWHERE; // grep takes it for a binary file
    for (size_t at = 0; !broken && next_line(l->text, &at, &line);) {
        if (line.n && line.p[0] == '#')
            continue;
        if (!utf8_ok(line))
            continue; // "binary file matches" stands in its place, on stderr
        size_t slashes = all.n;
        xargs_line(line, &all, &inside, &broken);
        bool goes_on = inside && all.n > slashes && all.p[all.n - 1] == '\n';
        while (broken && all.n > 0 && all.p[all.n - 1] != 0)
            all.n--; // the word that was not finished
        if (!goes_on) {
            buf_byte(&all, 0);
            inside = false;
        }
    }
    struct str words = buf_str(&all);
    for (size_t i = 0; i < all.n; i++)
        all.p[i] = all.p[i] ? all.p[i] : '\n';
    export_all(l, words);
}
