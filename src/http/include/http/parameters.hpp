// SPDX-License-Identifier: Apache-2.0
// Strict reading of query parameters: an unknown one is refused with the nearest name, a doubled one is refused, and so
// is a value of the wrong form. All faults are collected, so that one answer names them all.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/problem.hpp"
#include "http/query.hpp"
#include "units/instant.hpp"

namespace fairlead::http {

class Parameters {
 public:
  Parameters(const Target& target, std::span<const std::string_view> known);

  std::optional<std::string_view> text(std::string_view name) const;
  std::optional<Instant> time(std::string_view name);
  std::size_t count(std::string_view name, std::size_t otherwise, std::size_t max);
  void refuse(std::string_view name, std::string detail, std::string_view code = "invalid_parameter");

  // What is wrong, if anything is.
  const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  const Target& target_;
  std::optional<Refusal> refusal_;
};

}  // namespace fairlead::http
