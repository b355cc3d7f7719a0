// SPDX-License-Identifier: Apache-2.0
// A running centre that commands talk to: with a machine token, or as a person who has signed in.
//
// 1. A session lies in a file of its owner alone, below XDG_STATE_HOME; one that others may read is refused.
// 2. A password is asked for on the terminal without echo, or read from a file; it is never an argument.
// 3. Sessions and passwords go over TLS, or to this machine; never in clear to another.
// Threads: one owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accounts/secrets.hpp"
#include "command.hpp"
#include "http_client.hpp"

namespace boost::json {
class value;
}

namespace fairlead::app {

struct HomeOptions {
  std::string server = "http://127.0.0.1:8480";
  AccessOptions access;
  std::string password_file;
  bool json = false;

  // --server, --token-file, --ca, --password-file, --json.
  void add_to(CLI::App& command);
};

// Who signed in to a server, as kept between commands.
struct SavedSession {
  std::string account;
  std::string cookie;
  std::string csrf;
};
std::string session_file(std::string_view server);
Result<std::optional<SavedSession>> load_session(std::string_view server);
Result<void> save_session(std::string_view server, const SavedSession& session);
Result<void> forget_session(std::string_view server);

// From the file, or asked for on the terminal.
Result<accounts::Secret> ask_password(const std::string& file, std::string_view prompt);

class Home {
 public:
  static Result<Home> open(const HomeOptions& options);

  // Where the server asks for a fresh sign-in, a person is asked for the password again, once.
  Result<HttpReply> send(std::string_view method, std::string_view path, std::string_view json = {});
  // A file as the body; and a body as it comes, of a 200.
  Result<HttpReply> upload(std::string_view path, const std::string& file);
  Result<HttpReply> fetch(std::string_view path, const std::function<bool(std::string_view)>& take);
  const std::string& url() const { return client_.url(); }

 private:
  Home(HttpClient client, HomeOptions options, std::optional<SavedSession> session)
      : client_(std::move(client)), options_(std::move(options)), session_(std::move(session)) {}
  HttpClient::Headers headers() const;
  Result<void> confirm();

  HttpClient client_;
  HomeOptions options_;
  std::optional<SavedSession> session_;
};

// The usual end of a command: asks, complains, or prints the raw answer, or lets `print` do it.
ExitCode talk(const HomeOptions& options, std::string_view method, std::string_view path, std::string_view json,
              const std::function<void(const boost::json::value&)>& print);

}  // namespace fairlead::app
