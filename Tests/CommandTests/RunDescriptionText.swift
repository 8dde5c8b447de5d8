import Foundation

/// The part of a recording's `run.json` that these tests look at.
struct RunDescriptionText {
  private struct Fields: Decodable {
    struct Result: Decodable {
      var file: String
    }

    var schema: String
    var state: String
    var exitStatus: Int?
    var signal: Int?
    var results: [Result]
  }

  let state: String
  let exitStatus: Int?
  let signal: Int?
  let results: [String]

  init(_ text: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let fields = try decoder.decode(Fields.self, from: Data(text.utf8))
    (state, exitStatus, signal) = (fields.state, fields.exitStatus, fields.signal)
    results = fields.results.map(\.file)
  }
}
