// SPDX-License-Identifier: MIT
#include "parse/placeholder.h"

#include "parse/names.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

// A text that these words alone make up, with any separators, is a placeholder; so "your-key-here",
// "REPLACE_ME" and "sk-test-key" are, and no text drawn at random can be.
// clang-format off
static const char vocabulary[][12] = { // no pointers: they would be relocated at each start
    "your", "my", "the", "this", "that", "an", "own", "real", "actual", "valid", "some", "any",
    "insert", "enter", "paste", "replace", "put", "add", "set", "change", "fill", "use", "get",
    "me", "it", "in", "here", "with", "from", "to", "be", "is", "goes", "not", "no", "of", "for",
    "key", "keys", "token", "secret", "password", "passwd", "pass", "credential", "credentials",
    "api", "apikey", "value", "string", "id", "env", "dashboard", "example", "sample", "dummy",
    "fake", "test", "testing", "demo", "placeholder", "default", "needed", "required", "provided",
    "todo", "fixme", "tbd", "none", "null", "nil", "undefined", "true", "false", "empty", "unset",
    "redacted", "removed", "hidden", "masked", "private", "local", "optional", "ignored", "foo",
    "bar", "baz", "openai", "open", "ai", "nexorouter", "nexo", "router", "llm", "gpt", "model",
    "gateway", "provider", "account", "user", "bearer", "abc", "abcd", "abcdef", "xyz", "xxx",
    "123", "1234", "12345", "123456", "111", "000", "sk", "changeme", "anything", "something",
    "ollama", "lm", "studio", "vllm", "and", "or", "then", "if", "please", "generate", "generated",
};

static const char *const special[] = {
    "user_provided", "sk-no-key-required", "EMPTY", "not-needed", "ollama", "lm-studio",
    "anything", "sk-1234",
};

static const char *const samples[] = {
    "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

// Beginnings that real keys have too: what follows is judged.
static const char prefixes[][24] = {
    "sk-ant-api03-", "sk-svcacct-", "sk-or-v1-", "sk-admin-", "sk-proj-", "sk-ant-", "sk-or-",
    "nexorouter-", "nexo-", "sk-", "sk_", "gsk_", "hf_", "key-", "key_", "AIza", "pplx-",
};

static const char references[][24] = { // prefixes, any case
    "op://", "vault:", "{cipher}", "ref+", "secretref:", "arn:aws:secretsmanager:", "arn:aws:ssm:",
    "@microsoft.keyvault(", "doppler://", "infisical://", "bws://", "keyring:", "os.environ/",
    "secret://", "awssm://", "gcpsm://",
};
static const char *const code[] = { // prefixes, any case
    "process.env.", "process.env[", "os.environ[", "os.environ.get(", "os.getenv(",
    "import.meta.env.", "deno.env.get(",
};
// clang-format on

static bool one_of(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_icase(s, str_of(list[i])))
            return true;
    return false;
}

static bool separator(char c)
{
    return !byte_is_alnum(c) && (unsigned char)c < 0x80;
}

// The dynamic programme marks every place that words and separators alone can reach.
static bool only_words(struct str s)
{
    enum { LONGEST = 96 };
    bool reached[LONGEST + 1] = {true};
    bool any = false;
    if (s.n == 0 || s.n > LONGEST)
        return false;
    for (size_t at = 0; at < s.n; at++) {
        if (!reached[at])
            continue;
        if (separator(s.p[at])) {
            reached[at + 1] = true;
            continue;
        }
        for (size_t w = 0; w < COUNT(vocabulary); w++) {
            struct str word = str_of(vocabulary[w]);
            if (word.n <= s.n - at && str_eq_icase(word, str_slice(s, at, at + word.n)))
                reached[at + word.n] = any = true;
        }
    }
    return any && reached[s.n];
}

static bool one_character(struct str s)
{
    for (size_t i = 1; i < s.n; i++)
        if (byte_lower(s.p[i]) != byte_lower(s.p[0]))
            return false;
    return s.n >= 3;
}

static size_t different(struct str s)
{
    bool seen[256] = {false};
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += !seen[(unsigned char)s.p[i]];
        seen[(unsigned char)s.p[i]] = true;
    }
    return n;
}

// Length of the run that counts up from here: "abcdef", "1234567890".
static size_t ascending(struct str s)
{
    size_t n = 1;
    while (n < s.n && (s.p[n] == s.p[n - 1] + 1 || (s.p[n - 1] == '9' && s.p[n] == '0')))
        n++;
    return n;
}

// The whole alphabet, or hardly anything but runs that count up ("sk-1234567890abcdef"). One such
// run among other letters proves nothing.
static bool has_sequence(struct str s)
{
    size_t left = 0;
    for (size_t at = 0, n; at < s.n; at += n) {
        n = ascending(str_from(s, at));
        if (n >= 26 && byte_is_alpha(s.p[at]))
            return true;
        if (n < 5)
            left += n;
    }
    return s.n >= 8 && left <= 3;
}

static bool between(struct str s, const char *open, const char *close)
{
    struct str a = str_of(open), b = str_of(close);
    return s.n > a.n + b.n && str_starts(s, a) && str_ends(s, b);
}

static bool in_brackets(struct str s)
{
    return between(s, "<", ">") || between(s, "[", "]") || between(s, "{", "}") ||
           between(s, "__", "__");
}

// "your-company-api-key", "insert_the_token": an opening word and a closing one, and hardly a digit
// between them. "your_" and "_here" need no other.
static bool phrase(struct str s)
{
    static const char *const openings[] = {"your",  "my",      "insert", "enter",
                                           "paste", "replace", "put",    "add"};
    static const char *const things[] = {"key", "token", "secret"};
    static const char *const tells[] = {"your_", "your-", "your ", "<your", "_your", "-your"};
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += byte_is_digit(s.p[i]);
    if (s.n > 96 || digits * 8 > s.n)
        return false;
    for (size_t i = 0; i < COUNT(tells); i++)
        if (str_find_icase(s, str_of(tells[i])) != STR_NOWHERE)
            return true;
    if (s.n > 5 && str_ends_icase(s, STR("here")) && separator(s.p[s.n - 5]))
        return true;
    for (size_t i = 0; i < COUNT(openings); i++)
        for (size_t k = 0; k < COUNT(things); k++)
            if (str_starts_icase(s, str_of(openings[i])) &&
                str_find_icase(s, str_of(things[k])) != STR_NOWHERE)
                return true;
    return false;
}

static struct str without_prefix(struct str s)
{
    for (size_t i = 0; i < COUNT(prefixes); i++)
        if (str_starts_icase(s, str_of(prefixes[i])))
            return str_from(s, str_of(prefixes[i]).n);
    return s;
}

const char *placeholder_kind(struct str core, struct str name)
{
    struct str rest = without_prefix(core);
    if (one_of(core, special, COUNT(special)))
        return "a tool's word for \"no key\"";
    if (one_of(core, samples, COUNT(samples)))
        return "a sample from documentation";
    if (core.n >= 3 && (str_eq_icase(core, name) || name_relevant(core)))
        return "the name of a variable";
    if (one_character(core) || (rest.n < core.n && one_character(rest)) ||
        (rest.n >= 20 && different(rest) <= 4))
        return "one character again and again";
    if (in_brackets(core) || in_brackets(rest))
        return "a placeholder in brackets";
    if (only_words(core) || phrase(core) || phrase(rest))
        return "placeholder words";
    if (has_sequence(rest))
        return "letters or digits in their order";
    return NULL;
}

static bool name_between(struct str s, char mark)
{
    if (s.n < 3 || s.p[0] != mark || s.p[s.n - 1] != mark)
        return false;
    for (size_t i = 1; i + 1 < s.n; i++)
        if (!byte_is_alpha(s.p[i]) && s.p[i] != '_')
            return false;
    return true;
}

static bool dollar_name(struct str s)
{
    if (s.n < 2 || s.p[0] != '$' || (!byte_is_alpha(s.p[1]) && s.p[1] != '_'))
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && s.p[i] != '_')
            return false;
    return true;
}

static bool braces_inside(struct str s)
{
    size_t at = str_find(s, STR("${"));
    return at != STR_NOWHERE && str_chr(str_from(s, at), '}') != STR_NOWHERE;
}

const char *reference_kind(struct str core)
{
    if (between(core, "${{", "}}") || between(core, "<%=", "%>") || between(core, "{{", "}}") ||
        between(core, "#{", "}") || between(core, "#{", "}#"))
        return "a template's expression that nothing filled in";
    if (dollar_name(core) || braces_inside(core) || name_between(core, '%') ||
        name_between(core, '@') || str_starts_icase(core, STR("$env:")))
        return "a variable that nothing expanded";
    if (between(core, "$(", ")") || between(core, "`", "`"))
        return "a command that nothing ran";
    for (size_t i = 0; i < COUNT(references); i++)
        if (str_starts_icase(core, str_of(references[i])))
            return "a secret manager's reference that nothing resolved";
    for (size_t i = 0; i < COUNT(code); i++)
        if (str_starts_icase(core, str_of(code[i])))
            return "a piece of code that nothing ran";
    if (str_starts(core, STR("projects/")) && str_has(core, STR("/secrets/")))
        return "a secret manager's reference that nothing resolved";
    if (str_starts_icase(core, STR("file://")) || str_starts(core, STR("/run/secrets/")))
        return "the place of a file that nothing read";
    if (str_starts_icase(core, STR("encrypted:")) || str_starts(core, STR("ENC[")) ||
        str_starts(core, STR("-----BEGIN")))
        return "an encrypted value that nothing decrypted";
    return NULL;
}

// A run of x inside a text short enough to be a masked copy, or a run that no generator makes.
static bool run_of_x(struct str s)
{
    size_t length = 0;
    for (size_t i = 0; i < s.n; i++) {
        length = (s.p[i] == 'x' || s.p[i] == 'X') && (length == 0 || s.p[i] == s.p[i - 1])
                     ? length + 1
                     : (s.p[i] == 'x' || s.p[i] == 'X');
        if (length >= 8 || (length >= 4 && s.n < 40))
            return true;
    }
    return false;
}

bool looks_masked(struct str core)
{
    return str_has(core, STR("...")) || str_has(core, STR("***")) ||
           str_has(core, STR("\xe2\x80\xa6")) || str_has(core, STR("\xe2\x80\xa2")) ||
           run_of_x(core);
}
