// SPDX-License-Identifier: Apache-2.0
#include "zones/outlines.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "atlas_data.hpp"
#include "base/text.hpp"
#include "rings.hpp"
#include "wire/json.hpp"

namespace fairlead::zones {
namespace {

constexpr double kPixelsApart = 6;  // between grid points
constexpr double kNone = 1e9;

struct Grid {
  double west, south, step_x, step_y;
  int columns, rows;
  LonLat at(int x, int y) const { return {west + step_x * x, south + step_y * y}; }
};

Grid grid_of(const geo::Box& box, int zoom, std::size_t points_max) {
  const auto degrees = [](std::int32_t units) { return static_cast<double>(units) / geo::kUnitsPerDegree; };
  const double west = degrees(box.west);
  double east = degrees(box.east);
  if (east <= west) east += 360;
  const double south = degrees(box.south);
  const double north = degrees(box.north);
  double step = kPixelsApart * 360.0 / 256.0 / std::pow(2.0, zoom);
  const auto count = [&](double apart) {
    return std::ceil((east - west) / apart + 1) * std::ceil((north - south) / apart + 1);
  };
  while (count(step) > static_cast<double>(points_max)) step *= 1.1;
  Grid grid{west,
            south,
            0,
            0,
            std::max(2, static_cast<int>(std::ceil((east - west) / step)) + 1),
            std::max(2, static_cast<int>(std::ceil((north - south) / step)) + 1)};
  grid.step_x = (east - west) / (grid.columns - 1);
  grid.step_y = (north - south) / (grid.rows - 1);
  return grid;
}

// Signed distances to the nearest limit of one kind at every grid point, negative inside.
using Field = std::vector<double>;

void sample(const Atlas& atlas, const Grid& grid, std::array<Field, 3>& fields) {
  for (Field& field : fields) field.assign(static_cast<std::size_t>(grid.columns * grid.rows), kNone);
  for (int y = 0; y < grid.rows; ++y) {
    for (int x = 0; x < grid.columns; ++x) {
      const LonLat p = grid.at(x, y);
      const auto position = geo::Position::from_degrees(std::clamp(p.lat, -90.0, 90.0), p.lon);
      if (!position) continue;
      const ZoneReport report = atlas.at(*position);
      const auto index = static_cast<std::size_t>(y * grid.columns + x);
      for (const LimitDistance& limit : report.limits) {
        const auto kind = static_cast<std::size_t>(limit.kind);
        if (kind < 3) fields[kind][index] = report.has(Flag::on_land) ? -1.0 : limit.distance_nm;
      }
    }
  }
}

// The zero line of a field, by marching squares; pieces are joined end to end.
std::vector<std::vector<LonLat>> trace(const Grid& grid, const Field& field) {
  std::vector<std::vector<LonLat>> lines;
  // An end of a piece lies on a side of a square: numbered by its lower or left point, twice, plus one when it stands
  // upright.
  std::map<std::int64_t, std::size_t> open;
  const auto value = [&](int x, int y) { return field[static_cast<std::size_t>(y * grid.columns + x)]; };
  const auto cut = [&](int x0, int y0, int x1, int y1) {
    const double a = value(x0, y0);
    const double b = value(x1, y1);
    const double share = a == b ? 0.5 : a / (a - b);
    const LonLat p = grid.at(x0, y0);
    const LonLat q = grid.at(x1, y1);
    return LonLat{p.lon + share * (q.lon - p.lon), p.lat + share * (q.lat - p.lat)};
  };
  const auto side_id = [&](int x, int y, bool upright) {
    return (static_cast<std::int64_t>(y) * grid.columns + x) * 2 + (upright ? 1 : 0);
  };
  const auto join = [&](std::int64_t from, LonLat a, std::int64_t to, LonLat b) {
    const auto head = open.find(from);
    const auto tail = open.find(to);
    if (head != open.end() && tail != open.end() && head->second != tail->second) {
      std::vector<LonLat>& keep = lines[head->second];
      std::vector<LonLat>& take = lines[tail->second];
      if (!(keep.back() == a)) std::reverse(keep.begin(), keep.end());
      if (!(take.front() == b)) std::reverse(take.begin(), take.end());
      keep.insert(keep.end(), take.begin(), take.end());
      take.clear();
      const std::size_t kept = head->second;
      const std::size_t taken = tail->second;
      open.erase(from);
      open.erase(to);
      for (auto& [id, line] : open) {
        if (line == taken) line = kept;
      }
    } else if (head != open.end() && tail != open.end()) {
      lines[head->second].push_back(lines[head->second].front());  // closed
      open.erase(from);
      open.erase(to);
    } else if (head != open.end() || tail != open.end()) {
      const bool at_head = head != open.end();
      const std::size_t line = at_head ? head->second : tail->second;
      const LonLat here = at_head ? a : b;
      const LonLat there = at_head ? b : a;
      if (!(lines[line].back() == here)) std::reverse(lines[line].begin(), lines[line].end());
      lines[line].push_back(there);
      open.erase(at_head ? from : to);
      open[at_head ? to : from] = line;
    } else {
      lines.push_back({a, b});
      open[from] = open[to] = lines.size() - 1;
    }
  };
  for (int y = 0; y + 1 < grid.rows; ++y) {
    for (int x = 0; x + 1 < grid.columns; ++x) {
      const std::array<double, 4> corner = {value(x, y), value(x + 1, y), value(x + 1, y + 1), value(x, y + 1)};
      if (std::any_of(corner.begin(), corner.end(), [](double v) { return v == kNone; })) continue;
      struct End {
        std::int64_t id;
        LonLat at;
      };
      std::vector<End> ends;
      const auto crosses = [&](std::size_t i, std::size_t k) { return (corner[i] < 0) != (corner[k] < 0); };
      if (crosses(0, 1)) ends.push_back({side_id(x, y, false), cut(x, y, x + 1, y)});
      if (crosses(1, 2)) ends.push_back({side_id(x + 1, y, true), cut(x + 1, y, x + 1, y + 1)});
      if (crosses(3, 2)) ends.push_back({side_id(x, y + 1, false), cut(x, y + 1, x + 1, y + 1)});
      if (crosses(0, 3)) ends.push_back({side_id(x, y, true), cut(x, y, x, y + 1)});
      for (std::size_t i = 0; i + 1 < ends.size(); i += 2) join(ends[i].id, ends[i].at, ends[i + 1].id, ends[i + 1].at);
    }
  }
  std::erase_if(lines, [](const std::vector<LonLat>& line) { return line.size() < 2; });
  return lines;
}

void append_line(std::string& out, const std::vector<LonLat>& line) {
  out += '[';
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i > 0) out += ',';
    out += '[';
    wire::append_real(out, line[i].lon, 5);
    out += ',';
    wire::append_real(out, line[i].lat, 5);
    out += ']';
  }
  out += ']';
}

bool meets(const Grid& grid, const std::vector<LonLat>& ring, double shift) {
  double west = 1e9;
  double east = -1e9;
  double south = 1e9;
  double north = -1e9;
  for (const LonLat p : ring) {
    west = std::min(west, p.lon + shift);
    east = std::max(east, p.lon + shift);
    south = std::min(south, p.lat);
    north = std::max(north, p.lat);
  }
  return west <= grid.west + grid.step_x * (grid.columns - 1) && east >= grid.west &&
         south <= grid.south + grid.step_y * (grid.rows - 1) && north >= grid.south;
}

}  // namespace

Result<std::string> outlines(const Atlas& atlas, geo::Box box, int zoom, OutlineLimits limits) {
  if (zoom < 0 || zoom > 14)
    return fail(ErrorCode::invalid_argument, fmt::format("`zoom` is {}; it goes from 0 to 14", zoom));
  if (box.south >= box.north || limits.points_max < 4) return fail(ErrorCode::invalid_argument, "the box is empty");
  const Grid grid = grid_of(box, zoom, limits.points_max);
  std::array<Field, 3> fields;
  sample(atlas, grid, fields);
  std::string out = R"({"type":"FeatureCollection","features":[)";
  bool first = true;
  const auto comma = [&] {
    if (!first) out += ",\n";
    first = false;
  };
  for (std::size_t kind = 0; kind < fields.size(); ++kind) {
    const auto lines = trace(grid, fields[kind]);
    if (lines.empty()) continue;
    comma();
    out += R"({"type":"Feature","properties":{"limit":)";
    append_json_string(out, name(static_cast<LimitKind>(kind)));
    out += R"(},"geometry":{"type":"MultiLineString","coordinates":[)";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i > 0) out += ',';
      append_line(out, lines[i]);
    }
    out += "]}}";
  }
  for (const Area& area : atlas.data().tables.areas) {
    std::vector<LonLat> ring = unwrapped(closed(area.corners));
    for (const double shift : {-360.0, 0.0, 360.0}) {
      if (!meets(grid, ring, shift)) continue;
      std::vector<LonLat> shown = ring;
      for (LonLat& p : shown) p.lon += shift;
      comma();
      out += R"({"type":"Feature","properties":{"area":)";
      append_json_string(out, area.id);
      out += R"(,"name":)";
      append_json_string(out, area.name);
      out += R"(,"flag":)";
      append_json_string(out, name(area.flag));
      out += R"(},"geometry":{"type":"Polygon","coordinates":[)";
      append_line(out, shown);
      out += "]}}";
      break;
    }
  }
  out += "]}";
  return out;
}

}  // namespace fairlead::zones
