// SPDX-License-Identifier: Apache-2.0
// Records as canonical bytes and as JSON.
#include "ledger/record.hpp"

#include <array>
#include <cstring>
#include <type_traits>

#include <fmt/format.h>

#include "base/text.hpp"
#include "digest_text.hpp"
#include "record_fields.hpp"
#include "wire/bytes.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::uint8_t kVersion = 1;

// In the order of Content's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<Content>> kKindNames = {
    "padding",       "clock",           "release",    "refusal",      "stop",
    "stop_report",   "resume",          "approval",   "adoption",     "sign_in",
    "overseer_read", "export",          "key_change", "error_report", "partner_checkpoint",
    "delivery",      "acknowledgement", "assurance",  "assessment",   "recall",
    "erasure",       "law_note",        "desk_act"};

// Years 1 to 9999, which every printer of times can print.
Instant read_instant(wire::ByteReader& in) {
  const Instant value = in.instant();
  if (value.unix_ms() < -62'135'596'800'000 || value.unix_ms() > 253'402'300'799'999) in.fail();
  return in.ok() ? value : Instant();
}

class Write {
 public:
  explicit Write(wire::ByteWriter& out) : out_(out) {}
  template <class T>
  void operator()(std::string_view, const T& value) {
    put(value);
  }

 private:
  void put(bool value) { out_.boolean(value); }
  void put(std::uint64_t value) { out_.varint(value); }
  void put(std::int64_t value) { out_.zigzag(value); }
  void put(const std::string& value) { out_.text(value); }
  void put(Instant value) { out_.instant(value); }
  void put(const Digest& value) { out_.raw(digest_view(value)); }
  void put(const std::vector<std::uint64_t>& values) {
    out_.varint(values.size());
    std::uint64_t before = 0;
    for (const std::uint64_t value : values) {
      out_.zigzag(static_cast<std::int64_t>(value - before));
      before = value;
    }
  }
  template <class T>
  void put(const std::vector<T>& values) {
    out_.varint(values.size());
    for (const T& value : values) put(value);
  }
  template <class T>
  void put(const std::optional<T>& value) {
    out_.optional(value, [&](const T& inner) { put(inner); });
  }
  template <class T>
    requires std::is_class_v<T>
  void put(const T& value) {
    fields(static_cast<T*>(nullptr), value, *this);
  }
  wire::ByteWriter& out_;
};

class Read {
 public:
  explicit Read(wire::ByteReader& in) : in_(in) {}
  template <class T>
  void operator()(std::string_view, T& value) {
    get(value);
  }

 private:
  void get(bool& value) { value = in_.boolean(); }
  void get(std::uint64_t& value) { value = in_.varint(); }
  void get(std::int64_t& value) { value = in_.zigzag(); }
  void get(std::string& value) { value = in_.text(); }
  void get(Instant& value) { value = read_instant(in_); }
  void get(Digest& value) {
    const std::string_view bytes = in_.raw(32);
    if (bytes.size() == 32) value = digest_of(bytes);
  }
  void get(std::vector<std::uint64_t>& values) {
    values.resize(in_.count());
    std::uint64_t before = 0;
    for (std::uint64_t& value : values) value = before += static_cast<std::uint64_t>(in_.zigzag());
  }
  template <class T>
  void get(std::vector<T>& values) {
    const std::size_t count = in_.count();
    for (std::size_t i = 0; i < count && in_.ok(); ++i) get(values.emplace_back());
  }
  template <class T>
  void get(std::optional<T>& value) {
    if (in_.boolean()) get(value.emplace());
  }
  template <class T>
    requires std::is_class_v<T>
  void get(T& value) {
    fields(static_cast<T*>(nullptr), value, *this);
  }
  wire::ByteReader& in_;
};

class Json {
 public:
  explicit Json(std::string& out) : out_(out) {}
  template <class T>
  void operator()(std::string_view name, const T& value) {
    if constexpr (requires { value.has_value(); }) {
      if (value) (*this)(name, *value);
    } else {
      if (out_.back() != '{') out_ += ',';
      append_json_string(out_, name);
      out_ += ':';
      put(value);
    }
  }

 private:
  void put(bool value) { out_ += value ? "true" : "false"; }
  void put(std::uint64_t value) { append_number(out_, value); }
  void put(std::int64_t value) { append_number(out_, value); }
  void put(const std::string& value) { append_json_string(out_, value); }
  void put(Instant value) { append_json_string(out_, to_rfc3339(value)); }
  void put(const Digest& value) { append_json_string(out_, hex(value)); }
  template <class T>
  void put(const std::vector<T>& values) {
    out_ += '[';
    for (const T& value : values) {
      if (out_.back() != '[') out_ += ',';
      put(value);
    }
    out_ += ']';
  }
  template <class T>
    requires std::is_class_v<T>
  void put(const T& value) {
    out_ += '{';
    fields(static_cast<T*>(nullptr), value, *this);
    out_ += '}';
  }
  std::string& out_;
};

// The alternative of Content with this number, default-made.
template <std::size_t I = 0>
Content make(std::size_t index) {
  if constexpr (I + 1 < std::variant_size_v<Content>) {
    if (index != I) return make<I + 1>(index);
  }
  return Content(std::in_place_index<I>);
}

}  // namespace

std::string_view kind_name(const Content& content) { return kKindNames[content.index()]; }

std::vector<std::string_view> kind_names() { return {kKindNames.begin(), kKindNames.end()}; }

std::string canonical_bytes(const Record& record) {
  wire::ByteWriter out;
  out.reserve(256);
  out.u8(kVersion);
  out.u8(static_cast<std::uint8_t>(record.content.index() + 1));
  out.instant(record.at);
  Write write(out);
  std::visit([&](const auto& content) { write({}, content); }, record.content);
  return out.take();
}

Result<Record> record_from_bytes(std::string_view bytes) {
  wire::ByteReader in(bytes);
  const std::uint8_t version = in.u8();
  const std::uint8_t kind = in.u8();
  if (in.ok() && (version == 0 || version > kVersion)) {
    return fail(ErrorCode::newer_version, fmt::format("a record has version {}; this program reads 1", version));
  }
  if (in.ok() && (kind == 0 || kind > std::variant_size_v<Content>)) {
    return fail(ErrorCode::newer_version, fmt::format("a record has kind {}, which this program does not know", kind));
  }
  Record record;
  record.at = read_instant(in);
  if (in.ok()) {
    record.content = make(kind - 1U);
    Read read(in);
    std::visit([&](auto& content) { read({}, content); }, record.content);
  }
  if (!in.ok() || !in.at_end()) return fail(ErrorCode::corrupt, "a record's bytes are ill-formed");
  return record;
}

void append_json(std::string& out, const Record& record) {
  out += R"({"v":1,"kind":)";
  append_json_string(out, kind_name(record.content));
  out += R"(,"at":)";
  append_json_string(out, to_rfc3339(record.at));
  Json json(out);
  std::visit(
      [&](const auto& content) {
        fields(static_cast<std::remove_cvref_t<decltype(content)>*>(nullptr), content, json);
      },
      record.content);
  out += '}';
}

}  // namespace fairlead::ledger
