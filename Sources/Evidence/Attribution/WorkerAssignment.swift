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
  }

  /// From here on an assignment is taken as certain.
  static let certainty = 0.999
  /// From here on it helps with the assignment of others.
  private static let support = 0.95
  private static let rounds = 4
  /// The typical time from one thing that a process does to the next: 6 ms.
  private static let typicalGap = 6000.0
  /// Pauses (sleeping, polling, computing) may last as long as about a second: 1 in 1,000,000 for each microsecond.
  private static let pauseDensity = 0.3 / 1_000_000
  /// How likely activity is across the boundary of a test of its own worker, or outside of all its tests.
  private static let misfit = 1e-4
  /// How much likelier a log line of a worker is at the end of its own connection's answer than elsewhere.
  private static let logSupport = log(200.0)

  private struct Worker {
    /// The windows of its tests, by start.
    var windows: [MergedTest.Window]
    /// The moments at which it is known to have done something, sorted.
    var events: [Int64]
    /// The ends of exchanges that its log reports, sorted.
    var logged: [Int64]
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
      workers[name, default: Worker(windows: [], events: [], logged: [])].windows.append(window)
    }
    names = workers.keys.filter { !inexact.contains($0) }.sorted()
    guard names.count > 1 else { return }
    for exchange in traffic.exchanges where exchange.witness == .log {
      if let name = exchange.worker, let end = exchange.end { workers[name]?.logged.append(end) }
    }
    var known = names.compactMap { workers[$0] }
    for index in known.indices {
      known[index].windows.sort { $0.start < $1.start }
      known[index].logged.sort()
      known[index].events = Self.boundaries(known[index].windows)
    }
    assign(Self.activities(of: traffic), to: &known)
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
    for round in 0..<Self.rounds {
      for index in activities.indices where !activities[index].isEmpty {
        for place in 0..<count {
          let isOwn = round > 0 && probabilities[index * count + place] >= Self.support
          likelihoods[place] = Self.logLikelihood(activities[index], workers[place], isOwn: isOwn)
        }
        let best = likelihoods.max() ?? 0
        let sum = likelihoods.reduce(0) { $0 + exp($1 - best) }
        for place in 0..<count { probabilities[index * count + place] = exp(likelihoods[place] - best) / sum }
      }
      for place in 0..<count {
        var events = Self.boundaries(workers[place].windows)
        for index in activities.indices where probabilities[index * count + place] >= Self.support {
          for activity in activities[index] { events += [activity.start, activity.stop] }
        }
        workers[place].events = events.sorted()
      }
    }
  }

  private static func boundaries(_ windows: [MergedTest.Window]) -> [Int64] {
    windows.flatMap { [$0.start, $0.callStart, $0.callStop, $0.stop].compactMap { $0 } }.sorted()
  }

  /// - Parameter isOwn: whether the events hold the activities themselves, which must not support themselves.
  private static func logLikelihood(_ activities: [Activity], _ worker: Worker, isOwn: Bool) -> Double {
    var sum = 0.0
    for activity in activities {
      let place = firstIndex(worker.windows, { $0.start }, after: activity.start) - 1
      guard place >= 0, worker.windows[place].stop >= activity.stop else {
        sum += log(misfit) + 2 * log(pauseDensity)
        continue
      }
      let window = worker.windows[place]
      let own = isOwn ? 1 : 0
      let before = firstIndex(worker.events, { $0 }, after: activity.start) - 1 - own
      let previous = max(window.start, before >= 0 ? worker.events[before] : window.start)
      let after = firstIndex(worker.events, { $0 }, after: activity.stop - 1) + own
      let next = min(window.stop, after < worker.events.count ? worker.events[after] : window.stop)
      sum += log(density(activity.start - previous)) + log(density(next - activity.stop))
      let line = firstIndex(worker.logged, { $0 }, after: activity.stop - 2000)
      if line < worker.logged.count, worker.logged[line] <= activity.stop + 15_000 { sum += logSupport }
    }
    return sum
  }

  /// How likely a gap of so many microseconds is.
  private static func density(_ gap: Int64) -> Double {
    0.7 * exp(-Double(max(0, gap)) / typicalGap) / typicalGap + pauseDensity
  }

  private static func firstIndex<Element>(
    _ elements: [Element], _ time: (Element) -> Int64, after moment: Int64
  ) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if time(elements[middle]) <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension WorkerAssignment {
  /// Pauses up to this long do not part activity: 10 ms.
  private static let longestPause: Int64 = 10_000
  /// A lookup that was answered at most this long before a SYN was made for it: 30 ms.
  private static let lookupLead: Int64 = 30_000
  /// The most answers that are looked at for one SYN.
  private static let mostAnswers = 16

  /// The activity of each connection: lookup, handshake and turns of traffic, joined where they follow on one another.
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
      var pieces = connection.bursts.filter { $0.content != .closing }
        .map { Activity(start: $0.start, stop: $0.stop) }
      if let syn = connection.syn {
        let named = answers[connection.serverAddress] ?? []
        let end = firstIndex(named, { $0.response }, after: syn)
        let recent = named[max(0, end - mostAnswers)..<end].filter { $0.response >= syn - lookupLead }
        let lead = recent.map(\.query).min() ?? syn
        let answered = connection.synAck ?? connection.serverRST ?? syn
        pieces.insert(Activity(start: min(syn, lead), stop: max(answered, syn)), at: 0)
      }
      var joined: [Activity] = []
      for piece in pieces.sorted(by: { $0.start < $1.start }) {
        if let last = joined.last, piece.start - last.stop <= longestPause {
          joined[joined.count - 1].stop = max(last.stop, piece.stop)
        } else {
          joined.append(piece)
        }
      }
      return joined
    }
  }
}
