// SPDX-License-Identifier: Apache-2.0
// The inside of a reader. Private to `decode`.
#pragma once

#include <string>
#include <vector>

#include "armour.hpp"
#include "assembler.hpp"
#include "decode/reader.hpp"
#include "fast_tags.hpp"
#include "sentence.hpp"
#include "tags.hpp"

namespace fairlead::decode {

class Reader::Impl final : private Assembler::Host {
 public:
  explicit Impl(const ReaderOptions& options);

  void feed(std::string_view bytes, Sink& sink, std::optional<Instant> received_at);
  void tick(Instant now, Sink& sink);
  void finish(Sink& sink);
  [[nodiscard]] const Counters& counters() noexcept;

 private:
  // Fast path (reader_fast.cpp). Reads one line at `line` when it has one of the common forms; returns the start of
  // the next line, or null when the general path must look at it.
  const char* fast_line(const char* line);
  const char* fast_sentence(const char* sentence, const Tags* tags);
  void fill_fast_context(ais::SentenceContext& context, const Fragment& fragment, const Tags* tags) const;

  // General path (reader_general.cpp). The bytes behind the view are readable for kLineSlack.
  void general_line(std::string_view line);
  void take_line(std::string_view line);
  std::size_t take_tag_block(std::string_view line, std::size_t at, bool& tagged);
  void take_ais(std::string_view text, std::int64_t line_time_ns);
  void take_nmea(std::string_view text, std::int64_t line_time_ns);
  void take_whole(const Fragment& fragment, const Trailer& trailer, std::int64_t line_time_ns);
  [[nodiscard]] const Tags* inherited_tags(const Tags& tags);
  void remember_group(const Tags& tags);

  void gather(std::string_view bytes);  // a piece of a line that is not complete yet
  void end_gathered_line();

  void fill_context(ais::SentenceContext& context, const Fragment& fragment, const Tags* tags, const Trailer* trailer,
                    std::int64_t line_time_ns) const;
  [[nodiscard]] LineClock clock_of(const ais::SentenceContext& context) const;
  void deliver(std::uint32_t bits, std::uint64_t parts, std::string_view text);
  void reject(Rejection reason, std::string_view text, std::uint64_t sentences = 1);

  // Assembler::Host
  void complete(const Assembler::Group& group) override;
  void lost(std::uint64_t parts, Rejection reason) override;
  void duplicate() override;

  // The tags of the first line of recent tag groups, for lines of the group without their own.
  struct RecentGroup {
    TagGroup group;
    std::int64_t time_ms = ais::kNoTime;
    ais::InlineText<48> station;
  };

  ReaderOptions options_;
  ArmourScanner scan_;
  Assembler assembler_;
  Counters counters_;
  Sink* sink_ = nullptr;
  std::int64_t received_ms_ = ais::kNoTime;

  ais::Message message_;
  nmea::Record record_;
  Tags tags_;
  TagCache tag_cache_;
  bool tags_trusted_ = false;
  Tags inherited_;
  std::string pending_block_;  // a tag block on a line of its own, for the sentence on the next
  std::int64_t pghp_time_ns_ = ais::kNoTime;
  unsigned pghp_checksum_ = 0x100;
  std::array<RecentGroup, 8> recent_groups_{};
  std::size_t recent_next_ = 0;

  std::vector<char> gathered_;
  std::size_t gathered_size_ = 0;
  bool expects_more_ = false;  // something waits for the next sentence: no fast path
  bool overlong_ = false;
  bool after_carriage_return_ = false;
};

// Bytes that must be readable behind a line's end.
inline constexpr std::size_t kLineSlack = 64;

}  // namespace fairlead::decode
