// SPDX-License-Identifier: Apache-2.0
#include "fusion/contacts.hpp"

#include "contacts/keeper.hpp"

namespace fairlead::fusion {

Contacts::Contacts(const ContactSettings& settings) : keeper_(std::make_unique<ContactKeeper>(settings)) {}
Contacts::~Contacts() = default;
Contacts::Contacts(const Contacts& other) : keeper_(std::make_unique<ContactKeeper>(*other.keeper_)) {}
Contacts& Contacts::operator=(const Contacts& other) {
  if (this != &other) keeper_ = std::make_unique<ContactKeeper>(*other.keeper_);
  return *this;
}
Contacts::Contacts(Contacts&&) noexcept = default;
Contacts& Contacts::operator=(Contacts&&) noexcept = default;

Absorbed Contacts::absorb(const Look& look, Past past) { return keeper_->absorb(look, past); }
Instant Contacts::now() const { return keeper_->book().now(); }
std::vector<ContactView> Contacts::at(Instant at, bool shown_only) const { return keeper_->at(at, shown_only); }
std::vector<std::string> Contacts::reasons(std::uint64_t id) const { return keeper_->book().reasons(id); }
std::vector<SourceView> Contacts::sources() const { return keeper_->book().sources(); }
std::size_t Contacts::size() const { return keeper_->book().size(); }

void Contacts::save(wire::ByteWriter& out) const { keeper_->save(out); }

Result<Contacts> Contacts::restore(wire::ByteReader& in, const ContactSettings& settings) {
  Contacts contacts(settings);
  if (!contacts.keeper_->restore(in)) {
    return fail(ErrorCode::corrupt, "a snapshot of contacts that cannot be read");
  }
  return contacts;
}

}  // namespace fairlead::fusion
