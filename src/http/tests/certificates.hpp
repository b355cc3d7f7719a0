// SPDX-License-Identifier: Apache-2.0
// Certificates for tests, made on the spot: authorities, servers and clients, in files of a folder that goes away.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

namespace fairlead::http {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "fairlead-tls-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data()) != nullptr ? pattern : std::string();
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + '/' + name; }
  std::string write(const std::string& name, const std::string& text, unsigned rights = 0600) const {
    const std::string path = file(name);
    std::ofstream(path, std::ios::trunc | std::ios::binary) << text;
    ::chmod(path.c_str(), rights);
    return path;
  }

 private:
  std::string path_;
};

struct Made {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;

  std::string certificate_pem() const {
    return pem([&](BIO* bio) { PEM_write_bio_X509(bio, certificate.get()); });
  }
  std::string key_pem() const {
    return pem([&](BIO* bio) { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }
  std::string encrypted_key_pem() const {
    return pem([&](BIO* bio) {
      PEM_write_bio_PrivateKey(bio, key.get(), EVP_aes_128_cbc(), reinterpret_cast<const unsigned char*>("pass"), 4,
                               nullptr, nullptr);
    });
  }

 private:
  template <class Write>
  static std::string pem(Write write) {
    BIO* bio = BIO_new(BIO_s_mem());
    write(bio);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return text;
  }
};

struct Wanted {
  std::string common_name;
  std::string names;  // as OpenSSL writes them: DNS:localhost,IP:127.0.0.1; may be empty
  bool authority = false;
  std::string use = "serverAuth,clientAuth";
  long begins_s = -3600;  // from now
  long ends_s = 3600;
};

// Signed by `signer`, or by itself.
inline Made make_certificate(const Wanted& wanted, const Made* signer = nullptr) {
  static long serial = 1;
  Made made;
  made.key = {EVP_EC_gen("P-256"), &EVP_PKEY_free};
  made.certificate = {X509_new(), &X509_free};
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), wanted.begins_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wanted.ends_s);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("Test"), -1, -1, 0);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wanted.common_name.c_str()), -1, -1, 0);
  X509* issuer = signer != nullptr ? signer->certificate.get() : certificate;
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  const auto extend = [&](int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  };
  extend(NID_basic_constraints, wanted.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(NID_key_usage, wanted.authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  if (!wanted.authority && !wanted.use.empty()) extend(NID_ext_key_usage, wanted.use);
  if (!wanted.names.empty()) extend(NID_subject_alt_name, wanted.names);
  X509_sign(certificate, signer != nullptr ? signer->key.get() : made.key.get(), EVP_sha256());
  return made;
}

}  // namespace fairlead::http
