// SPDX-License-Identifier: MIT
#include "rules/repair.h"

#include "base/shell.h"
#include "parse/names.h"
#include "rules/words.h"

// Seen from the directory where nexoenv was asked: "../" for each level below the root.
static struct str seen_from_here(const struct inquiry *q, struct str file)
{
    struct str dir = q->snap->project.dir;
    struct buf b = buf_in(q->arena);
    if (file.n && file.p[0] != '/' && dir.n && !str_eq(dir, STR("."))) {
        struct str part;
        while (str_word(&dir, "/", &part))
            buf_z(&b, "../");
    } else if (file.n && file.p[0] == '-') {
        buf_z(&b, "./");
    }
    buf_add(&b, file);
    return buf_str(&b);
}

struct str repair_path(const struct inquiry *q, struct str file)
{
    if (file.n == 0)
        return STR_NONE;
    return shell_quote(seen_from_here(q, file), q->arena);
}

static const struct dotenv_file *dotenv_of(const struct inquiry *q, struct str path)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++)
        if (str_eq(q->snap->dotenv.items[i].path, path))
            return &q->snap->dotenv.items[i];
    return NULL;
}

static uint32_t copies_before(const struct inquiry *q, struct str file)
{
    const struct dotenv_file *f = dotenv_of(q, file);
    uint32_t n = f ? f->copies : 0;
    for (size_t i = 0; f == NULL && i < q->snap->rc.n; i++)
        if (str_eq(q->snap->rc.items[i].loc.file, file))
            n = q->snap->rc.items[i].copies;
    return n;
}

// Fixes of this report that leave a copy of the file: whoever applies two of them keeps two copies.
static uint32_t fixes_before(const struct inquiry *q, struct str file)
{
    struct str word = repair_path(q, file);
    struct str cp = str_fmt(q->arena, "cp -p %.*s ", STR_ARG(word));
    uint32_t n = 0;
    for (size_t i = 0; q->findings && str_present(word) && i < q->findings->n; i++)
        for (size_t k = 0; k < q->findings->items[i].fixes.n; k++)
            n += str_present(q->findings->items[i].fixes.items[k].command) &&
                 str_has(q->findings->items[i].fixes.items[k].command, cp);
    return n;
}

// A new name each time: a copy that is there may be the only one of what the file once was, and a
// link of that name in a stranger's project would lead the copy elsewhere.
static struct str copy_of(const struct inquiry *q, struct str file)
{
    return copy_name(file, copies_before(q, file) + fixes_before(q, file), q->arena);
}

struct str repair_copy_words(const struct inquiry *q, struct str file)
{
    return str_fmt(q->arena, " (a copy stays in %.*s; delete it when all is well)",
                   STR_ARG(copy_of(q, file)));
}

#define EXCLUDE "$(git rev-parse --git-path info/exclude)"

// Git must not pick up the copy either: the repository's own list of exclusions names it, which is
// no file of the project.
static struct str hide_copy(const struct inquiry *q, struct str file)
{
    const struct dotenv_file *f = dotenv_of(q, file);
    struct str copy = copy_of(q, file), word = repair_ignore_word(q, copy);
    uint32_t ignored = fixes_before(q, file) ? GIT_COPIES_IGNORED : GIT_COPY_IGNORED;
    if (f == NULL || !f->git_known || (f->git & ignored) || !str_present(word))
        return STR("");
    return str_fmt(q->arena, " && printf '\\n%%s\\n' %.*s >> \"" EXCLUDE "\"", STR_ARG(word));
}

bool repair_hides_copies(const struct findings *all)
{
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->items[i].fixes.n; k++)
            if (str_has(all->items[i].fixes.items[k].command, STR(EXCLUDE)))
                return true;
    return false;
}

struct str repair_ignore_word(const struct inquiry *q, struct str path)
{
    if (path.n == 0 || path.p[0] == '/' || str_has_any(path, "*?[]\\!#\n\r") ||
        str_ends(path, STR(" ")))
        return STR_NONE;
    return shell_quote(str_fmt(q->arena, "/%.*s", STR_ARG(path)), q->arena);
}

struct str repair_keep(const struct inquiry *q, struct str file)
{
    struct str at = repair_path(q, file), copy = repair_path(q, copy_of(q, file));
    if (!str_present(at) || !str_present(copy))
        return STR_NONE;
    return str_fmt(q->arena, "cp -p %.*s %.*s", STR_ARG(at), STR_ARG(copy));
}

struct str repair_rewrite(const struct inquiry *q, struct str file, struct str filter)
{
    struct str keep = repair_keep(q, file), at = repair_path(q, file);
    struct str copy = repair_path(q, copy_of(q, file));
    if (!str_present(keep) || !str_present(filter))
        return STR_NONE;
    return str_fmt(q->arena, "%.*s && %.*s < %.*s > %.*s%.*s", STR_ARG(keep), STR_ARG(filter),
                   STR_ARG(copy), STR_ARG(at), STR_ARG(hide_copy(q, file)));
}

struct str repair_value(const struct inquiry *q, struct loc loc, const char *awk)
{
    if (loc.line == 0)
        return STR_NONE;
    struct str script = str_fmt(q->arena,
                                "NR==%u{i=index($0,\"=\");v=substr($0,i+1);%s;"
                                "$0=substr($0,1,i) v}1",
                                (unsigned)loc.line, awk);
    struct str word = shell_quote(script, q->arena);
    return repair_rewrite(q, loc.file, str_fmt(q->arena, "LC_ALL=C awk %.*s", STR_ARG(word)));
}

struct str repair_line(const struct inquiry *q, struct loc loc, const char *sed)
{
    if (loc.line == 0)
        return STR_NONE;
    struct str script = str_fmt(q->arena, "%u%s", (unsigned)loc.line, sed);
    struct str word = shell_quote(script, q->arena);
    return repair_rewrite(q, loc.file, str_fmt(q->arena, "sed %.*s", STR_ARG(word)));
}

struct str repair_variable(const struct inquiry *q, struct str name, const char *filter)
{
    if (!shell_name(name))
        return STR_NONE;
    return str_fmt(q->arena, "export %.*s=\"$(printf '%%s' \"$%.*s\" | %s)\"", STR_ARG(name),
                   STR_ARG(name), filter);
}

struct str repair_copy(const struct inquiry *q, struct str name, struct str other)
{
    if (!shell_name(name) || !shell_name(other))
        return STR_NONE;
    return str_fmt(q->arena, "export %.*s=\"$%.*s\"", STR_ARG(name), STR_ARG(other));
}

struct str repair_set(const struct inquiry *q, struct str name, struct str text)
{
    struct str word = shell_quote(text, q->arena);
    if (!shell_name(name) || !str_present(word))
        return STR_NONE;
    return str_fmt(q->arena, "export %.*s=%.*s", STR_ARG(name), STR_ARG(word));
}

struct str repair_unset(const struct inquiry *q, struct str name)
{
    return shell_name(name) ? str_fmt(q->arena, "unset %.*s", STR_ARG(name)) : STR_NONE;
}

struct str repair_take(const struct inquiry *q, struct str name, struct loc loc)
{
    struct str at = repair_path(q, loc.file);
    if (!shell_name(name) || !str_present(at) || loc.line == 0)
        return STR_NONE;
    return str_fmt(
        q->arena,
        "export %.*s=\"$(sed -n '%us/^.*%.*s[[:blank:]]*[=:[:blank:]][[:blank:]]*//p' < %.*s |"
        " sed 's/[[:blank:]]#.*//; s/[[:space:]]*$//' | tr -d '\\015\\042\\047')\"",
        STR_ARG(name), (unsigned)loc.line, STR_ARG(name), STR_ARG(at));
}

const struct rc_assignment *rc_find(const struct inquiry *q, struct str name, bool exported)
{
    const struct rc_assignment *found = NULL;
    for (size_t i = 0; i < q->snap->rc.n; i++)
        if (str_eq(q->snap->rc.items[i].name, name) && q->snap->rc.items[i].exported == exported)
            found = &q->snap->rc.items[i];
    return found;
}

// A line of a dotenv file or of another file that nexoenv may edit.
static bool editable(const struct inquiry *q, const struct origin *o)
{
    return o->kind == ORIGIN_FILE && o->loc.line && dotenv_of(q, o->loc.file);
}

void repair_add(struct finding *f, struct inquiry *q, const struct variable *v, struct str what,
                const struct mend *mend)
{
    struct arena *a = q->arena;
    if (editable(q, &v->origin)) {
        struct str place = origin_text(&v->origin, a);
        struct str copy = repair_copy_words(q, v->origin.loc.file);
        finding_fix(
            f, q,
            str_fmt(a, "Remove %.*s in %.*s%.*s", STR_ARG(what), STR_ARG(place), STR_ARG(copy)),
            mend && mend->awk ? repair_value(q, v->origin.loc, mend->awk) : STR_NONE);
        return;
    }
    if (str_eq(v->name, STR(IN_CODE))) {
        struct str place = origin_text(&v->origin, a);
        finding_fix(f, q,
                    str_fmt(a,
                            "Remove %.*s in %.*s; better, let the code read %.*s from the "
                            "environment and keep the key out of it",
                            STR_ARG(what), STR_ARG(place),
                            STR_ARG(q->profile->key_variables.items[0])),
                    STR_NONE);
        return;
    }
    if (v->origin.kind != ORIGIN_ENVIRONMENT) {
        finding_fix(f, q,
                    str_fmt(a, "Remove %.*s where %.*s is set%.*s", STR_ARG(what), STR_ARG(v->name),
                            STR_ARG(from_words(&v->origin, a))),
                    STR_NONE);
        return;
    }
    const struct rc_assignment *rc = rc_find(q, v->name, true);
    struct str where = STR("where it is set");
    if (rc) {
        struct origin o = origin_file(rc->loc);
        where = str_fmt(a, "in %.*s, where it is set", STR_ARG(origin_text(&o, a)));
    }
    finding_fix(f, q,
                str_fmt(a, "Remove %.*s from %.*s in this shell, and %.*s", STR_ARG(what),
                        STR_ARG(v->name), STR_ARG(where)),
                mend && mend->filter ? repair_variable(q, v->name, mend->filter) : STR_NONE);
}
