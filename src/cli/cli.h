// SPDX-License-Identifier: MIT
#ifndef NEXOENV_CLI_CLI_H
#define NEXOENV_CLI_CLI_H

// Runs the command line; returns the exit status of DESIGN 3.
int cli_main(int argc, char **argv);

#endif
