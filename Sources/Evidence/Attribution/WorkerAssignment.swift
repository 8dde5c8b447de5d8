import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Tells which worker process of a parallel run each connection belongs to.
///
/// A connection belongs to one process, and a process runs one test at a time. So all activity of a connection fits
/// the windows of one worker, and it follows closely on something else of that worker: the beginning of a body, the
/// end of another answer. Chance puts it close to the other workers' events only now and then. The likelihoods of both
/// are multiplied over all activity of a connection, several times over, as what is known of some helps with others.
struct WorkerAssignment {
  /// A stretch of activity on one connection.
  struct Activity {
    var start: Int64
    var stop: Int64
    /// When the first of an answer came, where it did: what the client waited for may have been in it.
    var answered: Int64?
    /// Whether it begins with the opening of the connection.
    var isOpening = false
  }

  /// From here on a connection counts as a worker's own: 99 to 1, as a verdict asks.
  static let ownership = 0.99
  /// From here on it counts as none of the others': an accusation may rest on that.
  static let certainty = 0.999
  /// From here on it helps with the assignment of others.
  private static let support = 0.95
  private static let rounds = 4
  /// The typical time from an answer to what a process does next: 1 ms; where it has more to prepare: 6 ms.
  private static let turnaround = 1000.0
  private static let typicalGap = 6000.0
  /// Pauses (sleeping, polling, computing) may last as long as about a second: 1 in 1,000,000 for each microsecond.
  private static let pauseDensity = 0.3 / 1_000_000
  /// How likely activity is across the boundary of a test of its own worker, or outside of all its tests.
  private static let misfit = 1e-4
  /// How likely a test is to end while an answer to it is still coming in.
  private static let leaving = 0.02
  /// How likely a process is to do something else on another connection while it waits on this one.
  private static let concurrency = 0.05
  /// How likely a connection that the body of a test opened is to be used by another test.
  private static let inheritance = 0.05
  /// What is said of one activity goes for those beside it as well: so much of it counts.
  private static let independence = 0.6

  /// Something that a worker did: the boundary of a test, or activity on a connection.
  private struct Event {
    var time: Int64
    /// The connection; nil for a boundary.
    var connection: Int?
  }

  private struct Worker {
    /// The windows of its tests, by start.
    var windows: [MergedTest.Window]
    /// The moments at which it is known to have done something, by time.
    var events: [Event]
    /// The answers that its client's log tells of.
    var logged = LoggedAnswers([], among: [])
  }

  /// The workers that can be told apart, by name.
  private let names: [String]
  /// For each connection, the probabilities of the workers in the order of ``names``.
  private var probabilities: [Double] = []

  /// Assigns the connections of a run to its workers.
  init(_ traffic: TrafficRecords, tests: [MergedTest]) {
    var workers: [String: Worker] = [:]
    // Of a worker some of whose windows are not exact, it is not known what its connections fit.
    var inexact: Set<String> = []
    for test in tests {
      guard let name = test.worker, let window = test.window else { continue }
      guard window.isExact else {
        inexact.insert(name)
        continue
      }
      workers[name, default: Worker(windows: [], events: [])].windows.append(window)
    }
    names = workers.keys.filter { !inexact.contains($0) }.sorted()
    guard names.count > 1 else { return }
    let activities = Self.activities(of: traffic)
    let answers = activities.enumerated().flatMap { connection, activities in
      activities.map { LoggedAnswers.Answer(end: $0.stop, connection: connection) }
    }.sorted { $0.end < $1.end }
    let lines = Dictionary(grouping: traffic.exchanges.filter { $0.witness == .log }, by: \.worker)
    for name in names {
      workers[name]?.logged = LoggedAnswers(lines[name, default: []].compactMap(\.end), among: answers)
    }
    var known = names.compactMap { workers[$0] }
    for index in known.indices {
      known[index].windows.sort { $0.start < $1.start }
      known[index].events = Self.boundaries(known[index].windows)
    }
    assign(activities, to: &known)
  }

  /// How likely a connection is a worker's; nil where that worker's can't be told from others'.
  func probability(of worker: String, connection: Int) -> Double? {
    guard !probabilities.isEmpty, let place = names.firstIndex(of: worker) else { return nil }
    return probabilities[connection * names.count + place]
  }

  private mutating func assign(_ activities: [[Activity]], to workers: inout [Worker]) {
    let count = workers.count
    probabilities = Array(repeating: 1 / Double(count), count: activities.count * count)
    var likelihoods = Array(repeating: 0.0, count: count)
    for _ in 0..<Self.rounds {
      for index in activities.indices where !activities[index].isEmpty {
        for place in 0..<count {
          likelihoods[place] =
            Self.independence
            * Self.logLikelihood(activities[index], of: index, workers[place]) {
              probabilities[$0 * count + place]
            }
        }
        let best = likelihoods.max() ?? 0
        let sum = likelihoods.reduce(0) { $0 + exp($1 - best) }
        for place in 0..<count { probabilities[index * count + place] = exp(likelihoods[place] - best) / sum }
      }
      for place in 0..<count {
        var events = Self.boundaries(workers[place].windows)
        for index in activities.indices where probabilities[index * count + place] >= Self.support {
          for activity in activities[index] {
            events.append(Event(time: activity.start, connection: index))
            events.append(Event(time: activity.stop, connection: index))
          }
        }
        workers[place].events = events.sorted { $0.time < $1.time }
      }
    }
  }

  private static func boundaries(_ windows: [MergedTest.Window]) -> [Event] {
    windows.flatMap { [$0.start, $0.callStart, $0.callStop, $0.stop].compactMap { $0 } }.sorted()
      .map { Event(time: $0, connection: nil) }
  }

  /// How likely the activity of a connection is a worker's, up to a factor that all workers share.
  ///
  /// - Parameter probability: how likely another connection is the worker's, as far as is known.
  private static func logLikelihood(
    _ activities: [Activity], of connection: Int, _ worker: Worker, probability: (Int) -> Double
  ) -> Double {
    var sum = 0.0
    // The window in whose body the connection was opened.
    var home: Int?
    var isInherited = false
    for (number, activity) in activities.enumerated() {
      let place = worker.windows.leadingCount { $0.start <= activity.start } - 1
      guard place >= 0, worker.windows[place].stop >= activity.answered ?? activity.stop else {
        sum += log(misfit)
        continue
      }
      let window = worker.windows[place]
      let isLeft = window.stop < activity.stop
      if isLeft { sum += log(leaving) }
      if activity.isOpening, window.phase(at: activity.start) == .call { home = place }
      if let home, home != place, !isInherited {
        isInherited = true
        sum += log(inheritance)
      }
      // What the connection itself did before or after is as near for every worker, and tells none of them apart.
      let previous = max(window.start, lastEvent(of: worker, atMost: activity.start, but: connection))
      if number == 0 || activities[number - 1].stop < previous {
        sum += support(of: activity.start - previous)
      }
      let next = min(window.stop, firstEvent(of: worker, from: activity.stop, but: connection))
      if !isLeft, number == activities.count - 1 || activities[number + 1].start > next {
        sum += support(of: next - activity.stop)
      }
      // One thing at a time is the rule within a process, though not without exceptions.
      let other = firstEvent(of: worker, from: activity.start + 1, but: connection)
      if other < activity.stop, other < window.stop, !isBoundary(other, window) { sum += log(concurrency) }
      sum += worker.logged.support(
        ofAnswerEnding: activity.stop, on: connection, probability: probability)
    }
    return sum
  }

  private static func isBoundary(_ moment: Int64, _ window: MergedTest.Window) -> Bool {
    moment == window.callStart || moment == window.callStop
  }

  /// The last thing that a worker did until a moment, but on one connection.
  private static func lastEvent(of worker: Worker, atMost moment: Int64, but connection: Int) -> Int64 {
    var place = worker.events.leadingCount { $0.time <= moment } - 1
    while place >= 0, worker.events[place].connection == connection { place -= 1 }
    return place >= 0 ? worker.events[place].time : .min
  }

  /// The first thing that a worker did from a moment on, but on one connection.
  private static func firstEvent(of worker: Worker, from moment: Int64, but connection: Int) -> Int64 {
    var place = worker.events.leadingCount { $0.time < moment }
    while place < worker.events.count, worker.events[place].connection == connection { place += 1 }
    return place < worker.events.count ? worker.events[place].time : .max
  }

  /// How much likelier a gap of so many microseconds is than a pause of any length, as a natural logarithm.
  private static func support(of gap: Int64) -> Double {
    let gap = Double(max(0, gap))
    let density =
      0.4 * exp(-gap / turnaround) / turnaround + 0.3 * exp(-gap / typicalGap) / typicalGap + pauseDensity
    return log(density / pauseDensity)
  }
}

extension WorkerAssignment {
  /// A lookup that was answered at most this long before a SYN was made for it: 30 ms.
  private static let lookupLead: Int64 = 30_000
  /// Pauses up to this long do not part the opening of a connection from its first turn: 10 ms.
  private static let longestPause: Int64 = 10_000

  /// The activity of each connection: its opening with the lookup before it and the first turn after it as one, for
  /// a connection is opened to be used; then turn by turn, for a test's last may be followed by the next test's first.
  static func activities(of traffic: TrafficRecords) -> [[Activity]] {
    // By address: the answers that named it, by time.
    var answers: [String: [(response: Int64, query: Int64)]] = [:]
    for lookup in traffic.lookups {
      guard let response = lookup.response else { continue }
      for address in lookup.addresses {
        answers[address, default: []].append((response, lookup.query ?? response))
      }
    }
    for address in answers.keys { answers[address]?.sort { $0 < $1 } }
    return traffic.connections.map { connection in
      guard connection.isTCP else { return [] }
      var activities = [opening(of: connection, answers[connection.serverAddress] ?? [])].compactMap { $0 }
      var isOpening = !activities.isEmpty
      for burst in connection.bursts where burst.content != .closing && !burst.isKeepAlive {
        let last = activities.count - 1
        if isOpening, burst.start - activities[last].stop <= longestPause {
          activities[last].stop = max(activities[last].stop, burst.stop)
          activities[last].answered = connection.answered(burst)
        } else {
          activities.append(
            Activity(start: burst.start, stop: burst.stop, answered: connection.answered(burst)))
        }
        isOpening = isOpening && burst.content != .application
      }
      if let (start, stop) = connection.abandoned,
        let waiting = activities.lastIndex(where: { $0.start <= start && start <= $0.stop })
      {
        activities[waiting].stop = max(activities[waiting].stop, stop)
      }
      return activities
    }
  }

  /// From the lookup that led to a connection to the end of its TCP handshake; nil where that was not captured.
  private static func opening(
    of connection: TrafficRecords.StoredConnection, _ answers: [(response: Int64, query: Int64)]
  ) -> Activity? {
    guard let syn = connection.syn else { return nil }
    let end = answers.leadingCount { $0.response <= syn }
    // A client connects as soon as it has the answer: of several, the last was its own.
    let lookup = end > 0 && answers[end - 1].response >= syn - lookupLead ? answers[end - 1].query : syn
    return Activity(
      start: min(syn, lookup), stop: max(connection.synAck ?? connection.serverRST ?? syn, syn),
      isOpening: true)
  }
}

extension TrafficRecords.StoredConnection {
  /// When the first of the answer in a turn came; nil where what came first can be no answer: it came within less than a
  /// round trip, like the session tickets of TLS 1.3.
  fileprivate func answered(_ burst: BurstCoding.StoredBurst) -> Int64? {
    guard burst.content == .application, let rtt, let wait = burst.firstByte, wait >= rtt - rtt / 10 else {
      return nil
    }
    return burst.firstServer
  }

  /// From the client's last request, which stayed without an answer, to the moment at which the client gave up: it
  /// waited all the while.
  fileprivate var abandoned: (start: Int64, stop: Int64)? {
    guard let last = bursts.last(where: { $0.content == .application && !$0.isKeepAlive }),
      last.serverBytes == 0
    else {
      return nil
    }
    let closings = bursts.filter { $0.content == .closing && $0.start >= last.stop }.map(\.start)
    guard let end = (closings + [clientClosed].compactMap { $0 }).min(), end > last.stop else { return nil }
    return (last.start, end)
  }
}
