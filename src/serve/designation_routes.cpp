// SPDX-License-Identifier: Apache-2.0
// /api/v1/designations: lists in, candidates out; and the same in the shape that yente answers, for programs of others:
// /match/{dataset}, /search/{dataset}, /entities/{id}, /catalog, /algorithms.
//
// A candidate is a caution until a named person decides (`decide_match` on the desk). It changes no authority.
#include <array>
#include <span>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "desk/json.hpp"
#include "desk/match.hpp"
#include "evidence_desk.hpp"
#include "list_shelf.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::Parameters;
namespace json = boost::json;

constexpr std::size_t kMatchBody = 512 * 1024;
constexpr std::size_t kQueriesMax = 100;
constexpr double kThreshold = 0.70;
constexpr std::size_t kResultsMax = 100;

// By digest, so the same for every server of the process; whatever is lost is read again.
ListShelf& shelf() {
  static ListShelf lists;
  return lists;
}

struct OpenList {
  const desk::ListSnapshot* snapshot = nullptr;
  std::shared_ptr<const desk::MatchIndex> index;
};
struct OpenLists {
  std::shared_ptr<const desk::Book> book;
  std::vector<OpenList> lists;
  std::optional<Response> refused;
};
// The newest snapshot of one list, or of all (`default`).
OpenLists open_lists(const CommandCall& call, std::string_view name, std::optional<Instant> at = std::nullopt) {
  OpenLists open;
  open.book = book_of(call, at);
  if (!open.book || call.inputs.vault == nullptr) {
    open.refused = not_there(call, "the store for lists");
    return open;
  }
  for (const desk::ListSnapshot* snapshot : newest_lists(*open.book)) {
    if (!name.empty() && name != "default" && snapshot->body.list != name) continue;
    auto index = shelf().of(*snapshot, *call.inputs.vault);
    if (!index) {
      open.refused = call.failed(index.error());
      return open;
    }
    open.lists.push_back({snapshot, std::move(*index)});
  }
  if (open.lists.empty() && !name.empty() && name != "default") {
    open.refused = call.problem(404, "not_found", fmt::format("there is no list `{}`", name.substr(0, 80)));
  }
  return open;
}

// ---- lists ----

// A word about two things, and what was said about the same two before: a `same` that was taken back shows.
std::string match_with_earlier(const desk::Versions<desk::Match>& versions) {
  std::string text;
  desk::append_json(text, versions.now());
  if (versions.revision() < 2) return text;
  text.pop_back();
  text += ",\"earlier\":";
  append_list(text, std::span(versions.all()).first(versions.revision() - 1), [](const auto& version) {
    const desk::Match& said = *version.value;
    return JsonWriter()
        .text("verdict", desk::name(said.verdict))
        .text("reason", said.reason)
        .text("by", said.by)
        .time("at", said.at)
        .take();
  });
  return text + '}';
}

Response lists(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"at"};
  Parameters parameters(call.target, kKnown);
  const auto at = parameters.time("at");
  if (auto refused = call.refused(parameters)) return *refused;
  const auto book = book_of(call, at);
  if (!book) return not_there(call, "the desk");
  JsonWriter out;
  append_list(out.member("lists"), book->lists(), [](const auto& entry) {
    std::string one;
    desk::append_json(one, entry.second->now());
    return one;
  });
  append_list(out.member("matches"), book->matches(),
              [](const auto& entry) { return match_with_earlier(*entry.second); });
  desk::append_json(out.member("caution"), desk::caution());
  return json_response(out.take());
}

std::optional<desk::ListFormat> format_of(std::string_view word) {
  if (word == "ftm") return desk::ListFormat::ftm_json_lines;
  if (word == "opensanctions-csv" || word == "targets-csv") return desk::ListFormat::targets_simple_csv;
  if (word == "maritime-csv") return desk::ListFormat::maritime_csv;
  if (word == "csv") return desk::ListFormat::mapped_csv;
  return desk::from_word<desk::ListFormat>(word);
}

Response load_list(CommandCall& call) {
  static constexpr std::array<std::string_view, 9> kKnown{"list",   "title",   "publisher",    "licence", "from",
                                                          "format", "mapping", "published_at", "dry_run"};
  Parameters parameters(call.target, kKnown);
  desk::LoadDesignationList act;
  const auto text = [&](std::string_view name) { return std::string(parameters.text(name).value_or("")); };
  act.body.list = text("list");
  act.body.title = text("title");
  act.body.publisher = text("publisher");
  act.body.licence = text("licence");
  act.body.from = text("from");
  act.body.published_at = parameters.time("published_at");
  const std::string mapping = text("mapping");
  const bool dry_run = text("dry_run") == "true";
  for (const auto& [name, value] : {std::pair("list", &act.body.list), std::pair("publisher", &act.body.publisher),
                                    std::pair("licence", &act.body.licence)}) {
    if (value->empty()) parameters.refuse(name, fmt::format("`{}` is missing", name), "missing_parameter");
  }
  const std::string word = text("format");
  const auto named = format_of(word);
  if (!word.empty() && !named) {
    parameters.refuse("format", "`format` is one of ftm, opensanctions-csv, maritime-csv, csv (with a mapping)");
  }
  if (auto refused = call.refused(parameters)) return *refused;
  const auto book = book_of(call);
  if (!book || call.inputs.vault == nullptr) return not_there(call, "the store for lists");
  if (!call.arrival) {
    return call.problem(400, "bad_body", "the body is missing or empty: send the file of the list itself");
  }
  vault::ByteStore& store = *call.inputs.vault;
  // Judged before it is kept: a list that is refused, or only tried, leaves nothing behind.
  const auto bytes = call.arrival->content();
  if (!bytes) return call.failed(bytes.error());
  std::optional<desk::ListFormat> format = named;
  if (!format) format = mapping.empty() ? desk::guess_format(*bytes) : desk::ListFormat::mapped_csv;
  if (!format) {
    return call.problem(400, "bad_list",
                        "what kind of list this is cannot be seen; give `format`, and a `mapping` for csv");
  }
  if (*format == desk::ListFormat::mapped_csv && mapping.empty()) {
    return call.problem(400, "bad_list",
                        "a plain CSV needs a `mapping`: {\"columns\":{\"id\":\"No\",\"name\":\"SHIP NAME\"}}");
  }
  const auto content = read_content(*bytes, *format, mapping);
  if (!content) {
    return content.error().code == ErrorCode::invalid_argument ? call.problem(400, "bad_list", content.error().message)
                                                               : call.failed(content.error());
  }
  if (const desk::ListSnapshot* before = book->newest_list(act.body.list)) {
    const auto older = shelf().of(*before, store);
    if (!older) return call.failed(older.error());
    desk::compare(**content, &(*older)->content());
  } else {
    desk::compare(**content, nullptr);
  }
  act.body.format = *format;
  act.body.sha256 = sha256(*bytes);
  act.body.size = bytes->size();
  act.body.report = (*content)->report;
  if (const desk::Faults wrong = desk::faults(desk::Change(act)); !wrong.empty()) return refused_form(call, wrong);
  std::string done = R"({"made":[],"changed":[],"proposes_stop":[]})";
  if (!dry_run) {
    const auto kept = call.arrival->keep();
    if (!kept) return call.failed(kept.error());
    if (*format == desk::ListFormat::mapped_csv) {
      if (auto noted = store.put_note(kept->sha256, kMappingNote, mapping); !noted) {
        return noted.error().code == ErrorCode::conflict
                   ? call.problem(409, "conflict", "this very file was loaded before with another mapping")
                   : call.failed(noted.error());
      }
    }
    std::string body;
    desk::append_json(body, desk::Change(act));
    const auto answer = ask(call, engine::ActOnDesk{body, false});
    if (!answer) return refused_by_desk(call, Permission::operate, answer.error());
    done = answer->text;
  }
  JsonWriter out;
  out.flag("loaded", !dry_run);
  out.member("done") += done;
  desk::ListSnapshot shown;
  shown.body = act.body;
  shown.loaded_by = call.actor().account();
  shown.loaded_at = now_by_clock();
  desk::append_json(out.member("list"), shown);
  return json_response(out.take(), dry_run ? 200 : 201);
}

// ---- candidates ----

// What the picture says of a track, as its claims.
std::optional<desk::Vessel> vessel_of_track(const CommandCall& call, std::string_view name) {
  const auto picture = call.inputs.picture ? call.inputs.picture() : nullptr;
  const auto id = domain::parse_track_id(name);
  const engine::Picture::Entry* entry = picture && id ? picture->find(*id) : nullptr;
  if (entry == nullptr) return std::nullopt;
  const domain::Track& track = entry->track;
  desk::Vessel vessel;
  vessel.track = name;
  vessel.name = track.claims.name.str();
  vessel.call_sign = track.claims.call_sign.str();
  vessel.imo = track.claims.imo;
  if (track.mmsi) {
    vessel.mmsi = track.mmsi->number();
    vessel.flag = track.mmsi->flag();
  }
  return vessel;
}

// The newest word about the same row and a vessel that shares a number or the name: it was given when one of the two
// read otherwise.
const desk::Versions<desk::Match>* said_before(const desk::Book& book, const desk::Vessel& vessel,
                                               std::string_view list, const desk::Entity& entity) {
  const desk::Versions<desk::Match>* found = nullptr;
  for (const auto& [id, versions] : book.matches()) {
    const desk::Match& said = versions->now();
    if (said.list != list || said.entity != entity.id) continue;
    const bool is_same_vessel =
        (vessel.imo && vessel.imo == said.subject.imo) || (vessel.mmsi && vessel.mmsi == said.subject.mmsi) ||
        (!vessel.name.empty() && desk::normalised_name(vessel.name) == desk::normalised_name(said.subject.name));
    if (is_same_vessel && (found == nullptr || found->now().at < said.at)) found = versions.get();
  }
  return found;
}

Response match(CommandCall& call) {
  static constexpr std::array<std::string_view, 10> kKnown{"track", "name", "call_sign", "flag", "mmsi",
                                                           "imo",   "type", "list",      "at",   "limit"};
  Parameters parameters(call.target, kKnown);
  desk::Vessel vessel;
  if (const auto track = parameters.text("track")) {
    if (auto known = vessel_of_track(call, *track)) {
      vessel = std::move(*known);
    } else {
      parameters.refuse("track", fmt::format("there is no track `{}` in the picture", track->substr(0, 32)));
    }
  }
  const auto text = [&](std::string_view name, std::string& member) {
    if (const auto value = parameters.text(name)) member = value->substr(0, 200);
  };
  text("name", vessel.name);
  text("call_sign", vessel.call_sign);
  text("flag", vessel.flag);
  text("type", vessel.type);
  if (const auto value = parameters.text("mmsi")) {
    vessel.mmsi = parse_number<std::uint32_t>(*value);
    if (!vessel.mmsi || *vessel.mmsi > 999'999'999) parameters.refuse("mmsi", "`mmsi` has nine digits");
  }
  if (const auto value = parameters.text("imo")) {
    const auto imo = desk::ship_imo(*value);
    if (imo) {
      vessel.imo = *imo;
    } else {
      parameters.refuse("imo", "`imo` is no IMO number of a ship: seven digits, the last one a check digit");
    }
  }
  const auto at = parameters.time("at");
  const std::string list(parameters.text("list").value_or(""));
  const std::size_t limit = parameters.count("limit", 5, kResultsMax);
  if (auto refused = call.refused(parameters)) return *refused;
  if (vessel.name.empty() && vessel.call_sign.empty() && !vessel.mmsi && !vessel.imo) {
    return call.problem(400, "missing_parameter",
                        "nothing to compare: give `track`, `imo`, `mmsi`, `call_sign` or `name`");
  }
  const OpenLists open = open_lists(call, list, at);
  if (open.refused) return *open.refused;
  JsonWriter out;
  desk::append_json(out.member("vessel"), vessel);
  append_list(out.member("lists"), open.lists, [&](const OpenList& one) {
    JsonWriter of_list;
    of_list.text("list", one.snapshot->body.list).text("snapshot", desk::to_text(one.snapshot->id));
    of_list.time("loaded_at", one.snapshot->loaded_at);
    append_list(of_list.member("candidates"), one.index->find(vessel, limit), [&](const desk::Candidate& candidate) {
      std::string text_of;
      desk::append_json(text_of, candidate);
      // The word that somebody gave about these two stands until either changes.
      const std::string& list_name = one.snapshot->body.list;
      const desk::Match* decided = open.book->decided(vessel, list_name, *candidate.entity);
      const desk::Versions<desk::Match>* said = decided != nullptr
                                                    ? open.book->matches().find(decided->id)
                                                    : said_before(*open.book, vessel, list_name, *candidate.entity);
      if (said != nullptr) {
        text_of.pop_back();
        text_of += decided != nullptr ? ",\"decided\":" : ",\"said_before\":";
        text_of += match_with_earlier(*said) + '}';
      }
      return text_of;
    });
    return of_list.take();
  });
  desk::append_json(out.member("caution"), desk::caution());
  return json_response(out.take());
}

// ---- as yente answers ----

void append_properties(std::string& out, const desk::Entity& entity) {
  JsonWriter properties;
  const auto add = [&](std::string_view name, const std::vector<std::string>& values) {
    if (!values.empty()) append_texts(properties.member(name), values);
  };
  add("name", entity.names);
  add("alias", entity.aliases);
  add("weakAlias", entity.weak_aliases);
  add("previousName", entity.previous_names);
  add("imoNumber", entity.imo_numbers);
  add("mmsi", entity.mmsis);
  add("callSign", entity.call_signs);
  add("flag", entity.flags);
  add("pastFlags", entity.past_flags);
  add("type", entity.types);
  add("registrationNumber", entity.registrations);
  add("topics", entity.topics);
  add("programId", entity.programs);
  out += properties.take();
}
std::string yente_entity(const desk::Entity& entity, std::string_view list) {
  JsonWriter one;
  one.text("id", entity.id).text("caption", entity.caption).text("schema", entity.schema);
  append_properties(one.member("properties"), entity);
  append_texts(one.member("datasets"), std::array{list});
  one.member("referents") += "[]";
  one.flag("target", true);
  if (!entity.first_seen.empty()) one.text("first_seen", entity.first_seen);
  if (!entity.last_seen.empty()) one.text("last_seen", entity.last_seen);
  return one.take();
}

// The first value of a property: a text, or a list of texts.
std::string first_of(const json::object& properties, std::string_view name) {
  const json::value* found = properties.if_contains(name);
  if (found != nullptr && found->is_array() && !found->as_array().empty()) found = &found->as_array().front();
  if (found == nullptr || !found->is_string()) return {};
  return std::string(std::string_view(found->as_string())).substr(0, 200);
}

Response yente_match(CommandCall& call) {
  static constexpr std::array<std::string_view, 4> kKnown{"limit", "threshold", "algorithm", "fuzzy"};
  Parameters parameters(call.target, kKnown);
  const std::size_t limit = parameters.count("limit", 5, kResultsMax);
  double threshold = kThreshold;
  if (const auto text = parameters.text("threshold")) {
    const auto number = parse_number<double>(*text);
    if (!number || *number < 0 || *number > 1) parameters.refuse("threshold", "`threshold` is from 0 to 1");
    threshold = number.value_or(kThreshold);
  }
  if (auto refused = call.refused(parameters)) return *refused;
  json::error_code bad;
  const json::value body = json::parse(call.request.body, bad);
  const json::value* queries = !bad && body.is_object() ? body.as_object().if_contains("queries") : nullptr;
  if (queries == nullptr || !queries->is_object()) {
    return call.problem(400, "bad_json",
                        "the body is `{\"queries\":{\"q1\":{\"schema\":\"Vessel\",\"properties\":{…}}}}`");
  }
  if (queries->as_object().size() > kQueriesMax) {
    return call.problem(400, "invalid_member", fmt::format("at most {} queries at once", kQueriesMax));
  }
  const OpenLists open = open_lists(call, call.ids.front());
  if (open.refused) return *open.refused;
  std::string responses = "{";
  for (const auto& [key, query] : queries->as_object()) {
    const json::value* given = query.is_object() ? query.as_object().if_contains("properties") : nullptr;
    desk::Vessel vessel;
    if (given != nullptr && given->is_object()) {
      const json::object& properties = given->as_object();
      vessel.name = first_of(properties, "name");
      vessel.call_sign = first_of(properties, "callSign");
      vessel.flag = first_of(properties, "flag");
      vessel.type = first_of(properties, "type");
      vessel.imo = desk::ship_imo(first_of(properties, "imoNumber"));
      vessel.mmsi = parse_number<std::uint32_t>(first_of(properties, "mmsi"));
    }
    std::vector<desk::Candidate> found;
    for (const OpenList& one : open.lists) {
      for (desk::Candidate& candidate : one.index->find(vessel, limit)) found.push_back(std::move(candidate));
    }
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.score() > b.score(); });
    if (found.size() > limit) found.resize(limit);
    if (responses.size() > 1) responses += ',';
    append_json_string(responses, std::string_view(key).substr(0, 200));
    responses += R"(:{"status":200,"results":)";
    append_list(responses, found, [&](const desk::Candidate& candidate) {
      std::string one;
      desk::append_yente_result(one, candidate, threshold);
      return one;
    });
    responses += fmt::format(R"(,"total":{{"value":{},"relation":"eq"}}}})", found.size());
  }
  JsonWriter out;
  out.member("responses") += responses + '}';
  out.number("limit", limit);
  return json_response(out.take());
}

Response yente_search(CommandCall& call) {
  static constexpr std::array<std::string_view, 3> kKnown{"q", "limit", "schema"};
  Parameters parameters(call.target, kKnown);
  const std::string text(parameters.text("q").value_or(""));
  const std::size_t limit = parameters.count("limit", 10, kResultsMax);
  const std::string schema(parameters.text("schema").value_or("Thing"));
  if (auto refused = call.refused(parameters)) return *refused;
  const OpenLists open = open_lists(call, call.ids.front());
  if (open.refused) return *open.refused;
  std::vector<std::string> found;
  for (const OpenList& one : open.lists) {
    for (const desk::Entity* entity : one.index->search(text.substr(0, 200), limit)) {
      if (found.size() < limit && (schema == "Thing" || entity->schema == schema)) {
        found.push_back(yente_entity(*entity, one.snapshot->body.list));
      }
    }
  }
  JsonWriter out;
  append_list(out.member("results"), found, [](const std::string& one) { return one; });
  out.member("total") += fmt::format(R"({{"value":{},"relation":"eq"}})", found.size());
  out.number("limit", limit).number("offset", 0);
  return json_response(out.take());
}

Response yente_entity_of(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const OpenLists open = open_lists(call, "");
  if (open.refused) return *open.refused;
  for (const OpenList& one : open.lists) {
    if (const desk::Entity* entity = one.index->content().find(call.ids.front())) {
      return json_response(yente_entity(*entity, one.snapshot->body.list));
    }
  }
  return call.problem(404, "not_found", "no list has such an entity");
}

Response catalog(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const auto book = book_of(call);
  if (!book) return not_there(call, "the desk");
  JsonWriter out;
  append_list(out.member("datasets"), newest_lists(*book), [](const desk::ListSnapshot* list) {
    JsonWriter one;
    one.text("name", list->body.list).text("title", list->body.title.empty() ? list->body.list : list->body.title);
    one.text("version", desk::to_text(list->id)).time("updated_at", list->loaded_at);
    one.number("entity_count", list->body.report.entities).flag("load", true);
    return one.take();
  });
  return json_response(out.take());
}

Response algorithms(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  return json_response(
      R"({"algorithms":[{"name":"fairlead-evidence","description":"Kinds of evidence in order: IMO number, MMSI with name, )"
      R"(call sign with name, MMSI, call sign with flag, name. The number is derived from the kind."}],)"
      R"("default":"fairlead-evidence","best":"fairlead-evidence"})");
}

constexpr Route with_file(Route route) {
  route.takes_file = true;
  return route;
}

}  // namespace

std::span<const Route> designation_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/designations", Permission::read_picture, nullptr, &lists, Lane::reads},
      with_file({"POST", "/api/v1/designations", Permission::operate, nullptr, &load_list, Lane::reads}),
      {"GET", "/api/v1/designations/match", Permission::read_picture, nullptr, &match, Lane::reads},
      with_body({"POST", "/match/{dataset}", Permission::read_picture, nullptr, &yente_match, Lane::reads}, kMatchBody),
      {"GET", "/search/{dataset}", Permission::read_picture, nullptr, &yente_search, Lane::reads},
      {"GET", "/entities/{id}", Permission::read_picture, nullptr, &yente_entity_of, Lane::reads},
      {"GET", "/catalog", Permission::read_picture, nullptr, &catalog, Lane::reads},
      {"GET", "/algorithms", Permission::read_picture, nullptr, &algorithms, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
