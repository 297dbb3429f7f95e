// SPDX-License-Identifier: MIT
#include "net/resolver.h"

#include "parse/dns.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <errno.h>
#include <netinet/in.h>
#include <resolv.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RESEND_US = 700000, SENDS_MAX = 3 };

static bool link_local(const struct sockaddr_storage *a)
{
    if (a->ss_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, a, sizeof in);
        return (ntohl(in.sin_addr.s_addr) & 0xffff0000u) == 0xa9fe0000u;
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, a, sizeof in6);
    return IN6_IS_ADDR_LINKLOCAL(&in6.sin6_addr);
}

static void add_server(struct resolver *r, const struct sockaddr_storage *a, unsigned length)
{
    char text[INET6_ADDRSTRLEN + 8] = "";
    if (link_local(a)) {
        r->link_local_left = true;
        return;
    }
    if (r->server_n == sizeof r->servers / sizeof *r->servers)
        return;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    memcpy(&in, a, sizeof in);
    memcpy(&in6, a, sizeof in6);
    const void *address = a->ss_family == AF_INET ? (void *)&in.sin_addr : (void *)&in6.sin6_addr;
    if (!inet_ntop(a->ss_family, address, text, sizeof text))
        return;
    memcpy(r->servers[r->server_n].address, a, length);
    r->servers[r->server_n].length = length;
    r->servers[r->server_n++].text = str_dup(str_of(text), r->arena);
}

void resolver_init(struct resolver *r, struct arena *a)
{
    *r = (struct resolver){.arena = a};
    struct __res_state state = {0};
    if (res_ninit(&state) != 0)
        return;
    for (int i = 0; i < state.nscount; i++) {
        struct sockaddr_storage s = {0};
        if (state.nsaddr_list[i].sin_family == AF_INET) {
            memcpy(&s, &state.nsaddr_list[i], sizeof state.nsaddr_list[i]);
            add_server(r, &s, sizeof(struct sockaddr_in));
        } else if (state._u._ext.nsaddrs[i]) { // IPv6 servers live beside the list
            memcpy(&s, state._u._ext.nsaddrs[i], sizeof(struct sockaddr_in6));
            add_server(r, &s, sizeof(struct sockaddr_in6));
        }
    }
    res_nclose(&state);
}

bool resolver_serves(const struct resolver *r, struct str address)
{
    for (size_t i = 0; i < r->server_n; i++)
        if (str_eq(r->servers[i].text, address))
            return true;
    return false;
}

int resolver_question(struct str name, int family, unsigned char *out, int room)
{
    char z[256];
    struct __res_state state = {0};
    if (!name.n || name.n >= sizeof z || res_ninit(&state) != 0)
        return -1;
    memcpy(z, name.p, name.n);
    z[name.n] = '\0';
    int n = res_nmkquery(&state, ns_o_query, z, ns_c_in, family == 6 ? ns_t_aaaa : ns_t_a, NULL, 0,
                         NULL, out, room);
    res_nclose(&state);
    return n;
}

void resolver_read(const unsigned char *bytes, size_t n, struct observation *o, struct arena *a)
{
    struct dns_answer answer;
    if (!dns_answer_read((struct str){(const char *)bytes, n}, &answer))
        return;
    o->dns_rcode = answer.rcode;
    for (size_t i = 0; i < answer.n; i++) {
        char text[INET6_ADDRSTRLEN];
        const struct dns_address *at = &answer.addresses[i];
        if (inet_ntop(at->v6 ? AF_INET6 : AF_INET, at->bytes, text, sizeof text))
            *arena_push(&o->addresses, a) = str_dup(str_of(text), a);
    }
}

static void query_ends(struct resolver_query *q, int error)
{
    if (q->fd >= 0)
        close(q->fd);
    q->fd = -1;
    q->done = true;
    if (error)
        q->seen.os_errno = error;
}

static void query_open(struct resolver *r, struct resolver_query *q, int64_t now_us)
{
    int type = (q->tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    struct sockaddr_storage to;
    memcpy(&to, r->servers[q->server].address, sizeof r->servers[q->server].address);
    q->fd = socket(to.ss_family, type, 0);
    q->sends = 0;
    q->reply_n = 0;
    if (q->fd < 0 || (connect(q->fd, (struct sockaddr *)&to, r->servers[q->server].length) != 0 &&
                      errno != EINPROGRESS)) {
        query_ends(q, errno);
        return;
    }
    q->sent_us = now_us;
    if (!q->tcp) {
        q->sends = 1;
        if (send(q->fd, q->question, (size_t)q->question_n, MSG_NOSIGNAL) < 0)
            query_ends(q, errno);
    }
}

void resolver_ask(struct resolver *r, struct str name, int64_t now_us)
{
    unsigned char address[16];
    char z[256];
    if (!name.n || name.n >= sizeof z)
        return;
    memcpy(z, name.p, name.n);
    z[name.n] = '\0';
    if (inet_pton(AF_INET, z, address) == 1 || str_chr(name, ':') != STR_NOWHERE)
        return;
    for (size_t i = 0; i < r->n; i++)
        if (str_eq_icase(r->items[i].seen.dns_name, name))
            return; // asked already
    for (unsigned s = 0; s < r->server_n; s++)
        for (int family = 4; family <= 6 && r->n < RESOLVER_QUERIES; family += 2) {
            struct resolver_query *q = arena_push(r, r->arena);
            q->fd = -1;
            q->server = s;
            q->seen.name = STR("resolver");
            q->seen.route = STR("direct");
            q->seen.family = family;
            q->seen.dns_name = str_dup(name, r->arena);
            q->seen.dns_server = r->servers[s].text;
            q->seen.dns_rcode = -1;
            q->seen.unacked = -1;
            q->question_n = resolver_question(name, family, q->question, sizeof q->question);
            if (q->question_n < 0)
                query_ends(q, EINVAL);
            else
                query_open(r, q, now_us);
        }
}

size_t resolver_fds(const struct resolver *r, struct curl_fd *fds, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n && n < most; i++)
        if (!r->items[i].done)
            fds[n++] = (struct curl_fd){.fd = r->items[i].fd,
                                        .want_write = r->items[i].tcp && !r->items[i].sends};
    return n;
}

static void query_answered(struct resolver *r, struct resolver_query *q, int64_t now_us,
                           const unsigned char *bytes, size_t n)
{
    bool ours = n >= 12 && bytes[0] == q->question[0] && bytes[1] == q->question[1];
    if (!ours)
        return;                      // another's answer: keep waiting
    if (!q->tcp && (bytes[2] & 2)) { // truncated
        close(q->fd);
        q->tcp = true;
        query_open(r, q, now_us);
        return;
    }
    resolver_read(bytes, n, &q->seen, r->arena);
    q->seen.us.total = now_us - q->sent_us;
    query_ends(q, 0);
}

static void step_udp(struct resolver *r, struct resolver_query *q, int64_t now_us)
{
    ssize_t n = recv(q->fd, q->reply, RESOLVER_MESSAGE, MSG_DONTWAIT);
    if (n >= 0) {
        query_answered(r, q, now_us, q->reply, (size_t)n);
    } else if (errno != EAGAIN && errno != EINTR) {
        query_ends(q, errno); // ICMP: the host answers, the port does not
    } else if (now_us - q->sent_us > RESEND_US && q->sends < SENDS_MAX) {
        q->sends++;
        q->sent_us = now_us;
        (void)send(q->fd, q->question, (size_t)q->question_n, MSG_NOSIGNAL);
    }
}

static void step_tcp(struct resolver *r, struct resolver_query *q, int64_t now_us)
{
    if (!q->sends) {
        unsigned char framed[sizeof q->question + 2];
        framed[0] = (unsigned char)(q->question_n >> 8);
        framed[1] = (unsigned char)q->question_n;
        memcpy(framed + 2, q->question, (size_t)q->question_n);
        ssize_t sent = send(q->fd, framed, (size_t)q->question_n + 2, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            q->sends = 1;
        else if (errno != EAGAIN && errno != ENOTCONN && errno != EINTR)
            query_ends(q, errno);
        return;
    }
    ssize_t n = recv(q->fd, q->reply + q->reply_n, sizeof q->reply - q->reply_n, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        query_ends(q, n ? errno : ECONNRESET);
        return;
    }
    q->reply_n += n > 0 ? (size_t)n : 0;
    size_t want = q->reply_n >= 2 ? (size_t)(q->reply[0] << 8 | q->reply[1]) : SIZE_MAX - 2;
    if (want > RESOLVER_MESSAGE && q->reply_n >= 2)
        query_ends(q, EMSGSIZE);
    else if (q->reply_n >= want + 2)
        query_answered(r, q, now_us, q->reply + 2, want);
}

void resolver_step(struct resolver *r, int64_t now_us)
{
    for (size_t i = 0; i < r->n; i++) {
        struct resolver_query *q = &r->items[i];
        if (!q->done && q->tcp)
            step_tcp(r, q, now_us);
        else if (!q->done)
            step_udp(r, q, now_us);
    }
}

bool resolver_idle(const struct resolver *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (!r->items[i].done)
            return false;
    return true;
}

static const char *reason_of(const struct observation *o)
{
    switch (o->dns_rcode) {
    case ns_r_noerror: return o->addresses.n ? NULL : "dns_no_answer";
    case ns_r_nxdomain: return "dns_nxdomain_error";
    case ns_r_servfail: return "dns_servfail_error";
    case ns_r_refused: return "dns_refused_error";
    case -1: break;
    default: return "dns_servfail_error";
    }
    switch (o->os_errno) {
    case 0: return "generic_timeout_error";
    case ECONNREFUSED: return "connection_refused";
    case ENETUNREACH: return "network_unreachable";
    case ENETDOWN: return "network_down";
    default: return "host_unreachable";
    }
}

void resolver_collect(struct resolver *r, struct observations *out)
{
    for (size_t i = 0; i < r->n; i++) {
        struct resolver_query *q = &r->items[i];
        query_ends(q, 0);
        const char *reason = reason_of(&q->seen);
        bool no_record = reason && q->seen.dns_rcode == ns_r_noerror;
        q->seen.state = reason && !no_record ? PROBE_FAILED : PROBE_OK;
        q->seen.stage = reason && !no_record ? STAGE_DNS : STAGE_DONE;
        q->seen.reason = str_of(reason);
        *arena_push(out, r->arena) = q->seen;
    }
    r->n = 0;
}
