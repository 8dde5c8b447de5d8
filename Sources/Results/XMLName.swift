import Glibc

/// Names of elements and attributes, compared as bytes.
enum XMLName {
  /// Whether the name that ends with a zero byte is `other`.
  @inline(__always)
  static func isEqual(_ name: UnsafePointer<UInt8>, _ other: StaticString) -> Bool {
    // The first byte tells most names apart without a call.
    guard name.pointee == other.utf8Start.pointee else { return false }
    return strcmp(
      UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self),
      UnsafeRawPointer(other.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }
}
