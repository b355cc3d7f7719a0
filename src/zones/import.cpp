// SPDX-License-Identifier: Apache-2.0
#include "zones/import.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "atlas_data.hpp"
#include "base/text.hpp"
#include "geojson_read.hpp"
#include "ogr.hpp"
#include "rings.hpp"
#include "simplify.hpp"

namespace fairlead::zones {
namespace {

constexpr double kTolerance = 25.0;
constexpr std::size_t kRecordsMax = 12'000;

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Words of POL_TYPE, or of a file's name.
std::optional<ZoneKind> kind_in(std::string_view words) {
  const std::string text = to_lower(words);
  if (const auto exact = zone_kind_from(text)) return exact;
  if (has(text, "internal")) return ZoneKind::internal_waters;
  if (has(text, "archipel")) return ZoneKind::archipelagic_waters;
  if (has(text, "12nm") || has(text, "12 nm") || has(text, "territorial")) return ZoneKind::territorial_sea;
  if (has(text, "24nm") || has(text, "24 nm") || has(text, "contiguous")) return ZoneKind::contiguous_zone;
  if (has(text, "high_seas") || has(text, "high seas")) return ZoneKind::high_seas;
  if (has(text, "200nm") || has(text, "200 nm") || has(text, "eez") || has(text, "exclusive economic"))
    return ZoneKind::eez;
  return std::nullopt;
}

std::string file_name(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

bool ends_with(const std::string& path, std::string_view end) { return to_lower(path).ends_with(end); }

LayerData copy_of(const LayerView& view) {
  LayerData data;
  data.vertices.assign(view.vertices.begin(), view.vertices.end());
  data.origins.assign(view.origins.begin(), view.origins.end());
  data.roots.assign(view.roots.begin(), view.roots.end());
  data.nodes.assign(view.nodes.begin(), view.nodes.end());
  data.leaves.assign(view.leaves.begin(), view.leaves.end());
  data.entries.assign(view.entries.begin(), view.entries.end());
  data.set_starts.assign(view.set_starts.begin(), view.set_starts.end());
  data.set_items.assign(view.set_items.begin(), view.set_items.end());
  return data;
}

class Importer {
 public:
  Importer(const std::string& path, const ImportOptions& options, const Progress& progress)
      : path_(path), options_(options), progress_(progress) {}

  Result<ImportSummary> run() {
    FL_CHECK(read_options());
    FL_TRY(const Atlas atlas, Atlas::open(options_.atlas));
    data_ = &atlas.data();
    meta_ = data_->meta;
    keep_earlier();
    meta_.sources.push_back({source_name_, file_name(path_), options_.licence.empty() ? "not given" : options_.licence,
                             "imported by the operator"});
    FL_CHECK(read_features());
    if (summary_.features == 0) return fail(ErrorCode::invalid_argument, fmt::format("`{}` holds no polygon", path_));
    return write();
  }

 private:
  Result<void> read_options() {
    source_name_ = options_.source_name.empty() ? file_name(path_) : options_.source_name;
    if (!options_.kind.empty()) {
      kind_ = zone_kind_from(options_.kind);
      if (!kind_ || *kind_ == ZoneKind::unknown) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`--kind {}` is not a kind of zone; there are internal_waters, archipelagic_waters, "
                                "territorial_sea, contiguous_zone, eez and high_seas",
                                options_.kind));
      }
    }
    if (!options_.state.empty()) {
      state_ = state_code_from(to_upper(options_.state));
      if (!state_)
        return fail(ErrorCode::invalid_argument, fmt::format("`--state {}` is not two letters", options_.state));
    }
    return {};
  }

  // What was imported before stays, but for an earlier import of the same name.
  void keep_earlier() {
    std::vector<std::uint16_t> renumbered(meta_.official.size(), kNoOwner);
    std::vector<OfficialRecord> kept;
    for (std::size_t i = 0; i < meta_.official.size(); ++i) {
      const bool same = meta_.sources[meta_.official[i].source].name == source_name_;
      if (options_.replace || same) continue;
      renumbered[i] = static_cast<std::uint16_t>(kept.size());
      kept.push_back(meta_.official[i]);
    }
    if (data_->file.has(LayerId::official)) {
      const LayerView& layer = data_->file.layer(LayerId::official);
      Chain chain;
      for (std::size_t i = 0; i < layer.vertices.size(); ++i) {
        const std::uint16_t owner = layer.owner(i);
        chain.points.push_back(to_lonlat(layer.point(i)));
        if (owner != kNoOwner) {
          chain.owner = owner;
          continue;
        }
        const std::uint16_t number = renumbered[chain.owner & kOwnerMask];
        // A single point fills a block up and is no line.
        if (number != kNoOwner && chain.points.size() >= 2) {
          chain.owner = static_cast<std::uint16_t>(number | (chain.owner & ~kOwnerMask));
          chain.points = unwrapped(std::move(chain.points));
          chains_.push_back(std::move(chain));
        }
        chain = {};
      }
    }
    meta_.official = std::move(kept);
    drop_unused_sources();
  }

  void drop_unused_sources() {
    std::vector<bool> used(meta_.sources.size(), false);
    for (const OfficialRecord& record : meta_.official) used[record.source] = true;
    // Those of the derived layers have no records and stay.
    std::vector<std::uint16_t> moved(meta_.sources.size(), 0);
    std::vector<DataSource> kept;
    for (std::size_t i = 0; i < meta_.sources.size(); ++i) {
      if (!used[i] && meta_.sources[i].attribution == "imported by the operator") continue;
      moved[i] = static_cast<std::uint16_t>(kept.size());
      kept.push_back(meta_.sources[i]);
    }
    for (OfficialRecord& record : meta_.official) record.source = moved[record.source];
    meta_.sources = std::move(kept);
  }

  Result<void> read_features() {
    std::string source = path_;
    std::string temporary;
    if (ends_with(path_, ".shp") || ends_with(path_, ".gpkg")) {
      if (::access(path_.c_str(), R_OK) != 0)
        return fail(ErrorCode::not_found, fmt::format("`{}` cannot be read", path_));
      const char* folder = std::getenv("TMPDIR");
      temporary = fmt::format("{}/fairlead-import-{}.geojson", folder != nullptr ? folder : "/tmp", ::getpid());
      const Result<void> made = ogr_to_geojson(path_, temporary);
      if (!made) {
        ::unlink(temporary.c_str());
        return made;
      }
      source = temporary;
    } else if (!ends_with(path_, ".geojson") && !ends_with(path_, ".json")) {
      return fail(
          ErrorCode::unsupported,
          fmt::format("`{}` is not .geojson, .json, .shp or .gpkg; convert it with `ogr2ogr -f GeoJSON`", path_));
    }
    auto read = read_geojson(source, [&](Feature&& feature) { return take(feature); });
    if (!temporary.empty()) ::unlink(temporary.c_str());
    if (!read) {
      Error error = read.error();
      if (const std::size_t at = error.message.find(source); at != std::string::npos)
        error.message.replace(at, source.size(), path_);
      return Failure(error);
    }
    const std::string& crs = read->crs;
    if (!crs.empty() && !has(crs, "CRS84") && !has(crs, "4326")) {
      return fail(
          ErrorCode::invalid_argument,
          fmt::format("`{}` has coordinates in `{}`, not longitude and latitude in WGS 84; convert it with `ogr2ogr "
                      "-t_srs EPSG:4326 NEW OLD`",
                      path_, crs));
    }
    return {};
  }

  static std::string property(const Feature& feature, std::string_view name) {
    for (const auto& [key, value] : feature.properties) {
      if (to_lower(key) == name) return value;
    }
    return {};
  }

  Failure wrong(const Feature& feature, std::string_view what) const {
    const std::string title = property(feature, "geoname");
    return fail(ErrorCode::invalid_argument, fmt::format("`{}`, feature {}{}: {}", path_, feature.number,
                                                         title.empty() ? "" : fmt::format(" (`{}`)", title), what));
  }

  Result<void> take(const Feature& feature) {
    if (feature.polygons.empty()) {
      ++summary_.skipped;
      summary_.notes.push_back(fmt::format("feature {} has no polygon", feature.number));
      return {};
    }
    OfficialRecord record;
    record.source = static_cast<std::uint16_t>(meta_.sources.size() - 1);
    FL_CHECK(read_kind(feature, record));
    FL_CHECK(read_states(feature, record));
    record.name = property(feature, "geoname");
    if (record.name.empty()) record.name = property(feature, "name");
    if (meta_.official.size() >= kRecordsMax) return wrong(feature, "there are more limits than the format holds");
    const auto number = static_cast<std::uint16_t>(meta_.official.size());
    for (const Polygon& polygon : feature.polygons) {
      for (const Ring& ring : polygon) FL_CHECK(take_ring(feature, ring, number));
    }
    meta_.official.push_back(std::move(record));
    ++summary_.features;
    ++summary_.records;
    if (progress_ && feature.number % 8 == 0) progress_("reading", 0);
    return {};
  }

  Result<void> read_kind(const Feature& feature, OfficialRecord& record) const {
    const std::string type = to_lower(property(feature, "pol_type"));
    record.joint = has(type, "joint");
    record.overlapping = has(type, "overlapping");
    std::optional<ZoneKind> kind = kind_;
    if (!kind && !type.empty() && !record.joint && !record.overlapping) kind = kind_in(type);
    if (!kind) {
      if (const std::string word = property(feature, "kind"); !word.empty()) kind = kind_in(word);
    }
    if (!kind) kind = kind_in(file_name(path_));
    if (!kind && (record.joint || record.overlapping)) kind = ZoneKind::eez;
    if (!kind) {
      return wrong(feature, type.empty()
                                ? "nothing says which kind of zone it is; give `--kind eez`"
                                : fmt::format("`{}` is not a known POL_TYPE; give `--kind eez` or another", type));
    }
    record.kind = *kind;
    return {};
  }

  Result<void> read_states(const Feature& feature, OfficialRecord& record) const {
    if (record.kind == ZoneKind::high_seas) return {};
    for (const char* name : {"iso_sov1", "iso_sov2", "iso_sov3", "iso_a2", "iso_a3", "state", "iso_ter1"}) {
      if (!record.states.empty() && !std::string_view(name).starts_with("iso_sov")) break;
      const std::string word = to_upper(trim(property(feature, name)));
      if (word.empty()) continue;
      std::optional<std::uint16_t> index;
      if (const auto code = state_code_from(word)) index = data_->tables.index_of(*code);
      if (!index) index = data_->tables.index_of_alpha3(word);
      if (!index) return wrong(feature, fmt::format("`{}` is not a State's code (ISO 3166-1)", word));
      const StateCode code = data_->tables.states[data_->sovereigns[*index]].code;
      if (std::find(record.states.begin(), record.states.end(), code) == record.states.end())
        record.states.push_back(code);
    }
    if (record.states.empty() && state_) {
      if (data_->tables.find(*state_) == nullptr)
        return wrong(feature, fmt::format("`{}` is not a State's code", state_->view()));
      record.states.push_back(*state_);
    }
    if (record.states.empty()) return wrong(feature, "nothing says whose zone it is (ISO_SOV1); give `--state XX`");
    return {};
  }

  Result<void> take_ring(const Feature& feature, const Ring& given, std::uint16_t number) {
    if (given.size() < 4)
      return wrong(feature, fmt::format("a ring has {} positions; it takes four or more", given.size()));
    for (const LonLat p : given) {
      if (!(p.lat >= -90 && p.lat <= 90 && p.lon >= -180.0001 && p.lon <= 360.0001)) {
        return wrong(feature,
                     fmt::format("`{}, {}` is not longitude and latitude; convert the file with `ogr2ogr -t_srs "
                                 "EPSG:4326 NEW OLD`",
                                 p.lon, p.lat));
      }
    }
    if (!(given.front() == given.back()))
      return wrong(feature, "a ring is not closed; repeat its first position at its end");
    const Ring ring = unwrapped(given);
    if (const auto crossing = crossing_of(ring)) {
      return wrong(feature,
                   fmt::format("a ring crosses itself near `{:.5f}, {:.5f}` (latitude, longitude); repair it with "
                               "`ogr2ogr -makevalid NEW OLD`",
                               crossing->lat, crossing->lon));
    }
    const auto cut = [&](std::size_t i) {
      return std::abs(std::abs(ring[i].lon) - 180.0) < 1e-6 && std::abs(ring[i].lon - ring[i + 1].lon) < 1e-9;
    };
    std::size_t first = 0;
    while (first + 1 < ring.size()) {
      std::size_t last = first + 1;
      while (last + 1 < ring.size() && cut(last) == cut(first)) ++last;
      Chain chain;
      chain.owner = static_cast<std::uint16_t>(number | (cut(first) ? kParityOnly : 0U));
      chain.points = simplify(
          Ring(ring.begin() + static_cast<std::ptrdiff_t>(first), ring.begin() + static_cast<std::ptrdiff_t>(last) + 1),
          kTolerance);
      chains_.push_back(std::move(chain));
      first = last;
    }
    return {};
  }

  Result<ImportSummary> write() {
    LayerLimits limits;
    limits.within = 30 * kNauticalMile;
    limits.owners_max = 4;
    limits.leaf_max = 20;
    AtlasParts parts;
    parts.states = data_->file.text(Section::states);
    parts.islets = data_->file.text(Section::islets);
    parts.areas = data_->file.text(Section::areas);
    parts.meta = to_json(meta_);
    for (const LayerId id : {LayerId::coast, LayerId::mapped, LayerId::areas}) {
      if (data_->file.has(id)) parts.layers[static_cast<std::size_t>(id)] = copy_of(data_->file.layer(id));
    }
    FL_TRY(parts.layers[static_cast<std::size_t>(LayerId::official)],
           build_layer(chains_, limits, progress_, "official limits"));
    std::string bytes = bytes_of(parts);
    FL_TRY(const Atlas made, Atlas::from_bytes(bytes, options_.out));
    FL_CHECK(write_file(options_.out, bytes));
    summary_.version = std::string(made.version());
    return summary_;
  }

  const std::string& path_;
  const ImportOptions& options_;
  const Progress& progress_;
  std::string source_name_;
  std::optional<ZoneKind> kind_;
  std::optional<StateCode> state_;
  const Atlas::Data* data_ = nullptr;
  Meta meta_;
  std::vector<Chain> chains_;
  ImportSummary summary_;
};

}  // namespace

Result<ImportSummary> import(const std::string& path, const ImportOptions& options,
                             const std::function<void(std::string_view, double)>& progress) {
  return Importer(path, options, progress).run();
}

}  // namespace fairlead::zones
