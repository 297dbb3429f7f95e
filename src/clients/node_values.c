// SPDX-License-Identifier: MIT
// What Node makes of an option's value in NODE_OPTIONS. Every option that it takes there was tried
// with 18.20.8, 22.23.3, 24.21.0 and 26.10.0: without a value, with an empty one, a word, a number,
// and with a further word behind it.
#include "clients/family.h"

enum takes {
    TAKES_ANY,     // needs one, whatever it is
    TAKES_CHOICE,  // needs one of `words`, parted by '|'
    TAKES_WITH,    // needs one, and an option of `words`
    TAKES_PORT,    // needs [HOST:]PORT
    TAKES_PERCENT, // needs a number above 0, up to 100
    TAKES_COUNT,   // needs one that is not negative
    TAKES_SIZE,    // V8's: a number right behind "="; nothing behind it counts as 0
    TAKES_INT,     // the same, but nothing behind it is no number
    TAKES_NONE,    // V8's switch: takes none
};

struct value_row {
    char name[48];
    enum takes how;
    char words[44];
};

// clang-format off
static const struct value_row rows[] = {
    {"-C", TAKES_ANY, ""},
    {"-r", TAKES_ANY, ""},
    {"--abort-on-uncaught-exception", TAKES_NONE, ""},
    {"--allow-fs-read", TAKES_WITH, "--permission|--experimental-permission"},
    {"--allow-fs-write", TAKES_WITH, "--permission|--experimental-permission"},
    {"--bench-isolation", TAKES_WITH, "--experimental-bench"},
    {"--bench-name-pattern", TAKES_WITH, "--experimental-bench"},
    {"--bench-reporter", TAKES_WITH, "--experimental-bench"},
    {"--bench-reporter-destination", TAKES_WITH, "--experimental-bench"},
    {"--bench-samples", TAKES_WITH, "--experimental-bench"},
    {"--bench-warmup", TAKES_WITH, "--experimental-bench"},
    {"--conditions", TAKES_ANY, ""},
    {"--cpu-prof-dir", TAKES_WITH, "--cpu-prof"},
    {"--cpu-prof-interval", TAKES_WITH, "--cpu-prof"},
    {"--cpu-prof-name", TAKES_WITH, "--cpu-prof"},
    {"--debug-port", TAKES_PORT, ""},
    {"--diagnostic-dir", TAKES_ANY, ""},
    {"--disable-proto", TAKES_CHOICE, "delete|throw"},
    {"--disable-warning", TAKES_ANY, ""},
    {"--disallow-code-generation-from-strings", TAKES_NONE, ""},
    {"--dns-result-order", TAKES_CHOICE, "verbatim|ipv4first|ipv6first"},
    {"--enable-etw-stack-walking", TAKES_NONE, ""},
    {"--experimental-default-type", TAKES_CHOICE, "module|commonjs"},
    {"--experimental-loader", TAKES_ANY, ""},
    {"--experimental-package-map", TAKES_ANY, ""},
    {"--experimental-policy", TAKES_ANY, ""},
    {"--expose-gc", TAKES_NONE, ""},
    {"--heap-prof-dir", TAKES_WITH, "--heap-prof"},
    {"--heap-prof-interval", TAKES_WITH, "--heap-prof"},
    {"--heap-prof-name", TAKES_WITH, "--heap-prof"},
    {"--heapsnapshot-near-heap-limit", TAKES_COUNT, ""},
    {"--heapsnapshot-signal", TAKES_ANY, ""},
    {"--huge-max-old-generation-size", TAKES_NONE, ""},
    {"--icu-data-dir", TAKES_ANY, ""},
    {"--import", TAKES_ANY, ""},
    {"--input-type", TAKES_CHOICE, ""}, // it refuses a program that is a file
    {"--inspect-port", TAKES_PORT, ""},
    {"--inspect-publish-uid", TAKES_CHOICE, "stderr|http|stderr,http|http,stderr"},
    {"--interpreted-frames-native-stack", TAKES_NONE, ""},
    {"--jitless", TAKES_NONE, ""},
    {"--loader", TAKES_ANY, ""},
    {"--localstorage-file", TAKES_ANY, ""},
    {"--max-heap-size", TAKES_SIZE, ""},
    {"--max-http-header-size", TAKES_ANY, ""},
    {"--max-old-space-size", TAKES_SIZE, ""},
    {"--max-old-space-size-percentage", TAKES_PERCENT, ""},
    {"--max-semi-space-size", TAKES_SIZE, ""},
    {"--network-family-autoselection-attempt-timeout", TAKES_ANY, ""},
    {"--openssl-config", TAKES_ANY, ""},
    {"--perf-basic-prof", TAKES_NONE, ""},
    {"--perf-basic-prof-only-functions", TAKES_NONE, ""},
    {"--perf-prof", TAKES_NONE, ""},
    {"--perf-prof-unwinding-info", TAKES_NONE, ""},
    {"--policy-integrity", TAKES_ANY, ""},
    {"--redirect-warnings", TAKES_ANY, ""},
    {"--report-dir", TAKES_ANY, ""},
    {"--report-directory", TAKES_ANY, ""},
    {"--report-filename", TAKES_ANY, ""},
    {"--report-signal", TAKES_ANY, ""},
    {"--require", TAKES_ANY, ""},
    {"--secure-heap", TAKES_COUNT, ""},
    {"--secure-heap-min", TAKES_ANY, ""},
    {"--snapshot-blob", TAKES_ANY, ""},
    {"--stack-trace-limit", TAKES_INT, ""},
    {"--test-coverage-branches", TAKES_ANY, ""},
    {"--test-coverage-exclude", TAKES_ANY, ""},
    {"--test-coverage-functions", TAKES_ANY, ""},
    {"--test-coverage-include", TAKES_ANY, ""},
    {"--test-coverage-lines", TAKES_ANY, ""},
    {"--test-global-setup", TAKES_ANY, ""},
    {"--test-isolation", TAKES_ANY, ""},
    {"--test-name-pattern", TAKES_ANY, ""},
    {"--test-random-seed", TAKES_ANY, ""},
    {"--test-reporter", TAKES_ANY, ""},
    {"--test-reporter-destination", TAKES_ANY, ""},
    {"--test-rerun-failures", TAKES_ANY, ""},
    {"--test-shard", TAKES_ANY, ""},
    {"--test-skip-pattern", TAKES_ANY, ""},
    {"--title", TAKES_ANY, ""},
    {"--tls-cipher-list", TAKES_ANY, ""},
    {"--tls-keylog", TAKES_ANY, ""},
    {"--trace-event-categories", TAKES_ANY, ""},
    {"--trace-event-file-pattern", TAKES_ANY, ""},
    {"--trace-require-module", TAKES_CHOICE, "all|no-node-modules"},
    {"--unhandled-rejections", TAKES_CHOICE, "strict|warn|none|throw|warn-with-error-code"},
    {"--use-largepages", TAKES_CHOICE, "off|on|silent"},
    {"--v8-pool-size", TAKES_ANY, ""},
    {"--vfs-mount", TAKES_WITH, "--experimental-vfs"},
    {"--watch-kill-signal", TAKES_ANY, ""},
    {"--watch-path", TAKES_ANY, ""},
};
// clang-format on

static const struct value_row *row_of(struct str name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq(name, str_of(rows[i].name)))
            return &rows[i];
    return NULL;
}

static bool needs_value(const struct value_row *row)
{
    return row->how < TAKES_SIZE;
}

bool node_value_wanted(struct str name)
{
    const struct value_row *row = row_of(name);
    return row && needs_value(row);
}

static bool is_one_of(struct str words, struct str value)
{
    struct str word;
    while (str_present(words) && str_cut(&words, '|', &word))
        if (str_eq(word, value))
            return true;
    return false;
}

static struct str without_sign(struct str s)
{
    s = str_trim_left_set(s, " ");
    return s.n && (s.p[0] == '-' || s.p[0] == '+') ? str_from(s, 1) : s;
}

static bool is_whole(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_digit(s.p[i]))
            return false;
    return true;
}

// 0 to 100 as the digits in front of a dot say it.
static bool is_percent(struct str s)
{
    struct str front = str_slice(s, 0, str_chr(s, '.'));
    unsigned n = 0;
    if (!front.n || front.n > 3 || !is_whole(front))
        return false;
    for (size_t i = 0; i < front.n; i++)
        n = n * 10 + (unsigned)(front.p[i] - '0');
    return n <= 100 && (n > 0 || front.n < s.n);
}

// The digits at the front count; a word that has none is a host.
static bool is_port(struct str s)
{
    size_t colon = str_rchr(s, ':');
    struct str digits = colon == STR_NOWHERE ? s : str_from(s, colon + 1);
    unsigned n = 0;
    for (size_t i = 0; i < digits.n && byte_is_digit(digits.p[i]); i++)
        n = n > 99999 ? n : n * 10 + (unsigned)(digits.p[i] - '0');
    return n == 0 || (n >= 1024 && n <= 65535);
}

static bool any_option(const struct world *w, struct str names)
{
    struct str name;
    char z[48];
    while (str_present(names) && str_cut(&names, '|', &name)) {
        snprintf(z, sizeof z, "%.*s", STR_ARG(name));
        if (node_option(w, z))
            return true;
    }
    return false;
}

static bool is_fine(const struct value_row *row, const struct world *w, struct str value)
{
    switch (row->how) {
    case TAKES_CHOICE: return is_one_of(str_of(row->words), value);
    case TAKES_WITH: return any_option(w, str_of(row->words));
    case TAKES_PORT: return is_port(value);
    case TAKES_PERCENT: return is_percent(value);
    case TAKES_COUNT: return value.p[0] != '-';
    case TAKES_SIZE: return str_present(value) && is_whole(without_sign(value));
    case TAKES_INT: return value.n && is_whole(without_sign(value));
    case TAKES_NONE: return !str_present(value);
    case TAKES_ANY: break;
    }
    return true;
}

// Node 18 looks at the order later, or never, and leaves the limit to V8.
static bool old_takes(struct str name, struct str value)
{
    return str_present(value) && (value.n ? str_eq(name, STR("--dns-result-order"))
                                          : str_eq(name, STR("--stack-trace-limit")));
}

struct str node_value_fault(const struct world *w, struct version node, struct str name,
                            struct str value, struct arena *a)
{
    const struct value_row *row = row_of(name);
    if (!row || (node.major < 20 && old_takes(name, value)))
        return STR_NONE;
    if (needs_value(row) && !value.n)
        return str_fmt(a, "node: %.*s%s requires an argument", STR_ARG(name),
                       str_present(value) ? "=" : "");
    if (is_fine(row, w, value))
        return STR_NONE;
    if (row->how == TAKES_WITH)
        return str_fmt(a, "node: %.*s must be used with %.*s", STR_ARG(name),
                       STR_ARG(str_slice(str_of(row->words), 0, str_chr(str_of(row->words), '|'))));
    if (row->how >= TAKES_SIZE)
        return str_fmt(a, "node: illegal value for flag %.*s%s%.*s", STR_ARG(name),
                       str_present(value) ? "=" : "", STR_ARG(value));
    return str_fmt(a, "node: invalid value for %.*s: %.*s", STR_ARG(name), STR_ARG(value));
}
