/// Says of every test of a run what the declared patterns expect of it.
///
/// A pattern that matches no test as it stands is tried again with leading folders left out of account. One that matches
/// none even so is reported; and where the results do not name the file of a test, nobody knows whether such a
/// pattern was meant for it.
struct DeclaredScopes {
  /// Patterns that match no test.
  private(set) var unmatched: [ExpectationPattern] = []

  /// Sets what is expected of the tests; of several patterns the last that matches wins.
  init(_ patterns: [ExpectationPattern], of tests: inout [MergedTest]) {
    for pattern in patterns {
      var meant = tests.indices.filter { pattern.matches(tests[$0]) }
      if meant.isEmpty { meant = tests.indices.filter { pattern.matchesBelowLeadingFolders(tests[$0]) } }
      if meant.isEmpty { unmatched.append(pattern) }
      for index in meant { tests[index].expectation = pattern.expectation }
    }
  }

  /// Marks the tests that an unmatched pattern may have been meant for: those without a known file that are expected to
  /// be real, but for those of a suite in which a test had contact with a target, as a suite is in one file.
  ///
  /// - Parameters:
  ///   - suites: what ran in each suite of each result file.
  ///   - unnamed: suites that only stand in for none: their tests may be of many files.
  ///   - hasContact: whether a test had contact with a target that is its own.
  func markOpen(
    _ tests: inout [MergedTest], suites: [ResultMerger.Place: [ResultMerger.Run]],
    unnamed: Set<ResultMerger.Place>, hasContact: (Int) -> Bool
  ) {
    let isOpen = unmatched.contains { $0.expectation != .real && $0.pattern.text.contains("/") }
    guard isOpen else { return }
    struct Container: Hashable {
      var place: ResultMerger.Place
      var className: String
    }
    var exercising: Set<Container> = []
    var containers: [Int: [Container]] = [:]
    for (place, runs) in suites where !unnamed.contains(place) {
      for run in runs {
        let container = Container(place: place, className: tests[run.test].className)
        containers[run.test, default: []].append(container)
        if hasContact(run.test) { exercising.insert(container) }
      }
    }
    for index in tests.indices where tests[index].expectation == .real && !tests[index].isFileKnown {
      tests[index].isScopeKnown =
        hasContact(index) || (containers[index] ?? []).contains(where: exercising.contains)
    }
  }
}
