import Records

/// Puts fragmented datagrams together (RFC 791, 3.2; RFC 8200, 4.5), a bounded number at a time.
struct FragmentTable {
  /// The most datagrams in the making; the oldest is given up beyond.
  static let capacity = 256
  /// The most bytes of one datagram.
  static let longestDatagram = 65_535

  private struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    var nextProtocol: UInt8
  }

  private struct Datagram {
    var bytes: [UInt8] = []
    var pieces: [Range<Int>] = []
    var length: Int?
    var born: Int
  }

  private var datagrams: [Key: Datagram] = [:]
  private var clock = 0

  /// Adds a fragment; gives the whole payload when it was the missing one.
  mutating func add(
    _ packet: InternetPacket, _ fragment: InternetPacket.Fragment, _ payload: UnsafeRawBufferPointer
  ) -> [UInt8]? {
    // A fragment that the snap length cut can never be completed.
    guard payload.count == packet.payloadLength, fragment.offset + payload.count <= Self.longestDatagram else {
      return nil
    }
    let key = Key(
      source: packet.source, destination: packet.destination, identification: fragment.identification,
      nextProtocol: packet.nextProtocol)
    clock += 1
    if datagrams[key] == nil, datagrams.count >= Self.capacity,
      let oldest = datagrams.min(by: { $0.value.born < $1.value.born })?.key
    {
      datagrams[oldest] = nil
    }
    var datagram = datagrams[key] ?? Datagram(born: clock)
    let range = fragment.offset..<(fragment.offset + payload.count)
    guard datagram.pieces.count < 4096 else {
      datagrams[key] = nil
      return nil
    }
    if datagram.bytes.count < range.upperBound {
      datagram.bytes.append(contentsOf: repeatElement(0, count: range.upperBound - datagram.bytes.count))
    }
    datagram.bytes.replaceSubrange(range, with: payload)
    datagram.pieces.append(range)
    if fragment.isLast { datagram.length = range.upperBound }
    if let length = datagram.length, Self.covers(datagram.pieces, length) {
      datagrams[key] = nil
      return Array(datagram.bytes.prefix(length))
    }
    datagrams[key] = datagram
    return nil
  }

  private static func covers(_ pieces: [Range<Int>], _ length: Int) -> Bool {
    var reached = 0
    for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard piece.lowerBound <= reached else { return false }
      reached = max(reached, piece.upperBound)
    }
    return reached >= length
  }
}
