/// Something in an input that is not as its format says it should be: data, not an error.
public struct Oddity: Hashable, Sendable {
  /// Where in a source something stands.
  public enum Position: Hashable, Sendable {
    /// The source as a whole.
    case whole
    /// A line of a text file, counted from 1.
    case line(Int)
    /// A byte of a binary file, counted from 0.
    case byte(Int)
    /// A packet of a capture, counted from 1 as Wireshark does.
    case packet(Int)
    /// An entry of a list (HAR entries, test cases), counted from 0.
    case entry(Int)
  }

  /// What is odd, in snake_case, the format first: `junit_duration_ambiguous`.
  public var name: String
  /// The observed value and what was done with it.
  public var detail: String
  /// Where it stands.
  public var position: Position

  /// An oddity.
  public init(name: String, detail: String, position: Position = .whole) {
    self.name = name
    self.detail = detail
    self.position = position
  }
}
