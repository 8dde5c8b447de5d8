public import Rules

/// A baseline as a file: JSON with a test on each line, in the order of their ids, so that a change of one test is a
/// change of one line.
public struct BaselineDocument: Sendable {
  private let baseline: Baseline

  /// The file of a baseline.
  public init(_ baseline: Baseline) {
    self.baseline = baseline
  }

  /// Writes the file.
  public func render(into output: inout some TextOutputStream) {
    var json = JSONWriter()
    json.openObject()
    json.string("schema", Baseline.schema)
    json.integer("tests", baseline.tests)
    json.openArray("failing")
    for (id, conditions) in baseline.failing.sorted(by: { $0.key < $1.key }) {
      json.object(inline: true) { json in
        json.string("id", id)
        json.array("fails") { json in
          for condition in Baseline.conditions where conditions.contains(condition) {
            json.string(nil, condition.rawValue)
          }
        }
      }
      json.flush(into: &output)
    }
    json.close()
    json.close()
    json.flush(into: &output, always: true)
  }
}
