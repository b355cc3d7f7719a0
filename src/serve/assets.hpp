// SPDX-License-Identifier: Apache-2.0
// The files inside the binary: the web client and the contract. The table is written by assets/pack at build time.
//
// Threads: any; constant.
#pragma once

#include <span>
#include <string_view>

namespace fairlead::serve {

struct Asset {
  std::string_view path;  // with a slash in front
  std::string_view bytes;
  std::string_view gzip;    // the same, compressed; empty where that does not pay
  std::string_view digest;  // of `bytes`
};

// In order of path.
std::span<const Asset> embedded_assets();
bool web_client_is_embedded();

const Asset* embedded_asset(std::string_view path);
std::string_view content_type_of(std::string_view path);

}  // namespace fairlead::serve
