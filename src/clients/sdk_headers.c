// SPDX-License-Identifier: MIT
// What an SDK sends besides the key: organization, project, and the headers of a variable of the
// user's own, which take the place of all others.
#include "clients/sdk.h"

static bool is_token(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!byte_is_alnum(name.p[i]) && !(name.p[i] && strchr("!#$%&'*+-.^_`|~", name.p[i])))
            return false;
    return name.n > 0;
}

static bool of_node(const struct situation *s)
{
    return sdk_of(s->rules)->how == SDK_NODE;
}

static struct str trimmed(const struct situation *s, struct str v)
{
    return of_node(s) ? sdk_js_trim(v) : str_trim(v);
}

static void judge_node(struct situation *s, struct str name, struct str value)
{
    struct str words = sdk_node_refusal(s, value);
    if (!is_token(name))
        words = str_fmt(s->a, "TypeError: Header name must be a valid HTTP token [\"%.*s\"]",
                        STR_ARG(name));
    if (str_present(words))
        sdk_gives_up(s, words);
}

// A key that only the layer below would refuse is gone by then; Headers itself looks at once.
static void take_the_keys_place(struct situation *s, struct str value)
{
    struct prediction *p = s->p;
    bool late = str_has(p->key_error, STR("UND_ERR_INVALID_ARG"));
    if (of_node(s) && p->key_fate == KEY_FATE_REFUSED && !late)
        return;
    if (late && value.n && str_same(p->never_words, p->key_error)) {
        p->key_fate = KEY_FATE_SENT;
        p->key_error = p->never_words = STR_NONE;
        p->never_connects = false;
    }
    p->auth = value.n ? value : STR_NONE;
}

static void custom_header(struct situation *s, struct str name, struct str value, const char *from)
{
    struct prediction *p = s->p;
    if (of_node(s))
        judge_node(s, name, value);
    if (str_eq_icase(name, STR("authorization"))) {
        take_the_keys_place(s, value);
        p->key_from = str_of(from);
    } else if (!of_node(s)) {
        return;
    } else if (str_eq_icase(name, STR("x-api-key"))) {
        p->x_api_key = value;
    } else if (str_eq_icase(name, STR("openai-organization"))) {
        p->organization = value;
    } else if (str_eq_icase(name, STR("openai-project"))) {
        p->project = value;
    }
}

static void custom_headers(struct situation *s)
{
    bool anthropic = sdk_of(s->rules)->flags & SDK_ANTHROPIC;
    const char *from = anthropic ? "ANTHROPIC_CUSTOM_HEADERS" : "OPENAI_CUSTOM_HEADERS";
    struct str rest = world_value(s->world, from), line;
    if (!(sdk_of(s->rules)->flags & SDK_CUSTOM_HEADERS) || !rest.n)
        return;
    rest = of_node(s) ? sdk_js_trim(rest) : rest;
    while (str_present(rest) && str_cut(&rest, '\n', &line)) {
        size_t colon = str_chr(line, ':');
        if (colon != STR_NOWHERE)
            custom_header(s, trimmed(s, str_slice(line, 0, colon)),
                          trimmed(s, str_from(line, colon + 1)), from);
    }
}

// Node's SDKs trim both and leave out what is empty then; Python's send what is there.
static void organization(struct situation *s)
{
    static const char *const names[] = {"OPENAI_ORG_ID", "OPENAI_PROJECT_ID"};
    struct str *const out[] = {&s->p->organization, &s->p->project};
    for (size_t i = 0; i < 2; i++) {
        struct str v = world_value(s->world, names[i]);
        *out[i] = of_node(s) ? sdk_js_trim(v) : v;
        if (!out[i]->n)
            *out[i] = STR_NONE;
        else if (of_node(s))
            judge_node(s, STR("x"), *out[i]);
    }
}

// A call that nothing authorizes is refused by the SDK itself.
static void unauthorized(struct situation *s)
{
    const struct sdk_rule *sdk = sdk_of(s->rules);
    struct prediction *p = s->p;
    bool checked = sdk->flags & (SDK_ADMIN_KEY | SDK_ANTHROPIC);
    bool other = of_node(s) && (sdk->flags & SDK_ANTHROPIC) && p->x_api_key.n;
    if (!checked || p->auth.n || other || p->key_fate == KEY_FATE_REFUSED ||
        (!of_node(s) && p->key_fate != KEY_FATE_MISSING))
        return;
    p->key_error = sdk->flags & SDK_ANTHROPIC ? str_of(sdk->words)
                   : of_node(s) ? STR("Error: Could not resolve authentication method.")
                                : STR("TypeError: Could not resolve authentication method.");
    p->key_fate = KEY_FATE_MISSING;
    sdk_gives_up(s, p->key_error);
}

void sdk_other_headers(struct situation *s)
{
    if (!(sdk_of(s->rules)->flags & SDK_ANTHROPIC))
        organization(s);
    custom_headers(s);
    unauthorized(s);
}
