// SPDX-License-Identifier: Apache-2.0
// A Gaussian over position and velocity in a local plane, with the few operations of a Kalman filter written out: the
// state has four numbers, and its covariance is kept as three blocks of two by two.
//
// Source: Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001, chapters 5, 11.
// Units: metres, metres per second, east before north. Threads: plain values.
#pragma once

namespace fairlead::fusion {

struct Pair {
  double e = 0;
  double n = 0;
};

// A symmetric two by two matrix.
struct Spread {
  double ee = 0;
  double en = 0;
  double nn = 0;
  double determinant() const { return ee * nn - en * en; }
};
inline Spread operator+(const Spread& a, const Spread& b) { return {a.ee + b.ee, a.en + b.en, a.nn + b.nn}; }

inline Spread inverse(const Spread& s) {
  const double f = 1 / s.determinant();
  return {s.nn * f, -s.en * f, s.ee * f};
}
// dᵀ M d
inline double form(const Spread& m, Pair d) { return m.ee * d.e * d.e + 2 * m.en * d.e * d.n + m.nn * d.n * d.n; }

struct Gauss {
  Pair position;
  Pair velocity;
  Spread pp;                              // of the position
  double ee = 0, en = 0, ne = 0, nn = 0;  // position (first letter) against velocity (second)
  Spread vv;                              // of the velocity
};

// How a model of motion moves a state over a fixed time: position += s(velocity), velocity = t(velocity), where both
// are rotations with a factor, and the noise that comes in.
struct Transition {
  double s_diagonal = 0, s_across = 0;  // s = [d -a; a d]
  double t_cosine = 1, t_sine = 0;      // t = [c -s; s c], counter-clockwise
  double noise_pp = 0, noise_pv = 0, noise_vv = 0;
};

inline void move(Gauss& g, const Transition& f) {
  const double d = f.s_diagonal;
  const double a = f.s_across;
  g.position.e += d * g.velocity.e - a * g.velocity.n;
  g.position.n += a * g.velocity.e + d * g.velocity.n;
  // s V, and the new position-velocity block before its rotation.
  const double ve = d * g.vv.ee - a * g.vv.en;
  const double vx = d * g.vv.en - a * g.vv.nn;
  const double wx = a * g.vv.ee + d * g.vv.en;
  const double wn = a * g.vv.en + d * g.vv.nn;
  const double cee = g.ee + ve;
  const double cen = g.en + vx;
  const double cne = g.ne + wx;
  const double cnn = g.nn + wn;
  // P + s Cᵀ + C sᵀ + s V sᵀ = P + (s Cᵀ) + (C + s V) sᵀ
  g.pp.ee += (d * g.ee - a * g.en) + (cee * d - cen * a) + f.noise_pp;
  g.pp.en += (d * g.ne - a * g.nn) + (cee * a + cen * d);
  g.pp.nn += (a * g.ne + d * g.nn) + (cne * a + cnn * d) + f.noise_pp;
  const double c = f.t_cosine;
  const double s = f.t_sine;
  g.ee = cee * c - cen * s + f.noise_pv;
  g.en = cee * s + cen * c;
  g.ne = cne * c - cnn * s;
  g.nn = cne * s + cnn * c + f.noise_pv;
  const Pair v = g.velocity;
  g.velocity = {c * v.e - s * v.n, s * v.e + c * v.n};
  const Spread w = g.vv;
  g.vv.ee = c * c * w.ee - 2 * c * s * w.en + s * s * w.nn + f.noise_vv;
  g.vv.en = c * s * (w.ee - w.nn) + (c * c - s * s) * w.en;
  g.vv.nn = s * s * w.ee + 2 * c * s * w.en + c * c * w.nn + f.noise_vv;
}

// Corrects by a measured position that lies `off` from the estimate, with error `r`. `i` is the inverse of pp + r.
inline void correct_position(Gauss& g, Pair off, const Spread& r, const Spread& i) {
  const Pair y{i.ee * off.e + i.en * off.n, i.en * off.e + i.nn * off.n};
  g.position.e += g.pp.ee * y.e + g.pp.en * y.n;
  g.position.n += g.pp.en * y.e + g.pp.nn * y.n;
  g.velocity.e += g.ee * y.e + g.ne * y.n;
  g.velocity.n += g.en * y.e + g.nn * y.n;
  // i C, two by two.
  const double a = i.ee * g.ee + i.en * g.ne;
  const double b = i.ee * g.en + i.en * g.nn;
  const double c = i.en * g.ee + i.nn * g.ne;
  const double d = i.en * g.en + i.nn * g.nn;
  g.vv.ee -= g.ee * a + g.ne * c;
  g.vv.en -= g.ee * b + g.ne * d;
  g.vv.nn -= g.en * b + g.nn * d;
  // r i C and r i P: without the difference of large numbers.
  g.ee = r.ee * a + r.en * c;
  g.en = r.ee * b + r.en * d;
  g.ne = r.en * a + r.nn * c;
  g.nn = r.en * b + r.nn * d;
  const double pa = i.ee * g.pp.ee + i.en * g.pp.en;
  const double pb = i.ee * g.pp.en + i.en * g.pp.nn;
  const double pc = i.en * g.pp.ee + i.nn * g.pp.en;
  const double pd = i.en * g.pp.en + i.nn * g.pp.nn;
  g.pp = {r.ee * pa + r.en * pc, 0.5 * (r.ee * pb + r.en * pd + r.en * pa + r.nn * pc), r.en * pb + r.nn * pd};
}

// The same for a measured velocity with error `r` in each axis.
inline void correct_velocity(Gauss& g, Pair off, double r) {
  const Spread i = inverse({g.vv.ee + r, g.vv.en, g.vv.nn + r});
  const Pair y{i.ee * off.e + i.en * off.n, i.en * off.e + i.nn * off.n};
  g.position.e += g.ee * y.e + g.en * y.n;
  g.position.n += g.ne * y.e + g.nn * y.n;
  g.velocity.e += g.vv.ee * y.e + g.vv.en * y.n;
  g.velocity.n += g.vv.en * y.e + g.vv.nn * y.n;
  // C i
  const double a = g.ee * i.ee + g.en * i.en;
  const double b = g.ee * i.en + g.en * i.nn;
  const double c = g.ne * i.ee + g.nn * i.en;
  const double d = g.ne * i.en + g.nn * i.nn;
  g.pp.ee -= a * g.ee + b * g.en;
  g.pp.en -= a * g.ne + b * g.nn;
  g.pp.nn -= c * g.ne + d * g.nn;
  g.ee = r * a;
  g.en = r * b;
  g.ne = r * c;
  g.nn = r * d;
  const Spread v = g.vv;
  g.vv = {r * (v.ee * i.ee + v.en * i.en), r * (v.ee * i.en + v.en * i.nn), r * (v.en * i.en + v.nn * i.nn)};
}

// Adds `weight` of `b` to the sum of moments `into` about `centre`, without its mean.
inline void add_moments(Gauss& into, const Gauss& b, const Gauss& centre, double weight) {
  const double dx = b.position.e - centre.position.e;
  const double dy = b.position.n - centre.position.n;
  const double du = b.velocity.e - centre.velocity.e;
  const double dv = b.velocity.n - centre.velocity.n;
  into.pp.ee += weight * (b.pp.ee + dx * dx);
  into.pp.en += weight * (b.pp.en + dx * dy);
  into.pp.nn += weight * (b.pp.nn + dy * dy);
  into.ee += weight * (b.ee + dx * du);
  into.en += weight * (b.en + dx * dv);
  into.ne += weight * (b.ne + dy * du);
  into.nn += weight * (b.nn + dy * dv);
  into.vv.ee += weight * (b.vv.ee + du * du);
  into.vv.en += weight * (b.vv.en + du * dv);
  into.vv.nn += weight * (b.vv.nn + dv * dv);
}

inline void add_mean(Gauss& into, const Gauss& b, double weight) {
  into.position.e += weight * b.position.e;
  into.position.n += weight * b.position.n;
  into.velocity.e += weight * b.velocity.e;
  into.velocity.n += weight * b.velocity.n;
}

}  // namespace fairlead::fusion
