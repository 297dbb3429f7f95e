// SPDX-License-Identifier: MIT
#include "gather/secrets.h"

#include "os/os.h"
#include "parse/keyfacts.h"
#include "parse/names.h"

// Address space only; what is really held is bounded by the size of the files read.
enum { SECRETS_CEILING = 256 << 20 };

struct secrets secrets_new(void *room, size_t n)
{
    size_t half = n / 2;
    struct secrets s = {
        .arena = arena_begin(room, half, SECRETS_CEILING),
        .scratch = arena_begin(half ? (char *)room + half : NULL, half, SECRETS_CEILING),
        .room = {room, half ? (unsigned char *)room + 2 * half : room},
    };
    os_undumpable();
    // Without randomness the fingerprint still tells equal from different within the run.
    if (!os_random(s.key, sizeof s.key))
        s.key[0] = (uint64_t)os_now_ns(), s.key[1] = (uint64_t)os_mono_ns();
    *arena_push(&s, &s.arena) = STR_NONE;
    return s;
}

static void drop(struct arena_span s)
{
    os_drop_pages(s.beg, (size_t)(s.end - s.beg));
}

void secrets_wipe(struct secrets *s)
{
    if (!s->arena.rest.beg)
        return;
    // Copies by value wrote beyond the mark: all of the room, and every page of the reservations
    // that was touched.
    arena_wipe_span(s->room);
    arena_wipe(&s->arena);
    arena_wipe(&s->scratch);
    drop(s->arena.rest);
    drop(s->scratch.rest);
    s->items = NULL;
    s->n = s->cap = 0;
    s->key[0] = s->key[1] = 0;
    memset(s->kept, 0, sizeof s->kept);
}

struct arena *secrets_arena(struct secrets *s)
{
    return &s->arena;
}

struct arena secrets_scratch(const struct secrets *s)
{
    return s->scratch;
}

static uint64_t rotl(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotl(v[1], 13) ^ v[0], v[0] = rotl(v[0], 32);
    v[2] += v[3], v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = rotl(v[1], 17) ^ v[2], v[2] = rotl(v[2], 32);
}

static uint64_t load_le(const char *p, size_t n)
{
    uint64_t x = 0;
    for (size_t i = 0; i < n; i++)
        x |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return x;
}

// SipHash-2-4 (Aumasson, Bernstein 2012).
static uint64_t siphash(const uint64_t key[2], struct str bytes)
{
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
                     key[0] ^ 0x6c7967656e657261u, key[1] ^ 0x7465646279746573u};
    size_t whole = bytes.n & ~(size_t)7;
    for (size_t i = 0; i <= whole; i += 8) {
        uint64_t m = i < whole ? load_le(bytes.p + i, 8)
                               : (uint64_t)bytes.n << 56 | load_le(bytes.p + i, bytes.n - whole);
        v[3] ^= m;
        sip_round(v);
        sip_round(v);
        v[0] ^= m;
    }
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t secrets_print(const struct secrets *s, struct str bytes)
{
    uint64_t print = siphash(s->key, bytes);
    return print ? print : 1;
}

static struct value keep(struct secrets *s, struct value v, struct str bytes)
{
    if (v.state == VALUE_UNSET)
        return v;
    v.print = secrets_print(s, bytes);
    if (v.class == VALUE_PLAIN)
        return v;
    v.secret = (uint32_t)s->n;
    struct str copy = str_dup(bytes, &s->arena);
    *arena_push(s, &s->arena) = copy;
    return v;
}

struct value secrets_keep(struct secrets *s, struct str name, struct str bytes, struct arena *a)
{
    if (!str_present(bytes))
        return value_read(name, bytes, a);
    struct kept now = {secrets_print(s, name), secrets_print(s, bytes), VALUE_NONE};
    struct kept *last = &s->kept[(now.name ^ now.bytes) % (sizeof s->kept / sizeof *s->kept)];
    if (last->name != now.name || last->bytes != now.bytes) {
        now.value = keep(s, value_read(name, bytes, a), bytes);
        *last = now;
    }
    return last->value;
}

struct value secrets_keep_as(struct secrets *s, enum value_class class, struct str bytes,
                             struct arena *a)
{
    return keep(s, value_read_as(class, bytes, a), bytes);
}

struct value keeper_keep(void *ctx, struct str name, struct str bytes)
{
    const struct keeper *k = ctx;
    return secrets_keep(k->secrets, name, bytes, k->arena);
}

struct str secrets_reveal(const struct secrets *s, const struct value *v)
{
    if (v->state == VALUE_UNSET)
        return STR_NONE;
    if (v->secret)
        return v->secret < s->n ? s->items[v->secret] : STR_NONE;
    return v->state == VALUE_EMPTY ? STR("") : v->class == VALUE_PLAIN ? v->text : STR_NONE;
}
