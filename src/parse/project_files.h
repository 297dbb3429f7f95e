// SPDX-License-Identifier: MIT
// Private to parse/project*.c: the readers of single files, and what they report to.
#ifndef NEXOENV_PARSE_PROJECT_FILES_H
#define NEXOENV_PARSE_PROJECT_FILES_H

#include "parse/project.h"

enum { PACKAGE_LOCKED = 1, PACKAGE_DEVELOPMENT = 2 };

struct project_reader {
    struct project_facts *out;
    struct arena *arena;
    struct str path;
    enum ecosystem ecosystem;
    // What the event readers carry from one event to the next.
    struct str pending; // name whose version comes later
    size_t pending_table;
};

void project_package(struct project_reader *r, struct str name, struct str version, unsigned bits,
                     struct loc loc);
void project_runtime(struct project_reader *r, const char *name, struct str version, unsigned bits,
                     struct loc loc);
void project_script(struct project_reader *r, struct str name, struct str command, struct loc loc);
// A directory, or a pattern of such ("apps/*"), that a workspace's file names.
void project_member(struct project_reader *r, struct str pattern);

typedef void (*project_on_line)(struct project_reader *, struct str line, struct loc loc);
void project_each_line(struct project_reader *r, struct str bytes, project_on_line each);

// project_json.c
void project_package_json(struct project_reader *r, struct str bytes);
void project_package_lock(struct project_reader *r, struct str bytes);
void project_bun_lock(struct project_reader *r, struct str bytes);
void project_deno(struct project_reader *r, struct str bytes);
void project_deno_lock(struct project_reader *r, struct str bytes);
void project_pipfile_lock(struct project_reader *r, struct str bytes);
void project_composer(struct project_reader *r, struct str bytes);
void project_composer_lock(struct project_reader *r, struct str bytes);
// project_toml.c
void project_pyproject(struct project_reader *r, struct str bytes);
void project_pipfile(struct project_reader *r, struct str bytes);
void project_toml_lock(struct project_reader *r, struct str bytes);
void project_cargo(struct project_reader *r, struct str bytes);
void project_pixi(struct project_reader *r, struct str bytes);
// project_lines.c
void project_pnpm_lock(struct project_reader *r, struct str bytes);
void project_pnpm_workspace(struct project_reader *r, struct str bytes);
void project_yarn_lock(struct project_reader *r, struct str bytes);
void project_metadata(struct project_reader *r, struct str bytes);
void project_gemfile(struct project_reader *r, struct str bytes);
void project_gemfile_lock(struct project_reader *r, struct str bytes);
void project_procfile(struct project_reader *r, struct str bytes);
void project_node_version(struct project_reader *r, struct str bytes);
void project_python_version(struct project_reader *r, struct str bytes);
void project_tool_versions(struct project_reader *r, struct str bytes);

// project_go.c
void project_go_mod(struct project_reader *r, struct str bytes);
void project_go_work(struct project_reader *r, struct str bytes);
void project_go_sum(struct project_reader *r, struct str bytes);

// project_build.c
void project_conda(struct project_reader *r, struct str bytes);

// project_java.c
void project_pom(struct project_reader *r, struct str bytes);
void project_gradle(struct project_reader *r, struct str bytes);
void project_catalog(struct project_reader *r, struct str bytes);

// project_setup.c
void project_setup_py(struct project_reader *r, struct str bytes);
void project_setup_cfg(struct project_reader *r, struct str bytes);

// project_pip.c
void project_requirements(struct project_reader *r, struct str bytes);
// "openai[datalib]>=1.40 ; python_version > '3.8'  # x": name and version (PEP 508).
void project_requirement(struct project_reader *r, struct str text, unsigned bits, struct loc loc);

#endif
