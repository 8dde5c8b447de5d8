import Foundation
import Records
import Testing
import Traffic

@Suite(.enabled(if: ReadingOfText.shared != nil, "no shared samples beside the package or at ASSAY_SHARED"))
struct ResourceSamplesCorpusTests {
  /// Expected counts by `wc -l`.
  @Test(arguments: [
    ("bank-cloudflare", 785), ("fleet-parallel", 414), ("late-capture", 629), ("media-clock", 404),
    ("shop-basic", 687),
  ])
  func everyLineOfTheCorpusIsASample(run: String, lines: Int) throws {
    let path = try #require(ReadingOfText.shared).appending(path: "corpus/\(run)/resources.jsonl").path
    let reading = try ReadingOfText(ResourceSamplesFile.self, path: path)
    #expect(reading.problem == nil)
    #expect(reading.oddities == [])
    #expect(reading.samples.count == lines)
    #expect(reading.samples.allSatisfy { $0.cpu != nil && !$0.interfaces.isEmpty })
  }
}
