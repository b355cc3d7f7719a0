// SPDX-License-Identifier: Apache-2.0
#include "desk/match.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk/json.hpp"
#include "names.hpp"

namespace fairlead::desk {
namespace {

// Which of a row's names it is; the surer ones first.
enum class NameKind : std::uint8_t { name, previous, alias, weak };

struct Name {
  std::uint32_t entity;
  NameKind kind;
  std::string written;
  NameParts parts;
};

// Three neighbouring letters of one word, with blanks before and after it, as 3 bytes of a number.
template <class Visit>
void each_trigram(const std::vector<std::string>& words, Visit visit) {
  for (const std::string& word : words) {
    const auto at = [&](std::size_t i) -> std::uint32_t {
      return i == 0 || i > word.size() ? ' ' : static_cast<unsigned char>(word[i - 1]);
    };
    for (std::size_t i = 0; i < word.size(); ++i) visit(at(i) << 16 | at(i + 1) << 8 | at(i + 2));
  }
}

std::optional<std::uint32_t> mmsi_of(std::string_view text) {
  const auto number = parse_number<std::uint32_t>(trim(text));
  return number && *number >= 10'000'000 && *number <= 999'999'999 ? number : std::nullopt;
}

std::string words_for(NameKind kind, unsigned edits) {
  static constexpr std::string_view kKinds[] = {"the name", "a previous name", "an alias", "a weak alias"};
  const std::string_view what = kKinds[static_cast<std::size_t>(kind)];
  if (edits == 0) return fmt::format("name equal to {}", what);
  return fmt::format("name like {} ({} letter{} differ{})", what, edits, edits == 1 ? "" : "s", edits == 1 ? "s" : "");
}

bool same_flag(std::string_view code, const std::vector<std::string>& flags) {
  return std::ranges::any_of(flags, [&](const std::string& flag) { return to_upper(trim(flag)) == to_upper(code); });
}

}  // namespace

struct MatchIndex::Tables {
  std::vector<Name> names;                                                 // of ships
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> trigrams;  // -> names
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> imo;       // -> entities
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> mmsi;
  std::unordered_map<std::string, std::vector<std::uint32_t>> call_sign;
  std::unordered_map<std::string, std::vector<std::uint32_t>> numbers_only;  // names without letters
};

MatchIndex::MatchIndex(std::shared_ptr<const ListContent> content)
    : content_(std::move(content)), tables_(std::make_unique<Tables>()) {
  Tables& t = *tables_;
  for (std::uint32_t e = 0; e < content_->entities.size(); ++e) {
    const Entity& entity = content_->entities[e];
    if (entity.schema != "Vessel") continue;
    const auto add = [&](const std::vector<std::string>& names, NameKind kind) {
      for (const std::string& written : names) {
        Name name{e, kind, written, name_parts(written)};
        if (name.parts.empty()) continue;
        const auto number = static_cast<std::uint32_t>(t.names.size());
        each_trigram(name.parts.words, [&](std::uint32_t trigram) {
          auto& list = t.trigrams[trigram];
          if (list.empty() || list.back() != number) list.push_back(number);
        });
        if (name.parts.words.empty()) t.numbers_only[name.parts.numbers.front()].push_back(number);
        t.names.push_back(std::move(name));
      }
    };
    add(entity.names, NameKind::name);
    add(entity.previous_names, NameKind::previous);
    add(entity.aliases, NameKind::alias);
    add(entity.weak_aliases, NameKind::weak);
    for (const std::string& text : entity.imo_numbers) {
      if (const auto imo = ship_imo(text)) t.imo[*imo].push_back(e);
    }
    for (const std::string& text : entity.mmsis) {
      if (const auto mmsi = mmsi_of(text)) t.mmsi[*mmsi].push_back(e);
    }
    for (const std::string& text : entity.call_signs) {
      if (std::string sign = normalised_name(text); !sign.empty()) t.call_sign[std::move(sign)].push_back(e);
    }
  }
}
MatchIndex::~MatchIndex() = default;
MatchIndex::MatchIndex(MatchIndex&&) noexcept = default;
MatchIndex& MatchIndex::operator=(MatchIndex&&) noexcept = default;

std::vector<Candidate> MatchIndex::find(const Vessel& vessel, std::size_t most) const {
  const Tables& t = *tables_;
  struct Hit {
    bool imo = false;
    bool mmsi = false;
    bool call_sign = false;
    const Name* name = nullptr;
    unsigned edits = 0;
  };
  std::unordered_map<std::uint32_t, Hit> hits;
  const auto take = [&](const auto& table, const auto& key, bool Hit::* member) {
    const auto at = table.find(key);
    if (at == table.end()) return;
    for (const std::uint32_t entity : at->second) hits[entity].*member = true;
  };
  const auto imo = vessel.imo ? ship_imo(fmt::format("{:07}", *vessel.imo)) : std::nullopt;
  if (imo) take(t.imo, *imo, &Hit::imo);
  if (vessel.mmsi) take(t.mmsi, *vessel.mmsi, &Hit::mmsi);
  const std::string call_sign = normalised_name(vessel.call_sign);
  if (!call_sign.empty()) take(t.call_sign, call_sign, &Hit::call_sign);

  // Names: those that share enough trigrams, then letter by letter. Numbers must agree: STAR 7 is not STAR 9.
  const NameParts wanted = name_parts(vessel.name);
  const unsigned allowed = edits_allowed(wanted.in_order.size());
  const auto consider = [&](const Name& name) {
    if (name.parts.numbers != wanted.numbers) return;
    unsigned differ = edits(wanted.in_order, name.parts.in_order, allowed);
    if (differ > 0) differ = std::min(differ, edits(wanted.sorted, name.parts.sorted, allowed));
    if (differ > allowed || (differ > 0 && name.kind == NameKind::weak)) return;
    Hit& hit = hits[name.entity];
    if (hit.name == nullptr || std::tuple(differ, name.kind) < std::tuple(hit.edits, hit.name->kind)) {
      hit.name = &name;
      hit.edits = differ;
    }
  };
  if (wanted.words.empty() && !wanted.numbers.empty()) {
    if (const auto at = t.numbers_only.find(wanted.numbers.front()); at != t.numbers_only.end()) {
      for (const std::uint32_t name : at->second) consider(t.names[name]);
    }
  } else if (!wanted.words.empty()) {
    std::vector<std::uint32_t> trigrams;
    each_trigram(wanted.words, [&](std::uint32_t trigram) { trigrams.push_back(trigram); });
    std::ranges::sort(trigrams);
    trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
    std::vector<const std::vector<std::uint32_t>*> lists;
    for (const std::uint32_t trigram : trigrams) {
      const auto at = t.trigrams.find(trigram);
      if (at != t.trigrams.end()) lists.push_back(&at->second);
    }
    // One edit spoils at most four trigrams (a swap of two letters; a blank put in).
    const std::size_t needed =
        std::max<std::size_t>(1, trigrams.size() - std::min<std::size_t>(trigrams.size(), 4U * allowed));
    if (lists.size() >= needed) {
      std::vector<std::uint16_t> shared(t.names.size());
      for (const auto* list : lists) {
        for (const std::uint32_t name : *list) ++shared[name];
      }
      const std::size_t letters = wanted.in_order.size();
      for (std::size_t name = 0; name < shared.size(); ++name) {
        if (shared[name] < needed) continue;
        const std::size_t other = t.names[name].parts.in_order.size();
        if ((other > letters ? other - letters : letters - other) <= allowed) consider(t.names[name]);
      }
    }
  }

  std::vector<Candidate> found;
  for (const auto& [number, hit] : hits) {
    const Entity& entity = content_->entities[number];
    const bool flag_agrees = !vessel.flag.empty() && same_flag(vessel.flag, entity.flags);
    Candidate made;
    made.entity = &entity;
    if (hit.imo)
      made.ground = Ground::imo;
    else if (hit.mmsi && hit.name)
      made.ground = Ground::mmsi_and_name;
    else if (hit.call_sign && hit.name)
      made.ground = Ground::call_sign_and_name;
    else if (hit.mmsi)
      made.ground = Ground::mmsi;
    else if (hit.call_sign && flag_agrees)
      made.ground = Ground::call_sign_and_flag;
    else if (hit.name)
      made.ground = Ground::name;
    else
      continue;  // a call sign alone is nothing
    made.edits = hit.edits;
    const auto compare = [&](std::string feature, bool agrees, std::string words, std::string query,
                             std::string other) {
      if (!agrees) ++made.contradictions;
      made.compared.push_back({std::move(feature), agrees, std::move(words), std::move(query), std::move(other)});
    };
    const auto joined = [](const std::vector<std::string>& list) { return fmt::format("{}", fmt::join(list, ", ")); };
    const bool has_imo =
        std::ranges::any_of(entity.imo_numbers, [](const auto& text) { return ship_imo(text).has_value(); });
    if (vessel.imo && !imo) {
      made.compared.push_back({"imo", false, "our IMO number fails its check digit and is not compared",
                               fmt::format("{}", *vessel.imo), joined(entity.imo_numbers)});
    } else if (imo && has_imo) {
      compare("imo", hit.imo, hit.imo ? "IMO equal" : "IMO differs", fmt::format("{:07}", *imo),
              joined(entity.imo_numbers));
    }
    if (vessel.mmsi && !entity.mmsis.empty()) {
      compare("mmsi", hit.mmsi, hit.mmsi ? "MMSI equal" : "MMSI differs", fmt::format("{:09}", *vessel.mmsi),
              joined(entity.mmsis));
    }
    if (!call_sign.empty() && !entity.call_signs.empty()) {
      compare("call_sign", hit.call_sign, hit.call_sign ? "call sign equal" : "call sign differs", vessel.call_sign,
              joined(entity.call_signs));
    }
    if (hit.name) {
      compare("name", true, words_for(hit.name->kind, hit.edits), vessel.name, hit.name->written);
    } else if (!wanted.empty() && !entity.names.empty()) {
      compare("name", false, "name differs", vessel.name, joined(entity.names));
    }
    if (!vessel.flag.empty() && !entity.flags.empty()) {
      const bool past = !flag_agrees && same_flag(vessel.flag, entity.past_flags);
      compare("flag", flag_agrees || past,
              flag_agrees ? "flag equal"
              : past      ? "flag equal to a past flag"
                          : "flag differs",
              vessel.flag, joined(entity.flags));
    }
    if (!vessel.type.empty() && !entity.types.empty()) {
      const bool agrees = std::ranges::any_of(entity.types, [&](const std::string& type) {
        return to_lower(type).contains(to_lower(vessel.type)) || to_lower(vessel.type).contains(to_lower(type));
      });
      compare("type", agrees, agrees ? "type equal" : "type differs", vessel.type, joined(entity.types));
    }
    found.push_back(std::move(made));
  }
  std::ranges::sort(found, [](const Candidate& a, const Candidate& b) {
    return std::tie(a.ground, a.contradictions, a.edits, a.entity->id) <
           std::tie(b.ground, b.contradictions, b.edits, b.entity->id);
  });
  if (found.size() > most) found.resize(most);
  return found;
}

std::vector<const Entity*> MatchIndex::search(std::string_view text, std::size_t most) const {
  std::vector<const Entity*> found;
  if (const Entity* entity = content_->find(text)) found.push_back(entity);
  const std::string wanted = normalised_name(text);
  if (wanted.empty()) return found;
  std::string words;
  for (const Entity& entity : content_->entities) {
    if (found.size() >= most) break;
    const auto holds_it = [&](const std::vector<std::string>& names) {
      return std::ranges::any_of(names,
                                 [&](const std::string& name) { return normalised_name(name).contains(wanted); });
    };
    const bool by_number = std::ranges::any_of(entity.imo_numbers, [&](const auto& n) { return n.contains(text); }) ||
                           std::ranges::any_of(entity.mmsis, [&](const auto& n) { return n.contains(text); });
    if (by_number || holds_it(entity.names) || holds_it(entity.aliases) || holds_it(entity.previous_names)) {
      if (found.empty() || found.front() != &entity) found.push_back(&entity);
    }
  }
  return found;
}

std::vector<std::string> Candidate::words() const {
  std::vector<std::string> words;
  for (const Compared& one : compared) words.push_back(one.words);
  return words;
}

double Candidate::score() const {
  static constexpr double kGrounds[] = {0.95, 0.92, 0.88, 0.85, 0.75, 0.70};
  const double base = kGrounds[static_cast<std::size_t>(ground)];
  return std::max(0.0, base - 0.1 * contradictions - 0.05 * edits);
}

void append_json(std::string& out, const Candidate& candidate) {
  out += "{\"entity\":";
  append_json(out, *candidate.entity);
  out += ",\"ground\":";
  append_json_string(out, name(candidate.ground));
  out += ",\"compared\":[";
  for (const Compared& one : candidate.compared) {
    if (out.back() != '[') out += ',';
    out += "{\"feature\":";
    append_json_string(out, one.feature);
    out += one.agrees ? ",\"agrees\":true,\"words\":" : ",\"agrees\":false,\"words\":";
    append_json_string(out, one.words);
    out += ",\"query\":";
    append_json_string(out, one.query);
    out += ",\"candidate\":";
    append_json_string(out, one.candidate);
    out += '}';
  }
  out += "],\"digest\":";
  append_json_string(out, hex(digest(*candidate.entity)));
  out += '}';
}

void append_yente_result(std::string& out, const Candidate& candidate, double threshold) {
  const Entity& entity = *candidate.entity;
  out += "{\"id\":";
  append_json_string(out, entity.id);
  out += ",\"caption\":";
  append_json_string(out, entity.caption);
  out += ",\"schema\":";
  append_json_string(out, entity.schema);
  out += fmt::format(",\"score\":{:.2f},\"match\":{},\"explanations\":{{", candidate.score(),
                     candidate.score() >= threshold ? "true" : "false");
  for (const Compared& one : candidate.compared) {
    if (out.back() != '{') out += ',';
    append_json_string(out, one.feature);
    out += fmt::format(":{{\"score\":{},\"detail\":", one.agrees ? "1.0" : "0.0");
    append_json_string(out, one.words);
    out += ",\"query\":";
    append_json_string(out, one.query);
    out += ",\"candidate\":";
    append_json_string(out, one.candidate);
    out += '}';
  }
  out += "}}";
}

}  // namespace fairlead::desk
