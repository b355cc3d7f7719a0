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

constexpr std::string_view kMagic = "FLTRACE2";
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
  // What of a header tells about time; those of a track lie side by side, because a question meets thousands.
  struct Brief {
    std::int64_t released_first, released_last;
    std::uint32_t recipient, items, chunk;
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
  boost::unordered_flat_map<std::uint64_t, std::vector<Brief>> of_track;
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
    const ChunkHeader& header = chunk.header;
    of_track[header.track].push_back({header.released_first, header.released_last, header.recipient, header.items,
                                      static_cast<std::uint32_t>(chunks.size())});
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

  // The items of a chunk as bytes, read into `bytes` or where they are; fewer when the file does not give them.
  std::string_view items_of(const Chunk& chunk, std::string& bytes) const {
    if (chunk.offset >= file_bytes) {
      return std::string_view(tail).substr(chunk.offset - file_bytes, chunk.length);
    }
    if (bytes.size() < chunk.length) bytes.resize(chunk.length);
    std::size_t got = 0;
    while (got < chunk.length) {
      const ssize_t read =
          ::pread(file, bytes.data() + got, chunk.length - got, static_cast<off_t>(chunk.offset + got));
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0) return {};
      got += static_cast<std::size_t>(read);
    }
    return std::string_view(bytes).substr(0, chunk.length);
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
  const std::int64_t since = (question.from - question.lookback).unix_ms();
  const std::int64_t until = question.to.unix_ms();
  struct Hit {
    std::uint64_t track;
    std::uint32_t recipient;
    std::uint32_t chunk;
    std::uint32_t items;
    Meant meant;
  };
  constexpr auto in_order = [](const Hit& a, const Hit& b) {
    return std::tie(a.track, a.recipient, a.chunk) < std::tie(b.track, b.recipient, b.chunk);
  };
  std::vector<Hit> hits;
  const auto look_at = [&](std::uint32_t index) {
    const ChunkHeader& header = s.chunks[index].header;
    const Meant found = meant(question, header);
    if (found != Meant::none) hits.push_back({header.track, header.recipient, index, header.items, found});
  };
  if (!question.tracks.empty()) {
    for (const domain::TrackId track : question.tracks) {
      const auto known = s.of_track.find(track.number());
      if (known == s.of_track.end()) continue;
      const auto first = static_cast<std::ptrdiff_t>(hits.size());
      for (const State::Brief& brief : known->second) {
        if (brief.released_first > until || brief.released_last < since) continue;
        if (question.place) {
          look_at(brief.chunk);
          continue;
        }
        const bool within = brief.released_first >= since && brief.released_last <= until;
        hits.push_back({track.number(), brief.recipient, brief.chunk, brief.items, within ? Meant::all : Meant::some});
      }
      // Tracks come in order already.
      std::ranges::sort(hits.begin() + first, hits.end(), in_order);
    }
  } else {
    // Sealed after the first moment that counts, and at most a span after the last.
    const auto begin = std::ranges::lower_bound(s.chunks, since, {}, &State::Chunk::sealed_at);
    for (auto chunk = begin; chunk != s.chunks.end(); ++chunk) {
      if (chunk->sealed_at - 2 * kChunkSpan.count() > until && chunk->header.released_first > until) continue;
      look_at(static_cast<std::uint32_t>(chunk - s.chunks.begin()));
    }
    std::ranges::sort(hits, in_order);
  }

  struct Found {
    Contribution contribution;
    std::optional<std::uint32_t> newest_in;  // the chunk whose last item is the newest
  };
  std::string bytes;
  std::map<State::Group, Found> found;
  // `number` items that could, of which these are the first and the last.
  const auto count = [](Found& f, std::uint64_t number, const Item& first, const Item& last) {
    Contribution& c = f.contribution;
    if (c.releases == 0) {
      c.first_entry = first.entry;
      c.first_released_at = first.released_at;
    }
    c.releases += number;
    c.last_entry = last.entry;
    c.last_released_at = last.released_at;
    c.newest = last;
    f.newest_in.reset();
  };
  // Those of a group follow each other.
  const Hit* before = nullptr;
  auto at = found.end();
  for (const Hit& hit : hits) {
    if (before == nullptr || before->track != hit.track || before->recipient != hit.recipient) {
      at = found.end();
    }
    before = &hit;
    const auto in_group = [&]() -> Found& {
      if (at == found.end()) at = found.try_emplace(at, State::Group{hit.track, hit.recipient});
      return at->second;
    };
    if (hit.meant == Meant::some) {
      const State::Chunk& chunk = s.chunks[hit.chunk];
      ItemReader items(chunk.header, s.items_of(chunk, bytes));
      PackedItem first, last;
      std::uint64_t number = 0;
      while (items.next()) {
        const PackedItem item = items.packed();
        if (item.released_at < since) continue;
        if (item.released_at > until) break;  // and so are those that follow
        // Without a place the time decides.
        if (question.place && !could_contribute(question, unpacked(chunk.header, item))) continue;
        if (number++ == 0) first = item;
        last = item;
      }
      if (!items.ok() || number == 0) continue;
      count(in_group(), number, unpacked(chunk.header, first), unpacked(chunk.header, last));
      continue;
    }
    Found& f = in_group();
    Contribution& c = f.contribution;
    if (c.releases == 0) {
      const ChunkHeader& header = s.chunks[hit.chunk].header;
      c.first_entry = header.entry_first;
      c.first_released_at = Instant::from_unix_ms(header.released_first);
    }
    c.releases += hit.items;
    f.newest_in = hit.chunk;
  }
  for (const auto& [key, group] : s.open) {
    if (!question.tracks.empty() && !question.tracks.contains(domain::TrackId(key.first))) continue;
    for (const Item& item : group) {
      if (could_contribute(question, item)) count(found[key], 1, item, item);
    }
  }
  std::vector<Contribution> contributions;
  contributions.reserve(found.size());
  for (auto& [key, f] : found) {
    Contribution& c = f.contribution;
    c.track = domain::TrackId(key.first);
    c.recipient = RecipientId(key.second);
    if (f.newest_in) {
      c.newest = last_item(s.chunks[*f.newest_in].header);
      c.last_entry = c.newest.entry;
      c.last_released_at = c.newest.released_at;
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
