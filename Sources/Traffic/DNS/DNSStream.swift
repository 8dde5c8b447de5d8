import Records

/// DNS over TCP: messages with their length before them (RFC 1035, 4.2.2; RFC 7766, 8).
final class DNSStream {
  private struct Direction {
    var length = 0
    var lengthBytes = 0
    var message: [UInt8] = []
    var start = Timestamp(nanoseconds: 0)
    /// How much of the present message passed unseen, and is still to come.
    var unseen = 0
    var isLost = false
  }

  private let connection: Int
  private let client: Endpoint
  private let server: Endpoint
  private let table = LookupTable()
  private var directions = [Direction(), Direction()]

  /// The stream of a connection between a resolver's client and the resolver.
  init(connection: Int, client: Endpoint, server: Endpoint) {
    self.connection = connection
    self.client = client
    self.server = server
  }

  /// Takes the next bytes of one direction.
  func consume(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws {
    let index = Int(side.rawValue)
    guard !directions[index].isLost else { return }
    var position = 0
    while position < bytes.count {
      if directions[index].unseen > 0 {
        // The message was handed over when its gap came.
        let count = min(directions[index].unseen, bytes.count - position)
        directions[index].unseen -= count
        position += count
      } else if directions[index].lengthBytes < 2 {
        if directions[index].lengthBytes == 0 { directions[index].start = time }
        directions[index].length = directions[index].length << 8 | Int(bytes[position])
        directions[index].lengthBytes += 1
        position += 1
      } else {
        let missing = directions[index].length - directions[index].message.count
        let end = position + min(missing, bytes.count - position)
        directions[index].message.append(contentsOf: bytes[position..<end])
        position = end
      }
      if directions[index].lengthBytes == 2, directions[index].message.count == directions[index].length {
        try handOver(from: side, at: time, into: sink)
      }
    }
  }

  /// Takes note that so many bytes of one direction passed unseen.
  func skip(_ count: Int, from side: Side, at time: Timestamp, into sink: any RecordSink) throws {
    let index = Int(side.rawValue)
    guard !directions[index].isLost else { return }
    var missing = directions[index].unseen
    if missing == 0, directions[index].lengthBytes == 2 {
      missing = directions[index].length - directions[index].message.count
      try handOver(from: side, at: time, into: sink)
    }
    directions[index].unseen = max(missing - count, 0)
    directions[index].isLost = missing < count
  }

  /// Takes the end of the connection.
  func finish(into sink: any RecordSink) throws {
    try table.finish(into: sink)
  }

  private func handOver(from side: Side, at time: Timestamp, into sink: any RecordSink) throws {
    let index = Int(side.rawValue)
    // A question counts from its first byte, an answer from its last.
    let moment = side == .client ? directions[index].start : time
    try directions[index].message.withUnsafeBytes {
      try table.consume(
        $0, connection: connection, client: client, server: server, fromClient: side == .client, at: moment,
        into: sink)
    }
    directions[index].message.removeAll(keepingCapacity: true)
    directions[index].length = 0
    directions[index].lengthBytes = 0
  }
}
