// SPDX-License-Identifier: MIT
// Files of Java's build tools, of which only dependencies written out are found: Maven's pom.xml,
// Gradle and its catalog of versions.
#include "parse/project_files.h"

#include "parse/tomlish.h"

// Where a name's value is looked up, once for each dependency.
enum { NAMES_MAX = 64 * 1024, NESTED_MAX = 4 };

// "group:artifact" with its version, if it is one.
static void artifact(struct project_reader *r, struct str group, struct str name,
                     struct str version, unsigned bits, struct loc loc)
{
    bool written = version.n && byte_is_digit(version.p[0]);
    if (group.n && name.n && group.n + name.n < 190)
        project_package(r, str_fmt(r->arena, "%.*s:%.*s", STR_ARG(group), STR_ARG(name)),
                        written ? version : STR(""), bits | (written ? PACKAGE_LOCKED : 0), loc);
}

// A bill of materials of the same group: okhttp-bom gives okhttp its version.
static bool is_bill_of(struct str bill, struct str name)
{
    size_t group = str_chr(name, ':');
    return str_ends(bill, STR("-bom")) && str_chr(bill, ':') == group &&
           str_eq(str_slice(bill, 0, group), str_slice(name, 0, group));
}

// Dependencies without a version have it from where versions are managed.
static void versions_of(struct project_reader *r, size_t first, const struct project_facts *from)
{
    for (size_t i = first; i < r->out->packages.n; i++) {
        struct package_fact *p = &r->out->packages.items[i];
        for (size_t k = 0; !p->version.n && k < from->packages.n && k < 200; k++) {
            const struct package_fact *m = &from->packages.items[k];
            if (!m->version.n || (!str_eq(m->name, p->name) && !is_bill_of(m->name, p->name)))
                continue;
            p->version = m->version;
            p->locked = m->locked;
        }
    }
}

// --- Maven: <dependency> with groupId, artifactId and version, in any layout ------------------------

static struct str element(struct str s, const char *open, const char *close)
{
    size_t from = str_find(s, str_of(open));
    if (from == STR_NOWHERE)
        return STR("");
    s = str_from(s, from + strlen(open));
    return str_trim(str_slice(s, 0, str_find(s, str_of(close))));
}

// "${okhttp.version}": what <properties> say, which may name another.
static struct str maven_value(struct project_reader *r, struct str properties, struct str value)
{
    for (int i = 0; i < NESTED_MAX && str_starts(value, STR("${")) && value.n < 200; i++) {
        struct str name = str_trim_set(str_from(value, 2), "}");
        struct str open = str_fmt(r->arena, "<%.*s>", STR_ARG(name));
        size_t at = str_find(properties, open);
        if (at == STR_NOWHERE)
            return STR("");
        struct str rest = str_from(properties, at + open.n);
        value = str_trim(str_slice(rest, 0, str_chr(rest, '<')));
    }
    return value;
}

struct pom {
    struct project_reader *r, managed; // <dependencyManagement> wants nothing itself
    struct str properties;
    bool in_management, in_build; // plugins have dependencies of their own
};

static void maven_dependency(struct pom *p, struct str one, struct loc loc)
{
    struct str version = element(one, "<version>", "</version>");
    unsigned bits =
        str_eq(element(one, "<scope>", "</scope>"), STR("test")) ? PACKAGE_DEVELOPMENT : 0;
    if (!p->in_build)
        artifact(p->in_management ? &p->managed : p->r, element(one, "<groupId>", "</groupId>"),
                 element(one, "<artifactId>", "</artifactId>"),
                 maven_value(p->r, p->properties, version), bits, loc);
}

// What the tag at the front opens or closes; how far it is read.
static size_t maven_tag(struct pom *p, struct str s, struct loc loc)
{
    if (str_starts(s, STR("<!--"))) { // what is commented out is none
        size_t end = str_find(s, STR("-->"));
        return end == STR_NOWHERE ? s.n : end + 3;
    }
    if (str_starts(s, STR("<dependency>"))) {
        size_t end = str_find(s, STR("</dependency>"));
        maven_dependency(p, str_slice(s, 0, end), loc);
        return end == STR_NOWHERE ? s.n : end;
    }
    if (str_starts(s, STR("<dependencyManagement>")))
        p->in_management = true;
    else if (str_starts(s, STR("</dependencyManagement>")))
        p->in_management = false;
    else if (str_starts(s, STR("<build>")))
        p->in_build = true;
    else if (str_starts(s, STR("</build>")))
        p->in_build = false;
    else if (str_starts(s, STR("<module>")))
        project_member(p->r, element(s, "<module>", "</module>"));
    return 1;
}

void project_pom(struct project_reader *r, struct str bytes)
{
    struct loc loc = {.file = r->path, .line = 1};
    struct project_facts managed = {0};
    size_t first = r->out->packages.n, at;
    struct pom p = {.r = r, .managed = *r};
    p.managed.out = &managed;
    p.properties = str_slice(element(bytes, "<properties>", "</properties>"), 0, NAMES_MAX);
    r->out->partial = true;
    while ((at = str_chr(bytes, '<')) != STR_NOWHERE) {
        loc.line += (uint32_t)str_count(str_slice(bytes, 0, at), '\n');
        bytes = str_from(bytes, at);
        size_t read = maven_tag(&p, bytes, loc);
        loc.line += (uint32_t)str_count(str_slice(bytes, 0, read), '\n');
        bytes = str_from(bytes, read);
    }
    versions_of(r, first, &managed);
}

// --- Gradle: "group:artifact:version" in quotes -------------------------------------------------------

// "$okVersion", "${okVersion}": what the file gives that name, in quotes.
static struct str gradle_version(struct str bytes, struct str version)
{
    if (!version.n || version.p[0] != '$')
        return version;
    struct str name = str_trim_set(version, "${}");
    size_t at;
    while (name.n && (at = str_find(bytes, name)) != STR_NOWHERE) {
        bytes = str_from(bytes, at + name.n);
        struct str rest = str_trim_left_set(bytes, " \t");
        if (rest.n < 2 || rest.p[0] != '=')
            continue;
        rest = str_trim_left_set(str_from(rest, 1), " \t");
        if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\''))
            return str_slice(rest, 1, 1 + str_chr(str_from(rest, 1), rest.p[0]));
    }
    return STR("");
}

// group: 'a.b', name: 'c', version: '1': what stands in quotes behind the word.
static struct str gradle_part(struct str line, const char *word)
{
    size_t at = str_find(line, str_of(word));
    if (at == STR_NOWHERE)
        return STR("");
    struct str rest = str_trim_left_set(str_from(line, at + strlen(word)), " \t:=");
    if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
        return STR("");
    size_t end = str_chr(str_from(rest, 1), rest.p[0]);
    return end == STR_NOWHERE ? STR("") : str_slice(rest, 1, 1 + end);
}

static void gradle_line(struct project_reader *r, struct str whole, struct str line, struct loc loc)
{
    struct str text = str_trim(line);
    if (str_starts(text, STR("//")) || str_starts(text, STR("*")) || str_starts(text, STR("/*")))
        return;
    size_t comment = str_find(line, STR(" //"));
    line = str_slice(line, 0, comment);
    struct str rest = line, word, group, name;
    artifact(r, gradle_part(line, "group"), gradle_part(line, "name"),
             gradle_version(whole, gradle_part(line, "version")), 0, loc);
    while (str_word(&rest, "'\"() \t", &word) && word.n) {
        struct str parts = word;
        if (str_chr(word, '/') == STR_NOWHERE && str_cut(&parts, ':', &group) &&
            str_present(parts) && str_cut(&parts, ':', &name) && str_chr(group, '.') != STR_NOWHERE)
            artifact(r, group, name, str_present(parts) ? gradle_version(whole, parts) : STR(""), 0,
                     loc);
    }
}

void project_gradle(struct project_reader *r, struct str bytes)
{
    struct loc loc = {.file = r->path};
    struct str line, whole = str_slice(bytes, 0, NAMES_MAX);
    size_t first = r->out->packages.n;
    r->out->partial = true;
    while (loc.line++, str_line(&bytes, &line))
        gradle_line(r, whole, line, loc);
    versions_of(r, first, r->out);
}

// --- Gradle's catalog of versions: [libraries] okhttp = {module = "group:name", version.ref = "ok"} ---

struct library {
    struct str alias, group, name, version, ref;
    struct loc loc;
};

struct catalog {
    struct project_reader *r;
    struct {
        struct library *items;
        size_t n, cap;
    } libraries;
    struct {
        struct package_fact *items; // name and version alone
        size_t n, cap;
    } versions;
};

static struct library *library_of(struct catalog *c, struct str alias, struct loc loc)
{
    size_t n = c->libraries.n;
    if (n && str_eq(c->libraries.items[n - 1].alias, alias))
        return &c->libraries.items[n - 1];
    if (n >= 1000)
        return NULL;
    struct library *l = arena_push(&c->libraries, c->r->arena);
    *l = (struct library){.alias = str_dup(alias, c->r->arena), .loc = loc};
    return l;
}

// "group:name" or "group:name:version"
static void set_module(struct library *l, struct str text)
{
    str_cut(&text, ':', &l->group);
    if (str_present(text))
        str_cut(&text, ':', &l->name);
    if (str_present(text))
        l->version = text;
}

// `key` is what stands behind the alias: "", "module", "version", "version.ref", "version.strictly".
static void set_library(struct library *l, struct str key, struct str value)
{
    if (key.n == 0 || str_eq(key, STR("module")))
        set_module(l, value);
    else if (str_eq(key, STR("group")))
        l->group = value;
    else if (str_eq(key, STR("name")))
        l->name = value;
    else if (str_eq(key, STR("version.ref")))
        l->ref = value;
    else if (str_starts(key, STR("version")))
        l->version = value;
}

static void on_catalog(void *ctx, const struct toml_event *e)
{
    struct catalog *c = ctx;
    struct str below = STR("libraries."), alias, rest;
    if (!e->string)
        return;
    if (str_eq(e->table, STR("versions")) && c->versions.n < 1000) {
        *arena_push(&c->versions, c->r->arena) = (struct package_fact){
            .name = str_dup(str_slice(e->key, 0, str_until(e->key, ".")), c->r->arena),
            .version = e->value};
        return;
    }
    if (str_eq(e->table, STR("libraries"))) {
        rest = e->key;
        str_cut(&rest, '.', &alias);
    } else if (str_starts(e->table, below)) {
        alias = str_from(e->table, below.n);
        rest = e->key;
    } else {
        return;
    }
    struct library *l = library_of(c, alias, e->loc);
    if (l)
        set_library(l, rest, e->value);
}

static struct str catalog_version(const struct catalog *c, const struct library *l)
{
    for (size_t i = 0; l->ref.n && i < c->versions.n; i++)
        if (str_eq(c->versions.items[i].name, l->ref))
            return c->versions.items[i].version;
    return l->version;
}

void project_catalog(struct project_reader *r, struct str bytes)
{
    struct catalog c = {.r = r};
    size_t first = r->out->packages.n;
    if (!toml_walk(bytes, r->path, on_catalog, &c))
        r->out->partial = true;
    for (size_t i = 0; i < c.libraries.n; i++) {
        const struct library *l = &c.libraries.items[i];
        artifact(r, l->group, l->name, catalog_version(&c, l), 0, l->loc);
    }
    versions_of(r, first, r->out);
}
