// SPDX-License-Identifier: Apache-2.0
// JSON lines, in the form that `append_json()` writes, back to sentences.
//
// What is absent or null is sent as "not available". Members that tell about reception (`channel`, `own_ship`,
// `talker`, `station`, `tag_time`, `tag_destination`) shape the sentence and its tag block; the other such members are
// read over. Messages: 1 to 14 except 7 and 13, 18, 19, 21, 24 and 27. Binary messages (6 and 8) need their bytes, in
// `data`.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "decode/ais/message.hpp"

namespace fairlead::decode::ais {

// Reads one JSON object into `message` (body, context, and payload where the body has ranges). The message of an error
// names the field and the cure.
[[nodiscard]] Result<void> message_from_json(Message& message, std::string_view json);

// Turns lines into sentences; counts lines, and gives messages of several parts their sequence numbers.
class JsonEncoder {
 public:
  explicit JsonEncoder(std::string line_end = "\n") : line_end_(std::move(line_end)) {}

  // Appends the sentences of one line. An empty line, or one of blanks, gives none. Errors begin with `line N: `.
  [[nodiscard]] Result<void> encode(std::string& out, std::string_view line);

 private:
  std::string line_end_;
  std::uint64_t line_ = 0;
  std::uint32_t groups_ = 0;
  Message message_;
};

}  // namespace fairlead::decode::ais
