// SPDX-License-Identifier: Apache-2.0
// Exponential, logarithm and circle functions with one answer on every machine: the C library picks its code by the
// processor, and answers differ in the last bit between them, which a replay on another machine would show.
//
// Relative error of exponential() and absolute error of logarithm() below 1e-12. Threads: any.
#pragma once

#include <bit>
#include <cstdint>

#include "sine.hpp"

namespace fairlead::fusion {

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kLn2 = 0.693147180559945309417;

// e^x; 0 below -700, and the value at 700 above it.
inline double exponential(double x) {
  if (!(x > -700)) return 0;
  if (x > 700) x = 700;
  const double scaled = x * (1 / kLn2);
  const auto n = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
  // The high part of ln 2 has zeros at its end, so that the product with n is exact.
  const double r = (x - static_cast<double>(n) * 0x1.62e42feep-1) - static_cast<double>(n) * 0x1.a39ef35793c76p-33;
  double sum = 1 + r / 11;
  for (int k = 10; k >= 1; --k) sum = 1 + r * (1.0 / k) * sum;
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

// ln(x) for normal x > 0; -745 for anything else.
inline double logarithm(double x) {
  if (!(x >= 2.2250738585072014e-308)) return -745;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<std::int64_t>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  const double t = (m - 1) / (m + 1);
  const double u = t * t;
  double sum = 0;
  for (int k = 19; k >= 1; k -= 2) sum = sum * u + 1.0 / k;
  return 2 * t * sum + static_cast<double>(exponent) * kLn2;
}

// Of any finite angle in radians.
inline SineCosine sine_cosine_radians(double radians) {
  double degrees = radians * (180 / kPi);
  if (!(degrees > -1e9 && degrees < 1e9)) degrees = 0;
  degrees -= 360 * static_cast<double>(static_cast<std::int64_t>(degrees / 360));
  if (degrees < 0) degrees += 360;
  return sine_cosine(degrees);
}

}  // namespace fairlead::fusion
