// SPDX-License-Identifier: Apache-2.0
// The law of the stream: a client that applies its frames holds what a fresh read of its viewport would give.
#include "follower.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include "sea.hpp"
#include "track_json.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

// The members that a `moved` row carries, and those that describe; what neither carries is left out.
json::value essence(const json::object& track) {
  json::object kept;
  for (const char* name : {"id", "kind", "state", "mmsi", "name", "call_sign", "imo", "flags", "sources", "nav_status",
                           "position", "speed_mps", "course_deg", "heading_deg", "observed_ms"}) {
    if (const json::value* value = track.if_contains(name)) kept[name] = *value;
  }
  if (const json::value* time = track.if_contains("observed_at")) {
    const json::string& text = time->as_string();
    kept["observed_ms"] = parse_rfc3339({text.data(), text.size()})->unix_ms();
  }
  return kept;
}

// A client as the contract describes one.
class Model {
 public:
  explicit Model(Form form) : form_(form) {}

  void apply(const Frame& frame) {
    std::string_view text = frame.bytes();
    bool reset = false;
    if (form_ == Form::events) {
      reset = text.starts_with("event: reset\n");
      text.remove_prefix(text.find("data: ") + 6);
    } else {
      const unsigned length = static_cast<unsigned char>(text[1]);
      text.remove_prefix(length < 126 ? 2 : length == 126 ? 4 : 10);
    }
    const json::value value = json::parse(text);
    const json::object& message = value.as_object();
    if (form_ == Form::messages) reset = message.at("type") == "reset";
    if (reset) tracks_.clear();
    if (const json::value* moved = message.if_contains("moved")) {
      for (const json::value& row : moved->as_array()) move(row.as_array());
    }
    for (const json::value& track : message.at("tracks").as_array()) {
      tracks_[key(track.at("id"))] = essence(track.as_object()).as_object();
    }
    if (const json::value* closed = message.if_contains("closed")) {
      for (const json::value& id : closed->as_array()) tracks_.erase(key(id));
    }
  }
  const std::map<std::string, json::object>& tracks() const { return tracks_; }

 private:
  static std::string key(const json::value& id) { return json::value_to<std::string>(id); }
  void move(const json::array& row) {
    const auto known = tracks_.find(key(row[0]));
    RC_ASSERT(known != tracks_.end());
    json::object& track = known->second;
    track["observed_ms"] = row[1];
    track.erase("position");
    if (!row[2].is_null()) track["position"] = json::object{{"lat", row[2]}, {"lon", row[3]}};
    const auto set = [&](const char* name, const json::value& value) {
      track.erase(name);
      if (!value.is_null()) track[name] = value;
    };
    set("speed_mps", row[4]);
    set("course_deg", row[5]);
    set("heading_deg", row[6]);
    track["state"] = row[7];
  }
  const Form form_;
  std::map<std::string, json::object> tracks_;
};

std::map<std::string, json::object> fresh_read(const engine::Picture& picture, const std::optional<geo::Box>& box,
                                               const SourceNames& names) {
  std::map<std::string, json::object> tracks;
  picture.for_each([&](const engine::Picture::Entry& entry) {
    const domain::Track& track = entry.track;
    if (box && !(track.position && box->contains(*track.position))) return true;
    std::string text;
    wire::append_json(text, track, names.lookup());
    tracks[domain::to_text(track.id)] = essence(json::parse(text).as_object()).as_object();
    return true;
  });
  return tracks;
}

struct Watcher {
  Watcher(Form form, std::optional<geo::Box> b) : box(b), follower(form, b), model(form) {}
  std::optional<geo::Box> box;
  Follower follower;
  Model model;
};

geo::Box any_box() {
  const int west = *rc::gen::inRange(-20, 20);
  const int south = *rc::gen::inRange(-20, 20);
  const auto units = [](int tenths) { return tenths * geo::kUnitsPerDegree / 10; };
  return {units(west), units(south), units(west + *rc::gen::inRange(1, 25)), units(south + *rc::gen::inRange(1, 25))};
}

RC_GTEST_PROP(Follower, gives_a_client_what_a_fresh_read_would_give, ()) {
  // Metrics first: frames are counted in it while they live.
  Metrics metrics;
  fusion::TrackerLimits limits;
  limits.candidate_reports = 2;
  Sea sea(limits);
  const ServerInputs inputs = sea.inputs();
  const auto names = std::make_shared<const SourceNames>(inputs);
  FrameMaker maker(metrics, 1U << 30U);
  maker.set(sea.picture(), names);
  std::vector<Watcher> watchers;
  for (const Form form : {Form::events, Form::messages}) {
    watchers.emplace_back(form, std::nullopt);
    watchers.emplace_back(form, any_box());
    watchers.emplace_back(form, any_box());
  }
  const int slots = *rc::gen::inRange(1, 40);
  for (int slot = 0; slot < slots; ++slot) {
    sea.advance(std::chrono::seconds(*rc::gen::weightedElement<int>({{10, 10}, {2, 700}, {1, 30'000}})));
    const int reports = *rc::gen::inRange(0, 8);
    for (int i = 0; i < reports; ++i) {
      const auto ship = *rc::gen::inRange<std::uint32_t>(0, 12);
      if (*rc::gen::inRange(0, 4) == 0) {
        sea.absorb(sea.named(232'000'000 + ship, *rc::gen::element<std::string>("PETREL", "GULL", "SKUA")));
      } else {
        auto report =
            sea.report(232'000'000 + ship, *rc::gen::inRange(-20, 20) * 0.1, *rc::gen::inRange(-20, 20) * 0.1);
        report.source = domain::SourceId(*rc::gen::inRange<std::uint32_t>(1, 3));
        if (*rc::gen::inRange(0, 3) == 0) report.nav_status = *rc::gen::inRange<std::uint8_t>(0, 3);
        sea.absorb(report);
      }
    }
    sea.publish();
    maker.set(sea.picture(), names);
    for (Watcher& watcher : watchers) {
      if (*rc::gen::inRange(0, 3) == 0) continue;  // too slow for this slot
      if (*rc::gen::inRange(0, 15) == 0) {
        watcher.box = any_box();
        watcher.follower.look_at(watcher.box);
      }
      // A whole picture may be a moment old: the step after it brings the client up to date.
      for (int step = 0; step < 2; ++step) {
        if (!watcher.follower.is_behind(*sea.picture())) break;
        if (const FramePtr frame = watcher.follower.next(maker, false)) watcher.model.apply(*frame);
      }
      RC_ASSERT(watcher.model.tracks() == fresh_read(*sea.picture(), watcher.box, *names));
    }
  }
}

RC_GTEST_PROP(Follower, brings_back_a_client_that_was_away, ()) {
  Metrics metrics;
  Sea sea;
  const ServerInputs inputs = sea.inputs();
  const auto names = std::make_shared<const SourceNames>(inputs);
  FrameMaker maker(metrics, 1U << 30U);
  std::optional<geo::Box> box;
  if (*rc::gen::arbitrary<bool>()) box = any_box();
  Model model(Form::events);
  const auto sail = [&] {
    sea.advance(std::chrono::seconds(*rc::gen::weightedElement<int>({{10, 10}, {1, 30'000}})));
    for (int i = *rc::gen::inRange(0, 10); i > 0; --i) {
      sea.absorb(sea.report(232'000'000 + *rc::gen::inRange<std::uint32_t>(0, 12), *rc::gen::inRange(-20, 20) * 0.1,
                            *rc::gen::inRange(-20, 20) * 0.1));
    }
    sea.publish();
    maker.set(sea.picture(), names);
  };
  sail();
  Follower before(Form::events, box);
  if (const FramePtr frame = before.next(maker, false)) model.apply(*frame);
  const std::uint64_t last = sea.picture()->slot();
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) sail();
  Follower after(Form::events, box);
  after.resume(last);
  if (const FramePtr frame = after.next(maker, false)) model.apply(*frame);
  RC_ASSERT(model.tracks() == fresh_read(*sea.picture(), box, *names));
  sail();
  if (const FramePtr frame = after.next(maker, false)) model.apply(*frame);
  RC_ASSERT(model.tracks() == fresh_read(*sea.picture(), box, *names));
}

TEST(Follower, waits_when_too_much_is_on_its_way) {
  Metrics metrics;
  Sea sea;
  fill(sea, 20);
  const ServerInputs inputs = sea.inputs();
  FrameMaker maker(metrics, 1);
  maker.set(sea.picture(), std::make_shared<const SourceNames>(inputs));
  Follower first(Form::messages, std::nullopt);
  const FramePtr held = first.next(maker, false);
  ASSERT_TRUE(held);
  Follower second(Form::messages, geo::Box{});
  EXPECT_FALSE(second.next(maker, false));
  EXPECT_TRUE(second.must_reset());
  EXPECT_EQ(metrics.frames_postponed_total, 1U);
}

}  // namespace
}  // namespace fairlead::serve
