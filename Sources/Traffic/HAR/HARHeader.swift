import Records

/// A header field of a HAR message: `{"name": ..., "value": ...}`, or `[name, value]` as Slack's exports have it.
struct HARHeader: Decodable {
  /// The field; nil where the element is neither.
  let header: Header?

  private enum Key: String, CodingKey {
    case name, value
  }

  init(from decoder: any Decoder) {
    if var fields = try? TolerantFields<Key>(decoder) {
      header = fields.text(.name).map { Header(name: $0, value: fields.text(.value) ?? "") }
    } else if var pair = try? decoder.unkeyedContainer(), let name = try? pair.decode(String.self) {
      header = Header(name: name, value: (try? pair.decode(String.self)) ?? "")
    } else {
      header = nil
    }
  }
}

extension [HARHeader] {
  /// The fields that could be read.
  var headers: [Header] { compactMap(\.header) }
}
