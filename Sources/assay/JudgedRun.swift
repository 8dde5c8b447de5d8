import Evidence
import Records
import Rules

/// A run that a command imported and judged.
struct JudgedRun {
  /// The run and the verdicts on its tests.
  var judgement: Judgement
  /// What was given and not used, with the reason.
  var leftOut: [Problem]
  /// Where its evidence is.
  var store: EvidenceStore
}
