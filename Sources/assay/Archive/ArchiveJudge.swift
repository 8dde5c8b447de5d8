import Evidence
import Records
import Rules
import Synchronization

/// Judges the runs of an archive that were not judged before, and keeps what comes of each.
struct ArchiveJudge: Sendable {
  let judging: PreparedJudging
  let fingerprint: JudgingFingerprint
  let archive: RunArchive

  /// Judges the runs that lie below paths.
  ///
  /// A run's evidence is in memory for as long as it is judged; what is kept is what reports need.
  ///
  /// - Returns: every run of the paths that could be read, as the archive has it.
  func judge(_ found: inout ArchiveRuns) throws -> [ArchivedRun] {
    let files = found.files
    let known = Dictionary(
      try archive.runs(judgedBy: fingerprint).map { ($0.content, $0) }, uniquingKeysWith: { one, _ in one })
    var kept: [ArchivedRun] = []
    var open: [(run: RunFiles, digests: [String])] = []
    for run in found.runs {
      let digests = found.digests(of: run)
      if var archived = known[Self.content(digests)] {
        archived.name = run.name
        kept.append(Self.dated(archived, run, files))
      } else {
        open.append((run, digests))
      }
    }
    let bar = ProgressBar("judging runs", total: open.count)
    let judged = try Workers.map(open.map(\.run), isDone: bar.show) { run in try judge(run, files) }
    bar.clear()
    for outcome in judged {
      for problem in outcome.problems { found.leaveOut(problem) }
      if let run = outcome.run { kept.append(run) }
    }
    try archive.keep(found.files.filter { !$0.isKnown }.map(\.kept))
    return kept
  }

  /// Judges the runs that were ingested into a store.
  func judgeIngested(in store: EvidenceStore) throws {
    let known = Set(try archive.runs(judgedBy: fingerprint).map(\.content))
    let names = try store.runNames()
    let bar = ProgressBar("judging ingested runs", total: names.count)
    for (number, name) in names.enumerated() {
      let digests = try store.digests(ofRun: name)
      if !digests.isEmpty, !known.contains(Self.content(digests)) {
        _ = try keep(name, named: name, digests: digests, in: store)
      }
      bar.show(number + 1)
    }
    bar.clear()
  }

  private func judge(_ run: RunFiles, _ files: [ArchiveFile]) throws -> (
    run: ArchivedRun?, problems: [Problem]
  ) {
    let store = try EvidenceStore(path: nil)
    do {
      let imported = try RunImport(
        run.files.map { files[$0].input }, run: "run", into: store, clockOffsets: [:], isQuiet: true)
      let digests = try store.digests(ofRun: "run")
      guard let kept = try keep("run", named: run.name, digests: digests, in: store) else {
        return (nil, imported.leftOut)
      }
      return (Self.dated(kept, run, files), imported.leftOut)
    } catch let problem as Problem where run.files.contains(where: { files[$0].path == problem.place }) {
      return (nil, [problem])
    }
  }

  /// Judges a run in its store and keeps it; nil where it has no results at all.
  private func keep(
    _ name: String, named shown: String, digests: [String], in store: EvidenceStore
  ) throws -> ArchivedRun? {
    let judgement = try judging.judge(run: name, in: store)
    let zone = try store.hasKnownZone(run: name)
    let started = judgement.run.startedAt
    let (tests, contents) = judgement.archived(
      resolutions: try store.durationResolutions(),
      answers: judgement.tests.isEmpty ? [] : try store.answerMarks())
    let run = ArchivedRun(
      content: Self.content(digests), name: shown, digests: digests, startedAt: started,
      timeBasis: started == nil ? .none : zone == false ? .zoneUnknown : .written,
      hasPackets: judgement.run.hasPackets)
    return try archive.keep(run, contents, tests: tests, judgedBy: fingerprint)
  }

  private static func content(_ digests: [String]) -> String { Fingerprint.of(digests) }

  /// A run whose results have no time has that of its name, or of its files.
  private static func dated(_ run: ArchivedRun, _ found: RunFiles, _ files: [ArchiveFile]) -> ArchivedRun {
    guard run.startedAt == nil else { return run }
    var run = run
    if let date = NameDate.date(in: run.name) {
      run.startedAt = date
      run.timeBasis = .name
    } else if let modified = found.files.filter({ files[$0].isResults })
      .map({ files[$0].kept.modifiedNanoseconds }).min()
    {
      run.startedAt = Timestamp(nanoseconds: modified)
      run.timeBasis = .fileTime
    }
    return run
  }
}
