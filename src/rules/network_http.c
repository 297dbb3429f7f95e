// SPDX-License-Identifier: MIT
// Rows that only probes find: their causes are named by network_decide, so they have no check.
#include "rules/layers.h"

const struct rule network_http_rules[] = {
    {.id = "url.redirect-drops-auth",
     .rank = 75,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the base URL answers with a redirect, on which clients drop the key",
     .why =
         "The address answers with a redirect. Clients differ in what they do then: many drop the "
         "Authorization header on the way, some turn a POST into a GET, some stop.",
     .escape = "If the Playground calls from your browser, it goes by the browser's proxy; your "
               "code goes by its own.",
     .explain = "Use the base URL that the redirect points to, https and with /v1. nexoenv reports "
                "redirects and never follows them."},
    {.id = "http.captive-portal",
     .rank = 58,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the control answers with a login page or redirect",
     .why = "The network wants a login in a browser first and answers in place of every host.",
     .escape = "The browser shows the login page; a program sees a wrong certificate or a strange "
               "answer.",
     .explain = "Open any http:// page in a browser, log in, run nexoenv again."},
    {.id = "http.block-page",
     .rank = 70,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "a filter's page answers in place of the gateway",
     .why = "A filter answers with its own page, not the gateway.",
     .escape = "The browser may leave by another way, or the website is in another category than "
               "the API.",
     .explain = "Ask the owner of the filter to allow the API host."},
    {.id = "http.edge-challenge",
     .rank = 70,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "a CDN challenge or ban page answers",
     .why = "The CDN in front of the gateway wants to see a browser, or bans this address.",
     .escape = "A browser solves the challenge without showing it.",
     .explain = "Try another egress address (VPN off, other network); report it to the vendor with "
                "the ray id."},
    {.id = "http.edge-user-agent",
     .rank = 71,
     .severity = SEVERITY_WARNING,
     .mode = "N",
     .title = "the edge refuses a library's default User-Agent",
     .why = "The CDN refuses this library by its User-Agent and lets another one through.",
     .escape = "A browser sends a User-Agent that passes.",
     .explain =
         "Set a plain User-Agent in the client (default_headers), and report it to the vendor."},
    {.id = "http.not-the-gateway",
     .rank = 72,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "something answers that is not the gateway",
     .why = "Something answers at this address, but its answer is not the gateway's.",
     .escape = "The Playground calls the true API address.",
     .explain = "Check host and path of the base URL; a 404 page often means that /v1 is missing."},
    {.id = "http.upload-blocked",
     .rank = 73,
     .severity = SEVERITY_WARNING,
     .mode = "K",
     .title = "small requests pass, large bodies are cut or refused on the way",
     .why = "Small requests pass, but a body of ordinary size is cut or refused on the way.",
     .escape = "The Playground's request does not pass this network.",
     .explain = "Ask the owner of the proxy or filter about its limit on uploads. Only --request "
                "tries this."},
    {.id = "http.stream-buffered",
     .rank = 90,
     .severity = SEVERITY_WARNING,
     .mode = "K",
     .title = "the path buffers a streamed answer",
     .why = "The way collects a streamed answer and delivers it in one piece: no word appears "
            "until the last one is there.",
     .escape = "The Playground may not stream.",
     .explain = "Call without streaming first; then ask for buffering to be switched off in the "
                "proxy. Only --request tries this."},
};
const size_t network_http_rules_n = sizeof network_http_rules / sizeof *network_http_rules;
