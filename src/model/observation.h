// SPDX-License-Identifier: MIT
// What one probe saw: the raw material of classification (causes.md 15). One struct of results,
// never an error. Names of probes, stages and reasons are the public contract of DESIGN 5.
#ifndef NEXOENV_MODEL_OBSERVATION_H
#define NEXOENV_MODEL_OBSERVATION_H

#include "base/str.h"

enum probe_state { PROBE_SKIPPED, PROBE_OK, PROBE_FAILED };

enum probe_stage {
    STAGE_NONE,
    STAGE_DNS,
    STAGE_TCP,
    STAGE_PROXY,
    STAGE_TLS,
    STAGE_HTTP,
    STAGE_API,
    STAGE_DONE
};

struct certificate {
    struct str subject, issuer;
    struct str not_before, not_after;  // as the library prints them
    int64_t not_before_s, not_after_s; // Unix seconds, 0 unknown
    bool self_signed;
    bool has_aia;     // says where its issuer's certificate can be fetched: a public CA's habit
    struct str names; // subject alternative names, as the library prints them
};

struct certificates {
    struct certificate *items; // [0] is the leaf
    size_t n, cap;
};

struct observation {
    struct str name;         // "gateway", "gateway-direct", "control-https", "resolver" ...
    struct str url;          // without userinfo, query, fragment
    struct str route;        // "direct" or SCHEME://HOST:PORT without credentials
    struct str client_trust; // "client", "system", "none": which store verified
    int family;              // 0 any, 4, 6
    bool with_key;
    enum probe_state state;
    enum probe_stage stage; // the one that failed; STAGE_DONE when none did
    struct str reason;      // causes.md 15.1 and DESIGN 5; absent when ok
    struct str skipped_why;
    struct {
        int64_t dns, tcp, proxy, tls, total;
    } us; // microseconds when the stage ended; -1 not reached
    int64_t first_body_us,
        last_body_us;   // when the first and the last byte of the body came; 0 none
    struct str address; // peer
    int curl_code;      // CURLcode
    int os_errno;
    int connect_code;   // status of CONNECT
    int proxy_error;    // CURLINFO_PROXY_ERROR
    int proxy_auth;     // offered schemes, bits of CURLINFO_PROXYAUTH_AVAIL
    long verify_result; // X509_V_*
    bool verified;      // the handshake was verified and passed
    bool tls_started;   // ClientHello went out
    bool tls_answered;  // some TLS byte came back
    bool interrupted;   // ended by Ctrl-C
    int64_t unacked;    // SIOCOUTQ after the last write; -1 unknown
    struct str error;   // the library's words
    struct certificates chain;
    int status;         // HTTP; 0 none
    struct str code;    // error.code of a JSON body
    struct str message; // error.message, cut at 500 bytes
    struct str request_id, retry_after, server, via, location, content_type, date, www, proxy_agent;
    bool cf_ray, x_squid_error, ratelimit_headers, json, html, is_gateway, expected;
    struct str title;     // of an HTML body
    struct str filter;    // name of the filter product or the words that a block page shows
    bool challenge;       // a CDN's challenge or ban page
    bool edge_banned_ua;  // Cloudflare 1010: the User-Agent
    bool other_vendor;    // the JSON names another vendor
    int64_t clock_skew_s; // local minus Date header; 0 unknown or none
    bool clock_known;
    struct {
        struct str *items;
        size_t n, cap;
    } models; // ids of a model list
    // resolver probes
    struct str dns_name, dns_server;
    int dns_rcode; // -1: no answer
    struct {
        struct str *items;
        size_t n, cap;
    } addresses;
};

struct observations {
    struct observation *items;
    size_t n, cap;
};

const struct observation *observation_find(const struct observations *list, const char *name);
const char *probe_state_name(enum probe_state s); // "ok", "failed", "skipped"
const char *probe_stage_name(enum probe_stage s); // "dns", ..., "done"

#endif
