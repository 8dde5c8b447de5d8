public import Rules

/// The formats that a calibration's report can have.
public enum CalibrationFormat: String, Sendable, CaseIterable {
  /// For people.
  case text
  /// For programs; the schema is ``JSONCalibration/schema``.
  case json

  /// Writes the whole report; the same runs give the same bytes.
  public func render(_ study: CalibrationStudy, into output: inout some TextOutputStream) {
    switch self {
    case .text: TextCalibration.render(study, into: &output)
    case .json: JSONCalibration.render(study, into: &output)
    }
  }
}
