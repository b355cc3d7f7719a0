// SPDX-License-Identifier: Apache-2.0
// Notes, keys, receipts and records: the text and byte forms.
#include "ledger/note.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include "files.hpp"
#include "ledger/base64.hpp"
#include "ledger/key_file.hpp"
#include "sample.hpp"

namespace fairlead::ledger {
namespace {

TEST(Note, is_signed_as_the_published_example_of_go) {
  // The example of golang.org/x/mod/sumdb/note: Ed25519 is deterministic, so the signature is the same.
  const auto signer = Signer::parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
  ASSERT_TRUE(signer);
  EXPECT_EQ(signer->verifier().text(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  const std::string text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const Signer* signers[] = {&*signer};
  EXPECT_EQ(sign_note(text, signers),
            text +
                "\n\xE2\x80\x94 PeterNeumann "
                "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
  EXPECT_EQ(signer->secret_text(), "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
  EXPECT_EQ(*Verifier::parse(signer->verifier().text()), signer->verifier());
}

TEST(Note, is_spoiled_by_a_bad_signature_of_a_trusted_key_and_not_by_strangers) {
  const Signer key = sample::signer(1, "log"), witness = sample::signer(2, "witness"),
               other = sample::signer(3, "other");
  const std::string text = "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  const Signer* keys[] = {&key};
  const std::string note = sign_note(text, keys) + witness.cosign(text, sample::time_of(0)) + other.sign("lies\n");
  const Verifier log_only[] = {key.verifier()};
  const Verifier both[] = {key.verifier(), witness.cosigner()};
  const Verifier liar[] = {key.verifier(), other.verifier()};
  const Verifier witness_only[] = {witness.cosigner()};
  ASSERT_TRUE(open_checkpoint(note, log_only));
  const auto opened = open_checkpoint(note, both);
  ASSERT_TRUE(opened);
  ASSERT_EQ(opened->signers.size(), 2U);
  EXPECT_EQ(opened->signers[1].seen_at, sample::time_of(0));
  EXPECT_EQ(open_checkpoint(note, liar).error().code, ErrorCode::verification);
  EXPECT_EQ(open_checkpoint(note, witness_only).error().code, ErrorCode::verification);
  EXPECT_EQ(open_checkpoint(note, {}).error().code, ErrorCode::verification);
  EXPECT_EQ(Note::parse(note)->str(), note);
}

TEST(Note, refuses_texts_that_are_not_notes) {
  const Signer key = sample::signer(1, "log");
  const Signer* keys[] = {&key};
  const std::string good = sign_note("text\n", keys);
  ASSERT_TRUE(Note::parse(good));
  for (const std::string& bad :
       {std::string(), std::string("text\n"), std::string("text\n\n"), good.substr(0, good.size() - 1), good + "\n",
        good + "x\n", "\x01" + good, "\xff" + good, "a\r\n" + good, good + "\xE2\x80\x94 log AAAA\n",
        good + "\xE2\x80\x94 log\n", good + "\xE2\x80\x94  AAAAAAAA\n", good + "- log AAAAAAAA\n"}) {
    EXPECT_FALSE(Note::parse(bad)) << bad;
  }
  for (const char* bad : {"", "log", "log+1", "log+00000000+", "log+zzzzzzzz+AAAA", "a b+00000000+AAAA"}) {
    EXPECT_FALSE(Verifier::parse(bad)) << bad;
    EXPECT_FALSE(Signer::parse(bad)) << bad;
  }
}

RC_GTEST_PROP(Base64, has_one_text_for_each_value, (const std::string& bytes)) {
  const std::string text = base64(bytes);
  RC_ASSERT(from_base64(text) == bytes);
  if (text.empty()) return;
  std::string changed = text;
  const auto bit = *rc::gen::inRange<std::size_t>(0, text.size() * 8);
  changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
  RC_ASSERT(from_base64(changed) != bytes);
}

RC_GTEST_PROP(Receipt, with_any_bit_changed_is_refused, ()) {
  static const Signer key = sample::signer();
  static const MemoryLog log = [] {
    MemoryLog made;
    sample::fill(made, sample::records(300), key);
    return made;
  }();
  const Verifier trusted[] = {key.verifier()};
  std::string text = prove(log, *rc::gen::inRange<std::uint64_t>(0, 300), true)->str();
  RC_ASSERT(open_receipt(*Receipt::parse(text), trusted).has_value());
  const auto bit = *rc::gen::inRange<std::size_t>(0, text.size() * 8);
  text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
  const auto parsed = Receipt::parse(text);
  const bool refused = !parsed || !open_receipt(*parsed, trusted);
  RC_ASSERT(refused);
}

TEST(Record, of_every_kind_is_read_back_from_its_bytes) {
  const auto names = kind_names();
  EXPECT_EQ(names.size(), std::variant_size_v<Content>);
  for (std::size_t kind = 1; kind <= names.size(); ++kind) {
    // The kind, a time, and zeros: every text empty, every optional absent.
    std::string bytes = {'\x01', static_cast<char>(kind), '\x02'};
    auto record = record_from_bytes(bytes);
    while (!record && bytes.size() < 1000) record = record_from_bytes(bytes += '\0');
    ASSERT_TRUE(record) << names[kind - 1];
    EXPECT_EQ(canonical_bytes(*record), bytes);
    EXPECT_EQ(kind_name(record->content), names[kind - 1]);
    EXPECT_FALSE(record_from_bytes(bytes + '\0'));
  }
  EXPECT_EQ(record_from_bytes(std::string("\x01\x70\x02", 3)).error().code, ErrorCode::newer_version);
  EXPECT_EQ(record_from_bytes(std::string("\x02\x01\x02", 3)).error().code, ErrorCode::newer_version);
  for (const Record& record : sample::records(60)) {
    const std::string bytes = canonical_bytes(record);
    EXPECT_EQ(*record_from_bytes(bytes), record);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) EXPECT_FALSE(record_from_bytes(bytes.substr(0, cut)));
  }
}

TEST(Record, is_shown_as_json_with_absent_members_left_out) {
  std::string json;
  append_json(json, {sample::time_of(0), Stop{4, {"Norland", {}, "prosecution", {}, {}}, "officer", "a \"reason\""}});
  EXPECT_EQ(json, R"({"v":1,"kind":"stop","at":"2026-11-22T12:00:00Z","epoch":4,"cell":{"partner":"Norland",)"
                  R"("purpose":"prosecution"},"by":"officer","reason":"a \"reason\""})");
  json.clear();
  append_json(json, {sample::time_of(1), Padding{}});
  EXPECT_EQ(json, R"({"v":1,"kind":"padding","at":"2026-11-22T12:00:00.100Z"})");
}

TEST(KeyFile, is_for_its_owner_only_and_never_written_over) {
  const sample::Folder folder;
  const std::string path = folder.at("ledger.key");
  const auto made = make_key_file(path, "ledger.example.org", system_random());
  ASSERT_TRUE(made) << made.error().message;
  struct stat about{};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777U, 0600U);
  EXPECT_EQ(load_key_file(path)->verifier(), made->verifier());
  EXPECT_EQ(make_key_file(path, "again", system_random()).error().code, ErrorCode::conflict);
  for (const unsigned rights : {0640U, 0604U, 0620U, 0700U, 0660U}) {
    ASSERT_EQ(::chmod(path.c_str(), rights), 0);
    EXPECT_EQ(load_key_file(path).error().code, ErrorCode::invalid_argument) << rights;
  }
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  std::filesystem::create_symlink(path, folder.at("link"));
  EXPECT_FALSE(load_key_file(folder.at("link")));
  EXPECT_EQ(load_key_file(folder.at("none")).error().code, ErrorCode::not_found);
  EXPECT_FALSE(load_key_file(folder.at("")));
}

TEST(KeyFile, is_rotated_with_the_old_key_kept) {
  const sample::Folder folder;
  const std::string path = folder.at("ledger.key");
  const auto made = make_key_file(path, sample::kOrigin, system_random());
  const auto rotated = rotate_key_file(path, system_random());
  ASSERT_TRUE(rotated) << rotated.error().message;
  EXPECT_EQ(rotated->before.verifier(), made->verifier());
  EXPECT_EQ(load_key_file(path)->verifier(), rotated->after.verifier());
  EXPECT_EQ(load_key_file(rotated->kept_as)->verifier(), made->verifier());
  // The checkpoint after it is signed by both, so readers with either key go on.
  Ledger ledger = *Ledger::create(sample::kOrigin);
  const Signer* both[] = {&rotated->before, &rotated->after};
  const auto checkpoint = ledger.checkpoint(sample::time_of(0), both);
  const Verifier old_key[] = {made->verifier()}, new_key[] = {rotated->after.verifier()};
  EXPECT_TRUE(open_checkpoint(checkpoint->note, old_key));
  EXPECT_TRUE(open_checkpoint(checkpoint->note, new_key));
}

}  // namespace
}  // namespace fairlead::ledger
