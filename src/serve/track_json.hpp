// SPDX-License-Identifier: Apache-2.0
// The forms of tracks in the API that are not plain Track objects.
//
// Threads: any.
#pragma once

#include <string>

#include "engine/picture.hpp"
#include "engine/store.hpp"
#include "search_index.hpp"
#include "wire/json.hpp"

namespace fairlead::serve {

// A track as it stood at `when`: position and motion of the point, identity as known now (`now` may be null).
void append_past_track(std::string& out, const engine::HistoryPoint& point, const engine::Picture::Entry* now,
                       Instant when, const wire::SourceName& source_name);
// The TrackHistory object.
void append_history(std::string& out, domain::TrackId id, const engine::History::Points& points, Instant from,
                    Instant to);
// The Vessel object.
void append_vessel(std::string& out, const Hit& hit);
// [id, t_ms, lat, lon, speed_mps, course_deg, heading_deg, state]
void append_moved(std::string& out, const domain::Track& track);

}  // namespace fairlead::serve
