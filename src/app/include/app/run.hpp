// SPDX-License-Identifier: Apache-2.0
// The command line: `fairlead NOUN VERB …` and `fairlead serve`.
//
// Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 refused by policy, 5 conflict, 6 unreachable, 7 verification
// failed. Data go to standard output, everything else to standard error.
// Threads: once, from main.
#pragma once

namespace fairlead::app {

int run(int argc, char** argv);

}  // namespace fairlead::app
