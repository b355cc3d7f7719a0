// SPDX-License-Identifier: Apache-2.0
#include "fusion/tracker.hpp"

#include <utility>

#include "contact_views.hpp"
#include "picture.hpp"

namespace fairlead::fusion {

Tracker::Tracker(const TrackerLimits& limits)
    : picture_(std::make_unique<Picture>(limits)), contacts_(std::make_unique<ContactViews>()) {}
Tracker::Tracker(std::unique_ptr<Picture> picture)
    : picture_(std::move(picture)), contacts_(std::make_unique<ContactViews>()) {}
Tracker::~Tracker() = default;
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;

void Tracker::absorb(const domain::Observation& observation, TrackChanges& changes) {
  const Share home{kHomeView, &observation};
  absorb(observation, {&home, 1}, changes);
}

void Tracker::absorb(const domain::Observation& received, std::span<const Share> shares, TrackChanges& changes) {
  if (ContactViews::is_plot(received)) {
    contacts_->take(received, shares, estimates_);
    show(changes);
    return;
  }
  picture_->absorb(received, shares, changes);
  if (contacts_->anyone_looks()) contacts_->hear(received, shares);
}

void Tracker::absorb(const domain::Scan& scan, ViewMask views, TrackChanges& changes) {
  contacts_->end_scan(scan, views, estimates_);
  show(changes);
}

void Tracker::show(TrackChanges& changes) {
  for (const Estimate& estimate : estimates_) picture_->take_estimate(estimate, changes);
  estimates_.clear();
}

void Tracker::advance(Instant now, TrackChanges& changes) { picture_->advance(now, changes); }
const domain::Track* Tracker::find(domain::TrackId id) const { return picture_->find(id); }
void Tracker::forget(ViewMask views, TrackChanges& changes) {
  picture_->forget(views, changes);
  contacts_->forget(views);
}
ViewMask Tracker::views_of(domain::TrackId id) const { return picture_->views_of(id); }
std::uint64_t Tracker::opened(domain::TrackId id) const { return picture_->opened(id); }
std::optional<domain::TrackId> Tracker::home_of(domain::TrackId id) const { return picture_->home_of(id); }
std::size_t Tracker::size(ViewMask view) const { return picture_->size(view); }
void Tracker::visit_all(ViewMask views, void (*visit)(void*, const domain::Track&, ViewMask), void* context) const {
  picture_->visit_all(views, visit, context);
}
void Tracker::save(wire::ByteWriter& out) const {
  picture_->save(out);
  contacts_->save(out);
}

Result<Tracker> Tracker::restore(wire::ByteReader& in, const TrackerLimits& limits) {
  auto picture = std::make_unique<Picture>(limits);
  FL_TRY(const std::uint64_t version, picture->load(in));
  Tracker tracker(std::move(picture));
  if (version >= 3) FL_CHECK(tracker.contacts_->load(in));
  return tracker;
}

}  // namespace fairlead::fusion
