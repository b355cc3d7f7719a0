// SPDX-License-Identifier: Apache-2.0
// A small HTTP client for commands that talk to a running Fairlead: bearer token or client certificate, JSON bodies,
// streams. libcurl stays behind it.
//
// 1. A token or password goes over TLS, or to this machine; never in clear to another.
// 2. Redirects are not followed: a credential goes where its owner sent it.
// Threads: one owner.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "command.hpp"

namespace fairlead::app {

// Who asks, and whom they trust.
struct HttpAccess {
  std::string token;             // bearer token; empty: none
  std::string certificate_file;  // PEM, of the client; with its key
  std::string key_file;          // PEM
  std::string authorities_file;  // PEM; empty: the system's
};

struct HttpReply {
  unsigned status = 0;
  std::string content_type;
  std::string body;
  std::vector<std::string> cookies;  // the lines of Set-Cookie

  bool is_success() const { return status >= 200 && status < 300; }
};

class HttpClient {
 public:
  struct Limits {
    std::chrono::milliseconds connect_time_max = std::chrono::seconds(10);
    std::chrono::milliseconds time_max = std::chrono::seconds(60);  // of a whole exchange; not of a stream
    std::chrono::seconds silence_max = std::chrono::seconds(45);    // of a stream
    std::size_t body_bytes_max = std::size_t{256} << 20U;
  };
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // `url` is http:// or https:// with a host, perhaps a port, perhaps a path that all others are appended to.
  static Result<HttpClient> open(std::string_view url, HttpAccess access, Limits limits);
  static Result<HttpClient> open(std::string_view url, HttpAccess access) { return open(url, std::move(access), {}); }
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  const std::string& url() const;

  // Any answer with a status is a reply; an error means that there was none (`unreachable`, `timed_out`,
  // `verification` for TLS).
  Result<HttpReply> send(std::string_view method, std::string_view path, std::string_view json = {},
                         const Headers& headers = {});
  Result<HttpReply> get(std::string_view path) { return send("GET", path); }
  Result<HttpReply> post(std::string_view path, std::string_view json) { return send("POST", path, json); }

  // Sends a file as the body, piece by piece.
  Result<HttpReply> upload(std::string_view path, const std::string& file, const Headers& headers = {});
  // Hands on the body of a 200 as it comes until it ends or `take` says false. Other statuses come back with their
  // body.
  // `meanwhile` is asked about once a second whether to go on, also while nothing comes.
  Result<HttpReply> follow(std::string_view path, const Headers& headers,
                           const std::function<bool(std::string_view)>& take,
                           const std::function<bool()>& meanwhile = {});

 private:
  struct State;
  explicit HttpClient(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Whether what goes to this address stays on this machine or goes over TLS.
bool is_private(std::string_view url);

// The options --token-file, --cert, --key and --ca; the token may also stand in FAIRLEAD_TOKEN.
struct AccessOptions {
  std::string token_file;
  std::string certificate_file;
  std::string key_file;
  std::string authorities_file;

  void add_to(CLI::App& command);
  Result<HttpAccess> access() const;
};

// What a reply other than success means to the person: the detail of its problem document, or its status in words.
Error error_of(const HttpReply& reply, std::string_view url);
// The same with the exit code that fits: 3 not found, 4 refused, 5 conflict, 6 unreachable.
ExitCode complain(const HttpReply& reply, std::string_view url);

}  // namespace fairlead::app
