// SPDX-License-Identifier: MIT
#include "parse/staged_section.h"

#include "parse/staged_call.h"
#include "parse/staged_command.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { SECTION_SPAN = 4096, AROUND = 16384 };
enum { LEVELS_MAX = 32 }; // brackets within brackets

// Words that say nothing about whose key it is. What else a name has is somebody's: "weather".
// clang-format off
static const char general[][16] = { // no pointers: they would be relocated at each start
    "access", "account", "add", "additional", "agent", "api", "app", "application", "apps",
    "arg", "args", "argument", "arguments", "array", "async", "attr", "attrs", "auth",
    "authentication", "authorization", "axios", "azure", "backend", "base", "basic", "bean",
    "bearer", "body", "bot", "build", "builder", "c", "cell", "cells", "cfg", "chat", "class",
    "cli", "click", "client", "clients", "cmd", "collection", "com", "command", "common",
    "compatible", "completion", "completions", "component", "conf", "config", "configs",
    "configuration", "configure", "configured", "const", "container", "containers", "context",
    "core", "create", "credential", "credentials", "curl", "custom", "data", "def", "default",
    "defaults", "dev", "development", "dict", "document", "dotenv", "else", "embedding",
    "embeddings", "engine", "entry", "env", "environment", "environments", "expo", "export",
    "extension", "extensions", "extra", "factory", "fetch", "field", "fields", "final", "flag",
    "flags", "fn", "for", "from", "func", "function", "g", "get", "global", "hash", "header",
    "headers", "host", "http", "http1", "https", "i", "id", "if", "import", "in", "info", "init",
    "instance", "integrated", "integration", "interface", "it", "item", "items", "job", "jobs",
    "json", "k", "key", "keys", "kind", "kwargs", "label", "language", "layer", "let", "linux",
    "list", "local", "main", "make", "manager", "metadata", "model", "models", "module", "my",
    "name", "named", "new", "next", "node", "note", "notebook", "nuxt", "o", "oauth", "obj",
    "object", "of", "ok", "option", "options", "opts", "osx", "p", "package", "param",
    "parameters", "params", "parser", "patch", "path", "payload", "plain", "plugin", "plugins",
    "post", "primary", "private", "prod", "production", "profile", "profiles", "program",
    "project", "prop", "properties", "property", "props", "provider", "providers", "public",
    "put", "query", "react", "remote", "req", "request", "requests", "resource", "resources",
    "response", "return", "root", "run", "s", "sample", "schema", "script", "secret", "secrets",
    "section", "self", "send", "server", "service", "services", "session", "set", "setting",
    "settings", "setup", "shared", "site", "source", "spec", "spring", "staging", "static",
    "step", "steps", "store", "str", "string", "struct", "sub", "task", "tasks", "temp",
    "template", "terminal", "test", "tests", "text", "the", "this", "tmp", "token", "tokens",
    "type", "typed", "uri", "url", "use", "user", "users", "util", "utils", "v", "val", "value",
    "values", "var", "variable", "variables", "variant", "vars", "vite", "vscode", "web",
    "windows", "with", "wrapper", "x", "your",
};
// And these say that it is a model's: the walk outwards ends there.
static const char models[][16] = {
    "ai", "aichat", "aider", "anthropic", "chatgpt", "gpt", "langchain", "litellm", "llm", "llms",
    "openai", "openrouter", "sgpt",
};
// What uses a model is called so, unless another word says whose it is: a payment gateway.
static const char users[][16] = {
    "agents", "assistant", "chatbot", "classifier", "completer", "copilot", "embedder", "extractor",
    "gateway", "generator", "inference", "prompt", "prompts", "rag", "reviewer", "rewriter",
    "summarizer", "summary", "translator", "tutor", "writer",
};
// Commands that run another one, or hand it on.
static const char runners[][16] = {
    "bash", "bun", "bunx", "cargo", "cmd", "deno", "docker", "entrypoint", "exec", "export", "go",
    "helm", "http", "java", "kubectl", "make", "node", "npm", "npx", "php", "pip", "pipx", "pnpm",
    "poetry", "python", "ruby", "run", "sh", "sudo", "terraform", "time", "tsx", "uv", "uvx", "wget",
    "xh", "yarn", "zsh",
};
// clang-format on

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_name_byte(char c)
{
    return byte_is_alnum(c) || c == '_';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool staged_is_brand(struct str text, struct str brand)
{
    size_t i = 0;
    for (size_t n = 0; n < brand.n; i++) {
        if (i == text.n)
            return false;
        if (byte_lower(text.p[i]) == brand.p[n])
            n++;
        else if (n == 0 || !one_of(text.p[i], "_-"))
            return false;
    }
    return true;
}

static bool names_brand(struct str s, struct str brand)
{
    for (size_t i = 0; i < s.n; i++)
        if (staged_is_brand(str_from(s, i), brand))
            return true;
    return false;
}

// The next word of "spring.ai.openai", "WEATHER_API_KEY", "ChatOpenAI", "sendGridKey".
static bool take_word(struct str *s, struct str *word)
{
    while (s->n && !byte_is_alpha(s->p[0]))
        *s = str_from(*s, 1);
    size_t n = s->n ? 1 : 0;
    while (n < s->n && byte_is_alpha(s->p[n])) {
        bool up = is_capital(s->p[n]), was_up = is_capital(s->p[n - 1]);
        bool next_low = n + 1 < s->n && byte_is_alpha(s->p[n + 1]) && !is_capital(s->p[n + 1]);
        if (up && (!was_up || next_low))
            break;
        n++;
    }
    *word = str_slice(*s, 0, n);
    *s = str_from(*s, n);
    return n > 0;
}

static bool in_table(struct str word, const char (*table)[16], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_icase(word, str_of(table[i])))
            return true;
    return false;
}

struct str staged_key_name(struct str text, struct str brand)
{
    static const char words[][16] = {"api",    "apikey", "access",     "auth",    "key",
                                     "secret", "token",  "credential", "password"};
    size_t n = 0, letters = 0;
    while (n < text.n && letters < brand.n) // as staged_is_brand
        letters += text.p[n++] != '_' && text.p[n - 1] != '-';
    size_t end = n, count = 0;
    while (end < text.n && (is_name_byte(text.p[end]) || one_of(text.p[end], "-.")))
        end++;
    struct str rest = str_slice(text, n, end), word;
    for (size_t i = n; i < end; i++)
        if (byte_is_digit(text.p[i]))
            return STR_NONE; // one of several
    while (take_word(&rest, &word)) {
        count++;
        if (!in_table(word, words, COUNT(words)))
            return STR_NONE;
    }
    return count ? str_slice(text, 0, end) : STR_NONE;
}

enum said { SAYS_NOTHING, SAYS_MODEL, SAYS_OTHER };

// NEXO for NexoRouter.
static bool is_short_brand(struct str word, struct str brand)
{
    return word.n >= 4 && word.n <= brand.n && str_eq_icase(word, str_slice(brand, 0, word.n));
}

static enum said what_says(struct str name, struct str brand)
{
    enum said said = SAYS_NOTHING;
    struct str word;
    // "Open" and "AI" are one word in two.
    if (str_find_icase(name, STR("openai")) != STR_NOWHERE)
        return SAYS_MODEL;
    while (take_word(&name, &word)) {
        if (in_table(word, models, COUNT(models)) || is_short_brand(word, brand))
            return SAYS_MODEL;
        if (in_table(word, users, COUNT(users)))
            said = said == SAYS_OTHER ? said : SAYS_MODEL;
        else if (word.n > 1 && !in_table(word, general, COUNT(general)))
            said = SAYS_OTHER;
    }
    return said;
}

// What stands in front of an opening bracket: `"NexoRouter": {`, `nexorouter = dict(`.
static struct str name_of_bracket(struct str before)
{
    static const char *const makers[] = {"dict", "new", "Map", "Object", "array", "hash"};
    struct str s = str_trim_right_set(before, " \t\r\n:=>\"'`([{");
    for (size_t i = 0; i < COUNT(makers); i++)
        if (str_ends(s, str_of(makers[i])))
            s = str_trim_right_set(str_slice(s, 0, s.n - strlen(makers[i])), " \t\r\n:=>\"'`(");
    size_t from = s.n;
    while (from > 0 && (is_name_byte(s.p[from - 1]) || one_of(s.p[from - 1], ".-")))
        from--;
    return str_from(s, from);
}

// `) {`, `=> {`: the body of a function or of a branch names nothing.
static bool is_block(struct str before, char c)
{
    before = str_trim_right_set(before, " \t\r\n");
    return c == '{' && (str_ends(before, STR(")")) || str_ends(before, STR("=>")));
}

struct walk {
    enum staged_section found;
    bool decided; // by a name that is somebody's, or a model's
    struct str brand;
};

static void step_out(struct walk *w, struct str name, enum staged_section other)
{
    if (w->decided)
        return;
    enum said said = what_says(name, w->brand);
    w->found = said == SAYS_OTHER ? other : SECTION_GENERAL;
    w->decided = said != SAYS_NOTHING;
}

// From the inside out: cuts `text` before the last bracket that is open at its end and hands that
// one over. False: there is none.
static bool outer_bracket(struct str *text, char *bracket)
{
    size_t closed = 0;
    for (size_t i = text->n; i > 0; i--) {
        char c = text->p[i - 1]; // compared one by one: every key looks back over 2 KiB or more
        if (c == ')' || c == ']' || c == '}') {
            closed++;
        } else if ((c == '(' || c == '[' || c == '{') && closed-- == 0) {
            *bracket = c;
            *text = str_slice(*text, 0, i - 1);
            return true;
        }
    }
    return false;
}

static struct str around(struct str text, size_t at)
{
    return str_slice(text, at > AROUND ? at - AROUND : 0, at + AROUND);
}

// A class or a function of this very text, which hands on what it is given: nobody's yet.
static bool is_defined(struct str whole, struct str name)
{
    static const char *const words[] = {"class ", "def ", "function ", "func ", "fn ", "struct "};
    size_t from = name.n;
    while (from > 0 && is_name_byte(name.p[from - 1]))
        from--;
    name = str_from(name, from);
    for (size_t i = 0; name.n && i < COUNT(words); i++) {
        struct str rest = whole, word = str_of(words[i]);
        for (size_t at; (at = str_find(rest, word)) != STR_NOWHERE;) {
            rest = str_from(rest, at + word.n);
            if (str_starts(rest, name) && (rest.n == name.n || !is_name_byte(rest.p[name.n])))
                return true;
        }
    }
    return false;
}

static enum staged_section in_brackets(struct str whole, struct str text, struct str brand)
{
    struct walk w = {SECTION_NONE, false, brand};
    char c;
    for (size_t level = 0; level < LEVELS_MAX && outer_bracket(&text, &c); level++) {
        if (is_block(text, c))
            continue;
        struct str name = name_of_bracket(text);
        if (names_brand(name, brand))
            return SECTION_OURS;
        if (w.decided || what_says(name, brand) != SAYS_OTHER || !is_defined(whole, name))
            step_out(&w, name, c == '(' ? SECTION_CALL : SECTION_OTHER);
        if (c == '(' && name.n)
            break;
    }
    return w.found;
}

static size_t indent_of(struct str line)
{
    return line.n - str_trim_left_set(line, " \t-").n;
}

// `<bean id="mail" ...>`: "mail"; without one, the element's own.
static struct str name_of_tag(struct str line)
{
    static const char *const attributes[] = {" id=\"", " name=\"", " key=\""};
    for (size_t i = 0; i < COUNT(attributes); i++) {
        size_t at = str_find(line, str_of(attributes[i]));
        if (at == STR_NOWHERE)
            continue;
        line = str_from(line, at + strlen(attributes[i]));
        return str_slice(line, 0, str_chr(line, '"'));
    }
    return str_slice(line, 0, str_chr(line, ' '));
}

// The name of a line that begins a section: `[table]`, `<element ...>`, `class Name`, in configuration
// `name:`.
static struct str name_of_line(struct str line, bool keyed)
{
    if (line.p[0] == '[' && line.p[line.n - 1] == ']')
        return line;
    if (line.p[0] == '<')
        return name_of_tag(line);
    if (str_starts(line, STR("class ")))
        return str_from(line, 6);
    line = str_trim_left_set(line, "- \"'");
    return keyed && str_ends(line, STR(":")) ? line : STR("");
}

// The lines above that are less indented, up to the head of a table.
static enum staged_section in_lines(struct str text, struct str brand, bool keyed)
{
    struct walk w = {SECTION_NONE, false, brand};
    size_t start = str_rchr(text, '\n');
    struct str own = start == STR_NOWHERE ? text : str_from(text, start + 1);
    size_t indent = indent_of(own);
    if (str_starts(own, STR("config :")) && own.n > 8 && own.p[8] != '=') // Elixir's
        return names_brand(own, brand)               ? SECTION_OURS
               : what_says(own, brand) == SAYS_MODEL ? SECTION_GENERAL
                                                     : SECTION_OTHER;
    while (start != STR_NOWHERE) {
        text = str_slice(text, 0, start);
        start = str_rchr(text, '\n');
        struct str line = start == STR_NOWHERE ? text : str_from(text, start + 1);
        struct str words = str_trim(line);
        size_t here = indent_of(line);
        if (words.n == 0 || staged_is_comment(line))
            continue;
        bool table = words.p[0] == '[' && words.p[words.n - 1] == ']';
        if (!table && here >= indent)
            continue;
        if (names_brand(words, brand))
            return SECTION_OURS;
        struct str name = name_of_line(words, keyed);
        if (name.n)
            step_out(&w, name, SECTION_OTHER);
        if (table)
            break;
        indent = here;
    }
    return w.found;
}

// The tags of the same line, from the inside out: `<nexorouter apiKey="`, `<stripe><apiKey>`.
static enum staged_section in_tags(struct str text, struct str brand)
{
    struct walk w = {SECTION_NONE, false, brand};
    size_t start = str_rchr(text, '\n'), at;
    struct str line = start == STR_NOWHERE ? text : str_from(text, start + 1);
    line = str_ends(line, STR("<")) ? str_slice(line, 0, line.n - 1) : line;
    while (!w.decided && (at = str_rchr(line, '<')) != STR_NOWHERE) {
        struct str name = str_from(line, at + 1);
        line = str_slice(line, 0, at);
        if (name.n == 0 || !byte_is_alpha(name.p[0]))
            break; // an element that is over
        size_t n = 0;
        while (n < name.n && (is_name_byte(name.p[n]) || one_of(name.p[n], ".-:")))
            n++;
        if (names_brand(str_slice(name, 0, n), brand))
            return SECTION_OURS;
        step_out(&w, str_slice(name, 0, n), SECTION_OTHER);
    }
    return w.decided ? w.found : SECTION_NONE;
}

// The name that ends at the end of the text, with what it is qualified by.
static struct str own_name(struct str before)
{
    size_t from = before.n;
    while (from > 0 && (is_name_byte(before.p[from - 1]) || one_of(before.p[from - 1], ".-:")))
        from--;
    bool escaped = from > 0 && before.p[from - 1] == '%'; // "%3Fapi_key"
    return str_from(before, escaped ? from + 2 : from);
}

// `nexorouter: apiKey:`, `nexorouter api_key=`: the only word in front, as in CUE and KDL.
static struct str head_of_line(struct str before)
{
    size_t start = str_rchr(before, '\n');
    struct str line = str_trim(start == STR_NOWHERE ? before : str_from(before, start + 1));
    line = str_trim_right_set(line, ": {\t");
    for (size_t i = 0; i < line.n; i++)
        if (!is_name_byte(line.p[i]) && line.p[i] != '-')
            return STR("");
    return line;
}

// `aws apigateway get-api-key --api-key ...`: whose command it is, its first word says.
static bool is_others_command(struct str before, struct str brand)
{
    struct str line = staged_command_at(before, before.n, SECTION_SPAN), word;
    line = str_trim_left_set(line, " \t$>|&;\"'([{<-");
    take_word(&line, &word);
    return what_says(word, brand) == SAYS_OTHER && !in_table(word, runners, COUNT(runners));
}

// The name of the manifest that the text ends in: `metadata:`, `  name: nexorouter`.
static struct str name_of_document(struct str text)
{
    struct str rest = text, line, name = STR_NONE;
    while (str_line(&rest, &line)) {
        if (str_starts(line, STR("---")))
            name = STR_NONE;
        else if (str_starts(line, STR("metadata:")))
            name = STR("");
        else if (str_present(name) && name.n == 0 && str_starts(line, STR("  name:")))
            name = str_from(line, 7);
    }
    return name;
}

enum staged_section staged_section_of(struct str text, size_t at, struct str brand, bool keyed)
{
    struct str before = str_slice(text, at > SECTION_SPAN ? at - SECTION_SPAN : 0, at);
    struct str name = own_name(before);
    struct str head = str_slice(before, 0, before.n - name.n);
    if (names_brand(name, brand) || names_brand(head_of_line(head), brand))
        return SECTION_OURS;
    if (str_starts(name, STR("--")) && is_others_command(head, brand))
        return SECTION_OTHER;
    enum staged_section found = in_tags(before, brand);
    if (found == SECTION_NONE)
        found = in_brackets(around(text, at), before, brand);
    if (found == SECTION_NONE || (found == SECTION_GENERAL && keyed)) {
        enum staged_section outer = in_lines(before, brand, keyed);
        found = outer == SECTION_NONE ? found : outer;
        struct str document = keyed ? name_of_document(before) : STR("");
        if (found == SECTION_GENERAL && names_brand(document, brand))
            found = SECTION_OURS;
        else if (found == SECTION_GENERAL && what_says(document, brand) == SAYS_OTHER)
            found = SECTION_OTHER;
    }
    return found != SECTION_OURS && what_says(name, brand) == SAYS_OTHER ? SECTION_NAMED : found;
}

bool staged_says_model(struct str text, size_t at, struct str brand)
{
    struct str name = own_name(str_slice(text, at > 200 ? at - 200 : 0, at));
    return names_brand(name, brand) || what_says(name, brand) == SAYS_MODEL;
}

// The URLs of a stretch; who is named as the caller's own site does not count.
static enum staged_near urls_of(struct str s, struct str host)
{
    if (str_find_icase(s, host) != STR_NOWHERE)
        return NEAR_OURS;
    for (size_t at; (at = str_find(s, STR("://"))) != STR_NOWHERE; s = str_from(s, at + 3)) {
        struct str before = str_slice(s, at > 48 ? at - 48 : 0, at);
        if (str_find_icase(before, STR("referer")) == STR_NOWHERE &&
            str_find_icase(before, STR("origin")) == STR_NOWHERE)
            return NEAR_OTHER;
    }
    return NEAR_NONE;
}

// Where the bracket that is open at `at` closes.
static size_t closes(struct str text, size_t at)
{
    size_t open = 0, end = at + SECTION_SPAN < text.n ? at + SECTION_SPAN : text.n;
    for (size_t i = at; i < end; i++) {
        if (one_of(text.p[i], "([{"))
            open++;
        else if (one_of(text.p[i], ")]}") && open-- == 0)
            return i;
    }
    return end;
}

static bool is_head(struct str line, size_t indent)
{
    struct str words = str_trim(line);
    return words.n && (words.p[0] == '[' || indent_of(line) < indent);
}

// "- name: ..." as far in as the place itself: the item begins here.
static bool is_item(struct str line, size_t indent)
{
    return indent_of(line) == indent && str_starts(str_trim_left_set(line, " \t"), STR("- "));
}

// The lines of the same mapping or table, with `items` of the same item of a list; absent where
// there is none.
static struct str siblings_at(struct str text, size_t at, bool items)
{
    size_t floor = at > SECTION_SPAN ? at - SECTION_SPAN : 0;
    struct str above = str_slice(text, floor, at), line = STR_NONE;
    size_t start = str_rchr(above, '\n');
    if (start == STR_NOWHERE)
        return STR_NONE;
    struct str own = str_slice(text, floor + start + 1, at);
    size_t indent = indent_of(own), from = start + 1;
    bool headed = false, item = items && is_item(own, indent);
    while (start != STR_NOWHERE && !headed && !item) {
        from = start + 1;
        above = str_slice(above, 0, start);
        start = str_rchr(above, '\n');
        line = start == STR_NOWHERE ? above : str_from(above, start + 1);
        headed = is_head(line, indent);
        item = items && is_item(line, indent);
        from = item ? (size_t)(line.p - text.p) - floor : from;
    }
    if (!headed && !item)
        return STR_NONE;
    struct str rest = str_slice(text, at, at + SECTION_SPAN);
    size_t end = at + str_until(rest, "\n");
    str_line(&rest, &line);
    while (str_line(&rest, &line) && !is_head(line, indent) && !(items && is_item(line, indent)))
        end = (size_t)(line.p - text.p) + line.n;
    return items && !item ? STR_NONE : str_slice(text, floor + from, end);
}

// An item of a list that is a mapping of its own, and no pair of a name and its value: it says
// whose it is by its URL, or by what it is called.
static bool near_item(struct str text, size_t at, struct str host, struct str brand,
                      enum staged_near *near)
{
    static const char *const names[] = {"name:", "provider:", "title:", "id:"};
    struct str item = siblings_at(text, at, true), line;
    if (!str_has(item, STR("\n")) || str_find_icase(item, STR("value:")) != STR_NOWHERE)
        return false;
    *near = urls_of(item, host);
    while (*near == NEAR_NONE && str_line(&item, &line)) {
        line = str_trim_left_set(line, " \t-\"");
        for (size_t i = 0; i < COUNT(names); i++)
            if (str_starts(line, str_of(names[i])) &&
                what_says(str_from(line, strlen(names[i])), brand) == SAYS_OTHER)
                *near = NEAR_OTHER;
    }
    return *near != NEAR_NONE;
}

// As far as the brackets have no name of their own.
static enum staged_near near_brackets(struct str text, size_t at, struct str host, struct str brand,
                                      bool *any)
{
    size_t floor = at > SECTION_SPAN ? at - SECTION_SPAN : 0, end = at;
    struct str before = str_slice(text, floor, at);
    enum staged_near near = NEAR_NONE;
    bool named = false;
    char c;
    for (size_t level = 0; level < LEVELS_MAX && near == NEAR_NONE && !named; level++) {
        if (!outer_bracket(&before, &c) || floor + before.n == 0 || is_block(before, c))
            break;
        *any = true;
        end = closes(text, end);
        near = urls_of(str_slice(text, floor + before.n + 1, end), host);
        end += end < text.n;
        // `new Client({`: the object is the call's.
        named = what_says(name_of_bracket(before), brand) != SAYS_NOTHING &&
                !(c == '{' && text.p[floor + before.n - 1] == '(');
    }
    return near;
}

enum staged_near staged_near(struct str text, size_t at, struct str host, struct str brand,
                             bool keyed)
{
    bool any = false;
    enum staged_near near = near_brackets(text, at, host, brand, &any);
    if (any)
        return near;
    near = urls_of(staged_command_at(text, at, SECTION_SPAN), host);
    if (near != NEAR_NONE || !keyed || near_item(text, at, host, brand, &near))
        return near;
    return urls_of(siblings_at(text, at, false), host);
}
