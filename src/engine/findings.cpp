// SPDX-License-Identifier: Apache-2.0
#include "findings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "wire/canonical.hpp"
#include "zones/atlas.hpp"

namespace fairlead::engine {
namespace {

constexpr std::size_t kEndedKept = 2'000;
constexpr std::size_t kEndedShown = 500;

// The zones of the atlas, as the rules ask for them.
class AtlasSurroundings final : public behaviour::Surroundings {
 public:
  explicit AtlasSurroundings(std::shared_ptr<const zones::Atlas> atlas) : atlas_(std::move(atlas)) {}
  behaviour::Place at(geo::Position position) const override {
    const zones::ZoneReport report = atlas_->at(position);
    behaviour::Place place;
    place.on_land = report.has(zones::Flag::on_land);
    if (!report.coasts.empty()) place.to_coast = Length::nautical_miles(report.coasts[0].distance_nm);
    const zones::Reading& likeliest = report.likeliest();
    if (likeliest.kind != zones::ZoneKind::unknown) {
      place.zone = zones::name(likeliest.kind);
      if (!likeliest.states.empty()) place.state = likeliest.states[0].view();
      place.zone_confidence = likeliest.confidence;
    }
    return place;
  }

 private:
  std::shared_ptr<const zones::Atlas> atlas_;
};

Instant whole_second(Instant at) {
  const std::int64_t ms = at.unix_ms();
  return Instant::from_unix_ms(ms - ((ms % 1000) + 1000) % 1000);
}

std::shared_ptr<const behaviour::Surroundings> surroundings_of(std::shared_ptr<const zones::Atlas> atlas) {
  if (atlas == nullptr) return nullptr;
  return std::make_shared<const AtlasSurroundings>(std::move(atlas));
}

}  // namespace

const FoundNow* FindingsNow::find(std::uint64_t number) const {
  for (const auto* list : {&open, &ended}) {
    for (const FoundNow& found : *list) {
      if (found.alert.number == number) return &found;
    }
  }
  return nullptr;
}

Findings::Findings(behaviour::Rules rules, std::shared_ptr<const zones::Atlas> atlas)
    : rules_(std::move(rules)), surroundings_(surroundings_of(std::move(atlas))), watch_(rules_, surroundings_) {}

bool Findings::takes(const Request& request) {
  return std::holds_alternative<TendAlert>(request) || std::holds_alternative<HandOverWatch>(request);
}

Result<Answer> Findings::apply(const Command& command, const Governance& governance, Instant now) {
  FL_CHECK(governance.stands(command.by, now));
  FL_CHECK(command.by.check(accounts::Permission::operate, now));
  const std::string& by = command.by.account();
  Answer answer;
  if (const auto* hand = std::get_if<HandOverWatch>(&command.request)) {
    if (hand->to.empty()) return fail(ErrorCode::invalid_argument, "nobody is named to take over the watch");
    answer.number = alerts_.hand_over(by, hand->to, now);
    changed_ = true;
    return answer;
  }
  const auto& tend = std::get<TendAlert>(command.request);
  if (tend.what == "acknowledge") {
    FL_CHECK(alerts_.acknowledge(tend.alert, by, now));
  } else if (tend.what == "silence") {
    FL_CHECK(alerts_.silence(tend.alert, by, now, tend.length));
  } else if (tend.what == "mute") {
    if (!tend.until) return fail(ErrorCode::invalid_argument, "a mute needs the moment until which it holds");
    FL_CHECK(alerts_.mute(tend.alert, by, now, *tend.until));
  } else if (tend.what == "unmute") {
    FL_CHECK(alerts_.unmute(tend.alert, by, now));
  } else if (tend.what == "judge") {
    FL_CHECK(alerts_.judge(tend.alert, by, now, tend.useful, tend.reason));
  } else if (tend.what == "take_over") {
    FL_CHECK(alerts_.take_over(tend.alert, by, now));
  } else {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is nothing that is done to an alert; there are acknowledge, silence, mute, unmute, "
                            "judge and take_over",
                            tend.what));
  }
  changed_ = true;
  answer.number = tend.alert;
  return answer;
}

void Findings::begin(const Event& event, std::uint64_t first_number, Instant picture) {
  changes_.clear();
  observations_.clear();
  first_number_ = first_number;
  is_recorded_ = event.picture_time != event.closed_at;
  passed_ = whole_second(picture);
  for (const domain::ObservationBatch& batch : event.batches) {
    for (const domain::Observation& observation : batch.observations) observations_.push_back(&observation);
  }
}

void Findings::pass(Instant at) {
  if (!is_recorded_ || at - passed_ < std::chrono::seconds(1)) return;
  passed_ = whole_second(at);
  watch_.advance(passed_, changes_);
}

void Findings::take(const fusion::TrackChanges& changes, Mark from, const fusion::Tracker& tracker) {
  for (std::size_t i = from.moved; i < changes.moved.size(); ++i) {
    const fusion::Moved& moved = changes.moved[i];
    if ((moved.views & fusion::kHomeView) != 0) watch_.moved(moved.from, moved.to, changes_);
  }
  for (std::size_t i = from.fed; i < changes.fed.size(); ++i) {
    const fusion::Fed& fed = changes.fed[i];
    if ((fed.views & fusion::kHomeView) == 0) continue;
    const std::uint64_t place = fed.observation.number() - first_number_ - 1;
    if (fed.observation.number() <= first_number_ || place >= observations_.size()) continue;  // of an earlier event
    const domain::Track* track = tracker.find(fed.track);
    if (track == nullptr) continue;
    domain::Observation observation = *observations_[place];
    observation.id = fed.observation;
    tell(observation, *track);
  }
  for (std::size_t i = from.closed; i < changes.closed.size(); ++i) watch_.closed(changes.closed[i], changes_);
}

void Findings::finish(Instant now, Instant picture) {
  watch_.advance(picture, changes_);
  keep(now);
}

void Findings::tell(const domain::Observation& observation, const domain::Track& track) {
  behaviour::Sighting sighting;
  sighting.track = track.id;
  sighting.evidence = observation.id;
  sighting.sensor = observation.sensor;
  sighting.kind = track.kind;
  sighting.flags = track.flags;
  sighting.at = observation.at();
  sighting.received_at = observation.received_at;
  sighting.position = observation.position;
  sighting.sigma = observation.position_sigma;
  sighting.speed = observation.speed;
  sighting.course = observation.course;
  // What names nothing says nothing of its motion; the estimate does.
  if (!observation.mmsi && track.fused && track.observed_at == sighting.at) {
    sighting.position = track.position;
    sighting.sigma = track.position_sigma;
    sighting.speed = track.speed;
    sighting.course = track.course;
  }
  sighting.heading = observation.heading;
  sighting.nav_status = observation.nav_status;
  sighting.mmsi = track.mmsi;
  if (observation.claims) sighting.claims = &*observation.claims;
  if (observation.detection) {
    sighting.length = observation.detection->length;
    sighting.seen_as = observation.detection->seen_as;
  }
  watch_.absorb(sighting, changes_);
}

// Over what was there under the same number; what ended stays for a while.
void Findings::keep(Instant now) {
  if (changes_.empty()) return;
  changed_ = true;
  alerts_.follow(changes_, now);
  for (const behaviour::FindingChange& change : changes_) {
    findings_[change.number] = change.finding;
    if (change.kind == behaviour::ChangeKind::ended) ended_.push_back(change.number);
  }
  while (ended_.size() > kEndedKept) {
    const std::uint64_t oldest = ended_.front();
    ended_.pop_front();
    const auto found = findings_.find(oldest);
    if (found == findings_.end() || !found->second.ends_at) continue;
    const behaviour::Alert* alert = alerts_.find(oldest);
    if (alert != nullptr && alert->state != behaviour::AlertState::rectified) continue;  // waits for somebody
    findings_.erase(found);
  }
}

std::shared_ptr<const FindingsNow> Findings::publish(std::uint64_t slot, Instant now, Instant picture) const {
  auto published = std::make_shared<FindingsNow>();
  published->slot = slot;
  published->as_of = now;
  published->picture_time = picture;
  published->precision = alerts_.precision();
  for (const behaviour::Alert* alert : alerts_.open()) {
    const auto finding = findings_.find(alert->number);
    if (finding != findings_.end()) published->open.push_back({finding->second, *alert});
  }
  for (auto number = ended_.rbegin(); number != ended_.rend() && published->ended.size() < kEndedShown; ++number) {
    const auto finding = findings_.find(*number);
    const behaviour::Alert* alert = alerts_.find(*number);
    if (finding == findings_.end() || alert == nullptr || alert->state != behaviour::AlertState::rectified) continue;
    published->ended.push_back({finding->second, *alert});
  }
  return published;
}

void Findings::save(wire::ByteWriter& out) const {
  watch_.save(out);
  alerts_.save(out);
  out.varint(findings_.size());
  for (const auto& [number, finding] : findings_) {
    out.varint(number);
    wire::write(out, finding);
  }
  out.varint(ended_.size());
  for (const std::uint64_t number : ended_) out.varint(number);
}

Result<void> Findings::restore(wire::ByteReader& in) {
  FL_TRY(watch_, behaviour::Watch::restore(in, rules_, surroundings_));
  FL_TRY(alerts_, behaviour::AlertBook::restore(in));
  findings_.clear();
  ended_.clear();
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    const std::uint64_t number = in.varint();
    findings_[number] = wire::read_finding(in);
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) ended_.push_back(in.varint());
  if (!in.ok()) return fail(ErrorCode::corrupt, "the state of findings cannot be read");
  return {};
}

}  // namespace fairlead::engine
