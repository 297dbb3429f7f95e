// SPDX-License-Identifier: MIT
#include "net/curl.h"

#include "net/sock.h"
#include "net/tlslib.h"
#include "parse/certificate.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// One list makes the typed pointers and the table that fills them.
// clang-format off
#define CURL_SYMBOLS(X)                                                                            \
    X(curl_global_init) X(curl_version_info) X(curl_getdate) X(curl_slist_append)                  \
    X(curl_slist_free_all) X(curl_easy_init) X(curl_easy_setopt) X(curl_easy_getinfo)              \
    X(curl_easy_cleanup) X(curl_easy_strerror) X(curl_multi_init) X(curl_multi_cleanup)            \
    X(curl_multi_add_handle) X(curl_multi_remove_handle) X(curl_multi_perform)                     \
    X(curl_multi_poll) X(curl_multi_info_read)
// clang-format on

#define CURL_POINTER(name) __typeof__(name) *name##_;
static struct {
    CURL_SYMBOLS(CURL_POINTER)
} lib;

#define CURL_ROW(name) {#name, (void **)&lib.name##_},
static const struct {
    const char *name;
    void **slot;
} symbols[] = {CURL_SYMBOLS(CURL_ROW)};

static CURLM *multi;
static bool gnutls; // this libcurl's TLS library

static bool resolve_symbols(void *handle)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        *symbols[i].slot = dlsym(handle, symbols[i].name);
        if (!*symbols[i].slot)
            return false;
    }
    return true;
}

// What libcurl or its TLS library would take from the environment by themselves. SSLKEYLOGFILE
// writes the session's secrets to a file of the caller's choosing.
static void clear_environment(void)
{
    static const char *const names[] = {"SSLKEYLOGFILE", "CURL_SSL_BACKEND", "CURL_CA_BUNDLE",
                                        "SSL_CERT_FILE", "SSL_CERT_DIR"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
}

bool curl_open(void)
{
    static const char *const sonames[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
    static bool tried;
    if (tried)
        return lib.curl_multi_poll_ != NULL;
    tried = true;
    for (size_t i = 0; i < sizeof sonames / sizeof *sonames; i++) {
        void *handle = dlopen(sonames[i], RTLD_NOW | RTLD_LOCAL);
        if (!handle)
            continue;
        if (resolve_symbols(handle)) {
            clear_environment();
            if (lib.curl_global_init_(CURL_GLOBAL_ALL) == CURLE_OK) {
                const curl_version_info_data *v = lib.curl_version_info_(CURLVERSION_NOW);
                gnutls = str_starts(str_of(v->ssl_version), STR("GnuTLS"));
                return true;
            }
        }
        memset(&lib, 0, sizeof lib);
        dlclose(handle);
    }
    return false;
}

struct str curl_system_ca_file(void)
{
    const curl_version_info_data *v = lib.curl_version_info_(CURLVERSION_NOW);
    return v->age >= CURLVERSION_SEVENTH ? str_of(v->cainfo) : STR_NONE;
}

struct str curl_system_ca_dir(void)
{
    const curl_version_info_data *v = lib.curl_version_info_(CURLVERSION_NOW);
    return v->age >= CURLVERSION_SEVENTH ? str_of(v->capath) : STR_NONE;
}

int64_t curl_seconds(struct str date)
{
    char text[80];
    if (!date.n || date.n >= sizeof text || !lib.curl_getdate_)
        return -1;
    memcpy(text, date.p, date.n);
    text[date.n] = '\0';
    return (int64_t)lib.curl_getdate_(text, NULL);
}

bool curl_begin(void)
{
    if (!multi)
        multi = lib.curl_multi_init_();
    return multi != NULL;
}

void curl_end(void)
{
    if (multi)
        lib.curl_multi_cleanup_(multi);
    multi = NULL;
}

// Calls through a pointer lose libcurl's own check of the argument's type: these give it back.
static void set_long(struct transfer *t, CURLoption option, long value)
{
    (void)lib.curl_easy_setopt_(t->own.easy, option, value);
}

static bool set_text(struct transfer *t, CURLoption option, struct str value)
{
    char *z = str_z(value, t->arena);
    bool ok = lib.curl_easy_setopt_(t->own.easy, option, z) == CURLE_OK;
    return ok;
}

static void set_pointer(struct transfer *t, CURLoption option, void *value)
{
    (void)lib.curl_easy_setopt_(t->own.easy, option, value);
}

static int64_t monotonic_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *ctx)
{
    struct transfer *t = ctx;
    size_t n = size * count;
    t->seen.last_body_us = monotonic_us();
    if (!t->seen.first_body_us)
        t->seen.first_body_us = t->seen.last_body_us;
    size_t room = t->ask.most > t->body.n ? t->ask.most - t->body.n : 0;
    buf_add(&t->body, (struct str){bytes, n < room ? n : room});
    if (n > room) {
        t->body_cut = true;
        return 0; // ends the transfer: nothing beyond the bound is ever wanted
    }
    return n;
}

enum { HEADERS_MAX = 100 };

static size_t on_header(char *bytes, size_t size, size_t count, void *ctx)
{
    struct transfer *t = ctx;
    struct str line = str_trim((struct str){bytes, size * count});
    if (str_starts_icase(line, STR("HTTP/"))) {
        t->headers.n = 0; // a new block: CONNECT's answer or a 1xx came before
        return size * count;
    }
    size_t colon = str_chr(line, ':');
    if (colon == STR_NOWHERE || t->headers.n >= HEADERS_MAX || line.n > 4096)
        return size * count;
    struct reply_header *h = arena_push(&t->headers, t->arena);
    h->name = str_dup(str_slice(line, 0, colon), t->arena);
    h->value = str_dup(str_trim(str_from(line, colon + 1)), t->arena);
    return size * count;
}

static int64_t received_by_all(const struct transfer *t)
{
    int64_t bytes = 0;
    for (size_t i = 0; i < sizeof t->own.fds / sizeof *t->own.fds; i++)
        bytes += t->own.fds[i] >= 0 ? sock_received(t->own.fds[i]) : 0;
    return bytes;
}

void transfer_watch(struct transfer *t)
{
    if (!gnutls || !t->seen.tls_started || t->seen.tls_answered)
        return;
    t->seen.tls_answered = received_by_all(t) > t->own.before_hello;
    if (t->seen.tls_answered)
        t->moved_us = monotonic_us();
}

// libcurl's trace tells the stages that its times do not: CONNECT asked, ClientHello out, a TLS
// byte in. Behind an https:// proxy the first handshake is the proxy's.
static int on_trace(CURL *easy, curl_infotype type, char *bytes, size_t n, void *ctx)
{
    (void)easy;
    struct transfer *t = ctx;
    struct str text = {bytes, n};
    if (type != CURLINFO_TEXT)
        t->moved_us = monotonic_us();
    bool to_proxy = str_starts_icase(t->ask.proxy, STR("https:")) && !t->tunnel_asked;
    if (type == CURLINFO_SSL_DATA_OUT && !to_proxy)
        t->seen.tls_started = true;
    if (type == CURLINFO_SSL_DATA_IN && !to_proxy)
        t->seen.tls_answered = true;
    if (type == CURLINFO_TEXT && gnutls && !to_proxy && tlslib_says_hello(text)) {
        t->seen.tls_started = true;
        t->moved_us = monotonic_us();
        t->own.before_hello = received_by_all(t);
    }
    if (type == CURLINFO_HEADER_OUT && str_starts(text, STR("CONNECT ")))
        t->tunnel_asked = true;
    return 0;
}

static curl_socket_t on_open(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
    (void)purpose;
    struct transfer *t = ctx;
    t->moved_us = monotonic_us();
    if (t->seen.addresses.n < 16)
        *arena_push(&t->seen.addresses, t->arena) = sock_text(&a->addr, t->arena);
    if (sock_is_link_local(&a->addr)) {
        t->link_local = true;
        return CURL_SOCKET_BAD;
    }
    if (a->family == AF_INET6)
        t->tried6 = true;
    int fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
    for (size_t i = 0; fd >= 0 && i < sizeof t->own.fds / sizeof *t->own.fds; i++)
        if (t->own.fds[i] < 0) {
            t->own.fds[i] = fd;
            break;
        }
    return fd;
}

int64_t transfer_unacked(const struct transfer *t)
{
    int64_t worst = -1;
    for (size_t i = 0; i < sizeof t->own.fds / sizeof *t->own.fds; i++) {
        int64_t bytes = t->own.fds[i] >= 0 ? sock_unacked(t->own.fds[i]) : -1;
        if (bytes > worst)
            worst = bytes;
    }
    return worst;
}

static int on_close(void *ctx, curl_socket_t fd)
{
    struct transfer *t = ctx;
    transfer_watch(t);
    for (size_t i = 0; i < sizeof t->own.fds / sizeof *t->own.fds; i++)
        if (t->own.fds[i] == fd)
            t->own.fds[i] = -1; // its goodbye is under way now, which says nothing of the path
    return close(fd);
}

static void set_callbacks(struct transfer *t)
{
    CURL *e = t->own.easy;
    (void)lib.curl_easy_setopt_(e, CURLOPT_WRITEFUNCTION, on_body);
    (void)lib.curl_easy_setopt_(e, CURLOPT_HEADERFUNCTION, on_header);
    (void)lib.curl_easy_setopt_(e, CURLOPT_DEBUGFUNCTION, on_trace);
    (void)lib.curl_easy_setopt_(e, CURLOPT_OPENSOCKETFUNCTION, on_open);
    (void)lib.curl_easy_setopt_(e, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    set_pointer(t, CURLOPT_WRITEDATA, t);
    set_pointer(t, CURLOPT_HEADERDATA, t);
    set_pointer(t, CURLOPT_DEBUGDATA, t);
    set_pointer(t, CURLOPT_OPENSOCKETDATA, t);
    set_pointer(t, CURLOPT_CLOSESOCKETDATA, t);
    set_pointer(t, CURLOPT_PRIVATE, t);
    set_pointer(t, CURLOPT_ERRORBUFFER, t->own.error);
    set_long(t, CURLOPT_VERBOSE, 1);
}

// A libcurl that takes no certificates from memory (GnuTLS before 8.10) reads them from a file
// that exists in memory only; it stays open until the process ends, as every probe may ask for it.
static struct str file_in_memory(struct str bytes, struct arena *a)
{
    static int fd = -1;
    static struct str holds;
    if (fd >= 0 && str_eq(holds, bytes))
        return str_fmt(a, "/proc/self/fd/%d", fd);
#ifdef MFD_CLOEXEC
    fd = memfd_create("ca", MFD_CLOEXEC);
#endif
    if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n)
        return STR("/dev/null"); // no certificate at all rather than others
    holds = bytes;
    return str_fmt(a, "/proc/self/fd/%d", fd);
}

static void set_blob(struct transfer *t, CURLoption file, CURLoption blob)
{
    struct str pem = t->ask.ca_blob;
    struct curl_blob b = {(void *)(uintptr_t)pem.p, pem.n, CURL_BLOB_COPY};
    if (lib.curl_easy_setopt_(t->own.easy, blob, &b) == CURLE_OK)
        set_pointer(t, file, NULL);
    else
        set_text(t, file, file_in_memory(pem, t->arena));
}

static void set_store(struct transfer *t, CURLoption file, CURLoption dir, CURLoption blob)
{
    const struct request *ask = &t->ask;
    if (str_present(ask->ca_blob)) {
        set_blob(t, file, blob);
    } else if (str_present(ask->ca_file)) {
        set_text(t, file, ask->ca_file);
    } else {
        set_pointer(t, file, NULL);
    }
    if (str_present(ask->ca_dir))
        set_text(t, dir, ask->ca_dir);
    else
        set_pointer(t, dir, NULL);
}

static void set_trust(struct transfer *t)
{
    set_store(t, CURLOPT_CAINFO, CURLOPT_CAPATH, CURLOPT_CAINFO_BLOB);
    set_store(t, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAPATH, CURLOPT_PROXY_CAINFO_BLOB);
    set_long(t, CURLOPT_SSL_VERIFYPEER, t->ask.verify);
    set_long(t, CURLOPT_SSL_VERIFYHOST, t->ask.verify && !t->ask.any_name ? 2 : 0);
    set_long(t, CURLOPT_CERTINFO, 1);
}

static bool set_way(struct transfer *t)
{
    const struct request *ask = &t->ask;
    bool ok = set_text(t, CURLOPT_URL, ask->url);
    // Always set: an unset proxy would be looked for in the environment.
    ok = set_text(t, CURLOPT_PROXY, ask->proxy) && ok;
    ok = set_text(t, CURLOPT_NOPROXY, STR("")) && ok;
    (void)set_text(t, CURLOPT_PROTOCOLS_STR, STR("http,https")); // since 7.85; we build the URLs
    set_long(t, CURLOPT_FOLLOWLOCATION, 0);
    set_long(t, CURLOPT_NOSIGNAL, 1);
    set_long(t, CURLOPT_QUICK_EXIT, 1); // no handle waits for a resolver thread
    set_long(t, CURLOPT_FRESH_CONNECT, 1);
    set_long(t, CURLOPT_FORBID_REUSE, 1);
    set_long(t, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    set_long(t, CURLOPT_PROXYAUTH, (long)CURLAUTH_BASIC); // what SDKs can do
    set_long(t, CURLOPT_CONNECT_ONLY, ask->handshake_only);
    set_long(t, CURLOPT_IPRESOLVE,
             ask->family == 4   ? CURL_IPRESOLVE_V4
             : ask->family == 6 ? CURL_IPRESOLVE_V6
                                : CURL_IPRESOLVE_WHATEVER);
    return ok;
}

static void add_line(struct transfer *t, struct str line)
{
    char *z = str_z(line, t->arena);
    t->own.list = lib.curl_slist_append_(t->own.list, z);
    memset(z, 0, line.n); // it may hold the key
}

static void set_headers(struct transfer *t)
{
    const struct request *ask = &t->ask;
    if (str_present(ask->accept))
        add_line(t, str_fmt(t->arena, "Accept: %.*s", STR_ARG(ask->accept)));
    if (str_present(ask->authorization)) {
        struct str name = str_present(ask->header) ? ask->header : STR("Authorization");
        struct str line =
            str_fmt(t->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(ask->authorization));
        add_line(t, line);
        memset((char *)(uintptr_t)line.p, 0, line.n);
    }
    if (str_present(ask->body)) {
        add_line(t, STR("Content-Type: application/json"));
        set_long(t, CURLOPT_POSTFIELDSIZE, (long)ask->body.n);
        (void)lib.curl_easy_setopt_(t->own.easy, CURLOPT_COPYPOSTFIELDS, ask->body.p);
    }
    set_pointer(t, CURLOPT_HTTPHEADER, t->own.list);
    (void)set_text(t, CURLOPT_USERAGENT, ask->user_agent);
}

// "HOST:PORT:ADDRESS" for the host and port of the URL, which we built ourselves.
static void set_address(struct transfer *t)
{
    struct str rest = t->ask.url;
    size_t at = str_find(rest, STR("://"));
    if (!str_present(t->ask.address) || at == STR_NOWHERE)
        return;
    bool tls = str_starts_icase(rest, STR("https:"));
    rest = str_from(rest, at + 3);
    size_t slash = str_chr(rest, '/');
    struct str host = slash == STR_NOWHERE ? rest : str_slice(rest, 0, slash);
    size_t colon = str_rchr(host, ':');
    bool port = colon != STR_NOWHERE;
    char *z = str_z(str_fmt(t->arena, "%.*s%s:%.*s", STR_ARG(host),
                            port ? "" : (tls ? ":443" : ":80"), STR_ARG(t->ask.address)),
                    t->arena);
    t->own.resolve = lib.curl_slist_append_(NULL, z);
    set_pointer(t, CURLOPT_RESOLVE, t->own.resolve);
}

bool transfer_start(struct transfer *t)
{
    t->own.easy = lib.curl_easy_init_();
    if (!t->own.easy)
        return false;
    for (size_t i = 0; i < sizeof t->own.fds / sizeof *t->own.fds; i++)
        t->own.fds[i] = -1;
    t->body = buf_in(t->arena);
    t->seen.unacked = -1;
    t->seen.us.dns = t->seen.us.tcp = t->seen.us.proxy = t->seen.us.tls = t->seen.us.total = -1;
    set_callbacks(t);
    bool ok = set_way(t);
    set_trust(t);
    set_headers(t);
    set_address(t);
    t->running = ok && lib.curl_multi_add_handle_(multi, t->own.easy) == CURLM_OK;
    if (!t->running) {
        t->seen.curl_code = CURLE_URL_MALFORMAT;
        transfer_stop(t);
    }
    return t->running;
}

static int64_t when(struct transfer *t, CURLINFO what)
{
    curl_off_t us = 0;
    if (lib.curl_easy_getinfo_(t->own.easy, what, &us) != CURLE_OK || us <= 0)
        return -1;
    return us;
}

static long number(struct transfer *t, CURLINFO what)
{
    long value = 0;
    return lib.curl_easy_getinfo_(t->own.easy, what, &value) == CURLE_OK ? value : 0;
}

static void certificate_line(struct certificate *c, struct str line, struct arena *a)
{
    const struct {
        const char *name;
        struct str *to;
    } fields[] = {{"Subject:", &c->subject},
                  {"Issuer:", &c->issuer},
                  {"Start date:", &c->not_before},
                  {"Start Date:", &c->not_before}, // GnuTLS
                  {"Expire date:", &c->not_after},
                  {"Expire Date:", &c->not_after},
                  {"X509v3 Subject Alternative Name:", &c->names}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (str_starts(line, str_of(fields[i].name)))
            *fields[i].to = str_dup(str_trim(str_slice(line, strlen(fields[i].name), 1024)), a);
    if (str_starts(line, STR("Authority Information Access:")))
        c->has_aia = str_has(line, STR("CA Issuers"));
    if (gnutls && str_starts(line, STR("Cert:")))
        (void)certificate_extensions(line, &c->names, &c->has_aia, a);
}

enum { CHAIN_MAX = 16 };

static void read_chain(struct transfer *t)
{
    struct curl_certinfo *info = NULL;
    if (lib.curl_easy_getinfo_(t->own.easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info)
        return;
    for (int i = 0; i < info->num_of_certs && i < CHAIN_MAX; i++) {
        struct certificate *c = arena_push(&t->seen.chain, t->arena);
        for (struct curl_slist *l = info->certinfo[i]; l; l = l->next)
            certificate_line(c, str_of(l->data), t->arena);
        c->not_before_s = curl_seconds(tlslib_date(c->not_before, t->arena));
        c->not_after_s = curl_seconds(tlslib_date(c->not_after, t->arena));
        c->self_signed = c->subject.n && str_eq(c->subject, c->issuer);
    }
}

static void read_handle(struct transfer *t)
{
    struct observation *o = &t->seen;
    o->us.dns = when(t, CURLINFO_NAMELOOKUP_TIME_T);
    o->us.tcp = when(t, CURLINFO_CONNECT_TIME_T);
    o->us.tls = when(t, CURLINFO_APPCONNECT_TIME_T);
    o->us.total = when(t, CURLINFO_TOTAL_TIME_T);
    o->status = (int)number(t, CURLINFO_RESPONSE_CODE);
    o->connect_code = (int)number(t, CURLINFO_HTTP_CONNECTCODE);
    o->os_errno = (int)number(t, CURLINFO_OS_ERRNO);
    o->proxy_error = (int)number(t, CURLINFO_PROXY_ERROR);
    o->proxy_auth = (int)number(t, CURLINFO_PROXYAUTH_AVAIL);
    o->verify_result = tlslib_verify_result(gnutls, number(t, CURLINFO_SSL_VERIFYRESULT));
    char *ip = NULL;
    if (lib.curl_easy_getinfo_(t->own.easy, CURLINFO_PRIMARY_IP, &ip) == CURLE_OK && ip && *ip)
        o->address = str_dup(str_of(ip), t->arena);
    o->error = str_dup(str_of(*t->own.error  ? t->own.error
                              : o->curl_code ? lib.curl_easy_strerror_((CURLcode)o->curl_code)
                                             : ""),
                       t->arena);
    read_chain(t);
}

// libcurl copied the header lines: they go back to its heap without the key.
static void free_list(struct curl_slist *list)
{
    for (struct curl_slist *l = list; l; l = l->next)
        explicit_bzero(l->data, strlen(l->data));
    lib.curl_slist_free_all_(list);
}

void transfer_stop(struct transfer *t)
{
    if (!t->own.easy)
        return;
    int64_t bytes = transfer_unacked(t);
    if (bytes > t->seen.unacked)
        t->seen.unacked = bytes;
    read_handle(t);
    (void)lib.curl_multi_remove_handle_(multi, t->own.easy);
    lib.curl_easy_cleanup_(t->own.easy);
    free_list(t->own.list);
    free_list(t->own.resolve);
    t->own.easy = t->own.list = t->own.resolve = NULL;
    t->running = false;
}

void curl_step(int ms, struct curl_fd *fds, size_t n)
{
    struct curl_waitfd wait[64];
    int running = 0;
    n = n < 64 ? n : 64;
    for (size_t i = 0; i < n; i++)
        wait[i] = (struct curl_waitfd){
            fds[i].fd, (short)(CURL_WAIT_POLLIN | (fds[i].want_write ? CURL_WAIT_POLLOUT : 0)), 0};
    (void)lib.curl_multi_perform_(multi, &running);
    (void)lib.curl_multi_poll_(multi, wait, (unsigned)n, ms, NULL);
    for (size_t i = 0; i < n; i++) {
        fds[i].writable = wait[i].revents & CURL_WAIT_POLLOUT;
        fds[i].readable = wait[i].revents & ~CURL_WAIT_POLLOUT;
    }
    (void)lib.curl_multi_perform_(multi, &running);
}

struct transfer *curl_finished(void)
{
    int left = 0;
    for (CURLMsg *m; (m = lib.curl_multi_info_read_(multi, &left));) {
        if (m->msg != CURLMSG_DONE)
            continue;
        void *ctx = NULL;
        CURLcode code = m->data.result;
        (void)lib.curl_easy_getinfo_(m->easy_handle, CURLINFO_PRIVATE, &ctx);
        struct transfer *t = ctx;
        t->seen.curl_code = (int)code;
        t->ended = true;
        transfer_stop(t);
        return t;
    }
    return NULL;
}
