// SPDX-License-Identifier: Apache-2.0
// The general path: one line of whatever kind. Finds tag blocks and sentences among other bytes, reads every one that
// is whole, and counts why the others are not.
#include "decode/line_time.hpp"
#include "reader_impl.hpp"
#include "text_numbers.hpp"

namespace fairlead::decode {
namespace {

constexpr std::string_view kStarts = "\\!$";

bool is_blank(std::string_view text) noexcept {
  return text.find_first_not_of(std::string_view(" \t\0", 3)) == std::string_view::npos;
}

// The checksum that a `$PGHP` line announces for the sentence after it.
unsigned announced_checksum(std::string_view text) noexcept {
  const std::size_t star = text.find('*');
  if (star == std::string_view::npos || star < 3 || text[star - 3] != ',') {
    return 0x100;
  }
  return hex_byte(text[star - 2], text[star - 1]);
}

unsigned written_checksum(std::string_view text) noexcept {
  const std::size_t star = text.find('*');
  return star == std::string_view::npos || text.size() < star + 3 ? 0x100 : hex_byte(text[star + 1], text[star + 2]);
}

}  // namespace

void Reader::Impl::general_line(std::string_view line) {
  ++counters_.lines;
  if (counters_.lines >= assembler_.attention_line()) {
    assembler_.release_held(counters_.lines, *this);
  }
  if (line.size() > options_.line_bytes_max) {
    reject(Rejection::kLineTooLong, line.substr(0, 128));
    return;
  }
  if (is_blank(line)) {
    ++counters_.blank_lines;
    return;
  }
  if (line[line.find_first_not_of(" \t")] == '#') {
    ++counters_.comment_lines;
    return;
  }
  take_line(line);
}

void Reader::Impl::take_line(std::string_view line) {
  bool tagged = false;
  bool sentence_found = false;
  std::size_t at = line.find_first_of(kStarts);
  std::int64_t line_time_ns = ais::kNoTime;
  if (at != 0 && at != std::string_view::npos) {
    line_time_ns = parse_line_time(line.substr(0, at)).value_or(ais::kNoTime);
  }
  tags_trusted_ = false;
  while (at != std::string_view::npos) {
    if (line[at] == '\\') {
      at = line.find_first_of(kStarts, take_tag_block(line, at, tagged));
      continue;
    }
    const std::size_t next = line.find_first_of(kStarts, at + 1);
    const std::string_view text = line.substr(at, next == std::string_view::npos ? next : next - at);
    if (!tags_trusted_ && !tagged && !pending_block_.empty()) {
      tags_trusted_ = read_tags(pending_block_, tags_);
    }
    if (is_ais_sentence(text)) {
      sentence_found = true;
      take_ais(text, line_time_ns);
      pending_block_.clear();
      pghp_time_ns_ = ais::kNoTime;
    } else if (text[0] == '$') {
      sentence_found = true;
      take_nmea(text, line_time_ns);
    } else if (text.size() > 6 && written_checksum(text) <= 0xFF) {
      sentence_found = true;
      ++counters_.other_sentences;
    }
    if (sentence_found) {
      tags_trusted_ = false;
      tagged = false;
    }
    at = next;
  }
  if (sentence_found) {
    ++counters_.lines_with_sentences;
  } else if (tagged) {
    ++counters_.tag_lines;
    pending_block_.assign(tags_trusted_ ? tags_.block : std::string_view{});
  } else {
    ++counters_.garbage_lines;
  }
  expects_more_ = !pending_block_.empty() || pghp_time_ns_ != ais::kNoTime;
}

// Returns where to look on.
std::size_t Reader::Impl::take_tag_block(std::string_view line, std::size_t at, bool& tagged) {
  const std::size_t close = line.find('\\', at + 1);
  if (close == std::string_view::npos || close == at + 1) {
    return at + 1;
  }
  const std::string_view block = line.substr(at + 1, close - at - 1);
  if (block.find('!') != std::string_view::npos || block.find(':') == std::string_view::npos) {
    return at + 1;  // the end of one block and the start of another, or something else
  }
  tagged = true;
  tags_trusted_ = read_tags(block, tags_);
  if (!tags_trusted_) {
    ++counters_.tag_blocks_distrusted;
  }
  return close + 1;
}

void Reader::Impl::take_ais(std::string_view text, std::int64_t line_time_ns) {
  ++counters_.sentences;
  if (line_time_ns == ais::kNoTime && pghp_time_ns_ != ais::kNoTime &&
      (pghp_checksum_ > 0xFF || pghp_checksum_ == written_checksum(text))) {
    line_time_ns = pghp_time_ns_;
  }
  SentenceReading reading = read_sentence(text, options_.accept_missing_checksum);
  Fragment& f = reading.fragment;
  if (!reading.problem) {
    const ArmourScan scan = scan_(f.payload.data(), f.payload.data(), message_.payload.bytes.data());
    if (f.payload.size() > ais::kPayloadBitsMax / 6) {
      reading.problem = Rejection::kMessageTooLong;
    } else if (scan.characters != f.payload.size()) {
      reading.problem = Rejection::kIllegalCharacter;
    }
  }
  if (reading.problem) {
    if (reading.header_read && f.total > 1) {
      ais::SentenceContext context;
      fill_context(context, f, tags_trusted_ ? &tags_ : nullptr, nullptr, line_time_ns);
      assembler_.condemn(f, tags_trusted_ ? tags_ : Tags{}, clock_of(context), *this);
    }
    reject(*reading.problem, text);
    return;
  }
  take_whole(f, reading.trailer, line_time_ns);
}

void Reader::Impl::take_whole(const Fragment& f, const Trailer& trailer, std::int64_t line_time_ns) {
  const Tags* tags = tags_trusted_ ? &tags_ : nullptr;
  if (tags != nullptr && tags->has_group()) {
    remember_group(*tags);
  }
  if (f.total == 1) {
    if (tags != nullptr && tags->has_group() && tags->group.number > 1) {
      tags = inherited_tags(*tags);
    }
    fill_context(message_.context, f, tags, &trailer, line_time_ns);
    message_.tags.present = false;
    if (tags != nullptr) {
      read_tag_details(*tags, message_.tags);
    }
    const auto bits = static_cast<std::uint32_t>(f.payload.size() * 6);
    deliver(bits - f.fill, 1, f.payload);
    return;
  }
  ais::SentenceContext context;
  fill_context(context, f, tags, &trailer, line_time_ns);
  assembler_.add(f, tags != nullptr ? *tags : Tags{}, context, clock_of(context), *this);
}

void Reader::Impl::take_nmea(std::string_view text, std::int64_t line_time_ns) {
  if (text.starts_with("$PGHP,")) {
    ++counters_.other_sentences;
    pghp_time_ns_ = parse_pghp_time(text).value_or(ais::kNoTime);
    pghp_checksum_ = announced_checksum(text);
    return;
  }
  switch (nmea::parse(text, record_)) {
    case nmea::Outcome::kOther:
      ++counters_.other_sentences;
      return;
    case nmea::Outcome::kDamaged:
      ++counters_.nmea_rejected;
      return;
    case nmea::Outcome::kRecord:
      break;
  }
  ++counters_.nmea_records;
  Fragment none;
  none.talker = record_.talker;
  const std::size_t star = text.find('*');
  const Trailer trailer = star == std::string_view::npos ? Trailer{} : read_trailer(text.substr(star + 3));
  fill_context(record_.context, none, tags_trusted_ ? &tags_ : nullptr, &trailer, line_time_ns);
  sink_->on_nmea(record_);
}

void Reader::Impl::remember_group(const Tags& tags) {
  if (tags.group.number != 1 || tags.group.total < 2) {
    return;
  }
  RecentGroup& recent = recent_groups_[recent_next_];
  recent_next_ = (recent_next_ + 1) % recent_groups_.size();
  recent.group = tags.group;
  recent.time_ms = tags.time_ms;
  recent.station.assign(tags.station);
}

// The tags of a later line of a group, completed from the first line.
const Tags* Reader::Impl::inherited_tags(const Tags& tags) {
  if (!tags.station.empty() && tags.time_ms != ais::kNoTime) {
    return &tags;
  }
  for (std::size_t back = 1; back <= recent_groups_.size(); ++back) {
    const RecentGroup& recent = recent_groups_[(recent_next_ + recent_groups_.size() - back) % recent_groups_.size()];
    if (recent.group.total == tags.group.total && recent.group.id == tags.group.id) {
      inherited_ = tags;
      if (inherited_.station.empty()) {
        inherited_.station = recent.station.view();
      }
      if (inherited_.time_ms == ais::kNoTime) {
        inherited_.time_ms = recent.time_ms;
      }
      return &inherited_;
    }
  }
  return &tags;
}

}  // namespace fairlead::decode
