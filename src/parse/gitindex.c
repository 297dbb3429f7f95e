// SPDX-License-Identifier: MIT
// An entry: ten numbers (times, device, inode, mode, owner, size), the object's name, flags, the
// path, and NULs up to a multiple of eight. Behind the entries extensions, then a checksum.
#include "parse/gitindex.h"

enum {
    HEADER = 12,
    MODE_AT = 24,
    FLAGS_AT = 60, // behind the 20 bytes of a SHA-1
    EXTENDED = 0x4000,
    NAME_MAX_SAID = 0xfff,
    CHECKSUM = 20,
    REGULAR = 0x8,
};

static uint32_t number(struct str bytes, size_t at, size_t n)
{
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)bytes.p[at + i];
    return v;
}

// Names that git itself would never write.
static bool is_odd(struct str name)
{
    struct str part;
    bool odd = name.n == 0;
    while (!odd && str_cut(&name, '/', &part))
        odd = part.n == 0 || str_eq(part, STR("..")) || str_eq(part, STR("."));
    return odd;
}

// The entry at *at, which moves behind it. False: not what this reader knows.
static bool entry(struct str all, size_t *at, bool extended_known, struct str *name, uint32_t *kind)
{
    if (all.n < *at + FLAGS_AT + 2)
        return false;
    uint32_t flags = number(all, *at + FLAGS_AT, 2);
    bool extended = flags & EXTENDED;
    size_t from = *at + FLAGS_AT + (extended ? 4 : 2);
    size_t end = from < all.n ? str_chr(str_from(all, from), '\0') : STR_NOWHERE;
    if (end == STR_NOWHERE || (extended && !extended_known) ||
        (flags & NAME_MAX_SAID) != (end < NAME_MAX_SAID ? end : NAME_MAX_SAID))
        return false;
    *name = str_slice(all, from, from + end);
    *kind = number(all, *at + MODE_AT, 4) >> 12;
    *at += (from + end - *at + 8) / 8 * 8;
    return *kind != 0x4 && !is_odd(*name) && *at <= all.n; // 4: a directory of a sparse index
}

// A name in small letters changes what the entries mean (link, sdir).
static bool extensions(struct str all, size_t at)
{
    while (all.n - at >= 8 + CHECKSUM) {
        size_t n = number(all, at + 4, 4);
        if (all.p[at] < 'A' || all.p[at] > 'Z' || n > all.n - at - 8 - CHECKSUM)
            return false;
        at += 8 + n;
    }
    return all.n - at == CHECKSUM;
}

bool gitindex_read(struct str bytes, size_t most, struct strs *names, struct arena *a)
{
    if (bytes.n < HEADER || !str_starts(bytes, STR("DIRC")))
        return false;
    uint32_t version = number(bytes, 4, 4), n = number(bytes, 8, 4);
    if (version < 2 || version > 3 || n > bytes.n / FLAGS_AT)
        return false;
    struct strs found = {0};
    struct str name, before = STR_NONE;
    size_t at = HEADER;
    for (uint32_t i = 0, kind; i < n; i++, before = name) {
        if (!entry(bytes, &at, version == 3, &name, &kind))
            return false;
        // A path in conflict stands there once a side.
        if (kind == REGULAR && found.n < most && !str_same(name, before))
            strs_add(&found, name, a);
    }
    if (!extensions(bytes, at))
        return false;
    *names = found;
    return true;
}

static bool has_word(struct str line, const char *word)
{
    return str_find_icase(line, str_of(word)) != STR_NOWHERE;
}

// Other places of the work tree, a bare repository, formats and switches that are not known here.
bool gitconfig_is_plain(struct str bytes)
{
    struct str line;
    while (str_line(&bytes, &line)) {
        line = str_trim(line);
        if (has_word(line, "worktree") || has_word(line, "extensions") ||
            has_word(line, "[include") ||
            (has_word(line, "bare") && !str_ends(line, STR("false"))) ||
            (has_word(line, "repositoryformatversion") && !str_ends(line, STR(" 0"))))
            return false;
    }
    return true;
}
