// SPDX-License-Identifier: Apache-2.0
// Citations that exist. A Citation can only be made from the authority list: at compile time a text that is not in the
// list does not compile, at run time find_citation() gives nothing. So no answer can name a source that nobody checked.
//
// Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "authority/vocabulary.hpp"

namespace fairlead::authority {

class Citation {
 public:
  std::string_view id() const;     // UNCLOS:110(1)(d)
  std::string_view title() const;  // what it says, in a few words
  constexpr std::uint16_t index() const { return index_; }
  friend constexpr auto operator<=>(Citation, Citation) = default;

 private:
  friend class CitationList;
  constexpr explicit Citation(std::uint16_t index) : index_(index) {}
  std::uint16_t index_;
};

std::optional<Citation> find_citation(std::string_view id);
// The whole authority list, in the order in which answers print.
std::vector<Citation> all_citations();
// The first day on which this source can be cited; nothing where it has no such day.
std::optional<Day> citable_since(Citation citation);

class CitationSet {
 public:
  static constexpr std::size_t kCapacity = 320;
  constexpr void add(Citation citation) {
    words_[citation.index() / 64U] |= std::uint64_t{1} << (citation.index() % 64U);
  }
  constexpr void add(const CitationSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  constexpr bool has(Citation citation) const {
    return (words_[citation.index() / 64U] >> (citation.index() % 64U) & 1U) != 0;
  }
  constexpr bool empty() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  std::vector<Citation> list() const;
  friend constexpr bool operator==(const CitationSet&, const CitationSet&) = default;

 private:
  std::array<std::uint64_t, kCapacity / 64> words_{};
};

}  // namespace fairlead::authority
