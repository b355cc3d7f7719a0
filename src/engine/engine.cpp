// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {
namespace {

constexpr std::uint8_t kStateVersion = 1;

}  // namespace

Engine::Engine(EngineLimits limits) : tracker_(limits.tracker) {}

const Effects& Engine::step(const Event& event) {
  FL_ASSERT(event.slot == slot_ + 1);
  effects_.tracks.clear();
  effects_.declared.clear();
  effects_.observations = 0;
  slot_ = event.slot;
  closed_at_ = event.closed_at;
  picture_time_ = std::max(picture_time_, event.picture_time);

  for (const Command& command : event.commands) {
    std::visit([this](const DeclareSource& c) { effects_.declared.push_back(declare(c.source)); }, command);
  }
  for (const domain::ObservationBatch& batch : event.batches) {
    for (const domain::Observation& received : batch.observations) {
      domain::Observation observation = received;
      observation.id = domain::ObservationId(++observations_total_);
      tracker_.absorb(observation, effects_.tracks);
    }
    effects_.observations += batch.observations.size();
  }
  tracker_.advance(picture_time_, effects_.tracks);
  return effects_;
}

domain::SourceId Engine::declare(const domain::Source& source) {
  for (auto& [id, known] : sources_) {
    if (known.name != source.name) continue;
    known = source;
    known.id = id;
    return id;
  }
  const domain::SourceId id(sources_.empty() ? 1 : sources_.rbegin()->first.number() + 1);
  domain::Source& added = sources_[id] = source;
  added.id = id;
  return id;
}

std::string Engine::save() const {
  wire::ByteWriter out;
  out.u8(kStateVersion);
  out.varint(slot_);
  out.instant(closed_at_);
  out.instant(picture_time_);
  out.varint(observations_total_);
  out.varint(sources_.size());
  for (const auto& [id, source] : sources_) wire::write(out, source);
  tracker_.save(out);
  return out.take();
}

Result<Engine> Engine::restore(std::string_view state, EngineLimits limits) {
  wire::ByteReader in(state);
  const std::uint8_t version = in.u8();
  if (version > kStateVersion) {
    return fail(ErrorCode::newer_version,
                fmt::format("a state of version {} was written by a newer fairlead; this one reads up to {}", version,
                            kStateVersion));
  }
  Engine engine(limits);
  engine.slot_ = in.varint();
  engine.closed_at_ = in.instant();
  engine.picture_time_ = in.instant();
  engine.observations_total_ = in.varint();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    domain::Source source = wire::read_source(in);
    const domain::SourceId id = source.id;
    engine.sources_.emplace_hint(engine.sources_.end(), id, std::move(source));
  }
  if (!in.ok() || version == 0) return fail(ErrorCode::corrupt, "an engine state that cannot be read");
  FL_TRY(engine.tracker_, fusion::Tracker::restore(in, limits.tracker));
  if (!in.ok() || !in.at_end()) return fail(ErrorCode::corrupt, "an engine state that cannot be read");
  return engine;
}

}  // namespace fairlead::engine
