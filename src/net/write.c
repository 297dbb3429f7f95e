// SPDX-License-Identifier: MIT
#include "net/write.h"

#include "parse/url.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/sockios.h>
#endif

static socklen_t address_of(struct str text, uint32_t port, struct sockaddr_storage *out)
{
    char z[INET6_ADDRSTRLEN] = "";
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    if (!text.n || text.n >= sizeof z || host_is_link_local(text))
        return 0;
    memcpy(z, text.p, text.n);
    if (inet_pton(AF_INET, z, &in.sin_addr) == 1) {
        memcpy(out, &in, sizeof in);
        return sizeof in;
    }
    if (inet_pton(AF_INET6, z, &in6.sin6_addr) == 1) {
        memcpy(out, &in6, sizeof in6);
        return sizeof in6;
    }
    return 0;
}

static void ends(struct small_write *w, const char *reason, int error)
{
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
    w->done = true;
    w->seen.os_errno = error;
    w->seen.state = reason ? PROBE_FAILED : PROBE_OK;
    w->seen.stage = reason ? STAGE_TCP : STAGE_DONE;
    w->seen.reason = str_of(reason);
}

void small_write_start(struct small_write *w, struct str address, uint32_t port, int64_t now_us)
{
    struct sockaddr_storage to = {0};
    socklen_t n = address_of(address, port, &to);
    *w = (struct small_write){.fd = -1, .started = true};
    w->seen.name = STR("write-small");
    w->seen.route = STR("direct");
    w->seen.address = address;
    w->seen.dns_rcode = -1;
    w->seen.unacked = -1;
    w->sent_us = now_us;
    if (n)
        w->fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (w->fd < 0 || (connect(w->fd, (struct sockaddr *)&to, n) != 0 && errno != EINPROGRESS))
        ends(w, "host_unreachable", errno);
}

// The first three bytes of a TLS record: every TLS server waits for the rest.
void small_write_step(struct small_write *w, int64_t now_us)
{
    static const unsigned char start[] = {0x16, 0x03, 0x01};
    if (!w->started || w->done)
        return;
    if (!w->sent) {
        if (send(w->fd, start, sizeof start, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof start) {
            w->sent = true;
            w->sent_us = now_us;
        } else if (errno != EAGAIN && errno != ENOTCONN && errno != EINTR) {
            ends(w, "connection_reset", errno);
        }
        return;
    }
    int bytes = 0;
#ifdef SIOCOUTQ
    if (ioctl(w->fd, SIOCOUTQ, &bytes) != 0)
        return;
    w->seen.unacked = bytes;
    if (!bytes)
        ends(w, NULL, 0);
#else
    (void)bytes;
#endif
}

void small_write_stop(struct small_write *w)
{
    if (w->started && !w->done)
        ends(w, "generic_timeout_error", 0);
}
