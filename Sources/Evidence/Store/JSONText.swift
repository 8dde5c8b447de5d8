import Records

/// Writes the little JSON that columns hold, as bytes and without an encoder's objects.
enum JSONText {
  /// `[["name","value"],...]`, or nothing for none.
  static func pairs(_ headers: [Header], value: (Header) -> String) -> [UInt8] {
    guard !headers.isEmpty else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headers.count * 48)
    bytes.append(UInt8(ascii: "["))
    for (index, header) in headers.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "["))
      append(header.name, to: &bytes)
      bytes.append(UInt8(ascii: ","))
      append(value(header), to: &bytes)
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  /// `["a","b"]`, or nothing for none.
  static func strings(_ values: [String]) -> [UInt8] {
    guard !values.isEmpty else { return [] }
    var bytes: [UInt8] = []
    for (index, value) in values.enumerated() {
      bytes.append(UInt8(ascii: index == 0 ? "[" : ","))
      append(value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  private static func append(_ value: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { text in
      if text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        bytes.append(contentsOf: text)
      } else {
        for byte in text { append(byte, to: &bytes) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      bytes.append(contentsOf: Array((byte < 0x10 ? "\\u000" : "\\u00").utf8))
      bytes.append(contentsOf: Array(String(byte, radix: 16).utf8))
    default: bytes.append(byte)
    }
  }
}
