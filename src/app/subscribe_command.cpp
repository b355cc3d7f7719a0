// SPDX-License-Identifier: Apache-2.0
// fairlead subscribe URL --purpose P: the reference client of a partner's stream. One payload a line on standard
// output, the rest on standard error. It goes on where it was when the connection ends, and acknowledges when told to.
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/system.hpp"
#include "base/text.hpp"
#include "command.hpp"
#include "event_stream.hpp"
#include "http/query.hpp"
#include "http_client.hpp"
#include "release/words.hpp"

namespace fairlead::app {
namespace {

constexpr auto kPauseMin = std::chrono::seconds(1);
constexpr auto kPauseMax = std::chrono::seconds(60);

struct Options {
  std::string url;
  std::string purpose;
  AccessOptions access;
  std::optional<std::uint64_t> cursor;
  bool once = false;
  bool acknowledge = false;
  bool json = false;
  bool quiet = false;
};

class Subscriber {
 public:
  Subscriber(const Options& options, HttpClient stream, HttpClient words)
      : options_(options), cursor_(options.cursor), stream_(std::move(stream)), words_(std::move(words)) {}

  ExitCode run() {
    const std::string base = "/partner/v1/stream?purpose=" + http::percent_encode(options_.purpose);
    auto pause = kPauseMin;
    for (bool first = true;; first = false) {
      EventStream events;
      bool goes_on = true;
      bool sane = true;
      bool heard = false;
      const std::string path = base + (cursor_ ? fmt::format("&cursor={}", *cursor_) : std::string());
      const auto reply = stream_.follow(path, {{"Accept", "text/event-stream"}}, [&](std::string_view bytes) {
        if (!std::exchange(heard, true)) note(first ? "connected" : "connected again");
        sane = events.feed(bytes, [this](const EventStream::Event& event) { return take(event); }, goes_on);
        return sane && goes_on;
      });
      if (failed_) return *failed_;
      if (!goes_on) return ExitCode::done;
      if (!sane) return complain(Error{ErrorCode::corrupt, fmt::format("`{}` sends an endless event", options_.url)});
      if (reply && reply->status != 200 && reply->status != 429 && reply->status != 503) {
        return complain(*reply, options_.url);
      }
      // The first time there may be nobody; afterwards there was somebody who will come back.
      const bool fatal = !reply && (reply.error().code == ErrorCode::verification ||
                                    reply.error().code == ErrorCode::invalid_argument || (first && !heard));
      if (fatal) return complain(reply.error());
      pause = heard ? kPauseMin : std::min(pause * 2, kPauseMax);
      note(fmt::format("{}; trying again in {} s",
                       !reply                 ? reply.error().message
                       : reply->status == 200 ? "the connection ended"
                                              : error_of(*reply, options_.url).message,
                       pause.count()));
      rest(pause);
    }
  }

 private:
  void note(std::string_view text) const {
    if (!options_.quiet) fmt::print(stderr, "fairlead: {}\n", text);
  }
  static void rest(std::chrono::seconds pause) { ::poll(nullptr, 0, static_cast<int>(pause.count() * 1000)); }

  // Whether to go on.
  bool take(const EventStream::Event& event) {
    boost::json::error_code bad;
    const boost::json::value value = boost::json::parse(event.data, bad);
    const boost::json::object* payload = bad ? nullptr : value.if_object();
    if (payload == nullptr) {
      failed_ = complain(Error{ErrorCode::corrupt, fmt::format("`{}` sends what is no payload", options_.url)});
      return false;
    }
    if (options_.json || !is_terminal_) {
      fmt::print("{}\n", event.data);
    } else {
      print_summary(*payload);
    }
    // A reader that went away must not be taken for one that has everything.
    if (std::fflush(stdout) != 0) {
      failed_ = ExitCode::failed;
      return false;
    }
    if (options_.acknowledge && !acknowledge(*payload)) return false;
    if (event.id) cursor_ = event.id;
    return !options_.once;
  }

  static std::string_view text(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
  }
  static std::size_t count(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    return value != nullptr && value->is_array() ? value->get_array().size() : 0;
  }

  static void print_summary(const boost::json::object& payload) {
    std::string conditions;
    if (const auto* list = payload.if_contains("conditions"); list != nullptr && list->is_array()) {
      for (const auto& condition : list->get_array()) {
        if (!condition.is_string()) continue;
        conditions += conditions.empty() ? "" : ",";
        conditions += std::string_view(condition.get_string());
      }
    }
    std::string what = fmt::format("tracks={} closed={}", count(payload, "tracks"), count(payload, "closed"));
    for (const std::string_view kind : {"leads", "requests", "answers"}) {
      if (!payload.contains(boost::json::string_view(kind.data(), kind.size()))) continue;
      what = fmt::format("{}={}", kind, count(payload, kind));
      if (kind != "answers") what += fmt::format(" withdrawn={}", count(payload, "withdrawn"));
    }
    fmt::print("{} {} {} {}{}{}\n", text(payload, "as_of"), text(payload, "release"),
               payload.contains("reset") ? "reset" : "update", what,
               conditions.empty() ? "" : " conditions=", conditions);
  }

  bool acknowledge(const boost::json::object& payload) {
    std::string body = R"({"delivery":)";
    append_json_string(body, text(payload, "release"));
    body += '}';
    const auto reply = words_.post("/partner/v1/acks", body);
    if (reply && reply->is_success()) return true;
    if (reply && (reply->status == 401 || reply->status == 403)) {
      failed_ = complain(*reply, options_.url);
      return false;
    }
    // The next delivery's word covers this one too.
    note(reply ? error_of(*reply, options_.url).message : reply.error().message);
    return true;
  }

  const Options& options_;
  std::optional<std::uint64_t> cursor_;
  HttpClient stream_;
  HttpClient words_;
  std::optional<ExitCode> failed_;
  const bool is_terminal_ = ::isatty(STDOUT_FILENO) == 1;
};

ExitCode subscribe(const Options& options) {
  if (!release::from_word<release::Purpose>(options.purpose)) {
    // The other side would answer with silence, as it does to whatever was not agreed.
    const auto all = release::words<release::Purpose>();
    const auto near = nearest_word(options.purpose, all);
    return complain(
        Error{ErrorCode::invalid_argument, fmt::format("no purpose `{}`{}", options.purpose,
                                                       near ? fmt::format("; did you mean `{}`?", *near)
                                                            : fmt::format("; one of: {}", fmt::join(all, ", ")))});
  }
  auto access = options.access.access();
  if (!access) return complain(access.error());
  if (access->token.empty() && access->certificate_file.empty()) {
    return complain(Error{ErrorCode::invalid_argument,
                          "who are you? give `--token-file FILE`, FAIRLEAD_TOKEN, or `--cert FILE --key FILE`"});
  }
  auto stream = HttpClient::open(options.url, *access);
  if (!stream) return complain(stream.error());
  auto words = HttpClient::open(options.url, *access);
  if (!words) return complain(words.error());
  return Subscriber(options, std::move(*stream), std::move(*words)).run();
}

}  // namespace

void add_subscribe(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("subscribe", "Follow what a Fairlead releases to you, one payload a line");
  command->add_option("url", options->url, "The other side's door for partners: https://HOST:PORT")->required();
  command->add_option("--purpose", options->purpose, "What you ask it for, as agreed")->required();
  options->access.add_to(*command);
  command->add_option("--cursor", options->cursor, "Go on after this sequence number");
  command->add_flag("--once", options->once, "End after the first payload");
  command->add_flag("--ack", options->acknowledge, "Acknowledge each delivery once it is printed");
  command->add_flag("--json", options->json,
                    "Print whole payloads also to a terminal, where otherwise a summary stands");
  command->callback([options, &line] {
    line.action = [options, &line] {
      options->quiet = line.quiet;
      return subscribe(*options);
    };
  });
}

}  // namespace fairlead::app
