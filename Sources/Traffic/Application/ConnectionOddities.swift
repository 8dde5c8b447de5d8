import Records

/// What is odd on one connection, each kind told once: the first case says it, and a stream has no end of them.
struct ConnectionOddities {
  private let connection: Int
  private var told: [String] = []

  /// No oddities yet on a connection.
  init(connection: Int) {
    self.connection = connection
  }

  /// Hands over an oddity, unless one of its name was handed over before.
  mutating func report(_ name: String, _ detail: String, into sink: any RecordSink) throws {
    guard !told.contains(name) else { return }
    told.append(name)
    try sink.receive(Oddity(name: name, detail: "connection \(connection): \(detail)"))
  }
}
