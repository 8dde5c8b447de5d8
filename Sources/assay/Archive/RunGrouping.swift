import Evidence
import Records

/// Tells runs apart: which result files are of one execution.
///
/// Result files in one folder (below the given path: in one of its folders, however deep) are of one run where their times
/// touch and they have different tests, or where they are two formats' words on the same tests at the same time. The
/// same tests at another time are another run, and so are files that other names tell apart: `a.xml` and `a.pcap` beside
/// `b.xml` and `b.pcap`.
struct RunGrouping {
  /// Shards and suites of one run follow on one another with at most this between them, in microseconds.
  private static let mostGap: Int64 = 300_000_000
  /// Files that share a smaller part of their tests than this have different tests: at the same time, and at another.
  private static let leastShared = (atOnce: 0.2, apart: 0.02)
  /// Two formats' durations of one execution agree for this part of the tests.
  private static let leastAgreement = 0.8
  /// What two formats may call the start of one execution, in microseconds.
  private static let mostStartDifference: Int64 = 60_000_000
  /// A file is compared with so many runs at most, those that were begun last.
  private static let mostCompared = 64

  private struct Group {
    var files: [Int]
    var start: Int64?
    var stop: Int64?
    var isZoneKnown: Bool
    var folders: [String]
    /// The files that have a test, by the hashes of the samples.
    var holders: [UInt64: [Int]] = [:]
    /// The beginning of names that tells its files apart from others, by folder.
    var stems: [[String]: String] = [:]
  }

  let files: [ArchiveFile]
  /// Whether several paths were given, so that each may be a run of its own.
  let hasSeveralRoots: Bool
  /// The paths that were given.
  let roots: [String]
  /// The beginnings of names that files of several kinds share, by the places of the files.
  private let stems: [Int: String]

  init(files: [ArchiveFile], hasSeveralRoots: Bool, roots: [String]) {
    self.files = files
    self.hasSeveralRoots = hasSeveralRoots
    self.roots = roots
    let readable = files.indices.filter { files[$0].kept.kind != nil && files[$0].kept.problem == nil }
    var stems: [Int: String] = [:]
    for (stem, places) in Dictionary(grouping: readable, by: { files[$0].stemInFolder })
    where Set(places.map { files[$0].kept.kind }).count > 1 {
      for place in places { stems[place] = stem }
    }
    self.stems = stems
  }

  /// The runs, in the order of their first files.
  func runs() -> [RunFiles] {
    var byTop: [String: [Int]] = [:]
    for place in files.indices where files[place].isResults && files[place].facts != nil {
      let top = hasSeveralRoots ? "" : files[place].folders.first ?? ""
      byTop["\(files[place].root)/\(top)", default: []].append(place)
    }
    var groups: [Group] = []
    for (_, places) in byTop.sorted(by: { $0.key < $1.key }) { groups += self.groups(of: places) }
    groups.sort { $0.files[0] < $1.files[0] }
    let shared = Dictionary(grouping: groups.indices) {
      "\(files[groups[$0].files[0]].root)/\(groups[$0].folders)"
    }
    return groups.map { group in
      let isAlone = shared["\(files[group.files[0]].root)/\(group.folders)"]?.count == 1
      return RunFiles(name: name(of: group, isAlone: isAlone), files: group.files.sorted())
    }
  }

  private func name(of group: Group, isAlone: Bool) -> String {
    let first = files[group.files.min() ?? group.files[0]]
    var parts = group.folders
    if !isAlone {
      let stems = Set(group.files.map { self.stems[$0] })
      parts = first.folders + [stems.count == 1 && stems != [nil] ? String(first.stem) : first.name]
    }
    let root = roots[first.root]
    if parts.isEmpty || first.path == root { return root }
    return hasSeveralRoots ? ([root] + parts).joined(separator: "/") : parts.joined(separator: "/")
  }

  private func groups(of places: [Int]) -> [Group] {
    let ordered = places.sorted { one, other in
      let (a, b) = (files[one].facts?.start ?? .max, files[other].facts?.start ?? .max)
      return a != b ? a < b : one < other
    }
    var groups: [Group] = []
    for place in ordered {
      guard let facts = files[place].facts else { continue }
      let candidates = groups.indices.suffix(Self.mostCompared).compactMap { index -> (Int, Int64, Int)? in
        guard let gap = distance(place, facts, groups[index]) else { return nil }
        let depth = zip(groups[index].folders, files[place].folders).prefix { $0 == $1 }.count
        return (index, gap, -depth)
      }
      if let best = candidates.min(by: { ($0.1, $0.2, -$0.0) < ($1.1, $1.2, -$1.0) }) {
        add(place, facts, to: &groups[best.0])
      } else {
        var group = Group(
          files: [], start: facts.start, stop: facts.stop, isZoneKnown: facts.isZoneKnown,
          folders: files[place].folders)
        add(place, facts, to: &group)
        groups.append(group)
      }
    }
    return groups
  }

  private func add(_ place: Int, _ facts: FileFacts, to group: inout Group) {
    group.files.append(place)
    group.start = [group.start, facts.start].compactMap { $0 }.min()
    group.stop = [group.stop, facts.stop].compactMap { $0 }.max()
    let common = zip(group.folders, files[place].folders).prefix { $0 == $1 }.count
    group.folders = Array(group.folders.prefix(common))
    for test in facts.sample { group.holders[test.hash, default: []].append(place) }
    if let stem = stems[place] { group.stems[files[place].folders] = stem }
  }

  /// How far a file is from a run that it may be of, in microseconds; nil where it is of another.
  private func distance(_ place: Int, _ facts: FileFacts, _ group: Group) -> Int64? {
    if let stem = stems[place], let other = group.stems[files[place].folders], stem != other { return nil }
    var isSameExecution = false
    for member in Set(facts.sample.flatMap { group.holders[$0.hash] ?? [] }) {
      guard let other = files[member].facts else { continue }
      let shared = facts.shared(with: other)
      let least = Self.areApart(facts, other) ? Self.leastShared.apart : Self.leastShared.atOnce
      if shared.part < least { continue }
      guard isOneExecution(place, facts, member, other, shared.tests) else { return nil }
      isSameExecution = true
    }
    if isSameExecution { return 0 }
    guard let start = facts.start, let stop = facts.stop, let groupStart = group.start,
      let groupStop = group.stop, facts.isZoneKnown == group.isZoneKnown
    else { return Self.mostGap }
    let gap = max(0, max(start - groupStop, groupStart - stop))
    return gap <= Self.mostGap ? gap : nil
  }

  /// Whether one file's tests had ended when the other's began.
  private static func areApart(_ one: FileFacts, _ other: FileFacts) -> Bool {
    guard let start = one.start, let stop = one.stop, let otherStart = other.start,
      let otherStop = other.stop,
      one.isZoneKnown == other.isZoneKnown
    else { return false }
    return start > otherStop || otherStart > stop
  }

  /// Whether two files with the same tests speak of one execution of them.
  private func isOneExecution(
    _ place: Int, _ facts: FileFacts, _ member: Int, _ other: FileFacts,
    _ shared: [(FileFacts.Sampled, FileFacts.Sampled)]
  ) -> Bool {
    let timed = shared.filter { $0.0.duration >= 0 && $0.1.duration >= 0 }
    let agreeing = timed.count {
      abs($0.0.duration - $0.1.duration) <= ($0.0.resolution + $0.1.resolution) / 2 + 100
    }
    let agrees = timed.isEmpty || Double(agreeing) >= Double(timed.count) * Self.leastAgreement
    let isSameFormat = files[place].kept.kind == files[member].kept.kind
    guard let start = facts.start, let otherStart = other.start else { return agrees && !isSameFormat }
    let difference = abs(start - otherStart)
    if facts.isZoneKnown == other.isZoneKnown {
      if isSameFormat { return agrees && difference <= 1_000_000 }
      if agrees, difference <= Self.mostStartDifference { return true }
      let overlap = min(facts.stop ?? start, other.stop ?? otherStart) - max(start, otherStart)
      let shorter = min((facts.stop ?? start) - start, (other.stop ?? otherStart) - otherStart)
      return overlap > 0 && overlap * 2 >= shorter
    }
    // A zone is off by quarters of an hour.
    let quarter: Int64 = 900_000_000
    let rest = difference % quarter
    return agrees && !isSameFormat && difference <= 56 * quarter
      && min(rest, quarter - rest) <= Self.mostStartDifference
  }
}
