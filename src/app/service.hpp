// SPDX-License-Identifier: Apache-2.0
// What runs in `fairlead serve`: store, ledger key, engine, sources, people, the page and the door for partners, in the
// order in which they are built; they are taken down the other way round.
//
// Threads: open(), start() and the destructor belong to one; the parts have their own.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/log_keys.hpp"
#include "engine/runner.hpp"
#include "intake/intake.hpp"
#include "partner/door.hpp"
#include "people.hpp"
#include "serve/server.hpp"
#include "settings.hpp"
#include "store_sqlite/database.hpp"
#include "tracer.hpp"
#include "upstream.hpp"
#include "vault/byte_store.hpp"
#include "vault/register.hpp"
#include "zones/atlas.hpp"

namespace fairlead::app {

class Service {
 public:
  static Result<std::unique_ptr<Service>> open(const Settings& settings, bool demo, serve::StoryTalk story = {});
  ~Service();

  Result<void> start(const Settings& settings);

  std::string address() const { return server_->address(); }
  std::string url() const;
  std::string partners_url() const;  // empty: no door
  // The link with which the first administrator is made; nothing when there are accounts, or in a demo.
  std::optional<std::string> first_link();
  engine::RunnerStatus status() const { return runner_->status(); }
  std::size_t tracks() const { return runner_->picture()->size(); }
  // Recorded or live time may become known only while a file is read.
  void follow_time() {
    runner_->use_recorded_time(upstreams_.empty() && (intake_->health().empty() || intake_->recorded_time()));
  }
  void reload_certificates();

 private:
  Service() = default;
  Result<void> open_ledger_key(const Settings& settings);
  Result<void> open_people(const Settings& settings);
  Result<void> open_door(const Settings& settings);
  Result<void> open_server(const Settings& settings, bool demo);
  Result<void> add(const SourceSetting& setting);
  Result<void> open_zones(const Settings& settings);
  Result<void> open_vault(const Settings& settings, serve::ServerInputs& inputs);

  bool demo_ = false;
  serve::StoryTalk story_;
  bool secure_ = false;
  std::shared_ptr<const zones::Atlas> zones_;  // empty: there is no file
  std::unique_ptr<store_sqlite::SqliteStore> store_;
  std::optional<engine::LogKeys> keys_;
  std::shared_ptr<const engine::LogKeys> ledger_keys_;  // the same, for readers
  std::unique_ptr<engine::Runner> runner_;
  std::unique_ptr<People> people_;
  std::unique_ptr<Tracer> tracer_;
  std::unique_ptr<vault::ByteStore> vault_;
  std::unique_ptr<vault::Register> reports_;
  std::unique_ptr<intake::Intake> intake_;
  std::vector<std::unique_ptr<Upstream>> upstreams_;  // other Fairleads as sources
  std::unique_ptr<partner::Door> door_;
  std::unique_ptr<serve::Server> server_;
};

}  // namespace fairlead::app
