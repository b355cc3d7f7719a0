// SPDX-License-Identifier: Apache-2.0
// /api/v1/tracks and what lies below it.
#include <algorithm>

#include <fmt/format.h>

#include "api.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "track_json.hpp"

namespace fairlead::serve {
namespace {

constexpr std::size_t kTracksDefault = 50;
constexpr std::size_t kTracksMax = 50'000;
constexpr std::size_t kQuickMax = 1'000;  // so many tracks are printed on the network thread
constexpr std::size_t kPointsDefault = 20'000;
constexpr std::size_t kPointsMax = 100'000;
constexpr Duration kHistoryDefault = std::chrono::hours(24);

struct TracksQuery {
  std::optional<geo::Box> box;
  std::optional<std::uint64_t> after_slot;  // of `since`
  std::optional<Instant> at;
  std::size_t limit = kTracksDefault;
  std::uint64_t after_id = 0;  // of the cursor
  std::string fixed;           // the parameters that a cursor belongs to, as a query
};

// A cursor is the last id and a check over the parameters that it belongs to: v1-<id>-<check>.
std::string cursor_after(std::uint64_t id, std::string_view fixed) {
  const std::string text = fmt::format("{:x}-{}", id, fixed);
  return fmt::format("v1-{:x}-{:08x}", id, crc32c(std::as_bytes(std::span(text))));
}

std::optional<std::uint64_t> id_of_cursor(std::string_view cursor, std::string_view fixed) {
  if (!cursor.starts_with("v1-")) return std::nullopt;
  const std::string_view rest = cursor.substr(3);
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), id, 16);
  if (error != std::errc{} || cursor != cursor_after(id, fixed)) return std::nullopt;
  (void)end;
  return id;
}

bool is_inside(const std::optional<geo::Box>& box, const std::optional<geo::Position>& position) {
  return !box || (position && box->contains(*position));
}

// Prints one page; `next` calls its argument with each track after the cursor until that returns false.
struct Page {
  const TracksQuery& query;
  std::string body;
  std::size_t count = 0;
  std::uint64_t last = 0;
  bool more = false;

  Page(const TracksQuery& q, Instant as_of, std::uint64_t slot) : query(q) {
    body.reserve(std::min<std::size_t>(query.limit, 4096) * 640);
    body = "{\"as_of\":\"";
    append_rfc3339(body, as_of);
    body += "\",\"slot\":";
    append_number(body, slot);
    body += ",\"tracks\":[";
  }
  // False when the page is full.
  bool begin(std::uint64_t id) {
    if (count == query.limit) {
      more = true;
      return false;
    }
    if (count++ != 0) body += ',';
    last = id;
    return true;
  }
  Response finish() {
    Response response;
    body += ']';
    if (more) {
      const std::string cursor = cursor_after(last, query.fixed);
      body += ",\"next_cursor\":";
      append_json_string(body, cursor);
      response.headers.emplace_back(
          "Link", fmt::format("</api/v1/tracks?{}limit={}&cursor={}>; rel=\"next\"", query.fixed, query.limit, cursor));
    }
    body += '}';
    response.body = std::move(body);
    return response;
  }
};

Response tracks_now(const TracksQuery& query, const engine::Picture& picture, const SourceNames& names) {
  Page page(query, picture.closed_at(), picture.slot());
  const wire::SourceName lookup = names.lookup();
  const auto visit = [&](const engine::Picture::Entry& entry) {
    const std::uint64_t id = entry.track.id.number();
    if (id <= query.after_id || !is_inside(query.box, entry.track.position)) return true;
    if (!page.begin(id)) return false;
    wire::append_json(page.body, entry.track, lookup);
    return true;
  };
  if (query.after_slot) {
    picture.for_each_changed_since(*query.after_slot, visit);
  } else {
    picture.for_each(visit);
  }
  return page.finish();
}

Response tracks_then(const Request& request, const TracksQuery& query, const engine::Picture& picture,
                     const SourceNames& names, engine::History& history, Duration reach) {
  Result<std::vector<engine::HistoryPoint>> points = history.at(*query.at, reach);
  if (!points) return history_failed(request, points.error());
  Page page(query, *query.at, picture.slot());
  const wire::SourceName lookup = names.lookup();
  for (const engine::HistoryPoint& point : *points) {
    const std::uint64_t id = point.track.number();
    if (id <= query.after_id || !is_inside(query.box, point.position)) continue;
    if (!page.begin(id)) break;
    append_past_track(page.body, point, picture.find(point.track), *query.at, lookup);
  }
  return page.finish();
}

}  // namespace

Outcome Api::tracks(const Call& call) {
  static constexpr std::string_view kKnown[] = {"bbox", "since", "at", "limit", "cursor"};
  Parameters parameters(call.target, kKnown);
  TracksQuery query;
  query.box = box_of(parameters, "bbox");
  query.at = parameters.time("at");
  query.limit = parameters.count("limit", kTracksDefault, kTracksMax);
  const auto since = parameters.time("since");
  if (since && query.at) parameters.refuse("since", "`since` and `at` do not go together");
  for (const std::string_view name : {"bbox", "since", "at"}) {
    if (const auto text = parameters.text(name))
      query.fixed += fmt::format("{}={}&", name, http::percent_encode(*text));
  }
  if (const auto cursor = parameters.text("cursor")) {
    const auto id = id_of_cursor(*cursor, query.fixed);
    if (!id) {
      parameters.refuse("cursor", "`cursor` is not one of ours, or belongs to other parameters", "bad_cursor");
    }
    query.after_id = id.value_or(0);
  }
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  const PicturePtr now = picture();
  if (!now) return no_picture(call.request);
  note(*now);  // its `as_of` may come back as `since`
  if (since) query.after_slot = slot_times_.newest_at(*since);

  auto names = names_.get();
  if (query.at) {
    if (inputs_.history == nullptr) return problem(call.request, 503, "history_unavailable", "no history is kept here");
    return Deferred{
        [request = call.request, query, now, names, history = inputs_.history, reach = options_.limits.playback_reach] {
          return tracks_then(request, query, *now, *names, *history, reach);
        }};
  }
  if (query.limit > kQuickMax) return Deferred{[query, now, names] { return tracks_now(query, *now, *names); }};
  return tracks_now(query, *now, *names);
}

Outcome Api::track(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  const PicturePtr now = picture();
  if (!now) return no_picture(call.request);
  const auto id = domain::parse_track_id(call.id());
  const engine::Picture::Entry* entry = id ? now->find(*id) : nullptr;
  if (entry == nullptr) return not_found(call.request, "no track has this id; ids are opaque, take them from a list");
  Response response;
  wire::append_json(response.body, entry->track, names_.get()->lookup());
  return response;
}

Outcome Api::track_history(const Call& call) {
  static constexpr std::string_view kKnown[] = {"from", "to", "limit"};
  Parameters parameters(call.target, kKnown);
  const auto from = parameters.time("from");
  const auto to = parameters.time("to");
  const std::size_t limit = parameters.count("limit", kPointsDefault, kPointsMax);
  if (from && to && *from > *to) parameters.refuse("from", "`from` lies after `to`");
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  const PicturePtr now = picture();
  if (!now) return no_picture(call.request);
  const auto id = domain::parse_track_id(call.id());
  if (!id) return not_found(call.request, "no track has this id; ids are opaque, take them from a list");
  if (inputs_.history == nullptr) return problem(call.request, 503, "history_unavailable", "no history is kept here");

  const engine::Picture::Entry* entry = now->find(*id);
  Instant newest = now->picture_time();
  if (entry != nullptr) newest = std::max(newest, entry->track.observed_at);
  const Instant end = to.value_or(from ? std::max(newest, *from) : newest);
  const Instant begin = from.value_or(end - kHistoryDefault);
  return Deferred{
      [request = call.request, id = *id, known = entry != nullptr, begin, end, limit, history = inputs_.history] {
        const auto points = history->of_track(id, begin, end, limit);
        if (!points) return history_failed(request, points.error());
        if (points->points.empty() && !known)
          return not_found(request, "no track has this id, and none had in this span");
        Response response;
        append_history(response.body, id, *points, begin, end);
        return response;
      }};
}

}  // namespace fairlead::serve
