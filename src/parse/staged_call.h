// SPDX-License-Identifier: MIT
// How staged code calls the gateway: its URLs and its Authorization headers. Conservative: what
// could be right is right (an alarm in a hook costs more than a miss).
#ifndef NEXOENV_PARSE_STAGED_CALL_H
#define NEXOENV_PARSE_STAGED_CALL_H

#include "model/snapshot.h"

struct staged_place {
    struct str text; // what is looked at
    struct str line; // the line around the match, a part of text
    size_t at;       // of the match, in text
    size_t n;        // of the match
    struct str path; // of the file
    bool adds_v1;    // staged_adds_v1 of the text
    bool uses;       // look for uses of the name that a URL is assigned to
};

// True when the text puts "/v1" behind something: a base URL without it may then be right.
bool staged_adds_v1(struct str text);

// The match is the website's host, perhaps as the end of the API host. True when the URL around it
// is wrong; *url is the URL as far as it stands there.
bool staged_url(const struct staged_place *p, struct str api_host, struct str website_host,
                enum staged_what *what, struct str *url);

// The match is the name of a key variable. True when it stands in an Authorization header without
// Bearer before it, or without the blank.
bool staged_header(const struct staged_place *p, enum staged_what *what);

// A whole line of comment.
bool staged_is_comment(struct str line);

// The text fetches a variable and does no more: "process.env.", `os.environ["`, "= ${".
bool staged_only_fetches(struct str s);

// The text ends in front of the value of a base URL: `baseURL: "`, `base_url=os.getenv("X", "`.
// `path`: of the file, whose language may have names of its own.
bool staged_names_base_url(struct str before, struct str path);

#endif
