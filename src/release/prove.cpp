// SPDX-License-Identifier: Apache-2.0
// Proof by going through every cell.
#include <fmt/format.h>

#include "property.hpp"
#include "release/what_if.hpp"

namespace fairlead::release {
namespace {

constexpr double kCellsMax = 400e6;

// The axes of an agency without the values that the statement does not speak of.
Space::Axes narrowed(const Space& space, const Property& p, std::size_t agency) {
  Space::Axes axes = space.axes(agency, [&](std::size_t axis, std::size_t value) { return p.split(axis, value); });
  std::erase_if(axes.purposes, [&](const auto& c) { return !p.purposes.has(c.front()); });
  std::erase_if(axes.types, [&](const auto& c) { return !p.types.has(c.front()); });
  std::erase_if(axes.acts, [&](const auto& c) { return !p.acts.has(c.front()); });
  std::erase_if(axes.channels, [&](const auto& c) { return !p.channels.contains(c.front()); });
  std::erase_if(axes.levels, [&](const auto& c) { return (p.levels >> static_cast<unsigned>(c.front()) & 1U) == 0; });
  std::erase_if(axes.caveats, [&](std::uint32_t c) { return (c & p.caveats) != p.caveats; });
  return axes;
}

}  // namespace

Result<Proof> prove(const std::vector<Agreement>& agreements, std::string_view statement,
                    const std::vector<Channel>& channels) {
  const Space space({&agreements}, channels);
  if (space.caveats().size() > 16)
    return fail(ErrorCode::undecidable, "more than 15 caveats: too many cells to go through");
  FL_TRY(const Property p, read_property(space, statement));
  Proof proof;
  std::vector<std::pair<std::size_t, Space::Axes>> work;
  for (const std::size_t agency : p.agencies) {
    work.emplace_back(agency, narrowed(space, p, agency));
    proof.cells += work.back().second.cells(true);
  }
  if (proof.cells > kCellsMax) {
    return fail(ErrorCode::undecidable,
                fmt::format("{:.0f} cells are too many to go through; name agencies, purposes or levels, or use --smt",
                            proof.cells));
  }
  proof.cells = 0;
  for (const auto& [agency, axes] : work) {
    space.visit(agency, axes, true, [&](const Cell& cell) {
      ++proof.cells;
      if (!p.broken_by(cell)) return true;
      const Answer answer = space.answer(0, cell);
      const bool left = p.refer ? answer.outcome == domain::DecisionOutcome::refer : answer.released();
      if (!left || !p.broken_by(*answer.clause)) return true;
      if (!p.states.empty()) {
        const auto id = std::ranges::find(space.agreement_ids(), answer.agreement->id) - space.agreement_ids().begin();
        if (!p.states.contains(cell.states[static_cast<std::size_t>(id)])) return true;
      }
      proof.counterexample =
          fmt::format("{}: by {} clause {}", to_text(space, cell), answer.agreement->id, answer.clause->id);
      return false;
    });
    if (!proof.counterexample.empty()) return proof;
  }
  proof.holds = true;
  return proof;
}

namespace {

template <class E>
std::string among(std::string_view variable, Set<E> set) {
  std::string out = "(or false";
  for (const E value : members(set))
    fmt::format_to(std::back_inserter(out), " (= {} {})", variable, static_cast<int>(value));
  return out + ")";
}
template <class List>
std::string among_numbers(std::string_view variable, const List& numbers) {
  std::string out = "(or false";
  for (const auto number : numbers) fmt::format_to(std::back_inserter(out), " (= {} {})", variable, number);
  return out + ")";
}

void declare(std::string& out, std::string_view name, std::size_t count) {
  fmt::format_to(std::back_inserter(out), "(declare-const {} Int)\n(assert (and (<= 0 {}) (< {} {})))\n", name, name,
                 name, count);
}

std::string match(const Space& space, const Space::Entry& e, std::size_t agency) {
  const Clause& c = *e.clause;
  const bool denies = c.effect == Effect::deny;
  std::string out = fmt::format("(and (= agency {}) {} {} {} (not (= state{} 3))", agency, among("purpose", c.purposes),
                                among("type", c.types), among("act", c.acts), e.id);
  if (!c.everywhere) {
    out += " (or false";
    for (const std::size_t a : e.areas) fmt::format_to(std::back_inserter(out), " (>= area{} {})", a, denies ? 1 : 2);
    out += ")";
  }
  if (denies) return out + fmt::format(" (>= level {}))", static_cast<int>(c.level));
  fmt::format_to(std::back_inserter(out), " (<= level {}) (not (= state{} 1))", static_cast<int>(c.level), e.id);
  if (!c.assurances.empty()) fmt::format_to(std::back_inserter(out), " (not (= state{} 2))", e.id);
  if (!c.personal_data) out += " (not personal)";
  for (std::size_t k = 0; k < space.caveats().size(); ++k) {
    if ((e.caveats >> k & 1U) == 0) fmt::format_to(std::back_inserter(out), " (not caveat{})", k);
  }
  std::vector<std::size_t> able;
  for (std::size_t k = 0; k < space.channels().size(); ++k) {
    if (space.can(agency, k).includes(c.obligations)) able.push_back(k);
  }
  out += " " + among_numbers("channel", able);
  return out + ")";
}

}  // namespace

Result<std::string> to_smt(const std::vector<Agreement>& agreements, std::string_view statement,
                           const std::vector<Channel>& channels) {
  const Space space({&agreements}, channels);
  if (space.caveats().size() > 31) return fail(ErrorCode::undecidable, "more than 30 caveats");
  FL_TRY(const Property p, read_property(space, statement));
  std::string out = "; unsat: the statement holds; sat: the model breaks it\n(set-logic QF_LIA)\n";
  declare(out, "agency", space.agencies().size());
  declare(out, "purpose", kCount<Purpose>);
  declare(out, "type", kCount<ObjectType>);
  declare(out, "act", kCount<Act>);
  declare(out, "channel", space.channels().size());
  declare(out, "level", kLevels);
  declare(out, "consent", 4);
  for (std::size_t a = 0; a < space.areas().size(); ++a) declare(out, fmt::format("area{}", a), 3);
  for (std::size_t s = 0; s < space.agreement_ids().size(); ++s) declare(out, fmt::format("state{}", s), 4);
  for (std::size_t k = 0; k < space.caveats().size(); ++k) out += fmt::format("(declare-const caveat{} Bool)\n", k);
  for (const char* flag : {"personal", "releasable", "use", "alive", "stopped"})
    out += fmt::format("(declare-const {} Bool)\n", flag);
  std::string plain = "(and (= level 0) (not personal) (= consent 0)";
  for (std::size_t k = 0; k < space.caveats().size(); ++k) plain += fmt::format(" (not caveat{})", k);
  std::vector<std::size_t> carriers;
  for (std::size_t k = 0; k < space.channels().size(); ++k) {
    if (space.channels()[k].carries_label) carriers.push_back(k);
  }
  out += fmt::format(
      "(define-fun gate () Bool (and releasable use alive (not (= consent 2)) (not (and (= act {}) (= consent 3))) (or "
      "{} {})))\n",
      static_cast<int>(Act::forward), among_numbers("channel", carriers), plain + ")");
  std::string denied = "(or false", referred = "(or false", earlier = "(or false", broken = "(or false";
  std::size_t n = 0;
  // Referrals and prohibitions first: the permits need them.
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t agency = 0; agency < space.agencies().size(); ++agency) {
      for (const Space::Entry& e : space.entries(0, agency)) {
        if ((e.clause->effect == Effect::permit) != (pass == 1)) continue;
        out += fmt::format("(define-fun match{} () Bool {})\n", n, match(space, e, agency));
        std::string state = "(or false";
        for (const State s : p.states) state += fmt::format(" (= state{} {})", e.id, static_cast<int>(s));
        const std::string states = p.states.empty() ? "true" : state + ")";
        if (e.clause->effect == Effect::deny) denied += fmt::format(" match{}", n);
        if (e.clause->effect == Effect::refer) {
          if (p.refer && p.broken_by(*e.clause)) broken += fmt::format(" (and match{} (not stopped) {})", n, states);
          referred += fmt::format(" match{}", n);
        }
        if (e.clause->effect == Effect::permit) {
          out += fmt::format("(define-fun live{} () Bool (and match{} {}))\n", n, n,
                             e.clause->survives_stop ? "true" : "(not stopped)");
          // It decides when no better clause does.
          out += fmt::format("(define-fun decides{} () Bool (and live{} (not {})))\n", n, n, earlier + ")");
          if (!p.refer && p.broken_by(*e.clause))
            broken += fmt::format(" (and decides{} (not referred) {})", n, states);
          earlier += fmt::format(" live{}", n);
        }
        ++n;
      }
    }
    if (pass == 0) {
      out += fmt::format("(define-fun denied () Bool {})\n(define-fun referred () Bool {})\n", denied + ")",
                         referred + ")");
    }
  }
  out += fmt::format("(assert (and gate (not denied) {}))\n", broken + ")");
  out += fmt::format("(assert {})\n(assert {})\n(assert {})\n", among("type", p.types), among("purpose", p.purposes),
                     among("act", p.acts));
  out += fmt::format("(assert {})\n(assert {})\n", among_numbers("agency", p.agencies),
                     among_numbers("channel", p.channels));
  std::vector<unsigned> levels;
  for (unsigned l = 0; l < kLevels; ++l) {
    if ((p.levels >> l & 1U) != 0) levels.push_back(l);
  }
  out += fmt::format("(assert {})\n", among_numbers("level", levels));
  for (std::size_t k = 0; k < space.caveats().size(); ++k) {
    if ((p.caveats >> k & 1U) != 0) out += fmt::format("(assert caveat{})\n", k);
  }
  if (p.personal_data) out += "(assert personal)\n";
  if (p.stopped) out += "(assert stopped)\n";
  if (p.unreleasable) out += "(assert (not releasable))\n";
  if (p.unused) out += "(assert (not use))\n";
  if (p.expired) out += "(assert (not alive))\n";
  if (p.unconsented)
    out += fmt::format("(assert (or (= consent 2) (and (= consent 3) (= act {}))))\n", static_cast<int>(Act::forward));
  for (const std::size_t a : p.inside) out += fmt::format("(assert (= area{} 2))\n", a);
  for (const std::size_t a : p.outside) out += fmt::format("(assert (< area{} 2))\n", a);
  out += "(check-sat)\n";
  return out;
}

}  // namespace fairlead::release
