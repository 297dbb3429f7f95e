// SPDX-License-Identifier: MIT
#include "parse/yaml.h"

#include <stdarg.h>
#include <yaml.h>

enum {
    DEPTH_MAX = 64,
    NODE_MAX = 100000,
    ANCHOR_MAX = 256,
    PAIR_MAX = 20000,
    MERGE_WORK = 4000000, // comparisons of keys, for all maps of a file
};

struct anchor {
    struct str name;
    struct yaml_node *node; // the youngest of that name, as YAML says
};

struct reader {
    yaml_parser_t parser;
    struct yaml_file *file;
    struct arena *arena;
    struct yaml_node *open[DEPTH_MAX];       // maps and lists not yet ended
    const struct yaml_node *keys[DEPTH_MAX]; // the key that waits for its value
    struct anchor anchors[ANCHOR_MAX];
    size_t depth, nodes, anchor_count, work;
    struct yaml_node *root;
};

static struct str copy(const yaml_char_t *p, size_t n, struct arena *a)
{
    return str_dup((struct str){p ? (const char *)p : NULL, n}, a);
}

static struct str name_of(const yaml_char_t *p)
{
    return str_of((const char *)p);
}

static const char *tag_of(struct reader *r, const yaml_char_t *tag)
{
    return tag ? str_z(name_of(tag), r->arena) : NULL;
}

static struct loc place(const struct reader *r, yaml_mark_t mark)
{
    return (struct loc){r->file->path, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static bool refuse(struct reader *r, yaml_mark_t mark, struct str why)
{
    r->file->error = why;
    r->file->error_loc = place(r, mark);
    return false;
}

static void remember(struct reader *r, const yaml_char_t *anchor, struct yaml_node *node)
{
    if (!anchor || r->anchor_count == ANCHOR_MAX)
        return;
    r->anchors[r->anchor_count++] = (struct anchor){str_dup(name_of(anchor), r->arena), node};
}

static bool is_open(const struct reader *r, const struct yaml_node *node)
{
    for (size_t i = 0; i < r->depth; i++)
        if (r->open[i] == node)
            return true;
    return false;
}

static bool map_has(const struct yaml_map *map, struct str key)
{
    // Beyond the bound duplicates are not looked for: the search is quadratic.
    for (size_t i = 0; i < map->pairs.n && i < 1000; i++)
        if (str_eq(map->pairs.items[i].key->u.text, key))
            return true;
    return false;
}

static void add_item(struct reader *r, struct yaml_node *list, const struct yaml_node *item)
{
    if (list->u.list.n == list->u.list.cap) {
        uint32_t cap = list->u.list.cap ? list->u.list.cap * 2 : 4;
        const struct yaml_node **items = arena_many(r->arena, const struct yaml_node *, cap);
        for (uint32_t i = 0; i < list->u.list.n; i++)
            items[i] = list->u.list.items[i];
        list->u.list.items = items;
        list->u.list.cap = cap;
    }
    list->u.list.items[list->u.list.n++] = item;
}

// Puts a finished scalar, alias or newly opened collection where it belongs.
static void attach(struct reader *r, struct yaml_node *node)
{
    if (r->depth == 0) {
        r->root = node;
        return;
    }
    struct yaml_node *parent = r->open[r->depth - 1];
    if (parent->kind == YAML_LIST) {
        add_item(r, parent, node);
        return;
    }
    const struct yaml_node *key = r->keys[r->depth - 1];
    if (!key) {
        r->keys[r->depth - 1] = node;
        return;
    }
    r->keys[r->depth - 1] = NULL;
    struct yaml_map *map = parent->u.map;
    if (key->kind != YAML_SCALAR || map->pairs.n >= PAIR_MAX)
        return;
    parent->duplicate |= map_has(map, key->u.text);
    *arena_push(&map->pairs, r->arena) = (struct yaml_pair){key, node};
}

static struct yaml_node *new_node(struct reader *r, const yaml_event_t *e, enum yaml_kind kind)
{
    struct yaml_node *node = arena_one(r->arena, struct yaml_node);
    node->kind = (uint8_t)kind;
    if (kind == YAML_MAP)
        node->u.map = arena_one(r->arena, struct yaml_map);
    node->loc = place(r, e->start_mark);
    r->nodes++;
    return node;
}

static enum yaml_style style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return YAML_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE: return YAML_BLOCK;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE: return YAML_PLAIN;
    }
    return YAML_PLAIN;
}

static void on_scalar(struct reader *r, const yaml_event_t *e)
{
    struct yaml_node *node = new_node(r, e, YAML_SCALAR);
    node->u.text = copy(e->data.scalar.value, e->data.scalar.length, r->arena);
    node->style = (uint8_t)style_of(e->data.scalar.style);
    node->tag = tag_of(r, e->data.scalar.tag);
    remember(r, e->data.scalar.anchor, node);
    attach(r, node);
}

static bool on_open(struct reader *r, const yaml_event_t *e, enum yaml_kind kind)
{
    if (r->depth == DEPTH_MAX)
        return refuse(r, e->start_mark, STR("nested deeper than 64 levels"));
    bool map = kind == YAML_MAP;
    struct yaml_node *node = new_node(r, e, kind);
    node->tag = tag_of(r, map ? e->data.mapping_start.tag : e->data.sequence_start.tag);
    remember(r, map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor, node);
    attach(r, node);
    r->keys[r->depth] = NULL;
    r->open[r->depth++] = node;
    return true;
}

static bool is_merge(const struct yaml_pair *p)
{
    return p->key->style == YAML_PLAIN && str_eq(p->key->u.text, STR("<<"));
}

static bool merged_has(struct reader *r, const struct yaml_pairs *list, struct str key)
{
    for (size_t i = 0; i < list->n; i++, r->work++)
        if (str_eq(list->items[i].key->u.text, key))
            return true;
    return false;
}

// Adds what is not there yet; a merged map has ended, so its own merges are in it already.
static void add_merged(struct reader *r, struct yaml_pairs *to, const struct yaml_node *from)
{
    if (from->kind == YAML_LIST)
        for (size_t i = 0; i < from->u.list.n && r->work < MERGE_WORK; i++)
            if (from->u.list.items[i]->kind == YAML_MAP)
                add_merged(r, to, from->u.list.items[i]);
    const struct yaml_pairs none = {0},
                            *merged = from->kind == YAML_MAP ? &from->u.map->merged : &none;
    for (size_t i = 0; i < merged->n && r->work < MERGE_WORK; i++)
        if (!merged_has(r, to, merged->items[i].key->u.text))
            *arena_push(to, r->arena) = merged->items[i];
}

// The map as it is read: of duplicates the last one, own keys before merged ones, earlier merges
// before later ones.
static bool on_map_end(struct reader *r, const yaml_event_t *e)
{
    const struct yaml_node *node = r->open[r->depth - 1];
    struct yaml_map *map = node->u.map;
    bool merges = false;
    for (size_t i = 0; i < map->pairs.n; i++)
        merges |= is_merge(&map->pairs.items[i]);
    if (!merges && !node->duplicate) {
        map->merged = map->pairs;
        return true;
    }
    struct yaml_pairs last = {0};
    for (size_t i = map->pairs.n; i > 0 && r->work < MERGE_WORK; i--)
        if (!is_merge(&map->pairs.items[i - 1]) &&
            !merged_has(r, &last, map->pairs.items[i - 1].key->u.text))
            *arena_push(&last, r->arena) = map->pairs.items[i - 1];
    for (size_t i = last.n; i > 0; i--)
        *arena_push(&map->merged, r->arena) = last.items[i - 1];
    for (size_t i = 0; i < map->pairs.n; i++)
        if (is_merge(&map->pairs.items[i]))
            add_merged(r, &map->merged, map->pairs.items[i].value);
    return r->work < MERGE_WORK ||
           refuse(r, e->start_mark, STR("more merged keys than a file can mean"));
}

static bool on_alias(struct reader *r, const yaml_event_t *e)
{
    struct str name = name_of(e->data.alias.anchor);
    if (!r->file->alias.line)
        r->file->alias = place(r, e->start_mark);
    for (size_t i = r->anchor_count; i > 0; i--) {
        struct yaml_node *node = r->anchors[i - 1].node;
        if (!str_eq(r->anchors[i - 1].name, name))
            continue;
        if (is_open(r, node))
            return refuse(r, e->start_mark, STR("an alias inside the node that it names"));
        attach(r, node);
        return true;
    }
    return refuse(r, e->start_mark, str_fmt(r->arena, "unknown alias *%.*s", STR_ARG(name)));
}

static bool on_event(struct reader *r, const yaml_event_t *e)
{
    if (r->nodes > NODE_MAX)
        return refuse(r, e->start_mark, STR("more than 100,000 nodes"));
    switch (e->type) {
    case YAML_SCALAR_EVENT: on_scalar(r, e); return true;
    case YAML_MAPPING_START_EVENT: return on_open(r, e, YAML_MAP);
    case YAML_SEQUENCE_START_EVENT: return on_open(r, e, YAML_LIST);
    case YAML_ALIAS_EVENT: return on_alias(r, e);
    case YAML_MAPPING_END_EVENT:
        if (!on_map_end(r, e))
            return false;
        r->depth--;
        return true;
    case YAML_SEQUENCE_END_EVENT: r->depth--; return true;
    case YAML_DOCUMENT_END_EVENT:
        if (r->root)
            arena_push(&r->file->docs, r->arena)->root = r->root;
        r->root = NULL;
        r->anchor_count = 0;
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT: return true;
    }
    return true;
}

// Does the text begin with what a template engine replaces: "{{", "{%", "<%"?
static bool mark(struct str s)
{
    return str_starts(s, STR("{{")) || str_starts(s, STR("{%")) || str_starts(s, STR("<%"));
}

// A line of a template (Helm, Jinja, ERB): it begins with a mark, or a value does. Inside quotes,
// or further on in a value, a mark leaves the file YAML: `docker inspect -f '{{.Id}}'`, "{{.Node}}".
static bool template_line(struct str line)
{
    struct str t = str_trim_left_set(line, " \t");
    if (str_starts(t, STR("#")))
        return false;
    if (mark(t))
        return true;
    for (size_t i = 0; i + 2 < t.n; i++) {
        if (t.p[i] == '"' || t.p[i] == '\'')
            return false;
        bool begins = (t.p[i] == ':' || t.p[i] == '-') && (t.p[i + 1] == ' ' || t.p[i + 1] == '\t');
        if (begins && mark(str_trim_left_set(str_from(t, i + 1), " \t")))
            return true;
    }
    return false;
}

static bool is_templated(struct str bytes)
{
    struct str line;
    if (!str_has(bytes, STR("{{")) && !str_has(bytes, STR("{%")) && !str_has(bytes, STR("<%")))
        return false;
    while (str_line(&bytes, &line))
        if (template_line(line))
            return true;
    return false;
}

static void read_events(struct reader *r, struct str bytes)
{
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)bytes.p, bytes.n);
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event)) {
            struct str why = str_of(r->parser.problem ? r->parser.problem : "not YAML");
            refuse(r, r->parser.problem_mark, str_dup(why, r->arena));
            return;
        }
        more = event.type != YAML_STREAM_END_EVENT && on_event(r, &event);
        yaml_event_delete(&event);
    }
}

struct yaml_file yaml_read(struct str bytes, struct str path, struct arena *a)
{
    struct yaml_file file = {.path = path};
    if (is_templated(bytes)) {
        file.templated = true;
        return file;
    }
    struct reader r = {.file = &file, .arena = a}; // some kilobytes, of no use afterwards
    if (!yaml_parser_initialize(&r.parser)) {
        file.error = STR("out of memory");
        return file;
    }
    read_events(&r, bytes);
    yaml_parser_delete(&r.parser);
    return file;
}

static const struct yaml_node *get(const struct yaml_node *map, struct str key)
{
    const struct yaml_pairs *pairs = map && map->kind == YAML_MAP ? &map->u.map->merged : NULL;
    for (size_t i = 0; pairs && i < pairs->n; i++)
        if (str_eq(pairs->items[i].key->u.text, key))
            return pairs->items[i].value;
    return NULL;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    return get(map, str_of(key));
}

const struct yaml_node *yaml_at(const struct yaml_node *map, ...)
{
    va_list keys;
    va_start(keys, map);
    for (const char *key = va_arg(keys, const char *); key && map; key = va_arg(keys, const char *))
        map = yaml_get(map, key);
    va_end(keys);
    return map;
}

bool yaml_pair_at(const struct yaml_node *map, size_t i, struct yaml_pair *out)
{
    if (!map || map->kind != YAML_MAP || i >= map->u.map->merged.n)
        return false;
    *out = map->u.map->merged.items[i];
    return true;
}

bool yaml_written_at(const struct yaml_node *map, size_t i, struct yaml_pair *out)
{
    if (!map || map->kind != YAML_MAP || i >= map->u.map->pairs.n)
        return false;
    *out = map->u.map->pairs.items[i];
    return true;
}

size_t yaml_count(const struct yaml_node *list)
{
    return list && list->kind == YAML_LIST ? list->u.list.n : 0;
}

const struct yaml_node *yaml_item(const struct yaml_node *list, size_t i)
{
    return i < yaml_count(list) ? list->u.list.items[i] : NULL;
}

bool yaml_is_tagged(const struct yaml_node *n)
{
    return n && n->tag && n->tag[0] && n->tag[1] &&
           !str_starts(str_of(n->tag), STR("tag:yaml.org,"));
}

bool yaml_is_null(const struct yaml_node *n)
{
    if (!n || n->kind != YAML_SCALAR || n->style != YAML_PLAIN)
        return false;
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (str_eq(n->u.text, str_of(nulls[i])))
            return true;
    return false;
}

struct str yaml_text(const struct yaml_node *n)
{
    return n && n->kind == YAML_SCALAR && !yaml_is_null(n) ? n->u.text : STR_NONE;
}

struct str yaml_raw(const struct yaml_node *n)
{
    return n && n->kind == YAML_SCALAR ? n->u.text : STR_NONE;
}
