// SPDX-License-Identifier: Apache-2.0
// Payload bits to message bodies (ITU-R M.1371-5, annex 8).
#pragma once

#include <optional>

#include "decode/ais/message.hpp"
#include "decode/rejection.hpp"

namespace fairlead::decode::ais {

// Fills `type`, `repeat`, `mmsi` and `body` from `payload`. Returns the reason when there is no meaning in it; the
// body is then `std::monostate`. Longer messages than the standard's are read as far as the standard goes.
[[nodiscard]] std::optional<Rejection> parse_payload(Message& message) noexcept;

}  // namespace fairlead::decode::ais
