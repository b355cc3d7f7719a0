// SPDX-License-Identifier: Apache-2.0
#include "fusion/contacts.hpp"

#include "contacts/book.hpp"

namespace fairlead::fusion {

Contacts::Contacts(const ContactSettings& settings) : book_(std::make_unique<ContactBook>(settings)) {}
Contacts::~Contacts() = default;
Contacts::Contacts(const Contacts& other) : book_(std::make_unique<ContactBook>(*other.book_)) {}
Contacts& Contacts::operator=(const Contacts& other) {
  if (this != &other) book_ = std::make_unique<ContactBook>(*other.book_);
  return *this;
}
Contacts::Contacts(Contacts&&) noexcept = default;
Contacts& Contacts::operator=(Contacts&&) noexcept = default;

void Contacts::absorb(const Look& look) { book_->absorb(look); }
std::vector<ContactView> Contacts::at(Instant at, bool shown_only) const { return book_->at(at, shown_only); }
std::size_t Contacts::size() const { return book_->size(); }

}  // namespace fairlead::fusion
