// SPDX-License-Identifier: Apache-2.0
// The state of the audience as bytes.
#include <algorithm>
#include <bit>

#include "audience.hpp"
#include "own_label.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {

using fusion::ViewMask;

namespace {

// Every member of an observation; a batch does not keep ids.
void write(wire::ByteWriter& out, const domain::Observation& observation) {
  domain::ObservationBatch batch;
  batch.source = observation.source;
  batch.observations.push_back(observation);
  batch.observations.back().text_offset = batch.observations.back().text_length = 0;
  out.varint(observation.id.number());
  wire::write(out, batch);
}

domain::Observation read_observation(wire::ByteReader& in) {
  const domain::ObservationId id(in.varint());
  domain::ObservationBatch batch = wire::read_batch(in);
  if (batch.observations.size() != 1) in.fail();
  if (!in.ok()) return {};
  batch.observations.front().id = id;
  return std::move(batch.observations.front());
}

}  // namespace

void Audience::save(wire::ByteWriter& out) const {
  out.varint(views_.size());
  for (const auto& [bit, view] : views_) {
    out.u8(bit);
    out.text(view.agency);
    out.u8(static_cast<std::uint8_t>(view.purpose));
    out.raw({reinterpret_cast<const char*>(view.secret.data()), view.secret.size()});
    out.varint(view.named);
    out.varint(view.released);
    const std::map<std::uint64_t, std::uint64_t> names(view.names.begin(), view.names.end());
    out.varint(names.size());
    for (const auto& [track, name] : names) {
      out.varint(track);
      out.fixed64(name);
    }
  }
  out.varint(held_.size());
  for (const auto& [due, held] : held_) {
    out.instant(due);
    out.varint(held.views);
    write(out, held.observation);
  }
  out.varint(known_.size());
  for (const auto& [mmsi, known] : known_) {
    out.varint(mmsi);
    out.varint(known.size());
    for (const Known& one : known) {
      out.varint(one.views);
      out.position(one.position);
      out.instant(one.at);
    }
  }
  out.instant(known_swept_);
  out.varint(noted_.size());
  for (const auto& [kind, hour] : noted_) {
    out.fixed64(kind[0]);
    out.fixed64(kind[1]);
    out.zigzag(hour);
  }
  // Feeds remember labels by their numbers.
  out.varint(label_numbers_.size());
  std::vector<const std::vector<domain::SourceId>*> by_number(label_numbers_.size());
  for (const auto& [of, number] : label_numbers_) by_number[number] = &of;
  for (const auto* of : by_number) {
    out.varint(of->size());
    for (const domain::SourceId id : *of) out.varint(id.number());
  }
  out.varint(own_labels_.size());
  for (const domain::Label& label : own_labels_) wire::write(out, label);
  out.varint(carried_.size());
  for (const auto& [observation, carried] : carried_) {
    out.varint(observation);
    out.varint(carried.first);
    out.instant(carried.second);
  }
  out.varint(track_own_.size());
  for (const auto& [track, own] : track_own_) {
    out.varint(track);
    out.varint(own);
  }
}

void Audience::restore(wire::ByteReader& in, bool with_own_labels) {
  views_.clear();
  for (std::size_t n = in.count(40); n > 0 && in.ok(); --n) {
    const std::uint8_t bit = in.u8();
    View view;
    view.agency = in.text();
    const std::uint8_t purpose = in.u8();
    const std::string_view secret = in.raw(32);
    view.named = in.varint();
    view.released = in.varint();
    for (std::size_t m = in.count(9); m > 0 && in.ok(); --m) {
      const std::uint64_t track = in.varint();
      view.names.emplace(track, in.fixed64());
    }
    if (bit == 0 || bit > kViewsMax || purpose >= release::kCount<release::Purpose> || views_.contains(bit)) in.fail();
    if (!in.ok()) return;
    view.purpose = static_cast<release::Purpose>(purpose);
    std::ranges::copy(secret, view.secret.begin());
    views_.emplace(bit, std::move(view));
  }
  held_.clear();
  held_count_.clear();
  for (std::size_t n = in.count(4); n > 0 && in.ok(); --n) {
    const Instant due = in.instant();
    Held held;
    held.views = in.varint();
    held.observation = read_observation(in);
    for (ViewMask rest = held.views; rest != 0; rest &= rest - 1) {
      ++held_count_[static_cast<std::uint8_t>(std::countr_zero(rest))];
    }
    held_.emplace(due, std::move(held));
  }
  known_.clear();
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    const auto mmsi = in.number<std::uint32_t>();
    std::vector<Known>& known = known_[mmsi];
    for (std::size_t m = in.count(3); m > 0 && in.ok(); --m) {
      Known one;
      one.views = in.varint();
      one.position = in.position();
      one.at = in.instant();
      known.push_back(one);
    }
  }
  known_swept_ = in.instant();
  noted_.clear();
  for (std::size_t n = in.count(17); n > 0 && in.ok(); --n) {
    const std::uint64_t first = in.fixed64();
    const std::uint64_t second = in.fixed64();
    noted_[{first, second}] = in.zigzag();
  }
  label_numbers_.clear();
  labels_.clear();
  sources_changed_ = true;
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::vector<domain::SourceId> of;
    for (std::size_t m = in.count(); m > 0 && in.ok(); --m) of.emplace_back(in.number<std::uint32_t>());
    label_numbers_.emplace(std::move(of), static_cast<std::uint32_t>(label_numbers_.size()));
  }
  own_labels_.clear();
  own_numbers_.clear();
  carried_.clear();
  track_own_.clear();
  for (std::size_t n = with_own_labels ? in.count() : 0; n > 0 && in.ok(); --n) {
    own_labels_.push_back(wire::read_label(in));
    wire::ByteWriter out;
    wire::write(out, own_labels_.back());
    if (!own_numbers_.emplace(out.take(), static_cast<std::uint32_t>(own_labels_.size())).second) in.fail();
  }
  const auto number = [&] {
    const auto own = in.number<std::uint32_t>();
    if (own == 0 || own > own_labels_.size()) in.fail();
    return own;
  };
  for (std::size_t n = with_own_labels ? in.count(3) : 0; n > 0 && in.ok(); --n) {
    const std::uint64_t observation = in.varint();
    const std::uint32_t own = number();
    carried_.emplace(observation, std::pair(own, in.instant()));
  }
  for (std::size_t n = with_own_labels ? in.count(2) : 0; n > 0 && in.ok(); --n) {
    const std::uint64_t track = in.varint();
    track_own_.emplace(track, number());
  }
  for (const auto& [of, label] : label_numbers_) {
    const bool sane = std::ranges::all_of(of, [&](domain::SourceId id) {
      return !is_own(id) || (id == of.back() && own_of(id) >= 1 && own_of(id) <= own_labels_.size());
    });
    if (!sane) in.fail();
  }
}

}  // namespace fairlead::engine
