// SPDX-License-Identifier: MIT
// The page that support asks for (nexorouter.md 14), as Markdown, and nothing that it must not get:
// no key but its last four characters, no body, no values of other variables.
#ifndef NEXOENV_RENDER_SUPPORT_H
#define NEXOENV_RENDER_SUPPORT_H

#include "render/render.h"

// `email` only when the user gave it by option; else absent.
void render_support(const struct report *r, const struct occasion *o, struct str email,
                    struct buf *b);

#endif
