import Records

/// A turn of traffic as one test must have seen it through: from its request, or from opening the connection where
/// that was done for it, to the first packet of the answer.
struct Turn {
  /// Pauses up to this long between opening a connection and asking are one doing: 10 ms.
  private static let longestPause: Int64 = 10_000

  /// How many bursts are looked through for the first of the application.
  private static let longestBeginning = 64

  var start: Int64
  var stop: Int64
  /// Whether nobody else's request can be a part of it: it is the only one on its connection, or the connection carries
  /// one at a time. With HTTP/2 tests that run side by side share a turn.
  var isOfOneTest: Bool

  /// The turn of a burst; the opening's where there is none.
  init(_ burst: BurstCoding.StoredBurst?, of connection: TrafficRecords.StoredConnection, exchanges: Int) {
    let beginning = connection.bursts.prefix(Self.longestBeginning)
    let first = beginning.first { $0.content == .application }
    let ready = beginning.prefix { $0.content != .application }.last { $0.content == .handshake }?.stop
    let isPlain = ready == nil && connection.syn != nil && connection.applicationProtocol != "tls"
    isOfOneTest = exchanges == 1 || isPlain
    let opened =
      connection.synCount > 1
      ? min(connection.first, connection.syn ?? .max) : connection.syn ?? connection.first
    let answered = ready ?? connection.synAck ?? connection.serverRST ?? opened
    let isOpenedForFirst =
      connection.syn != nil && (first.map { $0.start - answered <= Self.longestPause } ?? false)
    let end = (burst ?? (isOpenedForFirst ? first : nil)).map {
      $0.clientBytes > 0 ? $0.firstServer ?? $0.stop : $0.stop
    }
    let isFirst = burst == nil || burst?.start == first?.start && isOpenedForFirst
    start = isFirst ? opened : burst?.start ?? opened
    stop = max(start, end ?? answered)
  }
}

extension MergedTest.Window {
  /// How likely the test was running all through a turn.
  func likelihood(ofHolding turn: Turn, tolerance: Int64) -> Double {
    if let alignment {
      return alignment.likelihood(
        ofHolding: WorkerAssignment.Activity(start: turn.start, stop: turn.stop + tolerance))
    }
    return start - tolerance <= turn.start && turn.stop <= stop + tolerance ? 1 : 0
  }
}
