// SPDX-License-Identifier: Apache-2.0
// The reference client against a door with a real gate.
#include <fstream>

#include <gtest/gtest.h>

#include "command.hpp"
#include "harness.hpp"
#include "http_client.hpp"

namespace fairlead::app {
namespace {

using partner::support::Centre;
using partner::support::open_door;
using partner::support::Pki;
using release::Purpose;

struct Outcome {
  ExitCode code = ExitCode::failed;
  std::string out;
  std::string err;
};

Outcome subscribe(const std::string& arguments) {
  CLI::App app;
  CommandLine line;
  add_subscribe(app, line);
  Outcome outcome;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    app.parse("subscribe " + arguments);
    outcome.code = line.action ? line.action() : ExitCode::usage;
  } catch (const CLI::ParseError&) {
    outcome.code = ExitCode::usage;
  }
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

std::string frame(int number) {
  return R"({"v":1,"release":"r-)" + std::to_string(number) + R"(","sequence":)" + std::to_string(number) +
         R"(,"tracks":[],"closed":[]})";
}

TEST(Subscribe, prints_a_payload_a_line_and_acknowledges_it) {
  const Pki pki;
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  partner::Door* door = nullptr;
  centre.on_open = [&](std::uint64_t feed) { door->take({centre.release(feed, 8, frame(8))}); };
  partner::DoorOptions options;
  options.tls = pki.options(http::ClientCertificate::optional);
  const auto opened = open_door(centre, options);
  ASSERT_TRUE(opened);
  door = opened.get();
  const std::string file = pki.folder.write("token", token + "\n");
  const std::string url = "https://" + opened->address();
  const Outcome outcome =
      subscribe(url + " --purpose fisheries --token-file " + file + " --ca " + pki.ca + " --cursor 7 --once --ack");
  EXPECT_EQ(outcome.code, ExitCode::done) << outcome.err;
  EXPECT_EQ(outcome.out.substr(outcome.out.find("{\"v\"")), frame(8) + "\n");
  EXPECT_EQ(centre.asked<engine::OpenFeed>()[0].second.cursor, 7U);
  ASSERT_EQ(centre.asked<engine::Acknowledge>().size(), 1U);
  EXPECT_EQ(centre.asked<engine::Acknowledge>()[0].second.name, "r-8");

  // Without the authority the server is not believed.
  EXPECT_EQ(subscribe(url + " --purpose fisheries --token-file " + file + " --once").code, ExitCode::verification);
}

TEST(Subscribe, goes_on_where_it_was) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  partner::Door* door = nullptr;
  int opened_times = 0;
  std::unique_ptr<partner::support::Client> other;
  centre.on_open = [&](std::uint64_t feed) {
    // The first connection ends after its release: another one takes its place.
    if (++opened_times == 1) {
      door->take({centre.release(feed, 41, frame(41))});
    } else if (opened_times == 3) {
      door->take({centre.release(feed, 42, frame(42))});
    }
  };
  const auto opened = open_door(centre);
  door = opened.get();
  const partner::support::Pki pki;
  const std::string file = pki.folder.write("token", token);
  std::thread replace([&] {
    ASSERT_TRUE(partner::support::eventually([&] { return door->status().handed_over_total == 1; }));
    other = std::make_unique<partner::support::Client>(door->address());
    other->stream("fisheries", token);
  });
  // Ends by itself when its token does.
  ASSERT_TRUE(centre.await<engine::OpenFeed>(0));
  std::thread end([&] {
    EXPECT_TRUE(
        partner::support::eventually([&] { return door->status().handed_over_total == 2; }, std::chrono::seconds(20)));
    centre.apply(accounts::Disable{"one", {}});
    centre.publish();
    door->accounts_changed();
  });
  const Outcome outcome = subscribe("http://" + opened->address() + " --purpose fisheries --token-file " + file);
  replace.join();
  end.join();
  EXPECT_EQ(outcome.code, ExitCode::refused) << outcome.err;
  EXPECT_NE(outcome.out.find(frame(41) + "\n"), std::string::npos);
  EXPECT_NE(outcome.out.find(frame(42) + "\n"), std::string::npos);
  const auto feeds = centre.asked<engine::OpenFeed>();
  ASSERT_GE(feeds.size(), 3U);
  EXPECT_EQ(feeds[2].second.cursor, 41U);
}

TEST(Subscribe, says_clearly_why_it_cannot) {
  Centre centre;
  const auto door = open_door(centre);
  const Pki pki;
  const std::string file = pki.folder.write("token", "flt_wrong");
  const std::string rest = " --purpose fisheries --token-file " + file;
  const Outcome refused = subscribe("http://" + door->address() + rest);
  EXPECT_EQ(refused.code, ExitCode::refused);
  EXPECT_NE(refused.err.find("not signed in"), std::string::npos) << refused.err;
  const Outcome word = subscribe("http://" + door->address() + " --purpose fisherie --token-file " + file);
  EXPECT_EQ(word.code, ExitCode::usage);
  EXPECT_NE(word.err.find("did you mean `fisheries`?"), std::string::npos) << word.err;
  EXPECT_EQ(subscribe("http://127.0.0.1:1" + rest).code, ExitCode::unreachable);
  const Outcome clear = subscribe("http://198.51.100.7:8481" + rest);
  EXPECT_EQ(clear.code, ExitCode::usage);
  EXPECT_NE(clear.err.find("use https"), std::string::npos);
  EXPECT_EQ(subscribe("ftp://x" + rest).code, ExitCode::usage);
  EXPECT_EQ(subscribe("http://" + door->address() + " --purpose fisheries --token-file /no/such/file").code,
            ExitCode::not_found);
}

}  // namespace
}  // namespace fairlead::app
