// SPDX-License-Identifier: Apache-2.0
#include "foreign/plot_members.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "decode/foreign.hpp"

namespace fairlead::decode {
namespace {

using Entry = std::pair<std::string_view, PlotMember>;

// In alphabetical order.
constexpr auto kMembers = std::to_array<Entry>({
    {"accuracy", PlotMember::sigma},
    {"affiliation", PlotMember::identity},
    {"altitude", PlotMember::altitude},
    {"at", PlotMember::time},
    {"azimuth", PlotMember::bearing},
    {"beam", PlotMember::width},
    {"bearing", PlotMember::bearing},
    {"bearingdeg", PlotMember::bearing},
    {"bearingsigma", PlotMember::bearing_sigma},
    {"bearingsigmadeg", PlotMember::bearing_sigma},
    {"callsign", PlotMember::call_sign},
    {"category", PlotMember::kind},
    {"cog", PlotMember::course},
    {"comment", PlotMember::remarks},
    {"course", PlotMember::course},
    {"coursedeg", PlotMember::course},
    {"covariance", PlotMember::covariance},
    {"covarianceee", PlotMember::covariance_ee},
    {"covarianceen", PlotMember::covariance_en},
    {"covariancenn", PlotMember::covariance_nn},
    {"covee", PlotMember::covariance_ee},
    {"coven", PlotMember::covariance_en},
    {"coverage", PlotMember::coverage},
    {"covnn", PlotMember::covariance_nn},
    {"datetime", PlotMember::time},
    {"description", PlotMember::remarks},
    {"detectionprobability", PlotMember::detection_probability},
    {"ellipse", PlotMember::ellipse},
    {"error", PlotMember::error},
    {"falseplots", PlotMember::false_plots},
    {"heading", PlotMember::heading},
    {"identity", PlotMember::identity},
    {"image", PlotMember::photos},
    {"images", PlotMember::photos},
    {"imo", PlotMember::imo},
    {"kind", PlotMember::kind},
    {"label", PlotMember::label},
    {"lat", PlotMember::lat},
    {"latitude", PlotMember::lat},
    {"length", PlotMember::length},
    {"lengthm", PlotMember::length},
    {"lng", PlotMember::lon},
    {"lon", PlotMember::lon},
    {"long", PlotMember::lon},
    {"longitude", PlotMember::lon},
    {"major", PlotMember::major},
    {"majorm", PlotMember::major},
    {"minor", PlotMember::minor},
    {"minorm", PlotMember::minor},
    {"mmsi", PlotMember::mmsi},
    {"name", PlotMember::name},
    {"note", PlotMember::remarks},
    {"observedat", PlotMember::time},
    {"orientation", PlotMember::orientation},
    {"orientationdeg", PlotMember::orientation},
    {"photo", PlotMember::photos},
    {"photos", PlotMember::photos},
    {"position", PlotMember::position},
    {"range", PlotMember::range},
    {"rangem", PlotMember::range},
    {"rangesigma", PlotMember::range_sigma},
    {"rangesigmam", PlotMember::range_sigma},
    {"remark", PlotMember::remarks},
    {"remarks", PlotMember::remarks},
    {"scan", PlotMember::scan},
    {"seenas", PlotMember::kind},
    {"seenat", PlotMember::time},
    {"seenfrom", PlotMember::seen_from},
    {"seenfromlat", PlotMember::seen_from_lat},
    {"seenfromlon", PlotMember::seen_from_lon},
    {"semimajor", PlotMember::major},
    {"semiminor", PlotMember::minor},
    {"sensor", PlotMember::sensor},
    {"sensorlat", PlotMember::seen_from_lat},
    {"sensorlon", PlotMember::seen_from_lon},
    {"sensorposition", PlotMember::seen_from},
    {"shipname", PlotMember::name},
    {"sigma", PlotMember::sigma},
    {"sigmam", PlotMember::sigma},
    {"sog", PlotMember::speed_knots},
    {"sogkn", PlotMember::speed_knots},
    {"source", PlotMember::source},
    {"speed", PlotMember::speed},
    {"speedkn", PlotMember::speed_knots},
    {"speedknots", PlotMember::speed_knots},
    {"speedmps", PlotMember::speed},
    {"standardidentity", PlotMember::identity},
    {"station", PlotMember::source},
    {"time", PlotMember::time},
    {"timestamp", PlotMember::time},
    {"track", PlotMember::track},
    {"tracknumber", PlotMember::track},
    {"vesselname", PlotMember::name},
    {"vesseltype", PlotMember::kind},
    {"width", PlotMember::width},
    {"widthm", PlotMember::width},
});
static_assert(std::ranges::is_sorted(kMembers, {}, &Entry::first));

// Beginnings and whole words that belong to targeting. `target` alone and `targetnumber` are words of radar.
constexpr std::array<std::string_view, 26> kTargetingBeginnings = {"activetarget",
                                                                   "aimpoint",
                                                                   "attack",
                                                                   "bda",
                                                                   "collateral",
                                                                   "designatedtarget",
                                                                   "desiredmean",
                                                                   "dmpi",
                                                                   "engage",
                                                                   "firemission",
                                                                   "firesmission",
                                                                   "highpayoff",
                                                                   "highvaluetarget",
                                                                   "hptl",
                                                                   "hvt",
                                                                   "killbox",
                                                                   "killchain",
                                                                   "lethal",
                                                                   "munition",
                                                                   "neutrali",
                                                                   "prioritytarget",
                                                                   "strike",
                                                                   "targetlist",
                                                                   "targetnomination",
                                                                   "weapon",
                                                                   "weaponeering"};
constexpr std::array<std::string_view, 12> kTargetingWords = {
    "hostile",       "kill",           "nominated", "roe",          "targetcategory", "targetclass",
    "targetengaged", "targetpriority", "targetset", "targetstatus", "targetvalue",    "targeting"};

}  // namespace

std::string plot_word(std::string_view name) {
  std::string word;
  for (const char c : name) {
    if (c == '(' || c == '[') break;
    if (c == ' ' || c == '_' || c == '-' || c == '\t' || c == '"') continue;
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

PlotMember plot_member(std::string_view name) {
  const std::string word = plot_word(name);
  const auto found = std::ranges::lower_bound(kMembers, std::string_view(word), {}, &Entry::first);
  return found != kMembers.end() && found->first == word ? found->second : PlotMember::none;
}

bool is_targeting_name(std::string_view name) {
  const std::string word = plot_word(name);
  return std::ranges::any_of(kTargetingBeginnings, [&](std::string_view begin) { return word.starts_with(begin); }) ||
         std::ranges::find(kTargetingWords, std::string_view(word)) != kTargetingWords.end();
}

}  // namespace fairlead::decode
