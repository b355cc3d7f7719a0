// SPDX-License-Identifier: Apache-2.0
#include "assess.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "atlas_data.hpp"
#include "mixture.hpp"

namespace fairlead::zones {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();
constexpr double kContiguous = 24;
constexpr double kMappedBeyond = 12;  // from the limit of the territorial sea to that of the contiguous zone
constexpr double kMappedReach = 30;   // farther off, the drawn limit says nothing that the coast does not
// How far a limit may be off, as the scale of a logistic curve, nm. Measured on two coasts: docs/reference/zones.md.
constexpr double kScaleNear = 0.25;
constexpr double kScaleContiguous = 0.35;
constexpr double kScaleEez = 1.5;
constexpr double kScaleOfficial = 0.1;
// What is never claimed for derived readings: the part of what nobody wrote down.
constexpr double kDerivedMost = 0.97;
// Without drawn limits: near a coast, nothing is known of straight baselines and archipelagos.
constexpr double kCoarseNearMost = 0.85;
constexpr double kCoarseMost = 0.93;
constexpr double kCoarseNear = 60;
constexpr double kBlur = 0.3;
constexpr double kOfficialMost = 0.995;
constexpr double kHighSeasMost = 0.99;
constexpr double kWorthTelling = 0.01;

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }
// The share of likelihood that a point `inside` nm within a limit (negative: beyond it) is within it.
double within(double inside, double scale) {
  if (inside > 20 * scale) return 1;
  if (inside < -20 * scale) return 0;
  return logistic(inside / scale);
}

struct Shore {
  std::uint16_t state = 0;
  double distance = kFar;
  double to_eez = kFar;      // to coast that has an EEZ without question
  double to_claimed = kFar;  // or with one
  bool rock = false;         // the nearest point belongs to an islet with a word of its own
  Vec point;
};

struct TouchedArea {
  std::uint16_t number = 0;
  double share = 0;  // 1 well inside, one half on its border
};

class Assessor {
 public:
  Assessor(const Atlas::Data& data, geo::Position position)
      : data_(data), at_(lonlat_of(position)), ecef_(to_ecef(at_)) {
    report_.position = position;
    if (!data_.file.has(LayerId::mapped)) {
      blur_ = kBlur * std::max(0.0, data_.meta.coast_tolerance_m / kNauticalMile);
      flag(Flag::coarse);
    }
  }

  ZoneReport run() {
    probe_layer(data_, LayerId::coast, at_, ecef_, coast_);
    probe_layer(data_, LayerId::mapped, at_, ecef_, mapped_);
    probe_layer(data_, LayerId::areas, at_, ecef_, areas_probe_);
    probe_layer(data_, LayerId::official, at_, ecef_, official_);
    on_land_ = coast_.inside_count > 0;
    find_shores();
    find_areas();
    if (on_land_) {
      flag(Flag::on_land);
      mix_land();
    } else {
      mix_sea();
    }
    apply_areas();
    apply_official();
    tell();
    return report_;
  }

 private:
  void flag(Flag f) { report_.flags |= static_cast<std::uint32_t>(f); }
  const State& state(std::uint16_t index) const { return data_.tables.states[index]; }
  const State& sovereign(std::uint16_t index) const { return state(data_.sovereigns[index]); }
  States states_of(std::uint16_t index) const {
    States states;
    states.push_back(sovereign(index).code);
    return states;
  }
  StateCode territory_of(std::uint16_t index) const {
    return data_.sovereigns[index] == index ? StateCode{} : state(index).code;
  }

  void find_shores() {
    for (std::size_t i = 0; i < coast_.hit_count; ++i) {
      const Hit& hit = coast_.hits[i];
      const CoastParty party = data_.meta.coast_parties[hit.owner];
      const bool special = party.islet != kNoIslet;
      const EezEffect effect = special ? data_.tables.islets[party.islet].effect : EezEffect::yes;
      if (effect == EezEffect::tide) continue;  // no zone of its own
      const double distance = arc_from_chord(std::sqrt(hit.square)) / kNauticalMile;
      Shore* shore = nullptr;
      for (Shore& known : shores_) {
        if (known.state == party.state) shore = &known;
      }
      if (shore == nullptr) {
        Shore fresh;
        fresh.state = party.state;
        shores_.push_back(fresh);
        if (shores_.empty() || (shores_.end() - 1)->state != party.state) continue;
        shore = shores_.end() - 1;
      }
      if (distance < shore->distance) {
        shore->distance = distance;
        shore->rock = special && effect != EezEffect::yes;
        shore->point = point_of(data_.file.layer(LayerId::coast), hit);
      }
      if (state(party.state).eez > 0) {
        if (effect == EezEffect::yes) shore->to_eez = std::min(shore->to_eez, distance);
        if (effect != EezEffect::no) shore->to_claimed = std::min(shore->to_claimed, distance);
      }
    }
    nearest_ = shores_.empty() ? kFar : shores_[0].distance;
  }

  void find_areas() {
    const auto border = [&](std::uint16_t number) {
      for (std::size_t i = 0; i < areas_probe_.hit_count; ++i) {
        const Hit& hit = areas_probe_.hits[i];
        if (hit.owner == number) return arc_from_chord(std::sqrt(hit.square)) / kNauticalMile;
      }
      return kFar;
    };
    for (std::size_t i = 0; i < areas_probe_.inside_count; ++i) {
      const std::uint16_t number = areas_probe_.inside[i];
      const Area& area = data_.tables.areas[number];
      if (area.on_land != on_land_ && area.on_land) continue;
      touched_.push_back({number, 0.5 + 0.5 * std::min(1.0, border(number) / area.fade_nm)});
      uses_mapped_ = uses_mapped_ && area.uses_mapped;
    }
    for (std::size_t i = 0; i < areas_probe_.hit_count; ++i) {
      const std::uint16_t number = areas_probe_.hits[i].owner;
      const Area& area = data_.tables.areas[number];
      const double distance = border(number);
      if (areas_probe_.contains(number) || area.on_land || distance >= area.fade_nm) continue;
      touched_.push_back({number, 0.5 - 0.5 * distance / area.fade_nm});
    }
  }

  double breadth(std::uint16_t index) const {
    for (const TouchedArea& touched : touched_) {
      if (touched.share < 0.5) continue;
      for (const auto& [code, miles] : data_.tables.areas[touched.number].territorial_sea) {
        if (code == sovereign(index).code) return miles;
      }
    }
    return state(index).territorial_sea;
  }

  // Weights of shores by nearness: halfway between two, one half each.
  template <class Distance>
  void weigh(Few<double, 8>& weights, Distance&& distance) const {
    double least = kFar;
    for (const Shore& shore : shores_) least = std::min(least, distance(shore));
    double sum = 0;
    weights.resize(shores_.size());
    const double scale = 2 * median_scale(least);
    for (std::size_t i = 0; i < shores_.size(); ++i) {
      const double d = distance(shores_[i]);
      const double behind = (d - least) / scale;
      weights[i] = d == kFar || behind > 20 ? 0 : behind == 0 ? 1 : std::exp(-behind);
      sum += weights[i];
    }
    if (sum > 0) {
      for (double& weight : weights) weight /= sum;
    }
  }
  static double median_scale(double distance) { return 0.2 + 0.02 * std::min(distance, 400.0); }

  // A river, a lake, a harbour, or coast that is drawn too far out.
  void mix_land() {
    std::uint16_t owner = shores_.empty() ? std::uint16_t{0} : shores_[0].state;
    if (mapped_.inside_count > 0) owner = mapped_owner();
    if (shores_.empty() && mapped_.inside_count == 0) {
      mix_.add(ZoneKind::unknown, {}, {}, Basis::coast_distance, 1);
      return;
    }
    const double sure = 0.55 + 0.43 * (1 - std::exp(-nearest_ / 0.5));
    mix_.add(ZoneKind::internal_waters, states_of(owner), territory_of(owner), Basis::coast_distance, sure);
    mix_.add(ZoneKind::territorial_sea, states_of(owner), territory_of(owner), Basis::coast_distance, 1 - sure);
  }

  // Of the States whose drawn limit contains the point: a dependency before the State it belongs to, then the nearest.
  std::uint16_t mapped_owner() const {
    std::uint16_t best = mapped_.inside[0];
    int best_rank = -1;
    for (std::size_t i = 0; i < mapped_.inside_count; ++i) {
      const std::uint16_t index = mapped_.inside[i];
      int rank = state(index).mapped_trusted ? 4 : 0;
      if (data_.sovereigns[index] != index) rank += 2;
      if (!shores_.empty() && shores_[0].state == index) rank += 1;
      if (rank > best_rank) {
        best_rank = rank;
        best = index;
      }
    }
    return best;
  }

  void mix_sea() {
    Mixture by_distance;
    mix_distance(by_distance);
    Mixture by_map;
    const double map_weight = uses_mapped_ ? mix_map(by_map, by_distance) : 0;
    for (const Mass& mass : by_distance) mix_.add(mass, 1 - map_weight);
    for (const Mass& mass : by_map) mix_.add(mass, map_weight);
    if (map_weight > 0 && by_distance.likeliest() != by_map.likeliest()) flag(Flag::methods_disagree);
  }

  void mix_distance(Mixture& out) {
    if (shores_.empty()) {
      out.add(ZoneKind::high_seas, {}, {}, Basis::coast_distance, 1);
      return;
    }
    Few<double, 8> share;
    weigh(share, [](const Shore& shore) { return shore.distance; });
    double rest = 1;
    for (std::size_t i = 0; i < shores_.size(); ++i) {
      if (share[i] < 1e-6 || shores_[i].distance > kContiguous + 10) continue;
      const Shore& shore = shores_[i];
      const State& owner = state(shore.state);
      const double miles = breadth(shore.state);
      const double in_sea = miles > 0 ? within(miles - shore.distance, kScaleNear + blur_) : 0;
      const double in_zone =
          owner.contiguous_zone > 0
              ? std::max(in_sea, within(owner.contiguous_zone - shore.distance, kScaleContiguous + blur_))
              : in_sea;
      const States states = states_of(shore.state);
      const StateCode territory = territory_of(shore.state);
      out.add(ZoneKind::territorial_sea, states, territory, Basis::coast_distance, share[i] * in_sea);
      out.add(ZoneKind::contiguous_zone, states, territory, Basis::coast_distance, share[i] * (in_zone - in_sea));
      rest -= share[i] * in_zone;
      if (i == 0 && owner.contiguous_zone <= 0 && owner.territorial_sea > 0 && shore.distance > miles &&
          shore.distance < kContiguous) {
        flag(Flag::no_contiguous_zone);
      }
    }
    // Beyond, rocks do not count.
    mix_eez(out, std::max(0.0, rest));
  }

  void mix_eez(Mixture& out, double rest) {
    Few<double, 8> share;
    weigh(share, [](const Shore& shore) { return shore.to_claimed; });
    double beyond = rest;
    for (std::size_t i = 0; i < shores_.size(); ++i) {
      if (share[i] < 1e-6) continue;
      const Shore& shore = shores_[i];
      const double miles = state(shore.state).eez;
      double in_zone = within(miles - shore.to_claimed, kScaleEez);
      if (shore.to_claimed < shore.to_eez) in_zone = 0.6 * in_zone + 0.4 * within(miles - shore.to_eez, kScaleEez);
      out.add(ZoneKind::eez, states_of(shore.state), territory_of(shore.state), Basis::coast_distance,
              rest * share[i] * in_zone);
      beyond -= rest * share[i] * in_zone;
    }
    out.add(ZoneKind::high_seas, {}, {}, Basis::coast_distance, std::max(0.0, beyond));
  }

  const Hit* mapped_edge(std::uint16_t owner) const {
    for (std::size_t i = 0; i < mapped_.hit_count; ++i) {
      if (mapped_.hits[i].owner == owner) return &mapped_.hits[i];
    }
    return nullptr;
  }
  static double miles_to(const Hit& hit) { return arc_from_chord(std::sqrt(hit.square)) / kNauticalMile; }

  // Readings from the territorial-sea limit as drawn, and the weight they deserve.
  double mix_map(Mixture& out, const Mixture& by_distance) {
    if (mapped_.inside_count > 0) {
      const std::uint16_t owner = mapped_owner();
      if (!state(owner).mapped_trusted) return 0;
      return mix_inside(out, owner);
    }
    const Hit* edge = nullptr;
    for (std::size_t i = 0; i < mapped_.hit_count; ++i) {
      if (state(mapped_.hits[i].owner).mapped_trusted) {
        edge = &mapped_.hits[i];
        break;
      }
    }
    if (edge == nullptr) return 0;
    const double out_by = miles_to(*edge);
    if (out_by > kMappedReach) return 0;
    const State& owner = state(edge->owner);
    // The drawn limit of a State far off says nothing against the coast of a State whose limit is not used.
    if (!shores_.empty() && nearest_ < out_by && !state(shores_[0].state).mapped_trusted) return 0;
    note_limit(edge->owner, out_by);
    if (nearest_ > out_by + owner.territorial_sea + 0.7) flag(Flag::straight_baseline);
    const double in_zone = owner.contiguous_zone > 0 ? within(kMappedBeyond - out_by, kScaleContiguous) : 0;
    // Just outside, it may as well be inside.
    const double inside = 1 - within(out_by, kScaleNear);
    const double outside = 1 - inside;
    out.add(ZoneKind::territorial_sea, states_of(edge->owner), territory_of(edge->owner), Basis::mapped_limit, inside);
    out.add(ZoneKind::contiguous_zone, states_of(edge->owner), territory_of(edge->owner), Basis::mapped_limit,
            outside * in_zone);
    // Beyond, and whose EEZ it is, the coasts tell better.
    double told = 0;
    for (const Mass& mass : by_distance) told += mass.kind > ZoneKind::contiguous_zone ? mass.weight : 0;
    const double beyond = outside * (1 - in_zone);
    for (const Mass& mass : by_distance) {
      if (mass.kind <= ZoneKind::contiguous_zone || told < 1e-9) continue;
      out.add(mass.kind, mass.states, mass.territory, Basis::mapped_limit, beyond * mass.weight / told);
    }
    if (told < 1e-9) {
      const ZoneKind next = owner.eez > 0 ? ZoneKind::eez : ZoneKind::high_seas;
      out.add(next, owner.eez > 0 ? states_of(edge->owner) : States{}, territory_of(edge->owner), Basis::mapped_limit,
              beyond);
    }
    if (by_distance.of(ZoneKind::territorial_sea) >= 0.5) return 0.25;
    return out_by < kMappedBeyond + 1 ? 0.6 : 0.25;
  }

  double mix_inside(Mixture& out, std::uint16_t owner) {
    const Hit* edge = mapped_edge(owner);
    const double inside_by = edge == nullptr ? 300 : miles_to(*edge);
    const State& of = state(owner);
    const double miles = breadth(owner);
    note_limit(owner, -inside_by);
    const double enclosed = 1 - within(miles - inside_by, 1.5 * kScaleNear);
    if (inside_by > miles + 0.7 || nearest_ > miles + 0.7) flag(Flag::straight_baseline);
    const ZoneKind kind = of.archipelago == Archipelago::no ? ZoneKind::internal_waters : ZoneKind::archipelagic_waters;
    out.add(kind, states_of(owner), territory_of(owner), Basis::mapped_limit, enclosed);
    // Just inside, it may as well be outside: in a neighbour's sea where one adjoins, else in the next zone.
    const double outside = inside_by < 3 ? 1 - within(inside_by, kScaleNear) : 0;
    out.add(ZoneKind::territorial_sea, states_of(owner), territory_of(owner), Basis::mapped_limit,
            1 - enclosed - outside);
    if (outside > 0) add_beyond(out, owner, inside_by, outside);
    if (of.archipelago == Archipelago::claimed) return 0.4;
    return of.archipelago == Archipelago::no && nearest_ > 40 ? 0.55 : 0.85;
  }

  void add_beyond(Mixture& out, std::uint16_t owner, double inside_by, double weight) {
    for (std::size_t i = 0; i < mapped_.hit_count; ++i) {
      const Hit& hit = mapped_.hits[i];
      if (data_.sovereigns[hit.owner] == data_.sovereigns[owner] || miles_to(hit) > inside_by + 0.2) continue;
      out.add(ZoneKind::territorial_sea, states_of(hit.owner), territory_of(hit.owner), Basis::mapped_limit, weight);
      flag(Flag::near_median);
      return;
    }
    const ZoneKind next = state(owner).contiguous_zone > 0 ? ZoneKind::contiguous_zone
                          : state(owner).eez > 0           ? ZoneKind::eez
                                                           : ZoneKind::high_seas;
    out.add(next, next == ZoneKind::high_seas ? States{} : states_of(owner), territory_of(owner), Basis::mapped_limit,
            weight);
  }

  void note_limit(std::uint16_t owner, double distance) {
    mapped_limit_ = {LimitKind::territorial_sea, sovereign(owner).code, distance, Basis::mapped_limit};
  }

  void apply_areas() {
    for (const TouchedArea& touched : touched_) {
      const Area& area = data_.tables.areas[touched.number];
      Mixture changed;
      bool applies = false;
      for (const Mass& mass : mix_) {
        const bool meant = (area.when & (1U << static_cast<unsigned>(mass.kind))) != 0;
        if (!meant) {
          changed.add(mass, 1);
          continue;
        }
        applies = applies || mass.weight > 0.2;
        double left = 1;
        for (const AreaClaim& claim : area.claims) {
          const double share = claim.share * touched.share;
          const ZoneKind kind = claim.kind.value_or(mass.kind);
          States states = claim.states;
          if (kind == ZoneKind::high_seas) states = {};
          if (!claim.kind && mass.kind == ZoneKind::high_seas) continue;
          const bool same = kind == mass.kind && states == mass.states;
          changed.add(kind, states, same ? mass.territory : StateCode{}, Basis::claims_table, mass.weight * share);
          left -= share;
        }
        changed.add(mass, left);
      }
      mix_ = changed;
      if (applies && touched.share >= 0.5) {
        flag(area.flag);
        report_.areas.push_back(touched.number);
      }
    }
  }

  // Imported limits win. The most landward zone that contains the point is where it is.
  void apply_official() {
    const std::vector<OfficialRecord>& records = data_.meta.official;
    if (records.empty()) {
      flag(Flag::derived);
      return;
    }
    const OfficialRecord* record = nullptr;
    std::uint16_t number = 0;
    for (std::size_t i = 0; i < official_.inside_count; ++i) {
      const OfficialRecord& candidate = records[official_.inside[i]];
      if (record != nullptr && candidate.kind >= record->kind) continue;
      record = &candidate;
      number = official_.inside[i];
    }
    double border = kFar;
    for (std::size_t i = 0; i < official_.hit_count; ++i) {
      if (record == nullptr || official_.hits[i].owner == number)
        border = std::min(border, miles_to(official_.hits[i]));
    }
    const double sure = within(border, kScaleOfficial);
    Mixture changed;
    bool official = false;
    for (const Mass& mass : mix_) {
      Mass moved = mass;
      if (!move_to_official(moved, record)) {
        changed.add(mass, 1);
        continue;
      }
      official = true;
      changed.add(moved, sure);
      changed.add(mass, 1 - sure);
    }
    mix_ = changed;
    if (record != nullptr && record->overlapping) flag(Flag::disputed);
    if (record != nullptr && record->joint) flag(Flag::joint_regime);
    official_spoke_ = official;
    if (!official) flag(Flag::derived);
  }

  bool covered(const States& states, ZoneKind kind) const {
    for (const StateCode code : states) {
      const auto index = data_.tables.index_of(code);
      if (index && (data_.official_kinds[data_.sovereigns[*index]] & (1U << static_cast<unsigned>(kind))) != 0)
        return true;
    }
    return false;
  }

  // What a derived reading becomes in the light of the official limits; false when they say nothing of it.
  bool move_to_official(Mass& mass, const OfficialRecord* record) const {
    const auto become = [&](ZoneKind kind, const States& states) {
      mass.kind = kind;
      mass.states = states;
      mass.territory = {};
      mass.basis = Basis::official_limit;
      return true;
    };
    if (record == nullptr) {
      // Outside every official limit: a derived zone whose limit is known officially cannot hold; take the next one
      // out.
      if (!covered(mass.states, mass.kind)) return false;
      ZoneKind kind = mass.kind;
      while (kind < ZoneKind::high_seas && covered(mass.states, kind))
        kind = static_cast<ZoneKind>(static_cast<int>(kind) + 1);
      return become(kind, kind == ZoneKind::high_seas ? States{} : mass.states);
    }
    States states;
    for (const StateCode code : record->states) {
      const State* known = data_.tables.find(code);
      states.push_back(known == nullptr ? code : known->sovereign);
    }
    if (record->kind == ZoneKind::high_seas) return become(ZoneKind::high_seas, {});
    // An EEZ is usually drawn from the coast on: nearer zones inside it stay, unless they are known officially too. So
    // with a contiguous zone drawn from the coast.
    if (record->kind >= ZoneKind::contiguous_zone && mass.kind < record->kind && mass.kind != ZoneKind::unknown &&
        !covered(states, mass.kind)) {
      if (states.size() == 1 && !(mass.states == states)) {
        mass.states = states;
        mass.territory = {};
        mass.basis = Basis::official_limit;
        return true;
      }
      return false;
    }
    return become(record->kind, states);
  }

  double distance_to(const States& states) const {
    double least = kFar;
    for (const Shore& shore : shores_) {
      for (const StateCode code : states) {
        if (sovereign(shore.state).code == code || state(shore.state).code == code)
          least = std::min(least, shore.distance);
      }
    }
    return least == kFar ? nearest_ : least;
  }

  void tell() {
    mix_.sort();
    for (const Mass& mass : mix_) {
      if (mass.weight < kWorthTelling && !report_.readings.empty()) break;
      double most = mass.basis == Basis::official_limit ? kOfficialMost : kDerivedMost;
      if (blur_ > 0 && mass.basis == Basis::coast_distance)
        most = nearest_ < kCoarseNear ? kCoarseNearMost : kCoarseMost;
      if (mass.kind == ZoneKind::high_seas && nearest_ > 230)
        most = std::max(most, blur_ > 0 ? kDerivedMost : kHighSeasMost);
      Reading reading;
      reading.kind = mass.kind;
      reading.states = mass.states;
      reading.territory = mass.territory;
      reading.distance_nm = distance_to(mass.states);
      reading.basis = mass.basis;
      reading.confidence = std::floor(mass.weight * most * 1000) / 1000;
      report_.readings.push_back(reading);
    }
    if (report_.readings.empty()) report_.readings.push_back({});
    // What is taken off at the top differs by basis, so two that were almost even may have changed places.
    for (std::size_t i = 1; i < report_.readings.size(); ++i) {
      for (std::size_t k = i; k > 0 && report_.readings[k].confidence > report_.readings[k - 1].confidence; --k) {
        std::swap(report_.readings[k], report_.readings[k - 1]);
      }
    }
    tell_coasts();
    tell_limits();
  }

  void tell_coasts() {
    for (const Shore& shore : shores_) {
      const LonLat point = to_lonlat(shore.point);
      report_.coasts.push_back(
          {sovereign(shore.state).code, territory_of(shore.state), shore.distance, point.lat, point.lon});
    }
  }

  void tell_limits() {
    if (shores_.empty()) return;
    const Shore& first = shores_[0];
    const State& owner = state(first.state);
    const StateCode code = sovereign(first.state).code;
    if (shores_[0].rock) flag(Flag::rock);
    const double miles = breadth(first.state);
    const bool drawn = mapped_limit_.basis == Basis::mapped_limit && mapped_limit_.state == code;
    const double sea = drawn ? mapped_limit_.distance_nm : first.distance - miles;
    const Basis basis = drawn ? Basis::mapped_limit : Basis::coast_distance;
    if (miles > 0) report_.limits.push_back({LimitKind::territorial_sea, code, sea, basis});
    if (owner.contiguous_zone > 0) {
      const double zone = drawn ? sea - kMappedBeyond : first.distance - owner.contiguous_zone;
      report_.limits.push_back({LimitKind::contiguous_zone, code, zone, basis});
    }
    const Shore* zone = nullptr;
    for (const Shore& shore : shores_) {
      if (shore.to_claimed != kFar && (zone == nullptr || shore.to_claimed < zone->to_claimed)) zone = &shore;
    }
    if (zone != nullptr) {
      report_.limits.push_back({LimitKind::eez, sovereign(zone->state).code, zone->to_claimed - state(zone->state).eez,
                                Basis::coast_distance});
    }
    for (const Shore& shore : shores_) {
      if (data_.sovereigns[shore.state] == data_.sovereigns[first.state]) continue;
      if (first.distance > 200 || shore.distance > 400) break;
      const double half = (shore.distance - first.distance) / 2;
      report_.limits.push_back({LimitKind::median_line, sovereign(shore.state).code, -half, Basis::coast_distance});
      if (half < 2 * median_scale(first.distance)) flag(Flag::near_median);
      break;
    }
    for (const LimitDistance& limit : report_.limits) {
      const double scale = limit.kind == LimitKind::eez ? kScaleEez : kScaleNear + blur_;
      if (limit.kind != LimitKind::median_line && std::abs(limit.distance_nm) < 3 * scale) flag(Flag::near_limit);
    }
  }

  const Atlas::Data& data_;
  LonLat at_;
  Vec ecef_;
  Probe coast_;
  Probe mapped_;
  Probe areas_probe_;
  Probe official_;
  Few<Shore, 8> shores_;
  Few<TouchedArea, 16> touched_;
  double blur_ = 0;  // what a coarse coast adds to the scale of a limit
  double nearest_ = kFar;
  bool on_land_ = false;
  bool uses_mapped_ = true;
  bool official_spoke_ = false;
  LimitDistance mapped_limit_;
  Mixture mix_;
  ZoneReport report_;
};

}  // namespace

ZoneReport assess(const Atlas::Data& data, geo::Position position) { return Assessor(data, position).run(); }

}  // namespace fairlead::zones
