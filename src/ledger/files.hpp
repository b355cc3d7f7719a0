// SPDX-License-Identifier: Apache-2.0
// Whole files: read, replaced by renaming, created with given rights. Errors name the file.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::ledger {

Result<std::string> read_file(const std::string& path, std::size_t size_max);
// Writes beside the file and renames; folders are made as needed.
Result<void> replace_file(const std::string& path, std::string_view bytes);
// Makes a file that must not exist, with `rights`, and syncs it and its folder.
Result<void> create_file(const std::string& path, std::string_view bytes, unsigned rights);
// Brings everything on the file system of `folder` to the disk.
Result<void> sync_folder(const std::string& folder);

}  // namespace fairlead::ledger
