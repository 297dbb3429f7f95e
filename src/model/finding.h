// SPDX-License-Identifier: MIT
// What was concluded. A finding is data: it is never printed where it is made.
#ifndef NEXOENV_MODEL_FINDING_H
#define NEXOENV_MODEL_FINDING_H

#include "base/str.h"
#include "model/loc.h"

struct rule; // rules/rule.h

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct evidence {
    struct str what;  // "HTTPS_PROXY"
    struct str value; // printable, masked; absent: none
    struct origin origin;
};

struct fix {
    struct str text;
    struct str command; // POSIX sh for eval in the user's shell in this directory; absent: null
};

struct finding {
    const struct rule *rule;
    enum severity severity;
    bool proven;   // false: a suspicion that only a probe or another look can prove
    bool concerns; // is about the chosen client in the chosen context
    bool
        raised; // an error only because .nexoenv.ini says so: counts for the status, not the verdict
    struct str title, why, escape;
    struct str playground, here; // the two sides; absent: null
    struct {
        struct evidence *items;
        size_t n, cap;
    } evidence;
    struct {
        struct fix *items;
        size_t n, cap;
    } fixes;                   // best first
    struct loc location;       // absent file: null
    struct str consequence_of; // id of the cause; absent: none
    struct str short_text;     // one line for the prompt hook: "key ends in CR (from .env:3)"
    struct str subject; // what it is about (variable, file): one fault, one finding per subject
};

struct findings {
    struct finding *items;
    size_t n, cap;
    struct str cut; // id of a rule that found more than are kept; absent: all are here
};

const char *severity_name(enum severity s); // "error", "warning", "note", "off"

#endif
