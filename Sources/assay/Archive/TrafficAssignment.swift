import Evidence
import Records

/// Gives captures, HAR files, logs, samples and key logs to the runs that they are of.
///
/// Such a file belongs to a run in its folder, or in the nearest folder above that has one below it. Where there are
/// several, it belongs to the one whose files begin with the same name, or to those whose time it covers.
struct TrafficAssignment {
  /// A clock may be off by this, in microseconds.
  private static let tolerance: Int64 = 2_000_000

  let files: [ArchiveFile]
  let runs: [RunFiles]

  /// The runs that may have the traffic file at a place.
  func candidates(of place: Int) -> [Int] {
    let file = files[place]
    for depth in stride(from: file.folders.count, through: 0, by: -1) {
      let folder = file.folders.prefix(depth)
      let found = runs.indices.filter { run in
        runs[run].files.contains { member in
          files[member].root == file.root && files[member].folders.starts(with: folder)
        }
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The runs that the traffic file at a place is of, among several candidates.
  func runs(of place: Int, among candidates: [Int]) -> [Int] {
    let file = files[place]
    let named = candidates.filter { isNamedAlike(file, $0) }
    if named.count == 1 { return named }
    guard let facts = file.facts, let start = facts.start, let stop = facts.stop else {
      // What has no time, such as a key log, does no harm to a run that it is not of.
      return named.isEmpty ? candidates.filter { isInFolder(file, $0) } : named
    }
    let covered = candidates.filter { run in
      runs[run].files.contains { member in
        guard let facts = files[member].facts, facts.isZoneKnown, let from = facts.start, let to = facts.stop
        else { return false }
        return from <= stop + Self.tolerance && start - Self.tolerance <= to
      }
    }
    return covered.isEmpty ? named : covered
  }

  private func isInFolder(_ file: ArchiveFile, _ run: Int) -> Bool {
    runs[run].files.contains { files[$0].root == file.root && files[$0].folders == file.folders }
  }

  private func isNamedAlike(_ file: ArchiveFile, _ run: Int) -> Bool {
    runs[run].files.contains { files[$0].stemInFolder == file.stemInFolder }
  }
}
