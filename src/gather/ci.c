// SPDX-License-Identifier: MIT
// Whether this CI run is one that gets no secrets (loaded.ci-secret-withheld).
#include "gather/gather.h"
#include "parse/jsonwalk.h"

// What GitHub writes of the event that started the run, as far as it tells a fork from a branch.
struct pull {
    struct str head, base;
    bool head_gone; // the fork was deleted meanwhile
};

static bool path_is(const struct json_event *e, const char *const *keys, size_t n)
{
    if (e->depth != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!str_eq(e->path[i], str_of(keys[i])))
            return false;
    return true;
}

static void see_pull(void *ctx, const struct json_event *e)
{
    static const char *const head[] = {"pull_request", "head", "repo", "full_name"},
                             *const base[] = {"pull_request", "base", "repo", "full_name"};
    struct pull *p = ctx;
    if (path_is(e, head, 4) && e->string)
        p->head = e->value;
    if (path_is(e, base, 4) && e->string)
        p->base = e->value;
    if (path_is(e, head, 3) && !e->object)
        p->head_gone = true;
}

// A branch of the same repository gets its secrets, and only the event's file tells it from a
// fork's. Without that file both are possible.
static void pull_request(struct gathering *g)
{
    struct machine *m = &g->snap->machine;
    struct arena scratch = secrets_scratch(g->secrets);
    struct str path = gather_env_get(g, "GITHUB_EVENT_PATH"), bytes = STR_NONE;
    struct os_file file;
    struct pull p = {0};
    if (str_starts(path, STR("/")) && gather_read(g, path, 0, &scratch, &file, &bytes))
        json_walk(bytes, path, see_pull, &p);
    m->ci_fork = true;
    if (p.head.n && p.base.n && str_eq(p.head, p.base))
        m->ci_fork = false;
    else if (p.base.n && (p.head.n || p.head_gone))
        m->ci_fork_sign =
            str_fmt(g->arena, "a pull request from %.*s into %.*s",
                    STR_ARG(p.head.n ? p.head : STR("a fork that is gone")), STR_ARG(p.base));
}

static bool among(struct str s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(names[i])))
            return true;
    return false;
}

void gather_ci(struct gathering *g)
{
    // pull_request_target is not among them: it runs the repository's own code, with its secrets.
    static const char *const pulls[] = {"pull_request", "pull_request_review",
                                        "pull_request_review_comment"};
    struct machine *m = &g->snap->machine;
    struct str source = gather_env_get(g, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID"),
               target = gather_env_get(g, "CI_MERGE_REQUEST_PROJECT_ID");
    if (!m->ci)
        return;
    if (str_eq(gather_env_get(g, "GITHUB_ACTOR"), STR("dependabot[bot]"))) {
        m->ci_fork = true;
        m->ci_fork_sign = STR("a run of Dependabot, which gets Dependabot's own secrets alone");
    } else if (among(gather_env_get(g, "GITHUB_EVENT_NAME"), pulls, sizeof pulls / sizeof *pulls)) {
        pull_request(g);
    } else if (source.n && target.n && !str_eq(source, target)) {
        m->ci_fork = true;
        m->ci_fork_sign = str_fmt(g->arena, "a merge request from project %.*s into project %.*s",
                                  STR_ARG(source), STR_ARG(target));
    }
}
