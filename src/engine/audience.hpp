// SPDX-License-Identifier: Apache-2.0
// Who may see an observation: the views (agency and purpose) that agreements in force open, and for each observation
// the decision for all of them at once. What is released feeds the view, in the form that its clause allows; what is
// delayed waits here.
//
// 1. Whether and in which form a view gets an observation depends on the observation, the agreements, the desk, the
// time
//    and what this view was given before; never on what others were given.
// 2. A decision is made with the newest stop. Nothing is kept from one moment to the next but what feeds on itself: the
//    position that a view knows of a vessel, for reports that carry none.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "fusion/tracker.hpp"
#include "governance.hpp"
#include "release/evaluator.hpp"

namespace fairlead::engine {

inline constexpr std::size_t kViewsMax = 63;  // beside home

struct View {
  std::string agency;
  release::Purpose purpose{};
  std::array<std::uint8_t, 32> secret{};                          // names of tracks and releases are made from it
  std::uint64_t named = 0;                                        // tracks
  std::uint64_t released = 0;                                     // releases
  boost::unordered_flat_map<std::uint64_t, std::uint64_t> names;  // of tracks, for the partner, by our id

  // Made from agreements.
  std::uint8_t number = 0;       // of the agency in the evaluator
  bool subscribable = false;     // some clause permits to subscribe
  bool pull_apart = false;       // some clause permits to pull and not to subscribe
  bool always_survives = false;  // every permit of it survives a stop
  bool alive = false;
  Digest rules{};  // over all that was agreed with the agency, what the desk holds about it, and its stops

  std::uint64_t name_of(domain::TrackId track);  // gives one where there is none
  std::string next_release();                    // "r-" and 16 hexadecimal digits
};

// The label of something that several sources fed, and that observations with labels of their own may have fed, made
// ready for one moment.
struct LabelOfSources {
  release::Marking marking;
  Digest digest{};
  release::PreparedLabel prepared;
};

class Audience {
 public:
  using Sources = std::map<domain::SourceId, domain::Source>;

  // Follows what is in force. Views that are gone are forgotten, in the tracker too; a new one gets a secret from
  // `seed`. What time ends is judged at `now`, delays at `tick`.
  void follow(Governance& governance, Instant tick, Instant now, const ledger::SaltStream::Seed& seed,
              const Sources& sources, fusion::Tracker& tracker, fusion::TrackChanges& changes);
  // Whether follow() was called since this was made or restored.
  bool is_ready() const { return evaluator_ != nullptr; }
  // A source was declared, perhaps with another label.
  void sources_changed() { sources_changed_ = true; }

  // Decides and absorbs. Needs: is_ready().
  void take(const domain::Observation& observation, const Sources& sources, fusion::Tracker& tracker,
            fusion::TrackChanges& changes);
  // A look of a sensor is over; its plots came before. Told to the views that may see what this source's radar sees,
  // anywhere and at once: to others its plots are seen by chance.
  void take(const domain::Scan& scan, const Sources& sources, fusion::Tracker& tracker, fusion::TrackChanges& changes);
  // What was delayed until the tick.
  void take_due(const Sources& sources, fusion::Tracker& tracker, fusion::TrackChanges& changes);
  // Tracks inherit the labels that observations carried: what was moved and fed since `from`. take() and take_due() do
  // so themselves; to be called after whatever else the tracker does.
  struct Mark {
    std::size_t moved = 0, fed = 0, closed = 0;
    static Mark of(const fusion::TrackChanges& changes) {
      return {changes.moved.size(), changes.fed.size(), changes.closed_for.size()};
    }
  };
  void inherit(const fusion::TrackChanges& changes, Mark from, const fusion::Tracker& tracker);
  std::map<domain::TrackId, domain::Label> own_labels() const;
  // What observations that fed it made of one track; null where none carried a label.
  const domain::Label* own_label(domain::TrackId track) const;
  // The strictest of the labels that a track's sources and observations have; those without any say nothing.
  std::optional<release::Marking> controlled_marking(const domain::Track& track, const Sources& sources) const;

  // By bit; nothing where the bit is free.
  std::map<std::uint8_t, View>& views() { return views_; }
  const std::map<std::uint8_t, View>& views() const { return views_; }
  std::optional<std::uint8_t> find(std::string_view agency, release::Purpose purpose) const;

  // The decision on a track as it would leave now. `clause` and reasons are those of the deciding type.
  struct TrackVerdict {
    release::Verdict verdict;
    release::ObjectType type = release::ObjectType::track;
    std::uint32_t label = 0;
  };
  struct TrackFacts {
    std::uint32_t label = 0;
    domain::TrackKind kind{};
    std::optional<geo::Position> position;
    Instant at;
  };
  TrackFacts facts_of(const domain::Track& track, const Sources& sources);
  // Decided on the spot where positions matter, and once for each moment where they do not.
  TrackVerdict decide(const TrackFacts& facts, std::uint8_t bit, release::Act act);
  const LabelOfSources& label(std::uint32_t number) const { return labels_[number]; }
  // The decision on an object of the desk, which carries its own label.
  release::Verdict decide(const release::Marking& marking, const release::Facts& facts, std::uint8_t bit,
                          release::Act act) const;

  const release::Evaluator& evaluator() const { return *evaluator_; }
  std::shared_ptr<const release::Evaluator> shared_evaluator() const { return evaluator_; }
  const release::Moment& moment() const { return *moment_; }
  Instant now() const { return now_; }  // the tick

  // What a view was refused since the call before, each kind of refusal once an hour at most.
  struct Withheld {
    std::uint8_t view = 0;
    release::ObjectType type{};
    release::Verdict verdict;
    domain::ObservationId example;
  };
  std::vector<Withheld> take_withheld() { return std::exchange(withheld_, {}); }

  void save(wire::ByteWriter& out) const;
  void restore(wire::ByteReader& in, bool with_own_labels);

 private:
  // The views that get an observation in the same form, at the same time.
  struct Group {
    fusion::ViewMask views = 0;
    release::Set<release::Field> fields;
    std::uint32_t grid_m = 0;
    Duration delay{};
    bool is_whole() const { return fields == release::Set<release::Field>::all() && grid_m == 0; }
  };
  struct Plan {
    std::vector<Group> groups;
  };
  struct Held {
    domain::Observation observation;
    fusion::ViewMask views = 0;
  };
  struct Known {
    fusion::ViewMask views = 0;
    geo::Position position;
    Instant at;
  };

  std::uint32_t label_of(std::span<const domain::SourceId> of, const Sources& sources);
  // The number of a label that an observation carried itself; 0 where it carried none.
  std::uint32_t own_number(const domain::Label& label);
  std::uint32_t label_of(const domain::Observation& observation, const Sources& sources);
  std::uint32_t label_of(std::span<const domain::SourceId> of, std::uint32_t own, const Sources& sources);
  LabelOfSources make_label(std::span<const domain::SourceId> of, const Sources& sources) const;
  void plan(const domain::Observation& observation, std::uint32_t label, fusion::ViewMask among, Plan& plan);
  const Plan& plan_for(const domain::Observation& observation, std::uint32_t label);
  fusion::ViewMask told_of_scans(domain::SourceId source, std::uint32_t label);
  void give(const domain::Observation& observation, const Plan& plan, fusion::ViewMask told, bool with_home,
            fusion::Tracker& tracker, fusion::TrackChanges& changes);
  TrackVerdict decide_now(const TrackFacts& facts, const View& view, release::Act act) const;
  void note_withheld(std::uint8_t bit, release::ObjectType type, std::uint32_t label, const release::Verdict& verdict,
                     domain::ObservationId example);
  void remember(const domain::Observation& observation, fusion::ViewMask views);
  void hold(const domain::Observation& observation, fusion::ViewMask views, Instant due);

  std::map<std::uint8_t, View> views_;
  std::multimap<Instant, Held> held_;
  std::map<std::uint8_t, std::uint64_t> held_count_;
  std::map<std::uint32_t, std::vector<Known>> known_;  // by MMSI
  Instant known_swept_;

  // Made anew when agreements, desk, sources or the moment change.
  std::uint64_t revision_ = 0;
  Instant now_;
  Instant moment_at_;
  std::shared_ptr<const release::Evaluator> evaluator_;
  std::optional<release::Moment> moment_;
  std::vector<release::Ask> asks_, pull_asks_;
  fusion::ViewMask placed_ = 0;                 // views whose rules ask where something is
  std::vector<std::uint8_t> bits_, pull_bits_;  // of the views asked for, in the order of the asks
  bool sources_changed_ = true;
  // Sources, and where observations carried labels themselves, one more that stands for their strictest.
  std::map<std::vector<domain::SourceId>, std::uint32_t> label_numbers_;
  std::vector<LabelOfSources> labels_;                            // numbers stay, what stands behind them is made anew
  std::map<std::pair<std::uint32_t, std::uint8_t>, Plan> plans_;  // by label and type, where positions do not matter
  boost::unordered_flat_map<std::uint64_t, TrackVerdict> track_plans_;
  std::vector<domain::Label> own_labels_;                               // number 1 is the first
  std::map<std::string, std::uint32_t> own_numbers_;                    // by canonical bytes
  std::map<std::uint64_t, std::pair<std::uint32_t, Instant>> carried_;  // by observation: its label, when received
  std::map<std::uint64_t, std::uint32_t> track_own_;                    // by track: the strictest of what fed it
  Plan scratch_;
  release::PreparedObject object_;
  std::vector<release::Verdict> verdicts_;
  std::vector<domain::Observation> forms_;
  std::vector<fusion::Share> shares_;
  std::vector<Withheld> withheld_;
  std::map<std::array<std::uint64_t, 2>, std::int64_t> noted_;  // kind of refusal -> hour
};

}  // namespace fairlead::engine
