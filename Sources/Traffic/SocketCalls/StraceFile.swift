public import Records

/// What `strace -f -ttt -e trace=network` writes of the calls that programs make on sockets: connections, the turns of
/// bytes on them, and DNS messages where they are not cut (`-s`).
///
/// With `-yy` strace names the ends of every connection, and reads and writes are known to be of sockets; `-T` tells when
/// calls returned. A connection that is still being opened (`EINPROGRESS`) counts as open once bytes have moved, or its
/// pending error was asked for and is none. Lines that cannot be read are counted in `strace_lines_unreadable`.
public enum StraceFile: RecordReader {
  /// `strace`.
  public static let kind = "strace"

  /// The most calls that wait for their return.
  private static let mostPending = 65_536

  /// Whether a line in the beginning is one of a call on a socket, with the time since 1970.
  public static func recognises(_ head: FileHead) -> Bool {
    guard !head.bytes.contains(0), let first = head.content.first, first != 0x3c, first != 0x7b else {
      return false
    }
    return head.text.split(separator: "\n").prefix(200).contains { SocketCall($0) != nil }
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `Problem` where the file cannot be read or has no call on a socket; what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    var table = SocketCallTable(sink: sink)
    var pending: [Substring: SocketCall] = [:]
    var hasCalls = false
    var unreadable = (count: 0, line: 0)
    try TextLines.read(path: path) { line in
      let text = Substring(String(decoding: line.bytes, as: UTF8.self))
      guard !line.isTooLong, let call = SocketCall(text) else {
        // Other calls, signals and ends of processes are no concern of this reader.
        if line.isTooLong || !line.isTerminated || isCut(text) {
          unreadable = (unreadable.count + 1, unreadable.line == 0 ? line.number : unreadable.line)
        }
        return
      }
      hasCalls = true
      switch call.part {
      case .begun:
        if pending.count < mostPending || pending[call.thread] != nil { pending[call.thread] = call }
      case .resumed:
        guard let begun = pending.removeValue(forKey: call.thread), begun.name == call.name else { return }
        var whole = call
        whole.arguments = begun.arguments + call.arguments
        let end = call.duration.map(begun.time.advanced) ?? call.time
        try table.take(whole, start: begun.time, end: end)
      case .whole:
        try table.take(call, start: call.time, end: call.time.advanced(byNanoseconds: call.duration ?? 0))
      }
    }
    guard hasCalls else {
      throw Problem(
        path,
        "has no line like '1234 1795420310.038321 connect(3, {sa_family=AF_INET, ...}, 16) = 0' (strace -f -ttt)"
      )
    }
    try table.finish()
    if unreadable.count > 0 {
      try sink.receive(
        Oddity(
          name: "strace_lines_unreadable",
          detail: "\(unreadable.count) lines that are cut or too long; left out",
          position: .line(unreadable.line)))
    }
  }

  /// Whether a line begins as one of a call on a socket, and has no result.
  private static func isCut(_ line: Substring) -> Bool {
    guard let parenthesis = line.firstIndex(of: "("),
      let name = line[..<parenthesis].split(separator: " ").last
    else {
      return false
    }
    return SocketCall.names.contains(name) && !line.contains(") = ")
  }
}
