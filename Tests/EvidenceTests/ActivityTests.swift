import Evidence
import Records
import Testing

/// The turns of traffic by test, as drawings show them.
struct ActivityTests {
  private func activity(perTest: Int = 64, total: Int = 1000) throws -> [String] {
    let run = try PreparedRun()
    try run.add { sink in
      for test in [TestResult.exact("a", 0, 100), .exact("b", 100.001, 200)] { try sink.receive(test) }
    }
    try run.add { sink in
      try sink.receive(
        Connection.tcp(0, opened: 10, bursts: [.answered(12, 20), .answered(40, 50), .answered(110, 120)]))
      try sink.receive(Lookup.answered("shop.test", at: -50))
      try sink.receive(Capture.any(-1000, 100_000))
    }
    try run.attribute()
    return try run.store.activity(perTest: perTest, total: total).sorted { $0.key < $1.key }
      .flatMap { test, turns in
        turns.map { turn in
          "\(test) \(turn.peer) \(turn.host ?? "-") \(turn.start.offset)-\(turn.stop.offset) \(turn.share)"
        }
      }
  }

  @Test func everyTurnIsOfTheTestInWhoseWindowItBegan() throws {
    #expect(
      try activity() == [
        "1 target shop.test 12000-20000 1.0", "1 target shop.test 40000-50000 1.0",
        "2 target shop.test 110000-120000 1.0",
      ])
  }

  @Test func noMoreIsReadThanIsAskedFor() throws {
    #expect(try activity(perTest: 1).map { $0.prefix(1) } == ["1", "2"])
    #expect(try activity(total: 2).map { $0.prefix(1) } == ["1", "1"])
  }
}
