// SPDX-License-Identifier: Apache-2.0
// Application payloads of AIS messages 6 (addressed) and 8 (broadcast), told apart by area code (DAC) and function
// (FI).
//
// Sources: IMO SN.1/Circ.289 and SN/Circ.236, ITU-R M.1371-5 annex 5, the inland VTT standard, IALA A-126.
// 1. Nothing is read past the end of the payload; one that is too short or too long for its form is "only bytes".
// 2. "Not available" is absence. Values that the form reserves are absent too.
// 3. A place that lies outside the globe means that the bits are something else (ciphered, a private form): only bytes.
//
// Threads: plain functions and values, no shared state.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "decode/ais/application_inland.hpp"
#include "decode/ais/application_notice.hpp"
#include "decode/ais/application_values.hpp"
#include "decode/ais/application_voyage.hpp"
#include "decode/ais/application_weather.hpp"
#include "decode/ais/bits.hpp"

namespace fairlead::decode::ais {

using ApplicationPayload =
    std::variant<MeteoHydro, ShipWeather, ShipWeatherWmo, Environmental, AreaNotice, RouteInformation, TextDescription,
                 TextTelegram, SyntheticTargets, TrafficSignal, FairwayClosed, TidalWindow, ClearanceTime, BerthingData,
                 ExtendedShipStatic, DangerousCargo, DangerousCargoList, AirDraught, PersonsAboard,
                 FunctionInterrogation, CapabilityInterrogation, CapabilityReply, ApplicationAcknowledgement,
                 AtonMonitoring, LanternMonitoring, InlandShipStatic, InlandArrival, EmmaWarning, WaterLevels,
                 SignalStatus, InlandPersons>;

// The payload (the bits after the FI) as a value, or nothing when it is only bytes to us.
// `addressed` is true for message 6.
[[nodiscard]] std::optional<ApplicationPayload> decode_application(unsigned dac, unsigned fi, BitReader payload,
                                                                   bool addressed);

// Appends the decoded members as JSON, each with a leading comma (`,"wspeed":17,"wdir":132`), to an object that holds
// at least one member. Returns false and appends nothing when the payload is only bytes.
// docs/reference/formats/ais-application.md lists the members.
bool append_application_json(std::string& out, unsigned dac, unsigned fi, BitReader payload, bool addressed);

// The same for a value decoded before.
void append_application_fields(std::string& out, const ApplicationPayload& payload);

}  // namespace fairlead::decode::ais
