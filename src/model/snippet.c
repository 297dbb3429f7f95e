// SPDX-License-Identifier: MIT
#include "model/snippet.h"

const char *snippet_language_name(enum snippet_language l)
{
    static const char *const names[] = {
        [SNIPPET_CURL] = "curl", [SNIPPET_PYTHON] = "Python", [SNIPPET_JAVASCRIPT] = "JavaScript"};
    return names[l];
}

const char *auth_fault_text(enum auth_fault f)
{
    static const char *const texts[] = {
        [AUTH_FINE] = "is as documented",
        [AUTH_NO_HEADER] = "is missing",
        [AUTH_NO_BEARER] = "has no word Bearer in front of the key",
        [AUTH_NO_BLANK] = "has no blank between Bearer and the key",
        [AUTH_MANY_BLANKS] = "has more than one blank between Bearer and the key",
        [AUTH_OTHER_SCHEME] = "has another scheme than Bearer",
        [AUTH_NO_KEY] = "has nothing behind Bearer",
        [AUTH_QUOTED_KEY] = "sends the key in quotes",
        [AUTH_UNEXPANDED] = "sends the name of the variable, not its value",
        [AUTH_OTHER_HEADER] = "is missing: the key stands in another header",
    };
    return texts[f];
}

struct str request_base(struct str url)
{
    static const char *const ends[] = {"/chat/completions", "/completions", "/models",
                                       "/embeddings", "/responses"};
    struct str base = str_slice(url, 0, str_chr(url, '?'));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(base, str_of(ends[i])))
            return str_slice(base, 0, base.n - strlen(ends[i]));
    return base;
}

struct str snippet_base(const struct snippet *s)
{
    return s->base_url.n ? s->base_url : request_base(s->url);
}
