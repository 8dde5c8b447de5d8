/// Frames of HTTP/2, put together by hand after RFC 9113.
enum HTTP2Bytes {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  static let settings = frame(4, stream: 0, [])
  static let acknowledgement = frame(4, flags: 1, stream: 0, [])

  static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let length = PacketBuilder.short(payload.count)
    return [0] + length + [type, flags, 0, 0, 0, stream] + payload
  }

  /// A HEADERS frame with the whole field block.
  static func headers(_ stream: UInt8, ends: Bool = true, _ block: [UInt8]) -> [UInt8] {
    frame(1, flags: ends ? 5 : 4, stream: stream, block)
  }

  static func data(_ stream: UInt8, ends: Bool = true, _ text: String) -> [UInt8] {
    frame(0, flags: ends ? 1 : 0, stream: stream, Array(text.utf8))
  }

  /// A field block of literal fields that are not indexed, without Huffman's code (RFC 7541, 6.2.2).
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { name, value -> [UInt8] in
      let name = TLSBytes.byte(Array(name.utf8))
      return [0] + name + TLSBytes.byte(Array(value.utf8))
    }
  }

  static func request(_ method: String = "GET", path: String) -> [UInt8] {
    block([(":method", method), (":scheme", "http"), (":authority", "api.test:8080"), (":path", path)])
  }

  static func response(_ status: String) -> [UInt8] { block([(":status", status), ("server", "envoy")]) }
}
