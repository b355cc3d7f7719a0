// SPDX-License-Identifier: Apache-2.0
#include "tls_files.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead::http {
namespace {

constexpr std::size_t kFileMax = 4U << 20U;

struct Text {
  ~Text() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
  std::string bytes;
};

class File {
 public:
  explicit File(const std::string& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

// Its owner and root alone; a key of root may also be read by its group, as Debian's group `ssl-cert` does.
bool others_may_read(const struct stat& about) {
  const unsigned rights = about.st_mode & 07777U;
  return (rights & 07137U) != 0 || ((rights & 0040U) != 0 && about.st_uid != 0);
}

Result<void> read_file(const std::string& path, std::string_view what, bool secret, std::string& out) {
  if (path.empty()) return fail(ErrorCode::invalid_argument, fmt::format("no file is named for {}", what));
  const File file(path);
  struct stat about{};
  if (file.number() < 0 || ::fstat(file.number(), &about) != 0) {
    return fail(ErrorCode::io, fmt::format("cannot read {} `{}`: {}", what, path, std::strerror(errno)));
  }
  if (!S_ISREG(about.st_mode))
    return fail(ErrorCode::invalid_argument, fmt::format("{} `{}` is not a file", what, path));
  if (secret && others_may_read(about)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} `{}` has rights {:04o}: others may read it; make a new key and say chmod 600", what,
                            path, about.st_mode & 07777U));
  }
  if (about.st_size > static_cast<off_t>(kFileMax)) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} `{}` is too large to be one", what, path));
  }
  out.resize(static_cast<std::size_t>(about.st_size));
  std::size_t size = 0;
  while (size < out.size()) {
    const ssize_t got = ::read(file.number(), out.data() + size, out.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::io, fmt::format("cannot read {} `{}`: {}", what, path, std::strerror(errno)));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  out.resize(size);
  return {};
}

// Nobody is asked at a terminal.
int no_password(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

BioPtr view_of(const std::string& bytes) {
  return BioPtr(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

}  // namespace

Result<std::vector<X509Ptr>> read_certificates(const std::string& path) {
  Text text;
  FL_CHECK(read_file(path, "the certificate file", false, text.bytes));
  const BioPtr bio = view_of(text.bytes);
  std::vector<X509Ptr> found;
  ERR_clear_error();
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) found.emplace_back(certificate);
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string reason = openssl_reason();
  if (found.empty() && at_end) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)", path));
  }
  if (!at_end) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("certificate {} in `{}` is damaged: {}", found.size() + 1, path, reason));
  }
  return found;
}

Result<KeyPtr> read_private_key(const std::string& path) {
  Text text;
  FL_CHECK(read_file(path, "the key file", true, text.bytes));
  const BioPtr bio = view_of(text.bytes);
  bool encrypted = false;
  ERR_clear_error();
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, &encrypted));
  if (key) return key;
  const std::string reason = openssl_reason();
  if (encrypted) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("the key in `{}` is encrypted; write it without a password, readable by its owner only", path));
  }
  if (!text.bytes.contains("PRIVATE KEY-----")) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` holds no private key in PEM form (`-----BEGIN PRIVATE KEY-----`)", path));
  }
  return fail(ErrorCode::invalid_argument, fmt::format("the key in `{}` is damaged: {}", path, reason));
}

}  // namespace fairlead::http
