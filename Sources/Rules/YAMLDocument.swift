import Records
import Yams

/// A piece of YAML inside a file, read so that every complaint has the file's line.
///
/// Scalars are taken as they are written: YAML 1.1's `no` and `on` stay text where text is expected.
struct YAMLDocument {
  /// A node of the tree.
  typealias Item = Node

  /// The file.
  let path: String
  /// The line of the file at which the YAML begins, counted from 1.
  let firstLine: Int
  /// The outermost node; nil where the text is empty.
  let root: Node?

  init(_ text: String, path: String, firstLine: Int = 1) throws(Problem) {
    self.path = path
    self.firstLine = firstLine
    if let line = Self.lineOfAlias(in: text) {
      throw Problem(
        path, line: line + firstLine - 1,
        "'*' begins an alias of an anchor here, and neither is taken; write the value out, or put it in quotes"
      )
    }
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Self.problem(error, in: text, path: path, firstLine: firstLine)
    }
  }

  /// The line of the file at which a node stands.
  func line(of node: Node) -> Int? {
    node.mark.map { $0.line + firstLine - 1 }
  }

  /// A complaint about a node.
  func problem(_ node: Node?, _ message: String) -> Problem {
    Problem(path, line: node.flatMap(line(of:)) ?? firstLine, message)
  }

  /// The node as a mapping whose keys are among `keys`.
  func mapping(_ node: Node?, keys: [String], what: String) throws(Problem) -> YAMLMapping {
    guard let node, let mapping = node.mapping else {
      throw problem(node, "the \(what) is not a mapping of keys to values")
    }
    var entries: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      guard keys.contains(name) else {
        throw problem(key, "unknown \(what) key '\(name)'; \(Suggestion.among(keys, for: name))")
      }
      entries[name] = value
    }
    return YAMLMapping(document: self, node: node, what: what, entries: entries)
  }

  /// The node as a list.
  func list(_ node: Node?, what: String) throws(Problem) -> [Node] {
    guard let sequence = node?.sequence else { throw problem(node, "\(what) is not a list") }
    return Array(sequence)
  }

  /// The node as one piece of text.
  func text(_ node: Node?, what: String) throws(Problem) -> String {
    guard let scalar = node?.scalar else { throw problem(node, "\(what) is not a text") }
    return scalar.string
  }

  /// The node as a finite number.
  func number(_ node: Node?, what: String) throws(Problem) -> Double {
    let text = try text(node, what: what)
    guard let number = Double(text), number.isFinite else {
      throw problem(node, "\(what) is '\(text)', which is not a number")
    }
    return number
  }

  private static func problem(_ error: any Error, in text: String, path: String, firstLine: Int) -> Problem {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    func at(_ line: Int?, _ message: String, in context: YamlError.Context? = nil) -> Problem {
      // libYAML puts what is missing at the end one line behind the last.
      let line = max(1, min(line ?? 1, lines.count))
      var advice = ""
      if lines[line - 1].prefix(while: \.isWhitespace).contains("\t") {
        advice = "; the line begins with a tab, and YAML is indented with spaces"
      } else if message.contains("alias") || context?.text.contains("alias") == true {
        advice = "; a value that begins with '*' stands in quotes"
      }
      return Problem(path, line: line + firstLine - 1, "not YAML: \(message)\(advice)")
    }
    return switch error as? YamlError {
    case .scanner(let context, let text, let mark, _): at(mark.line, text, in: context)
    case .parser(let context, let text, let mark, _): at(mark.line, text, in: context)
    case .composer(let context, let text, let mark, _): at(mark.line, text, in: context)
    case .duplicatedKeysInMapping(let keys, let context):
      at(context.mark.line, "the key '\(keys.sorted().joined(separator: "', '"))' stands there twice")
    case .reader(let problem, let offset, _, _):
      at(text.utf8.prefix(offset ?? 0).count { $0 == UInt8(ascii: "\n") } + 1, problem)
    default: at(nil, "\(error)")
    }
  }

  /// The line of the first alias, counted from 1, where the text may hold anchors too; what only looks like both counts.
  ///
  /// Aliases of aliases make a tree of any size from a few lines, and Yams walks it where it stands for a key.
  private static func lineOfAlias(in text: String) -> Int? {
    var line = 1
    var aliasLine: Int?
    var hasAnchor = false
    var isStart = true
    let starts = Set("[{,:?".utf8)
    for byte in text.utf8 {
      if isStart, byte == UInt8(ascii: "&") { hasAnchor = true }
      if isStart, byte == UInt8(ascii: "*") { aliasLine = aliasLine ?? line }
      if byte == UInt8(ascii: "\n") { line += 1 }
      // Bytes above ASCII may be of a line break: YAML has U+0085 and U+2028 for one.
      isStart = byte <= 0x20 || byte >= 0x80 || starts.contains(byte)
    }
    return hasAnchor ? aliasLine : nil
  }
}
