import FoundationEssentials
public import Records

/// Reads a baseline; whatever is not as `assay baseline` writes it is an error, for a gate must not pass on half a file.
public enum BaselineFile {
  /// The most bytes that a baseline may have.
  public static let sizeLimit = 64 << 20

  /// Reads a baseline.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - place: where it was read from.
  /// - Throws: `Problem` with place and line.
  public static func baseline(_ bytes: [UInt8], place: String) throws(Problem) -> Baseline {
    guard bytes.count <= sizeLimit else { throw Problem(place, "has more than \(sizeLimit) bytes") }
    var scanner = JSONElementScanner(path: ["failing"], elementLimit: 1 << 20, depthLimit: 8)
    var reading = Reading(place: place)
    do {
      try bytes.withUnsafeBytes { block in
        try scanner.feed(block) { part in try reading.take(part) }
      }
      try scanner.finish()
    } catch let failure as JSONElementScanner.Failure {
      throw Problem(place, line: failure.line, "not a whole baseline: \(failure.message)")
    } catch {
      throw (error as? Problem) ?? Problem(place, "\(error)")
    }
    return try reading.baseline(hasList: scanner.hasFoundArray)
  }

  /// What has been read so far.
  private struct Reading {
    let place: String
    private var schema: String?
    private var tests: Int?
    private var failing: [String: Set<GateCondition>] = [:]

    init(place: String) { self.place = place }

    mutating func take(_ part: JSONElementScanner.Part) throws {
      switch part {
      case .member("schema", let bytes, let line) where schema == nil:
        schema = try decode(String.self, bytes, line, "'schema' is not a text")
        guard schema == Baseline.schema else {
          throw Problem(
            place, line: line, "the schema is '\(schema ?? "")'; this program reads '\(Baseline.schema)'")
        }
      case .member("tests", let bytes, let line) where tests == nil:
        let count = try decode(Int.self, bytes, line, "'tests' is not a whole number")
        guard count >= 0 else { throw Problem(place, line: line, "'tests' is '\(count)'; 0 is the least") }
        tests = count
      case .member(let name, _, let line):
        let known = Suggestion.among(["schema", "tests", "failing"], for: name)
        throw Problem(place, line: line, "unknown or repeated key '\(name)'; \(known)")
      case .element(let bytes, let line):
        let entry = try decode(
          Entry.self, bytes, line, "not an entry; write '{\"id\": \"...\", \"fails\": [\"fake\"]}'")
        let known = Baseline.conditions.map(\.rawValue)
        for word in entry.fails where !known.contains(word) {
          throw Problem(
            place, line: line, "'\(word)' is not held against a test; \(Suggestion.among(known, for: word))")
        }
        guard !entry.fails.isEmpty, failing[entry.id] == nil else {
          let flaw = entry.fails.isEmpty ? "has an empty 'fails'" : "stands there twice"
          throw Problem(place, line: line, "the test '\(entry.id)' \(flaw)")
        }
        failing[entry.id] = Set(entry.fails.compactMap(GateCondition.init))
      }
    }

    func baseline(hasList: Bool) throws(Problem) -> Baseline {
      for (name, isThere) in [("schema", schema != nil), ("tests", tests != nil), ("failing", hasList)]
      where !isThere {
        throw Problem(place, "not a baseline: it has no '\(name)'; 'assay baseline' writes one")
      }
      guard let tests, failing.count <= tests else {
        throw Problem(place, "'tests' is '\(tests ?? 0)', and \(failing.count) tests are in 'failing'")
      }
      return Baseline(tests: tests, failing: failing)
    }

    private func decode<Value: Decodable>(
      _ type: Value.Type, _ bytes: UnsafeRawBufferPointer, _ line: Int, _ complaint: String
    ) throws -> Value {
      do {
        return try JSONDecoder().decode(type, from: Data(bytes))
      } catch {
        throw Problem(place, line: line, complaint)
      }
    }
  }

  private struct Entry: Decodable {
    var id: String
    var fails: [String]

    private struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    private enum Keys: String, CodingKey, CaseIterable {
      case id, fails
    }

    init(from decoder: any Decoder) throws {
      let known = Set(Keys.allCases.map(\.rawValue))
      guard Set(try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)) == known else {
        throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "other keys"))
      }
      let container = try decoder.container(keyedBy: Keys.self)
      id = try container.decode(String.self, forKey: .id)
      fails = try container.decode([String].self, forKey: .fails)
    }
  }
}
