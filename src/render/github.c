// SPDX-License-Identifier: MIT
// Workflow commands of GitHub Actions: one line per finding, "::error file=...,line=...::text".
// The runner reads any line of the log that begins with "::" as a command, so nothing of a
// stranger's may hold a line feed here; GitHub's own escapes are %25 %0D %0A, in properties also
// %3A and %2C.
#include "base/term.h"
#include "render/parts.h"

static void add_escaped(struct buf *b, struct str s, const char *also)
{
    s = term_safe(s, b->a); // controls, line feeds too, are \xHH from here on
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool special = c == '%';
        for (const char *p = also; *p; p++)
            special |= c == *p;
        if (special)
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
        else
            buf_byte(b, c);
    }
}

static void add_property(struct buf *b, char before, const char *name, struct str value)
{
    buf_byte(b, before);
    buf_fmt(b, "%s=", name);
    add_escaped(b, value, ":,");
}

static void add_line(struct buf *b, struct str text)
{
    buf_z(b, "%0A");
    add_escaped(b, text, "");
}

static void annotation(const struct finding *f, struct buf *b)
{
    static const char *const commands[] = {[SEVERITY_OFF] = "debug",
                                           [SEVERITY_NOTE] = "notice",
                                           [SEVERITY_WARNING] = "warning",
                                           [SEVERITY_ERROR] = "error"};
    const struct loc *l = &f->location;
    char before = ' ';
    buf_fmt(b, "::%s", commands[f->severity]);
    if (str_present(l->file)) {
        add_property(b, before, "file", l->file);
        before = ',';
        if (l->line)
            add_property(b, ',', "line", str_fmt(b->a, "%u", (unsigned)l->line));
        if (l->line && l->column)
            add_property(b, ',', "col", str_fmt(b->a, "%u", (unsigned)l->column));
    }
    add_property(b, before, "title", str_of(f->rule->id));
    buf_z(b, "::");
    add_escaped(b, f->title, "");
    for (size_t i = 0; i < f->evidence.n; i++) {
        const struct evidence *e = &f->evidence.items[i];
        struct str from = origin_text(&e->origin, b->a);
        add_line(b, str_fmt(b->a, "%.*s %.*s%s%.*s%s", STR_ARG(e->what), STR_ARG(e->value),
                            from.n ? " (" : "", STR_ARG(from), from.n ? ")" : ""));
    }
    if (f->why.n)
        add_line(b, f->why);
    if (f->fixes.n)
        add_line(b, str_fmt(b->a, "Fix: %.*s", STR_ARG(f->fixes.items[0].text)));
    if (f->fixes.n && str_present(f->fixes.items[0].command))
        add_line(b, f->fixes.items[0].command);
    buf_byte(b, '\n');
}

void render_report_github(const struct report *r, struct buf *b)
{
    for (size_t i = 0; i < r->findings.n; i++)
        annotation(&r->findings.items[i], b);
    buf_z(b, "nexoenv: ");
    term_escape(b, r->summary);
    buf_byte(b, '\n');
}
