#if canImport(Glibc)
  import Glibc
#endif

/// Writes a capture of connections that are only a SYN: the most connections in the fewest bytes.
enum SYNCapture {
  /// Writes `count` connections to the file at `path` in the pcap format, 10 µs apart.
  static func write(count: Int, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    defer { fclose(file) }
    var header: [UInt8] = [
      0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 101, 0, 0, 0,
    ]
    fwrite(&header, 1, header.count, file)
    for number in 0..<count {
      let micro = number * 10
      var record: [UInt8] =
        little(1_748_851_200 + micro / 1_000_000) + little(micro % 1_000_000) + little(40) + little(40)
      record += [0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0]
      record += [
        10, UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255), 203, 0, 113, 10,
      ]
      record += [0x9c, 0x40, 0x01, 0xbb, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x02, 0xff, 0xff, 0, 0, 0, 0]
      fwrite(&record, 1, record.count, file)
    }
    return true
  }

  private static func little(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(value >> ($0 * 8) & 255) }
  }
}
