import ArgumentParser
import Evidence
import Records
import Rules

/// The options by which a run is judged, shared by the commands that judge.
struct JudgingOptions: ParsableArguments {
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

  /// Judges a run in a store.
  func judge(run: String, in store: EvidenceStore) throws -> Judgement {
    guard !targets.isEmpty else {
      throw Problem(
        "--target",
        "no target is declared, so nothing can be judged; name what the tests claim to exercise, such as '--target https://staging.example.com'"
      )
    }
    let folders = try ruleFolders.map { try RuleFolder(path: $0) }
    let rules = try RuleFolder.rules(adding: folders)
    let claims = try RuleFolder.bundled.claims()
    try store.attribute(
      run: run,
      settings: AttributionSettings(
        targets: try targets.map { try Target($0) },
        expectations: try expectations.map { try ExpectationPattern($0) },
        ignoredHosts: Set(ignoredHosts.map { $0.lowercased() }),
        claims: { name, markers in claims.claims(name: name, markers: markers).map { ($0.claim, $0.word) } }))
    return try Judge(rules: rules).judge(store, tests: try store.tests(), run: try store.runFacts())
  }
}
