// SPDX-License-Identifier: Apache-2.0
// The ITU's table of maritime identification digits (Radio Regulations, appendix 43; ITU-R M.585), by ISO 3166-1
// alpha-2.
#include "maritime_identification_digits.hpp"

#include <algorithm>
#include <array>

namespace fairlead::domain {
namespace {

struct Row {
  std::uint16_t first;
  std::uint16_t last;
  std::string_view state;
};

// Sorted by `first`, without overlaps; a test holds that.
constexpr std::array kRows{
    Row{201, 201, "AL"}, Row{202, 202, "AD"}, Row{203, 203, "AT"}, Row{204, 204, "PT"}, Row{205, 205, "BE"},
    Row{206, 206, "BY"}, Row{207, 207, "BG"}, Row{208, 208, "VA"}, Row{209, 210, "CY"}, Row{211, 211, "DE"},
    Row{212, 212, "CY"}, Row{213, 213, "GE"}, Row{214, 214, "MD"}, Row{215, 215, "MT"}, Row{216, 216, "AM"},
    Row{218, 218, "DE"}, Row{219, 220, "DK"}, Row{224, 225, "ES"}, Row{226, 228, "FR"}, Row{229, 229, "MT"},
    Row{230, 230, "FI"}, Row{231, 231, "FO"}, Row{232, 235, "GB"}, Row{236, 236, "GI"}, Row{237, 237, "GR"},
    Row{238, 238, "HR"}, Row{239, 241, "GR"}, Row{242, 242, "MA"}, Row{243, 243, "HU"}, Row{244, 246, "NL"},
    Row{247, 247, "IT"}, Row{248, 249, "MT"}, Row{250, 250, "IE"}, Row{251, 251, "IS"}, Row{252, 252, "LI"},
    Row{253, 253, "LU"}, Row{254, 254, "MC"}, Row{255, 255, "PT"}, Row{256, 256, "MT"}, Row{257, 259, "NO"},
    Row{261, 261, "PL"}, Row{262, 262, "ME"}, Row{263, 263, "PT"}, Row{264, 264, "RO"}, Row{265, 266, "SE"},
    Row{267, 267, "SK"}, Row{268, 268, "SM"}, Row{269, 269, "CH"}, Row{270, 270, "CZ"}, Row{271, 271, "TR"},
    Row{272, 272, "UA"}, Row{273, 273, "RU"}, Row{274, 274, "MK"}, Row{275, 275, "LV"}, Row{276, 276, "EE"},
    Row{277, 277, "LT"}, Row{278, 278, "SI"}, Row{279, 279, "RS"}, Row{301, 301, "AI"}, Row{303, 303, "US"},
    Row{304, 305, "AG"}, Row{306, 306, "CW"}, Row{307, 307, "AW"}, Row{308, 309, "BS"}, Row{310, 310, "BM"},
    Row{311, 311, "BS"}, Row{312, 312, "BZ"}, Row{314, 314, "BB"}, Row{316, 316, "CA"}, Row{319, 319, "KY"},
    Row{321, 321, "CR"}, Row{323, 323, "CU"}, Row{325, 325, "DM"}, Row{327, 327, "DO"}, Row{329, 329, "GP"},
    Row{330, 330, "GD"}, Row{331, 331, "GL"}, Row{332, 332, "GT"}, Row{334, 334, "HN"}, Row{336, 336, "HT"},
    Row{338, 338, "US"}, Row{339, 339, "JM"}, Row{341, 341, "KN"}, Row{343, 343, "LC"}, Row{345, 345, "MX"},
    Row{347, 347, "MQ"}, Row{348, 348, "MS"}, Row{350, 350, "NI"}, Row{351, 357, "PA"}, Row{358, 358, "PR"},
    Row{359, 359, "SV"}, Row{361, 361, "PM"}, Row{362, 362, "TT"}, Row{364, 364, "TC"}, Row{366, 369, "US"},
    Row{370, 374, "PA"}, Row{375, 377, "VC"}, Row{378, 378, "VG"}, Row{379, 379, "VI"}, Row{401, 401, "AF"},
    Row{403, 403, "SA"}, Row{405, 405, "BD"}, Row{408, 408, "BH"}, Row{410, 410, "BT"}, Row{412, 414, "CN"},
    Row{416, 416, "TW"}, Row{417, 417, "LK"}, Row{419, 419, "IN"}, Row{422, 422, "IR"}, Row{423, 423, "AZ"},
    Row{425, 425, "IQ"}, Row{428, 428, "IL"}, Row{431, 432, "JP"}, Row{434, 434, "TM"}, Row{436, 436, "KZ"},
    Row{437, 437, "UZ"}, Row{438, 438, "JO"}, Row{440, 441, "KR"}, Row{443, 443, "PS"}, Row{445, 445, "KP"},
    Row{447, 447, "KW"}, Row{450, 450, "LB"}, Row{451, 451, "KG"}, Row{453, 453, "MO"}, Row{455, 455, "MV"},
    Row{457, 457, "MN"}, Row{459, 459, "NP"}, Row{461, 461, "OM"}, Row{463, 463, "PK"}, Row{466, 466, "QA"},
    Row{468, 468, "SY"}, Row{470, 471, "AE"}, Row{472, 472, "TJ"}, Row{473, 473, "YE"}, Row{475, 475, "YE"},
    Row{477, 477, "HK"}, Row{478, 478, "BA"}, Row{501, 501, "TF"}, Row{503, 503, "AU"}, Row{506, 506, "MM"},
    Row{508, 508, "BN"}, Row{510, 510, "FM"}, Row{511, 511, "PW"}, Row{512, 512, "NZ"}, Row{514, 515, "KH"},
    Row{516, 516, "CX"}, Row{518, 518, "CK"}, Row{520, 520, "FJ"}, Row{523, 523, "CC"}, Row{525, 525, "ID"},
    Row{529, 529, "KI"}, Row{531, 531, "LA"}, Row{533, 533, "MY"}, Row{536, 536, "MP"}, Row{538, 538, "MH"},
    Row{540, 540, "NC"}, Row{542, 542, "NU"}, Row{544, 544, "NR"}, Row{546, 546, "PF"}, Row{548, 548, "PH"},
    Row{550, 550, "TL"}, Row{553, 553, "PG"}, Row{555, 555, "PN"}, Row{557, 557, "SB"}, Row{559, 559, "AS"},
    Row{561, 561, "WS"}, Row{563, 566, "SG"}, Row{567, 567, "TH"}, Row{570, 570, "TO"}, Row{572, 572, "TV"},
    Row{574, 574, "VN"}, Row{576, 577, "VU"}, Row{578, 578, "WF"}, Row{601, 601, "ZA"}, Row{603, 603, "AO"},
    Row{605, 605, "DZ"}, Row{607, 607, "TF"}, Row{608, 608, "SH"}, Row{609, 609, "BI"}, Row{610, 610, "BJ"},
    Row{611, 611, "BW"}, Row{612, 612, "CF"}, Row{613, 613, "CM"}, Row{615, 615, "CG"}, Row{616, 616, "KM"},
    Row{617, 617, "CV"}, Row{618, 618, "TF"}, Row{619, 619, "CI"}, Row{620, 620, "KM"}, Row{621, 621, "DJ"},
    Row{622, 622, "EG"}, Row{624, 624, "ET"}, Row{625, 625, "ER"}, Row{626, 626, "GA"}, Row{627, 627, "GH"},
    Row{629, 629, "GM"}, Row{630, 630, "GW"}, Row{631, 631, "GQ"}, Row{632, 632, "GN"}, Row{633, 633, "BF"},
    Row{634, 634, "KE"}, Row{635, 635, "TF"}, Row{636, 637, "LR"}, Row{638, 638, "SS"}, Row{642, 642, "LY"},
    Row{644, 644, "LS"}, Row{645, 645, "MU"}, Row{647, 647, "MG"}, Row{649, 649, "ML"}, Row{650, 650, "MZ"},
    Row{654, 654, "MR"}, Row{655, 655, "MW"}, Row{656, 656, "NE"}, Row{657, 657, "NG"}, Row{659, 659, "NA"},
    Row{660, 660, "RE"}, Row{661, 661, "RW"}, Row{662, 662, "SD"}, Row{663, 663, "SN"}, Row{664, 664, "SC"},
    Row{665, 665, "SH"}, Row{666, 666, "SO"}, Row{667, 667, "SL"}, Row{668, 668, "ST"}, Row{669, 669, "SZ"},
    Row{670, 670, "TD"}, Row{671, 671, "TG"}, Row{672, 672, "TN"}, Row{674, 674, "TZ"}, Row{675, 675, "UG"},
    Row{676, 676, "CD"}, Row{677, 677, "TZ"}, Row{678, 678, "ZM"}, Row{679, 679, "ZW"}, Row{701, 701, "AR"},
    Row{710, 710, "BR"}, Row{720, 720, "BO"}, Row{725, 725, "CL"}, Row{730, 730, "CO"}, Row{735, 735, "EC"},
    Row{740, 740, "FK"}, Row{745, 745, "GF"}, Row{750, 750, "GY"}, Row{755, 755, "PY"}, Row{760, 760, "PE"},
    Row{765, 765, "SR"}, Row{770, 770, "UY"}, Row{775, 775, "VE"},
};

static_assert(std::ranges::is_sorted(kRows, [](const Row& a, const Row& b) { return a.last < b.first; }));

}  // namespace

std::string_view state_of_mid(std::uint16_t mid) {
  const auto* row = std::ranges::lower_bound(kRows, mid, {}, &Row::last);
  return row != kRows.end() && row->first <= mid ? row->state : std::string_view{};
}

}  // namespace fairlead::domain
