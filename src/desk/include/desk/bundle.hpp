// SPDX-License-Identifier: Apache-2.0
// A bundle of evidence that verifies without Fairlead: a manifest for `sha256sum -c`, tokens for `openssl ts -verify`,
// and beside each file what is known of it. Here it is only planned: which files of the store go where, and every text.
//
// Threads: any.
#pragma once

#include <string>
#include <vector>

#include "desk/book.hpp"

namespace fairlead::desk {

struct BundleFile {
  std::string path;
  Digest sha256{};  // under which the store has it
  std::uint64_t size = 0;
};
struct BundleText {
  std::string path;
  std::string text;
};
struct LeftOut {
  std::string id;
  std::vector<std::string> because;
};
struct Bundle {
  std::vector<BundleFile> files;
  std::vector<BundleText> texts;  // SHA256SUMS first; it covers the files and all other texts
  std::vector<LeftOut> left_out;  // what its handling keeps back, with the reasons
};

// Originals with their renditions, each where its handling allows this use.
Bundle make_bundle(const Book& book, const std::vector<EvidenceId>& wanted, ExportUse use, std::string_view agency,
                   Instant now);

}  // namespace fairlead::desk
