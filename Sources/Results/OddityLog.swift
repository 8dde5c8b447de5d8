import Records

/// Hands the oddities of one file to a sink, the first hundred of each name one by one and the rest as a count,
/// so that a file that is odd throughout does not drown what it says.
final class OddityLog {
  static let limit = 100

  private let sink: any RecordSink
  private var counts: [String: Int] = [:]

  init(sink: any RecordSink) {
    self.sink = sink
  }

  func report(_ name: String, _ detail: @autoclosure () -> String, at position: Oddity.Position) throws {
    counts[name, default: 0] += 1
    guard counts[name, default: 0] <= Self.limit else { return }
    try sink.receive(Oddity(name: name, detail: detail(), position: position))
  }

  /// Reports how many oddities of each name were held back.
  func finish() throws {
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) where count > Self.limit {
      try sink.receive(
        Oddity(name: name, detail: "\(count - Self.limit) more of these, not listed", position: .whole))
    }
  }
}
