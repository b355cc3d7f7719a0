// SPDX-License-Identifier: Apache-2.0
// How the server reaches what decides about sharing: commands of people, the stop, what is shared now, the logs of the
// ledger. The server knows neither threads nor stores behind it.
//
// Threads: each function may be called from several threads of the server at the same time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/runner.hpp"
#include "ledger/store.hpp"

namespace fairlead::engine {
struct CaseworkNow;
struct FindingsNow;
}  // namespace fairlead::engine

namespace fairlead::serve {

struct Desk {
  // Does what a command asks and returns when it is durable. May wait for a commit. Absent: there is no desk, and what
  // needs one answers 503.
  std::function<Result<engine::Answer>(engine::Command)> command;
  // The same without waiting: notes of who read what.
  std::function<void(engine::Command)> post;
  // A stop: returns when the gate is shut.
  std::function<Result<engine::Runner::Stopped>(accounts::Actor by, engine::OrderStop order)> stop;
  // What is shared now; quick, may give nothing while starting.
  std::function<std::shared_ptr<const engine::Sharing>()> sharing;
  // The law as it bears on what is live; quick. Absent: what needs it answers 503.
  std::function<std::shared_ptr<const engine::LawNow>()> law;
  // What is worth a look, and what lies on people's desks; quick. Absent: what needs it answers 503.
  std::function<std::shared_ptr<const engine::FindingsNow>()> findings;
  std::function<std::shared_ptr<const engine::CaseworkNow>()> casework;
  // Which releases could have fed something: a question and its answer as JSON. One caller at a time.
  std::function<Result<std::string>(std::string_view question)> trace;
  // Which releases hold a track now. May be left out.
  std::function<std::vector<engine::DeliveredTo>(domain::TrackId)> delivered;
  // The picture as a partner agency has it for a purpose; copied between two slots. Absent: there is none to look at.
  std::function<Result<engine::ViewNow>(std::string_view agency, release::Purpose purpose)> view_now;

  // The names of the ledger's logs: `home`, and one for each agency. A reader is valid as long as the desk.
  std::function<Result<std::vector<std::string>>()> logs;
  std::function<Result<std::unique_ptr<ledger::LogReader>>(std::string_view name)> log;
  // The key that a log's checkpoints are signed with, as a line `name+hash+base64`; empty where nothing is signed.
  std::function<std::string(std::string_view name)> verifier;

  bool is_there() const { return command && sharing && sharing() != nullptr; }
};

// Everything of it from a runner; `store` and `verifier` may be left out.
Desk desk_of(engine::Runner& runner, engine::Store* store, std::function<std::string(std::string_view)> verifier);

}  // namespace fairlead::serve
