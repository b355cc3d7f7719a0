// SPDX-License-Identifier: Apache-2.0
// What may be asked, and that whatever is not there, not theirs or not released gives the same bytes.
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "desk/book.hpp"
#include "harness.hpp"
#include "ledger/clocked_log.hpp"
#include "ledger/proofs.hpp"
#include "ledger/record.hpp"

namespace fairlead::partner {
namespace {

using namespace support;
using release::Purpose;

std::string ask(const Door& door, std::string_view target, std::string_view token, std::string_view more = {}) {
  Client client(door.address());
  return client.get(target, token, more);
}

std::string post(const Door& door, std::string_view token, std::string_view body,
                 std::string_view type = "application/json", std::string_view target = "/partner/v1/acks") {
  Client client(door.address());
  std::string more =
      "Content-Type: " + std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  client.send(Client::request("POST", target, token, more) + std::string(body));
  return client.answer();
}

TEST(Routes, give_what_is_released_or_the_empty_answer) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  centre.pull = [&](const accounts::Actor& by, Purpose purpose) -> std::vector<engine::DurableRelease> {
    if (by.agency() != "XAA/coast_guard" || purpose != Purpose::fisheries) return {};
    std::vector<engine::DurableRelease> releases;
    releases.push_back(centre.release(40, 0, payload("pulled", 300'000)));
    return releases;
  };
  const auto door = open_door(centre);
  const std::string whole = ask(*door, "/partner/v1/tracks?purpose=fisheries", one);
  EXPECT_TRUE(whole.ends_with(payload("pulled", 300'000)));
  EXPECT_NE(whole.find("Content-Length: 300000\r\n"), std::string::npos);

  // Another agency's, another purpose, a word that is no purpose: bit for bit the same.
  const std::string empty = ask(*door, "/partner/v1/tracks?purpose=fisheries", two);
  EXPECT_TRUE(empty.ends_with("\r\n\r\n{\"v\":1,\"tracks\":[]}")) << empty;
  EXPECT_EQ(ask(*door, "/partner/v1/tracks?purpose=prosecution", one), empty);
  EXPECT_EQ(ask(*door, "/partner/v1/tracks?purpose=lethal", one), empty);
  EXPECT_EQ(ask(*door, "/partner/v1/tracks?purpose=lethal", two), empty);
  EXPECT_EQ(ask(*door, "/partner/v1/tracks?purpose=%22%3E", two), empty);
  // Streams as well.
  std::string head;
  for (const auto& [purpose, token] :
       {std::pair<std::string, std::string>{"fisheries", two}, {"lethal", one}, {"prosecution", one}}) {
    Client client(door->address());
    const std::string opened = client.stream(purpose, token);
    if (head.empty()) head = opened;
    EXPECT_EQ(opened, head);
    EXPECT_FALSE(client.event(50));
    EXPECT_FALSE(client.ended);
  }
}

TEST(Routes, keep_a_connection_for_several_requests) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const auto door = open_door(centre);
  Client client(door->address());
  // Several at once, in one packet.
  std::string all;
  for (int i = 0; i < 5; ++i) all += Client::request("GET", "/partner/v1/tracks?purpose=fisheries", token);
  client.send(all);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.answer().starts_with("HTTP/1.1 200")) << i;
  EXPECT_TRUE(client.get("/partner/v1/nothing", token).starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(client.get("/elsewhere", token).starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(client.get("/partner/v1/tracks", token).starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(client.get("/partner/v1/tracks?purpose=a&purpose=b", token).starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(client.get("/partner/v1/tracks?purpose=fisheries&agency=XBB", token).starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(client.get("/partner/v1/stream?purpose=fisheries&cursor=x", token).starts_with("HTTP/1.1 400"));
  client.send(Client::request("DELETE", "/partner/v1/tracks?purpose=fisheries", token));
  EXPECT_TRUE(client.answer().starts_with("HTTP/1.1 405"));
  client.send(
      Client::request("GET", "/partner/v1/stream?purpose=fisheries", token, "Connection: Upgrade\r\nUpgrade: h2c\r\n"));
  EXPECT_TRUE(client.answer().starts_with("HTTP/1.1 400"));
}

TEST(Routes, take_a_partners_word) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const std::string narrow = centre.partner("one", "XAA/coast_guard", {accounts::Permission::follow_feed});
  const auto door = open_door(centre);
  const std::string done = post(*door, token, R"({"delivery":"r-0123456789abcdef"})");
  EXPECT_TRUE(done.starts_with("HTTP/1.1 204 ")) << done;
  EXPECT_EQ(post(*door, token, R"({"delivery":"unknown"})"), done);
  EXPECT_EQ(post(*door, token, R"({"conditions":"xaa-coast-guard/no-onward"})"), done);
  EXPECT_EQ(post(*door, token, R"({"recall":"k-1","answer":"confirmed"})"), done);
  const auto words = centre.asked<engine::Acknowledge>();
  ASSERT_EQ(words.size(), 4U);
  EXPECT_EQ(words[0].first.account(), "one");
  EXPECT_EQ(words[0].second.what, "delivery");
  EXPECT_EQ(words[2].second.name, "xaa-coast-guard/no-onward");
  EXPECT_EQ(words[3].second.reply, "confirmed");
  for (const char* bad :
       {"", "{}", "[]", "null", R"({"delivery":7})", R"({"delivery":""})", R"({"recall":"k"})",
        R"({"recall":"k","answer":"maybe"})", R"({"delivery":"r","conditions":"c"})",
        R"({"delivery":"r","agency":"XBB"})", R"({"delivery":{"a":{"b":{"c":1}}}})", "{\"delivery\":"}) {
    const std::string answer = post(*door, token, bad);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 415 ")) << bad << answer;
  }
  EXPECT_TRUE(post(*door, token, R"({"delivery":"r"})", "text/plain").starts_with("HTTP/1.1 415 "));
  EXPECT_TRUE(post(*door, token, std::string(40'000, ' ')).starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(post(*door, narrow, R"({"delivery":"r"})").starts_with("HTTP/1.1 403 "));
  EXPECT_EQ(centre.asked<engine::Acknowledge>().size(), 4U);
}

TEST(Routes, show_an_agency_its_own_agreements_and_recalls_only) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  const std::string three = centre.partner("three", "XCC/customs");
  const auto agreement = release::agreement_from_toml(R"(
id = "xaa"
version = 2
title = "With XAA"
parties = ["XAA/coast_guard"]
legal_basis = "Treaty"
valid_from = 2026-01-01T00:00:00Z
valid_until = 2027-01-01T00:00:00Z

[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires_at = 2027-01-01T00:00:00Z
)",
                                                      "xaa.toml");
  release::Agreement held;
  if (agreement) {
    held = *agreement;
  } else {
    held.id = "xaa";
    held.title = "With XAA";
    held.parties = {"XAA/coast_guard"};
  }
  centre.publish([&](engine::Sharing& sharing) {
    auto list = std::make_shared<std::vector<engine::HeldAgreement>>();
    list->push_back({held, "", "a", now(), "b", now(), std::nullopt});
    held.id = "draft";
    list->push_back({held, "", "a", now(), "", std::nullopt, std::nullopt});
    sharing.agreements = list;
    auto recalls = std::make_shared<std::vector<engine::RecallState>>();
    engine::RecallState recall;
    recall.id = "k-7";
    recall.agency = "XBB/navy";
    recall.releases = {"r-1", "r-2"};
    recalls->push_back(recall);
    sharing.recalls = recalls;
  });
  const auto door = open_door(centre);
  const std::string agreements = ask(*door, "/partner/v1/agreements", one);
  EXPECT_NE(agreements.find(R"("id":"xaa")"), std::string::npos) << agreements;
  EXPECT_EQ(agreements.find("draft"), std::string::npos);
  const std::string none = ask(*door, "/partner/v1/agreements", two);
  EXPECT_TRUE(none.ends_with(R"({"v":1,"agreements":[]})")) << none;
  EXPECT_EQ(ask(*door, "/partner/v1/agreements", three), none);
  EXPECT_TRUE(ask(*door, "/partner/v1/recalls", one).ends_with(R"({"v":1,"recalls":[]})"));
  EXPECT_NE(ask(*door, "/partner/v1/recalls", two).find(R"("releases":["r-1","r-2"])"), std::string::npos);
}

std::string tell(const Door& door, std::string_view token, std::string_view path, std::string_view body) {
  return post(door, token, body, "application/json", "/partner/v1/" + std::string(path));
}

TEST(Routes, give_leads_through_the_gate_or_the_empty_answer) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  centre.pull_leads = [&](const accounts::Actor& by, Purpose purpose) -> std::vector<engine::DurableRelease> {
    if (by.agency() != "XAA/coast_guard" || purpose != Purpose::fisheries) return {};
    std::vector<engine::DurableRelease> releases;
    releases.push_back(centre.release(40, 0, R"({"v":1,"leads":[{"id":"l-0123456789abcdef"}],"withdrawn":[]})"));
    return releases;
  };
  const auto door = open_door(centre);
  EXPECT_NE(ask(*door, "/partner/v1/leads?purpose=fisheries", one).find("l-0123456789abcdef"), std::string::npos);
  const std::string empty = ask(*door, "/partner/v1/leads?purpose=fisheries", two);
  EXPECT_TRUE(empty.ends_with("\r\n\r\n{\"v\":1,\"leads\":[]}")) << empty;
  EXPECT_EQ(ask(*door, "/partner/v1/leads?purpose=prosecution", one), empty);
  EXPECT_EQ(ask(*door, "/partner/v1/leads?purpose=strike", one), empty);
  EXPECT_EQ(centre.gate.counters().passed, 1U);
}

TEST(Routes, take_requests_and_use_reports_under_the_senders_own_name) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string reader = centre.partner("one", "XAA/coast_guard", {accounts::Permission::follow_feed});
  const std::string two = centre.partner("two", "XBB/navy");
  centre.tell = [](const accounts::Actor& by, const engine::TellDesk& word) -> Result<engine::Answer> {
    if (word.what != "request" && (word.subject != "l-1" || by.agency() != "XAA/coast_guard")) {
      return fail(ErrorCode::not_found, "there is no lead `l-1` of A-0007");
    }
    if (word.body.find("prosecution") != std::string::npos) return fail(ErrorCode::conflict, "Q-0009 is open");
    engine::Answer answer;
    answer.text = "q-77";
    return answer;
  };
  const auto door = open_door(centre);
  const std::string form = R"({"kind":"information","text":"What of PETREL?","purpose":"fisheries"})";
  const std::string filed = tell(*door, one, "requests", form);
  EXPECT_TRUE(filed.starts_with("HTTP/1.1 201 ")) << filed;
  EXPECT_TRUE(filed.ends_with("\r\n\r\n{\"id\":\"q-77\"}")) << filed;
  const auto told = centre.asked<engine::TellDesk>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].first.agency(), "XAA/coast_guard");
  // Who it is from is never said by the body; a fault is told from the form alone, and nobody is asked.
  for (const char* body : {R"({"kind":"information","agency":"XBB/navy","text":"x","purpose":"fisheries"})",
                           R"({"kind":"information","direction":"outgoing","text":"x","purpose":"fisheries"})",
                           R"({"kind":"information","authority":[],"text":"x","purpose":"fisheries"})",
                           R"({"kind":"flag"})", "[]", "{", ""}) {
    const std::string refused = tell(*door, one, "requests", body);
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 400 ")) << body << refused;
    EXPECT_NE(refused.find("\"pointer\":"), std::string::npos) << refused;
  }
  EXPECT_EQ(centre.asked<engine::TellDesk>().size(), 1U);
  const std::string vague =
      tell(*door, one, "requests", R"({"kind":"information","text":"x","purpose":"prosecution"})");
  EXPECT_TRUE(vague.starts_with("HTTP/1.1 400 ")) << vague;
  EXPECT_EQ(vague.find("Q-0009"), std::string::npos) << "what the engine says stays at home";

  const std::string report = R"({"did":["boarded"],"force":"none"})";
  EXPECT_TRUE(tell(*door, one, "leads/l-1/use-reports", report).starts_with("HTTP/1.1 204 "));
  // Unknown, somebody else's, and no such place: the same.
  const std::string nowhere = tell(*door, one, "leads/l-2/use-reports", report);
  EXPECT_TRUE(nowhere.starts_with("HTTP/1.1 404 ")) << nowhere;
  EXPECT_EQ(nowhere.find("A-0007"), std::string::npos);
  EXPECT_EQ(tell(*door, two, "leads/l-1/use-reports", report), nowhere);
  EXPECT_EQ(tell(*door, one, "leads/l-1", report), nowhere);
  EXPECT_EQ(tell(*door, one, "requests/q-5/withdrawal", R"({"text":"over"})"), nowhere);
  EXPECT_TRUE(tell(*door, one, "leads/l-1/use-reports", R"({"did":["boarded"],"force":"none","evidence":["E-0001"]})")
                  .starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(tell(*door, reader, "requests", form).starts_with("HTTP/1.1 403 "));
  EXPECT_TRUE(tell(*door, "flt_nobody", "requests", form).starts_with("HTTP/1.1 401 "));
  EXPECT_TRUE(post(*door, one, form, "text/plain", "/partner/v1/requests").starts_with("HTTP/1.1 415 "));
  EXPECT_TRUE(ask(*door, "/partner/v1/leads/l-1/use-reports", one).starts_with("HTTP/1.1 405 "));
}

TEST(Routes, take_answers_to_what_home_asked_with_clear_refusals) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  centre.tell = [](const accounts::Actor& by, const engine::TellDesk& word) -> Result<engine::Answer> {
    if (word.subject != "r-1" || by.agency() != "XAA/coast_guard") return fail(ErrorCode::not_found, "Q-0007 of XBB");
    if (word.body.find("authorise") != std::string::npos) return fail(ErrorCode::conflict, "`Q-0009` is asked");
    return engine::Answer{};
  };
  const auto door = open_door(centre);
  EXPECT_TRUE(tell(*door, one, "requests/r-1/steps", R"({"step":"acknowledge"})").starts_with("HTTP/1.1 204 "));
  const auto told = centre.asked<engine::TellDesk>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].second.what, "request_step");
  EXPECT_EQ(told[0].first.agency(), "XAA/coast_guard");
  const std::string early = tell(*door, one, "requests/r-1/steps", R"({"step":"authorise","scope":["board"]})");
  EXPECT_TRUE(early.starts_with("HTTP/1.1 409 ")) << early;
  EXPECT_EQ(early.find("Q-0009"), std::string::npos) << "what the engine says stays at home";
  const std::string nowhere = tell(*door, one, "requests/r-2/steps", R"({"step":"acknowledge"})");
  EXPECT_TRUE(nowhere.starts_with("HTTP/1.1 404 ")) << nowhere;
  EXPECT_EQ(tell(*door, two, "requests/r-1/steps", R"({"step":"acknowledge"})"), nowhere);
  const std::size_t asked = centre.asked<engine::TellDesk>().size();
  const std::vector<std::pair<const char*, const char*>> wrong{
      {R"({"step":"shrug"})", "/step"},
      {R"({})", "/step"},
      {R"({"step":"withdraw","text":"x"})", "/step"},
      {R"({"step":"ask_authorisation"})", "/step"},
      {R"({"step":"report_results","text":"x"})", "/step"},
      {R"({"step":"send"})", "/step"},
      {R"({"step":"deny_registry"})", "/text"},
      {R"({"step":"authorise"})", "/scope"},
      {R"({"step":"authorise","scope":["force_lethal"]})", "/scope"},
      {R"({"step":"agree","scope":["board"]})", "/scope"},
      {R"({"step":"agree","conditions":"x"})", "/conditions"},
      {R"({"step":"agree","agency":"XBB/navy"})", "/agency"},
      {R"({"step":"agree","by":"somebody"})", "/by"},
      {R"({"step":"agree","request":"Q-0001"})", "/request"},
      {R"({"step":"agree","seen":1})", "/seen"},
      {R"({"step":"agree","at":"2026-11-22T12:00:00Z"})", "/at"}};
  for (const auto& [body, pointer] : wrong) {
    for (const char* name : {"r-1", "r-2"}) {
      const std::string refused = tell(*door, one, fmt::format("requests/{}/steps", name), body);
      EXPECT_TRUE(refused.starts_with("HTTP/1.1 400 ")) << body << refused;
      EXPECT_NE(refused.find(fmt::format("\"pointer\":\"{}", pointer)), std::string::npos) << body << refused;
    }
  }
  EXPECT_EQ(centre.asked<engine::TellDesk>().size(), asked) << "a fault is told from the form alone";
}

TEST(Routes, show_an_agency_its_own_requests_only) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  auto book = std::make_shared<desk::Book>();
  const auto file = [&](const char* account, const char* agency, const char* text, bool partner) {
    desk::FileRequest act;
    act.body.agency = agency;
    act.body.text = text;
    act.body.purpose = "fisheries";
    desk::By by{account, "", std::nullopt};
    if (partner) by.agency = agency;
    ASSERT_TRUE(book->apply(act, by, now(), {}).has_value());
  };
  file("two", "XBB/navy", "of the other", true);
  file("one", "XAA/coast_guard", "of its own", true);
  file("admin", "XAA/coast_guard", "what home wrote down", false);
  centre.publish([&](engine::Sharing& sharing) { sharing.book = book; });
  const auto door = open_door(centre);
  const std::string own = ask(*door, "/partner/v1/requests", one);
  EXPECT_NE(own.find("of its own"), std::string::npos) << own;
  for (const char* part : {"of the other", "wrote down", "Q-000"}) EXPECT_EQ(own.find(part), std::string::npos) << part;
  EXPECT_NE(ask(*door, "/partner/v1/requests", two).find("of the other"), std::string::npos);
}

TEST(Routes, prove_a_delivery_to_whom_it_went) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  // One log with a delivery among padding.
  const auto signer = ledger::Signer::from_seed("log.example/XAA", std::array<std::uint8_t, 32>{1, 2, 3});
  ASSERT_TRUE(signer);
  auto log = ledger::ClockedLog::create("log.example/XAA", {Instant::from_unix_ms(0), Duration(1000), 4}, 100);
  ASSERT_TRUE(log);
  ledger::Record record;
  record.at = now();
  record.content = ledger::Delivery{"r-00000000000000aa", "fisheries", "xaa v1", {}, 3, {}, 100};
  ASSERT_TRUE(log->offer(ledger::Salt{}, ledger::canonical_bytes(record)));
  ledger::SaltStream salts(Digest{});
  const ledger::Signer* signers[] = {&*signer};
  const auto ticks = log->close(Instant::from_unix_ms(3000), salts, signers);
  ASSERT_TRUE(ticks);
  for (const ledger::Writes& writes : ticks->writes) ASSERT_TRUE(centre.logs["XAA/coast_guard"].commit(writes));

  const auto door = open_door(centre);
  const std::string checkpoint = ask(*door, "/partner/v1/log/checkpoint", one);
  EXPECT_NE(checkpoint.find("\r\n\r\nlog.example/XAA\n12\n"), std::string::npos) << checkpoint;
  const std::string answer = ask(*door, "/partner/v1/log/receipts/r-00000000000000aa", one);
  const auto receipt = ledger::Receipt::parse(answer.substr(answer.find("\r\n\r\n") + 4));
  ASSERT_TRUE(receipt) << answer;
  const ledger::Verifier trusted[] = {signer->verifier()};
  const auto opened = ledger::open_receipt(*receipt, trusted);
  ASSERT_TRUE(opened);
  EXPECT_EQ(std::get<ledger::Delivery>(opened->record.content).release, "r-00000000000000aa");
  EXPECT_TRUE(ask(*door, "/partner/v1/log/tile/0/000.p/12", one).starts_with("HTTP/1.1 200 "));

  // To others it is not there, like everything else that is not.
  const std::string missing = ask(*door, "/partner/v1/nothing", two);
  for (const char* target : {"/partner/v1/log/receipts/r-00000000000000aa", "/partner/v1/log/checkpoint",
                             "/partner/v1/log/tile/0/000.p/12", "/partner/v1/log/", "/partner/v1/log/../checkpoint"}) {
    EXPECT_EQ(ask(*door, target, two), missing) << target;
  }
  for (const char* target : {"/partner/v1/log/receipts/r-00000000000000ab", "/partner/v1/log/tile/0/000.p/13",
                             "/partner/v1/log/tile/0/000", "/partner/v1/log/tile/9/x", "/partner/v1/log/tile/"}) {
    EXPECT_EQ(ask(*door, target, one), missing) << target;
  }
}

TEST(Routes, survive_whatever_is_sent) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  DoorOptions options;
  options.limits.account_requests_burst = 1e6;
  options.limits.account_streams_burst = 1e6;
  const auto door = open_door(centre, options);
  const std::string good = Client::request("GET", "/partner/v1/tracks?purpose=fisheries", token);
  std::mt19937_64 random(20261122);
  for (int i = 0; i < 300; ++i) {
    std::string bytes =
        i % 3 == 0 ? Client::request("GET", "/partner/v1/stream?purpose=fisheries", token, kUpgrade) : good + good;
    if (i % 3 == 0) {
      for (int n = 0; n < 40; ++n) bytes += static_cast<char>(random());
    }
    for (std::uint64_t n = random() % 6; n > 0; --n) {
      const std::size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, random() % 20);
          break;
        default:
          bytes.insert(at, std::string(random() % 30, static_cast<char>(random())));
      }
      if (bytes.empty()) break;
    }
    Client client(door->address());
    client.send(bytes);
    if (i % 5 == 0) client.receive(20);
  }
  for (const std::string_view bytes :
       {std::string_view("\0\0\0\0\r\n\r\n", 8), std::string_view("GET"), std::string_view("GET / HTTP/9.9\r\n\r\n"),
        std::string_view("\x16\x03\x01\x02", 4)}) {
    Client client(door->address());
    client.send(bytes);
    client.receive(20);
  }
  Client huge(door->address());
  huge.send("GET /partner/v1/tracks HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  EXPECT_TRUE(huge.answer().starts_with("HTTP/1.1 431 "));
  Client client(door->address());
  EXPECT_TRUE(client.get("/partner/v1/tracks?purpose=fisheries", token).starts_with("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace fairlead::partner
