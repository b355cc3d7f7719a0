// SPDX-License-Identifier: Apache-2.0
// Slows down who guesses passwords: each failure takes from what its address and its account have left, and both fill
// up again with time. An address from which an account has signed in before is not held up by the guesses of others at
// that account, so that nobody can lock a release officer out.
//
// Threads: the sign-in thread. Memory is bounded; what is forgotten first is what has the most left.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/system.hpp"

namespace fairlead::serve {

struct SignInLimits {
  double failures_of_address = 10;  // at once
  double failures_of_account = 20;  // at once, from addresses that it never signed in from
  std::chrono::seconds one_more_every{30};
  std::size_t remembered_max = 4096;  // of each kind
};

class SignInGuard {
 public:
  explicit SignInGuard(SignInLimits limits = {}, const SteadyClock& clock = system_steady_clock())
      : limits_(limits), clock_(clock) {}

  // How long to wait; nothing when an attempt may be made now. An empty account means: by address alone.
  std::optional<std::chrono::seconds> must_wait(std::string_view account, std::string_view address);
  void failed(std::string_view account, std::string_view address);
  void succeeded(std::string_view account, std::string_view address);

 private:
  struct Bucket {
    double left;
    std::int64_t at_ns;
  };
  using Buckets = std::map<std::string, Bucket, std::less<>>;
  double left(Buckets& buckets, const std::string& key, double full);
  void take(Buckets& buckets, const std::string& key, double full);
  std::chrono::seconds until_one(double left) const;
  bool is_known(std::string_view account, std::string_view address) const;

  const SignInLimits limits_;
  const SteadyClock& clock_;
  Buckets addresses_;
  Buckets accounts_;
  std::map<std::string, std::int64_t, std::less<>> known_;  // account and address, and when they last went together
};

}  // namespace fairlead::serve
