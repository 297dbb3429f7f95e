// SPDX-License-Identifier: MIT
// python-dotenv (0.21, 1.2, main), docker-compose 1.29's env_file (the same parser), decouple 3.6
// and honcho 2 (dotenv.md 4, D3 and D10).
#include "parse/dotenv_impl.h"

// White space that does not end a line.
static size_t skip_blanks(struct str s, size_t i)
{
    for (size_t n; i < s.n && s.p[i] != '\n' && (n = space_at(s, i, SPACES_PYTHON)) != 0;)
        i += n;
    return i;
}

static size_t line_stop(struct str s, size_t i)
{
    size_t n = str_chr(str_from(s, i), '\n');
    return n == STR_NOWHERE ? s.n : i + n;
}

// The closing quote: the first without a backslash in front, else the last with one.
static size_t closing(struct str s, size_t open)
{
    size_t last = STR_NOWHERE;
    for (size_t i = open + 1; i < s.n; i++)
        if (s.p[i] == s.p[open]) {
            if (s.p[i - 1] != '\\')
                return i;
            last = i;
        }
    return last;
}

static struct str unquoted(struct str line)
{
    for (size_t i = 1; i < line.n; i++) {
        struct str before = str_slice(line, 0, i);
        if (line.p[i] == '#' && trim_right(before, SPACES_PYTHON).n < i)
            return trim_right(before, SPACES_PYTHON);
    }
    return trim_right(line, SPACES_PYTHON);
}

struct binding {
    struct str key, value; // absent: a comment; a name without "="
    size_t at;             // where reading goes on, or got stuck
};

static bool read_key(struct str s, struct binding *b)
{
    size_t from = b->at, end = from;
    if (from < s.n && s.p[from] == '#')
        return true;
    if (from < s.n && s.p[from] == '\'') {
        size_t close = str_chr(str_from(s, from + 1), '\'');
        if (close == STR_NOWHERE || close == 0)
            return false;
        b->key = str_slice(s, from + 1, from + 1 + close);
        b->at = from + close + 2;
        return true;
    }
    while (end < s.n && s.p[end] != '=' && s.p[end] != '#' && !space_at(s, end, SPACES_PYTHON))
        end++;
    b->key = str_slice(s, from, end);
    b->at = end;
    return end > from;
}

static bool read_value(struct load *l, struct str s, struct binding *b)
{
    char c = b->at < s.n ? s.p[b->at] : '\n';
    if (c == '\'' || c == '"') {
        size_t close = closing(s, b->at);
        if (close == STR_NOWHERE)
            return false;
        struct str inside = str_slice(s, b->at + 1, close);
        b->value = c == '"' ? unescape(inside, "\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", l->a)
                            : unescape(inside, "\\'", "\\'", l->a);
        b->at = close + 1;
        return true;
    }
    size_t stop = line_stop(s, b->at);
    b->value = c == '\n' ? STR("") : unquoted(str_slice(s, b->at, stop));
    b->at = stop;
    return true;
}

static bool read_binding(struct load *l, struct str s, struct binding *b)
{
    b->key = b->value = STR_NONE;
    b->at = skip_spaces(s, b->at, SPACES_PYTHON);
    if (b->at >= s.n)
        return true;
    if (str_starts(str_from(s, b->at), STR("export"))) {
        size_t after = skip_blanks(s, b->at + 6);
        b->at = after > b->at + 6 ? after : b->at;
    }
    if (!read_key(s, b))
        return false;
    b->at = skip_blanks(s, b->at);
    if (b->at < s.n && s.p[b->at] == '=') {
        b->at = skip_blanks(s, b->at + 1);
        if (!read_value(l, s, b))
            return false;
    }
    size_t hash = skip_blanks(s, b->at);
    if (hash < s.n && s.p[hash] == '#')
        b->at = line_stop(s, hash);
    size_t end = skip_blanks(s, b->at);
    if (end < s.n && s.p[end] != '\n')
        return false;
    b->at = end + (end < s.n);
    return true;
}

// --- references: only ${NAME} and ${NAME:-default}, whatever the quotes ---

static struct str reference(const struct load *l, struct str name, struct str fallback)
{
    struct str env = load_env(l, name);
    const struct pair *p = pairs_find(&l->file, name);
    struct str file = p && !str_present(p->value) ? STR("") : p ? p->value : STR_NONE;
    bool file_first = l->d->flags & PY_COMPOSE;
    struct str first = file_first ? file : env, second = file_first ? env : file;
    return str_present(first) ? first : str_present(second) ? second : fallback;
}

static size_t next_of(struct str s, size_t from, const char *set, size_t known)
{
    if (known != STR_NOWHERE && known >= from)
        return known;
    while (from < s.n && !byte_in(s.p[from], set))
        from++;
    return from;
}

static struct str expand(struct load *l, struct str v)
{
    size_t mark = STR_NOWHERE, brace = STR_NOWHERE, done = 0;
    struct buf out = buf_in(l->a);
    for (size_t i = 0; i + 1 < v.n; i++) {
        if (v.p[i] != '$' || v.p[i + 1] != '{')
            continue;
        mark = next_of(v, i + 2, "}:", mark);
        struct str name = str_slice(v, i + 2, mark), fallback = STR("");
        size_t end = mark;
        if (mark < v.n && v.p[mark] == ':') {
            if (mark + 1 >= v.n || v.p[mark + 1] != '-')
                continue;
            end = brace = next_of(v, mark + 2, "}", brace);
            fallback = str_slice(v, mark + 2, end);
        }
        if (end >= v.n)
            continue;
        buf_add(&out, str_slice(v, done, i));
        struct str with = reference(l, name, fallback);
        if (!load_spend(l, with.n))
            break;
        buf_add(&out, with);
        done = end + 1;
        i = end;
    }
    buf_add(&out, str_from(v, done));
    return buf_str(&out);
}

// os.environ refuses what cannot stand in an environment; the program ends there.
static void check_names(struct load *l)
{
    for (size_t i = 0; i < l->file.n; i++) {
        struct pair *p = &l->file.items[i];
        bool bad = str_chr(p->name, 0) != STR_NOWHERE || str_chr(p->name, '=') != STR_NOWHERE ||
                   str_chr(p->value, 0) != STR_NOWHERE;
        if (bad && str_present(p->value) && !str_present(load_env(l, p->name)))
            load_fail(l, "a name or value that cannot stand in an environment", p->line);
        if (l->failed)
            p->value = STR_NONE;
    }
}

void parse_python_dotenv(struct load *l)
{
    struct str s = l->text;
    struct binding b = {.at = 0};
    while (b.at < s.n) {
        size_t from = b.at;
        if (!read_binding(l, s, &b)) {
            size_t stop = line_stop(s, b.at);
            b.at = stop + (stop < s.n);
            continue;
        }
        if (str_present(b.key)) {
            struct str v = str_present(b.value) ? expand(l, b.value) : STR_NONE;
            load_set(l, b.key, v, skip_spaces(s, from, SPACES_PYTHON));
        }
    }
    if (!(l->d->flags & PY_COMPOSE))
        check_names(l);
}

// --- decouple: lines with "=", stripped, one pair of quotes off ---

void parse_decouple(struct load *l)
{
    struct str line;
    for (size_t at = 0, from = 0; next_line(l->text, &at, &line); from = at) {
        line = trim_spaces(line, SPACES_PYTHON);
        size_t eq = str_chr(line, '=');
        if (line.n == 0 || line.p[0] == '#' || eq == STR_NOWHERE)
            continue;
        struct str v = trim_spaces(str_from(line, eq + 1), SPACES_PYTHON);
        struct str inside = quoted_pair(v, "'\"");
        struct str name = trim_spaces(str_slice(line, 0, eq), SPACES_PYTHON);
        load_set(l, name, str_present(inside) ? inside : v, from);
    }
}

// --- honcho: the tokens of Python's shlex in POSIX mode, glued together ---

struct lexer {
    struct str s;
    size_t at;
    bool failed, end;
};

static bool word_char(struct str s, size_t i, size_t *n)
{
    uint32_t cp = 0;
    *n = utf8_len(s, i, &cp);
    *n += *n == 0;
    return cp < 0x80 ? byte_is_word(s.p[i]) : cp >= 0xc0 && cp <= 0xff && cp != 0xd7 && cp != 0xf7;
}

static void quoted_part(struct lexer *x, struct buf *token)
{
    char mark = x->s.p[x->at++];
    for (; x->at < x->s.n; x->at++) {
        char c = x->s.p[x->at];
        if (c == mark) {
            x->at++;
            return;
        }
        if (c == '\\' && mark == '"' && x->at + 1 < x->s.n) {
            char next = x->s.p[++x->at];
            if (next != '\\' && next != mark)
                buf_byte(token, c);
            c = next;
        }
        buf_byte(token, c);
    }
    x->failed = true;
}

// One token; absent at the end. A "#" between or behind tokens ends the line.
static struct str token(struct lexer *x, struct arena *a)
{
    struct buf out = buf_in(a);
    bool quoted = false, inside = false;
    for (size_t n; x->at < x->s.n && !x->failed;) {
        char c = x->s.p[x->at];
        bool word = word_char(x->s, x->at, &n);
        if (byte_in(c, " \t\r\n") || c == '#') {
            x->at = c == '#' ? x->s.n : x->at + 1;
            inside = false;
            if (out.n || quoted)
                break;
        } else if (c == '\\') {
            x->failed = x->at + 1 >= x->s.n;
            if (!x->failed)
                buf_byte(&out, x->s.p[x->at + 1]);
            x->at += 2;
            inside = true;
        } else if (c == '\'' || c == '"') {
            quoted_part(x, &out);
            quoted = inside = true;
        } else if (word) {
            buf_add(&out, str_slice(x->s, x->at, x->at + n));
            x->at += n;
            inside = true;
        } else {
            if (inside && (out.n || quoted))
                break;
            buf_add(&out, str_slice(x->s, x->at, x->at + n));
            x->at += n;
            break;
        }
    }
    return out.n || quoted ? buf_str(&out) : STR_NONE;
}

static void honcho_line(struct load *l, struct str line, size_t pos)
{
    struct lexer x = {.s = line};
    struct str name = token(&x, l->a), op = token(&x, l->a), t;
    struct buf v = buf_in(l->a);
    size_t n = 0;
    for (; str_present(t = token(&x, l->a)); n++)
        buf_add(&v, t);
    if (x.failed)
        load_fail_at(l, "a quote is not closed: the program dies", pos);
    bool named = name.n > 0; // the shell between honcho and the program drops other names
    for (size_t i = 0; i < name.n; i++)
        named = named && byte_is_word(name.p[i]) && !byte_is_digit(name.p[0]);
    if (n == 0 || !str_eq(op, STR("=")) || !named)
        return;
    load_set(l, name, unescape(buf_str(&v), "nt", "\n\t", l->a), pos);
}

// Bytes of what str.splitlines takes for a line end at `i`.
static size_t python_line_end(struct str s, size_t i)
{
    char c = s.p[i];
    if ((c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e))
        return 1;
    if (c == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\x85')
        return 2;
    return js_line_end_at(s, i);
}

void parse_honcho(struct load *l)
{
    struct str s = l->text;
    for (size_t at = 0; at < s.n && !l->failed;) {
        size_t stop = at, n = 0;
        while (stop < s.n && (n = python_line_end(s, stop)) == 0)
            stop++;
        honcho_line(l, str_slice(s, at, stop), at);
        at = stop + n;
    }
}
