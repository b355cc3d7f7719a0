// SPDX-License-Identifier: Apache-2.0
// Designation lists as they are published, to entities: FollowTheMoney JSON lines, `targets.simple.csv` and
// `maritime.csv` of OpenSanctions, and any other CSV with a mapping. One broken row does not stop the rest: it is left
// out and told with its line and its cure.
//
// Threads: any.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "desk/designation.hpp"

namespace fairlead::desk {

// The rows of one snapshot; found by the SHA-256 of its file.
struct ListContent {
  std::vector<Entity> entities;  // by id
  ImportReport report;

  const Entity* find(std::string_view id) const;
};

// Which column of a CSV is which member of an entity. As a file:
//   {"delimiter":";","separator":"|","columns":{"id":"No","name":"SHIP NAME","imoNumber":"IMO"}}
struct CsvMapping {
  char delimiter = ',';
  std::string separator;  // between several values in one cell; empty: one value
  std::string schema = "Vessel";
  std::map<std::string, std::string> columns;  // member -> heading
};
Result<CsvMapping> read_mapping(std::string_view json);
// The members that a mapping can name.
std::vector<std::string_view> mappable_members();

// Errors: `invalid_argument` where the file as a whole is not of this format (no heading, no such column), naming the
// line and the cure. The mapping is for `mapped_csv` only.
Result<ListContent> read_list(ListFormat format, std::string_view text, const CsvMapping* mapping = nullptr);
// What the first bytes look like; nothing where they could be anything.
std::optional<ListFormat> guess_format(std::string_view text);
// Fills in `added`, `changed` and `removed` of the newer one's report.
void compare(ListContent& newer, const ListContent* older);

}  // namespace fairlead::desk
