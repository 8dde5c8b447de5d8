#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The moments at which a worker's client tells of answers, each with the answers that it may be about.
///
/// A client writes its line within a few milliseconds of an answer, and one line tells of one answer. In a busy run other
/// workers' answers come as close to it by chance.
struct LoggedAnswers {
  /// The end of an answer on a connection.
  struct Answer {
    var end: Int64
    var connection: Int
  }

  /// How long before the end of an answer its line may be, for a line has a resolution: 2 ms; and how long after: 15 ms.
  private static let lead: Int64 = 2000
  private static let lag: Int64 = 15_000
  /// Lines within so much of a moment tell how many of a worker's are about nothing that was captured: 500 ms.
  private static let surroundings: Int64 = 500_000
  /// The typical time from an answer to its line: 1 ms; where the process is busy: 5 ms.
  private static let promptness = 1000.0
  private static let delay = 5000.0
  /// How often a worker's line is about no captured answer at all, for each microsecond: some three in a second.
  private static let strayDensity = density(0) / 200

  private let moments: [Int64]
  /// For each line, what it may be about: the connection, and how likely the line is to come so long after its answer.
  private let subjects: [[(connection: Int, density: Double)]]
  /// The lines that can be about no answer at all.
  private let strays: [Int64]

  /// Lines at these moments, in microseconds, and all answers of the run, by their ends.
  init(_ moments: [Int64], among answers: [Answer]) {
    let moments = moments.sorted()
    self.moments = moments
    subjects = moments.map { moment in
      let first = answers.leadingCount { $0.end < moment - Self.lag }
      return answers[first...].prefix { $0.end < moment + Self.lead }.map {
        ($0.connection, Self.density(moment - $0.end))
      }
    }
    strays = zip(moments, subjects).filter { $1.isEmpty }.map(\.0)
  }

  /// How much likelier the lines around the end of an answer are where the answer is the worker's own, as a natural
  /// logarithm: never negative, for not all clients write lines.
  ///
  /// - Parameter probability: how likely another connection, which a line may be about as well, is the worker's.
  func support(ofAnswerEnding end: Int64, on connection: Int, probability: (Int) -> Double) -> Double {
    let lines =
      moments.leadingCount { $0 <= end - Self.lead }..<moments.leadingCount { $0 <= end + Self.lag }
    guard !lines.isEmpty else { return 0 }
    let near =
      strays.leadingCount { $0 <= end + Self.surroundings }
      - strays.leadingCount { $0 < end - Self.surroundings }
    let stray = max(Self.strayDensity, Double(near) / Double(2 * Self.surroundings))
    return lines.map { line in
      let others = subjects[line].reduce(stray) {
        $1.connection == connection ? $0 : $0 + $1.density * probability($1.connection)
      }
      return log1p(Self.density(moments[line] - end) / others)
    }.max() ?? 0
  }

  /// How likely a line is so long after its answer, for each microsecond.
  private static func density(_ lag: Int64) -> Double {
    let lag = Double(abs(lag))
    return 0.6 * exp(-lag / promptness) / promptness + 0.3 * exp(-lag / delay) / delay
  }
}
