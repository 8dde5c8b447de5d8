import GRDB
import Records

/// Writes tests and the traffic in their windows.
final class AttributionWriter {
  private let run: Int64
  private let testRows: InsertStatement
  private let claimRows: InsertStatement
  private let contactRows: InsertStatement
  private let burstRows: InsertStatement
  private let lookupRows: InsertStatement
  private let handshakeRows: InsertStatement
  private let exchangeRows: InsertStatement

  init(run: Int64, in db: Database) throws {
    self.run = run
    testRows = try InsertStatement(into: "test", columns: 29, in: db)
    claimRows = try InsertStatement(into: "claim_row", columns: 3, in: db)
    contactRows = try InsertStatement(into: "test_contact", columns: 27, in: db)
    burstRows = try InsertStatement(into: "test_burst_row", columns: 10, in: db)
    lookupRows = try InsertStatement(into: "test_lookup_row", columns: 9, in: db)
    handshakeRows = try InsertStatement(into: "test_handshake_row", columns: 18, in: db)
    exchangeRows = try InsertStatement(into: "test_exchange_row", columns: 7, in: db)
  }

  /// The number of a test in the views.
  static func testID(_ index: Int) -> Int64 { Int64(index) + 1 }

  /// Writes the tests and their claims.
  func write(
    _ tests: [MergedTest], _ placement: TrafficPlacement, _ settings: AttributionSettings, hasPackets: Bool
  ) throws {
    var failures: [Int: TestFacts.FailureKind] = [:]
    for (key, contact) in placement.contacts.contacts {
      let role = placement.identities[key.connection].role
      guard role == .target || (role == .loopback && tests[key.test].expectation == .loopback) else {
        continue
      }
      failures[key.test] = Self.furthest(failures[key.test], contact)
    }
    for (index, test) in tests.enumerated() {
      let hasFailed = test.outcome == .failed || test.outcome == .error
      let failure = failures[index] ?? (test.isCovered && !test.isGroup ? .beforeNetwork : nil)
      testRows.bind(Self.testID(index))
      testRows.bind(run)
      testRows.bind(test.id)
      testRows.bind(test.className)
      testRows.bind(test.name)
      testRows.bind(test.file)
      testRows.bind(test.outcome.rawValue)
      testRows.bind(test.message)
      testRows.bind(test.expectation.rawValue)
      testRows.bind(test.worker)
      testRows.bind(test.attempts)
      testRows.bind(test.duration)
      testRows.bind(test.setup)
      testRows.bind(test.call)
      testRows.bind(test.teardown)
      testRows.bind(test.resolution)
      testRows.bind(test.totalLeast)
      testRows.bind(test.totalMost)
      testRows.bind(test.callMost)
      testRows.bind(test.setupMost)
      testRows.bind(
        (test.window.map { $0.isExact ? .exact : .bounded } ?? TestFacts.WindowKind.none).rawValue)
      testRows.bind(test.window?.start)
      testRows.bind(test.window?.stop)
      testRows.bind(hasPackets)
      testRows.bind(test.isCovered)
      testRows.bind(test.overlapCount)
      testRows.bind(hasFailed ? failure?.rawValue : nil)
      testRows.bind(test.isGroup)
      testRows.bind(test.isScopeKnown)
      try testRows.insert()
      for role in [Role.target, .loopback, .unidentified] {
        guard let window = test.window else { continue }
        let contact = placement.diffuse.contact(role, in: window)
        if !contact.isNone { try writeDiffuse(index, role, contact) }
      }
      for (claim, word) in settings.claims(test.name, test.markers) {
        claimRows.bind(Self.testID(index))
        claimRows.bind(claim)
        claimRows.bind(word)
        try claimRows.insert()
      }
    }
  }

  /// Writes contacts, bursts, lookups, handshakes and exchanges.
  func write(_ placement: TrafficPlacement, _ traffic: TrafficRecords, _ directory: HostDirectory) throws {
    var tlsCompleted: Set<Int64> = []
    for handshake in traffic.handshakes where handshake.serverHello != nil {
      tlsCompleted.insert(handshake.connection)
    }
    for (key, contact) in placement.contacts.sorted {
      try write(
        key, contact, traffic.connections[key.connection], placement.identities[key.connection],
        isTLSCompleted: tlsCompleted.contains(traffic.connections[key.connection].id))
    }
    for item in placement.bursts {
      burstRows.bind(Self.testID(item.placed.test))
      burstRows.bind(traffic.connections[item.placed.item].id)
      burstRows.bind(placement.identities[item.placed.item].role.rawValue)
      burstRows.bind(item.placed.phase.rawValue)
      burstRows.bind(item.placed.share)
      burstRows.bind(item.burst.start)
      burstRows.bind(item.burst.stop)
      burstRows.bind(item.burst.firstByte)
      burstRows.bind(item.burst.clientBytes)
      burstRows.bind(item.burst.serverBytes)
      try burstRows.insert()
    }
    for placed in placement.lookups { try write(placed, traffic.lookups[placed.item], directory) }
    for placed in placement.handshakes {
      try write(placed, traffic.handshakes[placed.item], placement, traffic, directory)
    }
    var cookiesSet: Set<String> = []
    var returned: Set<Int> = []
    for (number, exchange) in traffic.exchanges.enumerated() {
      if !cookiesSet.isDisjoint(with: exchange.cookies) { returned.insert(number) }
      cookiesSet.formUnion(exchange.setCookies)
    }
    for placed in placement.exchanges {
      let exchange = traffic.exchanges[placed.item]
      let connection = placement.connectionOfExchange[placed.item]
      let role = exchange.witness == .packets ? connection.map { placement.identities[$0].role } : nil
      exchangeRows.bind(Self.testID(placed.test))
      exchangeRows.bind(exchange.id)
      exchangeRows.bind((role ?? directory.role(ofHost: exchange.host)).rawValue)
      exchangeRows.bind(placed.phase.rawValue)
      exchangeRows.bind(placed.share)
      exchangeRows.bind(connection.map { traffic.connections[$0].id })
      exchangeRows.bind(returned.contains(placed.item))
      try exchangeRows.insert()
    }
  }

  private func write(
    _ key: ContactLedger.Key, _ contact: ContactLedger.Contact, _ connection: TrafficRecords.StoredConnection,
    _ identity: (role: Role, host: String?), isTLSCompleted: Bool
  ) throws {
    contactRows.bind(Self.testID(key.test))
    contactRows.bind(connection.id)
    contactRows.bind(identity.role.rawValue)
    contactRows.bind(key.phase.rawValue)
    contactRows.bind(contact.share)
    contactRows.bind(identity.host)
    contactRows.bind(connection.serverAddress)
    contactRows.bind(connection.serverPort)
    contactRows.bind((connection.isTCP ? Connection.Transport.tcp : .udp).rawValue)
    contactRows.bind(connection.applicationProtocol)
    contactRows.bind(contact.isOpened)
    contactRows.bind(connection.synAck != nil || !connection.bursts.isEmpty)
    contactRows.bind(contact.isRefused)
    contactRows.bind(contact.isUnanswered)
    contactRows.bind(isTLSCompleted)
    contactRows.bind(connection.rtt)
    contactRows.bind(contact.requests)
    contactRows.bind(contact.answeredRequests)
    contactRows.bind(contact.pushes)
    contactRows.bind(contact.keepAlives)
    contactRows.bind(contact.isLeftover)
    contactRows.bind(contact.largestTurn)
    contactRows.bind(contact.clientBytes)
    contactRows.bind(contact.serverBytes)
    contactRows.bind(contact.firstByte)
    contactRows.bind(contact.first)
    contactRows.bind(contact.last)
    try contactRows.insert()
  }

  /// Traffic that may be of so many tests that its share for each is next to nothing, all connections together.
  private func writeDiffuse(_ test: Int, _ role: Role, _ contact: DiffuseLedger.Contact) throws {
    contactRows.bind(Self.testID(test))
    contactRows.bind(nil as Int64?)
    contactRows.bind(role.rawValue)
    contactRows.bind(Phase.unknown.rawValue)
    contactRows.bind(0.01)
    for _ in 0..<5 { contactRows.bind(nil as Int64?) }
    contactRows.bind(contact.opened > 0)
    for _ in 0..<4 { contactRows.bind(false) }
    contactRows.bind(nil as Int64?)
    contactRows.bind(contact.requests)
    contactRows.bind(contact.answeredRequests)
    contactRows.bind(contact.pushes)
    contactRows.bind(0)
    contactRows.bind(false)
    for _ in 0..<3 { contactRows.bind(0) }
    for _ in 0..<3 { contactRows.bind(nil as Int64?) }
    try contactRows.insert()
  }

  private func write(
    _ placed: TrafficPlacement.Placed, _ lookup: TrafficRecords.StoredLookup, _ directory: HostDirectory
  ) throws {
    let addresses = lookup.addresses.compactMap(IPAddress.init)
    let answer =
      lookup.response == nil
      ? "none"
      : addresses.isEmpty ? "empty" : addresses.contains(where: \.isLoopback) ? "loopback" : "address"
    lookupRows.bind(Self.testID(placed.test))
    lookupRows.bind(lookup.id)
    lookupRows.bind(placed.phase.rawValue)
    lookupRows.bind(placed.share)
    lookupRows.bind(lookup.name)
    lookupRows.bind(directory.isTarget(lookup.name))
    lookupRows.bind(lookup.responseCode)
    lookupRows.bind(answer)
    lookupRows.bind(lookup.duration)
    try lookupRows.insert()
  }

  private func write(
    _ placed: TrafficPlacement.Placed, _ handshake: TrafficRecords.StoredHandshake,
    _ placement: TrafficPlacement,
    _ traffic: TrafficRecords, _ directory: HostDirectory
  ) throws {
    guard let number = placement.connection(handshake.connection) else { return }
    let connection = traffic.connections[number]
    handshakeRows.bind(Self.testID(placed.test))
    handshakeRows.bind(handshake.connection)
    handshakeRows.bind(placement.identities[number].role.rawValue)
    handshakeRows.bind(placed.phase.rawValue)
    handshakeRows.bind(placed.share)
    handshakeRows.bind(handshake.serverName)
    handshakeRows.bind(handshake.serverName.map(directory.isTarget) ?? false)
    handshakeRows.bind(connection.isWithinMachine)
    handshakeRows.bind(handshake.version.map(Self.versionName))
    handshakeRows.bind(handshake.isResumed)
    if let hello = handshake.clientHello, let first = handshake.firstApplication {
      handshakeRows.bind(first - hello)
    } else {
      handshakeRows.bind(nil as Int64?)
    }
    handshakeRows.bind(connection.rtt)
    handshakeRows.bind(handshake.subject)
    handshakeRows.bind(handshake.issuer)
    handshakeRows.bind(handshake.subject.map { $0 == handshake.issuer })
    handshakeRows.bind(handshake.namesServer)
    handshakeRows.bind(handshake.fingerprint)
    handshakeRows.bind(handshake.alert)
    try handshakeRows.insert()
  }

  private static func versionName(_ version: Int64) -> String {
    switch version {
    case 0x0300: "SSL 3.0"
    case 0x0301: "TLS 1.0"
    case 0x0302: "TLS 1.1"
    case 0x0303: "TLS 1.2"
    case 0x0304: "TLS 1.3"
    default: "0x" + String(version, radix: 16)
    }
  }

  /// Of several contacts of a failed test, the one that got furthest says how it failed, in whatever order they come.
  private static func furthest(
    _ known: TestFacts.FailureKind?, _ contact: ContactLedger.Contact
  ) -> TestFacts.FailureKind? {
    if known == .afterRealTraffic || contact.answeredRequests > 0 { return .afterRealTraffic }
    if known == .unanswered || contact.requests > 0 || contact.isUnanswered { return .unanswered }
    return known == .refused || contact.isRefused ? .refused : known
  }
}

extension TrafficRecords.StoredHandshake {
  /// Whether the certificate is for the server name (RFC 9525: DNS names, one label per wildcard); nil without one of them.
  fileprivate var namesServer: Bool? {
    guard let serverName, subject != nil else { return nil }
    return alternativeNames.contains { entry in
      guard entry.hasPrefix("DNS:") else { return false }
      let name = entry.dropFirst(4).lowercased()
      if name == serverName { return true }
      guard name.hasPrefix("*."), let dot = serverName.firstIndex(of: ".") else { return false }
      return serverName[dot...] == name.dropFirst(1)
    }
  }
}
