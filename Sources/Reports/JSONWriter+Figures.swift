import Rules

/// What several reports for programs write in the same way.
extension JSONWriter {
  /// A span in seconds, or null.
  mutating func seconds(_ key: String? = nil, _ microseconds: Int64?) {
    number(key, microseconds.map { DecimalText.fixed($0, decimals: 6, isPadded: false) })
  }

  /// A share from 0 to 1, or null.
  mutating func share(_ key: String, _ value: Double?) {
    number(key, value.flatMap { DecimalText.fixed($0, decimals: 6, isPadded: false) })
  }

  /// Texts on one line.
  mutating func strings(_ key: String, _ values: [String]) {
    array(key, inline: true) { json in
      for value in values { json.string(nil, value) }
    }
  }

  /// A count for every verdict.
  mutating func counts(_ key: String, _ verdicts: [Verdict: Int]) {
    object(key, inline: true) { json in
      for verdict in Verdict.allCases { json.integer(verdict.rawValue, verdicts[verdict] ?? 0) }
    }
  }

  /// The files that were given and not used.
  mutating func files(_ key: String, _ leftOut: [LeftOutFile]) {
    array(key) { json in
      for file in leftOut {
        json.object(inline: true) { json in
          json.string("path", file.path)
          json.string("reason", file.reason)
        }
      }
    }
  }
}
