// SPDX-License-Identifier: Apache-2.0
// The words behind the codes of application payloads, after the tables of the circulars.
//
// Threads: constants.
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "application_words.hpp"

namespace fairlead::decode::ais {
namespace {

using Word = std::string_view;

template <std::size_t Count>
Word at(const std::array<Word, Count>& words, int code) {
  return code >= 0 && static_cast<std::size_t>(code) < Count ? words[static_cast<std::size_t>(code)] : Word{};
}

constexpr std::array<Word, 128> kNotices = [] {
  std::array<Word, 128> w{};
  w[0] = "Caution area: marine mammals habitat";
  w[1] = "Caution area: marine mammals in area, reduce speed";
  w[2] = "Caution area: marine mammals in area, stay clear";
  w[3] = "Caution area: marine mammals in area, report sightings";
  w[4] = "Caution area: protected habitat, reduce speed";
  w[5] = "Caution area: protected habitat, stay clear";
  w[6] = "Caution area: protected habitat, no fishing or anchoring";
  w[7] = "Caution area: derelicts (drifting objects)";
  w[8] = "Caution area: traffic congestion";
  w[9] = "Caution area: marine event";
  w[10] = "Caution area: divers down";
  w[11] = "Caution area: swim area";
  w[12] = "Caution area: dredge operations";
  w[13] = "Caution area: survey operations";
  w[14] = "Caution area: underwater operation";
  w[15] = "Caution area: seaplane operations";
  w[16] = "Caution area: fishery, nets in water";
  w[17] = "Caution area: cluster of fishing vessels";
  w[18] = "Caution area: fairway closed";
  w[19] = "Caution area: harbour closed";
  w[20] = "Caution area: risk (see associated text)";
  w[21] = "Caution area: underwater vehicle operation";
  w[23] = "Environmental caution area: storm front (line squall)";
  w[24] = "Environmental caution area: hazardous sea ice";
  w[25] = "Environmental caution area: storm warning (storm cell or line of storms)";
  w[26] = "Environmental caution area: high wind";
  w[27] = "Environmental caution area: high waves";
  w[28] = "Environmental caution area: restricted visibility (fog, rain, etc.)";
  w[29] = "Environmental caution area: strong currents";
  w[30] = "Environmental caution area: heavy icing";
  w[32] = "Restricted area: fishing prohibited";
  w[33] = "Restricted area: no anchoring";
  w[34] = "Restricted area: entry approval required before transit";
  w[35] = "Restricted area: entry prohibited";
  w[36] = "Restricted area: active military operations area";
  w[37] = "Restricted area: firing, danger area";
  w[38] = "Restricted area: drifting mines";
  w[40] = "Anchorage area: anchorage open";
  w[41] = "Anchorage area: anchorage closed";
  w[42] = "Anchorage area: anchorage prohibited";
  w[43] = "Anchorage area: deep draught anchorage";
  w[44] = "Anchorage area: shallow draught anchorage";
  w[45] = "Anchorage area: vessel transfer operations";
  w[56] = "Security alert: level 1";
  w[57] = "Security alert: level 2";
  w[58] = "Security alert: level 3";
  w[64] = "Distress area: vessel disabled and adrift";
  w[65] = "Distress area: vessel sinking";
  w[66] = "Distress area: vessel abandoning ship";
  w[67] = "Distress area: vessel requests medical assistance";
  w[68] = "Distress area: vessel flooding";
  w[69] = "Distress area: vessel fire/explosion";
  w[70] = "Distress area: vessel grounding";
  w[71] = "Distress area: vessel collision";
  w[72] = "Distress area: vessel listing/capsizing";
  w[73] = "Distress area: vessel under assault";
  w[74] = "Distress area: person overboard";
  w[75] = "Distress area: search and rescue area";
  w[76] = "Distress area: pollution response area";
  w[80] = "Instruction: contact vessel traffic services at this point";
  w[81] = "Instruction: contact port administration at this point";
  w[82] = "Instruction: do not proceed beyond this point";
  w[83] = "Instruction: await instructions before proceeding beyond this point";
  w[84] = "Instruction: proceed to this location, await instructions";
  w[85] = "Clearance granted: proceed to berth";
  w[88] = "Information: pilot boarding position";
  w[89] = "Information: icebreaker waiting area";
  w[90] = "Information: places of refuge";
  w[91] = "Information: position of icebreakers";
  w[92] = "Information: location of response units";
  w[93] = "Information: active target of vessel traffic services";
  w[94] = "Information: rogue or suspicious vessel";
  w[95] = "Information: vessel requesting non-distress assistance";
  w[96] = "Chart feature: sunken vessel";
  w[97] = "Chart feature: submerged object";
  w[98] = "Chart feature: semi-submerged object";
  w[99] = "Chart feature: shoal area";
  w[100] = "Chart feature: shoal area due north";
  w[101] = "Chart feature: shoal area due east";
  w[102] = "Chart feature: shoal area due south";
  w[103] = "Chart feature: shoal area due west";
  w[104] = "Chart feature: channel obstruction";
  w[105] = "Chart feature: reduced vertical clearance";
  w[106] = "Chart feature: bridge closed";
  w[107] = "Chart feature: bridge partially open";
  w[108] = "Chart feature: bridge fully open";
  w[112] = "Report from ship: icing";
  w[114] = "Report from ship: miscellaneous (see associated text)";
  w[120] = "Route: recommended route";
  w[121] = "Route: alternative route";
  w[122] = "Route: recommended route through ice";
  w[125] = "Other (see associated text)";
  w[126] = "Cancellation: cancel area as identified by the linkage";
  w[127] = "Undefined";
  return w;
}();

constexpr std::array<Word, 6> kShapes = {"circle", "rectangle", "sector", "polyline", "polygon", "text"};
constexpr std::array<Word, 6> kRoutes = {
    "Undefined", "Mandatory", "Recommended", "Alternative", "Recommended route through ice", "Ship route plan"};
constexpr std::array<Word, 14> kSignals = {
    "",
    "IALA port traffic signal 1: serious emergency, all vessels to stop or divert according to instructions",
    "IALA port traffic signal 2: vessels shall not proceed",
    "IALA port traffic signal 3: vessels may proceed, one way traffic",
    "IALA port traffic signal 4: vessels may proceed, two way traffic",
    "IALA port traffic signal 5: a vessel may proceed only when it has received specific orders to do so",
    "IALA port traffic signal 2a: vessels shall not proceed, except outside the main channel",
    "IALA port traffic signal 5a: a vessel may proceed only on specific orders, except outside the main channel",
    "Japan traffic signal I: in-bound only acceptable",
    "Japan traffic signal O: out-bound only acceptable",
    "Japan traffic signal F: both in- and out-bound acceptable",
    "Japan traffic signal XI: code will shift to I in due time",
    "Japan traffic signal XO: code will shift to O in due time",
    "Japan traffic signal X: vessels shall not proceed, except on direction from the competent authority"};
constexpr std::array<Word, 6> kMoorings = {
    "", "Port-side to", "Starboard-side to", "Mediterranean (end-on) mooring", "Mooring buoy", "Anchorage"};
constexpr std::array<Word, 3> kTendencies = {"steady", "decreasing", "increasing"};
constexpr std::array<Word, 7> kPrecipitations = {"reserved",  "rain", "thunderstorm", "freezing rain",
                                                 "mixed/ice", "snow", "reserved"};
constexpr std::array<Word, 3> kIce = {"no", "yes", "reserved"};
constexpr std::array<Word, 11> kSensors = {
    "Site location",           "Station ID", "Wind",     "Water level", "Current flow (2D)",  "Current flow (3D)",
    "Horizontal current flow", "Sea state",  "Salinity", "Weather",     "Air gap/air draught"};
constexpr std::array<Word, 4> kRacons = {"No RACON installed", "RACON not monitored", "RACON operational",
                                         "RACON ERROR"};
constexpr std::array<Word, 4> kAtonLights = {"No light or no monitoring", "Light ON", "Light OFF", "Light ERROR"};
constexpr std::array<Word, 5> kHazards = {"0 blue cones/lights", "1 blue cone/light", "2 blue cones/lights",
                                          "3 blue cones/lights", "4 B-Flag"};
constexpr std::array<Word, 3> kLoaded = {"", "Unloaded", "Loaded"};
constexpr std::array<Word, 3> kLocks = {"Operational", "Limited operation", "Out of order"};
constexpr std::array<Word, 10> kEmmaTypes = {
    "",      "Wind",       "Rain", "Snow and ice", "Thunderstorm", "Fog", "Low temperature", "High temperature",
    "Flood", "Forest fire"};
constexpr std::array<Word, 4> kEmmaClasses = {"", "Slight", "Medium", "Strong"};
constexpr std::array<Word, 9> kEmmaWinds = {"",      "North",      "North East", "East",      "South East",
                                            "South", "South West", "West",       "North West"};
constexpr std::array<Word, 5> kImpacts = {"", "Upstream", "Downstream", "To left bank", "To right bank"};

// In order of the code.
constexpr std::array<std::pair<int, Word>, 42> kInlandShips = {{
    {8000, "Vessel, type unknown"},
    {8010, "Motor freighter"},
    {8020, "Motor tanker"},
    {8021, "Motor tanker, liquid cargo, type N"},
    {8022, "Motor tanker, liquid cargo, type C"},
    {8023, "Motor tanker, dry cargo as if liquid (e.g. cement)"},
    {8030, "Container vessel"},
    {8040, "Gas tanker"},
    {8050, "Motor freighter, tug"},
    {8060, "Motor tanker, tug"},
    {8070, "Motor freighter with one or more ships alongside"},
    {8080, "Motor freighter with tanker"},
    {8090, "Motor freighter pushing one or more freighters"},
    {8100, "Motor freighter pushing at least one tank-ship"},
    {8110, "Tug, freighter"},
    {8120, "Tug, tanker"},
    {8130, "Tug freighter, coupled"},
    {8140, "Tug, freighter/tanker, coupled"},
    {8150, "Freightbarge"},
    {8160, "Tankbarge"},
    {8161, "Tankbarge, liquid cargo, type N"},
    {8162, "Tankbarge, liquid cargo, type C"},
    {8163, "Tankbarge, dry cargo as if liquid (e.g. cement)"},
    {8170, "Freightbarge with containers"},
    {8180, "Tankbarge, gas"},
    {8210, "Pushtow, one cargo barge"},
    {8220, "Pushtow, two cargo barges"},
    {8230, "Pushtow, three cargo barges"},
    {8240, "Pushtow, four cargo barges"},
    {8250, "Pushtow, five cargo barges"},
    {8260, "Pushtow, six cargo barges"},
    {8270, "Pushtow, seven cargo barges"},
    {8280, "Pushtow, eight cargo barges"},
    {8290, "Pushtow, nine or more barges"},
    {8310, "Pushtow, one tank/gas barge"},
    {8320, "Pushtow, two barges at least one tanker or gas barge"},
    {8330, "Pushtow, three barges at least one tanker or gas barge"},
    {8340, "Pushtow, four barges at least one tanker or gas barge"},
    {8350, "Pushtow, five barges at least one tanker or gas barge"},
    {8360, "Pushtow, six barges at least one tanker or gas barge"},
    {8370, "Pushtow, seven barges at least one tanker or gas barge"},
    {8380, "Pushtow, eight barges at least one tanker or gas barge"},
}};

}  // namespace

Word area_notice_word(int notice) { return at(kNotices, notice); }
Word area_shape_word(int shape) { return at(kShapes, shape); }
Word route_type_word(int rtype) {
  return rtype == 31 ? Word{"Cancel route identified by message linkage"} : at(kRoutes, rtype);
}
Word traffic_signal_word(int signal) { return at(kSignals, signal); }
Word mooring_word(int position) { return at(kMoorings, position); }
Word tendency_word(int tendency) { return at(kTendencies, tendency); }
Word precipitation_word(int preciptype) { return at(kPrecipitations, preciptype); }
Word ice_word(int ice) { return at(kIce, ice); }
Word sensor_word(int sensor) { return at(kSensors, sensor); }
Word racon_word(int racon) { return at(kRacons, racon); }
Word aton_light_word(int light) { return at(kAtonLights, light); }
Word inland_ship_word(int eri_code) {
  const auto found = std::ranges::lower_bound(kInlandShips, eri_code, {}, &std::pair<int, Word>::first);
  return found != kInlandShips.end() && found->first == eri_code ? found->second : Word{};
}
Word hazard_word(int hazard) { return at(kHazards, hazard); }
Word loaded_word(int loaded) { return at(kLoaded, loaded); }
Word lock_status_word(int status) { return at(kLocks, status); }
Word emma_type_word(int type) { return at(kEmmaTypes, type); }
Word emma_class_word(int intensity) { return at(kEmmaClasses, intensity); }
Word emma_wind_word(int wind) { return at(kEmmaWinds, wind); }
Word signal_impact_word(int direction) { return at(kImpacts, direction); }

}  // namespace fairlead::decode::ais
