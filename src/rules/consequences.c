// SPDX-License-Identifier: MIT
// Which finding is the consequence of which (DESIGN 5.1), and what that raises.
#include "rules/decide.h"
#include "rules/words.h"

// A cause and what follows from it. "*" stands for the rest of a layer. `raises`: explaining it
// makes the cause an error itself.
static const struct {
    const char *effect, *cause;
    bool raises;
} pairs[] = {
    // clang-format off
    // Why a key is missing, the nearest explanation first.
    {"loaded.unset",           "loaded.not-exported",        true},
    {"loaded.unset",           "loaded.wrong-name",          true},
    {"loaded.unset",           "loaded.container-env",       true},
    {"loaded.unset",           "loaded.deploy-missing",      true},
    {"loaded.unset",           "loaded.daemon-env",          true},
    {"loaded.unset",           "loaded.shadowed-by-empty",   true},
    {"loaded.unset",           "loaded.ci-secret-withheld",  true},
    {"loaded.unset",           "loaded.template-edited",     true},
    {"loaded.unset",           "dotenv.encoding",            true},
    {"loaded.unset",           "dotenv.syntax",              true},
    {"loaded.unset",           "dotenv.loaders-disagree",    true},
    {"loaded.unset",           "dotenv.duplicate",           true},
    {"key.placeholder",        "dotenv.duplicate",           true},
    {"loaded.unset",           "loaded.dotenv-wrong-dir",    true},
    {"loaded.unset",           "loaded.dotenv-never-loaded", true},
    {"loaded.unset",           "loaded.terminal-stale",      true},
    {"key.placeholder",        "loaded.template-edited",     true},
    {"key.placeholder",        "loaded.shadowed-by-shell",   true},
    {"key.wrong-provider",     "loaded.shadowed-by-shell",   true},
    {"key.not-a-key",          "loaded.shadowed-by-shell",   true},
    {"url.foreign-host",       "loaded.shadowed-by-shell",   true},
    {"url.loopback",           "loaded.shadowed-by-shell",   true},
    {"url.website-host",       "loaded.shadowed-by-shell",   true},
    {"url.empty-variable",     "loaded.shadowed-by-empty",   true},
    {"url.unset-default-host", "loaded.shadowed-by-empty",   true},
    {"url.unset-default-host", "dotenv.encoding",            true},
    // One line of a file, seen twice.
    {"dotenv.loaders-disagree","key.crlf",                   false},
    {"dotenv.loaders-disagree","key.quotes-kept",            false},
    // What the gateway says of a key that the environment chose wrongly.
    {"api.invalid-key",        "loaded.shadowed-by-shell",   true},
    {"api.invalid-key",        "key.several-differ",         true},
    // A portal stands in for every name, connection and certificate.
    {"dns.*",                  "http.captive-portal",        false},
    {"tcp.*",                  "http.captive-portal",        false},
    {"tls.*",                  "http.captive-portal",        false},
    {"http.not-the-gateway",   "http.captive-portal",        false},
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

static void link(struct findings *all, size_t row)
{
    for (size_t c = 0; c < all->n; c++) {
        struct finding *cause = &all->items[c];
        if (!matches(cause, pairs[row].cause) || !cause->concerns || !explains(cause) ||
            str_present(cause->consequence_of))
            continue;
        for (size_t e = 0; e < all->n; e++) {
            struct finding *f = &all->items[e];
            if (e == c || !matches(f, pairs[row].effect) || str_present(f->consequence_of) ||
                !strong_enough(f, cause) || !may_follow(f) || !same_subject(f, cause))
                continue;
            f->consequence_of = str_of(cause->rule->id);
            if (pairs[row].raises)
                cause->severity = SEVERITY_ERROR;
        }
    }
}

void consequences_find(struct inquiry *q)
{
    for (size_t row = 0; row < sizeof(pairs) / sizeof(pairs[0]); row++)
        link(q->findings, row);
}
