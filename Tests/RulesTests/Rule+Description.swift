public import Rules
public import Testing

extension Rule: CustomTestStringConvertible {
  /// The id: the whole of a rule fills a screen.
  public var testDescription: String { id }
}
