import Evidence
import Records
import Testing

/// The views as the `sqlite3` program finds them.
@Suite(.enabled(if: SQLiteShell.isPresent, "needs sqlite3"))
struct ViewTests {
  @Test func everyViewCanBeReadInAFreshStore() throws {
    let run = try PreparedRun(isOnDisk: true)
    for view in EvidenceView.all {
      let header = try SQLiteShell.run(
        "SELECT group_concat(name, ' ') FROM pragma_table_info('\(view.name)')", in: run.folder + "/store.db")
      #expect(header == view.columns.map(\.name).joined(separator: " ") + "\n")
      #expect(try SQLiteShell.run("SELECT count(*) FROM \(view.name)", in: run.folder + "/store.db") == "0\n")
    }
  }

  @Test func everyColumnHasItsDeclaredType() throws {
    let run = try PreparedRun(isOnDisk: true)
    try fill(run)
    for view in EvidenceView.all {
      #expect(
        try SQLiteShell.run("SELECT count(*) FROM \(view.name)", in: run.folder + "/store.db") != "0\n",
        "\(view.name)")
      for column in view.columns {
        let types = try SQLiteShell.run(
          "SELECT DISTINCT typeof(\(column.name)) FROM \(view.name) WHERE \(column.name) IS NOT NULL",
          in: run.folder + "/store.db")
        #expect(types == column.kind.rawValue.lowercased() + "\n", "\(view.name).\(column.name)")
      }
    }
  }

  @Test func everyColumnHasAUnitOrSaysWhatItIs() {
    for view in EvidenceView.all {
      #expect(!view.about.isEmpty)
      for column in view.columns {
        #expect(!column.about.isEmpty)
        #expect(!column.name.hasSuffix("_ms") && !column.name.hasSuffix("_s"), "times are microseconds")
      }
    }
  }

  /// An exchange of the connection 0 in which everything is known.
  private var exchange: Exchange {
    var exchange = Exchange.told(by: .packets, start: 14, end: 20)
    exchange.url = "wss://shop.test/feed"
    exchange.connection = 0
    exchange.clientPort = 40_000
    exchange.serverAddress = IPAddress(Connection.target)
    exchange.firstByte = .at(18)
    exchange.responseBodyBytes = 10
    exchange.responseBodyHash = "abcd"
    exchange.isWebSocketAccepted = true
    exchange.requestHeaders = [Header(name: "Cookie", value: "a=b")]
    exchange.responseHeaders = [
      Header(name: "Server", value: "nginx"), Header(name: "Date", value: "Tue, 14 Nov 2023 22:13:21 GMT"),
      Header(name: "Set-Cookie", value: "a=b"), Header(name: "CF-RAY", value: "1"),
    ]
    return exchange
  }

  /// A probe in which everything is known.
  private var probedTarget: ProbedTarget {
    let spread = ProbedTarget.Spread([1, 2, 3])
    var probedTarget = ProbedTarget(url: "https://shop.test/", host: "shop.test", port: 443, time: .at(0))
    probedTarget.isVerified = true
    probedTarget.httpVersion = "HTTP/2"
    probedTarget.status = 200
    probedTarget.cold.connect = spread
    probedTarget.cold.handshake = spread
    probedTarget.cold.firstByte = spread
    probedTarget.certificates = [
      Certificate(
        subject: "CN=shop.test", issuer: "CN=CA", subjectAlternativeNames: [], notBefore: nil, notAfter: nil,
        fingerprint: "ab")
    ]
    probedTarget.fronts = [ProbedTarget.Front(name: "nginx", confidence: .low, basis: "server")]
    probedTarget.headers = [Header(name: "server", value: "nginx")]
    probedTarget.isDateLive = true
    probedTarget.upgrade = ProbedTarget.Upgrade(status: 101, time: spread, isAccepted: true)
    return probedTarget
  }

  /// Gives each column of each view a value somewhere.
  private func fill(_ run: PreparedRun) throws {
    let exchange = exchange
    try run.add { sink in
      var result = TestResult.exact("websocket", 0, 100, call: 5...90, worker: "gw0")
      result.file = "tests/a.py"
      try sink.receive(result)
      try sink.receive(Oddity(name: "junit_odd", detail: "odd", position: .line(3)))
      for (number, time) in [-10.0, 110].enumerated() {
        var sample = Sample(time: .at(time))
        sample.cpu = Int64(number) * 1000
        sample.residentBytes = 1000
        sample.voluntarySwitches = 5
        sample.interfaces = [
          .init(name: "lo", received: 1, sent: 1), .init(name: "eth0", received: 1, sent: 1),
        ]
        try sink.receive(sample)
      }
    }
    try run.add { sink in
      var connection = Connection.tcp(0, opened: 10, bursts: [.answered(14, 20)])
      connection.applicationProtocol = .tls
      try sink.receive(connection)
      try sink.receive(Lookup.answered("shop.test", at: 8))
      var handshake = Handshake.hello(0, "shop.test", at: 12)
      handshake.serverHello = .at(13)
      handshake.firstApplicationData = .at(14)
      handshake.version = 0x0303
      handshake.isResumed = false
      handshake.alert = 48
      handshake.certificates = [
        Certificate(
          subject: "CN=shop.test", issuer: "CN=CA", subjectAlternativeNames: ["DNS:*.test"],
          notBefore: .at(0),
          notAfter: .at(1), fingerprint: "ab")
      ]
      try sink.receive(handshake)
      try sink.receive(exchange)
      try sink.receive(Capture.any(-100, 200))
    }
    try run.add { sink in
      var exchange = exchange
      exchange.connection = nil
      exchange.witness = .har
      exchange.isWebSocketAccepted = nil
      try sink.receive(exchange)
      try sink.receive(
        LogLine(
          time: .at(9), resolution: 0, logger: "urllib3", claim: .connecting(host: "shop.test", port: 443)))
    }
    let probedTarget = probedTarget
    try run.add { try $0.receive(probedTarget) }
    try run.attribute(claims: { name, _ in [(name, "web")] })
  }

  @Test func aCertificateForTheNameIsToldFromOthers() throws {
    let run = try PreparedRun(isOnDisk: true)
    try fill(run)
    #expect(
      try run.rows("names_host is_self_issued version duration_us is_target_name", "FROM test_handshake")
        == ["1 0 TLS 1.2 2000 1"])
    // The Date header is 1 s after begin, and the response came 18 ms after it.
    // The HAR's exchange is tied to the connection by the client's port.
    let rows = try run.rows(
      "witness connection_id date_offset_us first_byte_us request_id", "FROM test_exchange")
    #expect(
      rows == ["packets 8589934592 982000 4000 cf-ray: 1", "har 8589934592 982000 4000 cf-ray: 1"])
    #expect(
      try run.rows("span_us cpu_us resident_growth_bytes loopback_bytes", "FROM test_sample") == [
        "120000 1 0 0"
      ])
  }
}
