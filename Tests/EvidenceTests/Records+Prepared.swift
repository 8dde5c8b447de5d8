import Records

extension Timestamp {
  /// The moment from which the tests count: 2023-11-14T22:13:20Z.
  static let begin = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  /// A moment so many milliseconds after ``begin``.
  static func at(_ milliseconds: Double) -> Timestamp {
    begin.advanced(byNanoseconds: Int64(milliseconds * 1_000_000))
  }

  /// Microseconds since ``begin``.
  var offset: Int64 { microseconds - Timestamp.begin.microseconds }
}

extension RecordedDuration {
  static func milliseconds(_ value: Double, resolution: Double = 0) -> RecordedDuration {
    RecordedDuration(nanoseconds: Int64(value * 1_000_000), resolution: Int64(resolution * 1_000_000))
  }
}

extension TestResult {
  /// A passed test `tests/a.py::<name>`.
  static func passed(_ name: String, ordinal: Int = 0) -> TestResult {
    var result = TestResult(id: "tests/a.py::\(name)", className: "tests.a", name: name, outcome: .passed)
    result.ordinal = ordinal
    return result
  }

  /// A passed test with an exact window, in milliseconds, and with phases where the body's are given.
  static func exact(
    _ name: String, _ start: Double, _ stop: Double, call: ClosedRange<Double>? = nil, worker: String? = nil
  ) -> TestResult {
    var result = passed(name)
    result.start = .at(start)
    result.stop = .at(stop)
    result.duration = .milliseconds(stop - start)
    result.worker = worker
    if let call {
      result.setup = TestPhase(duration: .milliseconds(call.lowerBound - start), start: .at(start))
      result.call = TestPhase(
        duration: .milliseconds(call.upperBound - call.lowerBound), start: .at(call.lowerBound),
        stop: .at(call.upperBound))
      result.teardown = TestPhase(duration: .milliseconds(stop - call.upperBound), stop: .at(stop))
    }
    return result
  }

  /// A passed test of which only the duration is known.
  static func timed(_ name: String, _ milliseconds: Double, resolution: Double = 0, ordinal: Int)
    -> TestResult
  {
    var result = passed(name, ordinal: ordinal)
    result.duration = .milliseconds(milliseconds, resolution: resolution)
    return result
  }
}

extension TestSuite {
  /// A suite that began at ``Timestamp/begin``.
  static func lasting(
    _ milliseconds: Double, resolution: Double = 0, zone: Zone = .written, shiftedHours: Double = 0
  ) -> TestSuite {
    var suite = TestSuite(ordinal: 0, name: "suite")
    suite.start = .at(shiftedHours * 3_600_000)
    suite.zone = zone
    suite.duration = .milliseconds(milliseconds, resolution: resolution)
    return suite
  }
}

extension Capture {
  /// A capture on an Ethernet interface between two moments, in milliseconds.
  static func ethernet(_ first: Double, _ last: Double, dropped: Int? = 0) -> Capture {
    of(linkType: 1, first, last, dropped: dropped)
  }

  /// A capture on all interfaces (LINKTYPE_LINUX_SLL2).
  static func any(_ first: Double, _ last: Double) -> Capture { of(linkType: 276, first, last, dropped: 0) }

  private static func of(linkType: Int, _ first: Double, _ last: Double, dropped: Int?) -> Capture {
    var capture = Capture(interface: 0, linkType: linkType, snapLength: 0)
    capture.first = .at(first)
    capture.last = .at(last)
    capture.packets = 100
    capture.droppedPackets = dropped
    return capture
  }
}

extension Connection {
  /// The address that is the target's in most tests.
  static let target = "192.0.2.10"
  /// This machine's address.
  static let machine = "10.0.0.2"

  /// A TCP connection that was opened at `opened` (nil: before the capture) and answered 1 ms later.
  static func tcp(
    _ ordinal: Int, to server: String = target, port: UInt16 = 443, from client: String = machine,
    clientPort: UInt16? = nil, opened: Double?, bursts: [Burst] = []
  ) -> Connection {
    let moments = bursts.flatMap { [$0.start, $0.stop] } + (opened.map { [.at($0)] } ?? [])
    var connection = Connection(
      ordinal: ordinal, transport: .tcp,
      client: Endpoint(
        address: IPAddress(client) ?? IPAddress(v4: 0), port: clientPort ?? UInt16(40_000 + ordinal % 20_000)),
      server: Endpoint(address: IPAddress(server) ?? IPAddress(v4: 0), port: port), clientBasis: .syn,
      interface: 0, first: moments.min() ?? .at(0), last: moments.max() ?? .at(0))
    if let opened {
      connection.syn = .at(opened)
      connection.synCount = 1
      connection.synAck = .at(opened + 1)
    }
    connection.bursts = bursts
    return connection
  }
}

extension Burst {
  /// A turn of 100 bytes there and 200 back, answered at its end.
  static func answered(_ start: Double, _ stop: Double) -> Burst {
    var burst = Burst(start: .at(start), content: .application)
    burst.stop = .at(stop)
    burst.lastClient = .at(start)
    burst.firstServer = .at(stop)
    burst.clientBytes = 100
    burst.serverBytes = 200
    burst.clientPackets = 1
    burst.serverPackets = 1
    return burst
  }

  /// 50 bytes from the server alone.
  static func push(_ start: Double, _ stop: Double) -> Burst {
    var burst = Burst(start: .at(start), content: .application)
    burst.stop = .at(stop)
    burst.firstServer = .at(start)
    burst.serverBytes = 50
    burst.serverPackets = 1
    return burst
  }
}

extension Handshake {
  /// The ClientHello of a connection.
  static func hello(_ connection: Int, _ name: String, at time: Double) -> Handshake {
    var handshake = Handshake(connection: connection)
    handshake.clientHello = .at(time)
    handshake.serverName = name
    return handshake
  }
}

extension Lookup {
  /// A lookup that was answered 1 ms later.
  static func answered(
    _ name: String, _ address: String = Connection.target, by alias: String? = nil, at time: Double
  ) -> Lookup {
    var lookup = Lookup(name: name, type: 1)
    lookup.query = .at(time)
    lookup.response = .at(time + 1)
    lookup.responseCode = 0
    if let alias { lookup.answers.append(Answer(name: name, type: 5, timeToLive: 60, target: alias)) }
    lookup.answers.append(Answer(name: alias ?? name, type: 1, timeToLive: 60, address: IPAddress(address)))
    return lookup
  }
}

extension Exchange {
  /// A request that a witness tells of, by its end.
  static func told(by witness: Witness, host: String = "shop.test", start: Double?, end: Double) -> Exchange {
    var exchange = Exchange(witness: witness, method: "GET", url: "https://\(host)/")
    exchange.host = host
    exchange.start = start.map(Timestamp.at)
    exchange.end = .at(end)
    exchange.status = 200
    return exchange
  }
}
