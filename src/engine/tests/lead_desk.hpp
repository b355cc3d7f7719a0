// SPDX-License-Identifier: Apache-2.0
// A centre with agreements about leads and requests, its people and two partners, as tests of its desk need it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/casework_now.hpp"
#include "stepped_centre.hpp"

namespace fairlead::engine {

using release::Purpose;
inline constexpr Purpose kInterdiction = Purpose::law_enforcement_interdiction;

inline std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; at += what.size()) ++found;
  return found;
}

// The value of the first member of this name.
inline std::string member(std::string_view json, std::string_view name) {
  const std::size_t at = json.find(fmt::format("\"{}\":\"", name));
  if (at == std::string_view::npos) return "";
  const std::size_t from = at + name.size() + 4;
  return std::string(json.substr(from, json.find('"', from) - from));
}

class LeadDesk : public ::testing::Test {
 protected:
  LeadDesk() {
    centre.step({{accounts::Actor::automatic(), NameLaw{"GB", ""}}});
    AgreementText text;
    text.types = {"observation", "track", "lead", "request"};
    text.extra = R"(obligations = ["acknowledge", "delete_on_recall", "report_use"])";
    centre.adopt(text);
    text.id = "two";
    text.parties = {kOther};
    centre.adopt(text);
  }
  using AgreementText = testing::AgreementText;

  Result<Answer> say(accounts::Actor by, Request request) {
    return centre.step({{std::move(by), std::move(request)}}).answers[0];
  }
  Answer must(accounts::Actor by, const std::string& act) {
    const auto answer = say(std::move(by), ActOnDesk{act, false});
    EXPECT_TRUE(answer.has_value()) << act << ": " << (answer ? "" : answer.error().message);
    return answer ? *answer : Answer{};
  }
  std::string draft(std::string_view title = "Go-fast, likely drugs", std::string_view to = "XAA") {
    const Answer made = must(
        centre.desk().watch(centre.now()),
        fmt::format(
            R"({{"act":"draft_lead","title":"{}","statement":"Heading for the bank at 24 kn","confidence":"moderate",
          "vessel":{{"mmsi":232000001,"name":"PETREL","type":"go-fast"}},"position":{{"lat":50.1,"lon":-4.2}},
          "tear_line":"A fast craft near the bank","label":{{"policy":"test","level":"restricted","caveats":[],"originators":[],"personal_data":false,"releasable_to":["{}"],
          "purposes":["law_enforcement_interdiction"]}},"expires_at":"{}"}})",
            title, to, to_rfc3339(centre.now() + std::chrono::hours(2))));
    return member(made.text, "id");
  }
  std::string ask(const std::string& lead, const std::string& agency = kGuard, std::string_view more = "") {
    return member(
        must(centre.desk().watch(centre.now()), fmt::format(R"({{"act":"ask_to_share","lead":"{}","agency":"{}",
                         "purpose":"law_enforcement_interdiction","acts":["observe"]{}}})",
                                                            lead, agency, more))
            .text,
        "id");
  }
  void approve(const std::string& ask) {
    must(centre.desk().officer(centre.now()), fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", ask));
    const desk::Ask* now = asked(ask);
    if (now->state == desk::AskState::live) return;
    must(centre.desk().adviser(centre.now()), fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", ask));
  }
  const desk::Ask* asked(const std::string& ask) {
    book = centre.engine().casework()->book;
    return book->asks().now(*desk::id_from<desk::AskId>(ask));
  }
  std::string live(const std::string& agency = kGuard) {
    const std::string lead = draft("Go-fast, likely drugs", agency.substr(0, 3));
    const std::string id = ask(lead, agency);
    approve(id);
    return id;
  }
  std::string pull(const std::string& agency = kGuard) {
    const Effects& effects = centre.step({{centre.desk().partner(agency, centre.now()), PullLeads{kInterdiction}}});
    const auto& pulled = effects.pulled.at(0);
    return pulled.empty() ? "" : pulled[0].payload;
  }
  Result<Answer> tell(std::string what, std::string subject, std::string body, const std::string& agency = kGuard) {
    return say(centre.desk().partner(agency, centre.now()),
               TellDesk{std::move(what), std::move(subject), std::move(body)});
  }
  std::uint64_t stop(const std::string& agency) {
    release::StopCell cell;
    cell.agency = agency;
    const auto answer = say(centre.desk().watch(centre.now()), OrderStop{cell, "", false, true});
    EXPECT_TRUE(answer.has_value());
    return answer->number;
  }
  void resume(std::uint64_t epoch) {
    EXPECT_TRUE(say(centre.desk().officer(centre.now()), AgreeToResume{epoch, {}, ""}).has_value());
    EXPECT_TRUE(say(centre.desk().adviser(centre.now()), AgreeToResume{epoch, {}, ""}).has_value());
    centre.step();
  }

  // The newest request.
  const desk::Request* asked_of() {
    book = centre.engine().casework()->book;
    return &std::prev(book->requests().end())->second->now();
  }

  Centre centre;
  std::shared_ptr<const desk::Book> book;
};

inline constexpr std::string_view kFlagRequest =
    R"({"act":"file_request","kind":"flag_confirmation","direction":"outgoing","agency":"XAA/coast_guard",
     "text":"Does PETREL fly your flag, and may she be boarded?","purpose":"law_enforcement_interdiction",
     "acts":["board","search"],"flag_state":"PA","regime":"vienna17","grounds":"Loaded at sea by night",
     "vessel":{"mmsi":232000001,"name":"PETREL"},"position":{"lat":50.1,"lon":-4.2}})";

}  // namespace fairlead::engine
