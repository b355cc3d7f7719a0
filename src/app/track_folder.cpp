// SPDX-License-Identifier: Apache-2.0
#include "track_folder.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <numbers>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include <boost/json.hpp>

namespace fairlead::app {
namespace {

namespace json = boost::json;
using fusion::Place;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kKnot = 1852.0 / 3600.0;
// What a reported speed over ground is worth, one standard deviation in each axis.
constexpr double kReportedSpeedSigma = 0.25;

std::int64_t to_ms(double seconds) { return std::llrint(seconds * 1000); }

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(ErrorCode::not_found, fmt::format("`{}` cannot be read; is this a folder with a scenario?", path));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A member of an object, with errors that name the place.
class Reader {
 public:
  Reader(const json::object& object, std::string_view where) : object_(object), where_(where) {}

  bool has(std::string_view key) const { return object_.contains(key); }
  std::optional<double> maybe(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const double number = value->to_number<double>();
    return std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
  }
  Result<double> number(std::string_view key) const {
    const std::optional<double> value = maybe(key);
    if (!value)
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is missing or not a number", where_, key));
    return *value;
  }
  Result<std::string> text(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || !value->is_string()) {
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is missing or not a text in quotes", where_, key));
    }
    return std::string(value->as_string());
  }
  // A name that may be written as a text or as a number.
  Result<std::string> name(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    if (value != nullptr && value->is_string()) return std::string(value->as_string());
    if (value != nullptr && value->is_number()) return json::serialize(*value);
    return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is missing", where_, key));
  }
  const json::array* list(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    return value == nullptr ? nullptr : value->if_array();
  }
  const json::object* object(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
  }

 private:
  const json::object& object_;
  std::string_view where_;
};

Result<void> for_each_line(const std::string& path, auto&& take) {
  FL_TRY(const std::string text, read_file(path));
  std::size_t number = 0;
  unsigned char buffer[8192];
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    const std::string_view line(text.data() + begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    boost::system::error_code error;
    json::monotonic_resource memory(buffer, sizeof buffer);
    const json::value value = json::parse(line, error, &memory);
    const json::object* object = error ? nullptr : value.if_object();
    const std::string where = fmt::format("`{}` line {}", path, number);
    if (object == nullptr) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: not a JSON object; each line is one object, as {{\"t\":0,…}}", where));
    }
    FL_CHECK(take(Reader(*object, where), where));
  }
  return {};
}

struct Sensor {
  std::string id;
  std::string type;
  fusion::Look look;  // all but time and plots
  std::optional<Place> centre;
  std::optional<double> sigma;
};

// "0.95-0.45*(r/rmax)^2, times 0.8 for small boats", or a number.
Result<void> read_detection(const Reader& sensor, fusion::Look& look, std::string_view where) {
  if (const auto p = sensor.maybe("pd")) {
    look.detection_near = look.detection_far = *p;
    const double small = sensor.maybe("pd_small").value_or(*p);
    look.small_factor = *p > 0 ? small / *p : 1;
  } else {
    FL_TRY(const std::string text, sensor.text("pd"));
    std::vector<double> numbers;
    for (const char* at = text.data(); at < text.data() + text.size();) {
      double value = 0;
      const auto [end, error] = std::from_chars(at, text.data() + text.size(), value);
      if (error != std::errc{}) {
        ++at;
        continue;
      }
      numbers.push_back(std::abs(value));
      at = end;
    }
    const bool falls = text.find("r/rmax") != std::string::npos;
    const bool small = text.find("times") != std::string::npos;
    const std::size_t needed = 1U + (falls ? 2U : 0U) + (small ? 1U : 0U);
    if (numbers.size() < needed) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: `pd` is a number or `0.95-0.45*(r/rmax)^2, times 0.8 for small boats`, not `{}`",
                              where, text));
    }
    look.detection_near = numbers[0];
    look.detection_far = falls ? numbers[0] - numbers[1] : numbers[0];
    look.small_factor = small ? numbers.back() : 1;
  }
  if (look.detection_near < 0 || look.detection_near > 1) {
    return fail(ErrorCode::invalid_argument, fmt::format("{}: `pd` is a probability, from 0 to 1", where));
  }
  look.detection_far = std::clamp(look.detection_far, 0.0, 1.0);
  look.small_factor = std::clamp(look.small_factor, 0.0, 1.0);
  return {};
}

Result<Sensor> read_sensor(const json::object& object, std::uint32_t index, const TrackingScenario& scenario,
                           const std::string& file) {
  const std::string where = fmt::format("`{}` sensor {}", file, index + 1);
  const Reader reader(object, where);
  Sensor sensor;
  FL_TRY(sensor.id, reader.name("id"));
  FL_TRY(sensor.type, reader.text("type"));
  sensor.look.source = domain::SourceId(index + 1);
  sensor.sigma = reader.maybe("sigma_m");
  if (sensor.type == "ais" || sensor.type == "sighting") return sensor;
  if (sensor.type != "xy" && sensor.type != "polar") {
    return fail(ErrorCode::unsupported,
                fmt::format("{}: type `{}` is not known; there are xy, polar, ais, sighting", where, sensor.type));
  }
  FL_CHECK(read_detection(reader, sensor.look, where));
  sensor.look.false_plots = reader.maybe("clutter_per_scan");
  sensor.look.false_plots_per_m2 = reader.maybe("clutter_density_per_m2");
  fusion::Region region;
  if (sensor.type == "polar") {
    Place centre;
    FL_TRY(centre.east, reader.number("x"));
    FL_TRY(centre.north, reader.number("y"));
    FL_TRY(region.range_max, reader.number("range_max_m"));
    if (!(region.range_max > 0)) {
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `range_max_m` must be above 0", where));
    }
    region.centre = sensor.centre = centre;
  } else if (scenario.settings.area) {
    const auto& [low, high] = *scenario.settings.area;
    region.ring = {low, {high.east, low.north}, high, {low.east, high.north}};
  }
  if (region.centre || !region.ring.empty()) sensor.look.region = std::move(region);
  return sensor;
}

struct Manifest {
  TrackingScenario scenario;
  std::vector<Sensor> sensors;
  std::map<std::string, std::uint32_t, std::less<>> sensor_index;
  std::vector<std::tuple<std::int64_t, std::string, std::uint32_t>> scans;  // time, scan, sensor
};

Result<Manifest> read_manifest(const std::string& folder) {
  const std::string file = folder + "/scenario.json";
  FL_TRY(const std::string text, read_file(file));
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a JSON object", file));
  const std::string where = fmt::format("`{}`", file);
  const Reader reader(*object, where);
  Manifest manifest;
  TrackingScenario& scenario = manifest.scenario;
  scenario.name = reader.text("name").value_or("");
  scenario.settings.ground = fusion::Ground::plane;
  if (const json::object* origin = reader.object("origin")) {
    const Reader place(*origin, where);
    FL_TRY(scenario.plane.latitude, place.number("lat"));
    FL_TRY(scenario.plane.longitude, place.number("lon"));
  } else {
    return fail(ErrorCode::invalid_argument, fmt::format("{}: `origin` with `lat` and `lon` is missing", where));
  }
  scenario.plane.radius_m = reader.maybe("sphere_radius_m").value_or(scenario.plane.radius_m);
  if (const json::object* area = reader.object("area_m")) {
    const Reader sides(*area, where);
    const json::array* x = sides.list("x");
    const json::array* y = sides.list("y");
    if (x == nullptr || y == nullptr || x->size() != 2 || y->size() != 2 ||
        !std::ranges::all_of(*x, &json::value::is_number) || !std::ranges::all_of(*y, &json::value::is_number)) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: `area_m` is {{\"x\":[from,to],\"y\":[from,to]}} in metres", where));
    }
    scenario.settings.area = {{(*x)[0].to_number<double>(), (*y)[0].to_number<double>()},
                              {(*x)[1].to_number<double>(), (*y)[1].to_number<double>()}};
  }
  if (const json::object* gospa = reader.object("gospa")) {
    const Reader metric(*gospa, where);
    FL_TRY(scenario.cut_off_m, metric.number("c_m"));
    scenario.order = metric.maybe("p").value_or(2);
    if (metric.maybe("alpha").value_or(2) != 2) {
      return fail(ErrorCode::unsupported, fmt::format("{}: `alpha` of `gospa` must be 2", where));
    }
    if (!(scenario.cut_off_m > 0) || !(scenario.order >= 1)) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: `gospa` needs `c_m` above 0 and `p` of 1 or more", where));
    }
    // A place further off than this costs more than saying nothing.
    scenario.settings.useful_error_m = scenario.cut_off_m / std::numbers::sqrt2;
  }
  const json::array* times = reader.list("eval_times");
  if (times == nullptr) return fail(ErrorCode::invalid_argument, fmt::format("{}: `eval_times` is missing", where));
  for (const json::value& t : *times) {
    if (!t.is_number())
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `eval_times` holds numbers only", where));
    scenario.eval_ms.push_back(to_ms(t.to_number<double>()));
  }
  const json::array* sensors = reader.list("sensors");
  if (sensors == nullptr) return fail(ErrorCode::invalid_argument, fmt::format("{}: `sensors` is missing", where));
  for (const json::value& entry : *sensors) {
    const auto index = static_cast<std::uint32_t>(manifest.sensors.size());
    if (!entry.is_object())
      return fail(ErrorCode::invalid_argument, fmt::format("{}: sensor {} is not an object", where, index + 1));
    FL_TRY(Sensor sensor, read_sensor(entry.as_object(), index, scenario, file));
    manifest.sensor_index[sensor.id] = index;
    scenario.sensors.push_back(sensor.id);
    manifest.sensors.push_back(std::move(sensor));
  }
  if (const json::array* scans = reader.list("scans")) {
    for (const json::value& entry : *scans) {
      const json::array* scan = entry.if_array();
      if (scan == nullptr || scan->size() != 3 || !(*scan)[1].is_number() || !(*scan)[2].is_string()) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}: `scans` holds [scan, time, \"sensor\"]", where));
      }
      const auto sensor = manifest.sensor_index.find(std::string_view((*scan)[2].as_string()));
      if (sensor == manifest.sensor_index.end()) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}: scan of sensor `{}`, which `sensors` does not name",
                                                             where, std::string((*scan)[2].as_string())));
      }
      manifest.scans.emplace_back(to_ms((*scan)[1].to_number<double>()), json::serialize((*scan)[0]), sensor->second);
    }
  }
  return manifest;
}

Result<Place> read_place(const Reader& row, const TrackingPlane& plane) {
  if (const auto x = row.maybe("x")) {
    FL_TRY(const double y, row.number("y"));
    return Place{*x, y};
  }
  FL_TRY(const double latitude, row.number("lat"));
  FL_TRY(const double longitude, row.number("lon"));
  return plane.to_plane(latitude, longitude);
}

Result<fusion::Plot> read_plot(const Reader& row, const TrackingScenario& scenario, const Sensor& sensor,
                               const std::string& where) {
  fusion::Plot plot;
  FL_TRY(plot.place, read_place(row, scenario.plane));
  const auto sr = row.maybe("sr");
  const auto sb = row.maybe("sb");
  const auto b = row.maybe("b");
  const auto r = row.maybe("r");
  if (sr && sb && b && r) {
    const double sine = std::sin(*b * kDegree);
    const double cosine = std::cos(*b * kDegree);
    const double along = *sr * *sr;
    const double across = (*r * *sb * kDegree) * (*r * *sb * kDegree);
    plot.error = {along * sine * sine + across * cosine * cosine, (along - across) * sine * cosine,
                  along * cosine * cosine + across * sine * sine};
    plot.seen_from = sensor.centre;
  } else {
    const auto sigma = row.maybe("sigma") ? row.maybe("sigma") : sensor.sigma;
    if (!sigma || !(*sigma > 0)) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: the error is missing: `sigma`, or `r`, `b`, `sr` and `sb`", where));
    }
    plot.error = {*sigma * *sigma, 0, *sigma * *sigma};
  }
  if (const auto mmsi = row.maybe("mmsi"); mmsi && *mmsi > 0 && *mmsi < 1e9)
    plot.mmsi = static_cast<std::uint32_t>(*mmsi);
  const auto speed = row.maybe("sog_kn");
  const auto course = row.maybe("cog_deg");
  if (speed && course && *speed >= 0) {
    plot.velocity = fusion::PlotVelocity{*speed * kKnot * std::sin(*course * kDegree),
                                         *speed * kKnot * std::cos(*course * kDegree), kReportedSpeedSigma};
  }
  return plot;
}

}  // namespace

Place TrackingPlane::to_plane(double latitude_deg, double longitude_deg) const {
  const double p = latitude_deg * kDegree;
  const double p0 = latitude * kDegree;
  const double dl = (longitude_deg - longitude) * kDegree;
  const double a = std::sin((p - p0) / 2);
  const double l = std::sin(dl / 2);
  const double h = a * a + std::cos(p) * std::cos(p0) * l * l;
  const double c = 2 * std::asin(std::min(1.0, std::sqrt(h)));
  if (c == 0) return {0, 0};
  const double k = radius_m * c / std::sin(c);
  return {k * std::cos(p) * std::sin(dl), k * (std::cos(p0) * std::sin(p) - std::sin(p0) * std::cos(p) * std::cos(dl))};
}

void TrackingPlane::to_earth(Place place, double& latitude_deg, double& longitude_deg) const {
  const double d = std::hypot(place.east, place.north);
  latitude_deg = latitude;
  longitude_deg = longitude;
  if (d == 0) return;
  const double c = d / radius_m;
  const double p0 = latitude * kDegree;
  const double sine = std::cos(c) * std::sin(p0) + place.north * std::sin(c) * std::cos(p0) / d;
  latitude_deg = std::asin(std::clamp(sine, -1.0, 1.0)) / kDegree;
  const double dl =
      std::atan2(place.east * std::sin(c), d * std::cos(p0) * std::cos(c) - place.north * std::sin(p0) * std::sin(c));
  longitude_deg = std::remainder(longitude + dl / kDegree, 360.0);
}

Result<TrackingScenario> read_tracking_scenario(const std::string& folder) {
  FL_TRY(Manifest manifest, read_manifest(folder));
  TrackingScenario& scenario = manifest.scenario;
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> look_of;
  const auto look_at = [&](const std::string& scan, std::uint32_t sensor, std::int64_t ms) -> fusion::Look& {
    const auto [entry, fresh] = look_of.try_emplace({scan, sensor}, scenario.looks.size());
    if (fresh) {
      scenario.looks.push_back(manifest.sensors[sensor].look);
      scenario.looks.back().at = Instant::from_unix_ms(ms);
    }
    return scenario.looks[entry->second];
  };
  for (const auto& [ms, scan, sensor] : manifest.scans) look_at(scan, sensor, ms);
  FL_CHECK(
      for_each_line(folder + "/detections.jsonl", [&](const Reader& row, const std::string& where) -> Result<void> {
        FL_TRY(const double t, row.number("t"));
        FL_TRY(const std::string name, row.name("sensor"));
        FL_TRY(const std::string scan, row.name("scan"));
        const auto sensor = manifest.sensor_index.find(name);
        if (sensor == manifest.sensor_index.end()) {
          return fail(ErrorCode::invalid_argument, fmt::format("{}: sensor `{}` is not in scenario.json", where, name));
        }
        FL_TRY(fusion::Plot plot, read_plot(row, scenario, manifest.sensors[sensor->second], where));
        fusion::Look& look = look_at(scan, sensor->second, to_ms(t));
        plot.at = Instant::from_unix_ms(to_ms(t));
        plot.id = domain::ObservationId(++scenario.detections);
        look.plots.push_back(plot);
        return {};
      }));
  std::ranges::stable_sort(scenario.looks, [](const fusion::Look& a, const fusion::Look& b) {
    return std::pair(a.at, a.source) < std::pair(b.at, b.source);
  });
  return std::move(manifest.scenario);
}

Result<TrackingTruth> read_tracking_truth(const std::string& folder, const std::string& tracks_file) {
  FL_TRY(Manifest manifest, read_manifest(folder));
  TrackingTruth result;
  result.scenario = std::move(manifest.scenario);
  if (!(result.scenario.cut_off_m > 0)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}/scenario.json`: `gospa` with `c_m` and `p` is missing", folder));
  }
  std::map<std::int64_t, std::vector<std::size_t>> moments_at;
  for (const std::int64_t ms : result.scenario.eval_ms) {
    moments_at[ms].push_back(result.moments.size());
    result.moments.emplace_back().at_ms = ms;
  }
  std::map<std::string, std::uint32_t> vessels, tracks, kinds;
  const auto number = [](std::map<std::string, std::uint32_t>& names, const std::string& name) {
    return names.try_emplace(name, static_cast<std::uint32_t>(names.size())).first->second;
  };
  FL_CHECK(for_each_line(folder + "/truth.jsonl", [&](const Reader& row, const std::string&) -> Result<void> {
    FL_TRY(const double t, row.number("t"));
    FL_TRY(const std::string id, row.name("id"));
    FL_TRY(const Place place, read_place(row, result.scenario.plane));
    const std::string kind = row.text("kind").value_or("vessel");
    if (!kinds.contains(kind)) result.kinds.push_back(kind);
    const fusion::ScoredPoint point{number(vessels, id), place.east, place.north, number(kinds, kind)};
    const auto found = moments_at.find(to_ms(t));
    if (found == moments_at.end()) return {};
    for (const std::size_t i : found->second) result.moments[i].truth.push_back(point);
    return {};
  }));
  FL_CHECK(for_each_line(tracks_file, [&](const Reader& row, const std::string&) -> Result<void> {
    FL_TRY(const double t, row.number("t"));
    FL_TRY(const std::string name, row.name("track"));
    FL_TRY(const Place place, read_place(row, result.scenario.plane));
    const fusion::ScoredPoint point{number(tracks, name), place.east, place.north, 0};
    const auto found = moments_at.find(to_ms(t));
    if (found == moments_at.end()) return {};
    for (const std::size_t i : found->second) result.moments[i].tracks.push_back(point);
    return {};
  }));
  result.tracks_named = tracks.size();
  return result;
}

}  // namespace fairlead::app
