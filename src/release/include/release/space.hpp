// SPDX-License-Identifier: Apache-2.0
// The abstract domain of decisions: finitely many cells, so that a statement about all requests can be checked on all
// of them. Values that no clause tells apart share a cell. The rules are written a second time here, one clause at a
// time, without bits; a test holds this and the evaluator equal on random requests.
//
// 1. Areas are taken as independent: a cell may ask for water that is inside two areas far apart. What holds for all
//    cells holds for all requests; a counterexample may describe a place that does not exist.
// 2. One agreement is in one state: in force, or without assessment, assurance or validity.
// Threads: one owner.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "release/evaluator.hpp"

namespace fairlead::release {

enum class State : std::uint8_t { in_force, no_assessment, no_assurance, not_valid };
// ORCON and onward rules together: none; there and consented to; ORCON without consent; an onward rule alone without
// it.
enum class Consented : std::uint8_t { free, given, lacking, no_onward };

struct Cell {
  std::size_t agency = 0;
  Purpose purpose{};
  ObjectType type{};
  Act act{};
  std::size_t channel = 0;
  domain::Level level{};
  std::uint32_t caveats = 0;  // bits of Space::caveats; the last one stands for all that no clause names
  bool personal_data = false;
  bool releasable = true;
  bool use = true;
  bool alive = true;
  bool stopped = false;
  Consented consent = Consented::free;
  std::vector<Inside> areas;  // of Space::areas; only those of the agency's clauses matter
  std::vector<State> states;  // of Space::agreement_ids
};

struct Answer {
  domain::DecisionOutcome outcome = domain::DecisionOutcome::withhold;
  const Agreement* agreement = nullptr;
  const Clause* clause = nullptr;  // that permits or refers
  bool released() const { return outcome == domain::DecisionOutcome::permit; }
};

class Space {
 public:
  // All sets of agreements whose clauses shall be told apart; they must outlive the space.
  Space(std::vector<const std::vector<Agreement>*> sets, std::vector<Channel> channels,
        std::map<std::string, Set<Obligation>> cannot = {});

  // By the rules, for one of the sets. `refuse`, `permit_reduced` and the like are folded: what matters is what leaves.
  Answer answer(std::size_t set, const Cell& cell) const;

  const std::vector<std::string>& agencies() const { return agencies_; }
  const std::vector<Channel>& channels() const { return channels_; }
  const std::vector<std::string>& caveats() const { return caveats_; }
  const std::vector<Area>& areas() const { return areas_; }
  const std::vector<std::string>& agreement_ids() const { return ids_; }

  // Where a request lies. Nothing when it names an unknown agency, or has labelled fields, which a cell does not tell.
  std::optional<Cell> cell_of(const Evaluator& evaluator, const Request& request, Instant now) const;

  // Which values of an axis one cell stands for. `split` tells apart what clauses do not.
  template <class V>
  using Classes = std::vector<std::vector<V>>;
  using Split = std::function<std::uint64_t(std::size_t axis, std::size_t value)>;
  struct Axes {
    Classes<Purpose> purposes;
    Classes<ObjectType> types;
    Classes<Act> acts;
    Classes<std::size_t> channels;
    Classes<domain::Level> levels;
    std::vector<std::uint32_t> caveats;
    std::vector<std::size_t> areas;   // that matter
    std::vector<std::size_t> states;  // that matter
    double cells(bool gates) const;   // without classes of areas counted: 3 each
  };
  Axes axes(std::size_t agency, const Split& split = {}) const;
  // Visits every cell of an agency; with `gates` also those whose label, stop or agreement state forbids. Stops when
  // the visitor gives false.
  void visit(std::size_t agency, const Axes& axes, bool gates, const std::function<bool(const Cell&)>& visitor) const;

  // Clauses of one agency in one set, best permit first.
  struct Entry {
    const Agreement* agreement = nullptr;
    const Clause* clause = nullptr;
    std::size_t id = 0;         // of agreement_ids
    std::uint32_t caveats = 0;  // accepted
    std::vector<std::size_t> areas;
  };
  const std::vector<Entry>& entries(std::size_t set, std::size_t agency) const { return entries_[set][agency]; }
  Set<Obligation> can(std::size_t agency, std::size_t channel) const;

 private:
  std::vector<Channel> channels_;
  std::map<std::string, Set<Obligation>> cannot_;
  std::vector<std::string> agencies_, caveats_, ids_;
  std::vector<Area> areas_;
  std::vector<std::vector<std::vector<Entry>>> entries_;
};

std::string to_text(const Space& space, const Cell& cell);

}  // namespace fairlead::release
