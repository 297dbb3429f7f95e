// SPDX-License-Identifier: MIT
// nexoenv: "It works in the Playground. Why not on my machine?"
//
// The map. Data flows from top to bottom; an include may only point to a room above its own.
//
//   base/      arena, str, term (escaping), shell (quoting), diag: could serve any tool
//   model/     nouns: value, snapshot, observation, profile, finding
//   parse/     bytes in, model out: dotenv, shell rc, profile, manifests, URL, snippet, lock files
//   clients/   environment + URL -> route, trust, key, base URL, timeouts; one file per family
//   rules/     snapshot + profile -> findings; judge() -> report
//   render/    report -> bytes: term, json, sarif, github, snapshot
//   os/        the platform seam: processes, files, terminal
//   net/       libcurl (opened at run time), resolver, the plan of probes
//   gather/    drives os, net and parse to fill the snapshot; owns the secrets
//   cli/       command table, option table, cmd_*.c, embedded assets
//
// model, parse, clients, rules and render do no I/O, ask no clock and read no environment;
// `make lint` proves it.
#include "cli/cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
