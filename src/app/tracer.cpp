// SPDX-License-Identifier: Apache-2.0
#include "tracer.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "domain/track.hpp"
#include "http/json_body.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/commitment.hpp"
#include "ledger/note.hpp"
#include "ledger/record.hpp"
#include "wire/json.hpp"

namespace fairlead::app {
namespace {

constexpr unsigned kBodiesAtOnce = 256;
constexpr std::size_t kShownMax = 1000;

// Stable over restarts, so that the index needs no table of names: the ledger has them.
trace::RecipientId recipient_of(const std::string& agency, const std::string& purpose) {
  const Digest digest = sha256(agency + '\n' + purpose);
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | digest[i];
  return trace::RecipientId(std::max(number, 1U));
}

std::optional<trace::Whereabouts> where_of(const ledger::ReleasedObject& object) {
  if (!object.placed) return std::nullopt;
  const ledger::Whereabouts& placed = *object.placed;
  const auto position = geo::Position::from_units(static_cast<std::int32_t>(placed.latitude),
                                                  static_cast<std::int32_t>(placed.longitude));
  if (!position) return std::nullopt;
  trace::Whereabouts where{placed.at, *position, Length::metres(static_cast<double>(placed.sigma_m)), std::nullopt};
  if (placed.speed_cm_per_s) {
    where.speed = Speed::metres_per_second(static_cast<double>(*placed.speed_cm_per_s) / 100);
  }
  return where;
}

void member(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
}
void text(std::string& out, std::string_view name, std::string_view value) {
  member(out, name);
  append_json_string(out, value);
}
void time(std::string& out, std::string_view name, Instant value) { text(out, name, to_rfc3339(value)); }
template <class Number>
void number(std::string& out, std::string_view name, Number value) {
  member(out, name);
  append_number(out, value);
}

std::optional<ledger::Manifest> manifest_at(const ledger::LogReader& log, std::uint64_t entry, Instant& at) {
  const auto bodies = log.bodies(entry, 1);
  if (!bodies || bodies->empty() || !bodies->front()) return std::nullopt;
  const auto bytes = ledger::record_of(*bodies->front());
  if (!bytes) return std::nullopt;
  auto record = ledger::record_from_bytes(*bytes);
  if (!record) return std::nullopt;
  at = record->at;
  auto* manifest = std::get_if<ledger::Manifest>(&record->content);
  return manifest == nullptr ? std::nullopt : std::optional(std::move(*manifest));
}

}  // namespace

Result<trace::Question> question_from_json(std::string_view json) {
  http::JsonBody body(json);
  http::JsonObject root = body.root();
  root.only({"tracks", "place", "from", "to", "lookback_hours", "speed_max_kn"});
  trace::Question question;
  for (const std::string& name : root.texts("tracks", 1000, 32)) {
    const auto id = domain::parse_track_id(name);
    if (id) {
      question.tracks.insert(*id);
    } else {
      root.refuse("tracks", fmt::format("`{}` is no track; tracks are like T-0000a3f1", name));
    }
  }
  if (auto place = root.object("place")) {
    place->only({"lat", "lon", "radius_nm"});
    for (const std::string_view name : {"lat", "lon"}) place->require(name);
    const auto latitude = place->number("lat", -90, 90);
    const auto longitude = place->number("lon", -180, 180);
    const double radius = place->number("radius_nm", 0, 1000).value_or(5);
    if (latitude && longitude) {
      question.place =
          trace::Place{*geo::Position::from_degrees(*latitude, *longitude), Length::nautical_miles(radius)};
    }
  }
  root.require("from");
  const auto from = root.time("from");
  const auto to = root.time("to");
  if (from) question.from = question.to = *from;
  if (to) question.to = *to;
  if (from && to && *to < *from) root.refuse("to", "what happened cannot end before it began");
  if (const auto hours = root.number("lookback_hours", 0, 24 * 366)) {
    question.lookback = Duration(static_cast<std::int64_t>(*hours * 3'600'000));
  }
  if (const auto knots = root.number("speed_max_kn", 1, 100)) question.speed_max = Speed::knots(*knots);
  if (question.tracks.empty() && !question.place) root.refuse("place", "a trace needs a `place`, or `tracks`");
  if (const auto& refusal = body.refusal()) {
    std::string all;
    for (const auto& fault : refusal->faults) {
      all += fmt::format("{}`{}` {}", all.empty() ? "" : "; ", fault.pointer, fault.detail);
    }
    return fail(ErrorCode::invalid_argument, all.empty() ? refusal->detail : all);
  }
  return question;
}

Result<Tracer> Tracer::open(const std::string& index_file, OpenLog log) {
  if (index_file.empty()) return Tracer(trace::ReleaseIndex::in_memory(), std::move(log));
  auto index = trace::ReleaseIndex::open(index_file);
  // An index is made again; the ledger is what counts.
  if (!index && (index.error().code == ErrorCode::corrupt || index.error().code == ErrorCode::newer_version)) {
    std::error_code error;
    std::filesystem::remove(index_file, error);
    index = trace::ReleaseIndex::open(index_file);
  }
  if (!index) return Failure(index.error());
  return Tracer(std::move(*index), std::move(log));
}

Result<void> Tracer::catch_up() {
  FL_TRY(const std::unique_ptr<ledger::LogReader> log, log_());
  const auto note = log->checkpoint();
  if (!note) {
    if (note.error().code == ErrorCode::not_found) return {};
    return Failure(note.error());
  }
  FL_TRY(const ledger::Note signed_head, ledger::Note::parse(*note));
  FL_TRY(const ledger::Checkpoint head, ledger::Checkpoint::parse(signed_head.text));
  std::uint64_t next = index_.covered();
  const bool any = next < head.size;
  while (next < head.size) {
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(kBodiesAtOnce, head.size - next));
    FL_TRY(const auto bodies, log->bodies(next, count));
    for (std::uint64_t i = 0; i < bodies.size(); ++i) {
      const std::uint64_t entry = next + i;
      if (!bodies[i]) {
        if (!erased_.empty() && erased_.back().second + 1 == entry) {
          erased_.back().second = entry;
        } else {
          erased_.emplace_back(entry, entry);
        }
        continue;
      }
      const auto bytes = ledger::record_of(*bodies[i]);
      if (!bytes) return fail(ErrorCode::corrupt, fmt::format("entry {} of the ledger has no record", entry));
      FL_TRY(const ledger::Record record, ledger::record_from_bytes(*bytes));
      const auto* manifest = std::get_if<ledger::Manifest>(&record.content);
      if (manifest == nullptr) continue;
      for (const ledger::ReleasedObject& object : manifest->objects) {
        const auto track = domain::parse_track_id(object.id);
        if (!track) continue;
        index_.add({entry, record.at, recipient_of(manifest->agency, manifest->purpose), *track, where_of(object)});
      }
    }
    next += bodies.size();
    if (bodies.empty()) break;
    index_.cover(next);
  }
  return any ? index_.flush() : Result<void>{};
}

Result<std::string> Tracer::answer(std::string_view asked) {
  FL_TRY(const trace::Question question, question_from_json(asked));
  FL_CHECK(catch_up());
  FL_TRY(const std::unique_ptr<ledger::LogReader> log, log_());
  const std::vector<trace::Contribution> found = index_.answer(question);
  std::string out = "{";
  time(out, "from", question.from);
  time(out, "to", question.to);
  member(out, "contributions");
  out += '[';
  std::size_t shown = 0;
  for (const trace::Contribution& c : found) {
    if (shown == kShownMax) break;
    if (shown++ != 0) out += ',';
    out += '{';
    text(out, "track", domain::to_text(c.track));
    Instant at;
    if (const auto manifest = manifest_at(*log, c.last_entry, at)) {
      text(out, "agency", manifest->agency);
      text(out, "purpose", manifest->purpose);
      text(out, "agreement", manifest->basis.agreement);
      text(out, "clause", manifest->basis.clause);
      if (manifest->basis.assessment) text(out, "assessment", *manifest->basis.assessment);
      if (manifest->basis.approver) text(out, "approver", *manifest->basis.approver);
      text(out, "outcome", manifest->outcome);
      member(out, "conditions");
      out += '[';
      for (const std::string& condition : manifest->obligations) {
        if (out.back() != '[') out += ',';
        append_json_string(out, condition);
      }
      out += ']';
      number(out, "stop_epoch", manifest->basis.stop_epoch);
      text(out, "payload_hash", hex(manifest->payload_hash));
    } else {
      text(out, "erased", "the record of this release was erased under retention; that it was made is still proved");
    }
    number(out, "releases", c.releases);
    number(out, "first_entry", c.first_entry);
    number(out, "last_entry", c.last_entry);
    time(out, "first_released_at", c.first_released_at);
    time(out, "last_released_at", c.last_released_at);
    if (c.newest.where) {
      member(out, "position");
      wire::append_json(out, c.newest.where->position);
      time(out, "placed_at", c.newest.where->at);
      number(out, "spread_nm", std::round(c.spread.in_nautical_miles() * 100) / 100);
      number(out, "speed_needed_kn", std::round(c.speed_needed.in_knots() * 10) / 10);
    }
    member(out, "likely");
    out += c.likely ? "true" : "false";
    out += '}';
  }
  out += ']';
  number(out, "found", found.size());
  member(out, "completeness");
  out += '{';
  number(out, "entries_searched", index_.covered());
  number(out, "tracks_released", index_.size());
  number(out, "without_position", index_.unplaced());
  member(out, "erased");
  out += '[';
  for (const auto& [first, last] : erased_) {
    if (out.back() != '[') out += ',';
    fmt::format_to(std::back_inserter(out), "[{},{}]", first, last);
  }
  out += "],\"cannot_be_known\":[";
  append_json_string(out, "what partners passed on, or kept after a recall");
  out += ',';
  append_json_string(out, "releases since the newest checkpoint of the ledger");
  out += "]}}";
  return out;
}

}  // namespace fairlead::app
