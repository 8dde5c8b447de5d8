import Evidence
import Records

/// The files of one run of an archive.
struct RunFiles: Sendable {
  /// A name for the run: its folder, or its first file where several runs lie in the folder.
  var name: String
  /// The places of its files among the files of the archive, result files first.
  var files: [Int]
}
