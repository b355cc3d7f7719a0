// SPDX-License-Identifier: Apache-2.0
#include "values.hpp"

#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::behaviour::values {
namespace {

struct Measured {
  double number = 0;
  std::string_view unit;
};

std::optional<Measured> measured(std::string_view text) {
  text = trim(text);
  const std::size_t end = text.find_first_not_of("0123456789.-+");
  const auto number = parse_number<double>(text.substr(0, end));
  if (!number) return std::nullopt;
  return Measured{*number, end == std::string_view::npos ? std::string_view{} : trim(text.substr(end))};
}

Failure wrong(std::string message) { return fail(ErrorCode::invalid_argument, std::move(message)); }

std::optional<std::string> outside(double value, double least, double greatest, std::string_view unit) {
  if (value >= least * (1 - 1e-12) && value <= greatest * (1 + 1e-12)) return std::nullopt;
  return fmt::format("{:g}{} to {:g}{}", least, unit, greatest, unit);
}

}  // namespace

std::string print(Duration value) {
  const std::int64_t ms = value.count();
  if (ms % 1000 != 0) return fmt::format("{}ms", ms);
  if (ms % 3'600'000 == 0 && ms != 0) return fmt::format("{}h", ms / 3'600'000);
  if (ms % 60'000 == 0 && ms != 0) return fmt::format("{}m", ms / 60'000);
  return fmt::format("{}s", ms / 1000);
}
std::string print(Length value) {
  const double miles = value.in_nautical_miles();
  if (value.in_metres() >= 900 && std::fabs(miles * 2 - std::round(miles * 2)) < 1e-9)
    return fmt::format("{:g} nm", miles);
  if (value.in_metres() >= 2000) return fmt::format("{:g} km", value.in_metres() / 1000);
  return fmt::format("{:g} m", value.in_metres());
}
std::string print(Speed value) { return fmt::format("{:g} kn", std::round(value.in_knots() * 1e9) / 1e9); }
std::string print(double value) { return fmt::format("{:g}", value); }
std::string print(bool value) { return value ? "true" : "false"; }
std::string print(const std::set<std::string>& value) {
  std::string text;
  for (const std::string& word : value) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

std::optional<std::string> fault(Duration value, double least_s, double greatest_s) {
  const double seconds = static_cast<double>(value.count()) / 1000.0;
  if (seconds >= least_s && seconds <= greatest_s) return std::nullopt;
  const auto whole = [](double s) { return print(Duration(static_cast<std::int64_t>(s * 1000))); };
  return fmt::format("{} to {}", whole(least_s), whole(greatest_s));
}
std::optional<std::string> fault(Length value, double least_m, double greatest_m) {
  return outside(value.in_metres(), least_m, greatest_m, " m");
}
std::optional<std::string> fault(Speed value, double least_kn, double greatest_kn) {
  return outside(value.in_knots(), least_kn, greatest_kn, " kn");
}
std::optional<std::string> fault(double value, double least, double greatest) {
  return outside(value, least, greatest, "");
}
std::optional<std::string> fault(bool, double, double) { return std::nullopt; }
std::optional<std::string> fault(const std::set<std::string>&, double, double) { return std::nullopt; }

Result<Duration> read(std::string_view path, std::string_view value, Duration) {
  auto duration = parse_duration(trim(value));
  if (!duration) return wrong(fmt::format("`{}` is `{}`: a time with its unit, such as 30m, 6h or 90s", path, value));
  return *duration;
}
Result<Length> read(std::string_view path, std::string_view value, Length) {
  const auto m = measured(value);
  if (m && m->unit == "m") return Length::metres(m->number);
  if (m && m->unit == "km") return Length::kilometres(m->number);
  if (m && (m->unit == "nm" || m->unit == "nmi")) return Length::nautical_miles(m->number);
  return wrong(fmt::format("`{}` is `{}`: a length with its unit, such as 500 m, 10 km or 2 nm", path, value));
}
Result<Speed> read(std::string_view path, std::string_view value, Speed) {
  const auto m = measured(value);
  if (m && m->unit == "kn") return Speed::knots(m->number);
  return wrong(fmt::format("`{}` is `{}`: a speed with its unit, such as 2 kn", path, value));
}
Result<double> read(std::string_view path, std::string_view value, double) {
  const auto number = parse_number<double>(trim(value));
  if (!number) return wrong(fmt::format("`{}` is `{}`: a number", path, value));
  return *number;
}
Result<bool> read(std::string_view path, std::string_view value, bool) { return read_bool(path, value); }
Result<std::set<std::string>> read(std::string_view, std::string_view value, const std::set<std::string>&) {
  const std::vector<std::string> list = words(value);
  return std::set<std::string>(list.begin(), list.end());
}
Result<bool> read_bool(std::string_view path, std::string_view value) {
  if (trim(value) == "true") return true;
  if (trim(value) == "false") return false;
  return wrong(fmt::format("`{}` is `{}`: true or false", path, value));
}

std::vector<std::string> words(std::string_view value) {
  std::vector<std::string> list;
  std::string word;
  for (const char c : value) {
    if (c == ',' || c == ' ' || c == '\t') {
      if (!word.empty()) list.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) list.push_back(std::move(word));
  return list;
}

}  // namespace fairlead::behaviour::values
