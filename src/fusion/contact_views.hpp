// SPDX-License-Identifier: Apache-2.0
// Contacts for many views: one tracker of contacts for each class of views that were shown the same. A class is copied
// at the first plot, scan or report near one that some of its views see and others do not, or in another form; after
// that each copy is on its own. Classes are not joined again.
//
// 1. What a class holds depends on what was shared with its views, in the order in which it came, and on nothing else.
// 2. Plots of a scan wait until the scan has ended for their views; a plot outside of scans counts at once.
// 3. Reports of transmitters count where a sensor has looked lately: there they are one more sensor, with a name. They
//    never change the past: the next one comes soon.
// 4. A look that comes late within kLateLooks is fused as if it had come in time, and what it changed is shown. A
//    sighting that is later becomes a track of its own at its time; a scan is dropped.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "domain/detection.hpp"
#include "estimate.hpp"
#include "fusion/contacts.hpp"
#include "fusion/views.hpp"
#include "geo/box.hpp"

namespace fairlead::fusion {

class ContactViews {
 public:
  ContactViews();

  // Whether an observation is one of something that names nothing: a plot or a sighting.
  static bool is_plot(const domain::Observation& observation);

  void take(const domain::Observation& received, std::span<const Share> shares, std::vector<Estimate>& out);
  void hear(const domain::Observation& received, std::span<const Share> shares);
  void end_scan(const domain::Scan& scan, ViewMask views, std::vector<Estimate>& out);
  void forget(ViewMask views);
  // False as long as nothing was ever looked at.
  bool anyone_looks() const { return !looking_.empty(); }

  void save(wire::ByteWriter& out) const;
  Result<void> load(wire::ByteReader& in);

 private:
  using ScanKey = std::pair<std::uint32_t, std::uint64_t>;  // source, number
  struct Waiting {
    std::vector<Plot> plots;
    std::map<std::uint64_t, std::string> seen_as;  // by observation
    domain::SensorKind sensor = domain::SensorKind::radar;
  };
  // A contact that nobody saw anew is not shown anew.
  struct Seen {
    Instant at;
    std::uint64_t plots = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  struct Class {
    ViewMask views = 0;
    Contacts contacts;
    std::map<ScanKey, Waiting> waiting;
    std::map<std::uint64_t, Seen> shown;                           // contacts, with what was seen of them
    std::map<std::uint64_t, std::string> seen_as;                  // by contact
    std::map<std::uint32_t, std::pair<geo::Box, Instant>> looked;  // by source: where and when last
    std::map<std::uint32_t, Instant> transmits;                    // sources of transmitters' reports
  };
  static constexpr std::size_t kNobody = ~std::size_t{0};

  // Divides classes so that in each all views share one form; calls visit(class, form) for those that see one.
  template <class Visit>
  void for_each_form(std::span<const Share> shares, Visit visit);
  void gather_looking();
  void show(Class& of, const Look& look, const std::map<std::uint64_t, std::string>& words, domain::SensorKind sensor,
            Instant received, std::vector<Estimate>& out);

  std::vector<Class> classes_;  // in the order of their lowest views
  // Where any class looks, so that most reports are passed by quickly; made from the classes.
  std::vector<geo::Box> looking_;
};

}  // namespace fairlead::fusion
