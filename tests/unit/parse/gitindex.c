// SPDX-License-Identifier: MIT
#include "parse/gitindex.h"
#include "check.h"

struct made {
    char bytes[4096];
    size_t n;
};

static void put(struct made *m, uint32_t v, size_t n)
{
    while (n-- > 0)
        m->bytes[m->n++] = (char)(v >> 8 * n);
}

static void header(struct made *m, uint32_t version, uint32_t n)
{
    *m = (struct made){.n = 0};
    memcpy(m->bytes, "DIRC", 4);
    m->n = 4;
    put(m, version, 4);
    put(m, n, 4);
}

static void entry(struct made *m, uint32_t mode, const char *name, bool extended)
{
    size_t from = m->n, n = strlen(name);
    m->n += 24;
    put(m, mode, 4);
    m->n += 32;
    put(m, (uint32_t)n | (extended ? 0x4000 : 0), 2);
    put(m, 0, extended ? 2 : 0);
    memcpy(m->bytes + m->n, name, n);
    m->n += n;
    do
        m->bytes[m->n++] = '\0';
    while ((m->n - from) % 8);
}

static void extension(struct made *m, const char *name, uint32_t n)
{
    memcpy(m->bytes + m->n, name, 4);
    m->n += 4;
    put(m, n, 4);
    m->n += n;
}

static bool reads(struct made *m, struct strs *names, struct arena *a)
{
    m->n += 20; // the checksum
    return gitindex_read((struct str){m->bytes, m->n}, 100, names, a);
}

static void names(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct made m;
    struct strs got = {0};
    header(&m, 3, 5);
    entry(&m, 0100644, ".env.example", false);
    entry(&m, 0120000, "a-link", false);
    entry(&m, 0160000, "a-module", false);
    entry(&m, 0100755, "bin/run", true);
    entry(&m, 0100755, "bin/run", false); // another side of a conflict
    extension(&m, "TREE", 5);
    assert_true(reads(&m, &got, &a));
    assert_int_equal(got.n, 2);
    assert_str(got.items[0], ".env.example");
    assert_str(got.items[1], "bin/run");
    header(&m, 2, 0);
    assert_true(reads(&m, &got, &a));
    assert_int_equal(got.n, 0);
    arena_free(&a);
}

static void left_to_git(void **state)
{
    (void)state;
    static const char *const odd[] = {"/etc/passwd", "a/../../b", "a//b", "./a", "..", ""};
    struct arena a = arena_new(1 << 20);
    struct made m;
    struct strs got = {0};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        header(&m, 2, 1);
        entry(&m, 0100644, odd[i], false);
        assert_false(reads(&m, &got, &a));
    }
    header(&m, 4, 0); // compressed names
    assert_false(reads(&m, &got, &a));
    header(&m, 2, 1); // an extended entry where there are none
    entry(&m, 0100644, "a", true);
    assert_false(reads(&m, &got, &a));
    header(&m, 3, 1); // a sparse index
    entry(&m, 040000, "dir/", false);
    assert_false(reads(&m, &got, &a));
    header(&m, 2, 1); // a split index
    entry(&m, 0100644, "a", false);
    extension(&m, "link", 20);
    assert_false(reads(&m, &got, &a));
    header(&m, 2, 2); // one entry too few
    entry(&m, 0100644, "a", false);
    assert_false(reads(&m, &got, &a));
    // Cut anywhere, it is not read, and nothing behind the end is touched.
    header(&m, 2, 1);
    entry(&m, 0100644, "some/name", false);
    m.n += 20;
    for (size_t n = 0; n < m.n; n++)
        assert_false(gitindex_read(str_dup((struct str){m.bytes, n}, &a), 100, &got, &a));
    arena_free(&a);
}

static void configurations(void **state)
{
    (void)state;
    static const char *const plain[] = {
        "",
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n",
        "[remote \"origin\"]\n\turl = https://git.example/x.git\n",
    };
    static const char *const others[] = {
        "[core]\n\tbare = true\n",
        "[core] bare\n",
        "[core]\n\tworktree = ../elsewhere\n",
        "[core]\n\tWorkTree=/x\n",
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n",
        "[core]\n\trepositoryformatversion = 99\n",
        "[includeIf \"gitdir:~/x/\"]\n\tpath = ~/.gitconfig-x\n",
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        assert_true(gitconfig_is_plain(str_of(plain[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(gitconfig_is_plain(str_of(others[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(left_to_git),
                                       cmocka_unit_test(configurations)};
    return cmocka_run_group_tests_name("parse/gitindex", tests, NULL, NULL);
}
