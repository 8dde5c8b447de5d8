import Foundation
import Testing

/// What a trace of socket calls proves: contact, and never its absence.
struct SocketCallTests {
  /// Test `a` runs from 22:13:20.0 to 20.2, test `b` from 20.3 to 20.5.
  private static let results = """
    {"$report_type": "SessionStart", "pytest_version": "8.3.4"}
    \(result("a", start: 0.0, stop: 0.2))
    \(result("b", start: 0.3, stop: 0.5))
    {"$report_type": "SessionFinish", "exitstatus": 0}

    """

  private static func result(_ name: String, start: Double, stop: Double) -> String {
    ["setup", "call", "teardown"].map { phase in
      let (begin, end) =
        phase == "call" ? (start, stop) : phase == "setup" ? (start, start) : (stop, stop)
      return
        #"{"$report_type": "TestReport", "nodeid": "t.py::\#(name)", "location": ["t.py", 1, "\#(name)"], "#
        + #""keywords": {}, "outcome": "passed", "longrepr": null, "when": "\#(phase)", "user_properties": [], "#
        + #""sections": [], "duration": \#(end - begin), "start": \#(1_700_000_000 + begin), "#
        + #""stop": \#(1_700_000_000 + end)}"#
    }.joined(separator: "\n")
  }

  /// The target is asked and answers in the window of `a`, and of `b` nothing is seen.
  private static let calls = #"""
    9 1700000000.050000 connect(6<TCP:[901]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("203.0.113.10")}, 16) = 0 <0.010000>
    9 1700000000.061000 sendto(6<TCP:[198.51.100.7:4000->203.0.113.10:80]>, ""..., 90, 0, NULL, 0) = 90 <0.000100>
    9 1700000000.062000 recvfrom(6<TCP:[198.51.100.7:4000->203.0.113.10:80]>, ""..., 4096, 0, NULL, NULL) = 300 <0.010000>

    """#

  /// A pcapng file of all interfaces (LINKTYPE_LINUX_SLL2) from 22:13:19 to 22:13:21, in which there is no packet.
  private static var emptyCapture: [UInt8] {
    func bytes(_ values: [UInt32]) -> [UInt8] {
      values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) } }
    }
    func time(_ microseconds: UInt64) -> [UInt32] {
      [UInt32(truncatingIfNeeded: microseconds >> 32), UInt32(truncatingIfNeeded: microseconds)]
    }
    let (start, stop) = (time(1_699_999_999_000_000), time(1_700_000_001_000_000))
    return bytes(
      [0x0a0d_0d0a, 28, 0x1a2b_3c4d, 1, .max, .max, 28] + [1, 20, 276, 262_144, 20]
        + ([5, 52, 0] + stop + [8 << 16 | 2] + start + [8 << 16 | 3] + stop + [0, 52]))
  }

  private func verdicts(_ folder: TemporaryFolder) throws -> [String] {
    let outcome = try AssayProgram.run(
      ["check", folder.path(), "--target", "http://203.0.113.10", "--format", "json"])
    return try VerdictReport(outcome.output).tests.map { "\($0.name) \($0.verdict)" }
  }

  @Test func anAnswerOfTheTargetIsProofAndSilenceIsNone() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.results, to: "report.jsonl")
    #expect(try verdicts(folder) == ["a inconclusive", "b inconclusive"])
    try folder.write(Self.calls, to: "sockets.strace")
    #expect(try verdicts(folder) == ["a real", "b inconclusive"])
  }

  @Test func aCaptureIsBelievedInTheirPlace() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.results, to: "report.jsonl")
    try folder.write(Self.calls, to: "sockets.strace")
    try Data(Self.emptyCapture).write(to: URL(filePath: folder.path("traffic.pcapng")))
    // The capture covers both windows, and shows no packet to the target.
    #expect(try verdicts(folder) == ["a fake", "b fake"])
  }
}
