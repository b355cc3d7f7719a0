// SPDX-License-Identifier: Apache-2.0
// Another Fairlead as a source: follows what it releases to us, as `fairlead subscribe` does, and makes observations of
// its tracks, and things on our desk of its leads and of what it asks us. Who made them stays in charge of them.
//
// 1. What comes carries the label that it was released with: originators, caveats and audience survive, its purpose is
//    the only one, and to hand it on asks for the consent of each originator at least.
// 2. A recall of the originator shuts at once what came before it, for good and on to our own partners; what is shared
//    afterwards comes under a source of a new name.
// 3. Nothing of it leaves while we do not know whether the originator still shares it: before its first answer, and
//    after a minute without one.
// 4. What is withdrawn there is withdrawn here. Each connection begins anew: what is not given again within
//    `kSettleMs` of the newest word from their desk is over.
// Threads: one of its own between start() and stop(); health() may be called by any.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/json.hpp>

#include "base/digest.hpp"
#include "base/published.hpp"
#include "base/system.hpp"
#include "domain/source.hpp"
#include "engine/runner.hpp"
#include "event_stream.hpp"
#include "http_client.hpp"
#include "release/words.hpp"
#include "settings.hpp"

namespace fairlead::app {

// `fairlead+https://HOST:PORT?purpose=P`, with `name` and `originator` as for other sources.
bool is_upstream(std::string_view url);
struct UpstreamUrl {
  std::string door;  // https://HOST:PORT
  std::string name;
  std::string originator;
  release::Purpose purpose{};
};
Result<UpstreamUrl> parse_upstream_url(std::string_view url);
// Of any kind of source.
Result<void> check_source_url(std::string_view url);

// What a payload of the other side says, as observations of `source`.
class UpstreamReader {
 public:
  explicit UpstreamReader(std::string originator) : originator_(std::move(originator)) {}
  // Refuses what is no payload; leaves out tracks that cannot be read, and counts them.
  Result<domain::ObservationBatch> read(std::string_view payload, domain::SourceId source, Instant now);
  const std::string& release() const { return release_; }  // of the payload read last
  std::uint64_t rejected() const { return rejected_; }

 private:
  std::string originator_;
  std::string release_;
  std::uint64_t rejected_ = 0;
  std::map<std::string, std::uint16_t, std::less<>> numbers_;  // of tracks without an MMSI, by their name there
  std::uint16_t next_number_ = 0;
};

// The label under which what a payload brought may be kept and handed on here.
Result<domain::Label> received_label(const boost::json::object& payload, const std::string& originator);

// What a payload of leads or requests says, as acts on our desk.
class UpstreamDesk {
 public:
  UpstreamDesk(std::string source, std::string originator)
      : source_(std::move(source)), originator_(std::move(originator)) {}
  // Whether we have something open under this name of theirs.
  using IsKnown = std::function<bool(const std::string& reference)>;
  Result<std::vector<std::string>> read(std::string_view payload, const IsKnown& is_known);
  std::string ended(const std::set<std::string>& references, std::string_view because) const;
  const std::string& release() const { return release_; }      // of the payload read last
  const std::set<std::string>& said() const { return said_; }  // names that it spoke of
  void rename(std::string source) { source_ = std::move(source); }

 private:
  struct Given {
    std::string reference;
    std::int64_t version = 1;
    std::string release;
    std::string purpose;
    boost::json::value label;
    boost::json::array conditions;
  };
  // False for what was read before under this name, and is with us still: each connection brings all once more.
  bool is_new(const Given& given, const boost::json::object& thing, bool is_known);
  boost::json::object origin_of(const Given& given, const boost::json::object& thing) const;
  std::string lead_of(const Given& given, const boost::json::object& lead) const;
  std::string request_of(const Given& given, const boost::json::object& request) const;
  std::string ended(boost::json::array references, std::string_view because) const;

  std::string source_;
  std::string originator_;
  std::string release_;
  std::set<std::string> said_;
  std::map<std::string, Digest> read_;  // what was read last, by name
};

class Upstream {
 public:
  static constexpr std::int64_t kSettleMs = 20'000;

  // Declares the source, shut. `runner` and `clock` outlive it.
  static Result<std::unique_ptr<Upstream>> open(const SourceSetting& setting, engine::Runner& runner,
                                                const WallClock& clock);
  ~Upstream();
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;
  void start();
  void stop();
  domain::SourceHealth health() const;

 private:
  Upstream(SourceSetting setting, UpstreamUrl url, HttpClient stream, HttpClient words, engine::Runner& runner,
           const WallClock& clock);
  Result<void> declare(bool shut);
  void run();
  bool ask();         // for recalls; whether the other side answered
  bool keep_watch();  // whether to go on
  void recalled(const std::string& id, std::uint64_t number);
  bool take(const EventStream::Event& event);
  bool take_desk(const EventStream::Event& event);
  void acknowledge();                  // the newest release, and with it those before
  std::set<std::string> held() const;  // names under which our desk has something open of theirs
  void end_unsaid();
  void say(domain::SourceState state, std::string detail);
  void rest(std::chrono::milliseconds pause) const;
  std::int64_t now_ms() const { return clock_.now_ms(); }

  const SourceSetting setting_;
  const UpstreamUrl url_;
  HttpClient stream_, words_;
  engine::Runner& runner_;
  const WallClock& clock_;
  UpstreamReader reader_;
  UpstreamDesk desk_;
  std::set<std::string> unsaid_;      // had before this connection, and not given again
  std::int64_t settled_from_ms_ = 0;  // the newest word from their desk, or the connection; 0: not connected
  std::string name_;                  // of the source that observations belong to now
  std::uint64_t handled_ = 0;         // the newest recall that was seen to
  domain::SourceId source_;
  bool is_open_ = false;
  std::int64_t answered_at_ms_ = 0;
  std::int64_t asked_at_ms_ = 0;
  std::string unacknowledged_;
  std::int64_t acknowledged_at_ms_ = 0;

  std::atomic<bool> stopping_ = false;
  std::atomic<domain::SourceState> state_ = domain::SourceState::connecting;
  Published<std::string> detail_{std::make_shared<const std::string>("connecting")};
  std::atomic<std::uint64_t> bytes_ = 0, payloads_ = 0, observations_ = 0, rejected_ = 0, reconnects_ = 0;
  std::atomic<std::int64_t> heard_at_ms_ = 0;
  std::thread thread_;
};

}  // namespace fairlead::app
