// SPDX-License-Identifier: Apache-2.0
// The tracker of contacts behind its public face. See fusion/contacts.hpp for what it promises.
//
// Threads: one owner.
#pragma once

#include <map>
#include <unordered_map>

#include "contacts/association.hpp"
#include "contacts/contact.hpp"
#include "contacts/plot_grid.hpp"
#include "contacts/source_state.hpp"

namespace fairlead::fusion {

class ContactBook {
 public:
  explicit ContactBook(const ContactSettings& settings) : settings_(settings) {}

  void absorb(const Look& look);
  std::vector<ContactView> at(Instant at, bool shown_only) const;
  std::size_t size() const { return contacts_.size(); }
  void save(wire::ByteWriter& out) const;
  bool restore(wire::ByteReader& in);

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
  void sort_plots(const Look& look);
  void start_source(SourceState& source, const Look& look, const Reach& reach);
  void choose(const Look& look, const Reach& reach);
  void gate(const Look& look, const Reach& reach, const SourceState& source);
  static double hit_weight(const Branch& branch, const Plot& plot, Pair place);
  void update(const Look& look, const Part& part);
  void improve(const Look& look, Contact& contact, Branch& branch, const Plot& plot) const;
  void trim(Contact& contact);
  void open(const Look& look, const Reach& reach, const SourceState& source);
  void join_twins();
  void drop();
  bool inside(Place place, double margin_m) const;
  double estimate(const Contact& contact, Gauss& whole) const;

  ContactSettings settings_;
  std::vector<Contact> contacts_;  // in order of id
  std::map<domain::SourceId, SourceState> sources_;
  std::uint64_t next_id_ = 1;
  Instant now_;
  bool started_ = false;
  double population_ = 1;  // vessels thought to be about, seen and not

  // Working memory of one look.
  std::unordered_map<std::int64_t, Step> steps_;
  std::vector<Plot> plots_;
  std::vector<Pair> offsets_;
  std::vector<double> base_;  // of each plot: density of false plots and of vessels not seen yet
  std::vector<double> newborn_;
  PlotGrid grid_;
  std::vector<std::uint32_t> chosen_;
  std::vector<std::uint32_t> near_;
  std::vector<Part> parts_;
  std::vector<Hit> hits_;
  std::vector<Edge> edges_;
  std::vector<Next> next_;
  std::vector<Branch> fresh_;
  Association association_;
};

}  // namespace fairlead::fusion
