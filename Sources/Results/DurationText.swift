import Records

/// What the `time` attribute of a JUnit report says, in any of the ways in which producers write it.
///
/// A figure is in seconds unless it has a unit (`80.803us`, `1m 2.5s`). Its resolution is the step of its last digit,
/// and so never finer than what was written. Two exceptions: an exponent is only written by
/// formats that write all they know, and six decimals that end in `0000` are gotestsum's way to
/// write the hundredths of a second that `go test` prints.
///
/// A comma followed by a point groups thousands, and so do several commas. A single comma is a decimal point where
/// thousands cannot be grouped like that (`0,03`, `0,160`, `1234,567`); otherwise (`1,078`) nobody can tell.
enum DurationText: Equatable {
  case duration(RecordedDuration)
  case empty
  case ambiguous
  case negative
  case unreadable

  /// The most bytes that a figure can have.
  private static let limit = 64

  init(_ bytes: UnsafeRawBufferPointer) {
    if let plain = Self.plain(bytes) {
      self = .duration(plain)
      return
    }
    var text = bytes[...]
    while let first = text.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
    while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
    guard let first = text.first else {
      self = .empty
      return
    }
    guard text.count <= Self.limit else {
      self = .unreadable
      return
    }
    if first == 0x2d {
      let rest = Self(UnsafeRawBufferPointer(rebasing: text.dropFirst()))
      if case .duration = rest { self = .negative } else { self = .unreadable }
      return
    }
    self = Self.sum(text)
  }

  /// Reads what nearly every figure is: up to nine digits, a point and up to nine more. The rest takes the long way.
  private static func plain(_ bytes: UnsafeRawBufferPointer) -> RecordedDuration? {
    guard bytes.count > 2, bytes.count <= 18 else { return nil }
    var value: Int64 = 0
    var decimals = -1
    for byte in bytes {
      let digit = byte &- 0x30
      if digit < 10 {
        value = value &* 10 &+ Int64(digit)
        decimals += decimals < 0 ? 0 : 1
      } else if byte == 0x2e, decimals < 0 {
        decimals = 0
      } else {
        return nil
      }
    }
    guard (1...9).contains(decimals), bytes.count - decimals <= 10 else { return nil }
    var resolution: Int64 = 1_000_000_000
    for _ in 0..<decimals { resolution /= 10 }
    let isHundredths = decimals == 6 && value % 10_000 == 0
    return RecordedDuration(
      nanoseconds: value &* resolution, resolution: isHundredths ? 10_000_000 : resolution)
  }

  /// The sum of the parts of `1m 2.5s`; mostly there is but one.
  private static func sum(_ text: Slice<UnsafeRawBufferPointer>) -> DurationText {
    var total = RecordedDuration(nanoseconds: 0, resolution: 0)
    var rest = text
    var parts = 0
    while !rest.isEmpty {
      let number = rest.prefix { (0x30...0x39).contains($0) || $0 == 0x2e || $0 == 0x2c }
      var tail = rest[number.endIndex...]
      if let exponent = tail.first, exponent | 0x20 == 0x65 {
        return parts == 0 ? scientific(text) : .unreadable
      }
      let word = tail.prefix { $0 != 0x20 && !(0x30...0x39).contains($0) }
      guard let unit = nanoseconds(ofUnit: word) else { return .unreadable }
      tail = tail[word.endIndex...].drop { $0 == 0x20 }
      // A figure without unit stands alone.
      if word.isEmpty, parts > 0 || !tail.isEmpty { return .unreadable }
      switch decimal(number, unit: unit) {
      case .duration(let part):
        guard let sum = TotalDuration.of([total, part]) else { return .unreadable }
        // The last part is the finest.
        total = RecordedDuration(nanoseconds: sum.nanoseconds, resolution: part.resolution)
      case let other: return other
      }
      rest = tail
      parts += 1
    }
    return .duration(total)
  }

  private static func nanoseconds(ofUnit word: Slice<UnsafeRawBufferPointer>) -> Int64? {
    if word.isEmpty { return 1_000_000_000 }
    switch String(decoding: word, as: UTF8.self) {
    case "ns": return 1
    case "us", "µs", "μs": return 1000
    case "ms": return 1_000_000
    case "s": return 1_000_000_000
    case "m": return 60_000_000_000
    case "h": return 3_600_000_000_000
    case "d": return 86_400_000_000_000
    default: return nil
    }
  }

  /// Reads digits, points and commas.
  private static func decimal(_ number: Slice<UnsafeRawBufferPointer>, unit: Int64) -> DurationText {
    let commas = number.count(where: { $0 == 0x2c })
    let points = number.count(where: { $0 == 0x2e })
    var mark: Int?
    if commas + points == 1 {
      mark = number.lastIndex { $0 == 0x2c || $0 == 0x2e }
      let before = (mark ?? number.startIndex) - number.startIndex
      let after = number.count - before - 1
      if commas == 1, after == 3, (1...3).contains(before), number.first != 0x30 { return .ambiguous }
    } else if commas > 0, points > 0 {
      // The mark that comes last is the decimal one, so it must be there once: `2,120.532`, `2.120,532`.
      mark = number.lastIndex { $0 == 0x2c || $0 == 0x2e }
      if let last = mark, number.count(where: { $0 == number[last] }) > 1 { return .unreadable }
    }
    let whole = number[number.startIndex..<(mark ?? number.endIndex)]
    let fraction = mark.map { number[($0 + 1)...] } ?? number[number.endIndex...]
    guard whole.count + fraction.count > 0, areThousandsGrouped(whole) else { return .unreadable }
    return scaled(whole: whole, fraction: fraction, unit: unit)
  }

  private static func scaled(
    whole: Slice<UnsafeRawBufferPointer>, fraction: Slice<UnsafeRawBufferPointer>, unit: Int64
  ) -> DurationText {
    var value: Int64 = 0
    for digit in whole where digit >= 0x30 {
      value = value * 10 + Int64(digit - 0x30)
      // A century: what lies beyond it is no duration of a test.
      guard value <= 3_200_000_000 else { return .unreadable }
    }
    let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: unit)
    guard !overflow, nanoseconds <= 3_200_000_000_000_000_000 else { return .unreadable }
    var rest = 0.0
    var step = Double(unit)
    for digit in fraction {
      step /= 10
      rest += Double(digit - 0x30) * step
    }
    let isHundredths =
      unit == 1_000_000_000 && fraction.count == 6 && fraction.suffix(4).allSatisfy { $0 == 0x30 }
    return .duration(
      RecordedDuration(
        nanoseconds: nanoseconds + Int64(rest.rounded()),
        resolution: isHundredths ? 10_000_000 : Int64(step)))
  }

  private static func areThousandsGrouped(_ whole: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard let firstMark = whole.firstIndex(where: { $0 < 0x30 }) else { return true }
    guard (1...3).contains(firstMark - whole.startIndex) else { return false }
    let mark = whole[firstMark]
    for (offset, byte) in whole[firstMark...].enumerated() {
      guard offset % 4 == 0 ? byte == mark : byte >= 0x30 else { return false }
    }
    return (whole.endIndex - firstMark) % 4 == 0
  }

  /// Reads a figure with an exponent: `1e-05`.
  private static func scientific(_ text: Slice<UnsafeRawBufferPointer>) -> DurationText {
    guard let seconds = Double(String(decoding: text, as: UTF8.self)),
      let duration = RecordedDuration(seconds: seconds, resolution: 0)
    else { return .unreadable }
    return .duration(duration)
  }
}
