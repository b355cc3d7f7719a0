// SPDX-License-Identifier: Apache-2.0
// What a Watch is told: one observation that became part of a track.
//
// `at` is when it was so, by whoever observed it; `received_at` is when we got it. Behaviour is judged by `at`.
// Threads: plain values; the pointers are borrowed for the call.
#pragma once

#include <optional>
#include <string_view>

#include "domain/observation.hpp"
#include "domain/track.hpp"

namespace fairlead::behaviour {

struct Sighting {
  domain::TrackId track;
  domain::ObservationId evidence;
  domain::SensorKind sensor = domain::SensorKind::ais;
  domain::TrackKind kind = domain::TrackKind::contact;  // of the track, identity and all
  domain::TrackFlags flags;                             // of the track
  Instant at;
  Instant received_at;
  std::optional<geo::Position> position;  // none for static data and texts
  Length sigma = Length::metres(15);
  std::optional<Speed> speed;  // over ground, as reported or, for a contact, as estimated
  std::optional<Course> course;
  std::optional<Heading> heading;
  std::optional<std::uint8_t> nav_status;
  std::optional<domain::Mmsi> mmsi;              // of the track
  const domain::StaticClaims* claims = nullptr;  // what this observation claims; null when nothing
  std::optional<Length> length;                  // as a sensor measured it
  std::string_view seen_as;                      // the observer's word: go-fast, fishing
};

}  // namespace fairlead::behaviour
