// SPDX-License-Identifier: MIT
// Objects of a Kubernetes set. Private to parse/manifest_kubernetes.c and manifest_objects.c.
#ifndef NEXOENV_PARSE_MANIFEST_KUBERNETES_H
#define NEXOENV_PARSE_MANIFEST_KUBERNETES_H

#include "base/index.h"
#include "parse/manifest_in.h"

enum kube_sort { KUBE_OTHER, KUBE_SECRET, KUBE_CONFIG, KUBE_SEALED, KUBE_KUSTOMIZATION };

struct kube_object { // those of a List one by one
    const struct yaml_node *node;
    enum kube_sort sort;
    struct str kind, name;
    size_t next; // the next object of that name; STR_NOWHERE: none
};

struct kube_objects {
    struct kube_object *items;
    size_t n, cap;
    struct index first;  // by name, the first object: a large set is searched for each reference
    struct index last;   // and the last one
    struct index placed; // by folder and name, the first ConfigMap or Secret there
    struct index names;  // of the contexts that the set gave
    struct {
        size_t *items;
        size_t n, cap;
    } kustomizations; // by their place: they generate objects of any name
};

struct kube_objects *kube_objects(struct reading *r); // of the whole set

bool kube_kind_is(const struct yaml_node *object, const char *kind);
struct str kube_name(const struct yaml_node *object);

struct kube_datum {
    struct str name, value; // decoded
    struct loc loc;
};

struct kube_data {           // what a ConfigMap or Secret of that name holds
    bool found, sealed;      // sealed: encrypted, or fetched from a vault
    bool generated, several; // several: which of the set's is applied is not known here
    struct str unread;       // a file of a generator that is not here
    struct kube_datum *items;
    size_t n, cap;
};

// As a pod of `from` sees it; a Secret in another namespace is invisible.
struct kube_data kube_data_of(struct reading *r, const struct yaml_node *from, struct str name,
                              bool secret);
// What stands in this very object.
struct kube_data kube_own_data(struct reading *r, const struct yaml_node *object, bool secret);
struct kube_datum *kube_datum_of(struct kube_data *d, struct str key);

#endif
