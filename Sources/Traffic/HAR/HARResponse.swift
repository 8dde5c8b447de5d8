import Records

/// The `response` of a HAR entry.
struct HARResponse: Decodable {
  /// The status; nil where there was no response (written as 0 or -1).
  let status: Int?
  let httpVersion: String?
  let headers: [Header]
  /// The body's size in bytes as sent; nil where it is not known.
  let bodySize: Int?
  let content: HARContent?
  /// Chrome: a service worker answered.
  let isFetchedViaServiceWorker: Bool
  /// The members that could not be read.
  let wrong: [String]

  private enum Key: String, CodingKey {
    case status, httpVersion, headers, bodySize, content
    case isFetchedViaServiceWorker = "_fetchedViaServiceWorker"
  }

  init(from decoder: any Decoder) throws {
    var fields = try TolerantFields<Key>(decoder)
    status = fields.integer(.status).flatMap { (100...999).contains($0) ? $0 : nil }
    httpVersion = fields.text(.httpVersion)
    let list = fields.value(.headers, as: [HARHeader].self) ?? []
    headers = list.headers
    if headers.count < list.count { fields.note(["name"], of: .headers) }
    bodySize = fields.integer(.bodySize).flatMap { $0 < 0 ? nil : $0 }
    content = fields.value(.content, as: HARContent.self)
    fields.note(content?.wrong ?? [], of: .content)
    isFetchedViaServiceWorker = fields.isMarked(.isFetchedViaServiceWorker)
    wrong = fields.wrong
  }

  /// The body's size as sent: `bodySize`, or what `content` says of a body that was not compressed.
  var sentBodyBytes: Int? {
    if let bodySize { return bodySize }
    guard let content, let size = content.size else { return nil }
    if let compression = content.compression, (0...size).contains(compression) { return size - compression }
    let isEncoded = headers.contains { $0.name.lowercased() == "content-encoding" && $0.value != "identity" }
    return isEncoded ? nil : size
  }
}
