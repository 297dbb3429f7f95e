// SPDX-License-Identifier: MIT
// Private to parse/dotenv*: a load in progress, and what the dialects share.
#ifndef NEXOENV_PARSE_DOTENV_IMPL_H
#define NEXOENV_PARSE_DOTENV_IMPL_H

#include "base/index.h"
#include "parse/dotenv.h"

// Names with values in the order of their first mention, found by a hash.
struct pair {
    struct str name, value; // value absent: mentioned without one (python's None)
    uint32_t line;          // 0: not from a file
    int file;               // which input of dotenv_load_files; -1: not from a file
};

struct pairs {
    struct pair *items;
    size_t n, cap;
    struct index names; // places in items
};

struct pair *pairs_find(const struct pairs *t, struct str name);
// The entry of that name, made (value absent) when there is none.
struct pair *pairs_put(struct pairs *t, struct str name, struct arena *a);

// Puts the entries from `from` on into the order of their names' bytes.
void pairs_sort(struct pairs *t, size_t from, struct arena *a);

struct load {
    const struct dialect *d;
    struct str text;         // decoded as the loader decodes it
    const struct pairs *env; // before loading
    struct pairs file;       // what the file assigns, so far
    struct arena *a;
    int file_index;      // for struct pair
    bool failed;         // the loader refuses the file, or died in it
    struct str error;    //
    uint32_t error_line; //
    size_t work;         // bytes that expansions may still produce or look at
    size_t line_pos;     // load_line's cursor
    uint32_t line;
};

enum decoding {
    DECODE_BYTES,         // as they are
    DECODE_REPLACE,       // UTF-8, what is invalid becomes U+FFFD (JavaScript)
    DECODE_REPLACE_UTF16, // the same, but FF FE in front means UTF-16LE (dotenvx)
    DECODE_QUESTION,      // UTF-8, each invalid byte becomes "?" (PHP's mbstring)
    DECODE_STRICT,        // UTF-8, one invalid byte refuses the file
    DECODE_PYTHON,        // the same, and CRLF and CR are LF
    DECODE_IGNORE_BAD,    // UTF-8, one invalid byte and nothing is read, without an error (Deno)
};

// What reads a file, and what expands it after all files were parsed. Rows name them by number: a
// pointer would have to be relocated at each start.
// clang-format off
#define PARSERS(X) \
    X(dotenv) X(dotenv10) X(node) X(dotenvx) X(env_cmd) X(node_206) X(bun) X(python_dotenv) \
    X(decouple) X(honcho) X(vscode) X(ruby3) X(ruby2) X(foreman) X(heroku) X(phpdotenv) \
    X(symfony) X(dotenvy) X(godotenv) X(gotenv) X(compose) X(direnv) X(env_lines) X(systemd) \
    X(firebase) X(shell) X(xargs) X(make)
#define EXPANDERS(X) X(expand12) X(next) X(cra) X(vite) X(c12)
// clang-format on
#define PARSER_NUMBER(name)   PARSE_##name,
#define EXPANDER_NUMBER(name) EXPAND_##name,
enum parsing { PARSERS(PARSER_NUMBER) };
enum expansion { EXPAND_BY_PARSER, EXPANDERS(EXPANDER_NUMBER) };

// How one file is read. The fields beside `parse` are for loaders that share a parser.
struct dialect {
    enum parsing parse;
    enum expansion expand;
    enum decoding decoding;
    bool no_bom;        // a UTF-8 byte-order mark is taken off
    bool keeps_partial; // what stood before the error stays
    bool settles;       // `file` is what the program sees, environment already considered
    bool nul_cuts;      // a value ends at its first NUL byte
    bool aborts;        // on an error no program is started: nothing is set, not even what was
    bool judges_names;  // a name may be refused, and the file with it
    unsigned flags;     // the parser's own
};

// Which files a loader opens (dotenv_files.c).
struct file_rule {
    char names[56];        // strongest first, with blanks between; "*" stands for the mode
    bool walks_up;         // the nearest directory that has one of them, parents included
    bool each_walks;       // ... looked for anew for each name
    bool no_local_in_test; // ".env.local" is left out in mode "test"
    bool known_modes_only; // no mode files unless development, production or test
    bool short_modes;      // development is "dev", production is "prod"
    bool weak_first;       // stronger files replace; else the first value stays
    bool together;         // all files are parsed before anything is expanded
    bool missing_fails;    // no file at all is an error
    bool directory_fails;  // a directory of that name is an error
    bool directory_loses;  // a directory of that name: nothing is read at all, without an error
    char mode_unset[12];   // mode when none is given; "": none
    char mode_other[12];   // what an unknown mode becomes; "": itself
    char mode_always[12];  // the mode is not looked at; "": it is
};

// Of a loader's row.
const struct dialect *loader_dialect(const struct loader *l);
const struct file_rule *loader_files(const struct loader *l);

// Errors: the first one counts.
void load_fail(struct load *l, const char *text, uint32_t line);
void load_fail_at(struct load *l, const char *text, size_t pos);
// Line of a byte offset into l->text; cheap when offsets come in rising order.
uint32_t load_line(struct load *l, size_t pos);
// Assigns; a later assignment of the same name wins.
void load_set(struct load *l, struct str name, struct str value, size_t pos);
void load_set_first(struct load *l, struct str name, struct str value, size_t pos);
// Takes `n` bytes off the budget; false and an error when it is used up. Keeps expansions that
// never end, or double what they read, from costing more than a bounded time.
bool load_spend(struct load *l, size_t n);
// The same for a buffer that grew from *seen bytes to `now`.
bool load_spend_growth(struct load *l, size_t *seen, size_t now);
// The steps of a load, for one file or several (dotenv.c).
void load_begin(struct load *l, const struct loader *loader, const struct pairs *env,
                struct arena *a);
void load_parse(struct load *l, struct str bytes, int file);
void load_end(struct load *l);
struct pairs load_merge(const struct load *l, enum loader_merge merge);
struct pairs env_pairs(const struct dotenv_env *env, size_t n, struct arena *a);
// No program is left to see anything: every name is unset.
void load_gone(struct load *l);
// Value in the environment before loading, or absent.
struct str load_env(const struct load *l, struct str name);
struct str load_file_value(const struct load *l, struct str name);
// The file's value where the environment has none (keep), or the other way round.
struct str load_env_first(const struct load *l, struct str name);
struct str load_file_first(const struct load *l, struct str name);

// --- text (dotenv_text.c) ---

enum spaces {
    SPACES_ASCII,   // C's isspace
    SPACES_RE2,     // the same without \v: Go's \s
    SPACES_UNICODE, // White_Space: Go, Rust
    SPACES_JS,      // ECMAScript's \s and trim
    SPACES_PYTHON,  // str.isspace
    SPACES_GO_LINE, // godotenv's own: no line feed
};

// Bytes of the white-space character at `i`, 0 when there is none.
size_t space_at(struct str s, size_t i, enum spaces kind);
size_t skip_spaces(struct str s, size_t i, enum spaces kind);
struct str trim_left(struct str s, enum spaces kind);
struct str trim_right(struct str s, enum spaces kind);
struct str trim_spaces(struct str s, enum spaces kind);

// Bytes of a JavaScript line terminator at `i` (LF, CR, U+2028, U+2029), else 0.
size_t js_line_end_at(struct str s, size_t i);
bool byte_in(char c, const char *set); // NUL is in no set
bool byte_is_word(char c);             // [A-Za-z0-9_]

size_t utf8_len(struct str s, size_t i, uint32_t *cp); // 0: invalid; cp may be NULL
bool utf8_ok(struct str s);
struct str utf8_replace(struct str s, struct str with, bool each_byte, struct arena *a);
bool letter_or_digit(uint32_t cp); // Unicode, coarse above Latin, Greek and Cyrillic
bool is_number(uint32_t cp);

struct str replace_all(struct str s, struct str what, struct str with, struct arena *a);
// Two-character escapes: "\" and a byte of `from` become the byte of `to` at its place.
struct str unescape(struct str s, const char *from, const char *to, struct arena *a);
// "\x" becomes "x" for every x but those in `but`; x may be a newline when `newline` is set.
struct str drop_backslashes(struct str s, const char *but, bool newline, struct arena *a);
struct str without_cr(struct str s, struct arena *a);    // every CR removed
struct str cr_to_lf(struct str s, struct arena *a);      // CRLF and CR become LF
struct str quoted_pair(struct str s, const char *marks); // inside of equal outer quotes, or absent
// Line without its LF (and nothing else); false at the end.
bool next_line(struct str text, size_t *at, struct str *line);

// --- the line grammar of motdotla's and ruby's dotenv (dotenv_d1.c) ---

struct d1 {
    enum spaces spaces;
    const char *key_extra; // beside [A-Za-z0-9_]
    const char *quotes;
    bool colon;         // "NAME: value"
    bool lone_name;     // "NAME" alone matches
    bool export_glued;  // "exportNAME=" is "NAME="
    bool tabs_after_eq; // [\f\t\v]* is taken before the value
    bool js_lines;      // ECMAScript's line ends, else LF
    bool always_value;  // an empty value is present
    bool comment_to_lf; // a comment goes on over CR and U+2028
};

struct d1_match {
    struct str key, value; // value absent: none
    bool exported;
    size_t start, end; // start: first byte of the statement's line
};

// Next statement at or after `at`; false when there is none.
bool d1_next(const struct d1 *g, struct str s, size_t at, struct d1_match *m);

// --- shells (dotenv_shell.c) ---

typedef struct str (*shell_lookup)(void *ctx, struct str name);
// Output of a command substitution that is one plain `echo`; absent when it is anything else.
struct str shell_echo(struct load *l, struct str command, shell_lookup look, void *ctx);

// --- expansions of JavaScript loaders (dotenv_expand.c) ---
void expand_vite(struct load *l);     // dotenv-expand 12 over a copy of the environment
void expand_expand12(struct load *l); // the same after dotenv's config() filled process.env
void expand_next(struct load *l);
void expand_cra(struct load *l);
void expand_c12(struct load *l);
// dotenvx expands each value as it is read; `literals` holds what stood in single quotes.
struct str expand_dotenvx(struct load *l, struct str name, struct str value, char quote,
                          struct pairs *literals);

// --- one per family ---
void parse_dotenv(struct load *l);
void parse_dotenv10(struct load *l);
void parse_dotenvx(struct load *l);
void parse_env_cmd(struct load *l);
void parse_heroku(struct load *l);
void parse_vscode(struct load *l);
void parse_firebase(struct load *l);
void parse_node_206(struct load *l);
void parse_node(struct load *l);
void parse_bun(struct load *l);
void parse_python_dotenv(struct load *l);
void parse_decouple(struct load *l);
void parse_honcho(struct load *l);
void parse_ruby3(struct load *l);
void parse_ruby2(struct load *l);
void parse_foreman(struct load *l);
void parse_phpdotenv(struct load *l);
void parse_symfony(struct load *l);
void parse_dotenvy(struct load *l);
void parse_godotenv(struct load *l);
void parse_gotenv(struct load *l);
void parse_direnv(struct load *l);
void parse_compose(struct load *l);
void parse_env_lines(struct load *l);
void parse_systemd(struct load *l);
void parse_shell(struct load *l);
void parse_xargs(struct load *l);
void parse_make(struct load *l);

// --- for the report ---
struct place { // of a relevant name, or of an odd line of any other name or none
    struct str name;
    bool other;           // no relevant name
    uint32_t line, lines; // first, and how many
    uint32_t column, defects;
    size_t from, to; // offsets of the first line's begin and the last one's end
};

struct places {
    struct place *items;
    size_t n, cap;
};

struct places dotenv_places(struct str text, struct arena *a);

struct blame {        // of one place (model/snapshot.h, struct dotenv_entry)
    uint64_t spoils;  // loaders
    uint64_t spoiled; //
};

// One for each place. A file beyond 64 KiB, or with a dozen odd lines, is not gone into further.
struct blame *dotenv_blame(struct str bytes, const struct places *places, struct arena *a);

enum { NODE_OLD = 1, NODE_DENO = 2, NODE_SORTS = 4 }; // parse_node; sorts: names in byte order
enum { PY_COMPOSE = 1 };                              // parse_python_dotenv: file beats environment
enum { PHP_UNICODE_NAMES = 1 };                       // parse_phpdotenv
enum { GODOTENV_HEAD = 1 };                           // parse_godotenv
enum { DIRENV_MULTILINE = 1, DIRENV_JSON = 2 };       // parse_direnv
enum { SHELL_BASH, SHELL_DASH, SHELL_ZSH };           // parse_shell
enum { LINES_DOCKER, LINES_PODMAN, LINES_KUBECTL, LINES_KUSTOMIZE }; // parse_env_lines

#endif
