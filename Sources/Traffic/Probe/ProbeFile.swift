import FoundationEssentials
public import Records

/// What `assay probe --format json` writes: the targets that were probed (`"schema": "assay/probe/1"`).
///
/// An entry of `probes` that is none is left out and reported as `probe_entry_unreadable`.
public enum ProbeFile: RecordReader {
  /// `probe`.
  public static let kind = "probe"
  /// The schema that is read.
  public static let schema = "assay/probe/1"

  private static let path = ["probes"]

  /// Whether the file is JSON whose root object names the schema.
  public static func recognises(_ head: FileHead) -> Bool {
    var scanner = JSONElementScanner(path: path)
    var hasMark = false
    // A head ends anywhere, and what follows the mark may be malformed: reading will say so.
    try? head.bytes.withUnsafeBytes { bytes in
      try scanner.feed(bytes) { part in
        if case .member("schema", let value, _) = part { hasMark = value.elementsEqual("\"\(schema)\"".utf8) }
      }
    }
    return hasMark
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `Problem` where the file cannot be read, is not JSON, is cut, or has no `probes`; what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var number = 0
    var document = JSONDocument(
      path, array: Self.path, elementLimit: 4 << 20,
      absence: "has no list 'probes', which every probe file has")
    try FileBlocks.read(path: path) { block in
      try document.feed(block) { part in
        guard case .element(let bytes, _) = part else { return }
        defer { number += 1 }
        let probedTarget = (try? decoder.decode(ProbeEntry.self, from: Data(bytes)))?.probedTarget
        guard let probedTarget else {
          return try sink.receive(
            Oddity(
              name: "probe_entry_unreadable", detail: "not an entry of '\(schema)'; left out",
              position: .entry(number)))
        }
        try sink.receive(probedTarget)
      }
    }
    try document.finish()
  }
}
