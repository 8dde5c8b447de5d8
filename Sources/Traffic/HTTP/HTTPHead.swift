import Records

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The start line and header fields of an HTTP/1 message (RFC 9112, 2).
struct HTTPHead {
  /// How long the body is by the fields.
  enum Length: Equatable {
    /// Neither field says.
    case unsaid
    /// By Content-Length.
    case counted(Int)
    /// By the chunked transfer coding.
    case chunked
    /// By another transfer coding, or a Content-Length that is no number.
    case unreadable
  }

  /// The most header fields that are kept.
  static let mostFields = 256

  /// The start line, bytes that are not UTF-8 replaced.
  private(set) var startLine = ""
  /// The header fields, in order.
  private(set) var fields: [Header] = []
  /// Whether there were more fields than ``mostFields``.
  private(set) var hasTooManyFields = false
  /// Whether a line was no header field, and left out.
  private(set) var hasMalformedField = false

  /// Reads the lines of a head; the last one may be without its end where the rest was not captured.
  init(_ bytes: [UInt8], isWhole: Bool) {
    fields.reserveCapacity(16)
    bytes.withUnsafeBytes { bytes in
      var position = 0
      var isFirst = true
      while position < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        let length = Self.firstPlace(of: 0x0a, in: rest)
        guard length != nil || isWhole || isFirst else { break }
        var line = UnsafeRawBufferPointer(rebasing: rest[..<(length ?? rest.count)])
        position += line.count + 1
        if line.last == 0x0d { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        if isFirst {
          startLine = String(decoding: line, as: UTF8.self)
          isFirst = false
        } else if !line.isEmpty {
          take(line)
        }
      }
    }
  }

  /// The value of the first field of a name, which is given in lower case.
  func value(_ name: String) -> String? {
    fields.first { Self.isEqual($0.name, name) }?.value
  }

  /// Whether one of the comma-separated members of a field is `token`, which is given in lower case.
  func has(_ token: String, in name: String) -> Bool {
    fields.contains { field in
      Self.isEqual(field.name, name)
        && field.value.lowercased().split(separator: ",").contains { Self.trimmed($0) == token }
    }
  }

  /// How long the body is.
  var length: Length {
    if let coding = fields.last(where: { Self.isEqual($0.name, "transfer-encoding") })?.value {
      let last = coding.lowercased().split(separator: ",").last.map(Self.trimmed)
      return last == "chunked" ? .chunked : .unreadable
    }
    var length: Int?
    for field in fields where Self.isEqual(field.name, "content-length") {
      // Most often it is one number, and need not be split.
      if length == nil, Self.isNumber(field.value[...]), let number = Int(field.value) {
        length = number
        continue
      }
      // Equal ones may be repeated (RFC 9110, 8.6).
      for part in field.value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        let digits = Self.trimmed(Substring(part))
        guard Self.isNumber(digits), let number = Int(digits), length == nil || length == number else {
          return .unreadable
        }
        length = number
      }
    }
    return length.map { .counted($0) } ?? .unsaid
  }

  private mutating func take(_ line: UnsafeRawBufferPointer) {
    if line.first == 0x20 || line.first == 0x09 {
      // A folded line goes on with the value before it (RFC 9112, 5.2).
      guard let last = fields.indices.last else { return hasMalformedField = true }
      fields[last].value += " " + Self.text(line)
      return
    }
    guard let colon = Self.firstPlace(of: 0x3a, in: line), colon > 0 else {
      return hasMalformedField = true
    }
    guard fields.count < Self.mostFields else { return hasTooManyFields = true }
    fields.append(
      Header(
        name: Self.text(UnsafeRawBufferPointer(rebasing: line[..<colon])),
        value: Self.text(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))))
  }

  private static func firstPlace(of byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - start
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    func isSpace(_ place: Int) -> Bool { bytes[place] == 0x20 || bytes[place] == 0x09 }
    var start = 0
    var end = bytes.count
    while start < end, isSpace(start) { start += 1 }
    while start < end, isSpace(end - 1) { end -= 1 }
    return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var part = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = part.last, last == 0x20 || last == 0x09 { part = part.dropLast() }
    return Substring(part)
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isEqual(_ name: String, _ lowercase: String) -> Bool {
    guard name.utf8.count == lowercase.utf8.count else { return false }
    var others = lowercase.utf8.makeIterator()
    for byte in name.utf8 {
      guard let other = others.next(), byte == other || ((0x41...0x5a).contains(byte) && byte | 0x20 == other)
      else { return false }
    }
    return true
  }
}
