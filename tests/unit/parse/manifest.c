// SPDX-License-Identifier: MIT
#include "check.h"
#include "parse/manifest_in.h"

static struct arena arena;

// Files of a project in memory: every second entry is the text of the path before it.
struct world {
    const char *const *files;
    struct contexts out;
};

static struct str file(void *ctx, struct str path)
{
    const struct world *w = ctx;
    for (size_t i = 0; w->files[i]; i += 2)
        if (str_eq(str_of(w->files[i]), path))
            return str_of(w->files[i + 1]);
    return STR_NONE;
}

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)ctx, (void)name;
    return value_plain(bytes);
}

static struct contexts read(const char *const *files, const struct dotenv_env *shell, size_t n)
{
    struct world w = {.files = files};
    struct manifest_set set = {0};
    for (size_t i = 0; files[i]; i += 2)
        *arena_push(&set, &arena) =
            (struct manifest_file){.path = str_of(files[i]), .bytes = str_of(files[i + 1])};
    struct manifest_world m = {.set = &set, .file = file, .keep = keep, .ctx = &w};
    m.shell = shell;
    m.shell_n = n;
    strs_add(&m.wanted, STR("NEXOROUTER_API_KEY"), &arena);
    manifests_read(&m, &w.out, &arena);
    return w.out;
}

static const struct variable *find(const struct contexts *list, const char *context,
                                   const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->items[i].name, str_of(context)))
            return variable_find_z(&list->items[i].vars, name);
    return NULL;
}

#define KEY "NEXOROUTER_API_KEY"

static void compose_precedence(void **state)
{
    (void)state;
    const char *files[] = {"compose.yaml",
                           "x-common: &c\n  OPENAI_BASE_URL: https://a/v1\n"
                           "services:\n"
                           "  web:\n    build: .\n    env_file: [a.env, b.env]\n    environment:\n"
                           "      <<: *c\n      " KEY ":\n      HTTP_PROXY: ${P:-http://p:1}\n"
                           "  api:\n    extends: {service: web}\n    environment: ['" KEY
                           "=literal']\n"
                           "  db:\n    image: postgres\n"
                           "  empty:\n    environment:\n      " KEY ": ${NOWHERE}\n",
                           "a.env",
                           "OPENAI_MODEL=a\n",
                           "b.env",
                           "OPENAI_MODEL=b\nOPENAI_BASE_URL=https://b/v1\n",
                           ".env",
                           KEY "=from-dotenv\n",
                           NULL};
    struct contexts out = read(files, NULL, 0);
    const struct variable *key = find(&out, "compose:web", KEY);
    assert_str(key->value.text, "from-dotenv"); // a bare name copies from the shell or .env
    assert_int_equal(key->origin.loc.line, 9);
    assert_str(find(&out, "compose:web", "OPENAI_MODEL")->value.text, "b");
    assert_str(find(&out, "compose:web", "OPENAI_BASE_URL")->value.text, "https://a/v1");
    assert_str(find(&out, "compose:web", "HTTP_PROXY")->value.text, "http://p:1");
    assert_str(find(&out, "compose:api", KEY)->value.text, "literal");
    assert_str(find(&out, "compose:api", "OPENAI_MODEL")->value.text, "b");
    assert_int_equal(find(&out, "compose:db", KEY)->value.state, VALUE_UNSET);
    assert_int_equal(find(&out, "compose:empty", KEY)->value.state, VALUE_EMPTY);
}

static void compose_shell_wins(void **state)
{
    (void)state;
    const char *files[] = {"docker-compose.yml", "services:\n  web:\n    environment: [" KEY "]\n",
                           ".env", KEY "=file\n", NULL};
    struct dotenv_env shell[] = {{STR(KEY), STR("shell")}};
    struct contexts out = read(files, shell, 1);
    assert_str(find(&out, "compose:web", KEY)->value.text, "shell");
}

static struct str lookup(void *ctx, struct str name)
{
    (void)ctx;
    if (str_eq(name, STR("SET")))
        return STR("v");
    return str_eq(name, STR("EMPTY")) ? STR("") : STR_NONE;
}

static void interpolation(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a$SET-b", "av-b"}, {"${SET}", "v"},          {"$$SET", "$SET"},  {"${NO:-d}", "d"},
        {"${EMPTY-d}", ""},  {"${EMPTY:-d}", "d"},     {"${SET:+r}", "r"}, {"${NO:+r}", ""},
        {"${EMPTY+r}", "r"}, {"${NO:-${SET}x}", "vx"}, {"$NO", ""},        {"$1", "$1"},
        {"100%$", "100%$"},  {"${NO:-a}b", "ab"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interpolation in = {.lookup = lookup};
        assert_str(manifest_interpolate(str_of(cases[i][0]), &in, &arena), cases[i][1]);
    }
    struct interpolation in = {.lookup = lookup};
    manifest_interpolate(STR("${NO:?needed}"), &in, &arena);
    assert_true(in.required);
    assert_str(in.missing, "NO");
}

static void kubernetes(void **state)
{
    (void)state;
    const char *files[] = {
        "k8s/app.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    "
        "spec:\n      "
        "containers:\n"
        "      - name: web\n        envFrom:\n        - configMapRef: {name: conf}\n"
        "        env:\n        - name: " KEY
        "\n          valueFrom: {secretKeyRef: {name: s, key: k}}\n"
        "        - {name: OPENAI_API_KEY, valueFrom: {secretKeyRef: {name: elsewhere, key: k}}}\n"
        "        - {name: OPENAI_MODEL, value: $(OPENAI_ORG_ID)-m}\n"
        "---\nkind: Secret\nmetadata: {name: s}\ndata: {k: c2stYQo=}\n"
        "---\nkind: ConfigMap\nmetadata: {name: conf}\n"
        "data: {OPENAI_BASE_URL: 'https://x/v1', OPENAI_ORG_ID: org}\n",
        "templates/t.yaml", "a: {{ .Values.x }}\n", NULL};
    struct contexts out = read(files, NULL, 0);
    const char *place = "kubernetes:Deployment/app/web";
    assert_str(find(&out, place, KEY)->value.text, "sk-a\n");
    assert_int_equal(find(&out, place, KEY)->origin.loc.line, 19);
    assert_true(find(&out, place, "OPENAI_API_KEY")->value.opaque);
    assert_str(find(&out, place, "OPENAI_BASE_URL")->value.text, "https://x/v1");
    assert_str(find(&out, place, "OPENAI_MODEL")->value.text, "org-m");
    const struct context *template = &out.items[out.n - 1];
    assert_int_equal(template->state, SEEN_PARTIAL);
    assert_true(str_has(template->detail, STR("template")));
}

static void ci(void **state)
{
    (void)state;
    const char *files[] = {".github/workflows/ci.yml",
                           "on: push\nenv: {OPENAI_BASE_URL: 'https://w/v1'}\njobs:\n  test:\n"
                           "    env: {OPENAI_BASE_URL: 'https://j/v1'}\n    steps:\n"
                           "    - run: x\n      env: {" KEY
                           ": '${{ secrets.KEY }}'}\n  lint:\n    steps: []\n",
                           ".gitlab-ci.yml",
                           "stages: [a]\nvariables: {OPENAI_MODEL: m}\njob:\n  variables:\n"
                           "    OPENAI_BASE_URL: {value: 'https://g/v1'}\n  script: [x]\n",
                           NULL};
    struct contexts out = read(files, NULL, 0);
    assert_true(find(&out, "actions:ci.yml/test", KEY)->value.opaque);
    assert_str(find(&out, "actions:ci.yml/test", "OPENAI_BASE_URL")->value.text, "https://j/v1");
    assert_int_equal(find(&out, "actions:ci.yml/lint", KEY)->value.state, VALUE_UNSET);
    assert_str(find(&out, "gitlab:job", "OPENAI_BASE_URL")->value.text, "https://g/v1");
    assert_str(find(&out, "gitlab:job", "OPENAI_MODEL")->value.text, "m");
}

static void units(void **state)
{
    (void)state;
    const char *files[] = {"deploy/app.service",
                           "[Unit]\nDescription=x\n[Service]\nEnvironment=\"OPENAI_MODEL=a b\" "
                           "OPENAI_BASE_URL=https://u/v1\n"
                           "EnvironmentFile=-deploy/env\nExecStart=/bin/x \\\n  --y\n",
                           "deploy/env",
                           "OPENAI_MODEL=file\n",
                           "Dockerfile",
                           "FROM a\nENV OPENAI_MODEL=old\nFROM b\nENV OPENAI_MODEL=\"m 1\" \\\n"
                           "  HTTP_PROXY=http://p:1\nENV OPENAI_BASE_URL https://d/v1\n",
                           "Procfile",
                           "web: OPENAI_MODEL=p gunicorn app\n",
                           NULL};
    struct contexts out = read(files, NULL, 0);
    assert_str(find(&out, "systemd:app.service", "OPENAI_MODEL")->value.text, "file");
    assert_str(find(&out, "systemd:app.service", "OPENAI_MODEL")->hidden->value.text, "a b");
    assert_str(find(&out, "systemd:app.service", "OPENAI_BASE_URL")->value.text, "https://u/v1");
    assert_str(find(&out, "manifest:Dockerfile", "OPENAI_MODEL")->value.text, "m 1");
    assert_str(find(&out, "manifest:Dockerfile", "HTTP_PROXY")->value.text, "http://p:1");
    assert_int_equal(find(&out, "manifest:Dockerfile", "OPENAI_BASE_URL")->origin.loc.line, 6);
    assert_str(find(&out, "manifest:Procfile#web", "OPENAI_MODEL")->value.text, "p");
}

static void platforms_and_tools(void **state)
{
    (void)state;
    const char *files[] = {"vercel.json",
                           "{\"functions\": {\"api/*.ts\": {\"maxDuration\": 10}}}",
                           "serverless.yml",
                           "provider: {timeout: 20}\nfunctions: {f: {timeout: 6}}\n",
                           "fly.toml",
                           "[env]\n",
                           "litellm_config.yaml",
                           "model_list:\n- model_name: g\n  litellm_params: {model: openai/x, "
                           "api_base: 'https://l/v1', "
                           "api_key: os.environ/" KEY "}\n",
                           NULL};
    struct dotenv_env shell[] = {{STR(KEY), STR("shell")}};
    struct contexts out = read(files, shell, 1);
    assert_int_equal((int)out.items[0].timeout_limit_s, 10);
    assert_int_equal((int)out.items[1].timeout_limit_s, 6);
    assert_true(str_has(out.items[2].detail, STR("Fly.io")));
    assert_str(find(&out, "tool:litellm/g", "OPENAI_API_KEY")->value.text, "shell");
    assert_str(find(&out, "tool:litellm/g", "OPENAI_BASE_URL")->value.text, "https://l/v1");
}

static void names(void **state)
{
    (void)state;
    assert_int_equal(manifest_sort(STR("a/b/compose.yaml")), MANIFEST_NAMED);
    assert_int_equal(manifest_sort(STR(".github/workflows/x.yml")), MANIFEST_NAMED);
    assert_int_equal(manifest_sort(STR("infra/k8s/app.yml")), MANIFEST_MAYBE);
    assert_int_equal(manifest_sort(STR("config.yaml")), MANIFEST_MAYBE);
    assert_int_equal(manifest_sort(STR("web/tests/compose.yaml")), MANIFEST_NOT);
    assert_int_equal(manifest_sort(STR("node_modules/x/compose.yaml")), MANIFEST_NOT);
    assert_int_equal(manifest_sort(STR("tests.d/compose.yaml")), MANIFEST_NAMED);
    assert_int_equal(manifest_sort(STR("mycompose.yaml")), MANIFEST_MAYBE);
    assert_int_equal(manifest_sort(STR(".github/workflows/sub/x.yml")), MANIFEST_MAYBE);
}

int main(void)
{
    arena = arena_new(256 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compose_precedence),
        cmocka_unit_test(compose_shell_wins),
        cmocka_unit_test(interpolation),
        cmocka_unit_test(kubernetes),
        cmocka_unit_test(ci),
        cmocka_unit_test(units),
        cmocka_unit_test(platforms_and_tools),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests_name("parse/manifest", tests, NULL, NULL);
}
