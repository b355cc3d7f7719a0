// SPDX-License-Identifier: Apache-2.0
#include "proof_support.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>

#include "base/text.hpp"
#include "release/words.hpp"

namespace fairlead::proofs {

using testing::StopHistory;

std::uint64_t wished(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? parse_number<std::uint64_t>(text).value_or(otherwise) : otherwise;
}

namespace {

struct Ordered {
  release::StopCell cell;
  std::string json;
};

// What a stop may name.
Ordered draw(std::mt19937_64& random, const CentreOptions& options) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  Ordered order;
  const std::string& agency = options.agencies[below(options.agencies.size())];
  const std::string& purpose = options.purposes[below(options.purposes.size())];
  order.cell.partner = agency.substr(0, 3);
  const std::size_t kind = below(20);
  if (kind == 0) {
    order.cell.partner.clear();
    order.json = R"({"all":true)";
  } else if (kind <= 2) {
    order.json = fmt::format(R"({{"partner":"{}")", order.cell.partner);
  } else {
    order.cell.agency = agency;
    order.json = fmt::format(R"({{"agency":"{}")", agency);
  }
  if (kind >= 11) {
    order.cell.purpose = release::from_word<release::Purpose>(purpose);
    order.json += fmt::format(R"(,"purpose":"{}")", purpose);
  }
  if (kind == 3 || kind == 4 || kind == 11) {
    release::Area area;
    area.name = "east";
    order.json += R"(,"area":{"name":"east","polygon":[)";
    for (const auto& [latitude, longitude] : {std::pair(48.0, -1.0), {48.0, 4.0}, {53.0, 4.0}, {53.0, -1.0}}) {
      order.json += fmt::format("{}[{},{}]", area.polygon.empty() ? "" : ",", latitude, longitude);
      area.polygon.push_back(*geo::Position::from_degrees(latitude, longitude));
    }
    order.json += "]}";
    order.cell.area = area;
  }
  if (kind == 5 || kind == 12) {
    order.cell.type = kind == 5 ? release::ObjectType::ais : release::ObjectType::track;
    order.json += fmt::format(R"(,"type":"{}")", release::name(*order.cell.type));
  }
  order.json += '}';
  return order;
}

}  // namespace

bool Stopper::stop() {
  const Ordered drawn = draw(random_, centre_.options());
  return order(drawn.cell, drawn.json);
}

bool Stopper::stop_agency() {
  const std::string& agency = centre_.options().agencies[random_() % centre_.options().agencies.size()];
  release::StopCell cell;
  cell.partner = agency.substr(0, 3);
  cell.agency = agency;
  return order(cell, fmt::format(R"({{"agency":"{}"}})", agency)) && lift(stops.back());
}

bool Stopper::order(const release::StopCell& cell, const std::string& json) {
  StopHistory::Stop stop;
  stop.cell = cell;
  stop.asked_ns = steady_ns();
  const auto reply = wire_.ask("POST", "/api/v1/stops", &centre_.officer, json);
  const std::int64_t now = steady_ns();
  if (!reply || reply->status != 201) {
    if (reply) ADD_FAILURE() << json << ": " << reply->body;
    stops.push_back(stop);
    return false;
  }
  stop.acknowledged_ns = now;
  stop.epoch = parse_number<std::uint64_t>(member(reply->body, "epoch")).value_or(0);
  if (const auto bytes = parse_number<std::uint64_t>(member(reply->body, "kernel_bytes"))) stop.kernel_bytes = *bytes;
  dropped += parse_number<std::uint64_t>(member(reply->body, "deliveries_dropped")).value_or(0);
  closed += parse_number<std::uint64_t>(member(reply->body, "connections_closed")).value_or(0);
  took_ms.push_back(static_cast<double>(now - stop.asked_ns) / 1e6);
  stops.push_back(stop);
  return true;
}

bool Stopper::once() {
  if (!stop()) return false;
  rest(40);
  return lift(stops.back());
}

void Stopper::rest(unsigned ms_max) { ::poll(nullptr, 0, static_cast<int>(random_() % (ms_max + 1))); }

bool Stopper::lift(StopHistory::Stop& stop) {
  for (const Person* person : {&centre_.officer, &centre_.adviser}) {
    const bool decides = person == &centre_.adviser;
    if (decides) stop.lift_asked_ns = steady_ns();
    const auto ask = [&] {
      return wire_.ask("POST", fmt::format("/api/v1/stops/{}/resume", stop.epoch), person, R"({"reason":"proved"})");
    };
    auto reply = ask();
    if (reply && reply->status == 403 && member(reply->body, "code") == "confirm_required") {
      const std::string password = fmt::format(R"({{"password":"{}"}})", person->password);
      if (wire_.ask("POST", "/api/v1/session/confirm", person, password)) reply = ask();
    }
    if (!reply) return false;
    if (reply->status != 200 || (decides && reply->body.find("\"lifted\":true") == std::string::npos)) {
      ADD_FAILURE() << "stop " << stop.epoch << ": " << reply->body;
      return false;
    }
  }
  stop.lifted_ns = steady_ns();
  return true;
}

// Moves what witness and readers have into the history.
void collect(StopHistory& history, Witness& witness, Readers& readers) {
  bool overrun = false;
  std::map<std::uint64_t, std::size_t> place;
  for (std::size_t i = 0; i < history.lines.size(); ++i) {
    place[line_hash(history.lines[i].agency, release::name(history.lines[i].purpose))] = i;
  }
  for (const Passed& passed : witness.read(overrun)) {
    const auto line = place.find(passed.line);
    ASSERT_NE(line, place.end());
    history.handed.push_back({line->second, passed.at_ns, passed.release, passed.epoch});
  }
  ASSERT_FALSE(overrun);
  Readers::Read read = readers.take();
  history.arrived.insert(history.arrived.end(), read.arrived.begin(), read.arrived.end());
  history.contents.merge(read.contents);
}

void await_lines(Readers& readers, std::size_t lines) {
  std::size_t alive = 0;
  for (int tries = 0; tries < 300 && alive < lines; ++tries) {
    ::poll(nullptr, 0, 100);
    alive = readers.lines_alive();
  }
  EXPECT_GE(alive, lines);
}

}  // namespace fairlead::proofs
