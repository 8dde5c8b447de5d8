/// Keeps of what strace writes the calls on TCP and UDP sockets, and of their data nothing but DNS messages and the
/// headers of TLS records: no file's content, and no password that a connection carries.
struct SocketCallFilter {
  /// Threads whose last call has not returned, and whether it is one of DNS.
  private var pending: [Substring: Bool] = [:]

  /// The most calls that wait for their return.
  private static let mostPending = 10_000
  private static let longestLine = 65_536
  private static let sockets = ["TCP:", "TCPv6:", "UDP:", "UDPv6:"]

  /// A line as it is kept, with its line feed; nil where it is not.
  mutating func kept(_ line: Substring) -> String? {
    guard line.utf8.count <= Self.longestLine else { return nil }
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard words.count == 3 else { return nil }
    let (thread, call) = (words[0], words[2])
    let isDNS: Bool
    if call.hasPrefix("<... ") {
      guard let known = pending.removeValue(forKey: thread) else { return nil }
      isDNS = known
    } else {
      guard let parenthesis = call.firstIndex(of: "(") else { return nil }
      let argument = call[parenthesis...].dropFirst().drop { $0.isNumber }
      guard argument.first == "<", Self.sockets.contains(where: { argument.dropFirst().hasPrefix($0) }) else {
        return nil
      }
      let end = argument.firstIndex(of: ">").map { argument.index(after: $0) }
      // "->192.0.2.53:53]>" ends in two closing marks: the first is the arrow's.
      let socket = end.map { argument[$0...] }?.prefix { $0 != "," } ?? ""
      isDNS = socket.hasSuffix(":53]>") || call.contains("htons(53)")
    }
    if call.hasSuffix("<unfinished ...>"), pending.count < Self.mostPending { pending[thread] = isDNS }
    return (isDNS ? String(line) : Self.withoutData(line)) + "\n"
  }

  /// The line with string literals cut to the header of a TLS record, or to nothing.
  private static func withoutData(_ line: Substring) -> String {
    var result: [UInt8] = []
    var rest = line.utf8[...]
    while let byte = rest.popFirst() {
      result.append(byte)
      guard byte == 0x22 else { continue }
      let isAddress = ["inet_addr(\"", "AF_INET6, \""].contains {
        result.suffix($0.utf8.count).elementsEqual($0.utf8)
      }
      let data = literal(&rest)
      if isAddress {
        result += data
        result.append(0x22)
        continue
      }
      result += header(data)
      result += "\"...".utf8
      if rest.starts(with: "...".utf8) { rest = rest.dropFirst(3) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// What stands before the next quotation mark that ends a literal; takes that away, too.
  private static func literal(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
    var end = rest.startIndex
    while end < rest.endIndex, rest[end] != 0x22 {
      if rest[end] == 0x5c { end = rest.index(after: end) }
      if end < rest.endIndex { end = rest.index(after: end) }
    }
    let data = rest[..<end]
    rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
    return data
  }

  /// The five bytes of a TLS record's header (RFC 8446, 5.1) as they are written, where the data begins with one.
  private static func header(_ data: Substring.UTF8View) -> Substring.UTF8View {
    guard
      ["\\24\\3\\", "\\25\\3\\", "\\26\\3\\", "\\27\\3\\"].contains(where: { data.starts(with: $0.utf8) })
    else {
      return data.prefix(0)
    }
    var end = data.startIndex
    for _ in 0..<5 where end < data.endIndex {
      let isEscape = data[end] == 0x5c
      end = data.index(after: end)
      guard isEscape, end < data.endIndex else { continue }
      let digits = data[end...].prefix(3).prefix { (0x30...0x37).contains($0) }
      end = digits.isEmpty ? data.index(after: end) : digits.endIndex
    }
    return data[..<end]
  }
}
