// SPDX-License-Identifier: MIT
#include "model/problem.h"

struct str problem_text(const struct problem *p, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add(&b, p->loc.file);
    if (p->loc.line)
        buf_fmt(&b, ":%u", (unsigned)p->loc.line);
    if (p->loc.line && p->loc.column)
        buf_fmt(&b, ":%u", (unsigned)p->loc.column);
    if (b.n)
        buf_z(&b, ": ");
    buf_add(&b, p->text);
    return buf_str(&b);
}
