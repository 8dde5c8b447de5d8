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

  /// By connection, in the order given: the probability of each worker.
  private(set) var probabilities: [[String: Double]]

  /// Assigns connections to workers.
  ///
  /// - Parameters:
  ///   - activities: by connection, in order of time.
  ///   - logged: the ends of exchanges that a worker's log reports.
  init(_ activities: [[Activity]], tests: [MergedTest], logged: [(worker: String, time: Int64)]) {
    var workers: [String: Worker] = [:]
    for test in tests {
      guard let name = test.worker, let window = test.window, window.isExact else { continue }
      workers[name, default: Worker(windows: [], events: [], logged: [])].windows.append(window)
    }
    probabilities = Array(repeating: [:], count: activities.count)
    guard workers.count > 1 else { return }
    for (name, time) in logged { workers[name]?.logged.append(time) }
    let names = workers.keys.sorted()
    for name in names {
      guard var worker = workers[name] else { continue }
      worker.windows.sort { $0.start < $1.start }
      worker.logged.sort()
      worker.events = Self.boundaries(worker.windows)
      workers[name] = worker
    }
    let equal = 1 / Double(names.count)
    probabilities = Array(
      repeating: Dictionary(uniqueKeysWithValues: names.map { ($0, equal) }), count: activities.count)
    for round in 0..<Self.rounds {
      for index in activities.indices where !activities[index].isEmpty {
        let likelihoods = names.map { name -> Double in
          let isOwn = round > 0 && (probabilities[index][name] ?? 0) >= Self.support
          return workers[name].map { Self.logLikelihood(activities[index], $0, isOwn: isOwn) } ?? 0
        }
        let best = likelihoods.max() ?? 0
        let weights = likelihoods.map { exp($0 - best) }
        let sum = weights.reduce(0, +)
        for (place, name) in names.enumerated() { probabilities[index][name] = weights[place] / sum }
      }
      for name in names {
        var events = Self.boundaries(workers[name]?.windows ?? [])
        for index in activities.indices where (probabilities[index][name] ?? 0) >= Self.support {
          for activity in activities[index] { events += [activity.start, activity.stop] }
        }
        workers[name]?.events = events.sorted()
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

  /// The activity of each connection: lookup, handshake and turns of traffic, joined where they follow on one another.
  static func activities(of traffic: TrafficRecords) -> [[Activity]] {
    let answered = traffic.lookups.filter { $0.response != nil }
    let lookupsByAddress = Dictionary(
      grouping: answered.flatMap { lookup in lookup.addresses.map { (address: $0, lookup: lookup) } },
      by: \.address)
    return traffic.connections.map { connection in
      guard connection.isTCP else { return [] }
      var pieces = connection.bursts.filter { $0.content != .closing }
        .map { Activity(start: $0.start, stop: $0.stop) }
      if let syn = connection.syn {
        let lead = (lookupsByAddress[connection.serverAddress] ?? []).compactMap { pair -> Int64? in
          guard let response = pair.lookup.response, response <= syn, response >= syn - lookupLead else { return nil }
          return pair.lookup.query ?? response
        }
        let end = connection.synAck ?? connection.serverRST ?? syn
        pieces.insert(Activity(start: min(syn, lead.min() ?? syn), stop: max(end, syn)), at: 0)
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
