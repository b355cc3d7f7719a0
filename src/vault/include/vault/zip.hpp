// SPDX-License-Identifier: Apache-2.0
// A zip file that is made while it is sent: texts, and files of the store, as they are (nothing is compressed, so that
// its length is known and each file can be read with any tool). Large ones as ZIP64.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "units/instant.hpp"
#include "vault/byte_store.hpp"

namespace fairlead::vault {

struct ZipEntry {
  std::string path;
  std::string text;                 // the content, or
  std::optional<Digest> file = {};  // the file of the store that is
};

class ZipStream {
 public:
  // Compares every file before the first byte is promised: `verification` and `not_found` are told here.
  static Result<ZipStream> make(ByteStore& store, std::vector<ZipEntry> entries, Instant at);

  std::uint64_t size() const { return size_; }
  // The next bytes; empty at the end.
  Result<std::string> next(std::size_t at_most);

 private:
  struct Part {
    std::string text;
    std::optional<Digest> file;
    std::uint64_t size = 0;
  };
  explicit ZipStream(ByteStore& store) : store_(&store) {}
  ByteStore* store_;
  std::vector<Part> parts_;
  std::uint64_t size_ = 0;
  std::size_t part_ = 0;
  std::uint64_t within_ = 0;
  std::unique_ptr<OpenedFile> open_;
};

// Takes such a file apart again, as it comes: each file goes to `take` with its path and its bytes in pieces; an empty
// piece ends it. For ours only; of others it says `unsupported`.
class ZipReader {
 public:
  using Take = std::function<Result<void>(std::string_view path, std::string_view piece)>;
  explicit ZipReader(Take take) : take_(std::move(take)) {}
  Result<void> add(std::string_view bytes);
  bool at_end() const { return at_end_; }

 private:
  Take take_;
  std::string held_;
  std::string path_;
  std::uint64_t left_ = 0;
  bool in_file_ = false;
  bool at_end_ = false;
};

}  // namespace fairlead::vault
