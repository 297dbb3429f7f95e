// SPDX-License-Identifier: MIT
// One row a loader: its dialect, its file list, who wins. Ids and merge rules are those of
// tests/vectors/dotenv/loaders.tsv, which holds each row to the recorded results.
#include "parse/dotenv_impl.h"

// --- which files (dotenv.md 5), strongest first; "*" is the mode ---

#define ROOT       ".env"
#define NEXT_LIKE  ".env.*.local .env.local .env.* .env"
#define MODE_FIRST ".env.*.local .env.* .env.local .env"
#define FLOW       ".env.*.local .env.* .env.local .env .env.defaults"
#define SYMFONY    ".env.*.local .env.* .env.local .env .env.dist"
#define FLASK      ".env .flaskenv"
#define FUNCTIONS  ".env.local .env.* .env"

// clang-format off
enum files {
    FILES_plain, FILES_plain_fails, FILES_must_dir, FILES_up, FILES_flask, FILES_up_fails,
    FILES_next, FILES_cra, FILES_vite, FILES_bun, FILES_bun_plain, FILES_rails, FILES_flow,
    FILES_x_nextjs, FILES_x_flow, FILES_cli_cascade, FILES_symfony_env, FILES_firebase,
};

static const struct file_rule file_rules[] = {
    [FILES_plain]       = {.names = ROOT},
    [FILES_plain_fails] = {.names = ROOT, .missing_fails = true, .directory_fails = true},
    [FILES_must_dir]    = {.names = ROOT, .directory_fails = true},
    [FILES_up]          = {.names = ROOT, .walks_up = true},
    [FILES_flask]       = {.names = FLASK, .walks_up = true, .each_walks = true},
    [FILES_up_fails]    = {.names = ROOT, .walks_up = true, .missing_fails = true, .directory_fails = true},
    [FILES_next]        = {.names = NEXT_LIKE, .no_local_in_test = true, .mode_unset = "development", .mode_other = "development"},
    [FILES_cra]         = {.names = NEXT_LIKE, .no_local_in_test = true, .mode_unset = "development"},
    [FILES_vite]        = {.names = MODE_FIRST, .weak_first = true, .together = true, .mode_unset = "development"},
    [FILES_bun]         = {.names = NEXT_LIKE, .no_local_in_test = true, .mode_unset = "development", .mode_other = "development"},
    [FILES_bun_plain]   = {.names = NEXT_LIKE, .mode_always = "development"},
    [FILES_rails]       = {.names = NEXT_LIKE, .no_local_in_test = true, .mode_unset = "development"},
    [FILES_flow]        = {.names = FLOW, .no_local_in_test = true, .directory_loses = true},
    [FILES_x_nextjs]    = {.names = NEXT_LIKE, .no_local_in_test = true, .known_modes_only = true, .mode_unset = "development"},
    [FILES_x_flow]      = {.names = FLOW, .mode_unset = "development"},
    [FILES_cli_cascade] = {.names = NEXT_LIKE, .together = true},
    [FILES_symfony_env] = {.names = SYMFONY, .weak_first = true, .no_local_in_test = true, .missing_fails = true,
                           .directory_fails = true, .short_modes = true, .mode_unset = "dev"},
    [FILES_firebase]    = {.names = FUNCTIONS},
};

struct loader_row { // no pointer: it would be relocated at each start
    struct loader shown; // first: a loader is its row
    struct dialect dialect;
    enum files files;
};

#define RULES(list, how, code, ...) {.parse = PARSE_##how, .decoding = DECODE_##code, __VA_ARGS__}, FILES_##list

static const struct loader_row rows[] = {
    {{"dotenv-17", "dotenv", "dotenv", MERGE_KEEP_ENV, false, true, "dotenv.config({ override: true })"},
     RULES(plain, dotenv, REPLACE, .flags = 0)},
    {{"dotenv-17-fast", "dotenv", "dotenv", MERGE_KEEP_ENV, false, false, "dotenv.config({ override: true })"},
     RULES(plain, dotenv, REPLACE, .flags = 0)},
    {{"dotenv-16", "dotenv", "dotenv", MERGE_KEEP_ENV, false, false, "dotenv.config({ override: true })"},
     RULES(plain, dotenv, REPLACE, .flags = 0)},
    {{"dotenv-expand-12", "dotenv with dotenv-expand", "dotenv-expand", MERGE_KEEP_ENV, false, true, "dotenv.config({ override: true })"},
     RULES(plain, dotenv, REPLACE, .expand = EXPAND_expand12, .settles = true)},
    {{"next-16", "Next.js", "next", MERGE_KEEP_ENV, false, true, ""},
     RULES(next, dotenv, REPLACE, .expand = EXPAND_next, .settles = true)},
    {{"cra-5", "Create React App", "cra", MERGE_KEEP_ENV, false, true, ""},
     RULES(cra, dotenv10, REPLACE, .expand = EXPAND_cra, .settles = true, .keeps_partial = true)},
    {{"vite-8", "Vite", "vite", MERGE_KEEP_ENV, false, true, ""},
     RULES(vite, node, REPLACE, .expand = EXPAND_vite, .flags = NODE_OLD | NODE_SORTS)},
    {{"nuxt-c12-3", "Nuxt", "nuxt", MERGE_KEEP_ENV, false, true, ""},
     RULES(plain, dotenv, REPLACE, .expand = EXPAND_c12)},
    {{"dotenvx-2", "dotenvx", "dotenvx", MERGE_KEEP_ENV, true, true, "dotenvx run --overload"},
     RULES(plain, dotenvx, REPLACE_UTF16, .flags = 0)},
    {{"env-cmd-11", "env-cmd", "env-cmd", MERGE_FILE_WINS, true, true, ""},
     RULES(plain_fails, env_cmd, REPLACE, .flags = 0)},
    {{"node-20.6", "Node 20.6", "node", MERGE_FILE_WINS, false, false, ""},
     RULES(plain_fails, node_206, REPLACE, .flags = 0)},
    {{"node-20.20", "Node 20", "node", MERGE_KEEP_ENV, false, false, ""},
     RULES(plain_fails, node, REPLACE, .flags = NODE_OLD)},
    {{"node-22.20", "Node 22", "node", MERGE_KEEP_ENV, false, false, ""},
     RULES(plain_fails, node, REPLACE, .flags = 0)},
    {{"node-24.21", "Node", "node", MERGE_KEEP_ENV, false, true, ""},
     RULES(plain_fails, node, REPLACE, .flags = 0)},
    {{"bun-1.4", "Bun", "bun", MERGE_KEEP_ENV, false, true, ""},
     RULES(bun, bun, REPLACE, .no_bom = true)},
    {{"deno-2.9", "Deno", "deno", MERGE_KEEP_ENV, false, true, ""},
     RULES(up, node, IGNORE_BAD, .flags = NODE_DENO, .aborts = true)},
    {{"python-dotenv-1.2", "python-dotenv", "python-dotenv", MERGE_KEEP_ENV, false, true, "load_dotenv(override=True)"},
     RULES(up, python_dotenv, PYTHON, .keeps_partial = true)},
    {{"python-dotenv-head", "python-dotenv (main branch)", "python-dotenv", MERGE_KEEP_ENV, false, false, "load_dotenv(override=True)"},
     RULES(up, python_dotenv, PYTHON, .keeps_partial = true, .no_bom = true)},
    {{"python-dotenv-0.21", "python-dotenv 0.21", "python-dotenv", MERGE_KEEP_ENV, false, false, "load_dotenv(override=True)"},
     RULES(up, python_dotenv, PYTHON, .keeps_partial = true)},
    {{"flask-3", "flask run", "flask", MERGE_KEEP_ENV, false, true, ""},
     RULES(flask, python_dotenv, PYTHON, .keeps_partial = true)},
    {{"python-decouple-3.6", "python-decouple", "decouple", MERGE_KEEP_ENV, false, true, ""},
     RULES(up, decouple, PYTHON, .flags = 0)},
    {{"honcho-2", "honcho", "honcho", MERGE_FILE_WINS, true, true, ""},
     RULES(plain, honcho, PYTHON, .aborts = true)},
    {{"compose-v1-envfile", "docker-compose 1 env_file", "compose-v1", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain, python_dotenv, PYTHON, .no_bom = true, .flags = PY_COMPOSE)},
    {{"vscode-python", "VS Code python.envFile", "vscode-python", MERGE_FILE_WINS, true, true, ""},
     RULES(plain, vscode, REPLACE, .flags = 0)},
    {{"ruby-dotenv-3.2", "dotenv for Ruby", "ruby-dotenv", MERGE_KEEP_ENV, false, true, "Dotenv.overwrite"},
     RULES(plain, ruby3, STRICT, .no_bom = true)},
    {{"ruby-dotenv-2.4", "dotenv 2.4 for Ruby", "ruby-dotenv", MERGE_KEEP_ENV, false, false, "Dotenv.overload"},
     RULES(must_dir, ruby2, STRICT, .no_bom = true)},
    {{"foreman-0.87", "foreman", "foreman", MERGE_FILE_WINS, true, true, ""},
     RULES(plain, foreman, STRICT, .aborts = true)},
    {{"heroku-local", "heroku local", "heroku", MERGE_FILE_WINS, true, true, ""},
     RULES(must_dir, heroku, REPLACE, .aborts = true)},
    {{"phpdotenv-5.6", "phpdotenv", "phpdotenv", MERGE_KEEP_ENV, false, true, "Dotenv::createMutable"},
     RULES(plain, phpdotenv, QUESTION, .no_bom = true, .flags = PHP_UNICODE_NAMES)},
    {{"phpdotenv-5.4", "phpdotenv 5.4", "phpdotenv", MERGE_KEEP_ENV, false, false, "Dotenv::createMutable"},
     RULES(plain, phpdotenv, QUESTION, .no_bom = true)},
    {{"symfony-7", "Symfony", "symfony", MERGE_KEEP_ENV, false, true, "(new Dotenv())->overload()"},
     RULES(plain_fails, symfony, BYTES, .flags = 0)},
    {{"symfony-5.4", "Symfony 5.4", "symfony", MERGE_KEEP_ENV, false, false, "(new Dotenv())->overload()"},
     RULES(plain_fails, symfony, BYTES, .flags = 0)},
    {{"dotenvy-0.15", "dotenvy (uv run --env-file)", "dotenvy", MERGE_KEEP_ENV, true, true, ""},
     RULES(up_fails, dotenvy, BYTES, .no_bom = true, .keeps_partial = true)},
    {{"godotenv-1.5", "godotenv", "godotenv", MERGE_KEEP_ENV, false, true, "godotenv.Overload"},
     RULES(plain_fails, godotenv, BYTES, .flags = 0)},
    {{"godotenv-head", "godotenv (main branch)", "godotenv", MERGE_KEEP_ENV, false, false, "godotenv.Overload"},
     RULES(plain_fails, godotenv, BYTES, .flags = GODOTENV_HEAD)},
    {{"gotenv-1.2", "gotenv", "gotenv", MERGE_KEEP_ENV, false, true, "gotenv.OverLoad"},
     RULES(plain_fails, gotenv, BYTES, .no_bom = true)},
    {{"compose-v2-envfile", "docker compose env_file", "compose-env-file", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain, compose, BYTES, .no_bom = true)},
    {{"compose-v2-dotenv", "docker compose .env", "compose", MERGE_KEEP_ENV, false, true, ""},
     RULES(plain, compose, BYTES, .no_bom = true)},
    {{"direnv-head", "direnv", "direnv", MERGE_FILE_WINS, true, true, ""},
     RULES(plain, direnv, BYTES, .flags = DIRENV_MULTILINE)},
    {{"direnv-2.32", "direnv 2.32", "direnv", MERGE_FILE_WINS, true, false, ""},
     RULES(plain, direnv, BYTES, .flags = DIRENV_JSON)},
    {{"docker-run-28", "docker run --env-file", "docker", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain_fails, env_lines, BYTES, .flags = LINES_DOCKER)},
    {{"podman-4.3", "podman run --env-file", "podman", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain_fails, env_lines, BYTES, .flags = LINES_PODMAN)},
    {{"kubectl-1.32", "kubectl --from-env-file", "kubectl", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain_fails, env_lines, BYTES, .flags = LINES_KUBECTL)},
    {{"kustomize-5.5", "kustomize envs", "kustomize", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain_fails, env_lines, BYTES, .flags = LINES_KUSTOMIZE)},
    {{"systemd-252", "systemd EnvironmentFile", "systemd", MERGE_FILE_ONLY, true, true, ""},
     RULES(plain_fails, systemd, BYTES, .flags = 0)},
    {{"firebase-functions", "Firebase functions", "firebase", MERGE_FILE_WINS, true, true, ""},
     RULES(firebase, firebase, REPLACE, .aborts = true, .judges_names = true)},
    {{"bash-source", "source in bash", "bash", MERGE_FILE_WINS, true, true, ""},
     RULES(plain_fails, shell, BYTES, .keeps_partial = true, .settles = true, .flags = SHELL_BASH)},
    {{"dash-source", "source in sh (dash)", "sh", MERGE_FILE_WINS, true, true, ""},
     RULES(plain_fails, shell, BYTES, .keeps_partial = true, .settles = true, .flags = SHELL_DASH)},
    {{"zsh-source", "source in zsh", "zsh", MERGE_FILE_WINS, true, true, ""},
     RULES(plain_fails, shell, BYTES, .keeps_partial = true, .settles = true, .flags = SHELL_ZSH)},
    {{"bash-export-xargs", "export $(xargs) in bash", "export-xargs", MERGE_FILE_WINS, true, true, ""},
     RULES(plain_fails, xargs, BYTES, .keeps_partial = true)},
    {{"make-include", "include in a Makefile", "make", MERGE_FILE_WINS, true, true, ""},
     RULES(plain_fails, make, BYTES, .keeps_partial = true, .settles = true, .aborts = true)},
    {{"dotenv-flow-4", "dotenv-flow", "dotenv-flow", MERGE_KEEP_ENV, false, true, ""},
     RULES(flow, dotenv, REPLACE, .flags = 0)},
    {{"dotenvx-2-nextjs", "dotenvx --convention=nextjs", "dotenvx-nextjs", MERGE_KEEP_ENV, true, true, "dotenvx run --overload"},
     RULES(x_nextjs, dotenvx, REPLACE_UTF16, .flags = 0)},
    {{"dotenvx-2-flow", "dotenvx --convention=flow", "dotenvx-flow", MERGE_KEEP_ENV, true, true, "dotenvx run --overload"},
     RULES(x_flow, dotenvx, REPLACE_UTF16, .flags = 0)},
    {{"bun-1.4-nonodeenv", "Bun without NODE_ENV", "bun", MERGE_KEEP_ENV, false, false, ""},
     RULES(bun_plain, bun, REPLACE, .no_bom = true)},
    {{"node-24.21-if-exists", "Node --env-file-if-exists", "node", MERGE_KEEP_ENV, false, false, ""},
     RULES(must_dir, node, REPLACE, .flags = 0)},
    {{"dotenv-cli-11", "dotenv-cli", "dotenv-cli", MERGE_KEEP_ENV, true, true, "dotenv -o"},
     RULES(plain, dotenv, REPLACE, .expand = EXPAND_expand12, .settles = true)},
    {{"dotenv-cli-11-c", "dotenv-cli -c", "dotenv-cli-c", MERGE_KEEP_ENV, true, true, ""},
     RULES(cli_cascade, dotenv, REPLACE, .expand = EXPAND_expand12, .settles = true)},
    {{"python-dotenv-1.2-usecwd", "python-dotenv, from the working directory", "python-dotenv", MERGE_KEEP_ENV, false, false, "load_dotenv(override=True)"},
     RULES(up, python_dotenv, PYTHON, .keeps_partial = true)},
    {{"ruby-dotenv-3.2-rails", "dotenv-rails", "rails", MERGE_KEEP_ENV, false, true, "Dotenv::Rails.overwrite"},
     RULES(rails, ruby3, STRICT, .no_bom = true)},
    {{"symfony-7-loadEnv", "Symfony loadEnv", "symfony-loadenv", MERGE_KEEP_ENV, false, true, "loadEnv(overrideExistingVars: true)"},
     RULES(symfony_env, symfony, BYTES, .flags = 0)},
    {{"pydantic-settings-2", "pydantic-settings", "pydantic-settings", MERGE_KEEP_ENV, false, true, ""},
     RULES(plain, python_dotenv, PYTHON, .keeps_partial = true, .flags = PY_COMPOSE)},
};
// clang-format on

_Static_assert(sizeof rows / sizeof *rows <= LOADER_MAX, "a loader is a bit of a mask");

static const struct loader_row *row_of(const struct loader *l)
{
    return (const struct loader_row *)(const void *)l;
}

const struct dialect *loader_dialect(const struct loader *l)
{
    return &row_of(l)->dialect;
}

const struct file_rule *loader_files(const struct loader *l)
{
    return &file_rules[row_of(l)->files];
}

size_t loader_count(void)
{
    return sizeof rows / sizeof *rows;
}

const struct loader *loader_at(size_t i)
{
    return i < loader_count() ? &rows[i].shown : NULL;
}

size_t loader_index(const struct loader *l)
{
    return (size_t)(row_of(l) - rows);
}

const struct loader *loader_find(struct str id)
{
    const struct loader *newest = NULL;
    for (size_t i = 0; i < loader_count(); i++) {
        const struct loader *l = loader_at(i);
        if (str_eq(str_of(l->id), id))
            return l;
        if (l->newest && str_eq(str_of(l->family), id))
            newest = l;
    }
    return newest;
}
