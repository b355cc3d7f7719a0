// SPDX-License-Identifier: Apache-2.0
// A story: a centre, its sea, its people, its partners and agreements, and steps that people and partners take, each
// with what must hold after it. `fairlead demo` plays one; docs/reference/formats/story.md is the format.
//
// Threads: plain values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/result.hpp"
#include "units/instant.hpp"

namespace fairlead::app::story {

struct Person {
  std::string name;
  std::string role;
};

struct Partner {
  std::string name;  // of the account
  std::string agency;
  std::vector<std::string> follows;  // purposes for which it keeps a feed open
};

struct Agreement {
  std::string toml;
  std::string drafted_by;
  std::string adopted_by;
};

// One exchange, or one program, and what must come of it.
struct Act {
  std::string check;   // what is shown: "the coast guard has it"
  std::string origin;  // file and line, for messages
  std::string as;      // a person, a partner; empty: nobody in particular
  std::string call;    // METHOD PATH
  boost::json::value body;
  std::string type;                // of the body; absent: JSON
  std::vector<std::string> run;    // a command of Fairlead itself, instead of a call
  std::vector<std::string> judge;  // a program of other people, instead of a call
  std::vector<std::string> needs;  // programs and files without which a judge is not asked
  std::optional<int> status;       // absent: success
  boost::json::object expect;      // path → value or matcher
  boost::json::object keep;        // name → path
  Duration within{};               // asked again until it holds
  Duration holds_for{};            // must hold all the while
};

struct Step {
  std::string title;
  std::string say;
  std::string screen;  // of the page, where it shows: picture, leads, sharing, incidents, oversight, law
  std::string open;    // what to look at there: the number of a track or of a thing of the desk
  std::vector<Act> acts;
};

struct Story {
  std::string title;
  std::string about;
  std::string centre_name = "Centre";
  std::string centre_state;
  std::string originators;
  std::string scenario = "caribbean";
  std::uint64_t seed = 1;
  double speed = 100;                      // of the sea, when people look on
  double headless_speed = 0;               // and when nobody does; 0: the same
  Duration began = std::chrono::hours(8);  // so long ago; at least as long as the scenario
  boost::json::object labels;              // of sources, by name; `*` for all others
  std::vector<Person> people;
  std::vector<Partner> partners;
  std::vector<Agreement> agreements;
  std::vector<Step> steps;
};

// Strict: unknown keys, people who are not there and paths that cannot be read are refused with file, line and cure.
Result<Story> read_story(std::string_view text, const std::string& file);
// The one inside the program.
std::string_view built_in_story();

}  // namespace fairlead::app::story
