// SPDX-License-Identifier: MIT
#include "model/loc.h"

static struct str file_text(const struct loc *l, struct arena *a)
{
    if (l->line == 0)
        return l->file;
    return str_fmt(a, "%.*s:%u", STR_ARG(l->file), (unsigned)l->line);
}

struct str loc_path(struct str dir, struct str name, struct arena *a)
{
    for (;;) {
        size_t slash = str_rchr(dir, '/');
        if (str_starts(name, STR("./"))) {
            name = str_from(name, 2);
        } else if (!str_starts(name, STR("../"))) {
            break;
        } else if (dir.n == 0 || str_eq(dir, STR("."))) {
            return STR_NONE;
        } else {
            name = str_from(name, 3);
            dir = slash == STR_NOWHERE ? STR(".") : str_slice(dir, 0, slash);
        }
    }
    if (dir.n == 0 || str_eq(dir, STR(".")) || str_starts(name, STR("/")))
        return name;
    return str_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name));
}

struct str origin_text(const struct origin *o, struct arena *a)
{
    switch (o->kind) {
    case ORIGIN_NONE: return STR("");
    case ORIGIN_ENVIRONMENT: return STR("environment");
    case ORIGIN_SHELL: return STR("shell, not exported");
    case ORIGIN_FILE: return file_text(&o->loc, a);
    case ORIGIN_PROCESS: return str_fmt(a, "pid %d", (int)o->pid);
    case ORIGIN_OPTION: return o->name;
    case ORIGIN_PROFILE: return STR("profile");
    case ORIGIN_DEFAULT: return STR("default");
    case ORIGIN_PROBE: return STR("probe");
    case ORIGIN_SYSTEM: return o->name;
    }
    return STR("");
}
