import Foundation
import Records
import Testing
import Traffic

@Suite(.enabled(if: ReadingOfText.shared != nil, "no shared samples beside the package or at ASSAY_SHARED"))
struct HARSamplesTests {
  /// Expected values by `jq '.log.entries[0]'` and python3 (`hashlib.sha256(text).hexdigest()[:16]`, `datetime.timestamp()`).
  @Test func firstEntryOfTheCorpusIsReadAsJqShowsIt() throws {
    let path = try #require(ReadingOfText.shared).appending(path: "corpus/shop-basic/traffic.har").path
    let reading = try ReadingOfText(HARFile.self, path: path)
    #expect(reading.problem == nil)
    #expect(reading.oddities == [])
    #expect(reading.exchanges.count == 36)
    let first = try #require(reading.exchanges.first)
    #expect(first.url == "https://api.staging.acme-shop.test/health")
    #expect(first.host == "api.staging.acme-shop.test")
    #expect(first.port == 443)
    #expect(first.clientPort == 37568)
    #expect(first.serverAddress == IPAddress("203.0.113.10"))
    #expect(first.responseBodyHash == "505cb767f392298c")
    let start: Int64 = 1_795_344_451_892_024_000
    #expect(first.start?.nanoseconds == start)
    // blocked 0.487 + connect 183.924 + send 0.475 + wait 61.145 ms; time 247.088 ms.
    #expect(first.firstByte?.nanoseconds == start + 246_031_000)
    #expect(first.end?.nanoseconds == start + 247_088_000)
    #expect(reading.exchanges.filter { $0.status == 200 }.count == 32)
    #expect(reading.exchanges.filter { $0.status == 401 }.count == 1)
  }

  @Test func everySampleIsReadOrRefused() throws {
    let paths = ReadingOfText.files(under: "samples/har")
    #expect(paths.count > 40)
    for path in paths {
      let reading = try ReadingOfText(HARFile.self, path: path)
      let isRead = reading.problem == nil
      let head = FileHead(bytes: Array(try Data(contentsOf: URL(filePath: path)).prefix(FileHead.length)))
      if HARFile.recognises(head) {
        #expect(reading.exchanges.count + reading.oddities.count > 0 || !isRead, "\(path)")
      } else {
        #expect(!isRead, "\(path)")
      }
    }
  }

  @Test func eachReaderRecognisesItsFilesOfTheCorpusAndNoOther() throws {
    let own = ["traffic.har": "har", "client.log": "client-log", "resources.jsonl": "resource-samples"]
    let readers: [any RecordReader.Type] = [HARFile.self, ClientLogFile.self, ResourceSamplesFile.self]
    let paths = ["corpus", "samples/junit", "samples/other", "samples/producers"]
      .flatMap { ReadingOfText.files(under: $0) }
    #expect(paths.count > 100)
    for path in paths {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      let head = FileHead(bytes: Array(try file.read(upToCount: FileHead.length) ?? Data()))
      let kinds = readers.filter { $0.recognises(head) }.map { $0.kind }
      let expected = path.contains("/corpus/") ? own[URL(filePath: path).lastPathComponent] : nil
      #expect(kinds == (expected.map { [$0] } ?? []), "\(path)")
    }
  }
}
