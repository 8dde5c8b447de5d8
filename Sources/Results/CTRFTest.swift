/// An element of a CTRF report's `results.tests`. What has another type than it should is read as absent.
struct CTRFTest: Decodable {
  private enum Key: String, CodingKey {
    case name, status, duration, start, stop, suite, message, filePath, tags, type, retryAttempts
  }

  /// An attempt, or what the test says of its last one.
  struct Attempt: Decodable {
    let status: String
    /// Milliseconds.
    let duration: Double?
    /// Milliseconds since 1970.
    let start: Double?
    /// Milliseconds since 1970.
    let stop: Double?
    let message: String?

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      status = try values.decode(String.self, forKey: .status)
      duration = try? values.decode(Double.self, forKey: .duration)
      start = try? values.decode(Double.self, forKey: .start)
      stop = try? values.decode(Double.self, forKey: .stop)
      message = (try? values.decode(String.self, forKey: .message)).flatMap { MessageText.firstLine($0.utf8) }
    }
  }

  let name: String
  /// The suites that it is in, the outermost first, joined by ` > ` where there are several.
  let suite: String
  let file: String?
  /// Tags, and the type of test (`unit`, `integration`, `e2e`).
  let markers: [String]
  let last: Attempt
  /// The attempts before the last.
  let earlier: [Attempt]

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = SharedName.bounded(try values.decode(String.self, forKey: .name))
    let list = try? values.decode([String].self, forKey: .suite)
    suite = SharedName.bounded(
      list?.joined(separator: " > ") ?? (try? values.decode(String.self, forKey: .suite)) ?? "")
    file = (try? values.decode(String.self, forKey: .filePath)).map { SharedName.bounded($0) }
    let type = try? values.decode(String.self, forKey: .type)
    markers = SharedName.bounded(
      ((try? values.decode([String].self, forKey: .tags)) ?? []) + (type.map { [$0] } ?? []))
    last = try Attempt(from: decoder)
    earlier = (try? values.decode([Attempt].self, forKey: .retryAttempts)) ?? []
  }
}
