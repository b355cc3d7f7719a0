// SPDX-License-Identifier: Apache-2.0
// "Which of our releases fed this?", answered from the ledger: keeps an index of all releases beside the log, looks at
// what was added before it answers, and names what it finds with agreement, clause, conditions and proofs.
//
// Threads: one caller at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "ledger/store.hpp"
#include "trace/release_index.hpp"

namespace fairlead::app {

class Tracer {
 public:
  using OpenLog = std::function<Result<std::unique_ptr<ledger::LogReader>>()>;
  // `index_file` empty: the index is kept in memory. The log is home's.
  static Result<Tracer> open(const std::string& index_file, OpenLog log);

  // {"tracks":["T-..."],"place":{"lat":..,"lon":..,"radius_nm":..},"from":..,"to":..,"lookback_hours":..,
  // "speed_max_kn":..} to the answer as JSON. What is wrong with the question is `invalid_argument`.
  Result<std::string> answer(std::string_view question);
  // Looks at what the log has got since.
  Result<void> catch_up();
  const trace::ReleaseIndex& index() const { return index_; }

 private:
  Tracer(trace::ReleaseIndex index, OpenLog log) : index_(std::move(index)), log_(std::move(log)) {}

  trace::ReleaseIndex index_;
  OpenLog log_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> erased_;
};

// The question, read strictly.
Result<trace::Question> question_from_json(std::string_view json);

}  // namespace fairlead::app
