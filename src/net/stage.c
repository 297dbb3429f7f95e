// SPDX-License-Identifier: MIT
#include "net/stage.h"

#include <errno.h>

// CURLcode values of a stable ABI; curl.h itself is seen by net/curl.c alone.
enum {
    RC_OK = 0,
    RC_PROXY_NAME = 5,
    RC_NAME = 6,
    RC_CONNECT = 7,
    RC_PARTIAL = 18,
    RC_WRITE = 23,
    RC_TIMEOUT = 28,
    RC_TLS = 35,
    RC_EMPTY = 52,
    RC_SEND = 55,
    RC_RECV = 56,
    RC_CERTIFICATE = 60,
    RC_CA_FILE = 77,
    RC_PROXY = 97,
};

enum { VERIFY_NOT_YET = 9, VERIFY_EXPIRED = 10 };

static void fails(struct observation *o, enum probe_stage stage, const char *reason)
{
    o->state = PROBE_FAILED;
    o->stage = stage;
    o->reason = str_of(reason);
}

static bool says(const struct observation *o, const char *words)
{
    return str_find_icase(o->error, str_of(words)) != STR_NOWHERE;
}

static const struct {
    int os_errno;
    char reason[24];
} connect_reasons[] = {
    {ECONNREFUSED, "connection_refused"},
    {ECONNRESET, "connection_reset"},
    {EHOSTUNREACH, "host_unreachable"},
    {ENETUNREACH, "network_unreachable"},
    {ENETDOWN, "network_down"},
    {ETIMEDOUT, "generic_timeout_error"},
    {EACCES, "host_unreachable"},
    {EPERM, "host_unreachable"},
    {EADDRNOTAVAIL, "network_unreachable"},
};

static const char *connect_reason(const struct observation *o)
{
    for (size_t i = 0; i < sizeof connect_reasons / sizeof *connect_reasons; i++)
        if (connect_reasons[i].os_errno == o->os_errno)
            return connect_reasons[i].reason;
    if (says(o, "refused"))
        return "connection_refused";
    return "host_unreachable";
}

// The stage that was under way when nothing came any more.
static enum probe_stage reached(const struct observation *o, const struct stage_context *c)
{
    if (o->tls_started || o->us.tls > 0)
        return c->tls && o->us.tls <= 0 ? STAGE_TLS : STAGE_HTTP;
    if (c->proxied)
        return c->tls || o->us.tcp <= 0 ? STAGE_PROXY : STAGE_HTTP;
    if (o->us.dns <= 0)
        return STAGE_DNS;
    if (o->us.tcp <= 0)
        return STAGE_TCP;
    return c->tls ? STAGE_TLS : STAGE_HTTP;
}

static void tls_failed(struct observation *o, const struct stage_context *c)
{
    bool proxy_hello = c->https_proxy && !c->tunnel_asked;
    bool not_tls = says(o, "wrong version number") || says(o, "unknown protocol") ||
                   says(o, "unexpected TLS packet") || says(o, "packet length too long");
    const char *reason = "ssl_failed_handshake";
    if (says(o, "reset by peer") || o->os_errno == ECONNRESET)
        reason = "connection_reset";
    else if (not_tls || says(o, "alert") || says(o, "unsupported protocol") ||
             says(o, "no protocols") || says(o, "handshake failure"))
        reason = "tls_protocol";
    else if (says(o, "SSL_ERROR_SYSCALL") || says(o, "unexpected eof") || says(o, "EOF") ||
             says(o, "terminated"))
        reason = "eof_error";
    if (proxy_hello)
        fails(o, STAGE_PROXY, reason);
    else if (c->proxied && not_tls && o->connect_code == 200)
        fails(o, STAGE_PROXY, "not_a_proxy"); // a web server that says 200 to everything
    else
        fails(o, STAGE_TLS, reason);
}

static void certificate_failed(struct observation *o, const struct stage_context *c)
{
    const char *reason = "ssl_unknown_authority";
    if (says(o, "no alternative certificate subject name") || says(o, "does not match target") ||
        says(o, "doesn't match target"))
        reason = "ssl_invalid_hostname";
    else if (o->verify_result == VERIFY_NOT_YET || o->verify_result == VERIFY_EXPIRED ||
             says(o, "expired") || says(o, "not yet valid"))
        reason = "ssl_invalid_certificate";
    fails(o, c->https_proxy && !c->tunnel_asked ? STAGE_PROXY : STAGE_TLS, reason);
}

static void tunnel_answered(struct observation *o)
{
    int code = o->connect_code;
    if (code == 407)
        fails(o, STAGE_PROXY, "proxy_auth");
    else if (code == 400 || code == 405 || code == 501)
        fails(o, STAGE_PROXY, "not_a_proxy");
    else if (code >= 500 && code != 511) // 511: log in to the network first
        fails(o, STAGE_PROXY, "proxy_status");
    else
        fails(o, STAGE_PROXY, "proxy_refused");
}

// CURLPX_* of curl.h; the replies are the proxy's own words.
static void socks_failed(struct observation *o)
{
    enum {
        NO_AUTH = 12,
        REPLY_FIRST = 17,
        REPLY_NOT_ALLOWED = 23,
        REPLY_LAST = 25,
        RESOLVE_HOST = 27,
        USER_REJECTED = 33
    };
    if (o->proxy_error == NO_AUTH || o->proxy_error == USER_REJECTED || says(o, "authentication") ||
        says(o, "No authentication method"))
        fails(o, STAGE_PROXY, "proxy_auth");
    else if (o->proxy_error == REPLY_NOT_ALLOWED)
        fails(o, STAGE_PROXY, "proxy_refused");
    else if (o->proxy_error == RESOLVE_HOST)
        fails(o, STAGE_DNS, "dns_temporary_failure"); // socks5: names are resolved here
    else if (o->proxy_error >= REPLY_FIRST && o->proxy_error <= REPLY_LAST)
        fails(o, STAGE_PROXY, "proxy_status");
    else
        fails(o, STAGE_PROXY, "not_a_proxy");
}

static void broken_off(struct observation *o, const struct stage_context *c)
{
    bool reset = says(o, "reset") || o->os_errno == ECONNRESET;
    fails(o, reached(o, c), reset ? "connection_reset" : "eof_error");
}

void stage_read(struct observation *o, const struct stage_context *c)
{
    o->verified = false;
    if (!c->ended) {
        fails(o, reached(o, c), o->interrupted ? "interrupted" : "generic_timeout_error");
        return;
    }
    if (c->proxied && !c->socks && o->connect_code && o->connect_code / 100 != 2) {
        tunnel_answered(o);
        return;
    }
    switch (o->curl_code) {
    case RC_OK:
    case RC_WRITE: // we had enough of the body
    case RC_PARTIAL:
        o->state = PROBE_OK;
        o->stage = STAGE_DONE;
        return;
    case RC_PROXY_NAME: fails(o, STAGE_PROXY, "dns_temporary_failure"); return;
    case RC_NAME: fails(o, STAGE_DNS, "dns_temporary_failure"); return;
    case RC_CONNECT: fails(o, c->proxied ? STAGE_PROXY : STAGE_TCP, connect_reason(o)); return;
    case RC_TIMEOUT: fails(o, reached(o, c), "generic_timeout_error"); return;
    case RC_TLS: tls_failed(o, c); return;
    case RC_CERTIFICATE: certificate_failed(o, c); return;
    case RC_CA_FILE: fails(o, STAGE_TLS, "ssl_invalid_certificate"); return;
    case RC_PROXY: socks_failed(o); return;
    case RC_EMPTY:
    case RC_SEND:
    case RC_RECV: broken_off(o, c); return;
    default: break;
    }
    fails(o, reached(o, c), "unknown_failure");
}
