// SPDX-License-Identifier: Apache-2.0
#include "property.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::release {
namespace {

using std::string_view;

Failure wrong(std::string message) { return fail(ErrorCode::invalid_argument, std::move(message)); }

Failure unknown(string_view what, string_view word, std::span<const string_view> known) {
  const auto near = nearest_word(word, known);
  return wrong(fmt::format("unknown {} `{}` in the statement{}", what, word,
                           near ? fmt::format("; did you mean `{}`", *near) : ""));
}

std::vector<string_view> views(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

class Tokens {
 public:
  explicit Tokens(string_view text) {
    while (!text.empty()) {
      const auto from = text.find_first_not_of(" \t\n");
      if (from == text.npos) break;
      text.remove_prefix(from);
      const auto to = std::min(text.find_first_of(" \t\n"), text.size());
      words_.push_back(text.substr(0, to));
      text.remove_prefix(to);
    }
  }
  bool done() const { return at_ >= words_.size(); }
  string_view peek() const { return done() ? string_view{} : words_[at_]; }
  string_view next() { return done() ? string_view{} : words_[at_++]; }
  bool take(string_view word) {
    if (peek() != word) return false;
    ++at_;
    return true;
  }
  // A list "a,b,c".
  std::vector<string_view> list() {
    std::vector<string_view> found;
    string_view rest = next();
    while (!rest.empty()) {
      const auto comma = std::min(rest.find(','), rest.size());
      if (comma != 0) found.push_back(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return found;
  }

 private:
  std::vector<string_view> words_;
  std::size_t at_ = 0;
};

template <class E>
Result<Set<E>> set_of(Tokens& tokens, string_view what) {
  Set<E> set;
  for (const string_view word : tokens.list()) {
    const auto value = from_word<E>(word);
    if (!value) return unknown(what, word, words<E>());
    set.add(*value);
  }
  if (set.empty()) return wrong(fmt::format("the statement names no {}", what));
  return set;
}

constexpr std::array<string_view, 14> kWords{"to",   "for",   "of",     "by",      "over",  "above",   "level",
                                             "with", "finer", "inside", "outside", "while", "without", "except"};

}  // namespace

bool Property::broken_by(const Cell& c) const {
  if (!types.has(c.type) || !purposes.has(c.purpose) || !acts.has(c.act)) return false;
  if (!agencies.contains(c.agency) || !channels.contains(c.channel)) return false;
  if ((levels >> static_cast<unsigned>(c.level) & 1U) == 0 || (c.caveats & caveats) != caveats) return false;
  if ((personal_data && !c.personal_data) || (stopped && !c.stopped) || (unreleasable && c.releasable)) return false;
  if ((unused && c.use) || (expired && c.alive)) return false;
  if (unconsented && c.consent != Consented::lacking && !(c.consent == Consented::no_onward && c.act == Act::forward))
    return false;
  const auto in = [&](std::size_t a) { return c.areas[a] == Inside::yes; };
  return std::ranges::all_of(inside, in) && std::ranges::none_of(outside, in);
}

bool Property::broken_by(const Clause& clause) const {
  if (!fields.empty() && (clause.fields & fields).empty()) return false;
  if (finer_m != 0 && (!clause.fields.has(Field::position) || clause.grid_m >= finer_m)) return false;
  return true;
}

std::uint64_t Property::split(std::size_t axis, std::size_t value) const {
  switch (axis) {
    case 0:
      return purposes.has(static_cast<Purpose>(value));
    case 1:
      return types.has(static_cast<ObjectType>(value));
    case 2:
      return acts.has(static_cast<Act>(value));
    case 3:
      return channels.contains(value);
    default:
      return levels >> value & 1U;
  }
}

Result<Property> read_property(const Space& space, string_view statement) {
  Property p;
  Tokens t(statement);
  if (!t.take("never")) return wrong("a statement begins with `never`, such as `never release to XAA/navy`");
  if (t.take("refer"))
    p.refer = true;
  else if (!t.take("release") && !t.take("permit"))
    return wrong(fmt::format("after `never` comes `release` or `refer`, not `{}`", t.peek()));
  for (std::size_t a = 0; a < space.agencies().size(); ++a) p.agencies.insert(a);
  for (std::size_t c = 0; c < space.channels().size(); ++c) p.channels.insert(c);
  bool first = true;
  while (!t.done()) {
    const string_view word = t.next();
    if (word == "and" || word == "anything") {
    } else if (word == "of" || (first && std::ranges::find(kWords, word) == kWords.end() && word != "after")) {
      Tokens types(word);
      FL_TRY(p.types, set_of<ObjectType>(word == "of" ? t : types, "kind of object"));
    } else if (word == "to") {
      p.agencies.clear();
      for (const string_view who : t.list()) {
        const auto before = p.agencies.size();
        for (std::size_t a = 0; a < space.agencies().size(); ++a) {
          if (space.agencies()[a] == who || state_of(space.agencies()[a]) == who) p.agencies.insert(a);
        }
        // An agency that no agreement names gets nothing; the statement holds for it by itself.
        if (p.agencies.size() == before && !is_agency(who) && !is_state(who))
          return unknown("agency", who, views(space.agencies()));
      }
    } else if (word == "for") {
      FL_TRY(p.purposes, set_of<Purpose>(t, "purpose"));
    } else if (word == "except") {
      FL_TRY(const Set<Purpose> excepted, set_of<Purpose>(t, "purpose"));
      p.purposes = p.purposes - excepted;
    } else if (word == "by") {
      FL_TRY(p.acts, set_of<Act>(t, "act"));
    } else if (word == "over") {
      p.channels.clear();
      for (const string_view name : t.list()) {
        const auto found = std::ranges::find(space.channels(), name, &Channel::name);
        if (found == space.channels().end()) return wrong(fmt::format("unknown channel `{}` in the statement", name));
        p.channels.insert(static_cast<std::size_t>(found - space.channels().begin()));
      }
    } else if (word == "above" || word == "level") {
      p.levels = 0;
      for (const string_view name : t.list()) {
        const auto level = domain::level(name);
        if (!level) return wrong(fmt::format("unknown level `{}` in the statement", name));
        const auto n = static_cast<unsigned>(*level);
        p.levels |= word == "above" ? 31U & ~((2U << n) - 1) : 1U << n;
      }
    } else if (word == "with") {
      if (t.take("caveat")) {
        const string_view caveat = t.next();
        const auto found = std::ranges::find(space.caveats(), caveat);
        const auto bit = found == space.caveats().end() ? space.caveats().size() - 1
                                                        : static_cast<std::size_t>(found - space.caveats().begin());
        p.caveats |= 1U << bit;
      } else if (t.take("field")) {
        FL_TRY(p.fields, set_of<Field>(t, "field"));
      } else if (t.take("personal") && t.take("data")) {
        p.personal_data = true;
      } else {
        return wrong(fmt::format("after `with` comes `caveat X`, `field F` or `personal data`, not `{}`", t.peek()));
      }
    } else if (word == "finer") {
      const auto metres = t.take("than") ? parse_number<std::uint32_t>(t.next()) : std::nullopt;
      if (!metres || *metres == 0 || !t.take("m")) return wrong("write `finer than 1000 m`");
      p.finer_m = *metres;
    } else if (word == "inside" || word == "outside") {
      const string_view name = t.next();
      const auto found = std::ranges::find(space.areas(), name, &Area::name);
      if (found == space.areas().end()) return wrong(fmt::format("unknown area `{}` in the statement", name));
      (word == "inside" ? p.inside : p.outside).push_back(static_cast<std::size_t>(found - space.areas().begin()));
    } else if (word == "while" && t.take("stopped")) {
      p.stopped = true;
    } else if (word == "after" && t.take("label") && t.take("expiry")) {
      p.expired = true;
    } else if (word == "without") {
      const string_view what = t.next();
      if (what == "assessment")
        p.states.insert(State::no_assessment);
      else if (what == "assurance")
        p.states.insert(State::no_assurance);
      else if (what == "validity")
        p.states.insert(State::not_valid);
      else if (what == "consent")
        p.unconsented = true;
      else if (what == "release")
        p.unreleasable = true;
      else if (what == "use")
        p.unused = true;
      else
        return wrong(fmt::format(
            "after `without` comes assessment, assurance, validity, consent, release or use, not `{}`", what));
    } else {
      return unknown("word", word, kWords);
    }
    first = false;
  }
  return p;
}

}  // namespace fairlead::release
