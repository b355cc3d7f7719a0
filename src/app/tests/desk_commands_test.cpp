// SPDX-License-Identifier: Apache-2.0
// The commands of sharing against the real program: from the first account to a stop and its lifting, and the ledger
// that the journal gives again.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "app/run.hpp"
#include "base/text.hpp"
#include "home_client.hpp"
#include "http_client.hpp"
#include "ledger/key_file.hpp"
#include "ledger_replay.hpp"
#include "testing/memory_store.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAgreement = R"([agreement]
id = "guard"
version = 1
title = "Sharing with the coast guard"
parties = ["XAA/coast_guard"]
legal_basis = "Memorandum, article 4"
valid_from = 2026-01-01T00:00:00Z
valid_until = 2040-01-01T00:00:00Z

[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = 2040-01-01T00:00:00Z

[[assurance]]
id = "no-strikes"
text = "Nothing of it is used for strikes"
expires = 2040-01-01T00:00:00Z

[[clause]]
id = "tracks"
effect = "permit"
purposes = ["fisheries", "law_enforcement_interdiction"]
types = ["ais", "track"]
acts = ["subscribe", "pull"]
everywhere = true
level = "restricted"
fields = ["all"]
assurances = ["no-strikes"]
)";

struct Said {
  int code = -1;
  std::string out;
  std::string err;
};

Said fairlead(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "fairlead");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Said said;
  said.code = run(static_cast<int>(arguments.size()), argv.data());
  said.out = ::testing::internal::GetCapturedStdout();
  said.err = ::testing::internal::GetCapturedStderr();
  return said;
}

// The program in a process of its own, on a folder that goes with the test.
class Centre {
 public:
  Centre() {
    std::string pattern = (fs::temp_directory_path() / "fairlead-desk-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    write("password", "three blind mice\n");
    write("guard.toml", std::string(kAgreement));
    setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
    unsetenv("FAIRLEAD_TOKEN");
    unsetenv("FAIRLEAD_TOKEN_FILE");
  }
  ~Centre() {
    stop(SIGKILL);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  void start() {
    int ends[2] = {-1, -1};
    ASSERT_EQ(pipe(ends), 0);
    child_ = fork();
    if (child_ == 0) {
      dup2(ends[1], 2);
      ::close(ends[0]);
      ::close(ends[1]);
      std::vector<std::string> arguments{"fairlead", "serve", "--data", data(), "--listen", "127.0.0.1:0"};
      std::vector<char*> argv;
      for (std::string& argument : arguments) argv.push_back(argument.data());
      argv.push_back(nullptr);
      _exit(run(static_cast<int>(arguments.size()), argv.data()));
    }
    ::close(ends[1]);
    errors_ = ends[0];
    std::string said;
    url_ = until(said, "serving on ");
    if (!known_) code_ = until(said, "first?code=");
    known_ = true;
  }
  void stop(int signal) {
    if (child_ <= 0) return;
    kill(child_, signal);
    waitpid(child_, nullptr, 0);
    ::close(errors_);
    child_ = -1;
  }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return path(name);
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string data() const { return path("data"); }
  const std::string& url() const { return url_; }
  const std::string& code() const { return code_; }

  // A command to this centre, with the password at hand.
  Said ask(std::vector<std::string> arguments) const {
    for (const std::string& more : {std::string("--server"), url_, std::string("--password-file"), path("password")}) {
      arguments.push_back(more);
    }
    return fairlead(std::move(arguments));
  }
  void sign_in(const std::string& account) const {
    const Said said = ask({"sign-in", account});
    ASSERT_EQ(said.code, 0) << said.err;
  }

 private:
  // What stands behind a word, up to the end of the line.
  std::string until(std::string& said, std::string_view word) {
    char buffer[512];
    while (true) {
      const auto at = said.find(word);
      const auto end = at == std::string::npos ? at : said.find('\n', at);
      if (end != std::string::npos) return said.substr(at + word.size(), end - at - word.size());
      const ssize_t got = read(errors_, buffer, sizeof buffer);
      if (got <= 0) {
        ADD_FAILURE() << "the server died: " << said;
        return {};
      }
      said.append(buffer, static_cast<std::size_t>(got));
    }
  }

  fs::path folder_;
  std::string url_;
  std::string code_;
  bool known_ = false;
  pid_t child_ = -1;
  int errors_ = -1;
};

TEST(DeskCommands, go_from_the_first_account_to_a_stop_and_its_lifting) {
  Centre centre;
  ASSERT_NO_FATAL_FAILURE(centre.start());
  {
    auto client = HttpClient::open(centre.url(), {});
    ASSERT_TRUE(client.has_value());
    const auto made =
        client->post("/api/v1/first-account",
                     fmt::format(R"({{"code":"{}","name":"root","password":"three blind mice"}})", centre.code()));
    ASSERT_TRUE(made.has_value());
    ASSERT_EQ(made->status, 201U) << made->body;
  }
  EXPECT_EQ(centre.ask({"sharing"}).code, 4);  // nobody is signed in
  ASSERT_NO_FATAL_FAILURE(centre.sign_in("root"));
  struct stat status{};
  ASSERT_EQ(::stat(session_file(centre.url()).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);

  const std::string password = centre.path("password");
  for (const std::string role : {"watch_officer", "release_officer", "legal_adviser", "overseer"}) {
    const Said said =
        centre.ask({"account", "add", role.substr(0, role.find('_')), "--role", role, "--new-password-file", password});
    ASSERT_EQ(said.code, 0) << said.err;
  }
  EXPECT_EQ(centre.ask({"account", "add", "watch", "--role", "overseer", "--no-password"}).code, 5);
  EXPECT_EQ(centre.ask({"account", "add", "x", "--role", "admiral", "--no-password"}).code, 2);
  const Said partner = centre.ask({"partner", "add", "XAA/coast_guard"});
  EXPECT_EQ(partner.code, 0) << partner.err;
  EXPECT_NE(partner.out.find("xaa.coast_guard  partner of XAA/coast_guard"), std::string::npos) << partner.out;
  const std::string print = "sha256:" + std::string(64, '7');
  EXPECT_NE(centre.ask({"partner", "bind-certificate", "xaa.coast_guard", print}).out.find(print), std::string::npos);
  const Said issued = centre.ask({"token", "issue", "overseer", "--label", "archive", "--scope", "read_ledger"});
  ASSERT_EQ(issued.code, 0) << issued.err;
  const std::string token = centre.write("token", issued.out);
  EXPECT_NE(centre.ask({"token", "list"}).out.find("archive"), std::string::npos);
  EXPECT_NE(centre.ask({"account", "list"}).out.find("release  release_officer"), std::string::npos);

  // One drafts, another adopts.
  ASSERT_NO_FATAL_FAILURE(centre.sign_in("release"));
  const Said dry = centre.ask({"agreement", "draft", centre.path("guard.toml"), "--dry-run"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_NE(dry.out.find("widened"), std::string::npos) << dry.out;
  ASSERT_EQ(centre.ask({"agreement", "draft", centre.path("guard.toml")}).code, 0);
  EXPECT_EQ(centre.ask({"agreement", "adopt", "guard", "1"}).code, 5);
  const std::string wrong = centre.write("wrong.toml", std::string(kAgreement) + "colour = 1\nsize = 2\n");
  const Said refused = centre.ask({"agreement", "draft", wrong});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("colour"), std::string::npos) << refused.err;
  ASSERT_NO_FATAL_FAILURE(centre.sign_in("legal"));
  ASSERT_EQ(centre.ask({"agreement", "adopt", "guard", "1"}).code, 0);
  EXPECT_EQ(centre
                .ask({"assurance", "--agency", "XAA/coast_guard", "--agreement", "guard", "--assurance", "no-strikes",
                      "--until", "2039-01-01T00:00:00Z"})
                .out,
            "in_force\n");
  EXPECT_NE(centre.ask({"agreement", "list"}).out.find("assurance no-strikes of XAA/coast_guard: in_force"),
            std::string::npos);

  // One stops, two lift.
  ASSERT_NO_FATAL_FAILURE(centre.sign_in("watch"));
  const Said stopped = centre.ask({"stop", "--partner", "XAA", "--agency", "coast_guard", "--purpose", "fisheries"});
  ASSERT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_NE(stopped.out.find("stopped: XAA/coast_guard, fisheries"), std::string::npos) << stopped.out;
  EXPECT_EQ(centre.ask({"stop"}).code, 2);
  EXPECT_EQ(centre.ask({"stop", "--all", "--purpose", "strike"}).code, 2);
  EXPECT_NE(centre.ask({"stops", "1", "--reason", "they bomb boats"}).out.find("reason: they bomb boats"),
            std::string::npos);
  const Said sharing = centre.ask({"sharing"});
  EXPECT_NE(sharing.out.find("XAA/coast_guard  STOPPED IN PART"), std::string::npos) << sharing.out;
  const Said raw = centre.ask({"sharing", "--json"});
  EXPECT_TRUE(boost::json::parse(raw.out).is_object());
  EXPECT_EQ(centre.ask({"resume", "1"}).code, 4);  // not a watch officer's to lift
  ASSERT_NO_FATAL_FAILURE(centre.sign_in("release"));
  const Said first = centre.ask({"resume", "1"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.out.find("holds on"), std::string::npos) << first.out;
  ASSERT_NO_FATAL_FAILURE(centre.sign_in("legal"));
  EXPECT_NE(centre.ask({"resume", "1", "--reason", "assured again"}).out.find("stop 1 is lifted"), std::string::npos);
  EXPECT_EQ(centre.ask({"resume", "1"}).code, 5);
  EXPECT_EQ(centre.ask({"stops", "--open"}).out, "no stops\n");
  const std::string area =
      centre.write("box.geojson",
                   R"({"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,50],[2,50],[2,51],[1,50]]]}})");
  EXPECT_NE(centre.ask({"stop", "--all", "--area", area}).out.find("area box"), std::string::npos);
  EXPECT_EQ(centre.ask({"sign-out"}).code, 0);
  EXPECT_EQ(centre.ask({"stops"}).code, 4);

  // The overseer's machine reads the ledger, and its proof stands alone.
  const std::vector<std::string> as_overseer{"--server", centre.url(), "--token-file", token};
  const auto from_ledger = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), as_overseer.begin(), as_overseer.end());
    return fairlead(std::move(arguments));
  };
  const Said tail = from_ledger({"ledger", "tail", "-n", "3"});
  EXPECT_EQ(tail.code, 0) << tail.err;
  EXPECT_EQ(std::ranges::count(tail.out, '\n'), 3) << tail.out;
  const Said proof = from_ledger({"ledger", "prove", "0"});
  ASSERT_EQ(proof.code, 0) << proof.err;
  const std::string key = ledger::load_key_file(centre.data() + "/ledger.key")->verifier().text();
  const Said checked = fairlead({"ledger", "check", centre.write("proof", proof.out), "--key", key});
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_EQ(from_ledger({"ledger", "show", "99999"}).code, 3);
  EXPECT_EQ(from_ledger({"stops"}).code, 4);
  EXPECT_EQ(from_ledger({"ledger", "show"}).code, 2);

  // What was journalled gives the same ledger again, with the key and without; after a kill, too.
  EXPECT_EQ(fairlead({"ledger", "replay", "--data", centre.data()}).code, 5);  // the centre has the folder
  centre.stop(SIGKILL);
  const Said replayed = fairlead({"ledger", "replay", "--data", centre.data()});
  EXPECT_EQ(replayed.code, 0) << replayed.out << replayed.err;
  EXPECT_TRUE(replayed.out.starts_with("replayed ")) << replayed.out;
  EXPECT_TRUE(replayed.out.ends_with(" entries, equal\n")) << replayed.out;
  fs::rename(centre.data() + "/ledger.key", centre.path("ledger.key"));
  const Said unsigned_replay = fairlead({"ledger", "replay", "--data", centre.data()});
  EXPECT_EQ(unsigned_replay.code, 0) << unsigned_replay.out << unsigned_replay.err;
  EXPECT_NE(unsigned_replay.err.find("no key"), std::string::npos) << unsigned_replay.err;
  EXPECT_EQ(fairlead({"ledger", "replay", "--data", centre.path("nowhere")}).code, 3);
}

TEST(HomeClient, refuses_a_session_file_that_others_may_read) {
  const Centre centre;
  const std::string url = "http://127.0.0.1:1";
  ASSERT_TRUE(save_session(url, {"anna", "cookie", "csrf"}).has_value());
  ASSERT_TRUE(load_session(url).has_value());
  EXPECT_EQ((*load_session(url))->account, "anna");
  EXPECT_FALSE((*load_session("http://127.0.0.1:2")).has_value());
  fs::permissions(session_file(url), fs::perms(0640));
  EXPECT_FALSE(load_session(url).has_value());
  ASSERT_TRUE(forget_session(url).has_value());
  EXPECT_FALSE((*load_session(url)).has_value());
  ASSERT_TRUE(forget_session(url).has_value());
}

TEST(HomeClient, sends_no_session_and_no_password_in_clear_to_another_machine) {
  const Centre centre;
  const std::string url = "http://192.0.2.1:8480";
  ASSERT_TRUE(save_session(url, {"anna", "cookie", "csrf"}).has_value());
  EXPECT_EQ(fairlead({"stops", "--server", url}).code, 2);
  EXPECT_EQ(fairlead({"sign-in", "anna", "--server", url, "--password-file", centre.path("password")}).code, 2);
}

// ---- replay over a store in memory ----

// Gives a log with one byte changed, in a body or in a tile.
class Altered final : public ledger::LogReader {
 public:
  Altered(std::unique_ptr<ledger::LogReader> inner, std::optional<std::uint64_t> body,
          std::optional<ledger::TileId> tile)
      : inner_(std::move(inner)), body_(body), tile_(tile) {}
  Result<std::string> checkpoint() const override { return inner_->checkpoint(); }
  Result<std::string> tile(ledger::TileId tile, unsigned width) const override {
    FL_TRY(std::string bytes, inner_->tile(tile, width));
    if (tile_ == tile) bytes.back() = static_cast<char>(bytes.back() ^ 1);
    return bytes;
  }
  Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const override {
    FL_TRY(auto all, inner_->bodies(first, count));
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i] && body_ == first + i) all[i]->back() = static_cast<char>(all[i]->back() ^ 1);
    }
    return all;
  }

 private:
  std::unique_ptr<ledger::LogReader> inner_;
  std::optional<std::uint64_t> body_;
  std::optional<ledger::TileId> tile_;
};

class AlteredStore final : public engine::Store {
 public:
  explicit AlteredStore(fairlead::testing::MemoryStore& inner) : inner_(inner) {}
  std::optional<std::uint64_t> body;
  std::optional<ledger::TileId> tile;

  Result<std::uint64_t> newest_slot() override { return inner_.newest_slot(); }
  Result<std::optional<engine::Checkpoint>> newest_checkpoint() override { return inner_.newest_checkpoint(); }
  Result<void> replay(std::uint64_t after,
                      const std::function<Result<void>(const engine::StoredSlot&)>& visit) override {
    return inner_.replay(after, visit);
  }
  Result<void> append(std::span<const engine::SlotRecord> slots) override { return inner_.append(slots); }
  Result<void> remember(std::uint64_t, std::span<const engine::HistoryPoint>) override { return {}; }
  Result<void> checkpoint(const engine::Checkpoint& checkpoint) override { return inner_.checkpoint(checkpoint); }
  Result<engine::Retired> retire(Instant now) override { return inner_.retire(now); }
  Result<std::vector<std::string>> logs() override { return inner_.logs(); }
  Result<std::unique_ptr<ledger::LogReader>> log(std::string_view name) override {
    FL_TRY(auto reader, inner_.log(name));
    return std::unique_ptr<ledger::LogReader>(std::make_unique<Altered>(std::move(reader), body, tile));
  }
  Result<void> erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) override {
    return inner_.erase_bodies(log, first, last);
  }

 private:
  fairlead::testing::MemoryStore& inner_;
};

// Some slots with an entry each, as the engine makes them.
struct Journal {
  explicit Journal(std::uint64_t slots, std::uint64_t checkpoint_at = 0) {
    const std::array<std::uint8_t, 32> seed{1, 2, 3};
    signer.emplace(*ledger::Signer::from_seed("test.example/home", seed));
    auto keys = *engine::LogKeys::from(*signer);
    engine::Engine engine({}, &keys);
    for (std::uint64_t slot = 1; slot <= slots; ++slot) {
      engine::Event event;
      event.slot = slot;
      event.closed_at = event.picture_time = Instant::from_civil(2026, 11, 22) + std::chrono::seconds(20 * slot);
      event.seed[0] = static_cast<std::uint8_t>(slot);
      event.commands.push_back(
          {accounts::Actor::automatic(), engine::NoteSignIn{"anna", "overseer", "password", true}});
      const engine::Effects& effects = engine.step(event);
      const engine::SlotRecord record{slot, event.closed_at, engine::to_bytes(event), {}, effects.logs};
      EXPECT_TRUE(store.append({&record, 1}).has_value());
      if (slot != checkpoint_at) continue;
      EXPECT_TRUE(store.checkpoint({slot, engine.save()}).has_value());
    }
  }
  std::optional<ledger::Signer> signer;
  fairlead::testing::MemoryStore store{{.journal_age = std::chrono::minutes(1)}};
};

TEST(LedgerReplay, equals_what_was_stored_with_the_key_and_without) {
  Journal journal(700);
  const auto report = replay_ledger(journal.store, {}, &*journal.signer);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->difference, std::nullopt);
  EXPECT_EQ(report->slots, 700U);
  EXPECT_GT(report->entries, 700U);  // with clock entries between
  EXPECT_EQ(report->checkpoints, 1U);
  EXPECT_GE(report->tiles, 6U);
  const auto plain = replay_ledger(journal.store, {}, nullptr);
  ASSERT_TRUE(plain.has_value()) << plain.error().message;
  EXPECT_EQ(plain->difference, std::nullopt);
  EXPECT_EQ(plain->entries, report->entries);
  EXPECT_EQ(plain->checkpoints, 0U);
}

TEST(LedgerReplay, names_the_first_difference) {
  Journal journal(600);
  AlteredStore altered(journal.store);
  altered.body = 321;
  auto report = replay_ledger(altered, {}, &*journal.signer);
  ASSERT_TRUE(report.has_value());
  ASSERT_TRUE(report->difference.has_value());
  EXPECT_NE(report->difference->find("entry 321 of `home` differs"), std::string::npos) << *report->difference;
  altered.body.reset();
  altered.tile = ledger::TileId{ledger::TileId::kEntries, 1};
  report = replay_ledger(altered, {}, &*journal.signer);
  ASSERT_TRUE(report.has_value() && report->difference.has_value());
  EXPECT_NE(report->difference->find("leaf 511 of `home` differs"), std::string::npos) << *report->difference;
  altered.tile = ledger::TileId{1, 0};
  report = replay_ledger(altered, {}, &*journal.signer);
  ASSERT_TRUE(report.has_value() && report->difference.has_value());
  EXPECT_NE(report->difference->find("tile/1/000"), std::string::npos) << *report->difference;
  const auto other = ledger::Signer::from_seed("test.example/home", {9});
  report = replay_ledger(journal.store, {}, &*other);
  ASSERT_TRUE(report.has_value() && report->difference.has_value());
  EXPECT_NE(report->difference->find("newest checkpoint of `home`"), std::string::npos) << *report->difference;
}

TEST(LedgerReplay, begins_at_the_checkpoint_where_older_slots_are_gone_and_compares_the_leaves_of_erased_records) {
  Journal journal(300, 200);
  ASSERT_TRUE(journal.store.retire(Instant::from_civil(2027, 1, 1)).has_value());
  ASSERT_TRUE(journal.store.erase_bodies("home", 280, 290).has_value());
  const auto report = replay_ledger(journal.store, {}, &*journal.signer);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->difference, std::nullopt);
  EXPECT_EQ(report->begins_after, 200U);
  EXPECT_EQ(report->slots, 100U);
  EXPECT_EQ(report->erased, 11U);
}

}  // namespace
}  // namespace fairlead::app
