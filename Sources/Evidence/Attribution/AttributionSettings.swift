/// What the user declares about a run, by which its records are attributed.
public struct AttributionSettings: Sendable {
  /// Reads from a test's name and markers what it claims to do.
  public typealias ClaimReader =
    @Sendable (_ name: String, _ markers: [String]) -> [(claim: String, word: String)]

  /// The targets; at least one.
  public var targets: [Target]
  /// What parts of the suite promise; the last pattern that matches wins, the rest is expected `real`.
  public var expectations: [ExpectationPattern]
  /// Hosts whose traffic belongs to no test: telemetry, package indexes. Lower case.
  public var ignoredHosts: Set<String>
  /// Reads the claims of a test.
  public var claims: ClaimReader

  /// Settings for the declared targets.
  public init(
    targets: [Target], expectations: [ExpectationPattern] = [], ignoredHosts: Set<String> = [],
    claims: @escaping ClaimReader = { _, _ in [] }
  ) {
    self.targets = targets
    self.expectations = expectations
    self.ignoredHosts = ignoredHosts
    self.claims = claims
  }
}
