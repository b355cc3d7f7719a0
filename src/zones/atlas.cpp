// SPDX-License-Identifier: Apache-2.0
#include "zones/atlas.hpp"

#include <fmt/format.h>

#include "assess.hpp"
#include "atlas_data.hpp"
#include "base/digest.hpp"

namespace fairlead::zones {
namespace {

Failure torn(const std::string& name, std::string_view what) {
  return fail(ErrorCode::corrupt,
              fmt::format("`{}` is not a whole zone file: {}; make it again with `fairlead zones build`", name, what));
}

Result<Atlas> prepare(AtlasFile file, const std::string& name) {
  auto data = std::make_shared<Atlas::Data>();
  data->file = std::move(file);
  const auto meta = meta_from_json(data->file.text(Section::meta));
  if (!meta) return torn(name, meta.error().message);
  data->meta = *meta;
  auto tables =
      tables_from(data->file.text(Section::states), data->file.text(Section::islets), data->file.text(Section::areas));
  if (!tables) return torn(name, tables.error().message);
  data->tables = std::move(*tables);
  for (const CoastParty& party : data->meta.coast_parties) {
    if (party.state >= data->tables.states.size()) return torn(name, "a coast has no State");
    if (party.islet != kNoIslet && party.islet >= data->tables.islets.size()) return torn(name, "a coast has no islet");
  }
  const std::array<std::size_t, kLayers> owners = {data->meta.coast_parties.size(), data->tables.states.size(),
                                                   data->tables.areas.size(), data->meta.official.size()};
  if (!data->file.has(LayerId::coast)) return torn(name, "it has no coast");
  for (std::size_t i = 0; i < kLayers; ++i) {
    const auto id = static_cast<LayerId>(i);
    if (!data->file.has(id)) continue;
    // The land is area 0 of the coast, whoever owns it.
    const Result<void> checked = data->file.layer(id).check(std::max<std::size_t>(owners[i], 1));
    if (!checked) return torn(name, fmt::format("layer {}: {}", i, checked.error().message));
  }
  for (const State& state : data->tables.states) {
    const auto index = data->tables.index_of(state.sovereign);
    if (!index) return torn(name, "a State has no sovereign");
    data->sovereigns.push_back(*index);
  }
  data->official_kinds.resize(data->tables.states.size());
  for (const OfficialRecord& record : data->meta.official) {
    for (const StateCode code : record.states) {
      const auto index = data->tables.index_of(code);
      if (!index) return torn(name, "an official limit has no State");
      data->official_kinds[data->sovereigns[*index]] |= 1U << static_cast<unsigned>(record.kind);
    }
  }
  data->version = hex(sha256(data->file.directory())).substr(0, 16);
  return Atlas(std::move(data));
}

}  // namespace

Atlas::Atlas(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Result<Atlas> Atlas::open(const std::string& path) {
  FL_TRY(AtlasFile file, AtlasFile::open(path));
  return prepare(std::move(file), path);
}

Result<Atlas> Atlas::from_bytes(std::string bytes, const std::string& name) {
  FL_TRY(AtlasFile file, AtlasFile::from_bytes(std::move(bytes), name));
  return prepare(std::move(file), name);
}

ZoneReport Atlas::at(geo::Position position) const { return assess(*data_, position); }

AreaNote Atlas::area(std::uint16_t number) const {
  if (number >= data_->tables.areas.size()) return {};
  const Area& area = data_->tables.areas[number];
  return {area.id, area.name, area.flag, area.note, area.source};
}

std::size_t Atlas::area_count() const { return data_->tables.areas.size(); }

std::string_view Atlas::state_name(StateCode code) const {
  static constexpr std::string_view kUnnamed = "an unnamed State";
  const State* state = data_->tables.find(code);
  return state == nullptr ? kUnnamed : std::string_view(state->name);
}

std::optional<StateCode> Atlas::sovereign_of(StateCode code) const {
  const State* state = data_->tables.find(code);
  if (state == nullptr) return std::nullopt;
  return state->sovereign;
}

std::size_t Atlas::source_count() const { return data_->meta.sources.size(); }

SourceNote Atlas::source(std::size_t number) const {
  if (number >= data_->meta.sources.size()) return {};
  const DataSource& source = data_->meta.sources[number];
  return {source.name, source.version, source.licence, source.attribution};
}

std::string_view Atlas::version() const { return data_->version; }
std::size_t Atlas::size_bytes() const { return data_->file.size(); }

}  // namespace fairlead::zones
