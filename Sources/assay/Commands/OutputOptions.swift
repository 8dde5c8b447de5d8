import ArgumentParser
import Reports

/// In which form a report is written, and where to.
struct OutputOptions<Form: OutputForm>: ParsableArguments {
  @Option(
    help: "The form of the report: \(Form.names).",
    transform: { name in
      guard let form = Form(rawValue: name) else {
        throw ValidationError("'\(name)' is no form of report; use one of \(Form.names)")
      }
      return form
    })
  var format: Form = .text

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var path: String?

  /// Where people read the report: the terminal, unless it goes to a file.
  var screen: Screen { path == nil ? .terminal : Screen() }

  /// Writes the report to the file that is named, or to the standard output.
  ///
  /// - Throws: a `Problem` where it cannot be written.
  func write(_ render: (inout ReportOutput) -> Void) throws {
    try ReportFile.write(toFileOrStandardOutput: path, render)
  }
}
