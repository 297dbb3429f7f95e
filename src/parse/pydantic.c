// SPDX-License-Identifier: MIT
#include "parse/pydantic.h"

#include "parse/codepath.h"

enum { FILES_MAX = 8 };

struct reader {
    struct path_reader path;
    struct pydantic_facts *out;
    struct arena *a;
    size_t brackets;        // open in the text
    uint32_t config_column; // of the last `class Config:`; 0: none
};

static void untold(struct reader *r, struct loc loc)
{
    if (!str_present(r->out->untold.file))
        r->out->untold = loc;
}

static void add(struct reader *r, struct code_path p, struct loc loc)
{
    loc.file = str_dup(r->path.file, r->a);
    if (p.told == PATH_SEARCHED) {
        r->out->searched = loc;
        return;
    }
    if (p.told != PATH_TOLD) {
        if (p.told == PATH_UNTOLD || p.told == PATH_UNSET)
            untold(r, loc);
        return;
    }
    for (size_t i = 0; i < r->out->files.n; i++)
        if (r->out->files.items[i].at_root == p.at_root &&
            str_eq(r->out->files.items[i].path, p.text))
            return;
    if (r->out->files.n < FILES_MAX)
        *arena_push(&r->out->files, r->a) =
            (struct pydantic_file){str_dup(p.text, r->a), p.at_root, loc};
}

// env_file = expression, or a list or tuple of them.
static void env_file(struct reader *r)
{
    struct reader before = *r;
    struct loc loc = {
        .file = r->path.file, .line = r->path.token.line, .column = r->path.token.column};
    struct code_path p = path_expression(&r->path);
    if (p.told != PATH_UNTOLD && path_ended(&r->path)) {
        add(r, p, loc);
        return;
    }
    if (!token_is(&before.path.token, "(") && !token_is(&before.path.token, "[")) {
        add(r, (struct code_path){0}, loc);
        return;
    }
    r->path.lexer = before.path.lexer; // once more, as a list
    r->path.token = before.path.token;
    path_step(&r->path);
    while (!path_closes(&r->path) && r->path.token.kind != TOKEN_END) {
        p = path_expression(&r->path);
        add(r, token_is(&r->path.token, ",") || path_closes(&r->path) ? p : (struct code_path){0},
            loc);
        if (!path_take(&r->path, ",") && !path_closes(&r->path)) {
            untold(r, loc);
            return;
        }
    }
    path_step(&r->path);
}

static bool is_env_file(struct str name)
{
    return str_eq(name, STR("env_file")) || str_eq(name, STR("_env_file"));
}

// class Settings(BaseSettings): / class Config:
static void class_line(struct reader *r, uint32_t column)
{
    struct loc loc = {.file = r->path.file, .line = r->path.token.line, .column = column};
    bool config = token_is(&r->path.token, "Config");
    path_step(&r->path);
    if (config)
        r->config_column = column;
    if (!path_take(&r->path, "("))
        return;
    for (; !token_is(&r->path.token, ")") && r->path.token.kind != TOKEN_END; path_step(&r->path))
        if (token_is(&r->path.token, "BaseSettings") && !r->out->settings) {
            loc.file = str_dup(r->path.file, r->a);
            r->out->settings = true;
            r->out->shown = loc;
        }
}

static void name_at(struct reader *r)
{
    struct token t = r->path.token;
    bool statement = t.first && r->brackets == 0;
    bool in_config = r->config_column && t.column > r->config_column;
    if (statement && !in_config && t.column <= r->config_column)
        r->config_column = 0;
    path_step(&r->path);
    if (statement && str_eq(t.text, STR("class"))) {
        class_line(r, t.column);
        return;
    }
    if (str_eq(t.text, STR("load_dotenv")) && token_is(&r->path.token, "("))
        r->out->loads_dotenv = true;
    if (statement && token_is(&r->path.token, ":")) { // NAME: Path = ...
        for (path_step(&r->path); !r->path.token.first && !token_is(&r->path.token, "=") &&
                                  r->path.token.kind != TOKEN_END;)
            path_step(&r->path);
    }
    if (!path_take(&r->path, "="))
        return;
    if (is_env_file(t.text) && (!statement || in_config)) {
        env_file(r);
    } else if (statement) { // looked at, and read again for what stands in it
        struct reader there = *r;
        struct code_path p = path_expression(&there.path);
        path_remember(&r->path, t.text, path_ended(&there.path) ? p : (struct code_path){0});
    }
}

void pydantic_read(struct str bytes, struct str path, path_env *env, void *ctx,
                   struct pydantic_facts *out, struct arena *a, struct arena scratch)
{
    if (!str_ends(path, STR(".py")) || str_chr(bytes, '\0') != STR_NOWHERE)
        return;
    if (!str_has(bytes, STR("BaseSettings")) && !str_has(bytes, STR("env_file")) &&
        !str_has(bytes, STR("load_dotenv")))
        return;
    // A file of another library's env_file (docker, paramiko) is none of ours.
    bool ours = str_has(bytes, STR("BaseSettings")) || str_has(bytes, STR("_env_file")) ||
                str_has(bytes, STR("SettingsConfigDict"));
    if (!ours) {
        out->loads_dotenv |= str_has(bytes, STR("load_dotenv("));
        return;
    }
    struct reader r = {.out = out, .a = a};
    r.path = path_reader_of(bytes, path, CODE_PYTHON, env, ctx, &scratch);
    while (r.path.token.kind != TOKEN_END) {
        struct str text = r.path.token.text;
        r.brackets += path_opens(&r.path);
        r.brackets -= path_closes(&r.path) && r.brackets;
        if (r.path.token.kind == TOKEN_NAME) {
            name_at(&r);
            continue;
        }
        bool key = r.path.token.kind == TOKEN_STRING && str_has(text, STR("env_file"));
        struct str plain = key ? token_literal(&r.path.token, &scratch) : STR_NONE;
        path_step(&r.path);
        if (str_present(plain) && is_env_file(plain) && path_take(&r.path, ":"))
            env_file(&r);
    }
}
