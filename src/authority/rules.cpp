// SPDX-License-Identifier: Apache-2.0
#include "authority/rules.hpp"

#include "base/text.hpp"
#include "register_table.hpp"
#include "rule_table.hpp"

namespace fairlead::authority {

const Rule& RuleRef::rule() const { return kRules[index_]; }

std::span<const Rule> all_rules() { return kRules; }

std::optional<RuleRef> find_rule(std::string_view id) {
  const std::string wanted = to_upper(id);
  std::optional<RuleRef> found;
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    const std::string name = to_upper(kRules[i].id);
    const bool tail =
        name.size() > wanted.size() + 1 && name.ends_with(wanted) && name[name.size() - wanted.size() - 1] == '-';
    if (name == wanted) return RuleRef(static_cast<std::uint16_t>(i));
    if (tail && !found && wanted.find('-') != std::string::npos) found = RuleRef(static_cast<std::uint16_t>(i));
  }
  return found;
}

std::span<const ContestedPoint> contested_points() { return kContestedPoints; }

const ContestedPoint& contested_point(Point number) { return kContestedPoints[static_cast<std::size_t>(number) - 1]; }

std::string_view missing_text(Missing code) { return kMissingTexts[static_cast<std::size_t>(code)]; }

std::span<const NotModelled> not_modelled() { return kNotModelled; }

}  // namespace fairlead::authority
