// SPDX-License-Identifier: Apache-2.0
// What bytes look like, and which kinds a browser may show by itself. A declared type counts only where the bytes
// agree: a page that calls itself a picture is handed out as a file to be saved.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::vault {

// By the first bytes (512 suffice): `image/jpeg` … ; `text/plain`; `application/octet-stream` for what could be
// anything.
std::string_view media_type_of(std::string_view beginning);

struct Shown {
  std::string_view content_type;  // lives as long as the program
  bool inline_allowed = false;    // else `Content-Disposition: attachment`
};
// How a file of this declared type and of this look is served.
Shown how_to_show(std::string_view declared, std::string_view looks);

// A file name that no system takes for a path or a command: letters, digits, `.`, `-`, `_`.
std::string safe_file_name(std::string_view name);

}  // namespace fairlead::vault
