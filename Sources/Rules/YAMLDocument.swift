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
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Self.problem(error, path: path, lines: firstLine...(firstLine + text.count(where: \.isNewline)))
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

  private static func problem(_ error: any Error, path: String, lines: ClosedRange<Int>) -> Problem {
    func at(_ mark: Mark?, _ text: String) -> Problem {
      // libYAML puts what is missing at the end one line behind the last.
      let line = min((mark?.line ?? 1) + lines.lowerBound - 1, lines.upperBound)
      return Problem(path, line: line, "not YAML: \(text)")
    }
    return switch error as? YamlError {
    case .scanner(_, let text, let mark, _): at(mark, text)
    case .parser(_, let text, let mark, _): at(mark, text)
    case .composer(_, let text, let mark, _): at(mark, text)
    case .duplicatedKeysInMapping(let keys, let context):
      at(context.mark, "the key '\(keys.sorted().joined(separator: "', '"))' stands there twice")
    default: at(nil, "\(error)")
    }
  }
}
