// SPDX-License-Identifier: MIT
// Deployment manifests and tool files into contexts: what a program there really sees
// (manifests.md). One reader a kind; a row says which names it reads. To add a kind: a file with
// its reader, a row in manifest.c, a folder in tests/manifests/.
//
// Pure: other files of the project (env_file, EnvironmentFile, a Secret beside a Deployment) come
// through a callback, and what is kept of a value is the callback's word as well, so no secret is
// reachable from a result.
#ifndef NEXOENV_PARSE_MANIFEST_H
#define NEXOENV_PARSE_MANIFEST_H

#include "base/index.h"
#include "model/snapshot.h"
#include "parse/dotenv.h"
#include "parse/yaml.h"

struct manifest_file {
    struct str path; // relative to the root
    struct str bytes;
    struct yaml_file *yaml;       // parsed, once somebody asked for it
    size_t first_object, objects; // its own among the objects of the set
};

struct kube_objects; // private to parse/manifest_objects.c

struct manifest_set { // every manifest of the project: Kubernetes objects refer to each other
    struct manifest_file *items;
    size_t n, cap;
    struct kube_objects *objects; // once somebody asked for one
    struct index *included;       // by path: compose files that another one includes; made once
};

struct manifest_world {
    struct manifest_set *set;
    // A further file of the project, by path relative to the root; absent when it cannot be read.
    struct str (*file)(void *ctx, struct str path);
    // What may be kept of these bytes (gather's: keyed fingerprint, secret handle).
    struct value (*keep)(void *ctx, struct str name, struct str bytes);
    void *ctx;
    const struct dotenv_env *shell; // for interpolation: the environment of whoever runs the tool
    size_t shell_n;
    struct strs wanted; // names the project needs: they are listed as unset where they lack
};

// Reads every file of the set; adds a context for each place where a program runs, and for each
// recognised file that is not read one with state SEEN_PARTIAL and a line that says so.
void manifests_read(const struct manifest_world *w, struct contexts *out, struct arena *a);

// Why a wanted name is unset in a place that says nothing of it.
extern const char manifest_not_given[];

// Is this a manifest, by its path relative to the root? Cheap; for walking a tree or an index.
enum manifest_sort { MANIFEST_NOT, MANIFEST_MAYBE, MANIFEST_NAMED }; // maybe: its text tells
enum manifest_sort manifest_sort(struct str path);
bool manifest_reads(struct str path, struct str bytes);

#endif
