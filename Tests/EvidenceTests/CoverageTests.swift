import Evidence
import Records
import Testing

/// Whether absence counts: which windows a capture is said to cover.
struct CoverageTests {
  /// The judgement on tests at 0, 100 and 200 ms, each of 50 ms.
  private func covered(
    to targets: [String] = ["https://shop.test"], expect: [String] = [], _ capture: Capture?,
    _ connections: [Connection]
  ) throws -> [Bool?] {
    let run = try PreparedRun()
    try run.add { sink in
      for start in [0.0, 100, 200] { try sink.receive(TestResult.exact("t\(start)", start, start + 50)) }
    }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      if let capture { try sink.receive(capture) }
    }
    try run.attribute(to: targets, expect: expect)
    return try run.store.tests().map(\.isCovered)
  }

  private let elsewhere = Connection.tcp(0, to: "198.51.100.1", opened: 10)
  private let inside = Connection.tcp(0, to: "127.0.0.1", port: 8080, from: "127.0.0.1", opened: 10)

  @Test func withoutACaptureNothingIsSaid() throws {
    #expect(try covered(nil, []) == [nil, nil, nil])
  }

  @Test func aCaptureCoversWhatLiesWithinItsPackets() throws {
    #expect(try covered(.ethernet(-10, 300), [elsewhere]) == [true, true, true])
    #expect(try covered(.ethernet(20, 249), [elsewhere]) == [false, true, false])
    #expect(try covered(.ethernet(100, 150), [elsewhere]) == [false, true, false])
  }

  @Test func aCaptureThatDroppedPacketsCoversNothing() throws {
    #expect(try covered(.ethernet(-10, 300, dropped: 1), [elsewhere]) == [false, false, false])
    #expect(try covered(.ethernet(-10, 300, dropped: nil), [elsewhere]) == [true, true, true])
  }

  @Test func aCaptureWithGapsInItsStreamsCoversNothing() throws {
    var lossy = elsewhere
    lossy.missingBytes = 1400
    #expect(try covered(.ethernet(-10, 300), [lossy]) == [false, false, false])
  }

  @Test func aRareGapUncoversWhatIsNearIt() throws {
    // The tests end at 250 ms; a loss is near for a second.
    var lossy = Connection.tcp(0, to: "198.51.100.1", opened: 1_300)
    lossy.missingBytes = 1400
    let others = (1...19).map { Connection.tcp($0, to: "198.51.100.1", opened: Double($0)) }
    #expect(try covered(.ethernet(-10, 3_000), [lossy] + others) == [true, true, true])
    lossy = Connection.tcp(0, to: "198.51.100.1", opened: 1_120)
    lossy.missingBytes = 1400
    #expect(try covered(.ethernet(-10, 3_000), [lossy] + others) == [true, false, false])
    // One in 19 is not rare.
    #expect(try covered(.ethernet(-10, 3_000), [lossy] + others.dropLast()) == [false, false, false])
  }

  @Test func aCaptureThatSawNoOtherMachineCoversNothing() throws {
    #expect(try covered(.ethernet(-10, 300), []) == [false, false, false])
    #expect(try covered(.ethernet(-10, 300), [inside]) == [false, false, false])
    // The machine's own address is reached through the loopback interface.
    let own = Connection.tcp(0, to: Connection.machine, opened: 10)
    #expect(try covered(.ethernet(-10, 300), [own]) == [false, false, false])
  }

  @Test func aCaptureOnAllInterfacesNeedsNoTraffic() throws {
    #expect(try covered(.any(-10, 300), []) == [true, true, true])
  }

  @Test func aTargetOnThisMachineIsNotSeenFromOutside() throws {
    #expect(
      try covered(to: ["http://localhost:8080"], .ethernet(-10, 300), [elsewhere]) == [false, false, false])
    #expect(try covered(to: ["http://localhost:8080"], .ethernet(-10, 300), [inside]) == [true, true, true])
    #expect(try covered(expect: ["**=loopback"], .ethernet(-10, 300), [elsewhere]) == [false, false, false])
    #expect(try covered(expect: ["**=loopback"], .ethernet(-10, 300), [inside]) == [true, true, true])
  }

  @Test func anEmptyCaptureCoversNothing() throws {
    var empty = Capture.any(0, 0)
    empty.first = nil
    empty.last = nil
    #expect(try covered(empty, []) == [false, false, false])
  }

  @Test func aDeclaredOffsetMovesTheCapture() throws {
    let run = try PreparedRun()
    try run.add { try $0.receive(TestResult.exact("a", 0, 50)) }
    let elsewhere = elsewhere
    try run.add(clockOffset: 12_800_000) { sink in
      try sink.receive(elsewhere)
      try sink.receive(Capture.ethernet(12_790, 12_860))
    }
    try run.attribute()
    #expect(try run.store.tests().map(\.isCovered) == [true])
    let coverage = try #require(try run.store.runFacts().coverage.first)
    #expect(coverage.start == .at(-10))
    #expect(coverage.stop == .at(60))
  }
}
