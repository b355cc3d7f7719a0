// SPDX-License-Identifier: Apache-2.0
// Two worlds that differ only in what is withheld from the partners that are watched, drawn from a seed; and the whole
// session of those partners in each, as bytes. Withheld is bit-identical to absent: the two sessions are equal.
//
// 1. What happens in both worlds happens at the same moments: what was agreed with the watched partners, what may be
//    released to them, what they ask, and the end of slots at each tick.
// 2. What happens in one world only cannot be released to them, by the agreements as drawn: it comes from a source
//    that may not go to them, is of a kind or from a place that none of their clauses names, or was seen while all was
//    stopped or nothing was agreed; or it is somebody else's business, or the end of a slot somewhere between ticks.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/engine.hpp"
#include "ledger/store.hpp"
#include "testing/sharing_desk.hpp"

namespace fairlead::testing {

inline constexpr unsigned kWorldA = 1;
inline constexpr unsigned kWorldB = 2;
inline constexpr unsigned kBothWorlds = kWorldA | kWorldB;

// What somebody does.
struct Act {
  enum class What : std::uint8_t {
    declare,      // source number `number`
    adopt,        // `text` is the agreement
    withdraw,     // agreement `text`
    assure,       // `who` holds assurance `text` until `at` + `number` ms
    order_stop,   // of agency `who`, its `number`th stop; `text`: a purpose or nothing
    agree_first,  // to lifting it
    agree_second,
    open,  // `number`: which cursor
    close,
    pull,
    hand_over,  // all but the newest `number`
    // Home's desk: lead number `number` of the world, for agency `who`.
    draft_lead,    // `text`: to whom its label lets it go; it lasts `lasts` ms
    ask_lead,      // for `purpose`
    approve_lead,  // the newest ask of it for `who`
    end_lead,
    answer_request,  // the `number`th of agency `who`
    ask_partner,     // request number `number` of the world, of agency `who`; `text`: `sent`, `kept`, or whose it is
    end_request,     // that one
    // The partner's own.
    acknowledge_delivery,
    acknowledge_conditions,  // `text`
    acknowledge_recall,      // `text`: the answer
    pull_leads,
    report_use,    // of the newest lead that it has
    tell_request,  // `text`: a form
    tell_step,     // of the newest request that it was given; `text`: an answer
    look,          // at agreements and recalls
    note,          // something for the record of home alone
  };
  What what{};
  std::string who;
  release::Purpose purpose{};
  std::string text;
  std::int64_t number = 0;
  std::int64_t lasts = 0;
};

struct Happening {
  Instant at;
  unsigned worlds = kBothWorlds;
  std::uint32_t id = 0;     // from 1
  std::uint32_t needs = 0;  // it is withheld because of that one
  std::variant<domain::Observation, Act, domain::Scan> what;
};

struct PairedWorlds {
  std::uint64_t seed = 0;
  engine::EngineLimits limits;
  std::vector<std::string> watched;
  std::vector<std::string> others;
  std::vector<domain::Source> sources;  // observations name them by their place here, from 1
  // Where slots end at ticks, in each world: a little late, and not equally so.
  std::vector<std::array<Instant, 2>> ticks;
  std::vector<std::pair<Instant, unsigned>> closings;
  std::vector<Happening> happenings;  // by time
};

PairedWorlds draw_worlds(std::uint64_t seed);
std::string to_text(const PairedWorlds& worlds);

// What went on, to tell whether worlds are worth comparing.
struct Tally {
  std::uint64_t slots = 0, releases = 0, tracks_in_releases = 0, pulls = 0, pulled = 0, stops = 0, resumes = 0,
                lapses = 0, recalls = 0, resets = 0, closings = 0, reopened = 0, log_entries = 0, receipts = 0,
                leads = 0, lead_ends = 0, answered = 0, use_reports = 0, leads_of_others = 0, asked = 0, steps = 0,
                withheld = 0, withheld_of_seen = 0, splits = 0, delayed = 0, reduced = 0, releases_of_others = 0,
                errors = 0;
  void add(const Tally& other);
  std::string text() const;
};

// What a way out has to do with: releases as they were decided, and what papers are made of.
struct Kept {
  struct Given {
    std::string agency;
    release::Purpose purpose{};
    engine::Release release;
  };
  std::vector<Given> releases;
  std::vector<Given> pulled;
  std::shared_ptr<const engine::Sharing> sharing;  // at the end
  std::map<std::string, ledger::MemoryLog> logs;
};

struct Session {
  std::string bytes;
  Tally tally;
  Kept kept;  // where it was asked for
};

// What the papers of the door say to an agency; appended to the session.
using Papers = std::function<void(std::string& out, const engine::Sharing& sharing, const std::string& agency,
                                  const ledger::LogReader& log, const std::vector<std::string>& releases)>;

class WorldPlayer {
 public:
  // `papers` may be absent.
  explicit WorldPlayer(Papers papers = {});
  ~WorldPlayer();
  Session play(const PairedWorlds& worlds, unsigned world, bool keep = false);
  // Where the two sessions differ first, in words; nothing when they are equal.
  std::optional<std::string> difference(const PairedWorlds& worlds, Tally* tally = nullptr);
  // The same worlds with as few happenings as still differ.
  PairedWorlds shrink(PairedWorlds worlds);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::testing
