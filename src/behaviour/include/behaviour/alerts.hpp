// SPDX-License-Identifier: Apache-2.0
// The life of an alert, as bridge alert management has it (IMO MSC.302(87)): unacknowledged, acknowledged, rectified;
// silenced for a short time, muted for a behaviour, handed over; and judged, so that rules that only make noise are
// seen to.
//
// 1. One finding has one alert, the same for all seats: whatever a person does to it is a command with a name on it.
// 2. A warning, alarm or emergency that ends before anybody acknowledged it stays until somebody does. A caution needs
//    no acknowledgement (MSC.302(87), 5.4).
// 3. A mute counts in the behaviour's time: what began before its end is quiet, whenever it is computed or told. What
//    rises to a higher priority is loud again, and a distress alert cannot be muted.
// 4. A silence is of the sound, by our clock, for thirty seconds at most, and ends by itself.
//
// Threads: one owner, not shared. Time: arrives with changes and commands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "behaviour/changes.hpp"
#include "wire/bytes.hpp"

namespace fairlead::behaviour {

enum class AlertState : std::uint8_t {
  unacknowledged,
  acknowledged,
  rectified_unacknowledged,  // over, and nobody has acknowledged it
  rectified,                 // over
};
std::string_view name(AlertState state);

struct Judgement {
  bool useful = false;
  std::string reason;
  std::string by;
  Instant at;
  friend bool operator==(const Judgement&, const Judgement&) = default;
};

struct Alert {
  std::uint64_t number = 0;  // of the finding
  std::string finding;       // its id
  std::string rule;
  std::uint32_t rule_version = 0;
  domain::Priority priority = domain::Priority::caution;
  AlertState state = AlertState::unacknowledged;
  std::vector<domain::TrackId> tracks;
  Instant begins_at;                      // of the behaviour
  Instant raised_at;                      // by our clock
  Instant changed_at;                     // by our clock
  std::optional<Instant> silenced_until;  // by our clock
  bool muted = false;                     // the behaviour was muted before it began or since
  std::optional<std::string> acknowledged_by;
  std::optional<Instant> acknowledged_at;
  std::optional<std::string> responsible;  // who has taken it over
  std::optional<Judgement> judgement;

  bool is_over() const { return state == AlertState::rectified_unacknowledged || state == AlertState::rectified; }
  bool wants_attention(Instant now) const {
    return (state == AlertState::unacknowledged || state == AlertState::rectified_unacknowledged) && !muted &&
           priority != domain::Priority::caution && (!silenced_until || *silenced_until <= now);
  }
  friend bool operator==(const Alert&, const Alert&) = default;
};

// How often a rule was right, by what people said.
struct Precision {
  std::uint64_t raised = 0;
  std::uint64_t useful = 0;
  std::uint64_t noise = 0;
  std::uint64_t unjudged() const { return raised - useful - noise; }
  // Useful among the judged; nothing when none is.
  std::optional<double> value() const {
    if (useful + noise == 0) return std::nullopt;
    return static_cast<double>(useful) / static_cast<double>(useful + noise);
  }
  friend bool operator==(const Precision&, const Precision&) = default;
};

struct AlertLimits {
  std::size_t kept_max = 20'000;  // the oldest that are over make room
  std::size_t mutes_max = 2'000;
  Duration silence_max = std::chrono::seconds(30);
};

class AlertBook {
 public:
  explicit AlertBook(AlertLimits limits = {}) : limits_(limits) {}

  // Raises, changes and rectifies alerts by what a Watch found; `now` is our clock. Returns the numbers of the alerts
  // that changed, in order.
  std::vector<std::uint64_t> follow(const FindingChanges& changes, Instant now);

  // What people do. `by` is the account. Each says what is wrong: no such alert, or nothing to do in its state.
  Result<void> acknowledge(std::uint64_t number, std::string_view by, Instant now);
  Result<void> silence(std::uint64_t number, std::string_view by, Instant now, Duration length);
  // The behaviour (rule and tracks of this alert) is quiet when it begins before `until`, in the behaviour's time.
  Result<void> mute(std::uint64_t number, std::string_view by, Instant now, Instant until);
  Result<void> unmute(std::uint64_t number, std::string_view by, Instant now);
  Result<void> judge(std::uint64_t number, std::string_view by, Instant now, bool useful, std::string_view reason);
  Result<void> take_over(std::uint64_t number, std::string_view by, Instant now);
  // All that are open and unowned, or owned by `from`, go to `to`: the end of a watch. Returns how many.
  std::size_t hand_over(std::string_view from, std::string_view to, Instant now);

  const Alert* find(std::uint64_t number) const;
  // Those that are not rectified, the most urgent first: priority, then unacknowledged, then the newest.
  std::vector<const Alert*> open() const;
  std::size_t size() const { return alerts_.size(); }
  // By rule and version.
  const std::map<std::pair<std::string, std::uint32_t>, Precision>& precision() const { return precision_; }

  // A track has another id.
  void moved(domain::TrackId from, domain::TrackId to);

  void save(wire::ByteWriter& out) const;
  static Result<AlertBook> restore(wire::ByteReader& in, AlertLimits limits = {});

 private:
  struct Mute {
    std::string rule;
    std::vector<domain::TrackId> tracks;
    Instant until;
    std::string by;
  };
  Alert* change(std::uint64_t number, Instant now);
  bool is_muted(const Alert& alert) const;
  void make_room();

  AlertLimits limits_;
  std::map<std::uint64_t, Alert> alerts_;
  std::vector<Mute> mutes_;
  std::map<std::pair<std::string, std::uint32_t>, Precision> precision_;
};

}  // namespace fairlead::behaviour
