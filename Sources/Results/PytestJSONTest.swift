import Records

/// An element of pytest-json-report's `tests`.
struct PytestJSONTest: Decodable {
  /// The part of a test that ran as its setup, call or teardown.
  struct Phase: Decodable {
    private enum Key: String, CodingKey { case duration, outcome, crash, longrepr, log }
    private enum CrashKey: String, CodingKey { case message }

    let duration: Double?
    let outcome: String?
    let message: String?
    let log: [PytestLogRecord]

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      duration = try? values.decode(Double.self, forKey: .duration)
      outcome = try? values.decode(String.self, forKey: .outcome)
      log = (try? values.decode([PytestLogRecord].self, forKey: .log)) ?? []
      let crash = try? values.nestedContainer(keyedBy: CrashKey.self, forKey: .crash)
      message =
        (try? crash?.decode(String.self, forKey: .message)).flatMap { MessageText.firstLine($0.utf8) }
        ?? (try? values.decode(PytestLongRepr.self, forKey: .longrepr))?.message
    }

    /// The phase as records have it; `failure` is what a failure of it means.
    func record(failure: Outcome) -> TestPhase {
      TestPhase(
        duration: duration.flatMap { RecordedDuration(seconds: $0, resolution: 0) },
        outcome: outcome.flatMap { Outcome(pytest: $0, failure: failure) })
    }
  }

  private enum Key: String, CodingKey { case nodeid, outcome, keywords, setup, call, teardown }

  let nodeID: String
  let outcome: String
  let keywords: [String]
  let setup: Phase?
  let call: Phase?
  let teardown: Phase?

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    nodeID = try values.decode(String.self, forKey: .nodeid)
    outcome = try values.decode(String.self, forKey: .outcome)
    keywords = (try? values.decode([String].self, forKey: .keywords)) ?? []
    setup = try values.decodeIfPresent(Phase.self, forKey: .setup)
    call = try values.decodeIfPresent(Phase.self, forKey: .call)
    teardown = try values.decodeIfPresent(Phase.self, forKey: .teardown)
  }

  /// The result; nil where the outcome is no word of pytest's.
  var result: TestResult? {
    // pytest-rerunfailures leaves its word on the earlier attempts; the phases are of the last, the second
    // at least.
    let phases = [setup, call, teardown].compactMap { $0?.outcome }
    let isPassedInTheEnd = outcome == "rerun" && !phases.isEmpty && phases.allSatisfy { $0 == "passed" }
    guard let outcome = Outcome(pytest: isPassedInTheEnd ? "passed" : outcome, failure: .failed) else {
      return nil
    }
    let address = PytestNodeID(nodeID)
    var result = TestResult(
      id: nodeID, className: address.className, name: address.name, outcome: outcome)
    result.file = address.file.isEmpty ? nil : address.file
    if self.outcome == "rerun" { result.attempt = 2 }
    result.setup = setup?.record(failure: .error)
    result.call = call?.record(failure: .failed)
    result.teardown = teardown?.record(failure: .error)
    result.duration = TotalDuration.of(
      [result.setup, result.call, result.teardown].compactMap { $0?.duration })
    result.message = outcome == .passed ? nil : [call, setup, teardown].lazy.compactMap { $0?.message }.first
    result.markers = keywords
    return result
  }

  /// The log records of all phases, in order.
  var log: [PytestLogRecord] { [setup, call, teardown].flatMap { $0?.log ?? [] } }
}
