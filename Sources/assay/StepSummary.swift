import Reports

#if canImport(Glibc)
  import Glibc
#endif

/// The summary of a step of GitHub Actions: a Markdown file that the runner names in the environment.
struct StepSummary {
  /// The most bytes of a summary; GitHub shows nothing of a larger one.
  private static let limit = 1_048_576

  private let path: String

  /// The summary of this step; nil where the program isn't run by such a runner.
  init?() {
    guard let variable = getenv("GITHUB_STEP_SUMMARY"), variable.pointee != 0 else { return nil }
    path = String(cString: variable)
  }

  /// Adds a report to what the step has written already, cut to the room that is left. A summary that can't be
  /// written is told on stderr and stops nothing: the report itself is written elsewhere.
  func append(_ run: ReportedRun) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      return warn("cannot be written: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let room = Self.limit - Int(status.st_size) - 1
    guard room >= MarkdownReport.leastLimit else {
      return warn(
        "is left as it is: it holds \(status.st_size) bytes, and GitHub shows at most \(Self.limit)")
    }
    var output = ReportOutput(descriptor: descriptor)
    if status.st_size > 0 { output.write("\n") }
    MarkdownReport(limit: room).render(run, into: &output)
    if !output.flush() { warn("cannot be written: \(String(cString: strerror(errno)))") }
  }

  private func warn(_ what: String) {
    StandardError.write("assay: the step summary '\(path)' \(what)\n")
  }
}
