// SPDX-License-Identifier: Apache-2.0
// One contact inside the tracker of contacts, and the small plane about an anchor in which its states are kept.
//
// Threads: plain values.
#pragma once

#include <vector>

#include "contacts/motion_bank.hpp"
#include "contacts/names.hpp"
#include "fusion/contacts.hpp"

namespace fairlead::fusion {

// A tangent plane: place = anchor + metres / scale.
struct Anchor {
  Place place;
  double east_scale = 1;  // metres for one unit
  double north_scale = 1;
  double round = 1e300;  // east repeats after this many units

  Pair to_plane(Place p) const {
    double east = p.east - place.east;
    if (east > round / 2) east -= round;
    if (east < -round / 2) east += round;
    return {east * east_scale, (p.north - place.north) * north_scale};
  }
  Place to_place(Pair p) const { return {place.east + p.e / east_scale, place.north + p.n / north_scale}; }
};
Anchor anchor_at(Ground ground, Place place);

// Something worth telling about how a contact came to be what it is.
struct Note {
  enum class Kind : std::uint8_t { named, renamed, name_elsewhere, name_twice, twins };
  Kind kind = Kind::named;
  Instant at;
  std::uint32_t mmsi = 0;
  std::uint32_t mmsi_before = 0;
  std::uint64_t contact = 0;
  double distance = 0;
  double figure = 0;  // what it means depends on the kind
};
inline constexpr std::size_t kNotesMax = 6;

// How often a source should have seen it, and how often it did.
struct Looked {
  domain::SourceId source;
  double expected = 0;
  std::uint32_t plots = 0;
};

struct Contact {
  std::uint64_t id = 0;
  Birth birth;
  Anchor anchor;
  Instant at;  // of the states
  Instant first_at;
  Instant seen_at;  // of the last plot that was more likely its own than not
  double existence = 0;
  double existence_first = 0;
  double existence_most = 0;
  double small = 0.5;  // probability of being a small craft
  std::vector<Branch> branches;
  std::vector<ContactView::Seen> seen_by;
  Instant named_at;  // of the last report with an identity
  bool named = false;
  std::vector<Looked> looked;
  std::vector<Note> notes;
  // Where the index has it; no part of the state.
  Place filed;
  bool strayed = false;

  void note(const Note& n) {
    if (notes.size() == kNotesMax) notes.erase(notes.begin() + 1);  // the first one and the newest tell most
    notes.push_back(n);
  }
};

}  // namespace fairlead::fusion
