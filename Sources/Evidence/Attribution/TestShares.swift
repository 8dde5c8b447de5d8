/// Tells which tests may have caused something, and with which share each.
struct TestShares {
  let tests: [MergedTest]
  let index: WindowIndex
  /// By connection: how likely it is each worker's; nothing where the run isn't parallel.
  let workers: WorkerAssignment
  /// What clocks and windows may be off by, in microseconds.
  let tolerance: Int64

  /// From here on a test may well have run through a turn.
  private static let leastHolding = 0.25

  /// The tests whose windows hold a moment of `from...to`; nil where they are too many to be told apart.
  func candidates(
    from: Int64, to: Int64, connection: Int?, worker: String?, turn: Turn?
  ) -> [WindowIndex.Candidate]? {
    guard
      case .tests(let candidates) = index.tests(from: from - tolerance, to: to + tolerance, worker: worker)
    else {
      return nil
    }
    return weigh(candidates, connection, turn, from: from - tolerance, to: to + tolerance)
  }

  /// The only candidate, with its share. A derived window is a little wider than the test: a turn that the test cannot have
  /// seen through may be of an attempt or a fixture that has no window.
  private func derived(_ candidate: WindowIndex.Candidate, _ turn: Turn?) -> WindowIndex.Candidate {
    guard let turn, let window = tests[candidate.test].window, !window.isExact,
      window.likelihood(ofHolding: turn, tolerance: tolerance) < Self.leastHolding
    else { return candidate }
    return WindowIndex.Candidate(test: candidate.test, share: min(0.5, candidate.share))
  }

  /// Shares by the worker that a connection belongs to, by how likely each test was running, and by whether it ran from
  /// a turn's beginning to its end: what is certain is one test's alone.
  private func weigh(
    _ candidates: [WindowIndex.Candidate], _ connection: Int?, _ turn: Turn?, from: Int64, to: Int64
  ) -> [WindowIndex.Candidate] {
    guard candidates.count > 1 else { return candidates.map { derived($0, turn) } }
    let running = candidates.map { candidate -> Double in
      let test = tests[candidate.test]
      let ownership = test.worker.flatMap { worker in
        connection.flatMap { workers.probability(of: worker, connection: $0) }
      }
      return (ownership ?? 0.5) * (test.window?.likelihood(from: from, to: to) ?? 1)
    }
    let holding = zip(candidates, running).map { candidate, weight in
      turn.flatMap { tests[candidate.test].window?.likelihood(ofHolding: $0, tolerance: tolerance) }.map {
        $0 * weight
      } ?? 0
    }
    // A turn that no test ran through is told by its moment alone.
    let isHeld = holding.contains { $0 > Self.leastHolding }
    let weights = isHeld ? holding : running
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return candidates }
    return candidates.indices.compactMap { index in
      let test = candidates[index].test
      let share = weights[index] / sum
      // The others keep what is left: what is one test's for all that a verdict asks is not yet absent from the others'.
      if share >= WorkerAssignment.ownership { return WindowIndex.Candidate(test: test, share: 1) }
      if share > 1 - WorkerAssignment.certainty { return WindowIndex.Candidate(test: test, share: share) }
      // A test that ran beside the holder may have asked on its connection, in the same turn.
      guard isHeld, turn?.isOfOneTest == false, tests[test].window?.isExact == true,
        running[index] > (1 - WorkerAssignment.certainty) * sum
      else { return nil }
      return WindowIndex.Candidate(test: test, share: min(0.5, candidates[index].share))
    }
  }
}
