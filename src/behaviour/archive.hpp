// SPDX-License-Identifier: Apache-2.0
// One description of a state for writing and for reading: a struct lists its members once, in
// `template <class A> void archive(A& a) { a(x, y); }`, and goes through an Out or an In.
//
// Only ordered containers go in, so equal states give equal bytes. Threads: plain values.
#pragma once

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/fixed_text.hpp"
#include "base/strong_id.hpp"
#include "domain/finding.hpp"
#include "wire/bytes.hpp"
#include "wire/canonical.hpp"

namespace fairlead::behaviour {

class Out {
 public:
  explicit Out(wire::ByteWriter& out) : out_(out) {}
  template <class... Members>
  void operator()(const Members&... members) {
    (put(members), ...);
  }

 private:
  void put(bool v) { out_.boolean(v); }
  void put(double v) { out_.real(v); }
  template <std::unsigned_integral T>
  void put(T v) {
    out_.varint(v);
  }
  template <std::signed_integral T>
  void put(T v) {
    out_.zigzag(v);
  }
  template <class T>
    requires std::is_enum_v<T>
  void put(T v) {
    out_.u8(static_cast<std::uint8_t>(v));
  }
  void put(Instant v) { out_.instant(v); }
  void put(Duration v) { out_.zigzag(v.count()); }
  void put(geo::Position v) { out_.position(v); }
  void put(Length v) { out_.real(v.in_metres()); }
  void put(Speed v) { out_.real(v.in_metres_per_second()); }
  template <class Tag>
  void put(Direction<Tag> v) {
    out_.real(v.in_degrees());
  }
  void put(domain::Mmsi v) { out_.varint(v.number()); }
  void put(const std::string& v) { out_.text(v); }
  void put(const domain::StaticClaims& v) { wire::write(out_, v); }
  template <class Tag, class N>
  void put(StrongId<Tag, N> v) {
    out_.varint(v.number());
  }
  template <std::size_t N>
  void put(const FixedText<N>& v) {
    out_.text(v.view());
  }
  template <class T>
  void put(const std::optional<T>& v) {
    out_.boolean(v.has_value());
    if (v) put(*v);
  }
  template <class A, class B>
  void put(const std::pair<A, B>& v) {
    put(v.first);
    put(v.second);
  }
  template <class T, std::size_t N>
  void put(const std::array<T, N>& v) {
    for (const T& x : v) put(x);
  }
  template <class T>
  void put(const std::vector<T>& v) {
    list(v);
  }
  template <class T>
  void put(const std::set<T>& v) {
    list(v);
  }
  template <class K, class T>
  void put(const std::map<K, T>& v) {
    list(v);
  }
  template <class T>
    requires requires(T& t, Out& o) { t.archive(o); }
  void put(const T& v) {
    const_cast<T&>(v).archive(*this);  // writing changes nothing
  }
  template <class List>
  void list(const List& v) {
    out_.varint(v.size());
    for (const auto& x : v) put(x);
  }
  wire::ByteWriter& out_;
};

class In {
 public:
  explicit In(wire::ByteReader& in) : in_(in) {}
  template <class... Members>
  void operator()(Members&... members) {
    (get(members), ...);
  }
  bool ok() const { return in_.ok(); }
  void fail() { in_.fail(); }

 private:
  void get(bool& v) { v = in_.boolean(); }
  void get(double& v) {
    v = in_.real();
    if (!(v - v == 0)) {
      in_.fail();
      v = 0;
    }
  }
  template <std::unsigned_integral T>
  void get(T& v) {
    v = in_.number<T>();
  }
  template <std::signed_integral T>
  void get(T& v) {
    const std::int64_t wide = in_.zigzag();
    if (!std::in_range<T>(wide)) in_.fail();
    v = in_.ok() ? static_cast<T>(wide) : T{};
  }
  template <class T>
    requires std::is_enum_v<T>
  void get(T& v) {
    const std::uint8_t raw = in_.u8();
    if (raw > enum_last(T{})) in_.fail();
    v = in_.ok() ? static_cast<T>(raw) : T{};
  }
  void get(Instant& v) { v = in_.instant(); }
  void get(Duration& v) { v = Duration(in_.zigzag()); }
  void get(geo::Position& v) { v = in_.position(); }
  void get(Length& v) {
    double x = 0;
    get(x);
    v = Length::metres(x);
  }
  void get(Speed& v) {
    double x = 0;
    get(x);
    v = Speed::metres_per_second(x);
  }
  template <class Tag>
  void get(Direction<Tag>& v) {
    double x = 0;
    get(x);
    if (x < 0 || x >= 360) in_.fail();
    v = Direction<Tag>::degrees(x);
  }
  void get(domain::Mmsi& v) {
    const auto read = domain::Mmsi::from_number(in_.number<std::uint32_t>());
    if (!read) in_.fail();
    if (read) v = *read;
  }
  void get(std::string& v) { v = in_.text(); }
  void get(domain::StaticClaims& v) { v = wire::read_claims(in_); }
  template <class Tag, class N>
  void get(StrongId<Tag, N>& v) {
    v = StrongId<Tag, N>(in_.number<N>());
  }
  template <std::size_t N>
  void get(FixedText<N>& v) {
    const std::string_view text = in_.text();
    if (text.size() > N) in_.fail();
    v = FixedText<N>(in_.ok() ? text : std::string_view{});
  }
  template <class T>
  void get(std::optional<T>& v) {
    if (!in_.boolean()) {
      v.reset();
      return;
    }
    if constexpr (std::is_same_v<T, domain::Mmsi>) {
      v = domain::Mmsi::from_number(0);
    } else {
      v.emplace();
    }
    get(*v);
  }
  template <class A, class B>
  void get(std::pair<A, B>& v) {
    get(v.first);
    get(v.second);
  }
  template <class T, std::size_t N>
  void get(std::array<T, N>& v) {
    for (T& x : v) get(x);
  }
  template <class T>
  void get(std::vector<T>& v) {
    v.clear();
    for (std::size_t n = in_.count(); n > 0 && in_.ok(); --n) get(v.emplace_back());
  }
  // Keys must rise, or other bytes would be equal to the same state.
  template <class T>
  void get(std::set<T>& v) {
    v.clear();
    for (std::size_t n = in_.count(); n > 0 && in_.ok(); --n) {
      T x{};
      get(x);
      if (!v.empty() && !(*v.rbegin() < x)) in_.fail();
      v.insert(v.end(), std::move(x));
    }
  }
  template <class K, class T>
  void get(std::map<K, T>& v) {
    v.clear();
    for (std::size_t n = in_.count(); n > 0 && in_.ok(); --n) {
      K key{};
      get(key);
      if (!v.empty() && !(v.rbegin()->first < key)) in_.fail();
      T value{};
      get(value);
      v.emplace_hint(v.end(), std::move(key), std::move(value));
    }
  }
  template <class T>
    requires requires(T& t, In& i) { t.archive(i); }
  void get(T& v) {
    v.archive(*this);
  }

  static constexpr std::uint8_t enum_last(domain::TrackKind) {
    return static_cast<std::uint8_t>(domain::TrackKind::contact);
  }
  static constexpr std::uint8_t enum_last(domain::SensorKind) {
    return static_cast<std::uint8_t>(domain::SensorKind::sighting);
  }
  static constexpr std::uint8_t enum_last(domain::Priority) {
    return static_cast<std::uint8_t>(domain::Priority::emergency);
  }
  template <class T>
  static constexpr std::uint8_t enum_last(T value) {
    return last_of(value);  // found beside the type
  }
  wire::ByteReader& in_;
};

}  // namespace fairlead::behaviour
