// SPDX-License-Identifier: MIT
#include "cli/command.h"
#include "render/render.h"

int cmd_rules(struct invocation *inv)
{
    struct buf b = buf_in(inv->arena);
    if (inv->opt.format == FORMAT_JSON)
        render_rules_json(&b);
    else
        render_rules_term(&inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}
