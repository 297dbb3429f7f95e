// SPDX-License-Identifier: MIT
// Which variables JavaScript reads from its environment: process.env.NAME, process.env['NAME'],
// import.meta.env.NAME, const { NAME } = process.env; inside of templates too.
#ifndef NEXOENV_PARSE_SOURCE_ENV_H
#define NEXOENV_PARSE_SOURCE_ENV_H

#include "parse/code.h"

enum env_way { ENV_PROCESS, ENV_META, ENV_NAMED };
typedef void env_read(void *ctx, struct str name, enum env_way way, uint32_t line, uint32_t column);

// With `any` every name and string is told, as ENV_NAMED: a configuration has its own ways.
void source_env_reads(struct str text, bool any, env_read *each, void *ctx, struct arena *a);
// The file begins with the directive 'use client': the bundler puts it into the page.
bool source_is_client(struct str text, struct arena *a);
// next.config.js, vite.config.ts and the like: may put any variable into the page by name.
bool source_is_bundler_config(struct str path);

#endif
