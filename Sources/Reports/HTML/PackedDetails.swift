/// The details of tests that are not in the page as markup, but as data from which its script makes the same markup.
///
/// The data is JSON in a `script` element of a type that no browser runs: each frame once, with the values in it that
/// are the same for all tests; and for each test a line with the numbers of its frames (in base 36), each followed by
/// the values that differ, where `=n` stands for the line's value n (in base 36; each value that is written out counts, from 0).
struct PackedDetails {
  private struct Frame {
    let frame: String
    let values: [String]
    /// For each value, whether it differs between tests.
    var differs: [Bool]
    /// The number of the frame, where a line has it.
    var number: Int?
  }

  private var frames: [String: Frame]
  private var order: [String] = []
  private var lines: [String] = []

  /// How many bytes the data takes, to within a few.
  private(set) var size = 100

  /// How many tests are in it.
  var count: Int { lines.count }

  /// No data yet, for tests of which all or some will be added.
  init(for details: some Sequence<[FramedMarkup]>) {
    frames = [:]
    for part in details.joined() {
      guard var known = frames[part.frame] else {
        let differs = [Bool](repeating: false, count: part.values.count)
        frames[part.frame] = Frame(frame: part.frame, values: part.values, differs: differs)
        continue
      }
      var isChanged = false
      for (place, value) in part.values.enumerated() where !known.differs[place] {
        known.differs[place] = value != known.values[place]
        isChanged = isChanged || known.differs[place]
      }
      if isChanged { frames[part.frame] = known }
    }
  }

  /// Adds a test's details, where they fit.
  ///
  /// - Returns: whether they do.
  mutating func add(_ parts: [FramedMarkup], limit: Int) -> Bool {
    var words: [String] = []
    var places: [String: Int] = [:]
    var added: [String] = []
    var growth = 4
    for part in parts {
      guard let frame = frames[part.frame] else { continue }
      let number = frame.number ?? order.count + added.count
      if frame.number == nil {
        frames[part.frame]?.number = number
        added.append(part.frame)
        growth += Self.literal(Self.shared(frame)).utf8.count + 2
      }
      words.append(String(number, radix: 36))
      for (place, value) in part.values.enumerated() where frame.differs[place] {
        let known = places[value]
        words.append(known.map { "=" + String($0, radix: 36) } ?? value)
        if known == nil { places[value] = places.count }
      }
    }
    let line = words.joined(separator: " ")
    growth += line.utf8.count
    guard size + growth <= limit else {
      for frame in added { frames[frame]?.number = nil }
      return false
    }
    order += added
    lines.append(line)
    size += growth
    return true
  }

  /// The element that holds the data.
  ///
  /// - Parameter first: the place of the first of these tests in the page's list.
  func markup(first: Int) -> String {
    let frames = order.compactMap { self.frames[$0].map { Self.literal(Self.shared($0)) } }
    let lines = lines.map(Self.literal)
    return """
      <script type="application/json" id="packed">{"first":\(first),
      "frames":[\(frames.joined(separator: ",\n"))],
      "tests":[\(lines.joined(separator: ",\n"))]}</script>

      """
  }

  /// A frame with the values that do not differ.
  private static func shared(_ frame: Frame) -> String {
    var shared = ""
    let pieces = frame.frame.utf8.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      if place > 0 { shared += frame.differs[place - 1] ? "~" : frame.values[place - 1] }
      shared += Substring(piece)
    }
    return shared
  }

  /// A JSON string (RFC 8259) that can't end the element that it stands in. Markup has no hidden characters.
  private static func literal(_ text: String) -> String {
    var literal: [UInt8] = [UInt8(ascii: "\"")]
    literal.reserveCapacity(text.utf8.count + 8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): literal += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "<"): literal += "\\u003c".utf8
      default: literal.append(byte)
      }
    }
    literal.append(UInt8(ascii: "\""))
    return String(decoding: literal, as: UTF8.self)
  }
}
