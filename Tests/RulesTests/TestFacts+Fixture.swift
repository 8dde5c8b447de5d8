import Records

@testable import Evidence

extension TestFacts {
  /// A test that passed, unless said otherwise, in an exact and covered window.
  static func fixture(
    _ number: Int64 = 1, outcome: Outcome = .passed, expectation: Expectation = .real, message: String? = nil,
    window: WindowKind = .exact, start: Int64? = 37_000, stop: Int64? = 39_500, isCovered: Bool? = true,
    failure: FailureKind? = nil, isGroup: Bool = false, isScopeKnown: Bool = true
  ) -> TestFacts {
    TestFacts(
      testID: number, id: "tests/test_a.py::test_\(number)", className: "", name: "test_\(number)", file: nil,
      outcome: outcome, attempts: 1, message: message, expectation: expectation,
      durationMicroseconds: 2_500_000,
      windowKind: window, windowStart: start.map { Timestamp(nanoseconds: $0 * 1_000_000) },
      windowStop: stop.map { Timestamp(nanoseconds: $0 * 1_000_000) }, isCovered: isCovered,
      bestWitness: .packets,
      failure: failure, isGroup: isGroup, isScopeKnown: isScopeKnown)
  }
}

extension RunFacts {
  /// A run with a packet capture, unless said otherwise. Times are milliseconds since 1970.
  static func fixture(
    hasPackets: Bool = true, captureStart: Int64 = 0, captureStop: Int64 = 100_000, dropped: Int? = 0
  ) -> RunFacts {
    let coverage = Coverage(
      path: "run.pcap", interface: nil, start: Timestamp(nanoseconds: captureStart * 1_000_000),
      stop: Timestamp(nanoseconds: captureStop * 1_000_000), packets: 10, dropped: dropped, snapLength: 0)
    return RunFacts(
      name: "run", startedAt: nil, targets: ["https://api.example.test"], sources: [],
      coverage: hasPackets ? [coverage] : [], hasPackets: hasPackets, roundTripMicroseconds: nil, oddities: []
    )
  }
}
