// SPDX-License-Identifier: Apache-2.0
// The nouns as canonical bytes (see wire/bytes.hpp). Each top-level form begins with its version; a newer version than
// this program knows is refused, never guessed at.
//
// Threads: any.
#pragma once

#include "domain/finding.hpp"
#include "domain/label.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"
#include "wire/bytes.hpp"

namespace fairlead::wire {

void write(ByteWriter& out, const domain::StaticClaims& claims);
void write(ByteWriter& out, const domain::Label& label);
void write(ByteWriter& out, const domain::Source& source);
void write(ByteWriter& out, const domain::Sentence& sentence);
void write(ByteWriter& out, const domain::Track& track);
void write(ByteWriter& out, const domain::Finding& finding);
void write(ByteWriter& out, const domain::Authority& authority);
void write(ByteWriter& out, const domain::Decision& decision);
void write(ByteWriter& out, const domain::Delivery& delivery);

domain::StaticClaims read_claims(ByteReader& in);
domain::Label read_label(ByteReader& in);
domain::Source read_source(ByteReader& in);
domain::Sentence read_sentence(ByteReader& in);
domain::Track read_track(ByteReader& in);
domain::Finding read_finding(ByteReader& in);
domain::Authority read_authority(ByteReader& in);
domain::Decision read_decision(ByteReader& in);
domain::Delivery read_delivery(ByteReader& in);

// A batch as the journal keeps it: times and positions as differences to the observation before, so that a feed takes
// a few bytes a field. The ids are not written; the engine gives them in order.
void write(ByteWriter& out, const domain::ObservationBatch& batch);
domain::ObservationBatch read_batch(ByteReader& in);

}  // namespace fairlead::wire
