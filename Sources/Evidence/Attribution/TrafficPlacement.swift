import Records

/// Places connections, lookups, handshakes and exchanges in the windows of tests.
struct TrafficPlacement {
  /// Something placed in a test's window.
  struct Placed {
    var test: Int
    var item: Int
    var phase: Phase
    var share: Double
  }

  /// A burst placed in a test's window.
  struct PlacedBurst {
    var placed: Placed
    var burst: BurstCoding.StoredBurst
  }

  private let tests: [MergedTest]
  private let traffic: TrafficRecords
  private let tolerance: Int64
  /// By connection: with whom it is.
  let identities: [(role: Role, host: String?)]
  private var connectionNumbers: [Int64: Int] = [:]
  /// By connection: how many exchanges its packets show.
  private var exchangeCounts: [Int: Int] = [:]
  private let shares: TestShares

  private(set) var contacts = ContactLedger()
  /// Bursts of application data; `item` is the connection.
  private(set) var bursts: [PlacedBurst] = []
  private(set) var lookups: [Placed] = []
  private(set) var handshakes: [Placed] = []
  private(set) var exchanges: [Placed] = []
  /// By exchange: the connection that packets show for it.
  private(set) var connectionOfExchange: [Int: Int] = [:]
  /// Traffic that may be of too many tests to tell them apart.
  private(set) var diffuse = DiffuseLedger()
  /// How long a server goes on sending in a window before that is contact of its own: 50 ms.
  private static let longestTail: Int64 = 50_000

  init(
    tests: [MergedTest], index: WindowIndex, directory: HostDirectory, traffic: TrafficRecords,
    tolerance: Int64
  ) {
    self.tests = tests
    self.traffic = traffic
    self.tolerance = tolerance
    identities = traffic.connections.map(directory.identify)
    for (number, connection) in traffic.connections.enumerated() { connectionNumbers[connection.id] = number }
    shares = TestShares(
      tests: tests, index: index, workers: WorkerAssignment(traffic, tests: tests), tolerance: tolerance)
    for exchange in traffic.exchanges where exchange.witness == .packets {
      if let number = exchange.connection.flatMap({ connectionNumbers[$0] }) {
        exchangeCounts[number, default: 0] += 1
      }
    }
  }

  /// The tests that had contact with those of a role which is theirs alone.
  func testsInContact(with role: Role) -> Set<Int> {
    var found: Set<Int> = []
    for (key, contact) in contacts.contacts
    where contact.share == 1 && identities[key.connection].role == role {
      if contact.isOpened || contact.requests > 0 || contact.pushes > 0 { found.insert(key.test) }
    }
    return found
  }

  /// The connection of this number in the store.
  func connection(_ id: Int64) -> Int? { connectionNumbers[id] }

  /// Places everything.
  mutating func place() {
    for number in traffic.connections.indices { placeConnection(number) }
    for (number, lookup) in traffic.lookups.enumerated() {
      guard let time = lookup.time else { continue }
      for placed in place(number, from: time, to: time) ?? [] { lookups.append(placed) }
    }
    for (number, handshake) in traffic.handshakes.enumerated() {
      guard let time = handshake.clientHello ?? handshake.serverHello else { continue }
      let connection = connectionNumbers[handshake.connection]
      for placed in place(number, from: time, to: time, connection: connection) ?? [] {
        handshakes.append(placed)
      }
    }
    placeExchanges()
    diffuse.sort()
    contacts.markLeftovers { [tests] test, other in
      guard let window = tests[test].window, let earlier = tests[other].window else { return false }
      return tests[test].worker == tests[other].worker && earlier.stop <= window.start
    }
  }

  private mutating func placeConnection(_ number: Int) {
    let connection = traffic.connections[number]
    let role = identities[number].role
    guard role != .resolver else { return }
    if let opened = connection.isTCP ? connection.syn ?? connection.synAck : connection.first {
      // A SYN that was sent again may have been sent first in an earlier test.
      let from = connection.synCount > 1 ? min(connection.first, opened) : opened
      let isRefused = connection.isTCP && connection.synAck == nil && connection.serverRST != nil
      let isUnanswered = connection.isTCP && connection.synAck == nil && connection.serverRST == nil
      if let places = place(number, from: from, to: opened, connection: number, turn: turn(nil, number)) {
        for placed in places {
          contacts.note(key(placed), share: placed.share, from: from, to: connection.synAck ?? opened) {
            contact in
            contact.isOpened = true
            contact.isRefused = isRefused
            contact.isUnanswered = isUnanswered
          }
        }
      } else {
        noteDiffuse(.opened, role, from: from, to: opened)
      }
    }
    for burst in connection.bursts where burst.content == .application {
      if burst.isKeepAlive { placeKeepAlive(burst, number) } else { placeBurst(burst, number, role) }
    }
  }

  private mutating func placeKeepAlive(_ burst: BurstCoding.StoredBurst, _ number: Int) {
    for placed in place(number, from: burst.start, to: burst.start, connection: number) ?? [] {
      contacts.note(key(placed), share: placed.share, from: burst.start, to: burst.stop) {
        $0.keepAlives += 1
      }
    }
  }

  private mutating func placeBurst(_ burst: BurstCoding.StoredBurst, _ number: Int, _ role: Role) {
    let turn = turn(burst, number)
    guard let places = place(number, from: burst.start, to: burst.start, connection: number, turn: turn)
    else {
      let kind: DiffuseLedger.Kind =
        burst.clientBytes == 0 ? .push : burst.serverBytes > 0 ? .answeredRequest : .request
      noteDiffuse(kind, role, from: burst.start, to: burst.stop)
      return
    }
    for placed in places {
      contacts.note(key(placed), share: placed.share, from: burst.start, to: burst.stop) { contact in
        contact.add(burst)
      }
      bursts.append(PlacedBurst(placed: placed, burst: burst))
    }
    if burst.stop > burst.start { placeContinuation(of: burst, number, role) }
  }

  /// A turn that began in one window and in which traffic went on in the next may be of both: in the earlier it was
  /// placed; in the later one it is contact where the client still sent, or the server had been sending on.
  private mutating func placeContinuation(of burst: BurstCoding.StoredBurst, _ number: Int, _ role: Role) {
    let turn = turn(burst, number)
    guard let places = place(number, from: burst.start, to: burst.stop, connection: number, turn: turn) else {
      if let lastClient = burst.lastClient, lastClient > burst.start {
        noteDiffuse(.request, role, from: burst.start, to: lastClient)
      }
      if let firstServer = burst.firstServer, burst.stop - firstServer >= Self.longestTail {
        noteDiffuse(.push, role, from: firstServer, to: burst.stop)
      }
      return
    }
    for placed in places {
      guard let window = tests[placed.test].window, window.start - tolerance > burst.start else { continue }
      let isSending = burst.lastClient.map { $0 >= window.start - tolerance } ?? false
      let isReceiving =
        burst.firstServer.map { $0 <= window.start } ?? false
        && burst.stop >= min(window.start + Self.longestTail, window.stop)
      guard isSending || isReceiving else { continue }
      contacts.note(
        key(placed), share: min(placed.share, 0.5), from: window.start, to: min(burst.stop, window.stop)
      ) {
        if isSending { $0.requests += 1 } else { $0.pushes += 1 }
      }
    }
  }

  private mutating func placeExchanges() {
    let byKey = Dictionary(
      tests.indices.map { (ResultMerger.key(tests[$0].id), $0) }, uniquingKeysWith: { first, _ in first })
    let byPort = Dictionary(
      grouping: traffic.connections.indices.filter { traffic.connections[$0].isTCP }
        .sorted { (traffic.connections[$0].first, $0) < (traffic.connections[$1].first, $1) },
      by: { traffic.connections[$0].clientPort })
    for (number, exchange) in traffic.exchanges.enumerated() {
      let time = exchange.start ?? exchange.end
      if let id = exchange.connection {
        connectionOfExchange[number] = connectionNumbers[id]
      } else if let port = exchange.clientPort, let time {
        // The client's port names the connection, where it was in use at the time.
        connectionOfExchange[number] = connection(
          among: byPort[port] ?? [], at: time, to: exchange.serverAddress)
      }
      if let reference = exchange.testReference, let test = byKey[ResultMerger.key(reference)] {
        let phase = time.flatMap { tests[test].window?.phase(at: $0) } ?? .unknown
        exchanges.append(Placed(test: test, item: number, phase: phase, share: 1))
      } else if let time {
        exchanges +=
          place(
            number, from: time, to: time, connection: connectionOfExchange[number], worker: exchange.worker)
          ?? []
      }
    }
  }

  /// Of connections from one port, sorted by their first packets: one that was in use at a time, give or take 1 s.
  private func connection(among numbers: [Int], at time: Int64, to serverAddress: String?) -> Int? {
    let begun = numbers.leadingCount { traffic.connections[$0].first - 1_000_000 <= time }
    // A port is in use once for each server: of so many that began before, one is it or none.
    return numbers[max(0, begun - 64)..<begun].first {
      let connection = traffic.connections[$0]
      return time <= connection.last + 1_000_000
        && (serverAddress == nil || serverAddress == connection.serverAddress)
    }
  }

  /// The tests whose windows hold a moment of `from...to`, each with its share; nil where they are too many to be told apart.
  private func place(
    _ item: Int, from: Int64, to: Int64, connection: Int? = nil, worker: String? = nil, turn: Turn? = nil
  ) -> [Placed]? {
    shares.candidates(from: from, to: to, connection: connection, worker: worker, turn: turn)?.map {
      candidate in
      let window = tests[candidate.test].window
      let moment = window.map { max($0.start, min(to, $0.stop)) } ?? to
      return Placed(
        test: candidate.test, item: item, phase: window?.phase(at: moment, tolerance: tolerance) ?? .unknown,
        share: candidate.share)
    }
  }

  /// Notes traffic of too many tests, where its role matters.
  private mutating func noteDiffuse(_ kind: DiffuseLedger.Kind, _ role: Role, from: Int64, to: Int64) {
    guard role == .target || role == .unidentified || role == .loopback else { return }
    diffuse.note(kind, role, from: from - tolerance, to: to + tolerance)
  }

  private func turn(_ burst: BurstCoding.StoredBurst?, _ connection: Int) -> Turn {
    Turn(burst, of: traffic.connections[connection], exchanges: exchangeCounts[connection] ?? 0)
  }

  private func key(_ placed: Placed) -> ContactLedger.Key {
    ContactLedger.Key(test: placed.test, connection: placed.item, phase: placed.phase)
  }
}

extension ContactLedger.Contact {
  /// Adds a turn of application traffic.
  fileprivate mutating func add(_ burst: BurstCoding.StoredBurst) {
    clientBytes &+= burst.clientBytes
    serverBytes &+= burst.serverBytes
    largestTurn = max(largestTurn, burst.clientBytes, burst.serverBytes)
    if burst.clientBytes > 0 {
      requests += 1
      if burst.serverBytes > 0 { answeredRequests += 1 }
      if let wait = burst.firstByte { firstByte = min(firstByte ?? .max, wait) }
    } else {
      pushes += 1
    }
  }
}

extension BurstCoding.StoredBurst {
  /// From the client's last packet to the server's first; nil where one of them is missing or came the other way round.
  var firstByte: Int64? {
    guard let lastClient, let firstServer, firstServer >= lastClient else { return nil }
    return firstServer - lastClient
  }
}
