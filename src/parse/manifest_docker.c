// SPDX-License-Identifier: MIT
// Dockerfile ENV and ARG (manifests.md 3), Procfile prefixes (6): what the last stage's image
// holds, with $NAME expanded as the builder does it, and what a command line sets before itself.
#include "parse/manifest_in.h"
#include "parse/names.h"

enum { STAGES_MAX = 64 };

struct text_var {
    struct str name, value; // absent: a build argument without a default
    struct loc loc;
    bool env; // else ARG: it does not stay in the image
};

struct stage {
    struct str name;
    struct text_var *items;
    size_t n, cap;
};

struct dockerfile {
    struct reading *r;
    char escape;
    struct stage global; // ARG before the first FROM
    struct stage stages[STAGES_MAX];
    size_t n;   // stages begun
    bool asked; // an expansion met a build argument whose value is not known
};

// ---- lines ----

static bool is_comment(struct str line)
{
    struct str t = str_trim(line);
    return t.n == 0 || t.p[0] == '#';
}

// An instruction with its continuation lines; comments and empty lines between them do not count.
static bool instruction(struct dockerfile *d, struct str *rest, struct str *out, uint32_t *line,
                        uint32_t *next)
{
    struct buf b = buf_in(d->r->a);
    struct str piece;
    bool more = false;
    while (str_line(rest, &piece)) {
        ++*next;
        if (is_comment(piece))
            continue;
        if (!more)
            *line = *next;
        struct str t = str_trim_right_set(piece, " \t");
        more = t.n && t.p[t.n - 1] == d->escape;
        buf_add(&b, more ? str_slice(t, 0, t.n - 1) : piece);
        if (!more) {
            *out = str_trim(buf_str(&b));
            return true;
        }
    }
    *out = str_trim(buf_str(&b));
    return more;
}

// "RUN <<EOF": the lines up to EOF are a script's, not instructions.
static void skip_heredocs(struct str text, struct str *rest, uint32_t *next)
{
    for (size_t at; (at = str_find(text, STR("<<"))) != STR_NOWHERE;) {
        text = str_from(text, at + 2);
        struct str word = str_slice(text, text.n && text.p[0] == '-', text.n), line;
        size_t n = 0;
        word = str_trim_left_set(word, "\"'");
        while (n < word.n && (word.p[n] == '_' || byte_is_alnum(word.p[n])))
            n++;
        word = str_slice(word, 0, n);
        while (n && str_line(rest, &line)) {
            ++*next;
            if (str_eq(str_trim_left_set(line, "\t"), word))
                break;
        }
    }
}

// ---- values ----

static const struct text_var *find(const struct stage *s, struct str name)
{
    for (size_t i = s->n; i > 0; i--)
        if (str_eq(s->items[i - 1].name, name))
            return &s->items[i - 1];
    return NULL;
}

static size_t name_length(struct str s)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] == '_' || byte_is_alpha(s.p[n]) || (n && byte_is_digit(s.p[n]))))
        n++;
    return n;
}

static struct str word_value(struct dockerfile *d, const struct stage *s, struct str word);

// "NAME}", "NAME:-word}", "NAME:+word}" and their forms without the colon.
static size_t braced(struct dockerfile *d, const struct stage *s, struct str rest, struct buf *b)
{
    size_t n = name_length(rest), end = str_chr(rest, '}');
    if (end == STR_NOWHERE)
        return rest.n;
    const struct text_var *v = find(s, str_slice(rest, 0, n));
    bool colon = n < end && rest.p[n] == ':';
    char op = n + colon < end ? rest.p[n + colon] : '\0';
    struct str operand = str_slice(rest, n + colon + 1, end);
    bool there = v && str_present(v->value) && (!colon || v->value.n);
    if (op == '+' ? there : op == '-' && !there)
        buf_add(b, word_value(d, s, operand));
    else if (v && op != '+')
        buf_add(b, v->value);
    d->asked |= v && !str_present(v->value) && op != '-';
    return end + 1;
}

static size_t variable(struct dockerfile *d, const struct stage *s, struct str rest, struct buf *b)
{
    if (rest.n && rest.p[0] == '{')
        return 1 + braced(d, s, str_from(rest, 1), b);
    size_t n = name_length(rest);
    const struct text_var *v = n ? find(s, str_slice(rest, 0, n)) : NULL;
    if (n == 0)
        buf_byte(b, '$');
    else if (v)
        buf_add(b, v->value);
    d->asked |= v && !str_present(v->value);
    return n;
}

// Quotes off, escapes off, $NAME filled in: single quotes keep all, double ones all but $ and
// the escape before a quote, a dollar or itself.
static struct str word_value(struct dockerfile *d, const struct stage *s, struct str word)
{
    struct buf b = buf_in(d->r->a);
    char quote = 0;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i], after = i + 1 < word.n ? word.p[i + 1] : '\0';
        if (c == d->escape && quote != '\'' && after &&
            (!quote || after == '"' || after == '$' || after == d->escape))
            buf_byte(&b, word.p[++i]);
        else if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (c == '$' && quote != '\'')
            i += variable(d, s, str_from(word, i + 1), &b);
        else
            buf_byte(&b, c);
    }
    return buf_str(&b);
}

// The next blank-separated word with its quotes.
static bool next_word(const struct dockerfile *d, struct str *rest, struct str *word)
{
    *rest = str_trim_left_set(*rest, " \t");
    size_t i = 0;
    char quote = 0;
    for (; i < rest->n; i++) {
        char c = rest->p[i];
        if (c == d->escape && quote != '\'' && i + 1 < rest->n)
            i++;
        else if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (!quote && (c == ' ' || c == '\t'))
            break;
    }
    *word = str_slice(*rest, 0, i);
    *rest = str_from(*rest, i);
    return word->n > 0;
}

// `before`: the values that hold when the instruction begins.
static void put(struct dockerfile *d, struct stage *s, const struct stage *before, struct str name,
                struct str raw, struct loc loc, bool env)
{
    d->asked = false;
    struct str value = str_present(raw) ? word_value(d, before, raw) : STR_NONE;
    if (d->asked)
        value = STR_NONE; // --build-arg may give it
    // An ARG does not change what an ENV of the same name says.
    const struct text_var *old = find(s, name);
    if (!env && old && old->env)
        return;
    *arena_push(s, d->r->a) = (struct text_var){word_value(d, before, name), value, loc, env};
}

static void env_line(struct dockerfile *d, struct stage *s, struct str text, struct loc loc)
{
    size_t eq = str_chr(text, '='), blank = 0;
    const struct stage before = *s;
    struct str word;
    while (blank < text.n && text.p[blank] != ' ' && text.p[blank] != '\t')
        blank++;
    if (blank < text.n && (eq == STR_NOWHERE || blank < eq)) { // ENV NAME value
        put(d, s, &before, str_slice(text, 0, blank), str_trim(str_from(text, blank)), loc, true);
        return;
    }
    while (next_word(d, &text, &word))
        if ((eq = str_chr(word, '=')) != STR_NOWHERE)
            put(d, s, &before, str_slice(word, 0, eq), str_from(word, eq + 1), loc, true);
}

static void arg_line(struct dockerfile *d, struct stage *s, struct str text, struct loc loc)
{
    struct str word;
    while (next_word(d, &text, &word)) {
        size_t eq = str_chr(word, '=');
        struct str name = str_slice(word, 0, eq);
        const struct text_var *global = d->n ? find(&d->global, name) : NULL;
        if (eq != STR_NOWHERE)
            put(d, s, s, name, str_from(word, eq + 1), loc, false);
        else if (global)
            *arena_push(s, d->r->a) = *global; // takes the value of before the first FROM
        else
            put(d, s, s, name, STR_NONE, loc, false);
    }
}

// "FROM image AS name"; an image that is an earlier stage hands on its ENV.
static void from_line(struct dockerfile *d, struct str text)
{
    struct str word, image = STR_NONE, name = STR_NONE;
    bool as = false;
    while (next_word(d, &text, &word)) {
        if (str_starts(word, STR("--")))
            continue;
        if (!str_present(image))
            image = word_value(d, &d->global, word);
        else if (as)
            name = word;
        as = str_eq_icase(word, STR("as"));
    }
    if (d->n == STAGES_MAX)
        return;
    struct stage *s = &d->stages[d->n];
    for (size_t i = 0; i < d->n; i++)
        if (str_eq_icase(d->stages[i].name, image) && image.n)
            for (size_t k = 0; k < d->stages[i].n; k++)
                if (d->stages[i].items[k].env)
                    *arena_push(s, d->r->a) = d->stages[i].items[k];
    s->name = name;
    d->n++;
}

static bool is_word(struct str line, const char *word, struct str *rest)
{
    struct str w = str_of(word);
    if (!str_starts_icase(line, w) || line.n == w.n || !byte_is_space(line.p[w.n]))
        return false;
    *rest = str_trim(str_from(line, w.n));
    return true;
}

// "# escape=`" counts at the very top alone.
static char escape_of(struct str bytes)
{
    struct str line;
    while (str_line(&bytes, &line)) {
        struct str t = str_trim(line);
        if (!str_starts(t, STR("#")))
            return '\\';
        t = str_trim(str_from(t, 1));
        size_t eq = str_chr(t, '=');
        if (eq == STR_NOWHERE)
            return '\\';
        if (str_eq_icase(str_trim(str_slice(t, 0, eq)), STR("escape")))
            return str_eq(str_trim(str_from(t, eq + 1)), STR("`")) ? '`' : '\\';
    }
    return '\\';
}

static void read_lines(struct dockerfile *d)
{
    struct str rest = d->r->file->bytes, line, words;
    uint32_t n = 0, next = 0;
    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_from(rest, 3);
    d->escape = escape_of(rest);
    while (instruction(d, &rest, &line, &n, &next)) {
        struct stage *s = d->n ? &d->stages[d->n - 1] : &d->global;
        struct loc loc = {d->r->file->path, n, 1};
        if (is_word(line, "FROM", &words))
            from_line(d, words);
        else if (is_word(line, "ENV", &words))
            env_line(d, s, words, loc);
        else if (is_word(line, "ARG", &words))
            arg_line(d, s, words, loc);
        else if (is_word(line, "RUN", &words) || is_word(line, "COPY", &words) ||
                 is_word(line, "ADD", &words))
            skip_heredocs(words, &rest, &next);
    }
}

void dockerfile_read(struct reading *r)
{
    struct dockerfile *d = arena_one(r->a, struct dockerfile);
    d->r = r;
    read_lines(d);
    struct context *c = manifest_context(r, CONTEXT_MANIFEST,
                                         str_fmt(r->a, "manifest:%.*s", STR_ARG(r->file->path)),
                                         (struct loc){r->file->path, 1, 1});
    c->in_container = true;
    c->state = SEEN_PARTIAL;
    c->detail = STR("what `docker run -e` or the platform adds is not in the file");
    const struct stage *last = d->n ? &d->stages[d->n - 1] : &d->global;
    for (size_t i = 0; i < last->n; i++) {
        const struct text_var *v = &last->items[i];
        if (v->env && str_present(v->value))
            manifest_set_value(r, c, v->name, v->value, v->loc, STR("ENV"));
        else if (v->env)
            manifest_set_opaque(r, c, v->name, v->loc, STR("ENV from a build argument"));
    }
}

// ---- Procfile: "web: NAME=value NAME=value command" ----

static void process_line(struct dockerfile *d, struct str name, struct str command, struct loc loc)
{
    struct reading *r = d->r;
    struct context *c = manifest_context(
        r, CONTEXT_MANIFEST,
        str_fmt(r->a, "manifest:%.*s#%.*s", STR_ARG(r->file->path), STR_ARG(name)), loc);
    struct str word;
    c->state = SEEN_PARTIAL;
    c->detail = STR("the platform adds its config vars");
    c->program = str_trim(command);
    while (next_word(d, &command, &word)) {
        size_t eq = str_chr(word, '=');
        if (str_eq(word, STR("env")) || str_eq(word, STR("exec")))
            continue;
        if (eq == STR_NOWHERE || eq == 0)
            break;
        struct str value = str_from(word, eq + 1);
        if (str_chr(value, '$') != STR_NOWHERE && value.p[0] != '\'')
            manifest_set_opaque(r, c, str_slice(word, 0, eq), loc,
                                STR("prefix of the command, from another variable"));
        else
            manifest_set_value(r, c, str_slice(word, 0, eq), word_value(d, &d->global, value), loc,
                               STR("prefix of the command"));
    }
}

void procfile_read(struct reading *r)
{
    struct dockerfile *d = arena_one(r->a, struct dockerfile);
    struct str rest = r->file->bytes, line;
    d->r = r;
    d->escape = '\\';
    for (uint32_t n = 1; str_line(&rest, &line); n++) {
        size_t colon = str_chr(line, ':');
        if (colon != STR_NOWHERE && !is_comment(line))
            process_line(d, str_trim(str_slice(line, 0, colon)), str_from(line, colon + 1),
                         (struct loc){r->file->path, n, 1});
    }
}
