// SPDX-License-Identifier: MIT
// What the chosen client makes of a redirect that the gateway's address answers with.
#include "parse/url.h"
#include "rules/network.h"

// The whole address: a path alone stays with the host, "//HOST" with the scheme.
static struct str target_of(const struct observation *o, struct arena *a)
{
    size_t scheme = str_find(o->url, STR("://"));
    size_t host = scheme == STR_NOWHERE ? 0 : scheme + 3;
    size_t slash = str_chr(str_from(o->url, host), '/');
    if (!str_starts(o->location, STR("/")) || scheme == STR_NOWHERE)
        return o->location;
    if (str_starts(o->location, STR("//")))
        return str_join(str_slice(o->url, 0, scheme + 1), o->location, a);
    return str_join(str_slice(o->url, 0, slash == STR_NOWHERE ? slash : host + slash), o->location,
                    a);
}

static bool same_host(struct str a, struct str b)
{
    struct url x, y;
    return url_parse(a, &x) == URL_OK && url_parse(b, &y) == URL_OK && str_eq_icase(x.host, y.host);
}

static struct redirect taken(const struct network *n, const struct observation *o, struct arena *a)
{
    struct hop hop = {.status = o->status > 0 ? (unsigned)o->status : 0,
                      .method = STR("POST"),
                      .from = o->url,
                      .to = target_of(o, a)};
    return prediction_redirect(n->here, &hop, a);
}

bool redirect_arrives(const struct network *n, const struct observation *o, struct arena *a)
{
    if (!n->here || !o || !same_host(o->url, target_of(o, a)) ||
        str_eq(o->url, target_of(o, a))) // round and round
        return false;
    struct redirect r = taken(n, o, a);
    return r.followed && !r.asked && r.keeps_key && str_eq(r.method, STR("POST"));
}

struct str redirect_words(const struct network *n, const struct observation *o, struct arena *a)
{
    if (!n->here)
        return STR("clients drop the key on the way, or turn a POST into a GET");
    struct redirect r = taken(n, o, a);
    const char *title = n->here->client->title;
    bool get = !str_eq(r.method, STR("POST"));
    if (!r.followed)
        return str_fmt(a, "%s does not follow it", title);
    if (r.asked)
        return str_fmt(a, "%s follows it only where it is asked to", title);
    if (!r.keeps_key)
        return str_fmt(a, "%s drops the key on the way%s", title,
                       get ? ", and turns a POST into a GET" : "");
    if (!same_host(o->url, target_of(o, a)))
        return str_fmt(a, "%s takes the key along to that host", title);
    return str_fmt(a, get ? "%s turns a POST into a GET on the way" : "%s sends each call twice",
                   title);
}
