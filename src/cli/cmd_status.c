// SPDX-License-Identifier: MIT
// status: what the prompt hooks call, and what other prompts may show.
//
// --style hook speaks the protocol that hooks/nexoenv.bash describes: what only the shell knows
// comes in NEXOENV_HOOK, what was told comes in NEXOENV_TOLD, the answer on stdout is data. What
// was told lives in the shell alone:
//
//   TERMINAL:COUNT,ID[.|@COUNT],...   terminal in hex; prompt number of the last answer; each told
//                                     problem, and when it ended, the prompt where it did
//
// An ended problem is remembered for ten prompts, so that one that flickers is not told again (it
// gets a dot, and its next end is not told either); another terminal starts afresh; a nested shell
// in the same one does not repeat.
#include "cli/session.h"
#include "cli/status_watch.h"

#include <unistd.h>

enum {
    DEADLINE_MS = 150,  // shell-hooks.md 4.1: a prompt does not wait
    PATIENCE_MS = 2000, // other tools' prompts: no longer for a mount that does not answer
    REMEMBER_PROMPTS = 10,
    TOLD_MAX = 16,
};

struct told {
    uint32_t id;
    uint64_t ended; // prompt number; 0: still there
    bool now, back; // back: came again soon after its end, and that was not told
};

struct memory {
    uint64_t terminal, count;
    struct told items[TOLD_MAX];
    size_t n;
};

static uint32_t hash_bytes(uint32_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return (h ^ 0xff) * 16777619u;
}

// A problem is a rule and its subject: not the value, not the time, not the working directory.
static uint32_t problem_id(const struct finding *f)
{
    uint32_t h = hash_bytes(2166136261u, str_of(f->rule->id));
    h = hash_bytes(h, f->subject);
    // A key that ends in CR and one with a blank in it are two problems; a line number is none.
    if (!str_starts(str_of(f->rule->id), STR("key.")))
        return h;
    for (size_t i = 0; i < f->title.n; i++)
        if (!byte_is_digit(f->title.p[i]))
            h = hash_bytes(h, str_slice(f->title, i, i + 1));
    return h;
}

static bool from_hex(struct str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (byte_hex(s.p[i]) < 0 || i >= 16)
            return false;
        *out = *out << 4 | (uint64_t)byte_hex(s.p[i]);
    }
    return s.n > 0;
}

// Anything that is not in form, or from another terminal, counts as nothing told.
static void memory_read(struct memory *m, struct str text)
{
    struct str head, word, rest = text;
    uint64_t terminal, id;
    if (!str_cut(&rest, ',', &head))
        return;
    size_t colon = str_chr(head, ':');
    if (colon == STR_NOWHERE || !from_hex(str_slice(head, 0, colon), &terminal) ||
        terminal != m->terminal || !str_to_u64(str_from(head, colon + 1), &m->count))
        return;
    while (m->n < TOLD_MAX && str_cut(&rest, ',', &word)) {
        struct told t = {.back = str_ends(word, STR("."))};
        word.n -= t.back;
        size_t at = str_chr(word, '@');
        if (!from_hex(str_slice(word, 0, at), &id) || id > UINT32_MAX ||
            (at != STR_NOWHERE && !str_to_u64(str_from(word, at + 1), &t.ended)))
            continue;
        t.id = (uint32_t)id;
        m->items[m->n++] = t;
    }
}

static struct told *memory_find(struct memory *m, uint32_t id)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->items[i].id == id)
            return &m->items[i];
    return NULL;
}

// A nested shell counts from 1 again: what it inherits moves to its own count.
static void memory_age(struct memory *m, uint64_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->n; i++) {
        struct told *t = &m->items[i];
        if (t->ended && count < m->count)
            t->ended = count ? count : 1;
        if (!t->ended || count - t->ended < REMEMBER_PROMPTS)
            m->items[kept++] = *t;
    }
    m->n = kept;
    m->count = count;
}

static struct str memory_write(const struct memory *m, struct arena *a)
{
    struct buf b = buf_in(a);
    if (m->n == 0)
        return STR("-");
    buf_fmt(&b, "%llx:%llu", (unsigned long long)m->terminal, (unsigned long long)m->count);
    for (size_t i = 0; i < m->n; i++) {
        buf_fmt(&b, ",%x", m->items[i].id);
        if (m->items[i].ended)
            buf_fmt(&b, "@%llu", (unsigned long long)m->items[i].ended);
        else if (m->items[i].back)
            buf_byte(&b, '.');
    }
    return buf_str(&b);
}

static bool worth_telling(const struct finding *f)
{
    return f->severity >= SEVERITY_WARNING && !str_present(f->consequence_of);
}

// Splits the findings: what was not told yet goes into *fresh. Returns how many told problems have
// ended just now.
static size_t update(struct memory *m, const struct findings *all, struct findings *fresh,
                     struct arena *a)
{
    size_t gone = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (!worth_telling(&all->items[i]))
            continue;
        uint32_t id = problem_id(&all->items[i]);
        struct told *t = memory_find(m, id);
        if (!t) {
            *arena_push(fresh, a) = all->items[i];
            if (m->n == TOLD_MAX)
                memmove(m->items, m->items + 1, --m->n * sizeof *m->items);
            t = &m->items[m->n++];
            *t = (struct told){.id = id};
        }
        t->back = t->back || t->ended;
        t->ended = 0;
        t->now = true;
    }
    for (size_t i = 0; i < m->n; i++)
        if (!m->items[i].now && !m->items[i].ended) {
            m->items[i].ended = m->count ? m->count : 1;
            gone += !m->items[i].back;
            m->items[i].back = false;
        }
    return gone;
}

// Names that the shell has but does not export, from "1 SHELL COUNT NAME=LENGTH ...".
struct hook_says {
    bool valid;
    struct str shell;
    uint64_t count;
};

static struct hook_says hook_read(struct session *s, struct str text, struct arena *a)
{
    struct hook_says h = {0};
    struct str word, rest = text;
    if (!str_word(&rest, " ", &word) || !str_eq(word, STR("1")) ||
        !str_word(&rest, " ", &h.shell) || !str_word(&rest, " ", &word) ||
        !str_to_u64(word, &h.count))
        return h;
    h.valid = true;
    while (s->ask.hook_vars.n < 64 && str_word(&rest, " ", &word))
        strs_add(&s->ask.hook_vars, word, a);
    return h;
}

// Nobody wants to hear at every prompt that a key is missing who has nothing to do with the
// gateway: no client of it in the project, no dotenv file, no variable of it.
static bool has_to_do_with_it(const struct snapshot *snap)
{
    for (size_t i = 0; i < snap->dotenv.n; i++)
        if (snap->dotenv.items[i].n)
            return true;
    for (size_t i = 0; i < snap->contexts.items[0].vars.n; i++)
        if (str_starts(snap->contexts.items[0].vars.items[i].name, STR("NEXO")))
            return true;
    for (size_t i = 0; i < snap->project.clients.n; i++)
        if (str_has(snap->project.clients.items[i].id, STR("openai")))
            return true;
    return false;
}

static struct findings problems(const struct session *s, const struct report *r, struct arena *a)
{
    struct findings out = {0};
    bool near = has_to_do_with_it(&s->snap);
    for (size_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = &r->findings.items[i];
        if (strcmp(f->rule->id, "loaded.unset") == 0 && !near)
            continue;
        *arena_push(&out, a) = *f;
    }
    return out;
}

static void answer(struct str told, bool again, struct str watched, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_fmt(&b, "nexoenv 1\ntold %.*s\n%.*s%send\n", STR_ARG(told), STR_ARG(watched),
            again ? "again\n" : "");
    cli_out(buf_str(&b));
}

static int look(struct invocation *inv, struct session *s, struct report *r)
{
    int status = session_open(inv, GATHER_STATUS, s);
    if (status)
        return status;
    s->asked.status = true;
    s->asked.offline = true;
    *r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    return 0;
}

static int hook(void *invocation)
{
    struct invocation *inv = invocation;
    struct session *s = arena_one(inv->arena, struct session);
    struct gathering early = {.envp = inv->envp};
    struct str told = gather_env_get(&early, "NEXOENV_TOLD");
    if (os_input_waiting()) { // in the middle of a paste nothing is said, and nothing forgotten
        bool kept = told.n && told.n < 1024;
        for (size_t i = 0; i < told.n && kept; i++)
            kept = byte_is_alnum(told.p[i]) || strchr(":,@./_-", told.p[i]);
        answer(kept ? told : STR("-"), true, STR(""), inv->arena);
        return STATUS_OK;
    }
    struct hook_says says = hook_read(s, gather_env_get(&early, "NEXOENV_HOOK"), inv->arena);
    struct memory m = {.terminal = os_terminal_id(STDERR_FILENO)};
    struct report r;
    if (!says.valid)
        return cli_usage(inv, "--style hook is for the prompt hooks: see nexoenv hook --help");
    memory_read(&m, told);
    memory_age(&m, says.count);
    int status = look(inv, s, &r);
    if (status)
        return status;
    if (str_eq(says.shell, STR("fish")))
        inv->style_err.syntax = SYNTAX_FISH;
    struct findings all = {0}, fresh = {0};
    if (!s->config.prompt_off)
        all = problems(s, &r, inv->arena);
    size_t gone = update(&m, &all, &fresh, inv->arena);
    if (s->config.prompt_off)
        m.n = gone = 0;
    bool any = false;
    for (size_t i = 0; i < m.n; i++)
        any |= m.items[i].now;
    struct buf lines = buf_in(inv->arena), watched = buf_in(inv->arena);
    unsigned columns = os_columns(STDERR_FILENO);
    inv->style_err.width = columns ? columns : 80;
    render_status_term(&fresh, any ? 0 : gone, &inv->style_err, &lines);
    if (m.terminal)
        cli_err(buf_str(&lines));
    status_watch(s, &watched);
    answer(memory_write(&m, inv->arena), false, buf_str(&watched), inv->arena);
    return STATUS_OK;
}

// For other prompts: "2" problems as a sign, or the first one in a few words.
static void render_short(struct invocation *inv, const struct findings *f, bool symbol,
                         struct buf *b)
{
    size_t errors = 0, n = 0;
    const struct finding *first = NULL;
    for (size_t i = 0; i < f->n; i++) {
        if (!worth_telling(&f->items[i]))
            continue;
        first = first ? first : &f->items[i];
        errors += f->items[i].severity == SEVERITY_ERROR;
        n++;
    }
    if (!first)
        return;
    enum tone tone = errors ? TONE_ERROR : TONE_WARNING;
    enum sign sign = errors ? SIGN_ERROR : SIGN_WARNING;
    paint(b, &inv->style, tone, sign_text(&inv->style, sign));
    if (symbol) {
        if (n > 1)
            paint(b, &inv->style, tone, str_fmt(b->a, "%zu", n));
    } else {
        struct str text = first->short_text.n ? first->short_text : first->title;
        buf_byte(b, ' ');
        paint_text(b, &inv->style, tone, text);
        if (n > 1)
            paint(b, &inv->style, TONE_DIM, str_fmt(b->a, " (+%zu)", n - 1));
    }
    buf_byte(b, '\n');
}

// What other prompts show.
static int show(void *invocation)
{
    struct invocation *inv = invocation;
    struct session *s = arena_one(inv->arena, struct session);
    struct report r;
    int status = look(inv, s, &r);
    if (status)
        return status;
    struct findings all = problems(s, &r, inv->arena);
    struct buf b = buf_in(inv->arena);
    bool symbol = str_eq(inv->opt.style, STR("symbol"));
    if (inv->opt.format == FORMAT_JSON)
        render_status_json(&all, &b);
    else if (symbol || str_eq(inv->opt.style, STR("short")))
        render_short(inv, &all, symbol, &b);
    else
        render_status_term(&all, 0, &inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}

int cmd_status(struct invocation *inv)
{
    bool prompt = str_eq(inv->opt.style, STR("hook"));
    if (!prompt && !os_may_hang())
        return show(inv);
    os_crash_quietly();
    int status = os_apart(prompt ? DEADLINE_MS : PATIENCE_MS, prompt ? hook : show, inv);
    return status < 0 ? STATUS_UNKNOWN : status;
}
