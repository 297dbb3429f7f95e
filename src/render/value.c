// SPDX-License-Identifier: MIT
// Pieces that several forms of a report share.
#include "base/number.h"
#include "parse/names.h"
#include "parse/url.h"
#include "render/render.h"

// By layer; what the vendor's troubleshooting pages say on it (nexorouter.md 8, 11).
// clang-format off
static const struct {
    const char *layer, *url;
} docs[] = {
    {"loaded",  "https://nexorouter.com/en/docs/troubleshooting"},
    {"dotenv",  "https://nexorouter.com/en/docs/troubleshooting"},
    {"key",     "https://nexorouter.com/en/docs/faq/api-key-invalid"},
    {"url",     "https://nexorouter.com/en/docs/api-capabilities/openai-compatible"},
    {"api",     "https://nexorouter.com/en/docs/api-capabilities/error-handling"},
    {"timeout", "https://nexorouter.com/en/docs/faq/timeouts"},
    {"tool",    "https://nexorouter.com/en/docs/scenarios/candidate-checklist"},
};
// clang-format on

struct str render_docs(const struct rule *r)
{
    struct str layer = rule_layer(r);
    for (size_t i = 0; i < sizeof docs / sizeof *docs; i++)
        if (str_eq(layer, str_of(docs[i].layer)))
            return str_of(docs[i].url);
    return str_of(docs[0].url);
}

struct str render_version(struct version v, struct arena *a)
{
    return v.known ? str_fmt(a, "%u.%u.%u", v.major, v.minor, v.patch) : STR("unknown");
}

static struct str secret_text(const struct value *v, struct arena *a)
{
    const char *unit = v->length == 1 ? "byte" : "bytes";
    if (v->last4[0] == 0)
        return str_fmt(a, "(%zu %s)", v->length, unit);
    return str_fmt(a, "…%s (%zu %s)", v->last4, v->length, unit);
}

struct str render_value(struct str name, const struct value *v, struct arena *a)
{
    if (v->opaque)
        return STR("(set, not visible from here)");
    if (v->state != VALUE_SET)
        return v->state == VALUE_EMPTY ? STR("(empty)") : STR("(unset)");
    switch (v->class) {
    case VALUE_SECRET: return secret_text(v, a);
    case VALUE_PROXY: return proxy_public(v->text, a);
    case VALUE_PLAIN: break;
    }
    return name_role(name) == NAME_BASE_URL ? url_public(v->text, a) : v->text;
}

struct str render_seconds(double seconds, struct arena *a)
{
    return seconds > 0 && seconds < 1e9 ? str_join(number_text(seconds, a), STR(" s"), a)
                                        : STR("none");
}
