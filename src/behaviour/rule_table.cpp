// SPDX-License-Identifier: Apache-2.0
#include "behaviour/rule_table.hpp"

#include <fmt/format.h>

#include "members.hpp"
#include "values.hpp"

namespace fairlead::behaviour {
namespace {

RuleNote words_of(Rule rule) {
  RuleNote n;
  n.rule = rule;
  const auto say = [&](std::string_view finds, std::string_view definition, std::string_view source,
                       std::string_view faults) {
    n.finds = finds;
    n.definition = definition;
    n.source = source;
    n.faults = faults;
  };
  switch (rule) {
    case Rule::distress:
      say("a distress device transmits",
          "MMSI 970 (AIS-SART), 972 (man overboard) or 974 (EPIRB-AIS). Active by status 14 or by the text of message "
          "14; a "
          "device that does not say so is told at `warning`.",
          "ITU-R M.585-9 annex 2, ITU-R M.1371-5, IEC 61097-14",
          "A test that is transmitted as active looks like the real thing, and is meant to.");
      break;
    case Rule::gone_dark:
      say("a vessel that was heard well falls silent where others are still heard",
          "An AIS vessel under way that was heard steadily has sent no position for the silence given, while other "
          "vessels "
          "were heard around where it was last and around where it would be, in most spans of ten minutes since, no "
          "fewer than the share given of those before, and somebody further on, behind and to either side; or "
          "other "
          "sensors still see a class A ship. Without proof of reception there is no finding. A report that comes late "
          "closes or "
          "shortens "
          "the silence; the finding stays and says so.",
          "Welch et al. 2022 and Global Fishing Watch (reception before disabling); 6 h (Skylight, pipe-gaps) and 12 h "
          "are told "
          "in the reasons",
          "A transmitter that fails is as silent as one that is switched off. Where nobody else sails, no silence can "
          "be told "
          "from bad reception.");
      break;
    case Rule::dark_contact:
      say("sensors follow something that ought to be heard on AIS and is not",
          "A contact without identity, followed by sensors for some time, while AIS of others was heard around it; it "
          "makes "
          "good a speed, or has a measured length, that small slow craft do not have.",
          "own; silence counts only where others are heard, as Kroodsma et al. 2022 match radar to AIS",
          "A fast pleasure craft carries no AIS by right. A ship whose radar and AIS tracks were not joined looks "
          "dark. A "
          "contact that is a go-fast is told once, as that.");
      break;
    case Rule::rendezvous:
      say("vessels lie close together at sea",
          "Two vessels at median speeds below the limit within the narrower distance for the shorter time, or within "
          "the wider "
          "distance for the longer time, away from ports, anchorages and the coast. Vessels that join belong to the "
          "same "
          "finding. A contact without AIS must have come from elsewhere; two fishing vessels, or small contacts that "
          "never "
          "moved fast, are none; nor is a crowd.",
          "Skylight's standard rendezvous (250 m, 30 min); Global Fishing Watch encounters, Miller et al. 2018 (500 m, "
          "2 h, 2 kn, "
          "10 km, merged below 4 h)",
          "Transfers under way at more than the speed limit are not found. Two ships waiting side by side for orders "
          "look "
          "alike.");
      break;
    case Rule::loitering:
      say("a vessel stays about one place at sea, hour after hour",
          "Every hour of the run has a mean implied speed below the limit, far from the coast. The speed is implied by "
          "positions "
          "five minutes apart. Where the coast is not known, the run must have led away from where it began; a contact "
          "without AIS must have moved fast before.",
          "Global Fishing Watch pipe-loitering (blocks of an hour, 2 kn, 20 nm; here the hour slides), Starboard (4 "
          "h), Miller et al. 2018 (8 h)",
          "Ships that wait for a berth far out drift like this.");
      break;
    case Rule::go_fast:
      say("a contact without AIS runs fast and straight",
          "A contact without AIS, or a vessel that has gone dark, makes good the speed over the "
          "time, on a "
          "nearly straight path, and no minute much slower. Speed made good is measured from position to position, not "
          "taken from the sensor. A ship that goes on as it said before it fell silent is none.",
          "own; none is published for track data",
          "Patrol craft and fast yachts without AIS run like this; name own units.");
      break;
    case Rule::stop_and_drift:
      say("something that was under way stops and drifts at sea",
          "A ship that was under way moves slowly with heading and course far apart, for a time and over a distance; "
          "or a "
          "go-fast lies still.",
          "Danish Maritime Authority AisAbnormal (1 to 5 kn, 45 degrees, 10 min, 500 m, 50 m), AMSA (tolerance 5 min)",
          "A ship with engine trouble is a finding too, and worth a call. Ships without a heading are not judged.");
      break;
    case Rule::landing_course:
      say("something without AIS runs toward a place where boats have landed",
          "A contact without AIS makes good a speed on a course that passes a named landing place within its radius, "
          "for a "
          "time.",
          "own; the places are named in the configuration", "A boat on its way home has the same course.");
      break;
    case Rule::on_land:
      say("an AIS position far inland, where no ship goes",
          "Several AIS positions on land, far from the coast, where hardly anybody else reports from.",
          "Bergman (SkyTruth): false tracks are often on land; the numbers are own",
          "A lone vessel on a river that the coast data do not have is one. Needs an atlas.");
      break;
    case Rule::impossible_jump:
      say("AIS positions move further than a ship can, and stay there",
          "Two successive positions of one MMSI imply more than the speed and lie far apart, the new place is "
          "confirmed by "
          "further reports, and the old one falls silent. A single bad position, a disputed clock, a factory number, "
          "and a "
          "position on the way that the vessel came are none.",
          "AISdb (50 kn), OpenCPN (0.1 degree); the confirmation is own",
          "A vessel carried by another one or by truck jumps.");
      break;
    case Rule::offset_spoofing:
      say("several ships jump from one place to another one at about the same time",
          "Impossible jumps of several ships that began near each other and ended near each other within a day. Their "
          "single "
          "jumps are told further as this one.",
          "SeaSpoofFinder (arXiv 2602.16257)", "Fewer ships than the least stay single jumps.");
      break;
    case Rule::circle_spoofing:
      say("an AIS track runs round a ring that no ship sails",
          "Positions of the last two hours lie on a circle, for several turns by the reported speed; and the ring is "
          "on land, or "
          "the reported course does not fit the motion, or several ships follow like rings near each other.",
          "Bergman (SkyTruth); no thresholds are published, the numbers are own",
          "Rings below the least radius drown in the error of positions.");
      break;
    case Rule::mmsi_shared:
      say("two vessels transmit with one MMSI at the same time",
          "Reports of one MMSI alternate between two places that one ship cannot sail between. Factory numbers, and "
          "stations "
          "whose clocks are wrong, are none.",
          "segments as in GFW gpsdio-segment; the alternation is own",
          "Two vessels close together under one number are taken for one.");
      break;
    case Rule::identity_change:
      say("a vessel goes on under another number or name",
          "A vessel falls silent and another MMSI begins where it would be, with the same IMO number, call sign, name, "
          "or "
          "dimensions and motion; or one track changes its MMSI; or one MMSI tells another name or IMO number several "
          "times "
          "in a row.",
          "own, after the segment work of GFW; no thresholds are published",
          "A ship that is sold and renamed changes its name by right.");
      break;
    case Rule::identity_conflict:
      say("what a merchant ship claims about itself cannot all be true",
          "A class A merchant ship tells, several times, an IMO number with a wrong check digit, an MMSI of no State, "
          "or an IMO "
          "number that another vessel claims at the same time elsewhere.",
          "IMO resolution A.1117(30), ITU-R M.585-9", "Typing errors are found like forgeries.");
      break;
    case Rule::zone_change:
      say("a vessel worth a look enters or leaves a maritime zone",
          "The likeliest zone differs from the settled one for some time. Told of a vessel with another finding of "
          "`warning` or "
          "above, unless `everyone`. It ends when the vessel leaves.",
          "zones of the atlas (UNCLOS Parts II to VII); the settling is own", "As sure as the atlas. Needs an atlas.");
      break;
    case Rule::lane_deviation:
      say("a ship leaves the lane that it followed, or sails it the wrong way",
          "A ship that followed a named lane is well outside of it before it ends, or sails in it against its "
          "direction.",
          "COLREG rule 10; the numbers are own", "A ship that gives way, or whose port lies aside, deviates by right.");
      break;
    case Rule::near_cable:
      say("a vessel stays slow above a cable or a pipeline",
          "Within the distance of a named cable or pipeline, below the speed, for the time; at anchor too.",
          "own; protected strips are commonly a quarter to one nautical mile wide",
          "A ship that drags its anchor at speed across a cable is not found by this.");
      break;
    case Rule::watchlist:
      say("a vessel that somebody asked to look out for is heard",
          "MMSI, IMO number, call sign and name as claimed, as far as the entry gives them, equal the entry's.",
          "the operator's list", "Claims are claims: a name alone fits many vessels.");
      break;
    case Rule::area:
      say("a vessel does in a named area what the area's own rule names",
          "Inside the area for its least stay, with each condition that it gives.",
          "the operator's areas, each with priority, owner and validity", "As good as the area's rule.");
      break;
  }
  return n;
}

}  // namespace

std::vector<RuleNote> rule_table(const Rules& rules) {
  std::vector<RuleNote> table;
  for (std::size_t i = 0; i < kRules; ++i) {
    RuleNote note = words_of(static_cast<Rule>(i));
    each_member(rules, note.rule,
                [&](std::string_view member, const auto& value, double, double, std::string_view meaning) {
                  note.thresholds.push_back({member, values::print(value), meaning});
                });
    table.push_back(std::move(note));
  }
  return table;
}

std::string rule_page(const Rules& rules) {
  std::string page;
  for (const RuleNote& n : rule_table(rules)) {
    const Terms& t = rules.of(n.rule);
    std::string quiet;
    for (const Exclusion e : t.quiet) quiet += fmt::format("{}`{}`", quiet.empty() ? "" : ", ", name(e));
    page += fmt::format("### {}\n\nFinds: {}. Version {}, priority {}, owner `{}`.\n\n", name(n.rule), n.finds,
                        t.version, domain::name(t.priority), t.owner);
    page += fmt::format("- **Definition.** {}\n- **Source.** {}.\n- **Known faults.** {}\n", n.definition, n.source,
                        n.faults);
    page += fmt::format("- **Quiet in** {}.\n", quiet.empty() ? "no situation" : quiet);
    page += fmt::format("- **Validity.** {}\n\n",
                        t.valid_from || t.valid_to
                            ? fmt::format("from {} to {}.", t.valid_from ? to_rfc3339(*t.valid_from) : "ever",
                                          t.valid_to ? to_rfc3339(*t.valid_to) : "further notice")
                            : "Always, until `valid_from` or `valid_to` is set.");
    page += "| threshold | default | meaning |\n|---|---|---|\n";
    for (const ThresholdNote& m : n.thresholds) page += fmt::format("| `{}` | {} | {} |\n", m.name, m.value, m.meaning);
    page += "\n";
  }
  return page;
}

}  // namespace fairlead::behaviour
