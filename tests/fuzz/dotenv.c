// SPDX-License-Identifier: MIT
// A dotenv file from a stranger: every loader, the survey, and the file sets. The first byte chooses
// what the environment holds before.
#include "parse/dotenv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// As gather's: what it is handed lies in scratch memory, so it copies.
static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)name;
    return value_plain(str_dup(bytes, ctx));
}

// Names and values are views that must lie in the input or the arena: every byte is read.
static size_t touch(struct str s)
{
    size_t sum = 0;
    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.p[i];
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena room;
    if (!room.rest.beg)
        room = arena_new((size_t)512 << 20);
    if (size == 0)
        return 0;
    struct str bytes = {(const char *)data + 1, size - 1};
    struct dotenv_env env[] = {{STR("HOME"), STR("/root")},
                               {STR("NXR_A"), STR("${NXR_B}")},
                               {STR("NEXOROUTER_API_KEY"), STR("st$ale")}};
    size_t env_n = data[0] % 4;
    static volatile size_t sum; // so that no read is optimised away
    for (size_t i = 0; i < loader_count(); i++) {
        struct arena a = room;
        struct dotenv_result r = dotenv_load(loader_at(i), bytes, env, env_n, &a);
        for (size_t k = 0; k < r.n; k++)
            sum += touch(r.items[k].name) + touch(r.items[k].value);
        sum += touch(r.error);
        struct dotenv_input files[] = {{STR("."), STR(".env"), bytes, false},
                                       {STR("."), STR(".env.local"), bytes, false}};
        struct dotenv_files_result f =
            dotenv_load_files(loader_at(i), STR("development"), STR("."), files, 2, env, env_n, &a);
        for (size_t k = 0; k < f.n; k++)
            sum += touch(f.items[k].value);
    }
    struct arena a = room, scratch = arena_new((size_t)128 << 20);
    struct dotenv_file out = {0};
    dotenv_survey(bytes, STR(".env"), keep, &a, &out, &a, scratch);
    for (size_t i = 0; i < out.n; i++) {
        sum += touch(out.items[i].name);
        for (size_t k = 0; k < out.items[i].n; k++)
            sum += touch(out.items[i].items[k].value.text);
    }
    arena_free(&scratch);
    (void)sum;
    return 0;
}
