// SPDX-License-Identifier: MIT
// The programs that a command line may name, one row each (dotenv.md 5, 6).
#include "parse/launch_impl.h"

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

static bool has_word(struct words cmd, const char *word)
{
    for (size_t i = 1; i < cmd.n && !str_eq(cmd.p[i], STR("--")); i++)
        if (str_eq(cmd.p[i], str_of(word)))
            return true;
    return false;
}

// clang-format off
static const struct end_row ends[] = {
    {"next",          "dev",     "next-16",               "development", "next dev",            "",                                false, "",              false},
    {"next",          "start",   "next-16",               "production",  "next start",          "",                                false, "",              false},
    {"next",          "build",   "next-16",               "production",  "next build",          "",                                false, "",              false},
    {"next",          "-",       "next-16",               "development", "next dev",            "",                                false, "",              false},
    {"vite",          "build",   "vite-8",                "production",  "vite build",          "",                                false, "",              false},
    {"vite",          "preview", "vite-8",                "production",  "vite preview",        "",                                false, "",              false},
    {"vite",          "",        "vite-8",                "development", "vite",                "",                                false, "",              false},
    {"astro",         "",        "vite-8",                "development", "astro",               "",                                false, "",              false},
    {"vitest",        "",        "vite-8",                "test",        "vitest",              "",                                false, "",              false},
    {"nuxt",          "",        "nuxt-c12-3",            "",            "nuxt",                "--dotenv",                        false, "",              false},
    {"nuxi",          "",        "nuxt-c12-3",            "",            "nuxt",                "--dotenv",                        false, "",              false},
    {"react-scripts", "start",   "cra-5",                 "development", "react-scripts start", "",                                false, "",              false},
    {"react-scripts", "build",   "cra-5",                 "production",  "react-scripts build", "",                                false, "",              false},
    {"node",          "",        "node-24.21",            "",            "node --env-file",     "--env-file --env-file-if-exists", true,  "",              false},
    {"tsx",           "",        "node-24.21",            "",            "tsx --env-file",      "--env-file --env-file-if-exists", true,  "",              false},
    {"bun",           "",        "bun-1.4",               "",            "bun",                 "--env-file",                      false, "--no-env-file", false},
    {"deno",          "",        "deno-2.9",              "",            "deno --env-file",     "--env-file --env",                true,  "",              true},
    {"promptfoo",     "",        "dotenv-17",             "",            "promptfoo",           "--env-file --env-path",           false, "",              false},
    {"flask",         "run",     "flask-3",               "",            "flask run",           "--env-file -e",                   false, "",              false},
    {"uvicorn",       "",        "python-dotenv-1.2",     "",            "uvicorn --env-file",  "--env-file",                      true,  "",              false},
    {"rails",         "",        "ruby-dotenv-3.2-rails", "development", "rails",               "",                                false, "",              false},
    {"foreman",       "start",   "foreman-0.87",          "",            "foreman start",       "-e --env",                        false, "",              false},
    {"foreman",       "run",     "foreman-0.87",          "",            "foreman run",         "-e --env",                        false, "",              false},
    {"honcho",        "",        "honcho-2",              "",            "honcho",              "-e --env",                        false, "",              false},
    {"heroku",        "local",   "heroku-local",          "",            "heroku local",        "-e --env",                        false, "",              false},
    {"aider",         "",        "python-dotenv-1.2",     "",            "aider",               "--env-file",                      false, "",              false},
};

static const struct wrap_row wraps[] = {
    {"npx",             "",     "",                  "",              false, false, "-p --package -c",                                    0, false},
    {"bunx",            "",     "",                  "",              false, false, "",                                                   0, false},
    {"nodemon",         "",     "",                  "",              false, false, "-w --watch -e --ext",                                0, false},
    {"npm",             "exec", "",                  "",              false, false, "-p --package -c",                                    0, false},
    {"npm",             "x",    "",                  "",              false, false, "-p --package -c",                                    0, false},
    {"bun",             "x",    "",                  "",              false, false, "",                                                   0, false},
    {"pnpm",            "dlx",  "",                  "",              false, false, "",                                                   0, false},
    {"yarn",            "dlx",  "",                  "",              false, false, "",                                                   0, false},
    {"yarn",            "run",  "",                  "",              false, false, "",                                                   0, false},
    {"pnpm",            "exec", "",                  "",              false, false, "",                                                   0, false},
    {"yarn",            "exec", "",                  "",              false, false, "",                                                   0, false},
    {"poetry",          "run",  "",                  "",              false, false, "",                                                   0, false},
    {"pipenv",          "run",  "python-dotenv-1.2", "",              false, false, "",                                                   0, false},
    {"bundle",          "exec", "",                  "",              false, false, "",                                                   0, false},
    {"uv",              "run",  "dotenvy-0.15",      "--env-file",    true,  false, "--with --python -p --project --directory --package", 0, false},
    {"dotenvx",         "run",  "dotenvx-2",         "-f --env-file", false, true,  "",                                                   0, false},
    {"dotenv",          "run",  "python-dotenv-1.2", "-f --file",     false, false, "",                                                   0, false},
    {"dotenv",          "",     "dotenv-cli-11",     "-e -f --file",  false, false, "",                                                   0, false},
    {"dotenv-cli",      "",     "dotenv-cli-11",     "-e -f --file",  false, false, "",                                                   0, false},
    {"env-cmd",         "",     "env-cmd-11",        "-f --file",     false, false, "-e --environments -r",                               0, false},
    {"direnv",          "exec", "direnv-head",       "",              false, false, "",                                                   1, false},
    {"exec",            "",     "",                  "",              false, false, "",                                                   0, false},
    {"time",            "",     "",                  "",              false, false, "",                                                   0, false},
    {"nohup",           "",     "",                  "",              false, false, "",                                                   0, false},
    {"cross-env",       "",     "",                  "",              false, false, "",                                                   0, false},
    {"timeout",         "",     "",                  "",              false, false, "-s -k --signal --kill-after",                        1, false},
    {"nice",            "",     "",                  "",              false, false, "-n",                                                 0, false},
    {"setsid",          "",     "",                  "",              false, false, "",                                                   0, false},
    {"caffeinate",      "",     "",                  "",              false, false, "-t -w",                                              0, false},
    {"cross-env-shell", "",     "",                  "",              false, false, "",                                                   0, false},
    {"doppler",         "run",  "",                  "",              false, false, "-p --project -c --config",                           0, true},
    {"op",              "run",  "",                  "",              false, true,  "",                                                   0, true},
    {"infisical",       "run",  "",                  "",              false, true,  "",                                                   0, true},
    {"chamber",         "exec", "",                  "",              false, true,  "",                                                   0, true},
    {"aws-vault",       "exec", "",                  "",              false, true,  "",                                                   0, true},
    {"vault-env",       "",     "",                  "",              false, false, "",                                                   0, true},
    {"sops",            "exec-env", "",              "",              false, false, "",                                                   1, true},
    {"teller",          "run",  "",                  "",              false, true,  "",                                                   0, true},
    {"turbo",          "",     "",                  "",              false, false, "",                                                   0, true},
    {"nx",             "",     "",                  "",              false, false, "",                                                   0, true},
    {"lerna",          "",     "",                  "",              false, false, "",                                                   0, true},
    {"overmind",       "",     "",                  "",              false, false, "",                                                   0, true},
    {"hivemind",       "",     "",                  "",              false, false, "",                                                   0, true},
    {"railway",        "run",  "",                  "",              false, false, "",                                                   0, true},
    {"netlify",        "dev",  "",                  "",              false, false, "",                                                   0, true},
    {"sst",            "",     "",                  "",              false, false, "",                                                   0, true},
    {"mise",           "",     "",                  "",              false, false, "",                                                   0, true},
    {"yarn",           "workspace","",                  "",              false, false, "",                                                   0, true},
    {"yarn",           "workspaces","",                  "",              false, false, "",                                                   0, true},
    {"nix-shell",       "",     "",                  "",              false, true,  "",                                                   0, true},
};

// What a program is written in, or runs: '*' at the end stands for a version, in front for a name.
static const struct { char pattern[16], language[8]; } languages[] = {
    {"python*", "python"}, {"pypy*", "python"}, {"*.py", "python"}, {"ipython*", "python"},
    {"gunicorn", "python"}, {"uvicorn", "python"}, {"hypercorn", "python"}, {"daphne", "python"},
    {"granian", "python"}, {"waitress-serve", "python"}, {"uwsgi", "python"}, {"celery", "python"},
    {"dramatiq", "python"}, {"rq", "python"}, {"huey_consumer", "python"}, {"arq", "python"},
    {"flask", "python"}, {"fastapi", "python"}, {"django-admin", "python"}, {"streamlit", "python"},
    {"gradio", "python"}, {"chainlit", "python"}, {"reflex", "python"}, {"jupyter*", "python"},
    {"airflow", "python"}, {"prefect", "python"}, {"dagster*", "python"}, {"scrapy", "python"},
    {"pytest", "python"}, {"py.test", "python"}, {"tox", "python"}, {"nox", "python"},
    {"coverage", "python"}, {"ptw", "python"}, {"watchmedo", "python"}, {"litellm", "python"},
    {"aider", "python"}, {"uv", "python"}, {"uvx", "python"}, {"poetry", "python"},
    {"pipenv", "python"}, {"pdm", "python"}, {"hatch", "python"}, {"rye", "python"}, {"pipx", "python"},
    {"node", "node"}, {"nodejs", "node"}, {"npm", "node"}, {"npx", "node"}, {"yarn", "node"},
    {"pnpm", "node"}, {"pnpx", "node"}, {"tsx", "node"}, {"ts-node*", "node"}, {"nodemon", "node"},
    {"bun", "node"}, {"bunx", "node"}, {"deno", "node"}, {"*.js", "node"}, {"*.mjs", "node"},
    {"*.cjs", "node"}, {"*.ts", "node"}, {"*.mts", "node"}, {"next", "node"}, {"vite", "node"},
    {"vitest", "node"}, {"jest", "node"}, {"mocha", "node"}, {"playwright", "node"},
    {"nuxt", "node"}, {"nuxi", "node"}, {"astro", "node"}, {"react-scripts", "node"},
    {"remix", "node"}, {"react-router", "node"}, {"gatsby", "node"}, {"expo", "node"},
    {"ng", "node"}, {"nest", "node"}, {"webpack*", "node"}, {"electron", "node"}, {"turbo", "node"},
    {"nx", "node"}, {"lerna", "node"}, {"pm2*", "node"}, {"wrangler", "node"}, {"vercel", "node"},
    {"netlify", "node"}, {"firebase", "node"}, {"promptfoo", "node"}, {"storybook", "node"},
    {"go", "go"}, {"air", "go"}, {"gow", "go"},
    {"ruby*", "ruby"}, {"*.rb", "ruby"}, {"rails", "ruby"}, {"rake", "ruby"}, {"bundle", "ruby"},
    {"puma", "ruby"}, {"unicorn*", "ruby"}, {"rackup", "ruby"}, {"sidekiq", "ruby"},
    {"rspec", "ruby"}, {"irb", "ruby"}, {"passenger", "ruby"}, {"thin", "ruby"}, {"falcon", "ruby"},
    {"php*", "php"}, {"*.php", "php"}, {"artisan", "php"}, {"composer", "php"},
    {"symfony", "php"}, {"frankenphp", "php"}, {"phpunit", "php"}, {"drush", "php"},
    {"java", "java"}, {"mvn", "java"}, {"mvnw", "java"}, {"mvnd", "java"}, {"gradle", "java"},
    {"gradlew", "java"}, {"kotlin", "java"}, {"scala", "java"}, {"sbt", "java"}, {"jbang", "java"},
    {"cargo", "rust"}, {"dotnet", "dotnet"},
    {"mix", "elixir"}, {"iex", "elixir"}, {"elixir", "elixir"}, {"perl", "perl"}, {"lua*", "lua"},
    {"Rscript", "r"}, {"julia", "julia"}, {"swift", "swift"},
    {"curl", "curl"}, {"wget", "wget"},
};

static const struct preload_row preloads[] = {
    {"dotenv/config",           "dotenv-17"},
    {"dotenv-expand/config",    "dotenv-expand-12"},
    {"dotenv-flow/config",      "dotenv-flow-4"},
    {"@dotenvx/dotenvx/config", "dotenvx-2"},
    {"dotenv/load",             "ruby-dotenv-3.2"},
    {"dotenv/autoload",         "ruby-dotenv-3.2"},
};

static const char container_values[] =
    "-e --env --env-file -p --publish -v --volume --name --network --net -w --workdir -u "
    "--user --entrypoint -l --label -m --memory --cpus --platform --mount --add-host -h "
    "--hostname --gpus --restart --pull --log-driver --log-opt --dns --ip --device --cap-add "
    "--cap-drop --shm-size --ulimit --security-opt --tmpfs --volumes-from --link --expose "
    "--userns --pid --ipc --label-file --annotation --cidfile --runtime --stop-signal "
    "--scale -t --timeout --attach --no-attach --exit-code-from --wait-timeout --index -f "
    "--file --profile --project-name --project-directory --ansi --progress --parallel "
    "--env-from-file";
// clang-format on

static bool has_subcommand(const char *word, struct words cmd)
{
    if (word[0] == '\0')
        return true;
    if (word[0] == '-')
        return cmd.n < 2 || str_starts(cmd.p[1], STR("-"));
    return has_word(cmd, word);
}

const struct end_row *launch_end(struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_eq(program, str_of(ends[i].program)) && has_subcommand(ends[i].word, cmd))
            return &ends[i];
    return NULL;
}

const struct wrap_row *launch_wrap(struct words cmd)
{
    struct str program = base_name(word_at(cmd, 0));
    for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++)
        if (str_eq(program, str_of(wraps[i].program)) &&
            (!wraps[i].word[0] || str_eq(word_at(cmd, 1), str_of(wraps[i].word))))
            return &wraps[i];
    return NULL;
}

const struct preload_row *launch_preload(struct str module)
{
    for (size_t i = 0; i < sizeof preloads / sizeof *preloads; i++)
        if (str_eq(module, str_of(preloads[i].module)))
            return &preloads[i];
    return NULL;
}

static bool fits(struct str pattern, struct str name)
{
    if (pattern.p[0] == '*')
        return str_ends(name, str_from(pattern, 1));
    if (pattern.p[pattern.n - 1] != '*')
        return str_eq(pattern, name);
    return str_starts(name, str_slice(pattern, 0, pattern.n - 1));
}

struct str launch_language(struct str program)
{
    struct str name = base_name(program);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (fits(str_of(languages[i].pattern), name))
            return str_of(languages[i].language);
    return STR_NONE;
}

bool launch_listed(const char *text, struct str word)
{
    struct str rest = str_of(text), one;
    while (str_word(&rest, " ", &one))
        if (str_eq(one, word))
            return true;
    return false;
}

bool launch_container_value(struct str option)
{
    return launch_listed(container_values, option);
}
