import Records
import Testing

@testable import Rules

struct BaselineTests {
  private let whole = #"""
    {
      "schema": "assay/baseline/1",
      "tests": 3,
      "failing": [
        {"id": "a", "fails": ["fake", "too-short"]},
        {"id": "b \"c\" \u202e", "fails": ["suspect"]}
      ]
    }

    """#

  private func baseline(_ text: String) throws -> Baseline {
    try BaselineFile.baseline(Array(text.utf8), place: "b.json")
  }

  private func problem(_ text: String) -> String {
    do {
      return "\(try baseline(text))"
    } catch {
      return "\(error)"
    }
  }

  @Test func readsWhatItIs() throws {
    #expect(
      try baseline(whole)
        == Baseline(tests: 3, failing: ["a": [.fake, .tooShort], "b \"c\" \u{202e}": [.suspect]]))
    #expect(
      try baseline(#"{"failing":[],"tests":0,"schema":"assay/baseline/1"}"#)
        == Baseline(tests: 0, failing: [:]))
  }

  @Test func aFileThatIsCutIsNeverTakenForAWholeOne() throws {
    let end = whole.utf8.count - 2
    for length in 0..<end {
      let cut = Array(whole.utf8.prefix(length))
      #expect(throws: Problem.self, "\(length) bytes") { try BaselineFile.baseline(cut, place: "b.json") }
    }
    #expect(throws: Never.self) {
      try BaselineFile.baseline(Array(whole.utf8.prefix(end + 1)), place: "b.json")
    }
  }

  @Test(arguments: [
    (
      #""assay/baseline/1""#, #""assay/baseline/2""#,
      "b.json:2: the schema is 'assay/baseline/2'; this program reads 'assay/baseline/1'"
    ),
    (#""assay/baseline/1""#, "7", "b.json:2: 'schema' is not a text"),
    ("  \"tests\": 3,\n", "", "b.json: not a baseline: it has no 'tests'; 'assay baseline' writes one"),
    (": 3", ": -3", "b.json:3: 'tests' is '-3'; 0 is the least"),
    (": 3", ": 1.5", "b.json:3: 'tests' is not a whole number"),
    (": 3", ": 1", "b.json: 'tests' is '1', and 2 tests are in 'failing'"),
    ("\"tests\"", "\"test\"", "b.json:3: unknown or repeated key 'test'; did you mean 'tests'?"),
    (
      "\"tests\": 3", "\"tests\": 3, \"tests\": 9",
      "b.json:3: unknown or repeated key 'tests'; did you mean 'tests'?"
    ),
    (
      "\"too-short\"", "\"fresh\"",
      "b.json:5: 'fresh' is not held against a test; known: fake, suspect, too-short"
    ),
    (
      "\"too-short\"", "\"no-capture\"",
      "b.json:5: 'no-capture' is not held against a test; known: fake, suspect, too-short"
    ),
    ("[\"suspect\"]", "[]", "b.json:6: the test 'b \"c\" \u{202e}' has an empty 'fails'"),
    ("b \\\"c\\\" \\u202e", "a", "b.json:6: the test 'a' stands there twice"),
    (
      "[\"suspect\"]", "\"suspect\"",
      "b.json:6: not an entry; write '{\"id\": \"...\", \"fails\": [\"fake\"]}'"
    ),
    (
      "[\"suspect\"]", "[\"suspect\"], \"why\": 1",
      "b.json:6: not an entry; write '{\"id\": \"...\", \"fails\": [\"fake\"]}'"
    ),
  ])
  func refusesWhatIsBrokenByHand(old: String, new: String, message: String) {
    #expect(whole.contains(old))
    #expect(problem(whole.replacing(old, with: new)) == message)
  }

  @Test func refusesWhatAMergeLeftBehind() {
    let text = whole.replacing("    {\"id\": \"a\"", with: "<<<<<<< HEAD\n    {\"id\": \"a\"")
    #expect(problem(text).hasPrefix("b.json:5: not a whole baseline: "))
    #expect(problem(whole + "x").hasPrefix("b.json:9: not a whole baseline: "))
    #expect(problem("[]").hasPrefix("b.json:1: not a whole baseline: "))
  }

  @Test func isMadeOfWhatIsWrongAndNotWaived() throws {
    let tests = [
      GateRun.test("real", .real), GateRun.test("fake", .fake), GateRun.test("waived", .fake),
      GateRun.test("suspect", .suspect), GateRun.test("quick", .inconclusive, bodyMost: 10),
      GateRun.test("skipped", .exempt, bodyMost: 10),
    ]
    let policy = try GateRun.policy(
      "minimum-duration: 1 ms\nwaivers: [{ test: '**::waived', reason: r, until: 2020-01-01 }]")
    #expect(
      Baseline(of: GateRun.judgement(tests), policy: policy)
        == Baseline(
          tests: 6, failing: ["t.py::fake": [.fake], "t.py::suspect": [.suspect], "t.py::quick": [.tooShort]])
    )
  }

  @Test func aChangeTightensAndIsNotLooserByItself() throws {
    let before = Baseline(
      tests: 9,
      failing: [
        "t.py::real": [.fake], "t.py::suspect": [.fake], "t.py::gone": [.suspect], "t.py::open": [.fake],
        "t.py::fake": [.fake], "t.py::worse": [.suspect],
      ])
    let tests = [
      GateRun.test("real", .real), GateRun.test("suspect", .suspect), GateRun.test("open", .inconclusive),
      GateRun.test("fake", .fake), GateRun.test("worse", .fake), GateRun.test("new", .fake),
    ]
    let change = BaselineChange(
      from: before, by: GateRun.judgement(tests), policy: try GateRun.policy("fail-on: { fake: true }"))
    func lines(_ entries: [BaselineChange.Entry]) -> [String] {
      entries.map { "\($0.id) \($0.conditions.map(\.rawValue).joined(separator: " "))" }
    }
    #expect(lines(change.worse) == ["t.py::new fake", "t.py::worse fake"])
    #expect(
      lines(change.better) == ["t.py::gone suspect", "t.py::real fake", "t.py::suspect fake"])
    #expect(lines(change.undecided) == ["t.py::open fake"])
    #expect(change.isLooser)
    #expect(
      change.tightened
        == Baseline(
          tests: 9,
          failing: [
            "t.py::suspect": [.suspect], "t.py::open": [.fake], "t.py::fake": [.fake],
            "t.py::worse": [.suspect],
          ]))
    #expect(
      change.accepted
        == Baseline(
          tests: 6,
          failing: [
            "t.py::suspect": [.suspect], "t.py::open": [.fake], "t.py::fake": [.fake], "t.py::worse": [.fake],
            "t.py::new": [.fake],
          ]))
  }
}
