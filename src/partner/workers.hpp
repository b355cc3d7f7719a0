// SPDX-License-Identifier: Apache-2.0
// Threads that may wait: for the engine, and for the store. Jobs stand in a bounded queue; when it is full the partner
// is told to come back.
//
// Threads: post() from any.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"

namespace fairlead::partner {

class Workers {
 public:
  using Job = std::function<void()>;

  Workers(std::string name, std::size_t threads, std::size_t waiting_max)
      : jobs_(std::move(name), waiting_max), count_(threads) {}
  ~Workers() { stop(); }

  void start() {
    for (std::size_t i = 0; i < count_; ++i) {
      threads_.emplace_back([this] {
        while (auto job = jobs_.pop()) (*job)();
      });
    }
  }
  // Finishes what waits.
  void stop() {
    jobs_.close();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  bool post(Job job) { return jobs_.try_push(std::move(job)); }

 private:
  BoundedQueue<Job> jobs_;
  const std::size_t count_;
  std::vector<std::thread> threads_;
};

}  // namespace fairlead::partner
