import Records
import Testing
import Traffic

/// Expected values are read off the lines; 1767225600 is 2026-01-01T00:00:00Z (`date -d @1767225600`).
struct ClientLogFileTests {
  private static let midnight: Int64 = 1_767_225_600_000_000_000
  private static let request = #"HTTP Request: GET https://h.test:8443/p "HTTP/1.1 200 OK""#

  @Test func aLineOfTheCorpusFormIsRead() throws {
    let reading = try ReadingOfText(
      ClientLogFile.self,
      """
      2026-01-01 00:00:01,250 gw1 [2938] INFO httpx: \(Self.request)
      2026-01-01 00:00:02,000 main [2938] INFO ci.pytest: test start a.py::test_b
      2026-01-01 00:00:02,5 gw1 [2939] DEBUG urllib3.connectionpool: Starting new HTTPS connection (1): h.test:443

      """)
    #expect(reading.problem == nil)
    #expect(reading.oddityNames == ["log_zone_unknown"])
    let exchange = try #require(reading.exchanges.first)
    #expect(reading.exchanges.count == 1)
    #expect(exchange.witness == .log)
    #expect(exchange.start == nil)
    #expect(exchange.end?.nanoseconds == Self.midnight + 1_250_000_000)
    #expect(exchange.worker == "gw1")
    #expect(exchange.url == "https://h.test:8443/p")
    #expect(exchange.host == "h.test")
    #expect(exchange.port == 8443)
    #expect(exchange.status == 200)
    #expect(exchange.httpVersion == "HTTP/1.1")

    try #require(reading.lines.count == 2)
    #expect(reading.lines[0].claim == .testStarted(id: "a.py::test_b"))
    #expect(reading.lines[0].testID == "a.py::test_b")
    #expect(reading.lines[0].worker == nil)
    #expect(reading.lines[0].process == 2938)
    #expect(reading.lines[0].logger == "ci.pytest")
    #expect(reading.lines[0].resolution == 1_000_000)
    #expect(reading.lines[1].claim == .connecting(host: "h.test", port: 443))
    #expect(reading.lines[1].worker == "gw1")
    #expect(reading.lines[1].resolution == 100_000_000)
    #expect(reading.lines[1].time.nanoseconds == Self.midnight + 2_500_000_000)
  }

  /// One instant in the formats of `logging`'s documentation, pytest's `log_file`, httpx's documentation and ISO 8601.
  @Test(arguments: [
    "2026-01-01 00:00:01,000 - httpx - INFO - ",
    "2026-01-01 00:00:01 - httpx - INFO - ",
    "2026-01-01 00:00:01 INFO     httpx:_client.py:1025 ",
    "INFO [2026-01-01 00:00:01] httpx - ",
    "2026-01-01T00:00:01.000Z gw0 [7] INFO httpx: ",
    "2026-01-01T02:00:01.000000+02:00 INFO httpx: ",
    "2026-01-01 02:00:01.000 +0200 [INFO] httpx: ",
    "[2026-01-01 00:00:01,000] [INFO] [httpx] ",
    "[2026-01-01 00:00:01,000] httpx INFO: ",
    "2026-01-01 00:00:01,000 - INFO - httpx - ",
    "\u{feff}2026-01-01 00:00:01,000 | INFO | httpx - ",
  ])
  func formatsOfPythonLoggingAreRead(prefix: String) throws {
    let reading = try ReadingOfText(ClientLogFile.self, prefix + Self.request + "\r\n")
    #expect(reading.exchanges.map(\.end?.nanoseconds) == [Self.midnight + 1_000_000_000])
    #expect(reading.exchanges.map(\.status) == [200])
    #expect(ClientLogFile.recognises(FileHead(bytes: Array((prefix + Self.request).utf8))))
  }

  @Test func aZoneIsReportedOnlyWhereItIsUnknown() throws {
    let zoned = try ReadingOfText(ClientLogFile.self, "2026-01-01T00:00:01Z INFO httpx: \(Self.request)")
    #expect(zoned.oddities == [])
    let naive = "2026-01-01 00:00:01 INFO httpx: \(Self.request)\n"
    let reading = try ReadingOfText(ClientLogFile.self, naive + naive)
    #expect(reading.oddityNames == ["log_zone_unknown"])
    #expect(reading.oddities.map(\.position) == [.line(1)])
  }

  @Test func tracebacksAndOtherLoggersSayNothing() throws {
    let reading = try ReadingOfText(
      ClientLogFile.self,
      """
      2026-01-01T00:00:01Z ERROR app: it failed
      Traceback (most recent call last):
        File "a.py", line 1, in <module>
          \(Self.request)
      ValueError: INFO httpx: \(Self.request)
      2026-01-01T00:00:01Z INFO app: \(Self.request)
      2026-01-01T00:00:02Z INFO httpx: \(Self.request)
      """)
    #expect(reading.exchanges.count == 1)
    #expect(reading.lines == [])
    #expect(reading.oddities == [])
  }

  @Test func linesThatCannotBePlacedInTimeAreReportedOnce() throws {
    let reading = try ReadingOfText(
      ClientLogFile.self,
      """
      2026-01-01T00:00:01Z INFO app: begin
      INFO:httpx:\(Self.request)
      INFO:httpx:\(Self.request)
      10:47:32 INFO     httpx:_client.py:1025 \(Self.request)
      10:47:33 INFO     httpx:_client.py:1025 \(Self.request)
      """)
    #expect(reading.exchanges.isEmpty)
    #expect(reading.oddityNames == ["log_line_without_time", "log_time_without_date"])
    #expect(reading.oddities.map(\.position) == [.line(2), .line(4)])
  }

  @Test func aLineOver64KiBIsLeftOutAndTheNextIsRead() throws {
    let reading = try ReadingOfText(
      ClientLogFile.self,
      "2026-01-01T00:00:01Z INFO app: \(String(repeating: "x", count: 3_000_000))\n"
        + "2026-01-01T00:00:02Z INFO httpx: \(Self.request)\n")
    #expect(reading.exchanges.count == 1)
    #expect(reading.oddities.map(\.name) == ["log_line_too_long"])
    #expect(reading.oddities.map(\.position) == [.line(1)])
  }

  @Test(arguments: [
    "", "hello\nworld\n", "INFO:httpx:\(request)", "10:47:32 INFO httpx: \(request)",
    "<system-out>\n2026-01-01 00:00:01 INFO httpx: \(request)\n", "{\n2026-01-01 00:00:01 INFO httpx: x",
    "2026-13-01 00:00:01 INFO httpx: x", "2026-01-01,a,b\n2026-01-02,c,d\n",
    "2026-01-01 00:00:01 went to bed",
    "2026-01-01 00:00:01 INFO httpx: \(request)\0",
  ])
  func otherTextIsNotRecognised(text: String) {
    #expect(!ClientLogFile.recognises(FileHead(bytes: Array(text.utf8))))
  }

  @Test func aFileWithoutALogLineIsRefused() throws {
    #expect(try ReadingOfText(ClientLogFile.self, "hello\n").problem != nil)
    #expect(try ReadingOfText(ClientLogFile.self, "").problem != nil)
  }

  @Test func everyCutAndFlipIsReadOrRefused() throws {
    let text = "2026-01-01 02:00:01,000 +0200 gw0 [7] INFO httpx: \(Self.request)"
    let bytes = Array(text.utf8)
    for index in bytes.indices {
      let cut = try ReadingOfText(ClientLogFile.self, bytes: Array(bytes[..<index]))
      // The status is whole four bytes before the end: ` OK"` follows it.
      #expect(cut.exchanges.isEmpty == (index < bytes.count - 4), "cut after \(index) bytes")
      for mask: UInt8 in [0x01, 0x80, 0x2a] {
        var flipped = bytes
        flipped[index] ^= mask
        #expect(try ReadingOfText(ClientLogFile.self, bytes: flipped).exchanges.count <= 1)
      }
    }
  }
}
