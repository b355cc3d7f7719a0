// SPDX-License-Identifier: Apache-2.0
// The register of contested points, what each missing code asks for, and what is not modelled.
//
// Threads: constants.
#pragma once

#include <array>

#include "authority/rules.hpp"

namespace fairlead::authority {

// clang-format off
inline constexpr auto kContestedPoints = std::to_array<ContestedPoint>({
    {"C-01", "seizing a stateless vessel, or trying those on board, without a link",
     "no flag State is injured, so any State may use its full jurisdiction", "United States courts since Marino-Garcia (1982); Molvan (1948) as often read",
     "article 110 gives a visit only, and jurisdiction over persons needs a link or a treaty", "Churchill and Lowe; Guilfoyle notes a divided practice"},
    {"C-02", "an order to stop given by radio only",
     "an order heard on VHF is an auditory signal", "the Arctic Sunrise tribunal (2015)",
     "the signal must be seen or heard at hand, which excludes radio", "the text and the 1956 commentary of the International Law Commission"},
    {"C-03", "relay of a pursuit by another State",
     "continuity and co-operation are enough", "practice in the South Tomi and Viarsa pursuits; bilateral treaties",
     "only the coastal State's own craft may pursue; others need the flag State's consent or a treaty", "the text of article 111"},
    {"C-04", "arrest of an inbound ship in the contiguous zone",
     "to prevent may require to seize", "wide practice of coastal States",
     "before an offence in the territory the State may only inspect, warn and turn back", "Fitzmaurice; Shearer"},
    {"C-05", "the master's consent as a basis to board",
     "a voluntary boarding is not enforcement", "doctrine of the United States",
     "only the flag State can waive its jurisdiction", "many other States"},
    {"C-06", "private ends of violent protest",
     "whatever is not done for a State is private", "the Ninth Circuit in Sea Shepherd (2013); the Belgian court in Castle John (1986)",
     "political ends are not private ends", "the narrower reading of article 101"},
    {"C-07", "an uncrewed craft as warship or empowered ship",
     "a crew and a command at a distance are enough", "States that operate such craft",
     "article 29 needs a crew and a commander, and articles 110 and 111 speak of officers and boats", "the reading of the text"},
    {"C-08", "entering another State's territorial sea to rescue",
     "custom lets a State enter to rescue persons at a known place", "the United States",
     "only ships in passage may stop to help; all others need the coastal State's consent, aircraft above all", "the reading of article 18(2)"},
    {"C-09", "what the helping State must have in mind (article 16)",
     "knowing the circumstances is enough, wilful blindness included", "the text; the International Court in Bosnia v Serbia by analogy",
     "the State must intend to help the wrongful act", "the commentary of the International Law Commission, paragraph 5"},
    {"C-10", "a disputed or excessive zone",
     "the zone is as claimed", "the claiming State",
     "the zone is as others see it", "the protesting States"},
    {"C-11", "whether treaties on human rights reach a strike at sea without physical control",
     "they apply to a direct and foreseeable impact", "the Human Rights Committee, General Comment 36, paragraph 63",
     "they do not reach that far", "the United States; Bankovic and in part Georgia v Russia II"},
    {"C-12", "armed conflict or self-defence claimed against traffickers",
     "cartels are organized attackers, so the law of armed conflict applies", "the United States in 2025",
     "trafficking is no armed attack and no conflict of that intensity or organization, and those on board are civilians", "the UN human rights office and experts; the reported position of the United Kingdom and France"},
    {"C-13", "a State that can neither confirm nor deny",
     "the vessel is treated as stateless", "United States law, 46 USC 70502(d)(1)(C)",
     "no proof of nationality is not proof of none", "a panel of the First Circuit in Davila-Reyes (2022), later vacated"},
    {"C-14", "belligerent visit and search in a non-international armed conflict",
     "it exists by analogy", "some States",
     "it belongs to international armed conflict only", "the prevailing reading"},
    {"C-15", "pursuit for a breach about to happen, or revived after a short dip into a territorial sea",
     "allowed", "some writers",
     "not allowed", "the text; this engine follows it"},
    {"C-16", "arbitrary killing as a peremptory-norm breach in the sense of article 41(2)",
     "it is one", "the Human Rights Committee",
     "it is not on the list of 2022, and a reviewer decides", "the International Law Commission's list"},
    {"C-17", "military surveillance in another State's exclusive economic zone",
     "lawful", "the majority; this engine follows it",
     "it needs consent", "China and Brazil among others"},
    {"C-18", "drug powers of the coastal State beyond its territorial sea by way of Vienna 17(11)",
     "the article gives some", "some coastal States",
     "it gives none in the exclusive economic zone", "the majority; this engine follows it"},
});

inline constexpr auto kMissingTexts = std::to_array<std::string_view>({
    "the consent of the flag State",
    "confirmation of the registry by the State whose flag is claimed",
    "an inquiry of the vessel as to its nationality",
    "proof of the nationality, by a visit",
    "an extension of the consent to this action",
    "fulfilment of the consent's conditions",
    "four hours without an answer since the request",
    "the flag State's decision on what follows",
    "evidence on board of involvement",
    "the consent of the coastal State",
    "reasonable grounds for the suspicion",
    "a craft that is clearly marked and authorized",
    "a check of the documents after which suspicion remains",
    "the elements of piracy: private ends and a second ship",
    "a link to the territory: where the vessel is bound or where the offence was done",
    "a breach of the coastal State's law, established",
    "the place of the offence",
    "evidence of the level of pollution that the power needs",
    "an established position",
    "a signal to stop that can be seen or heard",
    "proof that the pursuit was not interrupted",
    "a warning",
    "a finding that no less extreme means is available",
    "a finding that the force is proportionate",
    "a finding that the risk to life is low",
    "precautions and proportion under the law of armed conflict",
    "persons shown to be in danger",
    "a stated purpose",
    "a limitation to the purpose",
    "specific and credible assurances",
    "verification of the use",
    "control of onward sharing",
    "an assessment of the risk",
    "approval by a senior official",
    "approval by a minister",
    "an assurance against the death penalty",
    "authority under domestic law",
    "the zone in which the vessel is",
    "a review by a lawyer",
});
static_assert(kMissingTexts.size() == kWords<Missing>.size());

inline constexpr auto kNotModelled = std::to_array<NotModelled>({
    {"straits and archipelagic sea lanes, ice, rivers", "conditional LEGAL_REVIEW (Z-3)"},
    {"port-State control", "not judged; internal waters are judged as coastal sovereignty (R-COAST-IW)"},
    {"sanctions regimes", "not judged; a Security Council authorization is entered as a consent (R-UNSC)"},
    {"blockade", "not judged"},
    {"nuclear cargo", "not judged"},
    {"data-protection law", "not judged; sharing is judged under the H rules only"},
    {"domestic law other than of the United States and the United Kingdom", "not judged; no overlay"},
    {"disembarkation of refugees", "not judged; rescue is (A rules)"},
    {"UNFSA 1995 inspection on the high seas (FSA1995:20-22)", "enter the consent of the flag State with its scope"},
    {"bilateral and shiprider agreements", "none is built in; enter them as consents with their terms"},
});
// clang-format on

}  // namespace fairlead::authority
