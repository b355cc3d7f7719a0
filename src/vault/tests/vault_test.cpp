// SPDX-License-Identifier: Apache-2.0
// Bytes under their digest: kept bit for bit, found when altered, refused when too large; zips and registers.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "vault/byte_store.hpp"
#include "vault/media_type.hpp"
#include "vault/register.hpp"
#include "vault/time_stamp.hpp"
#include "vault/zip.hpp"

namespace fairlead::vault {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / fmt::format("vault-test-{}-{}", ::getpid(), ++number);
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string text() const { return path.string(); }
  static inline int number = 0;
};

std::string noise(std::size_t size, unsigned seed = 1) {
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>((seed = seed * 1'664'525U + 1'013'904'223U) >> 24);
  return bytes;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

fs::path object(const Folder& folder, const Digest& digest) {
  const std::string name = hex(digest);
  return folder.path / "objects" / name.substr(0, 2) / name;
}

int run(const std::string& command) { return std::system(("( " + command + " ) >/dev/null 2>&1").c_str()); }

TEST(ByteStore, keeps_bytes_bit_for_bit_under_their_digest) {
  const Folder folder;
  auto store = *ByteStore::open(folder.text());
  for (const std::size_t size :
       {std::size_t{1}, ByteStore::kBlock - 1, ByteStore::kBlock, 3 * ByteStore::kBlock + 17}) {
    const std::string bytes = noise(size, static_cast<unsigned>(size));
    auto arrival = *store->receive(size);
    for (std::size_t at = 0; at < size; at += 70'000) {
      ASSERT_TRUE(arrival->add(std::string_view(bytes).substr(at, 70'000)));
    }
    const auto kept = arrival->keep();
    ASSERT_TRUE(kept) << kept.error().message;
    EXPECT_EQ(kept->sha256, sha256(bytes));
    EXPECT_EQ(kept->sha512.size(), 128U);
    EXPECT_EQ(store->size_of(kept->sha256), size);
    EXPECT_EQ(*store->read(kept->sha256), bytes);
    auto file = *store->open_file(kept->sha256);
    EXPECT_EQ(*file->read(size / 2, 100), bytes.substr(size / 2, 100));
    EXPECT_EQ(*file->read(size, 100), "");
  }
  EXPECT_EQ(files_in(folder.path / "arriving"), 0U);
}

TEST(ByteStore, finds_bytes_that_were_altered_on_disk_and_never_gives_them) {
  const Folder folder;
  auto store = *ByteStore::open(folder.text());
  const std::string bytes = noise(5 * ByteStore::kBlock);
  const Digest digest = store->put(bytes)->sha256;
  auto open_before = *store->open_file(digest);
  ASSERT_EQ(*open_before->read(0, 10), bytes.substr(0, 10));
  {
    std::fstream file(object(folder, digest), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * ByteStore::kBlock + 5);
    file.put(static_cast<char>(bytes[3 * ByteStore::kBlock + 5] ^ 1));
  }
  // Anew, as a whole; and in the one that was open before, block by block.
  const auto again = store->open_file(digest);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::verification);
  EXPECT_EQ(*open_before->read(2 * ByteStore::kBlock, 10), bytes.substr(2 * ByteStore::kBlock, 10));
  const auto part = open_before->read(3 * ByteStore::kBlock, 10);
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().code, ErrorCode::verification);
  EXPECT_NE(*store->digest_now(digest), digest);
  // The same bytes, handed in again, heal it.
  ASSERT_TRUE(store->put(bytes));
  EXPECT_EQ(*store->read(digest), bytes);
}

TEST(ByteStore, refuses_what_is_too_large_before_and_while_it_comes_and_leaves_nothing) {
  const Folder folder;
  auto store = *ByteStore::open(folder.text(), {.file_bytes_max = 100'000, .disk_reserve = 0});
  const auto announced = store->receive(100'001);
  ASSERT_FALSE(announced);
  EXPECT_EQ(announced.error().code, ErrorCode::full);
  EXPECT_NE(announced.error().message.find("cut it into parts"), std::string::npos);
  {
    auto arrival = *store->receive();
    ASSERT_TRUE(arrival->add(noise(100'000)));
    const auto more = arrival->add("x");
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().code, ErrorCode::full);
  }
  EXPECT_EQ(files_in(folder.path / "arriving"), 0U);
  EXPECT_EQ(files_in(folder.path / "objects"), 0U);
}

TEST(ByteStore, keeps_nothing_that_is_not_what_was_announced_and_sweeps_after_a_crash) {
  const Folder folder;
  {
    auto store = *ByteStore::open(folder.text());
    auto arrival = *store->receive();
    ASSERT_TRUE(arrival->add("one thing"));
    const auto kept = arrival->keep(sha256("another"));
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, ErrorCode::verification);
    EXPECT_EQ(store->read(sha256("one thing")).error().code, ErrorCode::not_found);
  }
  std::ofstream(folder.path / "arriving" / "12-1") << "half";
  auto store = *ByteStore::open(folder.text());
  EXPECT_EQ(files_in(folder.path / "arriving"), 0U);
}

TEST(ByteStore, keeps_notes_that_cannot_change) {
  const Folder folder;
  auto store = *ByteStore::open(folder.text());
  const Digest digest = store->put("a list")->sha256;
  EXPECT_EQ(*store->note(digest, "mapping"), std::nullopt);
  ASSERT_TRUE(store->put_note(digest, "mapping", "{}"));
  ASSERT_TRUE(store->put_note(digest, "mapping", "{}"));
  EXPECT_EQ(store->put_note(digest, "mapping", "{\"x\":1}").error().code, ErrorCode::conflict);
  EXPECT_EQ(*store->note(digest, "mapping"), "{}");
}

TEST(MediaType, believes_the_bytes_and_lets_no_browser_run_anything) {
  EXPECT_EQ(media_type_of("\x89PNG\r\n\x1A\n...."), "image/png");
  EXPECT_EQ(media_type_of(std::string("\0\0\0\x18"
                                      "ftypisom",
                                      12)),
            "video/mp4");
  EXPECT_EQ(media_type_of("  <!DOCTYPE html><script>"), "text/html");
  EXPECT_EQ(media_type_of("<?xml version=\"1.0\"?><svg onload=alert(1)>"), "image/svg+xml");
  EXPECT_TRUE(how_to_show("image/png", "image/png").inline_allowed);
  EXPECT_TRUE(how_to_show("Video/MP4; codecs=avc1", "video/mp4").inline_allowed);
  for (const auto& [declared, looks] :
       {std::pair("image/png", "text/html"), std::pair("text/html", "text/html"),
        std::pair("image/svg+xml", "image/svg+xml"), std::pair("application/pdf", "application/pdf")}) {
    const Shown shown = how_to_show(declared, looks);
    EXPECT_FALSE(shown.inline_allowed) << declared;
    EXPECT_EQ(shown.content_type, "application/octet-stream") << declared;
  }
  const std::string name = safe_file_name("../../etc/pass wd\r\nX: y");
  EXPECT_EQ(name.find_first_not_of("._abcdefghijklmnopqrstuvwxyzX"), std::string::npos) << name;
  EXPECT_EQ(name.find(".."), std::string::npos) << name;
}

TEST(Zip, is_read_by_other_programs_and_taken_apart_again) {
  if (run("command -v unzip") != 0 && run("command -v python3") != 0) GTEST_SKIP() << "neither unzip nor python3 here";
  const Folder folder;
  auto store = *ByteStore::open((folder.path / "store").string());
  const std::string video = noise(1'000'003);
  const Digest digest = store->put(video)->sha256;
  auto zip =
      ZipStream::make(*store, {{"SHA256SUMS", "sums\n", {}}, {"files/E-0001.mp4", "", digest}, {"empty.txt", "", {}}},
                      Instant::from_civil(2026, 11, 22, 12));
  ASSERT_TRUE(zip) << zip.error().message;
  std::string bytes;
  for (;;) {
    const auto piece = zip->next(100'000);
    ASSERT_TRUE(piece);
    if (piece->empty()) break;
    bytes += *piece;
  }
  EXPECT_EQ(bytes.size(), zip->size());
  const std::string file = (folder.path / "b.zip").string();
  std::ofstream(file, std::ios::binary) << bytes;
  EXPECT_EQ(run("python3 -c \"import zipfile,sys; z=zipfile.ZipFile('" + file +
                "'); assert z.testzip() is None; assert len(z.read('files/E-0001.mp4'))==1000003\""),
            0);
  std::map<std::string, std::string> found;
  ZipReader reader([&](std::string_view path, std::string_view piece) -> Result<void> {
    found[std::string(path)] += piece;
    return {};
  });
  for (std::size_t at = 0; at < bytes.size(); at += 777) {
    ASSERT_TRUE(reader.add(std::string_view(bytes).substr(at, 777)));
  }
  EXPECT_TRUE(reader.at_end());
  EXPECT_EQ(found.size(), 3U);
  EXPECT_EQ(found["files/E-0001.mp4"], video);
  EXPECT_EQ(found["SHA256SUMS"], "sums\n");
}

TEST(Register, numbers_lines_for_good_and_survives_a_cut_line) {
  const Folder folder;
  const std::string path = (folder.path / "reports").string();
  {
    auto list = *Register::open(path);
    EXPECT_EQ(*list->add("one"), 1U);
    EXPECT_EQ(*list->add("two"), 2U);
  }
  std::ofstream(path, std::ios::app) << "half a li";
  {
    auto list = *Register::open(path);
    EXPECT_EQ(list->size(), 2U);
    EXPECT_EQ(list->entry(2), "two");
    EXPECT_EQ(*list->add("three"), 3U);
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out);
    file.seekp(66);
    file.put('O');
  }
  EXPECT_EQ(Register::open(path).error().code, ErrorCode::corrupt);
}

// An authority made with the openssl command, as somebody else would run one.
struct Authority {
  Folder folder;
  bool made = false;
  Authority() {
    if (run("command -v openssl") != 0) return;
    const std::string d = folder.text();
    std::ofstream(d + "/ts.cnf")
        << "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test Authority\n[ca]\nbasicConstraints=critical,CA:true\n"
           "[tsa]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:false\n[ts]\nserial="
        << d
        << "/serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\n"
           "ess_cert_id_alg=sha256\n";
    std::ofstream(d + "/serial") << "0A\n";
    made =
        run("cd " + d +
            " && openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -config ts.cnf "
            "-extensions ca -subj '/CN=Test Root' && openssl req -new -newkey rsa:2048 -nodes -keyout tsa.key -out "
            "tsa.csr -config ts.cnf && openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
            "-extfile ts.cnf -extensions tsa -out tsa.pem") == 0;
  }
  std::string answer(const std::string& request) const {
    const std::string d = folder.text();
    std::ofstream(d + "/q.tsq", std::ios::binary) << request;
    if (run("cd " + d +
            " && openssl ts -reply -config ts.cnf -section ts -queryfile q.tsq -signer tsa.pem -inkey "
            "tsa.key -chain ca.pem -out r.tsr") != 0) {
      return {};
    }
    return read("r.tsr");
  }
  std::string read(const std::string& name) const {
    std::ifstream in(folder.path / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
};

TEST(TimeStamp, is_made_by_an_authority_and_checked_by_openssl_alone) {
  const Authority authority;
  if (!authority.made) GTEST_SKIP() << "there is no openssl command here";
  const std::string text = "what was seen\n";
  const auto request = stamp_request(sha256(text), 0x1234'5678'9ABC'DEF0);
  ASSERT_TRUE(request);
  const std::string answer = authority.answer(request->der);
  ASSERT_FALSE(answer.empty());
  const std::string ca = authority.read("ca.pem");
  const auto stamped = check_stamp(*request, answer, ca);
  ASSERT_TRUE(stamped) << stamped.error().message;
  EXPECT_EQ(stamped->authority, "CN=Test Authority");
  EXPECT_FALSE(stamped->serial.empty());
  EXPECT_GT(stamped->at, Instant::from_civil(2025, 1, 1));
  EXPECT_TRUE(check_stamp(sha256(text), answer, ca));

  std::ofstream(authority.folder.path / "data", std::ios::binary) << text;
  EXPECT_EQ(run("cd " + authority.folder.text() + " && openssl ts -verify -data data -in r.tsr -CAfile ca.pem"), 0);

  // Another digest, another number, another authority, a damaged answer.
  EXPECT_EQ(check_stamp(sha256("else"), answer, ca).error().code, ErrorCode::verification);
  const auto other = stamp_request(sha256(text), 7);
  EXPECT_EQ(check_stamp(*other, answer, ca).error().code, ErrorCode::verification);
  const Authority stranger;
  EXPECT_EQ(check_stamp(*request, answer, stranger.read("ca.pem")).error().code, ErrorCode::verification);
  std::string damaged = answer;
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  EXPECT_FALSE(check_stamp(*request, damaged, ca));
  EXPECT_FALSE(check_stamp(*request, "nonsense", ca));
  EXPECT_EQ(check_stamp(*request, answer, "no pem").error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace fairlead::vault
