import Records

/// A DNS message: its header, its first question and its answers (RFC 1035, 4.1).
struct DNSMessage {
  /// The identifier by which an answer is told from others.
  private(set) var id: UInt16 = 0
  /// Whether this is an answer.
  private(set) var isResponse = false
  /// The kind of question: 0 is a lookup.
  private(set) var opcode: UInt8 = 0
  /// The response code.
  private(set) var responseCode: UInt8 = 0
  /// The name of the first question; nil where there is none.
  private(set) var name: String?
  /// The type of the first question.
  private(set) var type: UInt16 = 0
  /// The answers, as far as they were captured.
  private(set) var answers: [Lookup.Answer] = []
  /// What is wrong with the message; nil where nothing is, or only its end was not captured.
  private(set) var fault: String?

  private static let mostAnswers = 256
  /// More questions than anybody sends: one is usual, and all that RFC 9619 allows.
  private static let mostQuestions = 16

  /// Reads a message as far as it goes.
  init(_ bytes: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(bytes)
    guard let id = cursor.uint16(), let flags = cursor.uint16(), let questions = cursor.uint16(),
      let records = cursor.uint16(), cursor.uint32() != nil
    else {
      fault = "\(bytes.count) bytes are fewer than a header has"
      return
    }
    self.id = id
    isResponse = flags & 0x8000 != 0
    opcode = UInt8(flags >> 11 & 0xf)
    responseCode = UInt8(flags & 0xf)
    // Messages of other kinds (NOTIFY, UPDATE) give their sections another meaning.
    guard opcode == 0, var position = readQuestions(questions, of: bytes, at: cursor.position) else { return }
    for _ in 0..<min(Int(records), Self.mostAnswers) {
      guard let end = readAnswer(of: bytes, at: position) else { return }
      position = end
    }
  }

  /// Returns where the bytes after the questions are; nil where they were not captured.
  private mutating func readQuestions(_ count: UInt16, of bytes: UnsafeRawBufferPointer, at start: Int)
    -> Int?
  {
    var position = start
    for index in 0..<Int(count) {
      guard index < Self.mostQuestions else {
        fault = "a message of \(count) questions"
        return nil
      }
      guard let (name, end) = readName(of: bytes, at: position) else { return nil }
      var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[end...]))
      guard let type = cursor.uint16(), cursor.uint16() != nil else { return nil }
      if index == 0 {
        self.name = name
        self.type = type
      }
      position = end + 4
    }
    return position
  }

  /// Returns where the bytes after the record are; nil where they were not captured.
  private mutating func readAnswer(of bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
    guard let (name, end) = readName(of: bytes, at: start) else { return nil }
    var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[end...]))
    guard let type = cursor.uint16(), cursor.uint16() != nil, let timeToLive = cursor.uint32(),
      let length = cursor.uint16()
    else { return nil }
    let place = end + 10
    guard let data = cursor.take(Int(length)) else { return nil }
    var answer = Lookup.Answer(name: name, type: type, timeToLive: timeToLive)
    var value = ByteCursor(data)
    switch type {
    case 1:
      if length == 4, let address = value.uint32() { answer.address = IPAddress(v4: address) }
    case 28:
      if length == 16, let high = value.uint64(), let low = value.uint64() {
        answer.address = IPAddress(high: high, low: low)
      }
    case 5:
      answer.target = readName(of: bytes, at: place)?.name
    default: break
    }
    if type == 1 && length != 4 || type == 28 && length != 16 {
      fault = "an address of \(length) bytes in a record of type \(type)"
    }
    answers.append(answer)
    return place + Int(length)
  }

  private mutating func readName(of bytes: UnsafeRawBufferPointer, at offset: Int) -> (
    name: String, end: Int
  )? {
    switch DNSName.read(bytes, at: offset) {
    case .name(let name, let end): return (name, end)
    case .cut: return nil
    case .malformed(let reason):
      fault = reason
      return nil
    }
  }
}
