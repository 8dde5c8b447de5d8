import Evidence
import Records
import Testing

/// Windows worked out by hand from [S + durations before, E - durations after].
struct WindowTests {
  /// The windows of tests of which only durations are known, in one suite.
  private func windows(_ suite: TestSuite, _ results: [TestResult]) throws -> [String] {
    let run = try PreparedRun()
    try run.add { sink in
      try sink.receive(suite)
      for result in results { try sink.receive(result) }
    }
    try run.attribute()
    return try run.windows()
  }

  private let threeSeconds = ["a", "b", "c"].enumerated().map { TestResult.timed($1, 1000, ordinal: $0) }

  @Test func recordedStartAndStopAreTheWindow() throws {
    let run = try PreparedRun()
    try run.add { try $0.receive(TestResult.exact("a", 10, 25)) }
    try run.attribute()
    #expect(try run.windows() == ["exact 10000 25000"])
  }

  @Test func aSequentialSuiteBoundsItsTests() throws {
    // The microsecond at the end is for the suite's time, which the store rounds.
    #expect(
      try windows(.lasting(3500), threeSeconds)
        == ["bounded 0 1500001", "bounded 1000000 2500001", "bounded 2000000 3500001"])
  }

  @Test func coarseDurationsWidenTheBounds() throws {
    // 1.0 s in steps of 0.1 s is 0.95 s at least, and the suite 3.6 s at most.
    let results = ["a", "b", "c"].enumerated().map {
      TestResult.timed($1, 1000, resolution: 100, ordinal: $0)
    }
    #expect(
      try windows(.lasting(3500, resolution: 100), results)
        == ["bounded 0 1700001", "bounded 950000 2650001", "bounded 1900000 3600001"])
  }

  @Test func aParallelSuiteIsEachTestsWindow() throws {
    #expect(try windows(.lasting(2000), threeSeconds) == Array(repeating: "bounded 0 2000001", count: 3))
  }

  @Test func aSuiteWithMuchUnaccountedTimeIsEachTestsWindow() throws {
    // 1.5 s of 4.5 s are no test's: the tests may have run side by side.
    #expect(try windows(.lasting(4500), threeSeconds) == Array(repeating: "bounded 0 4500001", count: 3))
  }

  @Test func testsOfSeveralWorkersShareTheSuitesWindow() throws {
    var results = threeSeconds
    results[0].worker = "gw0"
    results[1].worker = "gw1"
    #expect(try windows(.lasting(3500), results) == Array(repeating: "bounded 0 3500001", count: 3))
  }

  @Test(arguments: [3000.0, 0]) func aSuiteTimeThatIsNoTimeOfDayBoundsNothing(_ milliseconds: Double) throws {
    let results = ["a", "b", "c"].enumerated().map { TestResult.timed($1, milliseconds / 3, ordinal: $0) }
    #expect(try windows(.lasting(milliseconds), results) == ["none", "none", "none"])
  }

  @Test func aSuiteWithoutATimeBoundsNothing() throws {
    var suite = TestSuite.lasting(1)
    suite.duration = nil
    #expect(try windows(suite, threeSeconds) == ["none", "none", "none"])
  }

  @Test func testsWithoutADurationHaveTheWholeSuite() throws {
    let results = [TestResult.passed("a"), TestResult.passed("b", ordinal: 1)]
    #expect(try windows(.lasting(100), results) == ["bounded 0 100001", "bounded 0 100001"])
  }

  @Test func theOrderIsThatOfEachFile() throws {
    let run = try PreparedRun()
    // The first file has other tests first, and no times.
    try run.add { sink in
      for (ordinal, name) in ["c", "b", "a"].enumerated() {
        try sink.receive(TestResult.passed(name, ordinal: ordinal))
      }
    }
    let results = threeSeconds
    try run.add { sink in
      try sink.receive(TestSuite.lasting(3500))
      for result in results { try sink.receive(result) }
    }
    try run.attribute()
    #expect(
      try run.windows() == ["bounded 2000000 3500001", "bounded 1000000 2500001", "bounded 0 1500001"])
  }

  @Test func aRetriedTestHasTheWindowOfItsLastAttempt() throws {
    var again = TestResult.timed("a", 1000, ordinal: 2)
    again.attempt = 2
    let results = [
      TestResult.timed("a", 1000, ordinal: 0), TestResult.timed("b", 1000, ordinal: 1), again,
    ]
    #expect(try windows(.lasting(3500), results) == ["bounded 2000000 3500001", "bounded 1000000 2500001"])
  }

  @Test func theCaptureTellsTheZoneOfASuite() throws {
    let run = try PreparedRun()
    let results = threeSeconds
    try run.add { sink in
      try sink.receive(TestSuite.lasting(3500, zone: .unknown, shiftedHours: 2))
      for result in results { try sink.receive(result) }
    }
    try run.attribute()
    #expect(try run.windows() == ["none", "none", "none"], "without a capture the zone is open")
    try run.add { try $0.receive(Capture.ethernet(-500, 4500)) }
    try run.attribute()
    #expect(try run.windows().first == "bounded 0 1500001")
  }

  @Test func aCaptureOfHoursLeavesTheZoneOpen() throws {
    let run = try PreparedRun()
    let results = threeSeconds
    try run.add { sink in
      try sink.receive(TestSuite.lasting(3500, zone: .unknown))
      for result in results { try sink.receive(result) }
      try sink.receive(Capture.ethernet(-3_600_000, 7_200_000))
    }
    try run.attribute()
    #expect(try run.windows() == ["none", "none", "none"])
  }

  @Test func hostileFiguresNeitherTrapNorGiveWindowsThatEndBeforeTheyBegin() throws {
    let run = try PreparedRun()
    let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    try run.add { sink in
      for (ordinal, moment) in extremes.enumerated() {
        var suite = TestSuite(ordinal: ordinal, name: "s")
        suite.start = Timestamp(nanoseconds: moment)
        suite.startResolution = .max
        suite.zone = ordinal % 2 == 0 ? .written : .unknown
        suite.duration = RecordedDuration(nanoseconds: .max, resolution: .max)
        try sink.receive(suite)
        for (number, length) in extremes.enumerated() {
          var result = TestResult.passed("t\(ordinal)-\(number)", ordinal: ordinal * 100 + number)
          result.suite = ordinal
          result.duration = RecordedDuration(nanoseconds: max(0, length), resolution: .max)
          if number % 2 == 0 { result.start = Timestamp(nanoseconds: moment) }
          if number % 4 == 0 { result.stop = Timestamp(nanoseconds: length) }
          result.call = number == 3 ? TestPhase(duration: result.duration, start: result.start) : nil
          try sink.receive(result)
        }
        var connection = Connection.tcp(ordinal, opened: 0, bursts: [.answered(1, 2)])
        connection.first = Timestamp(nanoseconds: moment)
        connection.last = Timestamp(nanoseconds: extremes[extremes.count - 1 - ordinal])
        connection.syn = connection.first
        connection.bursts[0].start = connection.last
        connection.bursts[0].stop = connection.first
        connection.bursts[0].serverBytes = .max
        connection.bursts.append(connection.bursts[0])
        try sink.receive(connection)
        try sink.receive(Handshake.hello(ordinal, "shop.test", at: 0))
      }
      var capture = Capture.ethernet(0, 1)
      capture.first = Timestamp(nanoseconds: .min)
      capture.last = Timestamp(nanoseconds: .max)
      try sink.receive(capture)
    }
    try run.attribute()
    let tests = try run.store.tests()
    #expect(tests.count == 49)
    #expect(tests.allSatisfy { ($0.windowStart ?? .begin) <= ($0.windowStop ?? .begin) })
  }
}
