import Foundation
import Reports
import Rules
import Testing

struct AuditReportTests {
  @Test func regressionComesFirst() throws {
    let lines = SampleAudit.text(try SampleAudit.audit()).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.prefix(10) == [
        "REGRESSED  1 test turned from real to fake; 2 of 4 tests are fake in the newest",
        "           of 5 runs (75.0 % reported passed, 25.0 % proven real, 50.0 % fake)",
        "",
        "TURNED FROM REAL TO FAKE: 1 test",
        "  since 2026-01-04 06:00 (nightly/run-3)  1 test",
        "    ▆▆▆▂▂  tests/e2e/test_shop.py::test_turned",
        "      300.0 ms real in 2026-01-03 06:00 (nightly/run-2), then 1.00 ms",
        "      0 packets went to the target",
        "",
        "Looked at",
      ])
  }

  @Test func everyRunHasItsLineTheNewestLast() throws {
    let text = SampleAudit.text(try SampleAudit.audit())
    let runs = text.split(separator: "\n").filter { $0.hasPrefix("  2026-01-0") }
    #expect(
      runs == [
        "  2026-01-01 06:00     5   80.0 %  40.0 %    1    0    1    1  nightly/run-0",
        "  2026-01-02 06:00     5   80.0 %  40.0 %    1    0    1    1  nightly/run-1",
        "  2026-01-03 06:00     4   75.0 %  50.0 %    1    0    0    1  nightly/run-2",
        "  2026-01-04 06:00     4   75.0 %  25.0 %    2    0    0    1  nightly/run-3",
        "  2026-01-05 06:00     4   75.0 %  25.0 %    2    0    0    1  nightly/run-4",
      ])
  }

  @Test func vanishedBrokenAndLeftOutAreNamed() throws {
    let text = SampleAudit.text(try SampleAudit.audit())
    for part in [
      "Vanished: 1 test\n  1 test: last in 2026-01-02 06:00 (nightly/run-1), not in 2026-01-05 06:00\n",
      "Never judged: 1 test\n  1 test: failed before any network\n    tests/e2e/test_shop.py::test_broken\n",
      "Failed in the newest run, and so not fake: 1 test\n",
      "  copies: 1 of runs that count once, such as nightly/run-0-copy\n",
      "  nightly/cut.xml: line 3: the file ends in a tag\n", "  2 files of kinds that are not read\n",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [40, 60, 76, 80, 96, 120]) func noLineIsWiderThanTheScreen(width: Int) throws {
    let text = SampleAudit.text(try SampleAudit.audit(runs: 30), width: width)
    for line in text.split(separator: "\n") { #expect(line.unicodeScalars.count <= width, "\(line)") }
    #expect(!text.contains("\u{1b}"))
    #expect(!text.contains("\u{202e}"))
  }

  @Test func longListsAreCutAndCounted() throws {
    let text = SampleAudit.text(try SampleAudit.audit(runs: 30), limit: 3)
    #expect(text.contains("... 27 earlier runs, 27 with fakes (all in --format json)"))
  }

  @Test func jsonHoldsWholeHistories() throws {
    var text = ""
    AuditJSONReport().render(ReportedAudit(try SampleAudit.audit()), into: &text)
    let report = try #require(try JSONDecoder().decode(Outline?.self, from: Data(text.utf8)))
    #expect(report.schema == "assay/audit/1")
    #expect(report.runs.map(\.proven_real) == [2, 2, 2, 1, 1])
    #expect(report.tests.map(\.history.verdicts) == ["rrrff", "fffff", "rrrrr", "eeeee", "ii"])
    #expect(report.tests.map(\.history.outcomes) == ["ppppp", "ppppp", "ppppp", "fffff", "pp"])
    #expect(report.tests[0].history.durations_s == [0.3, 0.300001, 0.300002, 0.001003, 0.001004])
    #expect(report.tests.map(\.fake_since) == [3, 0, nil, nil, nil])
    #expect(report.tests.map(\.missing_from) == [nil, nil, nil, nil, 4])
    #expect(report.tests[1].id == "tests/e2e/test_shop.py::" + SampleAudit.hostile)
    // What would command a terminal is escaped.
    #expect(!text.contains("\u{1b}"))
  }

  private struct Outline: Decodable {
    struct Run: Decodable {
      var proven_real: Int
    }

    struct Test: Decodable {
      struct History: Decodable {
        var outcomes: String
        var verdicts: String
        var durations_s: [Double?]
      }

      var id: String
      var fake_since: Int?
      var missing_from: Int?
      var history: History
    }

    var schema: String
    var runs: [Run]
    var tests: [Test]
  }
}
