// SPDX-License-Identifier: Apache-2.0
#include "subscribe.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> kMembers{"type", "bbox", "max_rate_hz"};
constexpr double kRateMin = 0.1;
constexpr double kRateMax = 10;

Failure refused(std::string detail) { return fail(ErrorCode::invalid_argument, std::move(detail)); }

std::optional<double> number_of(const json::value& value) {
  if (!value.is_number()) return std::nullopt;
  const double number = value.to_number<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

Result<geo::Box> box_of(const json::value& value) {
  const auto wrong = [] { return refused("`bbox` must be null or [west, south, east, north] in degrees"); };
  if (!value.is_array() || value.get_array().size() != 4) return wrong();
  std::string text;
  for (const json::value& part : value.get_array()) {
    const auto number = number_of(part);
    if (!number) return wrong();
    if (!text.empty()) text += ',';
    append_number(text, *number);
  }
  Result<geo::Box> box = geo::parse_box(text);
  if (!box) return refused(fmt::format("`bbox`: {}", box.error().message));
  return box;
}

}  // namespace

Result<Subscribe> parse_subscribe(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 4;
  const json::value value = json::parse(text, error, {}, options);
  if (error) return refused("the message is not JSON");
  if (!value.is_object()) return refused("the message must be an object such as {\"type\":\"subscribe\"}");
  const json::object& object = value.get_object();
  for (const auto& member : object) {
    const std::string_view key(member.key().data(), member.key().size());
    bool known = false;
    for (const std::string_view candidate : kMembers) known = known || candidate == key;
    if (known) continue;
    const auto nearest = nearest_word(key.substr(0, 40), kMembers);
    return refused(nearest ? fmt::format("unknown member; did you mean `{}`?", *nearest)
                           : fmt::format("unknown member; known are `{}`", fmt::join(kMembers, "`, `")));
  }
  const json::value* type = object.if_contains("type");
  if (type == nullptr || !type->is_string() || type->get_string() != "subscribe") {
    return refused("`type` must be \"subscribe\"");
  }
  Subscribe subscribe;
  if (const json::value* box = object.if_contains("bbox"); box != nullptr && !box->is_null()) {
    FL_TRY(subscribe.box, box_of(*box));
  }
  if (const json::value* rate = object.if_contains("max_rate_hz")) {
    const auto number = number_of(*rate);
    if (!number || *number < kRateMin || *number > kRateMax) {
      return refused(fmt::format("`max_rate_hz` must lie between {} and {}", kRateMin, kRateMax));
    }
    subscribe.max_rate_hz = *number;
  }
  return subscribe;
}

}  // namespace fairlead::serve
