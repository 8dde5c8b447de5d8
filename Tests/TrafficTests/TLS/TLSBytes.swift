/// TLS messages and records, put together by hand after RFC 8446 and RFC 5246.
enum TLSBytes {
  static func hexadecimal(_ text: String) -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  static func record(_ type: UInt8, _ body: [UInt8], version: UInt8 = 3) -> [UInt8] {
    [type, 3, version] + short(body)
  }

  /// A record of encrypted bytes, of which only the number matters.
  static func data(_ count: Int, type: UInt8 = 23) -> [UInt8] {
    record(type, [UInt8](repeating: 0x5a, count: count))
  }

  static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + long(body) }

  static func short(_ body: [UInt8]) -> [UInt8] {
    [UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
  }

  static func long(_ body: [UInt8]) -> [UInt8] {
    [UInt8(body.count >> 16)] + short(body).prefix(2).map { $0 } + body
  }

  static func byte(_ body: [UInt8]) -> [UInt8] { [UInt8(body.count)] + body }

  static func field(_ type: Int, _ body: [UInt8]) -> [UInt8] {
    [UInt8(type >> 8), UInt8(type & 0xff)] + short(body)
  }

  static func clientHello(sessionID: [UInt8], fields: [UInt8]) -> [UInt8] {
    let random = [UInt8](repeating: 0x11, count: 32)
    let suites = short([0x1a, 0x1a, 0x13, 0x01, 0xc0, 0x2f])
    return message(1, [3, 3] + random + byte(sessionID) + suites + byte([0]) + short(fields))
  }

  static func serverHello(
    sessionID: [UInt8], suite: [UInt8], fields: [UInt8], random: [UInt8] = [UInt8](repeating: 0x22, count: 32)
  ) -> [UInt8] {
    message(2, [3, 3] + random + byte(sessionID) + suite + [0] + short(fields))
  }

  static func certificates(_ list: [[UInt8]]) -> [UInt8] { message(11, long(list.flatMap { long($0) })) }

  static func serverName(_ name: String) -> [UInt8] {
    field(0, short([0] + short(Array(name.utf8))))
  }

  static func protocols(_ names: [String]) -> [UInt8] {
    field(16, short(names.flatMap { byte(Array($0.utf8)) }))
  }
}
