// SPDX-License-Identifier: MIT
#include "parse/snippet.h"

#include "base/number.h"
#include "parse/snippet_parts.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

// Words that only one of the two languages writes; the heavier side wins.
static const struct {
    char text[24];
    int python, javascript;
} marks[] = {
    {"from openai import", 9, 0},
    {"import openai\n", 5, 0},
    {"os.environ", 5, 0},
    {"os.getenv", 5, 0},
    {"requests.", 3, 0},
    {"httpx.", 3, 0},
    {"aiohttp", 3, 0},
    {"litellm", 5, 0},
    {"urllib.request", 3, 0},
    {"api_key=", 3, 0},
    {"base_url=", 3, 0},
    {"import os", 3, 0},
    {"print(", 2, 0},
    {"ChatOpenAI(", 1, 0},
    {"new OpenAI(", 0, 9},
    {"process.env", 0, 6},
    {"fetch(", 0, 5},
    {"await got", 0, 5},
    {"got.post(", 0, 5},
    {"ky.post(", 0, 5},
    {"openai.ChatCompletion", 5, 0},
    {"axios", 0, 5},
    {"const ", 0, 3},
    {"require(", 0, 4},
    {"baseURL", 0, 4},
    {"apiKey", 0, 4},
    {"console.log", 0, 3},
    {"import OpenAI from", 0, 9},
    {"=>", 0, 2},
    {"JSON.stringify", 0, 5},
    {"createOpenAI", 0, 5},
    {"OpenAI(", 1, 0},
    {"completions.create({", 0, 4},
    {"completions.create(\n", 3, 0},
};

static bool is_curl_word(struct str word)
{
    size_t slash = str_rchr(word, '/');
    struct str name = slash == STR_NOWHERE ? word : str_from(word, slash + 1);
    return str_eq(name, STR("curl")) || str_eq(name, STR("curl.exe"));
}

// curl stands behind a prompt, NAME=value, or sudo.
static bool line_is_curl(struct str line)
{
    struct str word;
    while (str_word(&line, " \t", &word)) {
        if (is_curl_word(word))
            return true;
        // Behind a pipe another command begins.
        size_t pipe = str_chr(word, '|');
        bool passes = str_eq(word, STR("$")) || str_eq(word, STR("%")) || str_eq(word, STR(">")) ||
                      str_eq(word, STR("sudo")) || str_eq(word, STR("env")) ||
                      str_eq(word, STR("time")) ||
                      (str_chr(word, '=') != STR_NOWHERE && str_chr(word, '(') == STR_NOWHERE);
        if (!passes && pipe == STR_NOWHERE && str_chr(line, '|') == STR_NOWHERE)
            return false;
    }
    return false;
}

size_t snippet_curl_line(struct str bytes)
{
    struct str rest = bytes, line;
    while (str_line(&rest, &line))
        if (line_is_curl(line))
            return (size_t)(line.p - bytes.p);
    return STR_NOWHERE;
}

static bool choose(struct str bytes, enum snippet_language *language)
{
    int python = 0, javascript = 0;
    if (snippet_curl_line(bytes) != STR_NOWHERE) {
        *language = SNIPPET_CURL;
        return true;
    }
    for (size_t i = 0; i < COUNT(marks); i++)
        if (str_has(bytes, str_of(marks[i].text))) {
            python += marks[i].python;
            javascript += marks[i].javascript;
        }
    *language = python >= javascript ? SNIPPET_PYTHON : SNIPPET_JAVASCRIPT;
    return python + javascript > 0;
}

static bool refuse(struct problem *problem, struct str path, uint32_t line, const char *text)
{
    *problem = (struct problem){{path, line, line ? 1 : 0}, str_of(text)};
    return false;
}

// Markdown's fences go, lines stay where they are.
static struct str without_fences(struct str bytes, struct arena *a)
{
    char *out = str_z(bytes, a);
    struct str rest = bytes, line;
    while (str_line(&rest, &line)) {
        struct str text = str_trim(line);
        if (str_starts(text, STR("```")) || str_starts(text, STR("~~~")))
            for (size_t i = 0; i < line.n; i++)
                out[(size_t)(line.p - bytes.p) + i] = ' ';
    }
    return (struct str){out, bytes.n};
}

// A session that was copied with its prompts: ">>> " and "... " of Python, "$ " and "> " of a shell.
// They go where the first one stands before the first text; everything else stays where it is.
static struct str without_prompts(struct str bytes, struct arena *a)
{
    static const struct {
        const char *first, *more;
    } rows[] = {{">>> ", "... "}, {"$ ", "> "}};
    struct str text = str_trim_left_set(bytes, " \t\r\n"), rest, line;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str first = str_of(rows[i].first), more = str_of(rows[i].more);
        if (!str_starts(text, first))
            continue;
        char *out = str_z(bytes, a);
        for (rest = bytes; str_line(&rest, &line);) {
            struct str bare = str_trim_left_set(line, " \t");
            if (str_starts(bare, first) || str_starts(bare, more))
                memset(out + (bare.p - bytes.p), ' ', str_starts(bare, first) ? first.n : more.n);
            else if (str_eq(str_trim(bare), str_trim(more)))
                memset(out + (bare.p - bytes.p), ' ', str_trim(more).n);
        }
        return (struct str){out, bytes.n};
    }
    return bytes;
}

bool snippet_read(struct str bytes, struct str path, struct snippet *out, struct arena *a,
                  struct problem *problem)
{
    struct snippet none = {.stream = -1,
                           .temperature = {.value = NUMBER_NONE},
                           .top_p = {.value = NUMBER_NONE},
                           .max_tokens = {.value = NUMBER_NONE},
                           .timeout_s = NUMBER_NONE,
                           .auth = AUTH_NO_HEADER};
    struct snippet found = none;
    struct snippet_reader reader = {.out = &found, .path = path, .arena = a};
    if (bytes.n > SNIPPET_BYTES_MAX)
        return refuse(problem, path, 0, "expected at most 64 KiB");
    if (str_chr(bytes, '\0') != STR_NOWHERE)
        return refuse(problem, path, 0, "expected text, found NUL bytes");
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);
    bytes = without_prompts(without_fences(bytes, a), a);
    if (!choose(bytes, &found.language))
        return refuse(problem, path, str_trim(bytes).n > 0,
                      "expected a call with curl, Python or JavaScript");
    bool fine = found.language == SNIPPET_CURL ? snippet_curl(bytes, &reader, problem)
                                               : snippet_code(bytes, &reader, problem);
    if (fine)
        *out = found;
    return fine;
}
