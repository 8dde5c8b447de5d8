import Records
import Reports

extension LeftOutFile {
  /// A file that was left out because of a problem with it.
  init(_ problem: Problem) {
    self.init(path: problem.place, reason: problem.detail)
  }
}
