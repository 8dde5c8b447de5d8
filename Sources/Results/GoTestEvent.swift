import Records

/// A line of `go test -json`: an event of a test, or of a package where it names no test.
struct GoTestEvent: Decodable {
  private enum Key: String, CodingKey {
    case time = "Time"
    case action = "Action"
    case package = "Package"
    case test = "Test"
    case elapsed = "Elapsed"
    case output = "Output"
  }

  /// The most bytes of a package's or a test's name: 16 KiB. An event with a longer one is none.
  private static let nameLimit = 16_384

  let time: TimestampText?
  let action: String
  /// Empty where test2json was not told it.
  let package: String
  let test: String?
  let elapsed: RecordedDuration?
  let output: String?

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    action = try values.decode(String.self, forKey: .action)
    package = try values.decodeIfPresent(String.self, forKey: .package) ?? ""
    test = try values.decodeIfPresent(String.self, forKey: .test)
    guard package.utf8.count <= Self.nameLimit, test?.utf8.count ?? 0 <= Self.nameLimit else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a name is too long"))
    }
    time = try values.decodeIfPresent(String.self, forKey: .time).flatMap { TimestampText($0) }
    elapsed = try values.decodeIfPresent(Double.self, forKey: .elapsed).flatMap(Self.duration)
    output = try values.decodeIfPresent(String.self, forKey: .output)
  }

  /// What `--- PASS: TestX (0.29s)` says; test2json writes the figure as a number, without its zeros at the end.
  private static func duration(seconds: Double) -> RecordedDuration? {
    let finest = RecordedDuration(seconds: seconds, resolution: 0)
    return finest.map { duration in
      let isHundredths = duration.nanoseconds % 10_000_000 == 0
      return RecordedDuration(
        nanoseconds: duration.nanoseconds, resolution: isHundredths ? 10_000_000 : 0)
    }
  }

  /// Whether this is the line with which `go test` says that it ran nothing, as nothing had changed: `ok  \tp\t(cached)`.
  var isOfCachedPackage: Bool {
    guard let output, output.hasPrefix("ok  \t") else { return false }
    return output.utf8.firstRange(of: "\t(cached)".utf8) != nil
  }

  /// The line of `t.Error`, `t.Skip` and their kin in this output (`    calc_test.go:12: ...`), or a panic's; nil for other output.
  var report: String? {
    guard let line = output.flatMap({ MessageText.firstLine($0.utf8) }) else { return nil }
    if line.hasPrefix("panic: ") { return line }
    guard let file = line.utf8.firstRange(of: ".go:".utf8) else { return nil }
    let rest = line.utf8[file.upperBound...].drop { (0x30...0x39).contains($0) }
    let isPlace = !line.utf8[..<file.lowerBound].contains(0x20) && rest.first == UInt8(ascii: ":")
    return isPlace ? line : nil
  }
}
