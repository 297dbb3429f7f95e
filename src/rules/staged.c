// SPDX-License-Identifier: MIT
#include "rules/staged.h"

#include "base/shell.h"
#include "rules/words.h"

struct words {
    const char *id;
    const char *head, *middle, *tail; // of the title: head SUBJECT middle PLACE tail
    const char *fix;                  // what to write instead
    bool key;                         // a secret would be published
};

#define REVOKE " If it was ever pushed, revoke it and make a new one."

// In the order of enum staged_what.
// clang-format off
static const struct words words[] = {
    {"key.in-git", "the value of ", " is staged in ", "", "Read the key from the environment there, and keep its value out of git." REVOKE, true},
    {"key.in-git", "the value of ", " is staged in base64 in ", "", "Take it out: base64 hides nothing." REVOKE, true},
    {"key.in-git", "the value of ", " is staged, URL-encoded, in ", "", "Take it out: a key does not belong in a URL." REVOKE, true},
    {"key.in-git", "a value for ", " that looks like a real key is staged in ", "", "Put a placeholder there (your-key-here) and the key in a file that git ignores." REVOKE, true},
    {"key.in-git", "a key of ", " is staged in ", "", "Take it out." REVOKE, true},
    {"url.website-host", "staged code calls the website, not the API: ", " in ", "", "Write the API's base URL there", false},
    {"url.plain-http", "staged code would send the key in clear text: ", " in ", "", "Write https:// there", false},
    {"url.missing-v1", "the staged URL ", " in ", " lacks /v1", "Write the API's base URL there", false},
    {"url.double-v1", "the staged URL ", " in ", " has /v1 twice", "Write /v1 once", false},
    {"url.full-endpoint", "the staged base URL ", " in ", " already ends in an endpoint", "Write the API's base URL there: the client adds the endpoint", false},
    {"url.wrong-path", "the staged base URL ", " in ", " has another path than the gateway's", "Write the API's base URL there", false},
    {"key.bearer-missing", "the staged Authorization header sends ", " without Bearer in ", "", "Write \"Authorization: Bearer \" and the key behind it", false},
    {"key.bearer-missing", "the staged Authorization header glues ", " to Bearer in ", "", "Put one blank behind Bearer", false},
};
// clang-format on

// Takes the file out of the next commit and leaves it as it is in the work tree. `reset` also
// works before the first commit.
static struct str unstage_command(struct str path, struct arena *a)
{
    struct str word = shell_quote(str_join(STR(":(top,literal)"), path, a), a);
    return str_present(word) ? str_fmt(a, "git reset -q -- %.*s", STR_ARG(word)) : STR_NONE;
}

static struct str allow_text(const struct staged_hit *hit, struct arena *a)
{
    return str_fmt(a,
                   "If it is no secret: put `# nexoenv: allow` on that line, or `%s = %.*s` under "
                   "[allow] in .nexoenv.ini",
                   hit->sha16, STR_ARG(hit->loc.file));
}

static void add(struct inquiry *q, const struct staged_hit *hit)
{
    const struct words *w = &words[hit->what];
    const struct rule *rule = rule_find(str_of(w->id));
    struct arena *a = q->arena;
    if (rule == NULL)
        return;
    struct origin origin = origin_file(hit->loc);
    struct str place = origin_text(&origin, a);
    struct finding *f =
        finding_add(q, rule, str_fmt(a, "staged %.*s:%u", STR_ARG(place), hit->loc.column));
    f->proven = f->concerns = true;
    f->severity = rule->severity;
    f->location = hit->loc;
    f->title = str_fmt(a, "%s%.*s%s%.*s%s", w->head, STR_ARG(hit->subject), w->middle,
                       STR_ARG(place), w->tail);
    f->escape = STR_NONE;
    if (hit->what == STAGED_FOREIGN_KEY) // it is no key of the gateway, and has no balance there
        f->why = STR("Everyone who can read the repository, now or later, can use it: git keeps "
                     "every version.");
    bool header = hit->what >= STAGED_NO_BEARER;
    finding_evidence(f, q,
                     header   ? STR("header")
                     : w->key ? STR("staged")
                              : STR("staged URL"),
                     w->key ? STR_NONE : hit->subject, origin);
    struct str text = str_of(w->fix);
    if (!w->key && !header)
        text = str_fmt(a, "%s (%.*s)", w->fix, STR_ARG(q->profile->base_url));
    finding_fix(f, q, text, STR_NONE);
    finding_fix(f, q, STR("Take the file out of this commit (it stays as it is)"),
                unstage_command(hit->loc.file, a));
    if (hit->what == STAGED_FOREIGN_KEY)
        finding_fix(f, q, allow_text(hit, a), STR_NONE);
}

void staged_findings(struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->staged.n; i++)
        add(q, &q->snap->staged.items[i]);
}

bool staged_is_blind(const struct snapshot *s)
{
    return s->staged.not_read.n > 0 ||
           (s->staged.state != SEEN_NOT_ASKED && s->staged.state != SEEN_COMPLETE);
}

void staged_not_checked(struct report *r, struct arena *a)
{
    const struct staged *s = &r->snap->staged;
    if (s->state != SEEN_NOT_ASKED && s->state != SEEN_COMPLETE)
        *arena_push(&r->not_checked, a) = (struct not_checked){STR("what is staged"), s->detail};
    for (size_t i = 0; i < s->not_read.n; i++)
        *arena_push(&r->not_checked, a) =
            (struct not_checked){str_fmt(a, "%.*s (staged)", STR_ARG(s->not_read.items[i])),
                                 STR("larger than 64 MiB, or its content is not in this clone")};
    if (r->asked->staged_only)
        *arena_push(&r->not_checked, a) =
            (struct not_checked){STR("this environment"), STR("--staged-only")};
}
