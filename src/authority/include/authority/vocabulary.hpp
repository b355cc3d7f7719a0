// SPDX-License-Identifier: Apache-2.0
// The words of the law: actions, kinds, statuses. The enumerator is the word that stands in a file of facts, so that
// there is no second spelling to keep equal. Three values: yes, no, unknown; unknown never satisfies a condition.
//
// Threads: plain values. Dates are days of the Gregorian calendar, without a time zone.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::authority {

// An enumeration and its words in one place.
#define FL_VOCABULARY(Name, ...)                  \
  enum class Name : std::uint8_t { __VA_ARGS__ }; \
  constexpr std::string_view vocabulary_text(Name) { return #__VA_ARGS__; }

FL_VOCABULARY(Action, observe, hail, approach, visit, board, search, detain_vessel, arrest_persons, seize_goods, pursue,
              force_warning, force_nonlethal, force_disabling, force_lethal, share_intelligence, render_assistance)
FL_VOCABULARY(Outcome, permitted, conditional, contested, prohibited)
FL_VOCABULARY(Tri, unknown, no, yes)
FL_VOCABULARY(AssetKind, warship, military_aircraft, government_ship, government_aircraft, private_ship,
              uncrewed_surface, uncrewed_aircraft, shore_station)
FL_VOCABULARY(VesselKind, merchant, fishing, tanker, pleasure, go_fast, semi_submersible, raft, warship,
              government_noncommercial, unknown)
FL_VOCABULARY(NationalityStatus, confirmed, claimed, unconfirmed, refuted, none, multiple, unknown)
FL_VOCABULARY(ZoneKind, internal_waters, archipelagic_waters, territorial_sea, contiguous_zone, eez, high_seas, unknown,
              land, continental_shelf, out_of_model)
FL_VOCABULARY(SuspicionKind, drug_trafficking, piracy, armed_attack, slave_trade, migrant_smuggling, illegal_fishing,
              pollution, unauthorized_broadcasting, terrorism_sua, wmd_transport, customs_other, fiscal, sanitary,
              safety_zone_violation, security, other_crime, none, eez_other)
FL_VOCABULARY(Grounds, none, mere_suspicion, reasonable_grounds, evidence_on_board)
FL_VOCABULARY(Direction, inbound, outbound, transit, unknown)
FL_VOCABULARY(PrivateEnds, yes, no, disputed_political)
FL_VOCABULARY(PollutionLevel, clear_grounds, substantial_discharge, major_damage)
FL_VOCABULARY(ConsentGiver, flag_state, coastal_state, unsc, master)
FL_VOCABULARY(ConsentBasis, adhoc, vienna17, coe1995, cra2003, sua8bis, smp8, bilateral, shiprider, consensual, unscr)
FL_VOCABULARY(ConsentStatus, granted, standing, requested, no_response, cannot_confirm, denied, withdrawn)
FL_VOCABULARY(TreatyOption, standing, four_hours, express, none, unknown)
FL_VOCABULARY(Signal, visual, auditory, radio, none)
FL_VOCABULARY(Handover, aircraft_to_ship, ship_to_ship_same_state, other_state)
FL_VOCABULARY(ForcePurpose, stop_vessel, arrest, self_defence, defence_of_others, prevent_escape, destroy_cargo)
FL_VOCABULARY(Warning, yes, no, unsafe)
FL_VOCABULARY(RiskToLife, none, low, high)
FL_VOCABULARY(ConflictStatus, none, iac, niac, asserted_only, unknown)
FL_VOCABULARY(TargetStatus, civilian, dph, fighter_member, military_objective, hors_de_combat, unknown)
FL_VOCABULARY(SharingPurpose, search_and_rescue, le_interdiction, prosecution, general_awareness, lethal_strike,
              unspecified)
FL_VOCABULARY(RecipientUse, lawful, wrongful, contested)
FL_VOCABULARY(Knowledge, actual, wilful_blindness, constructive, none)
FL_VOCABULARY(Contribution, significant, remote)
FL_VOCABULARY(Assurances, none, general, specific_credible, refused)
FL_VOCABULARY(OnwardSharing, controlled, uncontrolled)
FL_VOCABULARY(Risk, low, medium, serious)
FL_VOCABULARY(Approval, none, official, senior_official, minister)
FL_VOCABULARY(MistreatmentRisk, none, real_risk, known)
FL_VOCABULARY(PolicyLayer, osja, none)
FL_VOCABULARY(Overlay, US, GB)
FL_VOCABULARY(Treaty, UNCLOS, HSC1958, TSC1958, VIENNA1988, COE1995, SUA2005, CRA2003, SMP2000, ICCPR, ECHR)
// What an open basis still lacks. The order is that of the reference.
FL_VOCABULARY(Missing, FLAG_STATE_CONSENT, NATIONALITY_CONFIRMATION, NATIONALITY_INQUIRY, NATIONALITY_VERIFICATION,
              CONSENT_SCOPE_EXTENSION, CONSENT_CONDITIONS, WAIT_FOUR_HOURS, FLAG_STATE_DISPOSITION,
              EVIDENCE_OF_INVOLVEMENT, COASTAL_STATE_CONSENT, REASONABLE_GROUNDS, AUTHORIZED_MARKED_ASSET,
              DOCUMENTS_CHECK, PIRACY_ELEMENTS, TERRITORIAL_LINK, COASTAL_LAW_BREACH, OFFENCE_PLACE,
              POLLUTION_THRESHOLD, POSITION_ESTABLISHED, STOP_SIGNAL, CONTINUITY, WARNING, NECESSITY, PROPORTIONALITY,
              LIFE_PROTECTION, IHL_PRECAUTIONS, DISTRESS_ESTABLISHED, PURPOSE_STATED, PURPOSE_LIMITATION,
              CREDIBLE_ASSURANCES, VERIFICATION, ONWARD_CONTROL, RISK_ASSESSMENT, SENIOR_APPROVAL, MINISTERIAL_APPROVAL,
              DEATH_PENALTY_ASSURANCE, DOMESTIC_AUTHORITY, ZONE_DETERMINATION, LEGAL_REVIEW)

namespace detail {
template <class Word>
constexpr std::size_t word_count() {
  std::size_t count = 1;
  for (const char c : vocabulary_text(Word{})) count += c == ',' ? 1 : 0;
  return count;
}
template <class Word>
constexpr auto split_words() {
  std::array<std::string_view, word_count<Word>()> words{};
  std::string_view rest = vocabulary_text(Word{});
  for (std::string_view& word : words) {
    const std::size_t comma = rest.find(',');
    word = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 2);
  }
  return words;
}
}  // namespace detail

template <class Word>
inline constexpr auto kWords = detail::split_words<Word>();

template <class Word>
constexpr std::string_view word_of(Word value) {
  return kWords<Word>[static_cast<std::size_t>(value)];
}

template <class Word>
constexpr std::optional<Word> word_from(std::string_view text) {
  for (std::size_t i = 0; i < kWords<Word>.size(); ++i) {
    if (kWords<Word>[i] == text) return static_cast<Word>(i);
  }
  return std::nullopt;
}

inline constexpr std::size_t kActions = kWords<Action>.size();
inline constexpr std::size_t kTreaties = kWords<Treaty>.size();

constexpr bool is_look(Action a) { return a == Action::visit || a == Action::board || a == Action::search; }
constexpr bool is_enforcement(Action a) {
  return a == Action::detain_vessel || a == Action::arrest_persons || a == Action::seize_goods;
}
constexpr bool is_power(Action a) { return is_look(a) || is_enforcement(a); }

// A State by its ISO 3166-1 alpha-2 code; `XX` is a State that is not named. The default is no State.
class State {
 public:
  constexpr State() = default;
  // Two capital letters; whether such a State exists is asked of is_listed().
  static constexpr std::optional<State> from_code(std::string_view code) {
    if (code.size() != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z') return std::nullopt;
    State state;
    state.index_ = static_cast<std::uint16_t>((code[0] - 'A') * 26 + (code[1] - 'A') + 1);
    return state;
  }
  static constexpr State unnamed() { return *from_code("XX"); }
  constexpr bool given() const { return index_ != 0; }
  constexpr std::uint16_t index() const { return index_; }
  static constexpr std::size_t kIndexMax = 676;
  std::string code() const;
  std::string_view name() const;  // the English short name; "an unnamed State" for XX
  bool is_listed() const;         // in ISO 3166-1, or XX
  friend constexpr auto operator<=>(State, State) = default;

 private:
  std::uint16_t index_ = 0;
};

// A calendar day as yyyymmdd, so that days compare as numbers.
class Day {
 public:
  constexpr Day() = default;
  constexpr Day(int year, int month, int day) : number_(year * 10'000 + month * 100 + day) {}
  static std::optional<Day> from_text(std::string_view text);  // 2025-11-12, a day that exists
  static Day from_unix_ms(std::int64_t ms);
  constexpr int number() const { return number_; }
  constexpr int year() const { return number_ / 10'000; }
  constexpr bool given() const { return number_ != 0; }
  std::string text() const;
  friend constexpr auto operator<=>(Day, Day) = default;

 private:
  std::int32_t number_ = 0;
};

// A set of words of one enumeration with at most 64 of them.
template <class Word>
class WordSet {
 public:
  constexpr WordSet() = default;
  constexpr WordSet(std::initializer_list<Word> words) {
    for (const Word word : words) add(word);
  }
  constexpr void add(Word word) { bits_ |= bit(word); }
  constexpr void add(WordSet other) { bits_ |= other.bits_; }
  constexpr bool has(Word word) const { return (bits_ & bit(word)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int size() const { return __builtin_popcountll(bits_); }
  template <class Visit>
  constexpr void each(Visit visit) const {
    for (std::uint64_t rest = bits_; rest != 0; rest &= rest - 1) {
      visit(static_cast<Word>(static_cast<unsigned>(__builtin_ctzll(rest))));
    }
  }
  friend constexpr bool operator==(WordSet, WordSet) = default;

 private:
  static constexpr std::uint64_t bit(Word word) { return std::uint64_t{1} << static_cast<unsigned>(word); }
  std::uint64_t bits_ = 0;
};

using MissingSet = WordSet<Missing>;

}  // namespace fairlead::authority
