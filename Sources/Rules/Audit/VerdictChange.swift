import Records

/// A test that turned from real to fake, or the other way.
public struct VerdictChange: Hashable, Sendable {
  /// What the change was from and to.
  public enum Kind: String, Sendable, CaseIterable {
    /// It was proven real, and is fake now.
    case realToFake = "real-to-fake"
    /// It was not proven real but took its time, and is fake now.
    case collapsedToFake = "collapsed-to-fake"
    /// It was fake, and is proven real now.
    case fakeToReal = "fake-to-real"
    /// It was fake, and now it is not, without being proven real.
    case fakeToUnproven = "fake-to-unproven"

    /// Whether the change is for the worse.
    public var isRegression: Bool { self == .realToFake || self == .collapsedToFake }
  }

  /// What the change was from and to.
  public var kind: Kind
  /// The place of the test among the audit's histories.
  public var test: Int
  /// The last run before the change that tells, by its place in the audit.
  public var before: Int
  /// The first run after the change.
  public var since: Int
}

extension VerdictChange.Kind {
  /// How a test has changed for good; nil where it has not.
  init?(of history: TestHistory) {
    guard let change = VerdictChange(of: history, at: 0) else { return nil }
    self = change.kind
  }
}

extension VerdictChange {
  /// A duration that fell to this part of what it was has collapsed.
  private static let collapseRatio: Int64 = 20
  /// And had been at least this, in microseconds.
  private static let leastBefore: Int64 = 20_000

  /// The change of a test, by its latest verdict that is not exempt; nil where there is none.
  init?(of history: TestHistory, at place: Int) {
    let judged = history.entries.filter { $0.verdict != .exempt }
    guard let latest = judged.last else { return nil }
    if let since = history.fakeSince {
      let earlier = judged.filter { $0.run < since }
      if let real = earlier.last(where: { $0.verdict == .real }) {
        self.init(kind: .realToFake, test: place, before: real.run, since: since)
        return
      }
      guard let last = earlier.last, let before = last.durationMicroseconds,
        let now = judged.first(where: { $0.run == since })?.durationMicroseconds,
        before >= Self.leastBefore, now <= before / Self.collapseRatio
      else { return nil }
      self.init(kind: .collapsedToFake, test: place, before: last.run, since: since)
      return
    }
    guard let fake = judged.lastIndex(where: { $0.verdict == .fake }) else { return nil }
    let isReal = latest.verdict == .real
    self.init(
      kind: isReal ? .fakeToReal : .fakeToUnproven, test: place, before: judged[fake].run,
      since: judged[fake + 1].run)
  }
}
