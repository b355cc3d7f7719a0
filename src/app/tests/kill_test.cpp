// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments under load: whatever a reader of the API has seen is there after the restart, the journal
// is clean, and replaying it from the first slot gives the very state that recovery gives.
//
// FAIRLEAD_KILLS sets how many (default 6).
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <span>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/run.hpp"
#include "base/system.hpp"
#include "base/text.hpp"
#include "engine/engine.hpp"
#include "store_sqlite/database.hpp"
#include "store_sqlite/inspect.hpp"
#include "testing/coast.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

// A server in a process of its own.
class Victim {
 public:
  explicit Victim(std::vector<std::string> arguments) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe(ends), 0);
    child_ = fork();
    if (child_ == 0) {
      dup2(ends[1], 2);
      close(ends[0]);
      close(ends[1]);
      std::vector<char*> argv;
      for (std::string& argument : arguments) argv.push_back(argument.data());
      argv.push_back(nullptr);
      _exit(run(static_cast<int>(arguments.size()), argv.data()));
    }
    close(ends[1]);
    errors_ = ends[0];
  }
  ~Victim() {
    kill_now();
    close(errors_);
  }

  // The port that it says it serves on; 0 when it died before.
  std::uint16_t port() {
    static constexpr std::string_view kSign = "serving on http://127.0.0.1:";
    std::string said;
    char buffer[512];
    while (true) {
      const auto at = said.find(kSign);
      if (at != std::string::npos) {
        const auto end = said.find('\n', at);
        if (end != std::string::npos) {
          return parse_number<std::uint16_t>(std::string_view(said).substr(at + kSign.size(), end - at - kSign.size()))
              .value_or(0);
        }
      }
      const ssize_t got = read(errors_, buffer, sizeof buffer);
      if (got <= 0) {
        ADD_FAILURE() << "the server died: " << said;
        return 0;
      }
      said.append(buffer, static_cast<std::size_t>(got));
    }
  }

  void kill_now() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = -1;
  }

 private:
  pid_t child_ = -1;
  int errors_ = -1;
};

// The newest published slot, asked over HTTP; nothing when the server is gone.
std::optional<std::uint64_t> published_slot(std::uint16_t port) {
  const int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(peer, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    static constexpr std::string_view kAsk =
        "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char buffer[4096];
    ssize_t got = send(peer, kAsk.data(), kAsk.size(), MSG_NOSIGNAL);
    while (got > 0) {
      got = recv(peer, buffer, sizeof buffer, 0);
      if (got > 0) answer.append(buffer, static_cast<std::size_t>(got));
    }
  }
  close(peer);
  static constexpr std::string_view kKey = "\"slot\":";
  const auto at = answer.find(kKey);
  if (at == std::string::npos) return std::nullopt;
  const auto end = answer.find_first_not_of("0123456789", at + kKey.size());
  return parse_number<std::uint64_t>(std::string_view(answer).substr(at + kKey.size(), end - at - kKey.size()));
}

// The engine's state after the whole journal, starting from `checkpoint` or from nothing.
Result<std::string> replayed(store_sqlite::SqliteStore& store, const std::optional<engine::Checkpoint>& checkpoint) {
  engine::Engine engine;
  if (checkpoint) {
    FL_TRY(engine, engine::Engine::restore(checkpoint->state));
  }
  FL_CHECK(store.replay(engine.slot(), [&](const engine::StoredSlot& stored) -> Result<void> {
    FL_TRY(const engine::Event event, engine::event_from_bytes(stored.event));
    engine.step(event);
    return {};
  }));
  return engine.save();
}

TEST(Kill, nothing_that_was_seen_is_lost_and_a_replay_equals_the_live_run) {
  const char* wanted = std::getenv("FAIRLEAD_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 6;
  const fs::path folder = fs::temp_directory_path() / fmt::format("fairlead-kill-{}", getpid());
  fs::create_directories(folder);
  const std::string input = (folder / "coast.nmea").string();
  testing::CoastOptions coast;
  coast.vessels = 150;
  coast.seconds = 1200;
  ASSERT_TRUE(testing::write_coast(input, coast).has_value());

  unsigned seed = 0;
  system_random().fill(std::as_writable_bytes(std::span(&seed, 1)));
  std::mt19937 random(seed);
  SCOPED_TRACE(fmt::format("seed {}", seed));
  const std::string data = (folder / "data").string();
  std::uint64_t seen = 0;
  for (int i = 0; i < kills; ++i) {
    {
      Victim victim({"fairlead", "serve", "--demo", "--data", data, "--listen", "127.0.0.1:0", "--source",
                     "file:" + input + "?loop=1&name=coast", "--set", "log.level=error"});
      const std::uint16_t port = victim.port();
      ASSERT_NE(port, 0);
      const std::int64_t end = system_steady_clock().now_ns() + static_cast<std::int64_t>(random() % 400) * 1'000'000;
      do {
        seen = std::max(seen, published_slot(port).value_or(0));
      } while (system_steady_clock().now_ns() < end);
      victim.kill_now();
    }
    const auto report = store_sqlite::check(data);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    ASSERT_EQ(report->problems_total, 0U) << report->problems.front();
    auto store = store_sqlite::SqliteStore::open(data);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    ASSERT_GE((*store)->newest_slot().value(), seen) << "kill " << i;
    if (i % 10 == 0 || i + 1 == kills) {
      const auto checkpoint = (*store)->newest_checkpoint();
      ASSERT_TRUE(checkpoint.has_value());
      const auto recovered = replayed(**store, *checkpoint);
      ASSERT_TRUE(recovered.has_value()) << recovered.error().message;
      const auto from_the_start = replayed(**store, std::nullopt);
      ASSERT_TRUE(from_the_start.has_value()) << from_the_start.error().message;
      ASSERT_TRUE(*recovered == *from_the_start) << "kill " << i;
    }
  }
  RecordProperty("kills", kills);
  RecordProperty("slots", static_cast<int>(seen));
  EXPECT_GT(seen, 0U);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fairlead::app
