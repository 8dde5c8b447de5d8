import FoundationEssentials
import Records

/// A line of what `swift test` prints.
struct XCTestConsoleLine {
  enum Content {
    /// XCTest began a test, at a local time where it says so.
    case started(TestName, TimestampText?)
    /// XCTest ended a test, after so many seconds.
    case ended(TestName, Outcome, seconds: Double?)
    /// Something failed in a test, or it was skipped for a reason.
    case message(TestName, String)
    /// The launcher of parallel tests got to know that one has ended.
    case reported(TestName)
    /// Anything else.
    case other
  }

  /// A test by its class and its own name.
  struct TestName: Hashable {
    /// The module; empty where the line names none.
    var module = ""
    var className: String
    var name: String

    /// The same without the module, which not every line names.
    var withoutModule: TestName { TestName(className: className, name: name) }
  }

  /// When the line arrived, where it says so.
  var arrival: Timestamp?
  var content = Content.other

  init(_ bytes: UnsafeRawBufferPointer) {
    let line = Self.split(bytes)
    arrival = line.arrival
    content = line.text.withUnsafeBytes(Self.content)
  }

  /// Takes the time of arrival off a line, and what GitLab writes behind it (`00O `), and the end of the line.
  static func split(_ bytes: UnsafeRawBufferPointer) -> (arrival: Timestamp?, text: ArraySlice<UInt8>) {
    var text = Array(bytes.prefix(MessageText.limit * 4))[...]
    while let last = text.last, last == 0x0d || last == 0x20 { text.removeLast() }
    guard let first = text.first, (0x30...0x39).contains(first),
      let space = text.prefix(40).firstIndex(of: 0x20),
      let time = text[..<space].withUnsafeBytes({ TimestampText($0) }), time.hasZone
    else { return (nil, text) }
    text = text[(space + 1)...]
    if text.count > 3, text.prefix(2).allSatisfy({ (0x30...0x39).contains($0) }),
      text.dropFirst(2).first == UInt8(ascii: "O")
    {
      text = text.dropFirst(4)
    }
    return (time.timestamp, text)
  }

  /// The test of `[3/6] Testing M.A/b`; nil for any other line.
  static func specifier(of bytes: UnsafeRawBufferPointer) -> TestName? {
    guard bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")),
      bytes[1..<end].allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "/") }),
      bytes[end...].starts(with: "] Testing ".utf8)
    else { return nil }
    let words = String(decoding: bytes[(end + 10)...], as: UTF8.self)
    let parts = words.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let dot = parts[0].firstIndex(of: "."), !parts[1].isEmpty else { return nil }
    return TestName(
      module: String(parts[0][..<dot]), className: String(parts[0][parts[0].index(after: dot)...]),
      name: String(parts[1]))
  }

  private static func content(_ bytes: UnsafeRawBufferPointer) -> Content {
    if let name = specifier(of: bytes) { return .reported(name) }
    if bytes.starts(with: "Test Case '".utf8) { return testCase(String(decoding: bytes, as: UTF8.self)) }
    guard bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: "<") else { return .other }
    return message(String(decoding: bytes, as: UTF8.self))
  }

  /// `Test Case 'A.b' started at TIME`, `Test Case 'A.b' passed (0.1 seconds)`; on Apple's systems `-[M.A b]` is the name.
  private static func testCase(_ line: String) -> Content {
    let rest = line.dropFirst("Test Case '".count)
    guard let quote = rest.firstRange(of: "' "), let name = name(rest[..<quote.lowerBound]) else {
      return .other
    }
    let event = rest[quote.upperBound...]
    if event.hasPrefix("started") {
      let time = event.dropFirst("started at ".count)
      return .started(name, TimestampText(String(time)))
    }
    let outcomes: [Substring: Outcome] = ["passed": .passed, "failed": .failed, "skipped": .skipped]
    guard let outcome = outcomes[event.prefix { $0 != " " }] else { return .other }
    let figure = event.drop { $0 != "(" }.dropFirst().prefix { $0 != " " }
    return .ended(name, outcome, seconds: Double(String(figure)))
  }

  /// `FILE:LINE: error: A.b : MESSAGE`, `FILE:LINE: A.b : Test skipped - REASON`.
  private static func message(_ line: String) -> Content {
    guard let mark = line.firstRange(of: " : ") else { return .other }
    let before = line[..<mark.lowerBound]
    guard let word = before.split(separator: " ").last, let name = name(word), before.contains(": ") else {
      return .other
    }
    let text = line[mark.upperBound...]
    return .message(
      name, String(text.firstRange(of: "Test skipped - ").map { text[$0.upperBound...] } ?? text))
  }

  private static func name(_ text: Substring) -> TestName? {
    if text.hasPrefix("-["), text.hasSuffix("]") {
      let parts = text.dropFirst(2).dropLast().split(separator: " ")
      guard parts.count == 2 else { return nil }
      let dot = parts[0].firstIndex(of: ".")
      return TestName(
        module: dot.map { String(parts[0][..<$0]) } ?? "",
        className: String(dot.map { parts[0][parts[0].index(after: $0)...] } ?? parts[0]),
        name: String(parts[1]))
    }
    guard let dot = text.lastIndex(of: "."), dot != text.startIndex else { return nil }
    let name = text[text.index(after: dot)...]
    return name.isEmpty ? nil : TestName(className: String(text[..<dot]), name: String(name))
  }
}
