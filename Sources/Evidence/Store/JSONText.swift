import Records

/// Writes the little JSON that columns hold, without an encoder's objects.
enum JSONText {
  /// `[["name","value"],...]`, or nil for none.
  static func pairs(_ headers: [Header], value: (Header) -> String) -> String? {
    guard !headers.isEmpty else { return nil }
    var text = "["
    for (index, header) in headers.enumerated() {
      text += index == 0 ? "[" : ",["
      append(header.name, to: &text)
      text += ","
      append(value(header), to: &text)
      text += "]"
    }
    return text + "]"
  }

  /// `["a","b"]`, or nil for none.
  static func strings(_ values: [String]) -> String? {
    guard !values.isEmpty else { return nil }
    var text = "["
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      append(value, to: &text)
    }
    return text + "]"
  }

  private static func append(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..<" ":
        let code = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
