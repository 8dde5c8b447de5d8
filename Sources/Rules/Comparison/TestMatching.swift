/// Finds the tests of one run among those of another: by their ids, then in other places, then under other names.
///
/// Each step pairs what the steps before it left, and only what has one counterpart on either side: where two could be
/// meant, none is.
struct TestMatching {
  /// By place in the later run: the place in the earlier run, and why the two are one.
  private(set) var matches: [Int: (before: Int, match: TestMatch)] = [:]

  private let before: [TestAddress]
  private let after: [TestAddress]
  /// The places that have no counterpart yet, in order.
  private var lost: [Int]
  private var found: [Int]
  /// How many more pairs of names are compared: a suite in which everything has a new name is another suite.
  private var pairsLeft = 1_000_000

  /// How alike two names must be at least.
  private static let leastLikeness = 0.75
  /// By how much the best counterpart must be more alike than the next.
  private static let leastLead = 0.1

  /// Matches the tests of two runs.
  init(before: [TestAddress], after: [TestAddress]) {
    self.before = before
    self.after = after
    lost = Array(before.indices)
    found = Array(after.indices)
    pair(TestMatch(.same)) { [$0.id] }
    pair(TestMatch(.same)) { [$0.path, $0.className, $0.name] }
    pair(TestMatch(.moved, basis: "the same file name, class and test name in another folder")) {
      $0.file.isEmpty ? nil : [$0.file, $0.className, $0.name]
    }
    pair(
      TestMatch(.moved, basis: "the same class and test name in another file, and no other such test"),
      alone: true
    ) {
      $0.className.isEmpty ? nil : [$0.className, $0.name]
    }
    pair(TestMatch(.moved, basis: "the same name in another file, and no other such test"), alone: true) {
      $0.className.isEmpty ? [$0.name] : nil
    }
    pair(TestMatch(.renamed, basis: "the same file and test name; the class's name has the same words")) {
      $0.className.isEmpty ? nil : [$0.path, $0.classWords, $0.name]
    }
    pair(
      TestMatch(.renamed, basis: "the same file and test name in another class, and no other such test"),
      alone: true
    ) {
      $0.module.isEmpty ? nil : [$0.path, $0.name]
    }
    rename("the same file and class, and the name most like it") {
      $0.module.isEmpty && $0.className.isEmpty ? nil : [$0.path, $0.classWords]
    }
    rename("the same file, and the name most like it") { $0.module.isEmpty ? nil : [$0.path] }
    rename("a class of the same name in another file, and the name most like it") {
      $0.className.isEmpty ? nil : [$0.className]
    }
  }

  /// Pairs what alone has a key on either side.
  ///
  /// - Parameter alone: whether the tests that have a counterpart already count too.
  private mutating func pair(
    _ match: TestMatch, alone: Bool = false, by key: (TestAddress) -> [String]?
  ) {
    guard !lost.isEmpty, !found.isEmpty else { return }
    let earlier = Self.groups(alone ? Array(before.indices) : lost, of: before, by: key)
    let later = Self.groups(alone ? Array(after.indices) : found, of: after, by: key)
    let (isLost, isFound) = (Set(lost), Set(found))
    for (key, places) in later {
      guard let place = places.first, places.count == 1, let other = earlier[key], let only = other.first,
        other.count == 1, isFound.contains(place), isLost.contains(only)
      else { continue }
      matches[place] = (only, match)
    }
    forget()
  }

  /// Pairs names that are most like each other within a group, all parameters of a test together.
  private mutating func rename(_ basis: String, within group: (TestAddress) -> [String]?) {
    guard !lost.isEmpty, !found.isEmpty else { return }
    let earlier = Self.groups(lost, of: before, by: group)
    let later = Self.groups(found, of: after, by: group)
    for (key, places) in later.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      guard let others = earlier[key] else { continue }
      for (one, other) in likest(others, places) {
        let parameters = Self.groups(others, of: before) { $0.base == one ? [$0.parameters] : nil }
        for (key, places) in Self.groups(places, of: after, by: { $0.base == other ? [$0.parameters] : nil })
        {
          guard let place = places.first, places.count == 1, let lost = parameters[key],
            let only = lost.first,
            lost.count == 1
          else { continue }
          matches[place] = (only, TestMatch(.renamed, basis: basis))
        }
      }
    }
    forget()
  }

  /// The names that are each other's likest, clearly before any other.
  private mutating func likest(_ lost: [Int], _ found: [Int]) -> [(String, String)] {
    let earlier = Self.groups(lost, of: before) { [$0.base] }.keys.map { $0[0] }.sorted()
    let later = Self.groups(found, of: after) { [$0.base] }.keys.map { $0[0] }.sorted()
    guard earlier.count * later.count <= pairsLeft else { return [] }
    pairsLeft -= earlier.count * later.count
    let (lostWords, foundWords) = (earlier.map(NameWords.init), later.map(NameWords.init))
    var bestOfLost = Array(repeating: Best(), count: earlier.count)
    var bestOfFound = Array(repeating: Best(), count: later.count)
    for (one, words) in lostWords.enumerated() {
      for (other, otherWords) in foundWords.enumerated() {
        let likeness = words.likeness(to: otherWords)
        bestOfLost[one].take(other, likeness)
        bestOfFound[other].take(one, likeness)
      }
    }
    return bestOfLost.enumerated().compactMap { one, best in
      guard best.isClear, bestOfFound[best.place].isClear, bestOfFound[best.place].place == one else {
        return nil
      }
      // What kept its name was found already, or could be more than one.
      return earlier[one] == later[best.place] ? nil : (earlier[one], later[best.place])
    }
  }

  /// The likest of the names seen so far.
  private struct Best {
    private(set) var place = 0
    private var likeness = 0.0
    private var next = 0.0

    mutating func take(_ place: Int, _ likeness: Double) {
      if likeness > self.likeness {
        next = self.likeness
        (self.place, self.likeness) = (place, likeness)
      } else {
        next = max(next, likeness)
      }
    }

    var isClear: Bool { likeness >= leastLikeness && likeness - next >= leastLead }
  }

  private mutating func forget() {
    let known = Set(matches.values.map(\.before))
    lost.removeAll(where: known.contains)
    found.removeAll { matches[$0] != nil }
  }

  private static func groups(
    _ places: [Int], of addresses: [TestAddress], by key: (TestAddress) -> [String]?
  ) -> [[String]: [Int]] {
    var groups: [[String]: [Int]] = [:]
    for place in places {
      if let key = key(addresses[place]) { groups[key, default: []].append(place) }
    }
    return groups
  }
}
