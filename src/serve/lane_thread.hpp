// SPDX-License-Identifier: Apache-2.0
// The thread of one lane. Jobs wait in a bounded queue; when it is full the caller is told, and tells the client to
// come back.
//
// Threads: post() from any.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"

namespace fairlead::serve {

class LaneThread {
 public:
  using Job = std::function<void()>;

  LaneThread(std::string name, std::size_t queue_max) : jobs_(std::move(name), queue_max) {}
  ~LaneThread() { stop(); }

  void start() {
    thread_ = std::thread([this] {
      while (auto job = jobs_.pop()) (*job)();
    });
  }
  // Finishes what waits.
  void stop() {
    jobs_.close();
    if (thread_.joinable()) thread_.join();
  }
  bool post(Job job) { return jobs_.try_push(std::move(job)); }

 private:
  BoundedQueue<Job> jobs_;
  std::thread thread_;
};

}  // namespace fairlead::serve
