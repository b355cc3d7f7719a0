// SPDX-License-Identifier: Apache-2.0
// What the readers of designation lists share. Private to `desk`.
//
// Threads: one owner.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "desk/designation_read.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {

// The entities in the making, and what was wrong with the others.
class Rows {
 public:
  void count() { ++content_.report.rows; }
  void drop() { ++content_.report.dropped; }
  void broken(std::size_t line, std::string_view what, std::string_view cure);
  void add(Entity entity, std::size_t line);
  void note_sanction(const std::string& id, const std::string& words);
  void note_owner(const std::string& asset, const std::string& owner);
  ListContent finish();

 private:
  ListContent content_;
  std::map<std::string, std::size_t, std::less<>> index_;
};

Result<ListContent> read_targets_simple(std::string_view text);
Result<ListContent> read_maritime(std::string_view text);
Result<ListContent> read_mapped(std::string_view text, const CsvMapping& mapping);

}  // namespace fairlead::desk
