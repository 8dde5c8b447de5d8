import Records

/// One line of strace, taken apart: a call that a thread made on a socket, or the end of one that was not finished.
struct SocketCall {
  /// What stands in the place of the call.
  enum Part {
    /// The call with its result.
    case whole
    /// The call, whose result comes in a later line.
    case begun
    /// The result of a call that began in an earlier line.
    case resumed
  }

  /// The thread; empty where the line names none.
  var thread: Substring
  /// When the call was made, or resumed.
  var time: Timestamp
  /// The call's name.
  var name: Substring
  /// Whether the line has all of the call.
  var part: Part
  /// What stands between the parentheses, as far as the line has it.
  var arguments: Substring
  /// What the call returned; nil where the line does not tell, or it is no number.
  var result: Int64?
  /// The result as it is written: `5<TCP:[192.0.2.1:443->198.51.100.7:51000]>`.
  var returned: Substring?
  /// The error's name, such as `EINPROGRESS`.
  var error: Substring?
  /// How long the call took, in nanoseconds, where it was measured (`strace -T`).
  var duration: Int64?

  /// The calls that are looked at.
  static let names: Set<Substring> = [
    "connect", "accept", "accept4", "getsockopt", "send", "sendto", "sendmsg", "sendmmsg", "sendfile",
    "sendfile64",
    "write", "writev", "recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv",
  ]

  /// Takes a line apart; nil where it is none of a call that is looked at, or has no time since 1970 (`strace -ttt`).
  init?(_ line: Substring) {
    guard let start = Self.start(line) else { return nil }
    (thread, time) = (start.thread, start.time)
    var call = start.call
    if call.hasPrefix("<... ") {
      let words = call.dropFirst(5).split(separator: " ", maxSplits: 1)
      guard words.count == 2, words[1].hasPrefix("resumed>") else { return nil }
      (name, part) = (words[0], .resumed)
      call = words[1].dropFirst(8)
    } else {
      guard let parenthesis = call.firstIndex(of: "(") else { return nil }
      (name, part) = (call[..<parenthesis], .whole)
      call = call[call.index(after: parenthesis)...]
    }
    guard Self.names.contains(name) else { return nil }
    if part == .whole, call.hasSuffix("<unfinished ...>") {
      part = .begun
      arguments = call.dropLast(16)
      return
    }
    // The last ") = ": data may hold the same, and comes before.
    guard let end = call.ranges(of: ") ").last(where: { Self.isResult(call[$0.upperBound...]) }) else {
      return nil
    }
    arguments = call[..<end.lowerBound]
    readResult(call[end.upperBound...].drop { $0 == " " }.dropFirst())
  }

  /// `= 517 <0.000093>`, after spaces that line it up.
  private static func isResult(_ text: Substring) -> Bool {
    text.drop { $0 == " " }.hasPrefix("= ")
  }

  private mutating func readResult(_ text: Substring) {
    let words = text.split(separator: " ")
    guard let first = words.first else { return }
    returned = first
    result = Int64(first.prefix { $0 == "-" || $0.isNumber })
    if let result, result < 0, words.count > 1 { error = words[1] }
    if let last = words.last, last.first == "<", last.last == ">",
      let seconds = Double(last.dropFirst().dropLast()), (0..<1e6).contains(seconds)
    {
      duration = Int64(seconds * 1e9)
    }
  }

  /// `1234 1795420310.038321 call`, `[pid  1234] 1795420310.038321 call` or the time alone.
  private static func start(_ line: Substring) -> (thread: Substring, time: Timestamp, call: Substring)? {
    var rest = line.drop { $0 == " " }
    var thread: Substring = ""
    if rest.hasPrefix("[pid ") {
      guard let bracket = rest.firstIndex(of: "]") else { return nil }
      thread = rest[..<bracket].dropFirst(5).drop { $0 == " " }
      rest = rest[rest.index(after: bracket)...].drop { $0 == " " }
    }
    var word = rest.prefix { $0 != " " }
    if thread.isEmpty, !word.isEmpty, word.utf8.count <= 10,
      word.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    {
      thread = word
      rest = rest[word.endIndex...].drop { $0 == " " }
      word = rest.prefix { $0 != " " }
    }
    guard let time = time(word) else { return nil }
    return (thread, time, rest[word.endIndex...].drop { $0 == " " })
  }

  /// Seconds since 1970 with a fraction of up to nine digits.
  private static func time(_ word: Substring) -> Timestamp? {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, (9...10).contains(parts[0].utf8.count), (1...9).contains(parts[1].utf8.count),
      let seconds = UInt64(parts[0]), let digits = UInt64(parts[1]), seconds < 9_200_000_000
    else { return nil }
    let scale = (parts[1].utf8.count..<9).reduce(UInt64(1)) { power, _ in power * 10 }
    return Timestamp(nanoseconds: Int64(seconds * 1_000_000_000 + digits * scale))
  }
}
