// SPDX-License-Identifier: Apache-2.0
#include "track_json.hpp"

#include "base/text.hpp"

namespace fairlead::serve {
namespace {

// Silent for longer than this at the moment asked for, a past track is given as lost; as for ships in the tracker.
constexpr Duration kLostAfter = std::chrono::minutes(10);

// The same decimals as in Track objects.
void append_motion(std::string& out, const std::optional<Speed>& speed, const std::optional<Course>& course,
                   const std::optional<Heading>& heading) {
  const auto append = [&](const auto& value, auto number, int digits) {
    out += ',';
    if (value) {
      wire::append_real(out, number(*value), digits);
    } else {
      out += "null";
    }
  };
  append(speed, [](Speed s) { return s.in_metres_per_second(); }, 3);
  append(course, [](Course c) { return c.in_degrees(); }, 1);
  append(heading, [](Heading h) { return h.in_degrees(); }, 1);
}

void append_place(std::string& out, const std::optional<geo::Position>& position) {
  if (!position) {
    out += ",null,null";
    return;
  }
  out += ',';
  geo::append_degrees(out, position->latitude_units());
  out += ',';
  geo::append_degrees(out, position->longitude_units());
}

// Cuts a member with a text or number value out of the object that begins at `from`. Its name cannot stand inside a
// text, because quotes are escaped there.
void cut_member(std::string& out, std::size_t from, std::string_view name) {
  std::string pattern = ",\"";
  pattern += name;
  pattern += "\":";
  const std::size_t begin = out.find(pattern, from);
  if (begin == std::string::npos) return;
  std::size_t end = begin + pattern.size();
  end = out[end] == '"' ? out.find('"', end + 1) + 1 : out.find_first_of(",}", end);
  out.erase(begin, end - begin);
}

}  // namespace

void append_past_track(std::string& out, const engine::HistoryPoint& point, const engine::Picture::Entry* now,
                       Instant when, const wire::SourceName& source_name) {
  domain::Track past;
  past.id = point.track;
  if (now != nullptr) {
    past.kind = now->track.kind;
    past.flags = now->track.flags;
    past.mmsi = now->track.mmsi;
    past.claims = now->track.claims;
    past.claims_at = now->track.claims_at;
    past.sources = now->track.sources;
  }
  past.state = when - point.at > kLostAfter ? domain::TrackState::lost : domain::TrackState::live;
  past.position = point.position;
  past.observed_at = point.at;
  past.speed = point.speed;
  past.course = point.course;
  past.heading = point.heading;
  const std::size_t begin = out.size();
  wire::append_json(out, past, source_name);
  // The history does not keep these; they are unknown then.
  for (const std::string_view name : {"position_sigma_m", "received_at", "first_at", "observations"}) {
    cut_member(out, begin, name);
  }
}

void append_history(std::string& out, domain::TrackId id, const engine::History::Points& points, Instant from,
                    Instant to) {
  out.reserve(out.size() + 128 + points.points.size() * 56);
  out += "{\"id\":\"";
  out += domain::to_text(id);
  out += "\",\"points\":[";
  bool first = true;
  for (const engine::HistoryPoint& point : points.points) {
    out += first ? "[" : ",[";
    first = false;
    append_number(out, point.at.unix_ms());
    append_place(out, point.position);
    append_motion(out, point.speed, point.course, point.heading);
    out += ']';
  }
  out += "],\"from\":\"";
  append_rfc3339(out, from);
  out += "\",\"to\":\"";
  append_rfc3339(out, to);
  out += points.truncated ? "\",\"truncated\":true}" : "\",\"truncated\":false}";
}

void append_vessel(std::string& out, const Hit& hit) {
  const domain::Track& track = hit.entry->track;
  const auto text = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += ",\"";
    out += name;
    out += "\":";
    append_json_string(out, value);
  };
  out += "{\"track_id\":\"";
  out += domain::to_text(track.id);
  out += '"';
  if (track.mmsi) {
    out += ",\"mmsi\":";
    append_number(out, track.mmsi->number());
  }
  text("name", track.claims.name);
  text("call_sign", track.claims.call_sign);
  if (track.claims.imo) {
    out += ",\"imo\":";
    append_number(out, *track.claims.imo);
  }
  if (track.mmsi) text("flag", track.mmsi->flag());
  text("kind", domain::name(track.kind));
  text("state", domain::name(track.state));
  if (track.position) {
    out += ",\"position\":";
    wire::append_json(out, *track.position);
  }
  out += ",\"observed_at\":\"";
  append_rfc3339(out, track.observed_at);
  out += "\",\"matched\":\"";
  out += name(hit.matched);
  out += "\"}";
}

void append_moved(std::string& out, const domain::Track& track) {
  out += "[\"";
  out += domain::to_text(track.id);
  out += "\",";
  append_number(out, track.observed_at.unix_ms());
  append_place(out, track.position);
  append_motion(out, track.speed, track.course, track.heading);
  out += ",\"";
  out += domain::name(track.state);
  out += "\"]";
}

}  // namespace fairlead::serve
