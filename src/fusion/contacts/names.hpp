// SPDX-License-Identifier: Apache-2.0
// Names of contacts that last while the past changes. Within a book a contact is known by the order of its opening, and
// a look that comes late may change that order; by where and when it began it is found again.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "domain/detection.hpp"
#include "fusion/look.hpp"
#include "wire/bytes.hpp"

namespace fairlead::fusion {

// The plot that opened a contact, without the sensor's own error.
struct Birth {
  Instant at;
  domain::SourceId source;
  Place place;
  friend bool operator==(const Birth&, const Birth&) = default;
  friend bool operator<(const Birth& a, const Birth& b) {
    return std::tuple(a.at, a.source, a.place.east, a.place.north) <
           std::tuple(b.at, b.source, b.place.east, b.place.north);
  }
};

class ContactNames {
 public:
  // The same birth keeps its name.
  void born(const Birth& birth);
  // 0: never told of it.
  std::uint64_t of(const Birth& birth) const;
  // What was called the one is called the other from now on.
  void exchange(std::uint64_t one, std::uint64_t other);
  std::size_t size() const { return names_.size(); }
  void keep_only(const std::set<Birth>& births);

  void save(wire::ByteWriter& out) const;
  void restore(wire::ByteReader& in);

 private:
  std::map<Birth, std::uint64_t> names_;
  std::uint64_t next_ = 1;
};

}  // namespace fairlead::fusion
