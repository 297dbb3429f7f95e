// SPDX-License-Identifier: MIT
// `nexoenv hook SHELL` prints the file of hooks/, byte for byte; --remove prints how to be rid of it.
#include "cli/assets.h"
#include "cli/command.h"

static const struct {
    const char *name, *remove;
} removals[] = {
    {"bash",
     "In this shell:   nexoenv_unhook\n"
     "For good:        delete the line with \"nexoenv hook bash\" (or the file it sources) from\n"
     "                 ~/.bashrc\n"
     "Silence only:    export NEXOENV_DISABLE=1\n"},
    {"zsh",
     "In this shell:   nexoenv_unhook\n"
     "For good:        delete the line with \"nexoenv hook zsh\" (or the file it sources) from\n"
     "                 ~/.zshrc\n"
     "Silence only:    export NEXOENV_DISABLE=1\n"},
    {"fish", "In this shell:   nexoenv_unhook\n"
             "For good:        delete the line with \"nexoenv hook fish\" from\n"
             "                 ~/.config/fish/config.fish, or the file from ~/.config/fish/conf.d\n"
             "Silence only:    set -gx NEXOENV_DISABLE 1\n"},
    {"pre-commit",
     "For good:        delete .git/hooks/pre-commit, or from it the lines of nexoenv\n"
     "One commit only: git commit --no-verify\n"},
};

int cmd_hook(struct invocation *inv)
{
    const struct asset *asset = asset_find(ASSET_HOOK, inv->args[0]);
    if (!asset)
        return cli_usage(inv, "no hook '%.*s': there are %.*s", STR_ARG(inv->args[0]),
                         STR_ARG(asset_names(ASSET_HOOK, inv->arena)));
    if (!inv->opt.remove) {
        cli_out(asset_text(asset));
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof removals / sizeof *removals; i++)
        if (strcmp(removals[i].name, asset->name) == 0)
            cli_out(str_of(removals[i].remove));
    return STATUS_OK;
}
