import Records
import Testing

/// The messages are those that httpx 0.28, urllib3 1.19 to 2.2, httpcore 1.0 and vcrpy 6 write; the expected values are read off them.
struct LogMessageTests {
  @Test func httpxRequestIsAnExchange() {
    #expect(
      LogMessage(
        logger: "httpx", message: #"HTTP Request: GET https://h.test/p?a=b "HTTP/1.1 200 OK""#)
        == .exchange(method: "GET", url: "https://h.test/p?a=b", httpVersion: "HTTP/1.1", status: 200))
    #expect(
      LogMessage(logger: "httpx", message: #"HTTP Request: POST https://h.test:8443/ "HTTP/2 404 Not Found""#)
        == .exchange(method: "POST", url: "https://h.test:8443/", httpVersion: "HTTP/2", status: 404))
    // HTTP/2 has no reason phrase.
    #expect(
      LogMessage(logger: "httpx", message: #"HTTP Request: GET https://h.test/ "HTTP/2.0 204 ""#)
        == .exchange(method: "GET", url: "https://h.test/", httpVersion: "HTTP/2", status: 204))
  }

  @Test func urllib3ResponseIsAnExchangeWithTheOriginsURL() {
    let logger = "urllib3.connectionpool"
    #expect(
      LogMessage(logger: logger, message: #"https://h.test:443 "GET /p?q=1 HTTP/1.1" 200 147"#)
        == .exchange(method: "GET", url: "https://h.test/p?q=1", httpVersion: "HTTP/1.1", status: 200))
    #expect(
      LogMessage(logger: logger, message: #"http://LOCALHOST:8080 "HEAD / HTTP/1.1" 301 None"#)
        == .exchange(method: "HEAD", url: "http://localhost:8080/", httpVersion: "HTTP/1.1", status: 301))
    #expect(
      LogMessage(logger: logger, message: #"http://[::1]:80 "GET / HTTP/1.1" 200 0"#)
        == .exchange(method: "GET", url: "http://[::1]/", httpVersion: "HTTP/1.1", status: 200))
  }

  @Test func urllib3ThroughAProxyKeepsTheWholeTarget() {
    #expect(
      LogMessage(
        logger: "urllib3.connectionpool",
        message: #"http://proxy.test:3128 "GET http://h.test/p HTTP/1.1" 502 10"#)
        == .exchange(method: "GET", url: "http://h.test/p", httpVersion: "HTTP/1.1", status: 502))
  }

  @Test func oldUrllib3NamesNoHost() {
    #expect(
      LogMessage(
        logger: "requests.packages.urllib3.connectionpool", message: #""GET /p HTTP/1.1" 200 12"#)
        == .exchange(method: "GET", url: "/p", httpVersion: "HTTP/1.1", status: 200))
  }

  @Test func urllib3ConnectionIsConnecting() {
    let logger = "pip._vendor.urllib3.connectionpool"
    #expect(
      LogMessage(logger: logger, message: "Starting new HTTPS connection (1): H.test:8443")
        == .claim(.connecting(host: "h.test", port: 8443)))
    #expect(
      LogMessage(logger: logger, message: "Starting new HTTP connection (12): h.test")
        == .claim(.connecting(host: "h.test", port: 80)))
    #expect(LogMessage(logger: logger, message: "Starting new HTTPS connection (1): h.test:99999") == nil)
  }

  @Test func httpcoreTraceTellsOfItsConnections() {
    #expect(
      LogMessage(
        logger: "httpcore.connection",
        message: "connect_tcp.started host='h.test' port=443 local_address=None timeout=5.0")
        == .claim(.connecting(host: "h.test", port: 443)))
    #expect(
      LogMessage(
        logger: "httpcore.connection",
        message: "connect_tcp.complete return_value=<httpcore._backends.sync.SyncStream object at 0x7f>")
        == .claim(.connected(host: nil)))
    #expect(
      LogMessage(logger: "httpcore.connection", message: "connect_tcp.failed exception=ConnectError()") == nil
    )
  }

  @Test func cassetteLineIsAReplay() {
    #expect(
      LogMessage(
        logger: "vcr.stubs", message: "Playing response for <Request (GET) https://h.test/p> from cassette")
        == .claim(.replayed(url: "https://h.test/p")))
    #expect(
      LogMessage(
        logger: "vcr.stubs",
        message: "<Request (GET) https://h.test/p> not in cassette, sending to real server") == nil)
  }

  @Test func testLinesNameTheTest() {
    #expect(
      LogMessage(logger: "ci.pytest", message: "test start a/b.py::test_c[x y]")
        == .claim(.testStarted(id: "a/b.py::test_c[x y]")))
    #expect(
      LogMessage(logger: "ci.pytest", message: "test end a/b.py::test_c[x y] passed")
        == .claim(.testFinished(id: "a/b.py::test_c[x y]", outcome: "passed")))
    #expect(
      LogMessage(logger: "ci.pytest", message: "test end a/b.py::test_c[x y]")
        == .claim(.testFinished(id: "a/b.py::test_c[x y]", outcome: nil)))
  }

  @Test(arguments: [
    ("app", #"HTTP Request: GET https://h.test/ "HTTP/1.1 200 OK""#),
    ("httpx", "HTTP Request: GET https://h.test/"),
    ("httpx", #"HTTP Request: GET https://h.test/ "HTTP/1.1 2000 OK""#),
    ("httpx", #"HTTP Request: GET https://h.test/ "HTTP/1.1 +20 OK""#),
    ("urllib3.connectionpool", #"https://h.test:443 "GET /p HTTP/1.1" none"#),
    ("urllib3.connectionpool", #"https://h.test:x "GET /p HTTP/1.1" 200 1"#),
    ("urllib3.connectionpool", #"https:// "GET"#),
    ("urllib3.connectionpool", "Starting new carrier pigeon connection (1): h:1"),
    ("httpcore.connection", "connect_tcp.started host='' port=443"),
    ("httpcore.connection", "connect_tcp.started host='h' port=-1"),
    ("vcr.stubs", "Playing response for"),
    ("ci.pytest", "test start the engine"),
    ("", ""),
    ("urllib3", "\"\u{301}\" \" \u{301}"),
  ])
  func otherMessagesSayNothing(logger: String, message: String) {
    #expect(LogMessage(logger: logger, message: message) == nil)
  }

  @Test func everyCutOfAMessageIsReadWithoutHarm() {
    let message = #"http://[::1]:80 "GET http://é\#u{301}/ HTTP/1.1" 200 0"#
    for length in 0...message.unicodeScalars.count {
      let cut = String(String.UnicodeScalarView(message.unicodeScalars.prefix(length)))
      // The status is complete two characters before the end, with the space and the size.
      let isWhole = length >= message.unicodeScalars.count - 2
      #expect((LogMessage(logger: "urllib3", message: cut) != nil) == isWhole, "\(cut)")
    }
  }
}
