// SPDX-License-Identifier: Apache-2.0
#include "home_client.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "reply_text.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kPasswordMax = 1024;

std::string plain_url(std::string_view server) {
  std::string url(trim(server));
  while (url.ends_with('/')) url.pop_back();
  return url;
}

fs::path state_folder() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
    return fs::path(state) / "fairlead";
  }
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/") / ".local" / "state" / "fairlead";
}

Failure refused(const std::string& file, std::string_view what) {
  return fail(ErrorCode::io, fmt::format("`{}`: {}: {}", file, what, std::strerror(errno)));
}

struct File {
  explicit File(int d) : descriptor(d) {}
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor;
};

Result<std::string> read_all(int descriptor, const std::string& file) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused(file, "cannot be read");
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > 64 * 1024) return fail(ErrorCode::invalid_argument, fmt::format("`{}` is too long", file));
  }
}

// Echo is off while this lives.
class Silent {
 public:
  explicit Silent(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= static_cast<tcflag_t>(ECHONL);
    is_set_ = ::tcsetattr(terminal, TCSAFLUSH, &quiet) == 0;
  }
  ~Silent() {
    if (is_set_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;
  bool is_set() const { return is_set_; }

 private:
  int terminal_;
  termios before_{};
  bool is_set_ = false;
};

std::string problem_code(const HttpReply& reply) {
  json::error_code bad;
  const json::value value = json::parse(reply.body, bad);
  return bad ? std::string() : text_of(value, "code");
}

}  // namespace

void HomeOptions::add_to(CLI::App& command) {
  command.add_option("--server", server, "Address of the running centre (default: http://127.0.0.1:8480)");
  command.add_option(
      "--token-file", access.token_file,
      "File with a machine token (default: FAIRLEAD_TOKEN_FILE, then the session of `fairlead sign-in`)");
  command.add_option("--ca", access.authorities_file, "Certificates that the server's must come from (PEM)");
  command.add_option("--password-file", password_file, "File with the password, where a fresh sign-in is asked for");
  command.add_flag("--json", json, "Print the answer as it came");
}

std::string session_file(std::string_view server) {
  const std::string name = hex(sha256(plain_url(server))).substr(0, 16);
  return (state_folder() / ("session-" + name + ".json")).string();
}

Result<std::optional<SavedSession>> load_session(std::string_view server) {
  const std::string path = session_file(server);
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.descriptor < 0) {
    if (errno == ENOENT) return std::optional<SavedSession>();
    return refused(path, "cannot be opened");
  }
  struct stat status{};
  if (::fstat(file.descriptor, &status) != 0) return refused(path, "cannot be read");
  if (status.st_uid != ::geteuid() || (status.st_mode & 077U) != 0) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` may be read by others; remove it and sign in again", path));
  }
  FL_TRY(const std::string text, read_all(file.descriptor, path));
  json::error_code bad;
  const json::value value = json::parse(text, bad);
  SavedSession session;
  if (!bad) session = {text_of(value, "account"), text_of(value, "cookie"), text_of(value, "csrf")};
  if (session.cookie.empty()) {
    return fail(ErrorCode::corrupt, fmt::format("`{}` holds no session; sign in again", path));
  }
  return std::optional(std::move(session));
}

Result<void> save_session(std::string_view server, const SavedSession& session) {
  const std::string path = session_file(server);
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  fs::permissions(fs::path(path).parent_path(), fs::perms::owner_all, error);
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const File file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.descriptor < 0) return refused(fresh, "cannot be made");
  std::string text = R"({"server":)";
  append_json_string(text, plain_url(server));
  const auto put = [&text](std::string_view name, std::string_view value) {
    text += fmt::format(",\"{}\":", name);
    append_json_string(text, value);
  };
  put("account", session.account);
  put("cookie", session.cookie);
  put("csrf", session.csrf);
  text += "}\n";
  const bool written = ::write(file.descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  accounts::wipe(text);
  if (!written || ::fsync(file.descriptor) != 0) return refused(fresh, "cannot be written");
  if (::rename(fresh.c_str(), path.c_str()) != 0) return refused(path, "cannot be replaced");
  return {};
}

Result<void> forget_session(std::string_view server) {
  const std::string path = session_file(server);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return refused(path, "cannot be removed");
  return {};
}

Result<accounts::Secret> ask_password(const std::string& file, std::string_view prompt) {
  std::string text;
  if (!file.empty()) {
    const File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.descriptor < 0) return fail(ErrorCode::not_found, fmt::format("cannot read `{}`", file));
    FL_TRY(text, read_all(in.descriptor, file));
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  } else {
    const File terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (terminal.descriptor < 0) {
      return fail(ErrorCode::invalid_argument,
                  "there is no terminal to ask for the password on; give it with `--password-file`");
    }
    const Silent silent(terminal.descriptor);
    if (!silent.is_set()) return fail(ErrorCode::io, "the terminal cannot be silenced; use `--password-file`");
    if (::write(terminal.descriptor, prompt.data(), prompt.size()) < 0) return refused("/dev/tty", "cannot be written");
    char c = 0;
    while (text.size() <= kPasswordMax && ::read(terminal.descriptor, &c, 1) == 1 && c != '\n') text += c;
  }
  accounts::Secret password(std::move(text));
  if (password.view().empty()) return fail(ErrorCode::invalid_argument, "no password was given");
  return password;
}

Result<Home> Home::open(const HomeOptions& options) {
  HomeOptions used = options;
  if (used.access.token_file.empty()) {
    if (const char* file = std::getenv("FAIRLEAD_TOKEN_FILE"); file != nullptr) used.access.token_file = file;
  }
  FL_TRY(HttpAccess access, used.access.access());
  std::optional<SavedSession> session;
  if (access.token.empty()) {
    FL_TRY(session, load_session(used.server));
    if (session && !is_private(plain_url(used.server))) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("a session would go to `{}` in clear; use https", used.server));
    }
  }
  FL_TRY(HttpClient client, HttpClient::open(used.server, std::move(access)));
  return Home(std::move(client), std::move(used), std::move(session));
}

HttpClient::Headers Home::headers() const {
  if (!session_) return {};
  return {{"Cookie", "fairlead_session=" + session_->cookie}, {"X-Fairlead-Csrf", session_->csrf}};
}

Result<void> Home::confirm() {
  FL_TRY(const accounts::Secret password,
         ask_password(options_.password_file, fmt::format("password of {}, again: ", session_->account)));
  std::string body = R"({"password":)";
  append_json_string(body, password.view());
  body += '}';
  const auto reply = client_.send("POST", "/api/v1/session/confirm", body, headers());
  accounts::wipe(body);
  if (!reply) return Failure(reply.error());
  if (!reply->is_success()) return Failure(error_of(*reply, client_.url()));
  return {};
}

Result<HttpReply> Home::send(std::string_view method, std::string_view path, std::string_view json) {
  FL_TRY(HttpReply reply, client_.send(method, path, json, headers()));
  if (!session_ || reply.status != 403 || problem_code(reply) != "confirm_required") return reply;
  FL_CHECK(confirm());
  return client_.send(method, path, json, headers());
}

Result<HttpReply> Home::upload(std::string_view path, const std::string& file) {
  return client_.upload(path, file, headers());
}

Result<HttpReply> Home::fetch(std::string_view path, const std::function<bool(std::string_view)>& take) {
  return client_.follow(path, headers(), take);
}

ExitCode talk(const HomeOptions& options, std::string_view method, std::string_view path, std::string_view json,
              const std::function<void(const boost::json::value&)>& print) {
  auto home = Home::open(options);
  if (!home) return complain(home.error());
  const auto reply = home->send(method, path, json);
  if (!reply) return complain(reply.error());
  if (!reply->is_success()) {
    print_faults(*reply);
    return complain(*reply, home->url());
  }
  if (options.json || !reply->content_type.starts_with("application/json")) {
    fmt::print("{}{}", reply->body, reply->body.empty() || reply->body.ends_with('\n') ? "" : "\n");
    return ExitCode::done;
  }
  json::error_code bad;
  const json::value value = json::parse(reply->body, bad);
  if (bad) return complain(Error{ErrorCode::corrupt, fmt::format("`{}` does not answer with JSON", home->url())});
  print(value);
  return ExitCode::done;
}

}  // namespace fairlead::app
