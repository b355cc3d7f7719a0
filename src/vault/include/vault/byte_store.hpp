// SPDX-License-Identifier: Apache-2.0
// Files under their SHA-256, in a folder: `objects/9f/9f2c…`, and `arriving/` for what is on its way in.
//
// 1. Durable before the digest is told. 2. Never served altered. 3. Never overwritten by other bytes.
// Threads: any; an Arrival and an OpenedFile belong to one at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/published.hpp"
#include "base/result.hpp"

namespace fairlead::vault {

struct StoreLimits {
  std::uint64_t file_bytes_max = std::uint64_t{1} << 30U;  // of one file
  std::uint64_t disk_reserve = std::uint64_t{64} << 20U;   // that stays free
};

struct Kept {
  Digest sha256{};
  std::uint64_t size = 0;
  std::string sha512;      // hexadecimal
  std::string media_type;  // as the bytes look, see media_type.hpp
};

class ByteStore;

// A file that is on its way in. Given up, it leaves nothing behind.
class Arrival {
 public:
  ~Arrival();
  Arrival(const Arrival&) = delete;
  Arrival& operator=(const Arrival&) = delete;

  // `full` beyond the limit, or where the disk has no room.
  Result<void> add(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // What has arrived, to be judged before it is kept. `full` beyond `at_most`.
  Result<std::string> content(std::size_t at_most = std::size_t{256} << 20U) const;
  // Ends it: durable when this returns. Where a digest is expected and differs, nothing is kept (`verification`).
  Result<Kept> keep(const std::optional<Digest>& expected = std::nullopt);

 private:
  friend class ByteStore;
  Arrival(ByteStore& store, int file, std::string path);
  struct Sums;

  ByteStore& store_;
  int file_;
  std::string path_;  // empty: it has its name
  std::uint64_t size_ = 0;
  std::string beginning_;  // for media_type
  std::unique_ptr<Sums> sums_;
};

// What is known of a file's content, block by block, since it was compared as a whole.
struct Blocks {
  std::vector<Digest> digests;
  std::uint64_t size = 0;
  std::uint32_t crc32 = 0;  // as zip files have it
};

// A file that was compared with its digest when it was opened.
class OpenedFile {
 public:
  ~OpenedFile();
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;

  std::uint64_t size() const { return blocks_->size; }
  std::uint32_t crc32() const { return blocks_->crc32; }
  // At most so many bytes from there; each block is compared before a byte of it is given. `verification`.
  Result<std::string> read(std::uint64_t offset, std::size_t at_most);

 private:
  friend class ByteStore;
  OpenedFile(int file, std::string name, std::shared_ptr<const Blocks> blocks);
  int file_;
  std::string name_;
  std::shared_ptr<const Blocks> blocks_;
  std::string block_;  // the one that was read last
  std::uint64_t block_number_ = ~std::uint64_t{0};
};

class ByteStore {
 public:
  static constexpr std::size_t kBlock = 256 * 1024;

  // Makes the folder where it is not there, and removes what a crash left in arrival.
  static Result<std::unique_ptr<ByteStore>> open(std::string folder, StoreLimits limits = {});

  const StoreLimits& limits() const { return limits_; }
  // `full` where that many bytes are not taken, or the disk has no room for them.
  Result<std::unique_ptr<Arrival>> receive(std::uint64_t announced = 0);
  Result<Kept> put(std::string_view bytes);

  // The size of a file that is kept.
  std::optional<std::uint64_t> size_of(const Digest& digest) const;
  // Compares it with its digest, unless that was done and nobody touched it since. `not_found`, `verification`.
  Result<std::unique_ptr<OpenedFile>> open_file(const Digest& digest);
  // The same for small files, such as lists.
  Result<std::string> read(const Digest& digest, std::size_t at_most = std::size_t{256} << 20U);
  // Reads it all anew; what is there, whatever it is. `not_found` where nothing is.
  Result<Digest> digest_now(const Digest& digest);

  // A few words about a file, kept beside it for good: `mapping` of a list. `conflict` where others stand there.
  Result<void> put_note(const Digest& digest, std::string_view name, std::string_view text);
  Result<std::optional<std::string>> note(const Digest& digest, std::string_view name) const;

 private:
  friend class Arrival;
  // What tells that nobody wrote to a file since.
  struct Identity {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t changed_s = 0, changed_ns = 0, modified_s = 0, modified_ns = 0;
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  struct Known {
    Identity identity;
    std::shared_ptr<const Blocks> blocks;
  };
  using Cache = std::map<Digest, Known>;

  ByteStore(std::string folder, StoreLimits limits) : folder_(std::move(folder)), limits_(limits) {}
  std::string path_of(const Digest& digest) const;
  static Result<Identity> identity_of(int file);
  void remember(const Digest& digest, Known known);
  Result<void> take_in(const std::string& arrived, const Digest& digest);
  Result<void> room_for(std::uint64_t bytes) const;

  std::string folder_;
  StoreLimits limits_;
  std::atomic<std::uint64_t> arrivals_ = 0;
  Published<Cache> cache_;
};

// Of 64 hexadecimal digits.
std::optional<Digest> digest_from(std::string_view hex);

}  // namespace fairlead::vault
