// SPDX-License-Identifier: MIT
// YAML as a tree of views with places, for manifests (manifests.md 1). Built on libyaml's events;
// aliases share the node they name, merge keys are resolved where their map ends, and everything is
// bounded: depth 64, 100,000 nodes, 256 anchors, the work of merging, so a bomb costs no more than
// its text.
//
// Scalars stay untyped text; the style is kept because `K: "x"` and `- K="x"` differ by it.
#ifndef NEXOENV_PARSE_YAML_H
#define NEXOENV_PARSE_YAML_H

#include "base/str.h"
#include "model/loc.h"

#include <stdint.h>

enum yaml_kind { YAML_SCALAR, YAML_MAP, YAML_LIST };
enum yaml_style { YAML_PLAIN, YAML_QUOTED, YAML_BLOCK };

struct yaml_node;

struct yaml_pair {
    const struct yaml_node *key; // a scalar; other keys are dropped
    const struct yaml_node *value;
};

struct yaml_pairs {
    struct yaml_pair *items;
    size_t n, cap;
};

struct yaml_map {
    struct yaml_pairs pairs;  // as written
    struct yaml_pairs merged; // as read: the last of duplicates, then what `<<` brings
};

// A monorepo's manifests have hundreds of thousands of these: what a kind does not need takes no room.
struct yaml_node {
    union {
        struct str text; // YAML_SCALAR
        struct yaml_map *map;
        struct {
            const struct yaml_node **items;
            uint32_t n, cap;
        } list;
    } u;             // through the functions below
    const char *tag; // "!Ref", "!vault"; NULL: none
    struct loc loc;
    uint8_t kind;   // enum yaml_kind
    uint8_t style;  // enum yaml_style
    bool duplicate; // a map in which a key stands twice (the last one is found)
};

struct yaml_doc {
    const struct yaml_node *root;
};

struct yaml_file {
    struct str path;
    bool templated;   // Helm, Jinja: not YAML before rendering, so not read
    struct str error; // absent: read; else what libyaml or a bound said
    struct loc error_loc;
    struct loc alias; // the first alias, for files in which there may be none; line 0: none
    struct {
        struct yaml_doc *items;
        size_t n, cap;
    } docs;
};

// Reads every document of `bytes`; `path` goes into the places. Never fails: see `error`.
struct yaml_file yaml_read(struct str bytes, struct str path, struct arena *a);

// Looks a key up in a map, own keys before merged ones (`<<`), earlier merges before later ones.
// NULL for a NULL node, another kind, or an absent key.
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
// yaml_get along a path: yaml_at(n, "spec", "template", NULL).
const struct yaml_node *yaml_at(const struct yaml_node *map, ...);

// The i-th pair of a map as a reader of the file sees it, merged pairs included, hidden ones not;
// false behind the last.
bool yaml_pair_at(const struct yaml_node *map, size_t i, struct yaml_pair *out);

// The i-th pair as written, `<<` and hidden ones included; false behind the last.
bool yaml_written_at(const struct yaml_node *map, size_t i, struct yaml_pair *out);

// Items of a list: 0 and NULL for a NULL node or another kind, NULL behind the last.
size_t yaml_count(const struct yaml_node *list);
const struct yaml_node *yaml_item(const struct yaml_node *list, size_t i);

// Scalar text, absent for anything else and for null (empty plain, ~, null).
struct str yaml_text(const struct yaml_node *n);
// Scalar text as written, null too: of keys. Absent for anything else.
struct str yaml_raw(const struct yaml_node *n);
bool yaml_is_null(const struct yaml_node *n); // a null scalar; false for NULL (no node)
// A tag of some tool's own ("!ENV", "!vault"): the text is not the value.
bool yaml_is_tagged(const struct yaml_node *n);

#endif
