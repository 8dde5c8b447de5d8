import Evidence
import Records

/// Finds answers of a target that came in two runs: a front end gives each answer an identifier of its own, and a second
/// passes once.
struct RepeatedAnswers {
  /// Runs that began closer to one another may be two recordings of one.
  private static let leastGapNanoseconds: Int64 = 60_000_000_000

  private struct Mark {
    let hash: UInt64
    let run: Int32
    let test: Int32
    let mark: ArchivedAnswer.Mark
  }

  /// What repeats in one test of one run.
  struct Repetition {
    var run: Int
    var test: Int32
    var mark: ArchivedAnswer.Mark
    var count: Int
    /// The run that had the answers first.
    var earlier: Int
  }

  private var marks: [Mark] = []
  /// How many marks a test of a run has, by kind.
  private var totals: [Int64: Int] = [:]

  /// Takes the marks of a run.
  mutating func add(_ answers: [ArchivedAnswer], run: Int) {
    for answer in answers {
      marks.append(Mark(hash: answer.hash, run: Int32(clamping: run), test: answer.test, mark: answer.mark))
      totals[Self.key(run, answer.test, answer.mark), default: 0] += 1
    }
  }

  /// What repeats, in the order of runs, tests and marks.
  mutating func repetitions(in runs: [AuditedRun]) -> [Repetition] {
    marks.sort { one, other in
      (one.hash, one.mark.rawValue, one.run, one.test) < (
        other.hash, other.mark.rawValue, other.run, other.test
      )
    }
    var found: [Int64: Repetition] = [:]
    var start = 0
    while start < marks.count {
      var end = start + 1
      while end < marks.count, marks[end].hash == marks[start].hash, marks[end].mark == marks[start].mark {
        end += 1
      }
      let first = Int(marks[start].run)
      for mark in marks[start..<end] where Self.isLater(runs[Int(mark.run)], than: runs[first]) {
        let key = Self.key(Int(mark.run), mark.test, mark.mark)
        var repetition =
          found[key]
          ?? Repetition(run: Int(mark.run), test: mark.test, mark: mark.mark, count: 0, earlier: first)
        repetition.count += 1
        repetition.earlier = min(repetition.earlier, first)
        found[key] = repetition
      }
      start = end
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  /// How many marks of a kind the test has in the run.
  func total(of repetition: Repetition) -> Int {
    totals[Self.key(repetition.run, repetition.test, repetition.mark)] ?? 0
  }

  private static func isLater(_ run: AuditedRun, than first: AuditedRun) -> Bool {
    guard let one = first.startedAt, let other = run.startedAt else { return false }
    return other.nanoseconds(since: one) >= leastGapNanoseconds
  }

  private static func key(_ run: Int, _ test: Int32, _ mark: ArchivedAnswer.Mark) -> Int64 {
    Int64(run) << 33 | Int64(UInt32(bitPattern: test)) << 1 | Int64(mark.rawValue)
  }
}
