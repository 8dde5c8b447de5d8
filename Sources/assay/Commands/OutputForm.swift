import Reports

/// The forms of a command's report, by the names that `--format` knows them by.
protocol OutputForm: RawRepresentable<String>, CaseIterable, Sendable {
  /// For people, and where no other form is named.
  static var text: Self { get }
}

extension OutputForm {
  /// Every name.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension ReportFormat: OutputForm {}
extension AuditFormat: OutputForm {}
extension ComparisonFormat: OutputForm {}
extension CalibrationFormat: OutputForm {}
