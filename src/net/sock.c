// SPDX-License-Identifier: MIT
#include "net/sock.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>

#ifdef __linux__
#include <linux/sockios.h>
#include <linux/tcp.h>
#endif

bool sock_is_link_local(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, a, sizeof in);
        return (ntohl(in.sin_addr.s_addr) & 0xffff0000u) == 0xa9fe0000u;
    }
    if (a->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, a, sizeof in6);
        const unsigned char *b = in6.sin6_addr.s6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr))
            return b[12] == 169 && b[13] == 254;
        return b[0] == 0xfe && (b[1] & 0xc0) == 0x80;
    }
    return false;
}

struct str sock_text(const struct sockaddr *a, struct arena *arena)
{
    if (a->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, a, sizeof in);
        uint32_t v = ntohl(in.sin_addr.s_addr);
        return str_fmt(arena, "%u.%u.%u.%u", v >> 24, v >> 16 & 255, v >> 8 & 255, v & 255);
    }
    if (a->sa_family != AF_INET6)
        return STR_NONE;
    struct sockaddr_in6 in6;
    char text[INET6_ADDRSTRLEN];
    memcpy(&in6, a, sizeof in6);
    if (!inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof text))
        return STR_NONE;
    return str_dup(str_of(text), arena);
}

int64_t sock_unacked(int fd)
{
    int bytes = 0;
    struct sockaddr_storage peer;
    socklen_t n = sizeof peer;
#ifdef SIOCOUTQ
    // A socket that is still connecting has its SYN in flight, which is not what is asked.
    if (getpeername(fd, (struct sockaddr *)&peer, &n) == 0 && ioctl(fd, SIOCOUTQ, &bytes) == 0)
        return bytes;
#else
    (void)peer, (void)n, (void)bytes, (void)fd;
#endif
    return -1;
}

int64_t sock_received(int fd)
{
#ifdef TCP_INFO
    struct tcp_info info;
    socklen_t n = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 &&
        n >= offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received)
        return (int64_t)info.tcpi_bytes_received;
#else
    (void)fd;
#endif
    return 0;
}
