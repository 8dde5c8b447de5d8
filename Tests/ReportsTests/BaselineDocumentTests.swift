import Reports
import Rules
import Testing

struct BaselineDocumentTests {
  private let baseline = Baseline(
    tests: 3,
    failing: ["t.py::b": [.tooShort, .fake], "t.py::\u{202e}\"x\"\n": [.suspect], "t.py::a": [.fake]])

  private func text(_ baseline: Baseline) -> String {
    var text = ""
    BaselineDocument(baseline).render(into: &text)
    return text
  }

  @Test func hasATestOnEachLineInTheOrderOfTheirIds() {
    #expect(
      text(baseline) == #"""
        {
          "schema": "assay/baseline/1",
          "tests": 3,
          "failing": [
            {"id": "t.py::a", "fails": ["fake"]},
            {"id": "t.py::b", "fails": ["fake", "too-short"]},
            {"id": "t.py::\u202e\"x\"\n", "fails": ["suspect"]}
          ]
        }

        """#)
  }

  @Test func isReadAsItWasWritten() throws {
    for baseline in [baseline, Baseline(tests: 0, failing: [:])] {
      #expect(try BaselineFile.baseline(Array(text(baseline).utf8), place: "b.json") == baseline)
    }
  }
}
