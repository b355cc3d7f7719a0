// SPDX-License-Identifier: Apache-2.0
// Joins the parts of messages that take several sentences. Private to `decode`; one per source.
//
// Parts belong together when number of parts, sequence id, channel, VDM or VDO, station (`\s:`) and tag group (`\g:`)
// agree. A wrong join is worse than a loss, hence:
//  1. A part seen twice with other content begins a new message; the old parts are lost.
//  2. A damaged part condemns the message it belongs to, and the parts that still come for it.
//  3. Parts far apart, by time or by lines, are not joined. Where neither station nor tag group tells senders apart the
//     limit of lines is narrow, and narrower still when the earlier part comes later.
//  4. A message completed out of order is held for some lines. When then a better fitting part comes (the one that
//     follows in order), it takes the place of the one that came too early.
//
// Bounded: at most `groups_max` open messages; the oldest gives way.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "armour.hpp"
#include "decode/ais/message.hpp"
#include "sentence.hpp"
#include "tags.hpp"

namespace fairlead::decode {

// When a line came, for the time-out. Times of different kinds are never compared.
struct LineClock {
  enum class Kind : std::uint8_t { kNone, kReceived, kLine, kTag };
  std::uint64_t line = 0;
  std::int64_t ms = 0;
  Kind kind = Kind::kNone;
};

struct AssemblerLimits {
  std::size_t groups_max = 256;
  std::uint64_t lines_max = 64;          // between two parts of no known station
  std::uint64_t lines_known_max = 4096;  // of a known station or tag group
  std::uint64_t lines_reorder_max = 16;  // when the earlier part comes later
  std::uint64_t lines_held = 8;          // rule 4
  std::int64_t ms_max = 30'000;
  std::int64_t ms_reorder_max = 2'000;
};

class Assembler {
 public:
  struct Group {
    std::uint32_t key = 0;
    std::uint32_t tag_group_id = 0;
    std::uint16_t tag_group_total = 0;
    bool condemned = false;
    bool held = false;  // complete, waiting by rule 4
    std::uint8_t total = 0;
    std::uint16_t seen = 0;  // bit n: part n is here
    std::uint8_t parts = 0;
    std::uint8_t arrivals = 0;
    std::uint16_t used = 0;  // characters in `text`
    LineClock clock;
    std::uint64_t completed_line = 0;
    ais::SentenceContext context;
    ais::TagDetails tags;
    struct Part {
      std::uint16_t first = 0;
      std::uint16_t size = 0;
      std::uint8_t fill = 0;
      std::uint8_t arrival = 0;
    };
    std::array<Part, 10> part{};
    std::array<char, kArmourCharactersMax + kArmourSlack> text;
  };

  // Told what becomes of parts. `complete` must not call back.
  class Host {
   public:
    virtual void complete(const Group& group) = 0;
    virtual void lost(std::uint64_t parts, Rejection reason) = 0;
    virtual void duplicate() = 0;

   protected:
    ~Host() = default;
  };

  explicit Assembler(AssemblerLimits limits) : limits_(limits) { groups_.reserve(8); }

  // Takes a whole, undamaged part of a message of two or more.
  void add(const Fragment& fragment, const Tags& tags, const ais::SentenceContext& context, const LineClock& clock,
           Host& host);
  // Takes note of a damaged part whose header could be read. The part itself is counted by the caller.
  void condemn(const Fragment& fragment, const Tags& tags, const LineClock& clock, Host& host);

  // From this line on `release_held` has something to do.
  [[nodiscard]] std::uint64_t attention_line() const noexcept { return attention_line_; }
  void release_held(std::uint64_t line, Host& host);
  // Gives up parts whose time is over.
  void expire(const LineClock& clock, Host& host);
  void finish(Host& host);

  [[nodiscard]] std::uint64_t pending_parts() const noexcept;

 private:
  [[nodiscard]] static bool fits(const Group& group, const Tags& tags, std::uint32_t key);
  [[nodiscard]] bool expired(const Group& group, const LineClock& clock, bool reordered) const;
  Group* find(const Fragment& fragment, const Tags& tags, const LineClock& clock, Host& host);
  Group* find_untagged_rest(const Fragment& fragment, const Tags& tags, const LineClock& clock, std::uint32_t key);
  Group& open(const Fragment& fragment, const Tags& tags, const LineClock& clock, Host& host);
  bool store(Group& group, const Fragment& fragment);
  void settle(Group& group, const LineClock& clock, Host& host);
  void replace_early_part(Group& group, const Fragment& fragment, const LineClock& clock, Host& host);
  void give_up(Group& group, Host& host);
  void remove(Group& group);

  AssemblerLimits limits_;
  std::vector<Group> groups_;  // open ones only; order carries no meaning
  std::uint64_t attention_line_ = ~std::uint64_t{0};
};

}  // namespace fairlead::decode
