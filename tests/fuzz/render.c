// SPDX-License-Identifier: MIT
// Any bytes as the text of a report: nothing that a terminal obeys comes out, in any form, and every
// line of the annotations is one of ours. The same bytes as a host, a command and an error text.
#include "render/render.h"
#include "base/punycode.h"
#include "base/term.h"
#include "base/utf8.h"
#include "render/jsonw.h"
#include "rules/hosts.h"
#include "rules/symptoms.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void assert_harmless(struct str text, bool ascii)
{
    for (size_t at = 0, n; at < text.n; at += n) {
        uint32_t code;
        n = utf8_at(text, at, &code);
        assert(code == '\n' || !term_obeys(code));
        assert(!ascii || code < 0x80);
    }
}

static struct report report_of(struct str text, struct snapshot *snap, struct profile *profile,
                               struct asked *asked, struct arena *a)
{
    static const struct rule rule = {.id = "url.malformed", .rank = 30, .mode = "S", .title = "t"};
    static const struct client client = {.id = "curl"};
    struct context *context = arena_one(a, struct context);
    struct report r = {.snap = snap,
                       .profile = profile,
                       .asked = asked,
                       .client = &client,
                       .context = context,
                       .verdict = VERDICT_FAILS,
                       .summary = text};
    struct origin origin = {.kind = ORIGIN_FILE, .loc = {text, 3, 1}};
    context->name = text;
    struct finding *f = arena_push(&r.findings, a);
    *f = (struct finding){.rule = &rule,
                          .severity = SEVERITY_ERROR,
                          .title = text,
                          .why = text,
                          .escape = text,
                          .subject = text,
                          .short_text = text,
                          .location = origin.loc};
    *arena_push(&f->evidence, a) = (struct evidence){text, text, origin};
    *arena_push(&f->fixes, a) = (struct fix){text, text};
    *arena_push(&r.comparison, a) = (struct comparison_row){text, text, text, origin, 0};
    *arena_push(&r.not_checked, a) = (struct not_checked){text, text};
    *arena_push(&r.others, a) = (struct other){text, text, VERDICT_FAILS, text};
    *arena_push(&r.changed, a) = text;
    r.root = f;
    return r;
}

static void reports(struct str text, struct arena a)
{
    static const struct style styles[] = {{.utf8 = true, .width = 80},
                                          {.width = 41},
                                          {.utf8 = true, .width = 0, .syntax = SYNTAX_FISH}};
    static const struct occasion occasion = {.elapsed_ms = 1};
    struct snapshot snap = {0};
    struct profile profile = {0};
    struct asked asked = {0};
    struct report r = report_of(text, &snap, &profile, &asked, &a);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        struct buf b = buf_in(&a);
        render_report_term(&r, &occasion, &styles[i], &b);
        render_compare_term(&(struct compared){.items = &r, .n = 1}, &styles[i], &b);
        render_status_term(&r.findings, 0, &styles[i], &b);
        assert_harmless(buf_str(&b), !styles[i].utf8);
    }
    struct buf json = buf_in(&a), github = buf_in(&a);
    render_report_json(&r, 1, &occasion, &json);
    render_report_sarif(&r, 1, &occasion, &json);
    assert_harmless(buf_str(&json), false);
    render_report_github(&r, &github);
    assert_harmless(buf_str(&github), false);
    struct str rest = buf_str(&github), line;
    size_t lines = 0;
    while (str_line(&rest, &line)) {
        lines++;
        assert(str_starts(line, lines == 1 ? STR("::error file=") : STR("nexoenv: ")));
    }
    assert(lines == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)256 << 20);
    struct str text = {n ? (const char *)data : "", n < 4096 ? n : 4096};
    struct profile p = {.host = STR("api.nexorouter.com"), .website_host = STR("nexorouter.com")};
    reports(text, a);
    host_kind(&p, text, NULL, NULL, a);
    assert(punycode_label(text, &a).p != NULL);
    struct str fish = render_command(text, SYNTAX_FISH, &a);
    if (str_present(fish))
        assert_harmless(fish, false);
    struct symptom_matches m = symptoms_read(text, &a);
    assert(m.n <= 6);
    arena_free(&a);
    return 0;
}
