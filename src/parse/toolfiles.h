// SPDX-License-Identifier: MIT
// Files in which tools keep their own proxies and logins: ~/.curlrc, wgetrc, gitconfig, .npmrc,
// pip.conf, and netrc (clients.md 8). Bytes in, settings out; nothing of a login is kept.
// In the running program git's own settings come through `git config`; the reader of its text
// serves files that git is not asked about.
#ifndef NEXOENV_PARSE_TOOLFILES_H
#define NEXOENV_PARSE_TOOLFILES_H

#include "model/snapshot.h"

// Turns bytes into what may be kept; `name` is the key ("proxy", "http.proxy", ":_authToken").
typedef struct value (*toolfile_keep)(void *ctx, struct str name, struct str bytes);

struct toolfile {
    struct str tool; // "curlrc", "wgetrc", "git", "npm", "pip": the syntax, and settings' `tool`
    struct str path; // for places
    struct str bytes;
    bool in_project;
    toolfile_keep keep;
    void *ctx;
};

// Adds every setting that clients/ or rules/ look at. False for a tool that is not known. Never
// fails on any bytes; linear.
bool toolfile_read(const struct toolfile *file, struct settings *out, struct arena *a);

// The entries of a netrc. `syntax_error` as Python's netrc module sees it: requests and aiohttp
// then use nothing of the file.
void netrc_read(struct str bytes, struct str path, struct netrc *out, struct arena *a);

#endif
