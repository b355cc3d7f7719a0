// SPDX-License-Identifier: Apache-2.0
// The file of an atlas: a header, a directory of sections with checksums, the sections. docs/reference/formats/zones.md
// describes every byte. It is mapped into memory and used as it lies there.
//
// Threads: immutable once open.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "layer_build.hpp"

namespace fairlead::zones {

inline constexpr std::uint32_t kFormatVersion = 2;

enum class Section : std::uint32_t { meta = 1, states = 2, islets = 3, areas = 4 };
enum class LayerId : std::uint32_t { coast = 0, mapped = 1, areas = 2, official = 3 };
inline constexpr std::size_t kLayers = 4;
inline constexpr std::uint32_t kLayerSections = 16;  // the first section of layer 0; each layer has 8

// What goes into a file.
struct AtlasParts {
  std::string meta;
  std::string states;
  std::string islets;
  std::string areas;
  std::array<LayerData, kLayers> layers;  // a layer without roots is left out
};

std::string bytes_of(const AtlasParts& parts);
// Writes a new file beside `path` and puts it in its place in one step.
Result<void> write_file(const std::string& path, std::string_view bytes);

// A file in memory, checked: lengths, checksums, and every index of every layer.
class AtlasFile {
 public:
  static Result<AtlasFile> open(const std::string& path);
  // The same checks on bytes at hand; `name` stands for the file in messages.
  static Result<AtlasFile> from_bytes(std::string bytes, const std::string& name);

  std::string_view text(Section section) const;
  bool has(LayerId layer) const { return !layers_[static_cast<std::size_t>(layer)].roots.empty(); }
  const LayerView& layer(LayerId layer) const { return layers_[static_cast<std::size_t>(layer)]; }
  std::size_t size() const { return bytes_.size(); }
  // The checksums of all sections: equal when the content is.
  std::string_view directory() const { return directory_; }

 private:
  class Mapping;
  Result<void> read(const std::string& name);
  std::shared_ptr<const Mapping> mapping_;
  std::shared_ptr<const std::string> owned_;
  std::string_view bytes_;
  std::string_view directory_;
  std::map<std::uint32_t, std::string_view> sections_;
  std::array<LayerView, kLayers> layers_;
};

}  // namespace fairlead::zones
