import ArgumentParser
import Evidence
import Rules

#if canImport(Glibc)
  import Glibc
#endif

/// Rules, targets and promises, read once and ready to judge any number of runs.
struct PreparedJudging: Sendable {
  /// What was declared of the runs.
  let settings: AttributionSettings
  /// The rules with their parameters.
  let judge: Judge
  /// The words by which the settings read claims.
  let claims: ClaimTable

  /// Judges a run in a store.
  func judge(run: String, in store: EvidenceStore) throws -> Judgement {
    try store.attribute(run: run, settings: settings)
    return try judge.judge(store, tests: try store.tests(), run: try store.runFacts())
  }

  /// A digest of what was declared of the runs, and one of all else that decides how they are judged: with the same two,
  /// the same files get the same verdicts.
  var fingerprint: JudgingFingerprint {
    var declared = settings.targets.map { "target \($0.url)" }
    declared += settings.expectations.map { "expect \($0.pattern.text)=\($0.expectation.rawValue)" }
    declared += settings.ignoredHosts.sorted().map { "ignore \($0)" }
    var texts = ["assay \(Assay.configuration.version) \(Self.program)", claims.text]
    for rule in judge.rules {
      texts += ["rule \(rule.id) \(rule.weight.real) \(rule.weight.fake)", rule.sql]
      texts += rule.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
    return JudgingFingerprint(declared: Fingerprint.of(declared), judge: Fingerprint.of(texts))
  }

  /// The program's own file: a program that was built anew may read or judge otherwise.
  private static var program: String {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "" }
    return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
  }
}
