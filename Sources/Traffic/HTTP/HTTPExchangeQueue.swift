import Records

/// The requests of a connection whose exchanges are not over, in order: responses come in the order of requests.
struct HTTPExchangeQueue {
  private struct Entry {
    var exchange: Exchange
    var isRequestDone = false
  }

  /// The most requests that wait for responses; of more, the oldest is handed over without one.
  private static let mostEntries = 64

  private var entries: [Entry] = []
  /// How many of the entries, from the first on, have their response.
  private var answeredCount = 0
  /// Whether the head of a response to the first unanswered request came.
  private(set) var isAnswering = false

  /// An empty queue.
  init() {}

  /// The method of the request that the next response answers, or the present one.
  var answeredMethod: String? { unanswered.map { entries[$0].exchange.method } }

  /// Adds a request whose head came.
  mutating func append(_ exchange: Exchange, into sink: any RecordSink) throws {
    if entries.count >= Self.mostEntries {
      if answeredCount == 0 { isAnswering = false }
      answeredCount = max(answeredCount - 1, 0)
      try sink.receive(entries.removeFirst().exchange)
    }
    entries.append(Entry(exchange: exchange))
  }

  /// Takes the end of the last request.
  mutating func endRequest(bodyBytes: Int?, at time: Timestamp, into sink: any RecordSink) throws {
    guard let last = entries.indices.last, !entries[last].isRequestDone else { return }
    entries[last].isRequestDone = true
    entries[last].exchange.requestBodyBytes = bodyBytes
    if let end = entries[last].exchange.end { entries[last].exchange.end = max(end, time) }
    try handOverFinished(into: sink)
  }

  /// Takes the head of the response to the first unanswered request.
  ///
  /// - Returns: false where there is no such request.
  mutating func beginResponse(_ change: (inout Exchange) -> Void) -> Bool {
    guard let index = unanswered else { return false }
    isAnswering = true
    change(&entries[index].exchange)
    return true
  }

  /// Takes note that bytes of the present response came.
  mutating func extendResponse(at time: Timestamp) {
    guard isAnswering, let index = unanswered else { return }
    entries[index].exchange.end = time
  }

  /// Takes the end of the present response; without a time, it ended with its last bytes that were seen.
  mutating func endResponse(
    bodyBytes: Int?, hash: String?, at time: Timestamp?, into sink: any RecordSink
  ) throws {
    guard isAnswering, let index = unanswered else { return }
    isAnswering = false
    answeredCount += 1
    entries[index].exchange.responseBodyBytes = bodyBytes
    entries[index].exchange.responseBodyHash = hash
    if let time { entries[index].exchange.end = time }
    try handOverFinished(into: sink)
  }

  /// Hands over all exchanges as they are.
  mutating func handOverAll(into sink: any RecordSink) throws {
    isAnswering = false
    let exchanges = entries
    entries = []
    answeredCount = 0
    for entry in exchanges { try sink.receive(entry.exchange) }
  }

  private var unanswered: Int? { answeredCount < entries.count ? answeredCount : nil }

  private mutating func handOverFinished(into sink: any RecordSink) throws {
    while answeredCount > 0, !entries.isEmpty, entries[0].isRequestDone {
      answeredCount -= 1
      try sink.receive(entries.removeFirst().exchange)
    }
  }
}
