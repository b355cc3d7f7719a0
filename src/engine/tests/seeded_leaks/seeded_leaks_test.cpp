// SPDX-License-Identifier: Apache-2.0
// The test of paired worlds is worth as much as the leaks that it finds: each of these mistakes, switched on in a build
// of its own, makes two sessions differ.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "paired_door.hpp"
#include "paired_papers.hpp"
#include "testing/paired_worlds.hpp"

namespace fairlead::leaks {

namespace {
std::string_view chosen;
}  // namespace

bool is_on(const char* name) { return !chosen.empty() && chosen == name; }

namespace {

struct Leak {
  std::string_view name;
  std::string_view mistake;
};

constexpr Leak kLeaks[] = {
    // Names and numbers.
    {"names_are_home_ids", "home's number of a track is shown as its name"},
    {"names_hash_home_ids", "names hide home's numbers, but follow from them"},
    {"names_counted_with_withheld", "names are drawn from a count that withheld observations move"},
    {"releases_counted_for_all", "names of releases follow from the number of home's records"},
    {"sequence_counts_withheld", "a release that turned out empty has used up a sequence number"},
    {"slot_in_payload", "the number of the slot is shown, so that load can be counted"},
    {"epoch_in_payload", "the number of the newest stop, of whomever, is shown"},
    {"home_index_in_payload", "a release tells where it stands in home's log"},
    {"order_of_home_ids", "tracks stand in the order of home's numbers"},
    {"total_counts_withheld", "a total counts what was cut from the list"},
    {"length_depends_on_work", "the length of a frame follows from what else was packed with it"},
    // Frames.
    {"empty_frame_for_withheld", "a change that is withheld leaves as an empty frame"},
    {"withheld_is_an_empty_list", "a pull tells `withheld` from `nothing there`"},
    {"withheld_change_sends_again", "a withheld change of a vessel sends the partner's own track again"},
    {"changes_followed_twice", "a copy made because of a withheld observation counts as changed"},
    {"closing_of_withheld", "the end of a track that the partner never had is announced"},
    {"frame_cut_counts_withheld", "where a frame is cut depends on tracks that are withheld"},
    {"window_counts_all_feeds", "one window for all feeds: who is slow holds others up"},
    {"busy_slot_puts_off", "frames are put off while there is much to do"},
    {"frames_take_what_came_after", "a frame holds what its slot happened to bring after the tick"},
    {"as_of_of_slot", "frames leave, and are dated, when a slot ends, not at ticks"},
    {"cursor_of_any_feed", "a cursor is good when any feed has come that far"},
    // Rules.
    {"others_rules_send_all_again", "a change in anyone's agreement or stops sends everybody everything again"},
    {"others_rules_reset", "a change in anyone's agreement or stops resets all feeds"},
    {"stop_of_one_agency_shuts_its_state", "a stop of one agency shuts the feeds of its State's other agencies"},
    {"lapse_at_slots", "what lapses is noticed when a slot happens to end"},
    {"notes_after_commands", "a note that comes with a stop counts after it, and before it when a slot ended between"},
    {"due_at_slots", "what was delayed is let out when a slot happens to end"},
    {"delay_cut_short_when_much_waits", "a full store of delayed observations lets them out early"},
    {"places_known_to_all", "where a vessel is, as home knows it, decides on reports that say no place"},
    {"conditions_of_all_clauses", "conditions of clauses that the partner has no part in are shown"},
    {"error_names_hidden_agreement", "an error names an agreement of others"},
    {"recall_from_everybody", "a stop of one partner asks others to give back, too"},
    {"recall_named_after_epoch", "recalls are named after the stops of all partners"},
    {"recalls_counted_for_all", "recalls are numbered over all partners"},
    {"paper_lists_agreements_of_others", "the list of agreements is not cut to one's own"},
    {"paper_lists_recalls_of_others", "the list of recalls is not cut to one's own"},
    {"paper_tells_number_of_agreements", "a list tells how many there would be without the cut"},
    // The desk.
    {"leads_named_after_home", "a lead is named after its ask, of which there are others"},
    {"lead_version_of_home", "the version of a lead counts home's changes"},
    {"leads_of_all_counted", "a release of a lead tells how many there are, those for other agencies too"},
    {"leads_of_one_agency_go_to_its_state", "a lead that was asked for one agency goes to others of its State"},
    {"requests_named_after_home", "a request of ours is named after the number that home gave it"},
    {"request_version_of_home", "the version of a request of ours counts home's requests"},
    {"requests_leave_unsent", "a request of ours leaves before anybody sent it"},
    {"paper_numbers_requests_of_all", "a request is shown with the number that home gave it"},
    // The partner's log.
    {"salts_shared_with_home", "salts come from a stream that home's entries use as well"},
    {"padding_salts_of_home", "padding has its salts from home's stream"},
    {"refusals_in_partners_log", "what was refused is an entry of the partner's log, though it cannot be opened"},
    {"entry_counts_home_records", "an entry of the partner's log counts home's"},
    {"padding_tells_of_home", "as much is padded as home has written"},
    {"log_waits_while_home_is_busy", "the checkpoint is put off while home writes"},
    // A track takes from home's track of the same vessel what was withheld.
    {"position_of_home", "the position is home's estimate"},
    {"uncertainty_of_home", "the uncertainty is that of home's estimate"},
    {"velocity_of_home", "speed and course are home's"},
    {"state_of_home", "live or lost is judged by what home has heard"},
    {"received_at_of_home", "the time of the newest observation is home's"},
    {"first_at_of_home", "the first sight is home's"},
    {"flags_of_home", "flags are home's: a shared number, a jump, a disputed time"},
    {"claims_of_home", "static data come from withheld sources, too"},
    {"hearers_of_home", "stations of withheld sources are named"},
    {"sources_of_home", "withheld sources are named"},
    {"observations_of_home", "withheld observations are counted"},
    // Fusion shares what views must have for themselves.
    {"one_filter_for_all_views", "an observation moves the estimate of views that do not see it"},
    {"transmissions_known_to_all", "a transmission is a repeat because a withheld station heard it"},
    {"stations_known_to_all", "a withheld station's reception is noted on the tracks of all"},
    {"heard_by_all", "a withheld observation keeps a track from being lost"},
    {"changed_for_all", "a withheld observation marks the tracks of all as changed"},
    {"jump_flagged_for_all", "a withheld position flags a jump for all"},
    {"described_for_all", "withheld static data enter the tracks of all"},
    {"candidates_of_all", "withheld positions are candidates for a second vessel with all"},
    {"gate_of_home", "whether a position is possible is judged from home's track"},
    {"begins_with_homes_motion", "the first sight in a view goes on with home's estimate"},
    {"begins_with_homes_claims", "the first sight in a view begins with home's static data"},
    {"begins_with_homes_transmissions", "the first sight in a view begins with what home has heard"},
    {"own_ship_known_to_all", "a source's own number is known to all who see the source"},
    // Contacts: who is there is told from plots alone.
    {"scans_told_to_all", "a withheld radar's look counts as not seeing in the views of all"},
    {"plots_associated_for_all", "withheld plots take part in the association of views that do not see them"},
    {"bias_taught_by_withheld",
     "a sensor's own error is taken off as home knows it, by reports that were withheld, too"},
    {"existence_of_home", "how sure a contact is there is what home believes"},
    {"contact_of_home", "a contact's place is home's estimate"},
    {"homes_room_is_everybodys", "a track that home has no more room for is closed for all"},
};

// Mistakes of the door; they show on the socket.
constexpr Leak kDoorLeaks[] = {
    {"event_named_after_home_index", "an event is named after its place in home's log"},
    {"purpose_nobody_has_is_not_found", "a purpose that nobody was granted is answered unlike one that others were"},
    {"withheld_is_busy", "an empty answer depends on what home has recorded"},
};

std::uint64_t pairs_at_most() {
  const char* text = std::getenv("FAIRLEAD_WORLDS_PER_LEAK");
  return text == nullptr ? 4000 : parse_number<std::uint64_t>(text).value_or(4000);
}

// FAIRLEAD_LEAKS=lead: only those with this in their name.
bool is_asked_for(std::string_view name) {
  const char* part = std::getenv("FAIRLEAD_LEAKS");
  return part == nullptr || name.find(part) != std::string_view::npos;
}

TEST(SeededLeaks, every_one_is_caught_and_without_any_nothing_differs) {
  testing::WorldPlayer player(testing::door_papers());
  chosen = {};
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto difference = player.difference(testing::draw_worlds(seed));
    ASSERT_FALSE(difference) << "without any leak, seed " << seed << ": " << *difference;
  }
  std::size_t caught = 0;
  for (const Leak& leak : kLeaks) {
    if (!is_asked_for(leak.name)) continue;
    chosen = leak.name;
    std::uint64_t seed = 1;
    while (seed <= pairs_at_most() && !player.difference(testing::draw_worlds(seed))) ++seed;
    chosen = {};
    if (seed <= pairs_at_most()) {
      ++caught;
      fmt::print("{:36} pair {:4}  {}\n", leak.name, seed, leak.mistake);
    } else {
      ADD_FAILURE() << leak.name << " (" << leak.mistake << ") is not noticed in " << pairs_at_most() << " pairs";
    }
  }
  std::size_t bytes = 0;
  for (const Leak& leak : kDoorLeaks) {
    if (!is_asked_for(leak.name)) continue;
    std::uint64_t seed = 1;
    bool found = false;
    for (; seed <= 60 && !found; ++seed) {
      chosen = {};
      const testing::PairedWorlds worlds = testing::draw_worlds(seed);
      chosen = leak.name;
      found = partner::support::difference_at_the_door(player, worlds, bytes).has_value();
    }
    chosen = {};
    EXPECT_TRUE(found) << leak.name << " (" << leak.mistake << ") is not noticed";
    if (!found) continue;
    ++caught;
    fmt::print("{:36} pair {:4}  {}\n", leak.name, seed - 1, leak.mistake);
  }
  fmt::print("leaks caught: {} of {}\n", caught, std::size(kLeaks) + std::size(kDoorLeaks));
}

}  // namespace
}  // namespace fairlead::leaks
