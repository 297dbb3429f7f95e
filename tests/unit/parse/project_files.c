// SPDX-License-Identifier: MIT
// Every file of a project is anyone's: cut off anywhere, with any byte anywhere, nested and long, it
// must be read to an end. What the files give is in project.c; here also where pip's places end.
#include "check.h"

#include "parse/project.h"

static struct arena arena;
static const char *path;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)256 << 20);
    return 0;
}

static void feed(struct str bytes)
{
    struct arena scratch = arena;
    struct project_facts facts = {0};
    project_read(bytes, str_of(path), &facts, &scratch);
    for (size_t i = 0; i < facts.packages.n; i++) {
        assert_true(facts.packages.items[i].name.n > 0);
        assert_true(facts.packages.items[i].loc.line <= str_count(bytes, '\n') + 1);
    }
}

// A text of each kind that goes through all of its reader.
static const char *const files[][2] = {
    {"package.json", "{\"dependencies\": {\"a\": \"npm:@b/c@^1\", \"d\": \"file:x\"}, "
                     "\"scripts\": {\"e\": \"f \\\"g\\\"\"}, \"workspaces\": [\"h/*\"]}"},
    {"package-lock.json", "{\"packages\": {\"node_modules/@a/b\": {\"version\": \"1.2.3-c\"}}}"},
    {"bun.lock", "{\"packages\": {\"a\": [\"a@1.2\", {}]}}"},
    {"deno.json",
     "{\"imports\": {\"a\": \"npm:/@b/c@^1\", \"d\": \"jsr:@e\"}, \"tasks\": {\"f\": \"g\"}}"},
    {"deno.lock", "{\"packages\": {\"specifiers\": {\"npm:@a/b@^1\": \"npm:@a/b@1.2_c@3\"}}}"},
    {"composer.lock", "{\"packages\": [{\"name\": \"a/b\", \"version\": \"v1.2\"}]}"},
    {"Pipfile.lock", "{\"default\": {\"a\": {\"version\": \"==1.2\"}}}"},
    {"pyproject.toml",
     "[project]\ndependencies = [\"a[b]>=1; c < 'd'\"]\n[tool.poetry.dependencies]\n"
     "e = {version = \"^1\"}\n[tool.poetry.dependencies.\"f\"]\nversion = '2'\n"},
    {"poetry.lock", "[[package]]\nname = \"a\"\nversion = \"1.2\"\n"},
    {"Cargo.toml", "[dependencies]\na.version = \"1\"\n[dependencies.b]\nversion = \"2\"\n"},
    {"pixi.toml", "[feature.a.pypi-dependencies]\nb = \"*\"\n"},
    {"requirements-dev.txt",
     "a[b]==1.2 # c\n-r ../x.txt\n-e git+https://h/o/a-python.git@v1.2#egg=d&e\n"
     "./a-1.2-py3-none-any.whl\nf @ https://h/f-1.0.tar.gz\n--constraint=y.txt"},
    {"go.mod", "module a\ngo 1.22\nrequire (\n\tb/c v1.2 // indirect\n)\nrequire d v1\n"},
    {"go.work", "go 1.22\nuse (\n\t./a\n)\nuse ./b // c\n"},
    {"go.sum", "a v1.2 h1:b=\na v1.2/go.mod h1:c=\n"},
    {"pom.xml", "<project><!-- a --><properties><b>1</b></properties><dependencyManagement>"
                "<dependency><groupId>c</groupId><artifactId>d</artifactId><version>${b}</version>"
                "</dependency></dependencyManagement><module>e</module></project>"},
    {"build.gradle", "def v = '1'\nimplementation \"a.b:c:$v\" // d\ncompile group: 'e.f', name: "
                     "'g', version: '2'\n"},
    {"libs.versions.toml",
     "[versions]\na = \"1\"\n[libraries]\nb = {module = \"c:d\", version.ref = \"a\"}\n"},
    {"pnpm-lock.yaml", "packages:\n  '@a/b@1.2(c@3)':\n    resolution: {}\n  /d@4:\n"},
    {"pnpm-workspace.yaml", "packages:\n  - 'a/*'\ncatalog:\n  b: ^1\n"},
    {"yarn.lock", "\"@a/b@^1\", c@npm:^2:\n  version \"1.2\"\n"},
    {"Gemfile", "gem 'a', '~> 1', group: :b\nsource \"c\" do\n"},
    {"Gemfile.lock", "GEM\n  specs:\n    a (1.2)\n      b (>= 1)\n"},
    {"setup.py", "setup(install_requires=[\n'a>=1', \"b\"\n], extras_require={'c': ['d']})"},
    {"setup.cfg", "[options]\ninstall_requires =\n  a>=1\n  b ; c\n"},
    {"METADATA", "Name: a\nVersion: 1.2\nRequires-Dist: b (>=1); c\n\nd"},
    {"environment.yml", "dependencies:\n  - a=1.2\n  - pip:\n    - b==2\n"},
    {"Procfile", "web: a b\n"},
    {".tool-versions", "nodejs 1.2\npython 3\n"},
    {".nvmrc", "v18.1\n"},
};

static void hostile_files_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        path = files[i][0];
        assert_true(project_reads(str_of(path)));
        torn(str_of(files[i][1]), feed);
        feed(tight(STR("\xef\xbb\xbf")));
        feed(tight(STR("\xff\xfe")));
    }
}

static void deep_files_end(void **state)
{
    (void)state;
    static const char *const openers[] = {"{\"a\":", "[",    "<dependency>", "a = [", "- ",
                                          "(",       "<!--", "require (\n",  "${",    "  a:\n"};
    for (size_t k = 0; k < COUNT(openers); k++) {
        struct arena scratch = arena;
        struct buf b = buf_in(&arena);
        for (int i = 0; i < 8000; i++)
            buf_z(&b, openers[k]);
        for (size_t i = 0; i < COUNT(files); i++) {
            path = files[i][0];
            feed(buf_str(&b));
        }
        arena = scratch;
    }
}

static void what_pip_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *line, *name, *version; // name "": none
        bool locked;
    } rows[] = {
        {"openai==1.40.2", "openai", "1.40.2", true},
        {"OpenAI_x.y>=1.40,<2", "openai-x-y", "1.40", false},
        {"openai==1.*", "openai", "1", false},
        {"openai[a,b] ~= 1.4 ; python_version < '3'  # c", "openai", "1.4", false},
        {"openai", "openai", "", false},
        {"./openai-1.40.2-py3-none-any.whl", "openai", "1.40.2", true},
        {"https://h/openai-1.40.2.tar.gz", "openai", "1.40.2", true},
        {"openai @ https://h/openai-1.40.2.zip", "openai", "1.40.2", true},
        {"git+https://github.com/openai/openai-python.git@v1.40.2", "openai", "1.40.2", true},
        {"git+https://github.com/openai/openai-python@main", "openai", "", false},
        {"git+https://h/x#egg=openai&a=b", "openai", "", false},
        {"-e git+https://h/x.git#egg=openai", "openai", "", false},
        {"# openai", "", "", false},
        {"-i https://h/simple", "", "", false},
        {"==1.0", "", "", false},
        {"-", "", "", false},
        {"a.whl", "", "", false},
        {"-1.whl", "", "", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct project_facts facts = {0};
        project_read(tight(str_of(rows[i].line)), STR("requirements.txt"), &facts, &arena);
        if ((facts.packages.n > 0) != (rows[i].name[0] != 0))
            fail_msg("%s: %zu", rows[i].line, facts.packages.n);
        if (!facts.packages.n)
            continue;
        const struct package_fact *p = &facts.packages.items[0];
        if (!str_eq(p->name, str_of(rows[i].name)) ||
            !str_eq(p->version, str_of(rows[i].version)) || p->locked != rows[i].locked)
            fail_msg("%s: %.*s %.*s %d", rows[i].line, STR_ARG(p->name), STR_ARG(p->version),
                     p->locked);
    }
    struct project_facts facts = {0};
    project_read(
        STR("-r base.txt\n-r ../x.txt\n-r ../../y.txt\n-r /etc/z\n-rbad\n-c=c.txt\n-r base.txt"),
        STR("a/requirements.txt"), &facts, &arena);
    assert_int_equal(facts.includes.n, 2); // above the root and absolute ones are not followed
    assert_str(facts.includes.items[0], "a/base.txt");
    assert_str(facts.includes.items[1], "x.txt");
    assert_str(facts.constraints.items[0], "a/c.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_files_end),
        cmocka_unit_test(deep_files_end),
        cmocka_unit_test(what_pip_is_told),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
