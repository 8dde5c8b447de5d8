/// Where a capture shows by itself that packets are missing: bytes that one end acknowledged and nobody sent.
///
/// A few such connections tell of a moment in which packets were lost, and nothing of the rest of the run; many tell of a
/// capture that nothing can be missed in.
struct CaptureLosses {
  /// Packets are lost together, as when the capture's buffer is full: so near a loss, others may be missing too.
  private static let margin: Int64 = 1_000_000
  /// Of more than one connection in so many, the capture is lossy throughout.
  private static let mostRarely = 20

  private var seen: [Int64: Int] = [:]
  private var losses: [Int64: [ClosedRange<Int64>]] = [:]

  /// The losses of all captures of a run, by its connections whose beginning was captured.
  init(_ connections: [TrafficRecords.StoredConnection]) {
    for connection in connections where connection.isTCP && connection.syn != nil {
      seen[connection.source, default: 0] += 1
      guard connection.missingBytes > 0 else { continue }
      losses[connection.source, default: []].append(
        connection.first - Self.margin...max(connection.first, connection.last) + Self.margin)
    }
  }

  /// Whether packets of a source may be missing in a window.
  func mayConcern(_ window: ClosedRange<Int64>, of source: Int64) -> Bool {
    guard let losses = losses[source] else { return false }
    return losses.count * Self.mostRarely > seen[source, default: 0]
      || losses.contains { $0.overlaps(window) }
  }
}
