import ArgumentParser
import Evidence
import FoundationEssentials
import Records
import Rules

/// The options by which a run is judged, shared by the commands that judge.
///
/// What they say comes after what a policy says: targets take the place of the policy's, the others are added to its
/// own, and win over them.
struct JudgingOptions: ParsableArguments {
  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "A policy, 'assay.yaml', that declares targets, promises, ignored hosts and rules. The options below win over it.",
      valueName: "file"))
  var policyPath: String?

  @Option(
    name: .customLong("target"), parsing: .singleValue,
    help: ArgumentHelp(
      "A target that the tests claim to exercise: https, http, wss, ws or tcp. Repeatable.", valueName: "url")
  )
  var targets: [String] = []

  @Option(
    name: .customLong("expect"), parsing: .singleValue,
    help: ArgumentHelp(
      "What a part of the suite promises: real, loopback, mocked or offline. Repeatable, the last match wins.",
      valueName: "pattern=word"))
  var expectations: [String] = []

  @Option(
    name: .customLong("ignore-host"), parsing: .singleValue,
    help: ArgumentHelp(
      "A host whose traffic belongs to no test, such as telemetry. Repeatable.", valueName: "host"))
  var ignoredHosts: [String] = []

  @Option(
    name: .customLong("rules"), parsing: .singleValue,
    help: ArgumentHelp(
      "A folder of rules that add to the program's own, or replace them by id. Repeatable.",
      valueName: "folder"))
  var ruleFolders: [String] = []

  /// The policy that is named.
  var policy: AppliedPolicy? {
    get throws { try policyPath.map { try AppliedPolicy(path: $0) } }
  }

  /// The policy that is named, or where none is, the one in its usual place if there is one.
  func policyOrUsual() throws -> AppliedPolicy? {
    guard policyPath == nil else { return try policy }
    let path = AppliedPolicy.usualPath
    return FileManager.default.fileExists(atPath: path) ? try AppliedPolicy(path: path) : nil
  }

  /// Judges a run in a store.
  func judge(run: String, in store: EvidenceStore) throws -> Judgement {
    try prepared(under: try policy).judge(run: run, in: store)
  }

  /// Judges a run in a store under a policy.
  func judge(run: String, in store: EvidenceStore, under applied: AppliedPolicy?) throws -> Judgement {
    try prepared(under: applied).judge(run: run, in: store)
  }

  /// All that is needed to judge any number of runs by these options, under a policy where one is applied.
  func prepared(under applied: AppliedPolicy?) throws -> PreparedJudging {
    let policy = applied?.policy
    let declared = targets.isEmpty ? policy?.targets ?? [] : try targets.map { try Target($0) }
    guard !declared.isEmpty else {
      throw Problem(
        "--target",
        "no target is declared, so nothing can be judged; name what the tests claim to exercise, such as '--target https://staging.example.com', here or in the policy's 'targets'"
      )
    }
    let folders = (applied?.ruleFolders ?? []) + (try ruleFolders.map { try RuleFolder(path: $0) })
    let rules = try RuleFolder.rules(adding: folders)
    let parameters = try policy?.parameters(of: rules) ?? [:]
    let claims = try folders.reduce(try RuleFolder.bundled.claims()) { $0.adding(try $1.claims()) }
    return PreparedJudging(
      settings: AttributionSettings(
        targets: declared,
        expectations: (policy?.expectations ?? []) + (try expectations.map { try ExpectationPattern($0) }),
        ignoredHosts: (policy?.ignoredHosts ?? []).union(ignoredHosts.map { $0.lowercased() }),
        claims: { name, markers in claims.claims(name: name, markers: markers).map { ($0.claim, $0.word) } }),
      judge: try Judge(rules: rules, parameters: parameters), claims: claims)
  }
}
