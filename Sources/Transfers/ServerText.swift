/// Text that a server had a part in, as it may be shown to a person in an error.
public enum ServerText {
  /// The text's beginning, with whatever is not printable ASCII as `?`.
  ///
  /// - Parameter limit: the most characters.
  public static func plain(_ text: String, limit: Int = 300) -> String {
    let scalars = text.unicodeScalars
    var plain = String.UnicodeScalarView()
    for scalar in scalars.prefix(limit) {
      plain.append((0x20...0x7e).contains(scalar.value) ? scalar : "?")
    }
    return String(plain) + (scalars.dropFirst(limit).isEmpty ? "" : "...")
  }
}
