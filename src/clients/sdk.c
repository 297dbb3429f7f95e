// SPDX-License-Identifier: MIT
// What the OpenAI and Anthropic SDKs and the frameworks on top read: key, base URL, and what they
// do to a dirty one (clients.md 9, 10).
#include "clients/sdk.h"

void sdk_gives_up(struct situation *s, struct str words)
{
    if (s->p->never_connects)
        return;
    s->p->never_connects = true;
    s->p->never_words = words;
}

void sdk_key_refused(struct situation *s, struct str words, bool before)
{
    s->p->key_fate = KEY_FATE_REFUSED;
    s->p->key_error = words;
    if (before)
        sdk_gives_up(s, words);
}

void sdk_base_refused(struct situation *s, struct str words)
{
    s->p->base_url_error = words;
    sdk_gives_up(s, words);
}

// The variable the key comes from: what the code passes, else the SDK's own.
struct choice sdk_key(const struct situation *s)
{
    const struct sdk_rule *sdk = sdk_of(s->rules);
    struct str passed = s->call->key_from;
    if (passed.n) {
        char *name = str_z(passed, s->a);
        return (struct choice){passed, world_value(s->world, name)};
    }
    if (!sdk)
        return (struct choice){STR_NONE, STR_NONE};
    return (struct choice){str_of(sdk->key), world_value(s->world, sdk->key)};
}

static void missing_key(struct situation *s)
{
    s->p->key_fate = KEY_FATE_MISSING;
    s->p->key_error = str_of(sdk_of(s->rules)->words);
    if (s->p->key_error.n)
        sdk_gives_up(s, s->p->key_error);
}

// OPENAI_ADMIN_KEY satisfies the constructor; the call itself then has no key to send.
static bool admin_only(const struct situation *s)
{
    struct str admin = world_value(s->world, "OPENAI_ADMIN_KEY");
    if (sdk_of(s->rules)->how == SDK_NODE)
        admin = sdk_js_trim(admin);
    return (sdk_of(s->rules)->flags & SDK_ADMIN_KEY) && admin.n;
}

static void bearer(struct situation *s, struct str key)
{
    s->p->auth = str_trim_right_set(str_join(STR("Bearer "), key, s->a), " \t");
}

static void anthropic_key(struct situation *s, struct str key)
{
    bool python = sdk_of(s->rules)->how == SDK_PYTHON;
    struct str token = world_value(s->world, "ANTHROPIC_AUTH_TOKEN");
    if (!python) {
        key = sdk_js_trim(key);
        token = sdk_js_trim(token);
        struct str used = key.n ? key : token;
        if (!used.n) { // a header of the user's own may stand in for it
            s->p->key_fate = KEY_FATE_MISSING;
            return;
        }
        if (!key.n)
            s->p->key_from = STR("ANTHROPIC_AUTH_TOKEN");
        s->p->key_fate = KEY_FATE_SENT;
        bearer(s, used);
        sdk_judge_node(s, used);
        return;
    }
    if (!key.n && !str_present(token)) {
        missing_key(s);
        return;
    }
    s->p->key_fate = KEY_FATE_SENT;
    if (key.n)
        s->p->x_api_key = key;
    else
        s->p->key_from = STR("ANTHROPIC_AUTH_TOKEN");
    if (str_present(token))
        bearer(s, token);
    if (str_present(token))
        sdk_judge_python(s, token, "Bearer ");
    if (key.n)
        sdk_judge_python(s, key, "");
}

static void openai_key(struct situation *s, struct str key)
{
    const struct sdk_rule *sdk = sdk_of(s->rules);
    bool node = sdk->how == SDK_NODE || sdk->how == SDK_VERCEL;
    struct str used = sdk->how == SDK_NODE ? sdk_js_trim(key) : key;
    bool empty_passes = str_present(key) && (sdk->flags & SDK_EMPTY_KEY_SENT);
    if (!used.n && admin_only(s)) {
        s->p->key_fate = KEY_FATE_MISSING;
        return;
    }
    if (!used.n && !empty_passes) {
        missing_key(s);
        return;
    }
    if (!used.n) {
        s->p->key_fate = KEY_FATE_MISSING;
        s->p->auth = node ? STR("Bearer") : STR_NONE;
        return;
    }
    s->p->key_fate = used.n == key.n ? KEY_FATE_SENT : KEY_FATE_TRIMMED;
    bearer(s, used);
    if (node)
        sdk_judge_node(s, used);
    else
        sdk_judge_python(s, used, "Bearer ");
}

static void predict_key(struct situation *s)
{
    struct choice key = sdk_key(s);
    const struct sdk_rule *sdk = sdk_of(s->rules);
    s->p->key_from = str_present(key.value) ? key.name : STR_NONE;
    s->p->key_fate = KEY_FATE_NONE;
    if (!sdk) {
        if (str_present(key.value) || s->call->key_from.n)
            sdk_judge_plain(s, key.value);
        return;
    }
    if (sdk->flags & SDK_ANTHROPIC)
        anthropic_key(s, key.value);
    else
        openai_key(s, key.value);
    sdk_other_headers(s);
}

// The base URL that is used, before the SDK's parser judges it.
static struct str base_of(struct situation *s)
{
    const struct sdk_rule *sdk = sdk_of(s->rules);
    struct prediction *p = s->p;
    p->base_url_from = STR("code");
    if (str_present(s->call->base_url)) {
        if (str_present(s->call->base_url_from))
            p->base_url_from = s->call->base_url_from;
        return s->call->base_url;
    }
    p->base_url_from = STR_NONE;
    if (!sdk)
        return STR_NONE;
    struct str rest = str_of(sdk->base), name;
    bool trims = sdk->how == SDK_NODE;
    while (str_present(rest) && str_cut(&rest, ';', &name)) {
        struct str v = world_value(s->world, str_z(name, s->a));
        if (trims)
            v = sdk_js_trim(v);
        if (!str_present(v) || (trims && !v.n))
            continue;
        p->base_url_from = name;
        return v;
    }
    p->base_url_from = STR("default");
    return str_of(sdk->base_default);
}

void predict_sdk(struct situation *s)
{
    const struct sdk_rule *sdk = sdk_of(s->rules);
    predict_key(s);
    s->p->base_url = base_of(s);
    if (!str_present(s->p->base_url))
        return;
    bool anthropic = sdk && (sdk->flags & SDK_ANTHROPIC);
    struct str path = str_present(s->call->path) ? s->call->path
                      : anthropic                ? STR("/v1/messages") // it adds /v1 itself
                                                 : STR("/chat/completions");
    if (sdk && (sdk->how == SDK_NODE || sdk->how == SDK_VERCEL))
        sdk_join_node(s, path);
    else if (sdk && sdk->how == SDK_PYTHON)
        sdk_join_python(s, path);
    else
        plain_url(s, str_join(str_trim_right_set(s->p->base_url, "/"), path, s->a));
}
