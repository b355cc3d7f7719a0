// SPDX-License-Identifier: Apache-2.0
// Marking: the label of an object with what only sharing needs beside it: sensitivity, the originator's onward rule,
// and labels of single fields that are stricter than the object's.
//
// Threads: plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "domain/label.hpp"
#include "release/words.hpp"
#include "wire/bytes.hpp"

namespace fairlead::release {

struct Marking {
  domain::Label label;
  std::string sensitivity;  // the originator's privacy mark in words; never widens anything
  Onward onward = Onward::free;
  std::optional<Instant> review_at;
  std::map<Field, domain::Label> fields;  // what a field needs in addition to the object's label
  friend bool operator==(const Marking&, const Marking&) = default;
};

// The marking of something made from both: the strictest of each part. A field that only one of them labels keeps that
// label; sensitivities are joined with "; ".
Marking strictest(const Marking& a, const Marking& b);

// Whether whatever `strict` lets out, `loose` would let out too.
bool at_least_as_strict(const domain::Label& strict, const domain::Label& loose);

// Version 1 of the canonical bytes; reading accepts nothing that writing would not produce.
void write(wire::ByteWriter& out, const Marking& marking);
Marking read_marking(wire::ByteReader& in);
Digest digest(const Marking& marking);

void append_json(std::string& out, const Marking& marking);
Result<Marking> marking_from_json(std::string_view json);

// The label in the shape of STANAG 4774 (originator confidentiality label). Shape, not conformance: the schema itself
// was not at hand. Fields and onward rule become categories of their own tag sets.
std::string to_stanag_4774(const Marking& marking, Instant created_at);

}  // namespace fairlead::release
