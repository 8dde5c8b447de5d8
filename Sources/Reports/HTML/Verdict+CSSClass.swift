import Rules

extension Verdict {
  /// The class that gives an element the verdict's colour.
  var cssClass: String { "v-\(rawValue)" }
}
