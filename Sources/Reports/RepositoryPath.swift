import Evidence

/// A file's path as code hosts want it: below the repository's root, with slashes, without `.` and `..`.
struct RepositoryPath: Equatable {
  /// The path.
  let text: String

  /// A path; nil where it is empty, leads out of the root or is longer than a path can be.
  ///
  /// - Parameter root: the folder below which absolute paths are known to lie in the repository.
  init?(_ path: String, root: String?) {
    guard path.utf8.count <= Self.limit else { return nil }
    // Windows' separator; where there are slashes too, it may be a part of a name.
    let hasSlash = path.utf8.contains(UInt8(ascii: "/"))
    var rest =
      hasSlash ? path : path.unicodeScalars.split(separator: "\\").map(String.init).joined(separator: "/")
    if rest.hasPrefix("/") {
      guard let root, rest.utf8.starts(with: (root + "/").utf8) else { return nil }
      rest = String(decoding: rest.utf8.dropFirst(root.utf8.count + 1), as: UTF8.self)
    }
    let head = rest.utf8.prefix(2)
    if head.last == UInt8(ascii: ":"), head.count == 2 { return nil }
    var parts: [String] = []
    // By scalars: a slash under an accent is a slash to the file system.
    for part in rest.unicodeScalars.split(separator: "/").map(String.init) where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    if parts.isEmpty { return nil }
    text = parts.joined(separator: "/")
  }

  /// Where something is shown whose own file is not known: the first file of the run that is no capture, or its
  /// name where it lies elsewhere.
  static func standIn(for run: RunFacts, root: String?) -> RepositoryPath {
    let captures = Set(run.coverage.map(\.path))
    let path = (run.sources.first { !captures.contains($0.path) } ?? run.sources.first)?.path ?? ""
    let name = path.unicodeScalars.split(separator: "/").last.map(String.init) ?? ""
    return RepositoryPath(path, root: root) ?? RepositoryPath(name, root: nil)
      ?? RepositoryPath(known: "assay")
  }

  /// As a relative URI reference (RFC 3986): all but unreserved characters and slashes percent-encoded.
  var uri: String {
    var uri = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return uri
  }

  /// PATH_MAX of Linux.
  private static let limit = 4096

  private init(known text: String) { self.text = text }
}
