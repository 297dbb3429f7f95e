// SPDX-License-Identifier: MIT
// Layer "loaded", rank 11: browser bundles and CI runs, where a key cannot or must not arrive.
#include "rules/layers.h"
#include "rules/words.h"

// ---- loaded.bundler-prefix ----

static const struct source_fact *reads_key(const struct inquiry *q, enum source_kind kind,
                                           struct str name)
{
    for (size_t i = 0; i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind == kind && (!str_present(name) || str_eq(s->text, name)) &&
            accepted_name(q->profile, s->text))
            return s;
    }
    return NULL;
}

// A component for the page reads the key by a name that the bundler leaves out. Where code on the
// server reads it as well, the call may be made there.
static void check_client_component(const struct rule *rule, struct inquiry *q)
{
    const struct source_fact *page = reads_key(q, SOURCE_ENV_CLIENT, STR_NONE);
    if (q->client->lang != LANG_NODE || !page || reads_key(q, SOURCE_ENV_BUNDLER, page->text))
        return;
    struct origin o = origin_file(page->loc);
    struct finding *f = finding_add(q, rule, page->text);
    if (!reads_key(q, SOURCE_ENV_SERVER, STR_NONE))
        f->severity = SEVERITY_ERROR;
    f->title = str_fmt(q->arena, "%.*s is undefined in browser code, and must stay so",
                       STR_ARG(page->text));
    f->short_text = str_fmt(q->arena, "%.*s does not reach browser code", STR_ARG(page->text));
    f->here = STR("undefined in the bundle");
    finding_evidence(f, q, STR("'use client'"),
                     str_fmt(q->arena, "reads %.*s", STR_ARG(page->text)), o);
    finding_place(f, &o);
    finding_fix(f, q,
                STR("Make the call in code that runs on the server (a route handler, a server "
                    "action) and let the component call that; a public prefix would publish the "
                    "key"),
                STR_NONE);
}

static void check_bundler_prefix(const struct rule *rule, struct inquiry *q)
{
    check_client_component(rule, q);
    // A front end beside a Python service is not that service's code.
    if (!q->snap->project.browser_code || q->client->lang != LANG_NODE)
        return;
    // An SDK among the packages of a bundle is browser code; without one it takes a key in a file of
    // the project to show that the bundle is meant to call the gateway at all.
    bool sdk = q->client->openai_variables;
    if (!sdk && key_entry_find(q, false).file == NULL)
        return;
    struct str name = q->uses.key ? q->uses.key->name : q->profile->key_variables.items[0];
    const struct source_fact *read = reads_key(q, SOURCE_ENV_META, name);
    // The dev server's proxy may add the key: then the page needs none.
    if (reads_key(q, SOURCE_ENV_BUNDLER, name))
        return;
    struct finding *f = finding_add(q, rule, name);
    if (sdk || read)
        f->severity = SEVERITY_ERROR;
    f->title =
        str_fmt(q->arena, "%.*s is undefined in browser code, and must stay so", STR_ARG(name));
    f->short_text = str_fmt(q->arena, "%.*s does not reach browser code", STR_ARG(name));
    f->here = STR("undefined in the bundle");
    finding_variable(f, q, q->uses.key);
    if (read) {
        struct origin o = origin_file(read->loc);
        finding_evidence(f, q, STR("import.meta.env"),
                         str_fmt(q->arena, "reads %.*s", STR_ARG(name)), o);
        finding_place(f, &o);
    }
    finding_fix(
        f, q,
        STR("Make the call on the server (a route, an API handler) and let the browser call "
            "that; a public prefix would publish the key"),
        STR_NONE);
}

// ---- loaded.ci-secret-withheld ----

static struct str withheld_fix(bool sure)
{
    return sure ? STR("Skip the call with a notice in runs of forks and bots; a maintainer's run "
                      "has the secret")
                : STR("If the branch lies in a fork, skip the call with a notice: a maintainer's "
                      "run has the secret. If it lies in this repository, the secret is not "
                      "defined there under the name that the workflow maps");
}

static void check_ci_secret(const struct rule *rule, struct inquiry *q)
{
    const struct machine *m = &q->snap->machine;
    for (size_t i = 0; m->ci && m->ci_fork && i < q->profile->key_variables.n; i++) {
        const struct variable *v =
            variable_find(&q->context->vars, q->profile->key_variables.items[i]);
        if (v == NULL || v->value.state != VALUE_EMPTY)
            continue;
        bool sure = str_present(m->ci_fork_sign);
        struct finding *f = finding_add(q, rule, v->name);
        f->title = str_fmt(q->arena,
                           sure ? "%.*s is empty because CI withholds secrets from this run"
                                : "%.*s is empty: CI gives a pull request from a fork no secrets",
                           STR_ARG(v->name));
        f->short_text =
            str_fmt(q->arena, sure ? "CI withholds %.*s" : "%.*s is empty in CI", STR_ARG(v->name));
        f->here = STR("empty");
        finding_variable(f, q, v);
        if (sure)
            finding_evidence(f, q, STR("this run"), m->ci_fork_sign,
                             (struct origin){.kind = ORIGIN_ENVIRONMENT});
        finding_fix(f, q, withheld_fix(sure), STR_NONE);
    }
}

const struct rule loaded_context_rules[] = {
    {.id = "loaded.bundler-prefix",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "browser code needs a public prefix (NEXT_PUBLIC_, VITE_, ...) that the name lacks "
              "(error when the chosen client is browser code); the advice is a server-side call, "
              "never a prefix on a secret",
     .why = "Bundlers replace only names with their public prefix; any other is undefined in the "
            "browser, and the call goes out without a key.",
     .escape = "The Playground runs signed in: its page holds no key that a bundle would have to "
               "carry.",
     .explain = "Move the call to the server side. Do not add a public prefix: everyone who opens "
                "the page could read the key.",
     .check = check_bundler_prefix},
    {.id = "loaded.ci-secret-withheld",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "CI run of a fork or bot: the secret exists with length 0",
     .why = "CI gives runs of forks and of bots an empty text in place of each secret.",
     .escape = "The Playground uses the account's own key, whoever wrote the change.",
     .explain =
         "Let such runs skip the call. If the run is not of a fork, look whether the workflow "
         "reads vars. in place of secrets.",
     .check = check_ci_secret},
};
const size_t loaded_context_rules_n =
    sizeof(loaded_context_rules) / sizeof(loaded_context_rules[0]);
