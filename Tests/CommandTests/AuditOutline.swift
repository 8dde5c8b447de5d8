import Foundation

/// The part of an audit's JSON report that these tests look at.
struct AuditOutline: Decodable {
  struct Run: Decodable {
    var name: String
    var startedAt: String?
    var timeBasis: String?
    var series: Int
    var partial: Bool
    var hasPackets: Bool
    var tests: Int
    var passed: Int
    var provenReal: Int
    var verdicts: [String: Int]
    var note: String?
  }

  struct Test: Decodable {
    struct Finding: Decodable {
      var kind: String
      var since: Int
      var runs: Int
    }

    struct History: Decodable {
      var runs: [Int]
      var outcomes: String
      var verdicts: String
      var durationsS: [Double?]
    }

    var id: String
    var file: String?
    var suite: String?
    var verdict: String
    var reason: String?
    var fakeSince: Int?
    var lastReal: Int?
    var neverJudged: Bool
    var missingFrom: Int?
    var findings: [Finding]
    var history: History
  }

  struct Change: Decodable {
    var kind: String
    var id: String
    var before: Int
    var since: Int
  }

  struct LeftOut: Decodable {
    struct File: Decodable {
      var path: String
      var reason: String
    }

    var files: [File]
    var unrecognised: Int
    var copies: [String]
  }

  struct Group: Decodable {
    var name: String
    var tests: Int
  }

  var schema: String
  var runs: [Run]
  var changes: [Change]
  var tests: [Test]
  var files: [Group]
  var suites: [Group]
  var leftOut: LeftOut

  /// Reads the report from the text that the program wrote.
  init(_ text: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(AuditOutline.self, from: Data(text.utf8))
  }

  /// The histories by the tests' names.
  func test(_ name: String) -> Test? { tests.first { $0.id.hasSuffix("::" + name) } }
}
