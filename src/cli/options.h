// SPDX-License-Identifier: MIT
// The option table: one row per option, and help, completion, wrong usage and "did you mean" all
// read the rows (DESIGN 3). A command names the rows it uses as a set of bits.
#ifndef NEXOENV_CLI_OPTIONS_H
#define NEXOENV_CLI_OPTIONS_H

#include "base/str.h"

enum option_id {
    OPT_FOR,
    OPT_CONTEXT,
    OPT_PID,
    OPT_PORT,
    OPT_ENV_FILE,
    OPT_BASE_URL,
    OPT_MODEL,
    OPT_PROFILE,
    OPT_FROM,
    OPT_TIMEOUT,
    OPT_OFFLINE,
    OPT_NO_KEY,
    OPT_NO_CONTROL,
    OPT_NO_HISTORY,
    OPT_TRUST_PROJECT,
    OPT_REQUEST,
    OPT_STRICT,
    OPT_FORMAT,
    OPT_JSON,
    OPT_COLOR,
    OPT_ASCII,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_DIR,
    OPT_HELP,
    OPT_VERSION,
    // Options of one command.
    OPT_STAGED,      // check
    OPT_STAGED_ONLY, // check
    OPT_WARN_ONLY,   // run
    OPT_LOADER,      // compare
    OPT_SHOW,        // compare
    OPT_SNIPPET,     // compare
    OPT_URL,         // clients
    OPT_STYLE,       // status
    OPT_REMOVE,      // hook
    OPT_TRUST_HOST,  // playground import
    OPT_EMAIL,       // report
    OPT_COUNT,
};

#define OPT(id) (UINT64_C(1) << (id))

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_GITHUB };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    struct strs clients;   // --for
    struct strs env_files; // --env-file
    struct strs loaders;   // --loader
    struct str context, base_url, model, profile, from, dir, show, snippet, url, style, trust_host;
    struct str email;    // --email
    uint64_t pid, port;  // 0: not given
    uint64_t timeout_ms; // 0: not given
    bool offline, no_key, no_control, no_history, trust_project, request, strict;
    bool ascii, quiet, verbose, help, version, staged, staged_only, warn_only, remove;
    enum format format;
    enum color color;
    uint64_t given; // OPT() bits that stood on the command line
};

struct option_row { // no pointer: it would be relocated at each start
    enum option_id id;
    char name[18];  // "--for"
    char letter[3]; // "-q", or ""
    char value[10]; // "CLIENT"; "": a flag
    char words[26]; // closed set of values, "text|json|..."; "": open
    char help[86];
};

// In the order of the enum.
const struct option_row *option_row(enum option_id id);

// The row that the word (without "=value") names, or NULL.
const struct option_row *option_find(struct str word);
// The nearest option among `allowed`, or absent.
struct str option_near(struct str word, uint64_t allowed);

// Stores the value (absent for a flag). Returns NULL, or what is wrong with the value, in words
// that follow "--timeout 3x: ".
const char *option_store(struct options *o, const struct option_row *row, struct str value,
                         struct arena *a);

#endif
