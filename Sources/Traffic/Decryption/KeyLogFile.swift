public import Records

/// Recognises a log of TLS secrets as NSS writes it where `SSLKEYLOGFILE` says so (draft-ietf-tls-keylogfile).
///
/// Nothing of the secrets is handed over: the readers of captures take them from the file themselves, where their
/// ``ReadingContext`` names it.
public enum KeyLogFile: RecordReader {
  /// The format's name in reports.
  public static let kind = "tls-key-log"

  /// The comment with which the libraries that write key logs begin them.
  private static let opening = "# SSL/TLS secrets log file"

  /// Whether a secret comes before anything that no key log has: comments, and secrets that other programs use.
  public static func recognises(_ head: FileHead) -> Bool {
    if head.bytes.starts(with: opening.utf8) { return true }
    for line in head.bytes.split(separator: 0x0a) {
      switch line.withUnsafeBytes({ KeyLogLine($0) }) {
      case .secret: return true
      case .passed: continue
      case .malformed: return false
      }
    }
    return false
  }

  /// Checks the file at `path`: lines that are none of a key log are an oddity.
  ///
  /// - Throws: a `Problem` where the file cannot be read or has no line of a key log, or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let log = KeyLog()
    try log.read(path: path)
    if let line = log.firstMalformedLine {
      guard log.secrets > 0 else {
        throw Problem(
          path, line: line, "not a key log: a line is a label, 64 hexadecimal digits and a secret")
      }
      let count = log.malformedLines
      try sink.receive(
        Oddity(
          name: "tls_key_log_malformed",
          detail: "\(count) line\(count == 1 ? " is" : "s are") none of a key log, and left out",
          position: .line(line)))
    }
    if log.isFull {
      try sink.receive(
        Oddity(
          name: "tls_key_log_too_long",
          detail: "more than \(KeyLog.mostSecrets) secrets; the rest were left out"))
    }
  }
}
