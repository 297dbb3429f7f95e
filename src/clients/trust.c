// SPDX-License-Identifier: MIT
// Whom a client trusts, and what adds to it (clients.md 7).
#include "clients/family.h"

#define SYSTEM_FILE "/etc/ssl/certs/ca-certificates.crt"
#define SYSTEM_DIR  "/etc/ssl/certs"

static void use_system(struct trust *t, bool file, bool dir)
{
    t->base = TRUST_SYSTEM;
    t->keeps_system_file = file;
    t->keeps_system_dir = dir;
    t->file = file ? STR(SYSTEM_FILE) : STR_NONE;
    t->dir = dir ? STR(SYSTEM_DIR) : STR_NONE;
}

static void set_file(struct trust *t, struct str path, const char *from)
{
    t->file = path;
    t->file_from = str_of(from);
    t->keeps_system_file = false;
}

static void set_dir(struct trust *t, struct str path, const char *from)
{
    t->dir = path;
    t->dir_from = str_of(from);
    t->keeps_system_dir = false;
}

static void add(struct situation *s, struct str path, const char *from)
{
    strs_add(&s->p->trust.adds, path, s->a);
    strs_add(&s->p->trust.adds_from, str_of(from), s->a);
}

// 0: usable (or nothing is known), else what is wrong with it as a file.
enum path_fault { PATH_FINE, PATH_MISSING, PATH_DENIED, PATH_DIRECTORY, PATH_NO_PEM };

static enum path_fault fault_of(const struct situation *s, struct str path)
{
    const struct path_facts *facts = s->world->paths;
    for (size_t i = 0; facts && i < facts->n; i++) {
        if (!str_eq(facts->items[i].path, path))
            continue;
        if (facts->items[i].is_dir)
            return PATH_DIRECTORY;
        if (facts->items[i].state == SEEN_DENIED)
            return PATH_DENIED;
        if (facts->items[i].state != SEEN_COMPLETE && facts->items[i].state != SEEN_PARTIAL)
            return PATH_MISSING;
        return facts->items[i].has_pem ? PATH_FINE : PATH_NO_PEM;
    }
    return PATH_FINE;
}

// A file that can be read, whatever it holds.
static bool opens_as_file(const struct situation *s, struct str path)
{
    enum path_fault fault = path.n ? fault_of(s, path) : PATH_MISSING;
    return fault == PATH_FINE || fault == PATH_NO_PEM;
}

static void stop(struct situation *s, const char *from, struct str words, bool before)
{
    s->p->trust.broken = str_of(from);
    s->p->trust.broken_words = words;
    if (!before || s->p->never_connects)
        return;
    s->p->never_connects = true;
    s->p->never_words = words;
}

static struct str filled(const struct situation *s, const char *name)
{
    struct str v = world_value(s->world, name);
    return v.n ? v : STR_NONE;
}

static void like_curl(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str own = tool_setting(s, "cacert"), own_dir = tool_setting(s, "capath");
    struct str bundle = filled(s, "CURL_CA_BUNDLE"), dir = filled(s, "SSL_CERT_DIR");
    struct str file = filled(s, "SSL_CERT_FILE");
    bool only_dir = s->rules->trust_flags & TRUST_ONLY_DIR;
    use_system(t, true, true);
    struct str off = tool_setting(s, "insecure");
    if (str_present(off) && !str_eq(off, STR("false"))) {
        t->verify = false;
        t->verify_from = STR("~/.curlrc insecure");
    }
    if (own.n || own_dir.n) {
        if (own.n)
            set_file(t, own, "~/.curlrc cacert");
        if (own_dir.n)
            set_dir(t, own_dir, "~/.curlrc capath");
    } else if (bundle.n) {
        set_file(t, bundle, "CURL_CA_BUNDLE");
    } else {
        if (dir.n)
            set_dir(t, dir, "SSL_CERT_DIR");
        if (file.n && !(dir.n && only_dir))
            set_file(t, file, "SSL_CERT_FILE");
        if (dir.n && only_dir && !file.n)
            t->keeps_system_file = true;
    }
    if (t->keeps_system_file || !t->file.n || fault_of(s, t->file) == PATH_FINE)
        return;
    stop(s, t->file_from.p,
         str_fmt(s->a,
                 s->rules->trust_flags & TRUST_OLD_WORDS
                     ? "curl: (77) error setting certificate file: %.*s"
                     : "curl: (77) error adding trust anchors from file: %.*s",
                 STR_ARG(t->file)),
         false);
}

static bool is_false(struct str v)
{
    return str_eq_icase(v, STR("false")) || str_eq_icase(v, STR("no")) ||
           str_eq_icase(v, STR("off")) || str_eq(v, STR("0"));
}

// git-config: a word, or a number with a unit; nothing behind "=" is false.
static bool is_git_boolean(struct str v)
{
    static const char *const words[] = {"", "true", "yes", "on", "false", "no", "off"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_icase(v, str_of(words[i])))
            return true;
    size_t i = v.p[0] == '-' || v.p[0] == '+' ? 1 : 0, from = i;
    while (i < v.n && byte_is_digit(v.p[i]))
        i++;
    bool unit = i + 1 == v.n && strchr("kKmMgG", v.p[i]);
    return i > from && (i == v.n || unit);
}

// Whatever else is set: the file is read first.
static void git_stops(struct situation *s, struct str verify)
{
    if (!str_present(verify) || is_git_boolean(verify) || s->p->never_connects)
        return;
    s->p->never_connects = true;
    s->p->never_words = str_fmt(s->a, "fatal: bad boolean config value '%.*s' for 'http.sslverify'",
                                STR_ARG(verify));
}

static void like_git(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str info = world_value(s->world, "GIT_SSL_CAINFO");
    struct str dir = world_value(s->world, "GIT_SSL_CAPATH");
    const char *from = "GIT_SSL_CAINFO";
    use_system(t, true, true);
    t->dir_whole = true; // GnuTLS reads every file of it
    if (!str_present(info)) {
        info = git_setting(s, ".sslCAInfo");
        from = "git http.sslCAInfo";
    }
    if (str_present(info))
        set_file(t, info, from);
    if (str_present(dir)) {
        set_dir(t, dir, "GIT_SSL_CAPATH");
        t->keeps_system_file = false; // it was one of the old directory's files
        t->file = str_present(info) ? t->file : STR_NONE;
    }
    // GnuTLS takes a file without certificates for an empty store and goes on (git 2.39).
    if (str_present(info) && !opens_as_file(s, info))
        stop(s, from,
             str_fmt(s->a,
                     "fatal: unable to access '%.*s://%.*s/': Problem with the SSL "
                     "CA cert (path? access rights?)",
                     STR_ARG(s->target.scheme), STR_ARG(s->target.netloc)),
             false);
    struct str verify = git_setting(s, ".sslVerify");
    git_stops(s, verify);
    // Any value switches it off, "0" and the empty one too.
    if (world_has(s->world, "GIT_SSL_NO_VERIFY")) {
        t->verify = false;
        t->verify_from = STR("GIT_SSL_NO_VERIFY");
    } else if (str_present(verify) && (is_false(verify) || !verify.n)) {
        t->verify = false;
        t->verify_from = STR("git http.sslVerify");
    }
}

static bool is_pem(const struct situation *s, struct str path)
{
    const struct path_facts *facts = s->world->paths;
    for (size_t i = 0; facts && i < facts->n; i++)
        if (str_eq(facts->items[i].path, path))
            return facts->items[i].has_pem && !facts->items[i].is_dir;
    return false;
}

// OpenSSL 3 opens what SSL_CERT_DIR names as a store as well: a file is read whole. Node's does not.
static void add_dir_that_is_a_file(struct situation *s)
{
    struct str dir = world_value(s->world, "SSL_CERT_DIR");
    if (dir.n && is_pem(s, dir))
        add(s, dir, "SSL_CERT_DIR");
}

// X509_get_default_cert_*: set counts, even when empty; what is missing is only lost.
static void like_openssl(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str file = world_value(s->world, "SSL_CERT_FILE");
    struct str dir = world_value(s->world, "SSL_CERT_DIR");
    use_system(t, true, true);
    if (str_present(file))
        set_file(t, file, "SSL_CERT_FILE");
    if (str_present(dir))
        set_dir(t, dir, "SSL_CERT_DIR");
    add_dir_that_is_a_file(s);
}

static void like_go(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str file = filled(s, "SSL_CERT_FILE"), dir = filled(s, "SSL_CERT_DIR");
    use_system(t, true, true);
    t->dir_whole = true;
    if (file.n)
        set_file(t, file, "SSL_CERT_FILE");
    if (dir.n)
        set_dir(t, dir, "SSL_CERT_DIR");
}

// Python's ssl on a file that holds no certificate, an empty one too.
#define NO_CERTIFICATE(who)                                                                        \
    STR(who "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found")

static void like_requests(struct situation *s)
{
    struct trust *t = &s->p->trust;
    bool system = s->rules->trust_flags & TRUST_SYSTEM_FILE;
    const char *from = "REQUESTS_CA_BUNDLE";
    struct str path = filled(s, from);
    if (!path.n) {
        from = "CURL_CA_BUNDLE";
        path = filled(s, from);
    }
    if (system)
        use_system(t, true, false);
    else
        t->base = TRUST_CERTIFI;
    if (!path.n)
        return;
    enum path_fault fault = fault_of(s, path);
    t->base = TRUST_NONE;
    if (fault == PATH_DIRECTORY)
        set_dir(t, path, from);
    else
        set_file(t, path, from);
    if (fault == PATH_MISSING)
        stop(s, from,
             str_fmt(s->a,
                     "builtins.OSError: Could not find a suitable TLS CA certificate "
                     "bundle, invalid path: %.*s",
                     STR_ARG(path)),
             s->target.https);
    else if (fault == PATH_DENIED) // it looks for the file, and opens it later
        stop(s, from, STR("requests.exceptions.SSLError: PermissionError(13, 'Permission denied')"),
             s->target.https);
    else if (fault == PATH_NO_PEM)
        stop(s, from, NO_CERTIFICATE("requests.exceptions.SSLError: "), s->target.https);
}

// The file alone, or the directory alone; nothing of the base stays.
static void like_httpx(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str file = filled(s, "SSL_CERT_FILE"), dir = filled(s, "SSL_CERT_DIR");
    if (s->rules->trust_flags & TRUST_LOOKS_FIRST) {
        enum path_fault seen = file.n ? fault_of(s, file) : PATH_FINE;
        if (seen == PATH_MISSING || seen == PATH_DIRECTORY)
            file = STR_NONE;
        if (dir.n && fault_of(s, dir) == PATH_MISSING)
            dir = STR_NONE;
    }
    if (s->rules->trust == TRUST_LIKE_HTTPX2 && !file.n && !dir.n) {
        like_openssl(s); // an empty name still takes its half away
        return;
    }
    t->base = file.n || dir.n ? TRUST_NONE : TRUST_CERTIFI;
    t->keeps_system_file = t->keeps_system_dir = false;
    if (file.n) {
        set_file(t, file, "SSL_CERT_FILE");
        t->dir = t->dir_from = STR_NONE;
    } else if (dir.n) {
        set_dir(t, dir, "SSL_CERT_DIR");
        t->file = t->file_from = STR_NONE;
    }
    enum path_fault fault = file.n ? fault_of(s, file) : PATH_FINE;
    if (fault == PATH_MISSING)
        stop(s, "SSL_CERT_FILE",
             STR("builtins.FileNotFoundError: [Errno 2] No such file or directory"), true);
    else if (fault == PATH_DENIED)
        stop(s, "SSL_CERT_FILE", STR("builtins.PermissionError: [Errno 13] Permission denied"),
             true);
    else if (fault == PATH_DIRECTORY)
        stop(s, "SSL_CERT_FILE", STR("builtins.IsADirectoryError: [Errno 21] Is a directory"),
             true);
    else if (fault == PATH_NO_PEM)
        stop(s, "SSL_CERT_FILE", NO_CERTIFICATE("ssl.SSLError: "), true);
}

static void reject_unauthorized(struct situation *s)
{
    if (!str_eq(world_value(s->world, "NODE_TLS_REJECT_UNAUTHORIZED"), STR("0")) ||
        (s->rules->trust_flags & TRUST_VERIFIES))
        return;
    s->p->trust.verify = false;
    s->p->trust.verify_from = STR("NODE_TLS_REJECT_UNAUTHORIZED");
}

static void extra_certs(struct situation *s)
{
    struct str extra = filled(s, "NODE_EXTRA_CA_CERTS");
    if (extra.n)
        add(s, extra, "NODE_EXTRA_CA_CERTS");
}

// Node's OpenSSL looks for /etc/ssl/cert.pem, which Debian has not: the directory remains.
static void node_store(struct situation *s, bool whole)
{
    struct trust *t = &s->p->trust;
    struct str file = world_value(s->world, "SSL_CERT_FILE");
    struct str dir = world_value(s->world, "SSL_CERT_DIR");
    t->keeps_system_dir = true;
    t->dir_whole = whole;
    t->dir = STR(SYSTEM_DIR);
    if (str_present(file))
        set_file(t, file, "SSL_CERT_FILE");
    if (str_present(dir))
        set_dir(t, dir, "SSL_CERT_DIR");
}

static void like_node(struct situation *s)
{
    struct version v = s->p->runtime;
    bool known =
        v.major > 24 || (v.major == 24 && v.minor >= 6) || (v.major == 22 && v.minor >= 19);
    bool option =
        v.major > 23 || (v.major == 23 && v.minor >= 9) || (v.major == 22 && v.minor >= 15);
    bool by_variable = known && str_eq(world_value(s->world, "NODE_USE_SYSTEM_CA"), STR("1"));
    size_t on = option ? node_option(s->world, "--use-system-ca") : 0;
    size_t off = option ? node_option(s->world, "--no-use-system-ca") : 0; // beats the variable
    bool openssl = node_option(s->world, "--use-openssl-ca");              // cannot be taken back
    bool system = on > off || (by_variable && !off);
    s->p->trust.base = TRUST_BUILTIN;
    if (openssl && system && v.major >= 24) // 22 takes both
        stop(s, "NODE_OPTIONS",
             STR("node: either --use-openssl-ca or --use-system-ca can be used, not both"), true);
    else if (openssl && node_option(s->world, "--use-bundled-ca"))
        stop(s, "NODE_OPTIONS",
             STR("node: either --use-openssl-ca or --use-bundled-ca can be used, not both"), true);
    if (openssl) {
        s->p->trust.base = TRUST_SYSTEM;
        node_store(s, false);
    } else if (system) {
        node_store(s, true);
        add(s, STR(SYSTEM_DIR), on > off ? "NODE_OPTIONS" : "NODE_USE_SYSTEM_CA");
    }
    extra_certs(s);
    reject_unauthorized(s);
}

static void like_bun(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str file = filled(s, "SSL_CERT_FILE"), dir = world_value(s->world, "SSL_CERT_DIR");
    struct str system = world_value(s->world, "NODE_USE_SYSTEM_CA");
    t->base = TRUST_BUILTIN;
    t->keeps_system_dir = true;
    t->dir = STR(SYSTEM_DIR);
    if (file.n)
        add(s, file, "SSL_CERT_FILE");
    if (str_present(dir)) // an empty one too takes the system's away
        set_dir(t, dir, "SSL_CERT_DIR");
    bool both = str_present(dir) && world_has(s->world, "SSL_CERT_FILE");
    if (system.n && !is_false(system) && !both) {
        t->keeps_system_file = true;
        add(s, STR(SYSTEM_FILE), "NODE_USE_SYSTEM_CA");
    }
    extra_certs(s);
    reject_unauthorized(s);
}

// rustls-native-certs: SSL_CERT_FILE stands for the bundle, and has to be there.
static void deno_system_store(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str own = world_value(s->world, "SSL_CERT_FILE");
    t->keeps_system_file = true; // the bundle, not the directory
    t->file = STR(SYSTEM_FILE);
    t->file_from = STR("DENO_TLS_CA_STORE");
    if (!str_present(own))
        return;
    set_file(t, own, "SSL_CERT_FILE");
    if (!opens_as_file(s, own))
        stop(s, "SSL_CERT_FILE",
             STR("Error: Failed to load platform certificates: No such file or directory (os error "
                 "2)"),
             true);
}

static void like_deno(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str stores = filled(s, "DENO_TLS_CA_STORE"), store;
    struct str cert = world_value(s->world, "DENO_CERT");
    t->base = stores.n ? TRUST_NONE : TRUST_BUILTIN;
    while (str_present(stores) && str_cut(&stores, ',', &store)) {
        store = str_trim(store);
        if (str_eq(store, STR("mozilla")))
            t->base = TRUST_BUILTIN;
        if (!str_eq(store, STR("system")))
            continue;
        deno_system_store(s);
        if (t->base == TRUST_NONE)
            t->base = TRUST_SYSTEM;
    }
    extra_certs(s);
    if (!str_present(cert))
        return;
    add(s, cert, "DENO_CERT");
    if (!opens_as_file(s, cert))
        stop(s, "DENO_CERT",
             STR("Error: Failed opening CA file: No such file or directory (os error 2)"), true);
}

static void like_wget(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str file = tool_setting(s, "ca_certificate"),
               check = tool_setting(s, "check_certificate");
    use_system(t, true, false);
    if (file.n)
        set_file(t, file, "~/.wgetrc ca_certificate");
    if (str_present(check) && is_false(check)) {
        t->verify = false;
        t->verify_from = STR("~/.wgetrc check_certificate");
    }
}

// SSL_VERIFY is false or a path; SSL_CERT_FILE counts when the file is there; else certifi.
static void like_litellm(struct situation *s)
{
    struct trust *t = &s->p->trust;
    struct str verify = filled(s, "SSL_VERIFY"), file = filled(s, "SSL_CERT_FILE");
    t->base = TRUST_CERTIFI;
    if (str_eq_icase(verify, STR("false"))) {
        t->verify = false;
        t->verify_from = STR("SSL_VERIFY");
    } else if (verify.n && !str_eq_icase(verify, STR("true"))) {
        t->base = TRUST_NONE;
        set_file(t, verify, "SSL_VERIFY");
    } else if (opens_as_file(s, file)) {
        t->base = TRUST_NONE;
        set_file(t, file, "SSL_CERT_FILE");
    }
}

void predict_trust(struct situation *s)
{
    switch (s->rules->trust) {
    case TRUST_LIKE_CURL: like_curl(s); break;
    case TRUST_LIKE_LIBCURL: use_system(&s->p->trust, true, true); break;
    case TRUST_LIKE_GIT: like_git(s); break;
    case TRUST_LIKE_OPENSSL: like_openssl(s); break;
    case TRUST_LIKE_REQUESTS: like_requests(s); break;
    case TRUST_LIKE_HTTPX:
    case TRUST_LIKE_HTTPX2: like_httpx(s); break;
    case TRUST_LIKE_NODE: like_node(s); break;
    case TRUST_LIKE_BUN: like_bun(s); break;
    case TRUST_LIKE_DENO: like_deno(s); break;
    case TRUST_LIKE_GO: like_go(s); break;
    case TRUST_LIKE_WGET: like_wget(s); break;
    case TRUST_LIKE_JAVA: s->p->trust.base = TRUST_JAVA; break;
    case TRUST_LIKE_LITELLM: like_litellm(s); break;
    }
}
