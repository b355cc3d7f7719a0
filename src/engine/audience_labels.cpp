// SPDX-License-Identifier: Apache-2.0
// Labels: of sources, of observations that carry their own, and of the tracks that both fed.
#include "audience.hpp"
#include "own_label.hpp"
#include "release/plain_label.hpp"
#include "track_decision.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {

namespace {

constexpr std::size_t kOwnLabelsMax = 65'536;

}  // namespace

LabelOfSources Audience::make_label(std::span<const domain::SourceId> of, const Sources& sources) const {
  LabelOfSources made;
  const domain::Label* own = nullptr;
  if (!of.empty() && is_own(of.back())) {
    own = &own_labels_[own_of(of.back()) - 1];
    of = of.first(of.size() - 1);
  }
  auto marking = marking_of(of, sources, own);
  made.prepared = moment_->prepare(marking ? &*marking : nullptr);
  if (marking) made.marking = std::move(*marking);
  made.digest = release::digest(made.marking);
  return made;
}

std::uint32_t Audience::label_of(std::span<const domain::SourceId> of, const Sources& sources) {
  const std::vector<domain::SourceId> key(of.begin(), of.end());
  const auto [place, is_new] = label_numbers_.try_emplace(key, static_cast<std::uint32_t>(label_numbers_.size()));
  if (is_new) labels_.push_back(make_label(of, sources));
  return place->second;
}

std::uint32_t Audience::label_of(std::span<const domain::SourceId> of, std::uint32_t own, const Sources& sources) {
  if (own == 0) return label_of(of, sources);
  std::vector<domain::SourceId> key(of.begin(), of.end());
  key.push_back(own_id(own));
  return label_of(key, sources);
}

std::uint32_t Audience::label_of(const domain::Observation& observation, const Sources& sources) {
  std::uint32_t own = 0;
  if (observation.detection && observation.detection->label) own = own_number(*observation.detection->label);
  return label_of({&observation.source, 1}, own, sources);
}

std::uint32_t Audience::own_number(const domain::Label& label) {
  wire::ByteWriter out;
  // More kinds than anyone has use for: what comes after is for nobody.
  const domain::Label nobody;
  const bool full = own_labels_.size() >= kOwnLabelsMax;
  wire::write(out, full ? nobody : label);
  const auto [place, is_new] = own_numbers_.try_emplace(out.take(), 0);
  if (is_new) {
    own_labels_.push_back(full ? nobody : label);
    place->second = static_cast<std::uint32_t>(own_labels_.size());
  }
  return place->second;
}

void Audience::inherit(const fusion::TrackChanges& changes, Mark from, const fusion::Tracker& tracker) {
  if (carried_.empty() && track_own_.empty()) return;
  const auto add = [&](domain::TrackId track, std::uint32_t own) {
    std::uint32_t& held = track_own_[track.number()];
    if (held == 0 || held == own) {
      held = own;
    } else {
      held = own_number(release::label_of(
          release::strictest(release::marking_of(own_labels_[held - 1]), release::marking_of(own_labels_[own - 1]))));
    }
  };
  // A copy is made before it is fed.
  for (std::size_t i = from.moved; i < changes.moved.size(); ++i) {
    const auto held = track_own_.find(changes.moved[i].from.number());
    if (held != track_own_.end()) add(changes.moved[i].to, std::uint32_t{held->second});
  }
  for (std::size_t i = from.fed; i < changes.fed.size(); ++i) {
    const auto carried = carried_.find(changes.fed[i].observation.number());
    if (carried != carried_.end()) add(changes.fed[i].track, carried->second.first);
  }
  for (std::size_t i = from.closed; i < changes.closed_for.size(); ++i) {
    const domain::TrackId id = changes.closed_for[i].id;
    if (tracker.find(id) == nullptr) track_own_.erase(id.number());
  }
}

std::optional<release::Marking> Audience::controlled_marking(const domain::Track& track, const Sources& sources) const {
  std::optional<release::Marking> whole;
  const auto add = [&](release::Marking marking) {
    whole = whole ? release::strictest(*whole, marking) : std::move(marking);
  };
  for (const domain::SourceId id : track.sources) {
    const auto source = sources.find(id);
    if (source == sources.end() || source->second.label == domain::Label{}) continue;
    add(release::marking_of(source->second.label));
  }
  if (const auto own = track_own_.find(track.id.number()); own != track_own_.end()) {
    add(release::marking_of(own_labels_[own->second - 1]));
  }
  return whole;
}

const domain::Label* Audience::own_label(domain::TrackId track) const {
  const auto own = track_own_.find(track.number());
  return own == track_own_.end() || own->second == 0 ? nullptr : &own_labels_[own->second - 1];
}

std::map<domain::TrackId, domain::Label> Audience::own_labels() const {
  std::map<domain::TrackId, domain::Label> all;
  for (const auto& [track, own] : track_own_) all.emplace(domain::TrackId(track), own_labels_[own - 1]);
  return all;
}

}  // namespace fairlead::engine
