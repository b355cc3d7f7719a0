// SPDX-License-Identifier: Apache-2.0
// Where the states of contacts lie, so that a look at few places asks few of them. It is made anew when too many are
// new or have strayed from where they were filed; what it finds is never too little, whatever its age.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <vector>

#include "contacts/contact.hpp"

namespace fairlead::fusion {

class ContactIndex {
 public:
  void build(Ground ground, std::vector<Contact>& contacts);
  bool fits(const std::vector<Contact>& contacts) const;
  void forget() { built_ = false; }
  // The contact was moved: it is asked always when that was far.
  void moved(std::uint32_t index, Contact& contact);
  // Adds ids of contacts that may lie within the box widened by `reach_m`, and of all that are newer than the index.
  void find(Place low, Place high, double reach_m, const std::vector<Contact>& contacts,
            std::vector<std::uint32_t>& out) const;

 private:
  struct Entry {
    std::int64_t row = 0;
    double east = 0;
    std::uint32_t contact = 0;
  };
  std::int64_t row_of(double north) const;

  bool built_ = false;
  Ground ground_ = Ground::plane;
  std::size_t size_ = 0;
  std::vector<Entry> entries_;  // by row, then from west to east
  std::vector<std::uint32_t> strayed_;
};

}  // namespace fairlead::fusion
