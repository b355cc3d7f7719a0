// SPDX-License-Identifier: Apache-2.0
// The list of rules, for lawyers to read and for engineers to find code by: id, sources, a one-line reason. The code of
// a rule names its id; a rule that is not in this list cannot be named.
//
// Threads: constants.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "authority/vocabulary.hpp"

namespace fairlead::authority {

struct Rule {
  std::string_view id;       // R-VIS-1
  std::string_view part;     // the heading it stands under
  std::string_view when;     // the facts it speaks of
  std::string_view result;   // what follows from them
  std::string_view sources;  // as the reference gives them; which form is cited depends on who is party
  std::string_view reason;   // one plain sentence
};

// An index into the list.
class RuleRef {
 public:
  constexpr RuleRef() = default;
  constexpr explicit RuleRef(std::uint16_t index) : index_(index) {}
  constexpr std::uint16_t index() const { return index_; }
  const Rule& rule() const;
  friend constexpr bool operator==(RuleRef, RuleRef) = default;

 private:
  std::uint16_t index_ = 0;
};

std::span<const Rule> all_rules();
// By id, also without its prefix (`VIS-1`, `TS-3`), in any case of letters.
std::optional<RuleRef> find_rule(std::string_view id);

// A point on which States or courts disagree.
struct ContestedPoint {
  std::string_view id;  // C-01
  std::string_view point;
  std::string_view view_1;
  std::string_view held_by_1;
  std::string_view view_2;
  std::string_view held_by_2;
};
std::span<const ContestedPoint> contested_points();

// Numbers of contested points, 1 to 18.
enum class Point : std::uint8_t {};
using PointSet = WordSet<Point>;
constexpr Point point(int number) { return static_cast<Point>(number); }
const ContestedPoint& contested_point(Point number);

// What a missing code asks for, as the end of the sentence "Still missing: ...".
std::string_view missing_text(Missing code);

// What the engine does not judge, and says so.
struct NotModelled {
  std::string_view subject;
  std::string_view what_happens;
};
std::span<const NotModelled> not_modelled();

// All of it as a page of Markdown: docs/reference/authority.md.
std::string rules_as_markdown();

}  // namespace fairlead::authority
