// SPDX-License-Identifier: Apache-2.0
// Words of closed lists: each list is an enum and its words in the same order. The numbers are in the journal: add at
// the end only. What agreements know too (purposes, conditions) has the same words there; a test holds them equal.
//
// There is no lethal purpose and no field for a target: see scrub.hpp for what happens to foreign ones.
// Threads: plain values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace fairlead::desk {

using namespace std::string_view_literals;

// Specialised beside each enum.
template <class E>
inline constexpr auto kWords = std::array<std::string_view, 0>{};

template <class E>
concept Word = std::is_enum_v<E> && (kWords<E>.size() > 0);

template <Word E>
constexpr std::string_view name(E value) {
  return kWords<E>[static_cast<std::size_t>(value)];
}
template <Word E>
constexpr std::optional<E> from_word(std::string_view word) {
  for (std::size_t i = 0; i < kWords<E>.size(); ++i) {
    if (kWords<E>[i] == word) return static_cast<E>(i);
  }
  return std::nullopt;
}

// What something may be used for, as `release::Purpose`.
enum class Purpose : std::uint8_t {
  search_and_rescue,
  law_enforcement_interdiction,
  prosecution,
  safety_of_navigation,
  fisheries,
  environmental_response,
  general_awareness,
};
template <>
inline constexpr auto kWords<Purpose> =
    std::array{"search_and_rescue"sv, "law_enforcement_interdiction"sv, "prosecution"sv,      "safety_of_navigation"sv,
               "fisheries"sv,         "environmental_response"sv,       "general_awareness"sv};

// What the recipient must do or leave, as `release::Obligation`.
enum class Condition : std::uint8_t {
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
template <>
inline constexpr auto kWords<Condition> =
    std::array{"acknowledge"sv,     "no_onward"sv,  "delete_on_recall"sv,  "delete_after_use"sv, "report_use"sv,
               "report_incident"sv, "keep_label"sv, "credit_originator"sv, "no_lethal_use"sv};
// "no onward release", as it stands on a form.
std::string_view in_words(Condition condition);

enum class Confidence : std::uint8_t { low, moderate, high };
template <>
inline constexpr auto kWords<Confidence> = std::array{"low"sv, "moderate"sv, "high"sv};

// On what footing a flag State's consent is asked for.
enum class Regime : std::uint8_t { adhoc, vienna17, coe1995, cra2003, sua8bis, smp8, bilateral, shiprider };
template <>
inline constexpr auto kWords<Regime> =
    std::array{"adhoc"sv, "vienna17"sv, "coe1995"sv, "cra2003"sv, "sua8bis"sv, "smp8"sv, "bilateral"sv, "shiprider"sv};

// Acts that may be asked for. Those of force need an answer of `authority` that does not forbid them.
bool is_lawful_act(std::string_view act);
bool is_act_of_force(std::string_view act);  // short of lethal
// `XAA/coast_guard`, `XAA`.
bool is_agency(std::string_view text);
bool is_state(std::string_view text);

}  // namespace fairlead::desk
