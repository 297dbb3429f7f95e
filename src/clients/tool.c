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
    const struct setting *set = s->rules->tool ? find(s, key) : NULL;
    return set ? text_of(set) : STR_NONE;
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

// http.<url>.proxy: the longest URL that is a prefix of the target's wins over http.proxy.
static const struct setting *git_proxy(const struct situation *s)
{
    const struct settings *all = s->world->settings;
    const struct setting *found = find(s, "http.proxy");
    struct str url =
        str_fmt(s->a, "%.*s://%.*s/", STR_ARG(s->target.scheme), STR_ARG(s->target.netloc));
    size_t best = 0;
    for (size_t i = 0; all && i < all->n; i++) {
        struct str key = all->items[i].key;
        if (!str_eq(all->items[i].tool, STR("git")) || !str_starts_icase(key, STR("http.")) ||
            !str_ends_icase(key, STR(".proxy")) || key.n <= 11)
            continue;
        struct str prefix = str_trim_right_set(str_slice(key, 5, key.n - 6), "/");
        bool border = prefix.n < url.n && memchr("/:", url.p[prefix.n], 2);
        if (prefix.n > best && border && str_starts_icase(url, prefix))
            found = &all->items[i], best = prefix.n;
    }
    return found;
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
        set = git_proxy(s);
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
