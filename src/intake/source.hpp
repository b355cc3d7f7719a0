// SPDX-License-Identifier: Apache-2.0
// What every kind of source has in common, and the factories of each. All of it lives on the network thread.
//
// Threads: open_*() and the constructor may run on another thread before start(); meter(), port() and the questions at
// the end may be asked by any.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "base/result.hpp"
#include "base/system.hpp"
#include "convoy.hpp"
#include "engine/inbox.hpp"
#include "feed.hpp"
#include "file_input.hpp"
#include "intake/intake.hpp"
#include "intake/source_url.hpp"
#include "meter.hpp"

namespace fairlead::intake {

struct Surroundings {
  boost::asio::io_context& io;
  engine::Inbox& inbox;
  const WallClock& wall;
  const SteadyClock& steady;
  const IntakeLimits& limits;
  Convoys& convoys;

  Instant now() const { return Instant::from_unix_ms(wall.now_ms()); }
};

inline FeedForm form_of(const domain::Source& about, const SourceUrl& url) {
  FeedForm form;
  form.format = url.format;
  form.foreign.source = about.id;
  form.foreign.partner = about.originator.empty() ? about.name : about.originator;
  form.foreign.sites = url.sites;
  form.foreign.day = url.day;
  form.foreign.keep_aircraft = url.aircraft;
  return form;
}

class Source {
 public:
  Source(Surroundings around, domain::Source about, SourceUrl url)
      : around_(around), url_(std::move(url)), meter_(std::move(about), around.wall, around.steady) {}
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  virtual void start() = 0;
  // Every `watch_every`: looks for silence.
  virtual void tick() = 0;
  // Offers what was decoded and does nothing more.
  virtual void close() = 0;

  virtual std::uint16_t port() const { return 0; }
  virtual bool can_end() const { return false; }
  virtual bool has_ended() const { return false; }
  virtual bool recorded_time() const { return false; }
  const Meter& meter() const { return meter_; }
  domain::SourceId id() const { return meter_.source().id; }

 protected:
  FeedForm form() const { return form_of(meter_.source(), url_); }

  Surroundings around_;
  const SourceUrl url_;
  Meter meter_;
};

using SourcePointer = std::shared_ptr<Source>;

Result<SourcePointer> open_file(Surroundings around, domain::Source about, const SourceUrl& url);
// A recording in a form other than sentences.
Result<SourcePointer> open_record_file(Surroundings around, domain::Source about, const SourceUrl& url,
                                       FileInput input);
Result<SourcePointer> open_standard_input(Surroundings around, domain::Source about, const SourceUrl& url);
Result<SourcePointer> open_tcp(Surroundings around, domain::Source about, const SourceUrl& url);
Result<SourcePointer> open_tcp_listen(Surroundings around, domain::Source about, const SourceUrl& url);
Result<SourcePointer> open_udp(Surroundings around, domain::Source about, const SourceUrl& url);
Result<SourcePointer> open_serial(Surroundings around, domain::Source about, const SourceUrl& url);

}  // namespace fairlead::intake
