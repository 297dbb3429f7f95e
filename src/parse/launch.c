// SPDX-License-Identifier: MIT
#include "parse/launch_impl.h"

#include "parse/names.h"

enum { FOLLOW_MAX = 6, SPEND_MAX = 64, WORD_MAX = 256 };

static void follow(struct walk *w, struct words cmd);

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

// ---- options that take a file or a word ----

// "--name=V" or "--name V" at i; *used is how many words that is.
static bool option_named(struct words cmd, size_t i, struct str want, struct str *value,
                         size_t *used)
{
    struct str word = word_at(cmd, i);
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

static bool option(struct words cmd, size_t i, const char *name, struct str *value, size_t *used)
{
    return option_named(cmd, i, str_of(name), value, used);
}

// `names`: the options, with blanks between.
static void take_files(struct walk *w, struct words cmd, const char *names, bool equals)
{
    for (size_t i = 0; i < cmd.n && !str_eq(cmd.p[i], STR("--")); i++) {
        struct str value;
        size_t used = 1;
        // A command of this one word: what follows is none of the option's.
        struct words one = {cmd.p, equals ? i + 1 : cmd.n};
        struct str rest = str_of(names), name;
        while (str_word(&rest, " ", &name))
            if (option_named(one, i, name, &value, &used)) {
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

// ---- what is set in front of a command ----

void launch_assign(struct walk *w, struct assignments *list, struct assignment a)
{
    if (w->in_shell && str_present(a.value) && str_has_any(a.value, "$`")) {
        // Only what decides whether a key arrives leaves open whether one does.
        enum name_role role = name_role(a.name);
        if (role == NAME_KEY || role == NAME_MODE)
            w->out->untold = str_fmt(w->a, "the shell's text for %.*s", STR_ARG(a.name));
        if (!name_relevant(a.name) || str_present(w->out->untold))
            return;
        a.value = STR_NONE; // another value than this shell's, and not known
    }
    *arena_push(list, w->a) = a;
}

// env [-i] [-u NAME] [NAME=VALUE]... COMMAND
static bool environment(struct walk *w, struct words cmd)
{
    if (!str_eq(base_name(word_at(cmd, 0)), STR("env")))
        return false;
    struct assignments *list = &w->out->assigned;
    size_t i = 1;
    for (; i < cmd.n && (str_starts(cmd.p[i], STR("-")) || assignment_is(cmd.p[i])); i++) {
        struct str value;
        size_t used = 1;
        if (assignment_is(cmd.p[i])) {
            launch_assign(w, list, assignment_of(cmd.p[i]));
        } else if (str_eq(cmd.p[i], STR("-i")) || str_eq(cmd.p[i], STR("-")) ||
                   str_eq(cmd.p[i], STR("--ignore-environment"))) {
            w->out->cleared = true;
            list->n = 0;
        } else if (option(cmd, i, "-u", &value, &used) ||
                   option(cmd, i, "--unset", &value, &used)) {
            *arena_push(list, w->a) = (struct assignment){value, STR_NONE};
        } else if (str_eq(cmd.p[i], STR("-S")) && i + 1 < cmd.n) {
            launch_follow(w, cmd.p[i + 1]);
            return true;
        } else {
            option(cmd, i, "-C", &value, &used);
        }
        i += used - 1;
    }
    follow(w, skip(cmd, i));
    return true;
}

// Short options of sudo that take a word, which may stand in the same one: -u www, -uwww, -nu www.
static bool sudo_takes_word(struct str flag)
{
    for (size_t i = 1; i < flag.n; i++)
        if (memchr("CDghpRrTtUu", flag.p[i], 11))
            return i + 1 == flag.n;
    return false;
}

static bool sudo_flag(struct str word, char letter)
{
    for (size_t i = 1; i < word.n && word.p[1] != '-'; i++) {
        if (word.p[i] == letter)
            return true;
        if (memchr("CDghpRrTtUu", word.p[i], 11))
            return false;
    }
    return false;
}

static void sudo_keeps(struct walk *w, struct str list)
{
    struct str name;
    while (str_word(&list, ",", &name))
        strs_add(&w->out->kept, name, w->a);
}

// sudo begins with an environment of its own (env_reset, the default policy), unless it is told to
// keep this one, or some names of it. What sudoers adds is not for everyone to read.
static bool sudo(struct walk *w, struct words cmd)
{
    if (!str_eq(base_name(word_at(cmd, 0)), STR("sudo")))
        return false;
    bool all = false;
    struct assignments given = {0};
    size_t i = 1;
    for (; i < cmd.n && (str_starts(cmd.p[i], STR("-")) || assignment_is(cmd.p[i])); i++) {
        struct str word = cmd.p[i];
        if (assignment_is(word)) {
            launch_assign(w, &given, assignment_of(word));
        } else if (str_starts(word, STR("--preserve-env="))) {
            sudo_keeps(w, str_from(word, 15));
        } else if (str_eq(word, STR("--"))) {
            i++;
            break;
        } else {
            all |= sudo_flag(word, 'E') || str_eq(word, STR("--preserve-env"));
            // A login reads the other user's profile.
            if (sudo_flag(word, 'i') || str_eq(word, STR("--login")))
                w->out->untold = STR("the login that sudo -i makes");
            i += sudo_takes_word(word) || str_eq(word, STR("--user")) ||
                 str_eq(word, STR("--group"));
        }
    }
    if (!all) {
        w->out->cleared = true;
        size_t kept = 0;
        for (size_t k = 0; k < w->out->assigned.n; k++)
            if (strs_have(&w->out->kept, w->out->assigned.items[k].name))
                w->out->assigned.items[kept++] = w->out->assigned.items[k];
        w->out->assigned.n = kept;
    }
    for (size_t k = 0; k < given.n; k++)
        *arena_push(&w->out->assigned, w->a) = given.items[k];
    follow(w, skip(cmd, i));
    return true;
}

// ---- programs that load files and are the end of the way ----

static void loads(struct walk *w, const char *loader, const char *mode, const char *title)
{
    w->out->loader = row_text(loader);
    w->out->mode = row_text(mode);
    w->out->program = row_text(title);
}

static struct str assigned_value(const struct walk *w, const char *name)
{
    const struct assignment *a = assignments_find(&w->out->assigned, str_of(name));
    return a ? a->value : STR_NONE;
}

static const struct preload_row *preload_in(struct words cmd)
{
    static const char *const switches[] = {"-r", "--require", "--import", "--loader", "--preload"};
    const struct preload_row *row = NULL;
    for (size_t i = 0; i < cmd.n && !row; i++) {
        struct str module;
        size_t used;
        for (size_t k = 0; k < sizeof switches / sizeof *switches && !row; k++)
            row = option(cmd, i, switches[k], &module, &used) ? launch_preload(module) : NULL;
        if (!row && str_starts(cmd.p[i], STR("-r"))) // ruby -rdotenv/load
            row = launch_preload(str_from(cmd.p[i], 2));
    }
    return row;
}

// node -r dotenv/config x.js, and its relatives: the loader is told where to look by words of the
// program's own, or by variables (dotenv.md 4, D1).
static bool preloaded(struct walk *w, struct words cmd)
{
    const struct preload_row *row = preload_in(skip(cmd, 1));
    struct str options = assigned_value(w, "NODE_OPTIONS"), word;
    struct strs more = {0};
    while (!row && str_present(options) && str_word(&options, " ", &word))
        strs_add(&more, word, w->a);
    row = row ? row : preload_in((struct words){more.items, more.n});
    if (!row)
        return false;
    loads(w, row->loader, "", row->module);
    struct str path = option_value(cmd, "dotenv_config_path");
    if (!str_present(path))
        path = assigned_value(w, "DOTENV_CONFIG_PATH");
    if (str_present(path))
        strs_add(&w->out->env_files, path, w->a);
    w->out->overrides = has_word(cmd, "dotenv_config_override=true") ||
                        str_eq(assigned_value(w, "DOTENV_CONFIG_OVERRIDE"), STR("true"));
    return true;
}

static void end(struct walk *w, struct words cmd)
{
    const struct end_row *r = launch_end(cmd);
    if (!r)
        return;
    size_t before = w->out->env_files.n;
    take_files(w, skip(cmd, 1), r->files, r->equals);
    bool named = w->out->env_files.n > before;
    for (size_t i = 0; i < cmd.n; i++)
        named |= launch_listed(r->files, cmd.p[i]);
    if ((r->only_with_files && !named) || (r->off[0] && has_word(cmd, r->off))) {
        w->out->without = str_of(r->loader);
        return;
    }
    struct str mode = option_value(cmd, "--mode");
    loads(w, r->loader, r->mode, r->title);
    w->out->mode = str_present(mode) ? mode : w->out->mode;
}

// ---- wrappers: programs that load files, or nothing, and start another command ----

static bool takes_word(const struct wrap_row *r, struct str word)
{
    return launch_listed(r->files, word) || launch_listed(r->values, word);
}

// Where the wrapped command begins.
static struct words wrapped(const struct wrap_row *r, struct words cmd)
{
    int operands = r->skipped;
    for (size_t i = 0; i < cmd.n; i++) {
        if (str_eq(cmd.p[i], STR("--")))
            return skip(cmd, i + 1);
        if (r->needs_dashes)
            continue;
        if (!str_starts(cmd.p[i], STR("-")) && operands-- == 0)
            return skip(cmd, i);
        i += takes_word(r, cmd.p[i]);
    }
    return skip(cmd, cmd.n);
}

static bool wrap(struct walk *w, struct words cmd)
{
    const struct wrap_row *r = launch_wrap(cmd);
    if (!r)
        return false;
    struct words rest = skip(cmd, r->word[0] ? 2 : 1), inner = wrapped(r, rest);
    struct words own = {rest.p, rest.n - inner.n};
    size_t before = w->out->env_files.n;
    take_files(w, own, r->files, false);
    if (r->untold)
        w->out->untold = str_of(r->program);
    if (r->loader[0] && (!r->only_with_files || w->out->env_files.n > before)) {
        loads(w, r->loader, "", r->program);
        w->out->overrides = has_word(own, "--overload") || has_word(own, "-o");
    }
    struct str text = option_value(own, "-c"); // npx -c "next dev"
    if (inner.n == 0 && str_present(text))
        launch_follow(w, text);
    follow(w, inner);
    return true;
}

// python -m flask run
static bool python_module(struct walk *w, struct words cmd)
{
    if (!str_starts(base_name(word_at(cmd, 0)), STR("python")))
        return false;
    for (size_t i = 1; i < cmd.n && str_starts(cmd.p[i], STR("-")); i++)
        if (str_eq(cmd.p[i], STR("-m"))) {
            follow(w, skip(cmd, i + 1));
            return true;
        }
    return false;
}

// ---- docker ----

// The operand at i, or behind it; what `-e` passes on is noted on the way.
static size_t container_operand(struct walk *w, struct words cmd, size_t i)
{
    for (; i < cmd.n && str_starts(cmd.p[i], STR("-")); i++) {
        struct str value;
        size_t used = 1;
        bool passes = option(cmd, i, "-e", &value, &used) || option(cmd, i, "--env", &value, &used);
        if (!passes && str_starts(cmd.p[i], STR("-e")) && cmd.p[i].n > 2) {
            value = str_from(cmd.p[i], 2); // -eNAME=VALUE
            passes = true;
        }
        if (passes)
            launch_assign(w, &w->out->passed, assignment_of(value));
        i += passes ? used - 1 : launch_container_value(cmd.p[i]);
    }
    return i;
}

static bool is_verb(struct str word)
{
    return str_eq(word, STR("up")) || str_eq(word, STR("run")) || str_eq(word, STR("start")) ||
           str_eq(word, STR("exec")) || str_eq(word, STR("watch")) || str_eq(word, STR("create"));
}

static bool compose(struct walk *w, struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    bool plugin = (str_eq(program, STR("docker")) || str_eq(program, STR("podman"))) &&
                  str_eq(word_at(cmd, 1), STR("compose"));
    if (!plugin && !str_eq(program, STR("docker-compose")) &&
        !str_eq(program, STR("podman-compose")))
        return false;
    w->out->compose = true;
    w->out->program = STR("docker compose");
    w->out->service = STR("");
    size_t verb = container_operand(w, cmd, plugin ? 2 : 1);
    if (!is_verb(word_at(cmd, verb)))
        return true;
    size_t service = container_operand(w, cmd, verb + 1);
    if (service < cmd.n)
        w->out->service = cmd.p[service];
    return true;
}

static bool docker(struct walk *w, struct words cmd)
{
    if (compose(w, cmd))
        return true;
    struct str program = base_name(word_at(cmd, 0));
    bool is_docker = str_eq(program, STR("docker"));
    if (!is_docker && !str_eq(program, STR("podman")))
        return false;
    size_t verb = str_eq(word_at(cmd, 1), STR("container")) ? 2 : 1;
    if (!str_eq(word_at(cmd, verb), STR("run")) && !str_eq(word_at(cmd, verb), STR("create")))
        return false;
    size_t image = container_operand(w, cmd, verb + 1);
    take_files(w, (struct words){cmd.p, image}, "--env-file", false);
    loads(w, is_docker ? "docker-run-28" : "podman-4.3", "",
          is_docker ? "docker run" : "podman run");
    w->out->only_named = true;
    return true;
}

// ---- texts that a shell reads ----

static bool recognised(const struct launch *l)
{
    return str_present(l->loader) || l->compose || str_present(l->without);
}

// export $(grep -v '^#' .env | xargs)
static bool exports_a_file(struct walk *w, struct str word)
{
    if (!str_starts(word, STR("$(")) || !str_has(word, STR("xargs")))
        return false;
    struct str piece;
    while (str_word(&word, " \t$()'\"<|", &piece))
        if (str_has(piece, STR(".env"))) {
            loads(w, "bash-export-xargs", "", "export $(xargs)");
            strs_add(&w->out->env_files, piece, w->a);
            w->out->only_named = true;
            return true;
        }
    return false;
}

// Commands that change what the later ones of the text get.
static bool prepares(struct walk *w, struct words cmd, bool *exporting)
{
    struct str first = word_at(cmd, 0), second = word_at(cmd, 1);
    if (str_eq(first, STR("set"))) {
        *exporting |= str_eq(second, STR("-a")) || str_eq(word_at(cmd, 2), STR("allexport"));
        return true;
    }
    if ((str_eq(first, STR(".")) || str_eq(first, STR("source"))) && str_present(second)) {
        if (*exporting) {
            loads(w, "bash-source", "", "source");
            strs_add(&w->out->env_files, second, w->a);
            w->out->only_named = true;
        }
        return true;
    }
    if (!str_eq(first, STR("export")))
        return false;
    for (size_t i = 1; i < cmd.n; i++)
        if (!exports_a_file(w, cmd.p[i]) && assignment_is(cmd.p[i]))
            launch_assign(w, &w->out->assigned, assignment_of(cmd.p[i]));
    return true;
}

// Of "a && b", "a & b", "a | b" the last one that is known to load something.
void launch_follow(struct walk *w, struct str text)
{
    struct commands all = launch_commands(text, w->a);
    bool before = w->in_shell, exporting = false;
    w->in_shell = true;
    size_t kept = 0;
    for (size_t i = 0; i < all.n; i++)
        if (!prepares(w, all.items[i], &exporting))
            all.items[kept++] = all.items[i];
    struct launch start = *w->out, last = start;
    bool found = false;
    for (size_t i = kept; i > 0 && !found; i--) {
        *w->out = start;
        follow(w, all.items[i - 1]);
        found = w->out->compose || !str_eq(w->out->loader, start.loader) ||
                !str_eq(w->out->without, start.without);
        last = i == kept ? *w->out : last;
    }
    if (!found && kept)
        *w->out = last;
    w->in_shell = before;
}

// sh -c TEXT, concurrently TEXT TEXT
static bool shell(struct walk *w, struct words cmd)
{
    static const char *const shells[] = {"sh", "bash", "dash", "zsh", "ksh"};
    struct str program = base_name(word_at(cmd, 0));
    bool known = false;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        known |= str_eq(program, str_of(shells[i]));
    for (size_t i = 1; known && i + 1 < cmd.n && str_starts(cmd.p[i], STR("-")); i++)
        if (cmd.p[i].p[cmd.p[i].n - 1] == 'c') {
            launch_follow(w, cmd.p[i + 1]);
            return true;
        }
    return false;
}

static bool several(struct walk *w, struct words cmd)
{
    static const char *const names[] = {"concurrently", "run-p", "run-s", "npm-run-all"};
    struct str program = base_name(word_at(cmd, 0));
    bool known = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        known |= str_eq(program, str_of(names[i]));
    for (size_t i = 1; known && i < cmd.n && !recognised(w->out); i++) {
        struct str text = cmd.p[i];
        bool script = str_starts(text, STR("npm:"));
        if (str_starts(text, STR("-")))
            continue;
        if (script || !str_eq(program, STR("concurrently")))
            text = str_join(STR("npm run "), str_from(text, script ? 4 : 0), w->a);
        launch_follow(w, text);
    }
    return known;
}

// ---- scripts of package.json ----

// Options that lead to another package.json than the one here.
static bool elsewhere(struct str word)
{
    static const char *const names[] = {"--prefix", "-C",          "--cwd", "--dir",
                                        "--filter", "-F",          "-w",    "--workspace",
                                        "-r",       "--recursive", "-ws",   "--workspaces"};
    struct str name = str_slice(word, 0, str_chr(word, '='));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

// The index of the script's name; 0: none.
static size_t script_at(struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    if (str_eq(program, STR("node")))
        return str_eq(word_at(cmd, 1), STR("--run")) ? 2 : 0;
    bool npm = str_eq(program, STR("npm"));
    if (!npm && !str_eq(program, STR("yarn")) && !str_eq(program, STR("pnpm")) &&
        !str_eq(program, STR("bun")))
        return 0;
    bool run = false;
    size_t i = 1;
    for (; i < cmd.n; i++) {
        bool verb = str_eq(cmd.p[i], STR("run")) || str_eq(cmd.p[i], STR("run-script"));
        if (elsewhere(cmd.p[i]))
            return 0;
        if (!str_starts(cmd.p[i], STR("-")) && (run || !verb))
            break;
        run |= verb;
    }
    bool short_form = str_eq(word_at(cmd, i), STR("start")) || str_eq(word_at(cmd, i), STR("test"));
    return i < cmd.n && (run || !npm || short_form) ? i : 0;
}

// pnpm -F web dev: a script of a package.json that is not read here.
static bool leads_elsewhere(struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    bool ours =
        str_eq(program, STR("npm")) || str_eq(program, STR("pnpm")) || str_eq(program, STR("yarn"));
    for (size_t i = 1; ours && i < cmd.n && !str_eq(cmd.p[i], STR("--")); i++)
        if (elsewhere(cmd.p[i]))
            return true;
    return false;
}

static bool scripted(struct walk *w, struct words cmd)
{
    size_t at = script_at(cmd);
    if (!at && leads_elsewhere(cmd)) {
        w->out->untold = str_fmt(w->a, "the other package in which %.*s runs its script",
                                 STR_ARG(base_name(cmd.p[0])));
        return true;
    }
    if (!at || !w->script)
        return false;
    struct loc loc = {0};
    struct str text = w->script(w->ctx, cmd.p[at], &loc), program = base_name(cmd.p[0]);
    if (str_present(text)) {
        w->out->shown = loc;
        launch_follow(w, text);
        return true;
    }
    // yarn and pnpm run a program of the packages when there is no such script.
    if (!str_eq(program, STR("yarn")) && !str_eq(program, STR("pnpm")))
        return false;
    struct words rest = skip(cmd, at);
    if (launch_wrap(cmd) || !launch_end(rest))
        return false;
    follow(w, rest);
    return true;
}

static void follow(struct walk *w, struct words cmd)
{
    while (cmd.n && assignment_is(cmd.p[0])) {
        launch_assign(w, &w->out->assigned, assignment_of(cmd.p[0]));
        cmd = skip(cmd, 1);
    }
    if (cmd.n == 0 || w->depth >= FOLLOW_MAX || w->spent++ >= SPEND_MAX)
        return;
    w->depth++;
    struct str language = launch_language(cmd.p[0]);
    if (str_present(language))
        w->out->language = language;
    if (!environment(w, cmd) && !sudo(w, cmd) && !docker(w, cmd) && !shell(w, cmd) &&
        !several(w, cmd) && !launch_task(w, cmd) && !scripted(w, cmd) && !preloaded(w, cmd) &&
        !python_module(w, cmd) && !wrap(w, cmd))
        end(w, cmd);
    w->depth--;
}

struct launch launch_read(const struct strs *words, launch_script script, launch_file file,
                          void *ctx, struct arena *a)
{
    struct launch out = {0};
    struct walk w = {.out = &out, .script = script, .file = file, .ctx = ctx, .a = a};
    follow(&w, (struct words){words->items, words->n < WORD_MAX ? words->n : WORD_MAX});
    return out;
}

struct launch launch_read_text(struct str text, launch_script script, void *ctx, struct arena *a)
{
    struct launch out = {0};
    struct walk w = {.out = &out, .script = script, .ctx = ctx, .a = a};
    launch_follow(&w, text);
    return out;
}
