// SPDX-License-Identifier: Apache-2.0
#include "fusion/tracker.hpp"

#include <utility>

#include "picture.hpp"

namespace fairlead::fusion {

Tracker::Tracker(const TrackerLimits& limits) : picture_(std::make_unique<Picture>(limits)) {}
Tracker::Tracker(std::unique_ptr<Picture> picture) : picture_(std::move(picture)) {}
Tracker::~Tracker() = default;
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;

void Tracker::absorb(const domain::Observation& observation, TrackChanges& changes) {
  picture_->absorb(observation, changes);
}
void Tracker::advance(Instant now, TrackChanges& changes) { picture_->advance(now, changes); }
const domain::Track* Tracker::find(domain::TrackId id) const { return picture_->find(id); }
std::size_t Tracker::size() const { return picture_->size(); }
void Tracker::visit_all(void (*visit)(void*, const domain::Track&), void* context) const {
  picture_->visit_all(visit, context);
}
void Tracker::save(wire::ByteWriter& out) const { picture_->save(out); }

Result<Tracker> Tracker::restore(wire::ByteReader& in, const TrackerLimits& limits) {
  auto picture = std::make_unique<Picture>(limits);
  FL_CHECK(picture->load(in));
  return Tracker(std::move(picture));
}

}  // namespace fairlead::fusion
