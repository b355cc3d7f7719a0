// SPDX-License-Identifier: Apache-2.0
// The web client, from inside the binary or from a folder, and the contract.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "api.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "http/head.hpp"

namespace fairlead::serve {
namespace {

constexpr std::string_view kRevalidate = "no-cache";
constexpr std::string_view kForever = "public, max-age=31536000, immutable";
constexpr std::uintmax_t kFileMax = 64U << 20U;

struct Extension {
  std::string_view extension;
  std::string_view type;
};
constexpr std::array kTypes = std::to_array<Extension>({
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".geojson", "application/geo+json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".pbf", "application/x-protobuf"},
    {".txt", "text/plain; charset=utf-8"},
});

using http::list_has;

Response with_etag(const Request& request, std::string etag, std::string_view cache_control) {
  Response response;
  response.cache_control = cache_control;
  response.status = list_has(request.if_none_match, etag) ? 304 : 200;
  response.headers.emplace_back("ETag", std::move(etag));
  return response;
}

// Screens have addresses without an extension; the client draws them from its one page.
bool is_screen(const Request& request, std::string_view path) {
  return !path.substr(path.rfind('/') + 1).contains('.') && to_lower(request.accept).contains("text/html");
}

std::string_view caching_of(std::string_view path) {
  // The client's build puts a digest into the name of each file in /assets/.
  return path.starts_with("/assets/") ? kForever : kRevalidate;
}

}  // namespace

std::string_view content_type_of(std::string_view path) {
  for (const Extension& known : kTypes) {
    if (path.ends_with(known.extension)) return known.type;
  }
  return "application/octet-stream";
}

const Asset* embedded_asset(std::string_view path) {
  const std::span<const Asset> assets = embedded_assets();
  const auto at = std::ranges::lower_bound(assets, path, {}, &Asset::path);
  return at != assets.end() && at->path == path ? &*at : nullptr;
}

Response asset_response(const Request& request, const Asset& asset, std::string_view cache_control) {
  const bool packed = !asset.gzip.empty() && list_has(request.accept_encoding, "gzip");
  Response response = with_etag(request, fmt::format("\"{}{}\"", asset.digest, packed ? "-gz" : ""), cache_control);
  if (!asset.gzip.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  response.content_type = content_type_of(asset.path);
  if (response.status == 304) return response;
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.constant_body = packed ? asset.gzip : asset.bytes;
  return response;
}

Response disk_response(const Request& request, const std::string& root, const std::string& path, bool page) {
  namespace fs = std::filesystem;
  const auto missing = [&] { return not_found(request, fmt::format("nothing is served at `{}`", path.substr(0, 80))); };
  std::error_code error;
  const fs::path base = fs::weakly_canonical(root, error);
  fs::path file = fs::weakly_canonical(base / path.substr(1), error);
  if (!error && page && !fs::is_regular_file(file, error)) file = base / "index.html";
  // Neither `..` nor a link leads out of the folder.
  const fs::path within = file.lexically_relative(base);
  if (within.empty() || *within.begin() == "..") return missing();
  if (!fs::is_regular_file(file, error) || fs::file_size(file, error) > kFileMax || error) return missing();
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return missing();
  std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  Response response =
      with_etag(request, fmt::format("\"{}\"", hex(sha256(bytes)).substr(0, 24)), caching_of('/' + within.string()));
  response.content_type = content_type_of(file.string());
  if (response.status != 304) response.body = std::move(bytes);
  return response;
}

Outcome Api::contract(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  const Asset* asset = embedded_asset("/api/openapi.json");
  return asset_response(call.request, *asset, kRevalidate);
}

Outcome Api::page(const Call& call) {
  if (!options_.web_root.empty()) {
    return Deferred{[request = call.request, root = options_.web_root] {
      return disk_response(request, root, "/index.html", true);
    }};
  }
  return asset_response(call.request, *embedded_asset("/index.html"), kRevalidate);
}

Outcome Api::file(const Call& call) {
  const std::string& path = call.target.path;
  const bool screen = is_screen(call.request, path);
  if (!options_.web_root.empty()) {
    return Deferred{[request = call.request, root = options_.web_root, path, screen] {
      return disk_response(request, root, path, screen);
    }};
  }
  if (const Asset* asset = embedded_asset(path)) return asset_response(call.request, *asset, caching_of(path));
  if (screen) return page(call);
  return not_found(call.request, fmt::format("nothing is served at `{}`", path.substr(0, 80)));
}

}  // namespace fairlead::serve
