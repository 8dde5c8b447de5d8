/// One element of `log.entries`, as far as it is kept. Every member may be missing.
struct HAREntry: Decodable {
  let startedDateTime: String?
  /// The whole time in nanoseconds.
  let time: Int64?
  let request: HARRequest?
  let response: HARResponse?
  let timings: HARTimings?
  let serverIPAddress: String?
  let connection: String?
  /// Chrome, or the `hitCount` of `cache.beforeRequest`: a cache answered.
  let isFromCache: Bool
  /// Playwright: the test answered the request itself.
  let isFulfilled: Bool
  /// The members that could not be read, with the names that lead to them.
  let wrong: [String]

  private enum Key: String, CodingKey {
    case startedDateTime, time, request, response, timings, serverIPAddress, connection, cache
    case isFromCache = "_fromCache"
    case isFulfilled = "_wasFulfilled"
  }

  private struct Cache: Decodable {
    struct State: Decodable {
      var hitCount: Double?
    }
    var beforeRequest: State?
  }

  init(from decoder: any Decoder) throws {
    var fields = try TolerantFields<Key>(decoder)
    startedDateTime = fields.text(.startedDateTime)
    time = HARTimings.nanoseconds(fields.number(.time))
    request = fields.value(.request, as: HARRequest.self)
    fields.note(request?.wrong ?? [], of: .request)
    response = fields.value(.response, as: HARResponse.self)
    fields.note(response?.wrong ?? [], of: .response)
    timings = fields.value(.timings, as: HARTimings.self)
    fields.note(timings?.wrong ?? [], of: .timings)
    serverIPAddress = fields.text(.serverIPAddress)
    connection = fields.text(.connection)
    let cache = fields.value(.cache, as: Cache.self)
    isFromCache = fields.isMarked(.isFromCache) || (cache?.beforeRequest?.hitCount ?? 0) > 0
    isFulfilled = fields.isMarked(.isFulfilled)
    wrong = fields.wrong
  }
}
