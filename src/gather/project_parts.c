// SPDX-License-Identifier: MIT
#include "gather/project_parts.h"

static bool may_be_part(struct str name)
{
    static const char *const never[] = {
        "node_modules", "vendor", "dist",     "build", "target", "docs", "examples",
        "test",         "tests",  "fixtures", "venv",  "env",    "tmp",  "__pycache__"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (str_eq(name, str_of(never[i])))
            return false;
    return str_chr(name, '.') == STR_NOWHERE; // files mostly have one, hidden directories too
}

// In the order of their names: the directory's own order differs from machine to machine.
struct strs project_parts(struct gathering *g, struct str dir)
{
    bool listed;
    const struct strs *names = gather_list(g, dir, &listed);
    struct strs parts = {0};
    for (size_t i = 0; i < names->n; i++) {
        if (!may_be_part(names->items[i]))
            continue;
        strs_add(&parts, names->items[i], g->arena);
        for (size_t k = parts.n - 1; k > 0; k--) {
            struct str a = parts.items[k - 1], b = parts.items[k];
            if (str_cmp(a, b) <= 0)
                break;
            parts.items[k - 1] = b;
            parts.items[k] = a;
        }
    }
    return parts;
}

// Code that a bundler puts into a page, and nothing in the project that could run on a server.
bool project_in_browser(const struct project_facts *facts)
{
    static const char *const bundlers[] = {"vite", "react-scripts", "@vue/cli-service", "parcel",
                                           "@angular/core"};
    static const char *const servers[] = {"next",
                                          "nuxt",
                                          "express",
                                          "fastify",
                                          "koa",
                                          "hono",
                                          "@nestjs/core",
                                          "@remix-run/node",
                                          "@remix-run/cloudflare",
                                          "@remix-run/deno",
                                          "@remix-run/serve",
                                          "@react-router/serve",
                                          "@react-router/cloudflare",
                                          "@cloudflare/vite-plugin",
                                          "wrangler",
                                          "@vercel/node",
                                          "@netlify/functions",
                                          "firebase-functions",
                                          "@apollo/server",
                                          "graphql-yoga",
                                          "polka",
                                          "restify",
                                          "@sveltejs/kit",
                                          "astro",
                                          "h3",
                                          "@hapi/hapi",
                                          "@trpc/server",
                                          "electron",
                                          "@react-router/node",
                                          "@solidjs/start",
                                          "vike",
                                          "@tanstack/react-start",
                                          "@tanstack/solid-start",
                                          "@builder.io/qwik-city",
                                          "@analogjs/platform",
                                          "nitropack",
                                          "waku",
                                          "elysia"};
    bool bundled = false;
    for (size_t i = 0; i < sizeof bundlers / sizeof *bundlers; i++)
        bundled |= package_find(facts, PACKAGE_NPM, str_of(bundlers[i])) != NULL;
    for (size_t i = 0; bundled && i < sizeof servers / sizeof *servers; i++)
        if (package_find(facts, PACKAGE_NPM, str_of(servers[i])))
            return false;
    return bundled;
}
