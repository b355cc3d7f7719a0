// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/forwarded.hpp"
#include "http_client.hpp"
#include "intake/source_url.hpp"
#include "ledger/key_file.hpp"
#include "rules_file.hpp"
#include "zones/find.hpp"

namespace fairlead::app {
namespace {

// The words between commas, without blanks around them.
std::vector<std::string> parts(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (const auto word = trim(text.substr(0, comma)); !word.empty()) found.emplace_back(word);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return found;
}

// The partners' door, for /metrics.
std::vector<serve::ServerInputs::Measure> measures_of(const partner::DoorStatus& door) {
  return {
      {"fairlead_partner_connections", "gauge", "Open connections of partners.", door.connections},
      {"fairlead_partner_connections_total", "counter", "Connections of partners taken.", door.connections_total},
      {"fairlead_partner_streams", "gauge", "Open streams of partners.", door.streams},
      {"fairlead_partner_waiting_releases", "gauge", "Releases that wait for a partner to take them.",
       door.waiting_releases},
      {"fairlead_partner_waiting_bytes", "gauge", "Bytes of those releases.", door.waiting_bytes},
      {"fairlead_partner_releases_total", "counter", "Releases handed over whole.", door.handed_over_total},
      {"fairlead_partner_releases_refused_total", "counter", "Releases that the gate refused after a stop.",
       door.refused_total},
      {"fairlead_partner_releases_without_reader_total", "counter", "Releases that nobody was connected for.",
       door.without_reader_total},
      {"fairlead_partner_not_admitted_total", "counter", "Requests without a good token or certificate.",
       door.not_admitted_total},
      {"fairlead_partner_told_to_wait_total", "counter", "Requests and connections beyond a limit.",
       door.told_to_wait_total},
      {"fairlead_partner_sent_bytes_total", "counter", "Bytes handed to the network for partners.", door.bytes_total},
  };
}

Result<std::string> secret_in(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", file));
  }
  std::ostringstream text;
  text << in.rdbuf();
  return std::string(trim(text.str()));
}

}  // namespace

Result<std::unique_ptr<Service>> Service::open(const Settings& settings, bool demo, serve::StoryTalk story) {
  auto service = std::unique_ptr<Service>(new Service);
  service->demo_ = demo;
  service->story_ = std::move(story);
  FL_TRY(auto rules, rules_of(settings));
  FL_CHECK(service->open_zones(settings));
  const store_sqlite::StoreLimits store_limits{.journal_age = settings.journal_age_max,
                                               .journal_bytes = settings.journal_size_max,
                                               .history_age = settings.history_age_max,
                                               .history_bytes = settings.history_size_max};
  FL_TRY(service->store_, store_sqlite::SqliteStore::open(settings.data_folder, store_limits));
  FL_CHECK(service->open_ledger_key(settings));

  engine::RunnerOptions runner;
  runner.slot_length = settings.slot_length;
  runner.engine.partner_log_capacity = static_cast<std::uint32_t>(settings.releases_per_minute);
  runner.engine.tracker.tracks_max = settings.tracks_max;
  runner.engine.delivery_tick = settings.delivery().tick;
  runner.engine.delivery_parts = settings.delivery().parts;
  runner.engine.rules = std::move(rules);
  runner.engine.atlas = service->zones_;
  runner.keys = &*service->keys_;
  FL_TRY(service->runner_, engine::Runner::open(runner, *service->store_, system_wall_clock()));
  service->intake_ =
      std::make_unique<intake::Intake>(service->runner_->inbox(), system_wall_clock(), system_steady_clock());
  FL_CHECK(service->open_people(settings));
  FL_CHECK(service->open_door(settings));
  FL_CHECK(service->open_server(settings, demo));
  return service;
}

Result<void> Service::open_ledger_key(const Settings& settings) {
  const std::string file = (std::filesystem::path(settings.data_folder) / "ledger.key").string();
  std::error_code error;
  const bool is_there = std::filesystem::exists(file, error);
  auto signer =
      is_there ? ledger::load_key_file(file) : ledger::make_key_file(file, settings.ledger_origin, system_random());
  if (!signer) return Failure(signer.error());
  FL_TRY(engine::LogKeys keys, engine::LogKeys::from(*signer));
  ledger_keys_ = std::make_shared<const engine::LogKeys>(keys);
  keys_.emplace(std::move(keys));
  return {};
}

// Before anything that answers with zones. They are read where they lie, so this takes no time worth telling.
Result<void> Service::open_zones(const Settings& settings) {
  auto atlas = zones::open_usual(settings.zones_file);
  if (!atlas && settings.zones_file.empty()) {
    // Nobody named that file: an old or torn one must not keep the centre from starting.
    log::warning("zones_of_the_program_instead", {{"cure", atlas.error().message}});
    atlas = zones::Atlas::inside();
    if (!atlas && atlas.error().code == ErrorCode::not_found) return {};
  }
  if (!atlas) return Failure(atlas.error().within("zones.file"));
  zones_ = std::make_shared<const zones::Atlas>(std::move(*atlas));
  log::info("zones_opened", {{"version", zones_->version()}, {"bytes", zones_->size_bytes()}});
  return {};
}

Result<void> Service::open_people(const Settings& settings) {
  people_ = std::make_unique<People>(*runner_, system_wall_clock());
  if (settings.oidc.issuer.empty()) return {};
  OidcSettings oidc = settings.oidc;
  if (!oidc.client_secret_file.empty()) {
    FL_TRY(oidc.client_secret, secret_in(oidc.client_secret_file));
  }
  if (auto used = people_->use_oidc(oidc); !used) return Failure(used.error().within("[oidc]"));
  return {};
}

Result<void> Service::open_door(const Settings& settings) {
  if (settings.partners_listen.empty()) return {};
  partner::DoorOptions options;
  options.listen = settings.partners_listen;
  options.allow_plain = settings.partners_allow_plain == "true";
  if (!settings.partners_tls_certificate.empty()) {
    http::TlsOptions tls;
    tls.certificate_file = settings.partners_tls_certificate;
    tls.key_file = settings.partners_tls_key;
    tls.client_ca_file = settings.partners_client_ca;
    if (!tls.client_ca_file.empty()) {
      tls.client_certificate = settings.partners_client_certificates == "required" ? http::ClientCertificate::required
                               : settings.partners_client_certificates == "none"   ? http::ClientCertificate::none
                                                                                   : http::ClientCertificate::optional;
    }
    options.tls = std::move(tls);
  }
  partner::DoorInputs inputs;
  engine::Runner& runner = *runner_;
  inputs.command = [&runner](engine::Command command) { return runner.command(std::move(command)); };
  inputs.post = [&runner](engine::Command command) { runner.post(std::move(command)); };
  inputs.sharing = [&runner] { return runner.sharing(); };
  inputs.gate = &runner.gate();
  inputs.log = [&store = *store_](std::string_view name) { return store.log(name); };
  FL_TRY(door_, partner::Door::open(std::move(options), std::move(inputs)));
  runner_->use_exits(*door_);
  return {};
}

Result<void> Service::open_server(const Settings& settings, bool demo) {
  serve::ServerOptions server;
  server.listen = settings.listen;
  server.metrics_listen = settings.metrics_listen;
  server.web_root = settings.web_root;
  server.allowed_hosts = parts(settings.allowed_hosts);
  for (const std::string& proxy : parts(settings.trusted_proxies)) {
    auto address = http::normal_address(proxy);
    if (!address) return Failure(address.error().within("http.trusted_proxies"));
    server.trusted_proxies.push_back(std::move(*address));
  }
  server.version = FAIRLEAD_VERSION;
  server.commit = FAIRLEAD_COMMIT;
  server.own_name = settings.own_name;
  server.own_state = settings.own_state;
  server.demo = demo;
  server.mode = demo ? "demo" : "live";
  if (!settings.tls_certificate.empty()) {
    http::TlsOptions tls;
    tls.certificate_file = settings.tls_certificate;
    tls.key_file = settings.tls_key;
    server.tls = std::move(tls);
    secure_ = true;
  }
  serve::ServerInputs inputs;
  inputs.picture = [this] { return runner_->picture(); };
  inputs.history = &store_->history();
  if (door_) inputs.measures = [this] { return measures_of(door_->status()); };
  inputs.sources = [this] {
    auto all = intake_->health();
    for (const auto& upstream : upstreams_) all.push_back(upstream->health());
    return all;
  };
  inputs.status = [this] { return runner_->status(); };
  inputs.declared = [this] { return runner_->sources(); };
  inputs.zones = zones_;
  inputs.story = story_;
  inputs.people = people_->seam();
  inputs.desk = serve::desk_of(*runner_, store_.get(), [signer = ledger_keys_](std::string_view log) {
    engine::LogKeys keys = *signer;  // of this call: it keeps what it made
    return keys.of(log == "home" ? keys.home_origin() : keys.origin_of(log)).verifier().text();
  });
  auto tracer = Tracer::open(settings.data_folder + "/releases.idx", [this] { return store_->log("home"); });
  if (!tracer) return Failure(tracer.error());
  tracer_ = std::make_unique<Tracer>(std::move(*tracer));
  inputs.desk.trace = [this](std::string_view question) { return tracer_->answer(question); };
  FL_CHECK(open_vault(settings, inputs));
  FL_TRY(server_, serve::Server::open(server, inputs));
  return {};
}

// The bytes of evidence and lists, the register of reports, and who stamps them with the time.
Result<void> Service::open_vault(const Settings& settings, serve::ServerInputs& inputs) {
  vault::StoreLimits limits;
  limits.file_bytes_max = settings.evidence_file_max;
  FL_TRY(vault_, vault::ByteStore::open(settings.data_folder + "/vault", limits));
  FL_TRY(reports_, vault::Register::open(settings.data_folder + "/reports"));
  inputs.vault = vault_.get();
  inputs.reports = reports_.get();
  if (!settings.timestamp_ca.empty()) {
    auto authorities = secret_in(settings.timestamp_ca);
    if (!authorities) return Failure(authorities.error().within("evidence.timestamp_ca"));
    inputs.stamp_authorities = *authorities + '\n';
  }
  if (settings.timestamp_url.empty()) return {};
  if (settings.timestamp_ca.empty()) {
    return fail(ErrorCode::invalid_argument,
                "evidence.timestamp_url: set `evidence.timestamp_ca` too, the certificate of that authority (PEM)");
  }
  // The address is tried here, so that a mistake in it stops the start.
  if (auto client = HttpClient::open(settings.timestamp_url, {}); !client) {
    return Failure(client.error().within("evidence.timestamp_url"));
  }
  inputs.stamp = [url = settings.timestamp_url](std::string_view request) -> Result<std::string> {
    HttpClient::Limits patience;
    patience.time_max = std::chrono::seconds(20);
    patience.body_bytes_max = 32'768;
    FL_TRY(HttpClient client, HttpClient::open(url, {}, patience));
    FL_TRY(HttpReply reply, client.send("POST", "", request, {{"Content-Type", "application/timestamp-query"}}));
    if (reply.status != 200) {
      return fail(ErrorCode::unreachable,
                  fmt::format("the time-stamp authority `{}` answers with status {}", url, reply.status));
    }
    return std::move(reply.body);
  };
  return {};
}

Result<void> Service::start(const Settings& settings) {
  runner_->on_publish([this] { server_->picture_changed(); });
  // With no source there is no time of their own to follow: what was stored last stays as it stood.
  bool all_recorded = true;
  for (const SourceSetting& source : settings.sources) {
    if (is_upstream(source.url)) {
      all_recorded = false;
      continue;
    }
    auto url = intake::parse_source_url(source.url);
    if (!url) return Failure(url.error().within(source.origin));
    all_recorded = all_recorded && !url->is_live();
  }
  runner_->use_recorded_time(all_recorded);
  runner_->start();
  FL_TRY([[maybe_unused]] const engine::Answer named,
         runner_->command({accounts::Actor::automatic(), engine::NameHome{parts(settings.originators)}}));
  auto named_law =
      runner_->command({accounts::Actor::automatic(),
                        engine::NameLaw{settings.own_state, zones_ ? std::string(zones_->version()) : std::string()}});
  if (!named_law) return Failure(named_law.error().within("centre.state"));
  // The server is told of all of them before it answers.
  for (const SourceSetting& source : settings.sources) FL_CHECK(add(source));
  if (door_) door_->start();
  server_->start();
  intake_->start();
  for (const auto& upstream : upstreams_) upstream->start();
  return {};
}

Result<void> Service::add(const SourceSetting& setting) {
  if (setting.label == domain::Label{}) {
    log::warning("label_missing", {{"source", setting.name.empty() ? setting.url : setting.name},
                                   {"meaning", "nothing of it leaves"},
                                   {"cure", "write [source.label] with level, releasable_to and purposes"}});
  }
  if (is_upstream(setting.url)) {
    auto upstream = Upstream::open(setting, *runner_, system_wall_clock());
    if (!upstream) return Failure(upstream.error().within(setting.origin));
    upstreams_.push_back(std::move(*upstream));
    return {};
  }
  FL_TRY(const intake::SourceUrl url, intake::parse_source_url(setting.url));
  domain::Source source;
  source.name = setting.name.empty() ? url.name : setting.name;
  source.url = url.url;
  source.originator = setting.originator.empty() ? url.originator : setting.originator;
  source.label = setting.label;
  FL_TRY(const domain::SourceId id, runner_->declare(source));
  intake::SourceConfig config{source.name, setting.url, source.originator, source.label, setting.stall};
  if (auto added = intake_->add(id, std::move(config)); !added) return Failure(added.error().within(setting.origin));
  return {};
}

Service::~Service() {
  for (const auto& upstream : upstreams_) upstream->stop();
  if (intake_) intake_->stop();
  // Partners go first: what they took last is still noted.
  if (door_) door_->stop();
  if (runner_) runner_->stop();
  if (server_) server_->stop();
}

std::string Service::url() const { return fmt::format("{}://{}", secure_ ? "https" : "http", server_->address()); }

std::string Service::partners_url() const {
  return door_ ? fmt::format("{}://{}", door_->is_secure() ? "https" : "http", door_->address()) : std::string();
}

std::optional<std::string> Service::first_link() {
  if (demo_) return std::nullopt;
  const auto code = people_->first_code();
  if (!code) return std::nullopt;
  return fmt::format("{}/#/first?code={}", url(), *code);
}

void Service::reload_certificates() {
  const auto tell = [](std::string_view where, const Result<void>& done) {
    if (!done) log::error("certificates_kept", {{"where", where}, {"detail", done.error().message}});
  };
  tell("http", server_->reload_certificates());
  if (door_ && door_->is_secure()) tell("partners", door_->reload_tls());
}

}  // namespace fairlead::app
