/// What several sentences have in common that differ in their numbers at most.
///
/// `it lasted 0.2 ms` and `it lasted 1.5 ms` make `it lasted 0.2 to 1.5 ms`.
struct MergedSentence {
  /// A sentence taken apart: the frame is what is left when the byte 0xff, which UTF-8 has no use
  /// for, stands in the place of every number that stands by itself.
  struct Parts {
    fileprivate(set) var frame: [UInt8] = []
    fileprivate(set) var numbers: [Substring] = []

    init(_ sentence: String) {
      let bytes = sentence.utf8
      frame.reserveCapacity(bytes.count)
      var index = bytes.startIndex
      var previous = UInt8(ascii: " ")
      while index < bytes.endIndex {
        if Parts.isBoundary(previous), let end = Parts.endOfNumber(in: bytes, from: index) {
          numbers.append(sentence[index..<end])
          frame.append(placeholder)
          previous = UInt8(ascii: "0")
          index = end
        } else {
          previous = bytes[index]
          frame.append(previous)
          index = bytes.index(after: index)
        }
      }
    }

    /// The end of the number that begins here: digits, with points, commas and colons between them; nil where
    /// there is none, or where it is a part of a word.
    private static func endOfNumber(in bytes: String.UTF8View, from start: String.Index) -> String.Index? {
      var end = start
      var index = start
      while index < bytes.endIndex {
        let byte = bytes[index]
        let isSeparator = [0x2c, 0x2e, 0x3a].contains(byte)
        guard isDigit(byte) || isSeparator && index > start else { break }
        index = bytes.index(after: index)
        if !isSeparator { end = index }
      }
      guard end > start else { return nil }
      return end == bytes.endIndex || isBoundary(bytes[end]) || ",.:%".utf8.contains(bytes[end]) ? end : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isBoundary(_ byte: UInt8) -> Bool { " ();".utf8.contains(byte) }
  }

  /// The values that one number had.
  private struct Place {
    var least: (text: Substring, value: Double?)
    var most: (text: Substring, value: Double?)

    init(_ text: Substring) {
      least = (text, Double(text))
      most = least
    }

    mutating func add(_ text: Substring) {
      guard text != least.text, text != most.text else { return }
      guard let value = Double(text), let low = least.value, let high = most.value else {
        least.value = nil
        most = ("", nil)
        return
      }
      if value < low { least = (text, value) }
      if value > high { most = (text, value) }
    }

    /// Clock times and the like have no place between two ends: theirs are left open.
    var text: String {
      if least.text == most.text { return String(least.text) }
      return least.value == nil ? "…" : "\(least.text) to \(most.text)"
    }
  }

  /// What stands for a number in a frame.
  static let placeholder: UInt8 = 0xff

  private let frame: [UInt8]
  private var places: [Place]

  init(_ parts: Parts) {
    frame = parts.frame
    places = parts.numbers.map(Place.init)
  }

  /// Adds a sentence with the same frame.
  mutating func add(_ parts: Parts) {
    for (index, number) in parts.numbers.enumerated() where index < places.count { places[index].add(number) }
  }

  /// The sentence, with the ends of the range where a number differs.
  var text: String {
    var bytes: [UInt8] = []
    var rest = places[...]
    for byte in frame {
      if byte == Self.placeholder, let place = rest.popFirst() {
        bytes += Array(place.text.utf8)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
