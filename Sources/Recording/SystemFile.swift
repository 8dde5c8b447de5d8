#if canImport(Glibc)
  import Glibc
#endif

/// Reads small files, such as those of `/proc`, again and again into the same buffer.
struct SystemFile {
  private var buffer: [UInt8]

  /// A reader of files of which at most `capacity` bytes matter: for those of `/proc` 64 KiB.
  init(capacity: Int = 1 << 16) {
    buffer = [UInt8](repeating: 0, count: capacity)
  }

  /// The beginning of a file, as much as there is room for; nil where it is not there (any more).
  mutating func read(_ path: String) -> ArraySlice<UInt8>? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var count = 0
    while count < buffer.count {
      let more = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count)
      }
      guard more > 0 else { break }
      count += more
    }
    return buffer[..<count]
  }

  /// The words of a text.
  static func words(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    text.split { $0 == 0x20 || $0 == 0x0a || $0 == 0x09 }
  }

  /// A whole number in decimal digits; nil for anything else.
  static func number(_ word: ArraySlice<UInt8>) -> Int64? {
    guard !word.isEmpty, word.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in word {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    return value
  }

  /// The numbers in the folder `path`, such as the threads of a process.
  static func numbers(in path: String) -> [Int32] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { atoi($0) }
      }
      if name > 0 { found.append(name) }
    }
    return found
  }
}
