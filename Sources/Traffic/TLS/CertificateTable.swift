import Records

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The certificates of a capture, read once each: servers show the same few over and over.
final class CertificateTable {
  private struct Entry {
    var bytes: [UInt8]
    var certificate: Certificate?
  }

  /// The most certificates that are remembered; of more, all are read anew.
  private static let mostEntries = 1024

  private var entries: [Int: Entry] = [:]

  /// An empty table.
  init() {}

  /// The certificate in DER bytes; nil where they are none.
  func certificate(_ bytes: UnsafeRawBufferPointer) -> Certificate? {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    let key = hasher.finalize()
    if let known = entries[key], Self.isEqual(known.bytes, bytes) { return known.certificate }
    if entries.count >= Self.mostEntries { entries.removeAll(keepingCapacity: true) }
    let certificate = X509.certificate(bytes)
    entries[key] = Entry(bytes: Array(bytes), certificate: certificate)
    return certificate
  }

  private static func isEqual(_ one: [UInt8], _ other: UnsafeRawBufferPointer) -> Bool {
    one.withUnsafeBytes { one in
      guard one.count == other.count, let start = one.baseAddress, let otherStart = other.baseAddress else {
        return one.count == other.count
      }
      return memcmp(start, otherStart, one.count) == 0
    }
  }
}
