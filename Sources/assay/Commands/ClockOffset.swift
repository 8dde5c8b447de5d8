import ArgumentParser

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
}
