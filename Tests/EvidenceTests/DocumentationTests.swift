import Evidence
import Foundation
import Testing

struct DocumentationTests {
  private static let path =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/docs/evidence.md"

  @Test func thePageOnTheEvidenceIsUpToDate() throws {
    let page = EvidenceDocumentation.page
    let isRecording = ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1"
    if isRecording { try Data(page.utf8).write(to: URL(filePath: Self.path)) }
    let written = try? String(contentsOfFile: Self.path, encoding: .utf8)
    #expect(
      written == page && !isRecording,
      "docs/evidence.md \(isRecording ? "was written: run the test again" : "is stale: RECORD_DOCS=1 swift test rewrites it")"
    )
  }

  @Test func thePageHasEveryColumnInOrder() {
    let lines = EvidenceDocumentation.page.split(separator: "\n")
    let found = lines.filter { $0.hasPrefix("| `") }.map { $0.split(separator: "`")[1] }
    #expect(found == EvidenceView.all.flatMap { $0.columns.map { Substring($0.name) } })
  }
}
