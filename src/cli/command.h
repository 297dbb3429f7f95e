// SPDX-License-Identifier: MIT
// A command is a row and a function. The rows stand in cli.c; each function in cmd_NAME.c.
#ifndef NEXOENV_CLI_COMMAND_H
#define NEXOENV_CLI_COMMAND_H

#include "base/arena.h"
#include "base/str.h"
#include "cli/options.h"
#include "gather/secrets.h"
#include "render/style.h"

struct invocation;

struct command {
    const char *name;
    const char *usage;   // operands: "[CONTEXT...]"; "" for none
    const char *summary; // one line
    const char *help;    // further paragraphs for `NAME --help`, 80 columns; may be NULL
    uint64_t options;    // OPT() bits
    unsigned min_args, max_args;
    bool rest; // options end at the first operand: what follows belongs to another program
    int (*run)(struct invocation *);
};

// Exit statuses of DESIGN 3.
enum { STATUS_OK = 0, STATUS_ERRORS = 1, STATUS_USAGE = 2, STATUS_UNKNOWN = 3 };

struct invocation {
    const struct command *command;
    struct options opt;
    struct str *args; // operands, without the command's name
    size_t arg_count;
    char **argv;                 // the same as C strings, NULL at the end: what execvp wants
    char *const *envp;           // the environment as it was at the start
    const struct launch *launch; // run: what CMD will load; else NULL
    struct arena *arena;         // lives as long as the run
    struct secrets *secrets;     // where real bytes live
    struct style style;          // for stdout: width 80 when that is no terminal
    struct style style_err;      // for stderr
    int64_t started_ns;          // wall clock, Unix nanoseconds
    int64_t started_mono_ns;     // monotonic, for elapsed_ms
};

// One per file cmd_NAME.c.
int cmd_doctor(struct invocation *inv);
int cmd_check(struct invocation *inv);
int cmd_run(struct invocation *inv);
int cmd_status(struct invocation *inv);
int cmd_compare(struct invocation *inv);
int cmd_clients(struct invocation *inv);
int cmd_explain(struct invocation *inv);
int cmd_rules(struct invocation *inv);
int cmd_models(struct invocation *inv);
int cmd_playground(struct invocation *inv);
int cmd_report(struct invocation *inv);
int cmd_hook(struct invocation *inv);
int cmd_completion(struct invocation *inv);
int cmd_snapshot(struct invocation *inv);

// The command table, in the order of --help.
size_t command_count(void);
const struct command *command_at(size_t i);
const struct command *command_find(struct str name);

// Writes all of it to stdout or stderr. A closed pipe ends the program quietly.
void cli_out(struct str text);
void cli_err(struct str text);
// One line on stderr, "nexoenv: error: ...", escaped for the terminal. Returns STATUS_USAGE.
int cli_usage(struct invocation *inv, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cli_note(struct invocation *inv, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
