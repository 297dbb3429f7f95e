// SPDX-License-Identifier: MIT
// Go: go.mod, go.work, go.sum.
#include "parse/project_files.h"

// require x v1.2, or a block of "x v1.2 // indirect"; go 1.22; toolchain go1.22.3.
static void go_mod(struct project_reader *r, struct str line, struct loc loc)
{
    struct str word, version;
    size_t comment = str_find(line, STR("//"));
    bool indirect = str_starts(
        str_trim(str_from(line, comment == STR_NOWHERE ? line.n : comment + 2)), STR("indirect"));
    line = str_trim(str_slice(line, 0, comment == STR_NOWHERE ? line.n : comment));
    if (str_starts(line, STR(")")))
        r->pending = STR_NONE;
    bool block = str_eq(r->pending, STR("require"));
    if (!str_word(&line, " \t", &word))
        return;
    if (str_eq(word, STR("require")) && !block) {
        if (str_starts(str_trim(line), STR("("))) {
            r->pending = STR("require");
            return;
        }
        if (!str_word(&line, " \t", &word))
            return;
        block = true;
    } else if (str_eq(str_trim(line), STR("("))) {
        r->pending = word; // replace, exclude
        return;
    }
    if (block && str_word(&line, " \t", &version))
        project_package(r, word, version, PACKAGE_LOCKED | (indirect ? PACKAGE_DEVELOPMENT : 0),
                        loc);
    else if (!str_present(r->pending) &&
             (str_eq(word, STR("go")) || str_eq(word, STR("toolchain"))) &&
             str_word(&line, " \t", &version))
        project_runtime(r, "go", version, 0, loc);
}

// What other modules need shows no client of this one's, unless every line is marked so: `go get`
// does that, and `go mod tidy`, which finds out, has not run.
void project_go_mod(struct project_reader *r, struct str bytes)
{
    size_t first = r->out->packages.n, kept = first;
    bool direct = false;
    project_each_line(r, bytes, go_mod);
    for (size_t i = first; i < r->out->packages.n; i++) {
        const struct package_fact *p = &r->out->packages.items[i];
        direct |= p->ecosystem == PACKAGE_GO && !p->development;
    }
    for (size_t i = first; i < r->out->packages.n; i++) {
        struct package_fact p = r->out->packages.items[i];
        if (p.development && direct)
            continue;
        p.development = false;
        r->out->packages.items[kept++] = p;
    }
    r->out->packages.n = kept;
}

// use ./api, or a block of such lines; go 1.22
static void go_work(struct project_reader *r, struct str line, struct loc loc)
{
    struct str word, rest;
    size_t comment = str_find(line, STR("//"));
    line = rest = str_trim(str_slice(line, 0, comment == STR_NOWHERE ? line.n : comment));
    if (str_starts(line, STR(")")))
        r->pending = STR_NONE;
    else if (str_eq(r->pending, STR("use")))
        project_member(r, line);
    else if (str_word(&rest, " \t", &word) && str_eq(str_trim(rest), STR("(")))
        r->pending = word;
    else if (str_eq(word, STR("use")))
        project_member(r, str_trim(rest));
    else if (!str_present(r->pending) && str_eq(word, STR("go")))
        project_runtime(r, "go", str_trim(rest), 0, loc);
}

void project_go_work(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, go_work);
}

// "MODULE VERSION h1:HASH"; lines with "VERSION/go.mod" are of modules that are only considered.
static void go_sum(struct project_reader *r, struct str line, struct loc loc)
{
    struct str module, version;
    if (str_word(&line, " \t", &module) && str_word(&line, " \t", &version) &&
        str_chr(version, '/') == STR_NOWHERE)
        project_package(r, module, version, PACKAGE_LOCKED, loc);
}

void project_go_sum(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, go_sum);
}
