// SPDX-License-Identifier: MIT
// A snapshot built by hand, for the tests of the judgement: one shell, the embedded profile's facts.
#ifndef NEXOENV_TESTS_SCENE_H
#define NEXOENV_TESTS_SCENE_H

#include "check.h"

#include "parse/keyfacts.h"
#include "parse/names.h"
#include "rules/report.h"

#define KEY_TEXT "sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW"

struct scene {
    struct arena arena;
    struct snapshot snap;
    struct profile profile;
    struct asked asked;
};

// A print as gather/ would give it: equal bytes, equal print.
static uint64_t scene_print(const char *text)
{
    uint64_t h = 1469598103934665603u;
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h | 1;
}

static inline struct value scene_value(struct scene *s, const char *name, const char *text)
{
    struct value v = value_read(str_of(name), str_of(text), &s->arena);
    v.print = scene_print(text);
    return v;
}

static inline struct variable *scene_set(struct scene *s, const char *name, const char *text)
{
    struct variable *v = arena_push(&s->snap.contexts.items[0].vars, &s->arena);
    *v = (struct variable){.name = str_of(name),
                           .value = scene_value(s, name, text),
                           .origin = {.kind = ORIGIN_ENVIRONMENT},
                           .exported = true};
    return v;
}

static inline struct scene *scene_new(void)
{
    static struct scene s;
    s = (struct scene){.arena = arena_new(8 << 20)};
    *arena_push(&s.snap.contexts, &s.arena) =
        (struct context){.name = STR("shell"), .kind = CONTEXT_SHELL, .state = SEEN_COMPLETE};
    s.snap.project.state = SEEN_ABSENT;
    s.snap.project.dir = STR(".");
    struct profile *p = &s.profile;
    p->base_url = STR("https://api.nexorouter.com/v1");
    p->host = STR("api.nexorouter.com");
    p->path = STR("/v1");
    p->website_host = STR("nexorouter.com");
    p->local_url = STR("http://localhost:3001/v1");
    strs_add(&p->trusted_hosts, p->host, &s.arena);
    strs_add(&p->key_variables, STR("NEXOROUTER_API_KEY"), &s.arena);
    strs_add(&p->key_variables, STR("OPENAI_API_KEY"), &s.arena);
    p->model = STR("deepseek-v4-flash");
    p->timeout_s = 60;
    p->timeout_slow_s = 180;
    s.asked.command = STR("doctor");
    s.asked.offline = true;
    return &s;
}

static inline struct report scene_judge(struct scene *s)
{
    return judge(&s->snap, &s->profile, &s->asked, &s->arena);
}

static inline const struct finding *scene_find(const struct report *r, const char *id)
{
    for (size_t i = 0; i < r->findings.n; i++)
        if (str_eq(str_of(r->findings.items[i].rule->id), str_of(id)))
            return &r->findings.items[i];
    return NULL;
}

static inline const char *scene_root(const struct report *r)
{
    return r->root ? r->root->rule->id : "none";
}

#endif
