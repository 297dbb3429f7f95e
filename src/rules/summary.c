// SPDX-License-Identifier: MIT
// The sentence that a report begins with, and the list of what was not looked at.
#include "parse/url.h"
#include "rules/decide.h"
#include "rules/hosts.h"
#include "rules/network.h"
#include "rules/staged.h"
#include "rules/words.h"

static const struct finding *secret_at_risk(const struct report *r)
{
    for (size_t i = 0; i < r->findings.n; i++)
        if (r->findings.items[i].severity == SEVERITY_ERROR && r->findings.items[i].rule->rank < 10)
            return &r->findings.items[i];
    return NULL;
}

// "Run it there" -> "run it there"; names ("NEXOROUTER_API_KEY") keep their letters.
static struct str as_clause(struct str text, struct arena *a)
{
    bool word = text.n > 1 && text.p[0] >= 'A' && text.p[0] <= 'Z' &&
                (text.p[1] >= 'a' || text.p[1] == ' ');
    if (!word)
        return text;
    struct buf b = buf_in(a);
    buf_byte(&b, byte_lower(text.p[0]));
    buf_add(&b, str_from(text, 1));
    return buf_str(&b);
}

static struct str without_stop(struct str s)
{
    return str_ends(s, STR(".")) ? str_slice(s, 0, s.n - 1) : s;
}

static struct str of_root(const struct report *r, struct arena *a)
{
    struct str title = without_stop(r->root->title);
    if (r->root->fixes.n == 0)
        return str_fmt(a, "%.*s.", STR_ARG(title));
    struct str fix = without_stop(as_clause(r->root->fixes.items[0].text, a));
    const char *joint = str_has(title, STR(": ")) ? "; " : ": ";
    return str_fmt(a, "%.*s%s%.*s.", STR_ARG(title), joint, STR_ARG(fix));
}

// The nameserver that the system still waited for while another one knew the name.
static const struct observation *waited_for(const struct report *r, const struct observation *o)
{
    const struct observation *silent = NULL;
    bool known = false;
    for (size_t i = 0; i < r->snap->probes.n && o->stage == STAGE_DNS; i++) {
        const struct observation *a = &r->snap->probes.items[i];
        if (!str_eq(a->name, STR("resolver")) || !str_has(o->url, a->dns_name))
            continue;
        known = known || a->addresses.n;
        if (!known && observation_silent(a))
            silent = a;
    }
    return known ? silent : NULL;
}

// Why it cannot be told: the call failed and nothing shows where, or it was not made.
static struct str without_verdict(const struct report *r, struct arena *a)
{
    const struct observation *o = observation_find(&r->snap->probes, "gateway");
    struct str where = r->context->name;
    const struct observation *slow = o && o->state == PROBE_FAILED ? waited_for(r, o) : NULL;
    if (slow)
        return str_fmt(a,
                       "The name of the gateway was still being looked up: the nameserver %.*s is "
                       "silent, and the next one is asked only after seconds (try --timeout 20)",
                       STR_ARG(slow->dns_server));
    if (o && o->state == PROBE_FAILED)
        return str_fmt(a, "The gateway did not answer %s in %.*s, and nothing shows why (%.*s)",
                       r->client->id, STR_ARG(where), STR_ARG(observation_line(o, a)));
    if (o && o->state == PROBE_SKIPPED && o->skipped_why.n)
        return str_fmt(a, "The gateway was not asked for %s in %.*s: %.*s", r->client->id,
                       STR_ARG(where), STR_ARG(o->skipped_why));
    bool seen = r->context->state == SEEN_COMPLETE || r->context->state == SEEN_PARTIAL;
    if (!seen && r->context->detail.n)
        return str_fmt(a, "%.*s could not be looked at: %.*s", STR_ARG(where),
                       STR_ARG(r->context->detail));
    return str_fmt(a, "No fault was found for %s in %.*s, but not everything could be looked at",
                   r->client->id, STR_ARG(where));
}

// "; one warning follows": a clean verdict is not said as if nothing followed.
static const char *warned(size_t n, struct arena *a)
{
    if (n == 0)
        return "";
    return n == 1 ? "; one warning follows" : str_fmt(a, "; %zu warnings follow", n).p;
}

// "; calls go to llm.example.com, not to the gateway": somebody's own server is no fault, and whoever
// expects the gateway there shall see it all the same.
static struct str elsewhere(const struct report *r, struct arena *a)
{
    struct str base = r->inquiry.uses.base_url;
    struct url u, gateway;
    if (base.n == 0 || url_parse(base, &u) != URL_OK ||
        url_parse(r->profile->base_url, &gateway) != URL_OK)
        return STR("");
    switch (host_kind(r->profile, u.host, NULL, NULL, *a)) {
    case HOST_GATEWAY:
        if (u.port == gateway.port || str_eq_icase(u.scheme, STR("http")))
            return STR("");
        return str_fmt(a, "; calls go to port %u of the gateway", (unsigned)u.port);
    case HOST_OTHER:
    case HOST_PRIVATE: return str_fmt(a, "; calls go to %.*s, not to the gateway", STR_ARG(u.host));
    default: return STR("");
    }
}

static struct str calmly(const struct report *r, struct arena *a)
{
    struct str where = r->context->name;
    size_t warnings = 0;
    for (size_t i = 0; i < r->findings.n; i++)
        warnings += r->findings.items[i].severity == SEVERITY_WARNING;
    if (r->asked->staged_only)
        return r->verdict == VERDICT_CLEAN
                   ? STR("Nothing that is staged would break a call of the gateway")
                   : STR("What is staged could not be looked at as a whole");
    switch (r->verdict) {
    case VERDICT_WORKS:
        return str_fmt(a, "The gateway answered %s in %.*s with this key", r->client->id,
                       STR_ARG(where));
    case VERDICT_CLEAN:
        return str_fmt(a, "%s for %s in %.*s%.*s%s%s",
                       warnings || secret_at_risk(r) ? "Nothing that stops the call was found"
                                                     : "Nothing wrong was found",
                       r->client->id, STR_ARG(where), STR_ARG(elsewhere(r, a)), warned(warnings, a),
                       r->asked->probes_ran ? "; the key was not sent"
                                            : "; not checked: the network");
    default: return without_verdict(r, a);
    }
}

struct str summary_make(const struct report *r, struct arena *a)
{
    if (r->root)
        return of_root(r, a);
    struct str calm = calmly(r, a);
    const struct finding *f = secret_at_risk(r);
    if (f)
        return str_fmt(a, "A secret is at risk: %.*s. %.*s.",
                       STR_ARG(without_stop(as_clause(f->title, a))), STR_ARG(calm));
    return str_join(calm, STR("."), a);
}

// ---- what was not looked at ----

static void not_checked(struct report *r, struct str what, struct str why, struct arena *a)
{
    for (size_t i = 0; i < r->not_checked.n; i++)
        if (str_eq(r->not_checked.items[i].what, what))
            return;
    *arena_push(&r->not_checked, a) = (struct not_checked){what, why};
}

// The prompt hook of this terminal's shell, when it will not say anything any more: "off:bash:PID".
static void prompt_missing(struct report *r, struct arena *a)
{
    struct str state, shell, rest = r->snap->machine.prompt_hook;
    if (!str_cut(&rest, ':', &state) || !str_cut(&rest, ':', &shell))
        return;
    const char *list = str_eq(shell, STR("bash"))  ? "PROMPT_COMMAND"
                       : str_eq(shell, STR("zsh")) ? "precmd_functions"
                                                   : "its functions";
    struct str why =
        str_eq(state, STR("off"))
            ? str_fmt(a,
                      "it switched itself off in this %.*s after three failures in a row; "
                      "exec %.*s loads it again",
                      STR_ARG(shell), STR_ARG(shell))
        : str_eq(state, STR("gone"))
            ? str_fmt(a, "something took it out of %s in this %.*s; exec %.*s loads it again", list,
                      STR_ARG(shell), STR_ARG(shell))
            : str_fmt(a,
                      "loaded in this %.*s, but it never ran: something replaced %s after it; "
                      "load it last",
                      STR_ARG(shell), list);
    not_checked(r, STR("prompt hook"), why, a);
}

static void probes_missing(struct report *r, struct arena *a)
{
    if (!r->asked->probes_ran) {
        struct str why = r->asked->offline && !r->asked->snippet
                             ? STR("--offline")
                             : str_fmt(a, "%.*s sends nothing", STR_ARG(r->asked->command));
        not_checked(r, STR("probes"), why, a);
        return;
    }
    for (size_t i = 0; i < r->snap->probes.n; i++) {
        const struct observation *o = &r->snap->probes.items[i];
        if (o->state == PROBE_SKIPPED && o->skipped_why.n)
            not_checked(r, str_fmt(a, "probe %.*s", STR_ARG(o->name)), o->skipped_why, a);
    }
    if (r->asked->no_key)
        not_checked(r, STR("the key itself"), STR("--no-key"), a);
    if (!r->asked->request)
        not_checked(r, STR("large bodies and streaming"), STR("only --request tries them"), a);
}

enum { EACH_TOLD = 3 }; // processes; beyond that they are told together

static bool loads_later(const struct context *c)
{
    return c->self_loading && c->kind == CONTEXT_PROCESS && c->state == SEEN_COMPLETE &&
           !c->detail.n;
}

// The workers of a server are one line.
static bool many_load_later(struct report *r, struct arena *a)
{
    const char *why = "these programs load their own files after their start";
    struct buf b = buf_in(a);
    size_t n = 0;
    for (size_t i = 0; i < r->snap->contexts.n; i++) {
        const struct context *c = &r->snap->contexts.items[i];
        if (loads_later(c) && n++ < EACH_TOLD)
            buf_fmt(&b, "%s%.*s", n > 1 ? ", " : "", STR_ARG(c->name));
    }
    if (n <= EACH_TOLD)
        return false;
    buf_fmt(&b, " and %zu more", n - EACH_TOLD);
    not_checked(r, buf_str(&b), str_of(why), a);
    return true;
}

static void places_missing(struct report *r, struct arena *a)
{
    const struct snapshot *s = r->snap;
    bool together = many_load_later(r, a);
    for (size_t i = 0; i < s->contexts.n; i++) {
        const struct context *c = &s->contexts.items[i];
        if (c == r->context && c->state == SEEN_ABSENT && c->detail.n)
            not_checked(r, c->name, c->detail, a);
        else if (c->state == SEEN_DENIED || c->state == SEEN_PARTIAL || c->state == SEEN_FAILED)
            not_checked(r, c->name, c->detail.n ? c->detail : str_of(seen_name(c->state)), a);
        else if (c != r->context && c->kind == CONTEXT_PROCESS && c->detail.n)
            not_checked(r, c->name, c->detail, a); // another that listens on the same port
        else if (c->self_loading && !(together && loads_later(c)))
            not_checked(r, c->name, STR("this program loads its own files after its start"), a);
    }
    for (size_t i = 0; i < s->dotenv.n; i++)
        if (s->dotenv.items[i].state != SEEN_COMPLETE && s->dotenv.items[i].detail.n)
            not_checked(r, s->dotenv.items[i].path, s->dotenv.items[i].detail, a);
    for (size_t i = 0; i < s->unread.n; i++) {
        struct origin o = origin_file(s->unread.items[i].loc);
        not_checked(r, origin_text(&o, a), s->unread.items[i].why, a);
    }
}

// The code gets the key where nothing here can look.
static void key_missing_by_code(struct report *r, struct arena *a)
{
    const struct source_fact *s = r->inquiry.uses.key ? NULL : key_filled(&r->inquiry);
    if (!s)
        return;
    struct origin o = origin_file(s->loc);
    struct str at = origin_text(&o, a);
    struct str why =
        !s->text.n
            ? str_fmt(a, "the program may get it from %.*s (%.*s)", STR_ARG(s->url), STR_ARG(at))
        : s->url.n ? str_fmt(a, "%.*s stands in %.*s (%.*s)", STR_ARG(s->text), STR_ARG(s->url),
                             STR_ARG(at))
                   : str_fmt(a, "the code fills %.*s (%.*s)", STR_ARG(s->text), STR_ARG(at));
    not_checked(r, STR("the key itself"), why, a);
}

// "what: why" as gather/ wrote it: an ignored line of .nexoenv.ini, processes beyond a bound.
static void notes_kept(struct report *r, struct arena *a)
{
    for (size_t i = 0; i < r->snap->notes.n; i++) {
        struct str note = r->snap->notes.items[i];
        size_t at = str_find(note, STR(": "));
        not_checked(r, str_slice(note, 0, at),
                    at == STR_NOWHERE ? STR("not used") : str_from(note, at + 2), a);
    }
}

void not_checked_fill(struct report *r, struct arena *a)
{
    staged_not_checked(r, a);
    if (r->findings.cut.n)
        not_checked(r, str_fmt(a, "more of %.*s", STR_ARG(r->findings.cut)),
                    STR("only the first 100 are told"), a);
    if (r->asked->staged_only)
        return;
    prompt_missing(r, a);
    probes_missing(r, a);
    if (!str_present(r->inquiry.uses.base_url))
        not_checked(r, STR("base URL"), STR("no option, variable or source file names it"), a);
    key_missing_by_code(r, a);
    places_missing(r, a);
    notes_kept(r, a);
}
