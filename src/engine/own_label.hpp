// SPDX-License-Identifier: Apache-2.0
// In the key of a label, behind the sources: the label that observations carried themselves, by its number from 1.
//
// Threads: plain values.
#pragma once

#include <cstdint>

#include "domain/observation.hpp"

namespace fairlead::engine {

inline constexpr std::uint32_t kOwn = 0x8000'0000U;
inline domain::SourceId own_id(std::uint32_t number) { return domain::SourceId(kOwn | number); }
inline bool is_own(domain::SourceId id) { return (id.number() & kOwn) != 0; }
inline std::uint32_t own_of(domain::SourceId id) { return id.number() & ~kOwn; }

}  // namespace fairlead::engine
