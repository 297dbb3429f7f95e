// SPDX-License-Identifier: MIT
// rawenv COUNT CMD...: becomes CMD with the environment that stands on stdin, entries ended by NUL:
// duplicates, entries without '=' and odd bytes reach it as they are. COUNT more variables
// FILL_0=x, FILL_1=x, ... are added in front.
#include "base/str.h"

#include <unistd.h>

int main(int argc, char **argv)
{
    static char bytes[1 << 20], *entries[200002];
    uint64_t count = 0;
    if (argc < 3 || !str_to_u64(str_of(argv[1]), &count) || count > 100000)
        return 2;
    size_t n = 0, got = fread(bytes, 1, sizeof bytes - 1, stdin);
    char *fill = malloc((size_t)count * 16 + 1);
    for (uint64_t i = 0; fill && i < count; i++) {
        snprintf(fill + i * 16, 16, "FILL_%u=x", (unsigned)i);
        entries[n++] = fill + i * 16;
    }
    for (size_t at = 0; at < got && n < 200000; at += strlen(bytes + at) + 1)
        entries[n++] = bytes + at;
    entries[n] = NULL;
    execve(argv[2], argv + 2, entries);
    return 127;
}
