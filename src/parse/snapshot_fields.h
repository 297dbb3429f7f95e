// SPDX-License-Identifier: MIT
// Private to parse/snapshot*.c: how the structs of the model stand in JSON. A field is a row.
#ifndef NEXOENV_PARSE_SNAPSHOT_FIELDS_H
#define NEXOENV_PARSE_SNAPSHOT_FIELDS_H

#include "base/str.h"

enum field_kind {
    FIELD_STR,
    FIELD_NAME, // a variable's name: [A-Za-z_][A-Za-z0-9_]*
    FIELD_STRS,
    FIELD_BOOL,
    FIELD_ENUM,
    FIELD_INT, // int and int32_t
    FIELD_U32,
    FIELD_LONG,
    FIELD_I64,
    FIELD_SIZE,
    FIELD_HEX, // uint64_t, as a text of hexadecimal digits
    FIELD_DOUBLE,
    FIELD_SHORT, // char[5]: up to four printable characters
    FIELD_STRUCT,
    FIELD_LIST,  // {items, n, cap}
    FIELD_MAYBE, // pointer to one, or NULL
};

// One row a member. No pointers in it: at every start of every command they would be relocated.
struct field {
    char name[24];
    unsigned char kind; // enum field_kind
    unsigned char with; // the words of an enum, the layout of a struct; else 0
    uint16_t offset;
};

struct layout {
    const struct field *fields;
    size_t n, size;
};

const char *field_words(const struct field *f);           // '|' between, in the order of the enum
const struct layout *field_layout(const struct field *f); // of what it holds or points to
const struct layout *snapshot_layout(void);

#endif
