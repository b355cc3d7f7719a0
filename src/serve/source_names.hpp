// SPDX-License-Identifier: Apache-2.0
// The operator's names for sources, as a snapshot that tracks are printed with.
//
// Threads: SourceNames is immutable; SourceNamesCache belongs to the network thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "serve/server.hpp"
#include "wire/json.hpp"

namespace fairlead::serve {

class SourceNames {
 public:
  explicit SourceNames(const ServerInputs& inputs);
  std::string_view of(domain::SourceId id) const;
  wire::SourceName lookup() const {
    return [this](domain::SourceId id) { return of(id); };
  }

 private:
  std::map<domain::SourceId, std::string> names_;
};

class SourceNamesCache {
 public:
  explicit SourceNamesCache(const ServerInputs& inputs) : inputs_(inputs) {}
  // Read anew when the snapshot is older than a second.
  std::shared_ptr<const SourceNames> get();

 private:
  const ServerInputs& inputs_;
  std::shared_ptr<const SourceNames> names_;
  std::int64_t read_at_ns_ = 0;
};

}  // namespace fairlead::serve
