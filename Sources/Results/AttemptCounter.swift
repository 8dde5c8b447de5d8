import CLibXML2

/// Counts how often each test was met, so that a retry gets the next attempt's number.
///
/// Keeps 52 bits of a hash and a count in one word per test, in a table with open addressing: 16 MiB for a million tests.
/// The hash is seeded anew in each process, so that no input can be made to collide.
struct AttemptCounter {
  /// The most tests that are told apart; every attempt at a further one is counted as its first.
  static let limit = 3_000_000

  private static let countMask: UInt64 = 0xfff
  /// An odd number without pattern: the golden ratio's fraction.
  private static let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var words = [UInt64](repeating: 0, count: 64)
  private var used = 0
  private let seed = UInt64.random(in: 0 ... .max)
  private var hash: UInt64 = 0

  /// Names the test that comes next, of the class `className` and the name `name` in a suite.
  ///
  /// Apart from ``countAttempt()``, so that the memory of its slot is on its way while other work is done.
  mutating func meet(className: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, suite: Int) {
    var hash = seed ^ UInt64(truncatingIfNeeded: suite)
    hash = Self.mix(hash ^ UInt64(className.count), Self.multiplier)
    hash = Self.hash(name, into: Self.hash(className, into: hash))
    self.hash = hash & ~Self.countMask
    let slot = Int(truncatingIfNeeded: hash >> 20) & (words.count - 1)
    words.withUnsafeBytes { assay_prefetch($0.baseAddress?.advanced(by: slot * MemoryLayout<UInt64>.stride)) }
  }

  /// The number of this attempt, counted from 1, at the test that was met last.
  mutating func countAttempt() -> Int {
    let slot = slot(of: hash)
    if words[slot] != 0 {
      if words[slot] & Self.countMask < Self.countMask { words[slot] += 1 }
      return Int(words[slot] & Self.countMask)
    }
    guard used < Self.limit else { return 1 }
    words[slot] = hash | 1
    used += 1
    if used * 2 > words.count { grow() }
    return 1
  }

  /// The number of this attempt, counted from 1, at the test `id` of the only suite.
  mutating func attempt(at id: String) -> Int {
    var id = id
    id.withUTF8 { meet(className: UnsafeRawBufferPointer(start: nil, count: 0), name: .init($0), suite: 0) }
    return countAttempt()
  }

  /// Forgets all tests.
  mutating func removeAll() {
    if used > 0 { self = AttemptCounter() }
  }

  /// Where the word of `hash` is or belongs. At least half of the table is free, so the search ends.
  private func slot(of hash: UInt64) -> Int {
    let mask = words.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 20) & mask
    while words[slot] != 0, words[slot] & ~Self.countMask != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = words
    words = [UInt64](repeating: 0, count: old.count * 2)
    for word in old where word != 0 { words[slot(of: word & ~Self.countMask)] = word }
  }

  /// Eight bytes at a time: as strong as wyhash, whose step this is, and several times as fast as SipHash.
  @inline(__always)
  private static func hash(_ bytes: UnsafeRawBufferPointer, into seed: UInt64) -> UInt64 {
    var hash = seed
    var offset = 0
    while offset &+ 8 <= bytes.count {
      hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), multiplier)
      offset &+= 8
    }
    var rest = UInt64(bytes.count &- offset)
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset &+= 1
    }
    return mix(hash ^ rest, multiplier)
  }

  @inline(__always)
  private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}
