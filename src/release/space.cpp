// SPDX-License-Identifier: Apache-2.0
#include "release/space.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "rank.hpp"

namespace fairlead::release {
namespace {

using domain::DecisionOutcome;

bool same_water(const Area& a, const Area& b) { return a.polygon == b.polygon && a.zones == b.zones; }

template <class V, class Key>
std::vector<std::vector<V>> classes(std::size_t count, Key key) {
  std::map<std::vector<std::uint64_t>, std::vector<V>> by_key;
  std::vector<std::vector<std::uint64_t>> order;
  for (std::size_t i = 0; i < count; ++i) {
    auto k = key(i);
    auto& members = by_key[k];
    if (members.empty()) order.push_back(k);
    members.push_back(static_cast<V>(i));
  }
  std::vector<std::vector<V>> found;
  for (const auto& k : order) found.push_back(by_key[k]);
  return found;
}

}  // namespace

Space::Space(std::vector<const std::vector<Agreement>*> sets, std::vector<Channel> channels,
             std::map<std::string, Set<Obligation>> cannot)
    : channels_(std::move(channels)), cannot_(std::move(cannot)) {
  std::set<std::string> agencies, caveats, ids;
  for (const auto* set : sets) {
    for (const Agreement& agreement : *set) {
      agencies.insert(agreement.parties.begin(), agreement.parties.end());
      ids.insert(agreement.id);
      for (const Clause& clause : agreement.clauses) caveats.insert(clause.caveats.begin(), clause.caveats.end());
    }
  }
  caveats.erase(std::string(kOrcon));
  agencies_.assign(agencies.begin(), agencies.end());
  caveats_.assign(caveats.begin(), caveats.end());
  caveats_.emplace_back("(any other)");
  ids_.assign(ids.begin(), ids.end());
  entries_.resize(sets.size());
  for (std::size_t s = 0; s < sets.size(); ++s) {
    entries_[s].resize(agencies_.size());
    for (const Agreement& agreement : *sets[s]) {
      for (const Clause& clause : agreement.clauses) {
        Entry entry{&agreement, &clause, 0, 0, {}};
        entry.id = static_cast<std::size_t>(std::ranges::find(ids_, agreement.id) - ids_.begin());
        for (std::size_t c = 0; c + 1 < caveats_.size(); ++c) {
          if (std::ranges::find(clause.caveats, caveats_[c]) != clause.caveats.end()) entry.caveats |= 1U << c;
        }
        for (const std::string& name : clause.areas) {
          const auto area = std::ranges::find(agreement.areas, name, &Area::name);
          if (area == agreement.areas.end()) continue;
          const auto known = std::ranges::find_if(areas_, [&](const Area& a) { return same_water(a, *area); });
          entry.areas.push_back(static_cast<std::size_t>(known - areas_.begin()));
          if (known == areas_.end()) areas_.push_back(*area);
        }
        for (std::size_t a = 0; a < agencies_.size(); ++a) {
          if (std::ranges::find(agreement.parties, agencies_[a]) != agreement.parties.end())
            entries_[s][a].push_back(entry);
        }
      }
    }
    for (auto& own : entries_[s]) {
      std::ranges::sort(own, {}, [](const Entry& e) { return rank_of(*e.agreement, *e.clause); });
    }
  }
}

Set<Obligation> Space::can(std::size_t agency, std::size_t channel) const {
  const auto cannot = cannot_.find(agencies_[agency]);
  return cannot == cannot_.end() ? channels_[channel].can : channels_[channel].can - cannot->second;
}

Answer Space::answer(std::size_t set, const Cell& cell) const {
  const bool open = cell.level == domain::Level::unclassified && cell.caveats == 0 && !cell.personal_data &&
                    cell.consent == Consented::free;
  const bool consented =
      cell.consent != Consented::lacking && !(cell.act == Act::forward && cell.consent == Consented::no_onward);
  const bool gate =
      cell.releasable && cell.use && cell.alive && consented && (open || channels_[cell.channel].carries_label);
  const Set<Obligation> able = can(cell.agency, cell.channel);
  Answer answer;
  const Entry* permit = nullptr;
  const Entry* refer = nullptr;
  bool denied = false;
  for (const Entry& e : entries_[set][cell.agency]) {
    const Clause& c = *e.clause;
    const State state = cell.states[e.id];
    if (!c.purposes.has(cell.purpose) || !c.types.has(cell.type) || !c.acts.has(cell.act)) continue;
    if (state == State::not_valid) continue;
    const Inside needed = c.effect == Effect::deny ? Inside::maybe : Inside::yes;
    const bool in =
        c.everywhere || std::ranges::any_of(e.areas, [&](std::size_t a) { return cell.areas[a] >= needed; });
    if (!in) continue;
    if (c.effect == Effect::deny) {
      denied = denied || cell.level >= c.level;
      continue;
    }
    if (cell.level > c.level || (cell.caveats & ~e.caveats) != 0 || (cell.personal_data && !c.personal_data)) continue;
    if (state == State::no_assessment || (state == State::no_assurance && !c.assurances.empty())) continue;
    if (!able.includes(c.obligations)) continue;
    if (c.effect == Effect::refer) {
      if (refer == nullptr) refer = &e;
    } else if (permit == nullptr && (!cell.stopped || c.survives_stop)) {
      permit = &e;
    }
  }
  if (gate && !denied && refer == nullptr && permit != nullptr) {
    answer = {DecisionOutcome::permit, permit->agreement, permit->clause};
  } else if (cell.stopped) {
    answer.outcome = DecisionOutcome::suspended;
  } else if (gate && !denied && refer != nullptr) {
    answer = {DecisionOutcome::refer, refer->agreement, refer->clause};
  }
  return answer;
}

std::optional<Cell> Space::cell_of(const Evaluator& evaluator, const Request& request, Instant now) const {
  const auto agency = std::ranges::find(agencies_, request.recipient);
  const auto purpose = from_word<Purpose>(request.purpose);
  const auto type = from_word<ObjectType>(request.type);
  const auto act = from_word<Act>(request.act);
  const auto channel = std::ranges::find(channels_, request.channel, &Channel::name);
  if (agency == agencies_.end() || !purpose || !type || !act || channel == channels_.end() || !request.marking ||
      !request.marking->fields.empty()) {
    return std::nullopt;
  }
  const Marking& marking = *request.marking;
  const domain::Label& label = marking.label;
  const DeskState& desk = evaluator.desk();
  Cell cell;
  cell.agency = static_cast<std::size_t>(agency - agencies_.begin());
  cell.purpose = *purpose;
  cell.type = *type;
  cell.act = *act;
  cell.channel = static_cast<std::size_t>(channel - channels_.begin());
  cell.level = label.level;
  cell.personal_data = label.personal_data;
  for (const std::string& caveat : label.caveats) {
    if (caveat == kOrcon) continue;
    const auto known = std::find(caveats_.begin(), caveats_.end() - 1, caveat);
    cell.caveats |= 1U << static_cast<unsigned>(known - caveats_.begin());
  }
  cell.releasable = label.releasable_to.contains(*agency) || label.releasable_to.contains(agency->substr(0, 3));
  cell.use = label.purposes.contains(request.purpose);
  cell.alive = !label.expires_at || *label.expires_at > now;
  const bool everyone =
      !label.originators.empty() && std::ranges::all_of(label.originators, [&](const std::string& who) {
        return desk.home.contains(who) || std::ranges::any_of(desk.consents, [&](const Consent& c) {
                 return c.originator == who && c.agency == *agency && c.purposes.has(*purpose) && c.until > now;
               });
      });
  const bool of_others =
      std::ranges::any_of(label.originators, [&](const std::string& who) { return !desk.home.contains(who); });
  const bool for_nobody = of_others && marking.onward == Onward::none;
  const bool orcon = label.caveats.contains(std::string(kOrcon)) || (of_others && marking.onward != Onward::free);
  const bool onward = marking.onward != Onward::free;
  const bool onward_given = everyone && marking.onward != Onward::none;
  if (orcon && (!everyone || for_nobody))
    cell.consent = Consented::lacking;
  else if (onward && !onward_given)
    cell.consent = Consented::no_onward;
  else if (orcon || onward)
    cell.consent = Consented::given;
  for (const auto& [epoch, stop] : desk.stops.open()) {
    const StopCell& s = stop.cell;
    cell.stopped =
        cell.stopped ||
        (s.covers_agency(*agency) && (!s.purpose || *s.purpose == *purpose) && (!s.type || *s.type == *type) &&
         (!s.area || s.area->inside(request.position, request.zones_possible) != Inside::no));
  }
  for (const Area& area : areas_) cell.areas.push_back(area.inside(request.position, request.zones_possible));
  for (const std::string& id : ids_) {
    const auto agreement = std::ranges::find(evaluator.agreements(), id, &Agreement::id);
    State state = State::in_force;
    if (agreement != evaluator.agreements().end()) {
      const auto held = desk.assessments.find(id);
      const Assessment& a = held == desk.assessments.end() ? agreement->assessment : held->second.assessment;
      for (const RequiredAssurance& wanted : agreement->assurances) {
        const auto given = desk.assurances.find({*agency, id, wanted.id});
        const bool holds = given != desk.assurances.end() && !given->second.breached && given->second.until > now &&
                           wanted.expires_at > now;
        if (!holds) state = State::no_assurance;
      }
      if (a.expires_at <= now || a.risk > agreement->assessment.risk ||
          (held != desk.assessments.end() && held->second.withdrawn)) {
        state = State::no_assessment;
      }
      if (now < agreement->valid_from || now >= agreement->valid_until) state = State::not_valid;
    }
    cell.states.push_back(state);
  }
  return cell;
}

Space::Axes Space::axes(std::size_t agency, const Split& split) const {
  std::vector<const Entry*> all;
  for (const auto& set : entries_) {
    for (const Entry& e : set[agency]) all.push_back(&e);
  }
  const auto key = [&](std::size_t axis, auto tells) {
    return [&, axis, tells](std::size_t value) {
      std::vector<std::uint64_t> k{split ? split(axis, value) : 0};
      for (const Entry* e : all) k.push_back(tells(*e, value));
      return k;
    };
  };
  Axes axes;
  axes.purposes = classes<Purpose>(kCount<Purpose>, key(0, [](const Entry& e, std::size_t v) {
                                     return std::uint64_t{e.clause->purposes.has(static_cast<Purpose>(v))};
                                   }));
  axes.types = classes<ObjectType>(kCount<ObjectType>, key(1, [](const Entry& e, std::size_t v) {
                                     return std::uint64_t{e.clause->types.has(static_cast<ObjectType>(v))};
                                   }));
  axes.acts = classes<Act>(kCount<Act>, [&](std::size_t v) {
    auto k =
        key(2, [](const Entry& e, std::size_t x) { return std::uint64_t{e.clause->acts.has(static_cast<Act>(x))}; })(v);
    k.push_back(static_cast<Act>(v) == Act::forward);
    return k;
  });
  axes.channels = classes<std::size_t>(channels_.size(), [&](std::size_t v) {
    auto k = key(3, [&](const Entry& e, std::size_t x) {
      return std::uint64_t{can(agency, x).includes(e.clause->obligations)};
    })(v);
    k.push_back(channels_[v].carries_label);
    return k;
  });
  axes.levels = classes<domain::Level>(kLevels, [&](std::size_t v) {
    auto k = key(4, [](const Entry& e, std::size_t x) {
      const auto ceiling = static_cast<std::size_t>(e.clause->level);
      return std::uint64_t{e.clause->effect == Effect::deny ? x >= ceiling : x <= ceiling};
    })(v);
    k.push_back(v == 0);
    return k;
  });
  for (std::uint32_t set = 0; set < 1U << caveats_.size(); ++set) axes.caveats.push_back(set);
  std::set<std::size_t> areas, states;
  for (const Entry* e : all) {
    areas.insert(e->areas.begin(), e->areas.end());
    states.insert(e->id);
  }
  axes.areas.assign(areas.begin(), areas.end());
  axes.states.assign(states.begin(), states.end());
  return axes;
}

double Space::Axes::cells(bool gates) const {
  const auto size = [](const auto& list) { return static_cast<double>(list.size()); };
  double n = size(purposes) * size(types) * size(acts) * size(channels) * size(levels) * size(caveats) * 2;
  n *= std::pow(3.0, size(areas));
  return gates ? n * 16 * 4 * std::pow(4.0, size(states)) : n;
}

void Space::visit(std::size_t agency, const Axes& axes, bool gates,
                  const std::function<bool(const Cell&)>& visitor) const {
  Cell cell;
  cell.agency = agency;
  cell.areas.assign(areas_.size(), Inside::no);
  cell.states.assign(ids_.size(), State::in_force);
  const auto inner = [&] {
    for (unsigned bits = 0; bits < (gates ? 16U : 1U); ++bits) {
      cell.releasable = (bits & 1U) == 0;
      cell.use = (bits & 2U) == 0;
      cell.alive = (bits & 4U) == 0;
      cell.stopped = (bits & 8U) != 0;
      for (unsigned consent = 0; consent < (gates ? 4U : 1U); ++consent) {
        cell.consent = static_cast<Consented>(consent);
        std::ranges::fill(cell.states, State::in_force);
        for (bool more = true; more;) {
          if (!visitor(cell)) return false;
          more = false;
          if (!gates) break;
          for (const std::size_t s : axes.states) {  // the next combination of states
            if (cell.states[s] != State::not_valid) {
              cell.states[s] = static_cast<State>(static_cast<unsigned>(cell.states[s]) + 1);
              more = true;
              break;
            }
            cell.states[s] = State::in_force;
          }
        }
      }
    }
    return true;
  };
  const auto places = [&] {
    std::ranges::fill(cell.areas, Inside::no);
    for (bool more = true; more;) {
      if (!inner()) return false;
      more = false;
      for (const std::size_t a : axes.areas) {
        if (cell.areas[a] != Inside::yes) {
          cell.areas[a] = static_cast<Inside>(static_cast<unsigned>(cell.areas[a]) + 1);
          more = true;
          break;
        }
        cell.areas[a] = Inside::no;
      }
    }
    return true;
  };
  for (const auto& purpose : axes.purposes) {
    cell.purpose = purpose.front();
    for (const auto& type : axes.types) {
      cell.type = type.front();
      for (const auto& act : axes.acts) {
        cell.act = act.front();
        for (const auto& channel : axes.channels) {
          cell.channel = channel.front();
          for (const auto& level : axes.levels) {
            cell.level = level.front();
            for (const std::uint32_t caveats : axes.caveats) {
              cell.caveats = caveats;
              for (const bool personal : {false, true}) {
                cell.personal_data = personal;
                if (!places()) return;
              }
            }
          }
        }
      }
    }
  }
}

std::string to_text(const Space& space, const Cell& cell) {
  std::string out =
      fmt::format("{} {} {} over {}, {}, level {}", space.agencies()[cell.agency], name(cell.purpose), name(cell.act),
                  space.channels()[cell.channel].name, name(cell.type), domain::name(cell.level));
  std::string caveats;
  for (std::size_t c = 0; c < space.caveats().size(); ++c) {
    if ((cell.caveats >> c & 1U) != 0) caveats += (caveats.empty() ? "" : "+") + space.caveats()[c];
  }
  if (!caveats.empty()) out += ", caveats " + caveats;
  if (cell.personal_data) out += ", personal data";
  if (!cell.releasable) out += ", not releasable";
  if (!cell.use) out += ", use not allowed";
  if (!cell.alive) out += ", label expired";
  if (cell.stopped) out += ", stopped";
  if (cell.consent == Consented::given) out += ", originators consent";
  if (cell.consent == Consented::lacking) out += ", no consent";
  if (cell.consent == Consented::no_onward) out += ", not to be forwarded";
  for (std::size_t a = 0; a < cell.areas.size(); ++a) {
    if (cell.areas[a] == Inside::yes) out += fmt::format(", inside {}", space.areas()[a].name);
    if (cell.areas[a] == Inside::maybe) out += fmt::format(", perhaps inside {}", space.areas()[a].name);
  }
  static constexpr std::array<std::string_view, 4> kStates{"in force", "without assessment", "without assurance",
                                                           "not valid"};
  for (std::size_t s = 0; s < cell.states.size(); ++s) {
    if (cell.states[s] != State::in_force)
      out += fmt::format(", {} {}", space.agreement_ids()[s], kStates[static_cast<std::size_t>(cell.states[s])]);
  }
  return out;
}

}  // namespace fairlead::release
