import ArgumentParser
import Records

/// What a file's clock is ahead of the results' clock: `traffic.pcap=12.8`.
struct ClockOffset: ExpressibleByArgument {
  /// The file, as it was given or by its last part.
  var file: String
  /// Microseconds.
  var offset: Int64

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="),
      let seconds = Double(argument[argument.index(after: equals)...]),
      abs(seconds) < 1e9, equals > argument.startIndex
    else { return nil }
    file = String(argument[..<equals])
    offset = Int64((seconds * 1e6).rounded())
  }

  /// The offsets by path, for the files that are meant.
  static func byPath(_ offsets: [ClockOffset], _ files: [InputFile]) throws -> [String: Int64] {
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
