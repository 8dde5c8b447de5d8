import Records

/// Pairs the questions and the answers of DNS (RFC 1035).
final class LookupTable {
  private struct Key: Hashable {
    var asker: Endpoint
    var asked: Endpoint
    var id: UInt16
    var name: String
    var type: UInt16
  }

  private struct Question {
    var time: Timestamp
    var connection: Int
    /// An answered question is kept for a while, so that a repeated answer is known as such.
    var isAnswered = false
  }

  /// How long a question waits for its answer: longer than the retries of common resolvers.
  private static let patience: Int64 = 5_000_000_000
  /// The most questions that are kept.
  private static let mostQuestions = 65_536
  /// The most questions given up with one message, so that no message costs much.
  private static let batch = 64
  private static let mostOddities = 1000

  private var questions: [Key: Question] = [:]
  /// The keys in the order in which they were asked, from `oldest` on, and when that was.
  private var order: [Key] = []
  private var times: [Timestamp] = []
  private var oldest = 0
  private var oddities = 0

  /// An empty table.
  init() {}

  /// Takes one message between `client` and `server`, of which as much as was captured.
  func consume(
    _ payload: UnsafeRawBufferPointer, connection: Int, client: Endpoint, server: Endpoint, fromClient: Bool,
    at time: Timestamp, into sink: any RecordSink
  ) throws {
    try giveUp(at: time, into: sink)
    let message = DNSMessage(payload)
    if let fault = message.fault { try report(fault, connection, into: sink) }
    guard message.opcode == 0 else { return }
    guard message.isResponse else {
      guard let name = message.name else { return }
      let key = Key(
        asker: fromClient ? client : server, asked: fromClient ? server : client, id: message.id, name: name,
        type: message.type)
      // A retransmission: the time until the answer counts from the first.
      if let question = questions[key], !question.isAnswered { return }
      questions[key] = Question(time: time, connection: connection)
      order.append(key)
      times.append(time)
      return
    }
    // Answers by multicast have no question of their own (RFC 6762, 6).
    guard let name = message.name ?? message.answers.first?.name else { return }
    let type = message.name == nil ? message.answers.first?.type ?? 0 : message.type
    let key = Key(
      asker: fromClient ? server : client, asked: fromClient ? client : server, id: message.id, name: name,
      type: type)
    let question = questions[key]
    if question?.isAnswered == true { return }
    questions[key]?.isAnswered = true
    var lookup = Lookup(name: name, type: type)
    lookup.connection = connection
    lookup.query = question?.time
    lookup.response = time
    lookup.responseCode = message.responseCode
    lookup.answers = message.answers
    try sink.receive(lookup)
  }

  /// Hands over the questions that stayed unanswered.
  func finish(into sink: any RecordSink) throws {
    while oldest < order.count { try giveUpOldest(into: sink) }
    order = []
    times = []
    oldest = 0
  }

  /// Gives up questions that waited too long, or are too many.
  private func giveUp(at time: Timestamp, into sink: any RecordSink) throws {
    for _ in 0..<Self.batch {
      guard oldest < order.count else { break }
      let isOverdue = time.nanoseconds(since: times[oldest]) > Self.patience
      guard isOverdue || order.count - oldest >= Self.mostQuestions else { break }
      try giveUpOldest(into: sink)
    }
    if oldest > 1024, oldest > order.count / 2 {
      order.removeFirst(oldest)
      times.removeFirst(oldest)
      oldest = 0
    }
  }

  private func giveUpOldest(into sink: any RecordSink) throws {
    let key = order[oldest]
    let time = times[oldest]
    oldest += 1
    guard let question = questions[key], question.time == time else { return }
    questions[key] = nil
    guard !question.isAnswered else { return }
    var lookup = Lookup(name: key.name, type: key.type)
    lookup.connection = question.connection
    lookup.query = time
    try sink.receive(lookup)
  }

  private func report(_ fault: String, _ connection: Int, into sink: any RecordSink) throws {
    oddities += 1
    guard oddities <= Self.mostOddities else { return }
    let ending = oddities == Self.mostOddities ? "; further malformed messages are not told" : ""
    try sink.receive(
      Oddity(
        name: "dns_malformed",
        detail: "connection \(connection): \(fault); what could be read before it is used\(ending)"))
  }
}
