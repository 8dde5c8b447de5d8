import Evidence
import Records
import Testing

/// Which traffic is whose: tests a at 0 to 100 ms and b at 100.001 to 200 ms, unless said otherwise.
struct ContactTests {
  private static let columns = "test_id role phase share is_opened requests answered_requests pushes"

  private static let two = [TestResult.exact("a", 0, 100), TestResult.exact("b", 100.001, 200)]

  private func contacts(
    of tests: [TestResult] = two, columns: String = columns,
    lookups: [Lookup] = [.answered("shop.test", at: -50)],
    handshakes: [Handshake] = [], _ connections: [Connection]
  ) throws -> [String] {
    let run = try PreparedRun()
    try run.add { sink in for test in tests { try sink.receive(test) } }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      for lookup in lookups { try sink.receive(lookup) }
      for handshake in handshakes { try sink.receive(handshake) }
      try sink.receive(Capture.any(-1000, 100_000))
    }
    try run.attribute()
    return try run.rows(columns, "FROM contact ORDER BY test_id, connection_id, phase")
  }

  @Test func aTurnIsOfTheTestInWhoseWindowItBegan() throws {
    #expect(
      try contacts([.tcp(0, opened: 10, bursts: [.answered(12, 20)])]) == ["1 target unknown 1.0 1 1 1 0"])
  }

  @Test func whatLiesInNoWindowIsNobodys() throws {
    #expect(try contacts([.tcp(0, opened: 300, bursts: [.answered(302, 310)])]).isEmpty)
  }

  @Test func aConnectionOfAnEarlierTestCountsWhereItIsUsed() throws {
    #expect(
      try contacts([.tcp(0, opened: 10, bursts: [.answered(12, 20), .answered(110, 120), .push(150, 150)])])
        == ["1 target unknown 1.0 1 1 1 0", "2 target unknown 1.0 0 1 1 1"])
  }

  @Test func aConnectionFromBeforeTheCaptureCountsWhereItIsUsed() throws {
    #expect(
      try contacts([.tcp(0, opened: nil, bursts: [.answered(110, 120)])]) == ["2 target unknown 1.0 0 1 1 0"])
  }

  @Test func phasesAreToldByTheBodysBounds() throws {
    let test = TestResult.exact("a", 0, 100, call: 20...60)
    let bursts = [Burst.answered(12, 13), .answered(20, 21), .answered(60, 61), .answered(60.1, 62)]
    #expect(
      try contacts(of: [test], [.tcp(0, opened: 10, bursts: bursts)]) == [
        "1 target call 1.0 0 2 2 0", "1 target setup 1.0 1 1 1 0", "1 target teardown 1.0 0 1 1 0",
      ])
  }

  @Test func kTestsWithOneMomentShareIt() throws {
    let tests = (1...4).map { TestResult.exact("t\($0)", 0, 100) }
    #expect(
      try contacts(of: tests, columns: "test_id share", [.tcp(0, opened: 10, bursts: [.answered(12, 20)])])
        == ["1 0.25", "2 0.25", "3 0.25", "4 0.25"])
  }

  @Test(arguments: [33, 700]) func trafficOfMoreTestsThanCanBeToldApartIsContactOfEach(_ count: Int) throws {
    var tests = (1...count).map { TestResult.exact("t\($0)", 0, 100) }
    tests.append(.exact("late", 200, 300))
    // A late test that begins within an endless one of before is not among them.
    tests.append(.exact("endless", -10, 5000))
    let rows = try contacts(of: tests, [.tcp(0, opened: 10, bursts: [.answered(12, 20), .push(30, 31)])])
    #expect(rows.count == count + 1)
    #expect(rows.allSatisfy { $0.hasSuffix(" target unknown 0.01 1 1 1 1") })
    #expect(!rows.contains { $0.hasPrefix("\(count + 1) ") })
  }

  @Test func aLongTestBesideManyShortOnesLeavesTheirTrafficTheirs() throws {
    let short = (0..<1000).map { TestResult.exact("t\($0)", Double($0) * 10, Double($0) * 10 + 9) }
    let rows = try contacts(
      of: [.exact("long", 0, 10_000)] + short, columns: "test_id share",
      [.tcp(0, opened: 9001, bursts: [.answered(9002, 9003)])])
    #expect(rows == ["1 0.5", "902 0.5"])
  }

  @Test func refusedAndUnansweredConnectionsAreContact() throws {
    var refused = Connection.tcp(0, opened: 10)
    refused.synAck = nil
    refused.serverRST = .at(11)
    var unanswered = Connection.tcp(1, opened: 110)
    unanswered.synAck = nil
    #expect(
      try contacts(
        columns: "test_id is_opened is_established is_refused is_unanswered", [refused, unanswered])
        == ["1 1 0 1 0", "2 1 0 0 1"])
  }

  @Test func aSYNThatWasSentAgainIsOfBothTests() throws {
    var connection = Connection.tcp(0, opened: 150)
    connection.first = .at(50)
    connection.synCount = 2
    #expect(try contacts(columns: "test_id share is_opened", [connection]) == ["1 0.5 1", "2 0.5 1"])
  }

  @Test func aConnectionOfWhichOnlyTheSYNACKWasCapturedWasOpenedThen() throws {
    var connection = Connection.tcp(0, opened: 10)
    connection.syn = nil
    #expect(try contacts(columns: "test_id is_opened is_unanswered", [connection]) == ["1 1 0"])
  }

  @Test func aClientThatGoesOnSendingInTheNextTestIsContactOfBoth() throws {
    // One turn, as no answer parts the messages: at 90 ms in a, at 105 ms in b.
    var sending = Burst.answered(90, 105)
    sending.lastClient = .at(105)
    sending.firstServer = nil
    sending.serverBytes = 0
    #expect(
      try contacts([.tcp(0, opened: 10, bursts: [sending])])
        == ["1 target unknown 1.0 1 1 0 0", "2 target unknown 0.5 0 1 0 0"])
  }

  @Test func aServerThatGoesOnSendingThroughTheNextTestIsContactOfBoth() throws {
    #expect(
      try contacts([.tcp(0, opened: 10, bursts: [.push(50, 180)])])
        == ["1 target unknown 1.0 1 0 0 1", "2 target unknown 0.5 0 0 0 1"])
  }

  @Test func theEndOfAnEarlierTestsAnswerIsNobodysContact() throws {
    var answer = Burst.answered(50, 110)
    answer.firstServer = .at(98)
    #expect(
      try contacts(columns: "test_id", [.tcp(0, opened: 10, bursts: [answer])]) == ["1"])
    #expect(
      try contacts(columns: "test_id", [.tcp(0, opened: 10, bursts: [.answered(50, 180)])]) == ["1"],
      "a late answer")
  }

  @Test func handshakesAndGoodbyesAreNoRequests() throws {
    var handshake = Burst.answered(12, 20)
    handshake.content = .handshake
    var goodbye = Burst.answered(150, 151)
    goodbye.content = .closing
    #expect(
      try contacts([.tcp(0, opened: 10, bursts: [handshake, goodbye])]) == ["1 target unknown 1.0 1 0 0 0"])
  }

  @Test func aLookupAloneIsNoContact() throws {
    let run = try PreparedRun()
    try run.add { sink in
      try sink.receive(TestResult.exact("a", 0, 100))
      try sink.receive(Lookup.answered("shop.test", at: 10))
      try sink.receive(Lookup.answered("shop.test", "127.0.0.1", at: 11))
      var unknown = Lookup.answered("cdn.test", at: 12)
      unknown.answers = []
      unknown.responseCode = 3
      try sink.receive(unknown)
      try sink.receive(Capture.any(-10, 200))
    }
    try run.attribute()
    #expect(try run.rows("test_id", "FROM contact").isEmpty)
    #expect(
      try run.rows("name is_target response_code answer duration_us share", "FROM test_lookup") == [
        "shop.test 1 0 address 1000 1.0", "shop.test 1 0 loopback 1000 1.0", "cdn.test 0 3 empty 1000 1.0",
      ])
  }

  @Test func howAFailedTestFailedIsToldByItsFurthestContact() throws {
    let run = try PreparedRun()
    let names = ["answered", "asked", "refused", "nothing", "both"]
    let tests = names.enumerated().map { number, name in
      var test = TestResult.exact(name, Double(number) * 100, Double(number) * 100 + 90)
      test.outcome = .failed
      return test
    }
    try run.add { sink in for test in tests { try sink.receive(test) } }
    try run.add { sink in
      var asked = Burst.answered(110, 111)
      asked.serverBytes = 0
      var refused = Connection.tcp(2, opened: 210)
      refused.synAck = nil
      refused.serverRST = .at(211)
      var refusedToo = refused
      refusedToo.ordinal = 3
      refusedToo.syn = .at(410)
      var unanswered = Connection.tcp(4, opened: 420)
      unanswered.synAck = nil
      for connection in [
        .tcp(0, opened: 10, bursts: [.answered(12, 20)]), .tcp(1, opened: 109, bursts: [asked]), refused,
        refusedToo, unanswered,
      ] { try sink.receive(connection) }
      try sink.receive(Lookup.answered("shop.test", at: -50))
      try sink.receive(Capture.any(-100, 1000))
    }
    try run.attribute()
    #expect(
      try run.store.tests().map(\.failure) == [
        .afterRealTraffic, .unanswered, .refused, .beforeNetwork, .unanswered,
      ])
  }
}
