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
  const Share home{kHomeView, &observation};
  picture_->absorb(observation, {&home, 1}, changes);
}
void Tracker::absorb(const domain::Observation& received, std::span<const Share> shares, TrackChanges& changes) {
  picture_->absorb(received, shares, changes);
}
void Tracker::advance(Instant now, TrackChanges& changes) { picture_->advance(now, changes); }
const domain::Track* Tracker::find(domain::TrackId id) const { return picture_->find(id); }
void Tracker::forget(ViewMask views, TrackChanges& changes) { picture_->forget(views, changes); }
ViewMask Tracker::views_of(domain::TrackId id) const { return picture_->views_of(id); }
std::uint64_t Tracker::opened(domain::TrackId id) const { return picture_->opened(id); }
std::size_t Tracker::size(ViewMask view) const { return picture_->size(view); }
void Tracker::visit_all(ViewMask views, void (*visit)(void*, const domain::Track&, ViewMask), void* context) const {
  picture_->visit_all(views, visit, context);
}
void Tracker::save(wire::ByteWriter& out) const { picture_->save(out); }

Result<Tracker> Tracker::restore(wire::ByteReader& in, const TrackerLimits& limits) {
  auto picture = std::make_unique<Picture>(limits);
  FL_CHECK(picture->load(in));
  return Tracker(std::move(picture));
}

}  // namespace fairlead::fusion
