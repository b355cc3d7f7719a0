// SPDX-License-Identifier: Apache-2.0
#include "desk/book.hpp"

#include <algorithm>

#include "applying.hpp"
#include "base/text.hpp"
#include "desk/json.hpp"
#include "desk/match.hpp"
#include "form.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk {
namespace {

constexpr std::size_t kRecordMax = 16'000;  // of the ledger's 65,535, which other things share

// {"act":…,"at":…,"by":…,"role":…,"made":[…],"changed":[…],…}
std::string record_head(std::string_view act, Instant at, const By& by, const Applied& applied) {
  std::string text = "{\"act\":";
  append_json_string(text, act);
  text += ",\"at\":\"" + to_rfc3339(at) + "\",\"by\":";
  append_json_string(text, by.account);
  if (!by.role.empty()) {
    text += ",\"role\":";
    append_json_string(text, by.role);
  }
  if (by.agency) {
    text += ",\"agency\":";
    append_json_string(text, *by.agency);
  }
  const auto list = [&](std::string_view name, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    text += ",\"" + std::string(name) + "\":[";
    // So many are named; the rest is in the journal.
    for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 200); ++i) {
      if (i > 0) text += ',';
      append_json_string(text, ids[i]);
    }
    text += ']';
    if (ids.size() > 200) text += fmt::format(",\"{}_total\":{}", name, ids.size());
  };
  std::vector<std::string> made;
  for (const Made& one : applied.made) made.push_back(one.id);
  list("made", made);
  list("changed", applied.changed);
  std::vector<std::string> proposals;
  for (const ProposalId id : applied.proposes_stop) proposals.push_back(to_text(id));
  list("proposes_stop", proposals);
  std::vector<std::string> assurances;
  for (const LapsedAssurance& one : applied.lapses_assurance) {
    assurances.push_back(fmt::format("{} {}/{}", one.agency, one.agreement, one.assurance));
  }
  list("lapses_assurance", assurances);
  list("error_report_due", applied.error_report_due);
  return text;
}

// A message is one line, also where it repeats a text of several.
Error one_line(Error error) {
  std::ranges::replace_if(error.message, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return error;
}

}  // namespace

Result<void> Applying::may_act(const Change& change) const {
  if (by_.account.empty()) return fail(ErrorCode::invalid_argument, "nobody is named as who does this");
  if (!by_.agency) return {};
  const bool partners = std::holds_alternative<FileRequest>(change) || std::holds_alternative<AnswerRequest>(change) ||
                        std::holds_alternative<FileUseReport>(change);
  if (partners) return {};
  return fail(ErrorCode::unsupported, "a partner files requests and use reports, and does nothing else on the desk");
}

Result<void> Applying::not_in_the_past(Instant end, std::string_view member) const {
  if (end > at_) return {};
  return fail(ErrorCode::invalid_argument, fmt::format("`{}` is over already: {}", member, to_rfc3339(end)));
}

Result<void> Applying::other_than(std::string_view first, std::string_view did, std::string_view now) const {
  if (by_.account != first) return {};
  return fail(ErrorCode::unsupported, fmt::format("`{}` {}: {}", by_.account, did, now));
}

void Applying::record(std::string act, std::string_view more) {
  std::string text = record_head(act, at_, by_, applied_);
  text += more;
  text += '}';
  applied_.records.push_back({"desk." + act, std::move(text)});
}

Result<Applied> Book::apply(const Change& change, const By& by, Instant at, const Seed& seed) {
  static const Instant kFirst = Instant::from_civil(1970, 1, 1);
  static const Instant kLast = Instant::from_civil(4000, 1, 1);
  if (at < kFirst || at > kLast) {
    return fail(ErrorCode::invalid_argument, fmt::format("our clock says {}; set it right", to_rfc3339(at)));
  }
  FL_CHECK(check(change));
  const Instant moment = std::max(at, last_at_);
  Applying applying(*this, by, moment, seed);
  FL_CHECK(applying.may_act(change));
  if (auto done = std::visit(applying, change); !done) return Failure(one_line(std::move(done).error()));
  ++revision_;
  last_at_ = moment;
  // What was said goes into the record as it was said, or as its hash where it is long.
  wire::ByteWriter bytes;
  write(bytes, change);
  std::string said = fmt::format(",\"sha256\":\"{}\",\"said\":", hex(sha256(bytes.view())));
  append_json(said, change);
  if (said.size() > kRecordMax) said.resize(said.find(",\"said\":"));
  applying.record(std::string(name(change)), said);
  return applying.take();
}

Applied Book::lapse(Instant now) {
  const Instant moment = std::max(now, last_at_);
  if (due_.empty() || std::get<0>(*due_.begin()) > moment) return {};
  static const By kTime{"automatic", "", std::nullopt};
  static const Seed kNone{};
  Applying applying(*this, kTime, moment, kNone);
  applying.lapse();
  ++revision_;
  last_at_ = moment;
  applying.record("lapse", "");
  return applying.take();
}

std::optional<Instant> Book::next_lapse() const {
  if (due_.empty()) return std::nullopt;
  return std::get<0>(*due_.begin());
}

namespace {

template <class Key, class T>
void copy_until(Table<Key, T>& to, const Table<Key, T>& from, Instant moment) {
  for (const auto& [key, versions] : from) {
    if (versions->newest().at <= moment) {
      to.restore(key, *versions);
    } else if (Versions<T> then = versions->until(moment); !then.empty()) {
      to.restore(key, std::move(then));
    }
  }
}

}  // namespace

Book Book::as_known_at(Instant moment) const {
  Book then(limits_);
  copy_until(then.leads_, leads_, moment);
  copy_until(then.asks_, asks_, moment);
  copy_until(then.requests_, requests_, moment);
  copy_until(then.use_reports_, use_reports_, moment);
  copy_until(then.cases_, cases_, moment);
  copy_until(then.steps_, steps_, moment);
  copy_until(then.incidents_, incidents_, moment);
  copy_until(then.claims_, claims_, moment);
  copy_until(then.evidence_, evidence_, moment);
  copy_until(then.custody_, custody_, moment);
  copy_until(then.time_stamps_, time_stamps_, moment);
  copy_until(then.lists_, lists_, moment);
  copy_until(then.matches_, matches_, moment);
  copy_until(then.log_, log_, moment);
  copy_until(then.assessments_, assessments_, moment);
  copy_until(then.error_reports_, error_reports_, moment);
  copy_until(then.templates_, templates_, moment);
  copy_until(then.statements_, statements_, moment);
  copy_until(then.proposals_, proposals_, moment);
  then.revision_ = revision_;
  then.last_at_ = std::min(last_at_, moment);
  then.index();
  return then;
}

void Book::index() {
  due_.clear();
  asks_of_lead_.clear();
  evidence_by_hash_.clear();
  match_of_.clear();
  static const By kNobody;
  static const Seed kNone{};
  Applying applying(*this, kNobody, last_at_, kNone);
  for (const auto& [id, versions] : leads_) applying.set_due(versions->now(), true);
  for (const auto& [id, versions] : assessments_) applying.set_due(versions->now(), true);
  for (const auto& [id, versions] : asks_) {
    applying.set_due(versions->now(), true);
    asks_of_lead_[versions->now().lead].push_back(id);
  }
  for (const auto& [id, versions] : evidence_) evidence_by_hash_.emplace(versions->now().body.sha256, id);
  for (const auto& [id, versions] : matches_) {
    const Match& match = versions->now();
    match_of_.emplace(std::tuple(match.subject_digest, match.list, match.entity), id);
  }
}

// ---- questions ----

std::vector<const Ask*> Book::asks_of(LeadId lead) const {
  std::vector<const Ask*> found;
  const auto at = asks_of_lead_.find(lead);
  if (at == asks_of_lead_.end()) return found;
  for (const AskId id : at->second) found.push_back(asks_.now(id));
  return found;
}

namespace {

// The parts of one owner, in order.
template <class Key, class T>
std::vector<const T*> parts_of(const Table<Key, T>& table, const decltype(Key::first)& owner) {
  std::vector<const T*> found;
  for (auto at = table.from(Key{owner, {}}); at != table.end() && at->first.first == owner; ++at) {
    found.push_back(&at->second->now());
  }
  return found;
}

}  // namespace

std::vector<const Step*> Book::steps_of(CaseId in_case) const { return parts_of(steps_, in_case); }
std::vector<const Claim*> Book::claims_of(IncidentId incident) const { return parts_of(claims_, incident); }
std::vector<const Custody*> Book::custody_of(EvidenceId evidence) const { return parts_of(custody_, evidence); }
std::vector<const TimeStamp*> Book::time_stamps_of(EvidenceId evidence) const {
  return parts_of(time_stamps_, evidence);
}
Summary Book::summary_of(IncidentId incident) const { return summarise(claims_of(incident)); }

std::vector<Person> Book::persons_of(CaseId in_case) const {
  std::vector<Person> found;
  for (const Step* step : steps_of(in_case)) {
    for (const Person& person : step->body.persons) {
      const auto known = std::ranges::find(found, person.reference, &Person::reference);
      if (known == found.end()) {
        found.push_back(person);
        continue;
      }
      // A later form adds to what the earlier one said; what it leaves out stays.
      const auto take = [](auto& old, const auto& now) {
        if (now != std::remove_cvref_t<decltype(now)>{}) old = now;
      };
      take(known->described_as, person.described_as), take(known->sex, person.sex);
      take(known->age_band, person.age_band), take(known->nationality, person.nationality);
      take(known->rights_given_at, person.rights_given_at), take(known->rights_language, person.rights_language);
      take(known->rights_note, person.rights_note), take(known->medical_at, person.medical_at);
      take(known->medical, person.medical), take(known->detained_at, person.detained_at);
      take(known->released_at, person.released_at), take(known->handed_to, person.handed_to);
      if (step->body.kind == StepKind::hand_over && known->handed_to.empty()) known->handed_to = step->body.handed_to;
    }
  }
  return found;
}

std::vector<Goods> Book::goods_of(CaseId in_case) const {
  std::vector<Goods> found;
  for (const Step* step : steps_of(in_case)) {
    for (Goods goods : step->body.goods) {
      if (step->body.kind == StepKind::hand_over && goods.handed_to.empty()) goods.handed_to = step->body.handed_to;
      const auto known = std::ranges::find(found, goods.reference, &Goods::reference);
      if (known == found.end()) {
        found.push_back(std::move(goods));
        continue;
      }
      if (!goods.quantity) goods.quantity = known->quantity, goods.unit = known->unit;
      if (goods.sample.empty()) goods.sample = known->sample;
      if (goods.seal.empty()) goods.seal = known->seal;
      if (goods.kept_at.empty()) goods.kept_at = known->kept_at;
      *known = std::move(goods);
    }
  }
  return found;
}

std::vector<Earlier> Book::history_of(const Vessel& vessel, std::string_view without) const {
  std::vector<Earlier> found;
  const auto consider = [&](const Vessel& other, std::string id, std::string_view what, Instant at) {
    if (id == without) return;
    std::string how;
    int strength = 0;
    const auto better = [&](int grade, std::string_view words) {
      if (grade > strength) strength = grade, how = words;
    };
    const std::string name = normalised_name(vessel.name);
    const bool same_name = !name.empty() && name == normalised_name(other.name);
    if (vessel.imo && vessel.imo == other.imo) better(6, "same IMO number");
    if (!vessel.track.empty() && vessel.track == other.track) better(5, "same track");
    if (vessel.mmsi && vessel.mmsi == other.mmsi)
      better(same_name ? 4 : 3, same_name ? "same MMSI and name" : "same MMSI");
    if (!vessel.call_sign.empty() && normalised_name(vessel.call_sign) == normalised_name(other.call_sign)) {
      better(same_name ? 3 : 2, same_name ? "same call sign and name" : "same call sign");
    }
    if (same_name) better(1, "same name");
    if (strength > 0) found.push_back({std::move(id), std::string(what), how, strength, at});
  };
  for (const auto& [id, versions] : cases_) {
    const Case& one = versions->now();
    consider(one.body.vessel, to_text(id), one.body.title, one.opened_at);
  }
  for (const auto& [id, versions] : leads_) {
    const Lead& one = versions->now();
    consider(one.body.vessel, to_text(id), one.body.title, one.drafted_at);
  }
  for (const auto& [id, versions] : incidents_) {
    const Incident& one = versions->now();
    for (const VesselLink& link : one.body.vessels) consider(link.vessel, to_text(id), one.body.title, one.opened_at);
  }
  std::ranges::stable_sort(found, [](const Earlier& a, const Earlier& b) {
    return std::tuple(-a.strength, -a.at.unix_ms(), std::string_view(a.id)) <
           std::tuple(-b.strength, -b.at.unix_ms(), std::string_view(b.id));
  });
  // An incident that names it twice is one incident.
  const auto rest = std::ranges::unique(found, {}, &Earlier::id);
  found.erase(rest.begin(), rest.end());
  return found;
}

const Match* Book::decided(const Vessel& subject, std::string_view list, const Entity& entity) const {
  const auto at = match_of_.find(std::tuple(subject_digest(subject), std::string(list), entity.id));
  if (at == match_of_.end()) return nullptr;
  const Match* match = matches_.now(at->second);
  return match->entity_digest == digest(entity) ? match : nullptr;
}

const ListSnapshot* Book::newest_list(std::string_view list) const {
  const ListSnapshot* found = nullptr;
  for (const auto& [id, versions] : lists_) {
    if (versions->now().body.list == list) found = &versions->now();
  }
  return found;
}

const StatementTemplate* Book::find_template(std::string_view wanted) const {
  for (const StatementTemplate& one : built_in_templates()) {
    if (one.name == wanted) return &one;
  }
  return templates_.now(std::string(wanted));
}

std::string one_line(const Vessel& vessel) {
  std::string text = vessel.name.empty() ? "unnamed" : vessel.name;
  if (vessel.imo) text += fmt::format(", IMO {}", *vessel.imo);
  if (vessel.mmsi) text += fmt::format(", MMSI {}", *vessel.mmsi);
  if (!vessel.call_sign.empty()) text += ", call sign " + vessel.call_sign;
  if (!vessel.flag.empty()) text += ", flag " + vessel.flag;
  if (!vessel.track.empty()) text += ", " + vessel.track;
  return text;
}

}  // namespace fairlead::desk
