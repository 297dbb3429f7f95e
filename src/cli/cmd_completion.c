// SPDX-License-Identifier: MIT
// completion SHELL prints the file of completions/; `completion list` prints the tables that these
// files read, one row a line, tab between the fields:
//
//   command NAME SUMMARY
//   option  COMMAND NAME LETTER VALUE WORDS HELP
//   word    COMMAND WORD DESCRIPTION        operands from a closed set
//   client  ID TITLE
//   context NAME DESCRIPTION                "process:" is not finished at its colon
//   loader  NAME TITLE
//   rule    ID TITLE
//   code    CODE MEANING                    error codes of the gateway
#include "cli/assets.h"
#include "cli/session.h"
#include "parse/dotenv.h"

static const struct {
    char command[12], word[20], text[60];
} words[] = {
    {"hook", "bash", "for ~/.bashrc"},
    {"hook", "zsh", "for ~/.zshrc"},
    {"hook", "fish", "for config.fish"},
    {"hook", "pre-commit", "for .git/hooks"},
    {"completion", "bash", "for bash-completion"},
    {"completion", "zsh", "for a directory of $fpath"},
    {"completion", "fish", "for fish/completions"},
    {"playground", "show", "print the reference configuration"},
    {"playground", "import", "read the Playground's snippet"},
    {"playground", "reset", "forget what was imported"},
};

static const struct {
    const char *name, *text;
} contexts[] = {
    {"shell", "this environment"},
    {"process:", "a running process, by its number"},
    {"compose:", "a service of docker compose"},
    {"kubernetes:", "a container of a Kubernetes object"},
    {"actions:", "a job of GitHub Actions"},
    {"gitlab:", "a job of GitLab CI"},
    {"systemd:", "a systemd unit"},
    {"manifest:", "another manifest"},
    {"tool:", "a tool's own configuration"},
};

static void row(struct buf *b, const char *kind, const char *first, const char *second)
{
    buf_fmt(b, "%s\t%s\t%s\n", kind, first, second ? second : "");
}

static void list_commands(struct buf *b)
{
    for (size_t i = 0; i < command_count(); i++) {
        const struct command *c = command_at(i);
        row(b, "command", c->name, c->summary);
        for (size_t k = 0; k < OPT_COUNT; k++) {
            const struct option_row *o = option_row((enum option_id)k);
            if (c->options & OPT(k))
                buf_fmt(b, "option\t%s\t%s\t%s\t%s\t%s\t%s\n", c->name, o->name, o->letter,
                        o->value, o->words, o->help);
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        buf_fmt(b, "word\t%s\t%s\t%s\n", words[i].command, words[i].word, words[i].text);
}

static void list_names(struct buf *b)
{
    for (size_t i = 0; i < client_count(); i++)
        row(b, "client", client_at(i)->id, client_at(i)->title);
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
        row(b, "context", contexts[i].name, contexts[i].text);
    for (size_t i = 0; i < loader_count(); i++) {
        const struct loader *l = loader_at(i);
        if (!l->newest)
            continue;
        buf_fmt(b, "context\tdotenv:%s\t%s\n", l->family, l->title);
        row(b, "loader", l->family, l->title);
    }
    for (size_t i = 0; i < rule_count(); i++)
        row(b, "rule", rule_at(i)->id, rule_at(i)->title);
    struct profile p = session_embedded_profile();
    for (size_t i = 0; i < p.codes.n; i++)
        buf_fmt(b, "code\t%.*s\t%.*s\n", STR_ARG(p.codes.items[i].code),
                STR_ARG(p.codes.items[i].means));
}

int cmd_completion(struct invocation *inv)
{
    if (str_eq(inv->args[0], STR("list"))) {
        struct buf b = buf_in(inv->arena);
        list_commands(&b);
        list_names(&b);
        cli_out(buf_str(&b));
        return STATUS_OK;
    }
    const struct asset *asset = asset_find(ASSET_COMPLETION, inv->args[0]);
    if (!asset)
        return cli_usage(inv, "no completion '%.*s': there are %.*s", STR_ARG(inv->args[0]),
                         STR_ARG(asset_names(ASSET_COMPLETION, inv->arena)));
    cli_out(asset_text(asset));
    return STATUS_OK;
}
