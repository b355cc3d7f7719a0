// SPDX-License-Identifier: Apache-2.0
#include "centre.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/system.hpp"
#include "base/text.hpp"
#include "release/words.hpp"
#include "testing/coast.hpp"
#include "units/instant.hpp"

namespace fairlead::proofs {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kRescue = R"([[clause]]
id = "rescue"
effect = "permit"
purposes = ["search_and_rescue"]
types = ["observation", "track"]
acts = ["pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["position", "uncertainty", "speed", "course"]
survives_stop = true
basis = "article 3"
)";
constexpr std::string_view kPassword = "as long as a password is";

std::string list_of(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", word);
  return "[" + out + "]";
}

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string config_of(const CentreOptions& options, const std::string& coast) {
  std::set<std::string> states;
  for (const std::string& agency : options.agencies) states.insert(agency.substr(0, 3));
  std::vector<std::string> purposes = options.purposes;
  purposes.emplace_back("search_and_rescue");
  return fmt::format(R"([centre]
name = "Centre under proof"
originators = "GBR"
[partners]
listen = "127.0.0.1:0"
[sharing]
tick = "{}"
releases_per_minute = {}
[log]
level = "error"
[[source]]
name = "coast"
url = "file:{}?speed={}&loop=1&retime=now"
originator = "GBR"
[source.label]
policy = "national"
level = "restricted"
releasable_to = {}
purposes = {}
originators = ["GBR"]
)",
                     options.tick, options.releases_per_minute, coast, options.speed,
                     list_of({states.begin(), states.end()}), list_of(purposes));
}

std::string agreement_of(const CentreOptions& options) {
  return fmt::format(R"([agreement]
id = "all"
version = 1
title = "Sharing under proof"
parties = {}
legal_basis = "Memorandum, article 3"
valid_from = 2026-01-01T00:00:00Z
valid_until = 2040-01-01T00:00:00Z
[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = 2040-01-01T00:00:00Z
[[clause]]
id = "tracks"
effect = "permit"
purposes = {}
types = ["observation", "track"]
acts = ["pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["all"]
obligations = {}
basis = "article 5"
{})",
                     list_of(options.agencies), list_of(options.purposes), options.obligations,
                     options.rescue ? kRescue : std::string_view());
}

Reply must(Wire& wire, std::string_view method, std::string_view path, const Person* as, std::string_view json) {
  const auto reply = wire.ask(method, path, as, json);
  EXPECT_TRUE(reply && reply->status >= 200 && reply->status < 300)
      << method << ' ' << path << ": " << (reply ? reply->body : std::string("no answer"));
  return reply.value_or(Reply{});
}

Person person_of(const Reply& reply, const std::string& name, const std::string& password) {
  Person person{name, password, {}, member(reply.body, "csrf")};
  if (const auto at = reply.head.find("Set-Cookie: "); at != std::string::npos) {
    person.cookie = reply.head.substr(at + 12, reply.head.find(';', at) - at - 12);
  }
  EXPECT_FALSE(person.cookie.empty());
  EXPECT_FALSE(person.csrf.empty());
  return person;
}

}  // namespace

Person sign_in(std::uint16_t port, const std::string& name, const std::string& password) {
  Wire wire(port);
  return person_of(must(wire, "POST", "/api/v1/session", nullptr,
                        fmt::format(R"({{"account":"{}","password":"{}"}})", name, password)),
                   name, password);
}

Centre::Centre(CentreOptions options) : options_(std::move(options)) {
  std::string pattern = (fs::temp_directory_path() / "fairlead-proof-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
  testing::CoastOptions coast;
  coast.vessels = options_.vessels;
  coast.seconds = 900;
  coast.seed = 7;
  const std::string input = folder_ + "/coast.nmea";
  EXPECT_TRUE(testing::write_coast(input, coast).has_value());
  std::ofstream(config()) << config_of(options_, input);
  const auto types = release::Set<release::ObjectType>::of({release::ObjectType::track, release::ObjectType::ais});
  for (const std::string& agency : options_.agencies) {
    for (const std::string& purpose : options_.purposes) {
      lines_.push_back({agency, *release::from_word<release::Purpose>(purpose), false, types});
    }
    if (options_.rescue) lines_.push_back({agency, release::Purpose::search_and_rescue, true, types});
  }
}

Centre::~Centre() {
  kill(SIGKILL);
  if (::testing::Test::HasFailure()) std::fputs(said().c_str(), stderr);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Centre::said() const {
  std::ifstream file(folder_ + "/said");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool Centre::start(const std::string& fault) {
  const std::string said_file = folder_ + "/said";
  fs::remove(said_file);
  // Another program may be proved as far as it can be from outside.
  const char* other = std::getenv("FAIRLEAD_PROGRAM");
  const std::string program = other != nullptr ? other : fs::read_symlink("/proc/self/exe").string();
  std::vector<std::string> arguments{program,  "serve", "--config", config(),
                                     "--data", data(),  "--listen", "127.0.0.1:0"};
  std::vector<std::string> environment{"FAIRLEAD_WITNESS=" + witness_file()};
  if (!fault.empty()) environment.push_back("FAIRLEAD_FAULT=" + fault);
  for (const char* const name : {"PATH", "HOME", "TMPDIR"}) {
    if (const char* value = std::getenv(name)) environment.push_back(fmt::format("{}={}", name, value));
  }
  std::vector<char*> argv;
  std::vector<char*> envp;
  for (std::string& one : arguments) argv.push_back(one.data());
  for (std::string& one : environment) envp.push_back(one.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  child_ = fork();
  if (child_ == 0) {
    const int errors = ::open(said_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(errors, 2);
    ::execve(program.c_str(), argv.data(), envp.data());
    ::_exit(127);
  }
  const auto number_after = [](const std::string& text, std::string_view sign) -> std::uint16_t {
    const auto at = text.find(sign);
    if (at == std::string::npos || text.find('\n', at) == std::string::npos) return 0;
    return parse_number<std::uint16_t>(
               std::string_view(text).substr(at + sign.size(), text.find('\n', at) - at - sign.size()))
        .value_or(0);
  };
  for (int tries = 0; tries < 6000; ++tries) {
    const std::string text = said();
    port_ = number_after(text, "serving on http://127.0.0.1:");
    partners_port_ = number_after(text, "partners at http://127.0.0.1:");
    if (port_ != 0 && partners_port_ != 0) return true;
    if (!is_alive()) return false;
    ::poll(nullptr, 0, 10);
  }
  return false;
}

bool Centre::is_alive() {
  if (child_ <= 0) return false;
  if (waitpid(child_, nullptr, WNOHANG) == 0) return true;
  child_ = -1;
  return false;
}

bool Centre::await_end(int patience_ms) {
  for (int waited = 0; waited < patience_ms; waited += 5) {
    if (!is_alive()) return true;
    ::poll(nullptr, 0, 5);
  }
  return !is_alive();
}

void Centre::kill(int signal) {
  if (child_ <= 0) return;
  ::kill(child_, signal);
  waitpid(child_, nullptr, 0);
  child_ = -1;
}

void Centre::settle() {
  std::string text;
  for (int tries = 0; tries < 1000 && text.find("first?code=") == std::string::npos; ++tries) {
    ::poll(nullptr, 0, 10);
    text = said();
  }
  const auto at = text.find("first?code=");
  ASSERT_NE(at, std::string::npos);
  const std::string code = text.substr(at + 11, text.find('\n', at) - at - 11);
  Wire wire(port_);
  const Person admin =
      person_of(must(wire, "POST", "/api/v1/first-account", nullptr,
                     fmt::format(R"({{"code":"{}","name":"admin","password":"{}"}})", code, kPassword)),
                "admin", std::string(kPassword));
  const auto make = [&](const std::string& name, const std::string& more) {
    must(wire, "POST", "/api/v1/accounts", &admin, fmt::format(R"({{"name":"{}",{}}})", name, more));
  };
  make("reyes", fmt::format(R"("role":"release_officer","password":"{}")", kPassword));
  make("lind", fmt::format(R"("role":"legal_adviser","password":"{}")", kPassword));
  officer = sign_in(port_, "reyes", std::string(kPassword));
  adviser = sign_in(port_, "lind", std::string(kPassword));
  const std::string in_a_month =
      to_rfc3339(Instant::from_unix_ms(system_wall_clock().now_ms()) + std::chrono::days(30));
  std::vector<std::string> purposes = options_.purposes;
  if (options_.rescue) purposes.emplace_back("search_and_rescue");
  for (std::size_t i = 0; i < options_.agencies.size(); ++i) {
    const std::string name = fmt::format("partner{}", i);
    make(name, fmt::format(R"("role":"partner","agency":"{}")", options_.agencies[i]));
    const Reply token =
        must(wire, "POST", "/api/v1/accounts/" + name + "/tokens", &admin,
             fmt::format(R"({{"label":"feed","scopes":["follow_feed","acknowledge"],"expires_at":"{}"}})", in_a_month));
    for (std::size_t p = 0; p < purposes.size(); ++p) {
      followers_.push_back({i * purposes.size() + p, purposes[p], member(token.body, "token")});
    }
  }
  must(wire, "POST", "/api/v1/agreements", &officer,
       fmt::format(R"({{"toml":{}}})", json_text(agreement_of(options_))));
  must(wire, "POST", "/api/v1/agreements/all/adopt", &adviser, R"({"version":1})");
}

void Centre::confirm() {
  Wire wire(port_);
  for (const Person* person : {&officer, &adviser}) {
    must(wire, "POST", "/api/v1/session/confirm", person, fmt::format(R"({{"password":"{}"}})", person->password));
  }
}

std::optional<std::set<std::uint64_t>> Centre::open_stops() {
  Wire wire(port_);
  const auto reply = wire.ask("GET", "/api/v1/sharing", &officer);
  if (!reply || reply->status != 200) return std::nullopt;
  // The stops that stand are a member of their own.
  std::set<std::uint64_t> open;
  const auto at = reply->body.find("\"stops\":[");
  if (at == std::string::npos) return std::nullopt;
  for (auto next = reply->body.find("\"epoch\":", at); next != std::string::npos;
       next = reply->body.find("\"epoch\":", next + 1)) {
    open.insert(std::strtoull(reply->body.c_str() + next + 8, nullptr, 10));
  }
  return open;
}

void Centre::lift_all() {
  Wire wire(port_);
  const auto open = open_stops();
  ASSERT_TRUE(open);
  for (const std::uint64_t epoch : *open) {
    for (const Person* person : {&officer, &adviser}) {
      must(wire, "POST", fmt::format("/api/v1/stops/{}/resume", epoch), person, R"({"reason":"proved"})");
    }
  }
}

}  // namespace fairlead::proofs
