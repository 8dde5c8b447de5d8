/// The `timings` of a HAR entry, in nanoseconds; nil where a phase does not apply (-1) or was left out.
struct HARTimings: Decodable {
  var blocked: Int64?
  var dns: Int64?
  var connect: Int64?
  var ssl: Int64?
  var send: Int64?
  var wait: Int64?
  var receive: Int64?
  /// The members that could not be read.
  let wrong: [String]

  private enum Key: String, CodingKey {
    case blocked, dns, connect, ssl, send, wait, receive
  }

  init(from decoder: any Decoder) throws {
    var fields = try TolerantFields<Key>(decoder)
    blocked = Self.nanoseconds(fields.number(.blocked))
    dns = Self.nanoseconds(fields.number(.dns))
    connect = Self.nanoseconds(fields.number(.connect))
    ssl = Self.nanoseconds(fields.number(.ssl))
    send = Self.nanoseconds(fields.number(.send))
    wait = Self.nanoseconds(fields.number(.wait))
    receive = Self.nanoseconds(fields.number(.receive))
    wrong = fields.wrong
  }

  /// Nanoseconds of a figure in milliseconds; nil where it is negative or beyond 115 days.
  static func nanoseconds(_ milliseconds: Double?) -> Int64? {
    guard let milliseconds, milliseconds >= 0, milliseconds < 1e10 else { return nil }
    return Int64((milliseconds * 1e6).rounded())
  }
}
