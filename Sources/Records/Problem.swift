/// An error at the edge: where, what is wrong, and what would be right.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, folder or option that the problem is about.
  public var place: String
  /// The line in the file, counted from 1.
  public var line: Int?
  /// What is wrong and what would be right: lower case, no full stop, values in 'single quotes'.
  public var message: String

  /// A problem at a place.
  public init(_ place: String, line: Int? = nil, _ message: String) {
    self.place = place
    self.line = line
    self.message = message
  }

  /// What is wrong without the place: `line 3: message`.
  public var detail: String { line.map { "line \($0): \(message)" } ?? message }

  /// `path:line: message`.
  public var description: String {
    line.map { "\(place):\($0): \(message)" } ?? "\(place): \(message)"
  }
}
