// SPDX-License-Identifier: Apache-2.0
// Files of the vault as answers: ranges for players, ETags, and nothing that a browser could run.
//
// Threads: free functions; the answer's source is read on the lane `bytes`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "request.hpp"
#include "vault/byte_store.hpp"
#include "vault/media_type.hpp"

namespace fairlead::serve {

// What a browser may do with what others made: nothing but show it.
inline constexpr std::string_view kSandboxPolicy =
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

// A part of a file, as a range names it: from, and how many. RFC 9110 §14; several ranges are answered with the whole.
struct ByteRange {
  std::uint64_t from = 0;
  std::uint64_t size = 0;
};
enum class RangeKind : std::uint8_t { whole, part, none_of_it };
RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& range);

struct FileAnswer {
  std::string name;                         // suggested to whoever saves it
  std::string_view media_type;              // as declared
  std::string etag;                         // with its quotes
  std::function<void(const Error&)> found;  // is told when the bytes turn out to be altered while they are sent
};
Response file_response(const Request& request, std::shared_ptr<vault::OpenedFile> file, FileAnswer about);

}  // namespace fairlead::serve
