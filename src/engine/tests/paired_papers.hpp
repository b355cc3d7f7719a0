// SPDX-License-Identifier: Apache-2.0
// What the door's papers say, for sessions of paired worlds: agreements, recalls, the log as it is served, receipts.
#pragma once

#include "papers.hpp"
#include "testing/paired_worlds.hpp"

namespace fairlead::testing {

inline Papers door_papers() {
  return [](std::string& out, const engine::Sharing& sharing, const std::string& agency, const ledger::LogReader& log,
            const std::vector<std::string>& releases) {
    const auto say = [&out](std::string_view what, const Result<partner::Ungated>& paper) {
      out += '\n';
      out += what;
      out += ' ';
      out += paper ? paper->view() : std::string_view(paper.error().message);
    };
    say("agreements", partner::Paper::agreements(sharing, agency));
    say("requests", partner::Paper::requests(sharing, agency));
    say("recalls", partner::Paper::recalls(sharing, agency));
    say("checkpoint", partner::Paper::checkpoint(log));
    say("tile", partner::Paper::tile(log, "tile/0/000.p/4"));
    say("entries", partner::Paper::tile(log, "tile/entries/000.p/4"));
    partner::Receipts receipts;
    if (!releases.empty()) say("receipt", partner::Paper::receipt(log, agency, releases.back(), receipts));
    say("receipt", partner::Paper::receipt(log, agency, "r-0123456789abcdef", receipts));
  };
}

}  // namespace fairlead::testing
