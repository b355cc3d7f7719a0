// SPDX-License-Identifier: Apache-2.0
// fairlead sign-in|sign-out: a person's session for the commands that follow.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "command.hpp"
#include "home_client.hpp"
#include "reply_text.hpp"

namespace fairlead::app {
namespace {

struct Options {
  HomeOptions home;
  std::string account;
};

// The value of the session's cookie; empty where there is none.
std::string session_cookie(const HttpReply& reply) {
  constexpr std::string_view kStart = "fairlead_session=";
  for (const std::string& line : reply.cookies) {
    if (!line.starts_with(kStart)) continue;
    return std::string(trim(std::string_view(line).substr(kStart.size(), line.find(';') - kStart.size())));
  }
  return {};
}

ExitCode sign_in(const Options& options) {
  if (!is_private(options.home.server)) {
    return complain(Error{ErrorCode::invalid_argument,
                          fmt::format("a password would go to `{}` in clear; use https", options.home.server)});
  }
  auto client = HttpClient::open(options.home.server, {{}, {}, {}, options.home.access.authorities_file});
  if (!client) return complain(client.error());
  const auto password = ask_password(options.home.password_file, fmt::format("password of {}: ", options.account));
  if (!password) return complain(password.error());
  std::string body = Body().text("account", options.account).text("password", password->view()).take();
  const auto reply = client->post("/api/v1/session", body);
  accounts::wipe(body);
  if (!reply) return complain(reply.error());
  if (!reply->is_success()) return complain(*reply, client->url());
  boost::json::error_code bad;
  const boost::json::value answer = boost::json::parse(reply->body, bad);
  SavedSession session{options.account, session_cookie(*reply), bad ? std::string() : text_of(answer, "csrf")};
  if (session.cookie.empty() || session.csrf.empty()) {
    return complain(Error{ErrorCode::corrupt, fmt::format("`{}` opens no session", client->url())});
  }
  if (const auto saved = save_session(options.home.server, session); !saved) return complain(saved.error());
  if (options.home.json) {
    fmt::print("{}\n", reply->body);
  } else {
    fmt::print("signed in to {} as {} ({})\n", client->url(), options.account, text_of(answer, "role"));
  }
  return ExitCode::done;
}

ExitCode sign_out(const Options& options) {
  auto home = Home::open(options.home);
  if (!home) return complain(home.error());
  const auto reply = home->send("DELETE", "/api/v1/session");
  // Whatever the server says, it is forgotten here.
  if (const auto forgotten = forget_session(options.home.server); !forgotten) return complain(forgotten.error());
  if (!reply) return complain(reply.error());
  if (!reply->is_success() && reply->status != 401) return complain(*reply, home->url());
  fmt::print("signed out of {}\n", home->url());
  return ExitCode::done;
}

}  // namespace

void add_sign_in(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("sign-in", "Sign in to a running centre, for the commands that follow");
  options->home.add_to(*command);
  command->add_option("ACCOUNT", options->account, "Name of the account")->required();
  command->callback([options, &line] { line.action = [options] { return sign_in(*options); }; });
  command = app.add_subcommand("sign-out", "End that session");
  options->home.add_to(*command);
  command->callback([options, &line] { line.action = [options] { return sign_out(*options); }; });
}

}  // namespace fairlead::app
