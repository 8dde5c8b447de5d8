import NIOHPACK
import Records

/// The fields of a request or a response, and apart from them those that HTTP/2 has for the start line
/// (RFC 9113, 8.3).
struct HTTP2Fields {
  /// The request's method.
  private(set) var method: String?
  /// The request's path and query.
  private(set) var path: String?
  /// The host and port asked for; of the Host field where there is no `:authority`.
  private(set) var authority: String?
  /// The protocol that a CONNECT asks for (RFC 8441, 4).
  private(set) var extendedProtocol: String?
  /// The response's status code, 100 to 999.
  private(set) var status: Int?
  /// The header fields, in order.
  private(set) var headers: [Header] = []
  /// Whether there were more fields than are kept.
  private(set) var hasTooManyFields = false

  /// Takes the fields of a block.
  init(_ fields: HPACKHeaders) {
    var host: String?
    for (name, value, _) in fields {
      switch name {
      case ":method": method = value
      case ":path": path = value
      case ":authority": authority = value
      case ":protocol": extendedProtocol = value
      case ":status": status = value.utf8.count == 3 ? Int(value).flatMap { $0 >= 100 ? $0 : nil } : nil
      case _ where name.utf8.first == UInt8(ascii: ":"): break
      case _ where headers.count >= HTTPHead.mostFields: hasTooManyFields = true
      default:
        if name == "host" { host = host ?? value }
        headers.append(Header(name: name, value: value))
      }
    }
    authority = authority ?? host
  }
}
