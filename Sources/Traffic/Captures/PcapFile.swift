public import Records

/// Reads a capture in the pcap format, of microseconds or nanoseconds and either byte order
/// (draft-ietf-opsawg-pcap).
public enum PcapFile: RecordReader {
  /// The format's name in reports.
  public static let kind = "pcap"

  private static let magics: [[UInt8]] = [
    [0xa1, 0xb2, 0xc3, 0xd4], [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0x3c, 0x4d], [0x4d, 0x3c, 0xb2, 0xa1],
  ]
  private static let headerLength = 24
  private static let recordHeaderLength = 16

  /// The blocks that it reads may be looked at.
  public static let borrowsBuffers = true

  /// Whether the file begins with one of the format's four magic numbers.
  public static func recognises(_ head: FileHead) -> Bool {
    magics.contains { head.bytes.starts(with: $0) }
  }

  /// Reads the capture at `path`; a cut last packet is an oddity.
  ///
  /// - Throws: a `Problem` where the file cannot be read or its header is cut, or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    try read(path: path, context: ReadingContext(), into: sink)
  }

  /// Reads the capture at `path`, and decrypts its TLS with the secrets of the context's key logs; a key log that
  /// cannot be read is an oddity.
  ///
  /// - Throws: a `Problem` where the capture cannot be read, or what the sink throws.
  public static func read(path: String, context: ReadingContext, into sink: any RecordSink) throws {
    let reader = try BlockReader(path: path, lender: context.lender)
    guard let header = try reader.peek(headerLength) else {
      throw Problem(path, "the pcap header is cut: 24 bytes are needed")
    }
    let magic = header.big32(0)
    guard [0xa1b2_c3d4, 0xd4c3_b2a1, 0xa1b2_3c4d, 0x4d3c_b2a1].contains(magic) else {
      throw Problem(path, "not a pcap file: the magic number is missing")
    }
    // The machine that reads is little-endian: a magic that reads right as big-endian was written the other way.
    let swapped = magic == 0xa1b2_c3d4 || magic == 0xa1b2_3c4d
    let unit: Int64 = magic == 0xa1b2_3c4d || magic == 0x4d3c_b2a1 ? 1 : 1000
    let snapLength = Int(header.integer(16, as: UInt32.self, swapped: swapped))
    // The upper bits tell the length of a frame check sequence.
    let linkType = Int(header.integer(20, as: UInt32.self, swapped: swapped) & 0xffff)
    reader.advance(headerLength)
    let intake = PacketIntake(sink: sink, context: context)
    let interface = intake.addInterface(linkType: linkType, snapLength: snapLength, name: nil)
    try packets(of: reader, unit: unit, swapped: swapped, interface: interface, into: intake)
    try intake.finish()
  }

  private static func packets(
    of reader: BlockReader, unit: Int64, swapped: Bool, interface: Int, into intake: PacketIntake
  ) throws {
    while let header = try reader.peek(recordHeaderLength) {
      let seconds = Int64(header.integer(0, as: UInt32.self, swapped: swapped))
      let fraction = Int64(header.integer(4, as: UInt32.self, swapped: swapped))
      let captured = Int(header.integer(8, as: UInt32.self, swapped: swapped))
      let wireLength = Int(header.integer(12, as: UInt32.self, swapped: swapped))
      guard captured <= BlockReader.longestPiece - recordHeaderLength else {
        intake.note(
          "capture_packet_too_long",
          "a packet of \(captured) bytes at byte \(reader.position) is beyond reason; the rest was not read")
        return
      }
      guard let record = try reader.peek(recordHeaderLength + captured) else {
        intake.note("capture_cut", "the last packet is cut; what stands before it was read")
        return
      }
      if fraction * unit >= 1_000_000_000 {
        intake.note(
          "capture_time_fraction", "a fraction of \(fraction) is a second or more; it was added as it is")
      }
      try intake.take(
        Packet(
          bytes: record + recordHeaderLength, captured: captured, wireLength: max(wireLength, captured),
          time: seconds * 1_000_000_000 + fraction * unit, interface: interface), hasTime: true)
      reader.advance(recordHeaderLength + captured)
    }
    if reader.remainder > 0 {
      intake.note("capture_cut", "the last packet is cut; what stands before it was read")
    }
  }
}
