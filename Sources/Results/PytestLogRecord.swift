import FoundationEssentials
import Records

/// A record of Python's logging as pytest-json-report writes it: the attributes of `logging.LogRecord`, `msg` already formatted.
struct PytestLogRecord: Decodable {
  private enum Key: String, CodingKey { case name, msg, created, process }

  private let logger: String?
  private let message: String?
  private let created: Double?
  private let process: Int?

  /// Reads what has the type that it should have; a message can be any object.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    logger = try? values.decode(String.self, forKey: .name)
    message = try? values.decode(String.self, forKey: .msg)
    created = try? values.decode(Double.self, forKey: .created)
    process = try? values.decode(Int.self, forKey: .process)
  }

  /// Hands over what the record says of the network, if it says anything.
  func deliver(testID: String, worker: String?, to sink: any RecordSink) throws {
    guard let logger, let message, let time = created.flatMap(Timestamp.init(seconds:)) else { return }
    switch LogMessage(logger: logger, message: message) {
    case .exchange(let method, let url, let httpVersion, let status):
      var exchange = Exchange(witness: .log, method: method, url: url)
      exchange.end = time
      exchange.testID = testID
      exchange.worker = worker
      exchange.httpVersion = httpVersion
      exchange.status = status
      if let components = URLComponents(string: url), let host = components.host, !host.isEmpty {
        exchange.host = host.lowercased()
        exchange.port = components.port.flatMap { UInt16(exactly: $0) } ?? Self.defaultPort(components.scheme)
      }
      try sink.receive(exchange)
    case .claim(let claim):
      var line = LogLine(time: time, resolution: 0, logger: logger, claim: claim)
      line.testID = testID
      line.worker = worker
      line.process = process
      try sink.receive(line)
    case nil: break
    }
  }

  private static func defaultPort(_ scheme: String?) -> UInt16? {
    switch scheme?.lowercased() {
    case "http", "ws": 80
    case "https", "wss": 443
    default: nil
    }
  }
}
