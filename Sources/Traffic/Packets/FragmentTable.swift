import Records

/// Puts fragmented datagrams together (RFC 791, 3.2; RFC 8200, 4.5), a bounded number at a time.
struct FragmentTable {
  /// The most datagrams in the making; the oldest is given up beyond.
  static let capacity = 256
  /// The most bytes of one datagram.
  static let longestDatagram = 65_535
  /// The most pieces of one datagram that are not joined by others.
  private static let mostPieces = 512

  private struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    var nextProtocol: UInt8
  }

  private struct Datagram {
    var bytes: [UInt8] = []
    /// What came, in order; pieces that touch are one.
    var pieces: [Range<Int>] = []
    var length: Int?
    var born: Int

    mutating func add(_ payload: UnsafeRawBufferPointer, at range: Range<Int>) {
      if bytes.count < range.upperBound {
        bytes.append(contentsOf: repeatElement(0, count: range.upperBound - bytes.count))
      }
      bytes.replaceSubrange(range, with: payload)
      var place = pieces.endIndex
      while place > 0, pieces[place - 1].upperBound >= range.lowerBound { place -= 1 }
      var joined = range
      var end = place
      while end < pieces.endIndex, pieces[end].lowerBound <= joined.upperBound {
        joined =
          min(joined.lowerBound, pieces[end].lowerBound)..<max(joined.upperBound, pieces[end].upperBound)
        end += 1
      }
      pieces.replaceSubrange(place..<end, with: CollectionOfOne(joined))
    }
  }

  private var datagrams: [Key: Datagram] = [:]
  private var clock = 0

  /// Adds a fragment; gives the whole payload when it was the missing one.
  mutating func add(
    _ packet: InternetPacket, _ fragment: InternetPacket.Fragment, _ payload: UnsafeRawBufferPointer
  ) -> [UInt8]? {
    // A fragment that the snap length cut can never be completed.
    guard payload.count == packet.payloadLength, fragment.offset + payload.count <= Self.longestDatagram
    else {
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
    // Taken out, so that its bytes are not copied to be changed.
    var datagram = datagrams.removeValue(forKey: key) ?? Datagram(born: clock)
    let range = fragment.offset..<(fragment.offset + payload.count)
    datagram.add(payload, at: range)
    if fragment.isLast { datagram.length = range.upperBound }
    guard datagram.pieces.count <= Self.mostPieces else { return nil }
    if let length = datagram.length, let first = datagram.pieces.first, first.lowerBound == 0,
      first.upperBound >= length
    {
      return Array(datagram.bytes.prefix(length))
    }
    datagrams[key] = datagram
    return nil
  }
}
