// SPDX-License-Identifier: MIT
// Go: joho/godotenv 1.5 and its main branch, subosito/gotenv 1.2 (viper), direnv 2.32 and 2.37
// (dotenv.md 4, D10).
#include "parse/dotenv_impl.h"

// --- godotenv ---

// Names are checked byte by byte, each byte taken for a Latin-1 character.
static bool name_byte(char c, bool head)
{
    uint32_t cp = (unsigned char)c;
    bool space = byte_in(c, "\t\v\f\r ") || cp == 0x85 || cp == 0xa0;
    return space || c == '_' || c == '.' || (head && c == '-') || letter_or_digit(cp);
}

static bool read_name(struct load *l, size_t *at, struct str *name)
{
    struct str s = l->text;
    size_t from = skip_spaces(s, *at, SPACES_GO_LINE);
    if (str_starts(str_from(s, from), STR("export"))) {
        size_t after = skip_spaces(s, from + 6, SPACES_GO_LINE);
        from = after > from + 6 ? after : from;
    }
    if (from >= s.n)
        load_fail_at(l, "zero length string", *at);
    size_t i = from;
    while (i < s.n && name_byte(s.p[i], l->d->flags & GODOTENV_HEAD))
        i++;
    if (i < s.n && s.p[i] != '=' && s.p[i] != ':') {
        load_fail_at(l, "unexpected character in a variable name", i);
        return false;
    }
    *name = trim_right(str_slice(s, from, i < s.n ? i : from), SPACES_UNICODE);
    *at = skip_spaces(s, i < s.n ? i + 1 : from, SPACES_GO_LINE);
    return true;
}

// "$NAME", "${NAME}" and every half of them, "$(NAME" too; upper-case names only.
static struct str go_variables(struct load *l, struct str v)
{
    struct buf out = buf_in(l->a);
    size_t seen = 0;
    for (size_t i = 0; i < v.n;) {
        bool escaped = v.p[i] == '\\' && i + 1 < v.n && v.p[i + 1] == '$';
        size_t at = i + escaped + 1;
        if (v.p[i + escaped] != '$') {
            buf_byte(&out, v.p[i++]);
            continue;
        }
        at += at < v.n && v.p[at] == '(';
        at += at < v.n && v.p[at] == '{';
        size_t end = at;
        while (end < v.n && byte_is_word(v.p[end]) && !(v.p[end] >= 'a' && v.p[end] <= 'z'))
            end++;
        size_t stop = end + (end < v.n && v.p[end] == '}');
        struct str name = str_slice(v, at, end);
        if (escaped || name.n == 0)
            buf_add(&out, str_slice(v, i + escaped, stop));
        else
            buf_add(&out, l->d->flags & GODOTENV_HEAD ? load_file_first(l, name)
                                                      : load_file_value(l, name));
        i = stop;
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return buf_str(&out);
}

// Where a comment begins: 1.5 takes the last "#" with a blank in front, main the first.
static size_t comment_start(struct load *l, struct str line, size_t pos)
{
    bool head = l->d->flags & GODOTENV_HEAD;
    size_t found = line.n;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != '#')
            continue;
        if (i == 0 && head)
            load_fail_at(l, "a value that begins with \"#\" crashes the loader", pos);
        struct str before = str_slice(line, 0, i);
        if (i > 0 && trim_right(before, SPACES_GO_LINE).n < i) {
            found = i;
            if (head)
                break;
        }
    }
    return found;
}

static struct str go_unquoted(struct load *l, size_t *at)
{
    struct str s = l->text;
    size_t end = *at;
    while (end < s.n && !byte_in(s.p[end], "\r\n"))
        end++;
    struct str line = str_slice(s, *at, end);
    line = str_slice(line, 0, comment_start(l, line, *at));
    *at = end;
    line = utf8_replace(line, STR("\xef\xbf\xbd"), true, l->a);
    return go_variables(l, trim_spaces(line, SPACES_GO_LINE));
}

static bool escaped_quote(const struct load *l, struct str s, size_t open, size_t i)
{
    size_t n = 0;
    while (i - n - 1 > open && s.p[i - n - 1] == '\\')
        n++;
    return l->d->flags & GODOTENV_HEAD ? n % 2 : n > 0;
}

// All quotes at both ends go, not one.
static struct str go_quoted(struct load *l, size_t *at)
{
    struct str s = l->text;
    char mark = s.p[*at];
    size_t i = *at + 1;
    while (i < s.n && (s.p[i] != mark || escaped_quote(l, s, *at, i)))
        i++;
    if (i == s.n) {
        load_fail_at(l, "unterminated quoted value", *at);
        return STR("");
    }
    const char set[2] = {mark, 0};
    struct str v = str_trim_set(str_slice(s, *at, i), set);
    *at = i + 1;
    if (mark == '\'')
        return v;
    return go_variables(l, drop_backslashes(unescape(v, "nr", "\n\r", l->a), "$", true, l->a));
}

void parse_godotenv(struct load *l)
{
    l->text = replace_all(l->text, STR("\r\n"), STR("\n"), l->a);
    struct str s = l->text, name;
    for (size_t at = 0; !l->failed;) {
        at = skip_spaces(s, at, SPACES_UNICODE);
        if (at >= s.n)
            return;
        if (s.p[at] == '#') {
            size_t end = str_chr(str_from(s, at), '\n');
            at = end == STR_NOWHERE ? s.n : at + end;
            continue;
        }
        size_t from = at;
        if (!read_name(l, &at, &name))
            return;
        bool quoted = at < s.n && byte_in(s.p[at], "'\"");
        struct str v = quoted ? go_quoted(l, &at) : go_unquoted(l, &at);
        if (name.n && str_chr(v, 0) == STR_NOWHERE) // setenv refuses the others
            load_set(l, name, v, from);
    }
}

// --- gotenv: ruby's dotenv 2 pattern in Go's syntax, line by line ---

enum { SCANNER_MOST = 65536 };

static bool re2_tail(struct str s, size_t i)
{
    i = skip_spaces(s, i, SPACES_RE2);
    return i == s.n || s.p[i] == '#';
}

// The last quote of the kind that opens at `at` behind which the line may end; else SIZE_MAX.
static size_t last_quote(struct str line, size_t at)
{
    if (at < line.n && byte_in(line.p[at], "'\""))
        for (size_t i = line.n; i > at + 1; i--)
            if (line.p[i - 1] == line.p[at] && re2_tail(line, i))
                return i;
    return STR_NOWHERE;
}

static bool pattern_at(struct str line, size_t at, bool blanks_end, struct str *key,
                       struct str *raw)
{
    size_t end = at;
    while (end < line.n && (byte_is_word(line.p[end]) || line.p[end] == '.'))
        end++;
    *key = str_slice(line, at, end);
    size_t from = skip_spaces(line, end, SPACES_RE2);
    if (end > at && from < line.n && line.p[from] == '=')
        from = skip_spaces(line, from + 1, SPACES_RE2);
    else if (end > at && end < line.n && line.p[end] == ':' && space_at(line, end + 1, SPACES_RE2))
        from = blanks_end ? skip_spaces(line, end + 1, SPACES_RE2) : end + 2;
    else
        return false;
    size_t stop = last_quote(line, from);
    if (stop == STR_NOWHERE)
        for (stop = from; stop < line.n && line.p[stop] != '#' &&
                          !(blanks_end && space_at(line, stop, SPACES_RE2));)
            stop++;
    *raw = str_slice(line, from, stop);
    return re2_tail(line, stop);
}

// `blanks_end`: an unquoted value ends at white space (direnv).
static bool pattern(struct str line, bool blanks_end, struct str *key, struct str *raw)
{
    size_t at = skip_spaces(line, 0, SPACES_RE2);
    if (str_starts(str_from(line, at), STR("export"))) {
        size_t after = skip_spaces(line, at + 6, SPACES_RE2);
        if (after > at + 6 && pattern_at(line, after, blanks_end, key, raw))
            return true;
    }
    return pattern_at(line, at, blanks_end, key, raw);
}

static struct str gotenv_variables(struct load *l, struct str v, bool single)
{
    struct buf out = buf_in(l->a);
    size_t seen = 0;
    for (size_t i = 0; i < v.n;) {
        bool escaped = v.p[i] == '\\' && i + 1 < v.n && v.p[i + 1] == '$';
        if (v.p[i + escaped] != '$') {
            buf_byte(&out, v.p[i++]);
            continue;
        }
        size_t at = i + escaped + 1;
        at += at < v.n && v.p[at] == '{';
        size_t end = at;
        while (end < v.n && byte_is_word(v.p[end]) && !(v.p[end] >= 'a' && v.p[end] <= 'z'))
            end++;
        size_t stop = end + (end < v.n && v.p[end] == '}');
        if (escaped || single || end == at)
            buf_add(&out, str_slice(v, i + escaped, stop));
        else
            buf_add(&out, load_file_first(l, str_slice(v, at, end)));
        i = stop;
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return buf_str(&out);
}

static void gotenv_line(struct load *l, struct str line, size_t pos, int depth);

// A value with "=" and line ends in it: the lines behind the first are read as lines.
static struct str gotenv_split(struct load *l, struct str v, size_t pos, int depth)
{
    if (str_chr(v, '=') == STR_NOWHERE || depth > 8)
        return v;
    char sep = str_chr(v, '\n') != STR_NOWHERE ? '\n' : '\r';
    struct str rest = v, first, line;
    str_cut(&rest, sep, &first);
    while (str_cut(&rest, sep, &line))
        gotenv_line(l, line, pos, depth + 1);
    return first;
}

static void gotenv_line(struct load *l, struct str line, size_t pos, int depth)
{
    struct str key, v;
    if (!pattern(line, false, &key, &v)) {
        line = trim_spaces(line, SPACES_UNICODE);
        if (line.n && line.p[0] != '#' && depth == 0)
            load_fail_at(l, "the line does not match the format", pos);
        return;
    }
    bool dquoted = v.n && v.p[0] == '"', single = v.n && v.p[0] == '\'';
    v = str_trim_set(v, " ");
    bool both = v.n > 1 && byte_in(v.p[0], "'\"") && byte_in(v.p[v.n - 1], "'\"");
    if (both && str_chr(v, '\n') == STR_NOWHERE)
        v = str_slice(v, 1, v.n - 1);
    if (dquoted)
        v = drop_backslashes(unescape(v, "nr", "\n\r", l->a), "$", true, l->a);
    v = gotenv_split(l, gotenv_variables(l, v, single), pos, depth);
    if (str_chr(v, 0) == STR_NOWHERE)
        load_set(l, key, v, pos);
}

// A line that does not fit its reader's buffer ends the file without a word.
void parse_gotenv(struct load *l)
{
    struct str line;
    for (size_t at = 0, from = 0; !l->failed && next_line(l->text, &at, &line); from = at) {
        if (line.n >= SCANNER_MOST)
            return;
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        gotenv_line(l, line, from, 0);
    }
}

// --- direnv ---

// Name behind the dollar at `at`, and where it ends; an empty name with *end > at + 1 is eaten.
static struct str shell_name(struct str v, size_t at, size_t *end, bool closed)
{
    size_t i = at + 1;
    bool special = v.p[i] != '{' && (byte_in(v.p[i], "*#$@!?-") || byte_is_digit(v.p[i]));
    if (special) {
        *end = i + 1;
        return str_slice(v, i, i + 1);
    }
    if (v.p[i] != '{') {
        while (i < v.n && byte_is_word(v.p[i]))
            i++;
        *end = i;
        return str_slice(v, at + 1, i);
    }
    size_t close = closed ? str_chr(str_from(v, i), '}') : STR_NOWHERE;
    *end = close == STR_NOWHERE ? i + 1 : i + close + 1;
    return close == STR_NOWHERE ? STR("") : str_slice(v, i + 1, i + close);
}

static struct str direnv_get(struct load *l, struct str name)
{
    size_t sep = str_find(name, STR(":-"));
    struct str key = str_slice(name, 0, sep);
    const struct pair *p = pairs_find(&l->file, key);
    struct str v = p ? p->value : load_env(l, key);
    return !p && v.n == 0 && sep != STR_NOWHERE ? str_from(name, sep + 2) : v;
}

static struct str direnv_expand(struct load *l, struct str v)
{
    struct buf out = buf_in(l->a);
    size_t seen = 0;
    size_t last_brace = str_rchr(v, '}');
    for (size_t i = 0, end; i < v.n; i = end) {
        end = i + 1;
        if (v.p[i] != '$' || i + 1 >= v.n) {
            buf_byte(&out, v.p[i]);
            continue;
        }
        struct str name = shell_name(v, i, &end, last_brace != STR_NOWHERE && last_brace > i);
        if (name.n)
            buf_add(&out, direnv_get(l, name));
        else if (end == i + 1)
            buf_byte(&out, '$');
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return buf_str(&out);
}

static struct str direnv_value(struct load *l, struct str raw)
{
    struct str inside = quoted_pair(raw, "'\"");
    if (raw.n <= 1)
        return raw;
    if (!str_present(inside))
        return direnv_expand(l, raw);
    if (raw.p[0] == '\'')
        return inside;
    struct str v = unescape(inside, "nr", "\n\r", l->a);
    return direnv_expand(l, drop_backslashes(v, "$", true, l->a));
}

// True when a value opens a quote on this line that stands there only once (2.37).
static bool opens_multiline(struct str line, char *mark)
{
    size_t sep = 0;
    while (sep < line.n && line.p[sep] != '=' && line.p[sep] != ':')
        sep++;
    struct str v = str_trim_left_set(str_from(line, sep + 1), " \t");
    if (sep == 0 || sep + 1 >= line.n || v.n == 0 || !byte_in(v.p[0], "'\""))
        return false;
    *mark = v.p[0];
    return str_chr(str_from(v, 1), *mark) == STR_NOWHERE;
}

static void direnv_lines(struct load *l, struct str text, size_t pos, bool strict)
{
    struct str key, raw, blank = trim_left(text, SPACES_RE2);
    if (pattern(text, true, &key, &raw)) {
        struct str v = direnv_value(l, raw);
        bool json = l->d->flags & DIRENV_JSON; // as `direnv dotenv json` prints it
        load_set(l, key, json ? utf8_replace(v, STR("\xef\xbf\xbd"), true, l->a) : v, pos);
    } else if (strict && blank.n && blank.p[0] != '#')
        load_fail_at(l, "invalid line", pos);
}

void parse_direnv(struct load *l)
{
    struct str line;
    l->text = cr_to_lf(l->text, l->a);
    char mark = 0;
    size_t open = STR_NOWHERE;
    for (size_t at = 0, from = 0; !l->failed && next_line(l->text, &at, &line); from = at) {
        bool blank = line.n == 0; // runs of line ends count once
        if (open != STR_NOWHERE) {
            struct str end = trim_spaces(line, SPACES_UNICODE);
            if (blank || !end.n || end.p[end.n - 1] != mark)
                continue;
            struct str all =
                replace_all(str_slice(l->text, open, from + line.n), STR("\n\n"), STR("\n"), l->a);
            direnv_lines(l, all, open, false);
            open = STR_NOWHERE;
        } else if (l->d->flags & DIRENV_MULTILINE && opens_multiline(line, &mark)) {
            open = from;
        } else {
            direnv_lines(l, line, from, true);
        }
    }
    if (open != STR_NOWHERE)
        load_fail_at(l, "unclosed quoted value", open);
}
