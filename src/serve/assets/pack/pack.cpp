// SPDX-License-Identifier: Apache-2.0
// Build step: joins the web client and the contract into one blob and writes the table that finds them in it.
//
// usage: serve_pack WEB_DIST NOT_BUILT_PAGE CONTRACT_YAML BLOB_OUT TABLE_OUT
// The blob enters the program through `.incbin`, so that compiling does not depend on its size.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>

#include "base/digest.hpp"
#include "yaml_to_json.hpp"

namespace fs = std::filesystem;
using fairlead::Result;

namespace {

struct Asset {
  std::string path;  // as asked for, with a slash in front
  std::string bytes;
};

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string gzip(const std::string& bytes) {
  z_stream z{};
  // The greatest compression; 16 more window bits ask for the gzip wrapping.
  if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string packed(deflateBound(&z, static_cast<uLong>(bytes.size())) + 32, '\0');
  std::string input = bytes;
  z.next_in = reinterpret_cast<Bytef*>(input.data());
  z.avail_in = static_cast<uInt>(input.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&z, Z_FINISH);
  packed.resize(z.total_out);
  deflateEnd(&z);
  return result == Z_STREAM_END ? packed : std::string();
}

std::vector<Asset> web_assets(const fs::path& dist) {
  std::vector<Asset> assets;
  if (!fs::exists(dist / "index.html")) return assets;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(dist)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".map") continue;
    assets.push_back({'/' + fs::relative(entry.path(), dist).generic_string(), read(entry.path())});
  }
  return assets;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

int run(const std::vector<std::string>& arguments) {
  const Result<std::string> contract = fairlead::serve::yaml_to_json(read(arguments[3]));
  if (!contract) {
    fmt::print(stderr, "{}: {}\n", arguments[3], contract.error().message);
    return 1;
  }
  std::vector<Asset> assets = web_assets(arguments[1]);
  const bool built = !assets.empty();
  if (!built) assets.push_back({"/index.html", read(arguments[2])});
  assets.push_back({"/api/openapi.json", *contract});
  std::ranges::sort(assets, {}, &Asset::path);

  std::string blob;
  std::string rows;
  for (const Asset& asset : assets) {
    std::string packed = gzip(asset.bytes);
    if (packed.size() + packed.size() / 20 >= asset.bytes.size()) packed.clear();
    const std::string digest = fairlead::hex(fairlead::sha256(asset.bytes)).substr(0, 24);
    rows += fmt::format("    {{{}, {{begin + {}, {}}}, {{begin + {}, {}}}, \"{}\"}},\n", quoted(asset.path),
                        blob.size(), asset.bytes.size(), blob.size() + asset.bytes.size(), packed.size(), digest);
    blob += asset.bytes;
    blob += packed;
  }
  std::ofstream(arguments[4], std::ios::binary) << blob;
  std::ofstream(arguments[5]) << fmt::format(R"(// Made by serve_pack.
#include "assets.hpp"

asm(R"_(
    .section .rodata
    .global fairlead_assets_blob
    .balign 16
fairlead_assets_blob:
    .incbin "{}"
    .byte 0
    .previous
)_");

extern "C" const char fairlead_assets_blob[];

namespace fairlead::serve {{

std::span<const Asset> embedded_assets() {{
  static const char* const begin = fairlead_assets_blob;
  static const Asset table[] = {{
{}  }};
  return table;
}}

bool web_client_is_embedded() {{ return {}; }}

}}  // namespace fairlead::serve
)",
                                             arguments[4], rows, built);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    fmt::print(stderr, "usage: serve_pack WEB_DIST NOT_BUILT_PAGE CONTRACT_YAML BLOB_OUT TABLE_OUT\n");
    return 2;
  }
  return run({arguments, arguments + count});
}
