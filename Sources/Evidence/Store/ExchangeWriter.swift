import GRDB
import Records

/// Writes the exchanges of one source into the store, without the secrets that they carry.
final class ExchangeWriter {
  private let source: Int64
  private let secrets: SecretHash
  private let addresses: AddressTable
  private let row: InsertStatement
  private var headers = HeaderTable()

  /// A writer for the exchanges of a source.
  init(source: Int64, secrets: SecretHash, addresses: AddressTable, in db: Database) throws {
    self.source = source
    self.secrets = secrets
    self.addresses = addresses
    row = try InsertStatement(into: "exchange", columns: 34, in: db)
  }

  /// Writes an exchange.
  ///
  /// - Parameter connection: the connection's number in the whole store.
  func write(_ exchange: Exchange, connection: Int64?) throws {
    let facts = ExchangeFacts(exchange, &headers)
    let arrival = exchange.firstByte ?? exchange.end
    row.bind(nil as Int64?)
    row.bind(source)
    row.bind(exchange.witness.rawValue)
    row.bind(connection)
    row.bind(exchange.clientPort.map(Int.init))
    row.bind(exchange.serverAddress.map(addresses.text))
    row.bind(exchange.testID)
    row.bind(exchange.worker)
    row.bind(exchange.start?.microseconds)
    row.bind(exchange.end?.microseconds)
    row.bind(exchange.method)
    let url = secrets.url(exchange.url)
    row.bind(url)
    row.bind(exchange.host)
    row.bind(exchange.port.map(Int.init))
    row.bind(ExchangeFacts.path(of: url))
    row.bind(exchange.httpVersion)
    row.bind(exchange.status)
    row.bind(facts.server)
    if let date = facts.date, let arrival {
      row.bind(date.nanoseconds(since: arrival).microsecondsRounded)
    } else {
      row.bind(nil as Int64?)
    }
    row.bind(exchange.timeToFirstByte?.microsecondsRounded)
    if let start = exchange.start, let end = exchange.end {
      row.bind(end.nanoseconds(since: start).microsecondsRounded)
    } else {
      row.bind(nil as Int64?)
    }
    row.bind(exchange.requestBodyBytes)
    row.bind(exchange.responseBodyBytes)
    row.bind(exchange.responseBodyHash)
    row.bind(facts.requestID)
    row.bind(facts.frontHeaders)
    row.bind(facts.hasCredentials)
    row.bind(hashes(facts.setCookies))
    row.bind(hashes(facts.cookies))
    row.bind(exchange.admissions.contains(.fulfilledByTest))
    row.bind(!exchange.admissions.isDisjoint(with: [.fromCache, .fromServiceWorker, .fromCassette]))
    row.bind(facts.isWebSocket)
    row.bind(exchange.isWebSocketAccepted)
    row.bind(
      text: JSONText.pairs(exchange.responseHeaders) { header in
        secrets.value(header.value, isSecret: headers.kind(of: header.name).isSecret)
      })
    try row.insert()
  }

  /// The hashes of cookies, each by itself, or nil for none.
  private func hashes(_ cookies: [String]) -> String? {
    cookies.isEmpty ? nil : cookies.map(secrets.hash).joined(separator: " ")
  }
}

extension Exchange {
  /// From the end of the request to the first byte of the response, in nanoseconds.
  fileprivate var timeToFirstByte: Int64? {
    if let wait = timings.wait { return wait }
    guard let start, let firstByte else { return nil }
    return firstByte.nanoseconds(since: start)
  }
}
