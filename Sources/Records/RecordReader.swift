/// A reader of one file format: recognises it by content, and turns it into records.
public protocol RecordReader: Sendable {
  /// The format's name as reports show it: `junit-xml`, `pcapng`, `har`.
  static var kind: String { get }

  /// Whether it reads into the buffers of its context's lender, once and to the end.
  static var borrowsBuffers: Bool { get }

  /// Whether the beginning of a file is of this format. The file's name is no evidence.
  static func recognises(_ head: FileHead) -> Bool

  /// Reads the file at `path` and hands its records to `sink`, with bounded memory.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is not of the format, or what the sink throws.
  static func read(path: String, into sink: any RecordSink) throws

  /// Reads the file at `path` with the help of other files; a reader that has no use for them does without.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is not of the format, or what the sink throws.
  static func read(path: String, context: ReadingContext, into sink: any RecordSink) throws
}

extension RecordReader {
  /// Most readers have buffers of their own.
  public static var borrowsBuffers: Bool { false }

  /// Reads the file at `path` without other files.
  ///
  /// - Throws: what ``read(path:into:)`` throws.
  public static func read(path: String, context: ReadingContext, into sink: any RecordSink) throws {
    try read(path: path, into: sink)
  }
}
