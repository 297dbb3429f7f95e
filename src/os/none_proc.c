// SPDX-License-Identifier: MIT
#include "os/proc.h"

struct os_processes os_processes_in(struct str root, const char *const *names, size_t most,
                                    struct arena *a)
{
    (void)root, (void)names, (void)most, (void)a;
    return (struct os_processes){0};
}

bool os_process_get(int32_t pid, struct os_process *out, struct arena *a)
{
    (void)pid, (void)out, (void)a;
    return false;
}

size_t os_port_listeners(uint32_t port, struct os_listener *out, size_t most)
{
    (void)port, (void)out, (void)most;
    return 0;
}

bool os_port_held(uint32_t port)
{
    (void)port;
    return false;
}

uint32_t os_listening_port(int32_t pid)
{
    (void)pid;
    return 0;
}

enum os_environ_state os_environ(const struct os_process *p, struct str *block, struct arena *a)
{
    (void)p, (void)block, (void)a;
    return OS_ENVIRON_DENIED;
}
