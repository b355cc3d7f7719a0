// SPDX-License-Identifier: Apache-2.0
// Where sentences come from, written as a URL: `file:`, `tcp://`, `tcp-listen://`, `udp://`, `serial:` and `-`.
//
// Parsing is strict: an unknown scheme or parameter is an error that names the nearest right word, a value without its
// unit is refused, and what looks like a password is never repeated in a message. `docs/reference/sources.md` lists the
// forms.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "decode/foreign.hpp"
#include "units/instant.hpp"

namespace fairlead::intake {

enum class SourceKind : std::uint8_t { file, tcp, tcp_listen, udp, serial, standard_input };
std::string_view name(SourceKind kind);

struct SourceUrl {
  SourceKind kind = SourceKind::file;
  std::string url;  // as given; it holds no credentials, because those are refused

  std::string path;  // file, serial
  std::string host;  // tcp, tcp_listen, udp: name or address without brackets; empty means any address
  std::uint16_t port = 0;

  std::string name;        // given, or made from the rest of the URL
  std::string originator;  // empty when not given

  std::optional<decode::Format> format;  // absent: told by the first bytes
  std::vector<decode::RadarSite> sites;  // ASTERIX: where the radars stand
  std::optional<Instant> day;            // ASTERIX files: the day of the first record
  bool aircraft = false;                 // ASTERIX, CoT: take what flies, too

  // file
  std::optional<double> speed;  // times recorded time; absent: as fast as the engine takes it
  std::optional<double> rate;   // sentences a second, for files without times
  bool loop = false;
  bool retime_now = false;

  // live sources
  Duration stall = std::chrono::seconds(60);  // silence after which a source counts as stale
  std::string interface;                      // udp multicast: address or name of the interface
  std::uint32_t baud = 38'400;                // serial

  bool is_live() const { return kind != SourceKind::file && kind != SourceKind::standard_input; }
};

Result<SourceUrl> parse_source_url(std::string_view text);

// `host:port`, with brackets around an IPv6 address.
std::string to_endpoint_text(std::string_view host, std::uint16_t port);

}  // namespace fairlead::intake
