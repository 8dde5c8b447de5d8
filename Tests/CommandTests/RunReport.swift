import Foundation

/// The part of the JSON report that tells of the run: its files, its captures, and what was odd.
struct RunReport: Decodable {
  struct Coverage: Decodable {
    var interface: String?
    var start: String?
    var stop: String?
    var packets: Int
    var dropped: Int?
  }

  private struct Run: Decodable {
    struct Source: Decodable {
      var kind: String
    }

    struct Oddity: Decodable {
      var name: String
    }

    var sources: [Source]
    var coverage: [Coverage]
    var oddities: [Oddity]
  }

  private var run: Run
  private var leftOutFiles: [VerdictReport.LeftOut]
  let tests: [VerdictReport.Test]

  private enum CodingKeys: String, CodingKey {
    case run, tests
    case leftOutFiles = "left_out"
  }

  var kinds: [String] { run.sources.map(\.kind).sorted() }
  var coverage: [Coverage] { run.coverage }
  var oddities: [String] { run.oddities.map(\.name) }
  var leftOut: [String] { leftOutFiles.map(\.path) }

  /// Reads the report from the text that the program wrote.
  init(_ text: String) throws {
    self = try JSONDecoder().decode(RunReport.self, from: Data(text.utf8))
  }
}
