/// Counts of bytes for people.
enum ByteText {
  /// `512 B`, `4.1 kB`, `2.3 MB`: with units of the SI, a kilobyte being 1000 bytes.
  static func of(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var tenths = Double(bytes) / 100
    var units = ["kB", "MB", "GB", "TB", "PB", "EB"][...]
    while tenths.rounded() >= 10_000, units.count > 1 {
      tenths /= 1000
      units.removeFirst()
    }
    return "\(DecimalText.fixed(Int64(tenths.rounded()), decimals: 1)) \(units.first ?? "")"
  }
}
