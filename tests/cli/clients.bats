#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What `nexoenv clients` concludes under its table.
load helper

vars=(HTTPS_PROXY=http://proxy.corp:3128 OPENAI_API_KEY=sk-nexo-TEST01)

@test "ways to different hosts are never called the same way" {
    nx "${vars[@]}" -- clients
    lacks "go the same way"
    has "--url compares the ways to one"
}

@test "one host: the variable that makes the difference is named" {
    nx "${vars[@]}" -- clients --url https://api.nexorouter.com/v1
    has "does not read HTTPS_PROXY"
    lacks "different hosts"
}
