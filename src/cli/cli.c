// SPDX-License-Identifier: MIT
// The words a user types: finds the command, reads the options by the tables, says what is wrong.
#include "cli/cli.h"

#include "base/term.h"
#include "cli/command.h"
#include "cli/help.h"
#include "os/os.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

extern char **environ;

enum {
    ARENA_CEILING = 512 << 20,
    ROOM = 56 << 10, // what `status` takes where there is little to look at
    SECRETS_ROOM = 8 << 10,
};

// What every command takes.
#define EVERY (OPT(OPT_HELP) | OPT(OPT_COLOR) | OPT(OPT_ASCII) | OPT(OPT_DIR))
#define WHERE                                                                                      \
    (OPT(OPT_FOR) | OPT(OPT_CONTEXT) | OPT(OPT_PID) | OPT(OPT_PORT) | OPT(OPT_ENV_FILE) |          \
     OPT(OPT_BASE_URL) | OPT(OPT_MODEL) | OPT(OPT_PROFILE))
#define OUTPUT (OPT(OPT_FORMAT) | OPT(OPT_JSON) | OPT(OPT_QUIET) | OPT(OPT_VERBOSE))
#define NET                                                                                        \
    (OPT(OPT_TIMEOUT) | OPT(OPT_OFFLINE) | OPT(OPT_NO_KEY) | OPT(OPT_NO_CONTROL) |                 \
     OPT(OPT_TRUST_PROJECT))
#define DOCTOR                                                                                     \
    (WHERE | OUTPUT | NET | OPT(OPT_FROM) | OPT(OPT_NO_HISTORY) | OPT(OPT_REQUEST) |               \
     OPT(OPT_STRICT))

// clang-format off
static const struct command commands[] = {
    {"doctor", "", "full diagnosis: gather, compare, probe, explain",
     HELP_DOCTOR, EVERY | DOCTOR, 0, 0, false, cmd_doctor},
    {"check", "", "static checks for scripts: pre-commit, dev-server start, CI",
     HELP_CHECK, EVERY | WHERE | OUTPUT | OPT(OPT_FROM) | OPT(OPT_STRICT) | OPT(OPT_STAGED) | OPT(OPT_STAGED_ONLY) | OPT(OPT_OFFLINE) | OPT(OPT_TRUST_PROJECT),
     0, 0, false, cmd_check},
    {"run", "-- CMD [ARG...]", "check what CMD would see, then become CMD",
     HELP_RUN, EVERY | WHERE | OUTPUT | OPT(OPT_STRICT) | OPT(OPT_WARN_ONLY) | OPT(OPT_OFFLINE) | OPT(OPT_TRUST_PROJECT),
     1, ARGS_MANY, true, cmd_run},
    {"status", "", "what the prompt hook calls: nothing, or one short line per new problem",
     HELP_STATUS, EVERY | OPT(OPT_STYLE) | OPT(OPT_JSON) | OPT(OPT_FORMAT), 0, 0, false, cmd_status},
    {"compare", "[CONTEXT...]", "contexts side by side with the Playground",
     HELP_COMPARE, EVERY | WHERE | OUTPUT | OPT(OPT_FROM) | OPT(OPT_LOADER) | OPT(OPT_SHOW) | OPT(OPT_SNIPPET) | OPT(OPT_TRUST_PROJECT),
     0, 16, false, cmd_compare},
    {"clients", "", "what each client would do here: route, trust, key, base URL, timeouts",
     HELP_CLIENTS, EVERY | WHERE | OUTPUT | OPT(OPT_FROM) | OPT(OPT_URL) | OPT(OPT_TRUST_PROJECT), 0, 0, false, cmd_clients},
    {"explain", "[ID|CODE|-]", "a finding, a gateway error code, or an error text on stdin: cause, check, fix",
     HELP_EXPLAIN, EVERY | OPT(OPT_JSON) | OPT(OPT_FORMAT) | OPT(OPT_PROFILE) | OPT(OPT_TRUST_PROJECT), 0, 1, false, cmd_explain},
    {"rules", "", "the catalogue of findings",
     NULL, EVERY | OPT(OPT_JSON) | OPT(OPT_FORMAT), 0, 0, false, cmd_rules},
    {"models", "[ID]", "the gateway's models; the nearest to ID",
     HELP_MODELS, EVERY | WHERE | NET | OPT(OPT_JSON) | OPT(OPT_FORMAT) | OPT(OPT_QUIET), 0, 1, false, cmd_models},
    {"playground", "[show|import FILE|reset]", "the reference configuration",
     HELP_PLAYGROUND, EVERY | OPT(OPT_JSON) | OPT(OPT_FORMAT) | OPT(OPT_PROFILE) | OPT(OPT_TRUST_PROJECT) | OPT(OPT_TRUST_HOST),
     0, 2, false, cmd_playground},
    {"report", "", "what support asks for, and nothing that it must not get",
     HELP_REPORT, EVERY | DOCTOR | OPT(OPT_EMAIL), 0, 0, false, cmd_report},
    {"hook", "bash|zsh|fish|pre-commit", "print the hook",
     HELP_HOOK, EVERY | OPT(OPT_REMOVE), 1, 1, false, cmd_hook},
    {"completion", "bash|zsh|fish", "print the completion",
     HELP_COMPLETION, EVERY, 1, 1, false, cmd_completion},
    {"snapshot", "", "write what was seen, as JSON, without any secret",
     HELP_SNAPSHOT, EVERY | WHERE | NET | OPT(OPT_REQUEST) | OPT(OPT_LOADER) | OPT(OPT_FROM), 0, 0, false, cmd_snapshot},
};
// clang-format on

size_t command_count(void)
{
    return sizeof commands / sizeof *commands;
}

const struct command *command_at(size_t i)
{
    return &commands[i];
}

const struct command *command_find(struct str name)
{
    for (size_t i = 0; i < command_count(); i++)
        if (str_eq(name, str_of(commands[i].name)))
            return &commands[i];
    return NULL;
}

static struct str command_near(struct str word)
{
    size_t best = word.n > 4 ? 3 : 2;
    struct str near = STR_NONE;
    for (size_t i = 0; i < command_count(); i++) {
        struct str name = str_of(commands[i].name);
        size_t distance = word.n > 1 && str_starts(name, word) ? 0 : str_distance(word, name, best);
        if (distance < best) {
            best = distance;
            near = name;
        }
    }
    return near;
}

void cli_out(struct str text)
{
    // The reader went away (SIGPIPE ignored), or the disk is full: nothing more can be said there.
    if (!os_write_all(STDOUT_FILENO, text) && errno != EPIPE)
        cli_err(STR("nexoenv: error: standard output cannot be written\n"));
}

void cli_err(struct str text)
{
    bool ignored = os_write_all(STDERR_FILENO, text);
    (void)ignored;
}

__attribute__((format(printf, 3, 0))) static void say(struct invocation *inv, const char *kind,
                                                      const char *format, va_list args)
{
    struct arena scratch = *inv->arena;
    struct buf text = buf_in(&scratch), line = buf_in(&scratch);
    buf_vfmt(&text, format, args);
    buf_fmt(&line, "nexoenv: %s: ", kind);
    term_escape(&line, buf_str(&text));
    buf_byte(&line, '\n');
    cli_err(buf_str(&line));
}

int cli_usage(struct invocation *inv, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(inv, "error", format, args);
    va_end(args);
    return STATUS_USAGE;
}

void cli_note(struct invocation *inv, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(inv, "note", format, args);
    va_end(args);
}

// The command line in work: options may stand before the command's name as well.
struct parse {
    struct invocation *inv;
    char **argv;
    int argc, at;
    bool operands_only; // behind "--"
};

static int unknown_option(struct parse *p, struct str word)
{
    uint64_t allowed = p->inv->command ? p->inv->command->options : UINT64_MAX;
    struct str near = option_near(word, allowed);
    if (str_present(near))
        return cli_usage(p->inv, "unknown option '%.*s'; did you mean '%.*s'?", STR_ARG(word),
                         STR_ARG(near));
    return cli_usage(p->inv, "unknown option '%.*s'; see nexoenv%s%s --help", STR_ARG(word),
                     p->inv->command ? " " : "", p->inv->command ? p->inv->command->name : "");
}

static int take_option(struct parse *p, struct str word)
{
    size_t equals = str_starts(word, STR("--")) ? str_chr(word, '=') : STR_NOWHERE;
    struct str name = str_slice(word, 0, equals), value = STR_NONE;
    const struct option_row *row = option_find(name);
    if (!row)
        return unknown_option(p, name);
    if (equals != STR_NOWHERE)
        value = str_from(word, equals + 1);
    if (row->value[0] && !str_present(value) && p->at < p->argc)
        value = str_of(p->argv[p->at++]);
    if (row->value[0] && !str_present(value))
        return cli_usage(p->inv, "%s needs a value: %s", row->name, row->value);
    if (!row->value[0] && str_present(value))
        return cli_usage(p->inv, "%s takes no value", row->name);
    const char *wrong = option_store(&p->inv->opt, row, value, p->inv->arena);
    if (wrong)
        return cli_usage(p->inv, "%s %.*s: %s%s", row->name, STR_ARG(value),
                         wrong == row->words ? "must be one of " : "", wrong);
    return 0;
}

static int take_command(struct parse *p, struct str word)
{
    p->inv->command = command_find(word);
    if (p->inv->command)
        return 0;
    struct str near = command_near(word);
    if (str_present(near))
        return cli_usage(p->inv, "no command '%.*s'; did you mean '%.*s'?", STR_ARG(word),
                         STR_ARG(near));
    return cli_usage(p->inv, "no command '%.*s'; see nexoenv --help", STR_ARG(word));
}

static int parse_words(struct parse *p)
{
    struct invocation *inv = p->inv;
    while (p->at < p->argc) {
        struct str word = str_of(p->argv[p->at]);
        if (!p->operands_only && word.n > 1 && word.p[0] == '-') {
            p->at++;
            if (str_eq(word, STR("--"))) {
                p->operands_only = true;
                continue;
            }
            int status = take_option(p, word);
            if (status)
                return status;
            continue;
        }
        if (!inv->command) {
            p->at++;
            int status = take_command(p, word);
            if (status)
                return status;
            continue;
        }
        if (inv->command->rest) { // the rest is another program's
            inv->argv = p->argv + p->at;
            inv->arg_count = (size_t)(p->argc - p->at);
            break;
        }
        inv->args[inv->arg_count++] = word;
        p->at++;
    }
    return 0;
}

static int check_words(struct invocation *inv)
{
    const struct command *c = inv->command;
    uint64_t unused = inv->opt.given & ~c->options & ~OPT(OPT_VERSION);
    for (size_t i = 0; i < OPT_COUNT; i++)
        if (unused & OPT(i))
            return cli_usage(inv, "'%s' does not use %s; see nexoenv %s --help", c->name,
                             option_row((enum option_id)i)->name, c->name);
    if (inv->opt.help || inv->opt.version)
        return 0;
    if (inv->arg_count < c->min_args)
        return cli_usage(inv, "usage: nexoenv %s %s", c->name, c->usage);
    if (inv->arg_count > c->max_args)
        return cli_usage(inv, "'%s' takes %s", c->name, c->max_args ? c->usage : "no operands");
    uint64_t here =
        OPT(OPT_PID) | OPT(OPT_PORT) | OPT(OPT_ENV_FILE) | OPT(OPT_STAGED) | OPT(OPT_STAGED_ONLY);
    if (inv->opt.from.n && inv->opt.given & here)
        return cli_usage(inv, "--from judges a snapshot: --pid, --port, --env-file and --staged "
                              "look here");
    // Findings have these forms; tables and lists do not.
    if (inv->opt.format >= FORMAT_SARIF && !(c->options & OPT(OPT_STRICT)))
        return cli_usage(inv, "'%s' has no such form: --format text or json", c->name);
    return 0;
}

static bool wants_color(const struct invocation *inv, int fd)
{
    if (inv->opt.color != COLOR_AUTO)
        return inv->opt.color == COLOR_ALWAYS;
    bool plain = false, dumb = false;
    for (char *const *e = inv->envp; e && *e; e++) {
        plain |= strncmp(*e, "NO_COLOR=", 9) == 0 && (*e)[9];
        dumb |= strcmp(*e, "TERM=dumb") == 0;
    }
    return !plain && !dumb && os_is_tty(fd);
}

// UTF-8 unless --ascii, or a locale that says otherwise (LC_ALL, LC_CTYPE, LANG: the first that is
// set and not empty; none set: an old pipe, and UTF-8 all the same).
static bool is_utf8(const struct invocation *inv)
{
    static const char *const names[] = {"LC_ALL=", "LC_CTYPE=", "LANG="};
    for (size_t i = 0; i < 3; i++)
        for (char *const *e = inv->envp; e && *e; e++) {
            struct str v = str_of(*e);
            if (!str_starts(v, str_of(names[i])) || v.n == strlen(names[i]))
                continue;
            return str_find_icase(v, STR("utf-8")) != STR_NOWHERE ||
                   str_find_icase(v, STR("utf8")) != STR_NOWHERE;
        }
    return true;
}

static void set_style(struct invocation *inv)
{
    unsigned columns = os_columns(STDOUT_FILENO);
    inv->style = (struct style){
        .color = wants_color(inv, STDOUT_FILENO),
        .utf8 = !inv->opt.ascii && is_utf8(inv),
        .quiet = inv->opt.quiet,
        .verbose = inv->opt.verbose,
        .width = columns && columns < 80 ? columns : 80,
    };
    inv->style_err = inv->style;
    inv->style_err.color = wants_color(inv, STDERR_FILENO);
}

static int dispatch(struct invocation *inv)
{
    if (inv->opt.version && !inv->command) {
        cli_out(STR("nexoenv " NEXOENV_VERSION "\n"));
        return STATUS_OK;
    }
    if (!inv->command) {
        (inv->opt.help ? cli_out : cli_err)(help_all(inv->arena));
        return inv->opt.help ? STATUS_OK : STATUS_USAGE;
    }
    int status = check_words(inv);
    if (status)
        return status;
    if (inv->opt.help) {
        cli_out(help_command(inv->command, inv->arena));
        return STATUS_OK;
    }
    if (inv->opt.dir.n && !os_chdir(str_z(inv->opt.dir, inv->arena)))
        return cli_usage(inv, "-C %.*s: no such directory, or not allowed in",
                         STR_ARG(inv->opt.dir));
    set_style(inv);
    return inv->command->run(inv);
}

int cli_main(int argc, char **argv)
{
    os_claim_std();
    char *room = os_room(ROOM + SECRETS_ROOM);
    struct arena arena = arena_begin(room, room ? ROOM : 0, ARENA_CEILING);
    struct secrets secrets = secrets_new(room ? room + ROOM : NULL, room ? SECRETS_ROOM : 0);
    struct invocation inv = {
        .arena = &arena,
        .secrets = &secrets,
        .envp = environ,
        .started_ns = os_now_ns(),
        .started_mono_ns = os_mono_ns(),
    };
    inv.args = arena_many(&arena, struct str, (size_t)argc + 1);
    struct parse p = {.inv = &inv, .argv = argv, .argc = argc, .at = argc > 0 ? 1 : 0};
    int status = parse_words(&p);
    if (!status)
        status = dispatch(&inv);
    secrets_wipe(&secrets);
    return status;
}
