// SPDX-License-Identifier: MIT
// Which finding is the consequence of which (DESIGN 5.1), and what that raises.
#include "rules/decide.h"
#include "rules/words.h"

enum {
    RAISES = 1,   // explaining it makes the cause an error itself
    ONE_LINE = 2, // only where both stand in the same line of a file
    SAME = 4      // the cause's own words name it: not told twice, though it is but a warning
};

// A cause and what follows from it. "*" stands for the rest of a layer.
static const struct {
    char effect[32], cause[32];
    unsigned how;
} pairs[] = {
    // clang-format off
    // Why a key is missing, the nearest explanation first.
    {"loaded.unset",           "loaded.not-exported",        RAISES},
    {"loaded.unset",           "loaded.wrong-name",          RAISES},
    {"loaded.unset",           "loaded.container-env",       RAISES},
    {"loaded.unset",           "loaded.deploy-missing",      RAISES},
    {"loaded.unset",           "loaded.daemon-env",          RAISES},
    {"loaded.unset",           "loaded.shadowed-by-empty",   RAISES},
    {"loaded.unset",           "loaded.ci-secret-withheld",  RAISES},
    {"loaded.unset",           "loaded.template-edited",     RAISES},
    {"loaded.unset",           "dotenv.encoding",            RAISES},
    {"loaded.unset",           "dotenv.syntax",              RAISES},
    {"loaded.unset",           "dotenv.loaders-disagree",    RAISES},
    {"loaded.unset",           "dotenv.duplicate",           RAISES},
    {"key.placeholder",        "dotenv.duplicate",           RAISES},
    {"loaded.unset",           "loaded.dotenv-wrong-dir",    RAISES},
    {"loaded.unset",           "loaded.dotenv-never-loaded", RAISES},
    {"loaded.unset",           "loaded.terminal-stale",      RAISES},
    {"key.placeholder",        "loaded.template-edited",     RAISES},
    {"key.placeholder",        "loaded.shadowed-by-shell",   RAISES},
    {"key.wrong-provider",     "loaded.shadowed-by-shell",   RAISES},
    {"key.not-a-key",          "loaded.shadowed-by-shell",   RAISES},
    {"url.foreign-host",       "loaded.shadowed-by-shell",   RAISES},
    {"url.loopback",           "loaded.shadowed-by-shell",   RAISES},
    {"url.website-host",       "loaded.shadowed-by-shell",   RAISES},
    {"url.empty-variable",     "loaded.shadowed-by-empty",   RAISES},
    {"url.unset-default-host", "loaded.shadowed-by-empty",   RAISES},
    {"url.unset-default-host", "dotenv.encoding",            RAISES},
    {"url.unread-variable",    "url.unset-default-host",     SAME},
    // One line of a file, seen twice.
    {"key.quotes-kept",        "dotenv.syntax",              RAISES | ONE_LINE},
    {"dotenv.loaders-disagree","key.crlf",                   0},
    {"dotenv.loaders-disagree","key.quotes-kept",            0},
    // What the gateway says of a key that the environment chose wrongly.
    {"api.invalid-key",        "loaded.shadowed-by-shell",   RAISES},
    {"api.invalid-key",        "key.several-differ",         RAISES},
    // A portal stands in for every name, connection and certificate.
    {"dns.*",                  "http.captive-portal",        0},
    {"tcp.*",                  "http.captive-portal",        0},
    {"tls.*",                  "http.captive-portal",        0},
    {"http.not-the-gateway",   "http.captive-portal",        0},
    // clang-format on
};

static bool matches(const struct finding *f, const char *pattern)
{
    struct str id = str_of(f->rule->id), p = str_of(pattern);
    if (str_ends(p, STR("*")))
        return str_starts(id, str_slice(p, 0, p.n - 1));
    return str_eq(id, p);
}

// A fault of a dotenv file explains a missing key only where its rule says so itself: the file is
// read, and the key's line is lost by it.
static bool explains(const struct finding *cause)
{
    return !str_starts(str_of(cause->rule->id), STR("dotenv.")) ||
           cause->severity == SEVERITY_ERROR;
}

// A static fact about certificates (a broken CA variable) is nobody's consequence.
static bool may_follow(const struct finding *f)
{
    return f->rule->mode[0] == 'N' || f->rule->mode[0] == 'K' || f->rule->rank <= 32;
}

// Explanations of a value concern one variable: the cause's subject is that variable's name.
static bool same_subject(const struct finding *effect, const struct finding *cause)
{
    if (!str_eq(str_of(cause->rule->id), STR("loaded.shadowed-by-shell")))
        return true;
    return !str_present(effect->subject) || str_eq(effect->subject, cause->subject) ||
           effect->rule->rank == 80;
}

// Warnings follow only where both speak of the same file.
static bool strong_enough(const struct finding *effect, const struct finding *cause)
{
    if (effect->severity == SEVERITY_ERROR)
        return true;
    return str_present(effect->location.file) &&
           str_eq(effect->location.file, cause->location.file);
}

static bool same_line(const struct finding *a, const struct finding *b)
{
    return a->location.line > 0 && a->location.line == b->location.line &&
           str_eq(a->location.file, b->location.file);
}

static void link(struct findings *all, size_t row)
{
    bool one_line = pairs[row].how & ONE_LINE;
    for (size_t c = 0; c < all->n; c++) {
        struct finding *cause = &all->items[c];
        if (!matches(cause, pairs[row].cause) || str_present(cause->consequence_of) ||
            !(one_line || (cause->concerns && explains(cause))))
            continue;
        for (size_t e = 0; e < all->n; e++) {
            struct finding *f = &all->items[e];
            if (e == c || !matches(f, pairs[row].effect) || str_present(f->consequence_of) ||
                !((pairs[row].how & SAME) || strong_enough(f, cause)) || !may_follow(f) ||
                !same_subject(f, cause) || (one_line && !same_line(f, cause)))
                continue;
            f->consequence_of = str_of(cause->rule->id);
            cause->concerns |= f->concerns;
            if (pairs[row].how & RAISES)
                cause->severity = SEVERITY_ERROR;
        }
    }
}

void consequences_find(struct inquiry *q)
{
    for (size_t row = 0; row < sizeof(pairs) / sizeof(pairs[0]); row++)
        link(q->findings, row);
}
