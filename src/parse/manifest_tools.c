// SPDX-License-Identifier: MIT
// LLM tools that hold base URL, key or model in a file of the project (manifests.md 9). Each is
// shown as a context `tool:NAME` with the OpenAI names, so that rules and tables see one shape; the
// place says which setting it really is.
#include "parse/manifest_in.h"

// A setting's text, "os.environ/NAME", "${NAME}", "${{ secrets.NAME }}" or {env:NAME} followed to
// the shell; what cannot be followed is opaque.
static void put(struct reading *r, struct context *c, const char *name,
                const struct yaml_node *node)
{
    struct str text = yaml_text(node), inner = STR_NONE;
    if (!str_present(text))
        return;
    struct str why = STR("setting of the tool");
    if (str_starts(text, STR("os.environ/")))
        inner = str_from(text, 11);
    else if (str_starts(text, STR("${{")) || str_starts(text, STR("{{")))
        inner = STR("");
    else if (str_starts(text, STR("${")) && str_ends(text, STR("}")))
        inner = str_slice(text, 2, text.n - 1);
    if (!str_present(inner)) {
        manifest_set_value(r, c, str_of(name), text, node->loc, why);
        return;
    }
    struct str value = inner.n ? manifest_shell(r, inner) : STR_NONE;
    why = inner.n ? str_fmt(r->a, "reads %.*s", STR_ARG(inner)) : STR("a secret of the tool");
    if (inner.n)
        manifest_set_value(r, c, str_of(name), value, node->loc, why);
    else
        manifest_set_opaque(r, c, str_of(name), node->loc, why);
}

static struct context *tool(struct reading *r, struct str name, const struct yaml_node *shown)
{
    return manifest_context(r, CONTEXT_TOOL, str_fmt(r->a, "tool:%.*s", STR_ARG(name)), shown->loc);
}

static const struct yaml_node *root_of(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    return y.docs.n ? y.docs.items[0].root : NULL;
}

struct fields { // what the settings are called, in a map
    const char *url, *key, *model;
};

static void entry(struct reading *r, struct str name, const struct yaml_node *map,
                  const struct fields *f)
{
    if (!map || (!yaml_get(map, f->url) && !yaml_get(map, f->key)))
        return;
    struct context *c = tool(r, name, map);
    put(r, c, "OPENAI_BASE_URL", yaml_get(map, f->url));
    put(r, c, "OPENAI_API_KEY", yaml_get(map, f->key));
    put(r, c, "OPENAI_MODEL", yaml_get(map, f->model));
}

void tool_litellm_read(struct reading *r)
{
    static const struct fields f = {"api_base", "api_key", "model"};
    const struct yaml_node *list = yaml_get(root_of(r), "model_list");
    for (size_t i = 0; list && i < list->list.n && i < 50; i++) {
        const struct yaml_node *item = list->list.items[i];
        struct str name = yaml_text(yaml_get(item, "model_name"));
        entry(r, str_fmt(r->a, "litellm/%.*s", STR_ARG(name)), yaml_get(item, "litellm_params"),
              &f);
    }
}

void tool_continue_read(struct reading *r)
{
    static const struct fields f = {"apiBase", "apiKey", "model"};
    const struct yaml_node *list = yaml_get(root_of(r), "models");
    for (size_t i = 0; list && i < list->list.n && i < 50; i++) {
        const struct yaml_node *item = list->list.items[i];
        struct str name = yaml_text(yaml_get(item, "name"));
        entry(r, str_fmt(r->a, "continue/%.*s", STR_ARG(name)), item, &f);
    }
}

void tool_aider_read(struct reading *r)
{
    static const struct fields f = {"openai-api-base", "openai-api-key", "model"};
    entry(r, STR("aider"), root_of(r), &f);
}

void tool_librechat_read(struct reading *r)
{
    static const struct fields f = {"baseURL", "apiKey", "model"};
    const struct yaml_node *list = yaml_at(root_of(r), "endpoints", "custom", NULL);
    for (size_t i = 0; list && i < list->list.n && i < 50; i++) {
        const struct yaml_node *item = list->list.items[i];
        struct str name = yaml_text(yaml_get(item, "name"));
        entry(r, str_fmt(r->a, "librechat/%.*s", STR_ARG(name)), item, &f);
    }
}

void tool_promptfoo_read(struct reading *r)
{
    static const struct fields f = {"apiBaseUrl", "apiKey", "model"};
    const struct yaml_node *list = yaml_get(root_of(r), "providers");
    for (size_t i = 0; list && i < list->list.n && i < 50; i++) {
        const struct yaml_node *item = list->list.items[i];
        struct str name = yaml_text(yaml_get(item, "id"));
        entry(r, str_fmt(r->a, "promptfoo/%.*s", STR_ARG(name)), yaml_get(item, "config"), &f);
    }
}
