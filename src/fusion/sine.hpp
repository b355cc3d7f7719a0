// SPDX-License-Identifier: Apache-2.0
// Sine and cosine with one answer on every machine: the C library picks its code by the processor, and answers differ
// in the last bit between them, which a replay on another machine would show. Error below 1e-10.
//
// Threads: any.
#pragma once

namespace fairlead::fusion {

struct SineCosine {
  double sine;
  double cosine;
};

// Of an angle in degrees, 0 <= degrees <= 360.
constexpr SineCosine sine_cosine(double degrees) {
  // Within 45 degrees of one of four axes, where the series of Taylor are short.
  const int axis = static_cast<int>((degrees + 45.0) / 90.0);
  const double x = (degrees - 90.0 * axis) * (3.14159265358979323846 / 180.0);
  const double z = x * x;
  const double s = x * (1 - z / 6 * (1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110)))));
  const double c = 1 - z / 2 * (1 - z / 12 * (1 - z / 30 * (1 - z / 56 * (1 - z / 90 * (1 - z / 132)))));
  switch (axis & 3) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

}  // namespace fairlead::fusion
