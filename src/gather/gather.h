// SPDX-License-Identifier: MIT
// Fills the snapshot: drives os/ and parse/, decides what is looked at and where, judges nothing.
#ifndef NEXOENV_GATHER_GATHER_H
#define NEXOENV_GATHER_GATHER_H

#include "gather/secrets.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "os/os.h"
#include "parse/dotenv.h"
#include "parse/launch.h"

enum gather_depth {
    GATHER_STATUS, // starts no program, connects nowhere, reads no /proc
    GATHER_CHECK,  // also git where a dotenv file with a key lies in a repository
    GATHER_TOOLS,  // also what npm, pip, git and wget keep, and the desktop's files
    GATHER_DOCTOR, // also source scan, gsettings, parent process
};

struct gather_ask {
    enum gather_depth depth;
    bool offline;                // no connect, not even to loopback
    bool sysproxy_later;         // the system's proxies only once they are needed (gather_sysproxy)
    bool trust_project;          // --trust-project
    bool spares_git;             // no git process where files plainly answer (gather_git_after_all)
    struct strs env_files;       // --env-file
    const struct launch *launch; // run: what CMD loads before the program's own code; may be NULL
    struct strs loaders; // loaders asked for by name (--loader, --context dotenv:NAME[@DIR])
    struct strs project_env_files; // env_files of .nexoenv.ini
    struct strs hook_vars; // NAME=LENGTH: set in the shell but not exported, as the hook says
    struct str gateway;    // the profile's host, for /etc/hosts
};

struct helper {
    struct os_run run;
    struct os_child child; // pid 0: not started yet
};

// What the gathering functions share; also how the commands come at paths and settings.
struct gathering {
    const struct gather_ask *ask;
    struct snapshot *snap;
    struct secrets *secrets;
    struct arena *arena;
    char *const *envp;
    struct str cwd;      // absolute; absent when the directory is gone
    struct str root;     // of the repository, else cwd
    struct str home;     // absent: unknown
    struct str language; // of the process that --pid or --port names; absent: unknown
    struct str git;      // absolute path of git; absent: not looked for, or none
    struct {
        struct dotenv_env *items;
        size_t n, cap;
    } env;             // the environment as loaders see it before loading
    struct strs index; // git_index's
    bool index_asked, index_pending, index_known;
    bool git_spared; // gather_git_after_all may still ask
    // Programs that work while we read on: git's list of files, what git ignores, gsettings.
    struct helper index_helper, ignore_helper, proxy_helper;
    struct {
        struct listing *items;
        size_t n, cap;
    } lists; // gather_list's
    struct {
        struct raw_file *items;
        size_t n, cap;
    } files; // bytes of the dotenv files, beside snap->dotenv
    struct {
        struct part *items;
        size_t n, cap;
    } parts;             // of the project, below the directory asked about, that show a client
    struct strs members; // directories, or patterns, that the root names as its workspace's
};

struct part {
    struct str dir;    // relative to the root
    struct str loader; // that its packages show; absent: none
};

struct listing {
    struct str dir;
    struct strs names;
    bool complete;
};

struct raw_file { // real bytes: in the secrets arena
    struct dotenv_input input;
    size_t index; // in snap->dotenv
};

// Prepares paths (working directory, repository root, home); cheap. After
// this the configuration files can be read, then gather_all.
struct gathering gather_begin(const struct gather_ask *ask, struct snapshot *snap,
                              struct secrets *secrets, char *const *envp, struct arena *a);
void gather_all(struct gathering *g); // all groups but the last four: gather_paths and
                                      // gather_listeners look at every context, and what
                                      // gather_sysproxy and gather_git wait for takes longest

// The variable of that name in the process's own environment; absent when unset.
struct str gather_env_get(const struct gathering *g, const char *name);

// A key variable is set in the process's own environment.
bool gather_has_key(const struct gathering *g);

// How many copies of the file earlier fixes left beside it: behind the last of their names.
uint32_t gather_copies(struct gathering *g, struct str path);
// Reads a file of the user or the system; what stands in the way is put in snap->unread unless it
// is plain absence. `path` absolute. False when there are no bytes.
bool gather_read(struct gathering *g, struct str path, unsigned flags, struct arena *a,
                 struct os_file *file, struct str *bytes);
// The same for a file of the project, named by `path` relative to the root (or absolute, from an
// option): must lie inside the project after links, and belong to this user or root.
bool gather_read_project(struct gathering *g, struct str path, struct arena *a,
                         struct os_file *file, struct str *bytes);
// Names in a directory of the project, listed once. *complete is false for one that cannot be read or
// has more than 1,500 entries: a name that is not in the list may be there all the same, and
// 50,000 files cost no more than none.
const struct strs *gather_list(struct gathering *g, struct str dir, bool *complete);
// True when the path, links resolved, lies in the project.
bool gather_in_project(const struct gathering *g, struct str path);
// As places are written (model/loc.h): relative to the root in the project, else absolute.
struct str gather_show_path(const struct gathering *g, struct str path);
void gather_note(struct gathering *g, struct str text);
// The project's code: the files of git's index, without a repository those of the working directory.
struct strs gather_code(struct gathering *g);
// The mark of that shell's prompt hook, when it is one that says "I do not run"; else absent.
struct str gather_prompt_hook(struct gathering *g, struct str shell, int32_t pid);

// Every value in the dotenv files (and the .envrc) of one directory of the project that are not in
// the snapshot: no loader of this run reads them, but what they hold is known on this machine.
typedef void gather_value(void *ctx, struct str name, const struct value *v);
void gather_dotenv_values(struct gathering *g, struct str dir, gather_value *each, void *ctx);

// What the project's language would use, where no loader is in sight; bash's source for none.
const struct loader *gather_usual_loader(const struct gathering *g);

// The groups, in the order in which gather_all calls them.
void gather_env(struct gathering *g);     // env.c: contexts[0]
void gather_machine(struct gathering *g); // env.c
void gather_ci(struct gathering *g);      // ci.c: part of gather_machine
void gather_project(struct gathering *g); // project.c: clients, loaders, packages
// sources.c, GATHER_DOCTOR only: what the code says, before gather_env, as it may name a variable;
// and what of it shows clients and loaders, after gather_project.
void gather_sources(struct gathering *g);
void gather_sources_show(struct gathering *g);
// sources.c, where no key was found and the code is not read anyway: what of it fills the variable.
void gather_fills(struct gathering *g);
// stores.c, where no key was found: files of settings that hold one and are no dotenv files.
void gather_stores(struct gathering *g);
void gather_pydantic(struct gathering *g);     // pydantic.c: what settings classes read
void gather_dotenv_calls(struct gathering *g); // dotenv_calls.c: what the loaders are told to read
void gather_dotenv(struct gathering *g);       // dotenv.c: files and contexts
void gather_git_start(struct gathering *g);    // git.c: what gather_git will want to know
void gather_rc(struct gathering *g);           // rc.c
void gather_settings(struct gathering *g);     // settings.c: tools, netrc
void gather_sysproxy(struct gathering *g);     // sysproxy.c; not part of gather_all
void gather_paths(struct gathering *g);        // files.c: what CA variables name
void gather_listeners(struct gathering *g);    // files.c
void gather_git(struct gathering *g); // git.c: are files with a key ignored, tracked, staged
// Where the healthy case was told without git, asks it what else it knows (copies that a fix would
// leave). True when it did: judge again.
bool gather_git_after_all(struct gathering *g); // git.c

#endif
