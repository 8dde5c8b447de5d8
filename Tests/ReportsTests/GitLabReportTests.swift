import Foundation
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct GitLabReportTests {
  @Test func reportReadsAsItDid() {
    #expect(
      GatedRun.text(GitLabReport(), ReportedRun(SampleRun.judgement([SampleRun.tests[2]]))) == #"""
        [
          {"description": "Suspect test tests/test_api.py::test_jwt: it claims auth and only fetched /health, 1 request of 1; score +14.00 bits, probability of being real 0.9999", "check_name": "gate/suspect", "fingerprint": "c295305acefa8426e4f1cc56dea9f953", "severity": "major", "location": {"path": "tests/test_api.py", "lines": {"begin": 1}}}
        ]

        """#)
  }

  @Test func runWithoutFakesHasNoIssues() {
    #expect(GatedRun.text(GitLabReport(), ReportedRun(SampleRun.judgement([]))) == "[]\n")
    #expect(GatedRun.text(GitLabReport(), ReportedRun(SampleRun.judgement([SampleRun.tests[6]]))) == "[]\n")
  }

  @Test func severitySaysWhatFailsTheGate() throws {
    #expect(
      try Self.issues(GatedRun.failed).map { $0["severity"] as? String } == [
        "blocker", "blocker", "critical", "major", "info", "info", "info",
      ])
    #expect(
      try Self.issues(ReportedRun(SampleRun.judgement())).map { $0["severity"] as? String } == [
        "critical", "critical", "major",
      ])
  }

  @Test func everyIssueHasWhatGitLabAsksFor() throws {
    let json = GatedRun.text(GitLabReport(), GatedRun.hostile)
    #expect(GatedRun.unsafe(json).isEmpty)
    let issues = try Self.issues(GatedRun.hostile)
    #expect(issues.count == GatedRun.hostileNames.count * 3)
    #expect(Set(issues.compactMap { $0["fingerprint"] as? String }).count == issues.count)
    for issue in issues {
      #expect((issue["description"] as? String)?.isEmpty == false)
      #expect((issue["check_name"] as? String)?.isEmpty == false)
      let location = try #require(issue["location"] as? [String: Any])
      let path = try #require(location["path"] as? String)
      #expect(!path.isEmpty && !path.hasPrefix("/") && !path.split(separator: "/").contains(".."))
      #expect((location["lines"] as? [String: Int]) == ["begin": 1])
    }
  }

  // What is no path in the repository is shown at the run's first file.
  @Test(
    arguments: [
      ("tests/a.py", "tests/a.py"), ("./tests//a.py", "tests/a.py"), ("tests/../a.py", "a.py"),
      (#"tests\a.py"#, "tests/a.py"), ("/root/x/a.py", "a.py"), ("/root/xa.py", "run/results.xml"),
      ("/etc/passwd", "run/results.xml"), ("../a.py", "run/results.xml"), (#"C:\a.py"#, "run/results.xml"),
      ("", "run/results.xml"), (".", "run/results.xml"), (nil, "run/results.xml"),
      (String(repeating: "a", count: 4097), "run/results.xml"),
    ] as [(String?, String)])
  func pathsAreRelativeToTheRoot(file: String?, path: String) throws {
    var test = SampleRun.tests[0]
    test.facts.file = file
    let json = GatedRun.text(GitLabReport(root: "/root/x"), ReportedRun(SampleRun.judgement([test])))
    #expect(json.contains(#""path": "\#(path)""#))
  }

  @Test func runWithoutFilesHasAStandIn() {
    var run = ReportedRun(SampleRun.judgement([SampleRun.tests[0]]))
    run.judgement.tests[0].facts.file = nil
    run.judgement.run.sources[0].path = "/elsewhere/results.xml"
    #expect(GatedRun.text(GitLabReport(), run).contains(#""path": "results.xml""#))
    run.judgement.run.sources = []
    #expect(GatedRun.text(GitLabReport(), run).contains(#""path": "assay""#))
  }

  private static func issues(_ run: ReportedRun) throws -> [[String: Any]] {
    let json = GatedRun.text(GitLabReport(), run)
    return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
  }
}
