/// Something that answers read-only queries over the evidence views: a store, or a contract with fixture rows.
public protocol EvidenceSource {
  /// The rows of a query, each value under its column's name.
  ///
  /// - Parameters:
  ///   - sql: one SELECT statement over the views.
  ///   - parameters: values of the named parameters, without the colon.
  ///   - timeLimit: seconds after which the query is interrupted.
  /// - Throws: ``QueryError``.
  func rows(_ sql: String, parameters: [String: EvidenceValue], timeLimit: Double) throws -> [[String:
    EvidenceValue]]
}
