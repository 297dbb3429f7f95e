// SPDX-License-Identifier: MIT
#include "rules/words.h"

#include "parse/names.h"
#include "parse/url.h"

// A URL-like or short plain value may be shown; what is long or odd is only measured.
static struct str plain_words(const struct value *v, struct arena *a)
{
    if (str_has(v->text, STR("://")) || str_has_any(v->text, "@?"))
        return url_public(v->text, a);
    if (v->text.n > 200)
        return str_fmt(a, "%zu bytes", v->length);
    return v->text;
}

struct str value_words(const struct value *v, struct arena *a)
{
    if (v == NULL || v->state == VALUE_UNSET)
        return STR("not set");
    if (v->opaque)
        return STR("set elsewhere, not visible from here");
    if (v->state == VALUE_EMPTY)
        return STR("empty");
    if (v->class == VALUE_PLAIN)
        return plain_words(v, a);
    if (v->class == VALUE_PROXY)
        return proxy_public(v->text, a);
    if (v->last4[0])
        return str_fmt(a, "%zu bytes, ends in %s", v->length, v->last4);
    return str_fmt(a, "%zu bytes", v->length);
}

struct str from_words(const struct origin *o, struct arena *a)
{
    if (o->kind == ORIGIN_NONE || o->kind == ORIGIN_ENVIRONMENT)
        return STR("");
    return str_fmt(a, " (from %.*s)", STR_ARG(origin_text(o, a)));
}

struct str variable_words(const struct variable *v, struct arena *a)
{
    if (str_eq(v->name, STR(IN_CODE)))
        return str_fmt(a, "The key in %.*s", STR_ARG(origin_text(&v->origin, a)));
    return str_join(v->name, from_words(&v->origin, a), a);
}

struct origin origin_file(struct loc loc)
{
    return (struct origin){.kind = ORIGIN_FILE, .loc = loc};
}

void finding_place(struct finding *f, const struct origin *o)
{
    if (!str_present(f->location.file) && o->kind == ORIGIN_FILE)
        f->location = o->loc;
}

void finding_variable(struct finding *f, struct inquiry *q, const struct variable *v)
{
    if (v == NULL)
        return;
    finding_evidence(f, q, v->name, value_words(&v->value, q->arena), v->origin);
    finding_place(f, &v->origin);
}

bool host_trusted(const struct profile *p, struct str host)
{
    if (str_eq_icase(host, p->host))
        return true;
    for (size_t i = 0; i < p->trusted_hosts.n; i++)
        if (str_eq_icase(host, p->trusted_hosts.items[i]))
            return true;
    return false;
}

struct str host_of(struct str url)
{
    struct url u = {0};
    if (!str_present(url))
        return STR_NONE;
    url_parse(url, &u);
    return u.host;
}

bool uses_gateway(const struct inquiry *q)
{
    if (!str_present(q->uses.base_url))
        return q->uses.base_url_origin.kind != ORIGIN_DEFAULT;
    return host_trusted(q->profile, host_of(q->uses.base_url));
}

bool context_is_blind(const struct context *c)
{
    return c->self_loading || c->state == SEEN_DENIED || c->state == SEEN_FAILED ||
           c->state == SEEN_ABSENT || c->state == SEEN_NOT_ASKED;
}

// The dashboard of a platform, a ConfigMap that lives in the cluster alone, a file that could not
// be read may give what is missing.
bool context_may_have_more(const struct context *c)
{
    return context_is_blind(c) || (c->state == SEEN_PARTIAL && !context_is_here(c));
}

bool context_is_here(const struct context *c)
{
    return c->kind == CONTEXT_SHELL || c->kind == CONTEXT_DOTENV;
}

bool accepted_name(const struct profile *p, struct str name)
{
    return strs_have(&p->key_variables, name);
}

bool key_plausible(const struct value *v)
{
    const uint32_t never = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH |
                           KEY_JSON | KEY_EMAIL | KEY_COMMAND | KEY_FOREIGN;
    return v->state == VALUE_SET && !(v->facts & never);
}

const struct value *entry_value(const struct dotenv_entry *e)
{
    const struct value *best = NULL;
    unsigned most = 0;
    for (size_t i = 0; i < e->n; i++) {
        unsigned loaders = 0;
        for (uint64_t bits = e->items[i].loaders; bits; bits &= bits - 1)
            loaders++;
        if (e->items[i].value.state == VALUE_UNSET || loaders <= most)
            continue;
        most = loaders;
        best = &e->items[i].value;
    }
    return best;
}

struct key_entry key_entry_find(const struct inquiry *q, bool template)
{
    struct key_entry found = {0};
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; file->is_template == template && j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            const struct value *v = entry_value(e);
            if (e->last && accepted_name(q->profile, e->name) && v && key_plausible(v)) {
                found = (struct key_entry){file, e};
                if (str_eq(e->name, q->profile->key_variables.items[0]))
                    return found;
            }
        }
    }
    return found;
}

struct str dir_of(struct str path)
{
    size_t at = str_rchr(path, '/');
    return at == STR_NOWHERE ? STR(".") : str_slice(path, 0, at ? at : 1);
}

struct str base_of(struct str path)
{
    size_t at = str_rchr(path, '/');
    return at == STR_NOWHERE ? path : str_from(path, at + 1);
}

bool names_files(const struct project_loader *p)
{
    return p && (p->env_files.n || p->only_named);
}

static bool is_named(const struct project_loader *p, struct str path, struct arena *a)
{
    for (size_t i = 0; i < p->env_files.n; i++) {
        struct str named = loc_path(p->dir, p->env_files.items[i], a);
        if (str_present(named) && str_eq(named, path))
            return true;
    }
    return false;
}

bool loader_reads(const struct inquiry *q, const struct dotenv_file *file)
{
    if (file->is_template || file->is_script)
        return false;
    if (file->asked)
        return true;
    if (q->loader == NULL)
        return false;
    const struct project_loader *row = q->project_loader;
    if (names_files(row))
        return is_named(row, file->path, q->arena);
    struct strs names = loader_file_names(q->loader, row ? row->mode : STR_NONE, q->arena);
    if (!strs_have(&names, base_of(file->path)))
        return false;
    struct str dir = row && row->dir.n ? row->dir : q->snap->project.dir;
    if (str_eq(dir_of(file->path), dir.n ? dir : STR(".")))
        return true;
    return loader_walks_up(q->loader);
}

void project_versions(const struct snapshot *s, const struct client *c, struct version *version,
                      struct version *runtime)
{
    if (!version->known && strcmp(c->id, "curl") == 0)
        *version = version_parse(s->machine.curl_version);
    for (size_t i = 0; i < s->project.clients.n; i++) {
        const struct project_client *p = &s->project.clients.items[i];
        const struct client *other = client_find(p->id);
        if (other == c && !version->known)
            *version = version_parse(p->version);
        // One Node runs them all.
        if (other && other->lang == c->lang && *c->runtime && !runtime->known)
            *runtime = version_parse(other->is_runtime ? p->version : p->runtime);
    }
    if (c->is_runtime && !version->known)
        *version = *runtime;
}
