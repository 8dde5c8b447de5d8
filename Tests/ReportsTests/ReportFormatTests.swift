import Reports
import Testing

@testable import Evidence
@testable import Rules

/// What every format promises.
struct ReportFormatTests {
  /// Counts what it is given.
  struct Pieces: TextOutputStream {
    var count = 0
    var largest = 0
    var total = 0

    mutating func write(_ text: String) {
      count += 1
      largest = max(largest, text.utf8.count)
      total += text.utf8.count
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: ReportFormat.allCases)
  func reportOfManyTestsComesInPieces(format: ReportFormat) {
    var pieces = Pieces()
    format.report(listsAll: true).render(GatedRun.large(3000), into: &pieces)
    #expect(pieces.total > 0)
    // Text lists the tests of one verdict as one piece; a page is bounded as a whole.
    if format != .text, format != .html { #expect(pieces.largest < 200_000) }
  }

  @Test(arguments: ReportFormat.allCases)
  func sameRunGivesTheSameBytes(format: ReportFormat) {
    for run in [GatedRun.failed, GatedRun.hostile, ReportedRun(SampleRun.judgement([]))] {
      let first = GatedRun.text(format.report(root: "/x"), run)
      #expect(!first.isEmpty)
      #expect(GatedRun.text(format.report(root: "/x"), run) == first)
    }
  }
}
