// SPDX-License-Identifier: MIT
// Rules about places in files of a deployment, which a project may have many of: they are told
// together (places.h).
#include "base/index.h"
#include "parse/names.h"
#include "parse/url.h"
#include "rules/calls.h"
#include "rules/contexts.h"
#include "rules/mend.h"
#include "rules/places.h"
#include "rules/words.h"

// ---- loaded.container-env, loaded.deploy-missing ----

static bool gets_key(const struct context *c)
{
    for (size_t i = 0; i < c->vars.n; i++) {
        const struct variable *v = &c->vars.items[i];
        if (name_role(v->name) == NAME_KEY && v->value.state == VALUE_SET)
            return true;
    }
    return false;
}

// By file, the kinds of its places that get a key, one bit each. Made once it is needed: most
// places either get the key or make no call.
struct keyed_files {
    struct index kinds;
    bool made;
};

static bool another_gets_key(struct keyed_files *files, const struct inquiry *q,
                             const struct context *c)
{
    if (gets_key(c))
        return true;
    for (size_t i = 0; !files->made && i < q->snap->contexts.n; i++) {
        const struct context *o = &q->snap->contexts.items[i];
        if (!gets_key(o))
            continue;
        size_t *kinds = index_at(&files->kinds, o->shown.file, q->arena);
        *kinds = (*kinds == STR_NOWHERE ? 0 : *kinds) | (size_t)1 << o->kind;
    }
    files->made = true;
    size_t kinds = index_find(&files->kinds, c->shown.file);
    return kinds != STR_NOWHERE && (kinds >> c->kind & 1);
}

// The variable the project has here and the place lacks, or NULL.
static const struct variable *key_here(const struct inquiry *q)
{
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < q->snap->contexts.n; i++) {
            const struct context *c = &q->snap->contexts.items[i];
            const struct variable *v = variable_find_z(&c->vars, context_key_names[k]);
            bool local = c->kind == CONTEXT_SHELL || c->kind == CONTEXT_DOTENV;
            if (local && v && value_is_set(&v->value))
                return v;
        }
    return NULL;
}

static void lacks(struct places *all, struct inquiry *q, const struct context *c)
{
    const struct variable *there = variable_find(&c->vars, key_here(q)->name);
    *arena_push(all, q->arena) = (struct place){
        .context = c,
        .what = c->name,
        .value = there && str_present(there->why) ? there->why : STR("not given"),
        .origin = {.kind = ORIGIN_FILE, .loc = c->shown, .in_project = true},
    };
}

static struct finding *lacking(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    const struct variable *have = key_here(q);
    struct finding *f = finding_add(q, rule, p->context->name);
    context_place(q, f, p->context);
    f->location = p->context->shown;
    finding_evidence(f, q, have->name, value_words(&have->value, q->arena), have->origin);
    return f;
}

// The dotenv file that holds it, also where the environment wins over it; ".env" where none does.
static struct str file_with(const struct inquiry *q, const struct variable *v)
{
    if (v->origin.kind == ORIGIN_FILE && str_present(v->origin.loc.file))
        return v->origin.loc.file;
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *f = &q->snap->dotenv.items[i];
        for (size_t j = 0; !f->is_template && !f->is_script && j < f->n; j++)
            if (str_eq(f->items[j].name, v->name))
                return f->path;
    }
    return STR(".env");
}

// `where`: one file, or each of them.
static struct str pass_on(const struct inquiry *q, struct str where)
{
    const struct variable *have = key_here(q);
    struct str file = file_with(q, have);
    return str_fmt(q->arena,
                   "pass it on in %.*s: under the service, `environment: [%.*s]` or "
                   "`env_file: [%.*s]`, then `docker compose up -d` (a .env beside the file "
                   "only fills ${...})",
                   STR_ARG(where), STR_ARG(have->name), STR_ARG(file));
}

static struct finding *lacking_container(const struct rule *rule, struct inquiry *q,
                                         const struct place *p)
{
    struct finding *f = lacking(rule, q, p);
    finding_fix(f, q, pass_on(q, p->context->shown.file), STR_NONE);
    return f;
}

static struct str add_to(const struct inquiry *q, struct str where)
{
    return str_fmt(q->arena,
                   "add %.*s to %.*s (from the platform's secret store, never as "
                   "literal text) and deploy again",
                   STR_ARG(key_here(q)->name), STR_ARG(where));
}

static struct finding *lacking_deploy(const struct rule *rule, struct inquiry *q,
                                      const struct place *p)
{
    struct finding *f = lacking(rule, q, p);
    finding_fix(f, q, add_to(q, p->context->name), STR_NONE);
    return f;
}

static struct str not_given(const struct inquiry *q)
{
    return str_fmt(q->arena, "%.*s is not given", STR_ARG(key_here(q)->name));
}

static bool is_container(const struct context *c)
{
    return c->kind == CONTEXT_COMPOSE;
}

static bool is_deployment(const struct context *c)
{
    return c->kind == CONTEXT_KUBERNETES || c->kind == CONTEXT_ACTIONS ||
           c->kind == CONTEXT_SYSTEMD;
}

// Of the contexts that are `meant`, those that call the gateway and get no key.
static struct places all_lacking(struct inquiry *q, bool (*meant)(const struct context *))
{
    struct places all = {0};
    struct keyed_files with_key = {0};
    for (size_t i = 0; key_here(q) && i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        if (c->state == SEEN_COMPLETE && meant(c) && context_calls(c) &&
            !another_gets_key(&with_key, q, c))
            lacks(&all, q, c);
    }
    return all;
}

void context_check_container(const struct rule *rule, struct inquiry *q)
{
    struct places all = all_lacking(q, is_container);
    if (all.n)
        places_tell(rule, q, &all,
                    &(struct telling){.one = lacking_container,
                                      .many = not_given(q),
                                      .many_fix = pass_on(q, STR("each of these files"))});
}

void context_check_deploy(const struct rule *rule, struct inquiry *q)
{
    struct places all = all_lacking(q, is_deployment);
    if (all.n)
        places_tell(rule, q, &all,
                    &(struct telling){.one = lacking_deploy,
                                      .many = not_given(q),
                                      .many_fix = add_to(q, STR("each of these places"))});
}

// ---- key.secret-store-newline ----

static struct finding *store_one(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    struct finding *f = finding_add(
        q, rule, str_fmt(q->arena, "%.*s %.*s", STR_ARG(p->context->name), STR_ARG(p->what)));
    context_place(q, f, p->context);
    f->location = p->origin.loc;
    finding_fix(f, q,
                STR("encode it again without the newline: `printf %s \"$KEY\" | base64 -w0` "
                    "in place of `echo`, apply the manifest, and roll the pods"),
                STR_NONE);
    return f;
}

void context_check_store(const struct rule *rule, struct inquiry *q)
{
    struct places all = {0};
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        for (size_t j = 0; c->kind == CONTEXT_KUBERNETES && j < c->vars.n; j++) {
            const struct variable *v = &c->vars.items[j];
            uint32_t newline = v->value.facts & (KEY_TRAILING_LF | KEY_TRAILING_CR);
            uint32_t encoded = v->value.facts & KEY_BASE64_TEXT;
            if (v->value.class != VALUE_SECRET || (!newline && !encoded))
                continue;
            *arena_push(&all, q->arena) = (struct place){
                .context = c,
                .what = v->name,
                .value = newline ? STR("decodes to a value that ends in a newline")
                                 : STR("decodes to text that is base64 again"),
                .origin = v->origin,
            };
        }
    }
    places_tell(rule, q, &all,
                &(struct telling){.one = store_one,
                                  .many = STR("A secret decodes to more or less than the key"),
                                  .many_fix = STR("encode each again without the newline: `printf "
                                                  "%s \"$KEY\" | base64 -w0` in place of `echo`, "
                                                  "apply the manifests, and roll the pods")});
}

// ---- proxy.loopback-in-guest ----

static bool is_guest(const struct inquiry *q, const struct context *c)
{
    bool here = c->kind == CONTEXT_SHELL || c->kind == CONTEXT_DOTENV;
    return c->in_container || (here && (q->snap->machine.container || q->snap->machine.wsl));
}

static bool proxy_on_loopback(const struct variable *v)
{
    struct url u;
    url_parse(v->value.text, &u);
    return name_role(v->name) == NAME_PROXY && value_is_set(&v->value) && host_is_loopback(u.host);
}

static bool listens_here(const struct inquiry *q, const struct variable *v)
{
    struct url u;
    url_parse(v->value.text, &u);
    for (size_t i = 0; i < q->snap->listeners.n; i++)
        if (q->snap->listeners.items[i].port == u.port &&
            q->snap->listeners.items[i].state == LISTENER_OPEN)
            return true;
    return false;
}

// The call made there would go to a proxy on loopback: no exception list takes it out.
static bool led_to_loopback(const struct inquiry *q, const struct context *c)
{
    bool named = false;
    for (size_t i = 0; i < c->vars.n; i++)
        named |= proxy_on_loopback(&c->vars.items[i]);
    if (!named)
        return false;
    struct world w = world_of(q->snap, &c->vars);
    struct prediction p = client_predict(q->client, q->version, q->runtime, &w, &q->call, q->arena);
    return p.route == ROUTE_PROXY && host_is_loopback(p.host);
}

static struct str use_host(void)
{
    return STR("Use the host's address (host.docker.internal, or the default gateway), "
               "and let the proxy accept connections from there");
}

static struct finding *guest_one(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    struct finding *f = finding_add(
        q, rule, str_fmt(q->arena, "%.*s %.*s", STR_ARG(p->context->name), STR_ARG(p->what)));
    context_place(q, f, p->context);
    f->location = p->origin.kind == ORIGIN_FILE ? p->origin.loc : (struct loc){0};
    f->title = str_fmt(q->arena,
                       "%.*s names loopback, which in a container or WSL guest is the guest itself",
                       STR_ARG(p->what));
    finding_fix(f, q, use_host(), STR_NONE);
    return f;
}

// The variable that leads there; the other spellings are the same fault.
static const struct variable *leads_to_loopback(const struct inquiry *q, const struct context *c)
{
    for (size_t j = 0; j < c->vars.n; j++) {
        const struct variable *v = &c->vars.items[j];
        // In a guest that runs its own proxy, loopback is right; and in a dotenv context what the
        // shell says is said of the shell.
        if (proxy_on_loopback(v) && (c->in_container || !listens_here(q, v)) &&
            (c->kind != CONTEXT_DOTENV || v->origin.kind == ORIGIN_FILE))
            return v;
    }
    return NULL;
}

void context_check_guest(const struct rule *rule, struct inquiry *q)
{
    struct places all = {0};
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        const struct variable *v =
            is_guest(q, c) && led_to_loopback(q, c) ? leads_to_loopback(q, c) : NULL;
        if (v)
            *arena_push(&all, q->arena) =
                (struct place){.context = c,
                               .what = v->name,
                               .value = proxy_public(v->value.text, q->arena),
                               .origin = v->origin};
    }
    places_tell(rule, q, &all,
                &(struct telling){.one = guest_one,
                                  .many = STR("The proxy is the guest's own loopback"),
                                  .many_fix = use_host()});
}

// ---- timeout.serverless-limit ----

static struct str raise_limit(const struct inquiry *q, struct str where)
{
    return str_fmt(q->arena, "raise the limit in %.*s to at least %d s, or ask for shorter answers",
                   STR_ARG(where), (int)q->profile->timeout_s);
}

static struct finding *limit_one(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    struct finding *f = finding_add(q, rule, p->context->name);
    context_place(q, f, p->context);
    f->location = p->context->shown;
    f->here = p->value;
    f->playground = str_fmt(q->arena, "%d s advised", (int)q->profile->timeout_s);
    finding_fix(f, q, raise_limit(q, p->context->shown.file), STR_NONE);
    return f;
}

void context_check_limit(const struct rule *rule, struct inquiry *q)
{
    struct places all = {0};
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        if (c->timeout_limit_s <= 0 || c->timeout_limit_s >= q->profile->timeout_s)
            continue;
        *arena_push(&all, q->arena) = (struct place){
            .context = c,
            .what = STR("limit of the function"),
            .value = str_fmt(q->arena, "%d s", (int)c->timeout_limit_s),
            .origin = {.kind = ORIGIN_FILE, .loc = c->shown, .in_project = true},
        };
    }
    places_tell(rule, q, &all,
                &(struct telling){.one = limit_one,
                                  .many = STR("The limit of a function is below the advice"),
                                  .many_fix = raise_limit(q, STR("each of these files"))});
}
