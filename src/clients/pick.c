// SPDX-License-Identifier: MIT
// Which variable a client takes its proxy from (clients.md 3).
#include "clients/family.h"

// What the shell alone knows reaches no program.
static bool reaches(const struct variable *v)
{
    return v->value.state != VALUE_UNSET && (v->exported || v->origin.kind != ORIGIN_SHELL);
}

static struct str text_of(const struct variable *v)
{
    return v->value.state == VALUE_EMPTY || !v->value.text.p ? STR("") : v->value.text;
}

static struct str value_named(const struct world *w, struct str name)
{
    const struct variable *v = w->vars ? variable_find(w->vars, name) : NULL;
    return v && reaches(v) ? text_of(v) : STR_NONE;
}

struct str world_value(const struct world *w, const char *name)
{
    return value_named(w, str_of(name));
}

bool world_has(const struct world *w, const char *name)
{
    return str_present(world_value(w, name));
}

// The member of a group ("a|A") that counts: the first that exists. Absent name: none does.
static struct choice group_choice(const struct world *w, struct str group)
{
    struct str name;
    while (str_present(group) && str_cut(&group, '|', &name)) {
        struct str value = value_named(w, name);
        if (str_present(value))
            return (struct choice){name, value};
    }
    return (struct choice){STR_NONE, STR_NONE};
}

static size_t list_candidates(const struct world *w, const char *names, struct choice out[8])
{
    size_t n = 0;
    struct str rest = str_of(names), group;
    while (n < 8 && str_present(rest) && str_cut(&rest, ';', &group)) {
        struct choice c = group_choice(w, group);
        if (c.value.n)
            out[n++] = c;
    }
    return n;
}

struct choice pick_first(const struct world *w, const char *names)
{
    struct choice out[8];
    return list_candidates(w, names, out) ? out[0] : (struct choice){STR_NONE, STR_NONE};
}

// "HTTPS_PROXY" for "https": prefix in any case, an underscore, "proxy" in any case.
static bool python_name(struct str name, struct str scheme)
{
    return name.n == scheme.n + 6 && name.p[scheme.n] == '_' &&
           str_ends_icase(name, STR("proxy")) && str_eq_icase(str_slice(name, 0, scheme.n), scheme);
}

struct choice pick_python(const struct world *w, struct str scheme)
{
    struct choice found = {STR_NONE, STR_NONE};
    bool lower = false;
    if (!w->vars)
        return found;
    for (size_t i = 0; i < w->vars->n; i++) {
        const struct variable *v = &w->vars->items[i];
        if (!reaches(v) || !python_name(v->name, scheme))
            continue;
        bool is_lower = str_ends(v->name, STR("_proxy"));
        if (is_lower || (!lower && text_of(v).n))
            found = (struct choice){v->name, text_of(v)};
        lower = lower || is_lower;
    }
    bool cgi = str_eq(scheme, STR("http")) && world_has(w, "REQUEST_METHOD");
    return found.value.n && (lower || !cgi) ? found : (struct choice){STR_NONE, STR_NONE};
}

static size_t python_candidates(const struct situation *s, struct choice out[8])
{
    out[0] = pick_python(s->world, s->target.scheme);
    if (!str_present(out[0].value) && pick_of(s->rules)->all)
        out[0] = pick_python(s->world, STR("all"));
    return str_present(out[0].value) ? 1 : 0;
}

// uri's find_proxy: in a CGI only the spelling that no header can forge counts.
static size_t ruby_cgi(const struct world *w, struct choice out[8])
{
    struct choice lower = {STR("http_proxy"), world_value(w, "http_proxy")};
    if (!str_present(lower.value))
        lower = (struct choice){STR("CGI_HTTP_PROXY"), world_value(w, "CGI_HTTP_PROXY")};
    out[0] = lower;
    return lower.value.n ? 1 : 0;
}

// What guzzle finds itself goes to libcurl as an option, unless its own list excepts the host;
// without the option libcurl looks on its own.
static size_t guzzle_candidates(const struct situation *s, struct choice out[8])
{
    static const struct list_rule own = {
        .how = LIST_GENERIC, .separators = ",", .flags = LIST_STAR_ENTRY | LIST_TRIM};
    bool https = s->target.https;
    struct str list = world_value(s->world, "NO_PROXY");
    const char *first = https ? "HTTPS_PROXY" : "HTTP_PROXY";
    size_t n = 0;
    if (!(list.n && list_generic(&own, list, &s->target)))
        n = list_candidates(s->world, first, out);
    if (!n)
        n = list_candidates(s->world,
                            https ? "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY"
                                  : "http_proxy;all_proxy;ALL_PROXY",
                            out);
    return n;
}

static bool is_http_name(struct str name)
{
    return str_eq_icase(name, STR("http_proxy"));
}

static size_t without(struct choice *out, size_t n, bool (*drop)(struct str))
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!drop(out[i].name))
            out[kept++] = out[i];
    return kept;
}

static bool is_upper_http(struct str name)
{
    return str_eq(name, STR("HTTP_PROXY"));
}

size_t pick_candidates(const struct situation *s, struct choice out[8])
{
    const struct pick_rule *pick = pick_of(s->rules);
    const struct world *w = s->world;
    bool cgi = world_has(w, "REQUEST_METHOD");
    if (!pick)
        return 0;
    if (pick->how == PICK_BY_PYTHON)
        return python_candidates(s, out);
    if (pick->how == PICK_BY_GUZZLE)
        return guzzle_candidates(s, out);
    if (pick->cgi == CGI_ALL && cgi)
        return 0;
    const char *names = s->target.https ? pick->https : pick->http;
    if (pick->cgi == CGI_RUBY && cgi && str_starts(str_of(names), STR("http_proxy")))
        return ruby_cgi(w, out);
    size_t n = list_candidates(w, names, out);
    if (pick->cgi == CGI_HTTP && cgi)
        return without(out, n, is_http_name);
    if (pick->cgi == CGI_DOTNET && world_has(w, "GATEWAY_INTERFACE"))
        return without(out, n, is_upper_http);
    return n;
}
