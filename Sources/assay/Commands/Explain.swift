import ArgumentParser
import Evidence
import Records
import Reports
import Rules

/// `assay explain`: everything known about one test, as a timeline of its window.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows everything known about one test, as a timeline of its window.")

  @Argument(help: "The test's id, or a part of it that no other test has.")
  var test: String

  @Argument(help: "Result files, captures, HAR files, logs, or folders that hold them; none with --db.")
  var paths: [String] = []

  @OptionGroup var judging: JudgingOptions

  @OptionGroup var clocks: ClockOptions

  @Option(name: .customLong("db"), help: ArgumentHelp("A store that holds the run.", valueName: "file"))
  var storePath: String?

  @Option(
    name: .customLong("run"), help: ArgumentHelp("The name of the run in the store.", valueName: "name"))
  var runName: String?

  func validate() throws {
    if paths.isEmpty, storePath == nil {
      throw ValidationError("name the run's files, or a store with '--db'")
    }
  }

  func run() throws {
    let store = try EvidenceStore(path: storePath)
    var name = runName ?? "run"
    if paths.isEmpty {
      let names = try store.runNames()
      name = try runName ?? only(names)
    } else {
      let files = try InputFile.find(paths)
      _ = try RunImport(
        files, run: name, into: store, clockOffsets: try clocks.byPath(files))
    }
    let judgement = try judging.judge(run: name, in: store)
    let verdict = try find(in: judgement)
    let events = try store.timeline(of: verdict.facts.testID).map { event in
      ExplanationEvent(time: event.time, text: event.text, source: event.source)
    }
    let explanation = Explanation(of: verdict, events: events)
    try ReportFile.write(toFileOrStandardOutput: nil) { explanation.render(on: .terminal, into: &$0) }
  }

  private func only(_ names: [String]) throws -> String {
    guard let name = names.first, names.count == 1 else {
      let list =
        names.isEmpty ? "it holds none" : "it holds \(names.map { "'\($0)'" }.joined(separator: ", "))"
      throw Problem(storePath ?? "store", "name the run with '--run'; \(list)")
    }
    return name
  }

  private func find(in judgement: Judgement) throws -> TestVerdict {
    if let exact = judgement.tests.first(where: { $0.facts.id == test }) { return exact }
    let partial = judgement.tests.filter { $0.facts.id.contains(test) }
    if let found = partial.first, partial.count == 1 { return found }
    guard !partial.isEmpty else { throw Problem("explain", "no test's id holds '\(test)'") }
    let some = partial.prefix(5).map { "'\($0.facts.id)'" }.joined(separator: ", ")
    throw Problem(
      "explain", "'\(test)' is in the ids of \(partial.count) tests, such as \(some); give more of it")
  }
}
