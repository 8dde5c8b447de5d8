import Evidence
import Records
import Reports
import Rules

#if canImport(Glibc)
  import Glibc
#endif

/// An audit of the runs that lie below paths, and of those that a store remembers.
struct ArchiveAudit {
  /// The paths that were given.
  let paths: [String]
  /// The store that remembers runs; nil for none.
  let storePath: String?
  /// Whether what is found out is kept in the user's cache folder, where there is no store.
  let usesCache: Bool

  /// Judges what was not judged before, and puts all runs beside one another.
  ///
  /// - Throws: a `Problem` where a path does not exist, or nothing holds test results.
  func report(judging: PreparedJudging) throws -> ReportedAudit {
    guard storePath == nil, usesCache, let cache = AuditCache.path(for: paths) else {
      return try report(judging: judging, cache: nil)
    }
    do {
      return try report(judging: judging, cache: cache)
    } catch let problem as Problem where problem.place == cache {
      // A cache that is damaged or has no room is no reason not to audit; the next audit makes it anew.
      unlink(cache)
      return try report(judging: judging, cache: nil)
    }
  }

  private func report(judging: PreparedJudging, cache: String?) throws -> ReportedAudit {
    let store = try AuditCache.open(storePath ?? cache, isCache: storePath == nil)
    let archive = try RunArchive(in: store, place: storePath ?? cache ?? "memory")
    let judge = ArchiveJudge(judging: judging, fingerprint: judging.fingerprint, archive: archive)

    var found = try ArchiveRuns(paths, known: paths.isEmpty ? [:] : try archive.files())
    var runs = try judge.judge(&found)
    var declaredOtherwise = 0
    var judgedOtherwise = 0
    if storePath != nil {
      try judge.judgeIngested(in: store)
      let given = Set(runs.map(\.content))
      let otherwise = try archive.runs(judgedOtherwiseThan: judge.fingerprint)
      runs += try archive.runs(judgedBy: judge.fingerprint).filter { !given.contains($0.content) } + otherwise
      judgedOtherwise = otherwise.count
      declaredOtherwise = try archive.countOfRuns(notDeclaredAs: judge.fingerprint)
    } else {
      try archive.keepOnlyRuns(Set(runs.map(\.number)))
      try archive.keepOnlyFiles(at: Set(found.files.map(\.kept.path)))
    }
    let copies = Set(ArchiveRuns.copies(among: runs.map(\.digests)))
    let copyNames = found.copies + copies.sorted().map { runs[$0].name }
    runs = runs.indices.filter { !copies.contains($0) }.map { runs[$0] }
    guard !runs.isEmpty else {
      throw found.leftOut.first
        ?? Problem(
          paths.isEmpty ? storePath ?? "store" : paths.joined(separator: " "),
          "no test results in there; give folders with JUnit XML or pytest result files")
    }
    let audit = try Audit(runs, in: archive, targets: judging.settings.targets.map(\.url))
    return ReportedAudit(
      audit, leftOut: found.leftOut.map(LeftOutFile.init), copies: copyNames,
      unrecognised: found.unrecognised, declaredOtherwise: declaredOtherwise, judgedOtherwise: judgedOtherwise
    )
  }
}
