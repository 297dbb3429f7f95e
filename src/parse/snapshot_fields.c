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
#define SEEN "not-asked|complete|partial|denied|absent|failed"

// clang-format off
static const struct field loc_rows[] = {
    {"file", FIELD_STR, AT(loc, file), NULL, NULL},
    {"line", FIELD_U32, AT(loc, line), NULL, NULL},
    {"column", FIELD_U32, AT(loc, column), NULL, NULL},
};
static const struct layout loc_layout = LAYOUT(loc_rows, loc);

static const struct field origin_rows[] = {
    {"kind", FIELD_ENUM, AT(origin, kind), "none|environment|shell|file|process|option|profile|default|probe|system", NULL},
    {"loc", FIELD_STRUCT, AT(origin, loc), NULL, &loc_layout},
    {"pid", FIELD_INT, AT(origin, pid), NULL, NULL},
    {"name", FIELD_STR, AT(origin, name), NULL, NULL},
    {"in_project", FIELD_BOOL, AT(origin, in_project), NULL, NULL},
};
static const struct layout origin_layout = LAYOUT(origin_rows, origin);

static const struct field value_rows[] = {
    {"state", FIELD_ENUM, AT(value, state), "unset|empty|set", NULL},
    {"class", FIELD_ENUM, AT(value, class), "plain|proxy|secret", NULL},
    {"text", FIELD_STR, AT(value, text), NULL, NULL},
    {"length", FIELD_SIZE, AT(value, length), NULL, NULL},
    {"last4", FIELD_SHORT, AT(value, last4), NULL, NULL},
    {"print", FIELD_HEX, AT(value, print), NULL, NULL},
    {"facts", FIELD_U32, AT(value, facts), NULL, NULL},
    {"detail", FIELD_STR, AT(value, detail), NULL, NULL},
    {"opaque", FIELD_BOOL, AT(value, opaque), NULL, NULL},
    {"odd_offset", FIELD_U32, AT(value, odd_offset), NULL, NULL},
    {"odd_byte", FIELD_U32, AT(value, odd_byte), NULL, NULL},
};
static const struct layout value_layout = LAYOUT(value_rows, value);

static const struct layout variable_layout; // it may hide another one

static const struct field variable_rows[] = {
    {"name", FIELD_NAME, AT(variable, name), NULL, NULL},
    {"value", FIELD_STRUCT, AT(variable, value), NULL, &value_layout},
    {"origin", FIELD_STRUCT, AT(variable, origin), NULL, &origin_layout},
    {"exported", FIELD_BOOL, AT(variable, exported), NULL, NULL},
    {"duplicate", FIELD_BOOL, AT(variable, duplicate), NULL, NULL},
    {"hidden", FIELD_MAYBE, AT(variable, hidden), NULL, &variable_layout},
    {"why", FIELD_STR, AT(variable, why), NULL, NULL},
};
static const struct layout variable_layout = LAYOUT(variable_rows, variable);

static const struct field context_rows[] = {
    {"name", FIELD_STR, AT(context, name), NULL, NULL},
    {"kind", FIELD_ENUM, AT(context, kind), "shell|dotenv|process|compose|kubernetes|actions|gitlab|systemd|manifest|tool", NULL},
    {"state", FIELD_ENUM, AT(context, state), SEEN, NULL},
    {"detail", FIELD_STR, AT(context, detail), NULL, NULL},
    {"loader", FIELD_STR, AT(context, loader), NULL, NULL},
    {"shown", FIELD_STRUCT, AT(context, shown), NULL, &loc_layout},
    {"vars", FIELD_LIST, AT(context, vars), NULL, &variable_layout},
    {"in_container", FIELD_BOOL, AT(context, in_container), NULL, NULL},
    {"gui", FIELD_BOOL, AT(context, gui), NULL, NULL},
    {"daemon", FIELD_BOOL, AT(context, daemon), NULL, NULL},
    {"reloads", FIELD_BOOL, AT(context, reloads), NULL, NULL},
    {"self_loading", FIELD_BOOL, AT(context, self_loading), NULL, NULL},
    {"started_ns", FIELD_I64, AT(context, started_ns), NULL, NULL},
    {"pid", FIELD_INT, AT(context, pid), NULL, NULL},
    {"port", FIELD_U32, AT(context, port), NULL, NULL},
    {"program", FIELD_STR, AT(context, program), NULL, NULL},
    {"dir", FIELD_STR, AT(context, dir), NULL, NULL},
    {"timeout_limit_s", FIELD_DOUBLE, AT(context, timeout_limit_s), NULL, NULL},
};
static const struct layout context_layout = LAYOUT(context_rows, context);

static const struct field reading_rows[] = {
    {"loaders", FIELD_HEX, AT(dotenv_reading, loaders), NULL, NULL},
    {"refused", FIELD_BOOL, AT(dotenv_reading, refused), NULL, NULL},
    {"value", FIELD_STRUCT, AT(dotenv_reading, value), NULL, &value_layout},
};
static const struct layout reading_layout = LAYOUT(reading_rows, dotenv_reading);

static const struct field entry_rows[] = {
    {"name", FIELD_NAME, AT(dotenv_entry, name), NULL, NULL},
    {"loc", FIELD_STRUCT, AT(dotenv_entry, loc), NULL, &loc_layout},
    {"lines", FIELD_U32, AT(dotenv_entry, lines), NULL, NULL},
    {"defects", FIELD_U32, AT(dotenv_entry, defects), NULL, NULL},
    {"spoils", FIELD_HEX, AT(dotenv_entry, spoils), NULL, NULL},
    {"spoiled", FIELD_HEX, AT(dotenv_entry, spoiled), NULL, NULL},
    {"readings", FIELD_LIST, AT(dotenv_entry, items), NULL, &reading_layout},
    {"last", FIELD_BOOL, AT(dotenv_entry, last), NULL, NULL},
};
static const struct layout entry_layout = LAYOUT(entry_rows, dotenv_entry);

static const struct field file_rows[] = {
    {"path", FIELD_STR, AT(dotenv_file, path), NULL, NULL},
    {"state", FIELD_ENUM, AT(dotenv_file, state), SEEN, NULL},
    {"detail", FIELD_STR, AT(dotenv_file, detail), NULL, NULL},
    {"encoding", FIELD_ENUM, AT(dotenv_file, encoding), "utf8|utf8-bom|utf16|latin1|nul", NULL},
    {"crlf", FIELD_BOOL, AT(dotenv_file, crlf), NULL, NULL},
    {"is_template", FIELD_BOOL, AT(dotenv_file, is_template), NULL, NULL},
    {"asked", FIELD_BOOL, AT(dotenv_file, asked), NULL, NULL},
    {"is_script", FIELD_BOOL, AT(dotenv_file, is_script), NULL, NULL},
    {"loads", FIELD_U32, AT(dotenv_file, loads), NULL, NULL},
    {"mtime_ns", FIELD_I64, AT(dotenv_file, mtime_ns), NULL, NULL},
    {"mode", FIELD_U32, AT(dotenv_file, mode), NULL, NULL},
    {"git", FIELD_U32, AT(dotenv_file, git), NULL, NULL},
    {"git_known", FIELD_BOOL, AT(dotenv_file, git_known), NULL, NULL},
    {"copies", FIELD_U32, AT(dotenv_file, copies), NULL, NULL},
    {"entries", FIELD_LIST, AT(dotenv_file, items), NULL, &entry_layout},
};
static const struct layout file_layout = LAYOUT(file_rows, dotenv_file);

static const struct field rc_rows[] = {
    {"name", FIELD_NAME, AT(rc_assignment, name), NULL, NULL},
    {"loc", FIELD_STRUCT, AT(rc_assignment, loc), NULL, &loc_layout},
    {"exported", FIELD_BOOL, AT(rc_assignment, exported), NULL, NULL},
    {"value", FIELD_STRUCT, AT(rc_assignment, value), NULL, &value_layout},
    {"mtime_ns", FIELD_I64, AT(rc_assignment, mtime_ns), NULL, NULL},
    {"copies", FIELD_U32, AT(rc_assignment, copies), NULL, NULL},
};
static const struct layout rc_layout = LAYOUT(rc_rows, rc_assignment);

static const struct field project_client_rows[] = {
    {"id", FIELD_STR, AT(project_client, id), NULL, NULL},
    {"version", FIELD_STR, AT(project_client, version), NULL, NULL},
    {"runtime", FIELD_STR, AT(project_client, runtime), NULL, NULL},
    {"shown", FIELD_STRUCT, AT(project_client, shown), NULL, &loc_layout},
    {"running", FIELD_BOOL, AT(project_client, running), NULL, NULL},
};
static const struct layout project_client_layout = LAYOUT(project_client_rows, project_client);

static const struct field project_loader_rows[] = {
    {"id", FIELD_STR, AT(project_loader, id), NULL, NULL},
    {"dir", FIELD_STR, AT(project_loader, dir), NULL, NULL},
    {"mode", FIELD_STR, AT(project_loader, mode), NULL, NULL},
    {"env_files", FIELD_STRS, AT(project_loader, env_files), NULL, NULL},
    {"overrides", FIELD_BOOL, AT(project_loader, overrides), NULL, NULL},
    {"shown", FIELD_STRUCT, AT(project_loader, shown), NULL, &loc_layout},
};
static const struct layout project_loader_layout = LAYOUT(project_loader_rows, project_loader);

static const struct field source_rows[] = {
    {"kind", FIELD_ENUM, AT(source_fact, kind), "base-url|timeout|retries|model|dotenv-override", NULL},
    {"text", FIELD_STR, AT(source_fact, text), NULL, NULL},
    {"number", FIELD_DOUBLE, AT(source_fact, number), NULL, NULL},
    {"loc", FIELD_STRUCT, AT(source_fact, loc), NULL, &loc_layout},
};
static const struct layout source_layout = LAYOUT(source_rows, source_fact);

static const struct field package_rows[] = {
    {"name", FIELD_STR, AT(package_version, name), NULL, NULL},
    {"version", FIELD_STR, AT(package_version, version), NULL, NULL},
    {"loc", FIELD_STRUCT, AT(package_version, loc), NULL, &loc_layout},
    {"npm", FIELD_BOOL, AT(package_version, npm), NULL, NULL},
};
static const struct layout package_layout = LAYOUT(package_rows, package_version);

static const struct field project_rows[] = {
    {"state", FIELD_ENUM, AT(project, state), SEEN, NULL},
    {"root", FIELD_STR, AT(project, root), NULL, NULL},
    {"dir", FIELD_STR, AT(project, dir), NULL, NULL},
    {"repository", FIELD_BOOL, AT(project, repository), NULL, NULL},
    {"git_detail", FIELD_STR, AT(project, git_detail), NULL, NULL},
    {"clients", FIELD_LIST, AT(project, clients), NULL, &project_client_layout},
    {"loaders", FIELD_LIST, AT(project, loaders), NULL, &project_loader_layout},
    {"sources", FIELD_LIST, AT(project, sources), NULL, &source_layout},
    {"packages", FIELD_LIST, AT(project, packages), NULL, &package_layout},
    {"browser_code", FIELD_BOOL, AT(project, browser_code), NULL, NULL},
    {"languages", FIELD_STRS, AT(project, languages), NULL, NULL},
};
static const struct layout project_layout = LAYOUT(project_rows, project);

static const struct field setting_rows[] = {
    {"tool", FIELD_STR, AT(setting, tool), NULL, NULL},
    {"key", FIELD_STR, AT(setting, key), NULL, NULL},
    {"value", FIELD_STRUCT, AT(setting, value), NULL, &value_layout},
    {"origin", FIELD_STRUCT, AT(setting, origin), NULL, &origin_layout},
};
static const struct layout setting_layout = LAYOUT(setting_rows, setting);

static const struct field netrc_entry_rows[] = {
    {"machine", FIELD_STR, AT(netrc_entry, machine), NULL, NULL},
    {"has_login", FIELD_BOOL, AT(netrc_entry, has_login), NULL, NULL},
    {"has_password", FIELD_BOOL, AT(netrc_entry, has_password), NULL, NULL},
    {"loc", FIELD_STRUCT, AT(netrc_entry, loc), NULL, &loc_layout},
};
static const struct layout netrc_entry_layout = LAYOUT(netrc_entry_rows, netrc_entry);

static const struct field netrc_rows[] = {
    {"state", FIELD_ENUM, AT(netrc, state), SEEN, NULL},
    {"syntax_error", FIELD_BOOL, AT(netrc, syntax_error), NULL, NULL},
    {"entries", FIELD_LIST, AT(netrc, items), NULL, &netrc_entry_layout},
};
static const struct layout netrc_layout = LAYOUT(netrc_rows, netrc);

static const struct field system_proxy_rows[] = {
    {"kind", FIELD_ENUM, AT(system_proxy, kind), "manual|pac|wpad", NULL},
    {"scheme", FIELD_STR, AT(system_proxy, scheme), NULL, NULL},
    {"value", FIELD_STRUCT, AT(system_proxy, value), NULL, &value_layout},
    {"bypass", FIELD_STR, AT(system_proxy, bypass), NULL, NULL},
    {"origin", FIELD_STRUCT, AT(system_proxy, origin), NULL, &origin_layout},
};
static const struct layout system_proxy_layout = LAYOUT(system_proxy_rows, system_proxy);

static const struct field path_rows[] = {
    {"path", FIELD_STR, AT(path_fact, path), NULL, NULL},
    {"state", FIELD_ENUM, AT(path_fact, state), SEEN, NULL},
    {"is_dir", FIELD_BOOL, AT(path_fact, is_dir), NULL, NULL},
    {"empty", FIELD_BOOL, AT(path_fact, empty), NULL, NULL},
    {"has_pem", FIELD_BOOL, AT(path_fact, has_pem), NULL, NULL},
    {"in_project", FIELD_BOOL, AT(path_fact, in_project), NULL, NULL},
};
static const struct layout path_layout = LAYOUT(path_rows, path_fact);

static const struct field listener_rows[] = {
    {"host", FIELD_STR, AT(listener, host), NULL, NULL},
    {"port", FIELD_U32, AT(listener, port), NULL, NULL},
    {"state", FIELD_ENUM, AT(listener, state), "unknown|open|closed", NULL},
};
static const struct layout listener_layout = LAYOUT(listener_rows, listener);

static const struct field machine_rows[] = {
    {"shell", FIELD_STR, AT(machine, shell), NULL, NULL},
    {"home", FIELD_STR, AT(machine, home), NULL, NULL},
    {"utc_offset_s", FIELD_INT, AT(machine, utc_offset_s), NULL, NULL},
    {"now_ns", FIELD_I64, AT(machine, now_ns), NULL, NULL},
    {"shell_start_ns", FIELD_I64, AT(machine, shell_start_ns), NULL, NULL},
    {"container", FIELD_BOOL, AT(machine, container), NULL, NULL},
    {"wsl", FIELD_BOOL, AT(machine, wsl), NULL, NULL},
    {"ci", FIELD_BOOL, AT(machine, ci), NULL, NULL},
    {"ci_fork", FIELD_BOOL, AT(machine, ci_fork), NULL, NULL},
    {"hosts_ip", FIELD_STR, AT(machine, hosts_ip), NULL, NULL},
    {"hosts_loc", FIELD_STRUCT, AT(machine, hosts_loc), NULL, &loc_layout},
    {"is_root", FIELD_BOOL, AT(machine, is_root), NULL, NULL},
    {"curl_version", FIELD_STR, AT(machine, curl_version), NULL, NULL},
    {"ca_bundle", FIELD_STR, AT(machine, ca_bundle), NULL, NULL},
};
static const struct layout machine_layout = LAYOUT(machine_rows, machine);

static const struct field certificate_rows[] = {
    {"subject", FIELD_STR, AT(certificate, subject), NULL, NULL},
    {"issuer", FIELD_STR, AT(certificate, issuer), NULL, NULL},
    {"not_before", FIELD_STR, AT(certificate, not_before), NULL, NULL},
    {"not_after", FIELD_STR, AT(certificate, not_after), NULL, NULL},
    {"not_before_s", FIELD_I64, AT(certificate, not_before_s), NULL, NULL},
    {"not_after_s", FIELD_I64, AT(certificate, not_after_s), NULL, NULL},
    {"self_signed", FIELD_BOOL, AT(certificate, self_signed), NULL, NULL},
    {"has_aia", FIELD_BOOL, AT(certificate, has_aia), NULL, NULL},
    {"names", FIELD_STR, AT(certificate, names), NULL, NULL},
};
static const struct layout certificate_layout = LAYOUT(certificate_rows, certificate);

static const struct field observation_rows[] = {
    {"name", FIELD_STR, AT(observation, name), NULL, NULL},
    {"url", FIELD_STR, AT(observation, url), NULL, NULL},
    {"route", FIELD_STR, AT(observation, route), NULL, NULL},
    {"client_trust", FIELD_STR, AT(observation, client_trust), NULL, NULL},
    {"family", FIELD_INT, AT(observation, family), NULL, NULL},
    {"with_key", FIELD_BOOL, AT(observation, with_key), NULL, NULL},
    {"state", FIELD_ENUM, AT(observation, state), "skipped|ok|failed", NULL},
    {"stage", FIELD_ENUM, AT(observation, stage), "none|dns|tcp|proxy|tls|http|api|done", NULL},
    {"reason", FIELD_STR, AT(observation, reason), NULL, NULL},
    {"skipped_why", FIELD_STR, AT(observation, skipped_why), NULL, NULL},
    {"us_dns", FIELD_I64, AT(observation, us.dns), NULL, NULL},
    {"us_tcp", FIELD_I64, AT(observation, us.tcp), NULL, NULL},
    {"us_proxy", FIELD_I64, AT(observation, us.proxy), NULL, NULL},
    {"us_tls", FIELD_I64, AT(observation, us.tls), NULL, NULL},
    {"us_total", FIELD_I64, AT(observation, us.total), NULL, NULL},
    {"first_body_us", FIELD_I64, AT(observation, first_body_us), NULL, NULL},
    {"last_body_us", FIELD_I64, AT(observation, last_body_us), NULL, NULL},
    {"address", FIELD_STR, AT(observation, address), NULL, NULL},
    {"curl_code", FIELD_INT, AT(observation, curl_code), NULL, NULL},
    {"os_errno", FIELD_INT, AT(observation, os_errno), NULL, NULL},
    {"connect_code", FIELD_INT, AT(observation, connect_code), NULL, NULL},
    {"proxy_error", FIELD_INT, AT(observation, proxy_error), NULL, NULL},
    {"proxy_auth", FIELD_INT, AT(observation, proxy_auth), NULL, NULL},
    {"verify_result", FIELD_LONG, AT(observation, verify_result), NULL, NULL},
    {"verified", FIELD_BOOL, AT(observation, verified), NULL, NULL},
    {"tls_started", FIELD_BOOL, AT(observation, tls_started), NULL, NULL},
    {"tls_answered", FIELD_BOOL, AT(observation, tls_answered), NULL, NULL},
    {"interrupted", FIELD_BOOL, AT(observation, interrupted), NULL, NULL},
    {"unacked", FIELD_I64, AT(observation, unacked), NULL, NULL},
    {"error", FIELD_STR, AT(observation, error), NULL, NULL},
    {"chain", FIELD_LIST, AT(observation, chain), NULL, &certificate_layout},
    {"status", FIELD_INT, AT(observation, status), NULL, NULL},
    {"code", FIELD_STR, AT(observation, code), NULL, NULL},
    {"message", FIELD_STR, AT(observation, message), NULL, NULL},
    {"request_id", FIELD_STR, AT(observation, request_id), NULL, NULL},
    {"retry_after", FIELD_STR, AT(observation, retry_after), NULL, NULL},
    {"server", FIELD_STR, AT(observation, server), NULL, NULL},
    {"via", FIELD_STR, AT(observation, via), NULL, NULL},
    {"location", FIELD_STR, AT(observation, location), NULL, NULL},
    {"content_type", FIELD_STR, AT(observation, content_type), NULL, NULL},
    {"date", FIELD_STR, AT(observation, date), NULL, NULL},
    {"www", FIELD_STR, AT(observation, www), NULL, NULL},
    {"proxy_agent", FIELD_STR, AT(observation, proxy_agent), NULL, NULL},
    {"cf_ray", FIELD_BOOL, AT(observation, cf_ray), NULL, NULL},
    {"x_squid_error", FIELD_BOOL, AT(observation, x_squid_error), NULL, NULL},
    {"ratelimit_headers", FIELD_BOOL, AT(observation, ratelimit_headers), NULL, NULL},
    {"json", FIELD_BOOL, AT(observation, json), NULL, NULL},
    {"html", FIELD_BOOL, AT(observation, html), NULL, NULL},
    {"is_gateway", FIELD_BOOL, AT(observation, is_gateway), NULL, NULL},
    {"expected", FIELD_BOOL, AT(observation, expected), NULL, NULL},
    {"title", FIELD_STR, AT(observation, title), NULL, NULL},
    {"filter", FIELD_STR, AT(observation, filter), NULL, NULL},
    {"challenge", FIELD_BOOL, AT(observation, challenge), NULL, NULL},
    {"edge_banned_ua", FIELD_BOOL, AT(observation, edge_banned_ua), NULL, NULL},
    {"other_vendor", FIELD_BOOL, AT(observation, other_vendor), NULL, NULL},
    {"clock_skew_s", FIELD_I64, AT(observation, clock_skew_s), NULL, NULL},
    {"clock_known", FIELD_BOOL, AT(observation, clock_known), NULL, NULL},
    {"models", FIELD_STRS, AT(observation, models), NULL, NULL},
    {"dns_name", FIELD_STR, AT(observation, dns_name), NULL, NULL},
    {"dns_server", FIELD_STR, AT(observation, dns_server), NULL, NULL},
    {"dns_rcode", FIELD_INT, AT(observation, dns_rcode), NULL, NULL},
    {"addresses", FIELD_STRS, AT(observation, addresses), NULL, NULL},
};
static const struct layout observation_layout = LAYOUT(observation_rows, observation);

static const struct field unread_rows[] = {
    {"loc", FIELD_STRUCT, AT(unread, loc), NULL, &loc_layout},
    {"why", FIELD_STR, AT(unread, why), NULL, NULL},
};
static const struct layout unread_layout = LAYOUT(unread_rows, unread);

static const struct field snapshot_rows[] = {
    {"machine", FIELD_STRUCT, AT(snapshot, machine), NULL, &machine_layout},
    {"contexts", FIELD_LIST, AT(snapshot, contexts), NULL, &context_layout},
    {"dotenv", FIELD_LIST, AT(snapshot, dotenv), NULL, &file_layout},
    {"rc", FIELD_LIST, AT(snapshot, rc), NULL, &rc_layout},
    {"project", FIELD_STRUCT, AT(snapshot, project), NULL, &project_layout},
    {"settings", FIELD_LIST, AT(snapshot, settings), NULL, &setting_layout},
    {"netrc", FIELD_STRUCT, AT(snapshot, netrc), NULL, &netrc_layout},
    {"system_proxies", FIELD_LIST, AT(snapshot, system_proxies), NULL, &system_proxy_layout},
    {"paths", FIELD_LIST, AT(snapshot, paths), NULL, &path_layout},
    {"listeners", FIELD_LIST, AT(snapshot, listeners), NULL, &listener_layout},
    {"probes", FIELD_LIST, AT(snapshot, probes), NULL, &observation_layout},
    {"unread", FIELD_LIST, AT(snapshot, unread), NULL, &unread_layout},
    {"notes", FIELD_STRS, AT(snapshot, notes), NULL, NULL},
};
const struct layout snapshot_layout = LAYOUT(snapshot_rows, snapshot);

// clang-format on
