/// The members of a JSON object, read one by one: a member of the wrong type is left out and noted, and
/// takes nothing else with it.
struct TolerantFields<Key: CodingKey> {
  /// The names of the members that had the wrong type; of nested objects, with the names that lead there.
  private(set) var wrong: [String] = []
  private let container: KeyedDecodingContainer<Key>

  /// Fails where `decoder` holds no object.
  init(_ decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: Key.self)
  }

  /// A text; a number counts as its digits.
  mutating func text(_ key: Key) -> String? {
    do {
      return try container.decodeIfPresent(String.self, forKey: key)
    } catch {
      if let number = try? container.decode(Int64.self, forKey: key) { return String(number) }
      return wrongType(key)
    }
  }

  /// A finite number; a text that is one counts.
  mutating func number(_ key: Key) -> Double? {
    let found: Double?
    do {
      found = try container.decodeIfPresent(Double.self, forKey: key)
    } catch {
      guard let text = try? container.decode(String.self, forKey: key) else { return wrongType(key) }
      if text.isEmpty { return nil }
      guard let number = Double(text) else { return wrongType(key) }
      found = number
    }
    guard let found, !found.isFinite else { return found }
    return wrongType(key)
  }

  /// A whole number that 64 bits hold without loss.
  mutating func integer(_ key: Key) -> Int? {
    guard let number = number(key) else { return nil }
    return Int(exactly: number.rounded()) ?? wrongType(key)
  }

  /// True for `true`, and for a text that is not empty (Chrome's `"_fromCache": "disk"`).
  func isMarked(_ key: Key) -> Bool {
    if let flag = try? container.decodeIfPresent(Bool.self, forKey: key) { return flag }
    if let text = try? container.decodeIfPresent(String.self, forKey: key) {
      return !text.isEmpty && text != "false"
    }
    return false
  }

  /// A value of another type.
  mutating func value<Value: Decodable>(_ key: Key, as type: Value.Type) -> Value? {
    do {
      return try container.decodeIfPresent(type, forKey: key)
    } catch {
      return wrongType(key)
    }
  }

  /// Notes members inside of a member.
  mutating func note(_ members: [String], of key: Key) {
    for member in members { wrong.append("\(key.stringValue).\(member)") }
  }

  private mutating func wrongType<Value>(_ key: Key) -> Value? {
    wrong.append(key.stringValue)
    return nil
  }
}
