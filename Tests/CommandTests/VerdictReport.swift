import Foundation

/// The part of the JSON report that these tests look at.
struct VerdictReport: Decodable {
  struct Test: Decodable {
    var id: String
    var name: String
    var verdict: String
  }

  struct LeftOut: Decodable {
    var path: String
    var reason: String
  }

  var schema: String
  var leftOut: [LeftOut]
  var tests: [Test]

  /// Reads the report from the text that the program wrote.
  init(_ text: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(VerdictReport.self, from: Data(text.utf8))
  }
}
