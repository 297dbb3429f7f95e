// SPDX-License-Identifier: MIT
// Help, from the command and option tables; and the paragraphs that stand below the options.
#ifndef NEXOENV_CLI_HELP_H
#define NEXOENV_CLI_HELP_H

#include "cli/command.h"

enum { ARGS_MANY = 1 << 20 };

struct str help_all(struct arena *a);
struct str help_command(const struct command *c, struct arena *a);

// clang-format off
#define HELP_STATUS_TABLE \
    "Exit status: 2 wrong usage or unusable configuration; 1 an error was found (with\n" \
    "--strict, a warning); 3 the verdict is unknown; 0 otherwise.\n"

#define HELP_DOCTOR \
    "Looks at this shell, the project, the running dev server and the network, and\n" \
    "names the one root cause, the evidence and the fix.\n\n" \
    "Hosts that may be contacted: the gateway and website of the Playground profile;\n" \
    "if that does not decide, and without --no-control, detectportal.firefox.com and\n" \
    "www.cloudflare.com as a comparison (config.ini can name others), and after a\n" \
    "forged-looking DNS answer cloudflare-dns.com. --offline contacts nobody.\n\n" \
    HELP_STATUS_TABLE

#define HELP_CHECK \
    "Sends nothing; makes at most one connect to a loopback address (not with\n" \
    "--offline). --staged also reads what is staged for the next commit.\n\n" \
    HELP_STATUS_TABLE

#define HELP_RUN \
    "Findings go to stderr. Errors stop CMD unless --warn-only. Arguments, open\n" \
    "files, signals, limits and umask reach CMD untouched.\n\n" \
    "CMD is read as it will run: env, sudo, sh -c and package scripts are followed;\n" \
    "-r dotenv/config, --env-file, next dev, docker run -e choose what it will see.\n" \
    "What a secret manager adds (doppler run, op run) is named as not checked.\n\n" \
    "Exit status: 1 errors were found or 2 wrong usage, both before CMD; 126 CMD is\n" \
    "not executable; 127 CMD was not found; else CMD's own.\n"

#define HELP_STATUS \
    "Starts no program and contacts nobody. For prompts of other tools use\n" \
    "--style short or --style symbol (nothing when all is well), or --json.\n"

#define HELP_COMPARE \
    "Contexts: shell, dotenv:LOADER[@DIR], process:PID, compose:SERVICE,\n" \
    "kubernetes:KIND/NAME/CONTAINER, actions:FILE/JOB, gitlab:JOB, systemd:UNIT,\n" \
    "manifest:FILE, tool:NAME. Without any: all that the project shows.\n" \
    "--snippet compares a failing call of your own: URL, header, key variable, body.\n"

#define HELP_CLIENTS \
    "Predicted from variables and files; no client is started. --for keeps one row.\n"

#define HELP_EXPLAIN \
    "- reads an error text from stdin, as an SDK or curl prints it, and names the\n" \
    "likely findings. The text is not repeated.\n"

#define HELP_MODELS \
    "Exit status: 1 when ID is not in the list; 3 when the list could not be had.\n"

#define HELP_PLAYGROUND \
    "import reads the curl, Python or JavaScript snippet that the Playground shows\n" \
    "after a run (- for stdin): model, messages, sampling values, header names, and\n" \
    "the last four characters of the key. A snippet for another host is refused\n" \
    "unless --trust-host names that host. reset forgets what was imported.\n"

#define HELP_REPORT \
    "Time, path, base URL, model, error code, request id, last four characters of the\n" \
    "key. Read it before you send it.\n\n" \
    HELP_STATUS_TABLE

#define HELP_HOOK \
    "Install:   eval \"$(nexoenv hook bash)\"          in ~/.bashrc, as the last line\n" \
    "           eval \"$(nexoenv hook zsh)\"           in ~/.zshrc\n" \
    "           nexoenv hook fish | source           in ~/.config/fish/config.fish\n" \
    "           nexoenv hook pre-commit > .git/hooks/pre-commit\n" \
    "           chmod +x .git/hooks/pre-commit\n" \
    "Silence:   NEXOENV_DISABLE=1\n"

#define HELP_COMPLETION \
    "nexoenv completion bash > ~/.local/share/bash-completion/completions/nexoenv\n" \
    "nexoenv completion zsh > a directory of $fpath, as _nexoenv\n" \
    "nexoenv completion fish > ~/.config/fish/completions/nexoenv.fish\n"

#define HELP_SNAPSHOT \
    "Judge it elsewhere with: nexoenv doctor --from FILE. With --offline nothing is\n" \
    "probed. No secret is in it: length, last four characters and facts only.\n"
// clang-format on

#endif
