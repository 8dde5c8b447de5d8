public import Evidence
public import Records

/// What a project asks of its test runs, from `assay.yaml`; `docs/policy.md` describes the file.
public struct Policy: Sendable {
  /// The most bytes that a policy may have.
  public static let sizeLimit = 1 << 18

  /// Where it was read from, for people: a path, or a path at a revision.
  public var place: String
  /// What the tests claim to exercise.
  public var targets: [Target] = []
  /// What parts of the suite promise; the last that matches wins.
  public var expectations: [ExpectationPattern] = []
  /// Hosts whose traffic belongs to no test, in lower case.
  public var ignoredHosts: Set<String> = []
  /// How long tests must take at least; the last that matches wins.
  public var minimumDurations: [MinimumDuration] = []
  /// What fails the gate.
  public var failOn = FailConditions()
  /// Folders of added rules, relative to the policy's own folder.
  public var ruleFolders: [String] = []
  /// Values for the rules' parameters.
  public var parameters: [ParameterOverride] = []
  /// Tests that may fail the gate until a day.
  public var waivers: [Waiver] = []

  /// The policy of a project that has none: fakes fail the gate.
  public init(place: String) {
    self.place = place
  }

  /// Reads a policy.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - place: where it was read from.
  /// - Throws: `Problem` with place and line for whatever the file may not say.
  public init(_ bytes: [UInt8], place: String) throws(Problem) {
    guard bytes.count <= Self.sizeLimit, let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(place, "is not UTF-8 text of at most \(Self.sizeLimit) bytes")
    }
    self = try PolicyFile(text, place: place).policy()
  }

  /// The values for the rules' parameters by rule and name.
  ///
  /// - Throws: `Problem` with the line of a rule or parameter that is not there.
  public func parameters(of rules: [Rule]) throws(Problem) -> [String: [String: Double]] {
    let byID = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { _, later in later })
    var values: [String: [String: Double]] = [:]
    for parameter in parameters {
      guard let rule = byID[parameter.rule] else {
        let known = Suggestion.among(byID.keys.sorted(), for: parameter.rule)
        throw Problem(place, line: parameter.line, "no rule is called '\(parameter.rule)'; \(known)")
      }
      guard rule.parameters[parameter.name] != nil else {
        let known =
          rule.parameters.isEmpty
          ? "it has none" : Suggestion.among(rule.parameters.keys.sorted(), for: parameter.name)
        throw Problem(
          place, line: parameter.line,
          "the rule '\(parameter.rule)' has no parameter '\(parameter.name)'; \(known)")
      }
      values[parameter.rule, default: [:]][parameter.name] = parameter.value
    }
    return values
  }
}
