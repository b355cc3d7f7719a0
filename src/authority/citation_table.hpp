// SPDX-License-Identifier: Apache-2.0
// The authority list. An article of the law of the sea has up to three entries: the Convention itself, custom as
// reflected in it, and the 1958 article that says the same. Everything else has one.
//
// Threads: constants.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "authority/citation.hpp"

namespace fairlead::authority {

struct Article {
  std::string_view article;     // of UNCLOS
  std::string_view convention;  // "UNCLOS:..."
  std::string_view custom;      // "CIL~UNCLOS:..."
  std::string_view of_1958;     // empty when the 1958 texts have no such rule
  std::string_view title;
};

#define FL_ARTICLE(number, of_1958, title) \
  Article { number, "UNCLOS:" number, "CIL~UNCLOS:" number, of_1958, title }

inline constexpr auto kArticles = std::to_array<Article>({
    FL_ARTICLE("2", "TSC1958:1", "sovereignty over the territorial sea and its air space"),
    FL_ARTICLE("2(1)", "TSC1958:1", "sovereignty over internal waters and the territorial sea"),
    FL_ARTICLE("17", "TSC1958:14", "ships of all States enjoy innocent passage"),
    FL_ARTICLE("18(2)", "TSC1958:14", "passage may stop to help persons, ships or aircraft in danger"),
    FL_ARTICLE("19(2)", "TSC1958:14(4)", "acts that make passage non-innocent"),
    FL_ARTICLE("19(2)(c)", "TSC1958:14(4)", "collecting information makes passage non-innocent"),
    FL_ARTICLE("24(1)", "TSC1958:15", "the coastal State shall not hamper innocent passage"),
    FL_ARTICLE("25(1)", "TSC1958:16", "steps to prevent passage that is not innocent"),
    FL_ARTICLE("27(1)", "TSC1958:19", "criminal jurisdiction on board a passing ship"),
    FL_ARTICLE("27(1)(a)", "TSC1958:19", "the consequences of the crime extend to the coastal State"),
    FL_ARTICLE("27(1)(d)", "TSC1958:19", "suppression of illicit traffic in drugs"),
    FL_ARTICLE("27(2)", "TSC1958:19", "ships passing after leaving internal waters"),
    FL_ARTICLE("27(3)", "TSC1958:19", "the consul is told if the master asks"),
    FL_ARTICLE("27(5)", "TSC1958:19", "no steps for crimes committed before a mere passage"),
    FL_ARTICLE("32", "", "immunity of warships and other government ships"),
    FL_ARTICLE("33(1)", "", "control in the contiguous zone, for a closed list of subjects"),
    FL_ARTICLE("33(1)(a)", "", "preventing breaches in the territory or territorial sea"),
    FL_ARTICLE("33(1)(b)", "", "punishing breaches committed in the territory or territorial sea"),
    FL_ARTICLE("56(1)", "", "rights and jurisdiction in the exclusive economic zone"),
    FL_ARTICLE("58(1)", "", "high-seas freedoms run in the exclusive economic zone"),
    FL_ARTICLE("58(2)", "", "high-seas rules on ships run in the exclusive economic zone"),
    FL_ARTICLE("60(4)", "", "safety zones around installations"),
    FL_ARTICLE("60(5)", "", "safety zones reach 500 metres at most"),
    FL_ARTICLE("73(1)", "", "boarding, inspection, arrest for living resources"),
    FL_ARTICLE("73(2)", "", "prompt release on reasonable bond"),
    FL_ARTICLE("73(3)", "", "no imprisonment for fisheries offences"),
    FL_ARTICLE("73(4)", "", "the flag State is told promptly"),
    FL_ARTICLE("87(1)", "HSC1958:2", "freedom of the high seas"),
    FL_ARTICLE("92(1)", "HSC1958:6(1)", "exclusive jurisdiction of the flag State on the high seas"),
    FL_ARTICLE("92(2)", "HSC1958:6(2)", "a ship under two flags may be assimilated to one without nationality"),
    FL_ARTICLE("94", "HSC1958:10", "duties of the flag State"),
    FL_ARTICLE("95", "HSC1958:8(1)", "complete immunity of warships"),
    FL_ARTICLE("96", "HSC1958:9", "immunity of ships on government non-commercial service"),
    FL_ARTICLE("98", "HSC1958:12", "duty to render assistance"),
    FL_ARTICLE("98(1)", "HSC1958:12", "duty to rescue persons in distress"),
    FL_ARTICLE("99", "HSC1958:13", "slave trade"),
    FL_ARTICLE("101", "HSC1958:15", "definition of piracy"),
    FL_ARTICLE("105", "HSC1958:19", "seizure of a pirate ship"),
    FL_ARTICLE("106", "HSC1958:20", "liability for seizure without adequate grounds"),
    FL_ARTICLE("107", "HSC1958:21", "who may seize on account of piracy"),
    FL_ARTICLE("108", "", "co-operation against drug traffic by ships"),
    FL_ARTICLE("109(4)", "", "arrest for unauthorized broadcasting"),
    FL_ARTICLE("110(1)", "", "right of visit"),
    FL_ARTICLE("110(1)(a)", "HSC1958:22(1)(a)", "right of visit: piracy"),
    FL_ARTICLE("110(1)(b)", "HSC1958:22(1)(b)", "right of visit: slave trade"),
    FL_ARTICLE("110(1)(c)", "", "right of visit: unauthorized broadcasting"),
    FL_ARTICLE("110(1)(d)", "", "right of visit: ship without nationality"),
    FL_ARTICLE("110(1)(e)", "HSC1958:22(1)(c)", "right of visit: really of the warship's nationality"),
    FL_ARTICLE("110(2)", "HSC1958:22(2)", "checking documents, then examination if suspicion remains"),
    FL_ARTICLE("110(3)", "", "compensation when suspicions prove unfounded"),
    FL_ARTICLE("110(4)", "", "military aircraft may visit"),
    FL_ARTICLE("110(5)", "", "other authorized and marked government craft may visit"),
    FL_ARTICLE("111(1)", "HSC1958:23(1)", "hot pursuit: good reason, start in the zone, not interrupted"),
    FL_ARTICLE("111(2)", "", "hot pursuit from the exclusive economic zone"),
    FL_ARTICLE("111(3)", "HSC1958:23(2)", "hot pursuit ends in the territorial sea of another State"),
    FL_ARTICLE("111(4)", "HSC1958:23(3)", "hot pursuit: position established, signal seen or heard"),
    FL_ARTICLE("111(5)", "HSC1958:23(4)", "who may pursue"),
    FL_ARTICLE("111(6)", "HSC1958:23(5)", "hot pursuit by aircraft"),
    FL_ARTICLE("220", "", "pollution: powers of the coastal State"),
    FL_ARTICLE("224", "", "pollution: who may use these powers"),
});
#undef FL_ARTICLE

struct PlainCitation {
  std::string_view id;
  std::string_view title;
  int since = 0;  // yyyymmdd; 0: always, or decided by the treaty's own table
};

inline constexpr auto kPlainCitations = std::to_array<PlainCitation>({
    {"HSC1958:2", "freedom of the high seas"},
    {"HSC1958:6(1)", "exclusive jurisdiction of the flag State"},
    {"HSC1958:6(2)", "two flags: as if without nationality"},
    {"HSC1958:8(1)", "immunity of warships"},
    {"HSC1958:9", "immunity of government ships"},
    {"HSC1958:10", "duties of the flag State"},
    {"HSC1958:12", "duty to render assistance"},
    {"HSC1958:13", "slave trade"},
    {"HSC1958:15", "definition of piracy"},
    {"HSC1958:19", "seizure of a pirate ship"},
    {"HSC1958:20", "liability for seizure without adequate grounds"},
    {"HSC1958:21", "who may seize on account of piracy"},
    {"HSC1958:22(1)(a)", "right of visit: piracy"},
    {"HSC1958:22(1)(b)", "right of visit: slave trade"},
    {"HSC1958:22(1)(c)", "right of visit: really of the warship's nationality"},
    {"HSC1958:22(2)", "checking documents, then examination"},
    {"HSC1958:23(1)", "hot pursuit: good reason, start in the zone, not interrupted"},
    {"HSC1958:23(2)", "hot pursuit ends in the territorial sea of another State"},
    {"HSC1958:23(3)", "hot pursuit: position established, signal seen or heard"},
    {"HSC1958:23(4)", "who may pursue"},
    {"HSC1958:23(5)", "hot pursuit by aircraft"},
    {"TSC1958:1", "sovereignty over the territorial sea"},
    {"TSC1958:14", "innocent passage"},
    {"TSC1958:14(4)", "when passage is innocent"},
    {"TSC1958:15", "innocent passage is not hampered"},
    {"TSC1958:16", "steps against passage that is not innocent"},
    {"TSC1958:19", "criminal jurisdiction on board a passing ship"},
    {"VIENNA1988:17(3)", "ask the flag State to confirm registry and to authorize measures"},
    {"VIENNA1988:17(4)", "what the flag State may authorize"},
    {"VIENNA1988:17(6)", "conditions of the authorization"},
    {"VIENNA1988:17(10)", "who may act: warships and marked, authorized government craft"},
    {"COE1995:7", "the flag State decides, where practicable within four hours"},
    {"CRA2003:16", "advance, express or deemed authority in the Caribbean area"},
    {"SUA2005:8bis(5)", "authorization of the flag State for terrorism and weapons"},
    {"SUA2005:8bis(10)", "safeguards; who may act"},
    {"SMP2000:8(2)", "authorization of the flag State for smuggling of migrants"},
    {"SMP2000:8(7)", "ships without nationality smuggling migrants"},
    {"SMP2000:9(4)", "who may act against smuggling of migrants"},
    {"ICCPR:6", "right to life"},
    {"ECHR:2", "right to life"},
    {"ECHR:5(1)", "liberty: a clear legal basis for holding persons"},
    {"ECHR-P13:1", "no death penalty"},
    {"UNCHARTER:2(4)", "no force against another State"},
    {"UNCHARTER:ChVII", "authority of the Security Council"},
    {"ARSIWA:16", "aid or assistance in an internationally wrongful act", 20010809},
    {"ARSIWA:41(2)", "no aid in maintaining a serious breach of a peremptory norm", 20010809},
    {"BPUFF1990:4", "non-violent means first", 19900907},
    {"BPUFF1990:9", "firearms against persons only to protect life", 19900907},
    {"GC:CA3", "protection of persons who take no part in hostilities"},
    {"AP1:51", "protection of civilians against attack"},
    {"CIL:right-of-approach", "a warship may approach and ask; nobody must answer"},
    {"CIL:flag-state-consent", "the flag State may consent to measures on its ships"},
    {"CIL:consent", "a State may consent to acts in its waters"},
    {"CIL:master-consent", "boarding at the master's invitation"},
    {"CIL:jurisdiction-nexus", "jurisdiction over persons needs a link"},
    {"CIL:immunity-state-officials", "immunity of State officials for official acts"},
    {"CIL:belligerent-visit-search", "belligerent visit and search"},
    {"CIL:force-necessary-reasonable", "force at sea: unavoidable, reasonable and necessary"},
    {"CIL:right-to-life", "nobody is arbitrarily deprived of life"},
    {"CIL:IHL-distinction", "attacks only against lawful targets"},
    {"CIL:IHL-precautions", "precautions in attack"},
    {"CIL:prohibition-torture", "prohibition of torture"},
    {"CASE:Tadic", "when an armed conflict exists (ICTY, 2 October 1995)", 19951002},
    {"CASE:SaigaNo2", "force in law enforcement at sea (ITLOS, 1 July 1999)", 19990701},
    {"CASE:Medvedyev", "clear legal basis for holding a crew (ECtHR, 29 March 2010)", 20100329},
    {"CASE:ArcticSunrise", "interrupted pursuit, safety zones (award, 14 August 2015)", 20150814},
    {"CASE:EnricaLexie", "immunity of officials at sea (award, 21 May 2020)", 20200521},
    {"CASE:NicaraguaColombia2022", "contiguous zone: closed list (ICJ, 21 April 2022)", 20220421},
    {"US:46USC70502", "vessels without nationality in United States law"},
    {"US:14USC526", "stopping vessels: warning and disabling fire in United States law"},
    {"UK:CJICA1990:s20", "drugs on foreign ships: authority in United Kingdom law"},
    {"UK:PCA2017:s84", "maritime enforcement powers in United Kingdom law"},
    {"UK:OSJA2017", "Overseas Security and Justice Assistance guidance", 20111215},
    {"UK:PRINCIPLES2019", "The Principles on detainees", 20200101},
    {"POLICY:OSJA-LIKE", "assistance is assessed, mitigated and approved before it is given"},
    {"RULE:zone-first", "no power without knowing the zone"},
    {"RULE:zone-dispute", "in disputed waters each reading is evaluated"},
    {"RULE:out-of-model", "not modelled: a lawyer decides"},
    {"RULE:designation-no-status", "a terrorist designation makes nobody a target"},
});

inline constexpr std::size_t kCitations = kArticles.size() * 2 + kPlainCitations.size();
static_assert(kCitations <= CitationSet::kCapacity);

class CitationList {
 public:
  // Order: UNCLOS, custom, the rest.
  static constexpr Citation convention(std::size_t article) { return Citation(static_cast<std::uint16_t>(article)); }
  static constexpr Citation custom(std::size_t article) {
    return Citation(static_cast<std::uint16_t>(kArticles.size() + article));
  }
  static constexpr Citation plain(std::size_t index) {
    return Citation(static_cast<std::uint16_t>(kArticles.size() * 2 + index));
  }
  static constexpr Citation at(std::size_t index) { return Citation(static_cast<std::uint16_t>(index)); }
};

// An index into kArticles, or of a plain citation; naming what is not listed does not compile.
struct ArticleRef {
  std::uint16_t index;
};
consteval ArticleRef article(std::string_view number) {
  for (std::size_t i = 0; i < kArticles.size(); ++i) {
    if (kArticles[i].article == number) return ArticleRef{static_cast<std::uint16_t>(i)};
  }
  throw "no such article in the authority list";
}
constexpr std::size_t plain_index(std::string_view id) {
  for (std::size_t i = 0; i < kPlainCitations.size(); ++i) {
    if (kPlainCitations[i].id == id) return i;
  }
  return kPlainCitations.size();
}
consteval Citation cite(std::string_view id) {
  const std::size_t index = plain_index(id);
  if (index == kPlainCitations.size()) throw "no such citation in the authority list";
  return CitationList::plain(index);
}

}  // namespace fairlead::authority
