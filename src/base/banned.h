// SPDX-License-Identifier: MIT
// Calls that have no place here. Using one does not compile, and the message says what to use.
// Every build includes this file first (-include), after the system headers it names.
#ifndef NEXOENV_BASE_BANNED_H
#define NEXOENV_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef gets
#undef strtok
#undef atoi
#undef atol

#define strcpy(a, b)     use_str_or_buf_instead_of_strcpy
#define strcat(a, b)     use_buf_instead_of_strcat
#define strncpy(a, b, n) use_str_or_memcpy_instead_of_strncpy
#define strncat(a, b, n) use_buf_instead_of_strncat
#define sprintf(...)     use_str_fmt_or_snprintf_instead_of_sprintf
#define vsprintf(...)    use_vsnprintf_instead_of_vsprintf
#define gets(a)          use_a_bounded_read_instead_of_gets
#define strtok(a, b)     use_str_cut_instead_of_strtok
#define atoi(a)          use_str_to_u64_instead_of_atoi
#define atol(a)          use_str_to_u64_instead_of_atol

#endif
