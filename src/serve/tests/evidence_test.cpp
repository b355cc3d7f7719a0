// SPDX-License-Identifier: Apache-2.0
// Evidence, lists, bundles and reports over HTTP, with a real engine and a store on disk: bytes first, ranges, altered
// bytes, limits; a bundle that other programs verify; a report that is made again with the same bytes.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "api.hpp"
#include "client.hpp"
#include "file_response.hpp"
#include "quay.hpp"
#include "vault/zip.hpp"

namespace fairlead::serve {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

int run(const std::string& command) { return std::system(("( " + command + " ) >/dev/null 2>&1").c_str()); }

std::string noise(std::size_t size, unsigned seed = 1) {
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>((seed = seed * 1'664'525U + 1'013'904'223U) >> 24);
  return bytes;
}

struct Harbour {
  explicit Harbour(vault::StoreLimits limits = {}) {
    folder = fs::temp_directory_path() / fmt::format("serve-evidence-{}-{}", ::getpid(), ++count);
    fs::create_directories(folder);
    store = std::move(*vault::ByteStore::open((folder / "vault").string(), limits));
    reports = std::move(*vault::Register::open((folder / "reports").string()));
    inputs = quay.inputs();
    inputs.vault = store.get();
    inputs.reports = reports.get();
  }
  ~Harbour() {
    if (server) server->stop();
    fs::remove_all(folder);
  }
  void open() {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.own_name = "Test Centre";
    server = std::move(*Server::open(options, inputs));
    server->start();
    watch = quay.signed_in("watch_officer");
  }
  Answer upload(std::string_view target, std::string_view bytes, std::string_view type = "application/octet-stream") {
    Client client(server->address());
    client.send(fmt::format("POST {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
                            target, watch, type, bytes.size()));
    client.send(bytes);
    return client.answer();
  }
  Answer get(std::string_view target, std::string_view headers = {}) {
    return Client(server->address()).get(target, watch + std::string(headers));
  }
  Answer post(std::string_view target, std::string_view body) {
    return Client(server->address()).post(target, body, watch);
  }
  // An act of the watch that must succeed; the number of what was made.
  std::string act(std::string_view body) {
    const Answer done = post("/api/v1/casework", body);
    EXPECT_EQ(done.status, 201U) << done.body;
    if (done.status != 201 || done.json().at("made").as_array().empty()) return {};
    return std::string(done.json().at("made").as_array().front().at("id").as_string());
  }
  std::string add(std::string_view bytes, std::string_view type, std::string_view more = "") {
    EXPECT_EQ(upload("/api/v1/evidence/bytes", bytes).status, 201U);
    return act(fmt::format(R"({{"act":"add_evidence","title":"A thing","sha256":"{}","size":{},"media_type":"{}"{}}})",
                           hex(sha256(bytes)), bytes.size(), type, more));
  }
  std::string object(std::string_view bytes) const {
    const std::string name = hex(sha256(bytes));
    return (folder / "vault" / "objects" / name.substr(0, 2) / name).string();
  }

  Quay quay;
  fs::path folder;
  std::unique_ptr<vault::ByteStore> store;
  std::unique_ptr<vault::Register> reports;
  ServerInputs inputs;
  std::unique_ptr<Server> server;
  std::string watch;
  static inline int count = 0;
};

std::string code_of(const Answer& answer) {
  const json::value value = answer.json();
  return value.is_object() && value.as_object().contains("code") ? std::string(value.at("code").as_string())
                                                                 : answer.body;
}

TEST(Evidence, takes_bytes_first_and_then_the_act_that_names_them) {
  Harbour harbour;
  harbour.open();
  const std::string video = std::string(
                                "\0\0\0\x18"
                                "ftypisom",
                                12) +
                            noise(900'000);
  const std::string act =
      fmt::format(R"({{"act":"add_evidence","title":"A film","sha256":"{}","size":{},"media_type":"video/mp4"}})",
                  hex(sha256(video)), video.size());
  const Answer early = harbour.post("/api/v1/casework", act);
  EXPECT_EQ(early.status, 409U);
  EXPECT_EQ(code_of(early), "no_bytes");
  const Answer kept = harbour.upload("/api/v1/evidence/bytes?sha256=" + hex(sha256(video)), video);
  ASSERT_EQ(kept.status, 201U) << kept.body;
  EXPECT_EQ(kept.json().at("media_type").as_string(), "video/mp4");
  EXPECT_EQ(kept.json().at("sha256").as_string(), hex(sha256(video)));
  // Another size than the bytes have is a mistake.
  const Answer wrong = harbour.post(
      "/api/v1/casework",
      fmt::format(R"({{"act":"add_evidence","title":"A film","sha256":"{}","size":1,"media_type":"video/mp4"}})",
                  hex(sha256(video))));
  EXPECT_EQ(wrong.status, 400U);
  const std::string id = harbour.act(act);
  EXPECT_EQ(id, "E-0001");
  EXPECT_EQ(harbour.upload("/api/v1/evidence/bytes", video).json().at("known_as").as_string(), "E-0001");

  const Answer whole = harbour.get("/api/v1/evidence/E-0001/bytes");
  ASSERT_EQ(whole.status, 200U);
  EXPECT_EQ(whole.body, video);
  EXPECT_EQ(whole.header("content-type"), "video/mp4");
  EXPECT_EQ(whole.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(whole.header("accept-ranges"), "bytes");
  EXPECT_TRUE(whole.header("content-security-policy").starts_with("sandbox"));
  EXPECT_TRUE(whole.header("content-disposition").starts_with("inline"));
  const Answer part = harbour.get("/api/v1/evidence/E-0001/bytes", "Range: bytes=500000-500099\r\n");
  ASSERT_EQ(part.status, 206U);
  EXPECT_EQ(part.body, video.substr(500'000, 100));
  EXPECT_EQ(part.header("content-range"), fmt::format("bytes 500000-500099/{}", video.size()));
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0001/bytes", "Range: bytes=-7\r\n").body, video.substr(video.size() - 7));
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0001/bytes", "Range: bytes=99999999-\r\n").status, 416U);
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0001/bytes", "If-None-Match: " + whole.header("etag") + "\r\n").status,
            304U);
  const Answer head = Client(harbour.server->address()).ask("HEAD", "/api/v1/evidence/E-0001/bytes", harbour.watch);
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.header("content-length"), std::to_string(video.size()));
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0099/bytes").status, 404U);
}

TEST(Evidence, hands_out_nothing_that_a_browser_could_run) {
  Harbour harbour;
  harbour.open();
  harbour.add("<!doctype html><script>alert(1)</script>", "image/png");
  harbour.add("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml");
  for (const std::string_view id : {"E-0001", "E-0002"}) {
    const Answer answer = harbour.get(fmt::format("/api/v1/evidence/{}/bytes", id));
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.header("content-type"), "application/octet-stream");
    EXPECT_TRUE(answer.header("content-disposition").starts_with("attachment"));
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  }
}

TEST(Evidence, finds_bytes_that_were_altered_on_disk_reports_them_and_serves_none) {
  Harbour harbour;
  harbour.open();
  const std::string bytes = noise(700'000, 5);
  const std::string id = harbour.add(bytes, "application/octet-stream");
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0001/bytes").body, bytes);
  {
    std::fstream file(harbour.object(bytes), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(600'000);
    file.put(static_cast<char>(bytes[600'000] ^ 1));
  }
  const Answer refused = harbour.get("/api/v1/evidence/E-0001/bytes");
  EXPECT_EQ(refused.status, 410U);
  EXPECT_EQ(code_of(refused), "altered");
  // The desk knows, by itself, and keeps all of it back from then on.
  json::value known;
  for (int tries = 0; tries < 200; ++tries) {
    known = harbour.get("/api/v1/casework/E-0001").json();
    if (known.at("altered") == true) break;
  }
  EXPECT_EQ(known.at("altered"), true);
  EXPECT_EQ(known.at("custody").as_array().back().at("kind").as_string(), "verified");
  EXPECT_NE(known.at("custody").as_array().back().at("found").as_string(), hex(sha256(bytes)));
  EXPECT_EQ(known.at("custody_unbroken"), true);
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0001/bytes").status, 410U);
  const Answer verified = harbour.post("/api/v1/evidence/E-0001/verify", "");
  EXPECT_NE(verified.status, 500U);
}

TEST(Evidence, refuses_a_film_that_is_too_large_before_it_is_sent_and_loses_nothing) {
  Harbour harbour({.file_bytes_max = 3'000'000, .disk_reserve = 0});
  harbour.open();
  const std::string kept = noise(2'900'000, 9);
  EXPECT_EQ(harbour.upload("/api/v1/evidence/bytes", kept).status, 201U);
  // Announced: two gigabytes. Not a byte of it is waited for.
  Client client(harbour.server->address());
  client.send(
      fmt::format("POST /api/v1/evidence/bytes HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: 2147483648\r\n"
                  "Expect: 100-continue\r\n\r\n",
                  harbour.watch));
  const Answer refused = client.answer();
  EXPECT_EQ(refused.status, 413U);
  EXPECT_EQ(code_of(refused), "file_not_taken");
  EXPECT_NE(refused.body.find("cut it into parts"), std::string::npos);
  // In chunks, its length unknown: refused when it has become too large.
  Client chunks(harbour.server->address());
  chunks.send(
      fmt::format("POST /api/v1/evidence/bytes HTTP/1.1\r\nHost: localhost\r\n{}Transfer-Encoding: chunked\r\n\r\n",
                  harbour.watch));
  const std::string piece = noise(500'000);
  for (int i = 0; i < 7; ++i) {
    chunks.send(fmt::format("{:x}\r\n", piece.size()));
    chunks.send(piece);
    chunks.send("\r\n");
  }
  const Answer grown = chunks.answer();
  EXPECT_EQ(grown.status, 413U);
  EXPECT_EQ(code_of(grown), "file_not_taken");
  EXPECT_EQ(*harbour.store->read(sha256(kept)), kept);
  for (int tries = 0; tries < 500 && !fs::is_empty(harbour.folder / "vault" / "arriving"); ++tries) {
    harbour.get("/api/v1/status");
  }
  EXPECT_TRUE(fs::is_empty(harbour.folder / "vault" / "arriving"));
}

TEST(Evidence, takes_a_large_film_without_holding_it_in_memory_and_forgets_one_that_breaks_off) {
  Harbour harbour;
  harbour.open();
  const auto resident = [] {
    std::ifstream in("/proc/self/statm");
    std::size_t pages = 0;
    in >> pages >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  };
  const std::string piece = noise(1U << 20U, 3);
  constexpr std::size_t kPieces = 96;
  const std::size_t before = resident();
  {
    Client client(harbour.server->address());
    client.send(fmt::format("POST /api/v1/evidence/bytes HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n\r\n",
                            harbour.watch, kPieces * piece.size()));
    for (std::size_t i = 0; i < kPieces; ++i) ASSERT_TRUE(client.send(piece));
    const Answer kept = client.answer();
    ASSERT_EQ(kept.status, 201U) << kept.body;
    EXPECT_EQ(kept.json().at("size").to_number<std::size_t>(), kPieces * piece.size());
  }
  EXPECT_LT(resident(), before + (32U << 20U));
  {
    Client client(harbour.server->address());
    client.send(fmt::format(
        "POST /api/v1/evidence/bytes HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: 5000000\r\n\r\n", harbour.watch));
    client.send(piece);
  }
  for (int tries = 0; tries < 500 && !fs::is_empty(harbour.folder / "vault" / "arriving"); ++tries) {
    harbour.get("/api/v1/status");
  }
  EXPECT_TRUE(fs::is_empty(harbour.folder / "vault" / "arriving"));
}

TEST(Designations, loads_lists_tells_broken_rows_and_remembers_decisions) {
  Harbour harbour;
  harbour.open();
  const std::string list =
      R"({"id":"v1","schema":"Vessel","properties":{"name":["NIGHT HERON"],"imoNumber":["9074729"],"flag":["pa"]}})"
      "\nthis is no row\n"
      R"({"id":"v2","schema":"Vessel","properties":{"name":["STAR 7"],"mmsi":["235012345"]}})"
      "\n";
  const std::string target = "/api/v1/designations?list=test-list&publisher=Test%20Ministry&licence=CC0&format=ftm";
  const Answer dry = harbour.upload(target + "&dry_run=true", list);
  EXPECT_EQ(dry.status, 200U) << dry.body;
  EXPECT_TRUE(harbour.get("/api/v1/designations").json().at("lists").as_array().empty());
  const Answer loaded = harbour.upload(target, list);
  ASSERT_EQ(loaded.status, 201U) << loaded.body;
  const json::value report = loaded.json().at("list").at("report");
  EXPECT_EQ(report.at("entities").to_number<int>(), 2);
  EXPECT_EQ(report.at("broken").to_number<int>(), 1);
  EXPECT_NE(std::string(report.at("faults").at(0).as_string()).find('2'), std::string::npos) << json::serialize(report);

  const Answer found = harbour.get("/api/v1/designations/match?imo=9074729&name=Night%20Heron");
  ASSERT_EQ(found.status, 200U) << found.body;
  const json::value candidate = found.json().at("lists").at(0).at("candidates").at(0);
  EXPECT_EQ(candidate.at("ground").as_string(), "imo");
  EXPECT_FALSE(candidate.as_object().contains("decided"));
  EXPECT_FALSE(found.json().at("caution").at("does_not").as_array().empty());
  harbour.act(fmt::format(
      R"({{"act":"decide_match","subject":{{"name":"NIGHT HERON","imo":9074729}},"list":"test-list","entity":"v1",)"
      R"("caption":"NIGHT HERON","entity_digest":"{}","evidence":["IMO equal"],"verdict":"not_the_same","reason":"scrapped in 2019"}})",
      std::string(candidate.at("digest").as_string())));
  const Answer again = harbour.get("/api/v1/designations/match?imo=9074729&name=NIGHT%20HERON");
  EXPECT_EQ(again.json().at("lists").at(0).at("candidates").at(0).at("decided").at("verdict").as_string(),
            "not_the_same");

  // A word that was taken back is told beside the one that stands; when a side reads otherwise, it is open again.
  harbour.act(fmt::format(
      R"({{"act":"decide_match","subject":{{"name":"NIGHT HERON","imo":9074729}},"list":"test-list","entity":"v1",)"
      R"("caption":"NIGHT HERON","entity_digest":"{}","evidence":["IMO equal"],"verdict":"same","reason":"the hull was seen"}})",
      std::string(candidate.at("digest").as_string())));
  const json::value matches = harbour.get("/api/v1/designations").json().at("matches");
  ASSERT_EQ(matches.as_array().size(), 1U);
  EXPECT_EQ(matches.at(0).at("verdict").as_string(), "same");
  EXPECT_EQ(matches.at(0).at("earlier").at(0).at("verdict").as_string(), "not_the_same");
  EXPECT_EQ(matches.at(0).at("earlier").at(0).at("reason").as_string(), "scrapped in 2019");
  const json::value other = harbour.get("/api/v1/designations/match?imo=9074729&name=HERON%20II")
                                .json()
                                .at("lists")
                                .at(0)
                                .at("candidates")
                                .at(0);
  EXPECT_FALSE(other.as_object().contains("decided"));
  EXPECT_EQ(other.at("said_before").at("verdict").as_string(), "same");

  const Answer yente = harbour.post(
      "/match/default",
      R"({"queries":{"a":{"schema":"Vessel","properties":{"name":["Star 7"]}},"b":{"schema":"Vessel","properties":{"name":["Star 9"]}}}})");
  ASSERT_EQ(yente.status, 200U) << yente.body;
  EXPECT_EQ(yente.json().at("responses").at("a").at("results").at(0).at("id").as_string(), "v2");
  EXPECT_TRUE(yente.json().at("responses").at("b").at("results").as_array().empty());
  EXPECT_EQ(harbour.get("/search/test-list?q=heron").json().at("results").at(0).at("id").as_string(), "v1");
  EXPECT_EQ(harbour.get("/entities/v2").json().at("caption").as_string(), "STAR 7");
  EXPECT_EQ(harbour.get("/entities/v9").status, 404U);
  EXPECT_EQ(harbour.get("/catalog").json().at("datasets").at(0).at("name").as_string(), "test-list");

  // A plain CSV with a mapping; one without is told what is missing; a list of nothing loses nothing.
  const Answer no_mapping =
      harbour.upload("/api/v1/designations?list=csv&publisher=P&licence=L&format=csv", "No;SHIP\n1;A\n");
  EXPECT_EQ(no_mapping.status, 400U);
  EXPECT_EQ(code_of(no_mapping), "bad_list");
  const Answer mapped = harbour.upload(
      "/api/v1/"
      "designations?list=csv&publisher=P&licence=L&format=csv&mapping=%7B%22delimiter%22%3A%22%3B%22%2C%22columns%22%"
      "3A%7B%22id%22%3A%22No%22%2C%22name%22%3A%22SHIP%22%7D%7D",
      "No;SHIP\n1;SEA EAGLE\n");
  EXPECT_EQ(mapped.status, 201U) << mapped.body;
  EXPECT_EQ(harbour.get("/search/csv?q=eagle").json().at("results").as_array().size(), 1U);
  EXPECT_EQ(harbour.upload("/api/v1/designations?list=test-list&publisher=P&licence=L&format=ftm", "garbage\n").status,
            400U);
  EXPECT_EQ(harbour.get("/entities/v1").status, 200U);
  // A list's act by itself has no file.
  EXPECT_EQ(
      harbour
          .post(
              "/api/v1/casework",
              R"({"act":"load_designation_list","list":"x","publisher":"p","licence":"l","format":"ftm_json_lines","sha256":")" +
                  hex(sha256("x")) + R"("})")
          .status,
      400U);
}

TEST(Statements, are_drafted_from_a_register_that_anybody_at_home_can_read) {
  Harbour harbour;
  harbour.open();
  const json::value built_in = harbour.get("/api/v1/statements/templates").json().at("templates");
  EXPECT_EQ(built_in.at(0).at("name").as_string(), "neither_confirm_nor_deny");
  EXPECT_EQ(built_in.at(0).at("standing_rule"), true);
  const std::size_t before = built_in.as_array().size();
  harbour.act(
      R"({"act":"register_template","name":"to_ministry","title":"To the ministry","text":"Ask {whom} after {date}.","neutral":true})");
  const json::value all = harbour.get("/api/v1/statements/templates").json().at("templates");
  ASSERT_EQ(all.as_array().size(), before + 1);
  const json::value& made = all.as_array().back();
  EXPECT_EQ(json::serialize(made.at("fill_in")), R"(["whom","date"])");
  EXPECT_EQ(made.at("built_in"), false);
  EXPECT_EQ(harbour.get("/api/v1/statements/templates?since=1").status, 400U);
}

// An authority made with the openssl command, as somebody else would run one.
struct Authority {
  fs::path folder = fs::temp_directory_path() / fmt::format("serve-authority-{}", ::getpid());
  bool made = false;
  Authority() {
    fs::create_directories(folder);
    if (run("command -v openssl") != 0) return;
    std::ofstream(folder / "ts.cnf")
        << "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test Authority\n[ca]\nbasicConstraints=critical,CA:true\n"
           "[tsa]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:false\n[ts]\nserial="
        << folder.string()
        << "/serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\n"
           "ess_cert_id_alg=sha256\n";
    std::ofstream(folder / "serial") << "0A\n";
    made =
        run("cd " + folder.string() +
            " && openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -config ts.cnf "
            "-extensions ca -subj '/CN=Test Root' && openssl req -new -newkey rsa:2048 -nodes -keyout tsa.key -out "
            "tsa.csr -config ts.cnf && openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
            "-extfile ts.cnf -extensions tsa -out tsa.pem") == 0;
  }
  ~Authority() { fs::remove_all(folder); }
  Result<std::string> answer(std::string_view request) const {
    std::ofstream(folder / "q.tsq", std::ios::binary) << request;
    if (run("cd " + folder.string() +
            " && openssl ts -reply -config ts.cnf -section ts -queryfile q.tsq -signer tsa.pem -inkey tsa.key -chain "
            "ca.pem -out r.tsr") != 0) {
      return fail(ErrorCode::unreachable, "the authority refuses");
    }
    return read("r.tsr");
  }
  std::string read(const std::string& name) const {
    std::ifstream in(folder / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
};

TEST(Bundle, is_verified_by_sha256sum_and_openssl_alone) {
  const Authority authority;
  if (!authority.made) GTEST_SKIP() << "there is no openssl command here";
  Harbour harbour;
  harbour.inputs.stamp = [&](std::string_view request) { return authority.answer(request); };
  harbour.inputs.stamp_authorities = authority.read("ca.pem");
  harbour.open();
  const std::string incident =
      harbour.act(R"({"act":"open_incident","kind":"reported_strike","title":"A reported strike"})");
  ASSERT_FALSE(incident.empty());
  const std::string film = noise(600'000, 8);
  harbour.add(film, "video/mp4",
              fmt::format(R"(,"caption":"a boat, 5 < 6 & so on","links":[{{"to":"{}"}}])", incident));
  harbour.add("a statement\n", "text/plain",
              fmt::format(R"(,"handling":{{"only_for":["editorial"]}},"links":[{{"to":"{}"}}])", incident));
  const Answer stamped = harbour.post("/api/v1/evidence/E-0001/time-stamps", "");
  EXPECT_EQ(stamped.status, 201U) << stamped.body;

  const json::value stamps = harbour.get("/api/v1/evidence/E-0001/time-stamps").json().at("time_stamps");
  ASSERT_EQ(stamps.as_array().size(), 1U);
  EXPECT_EQ(stamps.at(0).at("holds"), true);
  EXPECT_EQ(stamps.at(0).at("what").as_string(), "original");
  EXPECT_EQ(harbour.get("/api/v1/evidence/E-0009/time-stamps").status, 404U);

  const Answer answer = harbour.get(fmt::format("/api/v1/casework/{}/bundle?use=court", incident));
  ASSERT_EQ(answer.status, 200U) << answer.body;
  const fs::path out = harbour.folder / "bundle";
  std::ofstream file;
  std::map<std::string, std::string> found;
  vault::ZipReader reader([&](std::string_view path, std::string_view piece) -> Result<void> {
    found[std::string(path)] += piece;
    return {};
  });
  ASSERT_TRUE(reader.add(answer.body));
  for (const auto& [path, bytes] : found) {
    fs::create_directories((out / path).parent_path());
    std::ofstream(out / path, std::ios::binary) << bytes;
  }
  EXPECT_EQ(found.at("files/E-0001.mp4"), film);
  EXPECT_FALSE(found.contains("files/E-0002.txt"));
  EXPECT_NE(found.at("VERIFY.txt").find("restricted to editorial use"), std::string::npos) << found.at("VERIFY.txt");
  EXPECT_NE(found.at("custody/E-0001.txt").find("copied"), std::string::npos);
  EXPECT_EQ(run("cd " + out.string() + " && sha256sum -c --strict SHA256SUMS"), 0);
  EXPECT_EQ(run("cd " + out.string() +
                " && openssl ts -verify -data files/E-0001.mp4 -in stamps/E-0001-1.tsr -CAfile authority.pem"),
            0);
  EXPECT_EQ(
      run("cd " + out.string() + " && openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile authority.pem"),
      0);
  // One bit is enough.
  std::fstream(out / "files/E-0001.mp4", std::ios::in | std::ios::out | std::ios::binary).put('x');
  EXPECT_NE(run("cd " + out.string() + " && sha256sum -c --strict SHA256SUMS"), 0);
  const Answer verified = harbour.post("/api/v1/evidence/E-0001/verify", "");
  EXPECT_EQ(verified.json().at("holds"), true) << verified.body;
}

TEST(Reports, are_made_again_from_their_number_with_the_same_bytes) {
  Harbour harbour;
  harbour.open();
  const std::string incident = harbour.act(R"({"act":"open_incident","kind":"reported_strike","title":"a < b & 'c'"})");
  harbour.act(R"({"act":"add_log_line","text":"5 < 6 \" & '"})");
  harbour.add("a picture of it", "text/plain", fmt::format(R"(,"caption":"7 < 8","links":[{{"to":"{}"}}])", incident));
  std::map<std::string, std::string> pages;
  for (const std::string_view body :
       {std::string_view(R"({"kind":"handover"})"), std::string_view(R"({"kind":"brief"})"),
        std::string_view(R"({"kind":"release_register"})"), std::string_view(R"({"kind":"quarterly"})")}) {
    const Answer made = harbour.post("/api/v1/reports", body);
    ASSERT_EQ(made.status, 201U) << made.body;
    const std::string number(made.json().at("number").as_string());
    pages[number] = harbour.get("/api/v1/reports/" + number).body;
    EXPECT_EQ(hex(sha256(pages[number])), std::string(made.json().at("sha256").as_string()));
  }
  for (const std::string_view kind : {"incident", "court", "brief"}) {
    const Answer made =
        harbour.post("/api/v1/reports", fmt::format(R"({{"kind":"{}","subject":"{}"}})", kind, incident));
    ASSERT_EQ(made.status, 201U) << made.body;
    const std::string number(made.json().at("number").as_string());
    pages[number] = harbour.get("/api/v1/reports/" + number).body;
  }
  // The desk goes on; what was made stays as it was.
  harbour.act(R"({"act":"add_log_line","text":"something later"})");
  harbour.add("another picture", "text/plain", fmt::format(R"(,"links":[{{"to":"{}"}}])", incident));
  for (const auto& [number, page] : pages) {
    const Answer again = harbour.get("/api/v1/reports/" + number);
    EXPECT_EQ(again.body, page) << number;
    EXPECT_EQ(again.header("fairlead-report-same"), "true") << number;
    EXPECT_EQ(page.find("<script"), std::string::npos) << number;
    EXPECT_EQ(page.find("<img"), std::string::npos) << number;
    EXPECT_NE(page.find("@top-center"), std::string::npos);
    EXPECT_TRUE(again.header("content-security-policy").starts_with("sandbox"));
    EXPECT_TRUE(harbour.get("/api/v1/reports/" + number + "?format=json").json().is_object());
  }
  EXPECT_NE(pages.at("R-0001").find("5 &lt; 6 &quot; &amp; &#39;"), std::string::npos);
  EXPECT_NE(pages.at("R-0005").find("7 &lt; 8"), std::string::npos);
  EXPECT_EQ(harbour.get("/api/v1/reports").json().at("reports").as_array().size(), pages.size());
  EXPECT_EQ(harbour.post("/api/v1/reports", R"({"kind":"boarding","subject":"C-0099"})").status, 404U);
  EXPECT_EQ(harbour.post("/api/v1/reports", R"({"kind":"handovr"})").status, 400U);
  EXPECT_EQ(harbour.get("/api/v1/reports/R-0099").status, 404U);
}

TEST(Reports, tell_what_a_stop_covered_and_what_was_out_already) {
  Harbour harbour;
  harbour.open();
  harbour.quay.command("watch_officer", engine::OrderStop{{"XBB", {}, {}, {}, {}}, "a reason", false, true});
  const auto stops = harbour.quay.sharing()->stops;
  ASSERT_FALSE(stops->empty());
  const Answer made =
      harbour.post("/api/v1/reports", fmt::format(R"({{"kind":"stop","subject":"{}"}})", stops->front().stop.epoch));
  ASSERT_EQ(made.status, 201U) << made.body;
  const Answer page = harbour.get("/api/v1/reports/" + std::string(made.json().at("number").as_string()));
  EXPECT_NE(page.body.find("a reason"), std::string::npos);
  EXPECT_NE(page.body.find("None: nothing that the stop covers was released after it."), std::string::npos);
}

TEST(FileResponse, reads_ranges_as_players_write_them) {
  ByteRange range;
  EXPECT_EQ(parse_range("bytes=0-", 10, range), RangeKind::part);
  EXPECT_EQ(range.size, 10U);
  EXPECT_EQ(parse_range("bytes=3-5", 10, range), RangeKind::part);
  EXPECT_EQ(range.from, 3U);
  EXPECT_EQ(range.size, 3U);
  EXPECT_EQ(parse_range("bytes=8-99", 10, range), RangeKind::part);
  EXPECT_EQ(range.size, 2U);
  EXPECT_EQ(parse_range("bytes=-99", 10, range), RangeKind::part);
  EXPECT_EQ(range.size, 10U);
  for (const std::string_view whole : {"", "bytes=5-3", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=-"}) {
    EXPECT_EQ(parse_range(whole, 10, range), RangeKind::whole) << whole;
    EXPECT_EQ(range.size, 10U);
  }
  EXPECT_EQ(parse_range("bytes=10-", 10, range), RangeKind::none_of_it);
  EXPECT_EQ(parse_range("bytes=-0", 10, range), RangeKind::none_of_it);
}

}  // namespace
}  // namespace fairlead::serve
