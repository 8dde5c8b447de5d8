import Evidence
import Rules

/// The report for code scanning: SARIF 2.1.0 (OASIS, with errata 01), one result for each test that something is
/// held against.
///
/// Every rule that was applied is declared, and a clean run has an empty list of results, so that alerts close.
public struct SARIFReport: Report {
  /// The most results of a run that GitHub takes.
  public static let resultLimit = 25_000
  /// The most results of a run that GitHub shows.
  static let shownLimit = 5000

  private let root: String?

  /// A report.
  ///
  /// - Parameter root: the repository's root, below which absolute paths are made relative; nil where it isn't known.
  public init(root: String? = nil) {
    self.root = root
  }

  /// Writes the report as one JSON object.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let objections = Objections(run)
    let tests = objections.worstFirst
    let breaches = objections.aboutRun.prefix(Self.resultLimit)
    let shown = tests.prefix(Self.resultLimit - breaches.count)
    var json = JSONWriter()
    json.openObject()
    json.string(
      "$schema",
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    json.string("version", "2.1.0")
    json.openArray("runs")
    json.openObject()
    let rules = SARIFRules(run.judgement.rules)
    rules.write(into: &json)
    json.object("originalUriBaseIds") { json in
      json.object(Self.base, inline: true) { json in
        json.object("description") { $0.string("text", "The root of the repository") }
      }
    }
    write(notifications(run, results: breaches.count + tests.count), into: &json)
    json.openArray("results")
    var writer = SARIFResultWriter(
      rules: rules, root: root, standIn: RepositoryPath.standIn(for: run.judgement.run, root: root),
      // Either every result says whether it is suppressed, or none (3.27.23).
      saysSuppressions: run.gate.map { !$0.excused.isEmpty } ?? false)
    for breach in breaches { writer.write(breach, into: &json) }
    for objection in shown {
      writer.write(objection, into: &json)
      json.flush(into: &output)
    }
    for _ in 0..<4 { json.close() }
    json.flush(into: &output, always: true)
  }

  /// The name of the folder that results' paths are relative to; code hosts take it for the repository.
  static let base = "%SRCROOT%"

  private func write(_ notifications: [(level: Objection.Level, text: String)], into json: inout JSONWriter) {
    json.array("invocations") { json in
      json.object { json in
        json.boolean("executionSuccessful", true)
        json.array("toolExecutionNotifications") { json in
          for notification in notifications {
            json.object(inline: true) { json in
              json.string("level", notification.level.rawValue)
              json.object("message") { $0.string("text", Self.message(notification.text)) }
            }
          }
        }
      }
    }
  }

  /// What is to be known of the run as a whole; code scanning shows it on its status page, not as alerts.
  private func notifications(
    _ run: ReportedRun, results: Int
  ) -> [(level: Objection.Level, text: String)] {
    let headline = Headline(run.judgement)
    var notifications: [(level: Objection.Level, text: String)] = [
      (.note, "\(headline.word): \(headline.sentence)")
    ]
    if results > Self.resultLimit {
      notifications.append(
        (
          .warning,
          "\(results - Self.resultLimit) of \(results) results are left out, the least bad: GitHub takes at most "
            + "\(Self.resultLimit) of a run. All are in the JSON report"
        ))
    }
    if results > Self.shownLimit {
      notifications.append(
        (.warning, "GitHub shows \(Self.shownLimit) results of a run, and this one has \(results)"))
    }
    if let first = run.leftOut.first {
      let count = "\(run.leftOut.count) file\(run.leftOut.count == 1 ? " was" : "s were") not used, the first"
      notifications.append((.warning, "\(count): \(first.path): \(first.reason)"))
    }
    return notifications + (run.gate?.notes ?? []).map { (.note, $0) }
  }

  /// Text as a SARIF message holds it: no link is made of it (3.11.6), and its braces stand for themselves (3.11.5).
  static func message(_ text: String) -> String {
    let visible = VisibleText.of(text, atMost: 2000)
    guard visible.utf8.contains(where: { "]{}".utf8.contains($0) }) else { return visible }
    var message: [UInt8] = []
    for byte in visible.utf8 {
      if byte == UInt8(ascii: "("), message.last == UInt8(ascii: "]") { message.append(UInt8(ascii: " ")) }
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") { message.append(byte) }
      message.append(byte)
    }
    return String(decoding: message, as: UTF8.self)
  }
}
