// SPDX-License-Identifier: MIT
// What a tool's own file says about proxies (clients.md 8): curl, wget, git.
#include "clients/family.h"

static const struct setting *find(const struct situation *s, const char *key)
{
    const struct settings *all = s->world->settings;
    const struct setting *found = NULL; // the last one counts
    for (size_t i = 0; all && i < all->n; i++)
        if (str_eq(all->items[i].tool, str_of(s->rules->tool)) &&
            str_eq_icase(all->items[i].key, str_of(key)))
            found = &all->items[i];
    return found;
}

static struct str text_of(const struct setting *set)
{
    return set->value.text.p ? set->value.text : STR("");
}

struct str tool_setting(const struct situation *s, const char *key)
{
    const struct setting *set = *s->rules->tool ? find(s, key) : NULL;
    return set ? text_of(set) : STR_NONE;
}

// A line that the tool does not understand ends every call of it.
void tool_stops(struct situation *s)
{
    const struct setting *bad = *s->rules->tool ? find(s, "syntax-error") : NULL;
    if (!bad || s->p->never_connects)
        return;
    bool git = str_eq(str_of(s->rules->tool), STR("git"));
    struct loc at = bad->origin.loc;
    s->p->never_connects = true;
    s->p->never_words =
        str_fmt(s->a, git ? "fatal: %.*s %u in file %.*s" : "wget: %.*s at line %u of %.*s",
                STR_ARG(text_of(bad)), at.line, STR_ARG(at.file));
}

static struct choice named(const struct situation *s, const struct setting *set)
{
    const char *tool = s->rules->tool;
    struct str where = str_eq(str_of(tool), STR("git")) ? STR("git ") : STR("~/.");
    struct str rest = where.p[0] == '~' ? str_fmt(s->a, "%s ", tool) : STR("");
    struct str name =
        str_fmt(s->a, "%.*s%.*s%.*s", STR_ARG(where), STR_ARG(rest), STR_ARG(set->key));
    return (struct choice){name, text_of(set)};
}

// "*" stands for one label; the rest must be equal. A dot at the end counts on neither side.
static bool host_fits(struct str pattern, struct str host)
{
    struct str p, h;
    while (pattern.n && host.n) {
        str_cut(&pattern, '.', &p);
        str_cut(&host, '.', &h);
        if (!str_eq(p, STR("*")) && !str_eq_icase(p, h))
            return false;
    }
    return !pattern.n && !host.n;
}

// The path of the key is the start of the URL's, up to a slash.
static bool path_fits(struct str key, struct str path)
{
    return str_starts(path, key) && (path.n == key.n || path.p[key.n] == '/');
}

struct fit { // how well a key fits: what is longer wins, the host first
    size_t host, path, user;
};

static bool no_worse(struct fit a, struct fit b)
{
    if (a.host != b.host)
        return a.host > b.host;
    return a.path != b.path ? a.path > b.path : a.user >= b.user;
}

// http.<url>.proxy counts for the same scheme, host and port, below the same path, and for the user
// that it names; of equal ones the last (git urlmatch.c).
static bool url_fits(const struct situation *s, struct str url, struct fit *fit)
{
    struct target t = target_parse(url, s->a);
    size_t mine = str_chr(s->target.login, ':'), colon = str_chr(t.login, ':');
    struct str user = str_slice(t.login, 0, colon);
    *fit = (struct fit){t.host.n, t.path.n, user.n};
    return str_eq(t.scheme, s->target.scheme) && t.port == s->target.port &&
           host_fits(t.host, s->target.host) && path_fits(t.path, s->target.path) &&
           (!user.n || str_eq(user, str_slice(s->target.login, 0, mine)));
}

// http.NAME, or the http.<url>.NAME that fits best; `tail` is ".NAME".
static const struct setting *git_http(const struct situation *s, const char *tail)
{
    const struct settings *all = s->world->settings;
    const struct setting *found = find(s, str_fmt(s->a, "http%s", tail).p);
    struct str end = str_of(tail);
    struct fit best = {0}, fit;
    for (size_t i = 0; all && i < all->n; i++) {
        struct str key = all->items[i].key;
        if (!str_eq(all->items[i].tool, STR("git")) || !str_starts_icase(key, STR("http.")) ||
            !str_ends_icase(key, end) || key.n <= 5 + end.n)
            continue;
        if (url_fits(s, str_slice(key, 5, key.n - end.n), &fit) && no_worse(fit, best))
            found = &all->items[i], best = fit;
    }
    return found;
}

struct str git_setting(const struct situation *s, const char *tail)
{
    const struct setting *set = git_http(s, tail);
    return set ? text_of(set) : STR_NONE;
}

static bool is_off(struct str v)
{
    return str_eq_icase(v, STR("off")) || str_eq_icase(v, STR("no")) || str_eq(v, STR("0")) ||
           str_eq_icase(v, STR("false"));
}

struct choice tool_proxy(const struct situation *s, bool *off)
{
    const struct setting *set;
    struct str tool = str_of(s->rules->tool);
    *off = false;
    if (str_eq(tool, STR("git"))) {
        set = git_http(s, ".proxy");
    } else if (str_eq(tool, STR("wgetrc"))) {
        const struct setting *use = find(s, "use_proxy");
        *off = use && is_off(text_of(use));
        set = *off ? use : find(s, s->target.https ? "https_proxy" : "http_proxy");
    } else {
        set = find(s, "proxy");
    }
    if (!set)
        return (struct choice){STR_NONE, STR_NONE};
    struct choice c = named(s, set);
    *off = *off || !c.value.n; // an empty one switches proxies off
    return c;
}
