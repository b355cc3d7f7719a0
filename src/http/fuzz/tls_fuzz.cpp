// SPDX-License-Identifier: Apache-2.0
// Any bytes as what a client says to a TLS server: as the first words, and after a handshake that went well.
#include <cstdint>

#include "http/tls.hpp"
#include "tests/certificates.hpp"

using namespace fairlead::http;

namespace {

struct Ground {
  Folder folder;
  Made server = make_certificate({.common_name = "localhost", .names = "DNS:localhost"});
  TlsContextPtr context =
      *TlsContext::server({folder.write("s.pem", server.certificate_pem()), folder.write("s.key", server.key_pem()),
                           folder.file("s.pem"), ClientCertificate::optional});
  TlsContextPtr client = *TlsContext::client({folder.file("s.pem"), {}, {}});
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Ground ground;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  TlsSession server(ground.context);
  std::string plain;
  if ((data[0] & 1U) != 0) {
    TlsSession client(ground.client, "localhost");
    for (int round = 0; round < 3; ++round) {
      server.receive(client.take_output(), plain);
      std::string ignored;
      client.receive(server.take_output(), ignored);
    }
    client.send("hello");
    if ((data[0] & 2U) != 0) server.receive(client.take_output(), plain);
  }
  server.receive(bytes, plain);
  server.send("answer");
  server.close();
  (void)server.take_output();
  return 0;
}
