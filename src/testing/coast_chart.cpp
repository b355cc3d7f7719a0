// SPDX-License-Identifier: Apache-2.0
// The waters of the simulated coast, as numbers: degrees of longitude, degrees of latitude, metres.
//
// Threads: constants.
#include "coast_chart.hpp"

#include <array>

namespace fairlead::testing {
namespace {

constexpr CoastWaypoint wp(double longitude, double latitude, std::int32_t half_width) {
  return {degrees(longitude, latitude), half_width};
}

// Eastbound ships keep to the French side, westbound ones to the English side.
constexpr std::array kEastFromUshant = {
    wp(-5.98, 48.42, 2500), wp(-5.75, 48.75, 2500), wp(-5.15, 49.12, 4000), wp(-3.90, 49.58, 4000),
    wp(-2.95, 49.84, 3000), wp(-2.40, 49.94, 3000), wp(-1.30, 50.12, 4000), wp(-0.30, 50.27, 4000),
    wp(0.35, 50.42, 3000),  wp(0.85, 50.60, 2500),  wp(1.20, 50.80, 2000),  wp(1.45, 50.97, 1500),
    wp(1.70, 51.10, 1500),  wp(2.05, 51.26, 2000),  wp(2.45, 51.42, 2500),  wp(2.98, 51.62, 3000)};
constexpr std::array kEastFromLandsEnd = {wp(-5.98, 49.70, 4000), wp(-5.00, 49.68, 4000), wp(-3.70, 49.68, 4000),
                                          wp(-2.95, 49.86, 2500), wp(-2.40, 49.96, 2500), wp(-1.30, 50.14, 4000),
                                          wp(-0.30, 50.29, 4000), wp(0.35, 50.44, 2500),  wp(0.85, 50.61, 2500),
                                          wp(1.20, 50.81, 2000),  wp(1.45, 50.98, 1500),  wp(1.70, 51.11, 1500),
                                          wp(2.05, 51.27, 2000),  wp(2.45, 51.43, 2500),  wp(2.98, 51.66, 3000)};
constexpr std::array kWestToUshant = {wp(2.55, 51.80, 3000),  wp(2.00, 51.50, 2500),  wp(1.70, 51.27, 1500),
                                      wp(1.53, 51.12, 1200),  wp(1.40, 51.03, 1200),  wp(1.20, 50.91, 1200),
                                      wp(1.03, 50.80, 1200),  wp(0.70, 50.68, 2000),  wp(0.10, 50.55, 2500),
                                      wp(-0.60, 50.43, 3500), wp(-1.30, 50.32, 3500), wp(-2.20, 50.18, 3000),
                                      wp(-2.95, 50.08, 3000), wp(-3.95, 49.85, 4000), wp(-5.10, 49.48, 4000),
                                      wp(-5.80, 49.08, 2500), wp(-5.98, 48.90, 2500)};
constexpr std::array kWestToLandsEnd = {
    wp(2.55, 51.82, 3000),  wp(2.00, 51.52, 2500),  wp(1.71, 51.28, 1500),  wp(1.53, 51.13, 1000),
    wp(1.40, 51.04, 1000),  wp(1.20, 50.92, 1000),  wp(1.03, 50.81, 1000),  wp(0.70, 50.69, 2000),
    wp(0.10, 50.56, 2500),  wp(-0.60, 50.44, 3500), wp(-1.30, 50.33, 3500), wp(-2.20, 50.20, 3000),
    wp(-2.95, 50.10, 3000), wp(-3.95, 49.95, 4000), wp(-5.15, 49.80, 3000), wp(-5.98, 49.85, 3000)};

constexpr std::array kSouthampton = {wp(0.75, 50.66, 1500),  wp(-0.30, 50.50, 2000), wp(-0.75, 50.55, 1000),
                                     wp(-0.92, 50.64, 400),  wp(-1.00, 50.70, 250),  wp(-1.07, 50.740, 200),
                                     wp(-1.13, 50.757, 150), wp(-1.18, 50.765, 150)};
constexpr std::array kSouthamptonWest = {wp(-5.98, 49.72, 3000), wp(-4.00, 49.78, 3000), wp(-2.95, 49.90, 2000),
                                         wp(-1.90, 50.08, 2500), wp(-1.20, 50.35, 1500), wp(-0.88, 50.58, 700),
                                         wp(-0.93, 50.65, 400),  wp(-1.00, 50.70, 250),  wp(-1.07, 50.740, 200),
                                         wp(-1.13, 50.757, 150), wp(-1.18, 50.765, 150)};
constexpr std::array kLeHavreEast = {
    wp(2.95, 51.64, 2000), wp(2.05, 51.24, 1500),  wp(1.70, 51.09, 1200), wp(1.45, 50.96, 1000), wp(1.18, 50.78, 1500),
    wp(0.60, 50.45, 2500), wp(-0.05, 49.95, 2000), wp(-0.22, 49.62, 800), wp(-0.12, 49.50, 400), wp(0.03, 49.487, 200)};
constexpr std::array kLeHavreWest = {wp(-5.95, 48.45, 2000), wp(-5.73, 48.77, 2000), wp(-5.10, 49.14, 3000),
                                     wp(-3.85, 49.60, 3000), wp(-2.90, 49.86, 2000), wp(-2.00, 50.00, 2500),
                                     wp(-1.10, 49.90, 2000), wp(-0.40, 49.62, 1000), wp(-0.12, 49.50, 400),
                                     wp(0.03, 49.487, 200)};
constexpr std::array kPortland = {wp(-5.95, 49.73, 3000), wp(-4.00, 49.85, 3000), wp(-2.60, 50.22, 2000),
                                  wp(-2.32, 50.46, 700),  wp(-2.34, 50.56, 400),  wp(-2.40, 50.59, 200)};
constexpr std::array kPlymouth = {wp(-5.90, 49.74, 3000), wp(-4.60, 49.90, 2000), wp(-4.20, 50.15, 1000),
                                  wp(-4.17, 50.28, 400), wp(-4.155, 50.315, 150)};
constexpr std::array kFalmouth = {wp(-5.90, 49.66, 3000), wp(-5.05, 49.80, 2000), wp(-4.90, 50.00, 1000),
                                  wp(-4.97, 50.09, 400), wp(-5.005, 50.118, 150)};
constexpr std::array kBrest = {wp(-5.97, 48.36, 2000), wp(-5.40, 48.24, 1500), wp(-4.92, 48.24, 600),
                               wp(-4.78, 48.285, 300), wp(-4.70, 48.308, 150)};
constexpr std::array kCherbourg = {wp(-5.95, 49.70, 3000), wp(-4.00, 49.72, 3000), wp(-2.40, 49.97, 2000),
                                   wp(-1.85, 49.86, 1000), wp(-1.66, 49.74, 400),  wp(-1.63, 49.69, 150)};
constexpr std::array kDunkirk = {wp(-5.95, 48.47, 2000), wp(-5.72, 48.79, 2000), wp(-3.90, 49.62, 3000),
                                 wp(-2.40, 49.95, 2000), wp(-0.30, 50.28, 3000), wp(0.85, 50.60, 2000),
                                 wp(1.20, 50.80, 1500),  wp(1.45, 50.98, 1000),  wp(1.75, 51.07, 600),
                                 wp(2.05, 51.075, 300),  wp(2.15, 51.045, 150)};
constexpr std::array kShoreham = {wp(0.75, 50.66, 1500), wp(0.10, 50.60, 1500), wp(-0.18, 50.70, 500),
                                  wp(-0.25, 50.79, 150)};

constexpr std::array kDoverCalais = {wp(1.365, 51.115, 60), wp(1.42, 51.10, 250), wp(1.58, 51.05, 500),
                                     wp(1.75, 51.00, 300), wp(1.82, 50.985, 60)};
constexpr std::array kDoverDunkirk = {wp(1.365, 51.12, 60), wp(1.45, 51.12, 250), wp(1.70, 51.11, 400),
                                      wp(2.00, 51.08, 300), wp(2.15, 51.045, 60)};
constexpr std::array kNewhavenDieppe = {wp(0.06, 50.765, 60), wp(0.09, 50.70, 300), wp(0.40, 50.40, 600),
                                        wp(0.90, 50.05, 500), wp(1.06, 49.96, 60)};
constexpr std::array kPortsmouthCherbourg = {wp(-1.105, 50.765, 60), wp(-1.07, 50.742, 80), wp(-1.00, 50.70, 120),
                                             wp(-0.94, 50.64, 250),  wp(-1.05, 50.45, 600), wp(-1.45, 49.95, 600),
                                             wp(-1.62, 49.74, 200),  wp(-1.63, 49.69, 60)};
constexpr std::array kPortsmouthCaen = {wp(-1.105, 50.765, 60), wp(-1.07, 50.742, 80), wp(-1.00, 50.70, 120),
                                        wp(-0.90, 50.62, 250),  wp(-0.60, 50.10, 800), wp(-0.32, 49.60, 500),
                                        wp(-0.24, 49.36, 60)};
constexpr std::array kPortsmouthLeHavre = {wp(-1.105, 50.765, 60), wp(-1.07, 50.742, 80), wp(-1.00, 50.70, 120),
                                           wp(-0.88, 50.62, 250),  wp(-0.40, 50.00, 800), wp(-0.14, 49.55, 300),
                                           wp(0.03, 49.487, 80)};
constexpr std::array kPooleCherbourg = {wp(-1.89, 50.645, 60), wp(-1.86, 50.58, 200), wp(-1.75, 50.10, 600),
                                        wp(-1.65, 49.74, 200), wp(-1.63, 49.69, 60)};
constexpr std::array kPlymouthRoscoff = {wp(-4.15, 50.32, 60), wp(-4.17, 50.26, 200), wp(-4.05, 49.45, 800),
                                         wp(-3.93, 48.86, 300), wp(-3.93, 48.79, 60)};

constexpr std::array kNabPilots = {wp(-1.12, 50.757, 60), wp(-1.07, 50.740, 100), wp(-1.00, 50.70, 150),
                                   wp(-0.93, 50.65, 300)};
constexpr std::array kDoverPilots = {wp(1.365, 51.115, 50), wp(1.42, 51.12, 200), wp(1.47, 51.17, 300)};
constexpr std::array kDungenessPilots = {wp(1.02, 50.93, 60), wp(1.05, 50.91, 200), wp(1.06, 50.86, 300)};
constexpr std::array kHavrePilots = {wp(0.03, 49.487, 60), wp(-0.06, 49.50, 200), wp(-0.15, 49.52, 300)};
constexpr std::array kBrixhamPilots = {wp(-3.495, 50.415, 50), wp(-3.45, 50.42, 150), wp(-3.38, 50.38, 300)};
constexpr std::array kFalmouthPilots = {wp(-5.005, 50.118, 50), wp(-4.99, 50.09, 150), wp(-4.97, 50.05, 300)};
constexpr std::array kBrestPilots = {wp(-4.70, 48.308, 50), wp(-4.78, 48.285, 150), wp(-4.86, 48.25, 300)};

constexpr std::array kLanes = {CoastRoute{"Ushant to North Sea", kEastFromUshant, "", "", false},
                               CoastRoute{"Land's End to North Sea", kEastFromLandsEnd, "", "", false},
                               CoastRoute{"North Sea to Ushant", kWestToUshant, "", "", false},
                               CoastRoute{"North Sea to Land's End", kWestToLandsEnd, "", "", false}};
constexpr std::array kPorts = {CoastRoute{"Southampton east", kSouthampton, "", "GBSOU"},
                               CoastRoute{"Southampton west", kSouthamptonWest, "", "GBSOU"},
                               CoastRoute{"Le Havre east", kLeHavreEast, "", "FRLEH"},
                               CoastRoute{"Le Havre west", kLeHavreWest, "", "FRLEH"},
                               CoastRoute{"Portland", kPortland, "", "GBPTL"},
                               CoastRoute{"Plymouth", kPlymouth, "", "GBPLY"},
                               CoastRoute{"Falmouth", kFalmouth, "", "GBFAL"},
                               CoastRoute{"Brest", kBrest, "", "FRBES"},
                               CoastRoute{"Cherbourg", kCherbourg, "", "FRCER"},
                               CoastRoute{"Dunkirk", kDunkirk, "", "FRDKK"},
                               CoastRoute{"Shoreham", kShoreham, "", "GBSHO"}};
constexpr std::array kFerries = {CoastRoute{"Dover-Calais", kDoverCalais, "GBDVR", "FRCQF"},
                                 CoastRoute{"Dover-Dunkirk", kDoverDunkirk, "GBDVR", "FRDKK"},
                                 CoastRoute{"Newhaven-Dieppe", kNewhavenDieppe, "GBNHV", "FRDPE"},
                                 CoastRoute{"Portsmouth-Cherbourg", kPortsmouthCherbourg, "GBPME", "FRCER"},
                                 CoastRoute{"Portsmouth-Caen", kPortsmouthCaen, "GBPME", "FRCFR"},
                                 CoastRoute{"Portsmouth-Le Havre", kPortsmouthLeHavre, "GBPME", "FRLEH"},
                                 CoastRoute{"Poole-Cherbourg", kPooleCherbourg, "GBPOO", "FRCER"},
                                 CoastRoute{"Plymouth-Roscoff", kPlymouthRoscoff, "GBPLY", "FRROS"}};
constexpr std::array kPilots = {CoastRoute{"Nab", kNabPilots, "GBSOU", ""},
                                CoastRoute{"Dover", kDoverPilots, "GBDVR", ""},
                                CoastRoute{"Dungeness", kDungenessPilots, "GBDVR", ""},
                                CoastRoute{"Le Havre", kHavrePilots, "FRLEH", ""},
                                CoastRoute{"Brixham", kBrixhamPilots, "GBBRX", ""},
                                CoastRoute{"Falmouth", kFalmouthPilots, "GBFAL", ""},
                                CoastRoute{"Brest", kBrestPilots, "FRBES", ""}};

constexpr CoastPoint pt(double longitude, double latitude) { return degrees(longitude, latitude); }

constexpr std::array kTorBay = {pt(-3.50, 50.42), pt(-3.50, 50.445), pt(-3.46, 50.45), pt(-3.46, 50.42)};
constexpr std::array kLymeBay = {pt(-2.95, 50.52), pt(-2.95, 50.64), pt(-2.72, 50.60), pt(-2.62, 50.52)};
constexpr std::array kBaieDeSeine = {pt(-0.28, 49.42), pt(-0.28, 49.49), pt(-0.10, 49.47), pt(-0.10, 49.42)};
constexpr std::array kDowns = {pt(1.425, 51.19), pt(1.425, 51.25), pt(1.455, 51.25), pt(1.455, 51.19)};
constexpr std::array kStHelens = {pt(-1.04, 50.695), pt(-1.04, 50.715), pt(-0.99, 50.69), pt(-0.99, 50.675)};
constexpr std::array kFalmouthBay = {pt(-5.035, 50.09), pt(-5.035, 50.12), pt(-4.98, 50.12), pt(-4.98, 50.085)};
constexpr std::array kWeymouthBay = {pt(-2.40, 50.60), pt(-2.40, 50.625), pt(-2.34, 50.625), pt(-2.34, 50.60)};
constexpr std::array kDunkirkRoads = {pt(2.20, 51.10), pt(2.20, 51.14), pt(2.35, 51.15), pt(2.35, 51.11)};
constexpr std::array kDungenessRoads = {pt(1.00, 50.93), pt(1.03, 50.98), pt(1.10, 50.98), pt(1.08, 50.92)};
constexpr std::array kBertheaume = {pt(-4.74, 48.31), pt(-4.74, 48.325), pt(-4.69, 48.325), pt(-4.69, 48.31)};
constexpr std::array kAnchorages = {CoastArea{"Tor Bay", kTorBay},
                                    CoastArea{"Lyme Bay", kLymeBay},
                                    CoastArea{"Baie de Seine", kBaieDeSeine},
                                    CoastArea{"The Downs", kDowns},
                                    CoastArea{"St Helens Roads", kStHelens},
                                    CoastArea{"Falmouth Bay", kFalmouthBay},
                                    CoastArea{"Weymouth Bay", kWeymouthBay},
                                    CoastArea{"Dunkirk roads", kDunkirkRoads},
                                    CoastArea{"Dungeness roads", kDungenessRoads},
                                    CoastArea{"Bertheaume", kBertheaume}};

constexpr std::array kStartPoint = {pt(-4.00, 49.98), pt(-4.00, 50.12), pt(-3.45, 50.15), pt(-3.45, 50.00)};
constexpr std::array kWestChannel = {pt(-5.60, 49.20), pt(-5.40, 49.42), pt(-4.70, 49.36), pt(-4.80, 49.05)};
constexpr std::array kSeineGround = {pt(-1.00, 49.48), pt(-1.00, 49.62), pt(-0.45, 49.62), pt(-0.40, 49.48)};
constexpr std::array kRyeBay = {pt(0.76, 50.79), pt(0.78, 50.86), pt(0.88, 50.86), pt(0.90, 50.79)};
constexpr std::array kBoulogne = {pt(1.28, 50.56), pt(1.28, 50.72), pt(1.46, 50.74), pt(1.46, 50.56)};
constexpr std::array kLymeGround = {pt(-3.25, 50.38), pt(-3.20, 50.55), pt(-2.75, 50.48), pt(-2.75, 50.36)};
constexpr std::array kEddystone = {pt(-4.55, 50.03), pt(-4.50, 50.20), pt(-4.25, 50.20), pt(-4.25, 50.03)};
constexpr std::array kRoscoffGround = {pt(-4.50, 48.88), pt(-4.40, 49.05), pt(-3.65, 49.05), pt(-3.60, 48.92)};
constexpr std::array kSommeGround = {pt(1.08, 50.15), pt(1.08, 50.36), pt(1.38, 50.36), pt(1.38, 50.22)};
constexpr std::array kGrounds = {
    CoastArea{"Start Point", kStartPoint}, CoastArea{"West Channel", kWestChannel}, CoastArea{"Seine", kSeineGround},
    CoastArea{"Rye Bay", kRyeBay},         CoastArea{"Boulogne", kBoulogne},        CoastArea{"Lyme", kLymeGround},
    CoastArea{"Eddystone", kEddystone},    CoastArea{"Roscoff", kRoscoffGround},    CoastArea{"Somme", kSommeGround}};

constexpr std::array kEastSolent = {pt(-1.05, 50.715), pt(-1.09, 50.745), pt(-1.02, 50.745), pt(-0.94, 50.68)};
constexpr std::array kPooleBay = {pt(-1.88, 50.63), pt(-1.86, 50.69), pt(-1.72, 50.70), pt(-1.72, 50.63)};
constexpr std::array kStartBay = {pt(-3.50, 50.26), pt(-3.47, 50.36), pt(-3.30, 50.40), pt(-3.30, 50.24)};
constexpr std::array kPlymouthOffing = {pt(-4.20, 50.24), pt(-4.18, 50.29), pt(-4.10, 50.29), pt(-4.06, 50.24)};
constexpr std::array kMevagissey = {pt(-4.75, 50.12), pt(-4.72, 50.24), pt(-4.55, 50.26), pt(-4.50, 50.12)};
constexpr std::array kBrighton = {pt(-0.36, 50.69), pt(-0.36, 50.78), pt(-0.05, 50.765), pt(0.06, 50.69)};
constexpr std::array kCourseulles = {pt(-0.62, 49.39), pt(-0.62, 49.45), pt(-0.30, 49.44), pt(-0.28, 49.37)};
constexpr std::array kCherbourgOffing = {pt(-1.78, 49.72), pt(-1.75, 49.79), pt(-1.48, 49.79), pt(-1.45, 49.73)};
constexpr std::array kIroise = {pt(-4.88, 48.20), pt(-4.86, 48.27), pt(-4.72, 48.28), pt(-4.70, 48.24)};
constexpr std::array kHastings = {pt(0.42, 50.72), pt(0.42, 50.80), pt(0.60, 50.83), pt(0.64, 50.74)};
constexpr std::array kYachts = {CoastArea{"East Solent", kEastSolent},  CoastArea{"Poole Bay", kPooleBay},
                                CoastArea{"Start Bay", kStartBay},      CoastArea{"Plymouth", kPlymouthOffing},
                                CoastArea{"Mevagissey", kMevagissey},   CoastArea{"Brighton", kBrighton},
                                CoastArea{"Courseulles", kCourseulles}, CoastArea{"Cherbourg", kCherbourgOffing},
                                CoastArea{"Iroise", kIroise},           CoastArea{"Hastings", kHastings}};

constexpr std::array kRescueMiddle = {pt(-1.60, 50.10), pt(-1.40, 50.50), pt(-0.30, 50.60), pt(-0.20, 50.10)};
constexpr std::array kRescueWest = {pt(-5.20, 49.30), pt(-4.90, 49.90), pt(-3.90, 50.05), pt(-3.60, 49.40)};
constexpr std::array kRescues = {CoastArea{"Lee-on-the-Solent", kRescueMiddle},
                                 CoastArea{"Western Channel", kRescueWest}};

constexpr CoastStation station(std::uint32_t mmsi, std::string_view name, double longitude, double latitude,
                               std::int32_t range, bool milliseconds, bool groups) {
  return {mmsi, name, degrees(longitude, latitude), range, milliseconds, groups};
}
constexpr std::array kStations = {
    station(2'320'901, "Dover", 1.34, 51.13, 45, false, false),
    station(2'320'902, "Dungeness", 0.97, 50.91, 40, false, false),
    station(2'320'903, "Beachy Head", 0.24, 50.74, 50, false, false),
    station(2'320'904, "St Catherines", -1.30, 50.58, 50, false, false),
    station(2'320'905, "Portland Bill", -2.46, 50.52, 50, false, false),
    station(2'320'906, "Start Point", -3.64, 50.22, 50, false, false),
    station(2'320'907, "Lizard", -5.20, 49.96, 50, false, false),
    station(2'275'901, "Gris-Nez", 1.58, 50.87, 50, true, true),
    station(2'275'902, "Fecamp", 0.37, 49.77, 45, true, true),
    station(2'275'903, "La Heve", 0.07, 49.51, 40, true, true),
    station(2'275'904, "Jobourg", -1.91, 49.69, 50, true, true),
    station(2'275'905, "Batz", -4.03, 48.75, 45, true, true),
    station(2'275'906, "Ouessant", -5.06, 48.47, 55, true, true),
};

constexpr CoastAid aid(std::uint32_t mmsi, std::string_view name, double longitude, double latitude, std::uint8_t type,
                       bool is_virtual = false) {
  return {mmsi, name, degrees(longitude, latitude), type, is_virtual};
}
constexpr std::array kAids = {
    aid(992'329'001, "LANE SEPARATION NORTH", 1.62, 51.13, 30),
    aid(992'329'002, "STRAIT MID BUOY", 1.32, 50.93, 30),
    aid(992'329'003, "NARROWS LANBY", 1.02, 50.74, 26),
    aid(992'329'004, "MID CHANNEL FLOAT", -0.05, 50.42, 26),
    aid(992'329'005, "EAST SOLENT FAIRWAY", -0.95, 50.65, 26),
    aid(992'329'006, "LYME WAVE BUOY", -2.86, 50.58, 2),
    aid(992'329'007, "WEST CHANNEL LIGHTSHIP FLOAT", -2.90, 49.98, 31),
    aid(992'329'008, "TORBAY ANCHORAGE EAST", -3.44, 50.44, 28),
    aid(992'329'009, "WRECK NORTH VIRTUAL", 0.55, 50.62, 28, true),
    aid(992'279'001, "BASSIN CARDINALE SUD", 0.95, 50.52, 22),
    aid(992'279'002, "SEINE ATTERRISSAGE", -0.16, 49.52, 26),
    aid(992'279'003, "COTENTIN NORD", -1.60, 49.79, 20),
    aid(992'279'004, "IROISE OUEST", -5.30, 48.26, 23),
    aid(992'279'005, "ROSCOFF ATTERRISSAGE VIRTUELLE", -3.93, 48.90, 26, true),
};

}  // namespace

std::span<const CoastRoute> lane_routes() { return kLanes; }
std::span<const CoastRoute> port_routes() { return kPorts; }
std::span<const CoastRoute> ferry_routes() { return kFerries; }
std::span<const CoastRoute> pilot_routes() { return kPilots; }
std::span<const CoastArea> anchorages() { return kAnchorages; }
std::span<const CoastArea> fishing_grounds() { return kGrounds; }
std::span<const CoastArea> yacht_waters() { return kYachts; }
std::span<const CoastArea> rescue_waters() { return kRescues; }
std::span<const CoastStation> coast_stations() { return kStations; }
std::span<const CoastAid> coast_aids() { return kAids; }

}  // namespace fairlead::testing
