import GRDB
import Records

/// Writes the records of one source into the store: one prepared statement for each table.
final class RecordWriter: RecordSink {
  /// The most oddities that are kept of one source; all are counted.
  private static let longestOddityList = 1000

  private let source: Int64
  private let secrets: SecretHash
  private let suites: InsertStatement
  private let results: InsertStatement
  private let captures: InsertStatement
  private let connections: InsertStatement
  private let lookups: InsertStatement
  private let handshakes: InsertStatement
  private let exchanges: ExchangeWriter
  private let logLines: InsertStatement
  private let samples: InsertStatement
  private let probedTargets: InsertStatement
  private let oddityRows: InsertStatement
  private let addresses = AddressTable()
  /// How many records were written, oddities not counted.
  private(set) var records = 0
  /// How many oddities there were.
  private(set) var oddities = 0

  /// A writer for the records of a source.
  init(source: Int64, secrets: SecretHash, in db: Database) throws {
    self.source = source
    self.secrets = secrets
    suites = try InsertStatement(into: "suite", columns: 9, in: db)
    results = try InsertStatement(into: "result", columns: 26, in: db)
    captures = try InsertStatement(into: "capture", columns: 11, in: db)
    connections = try InsertStatement(into: "connection", columns: 35, in: db)
    lookups = try InsertStatement(into: "lookup", columns: 11, in: db)
    handshakes = try InsertStatement(into: "handshake", columns: 20, in: db)
    exchanges = try ExchangeWriter(source: source, secrets: secrets, addresses: addresses, in: db)
    logLines = try InsertStatement(into: "log_line", columns: 12, in: db)
    samples = try InsertStatement(into: "sample", columns: 7, in: db)
    probedTargets = try InsertStatement(into: "probed_target_row", columns: 21, in: db)
    oddityRows = try InsertStatement(into: "oddity_row", columns: 4, in: db)
  }

  /// The number of a connection in the whole store.
  private func connectionID(_ ordinal: Int) -> Int64 { source << 32 | Int64(ordinal) }

  func receive(_ suite: TestSuite) throws {
    records += 1
    suites.bind(source)
    suites.bind(suite.ordinal)
    suites.bind(suite.name)
    suites.bind(suite.start?.microseconds)
    suites.bind(suite.startResolution.microsecondsRoundedUp)
    suites.bind(suite.zone.rawValue)
    suites.bind(suite.duration?.nanoseconds.microsecondsRounded)
    suites.bind(suite.duration?.resolution.microsecondsRoundedUp)
    suites.bind(suite.hostname)
    try suites.insert()
  }

  func receive(_ result: TestResult) throws {
    records += 1
    results.bind(source)
    results.bind(result.ordinal)
    results.bind(result.suite)
    results.bind(result.attempt)
    results.bind(result.id)
    results.bind(result.className)
    results.bind(result.name)
    results.bind(result.file)
    results.bind(result.outcome.rawValue)
    results.bind(result.message.map(secrets.url))
    results.bind(result.durationScope.rawValue)
    results.bind(result.duration?.nanoseconds.microsecondsRounded)
    results.bind(result.duration?.resolution.microsecondsRoundedUp)
    results.bind(result.setup?.duration?.nanoseconds.microsecondsRounded)
    results.bind(result.call?.duration?.nanoseconds.microsecondsRounded)
    results.bind(result.teardown?.duration?.nanoseconds.microsecondsRounded)
    results.bind(
      [result.setup, result.call, result.teardown].compactMap { $0?.duration?.resolution }.max()?
        .microsecondsRoundedUp)
    results.bind(result.setup?.start?.microseconds)
    results.bind(result.call?.start?.microseconds)
    results.bind(result.call?.stop?.microseconds)
    results.bind(result.teardown?.stop?.microseconds)
    results.bind(result.start?.microseconds)
    results.bind(result.stop?.microseconds)
    results.bind(result.worker)
    results.bind(text: JSONText.strings(result.markers))
    results.bind(result.isGroup)
    try results.insert()
  }

  func receive(_ capture: Capture) throws {
    records += 1
    captures.bind(source)
    captures.bind(capture.interface)
    captures.bind(capture.name)
    captures.bind(capture.linkType)
    captures.bind(capture.snapLength)
    captures.bind(capture.first?.microseconds)
    captures.bind(capture.last?.microseconds)
    captures.bind(capture.packets)
    captures.bind(capture.truncatedPackets)
    captures.bind(capture.droppedPackets)
    captures.bind(capture.undecodedPackets)
    try captures.insert()
  }

  func receive(_ connection: Connection) throws {
    records += 1
    func microseconds(_ end: Timestamp?, since start: Timestamp?) -> Int64? {
      guard let end, let start else { return nil }
      return end.nanoseconds(since: start).microsecondsRounded
    }
    connections.bind(connectionID(connection.ordinal))
    connections.bind(source)
    connections.bind(connection.interface)
    connections.bind(connection.transport.rawValue)
    connections.bind(connection.applicationProtocol.rawValue)
    connections.bind(addresses.text(of: connection.client.address))
    connections.bind(Int(connection.client.port))
    connections.bind(addresses.text(of: connection.server.address))
    connections.bind(Int(connection.server.port))
    connections.bind(connection.clientBasis.rawValue)
    connections.bind(connection.first.microseconds)
    connections.bind(connection.last.microseconds)
    connections.bind(connection.syn?.microseconds)
    connections.bind(connection.synAck?.microseconds)
    connections.bind(connection.ack?.microseconds)
    connections.bind(connection.synCount)
    connections.bind(microseconds(connection.synAck, since: connection.syn))
    connections.bind(microseconds(connection.ack, since: connection.syn))
    connections.bind(connection.clientMSS.map(Int.init))
    connections.bind(connection.serverMSS.map(Int.init))
    connections.bind(connection.clientTTL.map(Int.init))
    connections.bind(connection.serverTTL.map(Int.init))
    connections.bind(connection.clientPackets)
    connections.bind(connection.serverPackets)
    connections.bind(connection.clientBytes)
    connections.bind(connection.serverBytes)
    connections.bind(connection.clientPayload)
    connections.bind(connection.serverPayload)
    connections.bind(connection.retransmissions)
    connections.bind(connection.missingBytes)
    connections.bind(connection.clientFIN?.microseconds)
    connections.bind(connection.serverFIN?.microseconds)
    connections.bind(connection.clientRST?.microseconds)
    connections.bind(connection.serverRST?.microseconds)
    connections.bind(BurstCoding.encode(connection.bursts, base: connection.first))
    try connections.insert()
  }

  func receive(_ lookup: Lookup) throws {
    records += 1
    lookups.bind(nil as Int64?)
    lookups.bind(source)
    lookups.bind(lookup.connection.map(connectionID))
    lookups.bind(lookup.query?.microseconds)
    lookups.bind(lookup.response?.microseconds)
    lookups.bind(lookup.name)
    lookups.bind(Int(lookup.type))
    lookups.bind(lookup.responseCode.map(Int.init))
    lookups.bind(lookup.answers.compactMap(\.address?.description).joined(separator: " "))
    lookups.bind(lookup.answers.compactMap(\.target).joined(separator: " "))
    if let query = lookup.query, let response = lookup.response {
      lookups.bind(response.nanoseconds(since: query).microsecondsRounded)
    } else {
      lookups.bind(nil as Int64?)
    }
    try lookups.insert()
  }

  func receive(_ handshake: Handshake) throws {
    records += 1
    let leaf = handshake.certificates.first
    handshakes.bind(connectionID(handshake.connection))
    handshakes.bind(source)
    handshakes.bind(handshake.clientHello?.microseconds)
    handshakes.bind(handshake.serverHello?.microseconds)
    handshakes.bind(handshake.firstApplicationData?.microseconds)
    handshakes.bind(handshake.serverName)
    handshakes.bind(handshake.offeredVersion.map(Int.init))
    handshakes.bind(handshake.version.map(Int.init))
    handshakes.bind(handshake.offeredProtocols.joined(separator: " "))
    handshakes.bind(handshake.negotiatedProtocol)
    handshakes.bind(handshake.cipherSuite.map(Int.init))
    handshakes.bind(handshake.isResumed)
    handshakes.bind(handshake.alert.map(Int.init))
    handshakes.bind(leaf?.subject)
    handshakes.bind(leaf?.issuer)
    handshakes.bind(leaf.map { $0.subjectAlternativeNames.joined(separator: " ") })
    handshakes.bind(leaf?.notBefore?.microseconds)
    handshakes.bind(leaf?.notAfter?.microseconds)
    handshakes.bind(leaf?.fingerprint)
    handshakes.bind(handshake.certificates.count)
    try handshakes.insert()
  }

  func receive(_ exchange: Exchange) throws {
    records += 1
    try exchanges.write(exchange, connection: exchange.connection.map(connectionID))
  }

  func receive(_ line: LogLine) throws {
    records += 1
    logLines.bind(nil as Int64?)
    logLines.bind(source)
    logLines.bind(line.time.microseconds)
    logLines.bind(line.resolution.microsecondsRoundedUp)
    logLines.bind(line.logger)
    logLines.bind(line.worker)
    logLines.bind(line.process)
    logLines.bind(line.testID)
    switch line.claim {
    case .connecting(let host, let port):
      bindClaim("connecting", host: host, port: Int(port), detail: nil)
    case .connected(let host):
      bindClaim("connected", host: host, port: nil, detail: nil)
    case .replayed(let url):
      bindClaim("replayed", host: nil, port: nil, detail: url.map(secrets.url))
    case .testStarted(let id):
      bindClaim("test_started", host: nil, port: nil, detail: id)
    case .testFinished(let id, _):
      bindClaim("test_finished", host: nil, port: nil, detail: id)
    }
    try logLines.insert()
  }

  private func bindClaim(_ claim: String, host: String?, port: Int?, detail: String?) {
    logLines.bind(claim)
    logLines.bind(host)
    logLines.bind(port)
    logLines.bind(detail)
  }

  func receive(_ sample: Sample) throws {
    records += 1
    let (loopback, network) = sample.interfaces.reduce(into: (Int64(0), Int64(0))) { sums, counter in
      let bytes = counter.received &+ counter.sent
      if counter.name == "lo" || counter.name.hasPrefix("lo0") { sums.0 &+= bytes } else { sums.1 &+= bytes }
    }
    samples.bind(source)
    samples.bind(sample.time.microseconds)
    samples.bind(sample.cpu?.microsecondsRounded)
    samples.bind(sample.residentBytes)
    samples.bind(sample.voluntarySwitches)
    samples.bind(sample.interfaces.isEmpty ? nil : loopback)
    samples.bind(sample.interfaces.isEmpty ? nil : network)
    try samples.insert()
  }

  func receive(_ probedTarget: ProbedTarget) throws {
    records += 1
    probedTargets.bind(nil as Int64?)
    probedTargets.bind(source)
    probedTargets.bind(probedTarget.host)
    probedTargets.bind(probedTarget.port)
    probedTargets.bind(probedTarget.time.microseconds)
    probedTargets.bind(probedTarget.isVerified)
    probedTargets.bind(probedTarget.isProxied)
    probedTargets.bind(probedTarget.isProxied ? nil : probedTarget.cold.connect?.minimum)
    probedTargets.bind(probedTarget.cold.handshake?.minimum)
    probedTargets.bind([probedTarget.cold, probedTarget.warm].compactMap { $0.firstByte?.minimum }.min())
    probedTargets.bind(probedTarget.status)
    probedTargets.bind(probedTarget.httpVersion)
    probedTargets.bind(probedTarget.headers.first { $0.name == "server" }?.value)
    probedTargets.bind(probedTarget.fronts.first?.name)
    probedTargets.bind(probedTarget.fronts.first?.confidence.rawValue)
    probedTargets.bind(probedTarget.isDateLive)
    probedTargets.bind(probedTarget.certificates.first?.subject)
    probedTargets.bind(probedTarget.certificates.first?.issuer)
    probedTargets.bind(probedTarget.certificates.first?.fingerprint)
    probedTargets.bind(probedTarget.upgrade?.status)
    probedTargets.bind(probedTarget.upgrade?.time?.minimum)
    try probedTargets.insert()
  }

  func receive(_ oddity: Oddity) throws {
    oddities += 1
    guard oddities <= Self.longestOddityList else { return }
    oddityRows.bind(source)
    oddityRows.bind(oddity.name)
    oddityRows.bind(oddity.detail)
    switch oddity.position {
    case .whole: oddityRows.bind(nil as String?)
    case .line(let number): oddityRows.bind("line \(number)")
    case .byte(let number): oddityRows.bind("byte \(number)")
    case .packet(let number): oddityRows.bind("packet \(number)")
    case .entry(let number): oddityRows.bind("entry \(number)")
    }
    try oddityRows.insert()
  }
}
