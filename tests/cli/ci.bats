#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Runs in CI: whose secrets are withheld, by the event that started the run.
load helper

event() { # event BASE HEAD-REPOSITORY(as JSON)
    printf '{"action":"opened","pull_request":{"base":{"repo":{"full_name":"%s"}},"head":{"ref":"x","repo":%s}}}\n' \
        "$1" "$2" >"$T/event.json"
}

pull() { # pull [NAME=VALUE...]: an empty key in a run on pull_request
    nx CI=true GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request NEXOROUTER_API_KEY= \
        GITHUB_EVENT_PATH="$T/event.json" "$@" -- check --json
}

@test "a pull request from a fork gets no secrets: the event's file proves it" {
    event acme/app '{"full_name":"someone/app","fork":true}'
    pull
    finding loaded.ci-secret-withheld error
    has "because CI withholds secrets from this run"
    has "a pull request from someone/app into acme/app"
}

@test "a fork that was deleted meanwhile is one all the same" {
    event acme/app null
    pull
    finding loaded.ci-secret-withheld error
    has "a fork that is gone into acme/app"
}

@test "a branch of the same repository has its secrets: one is not defined" {
    event acme/app '{"full_name":"acme/app","fork":false}'
    pull
    lacks loaded.ci-secret-withheld
    finding loaded.unset error
    has "Define the secret"
    pull GITHUB_ACTOR='dependabot[bot]'
    finding loaded.ci-secret-withheld error
}

@test "without the event's file both are possible, and nothing is claimed" {
    pull
    finding loaded.ci-secret-withheld error
    has "If the branch lies in a fork"
    lacks "withholds secrets from this run"
    for bad in '[' '{"pull_request":{"head":{"repo":{"full_name":"a/b"}}}}' '{"pull_request":7}' ''; do
        printf '%s' "$bad" >"$T/event.json"
        pull
        has "If the branch lies in a fork"
    done
    rm "$T/event.json"
    mkfifo "$T/event.json"
    pull
    has "If the branch lies in a fork"
}
