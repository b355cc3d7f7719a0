// SPDX-License-Identifier: Apache-2.0
// What a story says about JSON: names filled in, places found, expectations held against what came.
//
// A path is `/a/b/0`; `*` is every element, `[rule=go_fast]` every element whose member says so (`a.b` goes deeper).
// Threads: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/result.hpp"

namespace fairlead::app::story {

// What `${name}` stands for; an error where there is no such name.
using Names = std::function<Result<boost::json::value>(std::string_view name)>;

// With every `${name}` in it filled in; a text that is nothing else becomes the value itself.
Result<boost::json::value> fill(const boost::json::value& value, const Names& names);
Result<std::string> fill_text(std::string_view text, const Names& names);

// Whether it can be read as a path.
Result<void> check_path(std::string_view path);
std::vector<const boost::json::value*> find(const boost::json::value& in, std::string_view path);

// Empty when `expected` holds for what stands at the path, else the reason why not.
// A matcher is an object with one or more of: at_least, at_most, matches, contains, is_not, absent, count,
// count_at_least. Anything else must be equal. It holds when one of the found values satisfies it.
std::string why_not(const boost::json::value& in, std::string_view path, const boost::json::value& expected);
bool is_matcher(const boost::json::value& expected);
Result<void> check_matcher(const boost::json::value& expected);

}  // namespace fairlead::app::story
