// SPDX-License-Identifier: MIT
#include "cli/options.h"

// clang-format off
static const struct option_row rows[OPT_COUNT] = {
    {OPT_FOR,           "--for",           "",   "CLIENT",  "",                       "judge for this client (ID[@VERSION], repeatable); see nexoenv clients"},
    {OPT_CONTEXT,       "--context",       "",   "NAME",    "",                       "judge in this context: shell, dotenv:next, process:4312, compose:web, ..."},
    {OPT_PID,           "--pid",           "",   "PID",     "",                       "the context of this running process"},
    {OPT_PORT,          "--port",          "",   "PORT",    "",                       "the context of the process that listens on this port"},
    {OPT_ENV_FILE,      "--env-file",      "",   "FILE",    "",                       "the values that the program would get from this file (repeatable)"},
    {OPT_BASE_URL,      "--base-url",      "",   "URL",     "",                       "the base URL that the code passes"},
    {OPT_MODEL,         "--model",         "",   "ID",      "",                       "the model that the code asks for"},
    {OPT_PROFILE,       "--profile",       "",   "FILE",    "",                       "another Playground profile (YAML)"},
    {OPT_FROM,          "--from",          "",   "FILE",    "",                       "judge a snapshot instead of this machine; implies --offline"},
    {OPT_TIMEOUT,       "--timeout",       "",   "SECONDS", "",                       "bound of everything on the network (default 8)"},
    {OPT_OFFLINE,       "--offline",       "",   "",        "",                       "send nothing anywhere"},
    {OPT_NO_KEY,        "--no-key",        "",   "",        "",                       "send nothing that carries the key"},
    {OPT_NO_CONTROL,    "--no-control",    "",   "",        "",                       "contact no third host"},
    {OPT_NO_HISTORY,    "--no-history",    "",   "",        "",                       "neither read nor write what was seen before"},
    {OPT_TRUST_PROJECT, "--trust-project", "",   "",        "",                       "let files of the project choose where the key goes, this once"},
    {OPT_REQUEST,       "--request",       "",   "",        "",                       "also replay the Playground's request (costs balance)"},
    {OPT_STRICT,        "--strict",        "",   "",        "",                       "warnings fail as well"},
    {OPT_FORMAT,        "--format",        "",   "FORMAT",  "text|json|sarif|github", "form of the report"},
    {OPT_JSON,          "--json",          "",   "",        "",                       "the same as --format json"},
    {OPT_COLOR,         "--color",         "",   "WHEN",    "auto|always|never",      "colours; auto: on a terminal, unless NO_COLOR is set"},
    {OPT_ASCII,         "--ascii",         "",   "",        "",                       "no character outside ASCII"},
    {OPT_QUIET,         "--quiet",         "-q", "",        "",                       "the sentence alone, and nothing when all is well"},
    {OPT_VERBOSE,       "--verbose",       "-v", "",        "",                       "every probe, every client, every row"},
    {OPT_DIR,           "-C",              "",   "DIR",     "",                       "as if started in this directory"},
    {OPT_HELP,          "--help",          "-h", "",        "",                       "this text"},
    {OPT_VERSION,       "--version",       "-V", "",        "",                       "version"},
    {OPT_STAGED,        "--staged",        "",   "",        "",                       "also read what is staged for the next commit"},
    {OPT_STAGED_ONLY,   "--staged-only",   "",   "",        "",                       "read what is staged and nothing else: not this environment"},
    {OPT_WARN_ONLY,     "--warn-only",     "",   "",        "",                       "start the program whatever was found"},
    {OPT_LOADER,        "--loader",        "",   "NAME",    "",                       "a dotenv loader to compare (next, dotenv, python-dotenv, compose, ...; repeatable)"},
    {OPT_SHOW,          "--show",          "",   "NAME",    "",                       "print this variable's value in full (never a key)"},
    {OPT_SNIPPET,       "--snippet",       "",   "FILE",    "",                       "compare a curl, Python or JavaScript call (- for stdin)"},
    {OPT_URL,           "--url",           "",   "URL",     "",                       "ask about this URL"},
    {OPT_STYLE,         "--style",         "",   "STYLE",   "long|short|symbol|hook", "form of the line; hook is what the prompt hooks use"},
    {OPT_REMOVE,        "--remove",        "",   "",        "",                       "say how to take the hook out again"},
    {OPT_TRUST_HOST,    "--trust-host",    "",   "HOST",    "",                       "accept a snippet for this host"},
    {OPT_EMAIL,         "--email",         "",   "ADDRESS", "",                       "the account's e-mail, to be put into the report"},
};
// clang-format on

const struct option_row *option_row(enum option_id id)
{
    return &rows[id];
}

const struct option_row *option_find(struct str word)
{
    for (size_t i = 0; i < OPT_COUNT; i++)
        if (str_eq(word, str_of(rows[i].name)) ||
            (rows[i].letter[0] && str_eq(word, str_of(rows[i].letter))))
            return &rows[i];
    return NULL;
}

struct str option_near(struct str word, uint64_t allowed)
{
    size_t best = word.n > 5 ? 3 : 2;
    struct str near = STR_NONE;
    for (size_t i = 0; i < OPT_COUNT; i++) {
        struct str name = str_of(rows[i].name);
        if (!(allowed & OPT(rows[i].id)) || name.n < 4)
            continue;
        size_t distance = str_distance(word, name, best);
        if (word.n > 4 && str_starts(name, word)) // "--off" for "--offline"
            distance = 0;
        if (distance < best) {
            best = distance;
            near = name;
        }
    }
    return near;
}

// Seconds, with a fraction: 0.05 to 600.
static const char *store_timeout(struct options *o, struct str text)
{
    uint64_t whole = 0, part = 0;
    size_t dot = str_chr(text, '.');
    struct str head = str_slice(text, 0, dot == STR_NOWHERE ? text.n : dot);
    struct str tail = dot == STR_NOWHERE ? STR("") : str_slice(text, dot + 1, dot + 4);
    if ((dot != STR_NOWHERE && text.n > dot + 4) || (head.n && !str_to_u64(head, &whole)) ||
        (tail.n && !str_to_u64(tail, &part)) || head.n + tail.n == 0)
        return "not a number of seconds";
    for (size_t n = tail.n; n && n < 3; n++)
        part *= 10;
    if (whole > 600 || whole * 1000 + part < 50 || whole * 1000 + part > 600000)
        return "must lie between 0.05 and 600 seconds";
    o->timeout_ms = whole * 1000 + part;
    return NULL;
}

static const char *store_number(uint64_t *out, struct str text, uint64_t most)
{
    if (!str_to_u64(text, out))
        return "not a number";
    return *out == 0 || *out > most ? "out of range" : NULL;
}

static int word_index(const char *words, struct str value)
{
    struct str rest = str_of(words), word;
    for (int i = 0; str_cut(&rest, '|', &word); i++)
        if (str_eq(word, value))
            return i;
    return -1;
}

static struct str *text_field(struct options *o, enum option_id id)
{
    switch ((int)id) {
    case OPT_CONTEXT: return &o->context;
    case OPT_BASE_URL: return &o->base_url;
    case OPT_MODEL: return &o->model;
    case OPT_PROFILE: return &o->profile;
    case OPT_FROM: return &o->from;
    case OPT_SHOW: return &o->show;
    case OPT_SNIPPET: return &o->snippet;
    case OPT_URL: return &o->url;
    case OPT_DIR: return &o->dir;
    case OPT_TRUST_HOST: return &o->trust_host;
    case OPT_EMAIL: return &o->email;
    case OPT_STYLE: return &o->style;
    default: return NULL;
    }
}

static bool *flag_field(struct options *o, enum option_id id)
{
    switch ((int)id) {
    case OPT_OFFLINE: return &o->offline;
    case OPT_NO_KEY: return &o->no_key;
    case OPT_NO_CONTROL: return &o->no_control;
    case OPT_NO_HISTORY: return &o->no_history;
    case OPT_TRUST_PROJECT: return &o->trust_project;
    case OPT_REQUEST: return &o->request;
    case OPT_STRICT: return &o->strict;
    case OPT_ASCII: return &o->ascii;
    case OPT_QUIET: return &o->quiet;
    case OPT_VERBOSE: return &o->verbose;
    case OPT_HELP: return &o->help;
    case OPT_VERSION: return &o->version;
    case OPT_STAGED: return &o->staged;
    case OPT_STAGED_ONLY: return &o->staged_only;
    case OPT_WARN_ONLY: return &o->warn_only;
    case OPT_REMOVE: return &o->remove;
    default: return NULL;
    }
}

static struct strs *list_field(struct options *o, enum option_id id)
{
    switch ((int)id) {
    case OPT_FOR: return &o->clients;
    case OPT_ENV_FILE: return &o->env_files;
    case OPT_LOADER: return &o->loaders;
    default: return NULL;
    }
}

static const char *store_special(struct options *o, const struct option_row *row, struct str value,
                                 int word)
{
    switch ((int)row->id) {
    case OPT_PID: return store_number(&o->pid, value, INT32_MAX);
    case OPT_PORT: return store_number(&o->port, value, 65535);
    case OPT_TIMEOUT: return store_timeout(o, value);
    case OPT_JSON: o->format = FORMAT_JSON; return NULL;
    case OPT_FORMAT: o->format = (enum format)word; return NULL;
    case OPT_COLOR: o->color = (enum color)word; return NULL;
    default: return NULL;
    }
}

const char *option_store(struct options *o, const struct option_row *row, struct str value,
                         struct arena *a)
{
    int word = row->words[0] ? word_index(row->words, value) : 0;
    if (word < 0)
        return row->words;
    o->given |= OPT(row->id);
    bool *flag = flag_field(o, row->id);
    struct str *text = text_field(o, row->id);
    struct strs *list = list_field(o, row->id);
    if (flag)
        *flag = true;
    else if (list)
        strs_add(list, value, a);
    else if (!text)
        return store_special(o, row, value, word);
    else if (value.n == 0)
        return "must not be empty";
    else
        *text = value;
    return NULL;
}
