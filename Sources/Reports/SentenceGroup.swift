import Rules

/// Tests of which the same is said, numbers aside.
struct SentenceGroup {
  /// What is said of them.
  private(set) var sentence: MergedSentence
  /// The tests, in the order in which they came.
  private(set) var tests: [TestVerdict]
  /// Where each of the tests stood among those that were grouped.
  private(set) var places: [Int]

  /// The groups of some tests, the largest first, then in the order of their first tests.
  ///
  /// - Parameter sentence: what is said of a test; a test of which nothing is said is in no group.
  static func groups(of tests: [TestVerdict], by sentence: (TestVerdict) -> String?) -> [SentenceGroup] {
    var groups: [SentenceGroup] = []
    var places: [[UInt8]: Int] = [:]
    for (number, test) in tests.enumerated() {
      guard let sentence = sentence(test) else { continue }
      let parts = MergedSentence.Parts(sentence)
      if let place = places[parts.frame] {
        groups[place].sentence.add(parts)
        groups[place].tests.append(test)
        groups[place].places.append(number)
      } else {
        places[parts.frame] = groups.count
        groups.append(SentenceGroup(sentence: MergedSentence(parts), tests: [test], places: [number]))
      }
    }
    return groups.enumerated().sorted {
      ($1.element.tests.count, $0.offset) < ($0.element.tests.count, $1.offset)
    }
    .map(\.element)
  }
}
