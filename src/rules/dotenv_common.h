// SPDX-License-Identifier: MIT
// What the rows of the dotenv layer share: what a file costs the call, whose readings count.
#ifndef NEXOENV_RULES_DOTENV_COMMON_H
#define NEXOENV_RULES_DOTENV_COMMON_H

#include "rules/rule.h"

#define NO_FILE "The Playground reads no file: the dashboard supplies the key."

// The name decides whether the call works.
bool dotenv_matters(const struct inquiry *q, struct str name);
// The file is one that the chosen context's loader reads and the key is not there all the same.
bool costs_the_key(const struct inquiry *q, const struct dotenv_file *file);
// The same for the base URL: its line is there, and the client goes to its vendor all the same.
bool costs_the_url(const struct inquiry *q, const struct dotenv_file *file);
// The loader in use refuses the file for this line, or the line is the key's and gives it nothing.
bool line_costs_the_key(const struct inquiry *q, const struct dotenv_file *file,
                        const struct dotenv_entry *e);

uint64_t loader_bit(const struct loader *l); // 0 for NULL
// The loaders that the project shows; 0: none.
uint64_t shown_loaders(const struct inquiry *q);
// Whose readings are compared: the loaders that the project shows, and those that a project of any
// kind may meet.
uint64_t compared_loaders(uint64_t shown);
// Loaders of the mask that get nothing from the line.
uint64_t losers(const struct dotenv_entry *e, uint64_t mask);
// "Next.js, Vite": up to three titles of the mask.
struct str loader_titles(uint64_t mask, struct arena *a);

bool dotenv_has_defect(const struct dotenv_entry *e); // the line itself is told by dotenv.syntax
bool dotenv_damaged(enum encoding e);

#endif
