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
  private let index: WindowIndex
  private let traffic: TrafficRecords
  private let tolerance: Int64
  private let directory: HostDirectory
  /// By connection: with whom it is.
  let identities: [(role: Role, host: String?)]
  private var connectionNumbers: [Int64: Int] = [:]
  /// By connection: how likely it is each worker's; nothing where the run isn't parallel.
  private let workers: WorkerAssignment

  private(set) var contacts = ContactLedger()
  /// Bursts of application data; `item` is the connection.
  private(set) var bursts: [PlacedBurst] = []
  private(set) var lookups: [Placed] = []
  private(set) var handshakes: [Placed] = []
  private(set) var exchanges: [Placed] = []
  /// By exchange: the connection that packets show for it.
  private(set) var connectionOfExchange: [Int: Int] = [:]
  /// Tests in whose window there was traffic with a target that could be of too many tests to tell them apart,
  /// and traffic with unidentified addresses.
  private(set) var diffuse: [(test: Int, role: Role)] = []
  private var diffuseRanges: [Role: [Range<Int>]] = [:]

  init(
    tests: [MergedTest], index: WindowIndex, directory: HostDirectory, traffic: TrafficRecords, tolerance: Int64
  ) {
    self.tests = tests
    self.index = index
    self.traffic = traffic
    self.tolerance = tolerance
    self.directory = directory
    identities = traffic.connections.map(directory.identify)
    for (number, connection) in traffic.connections.enumerated() { connectionNumbers[connection.id] = number }
    let logged = traffic.exchanges.compactMap { exchange -> (worker: String, time: Int64)? in
      guard exchange.witness == .log, let worker = exchange.worker, let end = exchange.end else { return nil }
      return (worker, end)
    }
    workers = WorkerAssignment(WorkerAssignment.activities(of: traffic), tests: tests, logged: logged)
  }

  /// The connection of this number in the store.
  func connection(_ id: Int64) -> Int? { connectionNumbers[id] }

  /// Places everything.
  mutating func place() {
    for number in traffic.connections.indices { placeConnection(number) }
    for (number, lookup) in traffic.lookups.enumerated() {
      guard let time = lookup.time else { continue }
      let role: Role = directory.isTarget(lookup.name) ? .target : .other
      for placed in place(number, at: time, role: role) { lookups.append(placed) }
    }
    for (number, handshake) in traffic.handshakes.enumerated() {
      guard let time = handshake.clientHello ?? handshake.serverHello else { continue }
      let connection = connectionNumbers[handshake.connection]
      for placed in place(number, at: time, role: .other, connection: connection) { handshakes.append(placed) }
    }
    placeExchanges()
    spreadDiffuse()
  }

  private mutating func placeConnection(_ number: Int) {
    let connection = traffic.connections[number]
    let role = identities[number].role
    guard role != .resolver else { return }
    if let opened = connection.isTCP ? connection.syn : connection.first {
      let isRefused = connection.isTCP && connection.synAck == nil && connection.serverRST != nil
      let isUnanswered =
        connection.isTCP && connection.synAck == nil && connection.serverRST == nil && connection.syn != nil
      for placed in place(number, at: opened, role: role, connection: number) {
        contacts.note(key(placed), share: placed.share, from: opened, to: connection.synAck ?? opened) { contact in
          contact.isOpened = true
          contact.isRefused = isRefused
          contact.isUnanswered = isUnanswered
        }
      }
    }
    for burst in connection.bursts where burst.content == .application {
      for placed in place(number, at: burst.start, role: role, connection: number) {
        contacts.note(key(placed), share: placed.share, from: burst.start, to: burst.stop) { contact in
          contact.add(burst)
        }
        bursts.append(PlacedBurst(placed: placed, burst: burst))
      }
    }
  }

  private mutating func placeExchanges() {
    let byKey = Dictionary(
      tests.indices.map { (ResultMerger.key(tests[$0].id), $0) }, uniquingKeysWith: { first, _ in first })
    let byPort = Dictionary(
      grouping: traffic.connections.indices.filter { traffic.connections[$0].isTCP },
      by: { traffic.connections[$0].clientPort })
    for (number, exchange) in traffic.exchanges.enumerated() {
      let time = exchange.start ?? exchange.end
      if let id = exchange.connection {
        connectionOfExchange[number] = connectionNumbers[id]
      } else if let port = exchange.clientPort, let time {
        // The client's port names the connection, where it was in use at the time.
        connectionOfExchange[number] = byPort[port]?.first {
          let connection = traffic.connections[$0]
          return connection.first - 1_000_000 <= time && time <= connection.last + 1_000_000
            && (exchange.serverAddress == nil || exchange.serverAddress == connection.serverAddress)
        }
      }
      if let reference = exchange.testReference, let test = byKey[ResultMerger.key(reference)] {
        let phase = time.flatMap { tests[test].window?.phase(at: $0) } ?? .unknown
        exchanges.append(Placed(test: test, item: number, phase: phase, share: 1))
      } else if let time {
        exchanges += place(
          number, at: time, role: .other, connection: connectionOfExchange[number], worker: exchange.worker)
      }
    }
  }

  /// The tests in whose windows a moment lies, each with its share.
  ///
  /// What may be of too many tests to tell them apart is noted as diffuse, where its role matters.
  private mutating func place(
    _ item: Int, at time: Int64, role: Role, connection: Int? = nil, worker: String? = nil
  ) -> [Placed] {
    switch index.tests(from: time - tolerance, to: time + tolerance, worker: worker) {
    case .tests(let candidates):
      return weigh(candidates, connection).map { candidate in
        Placed(
          test: candidate.test, item: item, phase: tests[candidate.test].window?.phase(at: time) ?? .unknown,
          share: candidate.share)
      }
    case .many(let places):
      if role == .target || role == .unidentified || role == .loopback {
        diffuseRanges[role, default: []].append(places)
      }
      return []
    }
  }

  /// Shares by the worker that a connection belongs to: what is certain is one test's alone.
  private func weigh(_ candidates: [WindowIndex.Candidate], _ connection: Int?) -> [WindowIndex.Candidate] {
    guard candidates.count > 1, let connection, !workers.probabilities[connection].isEmpty else { return candidates }
    let weights = candidates.map { candidate -> Double in
      guard let worker = tests[candidate.test].worker else { return 0.5 }
      return workers.probabilities[connection][worker] ?? 0
    }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return candidates }
    return zip(candidates, weights).compactMap { candidate, weight in
      let share = weight / sum
      if share >= WorkerAssignment.certainty { return WindowIndex.Candidate(test: candidate.test, share: 1) }
      if share <= 1 - WorkerAssignment.certainty { return nil }
      return WindowIndex.Candidate(test: candidate.test, share: share)
    }
  }

  private mutating func spreadDiffuse() {
    for (role, ranges) in diffuseRanges.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      var steps = Array(repeating: 0, count: index.order.count + 1)
      for range in ranges {
        steps[range.lowerBound] += 1
        steps[range.upperBound] -= 1
      }
      var depth = 0
      for place in index.order.indices {
        depth += steps[place]
        if depth > 0 { diffuse.append((index.order[place], role)) }
      }
    }
  }

  private func key(_ placed: Placed) -> ContactLedger.Key {
    ContactLedger.Key(test: placed.test, connection: placed.item, phase: placed.phase)
  }
}

extension ContactLedger.Contact {
  /// Adds a turn of application traffic.
  fileprivate mutating func add(_ burst: BurstCoding.StoredBurst) {
    clientBytes += burst.clientBytes
    serverBytes += burst.serverBytes
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
