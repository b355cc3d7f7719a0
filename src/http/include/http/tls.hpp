// SPDX-License-Identifier: Apache-2.0
// TLS without sockets: ciphertext in, plaintext out, and back (RFC 8446, RFC 5246). 1.3 preferred, 1.2 at least; no
// renegotiation, no compression, no resumption (each connection shows its certificate anew), no early data; `http/1.1`
// is the only protocol.
//
//   TlsSession session(context);
//   session.receive(bytes_from_the_socket, plain);   // plain grows by what was decrypted
//   session.send(answer);                            // once session.state() is open
//   write_to_the_socket(session.take_output());      // after each of the two, and after close()
//
// Threads: a context may be shared by all; a session has one owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/published.hpp"
#include "base/result.hpp"
#include "base/system.hpp"

namespace fairlead::http {

enum class ClientCertificate : std::uint8_t { none, optional, required };

struct TlsOptions {
  std::string certificate_file;  // PEM: our certificate, then those between it and the root
  std::string key_file;          // PEM, not encrypted; readable by nobody but its owner
  std::string client_ca_file;    // PEM: who signs the certificates of clients; may hold several
  ClientCertificate client_certificate = ClientCertificate::none;
};

struct TlsClientOptions {
  std::string ca_file;           // PEM: who signs the certificates of servers; empty: those that the system trusts
  std::string certificate_file;  // our own, where the server asks for one; may be left out
  std::string key_file;
};

// What the other side showed, after it was checked against the authorities: its chain, dates and purpose.
struct PeerCertificate {
  Digest fingerprint{};            // SHA-256 of the DER
  std::string subject;             // RFC 2253
  std::string issuer;              // RFC 2253
  std::vector<std::string> names;  // of the subject alternative name: `dns:...`, `uri:...`, `email:...`, `ip:...`
  std::int64_t expires_at_ms = 0;  // Unix time; a connection that outlives it is the owner's to end
};

class TlsContext {
 public:
  // Errors: `io`, `invalid_argument`; each names the file and the cure.
  static Result<std::shared_ptr<const TlsContext>> server(const TlsOptions& options);
  static Result<std::shared_ptr<const TlsContext>> client(const TlsClientOptions& options);
  ~TlsContext();

  // Of our own certificate, as Unix time; nothing for a client without one.
  std::optional<std::int64_t> certificate_expires_at_ms() const;

 private:
  friend class TlsSession;
  struct Inside;
  explicit TlsContext(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};
using TlsContextPtr = std::shared_ptr<const TlsContext>;

// A server's context that can be read anew while it runs: new connections get the new one, open ones keep theirs.
class TlsSource {
 public:
  static Result<std::unique_ptr<TlsSource>> open(TlsOptions options);
  TlsContextPtr context() const { return current_.get(); }
  // Keeps what it had when the new files are not good.
  Result<void> reload();

 private:
  explicit TlsSource(TlsOptions options) : options_(std::move(options)) {}
  const TlsOptions options_;
  Published<TlsContext> current_;
};

class TlsSession {
 public:
  // The server's side. Certificates are judged by this clock.
  explicit TlsSession(TlsContextPtr context, const WallClock& clock = system_wall_clock());
  // The client's side; `host` (a name or an address) is whom the server's certificate must name.
  TlsSession(TlsContextPtr context, const std::string& host, const WallClock& clock = system_wall_clock());
  ~TlsSession();
  TlsSession(TlsSession&&) noexcept;
  TlsSession& operator=(TlsSession&&) noexcept;

  enum class State : std::uint8_t {
    handshake,
    open,
    ended,   // the other side said that it sends no more; what we say may still go out
    failed,  // of no further use; take_output() may hold a last alert
  };
  State state() const;

  // Takes ciphertext and appends what it says to `plain`.
  State receive(std::string_view ciphertext, std::string& plain);
  // False when the session is not open, or no more.
  bool send(std::string_view plain);
  // The ciphertext that is to be written; a client's first words are there from the beginning.
  std::string take_output();
  bool has_output() const;
  // Says that we send no more. Without it the other side must take the end for a cut.
  void close();

  // Once open; nothing where the other side showed none.
  const std::optional<PeerCertificate>& peer() const;
  std::string_view protocol() const;  // `TLSv1.3`
  // After `failed`: for the log, in words.
  const std::string& trouble() const;
  // The other side began with a request in the clear.
  bool met_plain_http() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace fairlead::http
