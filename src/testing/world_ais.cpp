// SPDX-License-Identifier: Apache-2.0
#include "world_ais.hpp"

#include <algorithm>
#include <map>

#include "decode/ais/encode.hpp"

namespace fairlead::testing {
namespace {

namespace ais = decode::ais;

// Static data follow each six minutes.
constexpr std::int64_t kStaticEvery = 360'000;

template <std::size_t N>
ais::SixBitText<N> six_bit(std::string_view text) {
  return ais::SixBitText<N>::from(text.substr(0, N));
}

ais::Motion motion_of(const Heard& heard) {
  ais::Motion motion;
  const auto tenths = std::llround(heard.speed / kMetresPerSecondPerKnot * 10);
  motion.sog_raw = static_cast<std::uint16_t>(std::clamp<long long>(tenths, 0, 1022));
  motion.cog_raw = static_cast<std::uint16_t>(std::llround(heard.course * 10) % 3600);
  motion.heading_raw = heard.speed > 0.5 ? static_cast<std::uint16_t>(std::llround(heard.course) % 360) : 511;
  return motion;
}

class Transmitter {
 public:
  Transmitter(const Scene& scene, std::int64_t start) : scene_(scene), start_ms_(start * 1000) {}

  void report(std::string& out, const Heard& heard) {
    const Vessel& vessel = scene_.vessel(heard.vessel);
    const bool changed = vessel.new_identity_at && heard.mmsi == vessel.new_identity.mmsi;
    const CoastIdentity& identity = changed ? vessel.new_identity : vessel.identity;
    position(heard, vessel);
    send(out, heard);
    auto& told = told_.try_emplace({heard.mmsi, heard.vessel}, heard.at - kStaticEvery + 20'000).first->second;
    if (heard.at - told < kStaticEvery) return;
    told = heard.at;
    for (int part = 0; part < (vessel.ais == AisClass::a ? 1 : 2); ++part) {
      describe(vessel, identity, part);
      send(out, heard);
    }
  }

 private:
  void position(const Heard& heard, const Vessel& vessel) {
    message_.mmsi = heard.mmsi;
    message_.repeat = 0;
    const Degrees place = scene_.frame.to_degrees(heard.spot);
    const ais::RawPosition raw{.lon_raw = static_cast<std::int32_t>(std::llround(place.longitude * 600'000)),
                               .lat_raw = static_cast<std::int32_t>(std::llround(place.latitude * 600'000))};
    const auto second = static_cast<std::uint8_t>((start_ms_ + heard.at) / 1000 % 60);
    if (vessel.ais == AisClass::a) {
      message_.type = 1;
      auto& m = message_.body.emplace<ais::PositionA>();
      m.position = raw;
      m.motion = motion_of(heard);
      m.time_stamp.raw = second;
      const bool anchored = vessel.anchors_at && static_cast<double>(heard.at) >= *vessel.anchors_at * 1000;
      m.nav_status = anchored ? 1 : vessel.nav_status;
      m.accuracy = true;
    } else {
      message_.type = 18;
      auto& m = message_.body.emplace<ais::PositionB>();
      m.position = raw;
      m.motion = motion_of(heard);
      m.motion.heading_raw = 511;
      m.time_stamp.raw = second;
    }
  }

  void describe(const Vessel& vessel, const CoastIdentity& ship, int part) {
    message_.mmsi = ship.mmsi;
    const ais::Dimensions size{ship.to_bow, ship.to_stern, ship.to_port, ship.to_starboard};
    if (vessel.ais == AisClass::a) {
      message_.type = 5;
      auto& m = message_.body.emplace<ais::StaticVoyage>();
      m.ais_version = 2;
      m.imo_raw = ship.imo;
      m.callsign = six_bit<7>(ship.callsign);
      m.name = six_bit<20>(ship.name);
      m.destination = six_bit<20>("");
      m.ship_type_raw = ship.ship_type;
      m.dimensions = size;
      m.epfd_raw = 1;
      m.draught_raw = ship.draught;
      m.dte_raw = false;
      return;
    }
    message_.type = 24;
    if (part == 0) {
      message_.body.emplace<ais::StaticPartA>().name = six_bit<20>(ship.name);
      return;
    }
    auto& m = message_.body.emplace<ais::StaticPartB>();
    m.ship_type_raw = ship.ship_type;
    m.vendor = six_bit<3>("FLD");
    m.model = 1;
    m.serial = ship.mmsi % 1'000'000;
    m.callsign = six_bit<7>(ship.callsign);
    m.dimensions = size;
  }

  // Two receivers at most write it down.
  void send(std::string& out, const Heard& heard) {
    if (!ais::pack_message(message_, packed_)) return;
    sequence_ = static_cast<std::uint8_t>((sequence_ + 1) % 10);
    const std::size_t count = std::min<std::size_t>(heard.receivers.size(), 2);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string station = receiver_name(scene_, heard.receivers[i]);
      ais::SentenceForm form;
      form.channel = heard.at % 2 == 0 ? 'A' : 'B';
      form.sequence = sequence_;
      form.station = station;
      form.tag_time = start_ms_ + heard.at;
      ais::append_sentences(out, packed_.reader(), form);
    }
  }

  const Scene& scene_;
  const std::int64_t start_ms_;
  std::map<std::pair<std::uint32_t, std::int64_t>, std::int64_t> told_;
  ais::Message message_{};
  ais::PackedBits packed_{};
  std::uint8_t sequence_ = 0;
};

}  // namespace

std::string receiver_name(const Scene& scene, std::size_t receiver) {
  return receiver < scene.receivers.size() ? scene.receivers[receiver].id
                                           : scene.patrols[receiver - scene.receivers.size()].id;
}

std::string ais_sentences(const Scene& scene, const Looks& looks, std::int64_t start) {
  std::string out;
  Transmitter transmitter(scene, start);
  for (const Heard& heard : looks.heard) transmitter.report(out, heard);
  return out;
}

}  // namespace fairlead::testing
