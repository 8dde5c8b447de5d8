/// A reader of one file format: recognises it by content, and turns it into records.
public protocol RecordReader: Sendable {
  /// The format's name as reports show it: `junit-xml`, `pcapng`, `har`.
  static var kind: String { get }

  /// Whether the beginning of a file is of this format. The file's name is no evidence.
  static func recognises(_ head: FileHead) -> Bool

  /// Reads the file at `path` and hands its records to `sink`, with bounded memory.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is not of the format, or what the sink throws.
  static func read(path: String, into sink: any RecordSink) throws
}
