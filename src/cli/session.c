// SPDX-License-Identifier: MIT
#include "cli/session.h"

#include "base/number.h"
#include "gather/contexts.h"
#include "gather/git.h"
#include "os/proc.h"
#include "parse/names.h"
#include "parse/profile.h"
#include "parse/snapshot.h"
#include "parse/snippet.h"
#include "parse/source.h"
#include "rules/repair.h"
#include "rules/words.h"

#include <unistd.h>

// Civil date of a day since 1970 (Howard Hinnant's days algorithm). gmtime() would read the time
// zone from disk.
static struct str utc_text(int64_t seconds, struct arena *a)
{
    int64_t days = seconds / 86400, left = seconds % 86400;
    int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    int64_t year = yoe + era * 400 + (month <= 2);
    return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, (int)month, (int)day,
                   (int)(left / 3600), (int)(left / 60 % 60), (int)(left % 60));
}

static void set_occasion(struct invocation *inv, struct session *s)
{
    s->occasion.command = str_of(inv->command->name);
    s->occasion.started = utc_text(inv->started_ns / 1000000000, inv->arena);
    s->occasion.elapsed_ms = -1;
}

void session_stop_clock(struct invocation *inv, struct session *s)
{
    s->occasion.elapsed_ms = (os_mono_ns() - inv->started_mono_ns) / 1000000;
}

// "embedded_profile", made from src/profiles/playground.yaml by src/embed.c.
#include "profile.inc"

struct profile session_embedded_profile(void)
{
    return embedded_profile;
}

static int lay_over(struct invocation *inv, struct session *s, struct str path, bool required)
{
    struct os_file file;
    struct str bytes;
    struct problem problem;
    char *z = str_z(path, inv->arena);
    file = os_read(z, required ? 0 : OS_NOFOLLOW | OS_MINE, PROFILE_BYTES_MAX, inv->arena, &bytes);
    if (file.state == SEEN_ABSENT && !required)
        return 0;
    if (!str_present(bytes))
        return cli_usage(inv, "profile %.*s: %s", STR_ARG(path), file.why);
    struct str host = s->profile.host;
    if (!profile_read(bytes, path, &s->profile, inv->arena, &problem)) {
        struct str text = problem_text(&problem, inv->arena);
        return cli_usage(inv, "profile %.*s", STR_ARG(text));
    }
    s->profile.embedded = s->profile.embedded && str_same(host, s->profile.host);
    return 0;
}

int session_config(struct invocation *inv, struct session *s)
{
    struct problem problem;
    if (config_read(&s->g, &s->config, &problem))
        return 0;
    struct str text = problem_text(&problem, inv->arena);
    return cli_usage(inv, "%.*s", STR_ARG(text));
}

int session_snippet(struct invocation *inv, struct str path, struct snippet *out)
{
    struct problem problem;
    struct os_file file = {.state = SEEN_FAILED, .why = "standard input cannot be read"};
    // The bytes may hold a key.
    struct arena *secret = secrets_arena(inv->secrets);
    bool piped = str_eq(path, STR("-"));
    struct str bytes = STR_NONE, shown = piped ? STR("standard input") : path;
    if (piped)
        bytes = os_read_input(SNIPPET_BYTES_MAX + 1, secret);
    else
        file = os_read(str_z(path, inv->arena), OS_HEAD, SNIPPET_BYTES_MAX + 1, secret, &bytes);
    if (!str_present(bytes))
        return cli_usage(inv, "%.*s: %s", STR_ARG(shown), file.why);
    if (bytes.n > SNIPPET_BYTES_MAX)
        return cli_usage(inv, "%.*s: larger than 64 KiB", STR_ARG(shown));
    if (snippet_read(bytes, shown, out, inv->arena, &problem))
        return 0;
    struct str text = problem_text(&problem, inv->arena);
    return cli_usage(inv, "%.*s", STR_ARG(text));
}

int session_profile(struct invocation *inv, struct session *s)
{
    s->profile = session_embedded_profile();
    struct str path = inv->opt.profile;
    int status = 0;
    if (path.n) {
        if (!inv->opt.trust_project && gather_in_project(&s->g, path))
            return cli_usage(inv,
                             "profile %.*s lies in the project, which may be a stranger's: "
                             "--trust-project accepts it for this run",
                             STR_ARG(path));
        status = lay_over(inv, s, path, true);
    } else {
        path = config_path(&s->g, "playground.yaml", inv->arena);
        if (str_present(path))
            status = lay_over(inv, s, path, false);
    }
    if (s->config.key_last4.n)
        s->profile.key_last4 = s->config.key_last4;
    for (size_t i = 0; i < s->profile.key_variables.n; i++)
        name_accept(s->profile.key_variables.items[i], NAME_KEY);
    return status;
}

void session_paths(struct invocation *inv, enum gather_depth depth, struct session *s)
{
    s->ask.depth = depth;
    s->ask.offline = inv->opt.offline || inv->opt.from.n;
    s->ask.trust_project = inv->opt.trust_project;
    s->ask.env_files = inv->opt.env_files;
    s->ask.launch = inv->launch;
    s->ask.loaders = inv->opt.loaders;
    s->g = gather_begin(&s->ask, &s->snap, inv->secrets, inv->envp, inv->arena);
    set_occasion(inv, s);
}

static struct str context_rest(struct str context, const char *kind)
{
    struct str prefix = str_of(kind);
    return str_starts(context, prefix) ? str_from(context, prefix.n) : STR_NONE;
}

// What --context, --loader and operands of compare need to be looked at at all.
static void want_context(struct session *s, struct str name, struct arena *a)
{
    struct str loader = context_rest(name, "dotenv:");
    if (loader.n)
        strs_add(&s->ask.loaders, loader, a);
}

static bool wants_manifests(const struct session *s, enum gather_depth depth)
{
    return depth != GATHER_STATUS && s->snap.project.state == SEEN_COMPLETE;
}

// Running programs are looked at by doctor and compare, and when asked for by name (DESIGN 10).
static int look_further(struct invocation *inv, struct session *s, enum gather_depth depth)
{
    struct str pid_text = context_rest(s->asked.context, "process:");
    uint64_t pid = inv->opt.pid;
    if (!pid && pid_text.n)
        str_to_u64(pid_text, &pid);
    size_t before = s->snap.contexts.n;
    if (depth == GATHER_DOCTOR || pid || inv->opt.port)
        gather_processes(&s->g, pid, inv->opt.port);
    if (inv->opt.port && s->snap.contexts.n == before)
        return cli_usage(inv,
                         inv->opt.port <= 65535 && os_port_held((uint32_t)inv->opt.port)
                             ? "what listens on port %u belongs to another user: it may not be read"
                             : "nothing listens on port %u",
                         (unsigned)inv->opt.port);
    if ((inv->opt.pid || inv->opt.port) && s->snap.contexts.n > before && !s->asked.context.n)
        s->asked.context = s->snap.contexts.items[before].name;
    if (!s->asked.language.n)
        s->asked.language = s->g.language;
    if (wants_manifests(s, depth)) {
        static const struct strs none;
        const struct strs *index = depth == GATHER_DOCTOR ? git_index(&s->g) : NULL;
        gather_manifests(&s->g, index ? index : &none);
    }
    return 0;
}

static struct str client_near(struct str spec)
{
    struct str name = str_slice(spec, 0, str_chr(spec, '@')), near = STR_NONE;
    size_t best = 4;
    for (size_t i = 0; i < client_count(); i++) {
        struct str id = str_of(client_at(i)->id);
        size_t distance = str_distance(name, id, best);
        if (str_has(id, name) && name.n > 2)
            distance = 1;
        if (distance < best)
            best = distance, near = id;
    }
    return near;
}

static int check_clients(struct invocation *inv)
{
    for (size_t i = 0; i < inv->opt.clients.n; i++) {
        const struct client *c;
        struct version version, runtime;
        struct str spec = inv->opt.clients.items[i];
        if (client_choose(spec, &c, &version, &runtime))
            continue;
        struct str near = client_near(spec);
        if (str_present(near))
            return cli_usage(inv, "no client '%.*s'; did you mean '%.*s'?", STR_ARG(spec),
                             STR_ARG(near));
        return cli_usage(inv, "no client '%.*s'; see nexoenv clients", STR_ARG(spec));
    }
    return 0;
}

// A context that does not exist here is wrong usage, and the ones there are are named.
int session_check_context(struct invocation *inv, const struct session *s, struct str name)
{
    if (!name.n || context_find(&s->snap, name))
        return 0;
    struct buf b = buf_in(inv->arena);
    struct str near = STR_NONE;
    size_t best = 3;
    for (size_t i = 0; i < s->snap.contexts.n && i < 12; i++) {
        struct str other = s->snap.contexts.items[i].name;
        size_t distance = str_distance(name, other, best);
        if (distance < best)
            best = distance, near = other;
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(other));
    }
    if (str_present(near))
        return cli_usage(inv, "no context '%.*s'; did you mean '%.*s'?", STR_ARG(name),
                         STR_ARG(near));
    struct str all = buf_str(&b);
    return cli_usage(inv, "no context '%.*s' here; there are: %.*s", STR_ARG(name), STR_ARG(all));
}

static void set_asked(struct invocation *inv, struct session *s)
{
    struct asked *k = &s->asked;
    const struct options *o = &inv->opt;
    k->command = str_of(inv->command->name);
    k->base_url = o->base_url;
    k->model = o->model;
    k->context = o->context;
    k->clients = o->clients;
    k->project_client = s->config.client;
    k->project_client_loc = s->config.client_loc;
    k->project_context = s->config.context;
    k->offline = o->offline || o->from.n;
    k->no_key = o->no_key;
    k->no_control = o->no_control;
    k->strict = o->strict;
    k->request = o->request;
    k->staged_only = o->staged_only;
    for (size_t i = 0; i < s->config.override_count; i++) {
        k->overrides[i].id = s->config.overrides[i].id;
        k->overrides[i].severity = s->config.overrides[i].severity;
    }
    k->override_count = s->config.override_count;
}

static int read_from(struct invocation *inv, struct session *s)
{
    struct str bytes;
    struct problem problem;
    char *path = str_z(inv->opt.from, inv->arena);
    struct os_file file = {.why = "standard input cannot be read"};
    if (str_eq(inv->opt.from, STR("-")))
        bytes = os_read_input(SNAPSHOT_BYTES_MAX, inv->arena);
    else
        file = os_read(path, 0, SNAPSHOT_BYTES_MAX, inv->arena, &bytes);
    if (!str_present(bytes))
        return cli_usage(inv, "--from %s: %s", path, file.why);
    if (snapshot_read(bytes, inv->opt.from, &s->snap, inv->arena, &problem)) {
        s->asked.probes_ran = s->snap.probes.n > 0;
        return 0;
    }
    struct str text = problem_text(&problem, inv->arena);
    return cli_usage(inv, "--from %.*s", STR_ARG(text));
}

static int read_here(struct invocation *inv, struct session *s, enum gather_depth depth)
{
    s->ask.gateway = s->profile.host;
    s->ask.project_env_files = s->config.env_files;
    s->ask.spares_git = inv->command->run == cmd_check || inv->command->run == cmd_run;
    want_context(s, inv->opt.context, inv->arena);
    want_context(s, s->config.context, inv->arena);
    for (size_t i = 0; i < inv->arg_count && inv->command->run == cmd_compare; i++)
        want_context(s, inv->args[i], inv->arena);
    // On the network these are not needed before the answer, and cost more than the rest.
    bool chosen = s->asked.context.n || s->config.context.n || inv->opt.pid || inv->opt.port;
    bool probes = inv->command->run == cmd_doctor || inv->command->run == cmd_report;
    s->later = probes && !s->asked.offline && !chosen;
    s->ask.sysproxy_later = probes && !s->asked.offline;
    gather_all(&s->g);
    int status = s->later ? 0 : look_further(inv, s, depth);
    if (!s->ask.sysproxy_later)
        gather_sysproxy(&s->g);
    gather_paths(&s->g);
    gather_listeners(&s->g);
    gather_git(&s->g);
    return status;
}

void session_look_further(struct invocation *inv, struct session *s)
{
    if (!s->later)
        return;
    s->later = false;
    (void)look_further(inv, s, GATHER_DOCTOR);
    gather_paths(&s->g);
}

// A call that takes its base URL from a variable is the gateway's where that names it.
static bool names_gateway(const struct session *s, struct str variable)
{
    for (size_t i = 0; i < s->snap.contexts.n; i++) {
        const struct variable *v = variable_find(&s->snap.contexts.items[i].vars, variable);
        if (v && host_trusted(&s->profile, host_of(v->value.text)))
            return true;
    }
    return false;
}

// The project's code says which variable it reads, and no other is of use to it.
static void take_code_variable(struct session *s, struct arena *a)
{
    size_t n = s->snap.project.sources.n;
    struct source_fact *facts = arena_many(a, struct source_fact, n + 1);
    for (size_t i = 0; i < n; i++) {
        facts[i] = s->snap.project.sources.items[i];
        bool unknown = facts[i].url.n &&
                       (name_role(facts[i].text) != NAME_KEY || !names_gateway(s, facts[i].url));
        if (unknown)
            facts[i].text = STR("");
    }
    const struct source_fact *f = source_key_variable(facts, n);
    struct strs only = {0};
    if (!f)
        return;
    s->asked.code_variable_known = strs_have(&s->profile.key_variables, f->text);
    strs_add(&only, f->text, a);
    s->profile.key_variables = only;
    s->asked.code_variable = f->text;
    s->asked.code_variable_loc = f->loc;
}

int session_open(struct invocation *inv, enum gather_depth depth, struct session *s)
{
    session_paths(inv, depth, s);
    int status = session_config(inv, s);
    if (!status)
        status = session_profile(inv, s);
    if (!status)
        status = check_clients(inv);
    set_asked(inv, s);
    if (!status)
        status = inv->opt.from.n ? read_from(inv, s) : read_here(inv, s, depth);
    if (!status && !inv->opt.snippet.n)
        take_code_variable(s, inv->arena);
    if (!status)
        status = session_check_context(inv, s, s->asked.context);
    inv->style.syntax = inv->style_err.syntax =
        str_eq(s->snap.machine.shell, STR("fish")) ? SYNTAX_FISH : SYNTAX_POSIX;
    return status;
}

static void print_all(struct invocation *inv, struct session *s, const struct report *r, size_t n,
                      int fd)
{
    struct buf b = buf_in(inv->arena);
    switch (inv->opt.format) {
    case FORMAT_JSON: render_report_json(r, n, &s->occasion, &b); break;
    case FORMAT_SARIF: render_report_sarif(r, n, &s->occasion, &b); break;
    case FORMAT_GITHUB: render_report_github(r, &b); break;
    case FORMAT_TEXT:
        render_report_term(r, &s->occasion, fd == STDERR_FILENO ? &inv->style_err : &inv->style,
                           &b);
        break;
    }
    (fd == STDERR_FILENO ? cli_err : cli_out)(buf_str(&b));
}

void session_print(struct invocation *inv, struct session *s, const struct report *r, int fd)
{
    print_all(inv, s, r, 1, fd);
}

size_t session_reports(const struct session *s)
{
    return s->asked.clients.n ? s->asked.clients.n : 1;
}

static int worse(int a, int b)
{
    return a == STATUS_ERRORS || b == STATUS_OK ? a : b;
}

struct report session_verdict(struct invocation *inv, struct session *s)
{
    struct report r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    if (repair_hides_copies(&r.findings) && gather_git_after_all(&s->g))
        r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    return r;
}

// The next client's judgement has another question, and probes of its own.
static void detach(struct report *r, struct session *s, struct arena *a)
{
    struct snapshot *snap = arena_one(a, struct snapshot);
    struct asked *asked = arena_one(a, struct asked);
    *snap = s->snap;
    *asked = s->asked;
    r->snap = r->inquiry.snap = snap;
    r->asked = r->inquiry.asked = asked;
}

int session_each_client(struct invocation *inv, struct session *s, session_judge *judgement)
{
    const struct strs asked = s->asked.clients;
    size_t n = session_reports(s);
    struct report *all = arena_many(inv->arena, struct report, n);
    // One after the other as they come, or one document.
    bool apart = inv->opt.format == FORMAT_TEXT || inv->opt.format == FORMAT_GITHUB;
    int status = STATUS_OK;
    for (size_t i = 0; i < n; i++) {
        s->asked.clients = (struct strs){0};
        for (size_t k = 0; k < asked.n; k++)
            strs_add(&s->asked.clients, asked.items[(i + k) % asked.n], inv->arena);
        all[i] = judgement(inv, s);
        session_stop_clock(inv, s);
        status = worse(status, report_status(&all[i]));
        detach(&all[i], s, inv->arena);
        if (apart && n > 1)
            cli_out(str_fmt(inv->arena, "%s%.*s:\n", i ? "\n" : "", STR_ARG(asked.items[i])));
        if (apart)
            session_print(inv, s, &all[i], STDOUT_FILENO);
    }
    if (!apart)
        print_all(inv, s, all, n, STDOUT_FILENO);
    return status;
}
