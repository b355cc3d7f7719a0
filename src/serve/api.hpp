// SPDX-License-Identifier: Apache-2.0
// What each address answers. It knows no sockets: a Request goes in, an Outcome comes out.
//
// 1. A request is judged (address, host, method, who asks, permission, media type) before its body is read, and again
//    when it is answered.
// Threads: all but the answer of a Deferred belongs to the network thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "assets.hpp"
#include "gatekeeper.hpp"
#include "http/parameters.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "metrics.hpp"
#include "routes.hpp"
#include "search_index.hpp"
#include "slot_times.hpp"
#include "source_names.hpp"

namespace fairlead::serve {

using http::Fault;
using http::Parameters;
using http::problem;
using http::Refusal;
using http::Target;

using PicturePtr = std::shared_ptr<const engine::Picture>;

// Which of the two listeners was asked.
enum class Door : std::uint8_t { all, metrics_only };

class Api {
 public:
  // `loopback`: whether the main listener is bound to loopback.
  Api(const ServerOptions& options, const ServerInputs& inputs, Metrics& metrics, bool loopback);

  // Takes the body out of the request.
  Handled handle(Request& request, Door door, std::shared_ptr<vault::Arrival> arrival = nullptr);
  // What would be answered without looking at the body; nothing where the body is wanted, up to `body_bytes_max`.
  struct Verdict {
    std::string_view route;
    std::optional<Response> refusal;
    std::size_t body_bytes_max = 0;
    bool takes_file = false;
  };
  Verdict judge_head(const Request& request, Door door);
  // Whether who opened a stream may still follow it.
  bool may_follow(const Request& request);

  void note(const engine::Picture& picture) { slot_times_.note(picture); }
  std::shared_ptr<const SourceNames> source_names() { return names_.get(); }
  Gatekeeper& gatekeeper() { return gatekeeper_; }

  static std::span<const Route> routes();

  // Quick answers, named by the tables of routes.
  Outcome tracks(const Call& call);
  Outcome track(const Call& call);
  Outcome track_history(const Call& call);
  Outcome vessels(const Call& call);
  Outcome sources(const Call& call);
  Outcome status(const Call& call);
  Outcome stream(const Call& call);
  Outcome zones_at(const Call& call);
  Outcome contract(const Call& call);
  Outcome healthz(const Call& call);
  Outcome readyz(const Call& call);
  Outcome freshz(const Call& call);
  Outcome metrics(const Call& call);
  Outcome page(const Call& call);
  Outcome session(const Call& call);

 private:
  struct Judged {
    std::string_view name = "other";  // of the route, for metrics
    std::optional<Response> refusal;
    const Route* route = nullptr;  // absent: a file
    Target target;
    std::vector<std::string> ids;
    Caller caller;
  };
  Judged judge(const Request& request, Door door);
  std::string match(const Request& request, const Target& target, Door door, Judged& judged) const;
  std::optional<Response> refused_host(const Request& request) const;
  std::optional<Response> refused_body(const Request& request, const Route* route) const;
  bool host_is_ours(std::string_view host) const;
  bool origin_is_ours(const Request& request) const;
  Outcome file(const Call& call);
  Outcome start_messages(const Call& call, std::optional<geo::Box> box);

  PicturePtr picture() const { return inputs_.picture ? inputs_.picture() : nullptr; }

  const ServerOptions& options_;
  const ServerInputs& inputs_;
  Metrics& metrics_;
  const bool loopback_;
  Gatekeeper gatekeeper_;
  SignInGuard guard_;  // sign-in thread
  SlotTimes slot_times_;
  SourceNamesCache names_;
  std::shared_ptr<SearchIndex> search_ = std::make_shared<SearchIndex>();  // reading thread
};

// The parameter as a box; what is wrong with it is noted there.
std::optional<geo::Box> box_of(Parameters& parameters, std::string_view name);
Response refuse(const Request& request, const Refusal& refusal);
Response not_found(const Request& request, std::string_view what);
Response no_picture(const Request& request);
// A failure of the history: told without the store's own words, which may name files; those go to the log.
Response history_failed(const Request& request, const Error& error);
// Answers from bytes that live as long as the program, with ETag and, where accepted, compressed.
Response asset_response(const Request& request, const Asset& asset, std::string_view cache_control);
Response disk_response(const Request& request, const std::string& root, const std::string& path, bool page);

}  // namespace fairlead::serve
