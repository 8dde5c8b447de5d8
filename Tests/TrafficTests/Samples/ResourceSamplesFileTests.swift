import Records
import Testing
import Traffic

/// Expected values are worked out by hand: 1 KiB is 1024 bytes, times are seconds since 1970.
struct ResourceSamplesFileTests {
  private static let line =
    #"{"t":1795344450.25,"cpu_s":0.05,"rss_kb":14408,"vol_ctx":2,"invol_ctx":6,"threads":1,"procs":3,"net":{"wan0":[19538,9908],"lo":[0,7]}}"#

  @Test func everyFieldOfASampleIsRead() throws {
    let reading = try ReadingOfText(ResourceSamplesFile.self, Self.line + "\n")
    #expect(reading.problem == nil)
    #expect(reading.oddities == [])
    let sample = try #require(reading.samples.first)
    #expect(reading.samples.count == 1)
    #expect(sample.time.nanoseconds == 1_795_344_450_250_000_000)
    #expect(sample.cpu == 50_000_000)
    #expect(sample.residentBytes == 14_753_792)
    #expect(sample.voluntarySwitches == 2)
    #expect(sample.involuntarySwitches == 6)
    #expect(sample.threads == 1)
    #expect(sample.processes == 3)
    #expect(
      sample.interfaces == [
        Sample.InterfaceCounter(name: "lo", received: 0, sent: 7),
        Sample.InterfaceCounter(name: "wan0", received: 19538, sent: 9908),
      ])
  }

  @Test func anUnreadableLineIsReportedAndTheNextIsRead() throws {
    let reading = try ReadingOfText(
      ResourceSamplesFile.self,
      """
      {"t":1,"cpu_s":0}
      {"t":"x","cpu_s":0}

      7
      {"cpu_s":1}
      {"t":2,"cpu_s":"much","net":{"lo":[1]},"rss_kb":9223372036854775807}
      {"t":1e300,"cpu_s":1}
      {"t":3,"cpu_s":
      """)
    #expect(reading.problem == nil)
    #expect(reading.samples.map(\.time.nanoseconds) == [1_000_000_000, 2_000_000_000])
    #expect(reading.samples[1].cpu == nil)
    #expect(reading.samples[1].residentBytes == nil)
    #expect(reading.samples[1].interfaces == [])
    let unreadable = "samples_line_unreadable"
    #expect(
      reading.oddityNames == [
        unreadable, unreadable, unreadable, "samples_field_unreadable", unreadable, "samples_cut",
      ])
    #expect(reading.oddities.map(\.position) == [2, 4, 5, 6, 7, 8].map { .line($0) })
  }

  @Test(arguments: [
    (line, true), (#"{"t": 1.5, "rss_kb": 3}"# + "\n{", true), (#"{"t": 1.5}"#, false),
    (#"{"cpu_s": 1.5}"#, false), (#"{"t": "1", "cpu_s": 1}"#, false), ("[]", false), ("", false),
    (#"{"pytest_version": "9.2.0", "$report_type": "SessionStart"}"#, false),
    (#"{"log":{"version":"1.2","entries":[]}}"#, false),
    (#"{"created": 1.5, "duration": 2, "t": {}}"#, false),
  ])
  func samplesAreRecognisedByTheFirstLine(text: String, areSamples: Bool) {
    #expect(ResourceSamplesFile.recognises(FileHead(bytes: Array(text.utf8))) == areSamples)
  }

  @Test func aFileWithoutSamplesIsRefused() throws {
    #expect(try ReadingOfText(ResourceSamplesFile.self, "").problem != nil)
    #expect(try ReadingOfText(ResourceSamplesFile.self, "{}\n").problem != nil)
  }

  @Test func everyCutAndFlipIsReadOrRefused() throws {
    let bytes = Array((Self.line + "\n" + Self.line).utf8)
    for index in bytes.indices {
      let cut = try ReadingOfText(ResourceSamplesFile.self, bytes: Array(bytes[..<index]))
      #expect(cut.samples.count == (index < bytes.count / 2 ? 0 : 1), "cut after \(index) bytes")
      #expect((cut.problem != nil) == (index < bytes.count / 2))
      for mask: UInt8 in [0x01, 0x80, 0x20] {
        var flipped = bytes
        flipped[index] ^= mask
        #expect(try ReadingOfText(ResourceSamplesFile.self, bytes: flipped).samples.count <= 2)
      }
    }
  }
}
