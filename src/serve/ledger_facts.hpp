// SPDX-License-Identifier: Apache-2.0
// What the ledger says, as reports need it: releases, stops, recalls, counts, up to one entry and one moment.
//
// Threads: any; reads the whole log once, for the kinds that need it.
#pragma once

#include "ledger/store.hpp"
#include "report/compose.hpp"

namespace fairlead::serve {

// `tracks`: for an incident, whose releases are listed whatever the period is.
Result<report::LedgerFacts> ledger_facts(const ledger::LogReader& log, const report::Request& request,
                                         const std::vector<std::string>& tracks);

}  // namespace fairlead::serve
