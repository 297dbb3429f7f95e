// SPDX-License-Identifier: MIT
// What a project's own files say of packages, scripts and loaders. Which client or loader follows
// from a package is a row of clients/ (`packages`) and of the table behind loader_of_package.
#ifndef NEXOENV_PARSE_PROJECT_H
#define NEXOENV_PARSE_PROJECT_H

#include "base/str.h"
#include "model/loc.h"

enum ecosystem {      // of a package; the texts are the prefixes of client.packages
    PACKAGE_NPM,      // "npm"
    PACKAGE_PYPI,     // "pypi"
    PACKAGE_GO,       // "go"
    PACKAGE_GEM,      // "gem"
    PACKAGE_COMPOSER, // "composer"
    PACKAGE_CARGO,    // "cargo"
    PACKAGE_MAVEN,    // "maven": group:artifact
    PACKAGE_RUNTIME,  // "runtime": node, python, go, bun, deno
};
const char *ecosystem_name(enum ecosystem e);

struct package_fact {
    enum ecosystem ecosystem;
    struct str name;    // PyPI names normalised: lower case, runs of -_. as one -
    struct str version; // "4.20.0": exact when locked, else the first number of the constraint;
                        // absent: none is said
    bool locked;        // the version that is (to be) installed
    bool development;   // devDependencies and the like: the program itself may not use it
    struct loc loc;
};

struct script_fact { // package.json scripts, deno tasks, Procfile lines
    struct str name, command;
    struct loc loc;
};

struct project_facts {
    bool known;          // a file of a kind that is read here
    bool partial;        // not all of it could be read
    struct str own_name; // package.json, METADATA: what the file itself is
    struct str own_version;
    struct strs includes;    // "-r base.txt" of requirements files: paths as theirs; at most 8
    struct strs constraints; // "-c constraints.txt", the same
    struct strs members;     // of a workspace: "apps/*", "libs/core", "modules/**"; at most 32
    struct {
        struct package_fact *items;
        size_t n, cap;
    } packages; // at most 4000
    struct {
        struct script_fact *items;
        size_t n, cap;
    } scripts; // at most 200
};

// Reads a file by its base name: package.json, package-lock.json, npm-shrinkwrap.json,
// pnpm-lock.yaml, yarn.lock, bun.lock, deno.json(c), pyproject.toml, requirements*.txt, Pipfile,
// Pipfile.lock, poetry.lock, uv.lock, pdm.lock, go.mod, composer.json, composer.lock, Gemfile,
// Gemfile.lock, Cargo.toml, Cargo.lock, METADATA, Procfile, .nvmrc, .node-version,
// .python-version, .tool-versions, environment.yml,
// pixi.toml, setup.cfg, libs.versions.toml, pylock.toml, pnpm-workspace.yaml, go.work. Of pom.xml
// and build.gradle only dependencies written out are found, of setup.py the list that is written
// out (both partial). Adds to *out; texts are views into `bytes` where they can be.
void project_read(struct str bytes, struct str path, struct project_facts *out, struct arena *a);
// The same for a file that a requirements file includes, whatever its name.
void project_read_included(struct str bytes, struct str path, struct project_facts *out,
                           struct arena *a);
// The versions of a constraints file, for the packages that are wanted already: it wants none itself.
void project_read_constraints(struct str bytes, struct str path, struct project_facts *out,
                              struct arena *a);
// True when project_read reads files of this name.
bool project_reads(struct str path);

// The best fact on a package: locked before wanted, earlier before later. NULL: none.
const struct package_fact *package_find(const struct project_facts *facts, enum ecosystem e,
                                        struct str name);

// The loader (id of parse/dotenv.h) that a package shows the project to use; NULL: none.
const char *loader_of_package(const struct package_fact *p);

// "4.20.0" of "^4.20.0", ">=4,<5", "v4.20.0-rc.1" (then with the suffix); absent when there is none.
struct str version_text(struct str constraint);
struct str pypi_name(struct str name, struct arena *a);

#endif
