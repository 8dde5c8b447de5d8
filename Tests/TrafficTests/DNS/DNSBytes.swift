/// DNS messages, put together by hand after RFC 1035.
enum DNSBytes {
  static func name(_ text: String) -> [UInt8] {
    text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  static func short(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }

  static func message(
    id: Int, flags: Int, question: String, type: Int, answers: [[UInt8]] = []
  ) -> [UInt8] {
    short(id) + short(flags) + short(1) + short(answers.count) + [0, 0, 0, 0] + name(question) + short(type)
      + short(1) + answers.flatMap { $0 }
  }

  static func record(pointer: Int, type: Int, timeToLive: Int, data: [UInt8]) -> [UInt8] {
    short(0xc000 | pointer) + short(type) + short(1) + short(timeToLive >> 16) + short(timeToLive)
      + short(data.count) + data
  }
}
