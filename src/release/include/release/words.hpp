// SPDX-License-Identifier: Apache-2.0
// The closed lists that agreements, requests and decisions are written in. There is no lethal purpose, and none can be
// added by a file: a word that is not here is refused by the reader and denied by the evaluator.
//
// Threads: plain values.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/observation.hpp"

namespace fairlead::release {

enum class Purpose : std::uint8_t {
  search_and_rescue,
  law_enforcement_interdiction,
  prosecution,
  safety_of_navigation,
  fisheries,
  environmental_response,
  general_awareness,
};

// What an object is. The first four are observations, by their sensor.
enum class ObjectType : std::uint8_t {
  ais,
  radar,
  own_navigation,
  sighting,
  track,
  finding,
  lead,
  case_file,
  request,
  evidence,
  incident,
  report,
};
ObjectType object_type(domain::SensorKind sensor);

enum class Act : std::uint8_t { push, pull, subscribe, forward };
enum class Effect : std::uint8_t { permit, refer, deny };
enum class ReplyStyle : std::uint8_t { silent, overt };
// What may happen to an object after it was handed over.
enum class Onward : std::uint8_t { free, with_consent, none };
enum class Risk : std::uint8_t { low, medium, high };
enum class Rank : std::uint8_t { watch_officer, release_officer, legal_adviser, overseer, administrator };
enum class ZoneKind : std::uint8_t {
  internal_waters,
  archipelagic_waters,
  territorial_sea,
  contiguous_zone,
  eez,
  high_seas,
};

// What the recipient must do, or nothing is released. A channel states which of them it can carry through.
enum class Obligation : std::uint8_t {
  acknowledge,
  no_onward,
  delete_on_recall,
  delete_after_use,
  report_use,
  report_incident,
  keep_label,
  credit_originator,
  no_lethal_use,
};

// The parts of an object that can be cut. Identity of the object, its times and its label always go.
enum class Field : std::uint8_t {
  position,
  uncertainty,
  speed,
  course,
  heading,
  turn_rate,
  nav_status,
  altitude,
  mmsi,
  imo,
  name,
  call_sign,
  ship_type,
  dimensions,
  draught,
  destination,
  eta,
  flags,
  source,
  hearer,
  raw_text,
  remarks,
  attachments,
};

// One bit for each part of an evaluation that failed, in the order of evaluation.
enum class Part : std::uint8_t {
  stop,           // a stop covers it
  label_missing,  // no label, or one that cannot be understood
  level,          // above the ceiling
  releasable,     // the label does not name the recipient
  caveats,        // a caveat that the clause does not accept
  personal_data,  // personal data, and the clause does not include them
  purpose,        // the clause is not for this purpose
  use,            // the label does not allow this use
  area,           // outside the areas, or not known to be inside
  type,           // the clause is not for this kind of object
  act,            // the clause is not for this act
  time,           // the agreement is not yet or no longer valid
  life,           // the label has expired
  consent,        // ORCON without the consent of each originator
  onward,         // forwarding against the originator's rule
  assessment,     // none in force, or a higher risk than agreed
  assurance,      // one is missing, expired or breached
  obligations,    // the channel or recipient cannot meet them
  encoder,        // the channel cannot carry the label
  party,          // no agreement names this agency
  prohibition,    // a clause forbids it
  word,           // an unknown purpose, kind, act or channel
};

template <class E>
inline constexpr std::size_t kCount = 0;
template <>
inline constexpr std::size_t kCount<Purpose> = 7;
template <>
inline constexpr std::size_t kCount<ObjectType> = 12;
template <>
inline constexpr std::size_t kCount<Act> = 4;
template <>
inline constexpr std::size_t kCount<Effect> = 3;
template <>
inline constexpr std::size_t kCount<ReplyStyle> = 2;
template <>
inline constexpr std::size_t kCount<Onward> = 3;
template <>
inline constexpr std::size_t kCount<Risk> = 3;
template <>
inline constexpr std::size_t kCount<Rank> = 5;
template <>
inline constexpr std::size_t kCount<ZoneKind> = 6;
template <>
inline constexpr std::size_t kCount<Obligation> = 9;
template <>
inline constexpr std::size_t kCount<Field> = 23;
template <>
inline constexpr std::size_t kCount<Part> = 22;
inline constexpr std::size_t kLevels = 5;

// The words of a list, in its order.
template <class E>
std::span<const std::string_view> words();

template <class E>
std::string_view name(E value) {
  return words<E>()[static_cast<std::size_t>(value)];
}
template <class E>
std::optional<E> from_word(std::string_view word) {
  for (std::size_t i = 0; i < kCount<E>; ++i) {
    if (words<E>()[i] == word) return static_cast<E>(i);
  }
  return std::nullopt;
}

// A set of values of one list, as bits.
template <class E>
struct Set {
  std::uint32_t bits = 0;

  static constexpr Set all() { return Set{(1U << kCount<E>)-1U}; }
  static constexpr Set of(std::initializer_list<E> values) {
    Set set;
    for (const E value : values) set.add(value);
    return set;
  }
  constexpr bool has(E value) const { return (bits >> static_cast<unsigned>(value) & 1U) != 0; }
  constexpr void add(E value) { bits |= 1U << static_cast<unsigned>(value); }
  constexpr void remove(E value) { bits &= ~(1U << static_cast<unsigned>(value)); }
  constexpr bool empty() const { return bits == 0; }
  constexpr int size() const { return std::popcount(bits); }
  constexpr bool includes(Set other) const { return (other.bits & ~bits) == 0; }
  friend constexpr Set operator&(Set a, Set b) { return Set{a.bits & b.bits}; }
  friend constexpr Set operator|(Set a, Set b) { return Set{a.bits | b.bits}; }
  friend constexpr Set operator-(Set a, Set b) { return Set{a.bits & ~b.bits}; }
  friend constexpr bool operator==(Set, Set) = default;
  friend constexpr auto operator<=>(Set, Set) = default;
};

template <class E>
std::vector<E> members(Set<E> set) {
  std::vector<E> found;
  for (std::size_t i = 0; i < kCount<E>; ++i) {
    if (set.has(static_cast<E>(i))) found.push_back(static_cast<E>(i));
  }
  return found;
}
template <class E>
std::string to_text(Set<E> set) {
  std::string text;
  for (const E value : members(set)) {
    if (!text.empty()) text += ", ";
    text += name(value);
  }
  return text;
}

// Why a word that sounds like a lethal use can be no purpose; nothing for other words.
std::optional<std::string_view> why_never_a_purpose(std::string_view word);

// `XAA/coast_guard`: an ISO alpha-3 State and one of its agencies.
bool is_agency(std::string_view text);
bool is_state(std::string_view text);
std::string_view state_of(std::string_view agency);

inline constexpr std::string_view kOrcon = "ORCON";

}  // namespace fairlead::release
