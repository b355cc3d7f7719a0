// SPDX-License-Identifier: Apache-2.0
#include "source_names.hpp"

namespace fairlead::serve {

SourceNames::SourceNames(const ServerInputs& inputs) {
  if (inputs.declared) {
    for (const domain::Source& source : inputs.declared()) names_[source.id] = source.name;
  }
  if (inputs.sources) {
    for (const domain::SourceHealth& health : inputs.sources()) names_[health.source.id] = health.source.name;
  }
}

std::string_view SourceNames::of(domain::SourceId id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? std::string_view("unnamed") : std::string_view(found->second);
}

std::shared_ptr<const SourceNames> SourceNamesCache::get() {
  constexpr std::int64_t kLifeNs = 1'000'000'000;
  const std::int64_t now = system_steady_clock().now_ns();
  if (!names_ || now - read_at_ns_ > kLifeNs) {
    names_ = std::make_shared<const SourceNames>(inputs_);
    read_at_ns_ = now;
  }
  return names_;
}

}  // namespace fairlead::serve
