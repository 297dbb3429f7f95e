// SPDX-License-Identifier: MIT
// Layer "key", ranks below 10: a secret at risk. These set status 1, never the verdict.
#include "base/shell.h"
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#define NOT_ASKED "The Playground keeps the key in the dashboard: it stands in no file of yours."

// A line with a real key: of this gateway or of another provider.
static const struct dotenv_entry *real_key(const struct inquiry *q, const struct dotenv_file *file)
{
    for (size_t i = 0; i < file->n; i++) {
        const struct dotenv_entry *e = &file->items[i];
        const struct value *v = entry_value(e);
        enum name_role role = name_role(e->name);
        bool key = accepted_name(q->profile, e->name) || role == NAME_KEY ||
                   (role == NAME_KEY_NEAR && !str_eq(e->name, STR("API_KEY"))) ||
                   role == NAME_FOREIGN_KEY || role == NAME_PUBLIC_KEY;
        uint32_t never = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH;
        if (key && v && v->state == VALUE_SET && v->class == VALUE_SECRET && !(v->facts & never) &&
            (v->facts & (KEY_LOOKS_REAL | KEY_FOREIGN)))
            return e;
    }
    return NULL;
}

static struct finding *add_file(const struct rule *rule, struct inquiry *q,
                                const struct dotenv_file *file, const struct dotenv_entry *e)
{
    struct origin o = origin_file(e->loc);
    struct finding *f = finding_add(q, rule, file->path);
    finding_evidence(f, q, e->name, value_words(entry_value(e), q->arena), o);
    finding_place(f, &o);
    return f;
}

// ---- key.in-git ----

static struct str ignore_command(const struct inquiry *q, struct str path)
{
    struct str pattern = repair_ignore_word(q, path);
    struct str file = repair_path(q, STR(".gitignore"));
    if (!str_present(pattern) || !str_present(file))
        return STR_NONE;
    // Never through a link that a stranger's project may hold.
    return str_fmt(q->arena, "test ! -L %.*s && printf '\\n%%s\\n' %.*s >> %.*s", STR_ARG(file),
                   STR_ARG(pattern), STR_ARG(file));
}

// git runs what a repository's configuration names, unless told not to (DESIGN 8); `git rm` would
// send the file through its filters.
static struct str untrack_command(const struct inquiry *q, struct str path)
{
    struct str file = repair_path(q, path), ignore = ignore_command(q, path);
    if (!str_present(file) || !str_present(ignore))
        return STR_NONE;
    return str_fmt(
        q->arena,
        "git -c core.fsmonitor=false -c core.hooksPath=/dev/null update-index --force-remove -- "
        "%.*s && %.*s",
        STR_ARG(file), STR_ARG(ignore));
}

static const struct source_fact *tracked_key(const struct inquiry *q)
{
    for (size_t i = 0; q->snap->project.repository && i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        uint32_t never = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL;
        if (s->kind == SOURCE_KEY && !s->untracked && (s->value.facts & KEY_LOOKS_REAL) &&
            !(s->value.facts & never))
            return s;
    }
    return NULL;
}

static void code_in_git(const struct rule *rule, struct inquiry *q)
{
    const struct source_fact *s = tracked_key(q);
    if (!s)
        return;
    struct arena *a = q->arena;
    struct origin o = origin_file(s->loc);
    struct finding *f = finding_add(q, rule, s->loc.file);
    f->title = str_fmt(a, "A key stands in %.*s, which is tracked by git", STR_ARG(s->loc.file));
    f->short_text = str_fmt(a, "%.*s holds a key and is tracked by git", STR_ARG(s->loc.file));
    f->here = STR("tracked by git");
    finding_evidence(
        f, q, STR(IN_CODE),
        str_fmt(a, "%.0f bytes%s%.*s", s->number, s->text.n ? ", ends in " : "", STR_ARG(s->text)),
        o);
    finding_place(f, &o);
    finding_fix(f, q,
                str_fmt(a,
                        "Read the key from %.*s in the code, and revoke this one if it was ever "
                        "pushed",
                        STR_ARG(q->profile->key_variables.items[0])),
                STR_NONE);
}

static void check_in_git(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    code_in_git(rule, q);
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        const struct dotenv_entry *e = real_key(q, file);
        if (e == NULL || !file->git_known || !(file->git & (GIT_TRACKED | GIT_STAGED)))
            continue;
        const char *how = file->git & GIT_TRACKED ? "tracked by git" : "staged for the next commit";
        struct finding *f = add_file(rule, q, file, e);
        f->title = str_fmt(a, "A key stands in %.*s, which is %s", STR_ARG(file->path), how);
        f->short_text = str_fmt(a, "%.*s holds a key and is %s", STR_ARG(file->path), how);
        f->here = str_of(how);
        if (file->is_template) {
            finding_fix(f, q,
                        str_fmt(a,
                                "Revoke the key in the dashboard, put a placeholder back into "
                                "%.*s and commit that; the key belongs into .env",
                                STR_ARG(file->path)),
                        STR_NONE);
            continue;
        }
        finding_fix(f, q,
                    str_fmt(a,
                            "Take %.*s out of git (the file stays) and add it to .gitignore; if it "
                            "was ever pushed, revoke the key and make a new one",
                            STR_ARG(file->path)),
                    untrack_command(q, file->path));
    }
}

// ---- key.in-browser-bundle ----

static bool published(const struct value *v)
{
    uint32_t never = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH;
    return v && v->state == VALUE_SET && v->class == VALUE_SECRET && !(v->facts & never);
}

static struct finding *add_bundle(const struct rule *rule, struct inquiry *q, struct str name,
                                  const struct value *v, struct origin o)
{
    struct arena *a = q->arena;
    struct finding *f = finding_add(q, rule, name);
    f->title =
        str_fmt(a,
                "%.*s%.*s carries the public prefix %.*s: the key would be in the browser "
                "bundle",
                STR_ARG(name), STR_ARG(from_words(&o, a)), STR_ARG(name_public_prefix(name)));
    f->short_text = str_fmt(a, "%.*s would publish the key", STR_ARG(name));
    f->here = STR("readable by everyone who opens the page");
    finding_evidence(f, q, name, value_words(v, a), o);
    finding_place(f, &o);
    return f;
}

static struct str private_name(struct str name)
{
    return str_from(name, name_public_prefix(name).n);
}

static void bundle_of_files(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            if (name_role(e->name) != NAME_PUBLIC_KEY || !published(entry_value(e)))
                continue;
            struct finding *f = add_bundle(rule, q, e->name, entry_value(e), origin_file(e->loc));
            struct str sed = str_fmt(a, "s/%.*s//", STR_ARG(name_public_prefix(e->name)));
            finding_fix(f, q,
                        str_fmt(a,
                                "Take the prefix off (%.*s)%.*s, read the variable on the server "
                                "only, and revoke the key if a bundle was ever published",
                                STR_ARG(private_name(e->name)),
                                STR_ARG(repair_copy_words(q, file->path))),
                        repair_line(q, e->loc, str_z(sed, a)));
        }
    }
}

static void check_in_bundle(const struct rule *rule, struct inquiry *q)
{
    bundle_of_files(rule, q);
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (name_role(v->name) != NAME_PUBLIC_KEY || !published(&v->value) ||
            v->origin.kind == ORIGIN_FILE || !shell_name(v->name))
            continue;
        struct finding *f = add_bundle(rule, q, v->name, &v->value, v->origin);
        struct str copy = repair_copy(q, private_name(v->name), v->name);
        finding_fix(f, q,
                    str_fmt(q->arena,
                            "Use %.*s, read on the server only, and revoke the key if a "
                            "bundle was ever published",
                            STR_ARG(private_name(v->name))),
                    str_present(copy)
                        ? str_fmt(q->arena, "%.*s; unset %.*s", STR_ARG(copy), STR_ARG(v->name))
                        : STR_NONE);
    }
}

// ---- key.dotenv-not-ignored ----

static void check_not_ignored(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        const struct dotenv_entry *e = real_key(q, file);
        uint32_t known = GIT_TRACKED | GIT_STAGED | GIT_IGNORED;
        if (e == NULL || file->is_template || !file->git_known || (file->git & known))
            continue;
        struct finding *f = add_file(rule, q, file, e);
        f->title = str_fmt(a, "%.*s holds a key and git does not ignore it", STR_ARG(file->path));
        f->short_text = f->title;
        f->here = STR("neither tracked nor ignored");
        finding_fix(f, q, str_fmt(a, "Add %.*s to .gitignore", STR_ARG(file->path)),
                    ignore_command(q, file->path));
    }
}

// ---- key.file-mode ----

static void check_file_mode(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        const struct dotenv_entry *e = real_key(q, file);
        if (e == NULL || !(file->mode & 0004))
            continue;
        struct finding *f = add_file(rule, q, file, e);
        struct str at = repair_path(q, file->path);
        f->title =
            str_fmt(a, "%.*s holds a key and is readable by other users", STR_ARG(file->path));
        f->short_text = f->title;
        f->here = str_fmt(a, "mode %04o", (unsigned)(file->mode & 07777));
        finding_fix(f, q, str_fmt(a, "Make %.*s readable by you alone", STR_ARG(file->path)),
                    str_present(at) ? str_fmt(a, "chmod go-rwx %.*s", STR_ARG(at)) : STR_NONE);
    }
}

const struct rule key_leak_rules[] = {
    {.id = "key.in-git",
     .rank = 5,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "a key value stands in a tracked or staged file",
     .why = "Everyone who can read the repository, now or later, can spend its balance: git keeps "
            "every version.",
     .escape = NOT_ASKED,
     .explain = "Take the file out of git, ignore it, and revoke the key if it was ever pushed: "
                "removing the file does not remove it from the history.",
     .check = check_in_git},
    {.id = "key.in-browser-bundle",
     .rank = 5,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title =
         "the key carries a public prefix (NEXT_PUBLIC_, VITE_, REACT_APP_, NUXT_PUBLIC_, ...) "
         "and would end in the browser bundle",
     .why =
         "Bundlers copy the value of such names into the JavaScript that every visitor downloads.",
     .escape = NOT_ASKED,
     .explain =
         "Rename the variable without the prefix, read it on the server only, and revoke the "
         "key if a bundle was ever published.",
     .check = check_in_bundle},
    {.id = "key.dotenv-not-ignored",
     .rank = 6,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "a dotenv file with a key is not ignored by git",
     .why = "The next git add of the folder takes the key along.",
     .escape = NOT_ASKED,
     .explain = "Add the file to .gitignore (git check-ignore -v FILE shows which line matches).",
     .check = check_not_ignored},
    {.id = "key.file-mode",
     .rank = 7,
     .severity = SEVERITY_NOTE,
     .mode = "S",
     .title = "a file with a key is readable by other users",
     .why = "Every user of this machine can read the key.",
     .escape = NOT_ASKED,
     .explain = "chmod 600 FILE.",
     .check = check_file_mode},
};
const size_t key_leak_rules_n = sizeof(key_leak_rules) / sizeof(key_leak_rules[0]);
