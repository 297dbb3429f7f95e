// SPDX-License-Identifier: MIT
// playground: the reference configuration. `import` refines the user's own profile by the snippet
// that the Playground shows after a run: model, messages, sampling values, header names, last four
// of the key. Host, trusted hosts, scheme and key variables stay what they are.
#include "cli/session.h"

#include "base/number.h"
#include "parse/profile.h"
#include "parse/snippet.h"
#include "parse/url.h"

#include <errno.h>

static int show(struct invocation *inv, struct session *s)
{
    struct buf b = buf_in(inv->arena);
    if (inv->opt.format == FORMAT_JSON)
        render_profile_json(&s->profile, &b);
    else
        render_profile_term(&s->profile, &inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}

// The host that the snippet calls must be the profile's own, or the one that --trust-host names.
static int check_host(struct invocation *inv, const struct session *s, const struct snippet *snip)
{
    struct str text = snip->url.n ? snip->url : snip->base_url;
    struct url url;
    if (!text.n) // an SDK whose base URL comes from a variable names no host
        return 0;
    url_parse(text, &url);
    if (str_eq_icase(url.host, s->profile.host) ||
        (inv->opt.trust_host.n && str_eq_icase(url.host, inv->opt.trust_host)))
        return 0;
    return cli_usage(inv,
                     "this snippet calls %.*s, the profile's gateway is %.*s: --trust-host %.*s "
                     "accepts it",
                     STR_ARG(url.host), STR_ARG(s->profile.host), STR_ARG(url.host));
}

static void take_host(struct profile *p, const struct snippet *snip, struct str host,
                      struct arena *a)
{
    struct url url;
    struct str base = snippet_base(snip);
    if (str_eq_icase(host, p->host) || !base.n)
        return;
    url_parse(base, &url);
    p->base_url = str_dup(base, a);
    p->host = str_lower(url.host, a);
    p->path = str_dup(url.path, a);
    p->trusted_hosts = (struct strs){0};
    strs_add(&p->trusted_hosts, p->host, a);
    p->embedded = false;
}

static void take_number(double *field, const struct snippet_number *n)
{
    if (number_is(n->value) && !n->not_a_number)
        *field = n->value;
}

static void take_messages(struct profile *p, const struct snippet *snip)
{
    size_t most = sizeof p->messages / sizeof *p->messages;
    if (!snip->messages.n)
        return;
    p->message_count = snip->messages.n < most ? snip->messages.n : most;
    for (size_t i = 0; i < p->message_count; i++) {
        p->messages[i].role = snip->messages.items[i].role;
        p->messages[i].content = snip->messages.items[i].content;
    }
}

static void take_headers(struct profile *p, const struct snippet *snip, struct arena *a)
{
    if (!snip->headers.n)
        return;
    p->header_names = (struct strs){0};
    for (size_t i = 0; i < snip->headers.n; i++)
        if (!str_eq_icase(snip->headers.items[i].name, p->header))
            strs_add(&p->header_names, snip->headers.items[i].name, a);
}

static void refine(struct profile *p, const struct snippet *snip, struct arena *a)
{
    if (snip->model.n)
        p->model = snip->model;
    take_messages(p, snip);
    take_number(&p->temperature, &snip->temperature);
    take_number(&p->top_p, &snip->top_p);
    take_number(&p->max_tokens, &snip->max_tokens);
    if (snip->stream >= 0)
        p->stream = snip->stream;
    take_headers(p, snip, a);
    // "$NEXOROUTER_API_KEY" between quotes that expand nothing is a name, not the key's value.
    if (snip->key_last4[0] && !(snip->key_facts & KEY_UNEXPANDED))
        p->key_last4 = str_dup(str_of(snip->key_last4), a);
}

// The gateway takes what the Playground shows; and what would be stored must be a profile that the
// next run can read.
static int check_stored(struct invocation *inv, const struct snippet *snip, struct str yaml)
{
    struct profile stored = profile_none();
    struct problem problem = {0};
    if (snip->faults.n)
        problem = (struct problem){snip->faults.items[0].loc, snip->faults.items[0].text};
    else if (profile_read(yaml, STR("playground.yaml"), &stored, inv->arena, &problem))
        return 0;
    return cli_usage(inv, "this snippet cannot be the reference: %.*s",
                     STR_ARG(problem_text(&problem, inv->arena)));
}

static int import(struct invocation *inv, struct session *s)
{
    struct snippet snip;
    int status = session_snippet(inv, inv->args[1], &snip);
    if (!status)
        status = check_host(inv, s, &snip);
    if (status)
        return status;
    struct str path = config_path(&s->g, "playground.yaml", inv->arena);
    if (!str_present(path))
        return cli_usage(inv, "neither XDG_CONFIG_HOME nor HOME says where to store the profile");
    take_host(&s->profile, &snip, inv->opt.trust_host.n ? inv->opt.trust_host : s->profile.host,
              inv->arena);
    refine(&s->profile, &snip, inv->arena);
    struct str head = STR("Written by `nexoenv playground import`; `nexoenv playground reset` "
                          "removes it.");
    struct str yaml = profile_write(&s->profile, head, inv->arena);
    status = check_stored(inv, &snip, yaml);
    if (status)
        return status;
    if (!os_write_own(str_z(path, inv->arena), yaml))
        return cli_usage(inv, "%.*s: %s", STR_ARG(path), strerror(errno));
    cli_note(inv, "stored in %.*s", STR_ARG(path));
    return show(inv, s);
}

static int reset(struct invocation *inv, struct session *s)
{
    struct str path = config_path(&s->g, "playground.yaml", inv->arena);
    if (!str_present(path))
        return STATUS_OK;
    if (os_remove(str_z(path, inv->arena)))
        cli_note(inv, "removed %.*s", STR_ARG(path));
    else if (errno != ENOENT && errno != ENOTDIR)
        return cli_usage(inv, "%.*s: %s", STR_ARG(path), strerror(errno));
    return STATUS_OK;
}

int cmd_playground(struct invocation *inv)
{
    struct str what = inv->arg_count ? inv->args[0] : STR("show");
    bool is_import = str_eq(what, STR("import")), is_reset = str_eq(what, STR("reset"));
    if (!is_import && !is_reset && !str_eq(what, STR("show")))
        return cli_usage(inv, "playground %.*s: must be show, import FILE or reset", STR_ARG(what));
    if (inv->arg_count != (is_import ? 2u : inv->arg_count ? 1u : 0u))
        return cli_usage(inv,
                         is_import ? "usage: nexoenv playground import FILE"
                                   : "playground %.*s takes no operand",
                         STR_ARG(what));
    if (inv->opt.trust_host.n && !is_import)
        return cli_usage(inv, "--trust-host is for playground import");
    struct session *s = arena_one(inv->arena, struct session);
    session_paths(inv, GATHER_STATUS, s);
    if (is_reset) // even when the stored profile is malformed
        return reset(inv, s);
    int status = session_config(inv, s);
    if (!status)
        status = session_profile(inv, s);
    if (status)
        return status;
    return is_import ? import(inv, s) : show(inv, s);
}
