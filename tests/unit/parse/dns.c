// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/dns.h"

// A question for x.y, then the answers; every string here is counted, so it may hold zeros.
#define HEAD(flags, answers)              "\x12\x34" flags "\0\1" answers "\0\0\0\0"
#define QUESTION                          "\1x\1y\0\0\1\0\1"
#define RECORD(name, type, class, length) name type class "\0\0\0\x3c" length
#define TO_QUESTION                       "\xc0\x0c"

static bool reads(struct str message, struct dns_answer *out)
{
    // Where a byte too far is read, the sanitizer sees it.
    struct arena a = arena_new(1 << 20);
    bool read = dns_answer_read(str_dup(message, &a), out);
    arena_free(&a);
    return read;
}

static void addresses_behind_an_alias(void **state)
{
    (void)state;
    struct dns_answer a;
    struct str message =
        STR(HEAD("\x81\x80", "\0\3")
                QUESTION RECORD(TO_QUESTION, "\0\5", "\0\1", "\0\4") "\1z\xc0\x0e" RECORD(
                    "\1z\xc0\x0e", "\0\1", "\0\1",
                    "\0\4") "\x7f\0\0\1" RECORD("\0", "\0\x1c", "\0\1",
                                                "\0\x10") "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1");
    assert_true(reads(message, &a));
    assert_int_equal(a.rcode, 0);
    assert_int_equal(a.n, 2);
    assert_false(a.addresses[0].v6);
    assert_memory_equal(a.addresses[0].bytes, "\x7f\0\0\1", 4);
    assert_true(a.addresses[1].v6);
    assert_int_equal(a.addresses[1].bytes[15], 1);
}

static void codes(void **state)
{
    (void)state;
    struct dns_answer a;
    assert_true(reads(STR(HEAD("\x81\x83", "\0\0") QUESTION), &a));
    assert_int_equal(a.rcode, 3);
    assert_int_equal(a.n, 0);
    assert_true(reads(STR(HEAD("\x81\x85", "\0\0") QUESTION), &a));
    assert_int_equal(a.rcode, 5);
}

static void other_classes_and_lengths_are_no_addresses(void **state)
{
    (void)state;
    struct dns_answer a;
    assert_true(reads(STR(HEAD("\x81\x80", "\0\2")
                              QUESTION RECORD(TO_QUESTION, "\0\1", "\0\3", "\0\4") "abcd" RECORD(
                                  TO_QUESTION, "\0\1", "\0\1", "\0\5") "abcde"),
                      &a));
    assert_int_equal(a.n, 0);
}

static void what_is_no_answer(void **state)
{
    (void)state;
    struct dns_answer a;
    struct str good = STR(HEAD("\x81\x80", "\0\1")
                              QUESTION RECORD(TO_QUESTION, "\0\1", "\0\1", "\0\4") "\x7f\0\0\1");
    assert_true(reads(good, &a));
    for (size_t n = 0; n < good.n; n++)
        assert_false(reads(str_slice(good, 0, n), &a));                       // cut off anywhere
    assert_false(reads(STR(HEAD("\x01\x80", "\0\0") QUESTION), &a));          // a question
    assert_false(reads(STR(HEAD("\x81\x80", "\0\0") QUESTION "x"), &a));      // more than it says
    assert_false(reads(STR(HEAD("\x81\x80", "\xff\xff") QUESTION), &a));      // less than it says
    assert_false(reads(STR(HEAD("\x81\x80", "\0\0") "\x40x\0\0\1\0\1"), &a)); // no kind of label
    assert_false(reads(STR("<!doctype html><title>Sign in</title>"), &a));
}

static void more_than_fit(void **state)
{
    (void)state;
    struct dns_answer a;
    struct arena memory = arena_new(1 << 20);
    struct buf b = buf_in(&memory);
    buf_add(&b, STR(HEAD("\x81\x80", "\0\x28") QUESTION));
    for (int i = 0; i < 40; i++)
        buf_add(&b, STR(RECORD(TO_QUESTION, "\0\1", "\0\1", "\0\4") "\x7f\0\0\1"));
    assert_true(reads(buf_str(&b), &a));
    assert_int_equal(a.n, 32);
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_behind_an_alias),
        cmocka_unit_test(codes),
        cmocka_unit_test(other_classes_and_lengths_are_no_addresses),
        cmocka_unit_test(what_is_no_answer),
        cmocka_unit_test(more_than_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
