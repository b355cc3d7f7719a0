// SPDX-License-Identifier: Apache-2.0
// Turns plots of many sensors, most of them without a name, into contacts: who is there, how sure, and why.
//
// 1. The same looks in the same order give the same contacts and the same bytes.
// 2. The order of plots within a look, and their ids, change nothing but which ids are named as evidence.
// 3. A copy shares nothing with its original.
//
// Method (docs/adr/0014): every contact is a Bernoulli component, that is a probability of existence and a mixture of
// association histories, each with a bank of motion models; contacts that were not seen yet are a density. Plots are
// shared out by marginal probabilities within groups that compete. Threads: one owner. Time: arrives with the looks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fusion/look.hpp"
#include "wire/bytes.hpp"

namespace fairlead::fusion {

// How long a look may be late and still be fused as if it had come in time; what is later is history. Within `slack`
// the look is taken at the newest time instead, its plots carried along with the contact's speed: cheaper, almost the
// same. So it is beyond `slack` where looks come late so often that fusing again would cost eight times the fusing.
struct LateLooks {
  Duration horizon{0};
  Duration slack{0};
  // Held for fusing again; beyond it the horizon is shorter.
  std::size_t plots_max = 50'000;
};
// Whether a late look may change the past; else it is carried along, however late.
enum class Past : std::uint8_t { may_change, stays };

struct ContactLimits {
  std::size_t contacts_max = 200'000;  // tentative ones included; beyond it the least likely go
  std::size_t plots_per_look_max = 100'000;
  int branches_max = 10;  // association histories of one contact
};

struct ContactSettings {
  Ground ground = Ground::earth;
  // West-south and east-north corner of the area of interest: nothing is opened or shown outside.
  std::optional<std::pair<Place, Place>> area;
  // Shown when more likely there than not, and placed better than this (one standard deviation of distance).
  double useful_error_m = 5000;
  LateLooks late;
  ContactLimits limits;
};

// A contact as shown at a moment.
struct ContactView {
  struct Seen {
    domain::SourceId source;
    Instant at;
    std::uint32_t plots = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  std::uint64_t id = 0;
  // Stays when a late look changes the past; an id may then be another's.
  std::uint64_t lasting_id = 0;
  Place place;
  double velocity_east = 0;
  double velocity_north = 0;
  ErrorMatrix error;          // of the place
  double velocity_sigma = 0;  // root mean square of both axes
  double existence = 0;
  bool shown = false;      // by the rule of ContactSettings
  std::uint32_t mmsi = 0;  // the likeliest identity; 0: none
  double mmsi_probability = 0;
  double small_probability = 0;  // of being a small craft, by how often it was seen
  double turn_deg_s = 0;         // clockwise
  Instant first_at;
  Instant seen_at;
  std::vector<Seen> seen_by;  // by source
};

// What was learnt about a source.
struct SourceView {
  domain::SourceId source;
  double false_plots_per_m2 = 0;
  // A sensor's own error, by its plots of vessels that report themselves: taken off its plots.
  double range_bias_m = 0;
  double range_bias_sigma_m = 0;
  double bearing_bias_deg = 0;
  double bearing_bias_sigma_deg = 0;
  std::uint32_t bias_plots = 0;  // that told it; 0: not known
};

enum class Absorbed : std::uint8_t { in_time, carried, late, history };

class ContactKeeper;

class Contacts {
 public:
  explicit Contacts(const ContactSettings& settings = {});
  ~Contacts();
  Contacts(const Contacts&);
  Contacts& operator=(const Contacts&);
  Contacts(Contacts&&) noexcept;
  Contacts& operator=(Contacts&&) noexcept;

  // `late`: it changed the past, and whatever came after it was fused again. `carried`: it was taken at the newest
  // time, its plots carried along. `history`: too late, nothing changed. Without a horizon nothing is too late.
  Absorbed absorb(const Look& look, Past past = Past::may_change);
  Instant now() const;  // of the newest look
  // The contacts as they are believed to be at `at`, in order of id; `shown_only` leaves the doubtful out.
  std::vector<ContactView> at(Instant at, bool shown_only = true) const;
  // Why a contact is one with, or kept apart from, others: words and numbers, oldest first.
  std::vector<std::string> reasons(std::uint64_t id) const;
  std::vector<SourceView> sources() const;
  std::size_t size() const;  // tentative ones included

  // Everything that later answers depend on; equal states give equal bytes.
  void save(wire::ByteWriter& out) const;
  // What save() wrote. Ill-formed bytes are refused as `corrupt`.
  static Result<Contacts> restore(wire::ByteReader& in, const ContactSettings& settings);

 private:
  std::unique_ptr<ContactKeeper> keeper_;
};

}  // namespace fairlead::fusion
