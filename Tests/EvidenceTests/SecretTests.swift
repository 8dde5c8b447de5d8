import Evidence
import Foundation
import Records
import Testing

/// Looks for secrets in the bytes of the store's file and of its write-ahead log.
struct SecretTests {
  private func bytes(_ run: PreparedRun) throws -> Data {
    let path = run.folder + "/store.db"
    return try ["", "-wal"].reduce(into: Data()) { bytes, end in
      if FileManager.default.fileExists(atPath: path + end) {
        bytes += try Data(contentsOf: URL(filePath: path + end))
      }
    }
  }

  private func exchange(_ url: String, request: [Header] = [], response: [Header] = []) -> Exchange {
    var exchange = Exchange(witness: .har, method: "GET", url: url)
    exchange.host = "shop.test"
    exchange.start = .at(1)
    exchange.end = .at(2)
    exchange.status = 200
    exchange.requestHeaders = request
    exchange.responseHeaders = response
    return exchange
  }

  @Test(arguments: [
    "authorization", "Proxy-Authorization", "COOKIE", "X-Api-Key", "Sec-WebSocket-Key", "X-Vault-Token",
    "PRIVATE-TOKEN", "X-Session-Id", "X-CSRF-Token", "X-Client-Secret",
  ]) func valuesOfSecretHeadersDoNotReachTheFile(_ name: String) throws {
    let run = try PreparedRun(isOnDisk: true)
    let header = Header(name: name, value: "id=Hunter2Hunter2")
    let exchange = exchange("https://shop.test/a", request: [header], response: [header])
    try run.add { sink in
      try sink.receive(TestResult.exact("a", 0, 10))
      try sink.receive(exchange)
    }
    try run.attribute()
    let bytes = try bytes(run)
    #expect(bytes.range(of: Data(name.utf8)) != nil, "the header's name is kept")
    #expect(bytes.range(of: Data("Hunter2".utf8)) == nil)
  }

  @Test(arguments: [
    "https://shop.test/a?access_token=Hunter2", "https://shop.test/a?x=1&apiKey=Hunter2&y=2",
    "https://user:Hunter2@shop.test/a", "wss://Hunter2@shop.test", "https://shop.test/cb#id_token=Hunter2",
    "https://shop.test/a?x=1#access_token=Hunter2", "https://shop.test/a?x=1;sig=Hunter2",
    "https://shop.test/?next=https://user:Hunter2@other.test/", "//user:Hunter2@shop.test/",
    "https://shop.test/?state=eyJhbGciOiJub25lIn0.eyJzdWIiOiJIdW50ZXIyIn0.Hunter2",
  ]) func secretsInURLsDoNotReachTheFile(_ url: String) throws {
    let run = try PreparedRun(isOnDisk: true)
    let asked = exchange(url)
    let redirected = exchange(
      "https://shop.test/a",
      request: [Header(name: "Referer", value: url), Header(name: ":path", value: url)],
      response: [Header(name: "Location", value: url), Header(name: "Link", value: "<\(url)>; rel=next")])
    try run.add { sink in
      try sink.receive(asked)
      try sink.receive(redirected)
      var line = LogLine(time: .at(1), resolution: 0, logger: "vcr", claim: .replayed(url: url))
      line.testID = "tests/a.py::a"
      try sink.receive(line)
    }
    let bytes = try bytes(run)
    #expect(bytes.range(of: Data("shop.test".utf8)) != nil)
    #expect(bytes.range(of: Data("Hunter2".utf8)) == nil)
  }

  @Test func setCookiesDoNotReachTheFileAndAreKnownAgain() throws {
    let run = try PreparedRun(isOnDisk: true)
    let login = exchange(
      "https://shop.test/login",
      response: [Header(name: "Set-Cookie", value: "sid=Hunter2; Path=/; HttpOnly")])
    var page = exchange(
      "https://shop.test/a", request: [Header(name: "Cookie", value: "theme=dark; sid=Hunter2")])
    var stranger = exchange("https://shop.test/b", request: [Header(name: "Cookie", value: "sid=Hunter3")])
    page.start = .at(3)
    stranger.start = .at(4)
    let (second, third) = (page, stranger)
    try run.add { sink in
      try sink.receive(TestResult.exact("a", 0, 10))
      for exchange in [login, second, third] { try sink.receive(exchange) }
    }
    try run.attribute()
    let bytes = try bytes(run)
    #expect(bytes.range(of: Data("Hunter".utf8)) == nil)
    #expect(
      try run.rows("path is_returned_cookie has_credentials", "FROM test_exchange ORDER BY start_us")
        == ["/login 0 0", "/a 1 1", "/b 0 1"])
  }

  @Test func aHashIsTheSameInOneStoreAndAnotherInAnother() throws {
    let headers = [Header(name: "Set-Cookie", value: "sid=Hunter2")]
    let hashes = try (0..<2).map { _ in
      let run = try PreparedRun()
      let exchange = exchange("https://shop.test/a", response: headers)
      try run.add { sink in
        try sink.receive(TestResult.exact("a", 0, 10))
        for _ in 0..<2 { try sink.receive(exchange) }
      }
      try run.attribute()
      return try run.rows("set_cookie_hash", "FROM test_exchange")
    }
    #expect(hashes[0].count == 2 && hashes[0][0] == hashes[0][1])
    #expect(hashes[0][0] != hashes[1][0])
    #expect(hashes[0][0].hasPrefix("secret:"))
  }

  @Test func whatIsNoSecretIsKept() throws {
    let run = try PreparedRun()
    let exchange = exchange(
      "https://shop.test/a?page=2&q=x%20y#top",
      response: [
        Header(name: "Server", value: "nginx"), Header(name: "Date", value: "Tue, 14 Nov 2023 22:13:20 GMT"),
      ])
    try run.add { sink in
      try sink.receive(TestResult.exact("a", 0, 10))
      try sink.receive(exchange)
    }
    try run.attribute()
    #expect(
      try run.rows("path server front_headers response_headers", "FROM test_exchange")
        == [#"/a nginx 2 [["Server","nginx"],["Date","Tue, 14 Nov 2023 22:13:20 GMT"]]"#])
  }
}
