import FoundationEssentials
public import Evidence
public import Records

/// The ground truth of a labelled run, `truth.json`: of every test, whether it exercised the target.
///
/// `docs/calibration.md` describes the file.
public struct TruthFile: Sendable {
  /// What is known of a test by other means than evidence.
  public enum Label: String, Sendable, Decodable {
    /// It exercised the declared target.
    case real
    /// It passed without exercising it.
    case fake
    /// It claims nothing: a local test, a skipped one, one that failed for a reason of its own.
    case notApplicable = "na"
  }

  /// The truth about one test.
  public struct Entry: Sendable {
    /// The label.
    public var label: Label
    /// Whether traffic alone can hardly tell.
    public var isHard: Bool
    /// Whether the recording covers the test's window.
    public var isObservable: Bool
  }

  /// The most bytes that the file may have.
  public static let sizeLimit = 16 << 20

  private let entries: [String: Entry]

  /// Reads a truth file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - place: where it was read from.
  /// - Throws: `Problem` where it is not an object of labelled tests.
  public init(_ bytes: [UInt8], place: String) throws(Problem) {
    guard bytes.count <= Self.sizeLimit else {
      throw Problem(place, "has more than \(Self.sizeLimit) bytes")
    }
    let tests: [String: Test]
    do {
      tests = try JSONDecoder().decode([String: Test].self, from: Data(bytes))
    } catch {
      throw Problem(place, "not the truth about a run; write '{\"test id\": {\"label\": \"real\"}}'")
    }
    var entries: [String: Entry] = [:]
    for (id, test) in tests {
      let entry = Entry(label: test.label, isHard: test.hard ?? false, isObservable: test.observable ?? true)
      guard entries.updateValue(entry, forKey: TestFacts.key(of: id)) == nil else {
        throw Problem(place, "the test '\(id)' stands there twice")
      }
    }
    // An id wins over an alias; an alias of two tests means neither.
    let owners = tests.flatMap { id, test in Set((test.aliases ?? []).map(TestFacts.key)).map { ($0, id) } }
    for (alias, ids) in Dictionary(grouping: owners, by: \.0) where ids.count == 1 && entries[alias] == nil {
      entries[alias] = ids.first.flatMap { entries[TestFacts.key(of: $0.1)] }
    }
    self.entries = entries
  }

  /// The truth about a test; nil where the file doesn't name it.
  public func entry(of test: TestFacts) -> Entry? { entries[test.key] }

  private struct Test: Decodable {
    var label: Label
    var hard: Bool?
    var observable: Bool?
    var aliases: [String]?
  }
}
