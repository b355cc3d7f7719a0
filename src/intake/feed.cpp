// SPDX-License-Identifier: Apache-2.0
// From pieces of lines to batches of observations.
#include "feed.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"

namespace fairlead::intake {

namespace {

// A line as the journal keeps it: without its end and without blanks around it.
std::string_view kept(std::string_view line, std::size_t max) { return trim(line).substr(0, max); }

}  // namespace

Feed::Feed(domain::SourceId source, Meter& meter, FeedForm form)
    : source_(source), meter_(meter), form_(std::move(form)), observer_(source) {
  form_.foreign.source = source;
}

bool Feed::know_form(std::string_view first_bytes, bool complete) {
  if (!form_.format) {
    form_.format = decode::detect_format(first_bytes, complete);
    if (!form_.format) return false;
    log::info("source_format", {{"source", std::uint64_t{source_.number()}}, {"format", decode::name(*form_.format)}});
  }
  if (*form_.format != decode::Format::nmea && !foreign_) {
    foreign_ = decode::ForeignReader::open(*form_.format, form_.foreign);
  }
  return true;
}

void Feed::take(LineBuffer& lines, Instant received_at, bool at_end) {
  if (lines.pending() == 0 || !know_form(lines.view(), at_end)) return;
  if (!foreign_) {
    while (const auto piece = lines.next(at_end)) take(*piece, received_at);
    return;
  }
  received_at_ = received_at;
  shift_ = Duration(0);
  foreign_->feed(lines.take_all(), *this, received_at);
  if (at_end) foreign_->end_of_datagram(*this);
  foreign_counters_ = foreign_->counters();
}

void Feed::take(const LineBuffer::Piece& piece, Instant received_at, Duration shift) {
  received_at_ = received_at;
  shift_ = shift;
  line_ = piece.is_whole() ? piece.bytes : std::string_view();
  remember_part();
  reader_.feed(piece.bytes, *this, received_at);
  // The last line of a file or datagram may lack its end; it is decoded while its text is at hand.
  if (piece.ends && piece.bytes.back() != '\n' && piece.bytes.back() != '\r') reader_.feed("\n", *this, received_at);
}

void Feed::tick(Instant now) {
  line_ = {};
  received_at_ = now;
  reader_.tick(now, *this);
}

void Feed::finish() {
  if (foreign_) {
    foreign_->finish(*this);
    foreign_counters_ = foreign_->counters();
  }
  line_ = {};
  reader_.finish(*this);
}

void Feed::report() {
  const auto& counters = reader_.counters();
  if (counters.lines != reported_.lines || counters.sentences != reported_.sentences ||
      counters.rejected != reported_.rejected || counters.messages != reported_.messages) {
    meter_.decoded(reported_, counters);
    reported_ = counters;
  }
  if (foreign_counters_.records != foreign_reported_.records) {
    if (const auto fields = foreign_counters_.targeting_fields - foreign_reported_.targeting_fields; fields > 0) {
      log::warning("targeting_fields_dropped", {{"source", std::uint64_t{source_.number()}}, {"count", fields}});
    }
    meter_.decoded(foreign_reported_, foreign_counters_);
    foreign_reported_ = foreign_counters_;
  }
  if (observations_ == 0) return;
  meter_.observations(observations_);
  usual_size_ = observations_;  // the next batch will be about as large
  observations_ = 0;
}

void Feed::add(domain::Observation& observation, std::size_t parts) {
  observation.received_at = observation.received_at + shift_;
  if (observation.observed_at) observation.observed_at = *observation.observed_at + shift_;
  add_text(observation, parts);
  begin_batch();
  batch_.observations.push_back(std::move(observation));
  ++observations_;
}

void Feed::begin_batch() {
  if (!batch_.observations.empty()) return;
  batch_.source = source_;
  batch_.observations.reserve(usual_size_);
}

void Feed::add(domain::Observation& observation, std::string_view text, Instant received_at, Duration shift) {
  observation.received_at = received_at + shift;
  if (observation.observed_at) observation.observed_at = *observation.observed_at + shift;
  observation.text_offset = static_cast<std::uint32_t>(batch_.text.size());
  batch_.text += kept(text, kTextMax);
  observation.text_length = static_cast<std::uint32_t>(batch_.text.size()) - observation.text_offset;
  begin_batch();
  batch_.observations.push_back(std::move(observation));
  ++observations_;
}

void Feed::add(domain::Scan& scan, Instant received_at, Duration shift) {
  scan.received_at = received_at + shift;
  scan.at = scan.at + shift;
  batch_.source = source_;
  batch_.scans.push_back(std::move(scan));
}

void Feed::on_observation(domain::Observation& observation, std::string_view text) {
  add(observation, text, received_at_, shift_);
}
void Feed::on_scan(domain::Scan& scan) { add(scan, received_at_, shift_); }

void Feed::add_text(domain::Observation& observation, std::size_t parts) {
  if (line_.empty()) return;
  const auto begin = batch_.text.size();
  if (parts <= 1) {
    batch_.text += kept(line_, kTextMax);
  } else {
    // The last part came with this line; the others are among the lines before it, newest first.
    const auto& last = parts_[(next_part_ + kPartsKept - 1) % kPartsKept];
    for (std::size_t number = 1; number <= parts; ++number) {
      for (std::size_t back = 1; back <= kPartsKept; ++back) {
        const auto& part = parts_[(next_part_ + kPartsKept - back) % kPartsKept];
        if (part.number != number || part.total != parts || part.group != last.group) continue;
        if (batch_.text.size() > begin) batch_.text += '\n';
        batch_.text += part.text;
        break;
      }
    }
  }
  observation.text_offset = static_cast<std::uint32_t>(begin);
  observation.text_length = static_cast<std::uint32_t>(batch_.text.size() - begin);
}

// `!xxVDM,total,number,sequence,channel,...`: cheap enough to ask of every line whether it is one part of several.
void Feed::remember_part() {
  const auto mark = line_.find('!');
  if (mark == std::string_view::npos || line_.size() < mark + 14 || line_[mark + 6] != ',') return;
  const char total = line_[mark + 7];
  const char number = line_[mark + 9];
  if (total < '2' || total > '9' || number < '1' || number > total || line_[mark + 8] != ',') return;
  auto& part = parts_[next_part_];
  next_part_ = (next_part_ + 1) % kPartsKept;
  part.text = kept(line_, kTextMax);
  part.total = static_cast<std::uint8_t>(total - '0');
  part.number = static_cast<std::uint8_t>(number - '0');
  const auto rest = line_.substr(mark + 11);
  const auto comma = rest.find(',');
  part.group = rest.substr(0, comma == std::string_view::npos ? 0 : comma + 2);
}

void Feed::on_message(const decode::ais::Message& message) {
  if (auto observation = observer_.observe(message, received_at_)) add(*observation, message.context.parts);
}

void Feed::on_nmea(const decode::nmea::Record& record) {
  if (auto observation = observer_.observe(record, received_at_)) add(*observation, 1);
}

}  // namespace fairlead::intake
