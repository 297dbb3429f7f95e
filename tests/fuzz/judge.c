// SPDX-License-Identifier: MIT
// A stranger's names, paths and values on their way into fixes. Whatever a file is called or holds,
// `eval` of a command may meet it only inside single quotes: every hostile text is fenced with the
// byte 0x01, and that byte must never stand where a shell would read it.
#include "parse/keyfacts.h"
#include "rules/report.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct feed {
    const uint8_t *at, *end;
    struct arena *a;
};

static unsigned pick(struct feed *f, unsigned below)
{
    return f->at < f->end ? *f->at++ % below : 0;
}

// The next piece of the input, between fences.
static struct str hostile(struct feed *f)
{
    size_t want = pick(f, 24), have = (size_t)(f->end - f->at);
    struct str piece = {(const char *)f->at, want < have ? want : have};
    f->at += piece.n;
    return str_fmt(f->a, "\x01%.*s\x01", STR_ARG(piece));
}

static struct str name_of(struct feed *f)
{
    static const char *const names[] = {
        "NEXOROUTER_API_KEY",
        "OPENAI_API_KEY",
        "NEXOROUTER_KEY",
        "OPENAI_BASE_URL",
        "NEXT_PUBLIC_OPENAI_API_KEY",
        "OPENAI_ORG_ID",
        "HTTPS_PROXY",
        "NO_PROXY",
        "OPENAI_TIMEOUT",
        "SSL_CERT_FILE",
        "ANTHROPIC_BASE_URL",
        "OPENAI_CUSTOM_HEADERS",
    };
    unsigned i = pick(f, sizeof(names) / sizeof(names[0]) + 1);
    return i < sizeof(names) / sizeof(names[0]) ? str_of(names[i]) : hostile(f);
}

static struct str text_of(struct feed *f)
{
    static const char *const texts[] = {
        "sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW",
        "sk-nexo-TEST02zY8xW6vU4tS2rQ0pN9mL7kJ5hG3fE ",
        "\"sk-nexo-TEST03aB3dE5fG7hJ9kL2mN4pQ6rS\"",
        "Bearer sk-nexo-TEST04aB3dE5fG7hJ9kL2mN",
        "your-key-here",
        "",
        "http://localhost:3001/v1",
        "https://nexorouter.com/v1",
    };
    unsigned i = pick(f, sizeof(texts) / sizeof(texts[0]) + 2);
    return i < sizeof(texts) / sizeof(texts[0]) ? str_of(texts[i]) : hostile(f);
}

static struct value value_of(struct feed *f, struct str name)
{
    struct str text = text_of(f);
    struct value v = value_read(name, text, f->a);
    for (size_t i = 0; i < text.n; i++)
        v.print = (v.print ^ (unsigned char)text.p[i]) * 1099511628211u + 1;
    return v;
}

static struct origin origin_of(struct feed *f, const struct snapshot *s)
{
    struct origin o = {.kind = ORIGIN_ENVIRONMENT};
    if (s->dotenv.n && pick(f, 2)) {
        o.kind = ORIGIN_FILE;
        o.loc = (struct loc){s->dotenv.items[0].path, 1 + pick(f, 5), 1};
    }
    return o;
}

static void add_file(struct feed *f, struct snapshot *s)
{
    struct dotenv_file *file = arena_push(&s->dotenv, f->a);
    *file = (struct dotenv_file){.path = pick(f, 2) ? STR(".env") : hostile(f),
                                 .state = SEEN_COMPLETE,
                                 .encoding = (enum encoding)pick(f, 5),
                                 .crlf = pick(f, 2),
                                 .is_template = pick(f, 3) == 0,
                                 .git = pick(f, 8),
                                 .git_known = true,
                                 .mode = 0644};
    for (unsigned i = pick(f, 4); i > 0; i--) {
        struct dotenv_entry *e = arena_push(file, f->a);
        *e = (struct dotenv_entry){.name = name_of(f),
                                   .loc = {file->path, 1 + pick(f, 9), 1},
                                   .defects = pick(f, 128),
                                   .last = pick(f, 2)};
        for (unsigned k = 1 + pick(f, 3); k > 0; k--)
            *arena_push(e, f->a) = (struct dotenv_reading){(uint64_t)1 << pick(f, 50),
                                                           pick(f, 8) == 0, value_of(f, e->name)};
    }
}

static void add_context(struct feed *f, struct snapshot *s, struct context c)
{
    for (unsigned i = pick(f, 7); i > 0; i--) {
        struct str name = name_of(f);
        struct variable v = {.name = name,
                             .value = value_of(f, name),
                             .origin = origin_of(f, s),
                             .exported = pick(f, 5) != 0};
        if (pick(f, 3) == 0) {
            v.hidden = arena_one(f->a, struct variable);
            *v.hidden = (struct variable){.name = name,
                                          .value = value_of(f, name),
                                          .origin = origin_of(f, s),
                                          .exported = true};
        }
        *arena_push(&c.vars, f->a) = v;
    }
    *arena_push(&s->contexts, f->a) = c;
}

static void fill(struct feed *f, struct snapshot *s)
{
    s->project.dir = pick(f, 2) ? STR(".") : hostile(f);
    for (unsigned i = pick(f, 4); i > 0; i--)
        add_file(f, s);
    add_context(
        f, s,
        (struct context){.name = STR("shell"), .kind = CONTEXT_SHELL, .state = SEEN_COMPLETE});
    add_context(f, s,
                (struct context){.name = STR("dotenv:python-dotenv"),
                                 .kind = CONTEXT_DOTENV,
                                 .state = SEEN_COMPLETE,
                                 .loader = STR("python-dotenv"),
                                 .shown = {hostile(f), 1, 1}});
    for (unsigned i = pick(f, 3); i > 0; i--) {
        struct str name = name_of(f);
        *arena_push(&s->rc, f->a) = (struct rc_assignment){.name = name,
                                                           .loc = {hostile(f), 3, 1},
                                                           .exported = pick(f, 2),
                                                           .value = value_of(f, name),
                                                           .mtime_ns = 9};
    }
    s->machine.shell_start_ns = pick(f, 2) ? 5 : 0;
    s->machine.ci = s->machine.ci_fork = pick(f, 4) == 0;
}

// Single quotes as a shell reads them. Our own texts hold no other quote that would hide one.
static void unquoted_is_ours(struct str command)
{
    bool inside = false;
    for (size_t i = 0; i < command.n; i++) {
        char c = command.p[i];
        if (!inside && c == '\\')
            i++;
        else if (c == '\'')
            inside = !inside;
        else
            assert(inside || c != '\x01');
    }
    assert(!inside);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)64 << 20);
    struct feed f = {data, data + n, &a};
    struct snapshot s = {0};
    struct profile p = {.base_url = STR("https://api.nexorouter.com/v1"),
                        .host = STR("api.nexorouter.com"),
                        .path = STR("/v1"),
                        .website_host = STR("nexorouter.com"),
                        .local_url = STR("http://localhost:3001/v1"),
                        .timeout_s = 60,
                        .timeout_slow_s = 180};
    strs_add(&p.key_variables, STR("NEXOROUTER_API_KEY"), &a);
    strs_add(&p.key_variables, STR("OPENAI_API_KEY"), &a);
    struct asked asked = {.command = STR("check"), .offline = true};
    if (pick(&f, 2))
        strs_add(&asked.clients, pick(&f, 2) ? STR("python-openai") : STR("node-openai"), &a);
    if (pick(&f, 2))
        asked.context = STR("dotenv:python-dotenv");
    fill(&f, &s);
    struct report r = judge(&s, &p, &asked, &a);
    assert((r.verdict == VERDICT_FAILS) == (r.root != NULL));
    for (size_t i = 0; i < r.findings.n; i++)
        for (size_t k = 0; k < r.findings.items[i].fixes.n; k++)
            unquoted_is_ours(r.findings.items[i].fixes.items[k].command);
    arena_free(&a);
    return 0;
}
