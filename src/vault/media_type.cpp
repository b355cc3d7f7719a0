// SPDX-License-Identifier: Apache-2.0
#include "vault/media_type.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace fairlead::vault {
namespace {

using namespace std::literals;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view type;
};
constexpr std::array kMagic = {
    Magic{0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    Magic{0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    Magic{0, "GIF87a"sv, "image/gif"},
    Magic{0, "GIF89a"sv, "image/gif"},
    Magic{8, "WEBP"sv, "image/webp"},
    Magic{8, "WAVE"sv, "audio/wav"},
    Magic{8, "AVI "sv, "video/x-msvideo"},
    Magic{4, "ftypM4A"sv, "audio/mp4"},
    Magic{4, "ftypheic"sv, "image/heic"},
    Magic{4, "ftypqt"sv, "video/quicktime"},
    Magic{4, "ftyp"sv, "video/mp4"},
    Magic{0, "\x1A\x45\xDF\xA3"sv, "video/webm"},
    Magic{0, "OggS"sv, "application/ogg"},
    Magic{0, "ID3"sv, "audio/mpeg"},
    Magic{0, "\xFF\xFB"sv, "audio/mpeg"},
    Magic{0, "fLaC"sv, "audio/flac"},
    Magic{0, "%PDF-"sv, "application/pdf"},
    Magic{0, "PK\x03\x04"sv, "application/zip"},
    Magic{0, "\x1F\x8B"sv, "application/gzip"},
    Magic{0, "II*\0"sv, "image/tiff"},
    Magic{0, "MM\0*"sv, "image/tiff"},
};

// What a browser draws or plays and never runs. PDF is left out: it has programs of its own.
constexpr std::array kInline = {"image/jpeg"sv, "image/png"sv,  "image/gif"sv,  "image/webp"sv,
                                "video/mp4"sv,  "video/webm"sv, "audio/mpeg"sv, "audio/wav"sv,
                                "audio/mp4"sv,  "audio/flac"sv, "text/plain"sv};

bool is_text(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
  });
}

}  // namespace

std::string_view media_type_of(std::string_view beginning) {
  for (const Magic& magic : kMagic) {
    if (beginning.size() >= magic.at + magic.bytes.size() &&
        beginning.substr(magic.at, magic.bytes.size()) == magic.bytes) {
      return magic.type;
    }
  }
  if (beginning.empty() || !is_text(beginning.substr(0, 512))) return "application/octet-stream";
  const std::string lower = to_lower(trim(beginning.substr(0, 256)));
  for (const std::string_view sign : {"<!doctype html"sv, "<html"sv, "<head"sv, "<body"sv, "<script"sv}) {
    if (lower.starts_with(sign)) return "text/html";
  }
  if (lower.contains("<svg")) return "image/svg+xml";
  if (lower.starts_with("<?xml")) return "application/xml";
  return "text/plain";
}

Shown how_to_show(std::string_view declared, std::string_view looks) {
  const std::string type = to_lower(trim(declared.substr(0, declared.find(';'))));
  const auto known = std::ranges::find(kInline, looks);
  if (type != looks || known == kInline.end()) return {"application/octet-stream", false};
  return {*known == "text/plain" ? "text/plain; charset=utf-8"sv : *known, true};
}

std::string safe_file_name(std::string_view name) {
  std::string safe;
  for (const char c : name.substr(0, 120)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    safe += plain || (c == '.' && !safe.empty() && safe.back() != '.') ? c : '_';
  }
  return safe.empty() ? "file" : safe;
}

}  // namespace fairlead::vault
