// SPDX-License-Identifier: Apache-2.0
// The same agreements as policies of Cedar, so that an engine of other people can be asked the same questions. Cedar
// knows allow and deny: allow is whatever releases. Labels of single fields have no counterpart and are left out.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>

#include "release/evaluator.hpp"

namespace fairlead::release {

// Consents of originators count as they stand at `now`; all other times are compared by Cedar.
std::string to_cedar(const Evaluator& evaluator, Instant now);

// {"principal":…,"action":…,"context":{…},"allow":…}: the request, and what Fairlead decided.
std::string cedar_request(const Evaluator& evaluator, const Request& request, Instant now);

// Requests over the words of the agreements and some that no agreement knows; one seed, one sequence.
class RandomRequests {
 public:
  RandomRequests(const Evaluator& evaluator, std::uint64_t seed) : evaluator_(evaluator), state_(seed | 1U) {}
  Request next();
  // A moment before, inside or after what the agreements cover.
  Instant moment();
  std::uint64_t number(std::uint64_t below);

 private:
  void aim(Request& request);  // at some clause, more or less
  const Evaluator& evaluator_;
  std::uint64_t state_;
};

}  // namespace fairlead::release
