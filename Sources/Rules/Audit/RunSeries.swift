/// Tells which runs are of one suite, and which tests are gone from it.
enum RunSeries {
  /// A run with a smaller part of what its series usually has is partial: some tests run again, or a filter.
  private static let leastPart = 0.5

  /// Sets each run's series and whether it is partial, and of each test the run that it is missing from.
  static func tell(_ runs: inout [AuditedRun], _ tests: inout [TestHistory]) {
    var parents = Array(runs.indices)
    func root(_ run: Int) -> Int {
      var run = run
      while parents[run] != run {
        parents[run] = parents[parents[run]]
        run = parents[run]
      }
      return run
    }
    for history in tests {
      let first = root(history.entries[0].run)
      for entry in history.entries.dropFirst() {
        let other = root(entry.run)
        if other != first { parents[other] = root(first) }
      }
    }
    var series: [Int: Int] = [:]
    for run in runs.indices {
      let root = root(run)
      let number = series[root] ?? series.count
      series[root] = number
      runs[run].series = number
    }
    var newest: [Int: Int] = [:]
    for members in Dictionary(grouping: runs.indices, by: { runs[$0].series }).values {
      let sizes = members.map { runs[$0].tests }.sorted()
      let usual = Double(sizes[sizes.count / 2])
      for run in members {
        runs[run].isPartial = Double(runs[run].tests) < usual * leastPart
        if !runs[run].isPartial { newest[runs[run].series] = max(newest[runs[run].series] ?? run, run) }
      }
    }
    for place in tests.indices {
      let last = tests[place].latest.run
      if let run = newest[runs[last].series], run > last { tests[place].missingFrom = run }
    }
  }
}
