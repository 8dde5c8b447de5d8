/// A view that rules may read: its name, what a row is, and its columns. The contract with rule authors.
public struct EvidenceView: Hashable, Sendable {
  /// One column of a view.
  public struct Column: Hashable, Sendable {
    /// The SQLite type of a column's values.
    public enum Kind: String, Sendable {
      /// Whole numbers: counts, microseconds, 0 and 1.
      case integer = "INTEGER"
      /// Numbers with a fraction.
      case real = "REAL"
      /// Text.
      case text = "TEXT"
    }

    /// The column's name, with its unit at the end.
    public var name: String
    /// The type of its values.
    public var kind: Kind
    /// What a value means, and what NULL means.
    public var about: String
  }

  /// The view's name: singular, snake_case.
  public var name: String
  /// What a row of the view is.
  public var about: String
  /// The columns, in order.
  public var columns: [Column]
  /// The SELECT over the store's tables that the view is.
  var definition: String

  init(_ name: String, about: String, columns: [Column], definition: String) {
    self.name = name
    self.about = about
    self.columns = columns
    self.definition = definition
  }
}

extension EvidenceView.Column {
  static func integer(_ name: String, _ about: String) -> Self {
    Self(name: name, kind: .integer, about: about)
  }

  static func real(_ name: String, _ about: String) -> Self {
    Self(name: name, kind: .real, about: about)
  }

  static func text(_ name: String, _ about: String) -> Self {
    Self(name: name, kind: .text, about: about)
  }
}
