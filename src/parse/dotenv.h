// SPDX-License-Identifier: MIT
// dotenv files, each read the way each loader reads it (dotenv.md; held by tests/vectors/dotenv).
// A loader is a row: a dialect with parameters, its file list, its merge rule.
#ifndef NEXOENV_PARSE_DOTENV_H
#define NEXOENV_PARSE_DOTENV_H

#include "base/str.h"
#include "model/snapshot.h"

enum { LOADER_MAX = 64 }; // loaders fit a 64-bit mask (model/snapshot.h)

enum loader_merge { MERGE_KEEP_ENV, MERGE_FILE_WINS, MERGE_FILE_ONLY };

struct loader {      // one of the rows of parse/dotenv_rows.c, and no copy
    char id[26];     // as in tests/vectors/dotenv/loaders.tsv: "next-16"
    char title[42];  // "Next.js", for people
    char family[18]; // context name part: "next" in "dotenv:next"
    enum loader_merge merge;
    bool child_only;       // /proc/PID/environ of the program shows what it loaded (dotenv.md 8)
    bool newest;           // the version that stands for its family when none is known
    char override_how[36]; // what reverses MERGE_KEEP_ENV: "dotenv.config({ override: true })"; ""
};

size_t loader_count(void);
const struct loader *loader_at(size_t i);
// By id ("next-16") or by family ("next": the newest). NULL: unknown.
const struct loader *loader_find(struct str id);
size_t loader_index(const struct loader *l);

// The environment before loading.
struct dotenv_env {
    struct str name, value;
};

struct dotenv_pair {        // what the program sees for a name
    struct str name, value; // value absent: unset by the loader
    uint32_t line;          // line that defined it; 0: from the environment
};

struct dotenv_result {
    bool failed;      // the loader reported an error or ended the program
    struct str error; // in its own words or ours
    uint32_t error_line;
    struct dotenv_pair *items; // every name that the file or the environment defines
    size_t n, cap;
};

// What the program sees when `loader` loads `bytes` over `env`. Never fails on any input; the size
// is the caller's to bound. Linear in time.
struct dotenv_result dotenv_load(const struct loader *loader, struct str bytes,
                                 const struct dotenv_env *env, size_t env_n, struct arena *a);

// Several files: paths relative to the project, strongest first (dotenv.md 5).
struct dotenv_input { // a file that exists
    struct str dir;   // "." or a sub-directory, relative to the root
    struct str name;  // ".env.local"
    struct str bytes;
    bool is_directory;
};

// What the program sees when the loader starts in `cwd` with `mode` ("development"; absent: none).
// Each pair's `file` index says which input gave it.
struct dotenv_files_result {
    bool failed;
    struct str error;
    struct {
        struct str name, value;
        uint32_t line;
        int file;
        bool from_env;
    } * items;
    size_t n, cap;
};
struct dotenv_files_result dotenv_load_files(const struct loader *loader, struct str mode,
                                             struct str cwd, const struct dotenv_input *files,
                                             size_t files_n, const struct dotenv_env *env,
                                             size_t env_n, struct arena *a);
// The names that the loader looks for in one directory, strongest first, for that mode.
struct strs loader_file_names(const struct loader *loader, struct str mode, struct arena *a);
bool loader_walks_up(const struct loader *loader); // parents are searched too

// A file's entries for the report: every relevant name, its place, its defects, and what each
// loader makes of it (grouped). `keep` turns bytes into what may be kept (gather's, keyed); the
// bytes it is handed lie in scratch memory and are gone afterwards.
typedef struct value (*dotenv_keep)(void *ctx, struct str name, struct str bytes);
void dotenv_survey(struct str bytes, struct str path, dotenv_keep keep, void *ctx,
                   struct dotenv_file *out, struct arena *a, struct arena scratch);
enum encoding encoding_of(struct str bytes);

#endif
