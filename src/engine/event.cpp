// SPDX-License-Identifier: Apache-2.0
// Events as the journal keeps them.
#include <fmt/format.h>

#include "engine/engine.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {
namespace {

// 1: sources were the only commands. 2: with a seed, and commands that name who asked.
constexpr std::uint8_t kEventVersion = 2;
constexpr std::uint8_t kDeclareSourceOfVersion1 = 1;

Command read_command_of_version_1(wire::ByteReader& in) {
  if (in.u8() != kDeclareSourceOfVersion1) in.fail();
  return {accounts::Actor::automatic(), DeclareSource{wire::read_source(in)}};
}

}  // namespace

std::string to_bytes(const Event& event) {
  wire::ByteWriter out;
  out.u8(kEventVersion);
  out.varint(event.slot);
  out.instant(event.closed_at);
  out.instant(event.picture_time);
  out.raw({reinterpret_cast<const char*>(event.seed.data()), event.seed.size()});
  out.varint(event.commands.size());
  for (const Command& command : event.commands) write(out, command);
  out.varint(event.batches.size());
  for (const domain::ObservationBatch& batch : event.batches) wire::write(out, batch);
  return out.take();
}

Result<Event> event_from_bytes(std::string_view bytes) {
  wire::ByteReader in(bytes);
  const std::uint8_t version = in.u8();
  if (version > kEventVersion) {
    return fail(ErrorCode::newer_version,
                fmt::format("an event of version {} was written by a newer fairlead; this one reads up to {}", version,
                            kEventVersion));
  }
  Event event;
  event.slot = in.varint();
  event.closed_at = in.instant();
  event.picture_time = in.instant();
  if (version >= 2) {
    const std::string_view seed = in.raw(event.seed.size());
    std::copy(seed.begin(), seed.end(), event.seed.begin());
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    event.commands.push_back(version == 1 ? read_command_of_version_1(in) : read_command(in));
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) event.batches.push_back(wire::read_batch(in));
  if (!in.ok() || !in.at_end() || version == 0) return fail(ErrorCode::corrupt, "an event that cannot be read");
  return event;
}

}  // namespace fairlead::engine
