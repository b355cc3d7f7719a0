// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "release/space.hpp"
#include "release/what_if.hpp"

namespace fairlead::release {
namespace {

constexpr double kCellsMax = 50e6;

std::string in_words(const Answer& a) {
  if (a.outcome == domain::DecisionOutcome::refer) return fmt::format("refer to {}", name(a.clause->refer_to));
  if (!a.released()) return "nothing";
  const Clause& c = *a.clause;
  std::string out =
      c.fields == Set<Field>::all() ? std::string("all fields") : fmt::format("fields {}", to_text(c.fields));
  if (c.grid_m != 0) out += fmt::format(", grid {} m", c.grid_m);
  if (c.delay != Duration::zero()) out += fmt::format(", delay {}", fairlead::to_text(c.delay));
  if (!c.tear_line.empty()) out += ", tear line";
  if (!c.obligations.empty()) out += fmt::format(", obligations {}", to_text(c.obligations));
  if (c.retention) out += fmt::format(", retention {}", fairlead::to_text(*c.retention));
  out += fmt::format(", onward {}", name(c.onward));
  return out;
}

int openness(const Answer& a) { return a.released() ? 2 : a.outcome == domain::DecisionOutcome::refer ? 1 : 0; }

// Whether `b` lets out, or leaves undone, anything that `a` does not.
bool wider(const Answer& a, const Answer& b) {
  if (openness(a) != openness(b)) return openness(b) > openness(a);
  if (!b.released()) return false;
  const Clause& x = *a.clause;
  const Clause& y = *b.clause;
  return !x.fields.includes(y.fields) || y.grid_m < x.grid_m || y.delay < x.delay ||
         !y.obligations.includes(x.obligations) || (y.tear_line.empty() && !x.tear_line.empty()) ||
         y.onward < x.onward || (x.retention && (!y.retention || *y.retention > *x.retention));
}

template <class V>
std::string joined(const std::vector<std::vector<V>>& classes, V value) {
  const auto found =
      std::ranges::find_if(classes, [&](const auto& c) { return std::ranges::find(c, value) != c.end(); });
  std::string out;
  for (const V v : *found) {
    if (!out.empty()) out += ",";
    if constexpr (std::is_same_v<V, domain::Level>)
      out += domain::name(v);
    else
      out += name(v);
  }
  return out;
}

}  // namespace

std::string_view name(Change change) {
  static constexpr std::array<std::string_view, 3> kWords{"widened", "mixed", "narrowed"};
  return kWords[static_cast<std::size_t>(change)];
}

Result<std::vector<Flip>> diff(const std::vector<Agreement>& before, const std::vector<Agreement>& after,
                               const std::vector<Channel>& channels) {
  const Space space({&before, &after}, channels);
  if (space.caveats().size() > 16)
    return fail(ErrorCode::undecidable, "more than 15 caveats: too many cells to compare");
  double cells = 0;
  for (std::size_t a = 0; a < space.agencies().size(); ++a) cells += space.axes(a).cells(false);
  if (cells > kCellsMax)
    return fail(ErrorCode::undecidable, fmt::format("{:.0f} cells are too many to compare", cells));
  std::vector<Flip> flips;
  for (std::size_t a = 0; a < space.agencies().size(); ++a) {
    const Space::Axes axes = space.axes(a);
    space.visit(a, axes, false, [&](const Cell& cell) {
      const Answer x = space.answer(0, cell);
      const Answer y = space.answer(1, cell);
      if (in_words(x) == in_words(y)) return true;
      Flip flip;
      const bool more = wider(x, y);
      const bool less = wider(y, x);
      flip.change = more && less ? Change::mixed : less ? Change::narrowed : more ? Change::widened : Change::mixed;
      flip.agency = space.agencies()[a];
      flip.purposes = joined(axes.purposes, cell.purpose);
      flip.types = joined(axes.types, cell.type);
      flip.acts = joined(axes.acts, cell.act);
      flip.levels = joined(axes.levels, cell.level);
      for (const auto& group : axes.channels) {
        if (std::ranges::find(group, cell.channel) == group.end()) continue;
        for (const std::size_t c : group) flip.channels += (flip.channels.empty() ? "" : ",") + channels[c].name;
      }
      for (std::size_t c = 0; c < space.caveats().size(); ++c) {
        if ((cell.caveats >> c & 1U) != 0) flip.caveats += (flip.caveats.empty() ? "" : "+") + space.caveats()[c];
      }
      for (const std::size_t area : axes.areas) {
        if (cell.areas[area] == Inside::no) continue;
        flip.areas += fmt::format("{}{}{}", flip.areas.empty() ? "" : "+", space.areas()[area].name,
                                  cell.areas[area] == Inside::maybe ? "?" : "");
      }
      flip.personal_data = cell.personal_data;
      flip.before = in_words(x);
      flip.after = in_words(y);
      flips.push_back(std::move(flip));
      return true;
    });
  }
  std::ranges::stable_sort(flips, {}, &Flip::change);
  return flips;
}

std::string to_text(const Flip& f) {
  return fmt::format("{}: {} | {} | {} | {} | {} | level {} | caveats {}{} | {} | {} -> {}", name(f.change), f.agency,
                     f.purposes, f.types, f.acts, f.channels, f.levels, f.caveats.empty() ? "none" : f.caveats,
                     f.personal_data ? ", personal data" : "", f.areas.empty() ? "no area" : "in " + f.areas, f.before,
                     f.after);
}

}  // namespace fairlead::release
