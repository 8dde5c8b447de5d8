import ArgumentParser
import Evidence
import Records
import Reports
import Rules

/// `assay check`: recognise the files, ingest, judge, report. The main job.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Says of every test of a run: real, fake, or cannot tell.")

  @Argument(help: "Result files, captures, HAR files, logs, or folders that hold them.")
  var paths: [String]

  @OptionGroup var judging: JudgingOptions

  @Option(
    name: .customLong("clock-offset"), parsing: .singleValue,
    help: ArgumentHelp("What a file's clock is ahead of the results' clock. Repeatable.", valueName: "file=seconds"))
  var clockOffsets: [ClockOffset] = []

  @Option(name: .customLong("db"), help: ArgumentHelp("Keep the records in this store; in memory where it is not given.", valueName: "file"))
  var storePath: String?

  func run() throws {
    let files = try InputFile.find(paths)
    let store = try EvidenceStore(path: storePath)
    let imported = try RunImport(files, run: "run", into: store, clockOffsets: try ClockOffset.byPath(clockOffsets, files))
    for p in imported.leftOut { StandardError.write("left out \(p)\n") }
    let judgement = try judging.judge(run: "run", in: store)
    print("[")
    for (n, t) in judgement.tests.enumerated() {
      print("{\"id\": \"\(t.facts.id.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\", \"verdict\": \"\(t.verdict.rawValue)\", \"bits\": \(t.scoreBits), \"f\": \"\(t.findings.filter { $0.says != .skip }.map { "\($0.rule) \($0.bits)" }.joined(separator: "; "))\"}\(n < judgement.tests.count - 1 ? "," : "")")
    }
    print("]")
  }
}
