// SPDX-License-Identifier: Apache-2.0
// Names, numbers and sizes of invented ships.
//
// Threads: pure functions.
#include "coast_identity.hpp"

#include <array>
#include <span>
#include <string_view>

namespace fairlead::testing {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 24> kFirst = {"NORTHERN", "ATLANTIC", "GOLDEN",  "SILVER",  "OCEAN",   "BALTIC",
                                                     "AMBER",    "CORAL",    "PACIFIC", "EASTERN", "SCARLET", "HARBOUR",
                                                     "ISLAND",   "CRYSTAL",  "NOBLE",   "POLAR",   "VALIANT", "WESTERN",
                                                     "CEDAR",    "MARBLE",   "SUMMIT",  "CANDID",  "LUNAR",   "RAPID"};
constexpr std::array<std::string_view, 24> kSecond = {"HERON",   "SPIRIT", "TRADER", "PIONEER", "GANNET",   "HORIZON",
                                                      "VOYAGER", "TERN",   "ARROW",  "BRIDGE",  "MERIDIAN", "LINDEN",
                                                      "BEACON",  "CREST",  "FALCON", "GLORY",   "HARMONY",  "LEGEND",
                                                      "PETREL",  "QUARTZ", "RIVER",  "STREAM",  "WILLOW",   "ZEPHYR"};
constexpr std::array<std::string_view, 12> kFerryFirst = {"PRIDE", "SPIRIT", "STAR",     "PEARL", "CROWN",  "DUKE",
                                                          "COTE",  "REINE",  "DUCHESSE", "BAIE",  "ETOILE", "VAGUE"};
constexpr std::array<std::string_view, 12> kFerrySecond = {
    "OF THE STRAIT", "OF WESSEX", "OF THE NARROWS", "D OPALE",  "DE BRETAGNE", "OF KENT",
    "DU COTENTIN",   "OF ALBION", "DES ILES",       "OF DEVON", "DE NACRE",    "OF THE WEST"};
constexpr std::array<std::string_view, 24> kFisher = {
    "PETIT GOELAND", "BONNE BRISE", "SEA HARVESTER", "OUR MARGARET", "LE GRAND LARGE", "ETOILE DU NORD",
    "GIRL PENELOPE", "PROVIDER",    "AR VAG",        "MARIE JEANNE", "GOOD INTENT",    "SILVER SPRAY",
    "LA MOUETTE",    "NEPTUNE",     "OCEAN DAWN",    "PEN AR BED",   "LOUISETTE",      "BOY STEPHEN",
    "PERSEVERE",     "L AVENTURE",  "CORNISH ROSE",  "STEREDENN",    "TWO BROTHERS",   "VENT D OUEST"};
constexpr std::array<std::string_view, 24> kYacht = {
    "WINDSONG", "KITTIWAKE", "ARIEL",     "SALTY DOG", "MISTRAL", "SEA BREEZE", "BLUE MOON", "PAPILLON",
    "CURLEW",   "NOMAD",     "LADY JANE", "TRITON",    "MOJITO",  "SANDPIPER",  "CALYPSO",   "SOLENE",
    "TANAGER",  "HALCYON",   "GALATEA",   "DEJA VU",   "PUFFIN",  "MERLIN",     "ALBATROS",  "FREYA"};
constexpr std::array<std::string_view, 8> kPilot = {"PILOT ALPHA",   "PILOT BRAVO", "PILOTINE NORD", "PILOTINE SUD",
                                                    "PILOT CHARLIE", "PILOT DELTA", "PILOTINE EST",  "PILOT ECHO"};
constexpr std::array<std::string_view, 8> kTug = {"STALWART",     "ABEILLE MANCHE", "PULLER",    "BULLDOG",
                                                  "LOYAL FRIEND", "BOURDON",        "STEADFAST", "MARSOUIN"};

constexpr std::array<std::int64_t, 20> kOceanMids = {636, 538, 249, 248, 311, 477, 563, 219, 244, 211,
                                                     209, 305, 215, 256, 257, 265, 232, 235, 228, 205};
constexpr std::array<std::int64_t, 7> kLocalMids = {232, 233, 234, 235, 226, 227, 228};
constexpr std::array<std::int64_t, 10> kYachtMids = {232, 233, 235, 227, 228, 244, 211, 205, 219, 250};

template <class Items>
auto pick(const Items& items, CoastRandom& random) {
  return items[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(items.size())))];
}

// The draws are separate statements: the order of evaluation of arguments differs between compilers.
template <class First, class Second>
std::string two_words(const First& first, const Second& second, CoastRandom& random) {
  std::string text(pick(first, random));
  text += ' ';
  text += pick(second, random);
  return text;
}

// Seven digits whose last one checks the others, as IMO ship numbers have it.
std::uint32_t imo_number(CoastRandom& random) {
  const std::int64_t six = random.between(900'000, 989'999);
  std::int64_t sum = 0;
  std::int64_t rest = six;
  for (std::int64_t weight = 2; weight <= 7; ++weight) {
    sum += rest % 10 * weight;
    rest /= 10;
  }
  return static_cast<std::uint32_t>(six * 10 + sum % 10);
}

// One that nobody has. Numbers of MMSI have more digits: one set holds both.
std::uint32_t imo_of(CoastRandom& random, std::set<std::uint32_t>& used) {
  for (;;) {
    const std::uint32_t number = imo_number(random);
    if (used.insert(number).second) return number;
  }
}

std::string call_sign(CoastRandom& random) {
  static constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::string sign;
  for (int i = 0; i < 4; ++i) {
    sign.push_back(kLetters[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(kLetters.size())))]);
  }
  sign.push_back(static_cast<char>('2' + random.below(8)));
  return sign;
}

std::uint32_t number_of(std::int64_t mid, CoastRandom& random, std::set<std::uint32_t>& used) {
  for (;;) {
    const auto mmsi = static_cast<std::uint32_t>(mid * 1'000'000 + random.between(100'000, 999'999));
    if (used.insert(mmsi).second) {
      return mmsi;
    }
  }
}

struct Size {
  std::int64_t length = 0;
  std::int64_t beam = 0;
  std::int64_t draught = 0;  // 1/10 m
};

void set_size(CoastIdentity& ship, const Size& size) {
  const std::int64_t length = size.length;
  const std::int64_t beam = size.beam;
  // The antenna stands aft on freighters, amidships on small craft.
  const std::int64_t stern = length > 60 ? length / 6 : length / 2;
  ship.to_stern = static_cast<std::uint16_t>(stern);
  ship.to_bow = static_cast<std::uint16_t>(length - stern);
  ship.to_port = static_cast<std::uint8_t>(beam / 2);
  ship.to_starboard = static_cast<std::uint8_t>(beam - beam / 2);
  ship.draught = static_cast<std::uint8_t>(size.draught);
}

}  // namespace

CoastIdentity make_identity(CoastKind kind, CoastRandom& random, std::set<std::uint32_t>& used) {
  CoastIdentity ship;
  ship.callsign = call_sign(random);
  switch (kind) {
    case CoastKind::cargo:
    case CoastKind::container:
    case CoastKind::tanker: {
      ship.mmsi = number_of(pick(kOceanMids, random), random, used);
      ship.imo = imo_of(random, used);
      ship.name = two_words(kFirst, kSecond, random);
      const std::int64_t length = kind == CoastKind::container ? random.between(140, 400) : random.between(82, 290);
      set_size(ship, Size{length, length / 7 + 3, length / 3 + random.between(20, 45)});
      ship.ship_type = static_cast<std::uint8_t>((kind == CoastKind::tanker ? 80 : 70) + random.below(5) % 4);
      break;
    }
    case CoastKind::ferry:
      ship.mmsi = number_of(pick(kLocalMids, random), random, used);
      ship.imo = imo_of(random, used);
      ship.name = two_words(kFerryFirst, kFerrySecond, random);
      set_size(ship, Size{random.between(130, 215), random.between(24, 32), random.between(55, 68)});
      ship.ship_type = 60;
      break;
    case CoastKind::fishing:
      ship.mmsi = number_of(pick(kLocalMids, random), random, used);
      ship.name = pick(kFisher, random);
      set_size(ship, Size{random.between(10, 32), random.between(4, 9), random.between(18, 45)});
      ship.ship_type = 30;
      break;
    case CoastKind::yacht:
      ship.mmsi = number_of(pick(kYachtMids, random), random, used);
      ship.name = pick(kYacht, random);
      set_size(ship, Size{random.between(8, 22), random.between(3, 6), random.between(12, 28)});
      ship.ship_type = random.one_in(4) ? 37 : 36;
      break;
    case CoastKind::pilot:
      ship.mmsi = number_of(pick(kLocalMids, random), random, used);
      ship.name = pick(kPilot, random);
      set_size(ship, Size{random.between(14, 20), 6, 15});
      ship.ship_type = 50;
      break;
    case CoastKind::tug:
      ship.mmsi = number_of(pick(kLocalMids, random), random, used);
      ship.imo = imo_of(random, used);
      ship.name = pick(kTug, random);
      set_size(ship, Size{random.between(24, 40), random.between(9, 14), random.between(40, 60)});
      ship.ship_type = 52;
      break;
    case CoastKind::rescue: {
      const std::int64_t mid = random.one_in(2) ? 232 : 227;
      ship.mmsi = static_cast<std::uint32_t>(111'000'000 + mid * 1000 + 500 + random.below(400));
      used.insert(ship.mmsi);
      ship.name = "RESCUE";
      break;
    }
  }
  return ship;
}

}  // namespace fairlead::testing
