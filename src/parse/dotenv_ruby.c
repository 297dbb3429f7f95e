// SPDX-License-Identifier: MIT
// Ruby: dotenv 3.2 and 2.4, foreman 0.87 (dotenv.md 4, D6 and D10). Ruby's \s, \w and line ends
// are ASCII; strip takes NUL bytes too.
#include "parse/dotenv_impl.h"

static const struct d1 grammar = {
    .spaces = SPACES_ASCII, .key_extra = ".", .quotes = "'\"", .colon = true, .lone_name = true};

static struct str strip(struct str s)
{
    size_t from = 0, to = s.n;
    while (from < to && (byte_is_space(s.p[from]) || s.p[from] == 0))
        from++;
    while (to > from && (byte_is_space(s.p[to - 1]) || s.p[to - 1] == 0))
        to--;
    return str_slice(s, from, to);
}

struct look { // whose value a reference takes first
    const struct load *l;
    bool env_first;
};

static struct str find(void *ctx, struct str name)
{
    const struct look *k = ctx;
    return k->env_first ? load_env_first(k->l, name) : load_file_first(k->l, name);
}

// "$NAME", "${NAME}" and every half of them; "\$" loses its backslash.
static struct str variables(struct load *l, struct look *k, struct str v)
{
    struct buf out = buf_in(l->a);
    size_t seen = 0;
    for (size_t i = 0; i < v.n;) {
        bool escaped = v.p[i] == '\\' && i + 1 < v.n && v.p[i + 1] == '$';
        size_t at = i + escaped;
        if (v.p[at] != '$' || (at + 1 < v.n && v.p[at + 1] == '(')) {
            buf_byte(&out, v.p[i++]);
            continue;
        }
        size_t from = at + 1 + (at + 1 < v.n && v.p[at + 1] == '{'), end = from;
        while (end < v.n && byte_is_word(v.p[end]))
            end++;
        size_t stop = end + (end < v.n && v.p[end] == '}');
        if (escaped || end == from)
            buf_add(&out, str_slice(v, at, stop));
        else
            buf_add(&out, find(k, str_slice(v, from, end)));
        i = stop;
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return buf_str(&out);
}

// End of a balanced "(...)" with something in it; 0: none.
static size_t balanced(struct str v, size_t open)
{
    size_t depth = 1, i = open + 1;
    for (; i < v.n && depth; i++) {
        if (v.p[i] == '(' && i + 1 < v.n && v.p[i + 1] == ')')
            return 0;
        depth += (size_t)(v.p[i] == '(') - (size_t)(v.p[i] == ')');
    }
    return depth || i == open + 2 ? 0 : i;
}

static struct str commands(struct load *l, struct look *k, struct str v, bool inner_variables)
{
    struct buf out = buf_in(l->a);
    bool closed = str_chr(v, ')') != STR_NOWHERE;
    for (size_t i = 0, end; i < v.n;) {
        bool escaped = v.p[i] == '\\' && i + 1 < v.n && v.p[i + 1] == '$';
        size_t at = i + escaped;
        bool opens = closed && v.p[at] == '$' && at + 1 < v.n && v.p[at + 1] == '(';
        if (opens && !load_spend(l, (v.n - at) / 8))
            break;
        if (!opens || (end = balanced(v, at + 1)) == 0) {
            buf_byte(&out, v.p[i++]);
            continue;
        }
        struct str command = str_slice(v, at + 2, end - 1);
        if (inner_variables)
            command = variables(l, k, command);
        struct str said = escaped ? str_slice(v, at, end) : shell_echo(l, command, find, k);
        if (!str_present(said))
            load_fail(l, "a value runs a command: what it prints cannot be told", 0);
        buf_add(&out, said);
        i = end;
    }
    return buf_str(&out);
}

static bool legacy_breaks(const struct load *l)
{
    struct str mode = load_file_value(l, STR("DOTENV_LINEBREAK_MODE"));
    if (!str_present(mode))
        mode = load_env(l, STR("DOTENV_LINEBREAK_MODE"));
    return str_eq(mode, STR("legacy"));
}

static struct str value3(struct load *l, struct str raw)
{
    struct str v = strip(raw), inside = quoted_pair(v, "'\"");
    char quote = str_present(inside) ? v.p[0] : 0;
    v = quote ? inside : v;
    if (quote == '\'')
        return v;
    if (quote == '"' && legacy_breaks(l))
        v = unescape(v, "nr", "\n\r", l->a);
    else if (quote == '"') // doubled, so that the next step leaves "\n"
        v = replace_all(replace_all(v, STR("\\n"), STR("\\\\n"), l->a), STR("\\r"), STR("\\\\r"),
                        l->a);
    struct look k = {l, false};
    return variables(l, &k, commands(l, &k, drop_backslashes(v, "$", true, l->a), true));
}

void parse_ruby3(struct load *l)
{
    struct d1_match m;
    l->text = cr_to_lf(l->text, l->a);
    for (size_t at = 0; !l->failed && d1_next(&grammar, l->text, at, &m); at = m.end) {
        struct str have = load_env(l, m.key);
        if (str_present(have) && !str_eq(m.key, STR("DOTENV_LINEBREAK_MODE")))
            load_set(l, m.key, have, m.start);
        else if (!m.exported || str_present(m.value))
            load_set(l, m.key, value3(l, str_present(m.value) ? m.value : STR("")), m.start);
        else if (!pairs_find(&l->file, m.key))
            load_fail_at(l, "export of a name that has no value", m.start);
    }
}

// --- dotenv 2.4: the same by lines; a quoted value goes to the last quote that may close it ---

static bool comment_tail(struct str s, size_t i)
{
    i = skip_spaces(s, i, SPACES_ASCII);
    return i == s.n || s.p[i] == '#';
}

static struct str raw2(struct str line, size_t at)
{
    if (at < line.n && byte_in(line.p[at], "'\""))
        for (size_t i = line.n; i > at + 1; i--)
            if (line.p[i - 1] == line.p[at] && comment_tail(line, i))
                return str_slice(line, at, i);
    size_t hash = str_chr(str_from(line, at), '#');
    return str_slice(line, at, hash == STR_NOWHERE ? line.n : at + hash);
}

static bool line2(struct str line, size_t at, struct str *key, struct str *raw)
{
    size_t end = at;
    while (end < line.n && (byte_is_word(line.p[end]) || line.p[end] == '.'))
        end++;
    *key = str_slice(line, at, end);
    size_t eq = skip_spaces(line, end, SPACES_ASCII);
    if (end > at && eq < line.n && line.p[eq] == '=')
        *raw = raw2(line, skip_spaces(line, eq + 1, SPACES_ASCII));
    else if (end > at && end + 1 < line.n && line.p[end] == ':' && byte_is_space(line.p[end + 1]))
        *raw = raw2(line, end + 2);
    else
        return false;
    return true;
}

static struct str value2(struct load *l, struct str raw)
{
    struct str v = strip(raw), inside = quoted_pair(v, "'\"");
    char quote = str_present(inside) ? v.p[0] : 0;
    v = quote ? inside : v;
    if (quote == '\'')
        return v;
    if (quote == '"')
        v = drop_backslashes(unescape(v, "nr", "\n\r", l->a), "$", true, l->a);
    struct look k = {l, true};
    return commands(l, &k, variables(l, &k, v), false);
}

// "export A B" with a name that was not assigned before ends the program.
static void lone_export(struct load *l, struct str line, size_t pos)
{
    struct str word;
    if (!str_word(&line, " \t\n\v\f\r", &word) || !str_eq(word, STR("export")))
        return;
    while (str_word(&line, " \t\n\v\f\r", &word))
        if (!pairs_find(&l->file, word))
            load_fail_at(l, "export of a name that has no value", pos);
}

void parse_ruby2(struct load *l)
{
    struct str line, key, raw;
    l->text = cr_to_lf(l->text, l->a);
    for (size_t at = 0, from = 0; !l->failed && next_line(l->text, &at, &line); from = at) {
        size_t first = skip_spaces(line, 0, SPACES_ASCII);
        size_t after = skip_spaces(line, first + 6, SPACES_ASCII);
        bool exported = str_starts(str_from(line, first), STR("export")) && after > first + 6;
        if ((exported && line2(line, after, &key, &raw)) || line2(line, first, &key, &raw))
            load_set(l, key, value2(l, raw), from);
        else
            lone_export(l, line, from);
    }
}

// --- foreman: no trimming, no comments ---

void parse_foreman(struct load *l)
{
    struct str line;
    l->text = replace_all(l->text, STR("\r\n"), STR("\n"), l->a);
    for (size_t at = 0, from = 0; next_line(l->text, &at, &line); from = at) {
        size_t end = 0;
        while (end < line.n && byte_is_word(line.p[end]))
            end++;
        if (end == 0 || end >= line.n || line.p[end] != '=')
            continue;
        struct str v = str_from(line, end + 1), inside = quoted_pair(v, "'\"");
        if (str_present(inside) && v.p[0] == '"')
            inside =
                drop_backslashes(replace_all(inside, STR("\\n"), STR("\n"), l->a), "", false, l->a);
        v = str_present(inside) ? inside : v;
        if (str_chr(v, 0) != STR_NOWHERE)
            load_fail_at(l, "a NUL byte in a value", from);
        load_set(l, str_slice(line, 0, end), v, from);
    }
}
