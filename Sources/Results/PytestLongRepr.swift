/// pytest's `longrepr`, the long representation of what went wrong, in any of its shapes: a text, the triple of a skip (path, line,
/// reason), or an object with a traceback.
struct PytestLongRepr: Decodable {
  private enum Key: String, CodingKey { case reprcrash }
  private enum CrashKey: String, CodingKey { case message }

  /// The first line of the message.
  let message: String?

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      message = MessageText.firstLine(Self.reason(text).utf8)
    } else if let values = try? decoder.container(keyedBy: Key.self) {
      let crash = try? values.nestedContainer(keyedBy: CrashKey.self, forKey: .reprcrash)
      message = (try? crash?.decode(String.self, forKey: .message))
        .flatMap { MessageText.firstLine($0.utf8) }
    } else if var values = try? decoder.unkeyedContainer() {
      _ = try? values.decode(String.self)
      _ = try? values.decode(Int?.self)
      message = (try? values.decode(String.self)).flatMap { MessageText.firstLine($0.utf8) }
    } else {
      message = nil
    }
  }

  /// The reason of a skip whose triple was printed as text: `('/a/b.py', 17, 'Skipped: no network')`.
  private static func reason(_ text: String) -> Substring {
    guard text.hasPrefix("('"), text.hasSuffix(")"), let start = text.firstRange(of: ", 'Skipped: ")
    else { return text[...] }
    return text[start.lowerBound...].dropFirst(3).dropLast(2)
  }
}
