// SPDX-License-Identifier: Apache-2.0
#include "http_client.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <curl/curl.h>
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "http/host.hpp"

namespace fairlead::app {
namespace {

constexpr std::size_t kTokenBytesMax = 4096;

// Once for the program, before any thread could use it.
bool curl_is_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

bool is_loopback(std::string_view host) {
  const std::string name = http::host_name(host);
  return name == "localhost" || name == "::1" || http::is_loopback_literal(name);
}

struct ListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListFree>;

void add(List& list, const std::string& line) {
  if (curl_slist* longer = curl_slist_append(list.get(), line.c_str()); longer != nullptr) {
    (void)list.release();
    list.reset(longer);
  }
}

ErrorCode code_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return ErrorCode::timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return ErrorCode::verification;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return ErrorCode::invalid_argument;
    default:
      return ErrorCode::unreachable;
  }
}

}  // namespace

struct HttpClient::State {
  struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };

  std::unique_ptr<CURL, Free> handle;
  std::string url;
  HttpAccess access;
  Limits limits;
  char trouble[CURL_ERROR_SIZE] = {};

  HttpReply reply;
  const std::function<bool(std::string_view)>* take = nullptr;
  const std::function<bool()>* meanwhile = nullptr;
  std::FILE* source = nullptr;  // of an upload
  curl_off_t source_size = 0;
  bool ended_by_us = false;
  bool too_much = false;

  static std::size_t on_bytes(char* bytes, std::size_t, std::size_t size, void* self) {
    return static_cast<State*>(self)->absorb({bytes, size});
  }

  static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self) {
    const std::string_view line = trim(std::string_view(bytes, size));
    constexpr std::string_view kName = "set-cookie:";
    if (line.size() > kName.size() && to_lower(line.substr(0, kName.size())) == kName) {
      static_cast<State*>(self)->reply.cookies.emplace_back(trim(line.substr(kName.size())));
    }
    return size;
  }

  static std::size_t on_wanted(char* into, std::size_t size, std::size_t count, void* self) {
    return std::fread(into, 1, size * count, static_cast<State*>(self)->source);
  }

  static int on_time(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    State& state = *static_cast<State*>(self);
    if ((*state.meanwhile)()) return 0;
    state.ended_by_us = true;
    return 1;
  }

  std::size_t absorb(std::string_view bytes) {
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (take != nullptr && status == 200) {
      if ((*take)(bytes)) return bytes.size();
      ended_by_us = true;
      return 0;
    }
    if (reply.body.size() + bytes.size() > limits.body_bytes_max) {
      too_much = true;
      return 0;
    }
    reply.body += bytes;
    return bytes.size();
  }

  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(handle.get(), option, value);
  }
  void set_file(CURLoption option, const std::string& path) {
    if (!path.empty()) set(option, path.c_str());
  }

  Result<HttpReply> exchange(std::string_view method, std::string_view path, std::string_view json,
                             const Headers& headers) {
    curl_easy_reset(handle.get());  // the connection stays
    reply = {};
    ended_by_us = too_much = false;
    trouble[0] = '\0';
    const std::string whole = url + std::string(path);
    set(CURLOPT_URL, whole.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, trouble);
    set(CURLOPT_USERAGENT, "fairlead/" FAIRLEAD_VERSION);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_time_max.count()));
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_WRITEFUNCTION, &State::on_bytes);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &State::on_header);
    set(CURLOPT_HEADERDATA, this);
    set_file(CURLOPT_SSLCERT, access.certificate_file);
    set_file(CURLOPT_SSLKEY, access.key_file);
    set_file(CURLOPT_CAINFO, access.authorities_file);
    if (take != nullptr || source != nullptr) {
      if (meanwhile != nullptr) {
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &State::on_time);
        set(CURLOPT_XFERINFODATA, this);
      }
      set(CURLOPT_LOW_SPEED_LIMIT, 1L);
      set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.silence_max.count()));
    } else {
      set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.time_max.count()));
    }

    List lines;
    const std::string verb(method);
    if (source != nullptr) {
      set(CURLOPT_UPLOAD, 1L);
      set(CURLOPT_READFUNCTION, &State::on_wanted);
      set(CURLOPT_READDATA, this);
      set(CURLOPT_INFILESIZE_LARGE, source_size);
      add(lines, "Content-Type: application/octet-stream");
    } else if (!json.empty() || verb == "POST" || verb == "PUT" || verb == "PATCH") {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
      set(CURLOPT_POSTFIELDS, json.data() == nullptr ? "" : json.data());
      const bool has_type =
          std::ranges::any_of(headers, [](const auto& h) { return to_lower(h.first) == "content-type"; });
      if (!has_type) add(lines, "Content-Type: application/json");
      add(lines, "Expect:");
    }
    set(CURLOPT_CUSTOMREQUEST, verb.c_str());
    if (verb == "HEAD") set(CURLOPT_NOBODY, 1L);
    for (const auto& [name, value] : headers) add(lines, name + ": " + value);
    if (!access.token.empty()) {
      set(CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
      set(CURLOPT_XOAUTH2_BEARER, access.token.c_str());
    }
    set(CURLOPT_HTTPHEADER, lines.get());

    const CURLcode done = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<unsigned>(status);
    const char* type = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type);
    if (type != nullptr) reply.content_type = type;
    if (done == CURLE_OK || ended_by_us) return std::move(reply);
    if (too_much) {
      return fail(ErrorCode::full, fmt::format("`{}` answers with more than {} bytes", url, limits.body_bytes_max));
    }
    const std::string detail = trouble[0] != '\0' ? trouble : curl_easy_strerror(done);
    return fail(code_of(done), fmt::format("no answer from `{}`: {}", url, detail));
  }
};

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

const std::string& HttpClient::url() const { return state_->url; }

Result<HttpClient> HttpClient::open(std::string_view url, HttpAccess access, Limits limits) {
  std::string text(trim(url));
  while (text.ends_with('/')) text.pop_back();
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not an address; write http://HOST:PORT or https://HOST:PORT", url));
  }
  std::string_view host = std::string_view(text).substr(secure ? 8 : 7);
  host = host.substr(0, host.find('/'));
  if (host.empty() || host.contains('@') || text.find_first_of("?# ") != std::string::npos) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not an address; write it without user, query and blanks", url));
  }
  if (!access.token.empty() && !secure && !is_loopback(host)) {
    return fail(ErrorCode::invalid_argument, fmt::format("a token would go to `{}` in clear; use https", url));
  }
  if (access.certificate_file.empty() != access.key_file.empty()) {
    return fail(ErrorCode::invalid_argument, "a client certificate needs its key; give `--cert` and `--key`");
  }
  auto state = std::make_unique<State>();
  if (curl_is_ready()) state->handle.reset(curl_easy_init());
  if (!state->handle) return fail(ErrorCode::internal, "the HTTP client could not be started");
  state->url = std::move(text);
  state->access = std::move(access);
  state->limits = limits;
  return HttpClient(std::move(state));
}

Result<HttpReply> HttpClient::send(std::string_view method, std::string_view path, std::string_view json,
                                   const Headers& headers) {
  state_->take = nullptr;
  return state_->exchange(method, path, json, headers);
}

Result<HttpReply> HttpClient::follow(std::string_view path, const Headers& headers,
                                     const std::function<bool(std::string_view)>& take,
                                     const std::function<bool()>& meanwhile) {
  state_->take = &take;
  state_->meanwhile = meanwhile ? &meanwhile : nullptr;
  auto reply = state_->exchange("GET", path, {}, headers);
  state_->take = nullptr;
  state_->meanwhile = nullptr;
  return reply;
}

Result<HttpReply> HttpClient::upload(std::string_view path, const std::string& file, const Headers& headers) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::FILE* opened = error ? nullptr : std::fopen(file.c_str(), "rb");
  if (opened == nullptr) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", file));
  }
  state_->take = nullptr;
  state_->source = opened;
  state_->source_size = static_cast<curl_off_t>(size);
  auto reply = state_->exchange("POST", path, {}, headers);
  state_->source = nullptr;
  std::fclose(opened);
  return reply;
}

bool is_private(std::string_view url) {
  if (url.starts_with("https://")) return true;
  if (!url.starts_with("http://")) return false;
  return is_loopback(url.substr(7, url.find('/', 7) - 7));
}

void AccessOptions::add_to(CLI::App& command) {
  command.add_option("--token-file", token_file,
                     "File with the access token; `-` reads it from standard input (default: FAIRLEAD_TOKEN)");
  command.add_option("--cert", certificate_file, "Client certificate (PEM)");
  command.add_option("--key", key_file, "Its private key (PEM)");
  command.add_option("--ca", authorities_file, "Certificates that the server's must come from (PEM)");
}

Result<HttpAccess> AccessOptions::access() const {
  HttpAccess access{{}, certificate_file, key_file, authorities_file};
  for (const std::string* file : {&certificate_file, &key_file, &authorities_file}) {
    if (!file->empty() && !std::ifstream(*file))
      return fail(ErrorCode::not_found, fmt::format("cannot read `{}`", *file));
  }
  if (!token_file.empty()) {
    std::string text;
    if (token_file == "-") {
      for (int c = 0; text.size() <= kTokenBytesMax && (c = std::getchar()) != EOF && c != '\n';) {
        text += static_cast<char>(c);
      }
    } else {
      std::ifstream file(token_file, std::ios::binary);
      if (!file) return fail(ErrorCode::not_found, fmt::format("cannot read `{}`", token_file));
      text.assign(std::istreambuf_iterator<char>(file), {});
    }
    access.token = trim(text);
    if (access.token.empty() || access.token.size() > kTokenBytesMax ||
        access.token.find_first_of(" \r\n\t") != std::string::npos) {
      return fail(ErrorCode::invalid_argument, fmt::format("`{}` does not hold one token", token_file));
    }
  } else if (const char* variable = std::getenv("FAIRLEAD_TOKEN"); variable != nullptr && certificate_file.empty()) {
    access.token = trim(variable);
  }
  return access;
}

Error error_of(const HttpReply& reply, std::string_view url) {
  std::string detail;
  boost::json::error_code bad;
  const boost::json::value value = boost::json::parse(reply.body, bad);
  if (const auto* object = bad ? nullptr : value.if_object()) {
    if (const auto* text = object->if_contains("detail"); text != nullptr && text->is_string()) {
      detail = std::string_view(text->get_string());
    }
  }
  if (detail.empty()) detail = fmt::format("answered with status {}", reply.status);
  ErrorCode code = ErrorCode::internal;
  switch (reply.status) {
    case 400:
    case 422:
      code = ErrorCode::invalid_argument;
      break;
    case 401:
    case 403:
      code = ErrorCode::undecidable;  // exit code 4, refused
      break;
    case 404:
      code = ErrorCode::not_found;
      break;
    case 409:
    case 412:
      code = ErrorCode::conflict;
      break;
    case 429:
    case 503:
      code = ErrorCode::unreachable;
      break;
    default:
      break;
  }
  return {code, fmt::format("`{}`: {}", url, detail)};
}

ExitCode complain(const HttpReply& reply, std::string_view url) { return complain(error_of(reply, url)); }

}  // namespace fairlead::app
