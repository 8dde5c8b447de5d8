public import Records

/// HAR 1.2: the exchanges that a browser, a proxy or a client says it had.
///
/// The file is read entry by entry; bodies are hashed and not kept. What an entry has in a form that HAR does not know is
/// left out and reported as `har_field_unreadable`; an entry that is no entry at all, as `har_entry_unreadable`.
public enum HARFile: RecordReader {
  /// `har`.
  public static let kind = "har"

  private static let path = ["log", "entries"]

  /// Whether the file is JSON whose root object has a `log` with `entries`, `version` or `creator`.
  public static func recognises(_ head: FileHead) -> Bool {
    var scanner = JSONElementScanner(path: path)
    var hasMark = false
    // A head ends anywhere, and what follows the mark may be malformed: reading will say so.
    try? head.bytes.withUnsafeBytes { bytes in
      try scanner.feed(bytes) { part in
        if case .member("version", _, _) = part { hasMark = true }
        if case .member("creator", _, _) = part { hasMark = true }
      }
    }
    return hasMark || scanner.hasFoundArray
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `Problem` where the file cannot be read, is not JSON, is cut, or has no `log.entries`; what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    var entries = HAREntries(sink: sink)
    var document = JSONDocument(
      path, array: Self.path, absence: "has no list 'log.entries', which every HAR file has")
    try FileBlocks.read(path: path) { block in
      try document.feed(block) { try entries.take($0) }
    }
    try document.finish()
  }
}
