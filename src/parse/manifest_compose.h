// SPDX-License-Identifier: MIT
// A compose project as its services: which files speak of a service, the weakest word first.
// Private to parse/manifest_compose*.c.
#ifndef NEXOENV_PARSE_MANIFEST_COMPOSE_H
#define NEXOENV_PARSE_MANIFEST_COMPOSE_H

#include "parse/manifest_in.h"

struct compose_lookup { // where ${NAME} is looked up: the shell, then .env
    struct dotenv_env *items;
    size_t n, cap;
};

struct compose_layer { // what one file says of a service
    const struct yaml_node *node;
    struct str dir; // its relative paths start here
};

struct compose_service {
    struct str name;
    struct loc loc;
    struct compose_layer *items; // weakest first: extended ones, the base file, its overrides
    size_t n, cap;
    struct compose_lookup *vars;
    struct str unread; // why a part of it is not known; absent: all is
};

// The values of a service, put into its context: env_file of every layer, then environment.
void compose_values(struct reading *r, const struct compose_service *s, struct context *out);

struct str compose_lookup_name(const struct compose_lookup *vars, struct str name);
// Interpolated text; *why says what could not be filled in, and *refused that compose stops there.
struct str compose_expand(struct reading *r, const struct compose_lookup *vars, struct str text,
                          struct str *why, bool *refused);

#endif
