// SPDX-License-Identifier: Apache-2.0
#include "vault/byte_store.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "crc32.hpp"
#include "files.hpp"
#include "vault/media_type.hpp"

namespace fairlead::vault {
namespace {

constexpr std::size_t kCachedMax = 256;
constexpr std::size_t kBeginning = 512;

std::string size_words(std::uint64_t bytes) {
  if (bytes >= 1'000'000'000) return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
  if (bytes >= 1'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{} bytes", bytes);
}

Failure altered(const std::string& name) {
  return fail(ErrorCode::verification,
              fmt::format("the bytes of `{}` are not those that were taken in; nothing of them is handed out", name));
}

// Reads a whole file once: its digest, and what Blocks says of it.
Result<std::pair<Digest, Blocks>> examine(int file, const std::string& path) {
  Hasher whole;
  Blocks blocks;
  std::uint32_t crc = 0;
  for (;;) {
    FL_TRY(const std::string piece, read_at(file, blocks.size, ByteStore::kBlock, path));
    if (piece.empty()) break;
    whole.add(piece);
    blocks.digests.push_back(sha256(piece));
    crc = crc32(crc, piece);
    blocks.size += piece.size();
    if (piece.size() < ByteStore::kBlock) break;
  }
  blocks.crc32 = crc;
  return std::pair(whole.finish(), std::move(blocks));
}

}  // namespace

std::optional<Digest> digest_from(std::string_view hex) {
  if (hex.size() != 64) return std::nullopt;
  Digest digest{};
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const char c = hex[i];
    const int value = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (value < 0) return std::nullopt;
    digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] << 4 | value);
  }
  return digest;
}

// ---- arrival ----

struct Arrival::Sums {
  Hasher sha256;
  EVP_MD_CTX* sha512 = EVP_MD_CTX_new();
  Sums() { EVP_DigestInit_ex(sha512, EVP_sha512(), nullptr); }
  ~Sums() { EVP_MD_CTX_free(sha512); }
  Sums(const Sums&) = delete;
  Sums& operator=(const Sums&) = delete;
};

Arrival::Arrival(ByteStore& store, int file, std::string path)
    : store_(store), file_(file), path_(std::move(path)), sums_(std::make_unique<Sums>()) {}

Arrival::~Arrival() {
  if (file_ >= 0) ::close(file_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<void> Arrival::add(std::string_view bytes) {
  if (size_ + bytes.size() > store_.limits_.file_bytes_max) {
    return fail(ErrorCode::full,
                fmt::format("the file is larger than {}, the most that is kept of one; nothing of it was "
                            "kept: cut it into parts, or raise `evidence.file_size_max`",
                            size_words(store_.limits_.file_bytes_max)));
  }
  FL_CHECK(write_all(file_, bytes, path_));
  size_ += bytes.size();
  if (beginning_.size() < kBeginning) beginning_ += bytes.substr(0, kBeginning - beginning_.size());
  sums_->sha256.add(bytes);
  EVP_DigestUpdate(sums_->sha512, bytes.data(), bytes.size());
  return {};
}

Result<std::string> Arrival::content(std::size_t at_most) const {
  if (size_ > at_most) {
    return fail(ErrorCode::invalid_argument, fmt::format("the file has {}, more than the {} that can be read of one",
                                                         size_words(size_), size_words(at_most)));
  }
  return read_at(file_, 0, static_cast<std::size_t>(size_), path_);
}

Result<Kept> Arrival::keep(const std::optional<Digest>& expected) {
  Kept kept;
  kept.sha256 = sums_->sha256.finish();
  kept.size = size_;
  kept.media_type = media_type_of(beginning_);
  std::array<unsigned char, 64> long_digest{};
  EVP_DigestFinal_ex(sums_->sha512, long_digest.data(), nullptr);
  kept.sha512 = hex(long_digest);
  if (size_ == 0) return fail(ErrorCode::invalid_argument, "the file is empty; there is nothing to keep");
  if (expected && *expected != kept.sha256) {
    return fail(ErrorCode::verification, fmt::format("what arrived has the SHA-256 {}, not the one that was announced; "
                                                     "nothing was kept, send it again",
                                                     hex(kept.sha256)));
  }
  if (::fsync(file_) != 0) return refused("sync", path_);
  FL_CHECK(store_.take_in(path_, kept.sha256));
  path_.clear();
  return kept;
}

// ---- an opened file ----

OpenedFile::OpenedFile(int file, std::string name, std::shared_ptr<const Blocks> blocks)
    : file_(file), name_(std::move(name)), blocks_(std::move(blocks)) {}
OpenedFile::~OpenedFile() { ::close(file_); }

Result<std::string> OpenedFile::read(std::uint64_t offset, std::size_t at_most) {
  std::string out;
  while (out.size() < at_most && offset < blocks_->size) {
    const std::uint64_t number = offset / ByteStore::kBlock;
    if (number != block_number_) {
      block_number_ = ~std::uint64_t{0};
      FL_TRY(block_, read_at(file_, number * ByteStore::kBlock, ByteStore::kBlock, name_));
      if (sha256(block_) != blocks_->digests[number]) return altered(name_);
      block_number_ = number;
    }
    const std::size_t within = static_cast<std::size_t>(offset % ByteStore::kBlock);
    const std::string_view part = std::string_view(block_).substr(within, at_most - out.size());
    out += part;
    offset += part.size();
  }
  return out;
}

// ---- the store ----

Result<std::unique_ptr<ByteStore>> ByteStore::open(std::string folder, StoreLimits limits) {
  std::error_code error;
  for (const std::string_view part : {"", "/objects", "/arriving", "/notes"}) {
    const std::string path = folder + std::string(part);
    std::filesystem::create_directories(path, error);
    if (error) return fail(ErrorCode::io, fmt::format("cannot make the folder `{}`: {}", path, error.message()));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  }
  for (const auto& left : std::filesystem::directory_iterator(folder + "/arriving", error)) {
    std::error_code ignored;
    std::filesystem::remove(left.path(), ignored);
  }
  if (error) return fail(ErrorCode::io, fmt::format("cannot read `{}`: {}", folder, error.message()));
  return std::unique_ptr<ByteStore>(new ByteStore(std::move(folder), limits));
}

std::string ByteStore::path_of(const Digest& digest) const {
  const std::string name = hex(digest);
  return fmt::format("{}/objects/{}/{}", folder_, name.substr(0, 2), name);
}

Result<void> ByteStore::room_for(std::uint64_t bytes) const {
  if (bytes > limits_.file_bytes_max) {
    return fail(ErrorCode::full,
                fmt::format("the file has {}, more than the {} that are kept of one; nothing of it was "
                            "kept: cut it into parts, or raise `evidence.file_size_max`",
                            size_words(bytes), size_words(limits_.file_bytes_max)));
  }
  struct statvfs disk{};
  if (::statvfs(folder_.c_str(), &disk) != 0) return refused("ask for room for", folder_);
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (free < bytes + limits_.disk_reserve) {
    return fail(ErrorCode::full, fmt::format("the disk has {} left, too little for this file; nothing of it was kept",
                                             size_words(free)));
  }
  return {};
}

Result<std::unique_ptr<Arrival>> ByteStore::receive(std::uint64_t announced) {
  FL_CHECK(room_for(announced));
  std::string path = fmt::format("{}/arriving/{}-{}", folder_, ::getpid(), ++arrivals_);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return refused("make", path);
  return std::unique_ptr<Arrival>(new Arrival(*this, file, std::move(path)));
}

Result<Kept> ByteStore::put(std::string_view bytes) {
  FL_TRY(const std::unique_ptr<Arrival> arrival, receive(bytes.size()));
  FL_CHECK(arrival->add(bytes));
  return arrival->keep();
}

// Gives what arrived its name. A file of that name is the same file, or it was altered and the good one takes its
// place.
Result<void> ByteStore::take_in(const std::string& arrived, const Digest& digest) {
  const std::string path = path_of(digest);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (::mkdir(folder.c_str(), 0700) == 0) {
    FL_CHECK(sync_folder(folder_ + "/objects"));
  } else if (errno != EEXIST) {
    return refused("make", folder);
  }
  const auto there = digest_now(digest);
  if (there && *there == digest) {
    ::unlink(arrived.c_str());
  } else if (::rename(arrived.c_str(), path.c_str()) != 0) {
    return refused("name", path);
  }
  return sync_folder(folder);
}

std::optional<std::uint64_t> ByteStore::size_of(const Digest& digest) const {
  struct stat about{};
  if (::stat(path_of(digest).c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(about.st_size);
}

Result<ByteStore::Identity> ByteStore::identity_of(int file) {
  struct stat about{};
  if (::fstat(file, &about) != 0) return refused("look at", "a file of evidence");
  return Identity{static_cast<std::uint64_t>(about.st_dev),
                  static_cast<std::uint64_t>(about.st_ino),
                  static_cast<std::uint64_t>(about.st_size),
                  about.st_ctim.tv_sec,
                  about.st_ctim.tv_nsec,
                  about.st_mtim.tv_sec,
                  about.st_mtim.tv_nsec};
}

// Two at the same time may forget one another's; then one file is compared once more.
void ByteStore::remember(const Digest& digest, Known known) {
  const auto before = cache_.get();
  auto next = before && before->size() < kCachedMax ? std::make_shared<Cache>(*before) : std::make_shared<Cache>();
  next->insert_or_assign(digest, std::move(known));
  cache_.set(std::move(next));
}

Result<std::unique_ptr<OpenedFile>> ByteStore::open_file(const Digest& digest) {
  const std::string name = hex(digest);
  const std::string path = path_of(digest);
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (file.number() < 0 && errno == ENOENT) {
    return fail(ErrorCode::not_found, fmt::format("there are no bytes with the SHA-256 `{}`", name));
  }
  if (file.number() < 0) return refused("read", path);
  FL_TRY(const Identity identity, identity_of(file.number()));
  std::shared_ptr<const Blocks> blocks;
  if (const auto cache = cache_.get()) {
    const auto known = cache->find(digest);
    if (known != cache->end() && known->second.identity == identity) blocks = known->second.blocks;
  }
  if (!blocks) {
    FL_TRY(auto examined, examine(file.number(), path));
    if (examined.first != digest) return altered(name);
    blocks = std::make_shared<const Blocks>(std::move(examined.second));
    remember(digest, {identity, blocks});
  }
  return std::unique_ptr<OpenedFile>(new OpenedFile(file.release(), name, std::move(blocks)));
}

Result<std::string> ByteStore::read(const Digest& digest, std::size_t at_most) {
  FL_TRY(const std::unique_ptr<OpenedFile> file, open_file(digest));
  if (file->size() > at_most) {
    return fail(ErrorCode::full, fmt::format("the file has {}, more than fits here", size_words(file->size())));
  }
  return file->read(0, static_cast<std::size_t>(file->size()));
}

Result<Digest> ByteStore::digest_now(const Digest& digest) {
  const std::string path = path_of(digest);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (file.number() < 0 && errno == ENOENT) {
    return fail(ErrorCode::not_found, fmt::format("there are no bytes with the SHA-256 `{}`", hex(digest)));
  }
  if (file.number() < 0) return refused("read", path);
  FL_TRY(const auto examined, examine(file.number(), path));
  return examined.first;
}

Result<void> ByteStore::put_note(const Digest& digest, std::string_view name, std::string_view text) {
  const std::string path = fmt::format("{}/notes/{}.{}", folder_, hex(digest), name);
  auto made = make_file(path, text);
  if (made || made.error().code != ErrorCode::conflict) return made;
  FL_TRY(const auto there, note(digest, name));
  if (there && *there == text) return {};
  return fail(ErrorCode::conflict, fmt::format("this file was read with another {} before", name));
}

Result<std::optional<std::string>> ByteStore::note(const Digest& digest, std::string_view name) const {
  const std::string path = fmt::format("{}/notes/{}.{}", folder_, hex(digest), name);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (file.number() < 0 && errno == ENOENT) return std::optional<std::string>();
  if (file.number() < 0) return refused("read", path);
  FL_TRY(std::string text, read_at(file.number(), 0, std::size_t{1} << 20U, path));
  return std::optional(std::move(text));
}

}  // namespace fairlead::vault
