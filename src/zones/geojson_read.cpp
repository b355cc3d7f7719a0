// SPDX-License-Identifier: Apache-2.0
#include "geojson_read.hpp"

#include <cstdio>
#include <limits>
#include <memory>

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>

#include "base/text.hpp"

namespace fairlead::zones {
namespace {

namespace json = boost::json;

class Handler {
 public:
  // Required by the parser.
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
  using Code = json::error_code;

  explicit Handler(const std::function<Result<void>(Feature&&)>& visit) : visit_(visit) {}

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& code) {
    Frame frame;
    frame.key = key_;
    if (!frames_.empty() && key_ == "properties" && frames_.back().key != "crs" && !in_crs()) frame.properties = true;
    frames_.push_back(std::move(frame));
    key_.clear();
    return numbers_depth_ == 0 || stop(code, "an object stands inside coordinates");
  }
  bool on_object_end(std::size_t, Code& code) {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    key_.clear();
    if (frame.type == "Polygon" || frame.type == "MultiPolygon") {
      for (auto& polygon : frame.polygons) feature_.polygons.push_back(std::move(polygon));
    } else if (!frame.points.empty() || !frame.rings.empty() || !frame.polygons.empty()) {
      ++feature_.other_geometries;
    }
    const bool is_feature = frame.type == "Feature";
    const bool is_bare = frames_.empty() && frame.type != "FeatureCollection" && !is_feature;
    if (is_feature || is_bare) return finish_feature(code);
    return true;
  }
  bool on_array_begin(Code& code) {
    if (numbers_depth_ > 0 || (key_ == "coordinates" && !frames_.empty() && !frames_.back().properties)) {
      if (numbers_depth_ == 0) {
        points_depth_ = 0;
        key_.clear();
      }
      ++numbers_depth_;
      if (numbers_depth_ > 5) return stop(code, "coordinates are nested too deeply");
      axis_ = 0;
    } else {
      if (!frames_.empty()) ++frames_.back().arrays;
    }
    return true;
  }
  bool on_array_end(std::size_t, Code& code) {
    if (numbers_depth_ == 0) {
      if (!frames_.empty()) --frames_.back().arrays;
      return true;
    }
    Frame& frame = frames_.back();
    if (points_depth_ == 0) {  // an empty array
      --numbers_depth_;
      return true;
    }
    if (numbers_depth_ == points_depth_) {
      if (axis_ < 2) return stop(code, "a position has fewer than two numbers");
      frame.points.push_back(point_);
    } else if (numbers_depth_ == points_depth_ - 1) {
      frame.rings.push_back(std::move(frame.points));
      frame.points = {};
    } else if (numbers_depth_ == points_depth_ - 2) {
      frame.polygons.push_back(std::move(frame.rings));
      frame.rings = {};
    }
    --numbers_depth_;
    axis_ = 0;
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, Code&) {
    partial_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, Code&) {
    key_ = partial_;
    key_.append(part.data(), part.size());
    partial_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, Code&) {
    partial_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, Code& code) {
    partial_.append(part.data(), part.size());
    std::string text = std::move(partial_);
    partial_.clear();
    if (numbers_depth_ > 0) return stop(code, "a text stands inside coordinates");
    if (frames_.empty() || frames_.back().arrays > 0) return true;
    Frame& frame = frames_.back();
    if (frame.properties) {
      feature_.properties[key_] = std::move(text);
    } else if (key_ == "type") {
      frame.type = std::move(text);
    } else if (key_ == "name" && in_crs()) {
      summary_.crs = std::move(text);
    }
    return true;
  }
  bool on_number_part(json::string_view, Code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, Code& code) {
    return number(static_cast<double>(value), fmt::format("{}", value), code);
  }
  bool on_uint64(std::uint64_t value, json::string_view, Code& code) {
    return number(static_cast<double>(value), fmt::format("{}", value), code);
  }
  bool on_double(double value, json::string_view, Code& code) {
    if (numbers_depth_ > 0) return coordinate(value, code);
    return number(value, fmt::format("{}", value), code);
  }
  bool on_bool(bool value, Code&) {
    if (!frames_.empty() && frames_.back().properties && frames_.back().arrays == 0)
      feature_.properties[key_] = value ? "true" : "false";
    return true;
  }
  bool on_null(Code&) { return true; }
  bool on_comment_part(json::string_view, Code&) { return true; }
  bool on_comment(json::string_view, Code&) { return true; }

  GeojsonSummary summary_;
  std::optional<Error> failure_;

 private:
  struct Frame {
    std::string key;
    std::string type;
    bool properties = false;
    int arrays = 0;  // open in this object
    Ring points;
    Polygon rings;
    std::vector<Polygon> polygons;
  };

  bool in_crs() const {
    for (const Frame& frame : frames_) {
      if (frame.key == "crs") return true;
    }
    return false;
  }
  bool stop(Code& code, std::string message) {
    failure_ = Error{ErrorCode::invalid_argument, fmt::format("feature {}: {}", summary_.features + 1, message)};
    code = json::error::syntax;
    return false;
  }
  bool number(double value, const std::string& text, Code& code) {
    if (numbers_depth_ > 0) return coordinate(value, code);
    if (!frames_.empty() && frames_.back().properties && frames_.back().arrays == 0) feature_.properties[key_] = text;
    return true;
  }
  bool coordinate(double value, Code& code) {
    if (points_depth_ == 0) points_depth_ = numbers_depth_;
    if (numbers_depth_ != points_depth_) return stop(code, "coordinates are nested unevenly");
    if (axis_ == 0) point_.lon = value;
    if (axis_ == 1) point_.lat = value;
    ++axis_;
    return true;
  }
  bool finish_feature(Code& code) {
    ++summary_.features;
    feature_.number = summary_.features;
    const Result<void> visited = visit_(std::move(feature_));
    feature_ = {};
    if (visited) return true;
    failure_ = visited.error();
    code = json::error::syntax;
    return false;
  }

  const std::function<Result<void>(Feature&&)>& visit_;
  std::vector<Frame> frames_;
  std::string key_;
  std::string partial_;
  Feature feature_;
  LonLat point_;
  int numbers_depth_ = 0;  // arrays open inside `coordinates`
  int points_depth_ = 0;   // at which of them the numbers stand
  int axis_ = 0;
};

}  // namespace

Result<GeojsonSummary> read_geojson(const std::string& path, const std::function<Result<void>(Feature&&)>& visit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return fail(ErrorCode::not_found, fmt::format("`{}` cannot be read", path));
  json::parse_options options;
  options.max_depth = 32;
  json::basic_parser<Handler> parser(options, visit);
  std::vector<char> buffer(1U << 20U);
  std::size_t offset = 0;
  while (true) {
    const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get());
    json::error_code error;
    const std::size_t used = parser.write_some(got > 0, buffer.data(), got, error);
    if (error) {
      if (parser.handler().failure_) return Failure(parser.handler().failure_->within(fmt::format("`{}`", path)));
      if (error == json::error::incomplete) {
        return fail(ErrorCode::corrupt,
                    fmt::format("`{}` ends in the middle of feature {}, at byte {}; fetch the file again", path,
                                parser.handler().summary_.features + 1, offset + used));
      }
      return fail(ErrorCode::corrupt, fmt::format("`{}` is not JSON at byte {} (feature {}): {}", path, offset + used,
                                                  parser.handler().summary_.features + 1, error.message()));
    }
    offset += used;
    if (got == 0) break;
    if (used < got) {
      for (std::size_t i = used; i < got; ++i) {
        if (buffer[i] != ' ' && buffer[i] != '\n' && buffer[i] != '\r' && buffer[i] != '\t') {
          return fail(ErrorCode::corrupt, fmt::format("`{}` goes on after its end, at byte {}", path, offset));
        }
      }
    }
  }
  return parser.handler().summary_;
}

}  // namespace fairlead::zones
