// SPDX-License-Identifier: Apache-2.0
// GeoJSON (RFC 7946) points to plots: a feature collection, features one after the other, or a text sequence (RFC
// 8142). The properties are the members of docs/reference/formats/detections.md.
#include <memory>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "foreign/frame.hpp"
#include "foreign/plot.hpp"

namespace fairlead::decode {
namespace {

namespace json = boost::json;

class GeoJsonReader final : public RecordReader {
 public:
  using RecordReader::RecordReader;

 private:
  // Where an object that begins at `at` ends, behind its brace; npos while it is not whole.
  static std::size_t object_end(std::string_view text, std::size_t at) {
    int depth = 0;
    bool quoted = false;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (quoted) {
        if (c == '\\') {
          ++at;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth <= 0) {
        return at + 1;
      }
    }
    return std::string_view::npos;
  }

  // Objects are features, except that of a collection, whose features are looked for inside: what stands between a
  // `{` and `"features":[` is passed over.
  std::size_t take(std::string_view bytes, bool at_end) override {
    std::size_t done = 0;
    for (;;) {
      const auto open = bytes.find('{', done);
      if (open == std::string_view::npos) return bytes.size();
      if (const auto inside = collection_begin(bytes, open); inside != std::string_view::npos) {
        ignore();
        done = inside;
        continue;
      }
      const auto end = object_end(bytes, open);
      if (end == std::string_view::npos) {
        if (!at_end) return open;
        if (bytes.substr(open).find("\"") != std::string_view::npos) {
          reject(ForeignRejection::kUnreadable, bytes.substr(open, 128));
        }
        return bytes.size();
      }
      take_feature(bytes.substr(open, end - open));
      done = end;
    }
  }
  std::size_t resume(std::string_view bytes) override {
    const auto at = bytes.find("{\"type\"");
    return at == std::string_view::npos ? bytes.size() : at;
  }

  // Behind the `[` of `"features": [` when it is a member of the object that begins at `open`.
  static std::size_t collection_begin(std::string_view text, std::size_t open) {
    int depth = 0;
    bool quoted = false;
    std::size_t quote = 0;
    std::string_view last;
    bool key = false;  // `last` is followed by a colon at depth 1
    for (std::size_t at = open; at < text.size(); ++at) {
      const char c = text[at];
      if (quoted) {
        if (c == '\\') {
          ++at;
        } else if (c == '"') {
          quoted = false;
          last = text.substr(quote, at - quote);
          key = false;
        }
        continue;
      }
      switch (c) {
        case '"':
          quoted = true;
          quote = at + 1;
          break;
        case ':':
          key = depth == 1;
          if (key && (last == "geometry" || last == "properties")) return std::string_view::npos;
          break;
        case '{':
        case '[':
          if (c == '[' && depth == 1 && key && last == "features") return at + 1;
          ++depth;
          break;
        case '}':
        case ']':
          if (--depth <= 0) return std::string_view::npos;
          break;
        default:
          break;
      }
    }
    return std::string_view::npos;
  }

  void take_feature(std::string_view text) {
    std::byte room[8192];
    json::monotonic_resource memory(room, sizeof room);
    boost::system::error_code error;
    const auto value = json::parse({text.data(), text.size()}, error, &memory);
    if (error || !value.is_object()) return reject(ForeignRejection::kUnreadable, text);
    const auto& feature = value.get_object();
    const auto* type = feature.if_contains("type");
    if (type == nullptr || !type->is_string() || type->get_string() != "Feature") {
      return reject(ForeignRejection::kUnreadable, text);
    }
    const auto* geometry = feature.if_contains("geometry");
    std::optional<geo::Position> position;
    if (geometry != nullptr && geometry->is_object()) {
      const auto* shape = geometry->get_object().if_contains("type");
      const auto* coordinates = geometry->get_object().if_contains("coordinates");
      const bool point = shape != nullptr && shape->is_string() && shape->get_string() == "Point";
      if (!point) return reject(ForeignRejection::kNotAPoint, text);
      const auto* pair = coordinates == nullptr ? nullptr : coordinates->if_array();
      if (pair == nullptr || pair->size() < 2 || !pair->at(0).is_number() || !pair->at(1).is_number()) {
        return reject(ForeignRejection::kBadPosition, text);
      }
      position = geo::Position::from_degrees(pair->at(1).to_number<double>(), pair->at(0).to_number<double>());
      if (!position) return reject(ForeignRejection::kBadPosition, text);
    }
    json::object none;
    const auto* properties = feature.if_contains("properties");
    auto outcome = read_plot(properties != nullptr && properties->is_object() ? properties->get_object() : none,
                             options(), position);
    give(outcome, text);
  }
};

}  // namespace

std::unique_ptr<ForeignReader> open_geojson(ForeignOptions options) {
  return std::make_unique<GeoJsonReader>(std::move(options));
}

}  // namespace fairlead::decode
