// SPDX-License-Identifier: MIT
#include "parse/gitignore.h"
#include "check.h"

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *file, *name;
        bool sure;
    } rows[] = {
        {".env\n", ".env", true},
        {"node_modules/\n.env", ".env", true},
        {"/.env\r\n", ".env", true},
        {".env*\n", ".env.local", true},
        {"*.local\n", ".env.local", true},
        {".env  \n", ".env", true},
        {"!.env.example\n.env\n", ".env", true},
        {"*\n", ".env", true},
        // Not so, or not for us to say.
        {".env\n!.env\n", ".env", false},
        {".env*\n!.env.example\n", ".env", false},
        {".env/\n", ".env", false},
        {"#.env\n", ".env", false},
        {" .env\n", ".env", false},
        {".env\t\n", ".env", false},
        {"\\.env\n", ".env", false},
        {".en[v]\n", ".env", false},
        {"config/.env\n", ".env", false},
        {".env.*\n", ".env", false},
        {"*env*\n", ".env", false},
        {"a*a\n", "a", false},
        {"\xef\xbb\xbf.env\n", ".env", false},
        {"", ".env", false},
        {".env\n", "app/.env", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (gitignore_surely(str_of(rows[i].file), str_of(rows[i].name)) != rows[i].sure)
            fail_msg("row %zu: %s", i, rows[i].file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
