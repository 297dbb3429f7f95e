// SPDX-License-Identifier: MIT
#include "check.h"

#include "render/jsonw.h"
#include "render/style.h"

#include "base/term.h"

static void escapes(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct buf b = buf_in(&a);
    struct jsonw w = jw_to(&b);
    static const char text[] = "a\0b\"\\\n\t\x1b\x7f\xc2\x9b\xe2\x80\xae\xff\xf3\xa0\x80\xa1";
    jw_str(&w, (struct str){text, sizeof text - 1});
    assert_str(buf_str(&b),
               "\"a\\u0000b\\\"\\\\\\n\\t\\u001b\\u007f\\u009b\\u202e\\\\xff\\udb40\\udc21\"");
    arena_free(&a);
}

static void shapes(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct buf b = buf_in(&a);
    struct jsonw w = jw_to(&b);
    jw_open(&w, '{');
    jw_put(&w, "absent", STR_NONE);
    jw_put(&w, "empty", STR(""));
    jw_key(&w, "n");
    jw_number(&w, __builtin_nan(""));
    jw_key(&w, "d");
    jw_number(&w, 0.25);
    jw_open_key(&w, "list", '[');
    jw_close(&w, ']');
    jw_open_key(&w, "two", '[');
    jw_int(&w, -1);
    jw_bool(&w, true);
    jw_close(&w, ']');
    jw_close(&w, '}');
    assert_str(buf_str(&b),
               "{\n  \"absent\": null,\n  \"empty\": \"\",\n  \"n\": null,\n  \"d\": 0.25,\n"
               "  \"list\": [],\n  \"two\": [\n    -1,\n    true\n  ]\n}\n");
    arena_free(&a);
}

static void wraps(void **state)
{
    (void)state;
    struct str rest = STR("  one two https://api.nexorouter.com/v1 x"), line;
    assert_true(wrap_line(&rest, 8, &line));
    assert_str(line, "one two");
    assert_true(wrap_line(&rest, 8, &line));
    assert_str(line, "https://");
    assert_true(wrap_line(&rest, 12, &line));
    assert_str(line, "api.");
    assert_true(wrap_line(&rest, 40, &line));
    assert_str(line, "nexorouter.com/v1 x");
    assert_false(wrap_line(&rest, 40, &line));
    // Wider than the column: taken all the same, or nothing would ever end.
    rest = STR("\xe4\xbd\xa0\xe5\xa5\xbd");
    assert_true(wrap_line(&rest, 1, &line));
    assert_str(line, "\xe4\xbd\xa0");
}

static void ascii(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct style plain = {.width = 80}, full = {.width = 80, .utf8 = true};
    struct str text = STR("…9f3c \xe2\x80\x93 \xe2\x80\x9cx\xe2\x80\x9d \xc3\xa9\x1b[m");
    assert_str(style_text(&plain, text, &a), "...9f3c - \"x\" \\xc3\\xa9\\x1b[m");
    assert_str(style_text(&full, text, &a),
               "…9f3c \xe2\x80\x93 \xe2\x80\x9cx\xe2\x80\x9d \xc3\xa9\\x1b[m");
    for (int s = SIGN_OK; s <= SIGN_NONE; s++) {
        assert_int_equal(term_width(sign_text(&plain, (enum sign)s)), sign_width(&plain));
        assert_int_equal(term_width(sign_text(&full, (enum sign)s)), sign_width(&full));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),
        cmocka_unit_test(shapes),
        cmocka_unit_test(wraps),
        cmocka_unit_test(ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
