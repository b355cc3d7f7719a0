// SPDX-License-Identifier: Apache-2.0
// One connection to the page's API that stays open: a request, its answer, the next.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::proofs {

int connect_to(std::uint16_t port, int receive_buffer = 0);

// Somebody who has signed in.
struct Person {
  std::string name;
  std::string password;
  std::string cookie;
  std::string csrf;
};

struct Reply {
  unsigned status = 0;
  std::string head;
  std::string body;
};

class Wire {
 public:
  explicit Wire(std::uint16_t port) : port_(port) {}
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // Nothing when the other side went away, before or during the answer.
  std::optional<Reply> ask(std::string_view method, std::string_view path, const Person* as = nullptr,
                           std::string_view json = {});

 private:
  bool fill();

  std::uint16_t port_;
  int socket_ = -1;
  std::string pending_;
};

// The value of a member that is a text or a number, by its name; good for answers of known form.
std::string member(std::string_view json, std::string_view name);

}  // namespace fairlead::proofs
