// SPDX-License-Identifier: Apache-2.0
// Three centres: A gives to B, B follows A and gives to C, C follows B. Engines stepped by hand, with what passes
// between them read as `Upstream` reads it; `tools/journeys/three-centres` has the same with programs and sockets.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/casework_now.hpp"
#include "engine/engine.hpp"
#include "testing/false_random.hpp"
#include "testing/sharing_desk.hpp"
#include "upstream.hpp"

namespace fairlead::app {
namespace {

using engine::ActOnDesk;
using release::Purpose;
constexpr Purpose kRescue = Purpose::search_and_rescue;
const Instant kNoon = Instant::from_civil(2026, 11, 22, 12);

ledger::Signer signer(std::uint64_t seed) {
  testing::FalseRandom random(seed);
  return std::move(*ledger::Signer::generate("test.example/home", random));
}

class Centre {
 public:
  Centre(std::uint64_t seed, std::string state, const std::string& partner)
      : random_(seed), desk_(kNoon), keys_(*engine::LogKeys::from(signer(seed))), engine_({}, &keys_) {
    if (!partner.empty()) desk_.add_partner(partner, kNoon);
    std::vector<engine::Command> commands = desk_.founding();
    commands.push_back({accounts::Actor::automatic(), engine::NameLaw{std::move(state), ""}});
    step(std::move(commands));
    if (partner.empty()) return;
    testing::AgreementText text;
    text.parties = {partner};
    text.purposes = {"search_and_rescue"};
    text.types = {"observation", "track", "lead", "request"};
    text.extra = R"(obligations = ["acknowledge", "delete_on_recall"])";
    step(desk_.adopt(text.toml(), now_));
    feed_ = engine::FeedId(say(desk_.partner(partner, now_), engine::OpenFeed{kRescue, "stream", {}}).number);
  }

  const engine::Effects& step(std::vector<engine::Command> commands = {}) {
    now_ = now_ + std::chrono::milliseconds(500);
    engine::Event event;
    event.slot = engine_.slot() + 1;
    event.closed_at = event.picture_time = now_;
    random_.fill(std::as_writable_bytes(std::span(event.seed)));
    event.commands = std::move(commands);
    const engine::Effects& effects = engine_.step(event);
    for (const engine::Release& release : effects.releases) {
      if (release.feed == feed_) given_.push_back(release.payload);
    }
    return effects;
  }
  Result<engine::Answer> ask(accounts::Actor by, engine::Request request) {
    return step({{std::move(by), std::move(request)}}).answers[0];
  }
  engine::Answer say(accounts::Actor by, engine::Request request) {
    auto answer = ask(std::move(by), std::move(request));
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().message);
    return answer ? std::move(*answer) : engine::Answer{};
  }
  // The number of what an act made.
  std::string act(accounts::Actor by, const std::string& json) {
    const std::string made = say(std::move(by), ActOnDesk{json, false}).text;
    const std::size_t at = made.find("\"id\":\"");
    return at == std::string::npos ? "" : made.substr(at + 6, made.find('"', at + 6) - at - 6);
  }
  void declare(const std::string& name, const std::string& originator, const std::string& audience) {
    domain::Source source;
    source.name = name;
    source.originator = originator;
    source.label.policy = "national";
    source.label.level = domain::Level::restricted;
    source.label.releasable_to = {audience};
    source.label.purposes = {"search_and_rescue"};
    say(accounts::Actor::automatic(), engine::DeclareSource{source});
  }
  std::string ask_to_share(const std::string& lead, const std::string& agency) {
    return act(desk().watch(now_), fmt::format(R"({{"act":"ask_to_share","lead":"{}","agency":"{}",
      "purpose":"search_and_rescue","acts":["render_assistance"],"needs_legal_adviser":true}})",
                                               lead, agency));
  }
  bool approve(const std::string& id) {
    const ActOnDesk approval{fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", id), false};
    return ask(desk().officer(now_), approval).has_value() && ask(desk().adviser(now_), approval).has_value();
  }
  std::vector<std::string> take_given() { return std::exchange(given_, {}); }
  std::shared_ptr<const desk::Book> book() { return engine_.casework()->book; }
  const desk::Lead& lead(std::uint32_t number = 1) { return *book()->leads().now(desk::LeadId(number)); }
  std::shared_ptr<const engine::Sharing> sharing() const { return engine_.sharing(); }
  testing::SharingDesk& desk() { return desk_; }
  Instant now() const { return now_; }

 private:
  testing::FalseRandom random_;
  Instant now_ = kNoon;
  testing::SharingDesk desk_;
  engine::LogKeys keys_;
  engine::Engine engine_;
  engine::FeedId feed_;
  std::vector<std::string> given_;
};

// One centre that follows another.
class Following {
 public:
  Following(Centre& from, Centre& to, std::string source, const std::string& originator)
      : from_(from), to_(to), source_(source), desk_(std::move(source), originator) {}
  void relay() {
    from_.step();
    for (const std::string& payload : from_.take_given()) {
      const auto acts = desk_.read(payload, [this](const std::string& name) { return is_known(name); });
      ASSERT_TRUE(acts.has_value()) << acts.error().message << payload;
      for (const std::string& act : *acts) to_.say(accounts::Actor::automatic(), ActOnDesk{act, true});
    }
    for (; recalls_ < from_.sharing()->recalls->size(); ++recalls_) {
      to_.say(accounts::Actor::automatic(), engine::RecallSource{source_});
    }
  }

 private:
  bool is_known(const std::string& name) const {
    const auto book = to_.book();
    for (const auto& [id, versions] : book->leads()) {
      const auto& lead = versions->now();
      if (lead.origin && lead.origin->reference == name && lead.state == desk::LeadState::open) return true;
    }
    for (const auto& [id, versions] : book->requests()) {
      const auto& request = versions->now();
      if (request.origin && request.origin->reference == name && desk::is_open(request)) return true;
    }
    return false;
  }
  Centre& from_;
  Centre& to_;
  std::string source_;
  UpstreamDesk desk_;
  std::size_t recalls_ = 0;
};

class ThreeCentres : public ::testing::Test {
 protected:
  ThreeCentres() {
    b.declare("gbr", "GBR", "NLD");
    c.declare("bel", "BEL", "FRA");
  }
  void relay() {
    for (int i = 0; i < 2; ++i) a_to_b.relay(), b_to_c.relay();
  }
  // A's lead, live at B.
  std::string lead_of_a() {
    const std::string lead =
        a.act(a.desk().watch(a.now()),
              fmt::format(R"({{"act":"draft_lead","title":"Boat adrift","statement":"Two people, no engine",
          "confidence":"moderate","vessel":{{"mmsi":232000777}},"position":{{"lat":50.25,"lon":-4.1}},"expires_at":"{}",
          "label":{{"policy":"national","level":"restricted","releasable_to":["BEL","NLD"],"caveats":["ORCON"],
          "purposes":["search_and_rescue"],"originators":["GBR"],"personal_data":false}}}})",
                          to_rfc3339(a.now() + std::chrono::hours(4))));
    const std::string ask = a.ask_to_share(lead, "BEL/centre");
    release::Consent own{"GBR", "BEL/centre", release::Set<Purpose>::of({kRescue}), a.now() + std::chrono::hours(9)};
    a.say(a.desk().officer(a.now()), engine::HoldConsent{own, false});
    EXPECT_TRUE(a.approve(ask));
    relay();
    return ask;
  }
  void grant() {
    release::Consent consent{"GBR", "NLD/centre", release::Set<Purpose>::of({kRescue}),
                             b.now() + std::chrono::hours(9)};
    b.say(b.desk().officer(b.now()), engine::HoldConsent{consent, false});
  }

  Centre a{1, "GB", "BEL/centre"}, b{2, "BE", "NLD/centre"}, c{3, "NL", ""};
  Following a_to_b{a, b, "gbr", "GBR"}, b_to_c{b, c, "bel", "BEL"};
};

TEST_F(ThreeCentres, a_lead_goes_on_with_its_originators_consent_and_not_without) {
  lead_of_a();
  ASSERT_EQ(b.book()->leads().size(), 1U);
  EXPECT_EQ(b.lead().body.title, "Boat adrift");
  EXPECT_EQ(b.lead().origin->originator, "GBR");
  EXPECT_EQ(b.lead().body.label.originators, std::set<std::string>{"GBR"});
  const std::string ask = b.ask_to_share("L-0001", "NLD/centre");
  EXPECT_FALSE(b.approve(ask));
  relay();
  EXPECT_EQ(c.book()->leads().size(), 0U);
  grant();
  EXPECT_TRUE(b.approve(ask));
  relay();
  ASSERT_EQ(c.book()->leads().size(), 1U);
  EXPECT_EQ(c.lead().body.title, "Boat adrift");
  EXPECT_TRUE(c.lead().body.label.originators.contains("GBR")) << "whose it is survives";
  EXPECT_EQ(c.lead().body.expires_at, b.lead().body.expires_at);
}

TEST_F(ThreeCentres, a_stop_of_the_originator_reaches_the_third) {
  lead_of_a();
  grant();
  ASSERT_TRUE(b.approve(b.ask_to_share("L-0001", "NLD/centre")));
  relay();
  ASSERT_EQ(c.lead().state, desk::LeadState::open);
  release::StopCell cell;
  cell.partner = "BEL";
  a.say(a.desk().watch(a.now()), engine::OrderStop{cell, "", false, true});
  relay();
  EXPECT_EQ(b.lead().state, desk::LeadState::withdrawn);
  EXPECT_EQ(c.lead().state, desk::LeadState::withdrawn);
  EXPECT_FALSE(b.sharing()->recalls->empty()) << "C is asked to delete it";
}

TEST_F(ThreeCentres, what_is_withdrawn_there_is_withdrawn_everywhere) {
  const std::string ask = lead_of_a();
  grant();
  ASSERT_TRUE(b.approve(b.ask_to_share("L-0001", "NLD/centre")));
  relay();
  a.act(a.desk().watch(a.now()), fmt::format(R"({{"act":"withdraw_ask","ask":"{}","reason":"a buoy"}})", ask));
  relay();
  EXPECT_EQ(b.lead().state, desk::LeadState::withdrawn);
  EXPECT_EQ(c.lead().state, desk::LeadState::withdrawn);
  EXPECT_TRUE(b.sharing()->recalls->empty());
}

TEST_F(ThreeCentres, a_request_is_answered_under_the_name_that_it_came_with) {
  a.act(a.desk().officer(a.now()), R"({"act":"file_request","kind":"information","direction":"outgoing",
    "agency":"BEL/centre","text":"Has anyone seen the raft?","purpose":"search_and_rescue"})");
  relay();
  ASSERT_EQ(b.book()->requests().size(), 1U);
  const desk::Request asked = *b.book()->requests().now(desk::RequestId(1));
  EXPECT_EQ(asked.body.direction, desk::Direction::incoming);
  EXPECT_EQ(asked.body.agency, "GBR");
  EXPECT_EQ(asked.body.text, "Has anyone seen the raft?");
  a.say(a.desk().partner("BEL/centre", a.now()),
        engine::TellDesk{"request_step", asked.origin->reference, R"({"step":"provide","text":"Nobody has"})"});
  EXPECT_EQ(a.book()->requests().now(desk::RequestId(1))->state, desk::RequestState::provided);
  a.act(a.desk().officer(a.now()), R"({"act":"file_request","kind":"information","direction":"outgoing",
    "agency":"BEL/centre","text":"And the boat?","purpose":"search_and_rescue"})");
  relay();
  a.act(a.desk().officer(a.now()), R"({"act":"answer_request","request":"Q-0002","step":"withdraw","text":"found"})");
  relay();
  EXPECT_EQ(b.book()->requests().now(desk::RequestId(2))->state, desk::RequestState::withdrawn);
  EXPECT_EQ(b.book()->requests().now(desk::RequestId(2))->events.back().text, "withdrawn there");
}

}  // namespace
}  // namespace fairlead::app
