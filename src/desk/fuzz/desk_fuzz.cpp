// SPDX-License-Identifier: Apache-2.0
// Any bytes as a book, an act, JSON of an act, a designation list: each is refused, or reads back as it was written.
#include <cstddef>
#include <cstdint>

#include "base/assert.hpp"
#include "desk/designation_read.hpp"
#include "desk/json.hpp"
#include "desk/scrub.hpp"
#include "wire/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairlead;
  using namespace fairlead::desk;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  {
    wire::ByteReader in(bytes);
    const Change change = read_change(in);
    if (in.ok()) {
      wire::ByteWriter out;
      write(out, change);
      FL_ASSERT(bytes.starts_with(out.view()));
      Book book;
      (void)book.apply(change, {"a", "release_officer", {}}, Instant::from_civil(2026, 11, 22), {});
    }
  }
  {
    wire::ByteReader in(bytes);
    (void)read_book(in);
  }
  if (const auto change = change_from_json(bytes)) {
    std::string json;
    append_json(json, *change);
    FL_ASSERT(change_from_json(json) == change);
  }
  (void)scrub(bytes);
  for (const ListFormat format :
       {ListFormat::ftm_json_lines, ListFormat::targets_simple_csv, ListFormat::maritime_csv}) {
    (void)read_list(format, bytes);
  }
  return 0;
}
