// SPDX-License-Identifier: Apache-2.0
// The ledger of a run, killed and all, before judges: our own `fairlead ledger replay` and `verify`, Go's x/mod/sumdb
// and
// @sigstore/verify; then with single bits changed, which every time must be refused. FAIRLEAD_TAMPERS sets how many
// (default 300), FAIRLEAD_RUN_SECONDS how long the centre runs at least (default 8).
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include "app/run.hpp"
#include "base/system.hpp"
#include "engine/log_keys.hpp"
#include "ledger/key_file.hpp"
#include "ledger/proofs.hpp"
#include "ledger/verify.hpp"
#include "proof_support.hpp"
#include "store_sqlite/database.hpp"

namespace fairlead::proofs {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int code = -1;
  std::string output;
};
Outcome run_shell(const std::string& command) {
  Outcome outcome;
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer;
  for (std::size_t got; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    outcome.output.append(buffer.data(), got);
  }
  outcome.code = ::pclose(pipe);
  return outcome;
}

// A command of fairlead in this process, with nothing printed.
int quietly(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "fairlead");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::fflush(stdout);
  std::fflush(stderr);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const int out = ::dup(1);
  const int err = ::dup(2);
  ::dup2(nowhere, 1);
  ::dup2(nowhere, 2);
  const int code = app::run(static_cast<int>(arguments.size()), argv.data());
  std::fflush(stdout);
  std::fflush(stderr);
  ::dup2(out, 1);
  ::dup2(err, 2);
  for (const int handle : {nowhere, out, err}) ::close(handle);
  return code;
}

void write_file(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

// With receipts for many entries and proofs of growth from many sizes, as the judges want them.
std::uint64_t export_with_proofs(const ledger::LogReader& log, const fs::path& folder) {
  const auto size = ledger::export_log(log, folder.string());
  EXPECT_TRUE(size) << size.error().message;
  if (!size) return 0;
  for (std::uint64_t index = 0; index < *size; index += 1 + *size / 150) {
    auto receipt = ledger::prove(log, index, index % 2 == 0);
    if (!receipt) receipt = ledger::prove(log, index, false);
    EXPECT_TRUE(receipt) << index;
    if (receipt) write_file(folder / "proofs" / (std::to_string(index) + ".tlog-proof"), receipt->str());
  }
  ledger::TreeReader tree(log, *size);
  for (std::uint64_t old = 1; old <= *size; old += 1 + *size / 80) {
    const auto proof = tree.consistency(old);
    EXPECT_TRUE(proof);
    std::string bytes;
    for (const Digest& hash : *proof) bytes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    write_file(folder / "growth" / std::to_string(old), bytes);
  }
  return *size;
}

// Partners follow, people stop and lift, the program is killed and begins again, until partners' logs have entries too.
void live(Centre& centre) {
  ASSERT_TRUE(centre.start());
  centre.settle();
  Readers readers(centre.followers(), 4);
  const auto some_stops = [&](std::uint64_t seed) {
    readers.go_to(centre.partners_port());
    await_lines(readers, centre.lines().size() / 2);
    Stopper stopper(centre, seed);
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(stopper.once());
    ASSERT_TRUE(stopper.stop());
  };
  some_stops(1);
  centre.kill(SIGKILL);
  ASSERT_TRUE(centre.start());
  some_stops(2);
  const auto is_logged = [&] {
    Wire wire(centre.port());
    const auto reply = wire.ask("GET", "/api/v1/ledger", &centre.adviser);
    if (!reply || reply->status != 200) return false;
    const auto own = reply->body.find("\"XBB/navy\"");
    if (own == std::string::npos) return false;
    const std::string size = member(std::string_view(reply->body).substr(own), "size");
    return !size.empty() && size != "0" && size != "null";
  };
  const std::int64_t end = steady_ns() + static_cast<std::int64_t>(wished("FAIRLEAD_RUN_SECONDS", 8)) * 1'000'000'000;
  for (int tries = 0; tries < 700 && (steady_ns() < end || !is_logged()); ++tries) ::poll(nullptr, 0, 100);
  centre.lift_all();
  centre.kill(SIGKILL);
  ASSERT_TRUE(centre.start());
  some_stops(3);
  centre.kill(SIGTERM);
}

struct Exported {
  std::string folder;
  std::string key;
};

void judged_by_others(const std::vector<Exported>& logs, const std::string& scratch) {
  const std::string judges = std::string(FAIRLEAD_SOURCE_DIR) + "/src/ledger/tests/judges";
  if (run_shell("go version").code != 0 || !fs::exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")) {
    fmt::print("go or golang.org/x/mod is not installed: not asked (Debian: golang-go golang-golang-x-mod-dev)\n");
  } else {
    const std::string cache = (fs::temp_directory_path() / "fairlead-go-cache").string();
    const Outcome built = run_shell(
        fmt::format("GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOCACHE={} go build -o {}/judge {}/judge.go",
                    cache, scratch, judges));
    ASSERT_EQ(built.code, 0) << built.output;
    for (const Exported& log : logs) {
      const Outcome judged = run_shell(fmt::format("{}/judge {} '{}' 50", scratch, log.folder, log.key));
      EXPECT_EQ(judged.code, 0) << judged.output;
      EXPECT_NE(judged.output.find("accepted 0"), std::string::npos) << judged.output;
      fmt::print("go: {}", judged.output);
    }
  }
  if (run_shell("node --version").code != 0 || !fs::exists(judges + "/sigstore/node_modules/@sigstore/verify")) {
    fmt::print("@sigstore/verify is not installed: not asked; say `npm ci` in src/ledger/tests/judges/sigstore\n");
    return;
  }
  for (const Exported& log : logs) {
    const Outcome judged = run_shell(fmt::format("node {}/sigstore/judge.js {} '{}'", judges, log.folder, log.key));
    EXPECT_EQ(judged.code, 0) << judged.output;
    fmt::print("sigstore: {}", judged.output);
  }
}

// One random bit of one file of the ledger; proofs are the judges' and no part of it.
void tamper(const std::vector<Exported>& logs, std::uint64_t tampers, std::uint64_t seed) {
  struct Part {
    const Exported* log;
    fs::path file;
    std::uint64_t size;
  };
  std::vector<Part> parts;
  std::uint64_t total = 0;
  for (const Exported& log : logs) {
    for (const auto& entry : fs::recursive_directory_iterator(log.folder)) {
      const std::string inside = fs::relative(entry.path(), log.folder).string();
      if (!entry.is_regular_file() || inside.starts_with("proofs/") || inside.starts_with("growth/")) continue;
      parts.push_back({&log, entry.path(), entry.file_size()});
      total += entry.file_size();
    }
  }
  std::ranges::sort(parts, {}, &Part::file);
  std::mt19937_64 random(seed);
  std::map<std::string, unsigned> where;
  for (std::uint64_t i = 0; i < tampers; ++i) {
    // Half by weight, half by file, so that small files have their turn.
    std::size_t place = random() % parts.size();
    if (i % 2 == 0) {
      std::uint64_t at = random() % total;
      for (place = 0; at >= parts[place].size; ++place) at -= parts[place].size;
    }
    const Part& part = parts[place];
    if (part.size == 0) continue;
    std::fstream file(part.file, std::ios::in | std::ios::out | std::ios::binary);
    const auto at = static_cast<std::streamoff>(random() % part.size);
    const auto bit = static_cast<char>(1U << (random() % 8));
    char byte = 0;
    const auto flip = [&] {
      file.seekg(at).get(byte);
      byte = static_cast<char>(byte ^ bit);
      file.seekp(at).put(byte).flush();
    };
    flip();
    EXPECT_NE(quietly({"-q", "ledger", "verify", part.log->folder, "--key", part.log->key}), 0)
        << part.file << " byte " << at << " bit " << static_cast<int>(bit);
    flip();
    const std::string inside = fs::relative(part.file, part.log->folder).string();
    ++where[inside.substr(0, inside.find('/', 5))];
  }
  for (const auto& [name, count] : where) fmt::print("  {:<20} {} bits changed, all refused\n", name, count);
  for (const Exported& log : logs) {
    EXPECT_EQ(quietly({"-q", "ledger", "verify", log.folder, "--key", log.key}), 0) << log.folder;
  }
}

TEST(LedgerOfARun, convinces_others_and_no_change_does) {
  CentreOptions options;
  options.agencies = {"XAA/coast_guard", "XBB/navy"};
  options.purposes = {"law_enforcement_interdiction", "fisheries"};
  options.vessels = 25;
  options.tick = "500ms";
  options.releases_per_minute = 256;
  options.obligations = R"(["acknowledge", "delete_on_recall", "no_lethal_use"])";
  Centre centre(options);
  live(centre);
  if (HasFatalFailure()) return;

  const Outcome replayed =
      run_shell(fmt::format("'{}' ledger replay --config {} --data {}", fs::read_symlink("/proc/self/exe").string(),
                            centre.config(), centre.data()));
  EXPECT_EQ(replayed.code, 0) << replayed.output;
  EXPECT_NE(replayed.output.find("equal"), std::string::npos) << replayed.output;
  fmt::print("{}", replayed.output);

  std::vector<Exported> logs;
  {
    auto store = store_sqlite::SqliteStore::open(centre.data());
    ASSERT_TRUE(store) << store.error().message;
    const auto signer = ledger::load_key_file(centre.data() + "/ledger.key");
    ASSERT_TRUE(signer);
    auto keys = engine::LogKeys::from(*signer);
    ASSERT_TRUE(keys);
    const auto names = (*store)->logs();
    ASSERT_TRUE(names);
    EXPECT_EQ(names->size(), 3U);
    std::unique_ptr<ledger::LogReader> home;
    for (const std::string& name : *names) {
      auto log = (*store)->log(name);
      ASSERT_TRUE(log);
      const std::string folder = fmt::format("{}/export{}", centre.folder(), logs.size());
      const std::uint64_t size = export_with_proofs(**log, folder);
      const std::string origin = name == "home" ? keys->home_origin() : keys->origin_of(name);
      logs.push_back({folder, keys->of(origin).verifier().text()});
      EXPECT_GT(size, 100U);
      EXPECT_EQ(quietly({"-q", "ledger", "verify", folder, "--key", logs.back().key}), 0);
      fmt::print("{}: {} entries\n", name, size);
    }
    for (const std::string& name : *names) {
      if (name == "home") continue;
      const auto home_log = (*store)->log("home");
      const auto own = (*store)->log(name);
      ASSERT_TRUE(home_log && own);
      const auto problems = ledger::compare_logs(**home_log, **own);
      EXPECT_TRUE(problems.empty()) << name << ": " << problems.front().what;
    }
  }
  judged_by_others(logs, centre.folder());

  std::uint64_t seed = 0;
  system_random().fill(std::as_writable_bytes(std::span(&seed, 1)));
  seed = wished("FAIRLEAD_TAMPERS_SEED", seed);
  SCOPED_TRACE(fmt::format("FAIRLEAD_TAMPERS_SEED={}", seed));
  tamper(logs, wished("FAIRLEAD_TAMPERS", 300), seed);
}

}  // namespace
}  // namespace fairlead::proofs
