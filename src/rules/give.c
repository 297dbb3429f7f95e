// SPDX-License-Identifier: MIT
#include "rules/give.h"

// clang-format off
static const struct { enum context_kind kind; const char *text; } ways[] = {
    {CONTEXT_COMPOSE,    "give it to the service in %.*s (`environment:` or `env_file:`), then run `docker compose up -d`"},
    {CONTEXT_KUBERNETES, "give it to the container in %.*s (`env` with `secretKeyRef`), apply it, and roll the pods"},
    {CONTEXT_ACTIONS,    "map it in %.*s (`env:` of the job or step, from `${{ secrets.NAME }}`)"},
    {CONTEXT_GITLAB,     "set it as a masked CI/CD variable of the project; %.*s only names plain ones"},
    {CONTEXT_SYSTEMD,    "give it to the unit %.*s (`EnvironmentFile=`), then `systemctl daemon-reload` and restart it"},
    {CONTEXT_MANIFEST,   "set it where the platform keeps variables for %.*s, and deploy again"},
    {CONTEXT_TOOL,       "set it in %.*s, or in the variable that this file refers to"},
    {CONTEXT_PROCESS,    "start the program again from a shell that has it (%.*s)"},
};
// clang-format on

struct str give_words(const struct context *c, struct arena *a)
{
    struct str place = str_present(c->shown.file) ? c->shown.file : c->name;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (ways[i].kind != c->kind)
            continue;
        struct str text = str_of(ways[i].text);
        size_t hole = str_find(text, STR("%.*s"));
        return str_fmt(a, "%.*s%.*s%.*s", (int)hole, text.p, STR_ARG(place),
                       STR_ARG(str_from(text, hole + 4)));
    }
    return STR("export it in this shell, or put it in a dotenv file that the program loads");
}
