// SPDX-License-Identifier: MIT
// Runs the client vectors (tests/vectors/clients/README.md) through the predictions that the
// program itself uses: vectors_clients FILE. Prints every mismatch as id, expected, got.
#include "base/arena.h"
#include "clients/client.h"
#include "parse/toolfiles.h"

struct row {
    struct str id, group, client, program, version, env, files, url, route, detail;
};

// What is known of the world behind the cases.
struct stage {
    struct variables vars;
    struct settings settings;
    struct netrc netrc;
    struct path_facts paths;
    bool has_netrc;
};

static struct str read_all(const char *path, struct arena *a)
{
    FILE *f = fopen(path, "rb");
    struct buf b = buf_in(a);
    char chunk[65536];
    size_t n;
    if (!f) {
        fprintf(stderr, "vectors_clients: cannot read %s\n", path);
        exit(2);
    }
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, (struct str){chunk, n});
    fclose(f);
    return buf_str(&b);
}

static void add_utf8(struct buf *b, unsigned point)
{
    if (point < 0x80) {
        buf_byte(b, (char)point);
    } else if (point < 0x800) {
        buf_byte(b, (char)(0xc0 | point >> 6));
        buf_byte(b, (char)(0x80 | (point & 63)));
    } else {
        buf_byte(b, (char)(0xe0 | point >> 12));
        buf_byte(b, (char)(0x80 | (point >> 6 & 63)));
        buf_byte(b, (char)(0x80 | (point & 63)));
    }
}

static unsigned hex_of(struct str s)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.n && byte_hex(s.p[i]) >= 0; i++)
        v = v * 16 + (unsigned)byte_hex(s.p[i]);
    return v;
}

// Takes NAME="value" off the front; C escapes.
static bool take_pair(struct str *s, struct str *name, struct str *value, struct arena *a)
{
    struct buf b = buf_in(a);
    *s = str_trim_left_set(*s, " ");
    size_t eq = str_find(*s, STR("=\"")), i;
    if (eq == STR_NOWHERE)
        return false;
    *name = str_slice(*s, 0, eq);
    for (i = eq + 2; i < s->n && s->p[i] != '"'; i++) {
        char c = s->p[i];
        if (c != '\\' || i + 1 >= s->n) {
            buf_byte(&b, c);
            continue;
        }
        c = s->p[++i];
        if (c == 'x') {
            buf_byte(&b, (char)hex_of(str_slice(*s, i + 1, i + 3)));
            i += 2;
        } else if (c == 'u') {
            add_utf8(&b, hex_of(str_slice(*s, i + 1, i + 5)));
            i += 4;
        } else {
            buf_byte(&b, c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
        }
    }
    *value = buf_str(&b);
    *s = str_from(*s, i + 1);
    return true;
}

static void add_variable(struct stage *st, struct str name, struct str text, struct arena *a)
{
    struct variable *v = arena_push(&st->vars, a);
    v->name = name;
    v->value = value_plain(text);
    v->exported = true;
    v->origin.kind = ORIGIN_ENVIRONMENT;
}

static bool is_one_of(struct str path, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(path, str_of(names[i])))
            return true;
    return false;
}

// The stores of group D: a PEM file, a hashed folder, one of the damaged files, or nothing.
static void add_path(struct stage *st, struct str path, struct arena *a)
{
    static const char *const folders[] = {"$CA_DIR", "$CA_DIR/ssldir", "$CA_DIR/gitdir",
                                          "$CA_DIR/emptydir", "/etc/ssl/certs"};
    static const char *const no_pem[] = {"$CA_DIR/empty.pem", "$CA_DIR/garbage.pem",
                                         "$CA_DIR/key.pem", "$CA_DIR/cut.pem", "$CA_DIR/wrong.pem"};
    struct path_fact *p = arena_push(&st->paths, a);
    bool ours = str_starts(path, STR("$CA_DIR/")) || str_starts(path, STR("/etc/ssl/"));
    p->path = path;
    p->is_dir = is_one_of(str_trim_right_set(path, "/"), folders, 5);
    p->has_pem = ours && str_chr(path, ':') == STR_NOWHERE &&
                 (str_ends(path, STR(".ca.pem")) || str_ends(path, STR(".crt")));
    p->state = p->is_dir || p->has_pem || is_one_of(path, no_pem, 5) ? SEEN_COMPLETE
               : str_eq(path, STR("$CA_DIR/denied.pem"))             ? SEEN_DENIED
                                                                     : SEEN_ABSENT;
}

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)ctx;
    (void)name;
    return value_plain(bytes);
}

static struct str last_part(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

static void add_file(struct stage *st, struct str path, struct str bytes, struct arena *a)
{
    static const struct {
        const char *path, *tool;
    } files[] = {{"~/.curlrc", "curlrc"},
                 {"~/.wgetrc", "wgetrc"},
                 {"~/.gitconfig", "git"},
                 {"~/.config/git/config", "git"},
                 {"~/.npmrc", "npm"}};
    const struct variable *named = variable_find_z(&st->vars, "NETRC");
    bool is_netrc = named ? str_eq(last_part(path), last_part(named->value.text))
                          : str_eq(path, STR("~/.netrc")) || str_eq(path, STR("~/_netrc"));
    if (is_netrc) {
        // ~/.netrc is the one that is read when both are there.
        if (!st->has_netrc || str_eq(path, STR("~/.netrc"))) {
            st->netrc = (struct netrc){0};
            netrc_read(bytes, path, &st->netrc, a);
        }
        st->has_netrc = true;
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct toolfile f = {
            .tool = str_of(files[i].tool), .path = path, .bytes = bytes, .keep = keep};
        if (str_eq(path, str_of(files[i].path)))
            toolfile_read(&f, &st->settings, a);
    }
}

static struct stage stage_of(const struct row *r, struct arena *a)
{
    struct stage st = {0};
    struct str rest = r->env, name, value;
    while (take_pair(&rest, &name, &value, a)) {
        add_variable(&st, name, value, a);
        if (str_has(name, STR("CERT")) || str_has(name, STR("CA_BUNDLE")) ||
            str_has(name, STR("CAINFO")) || str_has(name, STR("CAPATH")))
            add_path(&st, value, a);
    }
    if (str_has(r->program, STR("--use-env-proxy")))
        add_variable(&st, STR("NODE_OPTIONS"), STR("--use-env-proxy"), a);
    rest = r->files;
    while (take_pair(&rest, &name, &value, a))
        add_file(&st, name, value, a);
    return st;
}

static bool is_sdk(const struct row *r)
{
    static const char *const ids[] = {"python-openai", "python-anthropic", "node-openai",
                                      "node-anthropic"};
    for (size_t i = 0; i < 4; i++)
        if (str_eq(r->client, str_of(ids[i])))
            return true;
    return false;
}

// "1.21.1 on node 24.21.0", "v0.56.0 resolver + ...", "Debian bookworm package".
static void versions_of(const struct row *r, struct version *own, struct version *node)
{
    size_t on = str_find(r->version, STR(" on node "));
    *own = version_parse(r->version);
    *node = on == STR_NOWHERE ? (struct version){0} : version_parse(str_from(r->version, on + 9));
}

static struct str host_of(struct str url)
{
    size_t at = str_find(url, STR("://"));
    struct str s = at == STR_NOWHERE ? url : str_from(url, at + 3);
    return str_slice(s, 0, str_chr(s, '/'));
}

// One of the paths, between colons, is the folder.
static bool has_folder(struct str paths, struct str folder)
{
    struct str path;
    while (str_present(paths) && str_cut(&paths, ':', &path))
        if (str_eq(str_trim_right_set(path, "/"), folder))
            return true;
    return false;
}

// $CA_DIR/STORE.ca.pem, also in other clothes: $CA_DIR/crlf/STORE.ca.pem.
static bool is_store(struct str path, struct str store, struct arena *a)
{
    return str_starts(path, STR("$CA_DIR/")) &&
           str_ends(path, str_fmt(a, "/%.*s.ca.pem", STR_ARG(store)));
}

// The handshake is trusted when the prediction trusts the store that the host is named after.
static bool trusted(const struct prediction *p, struct str url, struct arena *a)
{
    const struct str bundle = STR("/etc/ssl/certs/ca-certificates.crt");
    struct str host = host_of(url), store = str_slice(host, 0, str_chr(host, '.'));
    const struct trust *t = &p->trust;
    if (!t->verify)
        return true;
    if (str_present(t->broken) || p->never_connects)
        return false;
    bool folder = t->keeps_system_dir || has_folder(t->dir, STR("/etc/ssl/certs"));
    if (str_eq(store, STR("sysfile")))
        return t->keeps_system_file || str_eq(t->file, bundle) || strs_have(&t->adds, bundle) ||
               (folder && t->dir_whole);
    if (str_eq(store, STR("sysdir")))
        return folder;
    if (str_eq(store, STR("certifi")))
        return t->base == TRUST_CERTIFI;
    bool added = false;
    for (size_t i = 0; i < t->adds.n; i++)
        added = added || is_store(t->adds.items[i], store, a);
    return added || is_store(t->file, store, a) ||
           has_folder(t->dir, str_fmt(a, "$CA_DIR/%.*s", STR_ARG(store)));
}

static struct str path_of(struct str url)
{
    size_t at = str_find(url, STR("://"));
    struct str s = at == STR_NOWHERE ? url : str_from(url, at + 3);
    size_t slash = str_chr(s, '/');
    return slash == STR_NOWHERE ? STR("/") : str_from(s, slash);
}

static struct str visible(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x20)
            buf_byte(&b, s.p[i]);
    return buf_str(&b);
}

// The request line and headers that arrive: "GET /v1/models auth=Bearer sk-test org=...".
static struct str arrives(const struct row *r, const struct prediction *p, struct arena *a)
{
    struct buf b = buf_in(a);
    bool git = str_eq(r->client, STR("git")), sdk = is_sdk(r);
    struct str auth = sdk ? p->auth : git ? STR_NONE : STR("Bearer sk-test");
    if (p->netrc_replaces_auth)
        auth = STR("basic:");
    buf_fmt(&b, "GET %.*s%s auth=", STR_ARG(path_of(sdk ? p->request_url : r->url)),
            git ? "/info/refs?service=git-upload-pack" : "");
    buf_add(&b, auth.n ? auth : STR("-"));
    if (p->x_api_key.n)
        buf_fmt(&b, " x-api-key=%.*s", STR_ARG(p->x_api_key));
    if (p->organization.n)
        buf_fmt(&b, " org=%.*s", STR_ARG(p->organization));
    if (p->project.n)
        buf_fmt(&b, " project=%.*s", STR_ARG(p->project));
    return visible(buf_str(&b), a);
}

static bool detail_same(struct str want, struct str got)
{
    size_t basic = str_find(got, STR("auth=basic:"));
    if (basic != STR_NOWHERE && str_ends(got, STR("auth=basic:")))
        return str_starts(want, got);
    return str_eq(want, got);
}

// R: "request is POST; origin answers 301 to https://host; seen: POST port 80 with Authorization
// then GET port 443 without Authorization".
static struct str between(struct str text, const char *before, const char *after)
{
    size_t at = str_find(text, str_of(before));
    struct str rest = at == STR_NOWHERE ? STR("") : str_from(text, at + strlen(before));
    return str_slice(rest, 0, str_find(rest, str_of(after)));
}

static struct str redirect_said(struct str method, bool with_key, struct arena *a)
{
    return str_fmt(a, "%.*s %s", STR_ARG(method), with_key ? "kept" : "dropped");
}

static struct str redirect_wanted(struct str detail, struct arena *a)
{
    size_t then = str_find(detail, STR(" then "));
    if (then == STR_NOWHERE)
        return STR("not followed");
    return redirect_said(between(detail, " then ", " "),
                         !str_has(str_from(detail, then), STR("without Authorization")), a);
}

// The programs whose code asks for redirects; the others leave them as their library does.
static bool asks(const struct row *r)
{
    return str_has(r->program, STR("-L")) || str_eq(r->client, STR("python-httpx"));
}

static struct str redirect_got(const struct row *r, const struct prediction *p, struct arena *a)
{
    struct str answers = between(r->detail, "origin answers ", "; seen");
    struct hop hop = {.method = between(r->detail, "request is ", ";"),
                      .from = is_sdk(r) ? p->request_url : r->url,
                      .to = between(answers, " to ", "; seen")};
    for (size_t i = 0; i < answers.n && byte_is_digit(answers.p[i]); i++)
        hop.status = hop.status * 10 + (unsigned)(answers.p[i] - '0');
    struct redirect to = prediction_redirect(p, &hop, a);
    bool in_authorization = str_has(r->detail, STR(" with Authorization"));
    if (!to.followed || (to.asked && !asks(r)))
        return STR("not followed");
    return redirect_said(to.method, to.keeps_key && in_authorization, a);
}

static struct call call_of(const struct row *r)
{
    struct call c = {0};
    bool chat = str_has(r->program, STR("chat.completions"));
    bool anthropic = str_has(r->client, STR("anthropic"));
    c.path = anthropic ? STR("/v1/models") : chat ? STR("/chat/completions") : STR("/models");
    if (!is_sdk(r))
        c.url = r->url;
    else if (!str_eq(r->url, STR("(from env)")))
        c.base_url = r->url;
    return c;
}

static bool resolves(struct str url)
{
    struct str host = host_of(url);
    host = str_slice(host, 0, str_chr(host, ':'));
    return !str_ends_icase(host, STR(".invalid")) && !str_eq_icase(host, STR("api.openai.com")) &&
           !str_eq_icase(host, STR("api.anthropic.com"));
}

static struct str host_name(struct str url)
{
    struct str host = host_of(url);
    return str_slice(host, 0, host.n && host.p[0] == '[' ? STR_NOWHERE : str_chr(host, ':'));
}

// The resolver behind the cases (tests/vectors/clients/README.md).
static struct str address_of(struct str name)
{
    struct str host = str_ends(name, STR(".")) ? str_slice(name, 0, name.n - 1) : name;
    if (!host.n || str_ends_icase(host, STR(".invalid")) ||
        str_eq_icase(host, STR("api.openai.com")) || str_eq_icase(host, STR("api.anthropic.com")))
        return STR_NONE;
    bool ours =
        str_eq_icase(host, STR("nexorouter.com")) || str_ends_icase(host, STR(".nexorouter.com"));
    return ours && !str_eq_icase(host, STR("loop.nexorouter.com")) ? STR("10.1.2.3")
                                                                   : STR("127.0.0.1");
}

static struct str route_got(const struct row *r, const struct prediction *p, struct arena *a)
{
    struct str url = is_sdk(r) ? p->request_url : r->url;
    if (str_eq(r->group, STR("D")) && p->route == ROUTE_DIRECT)
        return trusted(p, r->url, a) ? STR("direct") : STR("error");
    if (p->route == ROUTE_DIRECT && !p->never_connects && !resolves(url))
        return STR("error");
    return prediction_route(p, a);
}

static bool run(const struct row *r, struct arena a)
{
    struct {
        struct str host, address;
    } name = {host_name(r->url), address_of(host_name(r->url))};
    struct stage st = stage_of(r, &a);
    struct world w = {.vars = &st.vars,
                      .settings = &st.settings,
                      .paths = &st.paths,
                      .netrc = st.has_netrc ? &st.netrc : NULL,
                      .resolved = (const void *)&name,
                      .resolved_n = str_present(name.address)};
    const struct client *c = client_find(r->client);
    struct version own, node;
    struct call call = call_of(r);
    if (!c) {
        printf("%.*s\tclient %.*s\tunknown\n", STR_ARG(r->id), STR_ARG(r->client));
        return false;
    }
    versions_of(r, &own, &node);
    struct prediction p = client_predict(c, own, node, &w, &call, &a);
    struct str got = route_got(r, &p, &a), more = STR_NONE, want_more = STR_NONE;
    bool ef = str_eq(r->group, STR("E")) || str_eq(r->group, STR("F"));
    if (ef && r->detail.n) {
        more = arrives(r, &p, &a);
        want_more = visible(r->detail, &a);
    } else if (str_eq(r->group, STR("F")) && str_eq(r->route, STR("direct"))) {
        more = p.key_fate == KEY_FATE_REFUSED ? STR("refused") : STR("sent");
        want_more = STR("refused");
    } else if (str_eq(r->group, STR("R"))) {
        more = redirect_got(r, &p, &a);
        want_more = redirect_wanted(r->detail, &a);
    }
    if (str_eq(got, r->route) && (str_eq(want_more, more) || detail_same(want_more, more)))
        return true;
    printf("%.*s\t%.*s %.*s\t%.*s %.*s\t%.*s\n", STR_ARG(r->id), STR_ARG(r->route),
           STR_ARG(want_more), STR_ARG(got), STR_ARG(more),
           STR_ARG(p.never_connects ? p.never_words : p.error));
    return false;
}

// Columns are found by the names of the first row.
static struct str column(struct str line, struct str header, const char *name)
{
    struct str h, v;
    while (str_present(header) && str_cut(&header, '\t', &h)) {
        if (!str_present(line) || !str_cut(&line, '\t', &v))
            return STR("");
        if (str_eq(h, str_of(name)))
            return v;
    }
    return STR("");
}

int main(int argc, char **argv)
{
    struct arena a = arena_new((size_t)256 << 20);
    size_t passed = 0, failed = 0;
    struct str header, line;
    if (argc != 2) {
        fprintf(stderr, "usage: vectors_clients FILE\n");
        return 2;
    }
    struct str rest = read_all(argv[1], &a);
    if (!str_line(&rest, &header))
        return 2;
    while (str_present(rest) && rest.n && str_line(&rest, &line)) {
        struct row r = {
            column(line, header, "case_id"),         column(line, header, "group"),
            column(line, header, "client"),          column(line, header, "program"),
            column(line, header, "program_version"), column(line, header, "env"),
            column(line, header, "files"),           column(line, header, "target_url"),
            column(line, header, "expected_route"),  column(line, header, "detail"),
        };
        if (!r.id.n)
            continue;
        if (run(&r, a))
            passed++;
        else
            failed++;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed ? 1 : 0;
}
