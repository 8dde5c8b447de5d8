import Records

/// The `request` of a HAR entry.
struct HARRequest: Decodable {
  let method: String?
  let url: String?
  let httpVersion: String?
  let headers: [Header]
  /// The body's size in bytes; nil where it is not known.
  let bodySize: Int?
  /// The members that could not be read.
  let wrong: [String]

  private enum Key: String, CodingKey {
    case method, url, httpVersion, headers, bodySize
  }

  init(from decoder: any Decoder) throws {
    var fields = try TolerantFields<Key>(decoder)
    method = fields.text(.method)
    url = fields.text(.url)
    httpVersion = fields.text(.httpVersion)
    let list = fields.value(.headers, as: [HARHeader].self) ?? []
    headers = list.headers
    if headers.count < list.count { fields.note(["name"], of: .headers) }
    bodySize = fields.integer(.bodySize).flatMap { $0 < 0 ? nil : $0 }
    wrong = fields.wrong
  }
}
