// SPDX-License-Identifier: Apache-2.0
// The text of a story, TOML, to a story.
#include <algorithm>
#include <array>
#include <span>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "builtin_story_text.hpp"
#include "release/words.hpp"
#include "story/story.hpp"
#include "story/values.hpp"

namespace fairlead::app::story {
namespace {

namespace json = boost::json;

json::value to_json(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    json::object made;
    for (const auto& [key, value] : *table) made[json::string_view(key.data(), key.length())] = to_json(value);
    return made;
  }
  if (const auto* array = node.as_array()) {
    json::array made;
    for (const toml::node& one : *array) made.push_back(to_json(one));
    return made;
  }
  if (const auto* text = node.as_string()) return json::value(json::string(text->get()));
  if (const auto* number = node.as_integer()) return json::value(number->get());
  if (const auto* number = node.as_floating_point()) return json::value(number->get());
  if (const auto* truth = node.as_boolean()) return json::value(truth->get());
  std::ostringstream text;
  node.visit([&](const auto& one) { text << one; });
  return json::value(json::string(text.str()));
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  Result<Story> read(const toml::table& root) {
    static constexpr std::array<std::string_view, 7> kKeys{"story",   "centre",    "sea", "person",
                                                           "partner", "agreement", "step"};
    check_keys(root, kKeys, "the story");
    Story made;
    with_table(root, "story", [&](const toml::table& t) {
      static constexpr std::array<std::string_view, 2> k{"title", "about"};
      check_keys(t, k, "[story]");
      made.title = text(t, "title");
      made.about = text(t, "about");
    });
    with_table(root, "centre", [&](const toml::table& t) {
      static constexpr std::array<std::string_view, 3> k{"name", "state", "originators"};
      check_keys(t, k, "[centre]");
      made.centre_name = text(t, "name");
      made.centre_state = text(t, "state");
      made.originators = text(t, "originators");
    });
    with_table(root, "sea", [&](const toml::table& t) { read_sea(t, made); });
    each(root, "person", [&](const toml::table& t) {
      static constexpr std::array<std::string_view, 2> k{"name", "role"};
      check_keys(t, k, "[[person]]");
      made.people.push_back({needed(t, "name"), needed(t, "role")});
    });
    each(root, "partner", [&](const toml::table& t) {
      static constexpr std::array<std::string_view, 3> k{"name", "agency", "follows"};
      check_keys(t, k, "[[partner]]");
      made.partners.push_back({needed(t, "name"), needed(t, "agency"), texts(t, "follows")});
      for (const std::string& purpose : made.partners.back().follows) {
        if (release::from_word<release::Purpose>(purpose)) continue;
        complain(*t.get("follows"), fmt::format("`{}` is no purpose; there are {}", purpose,
                                                fmt::join(release::words<release::Purpose>(), ", ")));
      }
    });
    each(root, "agreement", [&](const toml::table& t) {
      static constexpr std::array<std::string_view, 3> k{"toml", "drafted_by", "adopted_by"};
      check_keys(t, k, "[[agreement]]");
      made.agreements.push_back({needed(t, "toml"), needed(t, "drafted_by"), needed(t, "adopted_by")});
      knows(made, t, made.agreements.back().drafted_by);
      knows(made, t, made.agreements.back().adopted_by);
    });
    each(root, "step", [&](const toml::table& t) { read_step(t, made); });
    if (made.steps.empty()) complain(root, "has no step; a story needs at least one [[step]]");
    if (!error_.empty()) return fail(ErrorCode::invalid_argument, error_);
    return made;
  }

 private:
  void complain(const toml::node& at, std::string_view why) {
    if (error_.empty()) error_ = fmt::format("{}:{}: {}", file_, at.source().begin.line, why);
  }
  void check_keys(const toml::table& table, std::span<const std::string_view> known, std::string_view where) {
    for (const auto& [key, value] : table) {
      if (std::ranges::find(known, key.str()) != known.end()) continue;
      const auto near = nearest_word(key.str(), known);
      complain(value, fmt::format("unknown key `{}` in {}{}", key.str(), where,
                                  near ? fmt::format("; did you mean `{}`?", *near) : ""));
    }
  }
  template <class F>
  void with_table(const toml::table& root, std::string_view name, const F& use) {
    const toml::node* node = root.get(name);
    if (node == nullptr) return;
    if (const auto* table = node->as_table()) return use(*table);
    complain(*node, fmt::format("`{}` is written as a table, [{}]", name, name));
  }
  template <class F>
  void each(const toml::table& root, std::string_view name, const F& use) {
    const toml::node* node = root.get(name);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr || !list->is_homogeneous<toml::table>()) {
      return complain(*node, fmt::format("`{}` is written as tables, [[{}]]", name, name));
    }
    for (const toml::node& one : *list) use(*one.as_table());
  }
  std::string text(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    if (const auto* value = node->as_string()) return value->get();
    complain(*node, fmt::format("`{}` is a text, in quotes", key));
    return {};
  }
  std::string needed(const toml::table& table, std::string_view key) {
    std::string value = text(table, key);
    if (value.empty()) complain(table, fmt::format("`{}` is missing", key));
    return value;
  }
  std::vector<std::string> texts(const toml::table& table, std::string_view key) {
    std::vector<std::string> made;
    const toml::node* node = table.get(key);
    if (node == nullptr) return made;
    const auto* list = node->as_array();
    if (list == nullptr) {
      complain(*node, fmt::format("`{}` is a list of texts", key));
      return made;
    }
    for (const toml::node& one : *list) {
      if (const auto* value = one.as_string()) {
        made.push_back(value->get());
      } else {
        complain(one, fmt::format("`{}` is a list of texts", key));
      }
    }
    return made;
  }
  double number(const toml::table& table, std::string_view key, double otherwise) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return otherwise;
    if (const auto value = node->value<double>(); value && *value > 0) return *value;
    complain(*node, fmt::format("`{}` is a number above 0", key));
    return otherwise;
  }
  Duration duration(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto read = parse_duration(text(table, key));
    if (!read) complain(*node, fmt::format("`{}`: {}", key, read.error().message));
    return read ? *read : Duration{};
  }
  void knows(const Story& story, const toml::node& at, std::string_view who) {
    const bool person = std::ranges::any_of(story.people, [&](const Person& p) { return p.name == who; });
    const bool partner = std::ranges::any_of(story.partners, [&](const Partner& p) { return p.name == who; });
    if (!person && !partner) complain(at, fmt::format("`{}` is neither a [[person]] nor a [[partner]] above", who));
  }

  void read_sea(const toml::table& t, Story& made) {
    static constexpr std::array<std::string_view, 6> k{"scenario", "seed",           "began",
                                                       "speed",    "headless_speed", "labels"};
    check_keys(t, k, "[sea]");
    if (t.contains("scenario")) made.scenario = text(t, "scenario");
    made.seed = static_cast<std::uint64_t>(number(t, "seed", 1));
    if (t.contains("began")) made.began = duration(t, "began");
    made.speed = number(t, "speed", made.speed);
    made.headless_speed = number(t, "headless_speed", made.speed);
    with_table(t, "labels", [&](const toml::table& labels) {
      for (const auto& [name, label] : labels) {
        if (!label.is_table()) complain(label, fmt::format("the label of `{}` is a table", name.str()));
      }
      made.labels = to_json(labels).get_object();
    });
  }
  void read_step(const toml::table& t, Story& made) {
    static constexpr std::array<std::string_view, 5> k{"title", "say", "screen", "open", "do"};
    check_keys(t, k, "[[step]]");
    Step step;
    step.title = needed(t, "title");
    step.say = text(t, "say");
    step.screen = text(t, "screen");
    step.open = text(t, "open");
    static constexpr std::array<std::string_view, 6> kScreens{"picture",   "leads",     "sharing",
                                                              "incidents", "oversight", "law"};
    if (!step.screen.empty() && std::ranges::find(kScreens, step.screen) == kScreens.end()) {
      complain(*t.get("screen"),
               fmt::format("there is no screen `{}`; there are {}", step.screen, fmt::join(kScreens, ", ")));
    }
    each(t, "do", [&](const toml::table& act) { step.acts.push_back(read_act(act, made)); });
    if (step.acts.empty()) complain(t, "the step does nothing; give it a [[step.do]]");
    made.steps.push_back(std::move(step));
  }
  Act read_act(const toml::table& t, const Story& made) {
    static constexpr std::array<std::string_view, 13> k{"check", "as",     "call",     "body",   "type",
                                                        "run",   "judge",  "needs",    "status", "expect",
                                                        "keep",  "within", "holds_for"};
    check_keys(t, k, "[[step.do]]");
    Act act;
    act.check = needed(t, "check");
    act.origin = fmt::format("{}:{}", file_, t.source().begin.line);
    act.as = text(t, "as");
    if (!act.as.empty()) knows(made, t, act.as);
    act.call = text(t, "call");
    if (const toml::node* body = t.get("body")) act.body = to_json(*body);
    act.type = text(t, "type");
    act.run = texts(t, "run");
    act.judge = texts(t, "judge");
    act.needs = texts(t, "needs");
    act.within = duration(t, "within");
    act.holds_for = duration(t, "holds_for");
    if (const toml::node* status = t.get("status")) {
      act.status = status->value<int>();
      if (!act.status) complain(*status, "`status` is a number, such as 403");
    }
    if (int(!act.call.empty()) + int(!act.run.empty()) + int(!act.judge.empty()) != 1) {
      complain(t, "a [[step.do]] has one of `call`, `run` and `judge`");
    }
    if (!act.call.empty() && (act.call.find(" /") == std::string::npos)) {
      complain(t,
               fmt::format("`call` is a method and a path, such as \"GET /api/v1/tracks\"; there is `{}`", act.call));
    }
    with_table(t, "expect", [&](const toml::table& expect) {
      for (const auto& [path, value] : expect) {
        const json::value wanted = to_json(value);
        if (auto good = check_path(path.str()); !good) complain(value, good.error().message);
        if (auto good = check_matcher(wanted); !good) complain(value, good.error().message);
        act.expect[json::string_view(path.data(), path.length())] = wanted;
      }
    });
    with_table(t, "keep", [&](const toml::table& keep) {
      for (const auto& [name, path] : keep) {
        const auto* where = path.as_string();
        if (where == nullptr) {
          complain(path, fmt::format("`{}` is kept from a path, a text", name.str()));
          continue;
        }
        if (auto good = check_path(where->get()); !good) complain(path, good.error().message);
        act.keep[json::string_view(name.data(), name.length())] = where->get();
      }
    });
    return act;
  }

  std::string file_;
  std::string error_;
};

}  // namespace

Result<Story> read_story(std::string_view text, const std::string& file) {
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
  }
  return Reader(file).read(root);
}

std::string_view built_in_story() { return kBuiltInStory; }

}  // namespace fairlead::app::story
