// SPDX-License-Identifier: MIT
#include "parse/snapshot.h"

#include "base/number.h"
#include "base/utf8.h"
#include "parse/base64.h"
#include "parse/dotenv.h"
#include "parse/jsonio.h"
#include "parse/snapshot_fields.h"

enum { DEPTH_MAX = 12, ITEMS_MAX = 200000 };

struct any_list { // the shape of every list of the model
    void *items;
    size_t n, cap;
};

// ---- writing ----

static json_t *write_struct(const void *p, const struct layout *of, struct arena *a);

static json_t *write_str(struct str s, struct arena *a)
{
    if (utf8_valid(s) && str_chr(s, '\0') == STR_NOWHERE)
        return json_from_str(s, a);
    json_t *object = json_object();
    json_object_set_new(object, "base64", json_from_str(base64_encode(s, a), a));
    return object;
}

static json_t *write_list(const struct any_list *list, const struct layout *of, struct arena *a)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->n; i++) {
        const char *item = (const char *)list->items + i * of->size;
        json_array_append_new(array, write_struct(item, of, a));
    }
    return array;
}

static json_t *write_strs(const struct strs *list, struct arena *a)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->n; i++)
        json_array_append_new(array, write_str(list->items[i], a));
    return array;
}

static json_t *write_word(const char *words, unsigned index, struct arena *a)
{
    struct str rest = str_of(words), word = STR_NONE;
    for (unsigned i = 0; i <= index; i++)
        if (!str_cut(&rest, '|', &word))
            return NULL;
    return json_from_str(word, a);
}

#define MEMBER(type) (*(const type *)(const void *)p)

static json_t *write_scalar(const char *p, const struct field *f, struct arena *a)
{
    switch (f->kind) {
    case FIELD_BOOL: return MEMBER(bool) ? json_true() : NULL;
    case FIELD_ENUM:
        return MEMBER(unsigned) ? write_word(field_words(f), MEMBER(unsigned), a) : NULL;
    case FIELD_INT: return MEMBER(int) ? json_integer(MEMBER(int)) : NULL;
    case FIELD_U32: return MEMBER(uint32_t) ? json_integer(MEMBER(uint32_t)) : NULL;
    case FIELD_LONG: return MEMBER(long) ? json_integer(MEMBER(long)) : NULL;
    case FIELD_I64: return MEMBER(int64_t) ? json_integer(MEMBER(int64_t)) : NULL;
    case FIELD_SIZE: return MEMBER(size_t) ? json_integer((json_int_t)MEMBER(size_t)) : NULL;
    case FIELD_DOUBLE: return MEMBER(double) != 0 ? json_from_number(MEMBER(double)) : NULL;
    case FIELD_HEX:
        return MEMBER(uint64_t)
                   ? json_from_str(str_fmt(a, "%llx", (unsigned long long)MEMBER(uint64_t)), a)
                   : NULL;
    default: return NULL;
    }
}

// NULL: the member has its default value, and the reader will give it that.
static json_t *write_field(const char *p, const struct field *f, struct arena *a)
{
    const void *target;
    switch (f->kind) {
    case FIELD_STR:
    case FIELD_NAME:
        return str_present(MEMBER(struct str)) ? write_str(MEMBER(struct str), a) : NULL;
    case FIELD_STRS: return MEMBER(struct strs).n ? write_strs(&MEMBER(struct strs), a) : NULL;
    case FIELD_SHORT: return *p ? json_from_str(str_of(p), a) : NULL;
    case FIELD_STRUCT: return write_struct(p, field_layout(f), a);
    case FIELD_LIST:
        return MEMBER(struct any_list).n ? write_list(&MEMBER(struct any_list), field_layout(f), a)
                                         : NULL;
    case FIELD_MAYBE:
        memcpy(&target, p, sizeof target);
        return target ? write_struct(target, field_layout(f), a) : NULL;
    default: return write_scalar(p, f, a);
    }
}

static json_t *write_struct(const void *base, const struct layout *of, struct arena *a)
{
    json_t *object = json_object();
    for (size_t i = 0; i < of->n; i++) {
        const struct field *f = &of->fields[i];
        json_t *member = write_field((const char *)base + f->offset, f, a);
        // An empty struct is as good as none.
        if (member && f->kind == FIELD_STRUCT && json_object_size(member) == 0)
            json_decref(member);
        else if (member)
            json_object_set_new(object, f->name, member);
    }
    return object;
}

struct str snapshot_write(const struct snapshot *s, struct arena *a)
{
    json_t *object = json_object();
    json_object_set_new(object, "schema", json_string("nexoenv.snapshot/1"));
    json_object_set_new(object, "version", json_string(NEXOENV_VERSION));
    json_t *members = write_struct(s, snapshot_layout(), a);
    json_object_update(object, members);
    json_decref(members);
    struct str text = json_text(object, a);
    json_decref(object);
    return str_join(text, STR("\n"), a);
}

// ---- reading ----

struct reading {
    struct arena *a;
    struct str path;
    struct problem *problem;
    size_t items, depth;
    const char *place; // member that is being read
};

static bool wrong(struct reading *r, const char *expected)
{
    r->problem->loc = (struct loc){.file = r->path};
    r->problem->text = str_fmt(r->a, "%s: expected %s", r->place, expected);
    return false;
}

static bool read_struct(struct reading *r, const json_t *j, const struct layout *of, void *base);

static bool read_str(struct reading *r, const json_t *j, struct str *out)
{
    if (json_is_string(j)) {
        *out = str_dup((struct str){json_string_value(j), json_string_length(j)}, r->a);
        return true;
    }
    struct str encoded = json_member(j, "base64");
    if (str_present(encoded) && base64_decode(encoded, out, r->a))
        return true;
    return json_is_null(j) || wrong(r, "a text");
}

static bool read_name(struct reading *r, const json_t *j, struct str *out)
{
    if (!read_str(r, j, out))
        return false;
    bool ok = out->n > 0 && out->n <= 256 && !byte_is_digit(out->p[0]);
    for (size_t i = 0; ok && i < out->n; i++)
        ok = byte_is_alnum(out->p[i]) || out->p[i] == '_';
    return ok || wrong(r, "the name of a variable");
}

static bool count(struct reading *r, size_t n)
{
    r->items += n;
    return r->items <= ITEMS_MAX || wrong(r, "fewer items");
}

static bool read_strs(struct reading *r, const json_t *j, struct strs *out)
{
    if (!json_is_array(j) || !count(r, json_array_size(j)))
        return json_is_array(j) ? false : wrong(r, "a list of texts");
    for (size_t i = 0; i < json_array_size(j); i++) {
        struct str s = STR_NONE;
        if (!read_str(r, json_array_get(j, i), &s))
            return false;
        strs_add(out, s, r->a);
    }
    return true;
}

static bool read_list(struct reading *r, const json_t *j, const struct layout *of,
                      struct any_list *out)
{
    if (!json_is_array(j))
        return wrong(r, "a list");
    size_t n = json_array_size(j);
    if (!count(r, n))
        return false;
    if (n >= arena_left(r->a) / 4 / of->size) // a stranger's list must not end the program
        return wrong(r, "fewer items");
    char *items = arena_take(r->a, of->size, _Alignof(max_align_t), n + 1);
    for (size_t i = 0; i < n; i++)
        if (!read_struct(r, json_array_get(j, i), of, items + i * of->size))
            return false;
    *out = (struct any_list){items, n, n};
    return true;
}

static bool read_word(struct reading *r, const json_t *j, const char *words, unsigned *out)
{
    struct str rest = str_of(words), word;
    struct str text = {json_string_value(j), json_string_length(j)};
    for (unsigned i = 0; str_cut(&rest, '|', &word); i++)
        if (json_is_string(j) && str_eq(word, text)) {
            *out = i;
            return true;
        }
    return wrong(r, words);
}

static bool read_integer(struct reading *r, const json_t *j, int64_t low, int64_t high,
                         int64_t *out)
{
    if (!json_is_integer(j))
        return wrong(r, "a whole number");
    *out = json_integer_value(j);
    return (*out >= low && *out <= high) || wrong(r, "a number in range");
}

static bool read_hex(struct reading *r, const json_t *j, uint64_t *out)
{
    struct str s = {json_string_value(j), json_string_length(j)};
    *out = 0;
    bool ok = json_is_string(j) && s.n > 0 && s.n <= 16;
    for (size_t i = 0; ok && i < s.n; i++) {
        ok = byte_hex(s.p[i]) >= 0;
        *out = *out << 4 | (uint64_t)(byte_hex(s.p[i]) & 15);
    }
    return ok || wrong(r, "hexadecimal digits");
}

static bool read_short(struct reading *r, const json_t *j, char *out)
{
    struct str s = {json_string_value(j), json_string_length(j)};
    bool ok = json_is_string(j) && s.n <= 4;
    for (size_t i = 0; ok && i < s.n; i++)
        ok = s.p[i] > 0x20 && s.p[i] < 0x7f;
    if (ok)
        memcpy(out, s.p, s.n);
    return ok || wrong(r, "at most four characters");
}

#define TARGET(type) (*(type *)(void *)p)
#define NUMBER(type, low, high)                                                                    \
    (read_integer(r, j, low, high, &n) ? (TARGET(type) = (type)n, true) : false)

static bool read_scalar(struct reading *r, const json_t *j, const struct field *f, char *p)
{
    int64_t n = 0;
    switch (f->kind) {
    case FIELD_BOOL:
        TARGET(bool) = json_is_true(j);
        return json_is_boolean(j) || wrong(r, "true or false");
    case FIELD_ENUM: return read_word(r, j, field_words(f), &TARGET(unsigned));
    case FIELD_INT: return NUMBER(int, INT32_MIN, INT32_MAX);
    case FIELD_U32: return NUMBER(uint32_t, 0, UINT32_MAX);
    case FIELD_LONG: return NUMBER(long, INT32_MIN, INT32_MAX);
    // Times: far from where sums of two of them would overflow.
    case FIELD_I64: return NUMBER(int64_t, INT64_MIN / 4, INT64_MAX / 4);
    case FIELD_SIZE: return NUMBER(size_t, 0, INT32_MAX);
    case FIELD_DOUBLE:
        TARGET(double) = json_number_value(j);
        return json_is_number(j) || wrong(r, "a number");
    case FIELD_HEX: return read_hex(r, j, &TARGET(uint64_t));
    default: return wrong(r, "nothing");
    }
}

static bool read_field(struct reading *r, const json_t *j, const struct field *f, char *p)
{
    switch (f->kind) {
    case FIELD_STR: return read_str(r, j, &TARGET(struct str));
    case FIELD_NAME: return read_name(r, j, &TARGET(struct str));
    case FIELD_STRS: return read_strs(r, j, &TARGET(struct strs));
    case FIELD_SHORT: return read_short(r, j, p);
    case FIELD_STRUCT: return read_struct(r, j, field_layout(f), p);
    case FIELD_LIST: return read_list(r, j, field_layout(f), &TARGET(struct any_list));
    case FIELD_MAYBE:
        TARGET(void *) = arena_take(r->a, field_layout(f)->size, _Alignof(max_align_t), 1);
        return read_struct(r, j, field_layout(f), TARGET(void *));
    default: return read_scalar(r, j, f, p);
    }
}

static bool read_struct(struct reading *r, const json_t *j, const struct layout *of, void *base)
{
    if (!json_is_object(j) || r->depth >= DEPTH_MAX)
        return wrong(r, "an object");
    r->depth++;
    for (size_t i = 0; i < of->n; i++) {
        const struct field *f = &of->fields[i];
        const json_t *member = json_object_get(j, f->name);
        r->place = f->name;
        if (member && !read_field(r, member, f, (char *)base + f->offset))
            return false;
    }
    r->depth--;
    return true;
}

// ---- what the rules may rely on, whoever wrote the text ----

static void mend_value(struct value *v)
{
    if (v->state == VALUE_UNSET)
        *v = VALUE_NONE;
    else if (v->state == VALUE_EMPTY || !str_present(v->text))
        v->text = STR("");
    if (v->class == VALUE_PLAIN)
        v->last4[0] = '\0';
}

static void mend_variables(struct variables *vars)
{
    for (size_t i = 0; i < vars->n; i++)
        for (struct variable *v = &vars->items[i]; v; v = v->hidden)
            mend_value(&v->value);
}

static void mend_dotenv(struct dotenv_file *f)
{
    uint64_t known = loader_count() >= 64 ? UINT64_MAX : (UINT64_C(1) << loader_count()) - 1;
    for (size_t i = 0; i < f->n; i++) {
        struct dotenv_entry *e = &f->items[i];
        e->name = e->name.n ? e->name : STR("");
        e->spoils &= known;
        e->spoiled &= known;
        for (size_t k = 0; k < e->n; k++) {
            e->items[k].loaders &= known;
            mend_value(&e->items[k].value);
        }
    }
}

// A text that must be there: rules compare and print it.
static bool names_given(struct reading *r, const struct snapshot *s)
{
    r->place = "name";
    for (size_t c = 0; c < s->contexts.n; c++) {
        const struct context *x = &s->contexts.items[c];
        for (size_t i = 0; i < x->vars.n; i++)
            for (const struct variable *v = &x->vars.items[i]; v; v = v->hidden)
                if (!v->name.n)
                    return wrong(r, "the name of a variable");
        if (!x->name.n)
            return wrong(r, "the name of a context");
    }
    for (size_t i = 0; i < s->rc.n; i++)
        if (!s->rc.items[i].name.n)
            return wrong(r, "the name of a variable");
    for (size_t i = 0; i < s->dotenv.n; i++)
        for (size_t k = 0; k < s->dotenv.items[i].n; k++)
            if (!s->dotenv.items[i].items[k].name.n && !s->dotenv.items[i].items[k].defects)
                return wrong(r, "the name of a variable");
    return true;
}

static bool mend(struct reading *r, struct snapshot *s)
{
    r->place = "contexts";
    if (s->contexts.n == 0 || s->contexts.items[0].kind != CONTEXT_SHELL)
        return wrong(r, "the context \"shell\" in the first place");
    if (!names_given(r, s))
        return false;
    for (size_t i = 0; i < s->contexts.n; i++)
        mend_variables(&s->contexts.items[i].vars);
    for (size_t i = 0; i < s->dotenv.n; i++)
        mend_dotenv(&s->dotenv.items[i]);
    for (size_t i = 0; i < s->rc.n; i++)
        mend_value(&s->rc.items[i].value);
    for (size_t i = 0; i < s->settings.n; i++)
        mend_value(&s->settings.items[i].value);
    for (size_t i = 0; i < s->system_proxies.n; i++)
        mend_value(&s->system_proxies.items[i].value);
    if (!str_present(s->project.dir))
        s->project.dir = STR(".");
    if (!str_present(s->project.root))
        s->project.root = STR("");
    return true;
}

bool snapshot_read(struct str bytes, struct str path, struct snapshot *s, struct arena *a,
                   struct problem *problem)
{
    struct reading r = {.a = a, .path = path, .problem = problem, .place = "snapshot"};
    json_t *root = json_read(bytes, path, false, a, problem);
    if (!root)
        return false;
    *s = (struct snapshot){.staged.state = SEEN_NOT_ASKED};
    r.place = "schema";
    bool ok = str_eq(json_member(root, "schema"), STR("nexoenv.snapshot/1")) ||
              wrong(&r, "nexoenv.snapshot/1");
    ok = ok && read_struct(&r, root, snapshot_layout(), s) && mend(&r, s);
    json_decref(root);
    return ok;
}
