// SPDX-License-Identifier: MIT
#include "model/value.h"

struct value value_plain(struct str text)
{
    struct value v = VALUE_NONE;
    if (!str_present(text))
        return v;
    v.state = text.n ? VALUE_SET : VALUE_EMPTY;
    v.text = text;
    v.length = text.n;
    return v;
}

bool value_is_set(const struct value *v)
{
    return v->state == VALUE_SET;
}

bool value_same(const struct value *a, const struct value *b)
{
    if (a->state != b->state)
        return false;
    if (a->state != VALUE_SET)
        return true;
    if (a->print && b->print)
        return a->print == b->print;
    return a->class == VALUE_PLAIN && b->class == VALUE_PLAIN && str_eq(a->text, b->text);
}
