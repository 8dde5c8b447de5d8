import Records
import Testing
import Traffic

struct ProbeFileTests {
  private static let entry = """
    {"url": "https://shop.test/", "host": "Shop.Test", "port": 443, "time": "2026-11-23T08:00:00.000001Z",
     "requests": 6, "is_verified": true, "is_proxied": false, "addresses": ["192.0.2.1"],
     "http_version": "HTTP/2", "status": 200, "redirect": null,
     "cold": {"count": 3, "lookup_us": {"minimum": 1, "median": 2, "maximum": 3},
              "connect_us": {"minimum": 20000, "median": 20100, "maximum": 23000}, "tls_us": null,
              "first_byte_us": null, "total_us": null},
     "warm": {"count": 0},
     "certificates": [{"subject": "CN=shop.test", "issuer": "CN=CA", "alternative_names": ["DNS:shop.test"],
                       "not_before": "2026-01-01T00:00:00Z", "not_after": null, "sha256": "ab"}],
     "fronts": [{"name": "Cloudflare", "confidence": "high", "basis": "cf-ray"}],
     "headers": [{"name": "server", "value": "cloudflare"}], "varying_headers": ["cf-ray"],
     "date": {"is_live": true, "offset_us": -5}, "websocket": {"status": 101, "upgrade_us": null, "is_accepted": true},
     "interruption": null}
    """

  private static func document(_ entries: String) -> String {
    #"{"schema": "assay/probe/1", "probes": [\#(entries)], "failures": []}"#
  }

  @Test func everyFieldIsRead() throws {
    let reading = try ReadingOfText(ProbeFile.self, Self.document(Self.entry))
    #expect(reading.problem == nil)
    #expect(reading.oddities == [])
    let probedTarget = try #require(reading.probedTargets.first)
    #expect(probedTarget.host == "shop.test")
    #expect(probedTarget.time == Timestamp(nanoseconds: 1_795_420_800_000_001_000))
    #expect(probedTarget.cold.connect == ProbedTarget.Spread(minimum: 20000, median: 20100, maximum: 23000))
    #expect(probedTarget.certificates.first?.fingerprint == "ab")
    #expect(
      probedTarget.fronts == [ProbedTarget.Front(name: "Cloudflare", confidence: .high, basis: "cf-ray")])
    #expect(probedTarget.headers == [Header(name: "server", value: "cloudflare")])
    #expect(probedTarget.varyingHeaders == ["cf-ray"])
    #expect(probedTarget.isDateLive == true)
    #expect(probedTarget.upgrade == ProbedTarget.Upgrade(status: 101, time: nil, isAccepted: true))
  }

  @Test func whatIsNoEntryIsReportedAndTheNextIsRead() throws {
    let late = Self.entry.replacing("2026-11-23T08:00:00.000001Z", with: "soon")
    let far = Self.entry.replacing("443", with: "70000")
    let reading = try ReadingOfText(ProbeFile.self, Self.document("7, {}, \(late), \(far), \(Self.entry)"))
    #expect(reading.problem == nil)
    #expect(reading.probedTargets.count == 1)
    #expect(reading.oddityNames == Array(repeating: "probe_entry_unreadable", count: 4))
    #expect(reading.oddities.map(\.position) == (0..<4).map { .entry($0) })
  }

  @Test(arguments: [
    (#"{"schema": "assay/probe/1"}"#, "has no list 'probes'"),
    (#"{"schema": "assay/probe/1", "probes": [{"#, "was cut"),
  ])
  func aFileThatIsCutOrHasNoListIsAProblem(text: String, message: String) throws {
    #expect(try ReadingOfText(ProbeFile.self, text).problem?.message.contains(message) == true)
  }

  @Test func itIsRecognisedByItsSchema() {
    func isRecognised(_ text: String) -> Bool { ProbeFile.recognises(FileHead(bytes: Array(text.utf8))) }
    #expect(isRecognised(Self.document(Self.entry)))
    #expect(isRecognised("\u{feff}" + String(Self.document(Self.entry).prefix(100))))
    #expect(!isRecognised(#"{"schema": "assay/verdicts/1", "probes": []}"#))
    #expect(!isRecognised(#"{"log": {"entries": [], "schema": "assay/probe/1"}}"#))
    #expect(!isRecognised("assay/probe/1"))
  }
}
