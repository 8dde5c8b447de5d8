/// Writes XML 1.0 (fifth edition): elements with attributes and text, indented by depth.
///
/// Characters that are hidden when shown are written as character references, so that a report can be read in a
/// terminal; those that no document may contain (section 2.2) are written out, `\x1b`.
struct XMLWriter {
  private var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  /// Hands over what was written, where it is much or all of it is wanted.
  mutating func flush(into output: inout some TextOutputStream, always: Bool = false) {
    guard always || text.utf8.count > 65_536 else { return }
    output.write(text)
    text.removeAll(keepingCapacity: true)
  }

  /// Begins an element whose children follow, until ``close(_:)``.
  mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
    begin(name, attributes)
    text += ">\n"
    depth += 1
  }

  /// Ends the element that was begun last.
  mutating func close(_ name: String) {
    depth -= 1
    indent()
    text += "</\(name)>\n"
  }

  /// A whole element with nothing in it but text.
  ///
  /// - Parameter attributes: names and values; one whose value is nil is left out.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text content: String? = nil
  ) {
    begin(name, attributes)
    if let content {
      text += ">"
      append(content, isAttribute: false)
      text += "</\(name)>\n"
    } else {
      text += "/>\n"
    }
  }

  private mutating func begin(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
    indent()
    text += "<\(name)"
    for case (let key, let value?) in attributes {
      text += " \(key)=\""
      append(value, isAttribute: true)
      text += "\""
    }
  }

  private mutating func indent() {
    for _ in 0..<depth { text += "  " }
  }

  private mutating func append(_ value: String, isAttribute: Bool) {
    let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && !"&<>\"'".utf8.contains($0) }
    if isPlain {
      text += value
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&apos;"
      case "\n" where !isAttribute: text += "\n"
      case _ where !Self.isAllowed(scalar): text += VisibleText.of(String(scalar))
      case _ where VisibleText.isHidden(scalar): text += "&#x\(String(scalar.value, radix: 16));"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Whether a document may contain the character, as it is or as a reference: production 2, Char.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xa, 0xd: true
    case 0..<0x20, 0xfffe, 0xffff: false
    default: true
    }
  }
}
