// SPDX-License-Identifier: Apache-2.0
// Cuts bytes into lines and hands each to the fast or the general path; delivers what came out.
#include "decode/reader.hpp"

#include <algorithm>
#include <cstring>

#include "decode/ais/parse.hpp"
#include "fast_tags.hpp"
#include "reader_impl.hpp"

namespace fairlead::decode {
namespace {

// The fast path may look this far: tag block, header, the longest payload and the slack behind it.
constexpr std::size_t kFastReach = kFastTagSlack + 32 + kArmourCharactersMax + kArmourSlack;

const char* find_line_end(const char* from, const char* end) noexcept {
  const auto* newline = static_cast<const char*>(std::memchr(from, '\n', static_cast<std::size_t>(end - from)));
  const char* stop = newline != nullptr ? newline : end;
  const auto* carriage = static_cast<const char*>(std::memchr(from, '\r', static_cast<std::size_t>(stop - from)));
  return carriage != nullptr ? carriage : newline;
}

AssemblerLimits limits_of(const ReaderOptions& options) {
  AssemblerLimits limits;
  limits.groups_max = std::max<std::size_t>(options.open_groups_max, 1);
  limits.lines_max = options.join_lines_max;
  limits.lines_known_max = std::max(limits.lines_known_max, options.join_lines_max);
  limits.ms_max = options.join_time_max.count();
  limits.ms_reorder_max = std::min<std::int64_t>(limits.ms_reorder_max, limits.ms_max);
  return limits;
}

}  // namespace

Reader::Reader(ReaderOptions options) : impl_(std::make_unique<Impl>(options)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

void Reader::feed(std::string_view bytes, Sink& sink, std::optional<Instant> received_at) {
  impl_->feed(bytes, sink, received_at);
}
void Reader::tick(Instant now, Sink& sink) { impl_->tick(now, sink); }
void Reader::finish(Sink& sink) { impl_->finish(sink); }
const Counters& Reader::counters() const noexcept { return impl_->counters(); }

Reader::Impl::Impl(const ReaderOptions& options)
    : options_(options), scan_(armour_scanner()), assembler_(limits_of(options)) {
  gathered_.resize(options_.line_bytes_max + kLineSlack + kArmourSlack);
}

void Reader::Impl::feed(std::string_view bytes, Sink& sink, std::optional<Instant> received_at) {
  sink_ = &sink;
  received_ms_ = received_at ? received_at->unix_ms() : ais::kNoTime;
  counters_.bytes += bytes.size();
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  if (at != end && after_carriage_return_) {
    at += *at == '\n' ? 1 : 0;
    after_carriage_return_ = false;
  }
  bool resumed = gathered_size_ > 0 || overlong_;
  while (at != end) {
    if (!resumed && options_.fast_path && static_cast<std::size_t>(end - at) >= kFastReach) {
      if (const char* next = fast_line(at)) {
        at = next;
        continue;
      }
    }
    const char* line_end = find_line_end(at, end);
    if (line_end == nullptr) {
      gather({at, static_cast<std::size_t>(end - at)});
      break;
    }
    const std::string_view line(at, static_cast<std::size_t>(line_end - at));
    if (resumed || static_cast<std::size_t>(end - line_end) < kLineSlack) {
      gather(line);
      end_gathered_line();
      resumed = false;
    } else {
      general_line(line);
    }
    at = line_end + 1;
    if (*line_end == '\r') {
      if (at == end) {
        after_carriage_return_ = true;
      } else if (*at == '\n') {
        ++at;
      }
    }
  }
  sink_ = nullptr;
}

void Reader::Impl::gather(std::string_view bytes) {
  const std::size_t room = options_.line_bytes_max - gathered_size_;
  if (overlong_ || bytes.size() > room) {
    overlong_ = true;
    gathered_size_ = 0;
    return;
  }
  if (!bytes.empty()) {
    std::memcpy(gathered_.data() + gathered_size_, bytes.data(), bytes.size());
    gathered_size_ += bytes.size();
  }
}

void Reader::Impl::end_gathered_line() {
  if (overlong_) {
    overlong_ = false;
    ++counters_.lines;
    reject(Rejection::kLineTooLong, {});
    return;
  }
  const std::size_t size = gathered_size_;
  gathered_size_ = 0;
  gathered_[size] = '\n';
  general_line({gathered_.data(), size});
}

void Reader::Impl::tick(Instant now, Sink& sink) {
  sink_ = &sink;
  LineClock clock;
  clock.line = counters_.lines;
  clock.ms = now.unix_ms();
  clock.kind = LineClock::Kind::kReceived;
  assembler_.release_held(~std::uint64_t{0}, *this);
  assembler_.expire(clock, *this);
  sink_ = nullptr;
}

void Reader::Impl::finish(Sink& sink) {
  sink_ = &sink;
  if (gathered_size_ > 0 || overlong_) {
    end_gathered_line();
  }
  assembler_.finish(*this);
  after_carriage_return_ = false;
  sink_ = nullptr;
}

const Counters& Reader::Impl::counters() noexcept {
  counters_.pending = assembler_.pending_parts();
  return counters_;
}

LineClock Reader::Impl::clock_of(const ais::SentenceContext& context) const {
  LineClock clock;
  clock.line = counters_.lines;
  if (received_ms_ != ais::kNoTime) {
    clock.kind = LineClock::Kind::kReceived;
    clock.ms = received_ms_;
  } else if (context.line_time_ns != ais::kNoTime) {
    clock.kind = LineClock::Kind::kLine;
    clock.ms = context.line_time_ns / 1'000'000;
  } else if (context.tag_time_ms != ais::kNoTime) {
    clock.kind = LineClock::Kind::kTag;
    clock.ms = context.tag_time_ms;
  }
  return clock;
}

void Reader::Impl::fill_context(ais::SentenceContext& context, const Fragment& fragment, const Tags* tags,
                                const Trailer* trailer, std::int64_t line_time_ns) const {
  context.line_time_ns = line_time_ns;
  context.tag_time_ms = ais::kNoTime;
  context.trailer_time_ms = ais::kNoTime;
  context.line = counters_.lines;
  context.channel = fragment.channel;
  context.talker = fragment.talker;
  context.own_ship = fragment.own_ship;
  context.parts = fragment.total;
  context.station.size = 0;
  if (tags != nullptr) {
    context.tag_time_ms = tags->time_ms;
    context.station.assign(tags->station);
  }
  if (trailer != nullptr) {
    context.trailer_time_ms = trailer->time_ms;
    if (context.station.size == 0) {
      context.station.assign(trailer->station);
    }
  }
}

void Reader::Impl::deliver(std::uint32_t bits, std::uint64_t parts, std::string_view text) {
  message_.payload.bits = bits;
  if (const auto problem = ais::parse_payload(message_)) [[unlikely]] {
    reject(*problem, text, parts);
    return;
  }
  counters_.accepted += parts;
  ++counters_.messages;
  ++counters_.messages_by_type[message_.type];
  sink_->on_message(message_);
}

void Reader::Impl::reject(Rejection reason, std::string_view text, std::uint64_t sentences) {
  counters_.reject(reason, sentences);
  sink_->on_rejected(reason, text, counters_.lines);
}

void Reader::Impl::complete(const Assembler::Group& group) {
  std::array<char, kArmourCharactersMax + kArmourSlack> text;
  std::size_t used = 0;
  bool whole_characters = true;
  for (std::uint8_t n = 1; n <= group.total; ++n) {
    const auto& part = group.part[n];
    std::memcpy(text.data() + used, group.text.data() + part.first, part.size);
    used += part.size;
    whole_characters = whole_characters && (n == group.total || part.fill == 0);
  }
  text[used] = '\n';
  std::uint32_t bits = 0;
  if (whole_characters) {
    const ArmourScan scan = scan_(text.data(), text.data(), message_.payload.bytes.data());
    bits = scan.characters * 6;
    bits -= std::min<std::uint32_t>(group.part[group.total].fill, bits);
  } else {  // a part before the last ends inside a character
    message_.payload.clear();
    for (std::uint8_t n = 1; n <= group.total; ++n) {
      const auto& part = group.part[n];
      for (std::size_t i = 0; i < part.size; ++i) {
        const auto value = kArmourValue[static_cast<unsigned char>(group.text[part.first + i])];
        const unsigned drop = i + 1U == part.size ? part.fill : 0U;
        if (!message_.payload.append(static_cast<std::uint64_t>(value) >> drop, 6U - drop)) {
          reject(Rejection::kMessageTooLong, {}, group.total);
          return;
        }
      }
    }
    bits = message_.payload.bits;
  }
  if (bits > ais::kPayloadBitsMax) {
    reject(Rejection::kMessageTooLong, {}, group.total);
    return;
  }
  message_.context = group.context;
  message_.tags = group.tags;
  deliver(bits, group.total, {text.data(), used});
}

void Reader::Impl::lost(std::uint64_t parts, Rejection reason) { reject(reason, {}, parts); }

void Reader::Impl::duplicate() { ++counters_.duplicates; }

}  // namespace fairlead::decode
