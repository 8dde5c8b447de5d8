import ArgumentParser
import Records

/// What the clocks of files are off by, shared by the commands that read files.
struct ClockOptions: ParsableArguments {
  @Option(
    name: .customLong("clock-offset"), parsing: .singleValue,
    help: ArgumentHelp(
      "What a file's clock is ahead of the results' clock. Repeatable.", valueName: "file=seconds"))
  var offsets: [ClockOffset] = []

  /// The offsets in microseconds, by the paths of the files that are meant.
  ///
  /// - Throws: a `Problem` where an offset is of none of the files.
  func byPath(_ files: [InputFile]) throws -> [String: Int64] {
    var found: [String: Int64] = [:]
    for offset in offsets {
      let meant = files.filter { $0.path == offset.file || $0.path.hasSuffix("/" + offset.file) }
      guard !meant.isEmpty else {
        throw Problem("--clock-offset", "names '\(offset.file)', which is not among the files")
      }
      for file in meant { found[file.path] = offset.offset }
    }
    return found
  }
}
