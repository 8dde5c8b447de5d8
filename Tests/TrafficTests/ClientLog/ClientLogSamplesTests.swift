import Foundation
import Records
import Testing
import Traffic

@Suite(.enabled(if: ReadingOfText.shared != nil, "no shared samples beside the package or at ASSAY_SHARED"))
struct ClientLogSamplesTests {
  /// Expected counts by grep: exchanges `grep -cE 'HTTP/[0-9.]+"? [0-9]{3}'`, claims `grep -cE 'Starting new|: test (start|end) '`.
  @Test(arguments: [
    ("shop-basic", 36, 113), ("bank-cloudflare", 51, 96), ("fleet-parallel", 44, 111),
    ("media-clock", 32, 85),
    ("late-capture", 33, 102),
  ])
  func everyLineOfTheCorpusIsUnderstood(run: String, exchanges: Int, claims: Int) throws {
    let path = try #require(ReadingOfText.shared).appending(path: "corpus/\(run)/client.log").path
    let reading = try ReadingOfText(ClientLogFile.self, path: path)
    #expect(reading.problem == nil)
    #expect(reading.exchanges.count == exchanges)
    #expect(reading.lines.count == claims)
    #expect(reading.exchanges.allSatisfy { $0.host != nil && $0.end != nil })
  }
}
