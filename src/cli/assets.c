// SPDX-License-Identifier: MIT
#include "cli/assets.h"

// clang-format off
static const unsigned char hook_bash[] = {
#include "hooks/nexoenv.bash.inc"
};
static const unsigned char hook_zsh[] = {
#include "hooks/nexoenv.zsh.inc"
};
static const unsigned char hook_fish[] = {
#include "hooks/nexoenv.fish.inc"
};
static const unsigned char hook_pre_commit[] = {
#include "hooks/pre-commit.inc"
};
static const unsigned char completion_bash[] = {
#include "completions/nexoenv.bash.inc"
};
static const unsigned char completion_zsh[] = {
#include "completions/_nexoenv.inc"
};
static const unsigned char completion_fish[] = {
#include "completions/nexoenv.fish.inc"
};

static const struct asset assets[] = {
    {ASSET_HOOK,       "bash",       hook_bash,          sizeof hook_bash},
    {ASSET_HOOK,       "zsh",        hook_zsh,           sizeof hook_zsh},
    {ASSET_HOOK,       "fish",       hook_fish,          sizeof hook_fish},
    {ASSET_HOOK,       "pre-commit", hook_pre_commit,    sizeof hook_pre_commit},
    {ASSET_COMPLETION, "bash",       completion_bash,    sizeof completion_bash},
    {ASSET_COMPLETION, "zsh",        completion_zsh,     sizeof completion_zsh},
    {ASSET_COMPLETION, "fish",       completion_fish,    sizeof completion_fish},
};
// clang-format on

enum { ASSETS = sizeof assets / sizeof *assets };

const struct asset *asset_find(enum asset_kind kind, struct str name)
{
    for (size_t i = 0; i < ASSETS; i++)
        if (assets[i].kind == kind && str_eq(name, str_of(assets[i].name)))
            return &assets[i];
    return NULL;
}

struct str asset_text(const struct asset *a)
{
    return (struct str){(const char *)a->bytes, a->n};
}

struct str asset_names(enum asset_kind kind, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < ASSETS; i++)
        if (assets[i].kind == kind)
            buf_fmt(&b, "%s%s", b.n ? ", " : "", assets[i].name);
    return buf_str(&b);
}
