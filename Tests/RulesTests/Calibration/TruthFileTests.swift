import Records
import Testing

@testable import Evidence
@testable import Rules

struct TruthFileTests {
  private func facts(_ id: String) -> TestFacts {
    var facts = TestFacts.fixture()
    facts.id = id
    return facts
  }

  private func truth(_ text: String) throws -> TruthFile {
    try TruthFile(Array(text.utf8), place: "truth.json")
  }

  @Test func findsATestByItsIdInEachFormatsManner() throws {
    let truth = try truth(#"{"tests/a.py::C::test_x[1]": {"label": "fake", "hard": true, "kind": "mock"}}"#)
    for id in ["tests/a.py::C::test_x[1]", "tests.a.C::test_x[1]"] {
      let entry = try #require(truth.entry(of: facts(id)))
      #expect(entry.label == .fake)
      #expect(entry.isHard)
      #expect(entry.isObservable)
    }
    #expect(truth.entry(of: facts("tests/a.py::C::test_x[2]")) == nil)
  }

  @Test func anAliasMeansATestUnlessItMeansTwo() throws {
    let truth = try truth(
      """
      {"p::A": {"label": "real", "aliases": ["A", "both", "p::B"]},
       "p::B": {"label": "na", "observable": false, "aliases": ["B", "both"]}}
      """)
    #expect(truth.entry(of: facts("A"))?.label == .real)
    #expect(truth.entry(of: facts("both")) == nil)
    // An id wins over another test's alias.
    #expect(truth.entry(of: facts("p::B"))?.label == .notApplicable)
    #expect(truth.entry(of: facts("B"))?.isObservable == false)
  }

  @Test(arguments: [
    ("[]", "truth.json: not the truth about a run; "), ("", "truth.json: not the truth about a run; "),
    (#"{"a": {"label": "maybe"}}"#, "truth.json: not the truth about a run; "),
    (
      #"{"a/b.py::c": {"label": "real"}, "a.b::c": {"label": "fake"}}"#,
      "truth.json: the test '"
    ),
  ])
  func refusesWhatIsNoTruth(text: String, message: String) {
    let problem = #expect(throws: Problem.self) { try truth(text) }
    #expect(problem.map { "\($0)".hasPrefix(message) } == true)
  }
}
