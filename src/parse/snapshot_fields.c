// SPDX-License-Identifier: MIT
// The rows. A member of a struct that is not here is not written: handles of secrets, and what is
// staged.
#include "parse/snapshot_fields.h"

#include "model/snapshot.h"

#define AT(type, member) offsetof(struct type, member)
#define LAYOUT(rows, type)                                                                         \
    {                                                                                              \
        rows, sizeof(rows) / sizeof *(rows), sizeof(struct type)                                   \
    }

// clang-format off
enum { // what a FIELD_ENUM is written with
    NO_WORDS, STATES, CLASSES, SEEN, ENCODINGS, SOURCES, PROXY_MODES, LISTENS, OUTCOMES, STAGES,
    ORIGINS, CONTEXTS
};
static const char words[][176] = {
    [STATES] = "unset|empty|set",
    [CLASSES] = "plain|proxy|secret",
    [SEEN] = "not-asked|complete|partial|denied|absent|failed",
    [ENCODINGS] = "utf8|utf8-bom|utf16|latin1|nul",
    [SOURCES] = "base-url|timeout|retries|model|key|key-elsewhere|key-default|key-named|key-filled|url-default|"
                "client|dotenv|dotenv-override|env-client|env-server|env-meta|env-bundler",
    [PROXY_MODES] = "manual|pac|wpad",
    [LISTENS] = "unknown|open|closed",
    [OUTCOMES] = "skipped|ok|failed",
    [STAGES] = "none|dns|tcp|proxy|tls|http|api|done",
    [ORIGINS] = "none|environment|shell|file|process|option|profile|default|probe|system",
    [CONTEXTS] = "shell|dotenv|process|compose|kubernetes|actions|gitlab|systemd|manifest|tool",
};

enum { // what a FIELD_STRUCT, FIELD_LIST or FIELD_MAYBE holds
    NO_LAYOUT, A_LOC, A_ORIGIN, A_VALUE, A_VARIABLE, A_CONTEXT, A_READING, A_ENTRY, A_FILE, A_RC,
    A_PROJECT_CLIENT, A_PROJECT_LOADER, A_SOURCE, A_PACKAGE, A_PROJECT, A_SETTING, A_NETRC_ENTRY,
    A_NETRC, A_SYSTEM_PROXY, A_PATH, A_LISTENER, A_MACHINE, A_CERTIFICATE, A_OBSERVATION, A_UNREAD,
    A_SNAPSHOT
};

static const struct field loc_rows[] = {
    {"file", FIELD_STR, 0, AT(loc, file)},
    {"line", FIELD_U32, 0, AT(loc, line)},
    {"column", FIELD_U32, 0, AT(loc, column)},
};

static const struct field origin_rows[] = {
    {"kind", FIELD_ENUM, ORIGINS, AT(origin, kind)},
    {"loc", FIELD_STRUCT, A_LOC, AT(origin, loc)},
    {"pid", FIELD_INT, 0, AT(origin, pid)},
    {"name", FIELD_STR, 0, AT(origin, name)},
    {"in_project", FIELD_BOOL, 0, AT(origin, in_project)},
};

static const struct field value_rows[] = {
    {"state", FIELD_ENUM, STATES, AT(value, state)},
    {"class", FIELD_ENUM, CLASSES, AT(value, class)},
    {"text", FIELD_STR, 0, AT(value, text)},
    {"length", FIELD_SIZE, 0, AT(value, length)},
    {"last4", FIELD_SHORT, 0, AT(value, last4)},
    {"print", FIELD_HEX, 0, AT(value, print)},
    {"facts", FIELD_U32, 0, AT(value, facts)},
    {"detail", FIELD_STR, 0, AT(value, detail)},
    {"opaque", FIELD_BOOL, 0, AT(value, opaque)},
    {"odd_offset", FIELD_U32, 0, AT(value, odd_offset)},
    {"odd_byte", FIELD_U32, 0, AT(value, odd_byte)},
};

static const struct field variable_rows[] = {
    {"name", FIELD_NAME, 0, AT(variable, name)},
    {"value", FIELD_STRUCT, A_VALUE, AT(variable, value)},
    {"origin", FIELD_STRUCT, A_ORIGIN, AT(variable, origin)},
    {"exported", FIELD_BOOL, 0, AT(variable, exported)},
    {"duplicate", FIELD_BOOL, 0, AT(variable, duplicate)},
    {"hidden", FIELD_MAYBE, A_VARIABLE, AT(variable, hidden)},
    {"why", FIELD_STR, 0, AT(variable, why)},
};

static const struct field context_rows[] = {
    {"name", FIELD_STR, 0, AT(context, name)},
    {"kind", FIELD_ENUM, CONTEXTS, AT(context, kind)},
    {"state", FIELD_ENUM, SEEN, AT(context, state)},
    {"detail", FIELD_STR, 0, AT(context, detail)},
    {"loader", FIELD_STR, 0, AT(context, loader)},
    {"shown", FIELD_STRUCT, A_LOC, AT(context, shown)},
    {"vars", FIELD_LIST, A_VARIABLE, AT(context, vars)},
    {"in_container", FIELD_BOOL, 0, AT(context, in_container)},
    {"gui", FIELD_BOOL, 0, AT(context, gui)},
    {"daemon", FIELD_BOOL, 0, AT(context, daemon)},
    {"reloads", FIELD_BOOL, 0, AT(context, reloads)},
    {"self_loading", FIELD_BOOL, 0, AT(context, self_loading)},
    {"started_ns", FIELD_I64, 0, AT(context, started_ns)},
    {"pid", FIELD_INT, 0, AT(context, pid)},
    {"port", FIELD_U32, 0, AT(context, port)},
    {"program", FIELD_STR, 0, AT(context, program)},
    {"dir", FIELD_STR, 0, AT(context, dir)},
    {"timeout_limit_s", FIELD_DOUBLE, 0, AT(context, timeout_limit_s)},
};

static const struct field reading_rows[] = {
    {"loaders", FIELD_HEX, 0, AT(dotenv_reading, loaders)},
    {"refused", FIELD_BOOL, 0, AT(dotenv_reading, refused)},
    {"value", FIELD_STRUCT, A_VALUE, AT(dotenv_reading, value)},
};

static const struct field entry_rows[] = {
    {"name", FIELD_NAME, 0, AT(dotenv_entry, name)},
    {"loc", FIELD_STRUCT, A_LOC, AT(dotenv_entry, loc)},
    {"lines", FIELD_U32, 0, AT(dotenv_entry, lines)},
    {"defects", FIELD_U32, 0, AT(dotenv_entry, defects)},
    {"spoils", FIELD_HEX, 0, AT(dotenv_entry, spoils)},
    {"spoiled", FIELD_HEX, 0, AT(dotenv_entry, spoiled)},
    {"readings", FIELD_LIST, A_READING, AT(dotenv_entry, items)},
    {"last", FIELD_BOOL, 0, AT(dotenv_entry, last)},
};

static const struct field file_rows[] = {
    {"path", FIELD_STR, 0, AT(dotenv_file, path)},
    {"state", FIELD_ENUM, SEEN, AT(dotenv_file, state)},
    {"detail", FIELD_STR, 0, AT(dotenv_file, detail)},
    {"encoding", FIELD_ENUM, ENCODINGS, AT(dotenv_file, encoding)},
    {"crlf", FIELD_BOOL, 0, AT(dotenv_file, crlf)},
    {"is_template", FIELD_BOOL, 0, AT(dotenv_file, is_template)},
    {"asked", FIELD_BOOL, 0, AT(dotenv_file, asked)},
    {"is_script", FIELD_BOOL, 0, AT(dotenv_file, is_script)},
    {"loads", FIELD_U32, 0, AT(dotenv_file, loads)},
    {"mtime_ns", FIELD_I64, 0, AT(dotenv_file, mtime_ns)},
    {"mode", FIELD_U32, 0, AT(dotenv_file, mode)},
    {"git", FIELD_U32, 0, AT(dotenv_file, git)},
    {"git_known", FIELD_BOOL, 0, AT(dotenv_file, git_known)},
    {"copies", FIELD_U32, 0, AT(dotenv_file, copies)},
    {"below", FIELD_BOOL, 0, AT(dotenv_file, below)},
    {"part_loader", FIELD_STR, 0, AT(dotenv_file, part_loader)},
    {"entries", FIELD_LIST, A_ENTRY, AT(dotenv_file, items)},
};

static const struct field rc_rows[] = {
    {"name", FIELD_NAME, 0, AT(rc_assignment, name)},
    {"loc", FIELD_STRUCT, A_LOC, AT(rc_assignment, loc)},
    {"exported", FIELD_BOOL, 0, AT(rc_assignment, exported)},
    {"value", FIELD_STRUCT, A_VALUE, AT(rc_assignment, value)},
    {"mtime_ns", FIELD_I64, 0, AT(rc_assignment, mtime_ns)},
    {"copies", FIELD_U32, 0, AT(rc_assignment, copies)},
};

static const struct field project_client_rows[] = {
    {"id", FIELD_STR, 0, AT(project_client, id)},
    {"version", FIELD_STR, 0, AT(project_client, version)},
    {"runtime", FIELD_STR, 0, AT(project_client, runtime)},
    {"shown", FIELD_STRUCT, A_LOC, AT(project_client, shown)},
    {"running", FIELD_BOOL, 0, AT(project_client, running)},
    {"aside", FIELD_BOOL, 0, AT(project_client, aside)},
    {"development", FIELD_BOOL, 0, AT(project_client, development)},
};

static const struct field project_loader_rows[] = {
    {"id", FIELD_STR, 0, AT(project_loader, id)},
    {"dir", FIELD_STR, 0, AT(project_loader, dir)},
    {"mode", FIELD_STR, 0, AT(project_loader, mode)},
    {"env_files", FIELD_STRS, 0, AT(project_loader, env_files)},
    {"overrides", FIELD_BOOL, 0, AT(project_loader, overrides)},
    {"only_named", FIELD_BOOL, 0, AT(project_loader, only_named)},
    {"untold", FIELD_STR, 0, AT(project_loader, untold)},
    {"shown", FIELD_STRUCT, A_LOC, AT(project_loader, shown)},
};

static const struct field source_rows[] = {
    {"kind", FIELD_ENUM, SOURCES, AT(source_fact, kind)},
    {"text", FIELD_STR, 0, AT(source_fact, text)},
    {"url", FIELD_STR, 0, AT(source_fact, url)},
    {"number", FIELD_DOUBLE, 0, AT(source_fact, number)},
    {"value", FIELD_STRUCT, A_VALUE, AT(source_fact, value)},
    {"loc", FIELD_STRUCT, A_LOC, AT(source_fact, loc)},
    {"untracked", FIELD_BOOL, 0, AT(source_fact, untracked)},
};

static const struct field package_rows[] = {
    {"name", FIELD_STR, 0, AT(package_version, name)},
    {"version", FIELD_STR, 0, AT(package_version, version)},
    {"loc", FIELD_STRUCT, A_LOC, AT(package_version, loc)},
    {"npm", FIELD_BOOL, 0, AT(package_version, npm)},
    {"exact", FIELD_BOOL, 0, AT(package_version, exact)},
};

static const struct field project_rows[] = {
    {"state", FIELD_ENUM, SEEN, AT(project, state)},
    {"root", FIELD_STR, 0, AT(project, root)},
    {"dir", FIELD_STR, 0, AT(project, dir)},
    {"repository", FIELD_BOOL, 0, AT(project, repository)},
    {"git_detail", FIELD_STR, 0, AT(project, git_detail)},
    {"clients", FIELD_LIST, A_PROJECT_CLIENT, AT(project, clients)},
    {"loaders", FIELD_LIST, A_PROJECT_LOADER, AT(project, loaders)},
    {"sources", FIELD_LIST, A_SOURCE, AT(project, sources)},
    {"packages", FIELD_LIST, A_PACKAGE, AT(project, packages)},
    {"browser_code", FIELD_BOOL, 0, AT(project, browser_code)},
    {"languages", FIELD_STRS, 0, AT(project, languages)},
};

static const struct field setting_rows[] = {
    {"tool", FIELD_STR, 0, AT(setting, tool)},
    {"key", FIELD_STR, 0, AT(setting, key)},
    {"value", FIELD_STRUCT, A_VALUE, AT(setting, value)},
    {"origin", FIELD_STRUCT, A_ORIGIN, AT(setting, origin)},
};

static const struct field netrc_entry_rows[] = {
    {"machine", FIELD_STR, 0, AT(netrc_entry, machine)},
    {"has_login", FIELD_BOOL, 0, AT(netrc_entry, has_login)},
    {"has_password", FIELD_BOOL, 0, AT(netrc_entry, has_password)},
    {"loc", FIELD_STRUCT, A_LOC, AT(netrc_entry, loc)},
};

static const struct field netrc_rows[] = {
    {"state", FIELD_ENUM, SEEN, AT(netrc, state)},
    {"syntax_error", FIELD_BOOL, 0, AT(netrc, syntax_error)},
    {"entries", FIELD_LIST, A_NETRC_ENTRY, AT(netrc, items)},
};

static const struct field system_proxy_rows[] = {
    {"kind", FIELD_ENUM, PROXY_MODES, AT(system_proxy, kind)},
    {"scheme", FIELD_STR, 0, AT(system_proxy, scheme)},
    {"value", FIELD_STRUCT, A_VALUE, AT(system_proxy, value)},
    {"bypass", FIELD_STR, 0, AT(system_proxy, bypass)},
    {"origin", FIELD_STRUCT, A_ORIGIN, AT(system_proxy, origin)},
};

static const struct field path_rows[] = {
    {"path", FIELD_STR, 0, AT(path_fact, path)},
    {"state", FIELD_ENUM, SEEN, AT(path_fact, state)},
    {"is_dir", FIELD_BOOL, 0, AT(path_fact, is_dir)},
    {"empty", FIELD_BOOL, 0, AT(path_fact, empty)},
    {"has_pem", FIELD_BOOL, 0, AT(path_fact, has_pem)},
    {"in_project", FIELD_BOOL, 0, AT(path_fact, in_project)},
};

static const struct field listener_rows[] = {
    {"host", FIELD_STR, 0, AT(listener, host)},
    {"port", FIELD_U32, 0, AT(listener, port)},
    {"state", FIELD_ENUM, LISTENS, AT(listener, state)},
};

static const struct field machine_rows[] = {
    {"shell", FIELD_STR, 0, AT(machine, shell)},
    {"home", FIELD_STR, 0, AT(machine, home)},
    {"utc_offset_s", FIELD_INT, 0, AT(machine, utc_offset_s)},
    {"now_ns", FIELD_I64, 0, AT(machine, now_ns)},
    {"shell_start_ns", FIELD_I64, 0, AT(machine, shell_start_ns)},
    {"prompt_hook", FIELD_STR, 0, AT(machine, prompt_hook)},
    {"container", FIELD_BOOL, 0, AT(machine, container)},
    {"wsl", FIELD_BOOL, 0, AT(machine, wsl)},
    {"ci", FIELD_BOOL, 0, AT(machine, ci)},
    {"ci_fork", FIELD_BOOL, 0, AT(machine, ci_fork)},
    {"ci_fork_sign", FIELD_STR, 0, AT(machine, ci_fork_sign)},
    {"hosts_ip", FIELD_STR, 0, AT(machine, hosts_ip)},
    {"hosts_loc", FIELD_STRUCT, A_LOC, AT(machine, hosts_loc)},
    {"is_root", FIELD_BOOL, 0, AT(machine, is_root)},
    {"curl_version", FIELD_STR, 0, AT(machine, curl_version)},
    {"ca_bundle", FIELD_STR, 0, AT(machine, ca_bundle)},
};

static const struct field certificate_rows[] = {
    {"subject", FIELD_STR, 0, AT(certificate, subject)},
    {"issuer", FIELD_STR, 0, AT(certificate, issuer)},
    {"not_before", FIELD_STR, 0, AT(certificate, not_before)},
    {"not_after", FIELD_STR, 0, AT(certificate, not_after)},
    {"not_before_s", FIELD_I64, 0, AT(certificate, not_before_s)},
    {"not_after_s", FIELD_I64, 0, AT(certificate, not_after_s)},
    {"self_signed", FIELD_BOOL, 0, AT(certificate, self_signed)},
    {"has_aia", FIELD_BOOL, 0, AT(certificate, has_aia)},
    {"names", FIELD_STR, 0, AT(certificate, names)},
};

static const struct field observation_rows[] = {
    {"name", FIELD_STR, 0, AT(observation, name)},
    {"url", FIELD_STR, 0, AT(observation, url)},
    {"route", FIELD_STR, 0, AT(observation, route)},
    {"client_trust", FIELD_STR, 0, AT(observation, client_trust)},
    {"family", FIELD_INT, 0, AT(observation, family)},
    {"with_key", FIELD_BOOL, 0, AT(observation, with_key)},
    {"state", FIELD_ENUM, OUTCOMES, AT(observation, state)},
    {"stage", FIELD_ENUM, STAGES, AT(observation, stage)},
    {"reason", FIELD_STR, 0, AT(observation, reason)},
    {"skipped_why", FIELD_STR, 0, AT(observation, skipped_why)},
    {"us_dns", FIELD_I64, 0, AT(observation, us.dns)},
    {"us_tcp", FIELD_I64, 0, AT(observation, us.tcp)},
    {"us_proxy", FIELD_I64, 0, AT(observation, us.proxy)},
    {"us_tls", FIELD_I64, 0, AT(observation, us.tls)},
    {"us_total", FIELD_I64, 0, AT(observation, us.total)},
    {"first_body_us", FIELD_I64, 0, AT(observation, first_body_us)},
    {"last_body_us", FIELD_I64, 0, AT(observation, last_body_us)},
    {"address", FIELD_STR, 0, AT(observation, address)},
    {"curl_code", FIELD_INT, 0, AT(observation, curl_code)},
    {"os_errno", FIELD_INT, 0, AT(observation, os_errno)},
    {"connect_code", FIELD_INT, 0, AT(observation, connect_code)},
    {"proxy_error", FIELD_INT, 0, AT(observation, proxy_error)},
    {"proxy_auth", FIELD_INT, 0, AT(observation, proxy_auth)},
    {"verify_result", FIELD_LONG, 0, AT(observation, verify_result)},
    {"verified", FIELD_BOOL, 0, AT(observation, verified)},
    {"tls_started", FIELD_BOOL, 0, AT(observation, tls_started)},
    {"tls_answered", FIELD_BOOL, 0, AT(observation, tls_answered)},
    {"interrupted", FIELD_BOOL, 0, AT(observation, interrupted)},
    {"unacked", FIELD_I64, 0, AT(observation, unacked)},
    {"error", FIELD_STR, 0, AT(observation, error)},
    {"chain", FIELD_LIST, A_CERTIFICATE, AT(observation, chain)},
    {"status", FIELD_INT, 0, AT(observation, status)},
    {"code", FIELD_STR, 0, AT(observation, code)},
    {"message", FIELD_STR, 0, AT(observation, message)},
    {"request_id", FIELD_STR, 0, AT(observation, request_id)},
    {"retry_after", FIELD_STR, 0, AT(observation, retry_after)},
    {"server", FIELD_STR, 0, AT(observation, server)},
    {"via", FIELD_STR, 0, AT(observation, via)},
    {"location", FIELD_STR, 0, AT(observation, location)},
    {"content_type", FIELD_STR, 0, AT(observation, content_type)},
    {"date", FIELD_STR, 0, AT(observation, date)},
    {"www", FIELD_STR, 0, AT(observation, www)},
    {"proxy_agent", FIELD_STR, 0, AT(observation, proxy_agent)},
    {"cf_ray", FIELD_BOOL, 0, AT(observation, cf_ray)},
    {"x_squid_error", FIELD_BOOL, 0, AT(observation, x_squid_error)},
    {"ratelimit_headers", FIELD_BOOL, 0, AT(observation, ratelimit_headers)},
    {"json", FIELD_BOOL, 0, AT(observation, json)},
    {"html", FIELD_BOOL, 0, AT(observation, html)},
    {"is_gateway", FIELD_BOOL, 0, AT(observation, is_gateway)},
    {"expected", FIELD_BOOL, 0, AT(observation, expected)},
    {"title", FIELD_STR, 0, AT(observation, title)},
    {"filter", FIELD_STR, 0, AT(observation, filter)},
    {"challenge", FIELD_BOOL, 0, AT(observation, challenge)},
    {"edge_banned_ua", FIELD_BOOL, 0, AT(observation, edge_banned_ua)},
    {"other_vendor", FIELD_BOOL, 0, AT(observation, other_vendor)},
    {"clock_skew_s", FIELD_I64, 0, AT(observation, clock_skew_s)},
    {"clock_known", FIELD_BOOL, 0, AT(observation, clock_known)},
    {"models", FIELD_STRS, 0, AT(observation, models)},
    {"dns_name", FIELD_STR, 0, AT(observation, dns_name)},
    {"dns_server", FIELD_STR, 0, AT(observation, dns_server)},
    {"dns_rcode", FIELD_INT, 0, AT(observation, dns_rcode)},
    {"addresses", FIELD_STRS, 0, AT(observation, addresses)},
};

static const struct field unread_rows[] = {
    {"loc", FIELD_STRUCT, A_LOC, AT(unread, loc)},
    {"why", FIELD_STR, 0, AT(unread, why)},
};

static const struct field snapshot_rows[] = {
    {"machine", FIELD_STRUCT, A_MACHINE, AT(snapshot, machine)},
    {"contexts", FIELD_LIST, A_CONTEXT, AT(snapshot, contexts)},
    {"dotenv", FIELD_LIST, A_FILE, AT(snapshot, dotenv)},
    {"rc", FIELD_LIST, A_RC, AT(snapshot, rc)},
    {"project", FIELD_STRUCT, A_PROJECT, AT(snapshot, project)},
    {"settings", FIELD_LIST, A_SETTING, AT(snapshot, settings)},
    {"netrc", FIELD_STRUCT, A_NETRC, AT(snapshot, netrc)},
    {"system_proxies", FIELD_LIST, A_SYSTEM_PROXY, AT(snapshot, system_proxies)},
    {"paths", FIELD_LIST, A_PATH, AT(snapshot, paths)},
    {"listeners", FIELD_LIST, A_LISTENER, AT(snapshot, listeners)},
    {"probes", FIELD_LIST, A_OBSERVATION, AT(snapshot, probes)},
    {"unread", FIELD_LIST, A_UNREAD, AT(snapshot, unread)},
    {"notes", FIELD_STRS, 0, AT(snapshot, notes)},
};

static const struct layout layouts[] = {
    [A_LOC] = LAYOUT(loc_rows, loc),
    [A_ORIGIN] = LAYOUT(origin_rows, origin),
    [A_VALUE] = LAYOUT(value_rows, value),
    [A_VARIABLE] = LAYOUT(variable_rows, variable),
    [A_CONTEXT] = LAYOUT(context_rows, context),
    [A_READING] = LAYOUT(reading_rows, dotenv_reading),
    [A_ENTRY] = LAYOUT(entry_rows, dotenv_entry),
    [A_FILE] = LAYOUT(file_rows, dotenv_file),
    [A_RC] = LAYOUT(rc_rows, rc_assignment),
    [A_PROJECT_CLIENT] = LAYOUT(project_client_rows, project_client),
    [A_PROJECT_LOADER] = LAYOUT(project_loader_rows, project_loader),
    [A_SOURCE] = LAYOUT(source_rows, source_fact),
    [A_PACKAGE] = LAYOUT(package_rows, package_version),
    [A_PROJECT] = LAYOUT(project_rows, project),
    [A_SETTING] = LAYOUT(setting_rows, setting),
    [A_NETRC_ENTRY] = LAYOUT(netrc_entry_rows, netrc_entry),
    [A_NETRC] = LAYOUT(netrc_rows, netrc),
    [A_SYSTEM_PROXY] = LAYOUT(system_proxy_rows, system_proxy),
    [A_PATH] = LAYOUT(path_rows, path_fact),
    [A_LISTENER] = LAYOUT(listener_rows, listener),
    [A_MACHINE] = LAYOUT(machine_rows, machine),
    [A_CERTIFICATE] = LAYOUT(certificate_rows, certificate),
    [A_OBSERVATION] = LAYOUT(observation_rows, observation),
    [A_UNREAD] = LAYOUT(unread_rows, unread),
    [A_SNAPSHOT] = LAYOUT(snapshot_rows, snapshot),
};
// clang-format on

const char *field_words(const struct field *f)
{
    return words[f->with];
}

const struct layout *field_layout(const struct field *f)
{
    return &layouts[f->with];
}

const struct layout *snapshot_layout(void)
{
    return &layouts[A_SNAPSHOT];
}
