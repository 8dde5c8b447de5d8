import Records
import Yams

/// A YAML mapping with known keys, read value by value.
struct YAMLMapping {
  /// The document it stands in.
  let document: YAMLDocument
  /// The mapping itself.
  let node: Node
  /// What it is, for complaints: `header`, `case`.
  let what: String
  /// The values by key.
  let entries: [String: Node]

  /// The text under a key that must be there.
  func text(_ key: String) throws(Problem) -> String {
    guard let text = try optionalText(key) else {
      throw document.problem(node, "the \(what) has no '\(key)'")
    }
    return text
  }

  /// The text under a key, trimmed of white space.
  func optionalText(_ key: String) throws(Problem) -> String? {
    guard let node = entries[key] else { return nil }
    let text = try document.text(node, what: "'\(key)'")
    let trimmed = text.drop(while: \.isWhitespace)
    return String(trimmed.prefix(trimmed.count - trimmed.reversed().prefix(while: \.isWhitespace).count))
  }

  /// The switch under a key: `true` or `false`, or what YAML 1.1 has for them; nil where the key is missing.
  func flag(_ key: String) throws(Problem) -> Bool? {
    guard let text = try optionalText(key) else { return nil }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw document.problem(entries[key], "'\(key)' is '\(text)'; write 'true' or 'false'")
    }
  }

  /// The texts of the list under a key; empty where the key is missing.
  func texts(_ key: String) throws(Problem) -> [String] {
    guard let node = entries[key] else { return [] }
    var texts: [String] = []
    for item in try document.list(node, what: "'\(key)'") {
      texts.append(try document.text(item, what: "an entry of '\(key)'"))
    }
    return texts
  }

  /// The number under a key that must be there.
  func number(_ key: String) throws(Problem) -> Double {
    guard let node = entries[key] else { throw document.problem(node, "the \(what) has no '\(key)'") }
    return try document.number(node, what: "'\(key)'")
  }

  /// The named numbers under a key; none where the key is missing.
  func numbers(_ key: String) throws(Problem) -> [String: Double] {
    guard let node = entries[key] else { return [:] }
    guard let mapping = node.mapping else {
      throw document.problem(node, "'\(key)' is not a mapping of names to numbers")
    }
    var numbers: [String: Double] = [:]
    for (name, value) in mapping {
      let name = try document.text(name, what: "a name in '\(key)'")
      numbers[name] = try document.number(value, what: "'\(name)'")
    }
    return numbers
  }
}
