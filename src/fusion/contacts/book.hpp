// SPDX-License-Identifier: Apache-2.0
// The tracker of contacts behind its public face. See fusion/contacts.hpp for what it promises.
//
// Threads: one owner.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "contacts/association.hpp"
#include "contacts/contact.hpp"
#include "contacts/contact_index.hpp"
#include "contacts/plot_grid.hpp"
#include "contacts/source_state.hpp"

namespace fairlead::fusion {

class ContactBook {
 public:
  explicit ContactBook(const ContactSettings& settings) : settings_(settings) {}

  void absorb(const Look& look);
  // `names`: for ContactView::lasting_id; without, it is the id.
  std::vector<ContactView> at(Instant at, bool shown_only, const ContactNames* names) const;
  std::vector<std::string> reasons(std::uint64_t id) const;
  std::vector<SourceView> sources() const;
  std::size_t size() const { return contacts_.size() - dead_; }
  // By the last look.
  const std::vector<Birth>& born() const { return born_; }
  void collect_births(std::set<Birth>& births) const;
  Instant now() const { return now_; }
  void save(wire::ByteWriter& out) const;
  bool restore(wire::ByteReader& in, std::uint64_t version);

 private:
  // A contact's part in the look that is being absorbed.
  struct Part {
    std::uint32_t contact = 0;  // in contacts_
    double detection = 0;       // of the contact, over its branches
    double miss = 1;            // weight of having no plot: not there, or there and not seen
    double miss_there = 0;      // the second of the two
    std::uint32_t first_hit = 0, last_hit = 0;
    std::uint32_t first_edge = 0, last_edge = 0;
  };
  // A branch and a plot that may be its own.
  struct Hit {
    std::uint32_t plot = 0;
    std::uint32_t branch = 0;
    double weight = 0;
  };
  // What a branch becomes: after a plot, or without one.
  struct Next {
    double weight = 0;
    std::uint32_t branch = 0;
    std::int32_t plot = -1;
  };

  const Step& step_of(std::int64_t ms);
  void move_contact(Contact& contact, Instant at);
  void sort_plots(const Look& look, const SourceState* source);
  void start_source(SourceState& source, const Look& look, const Reach& reach);
  void choose(const Reach& reach);
  void gate(const Look& look, const Reach& reach);
  bool may_reach(const Contact& contact, Place low, Place high) const;
  void find_plots(const Contact& contact, Pair low, Pair high);
  void gate_contact(std::uint32_t index, const Look& look, const Reach& reach, Pair most);
  void update(const Look& look, const Reach& reach, const Part& part);
  void choose_next(const Contact& contact, const Part& part, double existence, double missed);
  void judge_size(const Look& look, const Part& part, Contact& contact, double claimed, double missed) const;
  void witness(const Look& look, const Reach& reach, const Part& part, Contact& contact, double claimed);
  void learn_bias(const Look& look, const Part& part, const Contact& contact);
  void name(const Look& look, Contact& contact, std::uint32_t before);
  void open(const Look& look);
  void open_one(const Look& look, const Plot& plot, double existence);
  void learn_clutter(SourceState& source, const Look& look, const Reach& reach);
  void join_twins();
  bool join(Contact& a, Contact& b);
  void bury(Contact& contact);
  void sweep();
  void compact();
  double age_of(const Contact& contact) const;
  bool inside(Place place, double margin_m) const;
  Contact* find(std::uint64_t id);

  ContactSettings settings_;
  std::vector<Contact> contacts_;  // in order of id
  std::map<domain::SourceId, SourceState> sources_;
  std::uint64_t next_id_ = 1;
  Instant now_;
  bool started_ = false;
  double population_ = 1;  // vessels thought to be about, seen and not
  Instant swept_at_;
  std::size_t dead_ = 0;
  // Which contacts carry an identity, or did. Asked by key only.
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> named_;
  ContactIndex index_;

  // Working memory of one look.
  std::vector<Birth> born_;
  std::unordered_map<std::int64_t, Step> steps_;
  std::vector<Plot> plots_;
  std::vector<Pair> offsets_;
  std::vector<double> base_;  // of each plot: density of false plots and of vessels not seen yet
  std::vector<double> newborn_;
  std::vector<std::uint32_t> first_claim_;
  PlotGrid grid_;
  std::vector<std::uint32_t> chosen_, found_;
  std::vector<std::uint32_t> near_;
  std::vector<Part> parts_;
  std::vector<Hit> hits_;
  std::vector<Edge> edges_;
  std::vector<Next> next_;
  std::vector<Branch> fresh_;
  Association association_;
};

}  // namespace fairlead::fusion
