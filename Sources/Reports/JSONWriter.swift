/// Writes JSON (RFC 8259): keys in the order of the calls, one member on a line or all on one.
///
/// Characters that are hidden when shown are escaped too, so that a report can be read in a terminal.
struct JSONWriter {
  private var text = ""
  private var levels: [Level] = []

  private struct Level {
    let close: String
    let isInline: Bool
    var isEmpty = true
  }

  /// Hands over what was written, where it is much or all of it is wanted.
  mutating func flush(into output: inout some TextOutputStream, always: Bool = false) {
    guard always || text.utf8.count > 65_536 else { return }
    output.write(text)
    text.removeAll(keepingCapacity: true)
  }

  /// An object, as the value of a key or an element of an array.
  mutating func object(_ key: String? = nil, inline: Bool = false, _ members: (inout JSONWriter) -> Void) {
    open(key, "{", "}", inline: inline)
    members(&self)
    close()
  }

  /// An array, as the value of a key or an element of an array.
  mutating func array(_ key: String? = nil, inline: Bool = false, _ elements: (inout JSONWriter) -> Void) {
    open(key, "[", "]", inline: inline)
    elements(&self)
    close()
  }

  /// Begins an array that is closed by ``close()``, so that its elements can be flushed one by one.
  mutating func openArray(_ key: String? = nil) { open(key, "[", "]", inline: false) }

  /// Begins an object that is closed by ``close()``.
  mutating func openObject() { open(nil, "{", "}", inline: false) }

  /// Ends the array or object that was begun last.
  mutating func close() {
    guard let level = levels.popLast() else { return }
    if !level.isInline, !level.isEmpty { newLine() }
    text += level.close
    if levels.isEmpty { text += "\n" }
  }

  /// A string, or null.
  mutating func string(_ key: String? = nil, _ value: String?) {
    begin(key)
    if let value { quote(value) } else { text += "null" }
  }

  /// A whole number, or null.
  mutating func integer(_ key: String? = nil, _ value: Int?) {
    begin(key)
    text += value.map(String.init) ?? "null"
  }

  /// A number that is text already, or null.
  mutating func number(_ key: String? = nil, _ value: String?) {
    begin(key)
    text += value ?? "null"
  }

  /// True, false or null.
  mutating func boolean(_ key: String, _ value: Bool?) {
    begin(key)
    text += value.map { $0 ? "true" : "false" } ?? "null"
  }

  private mutating func open(_ key: String?, _ open: String, _ close: String, inline: Bool) {
    begin(key)
    text += open
    levels.append(Level(close: close, isInline: inline || (levels.last?.isInline ?? false)))
  }

  private mutating func begin(_ key: String?) {
    if let place = levels.indices.last {
      if !levels[place].isEmpty { text += levels[place].isInline ? ", " : "," }
      levels[place].isEmpty = false
      if !levels[place].isInline { newLine() }
    }
    guard let key else { return }
    quote(key)
    text += ": "
  }

  private mutating func newLine() {
    text += "\n"
    for _ in levels { text += "  " }
  }

  private mutating func quote(_ value: String) {
    text += "\""
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }) {
      text += value
    } else {
      for scalar in value.unicodeScalars { append(scalar) }
    }
    text += "\""
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case _ where VisibleText.isHidden(scalar):
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    default: text.unicodeScalars.append(scalar)
    }
  }
}
