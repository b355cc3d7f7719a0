// SPDX-License-Identifier: Apache-2.0
// Port, cargo and ship payloads: IMO SN.1/Circ.289 and SN/Circ.236, the international messages of ITU-R M.1371
// (interrogations, acknowledgement), and aid-to-navigation monitoring.
//
// Threads: plain values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/ais/application_values.hpp"

namespace fairlead::decode::ais {

// FI 18.
struct ClearanceTime {
  int linkage = 0;
  MonthTime arrival;
  std::string portname;
  std::string destination;
  std::optional<ApplicationPlace> place;
};

// FI 20. A request when a ship sends it, an assignment when an authority does.
inline constexpr std::array<std::string_view, 26> kBerthServices = {
    "agent",      "fuel",      "chandler",  "stevedore",  "electrical",  "water",          "customs",
    "cartage",    "crane",     "lift",      "medical",    "navrepair",   "provisions",     "shiprepair",
    "surveyor",   "steam",     "tugs",      "solidwaste", "liquidwaste", "hazardouswaste", "ballast",
    "additional", "regional1", "regional2", "future1",    "future2"};
struct BerthingData {
  int linkage = 0;
  std::optional<int> berth_length;    // metres; 511: 511 or more
  std::optional<double> berth_depth;  // metres; 25.5: 25.5 or more
  std::optional<int> position;        // mooring position
  MonthTime arrival;
  bool availability = false;                                   // services known
  std::array<std::uint8_t, kBerthServices.size()> services{};  // 0 not available or requested .. 3 not to be used
  std::string berth_name;
  std::optional<ApplicationPlace> place;
};

// FI 24.
inline constexpr std::array<std::string_view, 26> kShipEquipment = {
    "ais_state",     "ata_state",      "bnwas_state",   "ecdisb_state",   "chart_state",   "sounder_state",
    "epaid_state",   "steer_state",    "gnss_state",    "gyro_state",     "lrit_state",    "magcomp_state",
    "navtex_state",  "arpa_state",     "sband_state",   "xband_state",    "hfradio_state", "inmarsat_state",
    "mfradio_state", "vhfradio_state", "grndlog_state", "waterlog_state", "thd_state",     "tcs_state",
    "vdr_state",     "reserved_state"};
struct ExtendedShipStatic {
  int linkage = 0;
  std::optional<double> airdraught;
  std::string lastport;
  std::string nextport;
  std::string secondport;
  std::array<std::uint8_t, kShipEquipment.size()> equipment{};
  std::optional<int> iceclass;
  std::optional<int> horsepower;
  std::optional<int> vhfchan;
  std::string lshiptype;
  std::optional<int> tonnage;
  std::optional<int> lading;
  std::optional<int> heavyoil;
  std::optional<int> lightoil;
  std::optional<int> dieseloil;
  std::optional<int> totaloil;
  std::optional<int> persons;
};

// FI 12 of SN/Circ.236.
struct DangerousCargo {
  std::string lastport;
  MonthTime departure;
  std::string nextport;
  MonthTime eta;
  std::string dangerous;
  std::string imdcat;
  std::optional<int> unid;
  std::optional<int> amount;
  std::optional<int> unit;  // 1 kg, 2 tonnes, 3 kilotonnes
};

// FI 25.
struct CargoItem {
  int code = 0;
  std::optional<int> subtype;     // the 13 bits as they are
  std::optional<int> imdg;        // class or division, times ten: 21 is 2.1
  std::optional<int> un;          // UN number
  std::optional<int> bc;          // class of the BC code
  std::optional<int> marpol_oil;  // MARPOL annex I
  std::optional<int> marpol_cat;  // MARPOL annex II
};
struct DangerousCargoList {
  std::optional<int> unit;
  std::optional<int> amount;
  std::vector<CargoItem> cargos;
};

// FI 15 of SN/Circ.236.
struct AirDraught {
  std::optional<double> airdraught;
};

// FI 16 of SN/Circ.236 and SN.1/Circ.289, FI 40 of M.1371.
struct PersonsAboard {
  std::optional<int> persons;  // 8191: 8191 or more
};

// FI 2 to 5 of M.1371.
struct FunctionInterrogation {
  int requested_dac = 0;
  int requested_fid = 0;
};
struct CapabilityInterrogation {
  int requested_dac = 0;
};
struct CapabilityReply {
  int reply_dac = 0;
  std::vector<int> available;  // the FI codes that are
};
struct ApplicationAcknowledgement {
  int received_dac = 0;
  int received_fid = 0;
  int sequence = 0;
  bool available = false;
  int response = 0;
};

// DAC 235 and 250 FI 10: monitoring of an aid to navigation, General Lighthouse Authorities (IALA A-126).
struct AtonMonitoring {
  std::optional<double> ana_int;  // volts
  std::optional<double> ana_ext1;
  std::optional<double> ana_ext2;
  int racon = 0;
  int light = 0;
  bool alarm = false;
  int stat_ext = 0;
  bool off_pos = false;
};

// DAC 0 FI 0, sub-message 1: monitoring of a lantern.
struct LanternMonitoring {
  int sub_id = 0;
  double voltage = 0;  // volts
  double current = 0;  // amperes
  bool dc_power = false;
  bool light_on = false;
  bool battery_low = false;
  bool off_position = false;
};

}  // namespace fairlead::decode::ais
