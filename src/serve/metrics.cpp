// SPDX-License-Identifier: Apache-2.0
#include "metrics.hpp"

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "metrics_page.hpp"

namespace fairlead::serve {
namespace {

void append_tracks(MetricsPage& page, const ServerInputs& inputs) {
  const auto picture = inputs.picture ? inputs.picture() : nullptr;
  if (!picture) return;
  std::uint64_t live = 0;
  picture->for_each([&](const engine::Picture::Entry& entry) {
    if (entry.track.state == domain::TrackState::live) ++live;
    return true;
  });
  page.single("fairlead_tracks_active", "gauge", "Live tracks in the picture.", live);
  page.single("fairlead_tracks_lost", "gauge", "Tracks in the picture that have fallen silent.",
              picture->size() - live);
  page.single("fairlead_picture_slot", "gauge", "Newest published slot.", picture->slot());
  page.single("fairlead_picture_timestamp_seconds", "gauge", "The moment that the picture shows, as Unix time.",
              static_cast<double>(picture->picture_time().unix_ms()) / 1000.0);
}

void append_sources(MetricsPage& page, const ServerInputs& inputs, Instant now) {
  if (!inputs.sources) return;
  const std::vector<domain::SourceHealth> sources = inputs.sources();
  const auto counter = [&](std::string_view name, std::string_view help, auto value) {
    page.family(name, "counter", help);
    for (const auto& health : sources) page.sample({{"source", health.source.name}}, value(health));
  };
  page.family("fairlead_ingest_sentences_total", "counter", "Sentences by source and what became of them.");
  for (const auto& health : sources) {
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : health.rejected) {
      page.sample({{"source", health.source.name}, {"result", reason}}, count);
      rejected += count;
    }
    const std::uint64_t accepted = health.sentences_total - std::min(rejected, health.sentences_total);
    page.sample({{"source", health.source.name}, {"result", "accepted"}}, accepted);
  }
  counter("fairlead_ingest_bytes_total", "Bytes received.", [](const auto& h) { return h.bytes_total; });
  counter("fairlead_ingest_messages_total", "Messages decoded.", [](const auto& h) { return h.messages_total; });
  counter("fairlead_ingest_observations_total", "Observations handed to the engine.",
          [](const auto& h) { return h.observations_total; });
  counter("fairlead_ingest_dropped_total", "Repeats dropped because the engine's inbox was full.",
          [](const auto& h) { return h.dropped_total; });
  counter("fairlead_source_reconnects_total", "Connections made again.",
          [](const auto& h) { return h.reconnects_total; });
  page.family("fairlead_source_age_seconds", "gauge", "Age of the newest sentence.");
  for (const auto& health : sources) {
    if (!health.last_sentence_at) continue;
    page.sample({{"source", health.source.name}},
                static_cast<double>((now - *health.last_sentence_at).count()) / 1000.0);
  }
  page.family("fairlead_source_up", "gauge", "1 while the source is live.");
  for (const auto& health : sources) {
    page.sample({{"source", health.source.name}}, health.state == domain::SourceState::live ? 1 : 0);
  }
}

void append_engine(MetricsPage& page, const ServerInputs& inputs) {
  if (!inputs.status) return;
  const engine::RunnerStatus status = inputs.status();
  page.single("fairlead_observations_total", "counter", "Observations absorbed.", status.observations_total);
  page.single("fairlead_duplicates_total", "counter", "Further receptions of a known transmission.",
              status.duplicates_total);
  page.single("fairlead_checkpoints_total", "counter", "Checkpoints written.", status.checkpoints);
  page.single("fairlead_recovered_slots", "gauge", "Slots replayed at the start.", status.recovered_slots);
  page.single("fairlead_store_ok", "gauge", "1 while the store takes what comes in.",
              status.store == engine::StoreState::ok ? 1 : 0);
  page.single("fairlead_writer_queue_slots", "gauge", "Slots waiting to be made durable.", status.writer_queue.depth);
  page.single("fairlead_writer_queue_waits_total", "counter", "Times the engine waited for the writer.",
              status.writer_queue.waited);
}

// What the usual dashboards ask of any process, read from /proc.
void append_process(MetricsPage& page, const ServerInputs& inputs) {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::size_t end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) return;
  std::vector<std::string_view> fields;
  std::string_view rest = std::string_view(text).substr(end_of_name + 1);
  while (!rest.empty()) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
    const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
    if (end > 0) fields.push_back(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  if (fields.size() < 22) return;  // proc(5): the fields after the name begin with number 3
  const auto field = [&](std::size_t number) { return parse_number<std::uint64_t>(fields[number - 3]).value_or(0); };
  const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  page.single("process_cpu_seconds_total", "counter", "User and system time.",
              static_cast<double>(field(14) + field(15)) / ticks);
  page.single("process_resident_memory_bytes", "gauge", "Memory held.",
              field(24) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
  page.single("process_threads", "gauge", "Threads.", field(20));
  std::error_code ignored;
  std::uint64_t open = 0;
  for (std::filesystem::directory_iterator it("/proc/self/fd", ignored), end; it != end; it.increment(ignored)) ++open;
  page.single("process_open_fds", "gauge", "Open file descriptors.", open);
  if (inputs.status) {
    page.single("process_start_time_seconds", "gauge", "Start of the engine, as Unix time.",
                static_cast<double>(inputs.status().started_at.unix_ms()) / 1000.0);
  }
}

}  // namespace

void Metrics::answered(std::string_view route, std::string_view method, unsigned status, double seconds) {
  // Methods are the client's words: unknown ones are counted as one.
  static constexpr std::string_view kMethods[] = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"};
  const bool known = std::ranges::find(kMethods, method) != std::end(kMethods);
  ++answers_[{std::string(route), known ? std::string(method) : "other", status}];
  Durations& durations = durations_[std::string(route)];
  std::size_t bucket = 0;
  while (bucket < kBounds.size() && seconds > kBounds[bucket]) ++bucket;
  ++durations.buckets[bucket];
  durations.sum += seconds;
  ++durations.count;
}

std::string Metrics::page(const ServerOptions& options, const ServerInputs& inputs, Instant now) const {
  MetricsPage page;
  page.family("fairlead_build_info", "gauge", "What runs here.");
  page.sample({{"version", options.version}, {"commit", options.commit}}, 1);
  append_tracks(page, inputs);
  append_sources(page, inputs, now);
  append_engine(page, inputs);

  page.family("fairlead_http_requests_total", "counter", "Answers by route, method and status.");
  for (const auto& [key, count] : answers_) {
    const auto& [route, method, status] = key;
    page.sample({{"route", route}, {"method", method}, {"code", std::to_string(status)}}, count);
  }
  page.family("fairlead_http_request_duration_seconds", "histogram", "From the end of a request to its answer.");
  for (const auto& [route, durations] : durations_) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= kBounds.size(); ++i) {
      below += durations.buckets[i];
      std::string bound = "+Inf";
      if (i < kBounds.size()) {
        bound.clear();
        append_number(bound, kBounds[i]);
      }
      page.sample({{"route", route}, {"le", bound}}, below, "_bucket");
    }
    page.sample({{"route", route}}, durations.sum, "_sum");
    page.sample({{"route", route}}, durations.count, "_count");
  }
  page.single("fairlead_http_connections", "gauge", "Open connections.", connections_open);
  page.single("fairlead_http_connections_total", "counter", "Connections taken.", connections_total);
  page.single("fairlead_http_connections_refused_total", "counter", "Connections beyond the limit.",
              connections_refused_total);
  page.single("fairlead_http_sent_bytes_total", "counter", "Bytes handed to the network.", bytes_sent_total);
  page.single("fairlead_http_outgoing_bytes", "gauge", "Bytes of answers and frames on their way out.", outgoing_bytes);
  page.single("fairlead_http_reads_refused_total", "counter", "Long reads refused because too many waited.",
              reader_refused_total);
  page.family("fairlead_stream_subscribers", "gauge", "Open streams.");
  page.sample({{"form", "events"}}, event_streams_open);
  page.sample({{"form", "messages"}}, message_streams_open);
  page.single("fairlead_stream_frames_built_total", "counter", "Frames encoded.", frames_built_total);
  page.single("fairlead_stream_frames_sent_total", "counter", "Frames handed to subscribers.", frames_sent_total);
  page.single("fairlead_stream_frames_postponed_total", "counter", "Frames not built because too much was on its way.",
              frames_postponed_total);
  page.single("fairlead_tls_failed_total", "counter", "Connections that failed in TLS.", tls_failed_total);
  page.single("fairlead_stream_stalled_total", "counter", "Connections closed because the client took nothing.",
              stalled_total);
  if (inputs.measures) {
    for (const auto& [name, kind, meaning, value] : inputs.measures()) page.single(name, kind, meaning, value);
  }
  append_process(page, inputs);
  return page.take();
}

}  // namespace fairlead::serve
