// SPDX-License-Identifier: Apache-2.0
// The rows of designation lists, indexed, read from the vault when they are first asked for and kept while they are the
// newest or were asked for lately. What is on the shelf follows from the book and the vault; it can be lost at any
// time.
//
// Threads: any. Two that ask for the same list at once may both read it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/published.hpp"
#include "base/result.hpp"
#include "desk/book.hpp"
#include "desk/match.hpp"
#include "vault/byte_store.hpp"

namespace fairlead::serve {

class ListShelf {
 public:
  // The rows of a snapshot, read as they were read when it was loaded.
  Result<std::shared_ptr<const desk::MatchIndex>> of(const desk::ListSnapshot& snapshot, vault::ByteStore& store);

 private:
  static constexpr std::size_t kListsMax = 32;
  using Lists = std::map<Digest, std::shared_ptr<const desk::MatchIndex>>;
  Published<Lists> lists_;
};

// The newest snapshot of every list, by its name.
std::vector<const desk::ListSnapshot*> newest_lists(const desk::Book& book);

inline constexpr std::string_view kMappingNote = "mapping";
Result<std::shared_ptr<desk::ListContent>> read_content(std::string_view text, desk::ListFormat format,
                                                        std::string_view mapping);
Result<std::shared_ptr<desk::ListContent>> read_content(vault::ByteStore& store, const Digest& file,
                                                        desk::ListFormat format, std::string_view mapping);

}  // namespace fairlead::serve
