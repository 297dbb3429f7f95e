// SPDX-License-Identifier: MIT
#include "parse/launch.h"

enum { FOLLOW_MAX = 6, WORD_MAX = 256 };

struct words { // what is left of the command line
    const struct str *p;
    size_t n;
};

struct walk {
    struct launch *out;
    launch_script script;
    void *ctx;
    struct arena *a;
    int depth;
};

static void follow(struct walk *w, struct words cmd);

static struct words skip(struct words cmd, size_t n)
{
    n = n < cmd.n ? n : cmd.n;
    return (struct words){cmd.p + n, cmd.n - n};
}

static struct str word_at(struct words cmd, size_t i)
{
    return i < cmd.n ? cmd.p[i] : STR_NONE;
}

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

// ---- options that take a file or a word ----

// "--name=V" or "--name V" at i; *used is how many words that is.
static bool option(struct words cmd, size_t i, const char *name, struct str *value, size_t *used)
{
    struct str word = word_at(cmd, i), want = str_of(name);
    *used = 1;
    if (str_starts(word, want) && word.n > want.n && word.p[want.n] == '=') {
        *value = str_from(word, want.n + 1);
        return true;
    }
    if (!str_eq(word, want) || i + 1 >= cmd.n)
        return false;
    *used = 2;
    *value = word_at(cmd, i + 1);
    return true;
}

static void take_files(struct walk *w, struct words cmd, const char *const *names)
{
    for (size_t i = 0; i < cmd.n && !str_eq(cmd.p[i], STR("--")); i++) {
        struct str value;
        size_t used = 1;
        for (const char *const *n = names; *n; n++)
            if (option(cmd, i, *n, &value, &used)) {
                strs_add(&w->out->env_files, value, w->a);
                i += used - 1;
                break;
            }
    }
}

static bool has_word(struct words cmd, const char *word)
{
    for (size_t i = 0; i < cmd.n; i++)
        if (str_eq(cmd.p[i], str_of(word)))
            return true;
    return false;
}

static struct str option_value(struct words cmd, const char *name)
{
    struct str value;
    size_t used;
    for (size_t i = 0; i < cmd.n; i++)
        if (option(cmd, i, name, &value, &used))
            return value;
    return STR_NONE;
}

// ---- programs that load files and are the end of the way ----

struct end_row {
    const char *program, *word; // word: the first argument it must have; NULL: any
    const char *loader, *mode, *title;
    const char *files[3]; // options that name files
    bool only_with_files; // without such an option nothing is loaded
};

// clang-format off
static const struct end_row ends[] = {
    {"next",          "dev",    "next-16",           "development", "next dev",    {0}, false},
    {"next",          "start",  "next-16",           "production",  "next start",  {0}, false},
    {"next",          "build",  "next-16",           "production",  "next build",  {0}, false},
    {"vite",          "build",  "vite-8",            "production",  "vite build",  {0}, false},
    {"vite",          "preview", "vite-8",           "production",  "vite preview", {0}, false},
    {"vite",          NULL,     "vite-8",            "development", "vite",        {0}, false},
    {"nuxt",          NULL,     "nuxt-c12-3",        NULL,          "nuxt",        {"--dotenv"}, false},
    {"nuxi",          NULL,     "nuxt-c12-3",        NULL,          "nuxt",        {"--dotenv"}, false},
    {"react-scripts", "start",  "cra-5",             "development", "react-scripts start", {0}, false},
    {"react-scripts", "build",  "cra-5",             "production",  "react-scripts build", {0}, false},
    {"node",          NULL,     "node-24.21",        NULL,          "node --env-file", {"--env-file", "--env-file-if-exists"}, true},
    {"tsx",           NULL,     "node-24.21",        NULL,          "tsx --env-file",  {"--env-file", "--env-file-if-exists"}, true},
    {"bun",           NULL,     "bun-1.4",           NULL,          "bun",         {"--env-file"}, false},
    {"deno",          NULL,     "deno-2.9",          NULL,          "deno --env-file", {"--env-file"}, true},
    {"flask",         "run",    "python-dotenv-1.2", NULL,          "flask run",   {"--env-file", "-e"}, false},
    {"uvicorn",       NULL,     "python-dotenv-1.2", NULL,          "uvicorn --env-file", {"--env-file"}, true},
    {"rails",         NULL,     "ruby-dotenv-3.2-rails", "development", "rails",   {0}, false},
    {"foreman",       "start",  "foreman-0.87",      NULL,          "foreman start", {"-e", "--env"}, false},
    {"foreman",       "run",    "foreman-0.87",      NULL,          "foreman run", {"-e", "--env"}, false},
    {"honcho",        NULL,     "honcho-2",          NULL,          "honcho",      {"-e", "--env"}, false},
    {"heroku",        "local",  "heroku-local",      NULL,          "heroku local", {"-e", "--env"}, false},
    {"aider",         NULL,     "python-dotenv-1.2", NULL,          "aider",       {"--env-file"}, false},
};
// clang-format on

static bool end(struct walk *w, struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const struct end_row *r = &ends[i];
        if (!str_eq(program, str_of(r->program)) ||
            (r->word && !str_eq(word_at(cmd, 1), str_of(r->word))))
            continue;
        take_files(w, skip(cmd, 1), r->files);
        if (r->only_with_files && w->out->env_files.n == 0 && !has_word(cmd, "--env-file")) {
            w->out->without = str_of(r->loader);
            return true;
        }
        struct str mode = option_value(cmd, "--mode");
        w->out->loader = str_of(r->loader);
        w->out->mode = str_present(mode) ? mode : str_of(r->mode);
        w->out->program = str_of(r->title);
        return true;
    }
    return false;
}

// ---- wrappers: programs that load files, or nothing, and start another command ----

struct wrap_row {
    const char *program, *word;
    const char *loader; // NULL: it loads nothing by itself
    const char *files[3];
    bool only_with_files, needs_dashes; // the command stands behind "--"
    const char *values[6];              // further options that take a word
};

// clang-format off
static const struct wrap_row wraps[] = {
    {"npx",       NULL,   NULL,                 {0},                    false, false, {"-p", "--package", "-c"}},
    {"bunx",      NULL,   NULL,                 {0},                    false, false, {0}},
    {"nodemon",   NULL,   NULL,                 {0},                    false, false, {"-w", "--watch", "-e", "--ext"}},
    {"pnpm",      "exec", NULL,                 {0},                    false, false, {0}},
    {"yarn",      "exec", NULL,                 {0},                    false, false, {0}},
    {"poetry",    "run",  NULL,                 {0},                    false, false, {0}},
    {"pipenv",    "run",  "python-dotenv-1.2",  {0},                    false, false, {0}},
    {"bundle",    "exec", NULL,                 {0},                    false, false, {0}},
    {"uv",        "run",  "dotenvy-0.15",       {"--env-file"},         true,  false, {"--with", "--python", "-p", "--project", "--directory", "--package"}},
    {"dotenvx",   "run",  "dotenvx-2",          {"-f", "--env-file"},   false, true,  {0}},
    {"dotenv",    "run",  "python-dotenv-1.2",  {"-f", "--file"},       false, false, {0}},
    {"dotenv",    NULL,   "dotenv-cli-11",          {"-e", "-f", "--file"}, false, false, {0}},
    {"env-cmd",   NULL,   "env-cmd-11",         {"-f", "--file"},       false, false, {"-e", "--environments", "-r"}},
    {"direnv",    "exec", "direnv-head",        {0},                    false, false, {0}},
    {"sudo",      NULL,   NULL,                 {0},                    false, false, {"-u", "-g"}},
    {"exec",      NULL,   NULL,                 {0},                    false, false, {0}},
    {"time",      NULL,   NULL,                 {0},                    false, false, {0}},
    {"nohup",     NULL,   NULL,                 {0},                    false, false, {0}},
    {"cross-env", NULL,   NULL,                 {0},                    false, false, {0}},
    {"env",       NULL,   NULL,                 {0},                    false, false, {"-u", "-C"}},
};
// clang-format on

static bool takes_word(const struct wrap_row *r, struct str option_word)
{
    for (size_t i = 0; i < 3 && r->files[i]; i++)
        if (str_eq(option_word, str_of(r->files[i])))
            return true;
    for (size_t i = 0; i < 6 && r->values[i]; i++)
        if (str_eq(option_word, str_of(r->values[i])))
            return true;
    return false;
}

// Where the wrapped command begins.
static struct words wrapped(const struct wrap_row *r, struct words cmd)
{
    for (size_t i = 0; i < cmd.n; i++) {
        if (str_eq(cmd.p[i], STR("--")))
            return skip(cmd, i + 1);
        if (r->needs_dashes)
            continue;
        if (!str_starts(cmd.p[i], STR("-")))
            return skip(cmd, i);
        i += takes_word(r, cmd.p[i]);
    }
    return skip(cmd, cmd.n);
}

static bool wrap(struct walk *w, struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++) {
        const struct wrap_row *r = &wraps[i];
        if (!str_eq(program, str_of(r->program)) ||
            (r->word && !str_eq(word_at(cmd, 1), str_of(r->word))))
            continue;
        struct words rest = skip(cmd, r->word ? 2 : 1), inner = wrapped(r, rest);
        struct words own = {rest.p, rest.n - inner.n};
        if (str_eq(program, STR("direnv")))
            inner = skip(inner, 1); // the directory
        take_files(w, own, r->files);
        if (r->loader && (!r->only_with_files || w->out->env_files.n)) {
            w->out->loader = str_of(r->loader);
            w->out->program = str_of(r->program);
            w->out->overrides = has_word(own, "--overload") || has_word(own, "-o");
        }
        follow(w, inner);
        return true;
    }
    return false;
}

// ---- docker ----

// The first word behind up, run, start or exec that is no option.
static struct str compose_service(struct words cmd)
{
    bool verb = false;
    for (size_t i = 0; i < cmd.n; i++) {
        if (verb && !str_starts(cmd.p[i], STR("-")))
            return cmd.p[i];
        verb |= str_eq(cmd.p[i], STR("up")) || str_eq(cmd.p[i], STR("run")) ||
                str_eq(cmd.p[i], STR("start")) || str_eq(cmd.p[i], STR("exec"));
    }
    return STR("");
}

static bool docker(struct walk *w, struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    bool plugin = str_eq(program, STR("docker")) && str_eq(word_at(cmd, 1), STR("compose"));
    if (plugin || str_eq(program, STR("docker-compose"))) {
        w->out->compose = true;
        w->out->program = STR("docker compose");
        w->out->service = compose_service(skip(cmd, plugin ? 2 : 1));
        return true;
    }
    bool runs = str_eq(word_at(cmd, 1), STR("run"));
    if (!runs || (!str_eq(program, STR("docker")) && !str_eq(program, STR("podman"))))
        return false;
    static const char *const files[] = {"--env-file", NULL};
    take_files(w, skip(cmd, 2), files);
    w->out->loader = str_eq(program, STR("docker")) ? STR("docker-run-28") : STR("podman-4.3");
    w->out->program = str_join(program, STR(" run"), w->a);
    return true;
}

// ---- scripts of package.json ----

// Words as a POSIX shell cuts them: quotes and backslashes; what expands is left as it stands.
static struct strs shell_words(struct str text, struct arena *a)
{
    struct strs out = {0};
    struct buf b = buf_in(a);
    char quote = 0;
    bool open = false;
    for (size_t i = 0; i <= text.n && out.n < WORD_MAX; i++) {
        char c = i < text.n ? text.p[i] : ' ';
        if (!quote && byte_is_space(c)) {
            if (open)
                strs_add(&out, buf_str(&b), a);
            b = buf_in(a);
            open = false;
            continue;
        }
        open = true;
        if (quote ? c == quote : c == '\'' || c == '"')
            quote = quote ? 0 : c;
        else if (c == '\\' && quote != '\'' && i + 1 < text.n)
            buf_byte(&b, text.p[++i]);
        else
            buf_byte(&b, c);
    }
    return out;
}

// The last command of "a && b": the one that stays.
static struct words last_command(const struct strs *words)
{
    size_t from = 0;
    for (size_t i = 0; i < words->n; i++)
        if (str_eq(words->items[i], STR("&&")) || str_eq(words->items[i], STR(";")) ||
            str_eq(words->items[i], STR("||")))
            from = i + 1;
    return (struct words){words->items + from, words->n - from};
}

static struct str script_name(struct words cmd)
{
    static const char *const managers[] = {"npm", "yarn", "pnpm", "bun"};
    struct str program = base_name(word_at(cmd, 0)), first = word_at(cmd, 1);
    bool manager = false;
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++)
        manager |= str_eq(program, str_of(managers[i]));
    if (!manager)
        return STR_NONE;
    if (str_eq(first, STR("run")) || str_eq(first, STR("run-script")))
        return word_at(cmd, 2);
    bool npm = str_eq(program, STR("npm"));
    if (npm && !str_eq(first, STR("start")) && !str_eq(first, STR("test")))
        return STR_NONE;
    return str_starts(first, STR("-")) ? STR_NONE : first;
}

static bool scripted(struct walk *w, struct words cmd)
{
    struct str name = script_name(cmd);
    if (!str_present(name) || !w->script)
        return false;
    struct loc loc = {0};
    struct str text = w->script(w->ctx, name, &loc);
    if (!str_present(text))
        return false;
    w->out->shown = loc;
    struct strs words = shell_words(text, w->a);
    follow(w, last_command(&words));
    return true;
}

static bool is_assignment(struct str word)
{
    size_t eq = str_chr(word, '=');
    if (eq == STR_NOWHERE || eq == 0 || byte_is_digit(word.p[0]))
        return false;
    for (size_t i = 0; i < eq; i++)
        if (word.p[i] != '_' && !byte_is_alnum(word.p[i]))
            return false;
    return true;
}

static void follow(struct walk *w, struct words cmd)
{
    while (cmd.n && is_assignment(cmd.p[0])) {
        strs_add(&w->out->assigned, cmd.p[0], w->a);
        cmd = skip(cmd, 1);
    }
    if (cmd.n == 0 || w->depth++ >= FOLLOW_MAX)
        return;
    if (!docker(w, cmd) && !scripted(w, cmd) && !wrap(w, cmd))
        end(w, cmd);
}

struct launch launch_read(const struct strs *words, launch_script script, void *ctx,
                          struct arena *a)
{
    struct launch out = {0};
    struct walk w = {.out = &out, .script = script, .ctx = ctx, .a = a};
    follow(&w, (struct words){words->items, words->n < WORD_MAX ? words->n : WORD_MAX});
    return out;
}
