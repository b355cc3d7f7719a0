// SPDX-License-Identifier: Apache-2.0
// Who is at the door: admission by token or certificate, and how much each account may ask for.
//
// Threads: network thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "accounts/account_book.hpp"
#include "accounts/secrets.hpp"
#include "http/request.hpp"
#include "partner/door.hpp"

namespace fairlead::partner {

// What a connection proves itself with; asked for again with each release.
struct Proof {
  accounts::Secret token;  // empty: none
  std::optional<Digest> certificate;

  // A token in the request counts before the certificate of its connection.
  static Proof of(const http::Request& request, std::optional<Digest> certificate);
};

class Guests {
 public:
  Guests(const DoorLimits& limits, const DoorInputs& inputs) : limits_(limits), inputs_(inputs) {}

  // A partner of an agency who may follow feeds; otherwise the reason, for the log.
  accounts::Admission admit(const Proof& proof) const;

  // A connection that belongs to an account from now on; false when it has too many.
  bool arrive(const std::string& account);
  void leave(const std::string& account);
  bool may_begin_stream(const std::string& account, std::int64_t now_ns);
  bool may_ask(const std::string& account, std::int64_t now_ns);
  // Forgets who left long ago.
  void sweep(std::int64_t now_ns);

 private:
  struct Bucket {
    double tokens = 0;
    std::int64_t at_ns = 0;  // 0: untouched, hence full
    bool take(double rate, double burst, std::int64_t now_ns);
  };
  struct Guest {
    std::size_t connections = 0;
    Bucket streams;
    Bucket requests;
  };

  const DoorLimits& limits_;
  const DoorInputs& inputs_;
  std::map<std::string, Guest, std::less<>> guests_;
};

}  // namespace fairlead::partner
