// SPDX-License-Identifier: Apache-2.0
// What the book tells: contacts at a moment, why they are what they are, and what it learnt of sources.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "contacts/book.hpp"
#include "contacts/branch.hpp"
#include "contacts/numbers.hpp"
#include "contacts/tuning.hpp"

namespace fairlead::fusion {

std::vector<ContactView> ContactBook::at(Instant at, bool shown_only, const ContactNames* names) const {
  std::vector<ContactView> views;
  std::vector<Branch> moved;
  for (const Contact& contact : contacts_) {
    if (contact.existence <= 0) continue;
    const double dt = std::clamp(static_cast<double>((at - contact.at).count()) / 1000, 0.0, 1e6);
    const double existence = contact.existence * exponential(-dt / tuning::kLifetime);
    if (shown_only && existence < 0.5) continue;
    const std::vector<Branch>* branches = &contact.branches;
    if (dt > 0) {
      moved = contact.branches;
      for (Branch& b : moved) coast_branch(b, dt);
      branches = &moved;
    }
    const Gauss whole = whole_of(*branches);
    ContactView view;
    view.place = contact.anchor.to_place(whole.position);
    // Shown when that is likelier to help than to mislead, both told in squares of distance.
    const double half = settings_.useful_error_m * settings_.useful_error_m;
    const double square = std::min(whole.pp.ee + whole.pp.nn, half);
    view.shown = existence * (half - square) > (1 - existence) * half && inside(view.place, 0);
    if (shown_only && !view.shown) continue;
    view.id = contact.id;
    view.lasting_id = names != nullptr ? names->of(contact.birth) : contact.id;
    view.velocity_east = whole.velocity.e;
    view.velocity_north = whole.velocity.n;
    view.error = {whole.pp.ee, whole.pp.en, whole.pp.nn};
    view.velocity_sigma = std::sqrt(std::max(0.0, (whole.vv.ee + whole.vv.nn) / 2));
    view.existence = existence;
    view.small_probability = contact.small;
    for (const Branch& b : *branches) view.turn_deg_s += b.weight * turn_of(b);
    view.first_at = contact.first_at;
    view.seen_at = contact.seen_at;
    view.seen_by = contact.seen_by;
    view.mmsi = name_of(*branches, view.mmsi_probability);
    views.push_back(std::move(view));
  }
  return views;
}

void ContactBook::collect_births(std::set<Birth>& births) const {
  for (const Contact& contact : contacts_) {
    if (contact.existence > 0) births.insert(contact.birth);
  }
}

// Numbers of sources and of contacts stay out: partners read these words, and such numbers count what they do not get.
std::vector<std::string> ContactBook::reasons(std::uint64_t id) const {
  std::vector<std::string> words;
  const auto found = std::ranges::lower_bound(contacts_, id, {}, &Contact::id);
  if (found == contacts_.end() || found->id != id || found->existence <= 0) return words;
  for (const Note& n : found->notes) {
    const std::string at = to_rfc3339(n.at);
    switch (n.kind) {
      case Note::Kind::named:
        words.push_back(
            fmt::format("one with MMSI {:09} since {}: its report lay {:.0f} m from here, probability {:.4f}", n.mmsi,
                        at, n.distance, n.figure));
        break;
      case Note::Kind::renamed:
        words.push_back(
            fmt::format("MMSI changed from {:09} to {:09} at {}, course and speed went on", n.mmsi_before, n.mmsi, at));
        break;
      case Note::Kind::name_elsewhere:
        words.push_back(fmt::format("kept apart from another contact: at {} MMSI {:09} was reported {:.1f} km away", at,
                                    n.mmsi, n.distance / 1000));
        break;
      case Note::Kind::name_twice:
        words.push_back(
            fmt::format("kept apart from another contact, which had MMSI {:09} too: {:.1f} km away, seen {:.0f} s "
                        "before {}",
                        n.mmsi, n.distance / 1000, n.figure, at));
        break;
      case Note::Kind::twins:
        words.push_back(
            fmt::format("joined with another contact at {}: {:.0f} m apart, the same course and speed, and it was "
                        "there with probability {:.2f} only beside this one",
                        at, n.distance, n.figure));
        break;
    }
  }
  for (const Looked& l : found->looked) {
    if (l.plots == 0 && l.expected >= 3) {
      words.push_back(
          fmt::format("a source that looked there should have seen it about {:.0f} times and never did: the reported "
                      "place is contradicted",
                      l.expected));
    }
  }
  return words;
}

std::vector<SourceView> ContactBook::sources() const {
  std::vector<SourceView> views;
  for (const auto& [id, source] : sources_) {
    SourceView view;
    view.source = id;
    view.false_plots_per_m2 = source.false_density;
    view.range_bias_m = source.bias.range;
    view.range_bias_sigma_m = std::sqrt(source.bias.range_variance);
    view.bearing_bias_deg = source.bias.bearing * (180 / kPi);
    view.bearing_bias_sigma_deg = std::sqrt(source.bias.bearing_variance) * (180 / kPi);
    view.bias_plots = source.bias.plots;
    views.push_back(view);
  }
  return views;
}

}  // namespace fairlead::fusion
