// SPDX-License-Identifier: Apache-2.0
// Rules of behaviour from a TOML file: thresholds, priority, owner, validity, named places, watch list. Strict: what is
// not known, has no unit or is out of bounds is refused, with file, line and what to write instead.
// docs/reference/formats/rules.md has the format.
//
// Threads: any.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "behaviour/rules.hpp"
#include "settings.hpp"

namespace fairlead::app {

// What the file does not name stays as it comes.
Result<behaviour::Rules> load_rules(const std::string& file);
// The file that `behaviour.rules` names; nothing where it names none.
Result<std::shared_ptr<const behaviour::Rules>> rules_of(const Settings& settings);
// `file` is the name in messages.
Result<behaviour::Rules> rules_from_text(std::string_view text, const std::string& file);

}  // namespace fairlead::app
