// SPDX-License-Identifier: MIT
// The options that a Node takes in NODE_OPTIONS: process.allowedNodeEnvironmentFlags of 18.20.8,
// 22.23.3, 24.21.0 and 26.10.0, without the dashes in front, and without --prof-process, which stands
// there and is refused. A release in between takes no more than the newest of its line; of other
// lines it is only known what none of them takes. Their values: clients/node_values.c.
#include "clients/family.h"

// clang-format off
static const char all[] =
    " abort-on-uncaught-exception addons conditions debug-arraybuffer-allocations debug-port"
    " deprecation diagnostic-dir disable-proto disallow-code-generation-from-strings"
    " dns-result-order enable-etw-stack-walking enable-fips enable-network-family-autoselection"
    " enable-source-maps es-module-specifier-resolution experimental-abortcontroller"
    " experimental-fetch experimental-global-customevent experimental-global-webcrypto"
    " experimental-import-meta-resolve experimental-json-modules experimental-loader"
    " experimental-modules experimental-repl-await experimental-report experimental-shadow-realm"
    " experimental-specifier-resolution experimental-top-level-await experimental-vm-modules"
    " experimental-wasi-unstable-preview1 experimental-wasm-modules experimental-worker"
    " extra-info-on-fatal-exception force-async-hooks-checks force-context-aware force-fips"
    " force-node-api-uncaught-exceptions-policy frozen-intrinsics global-search-paths"
    " heapsnapshot-near-heap-limit heapsnapshot-signal http-parser icu-data-dir import"
    " input-type insecure-http-parser inspect inspect-brk inspect-port inspect-publish-uid"
    " interpreted-frames-native-stack jitless loader max-http-header-size max-old-space-size"
    " max-semi-space-size napi-modules no-addons no-debug-arraybuffer-allocations no-deprecation"
    " no-enable-fips no-enable-source-maps no-experimental-import-meta-resolve"
    " no-experimental-repl-await no-experimental-shadow-realm no-experimental-vm-modules"
    " no-extra-info-on-fatal-exception no-force-async-hooks-checks no-force-context-aware"
    " no-force-fips no-force-node-api-uncaught-exceptions-policy no-frozen-intrinsics"
    " no-global-search-paths no-insecure-http-parser no-inspect no-inspect-brk no-node-snapshot"
    " no-openssl-legacy-provider no-openssl-shared-config no-pending-deprecation"
    " no-preserve-symlinks no-preserve-symlinks-main no-report-compact no-report-on-fatalerror"
    " no-report-on-signal no-report-uncaught-exception no-test-only no-throw-deprecation"
    " no-tls-max-v1.2 no-tls-max-v1.3 no-tls-min-v1.0 no-tls-min-v1.1 no-tls-min-v1.2"
    " no-tls-min-v1.3 no-trace-deprecation no-trace-exit no-trace-sigint no-trace-sync-io"
    " no-trace-tls no-trace-uncaught no-trace-warnings no-track-heap-objects no-use-bundled-ca"
    " no-use-openssl-ca no-verify-base-objects no-warnings no-watch no-watch-preserve-output"
    " no-zero-fill-buffers node-memory-debug node-snapshot openssl-config"
    " openssl-legacy-provider openssl-shared-config pending-deprecation perf-basic-prof"
    " perf-basic-prof-only-functions perf-prof perf-prof-unwinding-info preserve-symlinks"
    " preserve-symlinks-main redirect-warnings report-compact report-dir"
    " report-directory report-filename report-on-fatalerror report-on-signal report-signal"
    " report-uncaught-exception require secure-heap secure-heap-min snapshot-blob"
    " stack-trace-limit test-only test-reporter test-reporter-destination test-shard"
    " throw-deprecation title tls-cipher-list tls-keylog tls-max-v1.2 tls-max-v1.3 tls-min-v1.0"
    " tls-min-v1.1 tls-min-v1.2 tls-min-v1.3 trace-deprecation trace-event-categories"
    " trace-event-file-pattern trace-events-enabled trace-exit trace-sigint trace-sync-io"
    " trace-tls trace-uncaught trace-warnings track-heap-objects unhandled-rejections"
    " use-bundled-ca use-largepages use-openssl-ca v8-pool-size verify-base-objects warnings"
    " watch watch-path watch-preserve-output zero-fill-buffers ";

static const char only_18[] =
    " experimental-default-type experimental-network-imports experimental-policy"
    " huge-max-old-generation-size no-enable-network-family-autoselection no-experimental-fetch"
    " no-experimental-global-customevent no-experimental-global-webcrypto"
    " no-experimental-network-imports no-experimental-wasm-modules no-trace-atomics-wait"
    " policy-integrity trace-atomics-wait ";

static const char only_22[] =
    " allow-addons allow-child-process allow-fs-read allow-fs-write allow-wasi allow-worker"
    " cpu-prof cpu-prof-dir cpu-prof-interval cpu-prof-name disable-sigusr1 disable-warning"
    " disable-wasm-trap-handler entry-url experimental-addon-modules"
    " experimental-async-context-frame experimental-default-type experimental-detect-module"
    " experimental-eventsource experimental-global-navigator experimental-permission"
    " experimental-print-required-tla experimental-require-module experimental-sqlite"
    " experimental-strip-types experimental-transform-types experimental-websocket"
    " experimental-webstorage expose-gc heap-prof heap-prof-dir heap-prof-interval"
    " heap-prof-name huge-max-old-generation-size inspect-wait localstorage-file"
    " max-old-space-size-percentage network-family-autoselection"
    " network-family-autoselection-attempt-timeout no-allow-addons no-allow-child-process"
    " no-allow-wasi no-allow-worker no-cpu-prof no-disable-sigusr1 no-disable-wasm-trap-handler"
    " no-entry-url no-experimental-addon-modules no-experimental-async-context-frame"
    " no-experimental-detect-module no-experimental-eventsource no-experimental-fetch"
    " no-experimental-global-customevent no-experimental-global-navigator"
    " no-experimental-global-webcrypto no-experimental-print-required-tla"
    " no-experimental-require-module no-experimental-sqlite no-experimental-strip-types"
    " no-experimental-transform-types no-experimental-websocket no-experimental-webstorage"
    " no-heap-prof no-inspect-wait no-network-family-autoselection no-permission"
    " no-report-exclude-env no-report-exclude-network no-trace-atomics-wait no-trace-env"
    " no-trace-env-js-stack no-trace-env-native-stack no-trace-promises no-use-env-proxy"
    " no-use-system-ca permission report-exclude-env report-exclude-network"
    " test-coverage-branches test-coverage-exclude test-coverage-functions test-coverage-include"
    " test-coverage-lines test-name-pattern test-skip-pattern trace-atomics-wait trace-env"
    " trace-env-js-stack trace-env-native-stack trace-promises trace-require-module"
    " use-env-proxy use-system-ca watch-kill-signal ";

static const char only_24[] =
    " allow-addons allow-child-process allow-fs-read allow-fs-write allow-inspector"
    " allow-openssl-store allow-wasi allow-worker async-context-frame cpu-prof cpu-prof-dir"
    " cpu-prof-interval cpu-prof-name disable-sigusr1 disable-warning disable-wasm-trap-handler"
    " entry-url experimental-addon-modules experimental-detect-module experimental-eventsource"
    " experimental-global-navigator experimental-import-text experimental-package-map"
    " experimental-print-required-tla experimental-quic experimental-require-module"
    " experimental-sqlite experimental-stream-iter experimental-strip-types"
    " experimental-test-isolation experimental-transform-types experimental-websocket"
    " experimental-webstorage expose-gc heap-prof heap-prof-dir heap-prof-interval"
    " heap-prof-name inspect-wait localstorage-file max-heap-size max-old-space-size-percentage"
    " network-family-autoselection network-family-autoselection-attempt-timeout no-allow-addons"
    " no-allow-child-process no-allow-inspector no-allow-openssl-store no-allow-wasi"
    " no-allow-worker no-async-context-frame no-cpu-prof no-disable-sigusr1"
    " no-disable-wasm-trap-handler no-entry-url no-experimental-addon-modules"
    " no-experimental-detect-module no-experimental-eventsource no-experimental-global-navigator"
    " no-experimental-import-text no-experimental-print-required-tla"
    " no-experimental-require-module no-experimental-sqlite no-experimental-stream-iter"
    " no-experimental-transform-types no-experimental-websocket no-experimental-webstorage"
    " no-heap-prof no-inspect-wait no-network-family-autoselection no-permission"
    " no-permission-audit no-report-exclude-env no-report-exclude-network no-require-module"
    " no-strip-types no-test-randomize no-trace-env no-trace-env-js-stack"
    " no-trace-env-native-stack no-trace-promises no-use-env-proxy no-use-system-ca permission"
    " permission-audit report-exclude-env report-exclude-network require-module strip-types"
    " test-coverage-branches test-coverage-exclude test-coverage-functions test-coverage-include"
    " test-coverage-lines test-global-setup test-isolation test-name-pattern test-random-seed"
    " test-randomize test-rerun-failures test-skip-pattern trace-env trace-env-js-stack"
    " trace-env-native-stack trace-promises trace-require-module use-env-proxy use-system-ca"
    " watch-kill-signal ";

static const char only_26[] =
    " allow-addons allow-child-process allow-ffi allow-fs-read allow-fs-vfs allow-fs-write"
    " allow-inspector allow-net allow-openssl-store allow-wasi allow-worker async-context-frame"
    " bench-isolation bench-name-pattern bench-reporter bench-reporter-destination bench-samples"
    " bench-warmup cpu-prof cpu-prof-dir cpu-prof-interval cpu-prof-name disable-sigusr1"
    " disable-warning disable-wasm-trap-handler enable-fips-indicator-events entry-url"
    " experimental-addon-modules experimental-bench experimental-detect-module experimental-dtls"
    " experimental-eventsource experimental-ffi experimental-global-navigator"
    " experimental-import-text experimental-package-map experimental-print-required-tla"
    " experimental-quic experimental-require-module experimental-sqlite experimental-stream-iter"
    " experimental-strip-types experimental-test-isolation experimental-vfs"
    " experimental-web-worker experimental-websocket experimental-webstorage expose-gc heap-prof"
    " heap-prof-dir heap-prof-interval heap-prof-name inspect-wait localstorage-file"
    " max-heap-size max-old-space-size-percentage network-family-autoselection"
    " network-family-autoselection-attempt-timeout no-allow-addons no-allow-child-process"
    " no-allow-ffi no-allow-fs-vfs no-allow-inspector no-allow-net no-allow-openssl-store"
    " no-allow-wasi no-allow-worker no-async-context-frame no-cpu-prof no-disable-sigusr1"
    " no-disable-wasm-trap-handler no-enable-fips-indicator-events no-entry-url"
    " no-experimental-addon-modules no-experimental-bench no-experimental-detect-module"
    " no-experimental-eventsource no-experimental-ffi no-experimental-global-navigator"
    " no-experimental-import-text no-experimental-print-required-tla"
    " no-experimental-require-module no-experimental-sqlite no-experimental-stream-iter"
    " no-experimental-vfs no-experimental-web-worker no-experimental-websocket"
    " no-experimental-webstorage no-heap-prof no-inspect-wait no-network-family-autoselection"
    " no-permission no-permission-audit no-report-exclude-env no-report-exclude-network"
    " no-require-module no-strip-types no-test-coverage-include-all no-test-randomize"
    " no-trace-env no-trace-env-js-stack no-trace-env-native-stack no-trace-promises"
    " no-use-env-proxy no-use-system-ca no-worker-snapshot permission permission-audit"
    " report-exclude-env report-exclude-network require-module strip-types"
    " test-coverage-branches test-coverage-exclude test-coverage-functions test-coverage-include"
    " test-coverage-include-all test-coverage-lines test-global-setup test-isolation"
    " test-name-pattern test-random-seed test-randomize test-rerun-failures test-skip-pattern"
    " trace-env trace-env-js-stack trace-env-native-stack trace-promises trace-require-module"
    " use-env-proxy use-system-ca vfs-mount watch-kill-signal webstorage worker-snapshot ";

// clang-format on

static const struct {
    unsigned major;
    const char *names;
} lines[] = {{18, only_18}, {22, only_22}, {24, only_24}, {26, only_26}};

static bool holds(const char *names, struct str name)
{
    struct str rest = str_of(names);
    for (size_t at; (at = str_find(rest, name)) != STR_NOWHERE; rest = str_from(rest, at + 1))
        if (at > 0 && rest.p[at - 1] == ' ' && rest.p[at + name.n] == ' ')
            return true;
    return false;
}

bool node_option_known(struct version node, struct str name)
{
    bool measured = false, known = false;
    if (!str_starts(name, STR("--")))
        return str_eq(name, STR("-r")) || str_eq(name, STR("-C"));
    name = str_from(name, 2);
    if (!name.n || holds(all, name))
        return name.n > 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        measured = measured || lines[i].major == node.major;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!measured || lines[i].major == node.major)
            known = known || holds(lines[i].names, name);
    return known;
}
