// SPDX-License-Identifier: Apache-2.0
#include "story/stage.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <span>

// With the standard's paths it needs no library.
#define BOOST_PROCESS_USE_STD_FS 1
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <sys/prctl.h>
#include <toml++/toml.h>

#include <boost/process.hpp>
#include <boost/process/extend.hpp>

#include "accounts/secrets.hpp"
#include "base/digest.hpp"
#include "base/system.hpp"
#include "reply_text.hpp"
#include "testing/world.hpp"

namespace fairlead::app::story {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

Result<json::value> parsed(const HttpReply& reply, std::string_view what) {
  json::error_code bad;
  json::value value = json::parse(reply.body, bad);
  if (bad) return fail(ErrorCode::corrupt, fmt::format("{}: the answer is no JSON", what));
  return value;
}

std::string text_at(const json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  const json::value* found = object ? object->if_contains(json::string_view(name.data(), name.size())) : nullptr;
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

// A label of the story as the configuration writes it.
toml::table label_table(const json::object& label) {
  toml::table made;
  for (const auto& member : label) {
    const std::string key(member.key());
    const json::value& value = member.value();
    if (value.is_string()) made.insert(key, std::string(value.get_string()));
    if (value.is_bool()) made.insert(key, value.get_bool());
    if (value.is_array()) {
      toml::array list;
      for (const json::value& one : value.get_array()) {
        if (one.is_string()) list.push_back(std::string(one.get_string()));
      }
      made.insert(key, std::move(list));
    }
  }
  return made;
}

}  // namespace

struct Stage::Follower {
  boost::process::child program;
  explicit Follower(boost::process::child started) : program(std::move(started)) {}
  ~Follower() {
    std::error_code gone;
    program.terminate(gone);
  }
};

Stage::Stage(const Story& story, std::string folder) : story_(story), folder_(std::move(folder)) {}

// Labels by source: this State's own are told apart from what a partner's sensor gave, as `simulate` wrote them.
Result<void> Stage::make_sea(const StageOptions& options) {
  testing::WorldOptions world;
  world.scenario = story_.scenario;
  world.seed = story_.seed;
  world.speed = options.speed;
  // The sea began some time ago, so that what is seen, shared and said to have happened has one order.
  world.start = (system_wall_clock().now_ms() - story_.began.count()) / 1000;
  const std::string sea = folder_ + "/sea";
  if (auto written = testing::write_world(sea, world); !written) return Failure(written.error());
  toml::table config;
  try {
    config = toml::parse_file(sea + "/fairlead.toml");
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::internal, fmt::format("the sea's configuration: {}", error.description()));
  }
  if (toml::array* sources = config["source"].as_array()) {
    for (toml::node& node : *sources) {
      toml::table& source = *node.as_table();
      const std::string name = source["name"].value_or(std::string());
      const json::value* label = story_.labels.if_contains(json::string_view(name));
      if (label == nullptr) label = story_.labels.if_contains("*");
      if (label != nullptr && label->is_object()) source.insert_or_assign("label", label_table(label->get_object()));
      if (source["originator"].value_or(std::string()) == "HOME" && !story_.originators.empty()) {
        source.insert_or_assign("originator", story_.originators.substr(0, story_.originators.find(',')));
      }
    }
  }
  toml::table centre{{"name", story_.centre_name}};
  if (!story_.centre_state.empty()) centre.insert("state", story_.centre_state);
  if (!story_.originators.empty()) centre.insert("originators", story_.originators);
  config.insert("centre", std::move(centre));
  config.insert("partners", toml::table{{"listen", "127.0.0.1:0"}});
  config.insert("http", toml::table{{"listen", options.listen}});
  if (!options.web_root.empty()) config["http"].as_table()->insert("web_root", options.web_root);
  config.insert("data", toml::table{{"folder", data()}});
  std::ofstream out(folder_ + "/fairlead.toml");
  fmt::print(out, "{}\n", fmt::streamed(config));
  return out ? Result<void>() : fail(ErrorCode::io, fmt::format("cannot write into `{}`", folder_));
}

Result<std::unique_ptr<Stage>> Stage::open(const Story& story, const StageOptions& options, serve::StoryTalk talk) {
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) return fail(ErrorCode::io, fmt::format("cannot make `{}`: {}", options.folder, error.message()));
  if (!fs::is_empty(options.folder, error)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not empty; a story begins in a folder of its own", options.folder));
  }
  std::unique_ptr<Stage> stage(new Stage(story, options.folder));
  FL_CHECK(stage->make_sea(options));
  Settings settings;
  FL_CHECK(load_file(settings, stage->folder_ + "/fairlead.toml"));
  FL_TRY(stage->service_, Service::open(settings, true, std::move(talk)));
  FL_CHECK(stage->service_->start(settings));
  stage->service_->follow_time();
  FL_TRY(HttpClient home, HttpClient::open(stage->service_->url(), {}));
  stage->home_ = std::make_unique<HttpClient>(std::move(home));
  std::array<std::uint8_t, 12> drawn{};
  system_random().fill(std::as_writable_bytes(std::span(drawn)));
  stage->password_ = "demo-" + hex(drawn);
  return stage;
}

Stage::~Stage() { followers_.clear(); }

Result<void> Stage::follow(const std::string& token, const std::string& purpose) {
  namespace process = boost::process;
  auto environment = boost::this_process::environment();
  process::environment own(environment);
  own["FAIRLEAD_TOKEN"] = token;
  std::error_code error;
  // It must not outlive us, however we end.
  const auto with_us = process::extend::on_exec_setup = [](auto&) { ::prctl(PR_SET_PDEATHSIG, SIGKILL); };
  process::child program(
      "/proc/self/exe", process::args({"-q", "subscribe", door(), "--purpose", purpose, "--ack", "--json"}), own,
      process::std_in<process::null, (process::std_out & process::std_err)> process::null, error, with_us);
  if (error) return fail(ErrorCode::io, fmt::format("cannot follow for {}: {}", purpose, error.message()));
  followers_.push_back(std::make_unique<Follower>(std::move(program)));
  return {};
}

Result<void> Stage::must(const std::string& as, std::string_view path, const json::value& body, std::string_view what,
                         json::value* answer) {
  FL_TRY(const HttpReply reply, ask(as, "POST", path, json::serialize(body)));
  if (!reply.is_success()) {
    return Failure(Error{ErrorCode::invalid_argument, fmt::format("{}: {}", what, error_of(reply, url()).message)});
  }
  if (answer == nullptr) return {};
  FL_TRY(*answer, parsed(reply, what));
  return {};
}

Result<void> Stage::sign_in(const std::string& name, Seat& seat) {
  const std::string body = json::serialize(json::object{{"account", name}, {"password", password_}});
  FL_TRY(const HttpReply reply, home_->post("/api/v1/session", body));
  if (!reply.is_success()) return Failure(error_of(reply, url()).within(fmt::format("signing in as {}", name)));
  for (const std::string& line : reply.cookies) {
    constexpr std::string_view kCookie = "fairlead_session=";
    if (line.starts_with(kCookie)) seat.cookie = line.substr(0, line.find(';'));
  }
  FL_TRY(const HttpReply session, home_->send("GET", "/api/v1/session", {}, {{"Cookie", seat.cookie}}));
  FL_TRY(const json::value known, parsed(session, "the session"));
  seat.csrf = text_at(known, "csrf");
  return {};
}

Result<void> Stage::settle() {
  // The first account has to be an administrator's.
  FL_CHECK(must({}, "/api/v1/accounts",
                json::object{{"name", "administrator"}, {"role", "administrator"}, {"password", password_}},
                "the administrator's account"));
  for (const Person& person : story_.people) {
    FL_CHECK(must({}, "/api/v1/accounts",
                  json::object{{"name", person.name}, {"role", person.role}, {"password", password_}},
                  fmt::format("the account of {}", person.name)));
    FL_CHECK(sign_in(person.name, seats_[person.name]));
  }
  std::map<std::string, std::string> tokens;
  const std::string in_a_week = to_rfc3339(Instant::from_unix_ms(system_wall_clock().now_ms()) + std::chrono::days(7));
  for (const Partner& partner : story_.partners) {
    FL_CHECK(must({}, "/api/v1/accounts",
                  json::object{{"name", partner.name}, {"role", "partner"}, {"agency", partner.agency}},
                  fmt::format("the account of {}", partner.agency)));
    json::value token;
    FL_CHECK(
        must({}, fmt::format("/api/v1/accounts/{}/tokens", partner.name),
             json::object{{"label", "story"}, {"scopes", {"follow_feed", "acknowledge"}}, {"expires_at", in_a_week}},
             fmt::format("a token for {}", partner.agency), &token));
    HttpAccess access;
    access.token = text_at(token, "token");
    tokens[partner.name] = access.token;
    FL_TRY(HttpClient client, HttpClient::open(door(), std::move(access)));
    seats_[partner.name].door = std::make_unique<HttpClient>(std::move(client));
  }
  for (const Agreement& agreement : story_.agreements) {
    json::value drafted;
    FL_CHECK(must(agreement.drafted_by, "/api/v1/agreements", json::object{{"toml", agreement.toml}}, "an agreement",
                  &drafted));
    const std::string id = text_at(drafted, "id");
    const auto* version = drafted.as_object().if_contains("version");
    FL_CHECK(must(agreement.adopted_by, fmt::format("/api/v1/agreements/{}/adopt", id),
                  json::object{{"version", version != nullptr ? *version : json::value(1)}},
                  fmt::format("adopting {}", id)));
  }
  for (const Partner& partner : story_.partners) {
    for (const std::string& purpose : partner.follows) FL_CHECK(follow(tokens[partner.name], purpose));
  }
  return {};
}

Result<HttpReply> Stage::ask(const std::string& as, std::string_view method, std::string_view path,
                             std::string_view body, std::string_view type) {
  HttpClient::Headers typed;
  if (!type.empty()) typed.emplace_back("Content-Type", type);
  if (as.empty()) return home_->send(method, path, body, typed);
  Seat& seat = seats_[as];
  if (seat.door) return seat.door->send(method, path, body, typed);
  const auto headers = [&] {
    HttpClient::Headers all = typed;
    all.emplace_back("Cookie", seat.cookie);
    all.emplace_back("X-Fairlead-Csrf", seat.csrf);
    return all;
  };
  FL_TRY(HttpReply reply, home_->send(method, path, body, headers()));
  if (reply.status == 403 && reply.body.find("confirm_required") != std::string::npos) {
    const std::string again = json::serialize(json::object{{"password", password_}});
    FL_TRY(const HttpReply confirmed, home_->send("POST", "/api/v1/session/confirm", again, headers()));
    if (!confirmed.is_success()) return Failure(error_of(confirmed, url()).within("confirming the sign-in"));
    FL_TRY(reply, home_->send(method, path, body, headers()));
  }
  return reply;
}

Instant Stage::data_time() {
  const auto reply = home_->get("/api/v1/status");
  if (reply && reply->is_success()) {
    if (const auto value = parsed(*reply, "status")) {
      if (const auto at = parse_rfc3339(text_at(*value, "data_time"))) return *at;
    }
  }
  return Instant::from_unix_ms(system_wall_clock().now_ms());
}

}  // namespace fairlead::app::story
