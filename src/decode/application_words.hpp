// SPDX-License-Identifier: Apache-2.0
// The words behind the codes of application payloads; private. An empty word means: reserved, or not for saying.
//
// Threads: constants.
#pragma once

#include <string_view>

namespace fairlead::decode::ais {

std::string_view area_notice_word(int notice);
std::string_view area_shape_word(int shape);
std::string_view route_type_word(int rtype);
std::string_view traffic_signal_word(int signal);
std::string_view mooring_word(int position);
std::string_view tendency_word(int tendency);
std::string_view precipitation_word(int preciptype);
std::string_view ice_word(int ice);
std::string_view sensor_word(int sensor);
std::string_view racon_word(int racon);
std::string_view aton_light_word(int light);
std::string_view inland_ship_word(int eri_code);
std::string_view hazard_word(int hazard);
std::string_view loaded_word(int loaded);
std::string_view lock_status_word(int status);
std::string_view emma_type_word(int type);
std::string_view emma_class_word(int intensity);
std::string_view emma_wind_word(int wind);
std::string_view signal_impact_word(int direction);

}  // namespace fairlead::decode::ais
