// SPDX-License-Identifier: MIT
// What the manifest readers share. Private to parse/manifest*.c.
#ifndef NEXOENV_PARSE_MANIFEST_IN_H
#define NEXOENV_PARSE_MANIFEST_IN_H

#include "parse/manifest.h"

struct reading { // one file in work
    const struct manifest_world *w;
    const struct manifest_file *file;
    struct contexts *out;
    struct arena *a;
};

struct yaml_file manifest_yaml(struct reading *r); // adds a "not readable" context on trouble

// Adds a context; `shown` is where the manifest begins to speak of it.
struct context *manifest_context(struct reading *r, enum context_kind kind, struct str name,
                                 struct loc shown);
// Sets NAME in a context; a value that was there becomes the hidden one. Irrelevant names are
// dropped. `bytes` absent: the name is known to be unset there.
void manifest_set_value(struct reading *r, struct context *c, struct str name, struct str bytes,
                        struct loc loc, struct str why);
// NAME is set, but what to is not to be seen here (a CI secret, a vault).
void manifest_set_opaque(struct reading *r, struct context *c, struct str name, struct loc loc,
                         struct str why);
// Lists the wanted names that the context does not define as unset.
void manifest_add_unset(struct reading *r, struct context *c);
// The whole file is recognised and not read, or not readable.
void manifest_partial(struct reading *r, enum context_kind kind, struct str why);

// A path written in a manifest, resolved against the manifest's folder: "./a/../b.env" -> "dir/b.env".
// Absent when it leaves the project.
struct str manifest_path(struct reading *r, struct str written);
struct str manifest_resolve(struct str dir, struct str written, struct arena *a);
struct str manifest_dir(struct reading *r); // "." for the root
struct str manifest_dir_of(struct str path);
struct str manifest_shell(const struct reading *r, struct str name); // absent: unset

// What compose (and `docker stack`) make of $X, ${X:-d}, ${X?e}, $$ (manifests.md 3). `lookup`
// yields absent for an unset name. `missing` gets the first name that was unset and had no default;
// `required` is set when ${X?..} failed, `invalid` when a "${" is none that compose takes.
struct interpolation {
    struct str (*lookup)(void *ctx, struct str name);
    void *ctx;
    struct str missing;
    bool required, invalid;
};
struct str manifest_interpolate(struct str text, struct interpolation *in, struct arena *a);

void compose_read(struct reading *r);
void kubernetes_read(struct reading *r);
void actions_read(struct reading *r);
void gitlab_read(struct reading *r);
void systemd_read(struct reading *r);
void systemd_dropin_read(struct reading *r);
void dockerfile_read(struct reading *r);
void procfile_read(struct reading *r);
void platform_read(struct reading *r); // recognised and named; function limits are read
void editor_files(struct reading *r, struct context *c); // the env files of an editor's settings
void tool_litellm_read(struct reading *r);
void tool_continue_read(struct reading *r);
void tool_aider_read(struct reading *r);
void tool_librechat_read(struct reading *r);
void tool_promptfoo_read(struct reading *r);

#endif
