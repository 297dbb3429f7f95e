// SPDX-License-Identifier: MIT
// `nexoenv run -- CMD...`: checks what CMD would see, says what is wrong on stderr, and becomes
// CMD. Nothing of ours reaches it: descriptors are close-on-exec, the environment is the one we
// got, no signal is touched, secrets are wiped first.
#include "cli/session.h"
#include "parse/names.h"
#include "parse/project.h"

#include <errno.h>
#include <unistd.h>

static int become(struct invocation *inv)
{
    secrets_wipe(inv->secrets);
    execvp(inv->argv[0], inv->argv);
    int error = errno;
    bool missing = error == ENOENT || error == ENOTDIR;
    cli_usage(inv, "%s: %s", inv->argv[0],
              missing           ? "not found"
              : error == EACCES ? "not allowed to be executed"
                                : "cannot be executed");
    return missing ? 127 : 126;
}

// A machine where nothing is wrong gets no word in front of its program's own.
static bool worth_saying(const struct report *r)
{
    for (size_t i = 0; i < r->findings.n; i++)
        if (r->findings.items[i].severity >= SEVERITY_WARNING)
            return true;
    return false;
}

// A script of the package.json in the directory that CMD will start in.
static struct str package_script(void *ctx, struct str name, struct loc *loc)
{
    struct invocation *inv = ctx;
    struct str bytes;
    struct project_facts facts = {0};
    os_read("package.json", 0, OS_FILE_MAX, inv->arena, &bytes);
    if (str_present(bytes))
        project_read(bytes, STR("package.json"), &facts, inv->arena);
    for (size_t i = 0; i < facts.scripts.n; i++) {
        if (!str_eq(facts.scripts.items[i].name, name))
            continue;
        *loc = facts.scripts.items[i].loc;
        return facts.scripts.items[i].command;
    }
    return STR_NONE;
}

static struct str file_here(void *ctx, struct str name)
{
    struct invocation *inv = ctx;
    struct str bytes;
    os_read(str_z(name, inv->arena), 0, OS_FILE_MAX, inv->arena, &bytes);
    return bytes;
}

static struct str first_service(const struct session *s, const struct launch *launch,
                                struct arena *a)
{
    if (launch->service.n)
        return str_join(STR("compose:"), launch->service, a);
    for (size_t i = 0; i < s->snap.contexts.n; i++)
        if (s->snap.contexts.items[i].kind == CONTEXT_COMPOSE)
            return s->snap.contexts.items[i].name;
    return STR_NONE;
}

// The context that CMD will have; absent: the project's own choice. What the user says wins.
static struct str launched_context(const struct session *s, const struct launch *launch,
                                   struct arena *a)
{
    const struct loader *loader = loader_find(launch->loader);
    struct str name = STR_NONE;
    if (launch->compose)
        name = first_service(s, launch, a);
    else if (loader)
        name = str_fmt(a, "dotenv:%s", loader->family);
    return context_find(&s->snap, name) ? name : STR_NONE;
}

static struct launch read_launch(struct invocation *inv)
{
    struct strs words = {0};
    for (size_t i = 0; i < inv->arg_count; i++)
        strs_add(&words, str_of(inv->argv[i]), inv->arena);
    struct launch launch = launch_read(&words, package_script, file_here, inv, inv->arena);
    for (size_t i = 0; i < launch.env_files.n && !(inv->opt.given & OPT(OPT_ENV_FILE)); i++)
        strs_add(&inv->opt.env_files, launch.env_files.items[i], inv->arena);
    return launch;
}

static bool is_named(const char *entry, struct str name)
{
    struct str e = str_of(entry);
    return str_starts(e, name) && e.n > name.n && e.p[name.n] == '=';
}

// The environment that CMD's loader starts from: this one with what the command line changes in
// front of it. What CMD itself gets is untouched.
static char **changed_environment(struct invocation *inv, const struct launch *launch)
{
    struct arena *secret = secrets_arena(inv->secrets); // values may be keys
    size_t n = 0, kept = 0;
    while (inv->envp[n])
        n++;
    char **out = arena_many(secret, char *, n + launch->assigned.n + 1);
    for (size_t i = 0; i < n; i++) {
        bool gone = launch->cleared && !is_named(inv->envp[i], STR("HOME")) &&
                    !is_named(inv->envp[i], STR("PATH"));
        for (size_t k = 0; k < launch->kept.n; k++)
            gone = gone && !is_named(inv->envp[i], launch->kept.items[k]);
        for (size_t k = 0; k < launch->assigned.n && !gone; k++)
            gone = is_named(inv->envp[i], launch->assigned.items[k].name);
        if (!gone)
            out[kept++] = inv->envp[i];
    }
    for (size_t i = 0; i < launch->assigned.n; i++) {
        const struct assignment *a = &launch->assigned.items[i];
        bool again = false;
        for (size_t k = i + 1; k < launch->assigned.n; k++)
            again |= str_eq(launch->assigned.items[k].name, a->name);
        if (again || !str_present(a->value))
            continue;
        struct buf b = buf_in(secret);
        buf_fmt(&b, "%.*s=%.*s", STR_ARG(a->name), STR_ARG(a->value));
        out[kept++] = str_z(buf_str(&b), secret);
    }
    return out;
}

// `docker run -e NAME`: the host's value, or the one written there, stands in the container.
static void pass_on(struct invocation *inv, struct session *s, const struct launch *launch)
{
    struct context *to = NULL;
    for (size_t i = 0; i < s->snap.contexts.n; i++)
        if (str_eq(s->snap.contexts.items[i].name, s->asked.context))
            to = &s->snap.contexts.items[i];
    for (size_t i = 0; to && i < launch->passed.n; i++) {
        const struct assignment *a = &launch->passed.items[i];
        const struct variable *host = variable_find(&s->snap.contexts.items[0].vars, a->name);
        struct variable v = {.name = a->name, .exported = true, .origin = {.kind = ORIGIN_OPTION}};
        if (!name_relevant(a->name) || (!str_present(a->value) && !host))
            continue;
        if (str_present(a->value)) {
            v.origin.name = STR("-e");
            v.value = secrets_keep(inv->secrets, a->name, a->value, inv->arena);
        } else {
            v = *host;
        }
        struct variable *before = NULL;
        for (size_t k = 0; k < to->vars.n; k++)
            if (str_eq(to->vars.items[k].name, a->name))
                before = &to->vars.items[k];
        *(before ? before : arena_push(&to->vars, inv->arena)) = v;
    }
}

// The project shows nothing of the language that CMD is written in, so nobody knows here whether
// its code loads the dotenv file that lies there.
static bool loads_unseen(const struct session *s, const struct launch *launch)
{
    const struct snapshot *snap = &s->snap;
    bool any = false;
    for (size_t i = 0; i < snap->dotenv.n; i++)
        any |= !snap->dotenv.items[i].is_template;
    return any && str_present(launch->language) && !str_present(launch->loader) &&
           !str_present(launch->without) && !str_eq(launch->language, STR("curl")) &&
           !str_eq(launch->language, STR("wget")) &&
           !strs_have(&snap->project.languages, launch->language);
}

// A program that brings its own secrets: that they are missing here is no news.
static bool comes_later(const struct invocation *inv, const struct launch *launch,
                        const struct report *r)
{
    if (!str_present(launch->untold) || !r->root ||
        !str_starts(str_of(r->root->rule->id), STR("loaded.")))
        return false;
    if (!inv->opt.quiet)
        cli_err(str_fmt(inv->arena, "nexoenv: not checked: %.*s decides what this command gets\n",
                        STR_ARG(launch->untold)));
    return true;
}

// The key is here, and the command line itself leaves it behind.
static void say_cleared(const struct invocation *inv, const struct launch *launch,
                        char *const *here, const struct report *r)
{
    bool lacks = r->root && str_starts(str_of(r->root->rule->id), STR("loaded."));
    for (size_t k = 0; lacks && launch->cleared && k < r->profile->key_variables.n; k++) {
        struct str name = r->profile->key_variables.items[k];
        for (size_t i = 0; here[i] && !inv->opt.quiet; i++)
            if (is_named(here[i], name) && here[i][name.n + 1])
                cli_err(str_fmt(inv->arena,
                                "nexoenv: %.*s is set here, but this command line starts with an "
                                "environment of its own (env -i; sudo, unless with "
                                "--preserve-env=%.*s)\n",
                                STR_ARG(name), STR_ARG(name)));
    }
}

int cmd_run(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    struct launch launch = read_launch(inv);
    char *const *here = inv->envp;
    inv->launch = &launch;
    inv->envp = changed_environment(inv, &launch);
    int status = session_open(inv, GATHER_CHECK, s);
    if (!status && !s->asked.context.n)
        s->asked.context = launched_context(s, &launch, inv->arena);
    if (status)
        return status;
    s->asked.language = launch.language;
    if (!str_present(launch.untold) && loads_unseen(s, &launch))
        launch.untold = str_fmt(
            inv->arena, "this command's own code (%.*s, of which the project shows nothing)",
            STR_ARG(launch.language));
    pass_on(inv, s, &launch);
    struct report r = session_verdict(inv, s);
    session_stop_clock(inv, s);
    if (comes_later(inv, &launch, &r))
        return become(inv);
    if (worth_saying(&r) || inv->opt.verbose || inv->opt.format != FORMAT_TEXT)
        session_print(inv, s, &r, STDERR_FILENO);
    say_cleared(inv, &launch, here, &r);
    if (report_status(&r) == STATUS_ERRORS && !inv->opt.warn_only)
        return STATUS_ERRORS;
    return become(inv);
}
