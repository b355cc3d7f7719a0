// SPDX-License-Identifier: Apache-2.0
// From pieces of lines to batches of observations.
#include "feed.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fairlead::intake {

namespace {

// A line as the journal keeps it: without its end and without blanks around it.
std::string_view kept(std::string_view line, std::size_t max) { return trim(line).substr(0, max); }

}  // namespace

Feed::Feed(domain::SourceId source, Meter& meter) : source_(source), meter_(meter), observer_(source) {}

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
  if (observations_ == 0) return;
  meter_.observations(observations_);
  usual_size_ = observations_;  // the next batch will be about as large
  observations_ = 0;
}

void Feed::add(domain::Observation& observation, std::size_t parts) {
  observation.received_at = observation.received_at + shift_;
  if (observation.observed_at) observation.observed_at = *observation.observed_at + shift_;
  add_text(observation, parts);
  if (batch_.observations.empty()) {
    batch_.source = source_;
    batch_.observations.reserve(usual_size_);
  }
  batch_.observations.push_back(std::move(observation));
  ++observations_;
}

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
