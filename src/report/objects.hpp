// SPDX-License-Identifier: Apache-2.0
// Objects of the desk as sections: every member that is there, in plain words, in the order in which the desk has them.
//
// Threads: free functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "report/document.hpp"

namespace fairlead::report {

// `json` is an object as the desk prints it; members named in `without` are left out.
Section section_of(std::string heading, std::string_view json, std::initializer_list<std::string_view> without = {});
// `time_precision` to `time precision`.
std::string in_words(std::string_view word);

}  // namespace fairlead::report
