// SPDX-License-Identifier: Apache-2.0
#include "atlas_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.hpp"

namespace fairlead::zones {
namespace {

constexpr std::string_view kMagic = "FLZONES\n";
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::size_t kHeaderSize = 64;
constexpr std::size_t kRowSize = 32;
constexpr std::size_t kAlignment = 64;
constexpr std::uint32_t kSectionsMax = 256;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t byte_order;
  std::uint64_t file_size;
  std::uint32_t section_count;
  std::uint32_t directory_crc;
  std::uint8_t reserved[28];
  std::uint32_t header_crc;  // of the 60 bytes before
};
static_assert(sizeof(Header) == kHeaderSize);

struct DirectoryRow {
  std::uint32_t id;
  std::uint32_t crc;
  std::uint64_t offset;
  std::uint64_t length;
  std::uint64_t reserved;
};
static_assert(sizeof(DirectoryRow) == kRowSize);
static_assert(sizeof(Vertex) == 8 && sizeof(Origin) == 12 && sizeof(Leaf) == 12 && sizeof(Node) == 24);

std::span<const std::byte> as_bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

template <class T>
std::string_view raw(const std::vector<T>& table) {
  return {reinterpret_cast<const char*>(table.data()), table.size() * sizeof(T)};
}

std::size_t aligned(std::size_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

Failure system_failure(std::string_view what, const std::string& path) {
  const int code = errno;
  return fail(code == ENOENT ? ErrorCode::not_found : ErrorCode::io,
              fmt::format("{} `{}`: {}", what, path, std::strerror(code)));
}

Failure broken(const std::string& name, std::string_view what) {
  return fail(ErrorCode::corrupt,
              fmt::format("`{}` is not a whole zone file: {}; make it again with `fairlead zones build`", name, what));
}

template <class T>
Result<std::span<const T>> table_of(const std::map<std::uint32_t, std::string_view>& sections, std::uint32_t id) {
  const auto at = sections.find(id);
  if (at == sections.end() || at->second.size() % sizeof(T) != 0) {
    return fail(ErrorCode::corrupt, fmt::format("section {} is missing or cut", id));
  }
  return std::span<const T>(reinterpret_cast<const T*>(at->second.data()), at->second.size() / sizeof(T));
}

}  // namespace

class AtlasFile::Mapping {
 public:
  Mapping(void* address, std::size_t length) : address_(address), length_(length) {}
  ~Mapping() { ::munmap(address_, length_); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

 private:
  void* address_;
  std::size_t length_;
};

std::string bytes_of(const AtlasParts& parts) {
  std::vector<std::pair<std::uint32_t, std::string_view>> sections = {
      {static_cast<std::uint32_t>(Section::meta), parts.meta},
      {static_cast<std::uint32_t>(Section::states), parts.states},
      {static_cast<std::uint32_t>(Section::islets), parts.islets},
      {static_cast<std::uint32_t>(Section::areas), parts.areas}};
  for (std::uint32_t i = 0; i < kLayers; ++i) {
    const LayerData& layer = parts.layers[i];
    if (layer.roots.empty()) continue;
    const std::uint32_t first = kLayerSections + 8 * i;
    const std::array<std::string_view, 8> tables = {raw(layer.vertices),   raw(layer.origins),  raw(layer.roots),
                                                    raw(layer.nodes),      raw(layer.leaves),   raw(layer.entries),
                                                    raw(layer.set_starts), raw(layer.set_items)};
    for (std::uint32_t k = 0; k < tables.size(); ++k) sections.emplace_back(first + k, tables[k]);
  }
  std::string directory;
  std::size_t offset = aligned(kHeaderSize + sections.size() * kRowSize);
  for (const auto& [id, bytes] : sections) {
    const DirectoryRow row{id, crc32c(as_bytes_of(bytes)), offset, bytes.size(), 0};
    directory.append(reinterpret_cast<const char*>(&row), sizeof row);
    offset = aligned(offset + bytes.size());
  }
  Header header{};
  std::memcpy(header.magic, kMagic.data(), kMagic.size());
  header.version = kFormatVersion;
  header.byte_order = kByteOrder;
  header.file_size = offset;
  header.section_count = static_cast<std::uint32_t>(sections.size());
  header.directory_crc = crc32c(as_bytes_of(directory));
  header.header_crc = crc32c(as_bytes_of({reinterpret_cast<const char*>(&header), kHeaderSize - 4}));
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  out += directory;
  for (const auto& section : sections) {
    out.resize(aligned(out.size()));
    out += section.second;
  }
  out.resize(aligned(out.size()));
  return out;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  const std::string fresh = path + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return system_failure("cannot write", fresh);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const Failure failure = system_failure("cannot write", fresh);
      ::close(file);
      ::unlink(fresh.c_str());
      return failure;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool durable = ::fsync(file) == 0;
  if (::close(file) != 0 || !durable || std::rename(fresh.c_str(), path.c_str()) != 0) {
    const Failure failure = system_failure("cannot write", path);
    ::unlink(fresh.c_str());
    return failure;
  }
  return {};
}

Result<AtlasFile> AtlasFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) {
      return fail(ErrorCode::not_found,
                  fmt::format("there is no zone file `{}`; `./dev zones` makes it, or `fairlead zones build`", path));
    }
    return system_failure("cannot read", path);
  }
  struct stat status{};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(file);
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a file", path));
  }
  const auto length = static_cast<std::size_t>(status.st_size);
  if (length < kHeaderSize) {
    ::close(file);
    return broken(path, fmt::format("it has {} bytes", length));
  }
  void* address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  if (address == MAP_FAILED) return system_failure("cannot map", path);
  AtlasFile atlas;
  atlas.mapping_ = std::make_shared<const Mapping>(address, length);
  atlas.bytes_ = {static_cast<const char*>(address), length};
  FL_CHECK(atlas.read(path));
  return atlas;
}

Result<AtlasFile> AtlasFile::from_bytes(std::string bytes, const std::string& name) {
  AtlasFile atlas;
  // A string's bytes are aligned for any scalar once it is too long to live inside the object.
  if (bytes.size() < kHeaderSize) return broken(name, fmt::format("it has {} bytes", bytes.size()));
  atlas.owned_ = std::make_shared<const std::string>(std::move(bytes));
  atlas.bytes_ = *atlas.owned_;
  FL_CHECK(atlas.read(name));
  return atlas;
}

Result<void> AtlasFile::read(const std::string& name) {
  Header header{};
  std::memcpy(&header, bytes_.data(), sizeof header);
  if (std::string_view(header.magic, sizeof header.magic) != kMagic) return broken(name, "it begins with other bytes");
  if (header.byte_order != kByteOrder) return broken(name, "it was made on a machine of the other byte order");
  // The version before the checksum: a newer format may check itself differently.
  if (header.version > kFormatVersion) {
    return fail(ErrorCode::newer_version,
                fmt::format("`{}` has format {}, and this program reads {}; update Fairlead or build the file again",
                            name, header.version, kFormatVersion));
  }
  if (header.version < kFormatVersion) {
    return fail(ErrorCode::corrupt, fmt::format("`{}` has the old format {}; make it again with `fairlead zones build`",
                                                name, header.version));
  }
  if (header.header_crc != crc32c(as_bytes_of(bytes_.substr(0, kHeaderSize - 4)))) {
    return broken(name, "the checksum of the header is wrong");
  }
  if (header.file_size != bytes_.size()) {
    return broken(name, fmt::format("it has {} of {} bytes", bytes_.size(), header.file_size));
  }
  const std::size_t directory_size = std::size_t{header.section_count} * kRowSize;
  if (header.section_count > kSectionsMax || kHeaderSize + directory_size > bytes_.size()) {
    return broken(name, "the directory is longer than the file");
  }
  directory_ = bytes_.substr(kHeaderSize, directory_size);
  if (header.directory_crc != crc32c(as_bytes_of(directory_)))
    return broken(name, "the checksum of the directory is wrong");
  for (std::uint32_t i = 0; i < header.section_count; ++i) {
    DirectoryRow row{};
    std::memcpy(&row, directory_.data() + i * kRowSize, sizeof row);
    if (row.offset % kAlignment != 0 || row.offset > bytes_.size() || row.length > bytes_.size() - row.offset) {
      return broken(name, fmt::format("section {} lies outside", row.id));
    }
    const std::string_view section = bytes_.substr(row.offset, row.length);
    if (row.crc != crc32c(as_bytes_of(section))) {
      return broken(name, fmt::format("the checksum of section {} is wrong", row.id));
    }
    sections_[row.id] = section;
  }
  for (const Section section : {Section::meta, Section::states, Section::islets, Section::areas}) {
    if (!sections_.contains(static_cast<std::uint32_t>(section))) return broken(name, "a section is missing");
  }
  for (std::uint32_t i = 0; i < kLayers; ++i) {
    const std::uint32_t first = kLayerSections + 8 * i;
    if (!sections_.contains(first)) continue;
    LayerView& layer = layers_[i];
    const auto load = [&]() -> Result<void> {
      FL_TRY(layer.vertices, table_of<Vertex>(sections_, first));
      FL_TRY(layer.origins, table_of<Origin>(sections_, first + 1));
      FL_TRY(layer.roots, table_of<std::uint32_t>(sections_, first + 2));
      FL_TRY(layer.nodes, table_of<Node>(sections_, first + 3));
      FL_TRY(layer.leaves, table_of<Leaf>(sections_, first + 4));
      FL_TRY(layer.entries, table_of<std::uint32_t>(sections_, first + 5));
      FL_TRY(layer.set_starts, table_of<std::uint32_t>(sections_, first + 6));
      FL_TRY(layer.set_items, table_of<std::uint16_t>(sections_, first + 7));
      return {};
    };
    const Result<void> loaded = load();
    if (!loaded) return broken(name, loaded.error().message);
  }
  return {};
}

std::string_view AtlasFile::text(Section section) const {
  const auto at = sections_.find(static_cast<std::uint32_t>(section));
  return at == sections_.end() ? std::string_view{} : at->second;
}

}  // namespace fairlead::zones
