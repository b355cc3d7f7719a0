// SPDX-License-Identifier: Apache-2.0
// A desk for the tests: a real runner over a store in memory, people of every role, one agreement with the coast guard
// of XAA in force, and one vessel that it may follow.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "accounts/passwords.hpp"
#include "engine/runner.hpp"
#include "gatekeeper.hpp"
#include "ledger/note.hpp"
#include "serve/server.hpp"
#include "testing/false_random.hpp"
#include "testing/memory_store.hpp"

namespace fairlead::serve {

inline constexpr std::string_view kQuayPassword = "three blind mice";

inline std::string quay_agreement(std::string_view id = "xaa-coast-guard", int version = 1,
                                  std::string_view purposes = "\"law_enforcement_interdiction\", \"fisheries\"") {
  std::string text = R"([agreement]
id = "ID"
version = VERSION
title = "Sharing with the coast guard"
parties = ["XAA/coast_guard"]
legal_basis = "Memorandum, article 4"
valid_from = 2026-01-01T00:00:00Z
valid_until = 2040-01-01T00:00:00Z
reply = "silent"

[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = 2040-01-01T00:00:00Z

[[assurance]]
id = "no-strikes"
text = "Nothing of it is used for strikes"
expires = 2040-01-01T00:00:00Z

[[area]]
name = "straits"
polygon = [[50.0, -2.0], [50.0, 2.0], [52.0, 2.0], [52.0, -2.0]]

[[clause]]
id = "tracks"
effect = "permit"
purposes = [PURPOSES]
types = ["ais", "track"]
acts = ["subscribe", "pull"]
areas = ["straits"]
level = "restricted"
fields = ["position", "speed", "course", "mmsi", "name"]
assurances = ["no-strikes"]
obligations = ["no_lethal_use", "delete_on_recall"]
)";
  const auto put = [&text](std::string_view what, std::string_view value) {
    text.replace(text.find(what), what.size(), value);
  };
  put("ID", id);
  put("VERSION", std::to_string(version));
  put("PURPOSES", purposes);
  return text;
}

class Quay {
 public:
  Quay() {
    const auto signer = ledger::Signer::generate("test.example/home", random_);
    key_ = signer->verifier().text();
    keys_.emplace(*engine::LogKeys::from(*signer));
    engine::RunnerOptions options;
    options.slot_length = std::chrono::milliseconds(5);
    options.keys = &*keys_;
    runner_ = std::move(*engine::Runner::open(options, store_, clock_));
    runner_->start();
    found();
    const auto people = book();
    for (const auto& [name, account] : people->accounts()) old_[name] = open_session(name);
    clock_.behind_ms = 0;
  }
  ~Quay() { runner_->stop(); }

  Instant now() const { return Instant::from_unix_ms(clock_.now_ms()); }
  engine::Runner& runner() { return *runner_; }
  std::shared_ptr<const engine::Sharing> sharing() const { return runner_->sharing(); }
  std::shared_ptr<const accounts::AccountBook> book() const { return sharing()->accounts; }

  // The account's name is the role's.
  accounts::Actor fresh(std::string_view account) const { return *book()->by_password(account, kQuayPassword, now()); }
  engine::Answer command(std::string_view by, engine::Request request) {
    const auto answer = runner_->command({fresh(by), std::move(request)});
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().message);
    return answer.value_or(engine::Answer{});
  }
  // A session, as headers.
  std::string signed_in(std::string_view account) { return headers_of(open_session(account)); }
  // One that is so old that a fresh sign-in is asked for.
  std::string signed_in_long_ago(const std::string& account) const { return headers_of(old_.at(account)); }
  std::string bearer(std::string_view account, accounts::Permissions scopes) {
    const accounts::NewToken token = accounts::make_token(system_random());
    command("administrator",
            engine::ChangeAccounts{accounts::IssueToken{token.id, token.hash, std::string(account), "a machine", scopes,
                                                        now() + std::chrono::hours(1)}});
    return "Authorization: Bearer " + std::string(token.text.view()) + "\r\n";
  }

  Desk desk() {
    return desk_of(*runner_, &store_, [this](std::string_view log) {
      return log == "home" ? key_ : "test.example/" + std::string(log) + "+00000000+key";
    });
  }
  ServerInputs inputs() {
    ServerInputs inputs;
    inputs.picture = [this] { return runner_->picture(); };
    inputs.history = &store_;
    inputs.sources = [] { return std::vector<domain::SourceHealth>{}; };
    inputs.status = [this] { return runner_->status(); };
    inputs.declared = [this] { return runner_->sources(); };
    inputs.people.admit = [this](const Proof& proof) {
      return proof.token.empty() ? book()->by_session(proof.session, now()) : book()->by_token(proof.token, now());
    };
    inputs.desk = desk();
    return inputs;
  }
  const std::string& key() const { return key_; }

 private:
  // The founding is some minutes ago.
  struct Clock final : WallClock {
    std::int64_t now_ms() const override { return system_wall_clock().now_ms() - behind_ms; }
    std::atomic<std::int64_t> behind_ms = 6 * 60'000;
  };

  static std::string headers_of(const std::string& cookie) {
    return "Cookie: fairlead_session=" + cookie + "\r\nX-Fairlead-Csrf: " + Gatekeeper::csrf_of(cookie) + "\r\n";
  }
  std::string open_session(std::string_view account) {
    accounts::NewSecret secret = accounts::make_session_secret(system_random());
    const auto opened = runner_->command(
        {fresh(account), engine::ChangeAccounts{accounts::OpenSession{secret.hash, now() + std::chrono::hours(12)}}});
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
    return std::string(secret.text.view());
  }

  void found() {
    const std::string hash = *accounts::hash_password(kQuayPassword, {1, 8192});
    using accounts::Role;
    for (const Role role : {Role::administrator, Role::watch_officer, Role::release_officer, Role::legal_adviser,
                            Role::overseer, Role::partner}) {
      accounts::CreateAccount made;
      made.account = accounts::name(role);
      made.role = role;
      if (role == Role::partner) made.agency = "XAA/coast_guard";
      made.password_hash = hash;
      const auto by = book()->empty() ? accounts::Actor::first_start() : fresh("administrator");
      const auto done = runner_->command({by, engine::ChangeAccounts{made}});
      EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().message);
    }
    domain::Source source;
    source.name = "north";
    source.originator = "GBR";
    source.label.policy = "test";
    source.label.releasable_to = {"XAA"};
    source.label.purposes = {"law_enforcement_interdiction", "fisheries"};
    source.label.originators = {"GBR"};
    const auto id = runner_->declare(source);
    EXPECT_TRUE(id.has_value());
    EXPECT_TRUE(runner_->command({accounts::Actor::automatic(), engine::NameHome{{"GBR"}}}).has_value());
    command("release_officer", engine::DraftAgreement{quay_agreement()});
    command("legal_adviser", engine::AdoptAgreement{"xaa-coast-guard", 1});
    command("release_officer",
            engine::HoldAssurance{
                {"XAA/coast_guard", "xaa-coast-guard", "no-strikes"}, {Instant::from_civil(2039, 1, 1), false}, ""});
    domain::Observation seen;
    seen.source = *id;
    seen.kind = domain::TrackKind::ship;
    seen.mmsi = domain::Mmsi::from_number(232'000'001);
    seen.received_at = now();
    seen.observed_at = seen.received_at;
    seen.position = geo::Position::from_degrees(51, 1);
    seen.speed = Speed::knots(10);
    domain::ObservationBatch batch;
    batch.source = *id;
    batch.observations.push_back(seen);
    runner_->inbox().offer(std::move(batch));
    command("watch_officer", engine::NoteOverseerRead{"the picture is there", {}, {}});
  }

  Clock clock_;
  std::map<std::string, std::string, std::less<>> old_;
  testing::FalseRandom random_{11};
  testing::MemoryStore store_;
  std::optional<engine::LogKeys> keys_;
  std::string key_;
  std::unique_ptr<engine::Runner> runner_;
};

}  // namespace fairlead::serve
