// SPDX-License-Identifier: MIT
#include "parse/project.h"
#include "check.h"
#include "parse/jsonwalk.h"
#include "parse/tomlish.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

// "npm:openai@4.20.0!:3 ..." where ! means locked, ~ development.
static struct str told(const char *path, const char *text, struct project_facts *facts)
{
    *facts = (struct project_facts){0};
    project_read(str_of(text), str_of(path), facts, &arena);
    struct buf b = buf_in(&arena);
    for (size_t i = 0; i < facts->packages.n; i++) {
        const struct package_fact *p = &facts->packages.items[i];
        buf_fmt(&b, "%s%s:%.*s@%.*s%s%s:%u", i ? " " : "", ecosystem_name(p->ecosystem),
                STR_ARG(p->name), STR_ARG(p->version), p->locked ? "!" : "",
                p->development ? "~" : "", (unsigned)p->loc.line);
    }
    return buf_str(&b);
}

struct row {
    const char *path, *text, *packages;
};

static void every_file_gives_names_and_versions(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a/package.json",
         "{\n \"name\": \"x\",\n \"dependencies\": {\"openai\": \"^4.20.0\",\n \"next\": \"*\"},\n"
         " \"devDependencies\": {\"vite\": \"~5.1\"},\n \"engines\": {\"node\": \">=18.17\"}}",
         "npm:openai@4.20.0:3 npm:next@:4 npm:vite@5.1~:5 runtime:node@18.17:6"},
        {"package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"version\": \"1.0.0\"},\n"
         "\"node_modules/openai\": {\"version\": \"4.104.0\",\n\"dependencies\": {\"x\": \"1\"}},\n"
         "\"node_modules/a/node_modules/openai\": {\"version\": \"3.0.0\"},\n"
         "\"node_modules/@ai-sdk/openai\": {\"version\": \"3.0.1-beta.2\"}}}",
         "npm:openai@4.104.0!:2 npm:@ai-sdk/openai@3.0.1-beta.2!:5"},
        {"package.json",
         "{\"dependencies\": {\"oai\": \"npm:openai@^4.1.0\",\n"
         "\"s\": \"npm:@ai-sdk/openai@1\", \"axios\": \"file:../axios-1.6.8.tgz\"}}",
         "npm:openai@4.1.0:1 npm:@ai-sdk/openai@1:2 npm:axios@:2"},
        {"package-lock.json",
         "{\"packages\": {\"node_modules/openai\": {\"version\": \"6.49.0\"},\n"
         "\"apps/web/node_modules/openai\": {\"version\": \"4.104.0\"}}}",
         "npm:openai@6.49.0!:1 npm:openai@4.104.0!:2"},
        {"deno.lock",
         "{\"version\": \"5\", \"specifiers\": {\n\"npm:openai@^4\": \"4.77.0_zod@3.22.4\",\n"
         "\"npm:@ai-sdk/openai@1\": \"1.2.3\", \"jsr:@std/fs@1\": \"1.0.0\"}}",
         "runtime:deno@:0 npm:openai@4.77.0!:2 npm:@ai-sdk/openai@1.2.3!:3"},
        {"deno.lock",
         "{\"version\": \"3\", \"packages\": {\"specifiers\": {\n"
         "\"npm:openai@^4\": \"npm:openai@4.77.0\"}}}",
         "runtime:deno@:0 npm:openai@4.77.0!:2"},
        {"package-lock.json", "{\"dependencies\": {\"openai\": {\"version\": \"3.1.0\"}}}",
         "npm:openai@3.1.0!:1"},
        {"pnpm-lock.yaml",
         "lockfileVersion: '9.0'\npackages:\n\n  openai@4.1.0:\n    resolution: {x: y}\n"
         "  '@ai-sdk/openai@1.2.3(zod@3.0.0)':\n    a: b\n  /axios/1.6.8:\n    dev: true\n",
         "npm:openai@4.1.0!:4 npm:@ai-sdk/openai@1.2.3!:6 npm:axios@1.6.8!:8"},
        {"yarn.lock",
         "# yarn lockfile v1\n\n\nopenai@^4.0.0, openai@^4.1:\n  version \"4.20.0\"\n  resolved "
         "\"u\"\n"
         "\"@ai-sdk/openai@npm:^1.0.0\":\n  version: 1.3.0\n",
         "npm:openai@4.20.0!:5 npm:@ai-sdk/openai@1.3.0!:8"},
        {"bun.lock",
         "{\n\"packages\": {\n \"openai\": [\"openai@4.9.0\", \"\", {}, \"sha\"],\n"
         " \"a/openai\": [\"openai@3.0.0\"], },\n}\n",
         "runtime:bun@:0 npm:openai@4.9.0!:3"},
        {"deno.jsonc",
         "{ // c\n\"imports\": {\"openai\": \"npm:openai@^4.1.0\",\n \"o\": "
         "\"jsr:@openai/openai\"}}",
         "runtime:deno@:0 npm:openai@4.1.0:2 npm:@openai/openai@:3"},
        {"pyproject.toml",
         "[project]\nname = \"x\"\nrequires-python = \">=3.11\"\ndependencies = [\n"
         "  \"openai>=1.40,<2\", # comment\n  'HTTPX[socks] == 0.28.1 ; python_version>\"3\"',\n]\n"
         "[project.optional-dependencies]\nx = [\"requests\"]\n[dependency-groups]\n"
         "dev = [\"pytest\", {include-group = \"x\"}]\n",
         "runtime:python@3.11:3 pypi:openai@1.40:5 pypi:httpx@0.28.1!:6 pypi:requests@:9 "
         "pypi:pytest@~:11"},
        {"pyproject.toml",
         "[tool.poetry.dependencies]\npython = \"^3.9\"\nopenai = \"^1.2\"\n"
         "python_dotenv = {version = \"1.0.1\", extras = [\"cli\"]}\nlocal = {path = \"../x\"}\n"
         "[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n",
         "runtime:python@3.9:2 pypi:openai@1.2:3 pypi:python-dotenv@1.0.1:4 pypi:pytest@~:7"},
        {"dev-requirements.txt",
         "# c\n-r base.txt\nopenai==1.2.3\nPython_Dotenv >= 1.0 # x\nhttpx\n"
         "git+https://x/y.git\nfoo @ https://x/9.zip\nbar==1.*\n",
         "pypi:openai@1.2.3!~:3 pypi:python-dotenv@1.0~:4 pypi:httpx@~:5 pypi:y@~:6 pypi:foo@~:7 "
         "pypi:bar@1~:8"},
        {"poetry.lock",
         "[[package]]\nname = \"openai\"\nversion = \"1.109.1\"\n\n[package.dependencies]\n"
         "version = \"9\"\n[[package]]\nname = \"x\"\n[[package]]\nversion = \"8\"\n",
         "pypi:openai@1.109.1!:3"},
        {"Pipfile", "[packages]\nopenai = \"*\"\n[requires]\npython_version = \"3.11\"\n",
         "pypi:openai@:2 runtime:python@3.11:4"},
        {"Pipfile.lock", "{\"default\": {\"openai\": {\"version\": \"==1.2.3\"}}}",
         "pypi:openai@1.2.3!:1"},
        {"go.mod",
         "module x\n\ngo 1.22\ntoolchain go1.22.3\n\nrequire github.com/a/b v1.0.0\nrequire (\n"
         "\tgithub.com/joho/godotenv v1.5.1 // indirect\n)\nreplace (\n\ta => b v1\n)\n",
         "runtime:go@1.22:3 runtime:go@1.22.3:4 go:github.com/a/b@1.0.0!:6"},
        {"composer.json", "{\"require\": {\"openai-php/client\": \"^0.8\"}}",
         "composer:openai-php/client@0.8:1"},
        {"composer.lock",
         "{\"packages\": [{\"name\": \"vlucas/phpdotenv\", \"version\": \"v5.6.0\",\n"
         "\"authors\": [{\"name\": \"A\"}]}]}",
         "composer:vlucas/phpdotenv@5.6.0!:1"},
        {"Gemfile", "source 'x'\ngem 'ruby-openai', '~> 6.3'\ngem \"rails\", require: false\n",
         "gem:ruby-openai@6.3:2 gem:rails@:3"},
        {"Gemfile.lock", "GEM\n  specs:\n    ruby-openai (6.3.0)\n      faraday (>= 1)\n",
         "gem:ruby-openai@6.3.0!:3"},
        {"Cargo.toml",
         "[dependencies]\nreqwest = { version = \"0.12\", features = [\"json\"] }\n"
         "[dependencies.dotenvy]\nversion = \"0.15\"\n",
         "cargo:reqwest@0.12:2 cargo:dotenvy@0.15:4"},
        {".nvmrc", "v20.11.1\n", "runtime:node@20.11.1!:1"},
        {".nvmrc", "lts/iron\n", ""},
        {".tool-versions", "nodejs 22.1.0\nruby 3\n", "runtime:node@22.1.0!:1"},
        {"environment.yml",
         "dependencies:\n  - python=3.11\n  - conda-forge::openai=1.40.0\n  - pip:\n"
         "      - httpx>=0.27\n",
         "runtime:python@3.11:2 pypi:openai@1.40.0!:3 pypi:httpx@0.27:5"},
        {"requirements/base.txt", "openai==1.2.3\n-r more.txt\n", "pypi:openai@1.2.3!:1"},
        {"README.md", "openai", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct project_facts facts;
        struct str got = told(rows[i].path, rows[i].text, &facts);
        if (!str_eq(got, str_of(rows[i].packages)))
            fail_msg("%s\n got %.*s\n expected %s", rows[i].path, STR_ARG(got), rows[i].packages);
        assert_false(facts.partial);
    }
}

static void scripts_and_own_versions(void **state)
{
    (void)state;
    struct project_facts f;
    told("package.json",
         "{\"name\": \"openai\", \"version\": \"4.1.0\",\n \"scripts\": {\n"
         "  \"dev\": \"node --env-file=.env \\\"a b\\\".js\"}}",
         &f);
    assert_int_equal(f.scripts.n, 1);
    assert_true(str_eq(f.scripts.items[0].command, STR("node --env-file=.env \"a b\".js")));
    assert_int_equal(f.scripts.items[0].loc.line, 3);
    assert_int_equal(f.scripts.items[0].loc.column, 3);
    assert_true(str_eq(f.own_name, STR("openai")) && str_eq(f.own_version, STR("4.1.0")));
    told("x-1.dist-info/METADATA",
         "Metadata-Version: 2.1\nName: Python_Dotenv\nVersion: 1.2.2\n"
         "\nVersion: 9\n",
         &f);
    assert_true(str_eq(f.own_name, STR("python-dotenv")) && str_eq(f.own_version, STR("1.2.2")));
    told("Procfile", "web: node server.js\n", &f);
    assert_true(str_eq(f.scripts.items[0].name, STR("web")));
}

static void of_build_files_only_what_is_written_out(void **state)
{
    (void)state;
    struct project_facts f;
    struct str got =
        told("pom.xml",
             "<project>\n<dependency>\n <groupId>com.squareup.okhttp3</groupId>\n"
             " <artifactId>okhttp</artifactId><version>4.12.0</version>\n</dependency>\n"
             "<dependency><groupId>com.openai</groupId><artifactId>openai-java"
             "</artifactId><version>${v1}</version></dependency>\n<dependency>",
             &f);
    assert_true(str_eq(got, STR("maven:com.squareup.okhttp3:okhttp@4.12.0!:2 "
                                "maven:com.openai:openai-java@:6")));
    assert_true(f.partial);
    got = told("build.gradle.kts",
               "// \"a.b:c:1\"\nimplementation(\"com.squareup.okhttp3:okhttp:4.12.0\")\n"
               "maven(\"https://x.y:8443/z\")\n",
               &f);
    assert_true(str_eq(got, STR("maven:com.squareup.okhttp3:okhttp@4.12.0!:2")));
}

// Each with a near miss: a comment, a name in another table.
static void tools_of_python_and_catalogs(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"setup.py",
         "from setuptools import setup\n# install_requires=[\"a\"]\nsetup(install_requires=[\n"
         " \"openai>=1.3\", # \"httpx\"\n 'requests'],\n author=\"anthropic\")\n",
         "pypi:openai@1.3:4 pypi:requests@:5"},
        {"setup.py", "R = ['openai==1.2']\nsetup(install_requires=R)\n", "pypi:openai@1.2!:1"},
        {"setup.py", "setup(name='openai')\n", ""},
        {"setup.cfg",
         "[options]\ninstall_requires =\n  # httpx\n  openai>=1.3\npackages = openai\n"
         "[options.extras_require]\nweb = requests\n[flake8]\nignore =\n  anthropic\n",
         "pypi:openai@1.3:4 pypi:requests@:7"},
        {"pyproject.toml",
         "[tool.hatch.envs.default]\ndependencies = [\"openai>=2\"]\n[tool.hatch.envs.test]\n"
         "extra-dependencies = [\"httpx\"]\n[tool.hatch.build]\ninclude = [\"anthropic\"]\n",
         "pypi:openai@2:2 pypi:httpx@~:4"},
        {"pyproject.toml",
         "[tool.poetry.dependencies.openai]\nversion = \"^1.4\"\noptional = true\n"
         "[tool.poetry.group.a.dependencies.httpx]\nversion = \"^0.27\"\n"
         "[tool.pdm.dev-dependencies]\nx = [\"requests>=2\"]\n",
         "pypi:openai@1.4:2 pypi:httpx@0.27~:5 pypi:requests@2~:7"},
        {"pixi.toml",
         "[workspace]\nname = \"openai\"\n[pypi-dependencies]\nopenai = {version = \">=1.2\"}\n"
         "[dependencies]\npython = \">=3.11\"\n[feature.t.dependencies]\nhttpx = \"*\"\n",
         "pypi:openai@1.2:4 runtime:python@3.11:6 pypi:httpx@~:8"},
        {"pom.xml",
         "<x><!-- <dependency><groupId>a.b</groupId><artifactId>c</artifactId>\n</dependency> -->\n"
         "<dependency><groupId>d.e</groupId><artifactId>f</artifactId></dependency></x>",
         "maven:d.e:f@:3"},
        {"build.gradle",
         "def okV = '4.12.0'\nimplementation \"com.squareup.okhttp3:okhttp:${okV}\" // 'a.b:c:1'\n"
         "implementation group: 'a.b', name: 'd', version: '1.2'\n/*\n * 'a.b:e:1'\n */\n",
         "maven:com.squareup.okhttp3:okhttp@4.12.0!:2 maven:a.b:d@1.2!:3"},
        {"gradle/libs.versions.toml",
         "[versions]\nok = \"4.12.0\"\n[libraries]\nokhttp = { module = "
         "\"com.squareup.okhttp3:okhttp\", version.ref = \"ok\" }\nx = \"a.b:c:1.2\"\n"
         "[plugins]\ny = \"d.e:f:1\"\n",
         "maven:com.squareup.okhttp3:okhttp@4.12.0!:4 maven:a.b:c@1.2!:5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct project_facts f;
        struct str got = told(rows[i].path, rows[i].text, &f);
        if (!str_eq(got, str_of(rows[i].packages)))
            fail_msg("%s (%zu): %.*s", rows[i].path, i, STR_ARG(got));
    }
}

static void rows_give(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct project_facts f;
        struct str got = told(rows[i].path, rows[i].text, &f);
        if (!str_eq(got, str_of(rows[i].packages)))
            fail_msg("%s (%zu): %.*s", rows[i].path, i, STR_ARG(got));
    }
}

#define OK "com.squareup.okhttp3"
static void versions_that_java_keeps_elsewhere(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"pom.xml",
         "<project><properties><a.v>${b.v}</a.v><b.v>4.12.0</b.v></properties>\n<dependency>"
         "<groupId>" OK "</groupId><artifactId>okhttp</artifactId><version>${a.v}</version>"
         "</dependency></project>",
         "maven:" OK ":okhttp@4.12.0!:2"},
        {"pom.xml",
         "<properties><a>${a}</a></properties><dependency><groupId>g</groupId>"
         "<artifactId>n</artifactId><version>${a}</version></dependency>",
         "maven:g:n@:1"},
        // What is managed, or what a plugin of the build needs, is not wanted.
        {"pom.xml",
         "<dependencyManagement><dependencies><dependency><groupId>" OK "</groupId><artifactId>"
         "okhttp</artifactId><version>4.11.0</version></dependency></dependencies>"
         "</dependencyManagement><build><dependency><groupId>a</groupId><artifactId>b</artifactId>"
         "</dependency></build>",
         ""},
        {"pom.xml",
         "<dependencyManagement><dependency><groupId>" OK "</groupId><artifactId>okhttp-bom"
         "</artifactId><version>4.11.0</version></dependency></dependencyManagement>\n"
         "<dependency><groupId>" OK "</groupId><artifactId>okhttp</artifactId></dependency>"
         "<dependency><groupId>x</groupId><artifactId>y</artifactId><scope>test</scope>"
         "</dependency>",
         "maven:" OK ":okhttp@4.11.0!:2 maven:x:y@~:2"},
        {"build.gradle.kts",
         "implementation(platform(\"" OK ":okhttp-bom:4.10.0\"))\nimplementation(\"" OK
         ":okhttp\")\n",
         "maven:" OK ":okhttp-bom@4.10.0!:1 maven:" OK ":okhttp@4.10.0!:2"},
        {"libs.versions.toml",
         "[versions]\nok = { strictly = \"4.12.0\" }\n[libraries]\n"
         "okhttp = { group = \"" OK "\", name = \"okhttp\", version.ref = \"ok\" }\n"
         "y = { module = \"a.b:c\", version = \"1.2\" }\n[libraries.z]\nmodule = \"d.e:f\"\n"
         "version.ref = \"ok\"\n[bundles]\nnet = [\"okhttp\"]\n",
         "maven:" OK ":okhttp@4.12.0!:4 maven:a.b:c@1.2!:5 maven:d.e:f@4.12.0!:7"},
    };
    rows_give(rows, sizeof rows / sizeof *rows);
}

static void places_instead_of_versions(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"requirements.txt",
         "https://files.example.org/p/openai-1.40.2-py3-none-any.whl#sha256=x\n"
         "httpx @ https://files.example.org/p/httpx-0.27.2.tar.gz ; python_version > \"3.8\"\n"
         "./wheels/requests-2.31.0-py3-none-any.whl\n",
         "pypi:openai@1.40.2!:1 pypi:httpx@0.27.2!:2 pypi:requests@2.31.0!:3"},
        {"requirements.txt",
         "git+https://github.com/openai/openai-python.git@v1.30.0\n"
         "-e git+ssh://git@github.com/x/y.git@main#egg=aiohttp&subdirectory=z\n"
         "anthropic @ git+https://github.com/anthropics/anthropic-sdk-python\n"
         "--index-url https://pypi.example.org/simple\n-e .\n",
         "pypi:openai@1.30.0!:1 pypi:aiohttp@:2 pypi:anthropic@:3"},
        {"requirements-dev.txt", "openai==1.2\n", "pypi:openai@1.2!~:1"},
        {"pylock.toml",
         "lock-version = \"1.0\"\n[[packages]]\nname = \"openai\"\nversion = \"1.50.0\"\n",
         "pypi:openai@1.50.0!:4"},
        {"go.mod",
         "module x\nrequire (\n a/b v1.0.0\n c/d v2.0.0 // indirect\n)\nrequire e/f v1 // "
         "indirect\n",
         "go:a/b@1.0.0!:3"},
        {"go.mod", "module x\nrequire c/d v2.0.0 // indirect\n", "go:c/d@2.0.0!:2"}, // not tidied
    };
    rows_give(rows, sizeof rows / sizeof *rows);
}

static void workspaces_name_their_members(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *members;
    } rows[] = {
        {"package.json", "{\"workspaces\": [\"apps/*\", \"./libs/a/\", \"../x\"]}",
         "apps/* libs/a "},
        {"package.json", "{\"workspaces\": {\"packages\": [\"m/**\"], \"nohoist\": \"x\"}}",
         "m/** "},
        {"pnpm-workspace.yaml",
         "packages:\n  - 'apps/*'\n  - \"!apps/old\"\n- libs # x\ncatalog:\n  - no\n",
         "apps/* libs "},
        {"go.work", "go 1.22\nuse (\n ./a/b // x\n)\nuse ./c\nreplace x => ./d\n", "a/b c "},
        {"pom.xml", "<modules><module>api/core</module><!-- <module>x</module> --></modules>",
         "api/core "},
        {"pyproject.toml", "[tool.uv.workspace]\nmembers = [\"libs/*\"]\nexclude = [\"x\"]\n",
         "libs/* "},
        {"Cargo.toml", "[workspace]\nmembers = [\"crates/a\"]\n", "crates/a "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct project_facts f;
        struct buf b = buf_in(&arena);
        told(rows[i].path, rows[i].text, &f);
        for (size_t k = 0; k < f.members.n; k++)
            buf_fmt(&b, "%.*s ", STR_ARG(f.members.items[k]));
        assert_str(buf_str(&b), rows[i].members);
    }
}

static void broken_files_are_partial(void **state)
{
    (void)state;
    struct project_facts f;
    struct str got = told("package.json", "{\"dependencies\": {\"openai\": \"1\", \"x\": }", &f);
    assert_true(str_eq(got, STR("npm:openai@1:1")) && f.partial && f.known);
    told("pyproject.toml", "[project\nx\n", &f);
    assert_true(f.partial);
    got = told("pyproject.toml", "broken line\n[project]\ndependencies = [\"openai\"]\n", &f);
    assert_true(str_eq(got, STR("pypi:openai@:3")) && f.partial);
    told("pom.xml", "<x/>", &f);
    assert_true(f.known && f.partial && project_reads(STR("a/setup.py")));
    assert_true(project_reads(STR("a/requirements-dev.txt")));
    assert_false(project_reads(STR("requirements")));
    told("README.md", "", &f);
    assert_false(f.known);
}

static void packages_show_loaders(void **state)
{
    (void)state;
    struct project_facts f;
    told("package.json", "{\"dependencies\": {\"dotenv\": \"^16.3.1\"}}", &f);
    assert_string_equal(loader_of_package(&f.packages.items[0]), "dotenv-16");
    told("package.json", "{\"dependencies\": {\"dotenv\": \"17.0.0\"}}", &f);
    assert_string_equal(loader_of_package(&f.packages.items[0]), "dotenv-17");
    told("requirements.txt", "python-dotenv==0.21.0\nopenai", &f);
    assert_string_equal(loader_of_package(&f.packages.items[0]), "python-dotenv-0.21");
    assert_null(loader_of_package(&f.packages.items[1]));
    told("requirements.txt", "openai>=1\nopenai==1.2", &f);
    assert_true(package_find(&f, PACKAGE_PYPI, STR("openai"))->locked);
    assert_null(package_find(&f, PACKAGE_NPM, STR("openai")));
}

static void the_lock_tells_what_is_wanted(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct project_facts facts = {0};
    project_read(STR("{\"dependencies\": {\"openai\": \"^4\"}}"), STR("package.json"), &facts, &a);
    project_read(STR("packages:\n\n  openai@6.49.0:\n  openai@4.104.0:\n"), STR("pnpm-lock.yaml"),
                 &facts, &a);
    assert_str(package_find(&facts, PACKAGE_NPM, STR("openai"))->version, "4.104.0");
    project_read(STR("-c pins.txt\nopenai>=1\n"), STR("requirements.txt"), &facts, &a);
    assert_str(facts.constraints.items[0], "pins.txt");
    project_read_constraints(STR("openai==1.33.0\nhttpx==0.27.0\n"), STR("pins.txt"), &facts, &a);
    assert_str(package_find(&facts, PACKAGE_PYPI, STR("openai"))->version, "1.33.0");
    assert_null(package_find(&facts, PACKAGE_PYPI, STR("httpx")));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lock_tells_what_is_wanted),
        cmocka_unit_test(every_file_gives_names_and_versions),
        cmocka_unit_test(scripts_and_own_versions),
        cmocka_unit_test(of_build_files_only_what_is_written_out),
        cmocka_unit_test(tools_of_python_and_catalogs),
        cmocka_unit_test(versions_that_java_keeps_elsewhere),
        cmocka_unit_test(places_instead_of_versions),
        cmocka_unit_test(workspaces_name_their_members),
        cmocka_unit_test(broken_files_are_partial),
        cmocka_unit_test(packages_show_loaders),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
