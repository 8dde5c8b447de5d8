/// A value of a column or of a rule's parameter.
public enum EvidenceValue: Hashable, Sendable {
  /// Unknown.
  case null
  /// A whole number.
  case integer(Int64)
  /// A number with a fraction.
  case real(Double)
  /// Text.
  case text(String)

  /// The whole number, or nil.
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

  /// The text, or nil.
  public var text: String? { if case .text(let value) = self { value } else { nil } }
}
