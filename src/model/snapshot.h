// SPDX-License-Identifier: MIT
// What was seen, and what could not be seen and why. Filled by gather/, written and read as JSON
// (nexoenv.snapshot/1), judged by rules/. Holds raw observations and no secret.
//
// Lists have the shape arena_push wants. Not being able to look is a fact, not an error: each
// group carries a state.
#ifndef NEXOENV_MODEL_SNAPSHOT_H
#define NEXOENV_MODEL_SNAPSHOT_H

#include "base/str.h"
#include "model/loc.h"
#include "model/observation.h"
#include "model/value.h"

enum seen { // how well a group could be looked at
    SEEN_NOT_ASKED,
    SEEN_COMPLETE,
    SEEN_PARTIAL,
    SEEN_DENIED,
    SEEN_ABSENT,
    SEEN_FAILED,
};

struct variable {
    struct str name;
    struct value value;
    struct origin origin;
    bool exported;           // false only for what the shell alone knows
    bool duplicate;          // the block held the name more than once; the first one counts
    struct variable *hidden; // the value it wins over, or NULL
    struct str why;          // why it won or is empty, in words; absent when plain
};

struct variables {
    struct variable *items;
    size_t n, cap;
};

// A context is one place where code runs, with the environment that code really sees there.
enum context_kind {
    CONTEXT_SHELL,
    CONTEXT_DOTENV,
    CONTEXT_PROCESS,
    CONTEXT_COMPOSE,
    CONTEXT_KUBERNETES,
    CONTEXT_ACTIONS,
    CONTEXT_GITLAB,
    CONTEXT_SYSTEMD,
    CONTEXT_MANIFEST,
    CONTEXT_TOOL,
};

struct context {
    struct str name; // DESIGN 3: "shell", "dotenv:next", "process:4312", ...
    enum context_kind kind;
    enum seen state;
    struct str detail; // one line: why partial, denied
    struct str loader; // loader id (parse/dotenv.h), for CONTEXT_DOTENV
    struct loc shown;  // what in the project shows this context (package.json:12); absent: none
    struct variables vars;
    bool in_container;  // loopback there is not this machine
    bool gui;           // an editor or IDE
    bool daemon;        // no terminal, started by init or a service manager
    bool reloads;       // it reads its dotenv files again when they change
    bool self_loading;  // the process loads its own dotenv: a missing name proves nothing
    int64_t started_ns; // CONTEXT_PROCESS: start time, Unix nanoseconds; 0 unknown
    int32_t pid;
    uint32_t port;          // first listening port, 0 unknown
    struct str program;     // "node", "next dev"
    struct str dir;         // working directory, relative to the root
    double timeout_limit_s; // a manifest's function limit (maxDuration ...); 0 none
};

struct contexts {
    struct context *items;
    size_t n, cap;
};

// One line of a dotenv file as the loaders read it. Loaders with the same result share a reading.
struct dotenv_reading {
    uint64_t loaders;   // bit i = loader i of parse/dotenv.h
    bool refused;       // these loaders refuse the whole file because of this line
    struct value value; // unset: these loaders define nothing
};

enum dotenv_defect {
    DOTENV_BLANK_AROUND_EQUALS = 1 << 0,
    DOTENV_NO_EQUALS = 1 << 1,
    DOTENV_UNTERMINATED = 1 << 2,
    DOTENV_EXPORT = 1 << 3, // "export NAME=": fine for most
    DOTENV_COLON = 1 << 4,
    DOTENV_BAD_NAME = 1 << 5,
    DOTENV_TEXT_AFTER_QUOTE = 1 << 6,
    DOTENV_OTHER_SHELL = 1 << 7,  // "set NAME=", "setx NAME", "$env:NAME =", "set -gx NAME"
    DOTENV_SHELL_ACTS = 1 << 8,   // ( ) < > & ; ' and the like in a value without quotes
    DOTENV_MERGE_MARK = 1 << 9,   // <<<<<<<
    DOTENV_REST_OF_KEY = 1 << 10, // a key broken in two: this is the line below it
    DOTENV_JSON = 1 << 11,        // the file is JSON
};

struct dotenv_entry {
    struct str name; // empty: an odd line that is about something else
    struct loc loc;
    uint32_t lines;   // how many lines from there; 0 is one
    uint32_t defects; // enum dotenv_defect
    uint64_t spoils;  // loaders that read another relevant name otherwise because of this line
    uint64_t spoiled; // loaders that read this name otherwise because of another line
    struct dotenv_reading *items;
    size_t n, cap;
    bool last; // the last entry of this name in the file
};

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_UTF16,
    ENCODING_LATIN1, // bytes that are not UTF-8
    ENCODING_NUL,    // NUL bytes, and not UTF-16
};

enum git_bits {
    GIT_TRACKED = 1,
    GIT_IGNORED = 2,
    GIT_STAGED = 4,
    GIT_COPY_IGNORED = 8,    // the copy that a fix would leave beside it
    GIT_COPIES_IGNORED = 16, // and the one that a second fix would leave
};

struct dotenv_file {
    struct str path;
    enum seen state;
    struct str detail; // "a directory", "larger than 1 MiB", "not yours", "a FIFO"
    enum encoding encoding;
    bool crlf;
    bool is_template; // .env.example and the like: no loader reads it
    bool asked;       // --env-file
    bool is_script;   // .envrc: direnv runs it once it is allowed; no loader reads it
    uint32_t loads;   // the script's line that makes direnv load the .env beside it; 0: none
    int64_t mtime_ns;
    uint32_t mode; // permission bits
    uint32_t git;  // enum git_bits
    bool git_known;
    uint32_t copies;        // that earlier fixes left: .nexoenv.bak, .nexoenv.bak2, ...
    bool below;             // of a part of the project that lies below the directory asked about
    struct str part_loader; // what that part shows that loads it; absent: nothing
    struct dotenv_entry *items;
    size_t n, cap;
};

struct dotenv_files {
    struct dotenv_file *items;
    size_t n, cap;
};

struct rc_assignment { // NAME=..., in ~/.bashrc and friends
    struct str name;
    struct loc loc;
    bool exported;
    struct value value; // unset when it cannot be told statically ($(cmd))
    int64_t mtime_ns;   // of the file
    uint32_t copies;    // of the file, that earlier fixes left
};

struct rc_assignments {
    struct rc_assignment *items;
    size_t n, cap;
};

// A client or loader that the project shows, and by what.
struct project_client {
    struct str id;      // clients/: "node-openai"
    struct str version; // absent: unknown
    struct str runtime; // of what is beneath, where that matters: Node "24.1.0", httpx "0.27.0"
    struct loc shown;
    bool running;     // seen in a running dev server
    bool locked;      // the version is that of a lock file
    bool aside;       // of another part of the repository, while a nearer one shows a client
    bool development; // wanted for development alone
};

struct project_loader {
    struct str id;         // parse/dotenv.h: "next-16"
    struct str dir;        // where it looks, relative to the root
    struct str mode;       // "development"; absent: none
    struct strs env_files; // named on its command line; none: its own list
    bool overrides;        // its override switch is on in the code or command line
    bool only_named;       // reads nothing but what its command line, or the code, names
    struct str untold;     // why it cannot be told which files it reads; absent: it can
    struct loc shown;
};

enum source_kind {
    SOURCE_BASE_URL,
    SOURCE_TIMEOUT,
    SOURCE_RETRIES,
    SOURCE_MODEL,
    SOURCE_KEY,             // a client is given a key, or a damaged one, that the code spells out
    SOURCE_KEY_ELSEWHERE,   // a client gets its key from a variable or a function
    SOURCE_KEY_DEFAULT,     // a client is given none, and reads its own variable
    SOURCE_KEY_NAMED,       // that variable's name stands in the code, perhaps to be filled
    SOURCE_KEY_FILLED,      // the code fills the key's variable, or gets a secret elsewhere
    SOURCE_URL_DEFAULT,     // a client is given no base URL
    SOURCE_CLIENT,          // a call to the gateway is made with this client
    SOURCE_DOTENV,          // a loader is called
    SOURCE_DOTENV_OVERRIDE, // a loader is called with the switch that lets its file win
    SOURCE_ENV_CLIENT,      // a file that goes into the page reads this key variable
    SOURCE_ENV_SERVER,      // another file reads it
    SOURCE_ENV_META,        // the same by import.meta.env, which bundlers fill in
    SOURCE_ENV_BUNDLER,     // the bundler's configuration names it
};

struct source_fact { // written in the project's own code (DESIGN 5.1)
    enum source_kind kind;
    struct str text;    // URL, model id, family of the loader, last four of a key, id of a client,
                        // name of the variable that holds the key; "" where a store does
    struct str url;     // the variable that the call takes its base URL from; "": it names it. Of a
                        // key the variable that the code sets to it; of a filled one the store
    double number;      // seconds, count, length of a key; of SOURCE_KEY_DEFAULT 1: the call names
                        // the gateway, 0: no URL; of SOURCE_BASE_URL 1: an SDK is given it;
                        // of SOURCE_KEY_FILLED 1: whatever variable is read
    struct value value; // of a key: what may be known of it
    struct loc loc;
    bool untracked; // the file is not in git's index
};

struct package_version { // "openai" 1.40.0, from a lock file
    struct str name, version;
    struct loc loc;
    bool npm;   // else Python
    bool exact; // installed, locked or pinned: else the first number of what a file asks for
};

struct project {
    enum seen state;
    struct str root; // absolute; "" when only the directory counts
    struct str dir;  // where nexoenv was asked, relative to the root, "." for the root itself
    bool repository;
    struct str git_detail; // why git is denied or absent
    struct {
        struct project_client *items;
        size_t n, cap;
    } clients;
    struct {
        struct project_loader *items;
        size_t n, cap;
    } loaders;
    struct {
        struct source_fact *items;
        size_t n, cap;
    } sources;
    struct {
        struct package_version *items;
        size_t n, cap;
    } packages;
    bool browser_code;     // the chosen client's code runs in a browser bundle
    struct strs languages; // "node", "python", "go", ...: decides which default client
};

// A setting of a tool: ~/.curlrc proxy, git http.proxy, pip global.proxy, npm https-proxy ...
struct setting {
    struct str
        tool; // "curlrc", "wgetrc", "git", "npm", "pip", "yarn", "kde", "docker", "tool:aider"
    struct str key; // as the tool spells it: "proxy", "http.proxy", "http.https://x/.proxy"
    struct value value;
    struct origin origin;
};

struct settings {
    struct setting *items;
    size_t n, cap;
};

struct netrc_entry {    // no login, no password: only that there is one
    struct str machine; // absent: the default entry
    bool has_login, has_password;
    struct loc loc;
};

struct netrc {
    enum seen state;
    bool syntax_error;
    struct netrc_entry *items;
    size_t n, cap;
};

enum system_proxy_kind { SYSPROXY_MANUAL, SYSPROXY_PAC, SYSPROXY_WPAD };

struct system_proxy { // what a browser on this machine would use
    enum system_proxy_kind kind;
    struct str scheme;    // "https", "http", "socks": which traffic
    struct value value;   // proxy or PAC URL
    struct str bypass;    // its own exception list
    struct origin origin; // /etc/environment:3, gsettings, firefox prefs.js
};

struct system_proxies {
    struct system_proxy *items;
    size_t n, cap;
};

struct path_fact { // a file or directory that a variable names (CA bundles and the like)
    struct str path;
    enum seen state; // absent, denied, failed (not regular), complete
    bool is_dir, empty, has_pem;
    bool in_project;
};

struct path_facts {
    struct path_fact *items;
    size_t n, cap;
};

struct listener { // one non-blocking connect to a loopback address
    struct str host;
    uint32_t port;
    enum { LISTENER_UNKNOWN, LISTENER_OPEN, LISTENER_CLOSED } state;
};

struct listeners {
    struct listener *items;
    size_t n, cap;
};

struct machine {
    struct str shell;       // "bash", "zsh", "fish": whose syntax fixes are printed in
    struct str home;        // for "~" in texts
    int32_t utc_offset_s;   // of the local time zone, for clock times in texts
    int64_t now_ns;         // the clock, once
    int64_t shell_start_ns; // when the parent shell started; 0 unknown
    struct str prompt_hook; // "off:bash:PID", "load:bash:PID": its mark in NEXOENV_TOLD
    bool container, wsl, ci;
    bool ci_fork;            // a CI run that gets no secrets, or may be one
    struct str ci_fork_sign; // what proves it; absent: nothing does
    struct str hosts_ip;     // what /etc/hosts pins the gateway's name to; absent: nothing
    struct loc hosts_loc;
    bool is_root;
    struct str curl_version; // of the package that is installed here; absent: not known
    struct str ca_bundle;    // the system's certificates in one file; absent: not known
};

// One place in what is staged for the next commit (check --staged). Never the bytes of a key.
enum staged_what {
    STAGED_KNOWN_KEY,     // bytes of a key that this machine knows; subject: its variable
    STAGED_KNOWN_BASE64,  // the same in base64
    STAGED_KNOWN_PERCENT, // the same, percent-encoded
    STAGED_GATEWAY_KEY,   // NAME= with a value that looks real; subject: NAME
    STAGED_FOREIGN_KEY,   // another provider's form; subject: the provider
    STAGED_WEBSITE_HOST,  // the URLs; subject: the URL
    STAGED_PLAIN_HTTP,    //
    STAGED_MISSING_V1,    //
    STAGED_DOUBLE_V1,     //
    STAGED_FULL_ENDPOINT, //
    STAGED_WRONG_PATH,    //
    STAGED_NO_BEARER,     // Authorization with the key alone; subject: the key's name
    STAGED_NO_BLANK,      // "BearerKEY"; the same
};

struct staged_hit {
    enum staged_what what;
    struct loc loc; // line 0: a binary file
    struct str subject;
    char sha16[17]; // first half of the matched text's SHA-256 for `[allow]`; foreign keys only
};

struct staged {
    enum seen state;
    struct str detail; // why it could not be looked at
    struct staged_hit *items;
    size_t n, cap;
    struct strs not_read; // files whose content is not here, or too large
};

// Another source of the same fault that could not be read: "~/.gitconfig: permission denied".
struct unread {
    struct loc loc;
    struct str why;
};

struct snapshot {
    struct machine machine;
    struct contexts contexts; // [0] is always "shell"
    struct dotenv_files dotenv;
    struct rc_assignments rc;
    struct project project;
    struct settings settings;
    struct netrc netrc;
    struct system_proxies system_proxies;
    struct path_facts paths;
    struct listeners listeners;
    struct observations probes;
    struct staged staged; // not part of a written snapshot
    struct {
        struct unread *items;
        size_t n, cap;
    } unread;
    struct {
        struct str *items;
        size_t n, cap;
    } notes; // ignored lines of .nexoenv.ini and the like
};

// The variable of that exact name, or NULL when unset.
const struct variable *variable_find(const struct variables *vars, struct str name);
const struct variable *variable_find_z(const struct variables *vars, const char *name);
// The context of that name, or NULL.
const struct context *context_find(const struct snapshot *s, struct str name);
const struct path_fact *path_fact_find(const struct snapshot *s, struct str path);
const char *context_kind_name(enum context_kind kind); // "shell", "dotenv", ...
const char *seen_name(enum seen state);                // "complete", "partial", ...

#endif
