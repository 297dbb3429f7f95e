// SPDX-License-Identifier: MIT
// Rules that look at another place than the chosen one: running programs here, containers and
// deployment manifests in contexts_places.c. What concerns another context than the chosen one is
// a warning at most (DESIGN 5.1).
#include "rules/contexts.h"
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/places.h"
#include "rules/words.h"

const char *const context_key_names[2] = {"NEXOROUTER_API_KEY", "OPENAI_API_KEY"};

static const struct context *shell_of(const struct inquiry *q)
{
    return &q->snap->contexts.items[0];
}

static bool has_value(const struct context *c, struct str name)
{
    const struct variable *v = variable_find(&c->vars, name);
    return v && value_is_set(&v->value);
}

void context_place(struct inquiry *q, struct finding *f, const struct context *c)
{
    if (c == q->context)
        return;
    f->concerns = false;
    if (f->severity == SEVERITY_ERROR)
        f->severity = SEVERITY_WARNING;
}

struct str context_clock(const struct inquiry *q, int64_t ns)
{
    int64_t day = (ns / 1000000000 + q->snap->machine.utc_offset_s) % 86400;
    return str_fmt(q->arena, "%02d:%02d", (int)(day / 3600), (int)(day / 60 % 60));
}

struct str context_process(const struct inquiry *q, const struct context *c)
{
    struct buf b = buf_in(q->arena);
    buf_fmt(&b, "%.*s, pid %d", STR_ARG(c->program), (int)c->pid);
    if (c->port)
        buf_fmt(&b, ", port %u", (unsigned)c->port);
    if (c->started_ns)
        buf_fmt(&b, ", started %.*s", STR_ARG(context_clock(q, c->started_ns)));
    return buf_str(&b);
}

struct origin context_origin(const struct context *c)
{
    return (struct origin){.kind = ORIGIN_PROCESS, .pid = c->pid};
}

bool context_is_program(const struct context *c)
{
    return c->kind == CONTEXT_PROCESS && !c->gui && c->state == SEEN_COMPLETE;
}

typedef bool name_test(const struct inquiry *, const struct variable *, const struct context *);

static struct str unset_in(const struct inquiry *q, const struct context *c)
{
    return str_fmt(q->arena, "set in this shell, unset in %.*s", STR_ARG(c->program));
}

// ---- loaded.gui-no-shell-env ----

bool context_in_dotenv(const struct inquiry *q, struct str name)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++)
        for (size_t j = 0; j < q->snap->dotenv.items[i].n; j++)
            if (!q->snap->dotenv.items[i].is_template &&
                str_eq(q->snap->dotenv.items[i].items[j].name, name))
                return true;
    return false;
}

static bool differs_in_gui(const struct inquiry *q, const struct variable *v,
                           const struct context *gui)
{
    enum name_role role = name_role(v->name);
    bool matters = role == NAME_KEY || role == NAME_BASE_URL || role == NAME_PROXY;
    return matters && v->exported && value_is_set(&v->value) && !context_in_dotenv(q, v->name) &&
           !has_value(gui, v->name);
}

// A process that lacks names of this shell: the first of them is the place's, the others follow it.
static void add_lacking(struct places *all, struct inquiry *q, const struct context *c,
                        name_test *lacks)
{
    const struct variables *shell = &shell_of(q)->vars;
    for (size_t j = 0; j < shell->n; j++)
        if (lacks(q, &shell->items[j], c)) {
            *arena_push(all, q->arena) =
                (struct place){c, shell->items[j].name, unset_in(q, c), context_origin(c), NULL};
            return;
        }
}

static void more_lacking(struct inquiry *q, struct finding *f, const struct place *p,
                         name_test *lacks)
{
    const struct variables *shell = &shell_of(q)->vars;
    for (size_t j = 0; j < shell->n; j++)
        if (lacks(q, &shell->items[j], p->context) && !str_eq(shell->items[j].name, p->what))
            finding_evidence(f, q, shell->items[j].name, p->value, p->origin);
}

static void more_of_gui(struct inquiry *q, struct finding *f, const struct place *p)
{
    more_lacking(q, f, p, differs_in_gui);
}

static struct finding *one_gui(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    const struct context *c = p->context;
    struct finding *f = finding_add(q, rule, c->name);
    context_place(q, f, c);
    finding_fix(f, q,
                str_fmt(q->arena,
                        "quit %.*s (pid %d) and start it from this terminal, or set "
                        "the variables where your session reads them",
                        STR_ARG(c->program), (int)c->pid),
                STR_NONE);
    return f;
}

static void check_gui(const struct rule *rule, struct inquiry *q)
{
    struct places all = {0};
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        if (c->gui && c->state == SEEN_COMPLETE)
            add_lacking(&all, q, c, differs_in_gui);
    }
    places_tell(rule, q, &all,
                &(struct telling){
                    .one = one_gui,
                    .more = more_of_gui,
                    .noun = "processes of editors",
                    .many = STR("Key, base URL or proxy of this shell are missing"),
                    .many_fix = STR("Quit these programs and start them from this terminal, or set "
                                    "the variables where your session reads them")});
}

// ---- loaded.daemon-env ----

static const struct variable *key_that_lacks(const struct inquiry *q, const struct context *c)
{
    for (size_t k = 0; k < 2; k++) {
        const struct variable *v = variable_find_z(&shell_of(q)->vars, context_key_names[k]);
        if (v && v->exported && value_is_set(&v->value) && !has_value(c, v->name))
            return v;
    }
    return NULL;
}

static struct finding *one_daemon(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    struct finding *f = finding_add(q, rule, p->context->name);
    context_place(q, f, p->context);
    finding_fix(f, q,
                str_fmt(q->arena,
                        "give the service %.*s (Environment= or EnvironmentFile= of its "
                        "unit, env of its ecosystem file) and restart it: pid %d",
                        STR_ARG(p->what), (int)p->context->pid),
                STR_NONE);
    return f;
}

static void more_of_daemon(struct inquiry *q, struct finding *f, const struct place *p)
{
    finding_evidence(f, q, STR("service"), context_process(q, p->context), p->origin);
}

static void check_daemon(const struct rule *rule, struct inquiry *q)
{
    struct places all = {0};
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        // A program that loads dotenv files by itself proves nothing by its start block.
        bool tells = context_is_program(c) && c->daemon && !c->self_loading;
        const struct variable *v = tells ? key_that_lacks(q, c) : NULL;
        if (v)
            *arena_push(&all, q->arena) =
                (struct place){c, v->name, unset_in(q, c), context_origin(c), NULL};
    }
    places_tell(rule, q, &all,
                &(struct telling){
                    .one = one_daemon,
                    .more = more_of_daemon,
                    .noun = "processes of services",
                    .many = STR("The key of this shell is missing"),
                    .many_fix = STR("Give these services the key (Environment= or EnvironmentFile= "
                                    "of the unit, env of the ecosystem file) and restart them")});
}

// ---- proxy.lost-in-child ----

static bool lost_in(const struct inquiry *q, const struct variable *v, const struct context *c)
{
    (void)q;
    enum name_role role = name_role(v->name);
    return (role == NAME_PROXY || role == NAME_CA) && v->exported && value_is_set(&v->value) &&
           !has_value(c, v->name);
}

static void more_lost(struct inquiry *q, struct finding *f, const struct place *p)
{
    more_lacking(q, f, p, lost_in);
}

static struct finding *one_lost(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    struct finding *f = finding_add(q, rule, p->context->name);
    context_place(q, f, p->context);
    finding_fix(f, q,
                str_fmt(q->arena,
                        "start it again from this shell (%.*s), or let what starts it "
                        "pass these names on",
                        STR_ARG(context_process(q, p->context))),
                STR_NONE);
    return f;
}

static void check_lost(const struct rule *rule, struct inquiry *q)
{
    struct places all = {0};
    for (size_t i = 0; i < q->snap->contexts.n; i++)
        if (context_is_program(&q->snap->contexts.items[i]))
            add_lacking(&all, q, &q->snap->contexts.items[i], lost_in);
    places_tell(
        rule, q, &all,
        &(struct telling){.one = one_lost,
                          .more = more_lost,
                          .noun = "processes",
                          .many = STR("Proxy or CA variables of this shell are missing"),
                          .many_fix = STR("Start them again from this shell, or let what starts "
                                          "them pass these names on")});
}

// clang-format off
const struct rule context_rules[] = {
    {
        .id = "loaded.gui-no-shell-env", .rank = 11, .severity = SEVERITY_WARNING, .mode = "P",
        .title = "terminal and IDE/GUI process differ on key, base URL or proxy",
        .why = "A program that the editor starts gets the editor's environment, and that lacks "
               "what this shell has.",
        .escape = "The dashboard supplies key and address, and the browser the proxy; no process on this machine hands them on.",
        .explain = "An editor started from the desktop never read your shell's startup files. "
                   "Check: run `env | grep -c NEXOROUTER_API_KEY` in its own terminal and in a "
                   "plain one. Fix: start it from a terminal, or set the variables where the "
                   "desktop session reads them (~/.config/environment.d on systemd).",
        .check = check_gui,
    },
    {
        .id = "loaded.daemon-env", .rank = 11, .severity = SEVERITY_WARNING, .mode = "P",
        .title = "a service or daemon of the project lacks what the shell has",
        .why = "A service is not started by your shell and sees nothing that you export there.",
        .escape = "The dashboard supplies the key; no service on this machine needs to have it.",
        .explain = "Services get their environment from the unit, the plist or the ecosystem file. "
                   "Check: `nexoenv compare shell process:PID`. Fix: put the names there and "
                   "restart the service; a login shell's rc file does not reach it.",
        .check = check_daemon,
    },
    {
        .id = "loaded.container-env", .rank = 11, .severity = SEVERITY_WARNING, .mode = "SP",
        .title = "compose service or container does not receive the variable",
        .why = "The variable exists on this machine, but nothing hands it to the container.",
        .escape = "The dashboard supplies the key; no container is between it and the gateway.",
        .explain = "A .env beside compose.yaml only fills ${...} in that file. A service gets what "
                   "its `environment:` or `env_file:` names, and nothing else. Check: `docker "
                   "compose config`. Fix: add `environment: [NAME]` (copied from the shell or "
                   ".env) or `env_file`, then `docker compose up -d`; `restart` is not enough.",
        .check = context_check_container,
    },
    {
        .id = "loaded.devserver-stale", .rank = 11, .severity = SEVERITY_WARNING, .mode = "P",
        .title = "dotenv file or shell value changed after the running dev server started",
        .why = "The running program still has the value from its start.",
        .escape = "The dashboard always uses the key as it is now; nothing is cached in a process.",
        .explain = "A program gets its environment when it starts, and most read dotenv files only "
                   "then. Check: `nexoenv compare --port PORT`. Fix: restart it. Next.js and Vite "
                   "read changed files again by themselves; a changed shell value reaches nobody.",
        .check = context_check_stale,
    },
    {
        .id = "loaded.deploy-missing", .rank = 11, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "a deployment manifest lacks a variable that the project needs",
        .why = "The program is deployed without the key it has here.",
        .escape = "The dashboard supplies the key; no deployment is involved.",
        .explain = "Values of this machine do not travel with a deployment. Check: `nexoenv "
                   "compare` shows each place in a column. Fix: add the name to the manifest from "
                   "the platform's secret store, in the right scope, and deploy again.",
        .check = context_check_deploy,
    },
    {
        .id = "key.secret-store-newline", .rank = 20, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "a file-mounted or manifest secret decodes to a value with a trailing newline, or is still base64 text",
        .why = "The newline becomes part of the key: clients refuse the header or the gateway refuses the key.",
        .escape = "The dashboard supplies the key; nothing encodes or mounts it.",
        .explain = "`echo key | base64` encodes the newline too. Check: the encoded text ends in "
                   "`Cg==`, `o=` or `K`. Fix: `printf %s \"$KEY\" | base64 -w0`.",
        .check = context_check_store,
    },
    {
        .id = "proxy.lost-in-child", .rank = 43, .severity = SEVERITY_WARNING, .mode = "P",
        .title = "the shell has proxy or CA variables and the running process does not",
        .why = "The process goes out directly, or without the company's certificate, where your shell does not.",
        .escape = "A browser uses the system's proxy and certificate store, whatever a process was given.",
        .explain = "Something between the shell and the process drops the names: sudo, a sandbox, "
                   "a service manager, or a start before they were set. Check: `nexoenv compare "
                   "shell process:PID`. Fix: start it again from this shell or let them through.",
        .check = check_lost,
    },
    {
        .id = "proxy.loopback-in-guest", .rank = 44, .severity = SEVERITY_ERROR, .mode = "SP",
        .title = "loopback proxy inside a container or WSL guest",
        .why = "127.0.0.1 in the guest is the guest itself; the proxy runs on the host.",
        .escape = "The browser runs on the host, where the proxy listens.",
        .explain = "Containers and WSL guests have a loopback of their own. Fix: name the host "
                   "(host.docker.internal, or the guest's default gateway) and let the proxy "
                   "accept connections from other addresses than loopback.",
        .check = context_check_guest,
    },
    {
        .id = "timeout.serverless-limit", .rank = 92, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "a deployment manifest's limit is below the advice",
        .why = "The platform ends the function before a slow answer is there.",
        .escape = "The Playground does not run inside your function.",
        .explain = "The vendor advises at least 60 s for a chat call and up to 180 s for reasoning "
                   "models; functions often end after 10 s. Fix: raise maxDuration or timeout, "
                   "or stream and ask for shorter answers.",
        .check = context_check_limit,
    },
};
// clang-format on
const size_t context_rules_n = sizeof context_rules / sizeof *context_rules;
