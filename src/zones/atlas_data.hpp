// SPDX-License-Identifier: Apache-2.0
// An open atlas: the mapped layers and the tables, prepared for quick use.
//
// Threads: immutable.
#pragma once

#include "atlas_file.hpp"
#include "meta.hpp"
#include "tables.hpp"
#include "zones/atlas.hpp"

namespace fairlead::zones {

struct Atlas::Data {
  AtlasFile file;
  Meta meta;
  Tables tables;
  std::string version;
  // By row of the States.
  std::vector<std::uint16_t> sovereigns;
  // Bits by ZoneKind of what the official limits hold for a sovereign: there the derived limit of that kind gives way.
  std::vector<std::uint32_t> official_kinds;
};

// Reads a position off a layer that may be absent.
inline void probe_layer(const Atlas::Data& data, LayerId id, LonLat at, Vec ecef, Probe& out) {
  out.hit_count = 0;
  out.inside_count = 0;
  if (data.file.has(id)) probe(data.file.layer(id), at, ecef, id == LayerId::coast, out);
}

}  // namespace fairlead::zones
