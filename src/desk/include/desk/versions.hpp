// SPDX-License-Identifier: Apache-2.0
// Values that keep what they were. A version, once made, never changes; the newest is what is so now, and the newest
// not after a moment is what was known then.
//
// Threads: plain values; versions are shared and immutable, so a copy costs a pointer for each object.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "units/instant.hpp"

namespace fairlead::desk {

template <class T>
struct Version {
  Instant at;
  std::string by;
  std::shared_ptr<const T> value;
};

template <class T>
class Versions {
 public:
  const T& now() const { return *versions_.back().value; }
  const Version<T>& newest() const { return versions_.back(); }
  // Null where there was nothing yet.
  const Version<T>* at(Instant moment) const {
    const auto after = std::ranges::upper_bound(versions_, moment, {}, &Version<T>::at);
    return after == versions_.begin() ? nullptr : &*std::prev(after);
  }
  // Rises with each change: 1 for the first version.
  std::uint32_t revision() const { return static_cast<std::uint32_t>(versions_.size()); }
  const std::vector<Version<T>>& all() const { return versions_; }

  // For Book: needs a moment not before the newest version's.
  void add(Instant moment, std::string by, std::shared_ptr<const T> value) {
    versions_.push_back({moment, std::move(by), std::move(value)});
  }
  // What was known at a moment; empty where nothing was.
  Versions until(Instant moment) const {
    Versions made;
    const auto after = std::ranges::upper_bound(versions_, moment, {}, &Version<T>::at);
    made.versions_.assign(versions_.begin(), after);
    return made;
  }
  bool empty() const { return versions_.empty(); }

 private:
  std::vector<Version<T>> versions_;
};

// All objects of one noun by their number. Copies share what they hold.
template <class Key, class T>
class Table {
 public:
  using Map = std::map<Key, std::shared_ptr<const Versions<T>>>;

  const Versions<T>* find(const Key& key) const {
    const auto at = map_.find(key);
    return at == map_.end() ? nullptr : at->second.get();
  }
  // The newest value, or null.
  const T* now(const Key& key) const {
    const Versions<T>* versions = find(key);
    return versions == nullptr ? nullptr : &versions->now();
  }
  std::size_t size() const { return map_.size(); }
  bool empty() const { return map_.empty(); }
  typename Map::const_iterator begin() const { return map_.begin(); }
  typename Map::const_iterator end() const { return map_.end(); }
  typename Map::const_iterator from(const Key& key) const { return map_.lower_bound(key); }

  // For Book.
  void put(const Key& key, Instant moment, std::string by, T value) {
    auto& slot = map_[key];
    auto next = slot ? std::make_shared<Versions<T>>(*slot) : std::make_shared<Versions<T>>();
    next->add(moment, std::move(by), std::make_shared<const T>(std::move(value)));
    slot = std::move(next);
  }
  void restore(const Key& key, Versions<T> versions) {
    map_[key] = std::make_shared<const Versions<T>>(std::move(versions));
  }

 private:
  Map map_;
};

}  // namespace fairlead::desk
