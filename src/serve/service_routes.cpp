// SPDX-License-Identifier: Apache-2.0
// Search, sources, status, health and metrics.
#include <algorithm>

#include <fmt/format.h>

#include "api.hpp"
#include "base/text.hpp"
#include "json_writer.hpp"
#include "sources_json.hpp"
#include "track_json.hpp"

namespace fairlead::serve {
namespace {

constexpr std::size_t kVesselsDefault = 50;
constexpr std::size_t kVesselsMax = 1'000;
constexpr std::size_t kQueryMax = 64;

Instant now() { return Instant::from_unix_ms(system_wall_clock().now_ms()); }

std::size_t letters_in(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view name(engine::StoreState state) {
  static constexpr std::string_view kWords[] = {"ok", "full", "failed"};
  return kWords[static_cast<std::size_t>(state)];
}

Response status_response(const ServerOptions& options, const engine::RunnerStatus& status,
                         const engine::Picture& picture, const std::optional<engine::TimeSpan>& span, bool has_story) {
  std::uint64_t live = 0;
  picture.for_each([&](const engine::Picture::Entry& entry) {
    if (entry.track.state == domain::TrackState::live) ++live;
    return true;
  });
  JsonWriter json;
  json.text("version", options.version).text("commit", options.commit).text("mode", options.mode);
  json.text("own_name", options.own_name);
  if (!options.own_state.empty()) json.text("own_state", options.own_state);
  if (has_story) json.flag("story", true);
  json.time("started_at", status.started_at).time("now", now());
  if (picture.slot() != 0) json.time("data_time", picture.picture_time());
  json.number("slot", picture.slot()).number("tracks_live", live).number("tracks_lost", picture.size() - live);
  json.member("history") +=
      span ? fmt::format(R"({{"from":"{}","to":"{}"}})", to_rfc3339(span->from), to_rfc3339(span->to)) : "{}";
  std::string& store = json.member("store");
  store += fmt::format(R"({{"state":"{}","detail":)", name(status.store));
  append_json_string(store, status.store_detail);
  store += '}';
  Response response;
  response.body = json.take();
  return response;
}

// Age of the newest sentence of a source that ought to deliver.
struct Ages {
  std::optional<double> newest;
  std::optional<double> oldest;
  bool any = false;
};

}  // namespace

Outcome Api::vessels(const Call& call) {
  static constexpr std::string_view kKnown[] = {"q", "limit"};
  Parameters parameters(call.target, kKnown);
  const std::size_t limit = parameters.count("limit", kVesselsDefault, kVesselsMax);
  const std::string text(trim(parameters.text("q").value_or("")));
  if (!parameters.refusal()) {
    if (text.empty()) parameters.refuse("q", "`q` is missing: say what to look for", "missing_parameter");
    if (letters_in(text) > kQueryMax) parameters.refuse("q", fmt::format("`q` has more than {} characters", kQueryMax));
  }
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  PicturePtr now = picture();
  if (!now) return no_picture(call.request);
  return Deferred{[search = search_, now, text, limit] {
    Response response;
    response.body = "{\"vessels\":[";
    bool first = true;
    for (const Hit& hit : search->find(*now, text, limit)) {
      if (!first) response.body += ',';
      first = false;
      append_vessel(response.body, hit);
    }
    response.body += "]}";
    return response;
  }};
}

Outcome Api::sources(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  Response response;
  response.body = "{";
  append_sources(response.body, inputs_, now());
  response.body += '}';
  return response;
}

Outcome Api::status(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  PicturePtr newest = picture();
  if (!newest) return no_picture(call.request);
  return Deferred{[&options = options_, &inputs = inputs_, request = call.request, newest] {
    std::optional<engine::TimeSpan> span;
    if (inputs.history != nullptr) {
      const auto found = inputs.history->span();
      if (!found) return history_failed(request, found.error());
      span = *found;
    }
    return status_response(options, inputs.status ? inputs.status() : engine::RunnerStatus{}, *newest, span,
                           static_cast<bool>(inputs.story.shown));
  }};
}

Outcome Api::healthz(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  Response response;
  response.constant_body = R"({"status":"ok"})";
  return response;
}

Outcome Api::readyz(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  if (!picture()) return no_picture(call.request);
  if (inputs_.status) {
    const engine::RunnerStatus status = inputs_.status();
    if (status.store != engine::StoreState::ok) {
      return problem(call.request, 503, "store_unavailable",
                     status.store == engine::StoreState::full
                         ? "the disk is full: nothing new is accepted until there is room"
                         : "the store does not take what comes in; the log says why");
    }
  }
  Response response;
  response.constant_body = R"({"status":"ok"})";
  return response;
}

Outcome Api::freshz(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  Ages ages;
  std::string list = "[";
  const Instant moment = now();
  for (const domain::SourceHealth& health : inputs_.sources ? inputs_.sources() : std::vector<domain::SourceHealth>()) {
    JsonWriter json;
    json.text("name", health.source.name).text("state", domain::name(health.state));
    const bool counts = health.state != domain::SourceState::stopped && health.state != domain::SourceState::finished;
    ages.any = ages.any || counts;
    if (health.last_sentence_at) {
      const double age = std::max(0.0, static_cast<double>((moment - *health.last_sentence_at).count()) / 1000.0);
      json.number("age_s", age);
      if (counts) {
        ages.newest = std::min(ages.newest.value_or(age), age);
        ages.oldest = std::max(ages.oldest.value_or(age), age);
      }
    }
    if (list.size() > 1) list += ',';
    list += json.take();
  }
  const double age_max = static_cast<double>(options_.limits.fresh_age_max.count()) / 1000.0;
  const bool fresh = ages.newest && *ages.newest <= age_max;
  JsonWriter json;
  json.text("status", fresh ? "fresh" : ages.any ? "stale" : "no_sources");
  if (ages.newest) json.number("newest_age_s", *ages.newest).number("oldest_age_s", *ages.oldest);
  // Which sources there are is for those who may see the picture.
  if (call.caller.actor && call.caller.actor->permissions().has(accounts::Permission::read_picture)) {
    json.member("sources") += list + "]";
  }
  Response response;
  response.status = fresh ? 200 : 503;
  if (!fresh) response.headers.emplace_back("Retry-After", "5");
  response.body = json.take();
  return response;
}

Outcome Api::metrics(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = metrics_.page(options_, inputs_, now());
  return response;
}

}  // namespace fairlead::serve
