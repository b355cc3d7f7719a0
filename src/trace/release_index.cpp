// SPDX-License-Identifier: Apache-2.0
// The file: eight bytes of magic, then records. `C`: when it was sealed, length of items, header, items. `M`: all
// entries below a number are in; what lies behind the last `M` counts for nothing.
#include "trace/release_index.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <queue>
#include <system_error>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/unordered/unordered_flat_map.hpp>

#include "chunk.hpp"
#include "wire/bytes.hpp"

namespace fairlead::trace {
namespace {

constexpr std::string_view kMagic = "FLTRACE1";
constexpr std::size_t kChunkPrefix = 1 + 8 + 4;
constexpr std::size_t kMark = 1 + 8 + 8;
constexpr std::size_t kTailMax = std::size_t{1} << 22;

std::uint64_t number(std::string_view bytes, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}
void append_number(std::string& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

Failure io_error(const std::string& path, std::string_view what) {
  return fail(ErrorCode::io, fmt::format("{}: cannot {}: {}", path, what, std::generic_category().message(errno)));
}

}  // namespace

struct ReleaseIndex::State {
  struct Chunk {
    std::int64_t sealed_at = 0;
    std::uint64_t offset = 0;  // of the items in the file
    std::uint32_t length = 0;
    ChunkHeader header;
  };
  using Group = std::pair<std::uint64_t, std::uint32_t>;  // track, recipient
  struct Expiry {
    std::int64_t at;
    Group group;
    std::uint64_t entry;
    friend auto operator<=>(const Expiry&, const Expiry&) = default;
  };

  std::string path;
  int file = -1;
  std::uint64_t file_bytes = 0;  // in the file; what follows is in `tail`
  std::string tail;
  std::vector<Chunk> chunks;  // in the order of sealing
  boost::unordered_flat_map<std::uint64_t, std::vector<std::uint32_t>> of_track;
  std::map<Group, std::vector<Item>> open;
  std::priority_queue<Expiry, std::vector<Expiry>, std::greater<>> expiries;
  std::int64_t now = 0;
  std::uint64_t covered = 0;
  std::uint64_t items = 0;
  std::uint64_t unplaced = 0;

  ~State() {
    if (file >= 0) ::close(file);
  }

  void keep(const Chunk& chunk) {
    of_track[chunk.header.track].push_back(static_cast<std::uint32_t>(chunks.size()));
    chunks.push_back(chunk);
  }

  void seal(const std::vector<Item>& group) {
    Chunk chunk;
    chunk.sealed_at = now;
    chunk.header = header_of(group);
    std::string encoded;
    append_items(encoded, group);
    chunk.length = static_cast<std::uint32_t>(encoded.size());
    tail += 'C';
    append_number(tail, static_cast<std::uint64_t>(chunk.sealed_at), 8);
    append_number(tail, chunk.length, 4);
    append_header(tail, chunk.header);
    chunk.offset = file_bytes + tail.size();
    tail += encoded;
    keep(chunk);
  }

  Result<void> write_tail() {
    if (file < 0) return {};
    std::string_view rest = tail;
    std::uint64_t at = file_bytes;
    while (!rest.empty()) {
      const ssize_t written = ::pwrite(file, rest.data(), rest.size(), static_cast<off_t>(at));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return io_error(path, "write");
      rest.remove_prefix(static_cast<std::size_t>(written));
      at += static_cast<std::uint64_t>(written);
    }
    file_bytes = at;
    tail.clear();
    return {};
  }

  std::vector<Item> items_of(const Chunk& chunk) const {
    if (chunk.offset >= file_bytes) {
      return read_items(chunk.header, std::string_view(tail).substr(chunk.offset - file_bytes, chunk.length));
    }
    std::string bytes(chunk.length, '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
      const ssize_t read =
          ::pread(file, bytes.data() + got, bytes.size() - got, static_cast<off_t>(chunk.offset + got));
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0) return {};
      got += static_cast<std::size_t>(read);
    }
    return read_items(chunk.header, bytes);
  }

  Result<void> load();
};

// Headers into memory; a chunk counts when a mark stands behind it.
Result<void> ReleaseIndex::State::load() {
  struct stat status{};
  if (::fstat(file, &status) != 0) return io_error(path, "read");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size == 0) {
    tail = kMagic;
    return {};
  }
  std::string bytes(kMagic.size(), '\0');
  if (::pread(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()) ||
      bytes.substr(0, 7) != kMagic.substr(0, 7)) {
    return fail(ErrorCode::corrupt, fmt::format("{}: not an index of releases; remove it, it is made again", path));
  }
  if (bytes != kMagic) {
    return fail(ErrorCode::newer_version,
                fmt::format("{}: an index of releases of another version; remove it, it is made again", path));
  }
  std::uint64_t at = kMagic.size();
  std::uint64_t good = at;
  std::vector<Chunk> waiting;
  std::string buffer(kChunkPrefix + kHeaderBytesMax, '\0');
  while (at < size) {
    const ssize_t read = ::pread(file, buffer.data(), buffer.size(), static_cast<off_t>(at));
    if (read < 0) return io_error(path, "read");
    const std::string_view record(buffer.data(), static_cast<std::size_t>(read));
    if (record.size() >= kMark && record[0] == 'M') {
      covered = number(record.substr(1), 8);
      now = std::max(now, static_cast<std::int64_t>(number(record.substr(9), 8)));
      for (const Chunk& chunk : waiting) {
        keep(chunk);
        items += chunk.header.items;
        unplaced += chunk.header.items - chunk.header.placed;
      }
      waiting.clear();
      at += kMark;
      good = at;
      continue;
    }
    if (record.size() < kChunkPrefix || record[0] != 'C') break;
    Chunk chunk;
    chunk.sealed_at = static_cast<std::int64_t>(number(record.substr(1), 8));
    chunk.length = static_cast<std::uint32_t>(number(record.substr(9), 4));
    std::string_view rest = record.substr(kChunkPrefix);
    if (!read_header(rest, chunk.header)) break;
    chunk.offset = at + record.size() - rest.size();
    if (chunk.length > size - chunk.offset) break;
    at = chunk.offset + chunk.length;
    waiting.push_back(chunk);
  }
  if (good < size && ::ftruncate(file, static_cast<off_t>(good)) != 0) return io_error(path, "cut");
  file_bytes = good;
  return {};
}

ReleaseIndex::ReleaseIndex(std::unique_ptr<State> state) : state_(std::move(state)) {}
ReleaseIndex::~ReleaseIndex() = default;
ReleaseIndex::ReleaseIndex(ReleaseIndex&&) noexcept = default;
ReleaseIndex& ReleaseIndex::operator=(ReleaseIndex&&) noexcept = default;

Result<ReleaseIndex> ReleaseIndex::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (state->file < 0) return io_error(path, "open");
  FL_CHECK(state->load());
  return ReleaseIndex(std::move(state));
}

ReleaseIndex ReleaseIndex::in_memory() {
  auto state = std::make_unique<State>();
  state->tail = kMagic;
  return ReleaseIndex(std::move(state));
}

void ReleaseIndex::add(const Item& item) {
  State& s = *state_;
  s.now = std::max(s.now, item.released_at.unix_ms());
  while (!s.expiries.empty() && s.expiries.top().at <= s.now) {
    const State::Expiry due = s.expiries.top();
    s.expiries.pop();
    const auto group = s.open.find(due.group);
    if (group == s.open.end() || group->second.front().entry != due.entry) continue;
    s.seal(group->second);
    s.open.erase(group);
  }
  const State::Group key{item.track.number(), item.recipient.number()};
  std::vector<Item>& group = s.open[key];
  if (group.empty()) s.expiries.push({item.released_at.unix_ms() + kChunkSpan.count(), key, item.entry});
  group.push_back(item);
  ++s.items;
  if (!item.where) ++s.unplaced;
  if (group.size() == kChunkItems) {
    s.seal(group);
    s.open.erase(key);
  }
  // What cannot be written stays in memory, and flush() tells.
  if (s.tail.size() > kTailMax) (void)s.write_tail();
}

void ReleaseIndex::cover(std::uint64_t entries) { state_->covered = std::max(state_->covered, entries); }
std::uint64_t ReleaseIndex::covered() const { return state_->covered; }

Result<void> ReleaseIndex::flush() {
  State& s = *state_;
  for (const auto& [key, group] : s.open) s.seal(group);
  s.open.clear();
  s.expiries = {};
  s.tail += 'M';
  append_number(s.tail, s.covered, 8);
  append_number(s.tail, static_cast<std::uint64_t>(s.now), 8);
  return s.write_tail();
}

std::vector<Contribution> ReleaseIndex::answer(const Question& question) const {
  const State& s = *state_;
  struct Hit {
    std::uint64_t track;
    std::uint32_t recipient;
    std::uint32_t chunk;
    Meant meant;
  };
  std::vector<Hit> hits;
  const auto look_at = [&](std::uint32_t index) {
    const ChunkHeader& header = s.chunks[index].header;
    const Meant found = meant(question, header);
    if (found != Meant::none) hits.push_back({header.track, header.recipient, index, found});
  };
  if (!question.tracks.empty()) {
    for (const domain::TrackId track : question.tracks) {
      const auto known = s.of_track.find(track.number());
      if (known == s.of_track.end()) continue;
      for (const std::uint32_t index : known->second) look_at(index);
    }
  } else {
    // Sealed after the first moment that counts, and at most a span after the last.
    const std::int64_t since = (question.from - question.lookback).unix_ms();
    const auto begin = std::ranges::lower_bound(s.chunks, since, {}, &State::Chunk::sealed_at);
    const std::int64_t until = question.to.unix_ms();
    for (auto chunk = begin; chunk != s.chunks.end(); ++chunk) {
      if (chunk->sealed_at - 2 * kChunkSpan.count() > until && chunk->header.released_first > until) continue;
      look_at(static_cast<std::uint32_t>(chunk - s.chunks.begin()));
    }
  }
  std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
    return std::tie(a.track, a.recipient, a.chunk) < std::tie(b.track, b.recipient, b.chunk);
  });

  struct Found {
    Contribution contribution;
    std::optional<std::uint32_t> unread;  // the chunk that holds the newest item
  };
  std::map<State::Group, Found> found;
  const auto count = [&](const State::Group& key, const Item& item) {
    Found& f = found[key];
    Contribution& c = f.contribution;
    if (c.releases++ == 0) {
      c.first_entry = item.entry;
      c.first_released_at = item.released_at;
    }
    c.last_entry = item.entry;
    c.last_released_at = item.released_at;
    c.newest = item;
    f.unread.reset();
  };
  for (const Hit& hit : hits) {
    const State::Chunk& chunk = s.chunks[hit.chunk];
    const State::Group key{hit.track, hit.recipient};
    if (hit.meant == Meant::some) {
      for (const Item& item : s.items_of(chunk)) {
        if (could_contribute(question, item)) count(key, item);
      }
      continue;
    }
    Found& f = found[key];
    Contribution& c = f.contribution;
    if (c.releases == 0) {
      c.first_entry = chunk.header.entry_first;
      c.first_released_at = Instant::from_unix_ms(chunk.header.released_first);
    }
    c.releases += chunk.header.items;
    c.last_entry = chunk.header.entry_last;
    c.last_released_at = Instant::from_unix_ms(chunk.header.released_last);
    f.unread = hit.chunk;
  }
  for (const auto& [key, group] : s.open) {
    if (!question.tracks.empty() && !question.tracks.contains(domain::TrackId(key.first))) continue;
    for (const Item& item : group) {
      if (could_contribute(question, item)) count(key, item);
    }
  }
  std::vector<Contribution> contributions;
  contributions.reserve(found.size());
  for (auto& [key, f] : found) {
    Contribution& c = f.contribution;
    c.track = domain::TrackId(key.first);
    c.recipient = RecipientId(key.second);
    if (f.unread) {
      const auto items = s.items_of(s.chunks[*f.unread]);
      if (!items.empty()) c.newest = items.back();
    }
    judge(question, c);
    contributions.push_back(std::move(c));
  }
  rank(contributions);
  return contributions;
}

std::uint64_t ReleaseIndex::size() const { return state_->items; }
std::uint64_t ReleaseIndex::unplaced() const { return state_->unplaced; }
std::uint64_t ReleaseIndex::bytes() const { return state_->file_bytes + state_->tail.size(); }

}  // namespace fairlead::trace
