/// What came of a recording.
public struct Recording: Sendable {
  /// The run folder.
  public var folder: String
  /// The command's exit status; 128 and the signal's number where a signal ended it, as a shell counts.
  public var exitStatus: Int32
  /// The captures.
  public var captures: [RunDescription.Capture]
  /// How many calls on sockets were traced; nil where none were to be.
  public var calls: Int?
  /// How many result files were found.
  public var results: Int
  /// How many samples were taken.
  public var samples: Int
}

extension Recording: CustomStringConvertible {
  /// What was recorded, in a line: `run: 120 packets of any (0 dropped), 2 result files, 340 samples`.
  public var description: String {
    var parts = captures.map { capture in
      let dropped = capture.dropped.map { "\($0) dropped" } ?? "drops not counted"
      return "\(capture.packets ?? 0) packets of \(capture.interface) (\(dropped))"
    }
    if let calls { parts.append("\(calls) socket calls") }
    parts.append("\(results) result file\(results == 1 ? "" : "s")")
    parts.append("\(samples) samples")
    return "\(folder): \(parts.joined(separator: ", "))"
  }
}
