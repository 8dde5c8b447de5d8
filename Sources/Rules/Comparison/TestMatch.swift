/// Why a test of one run is held to be a test of another.
public struct TestMatch: Hashable, Sendable {
  /// How it was found.
  public enum Kind: String, Sendable, CaseIterable {
    /// It has the same id, be it in the notation of another format.
    case same
    /// Its file or module has another place or name.
    case moved
    /// It, or its class, has another name.
    case renamed
  }

  /// How it was found.
  public let kind: Kind
  /// What a move or a renaming is concluded from, in words; empty for the same id.
  public let basis: String

  /// A match.
  public init(_ kind: Kind, basis: String = "") {
    self.kind = kind
    self.basis = basis
  }
}
