import Records
import Testing
import Traffic

/// Expected values are worked out by hand from HAR 1.2; 1767225600 is 2026-01-01T00:00:00Z (`date -d @1767225600`).
struct HARFileTests {
  private static let midnight: Int64 = 1_767_225_600_000_000_000

  private func har(creator: String = "client-har-export", _ entries: String...) -> String {
    #"{"log":{"version":"1.2","creator":{"name":"\#(creator)","version":"1"},"entries":[\#(entries.joined(separator: ","))]}}"#
  }

  private func entry(_ timings: String, time: String, url: String = "https://h.test/") -> String {
    #"{"startedDateTime":"2026-01-01T00:00:00Z","time":\#(time),"request":{"method":"GET","url":"\#(url)"},"response":{"status":200},"timings":{\#(timings)}}"#
  }

  private static let whole = #"""
    {"startedDateTime": "2026-01-01T01:00:00.5+01:00", "time": 100.25,
     "request": {"method": "POST", "url": "https://User@API.Acme.test:8443/p?q=1", "httpVersion": "h2", "bodySize": 5,
      "headers": [{"name": "Host", "value": "api.acme.test"}]},
     "response": {"status": 201, "httpVersion": "http/2.0", "bodySize": 3, "headers": [{"name": "Server", "value": "nginx"}],
      "content": {"size": 3, "text": "abc"}},
     "timings": {"blocked": 1, "dns": 2, "connect": 40.5, "ssl": 20, "send": 0.25, "wait": 50, "receive": 6.5},
     "serverIPAddress": "[2001:db8::1]", "connection": "37568", "cache": {}}
    """#

  @Test func everyFieldOfAnEntryIsRead() throws {
    let reading = try ReadingOfText(HARFile.self, har(Self.whole))
    #expect(reading.problem == nil)
    #expect(reading.oddities == [])
    let exchange = try #require(reading.exchanges.first)
    #expect(exchange.witness == .har)
    #expect(exchange.method == "POST")
    #expect(exchange.url == "https://User@API.Acme.test:8443/p?q=1")
    #expect(exchange.host == "api.acme.test")
    #expect(exchange.port == 8443)
    #expect(exchange.httpVersion == "HTTP/2")
    #expect(exchange.status == 201)
    #expect(exchange.requestHeaders == [Header(name: "Host", value: "api.acme.test")])
    #expect(exchange.responseHeaders == [Header(name: "Server", value: "nginx")])
    #expect(exchange.requestBodyBytes == 5)
    #expect(exchange.responseBodyBytes == 3)
    // printf abc | sha256sum
    #expect(exchange.responseBodyHash == "ba7816bf8f01cfea")
    #expect(exchange.serverAddress == IPAddress("2001:db8::1"))
    #expect(exchange.clientPort == 37568)
    #expect(exchange.admissions == [])
    #expect(exchange.isWebSocketAccepted == nil)
    let start = Self.midnight + 500_000_000
    #expect(exchange.start?.nanoseconds == start)
    // 1 + 2 + 40.5 + 0.25 + 50 = 93.75 ms: ssl lies inside of connect.
    #expect(exchange.firstByte?.nanoseconds == start + 93_750_000)
    #expect(exchange.end?.nanoseconds == start + 100_250_000)
    #expect(exchange.timings.connect == 40_500_000)
    #expect(exchange.timings.ssl == 20_000_000)
    #expect(exchange.timings.receive == 6_500_000)
  }

  @Test func whatIsMinusOneIsNotKnown() throws {
    let text = har(
      #"{"startedDateTime":"2026-01-01T00:00:00Z","time":-1,"request":{"method":"GET","url":"http://h.test/","bodySize":-1},"response":{"status":0,"bodySize":-1,"content":{"size":-1}},"timings":{"blocked":-1,"dns":-1,"connect":-1,"ssl":-1,"send":1,"wait":-1,"receive":-1},"serverIPAddress":""}"#
    )
    let exchange = try #require(try ReadingOfText(HARFile.self, text).exchanges.first)
    #expect(exchange.status == nil)
    #expect(exchange.port == 80)
    #expect(exchange.requestBodyBytes == nil)
    #expect(exchange.responseBodyBytes == nil)
    #expect(exchange.serverAddress == nil)
    #expect(exchange.timings.dns == nil)
    #expect(exchange.timings.send == 1_000_000)
    #expect(exchange.firstByte == nil)
    #expect(exchange.end == nil)
  }

  @Test func mitmproxyStartsAfterConnectingAndKeepsTLSApart() throws {
    // time = 40 + 80 + 2 + 50 + 8; the request went out at the start.
    let text = har(
      creator: "mitmproxy",
      entry(#""connect":40,"ssl":80,"send":2,"wait":50,"receive":8"#, time: "180"))
    let exchange = try #require(try ReadingOfText(HARFile.self, text).exchanges.first)
    #expect(exchange.timings.connect == 120_000_000)
    #expect(exchange.timings.ssl == 80_000_000)
    #expect(exchange.firstByte?.nanoseconds == Self.midnight + 52_000_000)
    #expect(exchange.end?.nanoseconds == Self.midnight + 60_000_000)
  }

  @Test func playwrightCountsTLSTwice() throws {
    // time = 1 + 30 + 20 + 25 + 4: the exchange took 60 ms, not 80.
    let secure = entry(#""dns":1,"connect":30,"ssl":20,"send":0,"wait":25,"receive":4"#, time: "80")
    let plain = entry(
      #""dns":1,"connect":30,"ssl":700,"send":0,"wait":25,"receive":4"#, time: "760", url: "http://h.test/")
    let exchanges = try ReadingOfText(HARFile.self, har(creator: "Playwright", secure, plain)).exchanges
    try #require(exchanges.count == 2)
    for exchange in exchanges {
      #expect(exchange.timings.connect == 30_000_000)
      #expect(exchange.firstByte?.nanoseconds == Self.midnight + 56_000_000)
      #expect(exchange.end?.nanoseconds == Self.midnight + 60_000_000)
    }
    #expect(exchanges[0].timings.ssl == 20_000_000)
    #expect(exchanges[1].timings.ssl == nil)
  }

  @Test func connectionIsAClientPortOnlyWhereTheCreatorMeansOne() throws {
    func port(_ creator: String, _ connection: String) throws -> UInt16? {
      let text = har(
        creator: creator,
        #"{"request":{"method":"GET","url":"https://h.test/"},"connection":\#(connection)}"#)
      return try #require(try ReadingOfText(HARFile.self, text).exchanges.first).clientPort
    }
    #expect(try port("client-har-export", #""50123""#) == 50123)
    #expect(try port("client-har-export", "50123") == 50123)
    #expect(try port("client-har-export", #""443""#) == nil)
    #expect(try port("client-har-export", #""0""#) == nil)
    #expect(try port("client-har-export", #""65536""#) == nil)
    #expect(try port("client-har-export", #""conn-7""#) == nil)
    #expect(try port("WebInspector", #""33601""#) == nil)
  }

  @Test func recordingsAdmitThatNoServerAnswered() throws {
    func admissions(_ members: String, response: String = "") throws -> Exchange.Admissions {
      let text = har(
        #"{\#(members)"request":{"method":"GET","url":"https://h.test/"},"response":{\#(response)"status":200}}"#
      )
      return try #require(try ReadingOfText(HARFile.self, text).exchanges.first).admissions
    }
    #expect(try admissions("") == [])
    #expect(try admissions(#""_wasFulfilled":true,"#) == .fulfilledByTest)
    #expect(try admissions(#""_wasFulfilled":false,"#) == [])
    #expect(try admissions(#""_fromCache":"disk","#) == .fromCache)
    #expect(try admissions(#""cache":{"beforeRequest":{"hitCount":2}},"#) == .fromCache)
    #expect(try admissions(#""cache":{"beforeRequest":{"hitCount":0}},"#) == [])
    #expect(try admissions(#""cache":{"beforeRequest":null},"#) == [])
    #expect(try admissions("", response: #""_fetchedViaServiceWorker":true,"#) == .fromServiceWorker)
  }

  @Test func webSocketAcceptIsComparedWithTheKey() throws {
    // The key and its answer are those of RFC 6455, 1.3.
    func accepted(_ accept: String) throws -> Bool? {
      let text = har(
        #"{"request":{"method":"GET","url":"wss://h.test/ws","headers":[{"name":"Sec-WebSocket-Key","value":"dGhlIHNhbXBsZSBub25jZQ=="}]},"response":{"status":101,"headers":[{"name":"sec-websocket-accept","value":"\#(accept)"}]},"_webSocketMessages":[]}"#
      )
      let exchange = try #require(try ReadingOfText(HARFile.self, text).exchanges.first)
      #expect(exchange.port == 443)
      #expect(exchange.status == 101)
      return exchange.isWebSocketAccepted
    }
    #expect(try accepted("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == true)
    #expect(try accepted("s3pPLMBiTxaQ9kYGzzhZRbK+xOO=") == false)
  }

  @Test func bodiesAreHashedAsTheBytesTheyAre() throws {
    func hash(_ content: String) throws -> String? {
      let text = har(
        #"{"request":{"method":"GET","url":"https://h.test/"},"response":{"content":{\#(content)}}}"#)
      return try #require(try ReadingOfText(HARFile.self, text).exchanges.first).responseBodyHash
    }
    #expect(try hash(#""text":"YWJj","encoding":"base64""#) == "ba7816bf8f01cfea")
    #expect(try hash(#""text":"YWJ","encoding":"base64""#) == nil)
    #expect(try hash(#""text":"","size":0"#) == nil)
    #expect(try hash(#""size":3"#) == nil)
    #expect(try hash(#""text":"abc","size":2000000"#) == nil)
  }

  @Test func aWrongTypeLosesTheFieldAndNotTheEntry() throws {
    let reading = try ReadingOfText(
      HARFile.self,
      har(
        #"{"startedDateTime":7,"time":"12.5","request":{"method":null,"url":"https://h.test/","headers":{"a":"b"}},"response":{"status":"204","headers":[["Server","nginx"],7],"content":[]},"timings":{"wait":[],"send":"2"},"connection":null,"unknown":{}}"#,
        #"{"startedDateTime":"2026-01-01T00:00:00Z","request":{"method":"GET","url":"https://h.test/"},"response":{"status":200,"content":{"text":"\ud800"}}}"#
      ))
    #expect(reading.problem == nil)
    try #require(reading.exchanges.count == 2)
    #expect(reading.exchanges[0].status == 204)
    #expect(reading.exchanges[0].responseHeaders == [Header(name: "Server", value: "nginx")])
    #expect(reading.exchanges[0].timings.send == 2_000_000)
    #expect(reading.exchanges[0].start == nil)
    #expect(reading.exchanges[1].status == 200)
    #expect(reading.exchanges[1].responseBodyHash == nil)
    #expect(
      reading.oddityNames == ["har_field_unreadable", "har_start_unreadable", "har_field_unreadable"])
    #expect(
      reading.oddities[0].detail.hasPrefix(
        "'request.headers', 'response.headers.name', 'response.content', 'timings.wait'"))
    #expect(reading.oddities[2].position == .entry(1))
  }

  @Test func anEntryThatIsNoneIsReportedAndTheNextIsRead() throws {
    let reading = try ReadingOfText(
      HARFile.self,
      har("7", #"{"request":{"method":"GET"}}"#, #"{"a":1 2}"#, entry("", time: "1")))
    #expect(reading.problem == nil)
    #expect(reading.exchanges.count == 1)
    #expect(reading.oddityNames == Array(repeating: "har_entry_unreadable", count: 3))
    #expect(reading.oddities.map(\.position) == [.entry(0), .entry(1), .entry(2)])
  }

  @Test func aTimeWithoutZoneIsReportedOnce() throws {
    let one = #"{"startedDateTime":"2026-01-01T00:00:00","request":{"method":"GET","url":"/p"}}"#
    let reading = try ReadingOfText(HARFile.self, har(one, one))
    #expect(reading.exchanges.map(\.start?.nanoseconds) == [Self.midnight, Self.midnight])
    #expect(reading.exchanges.map(\.host) == [nil, nil])
    #expect(reading.oddityNames == ["har_zone_unknown"])
  }

  @Test func extremeFiguresDoNoHarm() throws {
    for figure in ["1e308", "1e19", "-1e308", "9223372036854775807", "1e-320", #""nan""#, #""inf""#] {
      let text = har(
        #"{"startedDateTime":"2262-04-11T23:47:16.854775807Z","time":\#(figure),"request":{"method":"GET","url":"https://h.test:99999/","bodySize":\#(figure)},"response":{"status":\#(figure),"bodySize":\#(figure),"content":{"size":\#(figure),"compression":\#(figure)}},"timings":{"blocked":\#(figure),"connect":\#(figure),"wait":\#(figure),"receive":\#(figure)}}"#
      )
      let reading = try ReadingOfText(HARFile.self, text)
      let exchange = try #require(reading.exchanges.first, "\(figure)")
      #expect(exchange.status == nil)
      #expect(exchange.port == nil)
      #expect(exchange.timings.wait ?? 0 == 0)
    }
  }

  @Test func everyCutIsAProblem() throws {
    let bytes = Array(har(Self.whole).utf8)
    for length in 0..<bytes.count {
      let reading = try ReadingOfText(HARFile.self, bytes: Array(bytes[..<length]))
      #expect(reading.problem != nil, "cut after \(length) bytes")
    }
    let whole = try ReadingOfText(HARFile.self, bytes: [0xef, 0xbb, 0xbf] + bytes)
    #expect(whole.problem == nil)
  }

  @Test func everyFlipIsReadOrRefused() throws {
    let bytes = Array(har(Self.whole).utf8)
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0x20] {
        var flipped = bytes
        flipped[index] ^= mask
        let reading = try ReadingOfText(HARFile.self, bytes: flipped)
        #expect(reading.exchanges.count <= 1)
        #expect(reading.problem != nil || reading.exchanges.count + reading.oddities.count > 0)
      }
    }
  }

  @Test(arguments: [
    (#"{"log":{"version":"1.2","pages":["#, true),
    ("\u{feff} {\n\"log\": {\"creator\": {}, \"ent", true),
    (#"{"browser": {"log": 1}, "log": {"entries": [{"requ"#, true),
    (#"{"log":{"pages":[]}}"#, false),
    (#"{"log":["entries"]}"#, false),
    (#"{"test":{"log":{"version":"1.2","entries":[]}}}"#, false),
    (#"{"$report_type": "SessionStart"}"#, false),
    (#"{"created": 1.5, "duration": 2, "exitcode": 0, "tests": []}"#, false),
    (#"{"t":1795344449.99,"cpu_s":0.02}"#, false),
    (#"[{"log":{"version":"1.2"}}]"#, false),
    ("<testsuites/>", false),
    ("", false),
  ])
  func harIsRecognisedByItsLog(head: String, isHAR: Bool) {
    #expect(HARFile.recognises(FileHead(bytes: Array(head.utf8))) == isHAR)
  }

  @Test func otherJSONIsRefused() throws {
    #expect(
      try ReadingOfText(HARFile.self, #"{"log":{"version":"1.2","entries":null}}"#).problem?.message
        == "has no list 'log.entries', which every HAR file has")
    #expect(try ReadingOfText(HARFile.self, "[1]").problem != nil)
    #expect(try ReadingOfText(HARFile.self, path: "/nonexistent/a.har").problem != nil)
    #expect(try ReadingOfText(HARFile.self, path: "/").problem != nil)
  }
}
