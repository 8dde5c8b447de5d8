/// An IPv4 or IPv6 address. IPv4 is kept in its IPv6-mapped form (RFC 4291, 2.5.5.2).
public struct IPAddress: Hashable, Sendable, Comparable {
  /// The upper 64 bits, in host order.
  public var high: UInt64
  /// The lower 64 bits, in host order.
  public var low: UInt64

  /// An IPv6 address of 128 bits.
  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address, in host order.
  @inlinable
  public init(v4: UInt32) {
    high = 0
    low = 0xffff_0000_0000 | UInt64(v4)
  }

  /// Whether this is an IPv4 address, or an IPv6-mapped one.
  @inlinable public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// Whether the address is of this machine alone: 127.0.0.0/8 (RFC 1122, 3.2.1.3), ::1 (RFC 4291, 2.5.3), or unspecified.
  public var isLoopback: Bool {
    if isIPv4 { return (low >> 24) & 0xff == 127 || low & 0xffff_ffff == 0 }
    return high == 0 && low <= 1
  }

  /// Orders by the bits.
  public static func < (one: IPAddress, other: IPAddress) -> Bool {
    (one.high, one.low) < (other.high, other.low)
  }
}

extension IPAddress: CustomStringConvertible, LosslessStringConvertible {
  /// The address as text: dotted decimal, or RFC 5952 for IPv6.
  public var description: String {
    if isIPv4 {
      return "\((low >> 24) & 0xff).\((low >> 16) & 0xff).\((low >> 8) & 0xff).\(low & 0xff)"
    }
    let groups = (0..<8).map { index in
      UInt16(truncatingIfNeeded: index < 4 ? high >> (48 - 16 * index) : low >> (112 - 16 * index))
    }
    var longest = 0..<0
    var index = 0
    while index < 8 {
      var end = index
      while end < 8, groups[end] == 0 { end += 1 }
      if end - index > max(longest.count, 1) { longest = index..<end }
      index = max(end, index + 1)
    }
    func text(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return text(groups[...]) }
    return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
  }

  /// Reads dotted decimal IPv4 and RFC 4291 IPv6 text (a zone after `%` is dropped), or nil for anything else.
  public init?(_ description: String) {
    let text = description.prefix { $0 != "%" }
    if let v4 = Self.ipv4(text) {
      self.init(v4: v4)
      return
    }
    guard let groups = Self.ipv6Groups(text) else { return nil }
    var halves: [UInt64] = [0, 0]
    for (index, group) in groups.enumerated() {
      halves[index / 4] = halves[index / 4] << 16 | UInt64(group)
    }
    self.init(high: halves[0], low: halves[1])
  }

  private static func ipv4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard part.count <= 3, part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part) else {
        return nil
      }
      value = value << 8 | UInt32(byte)
    }
    return value
  }

  private static func ipv6Groups(_ text: Substring) -> [UInt16]? {
    guard text.utf8.count <= 45, text.contains(":") else { return nil }
    let sides = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard sides.count <= 2 else { return nil }
    func groups(_ side: Substring) -> [UInt16]? {
      if side.isEmpty { return [] }
      var found: [UInt16] = []
      let parts = side.split(separator: ":", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index == parts.count - 1, let v4 = ipv4(part) {
          found += [UInt16(v4 >> 16), UInt16(v4 & 0xffff)]
        } else if (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), part.first != "+" {
          found.append(group)
        } else {
          return nil
        }
      }
      return found
    }
    guard let head = groups(sides[0]) else { return nil }
    guard sides.count == 2 else { return head.count == 8 ? head : nil }
    guard let tail = groups(sides[1]), head.count + tail.count < 8 else { return nil }
    return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
  }
}
