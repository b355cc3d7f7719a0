// SPDX-License-Identifier: Apache-2.0
// fairlead account|token|partner, on a running centre: who may do what there.
#include <algorithm>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/system.hpp"
#include "base/text.hpp"
#include "command.hpp"
#include "home_client.hpp"
#include "http/query.hpp"
#include "ledger/base64.hpp"
#include "reply_text.hpp"
#include "sharing_commands.hpp"
#include "units/instant.hpp"

namespace fairlead::app {

namespace json = boost::json;

namespace {

struct Options {
  HomeOptions home;
  std::string name, role, agency, display_name, new_password_file, certificate, label, token, expires;
  std::vector<std::string> scopes;
  bool enable = false, no_password = false;
};

std::string path_of(std::string_view name, std::string_view rest = {}) {
  return fmt::format("/api/v1/accounts/{}{}", http::percent_encode(name), rest);
}

void print_account(const json::value& account) {
  const std::string agency = text_of(account, "agency");
  fmt::print("{}  {}{}{}  signs in by {}{}\n", text_of(account, "name"), text_of(account, "role"),
             agency.empty() ? "" : " of " + agency, flag_of(account, "disabled") ? "  DISABLED" : "",
             list_of(account, "sign_in").empty() ? "nothing yet" : joined(account, "sign_in"),
             text_of(account, "display_name").empty() ? "" : "  \"" + text_of(account, "display_name") + "\"");
  for (const json::value& print : list_of(account, "certificates")) {
    fmt::print("  certificate {}\n", std::string_view(print.as_string()));
  }
}

void print_token(const json::value& token) {
  fmt::print("  {}  {}  {}  until {}{}\n", text_of(token, "id"), text_of(token, "label"), joined(token, "scopes"),
             text_of(token, "expires_at"), flag_of(token, "revoked") ? "  revoked" : "");
}

Result<std::string> new_password(const Options& options) {
  FL_TRY(const accounts::Secret password,
         ask_password(options.new_password_file, fmt::format("new password for {}: ", options.name)));
  if (options.new_password_file.empty()) {
    FL_TRY(const accounts::Secret again, ask_password({}, "the same again: "));
    if (password.view() != again.view()) return fail(ErrorCode::invalid_argument, "the two passwords differ");
  }
  return std::string(password.view());
}

ExitCode add_account(const Options& options) {
  Body body;
  body.text("name", options.name).text("role", options.role).text_if("agency", options.agency);
  body.text_if("display_name", options.display_name);
  if (!options.no_password) {
    auto password = new_password(options);
    if (!password) return complain(password.error());
    body.text("password", *password);
    accounts::wipe(*password);
  }
  return talk(options.home, "POST", "/api/v1/accounts", body.take(), print_account);
}

ExitCode list_accounts(const Options& options) {
  return talk(options.home, "GET", "/api/v1/accounts", {}, [](const json::value& answer) {
    for (const json::value& account : list_of(answer, "accounts")) print_account(account);
  });
}

ExitCode disable(const Options& options) {
  return talk(options.home, "PATCH", path_of(options.name),
              Body().raw("disabled", options.enable ? "false" : "true").take(), print_account);
}

ExitCode set_password(const Options& options) {
  auto password = new_password(options);
  if (!password) return complain(password.error());
  std::string body = Body().text("password", *password).take();
  accounts::wipe(*password);
  return talk(options.home, "PATCH", path_of(options.name), body, print_account);
}

ExitCode set_role(const Options& options) {
  return talk(options.home, "PATCH", path_of(options.name), Body().text("role", options.role).take(), print_account);
}

ExitCode invite(const Options& options) {
  Body body;
  body.text_if("expires_at", options.expires);
  return talk(options.home, "POST", path_of(options.name, "/invitation"), body.take(), [](const json::value& answer) {
    fmt::print("{}\n", text_of(answer, "code"));
    fmt::print(stderr, "for {}, until {}; it is not shown again\n", text_of(answer, "account"),
               text_of(answer, "expires_at"));
  });
}

ExitCode issue(const Options& options) {
  std::string expires = options.expires;
  if (expires.empty()) {
    expires = to_rfc3339(Instant::from_unix_ms(system_wall_clock().now_ms()) + std::chrono::days(90));
  }
  Body body;
  body.text("label", options.label).texts("scopes", options.scopes).text("expires_at", expires);
  return talk(options.home, "POST", path_of(options.name, "/tokens"), body.take(), [](const json::value& answer) {
    // Only the token on standard output, so that it can go to a file.
    fmt::print("{}\n", text_of(answer, "token"));
    fmt::print(stderr, "token {} for {}, until {}; it is not shown again\n", text_of(answer, "id"),
               joined(answer, "scopes"), text_of(answer, "expires_at"));
  });
}

ExitCode list_tokens(const Options& options) {
  return talk(options.home, "GET", "/api/v1/accounts", {}, [&](const json::value& answer) {
    for (const json::value& account : list_of(answer, "accounts")) {
      const bool wanted = options.name.empty() || options.name == text_of(account, "name");
      if (!wanted || list_of(account, "tokens").empty()) continue;
      fmt::print("{}\n", text_of(account, "name"));
      for (const json::value& token : list_of(account, "tokens")) print_token(token);
    }
  });
}

ExitCode revoke(const Options& options) {
  const std::string path = path_of(options.name, "/tokens/" + http::percent_encode(options.token));
  return talk(options.home, "DELETE", path, {}, [](const json::value&) {});
}

// Of an agency: the account that its machines and people share, named after it unless said otherwise.
ExitCode add_partner(const Options& options) {
  Options account = options;
  account.role = "partner";
  if (account.name.empty()) {
    account.name = to_lower(options.agency);
    std::ranges::replace(account.name, '/', '.');
  }
  account.no_password = options.new_password_file.empty();
  return add_account(account);
}

// A fingerprint as it is given, or that of the first certificate of a PEM file.
Result<std::string> fingerprint_of(const std::string& given) {
  if (given.starts_with("sha256:") || given.starts_with("SHA256:")) return given;
  FL_TRY(const std::string text, read_file(given));
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = begin == std::string::npos ? begin : text.find("-----END CERTIFICATE-----", begin);
  if (end == std::string::npos) {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` holds no certificate (PEM)", given));
  }
  std::string base64 = text.substr(begin + kBegin.size(), end - begin - kBegin.size());
  std::erase_if(base64, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  const auto der = ledger::from_base64(base64);
  if (!der) return fail(ErrorCode::invalid_argument, fmt::format("`{}` holds no certificate (PEM)", given));
  return "sha256:" + hex(sha256(*der));
}

ExitCode bind_certificate(const Options& options) {
  const auto print = fingerprint_of(options.certificate);
  if (!print) return complain(print.error());
  return talk(options.home, "PATCH", path_of(options.name),
              Body().text(options.enable ? "bind_certificate" : "unbind_certificate", *print).take(), print_account);
}

}  // namespace

void add_account(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto group = [&](const char* name, const char* meaning) {
    CLI::App* command = app.add_subcommand(name, meaning);
    command->require_subcommand(1);
    return command;
  };
  const auto add = [&](CLI::App* to, const char* name, const char* meaning, std::function<ExitCode(Options&)> action) {
    CLI::App* command = to->add_subcommand(name, meaning);
    options->home.add_to(*command);
    command->callback(
        [options, action = std::move(action), &line] { line.action = [options, action] { return action(*options); }; });
    return command;
  };
  const auto named = [&](CLI::App* command, const char* what = "Name of the account") {
    command->add_option("ACCOUNT", options->name, what)->required();
    return command;
  };

  CLI::App* account = group("account", "Accounts of a running centre");
  CLI::App* command = named(add(account, "add", "Make an account", [](Options& o) { return add_account(o); }));
  command->add_option("--role", options->role, "watch_officer, release_officer, legal_adviser, overseer, administrator")
      ->required();
  command->add_option("--display-name", options->display_name, "The person's name");
  command->add_option("--new-password-file", options->new_password_file, "File with the first password");
  command->add_flag("--no-password", options->no_password, "Without one; invite its holder");
  add(account, "list", "Who has an account", [](Options& o) { return list_accounts(o); });
  named(add(account, "disable", "Close its sessions, revoke its tokens, let nobody in", [](Options& o) {
    o.enable = false;
    return disable(o);
  }));
  named(add(account, "enable", "Let it in again", [](Options& o) {
    o.enable = true;
    return disable(o);
  }));
  command = named(add(account, "password", "Set its password", [](Options& o) { return set_password(o); }));
  command->add_option("--new-password-file", options->new_password_file, "File with the new password");
  command = named(add(account, "role", "Change its role", [](Options& o) { return set_role(o); }));
  command->add_option("ROLE", options->role, "The new role")->required();
  command = named(add(account, "invite", "Print a one-time code that sets its first password",
                      [](Options& o) { return invite(o); }));
  command->add_option("--expires", options->expires, "Until when (default: three days)");

  CLI::App* token = group("token", "Machine tokens of a running centre");
  command = named(add(token, "issue", "Print a new token, once", [](Options& o) { return issue(o); }));
  command->add_option("--label", options->label, "What it is for")->required();
  command->add_option("--scope", options->scopes, "A permission; may be given more than once")->required();
  command->add_option("--expires", options->expires, "Until when (default: 90 days)");
  command = named(add(token, "revoke", "End a token", [](Options& o) { return revoke(o); }));
  command->add_option("TOKEN", options->token, "Its id")->required();
  command = add(token, "list", "All tokens, or those of one account", [](Options& o) { return list_tokens(o); });
  command->add_option("ACCOUNT", options->name, "Name of the account");

  CLI::App* partner = group("partner", "Accounts and certificates of partners");
  command = add(partner, "add", "Make the account of an agency", [](Options& o) { return add_partner(o); });
  command->add_option("AGENCY", options->agency, "Such as XAA/coast_guard")->required();
  command->add_option("--account", options->name, "Name of the account (default: after the agency)");
  command->add_option("--display-name", options->display_name, "How it is shown");
  command->add_option("--new-password-file", options->new_password_file, "File with a password, if it is to have one");
  command = named(add(partner, "bind-certificate", "Let a client certificate in as this account", [](Options& o) {
    o.enable = true;
    return bind_certificate(o);
  }));
  command->add_option("CERTIFICATE", options->certificate, "PEM file, or sha256:... of its DER")->required();
  command = named(add(partner, "unbind-certificate", "Let it in no more", [](Options& o) {
    o.enable = false;
    return bind_certificate(o);
  }));
  command->add_option("CERTIFICATE", options->certificate, "PEM file, or sha256:... of its DER")->required();
}

}  // namespace fairlead::app
