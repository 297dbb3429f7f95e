// SPDX-License-Identifier: MIT
// The seam to libcurl. curl.c alone sees <curl/curl.h>; libcurl is opened at the first probe,
// because linking it costs about 5 ms at every start (DESIGN 2). Nothing of it reads the
// environment: proxy, exceptions and trust are always given here (DESIGN 6).
#ifndef NEXOENV_NET_CURL_H
#define NEXOENV_NET_CURL_H

#include "model/observation.h"

// What to send and by which way.
struct request {
    struct str url;
    struct str proxy;         // empty or absent: direct; else as a client writes it, with login
    struct str authorization; // the whole value of the header; absent: no key
    struct str header;        // its name; absent: "Authorization"
    struct str user_agent;
    struct str accept;
    struct str body;     // present: POST of JSON
    struct str address;  // connect here instead of asking a resolver (no port)
    struct str ca_file;  // absent: none
    struct str ca_dir;   // absent: none
    struct str ca_blob;  // PEM text that stands for the file
    int family;          // 0, 4, 6
    bool verify;         // false: unverified; then nothing secret may be in here
    bool any_name;       // only who signed is verified, not for which name
    bool handshake_only; // no HTTP request at all
    size_t most;         // bytes of the body that are wanted
};

// The last header block that came, values as they were.
struct reply_header {
    struct str name, value;
};

struct transfer {
    struct request ask;
    struct observation seen; // raw numbers; net/answer.c adds what they mean
    bool running, ended;     // ended: libcurl said so; else it was stopped
    bool tunnel_asked;       // CONNECT went out
    bool link_local;         // its address is link-local: not contacted (DESIGN 8)
    bool tried6;             // an IPv6 address was tried
    bool body_cut;           // more than `most` came
    int64_t moved_us;        // when it last went a step further (monotonic clock); 0: never
    struct buf body;
    struct {
        struct reply_header *items;
        size_t n, cap;
    } headers;
    struct arena *arena;
    struct { // private to curl.c
        void *easy, *list, *resolve;
        int fds[8];
        int64_t before_hello; // bytes that had come when the handshake began
        char error[256];
    } own;
};

// Opens libcurl. False: there is none here, and every probe is "no libcurl" (a state, no error).
bool curl_open(void);

// The stores that this libcurl was built to use; absent when it does not say.
struct str curl_system_ca_file(void);
struct str curl_system_ca_dir(void);

// One multi handle at a time, for all transfers of a run. False: libcurl refuses.
bool curl_begin(void);
void curl_end(void);

bool transfer_start(struct transfer *t); // `t` must stay where it is until it is stopped
// Reads everything off the handle and gives it back; what was running is cut. Idempotent.
void transfer_stop(struct transfer *t);
// Bytes that the peer has not acknowledged (send queue), on the sockets that are open; -1 unknown.
int64_t transfer_unacked(const struct transfer *t);

// To be called after each step: notes the first answer to the ClientHello where the TLS library
// does not tell it.
void transfer_watch(struct transfer *t);

struct curl_fd { // further descriptors that wake the wait
    int fd;
    bool readable, writable, want_write;
};

// Lets all transfers work, then waits until one can go on, a descriptor is ready or `ms` passed.
void curl_step(int ms, struct curl_fd *fds, size_t n);
// The next transfer that ended, stopped and read; NULL: none.
struct transfer *curl_finished(void);

// Seconds since 1970 of a date in any usual form; -1: none.
int64_t curl_seconds(struct str date);

#endif
