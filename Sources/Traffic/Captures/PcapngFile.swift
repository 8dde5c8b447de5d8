public import Records

/// Reads a capture in the pcapng format: any number of sections, interfaces, resolutions and offsets
/// (draft-ietf-opsawg-pcapng).
///
/// Blocks of unknown types are passed over by their length. Secrets of TLS (decryption secrets blocks) open the
/// connections after them; nothing of them is handed over.
public enum PcapngFile: RecordReader {
  /// The format's name in reports.
  public static let kind = "pcapng"

  /// The blocks that it reads may be looked at.
  public static let borrowsBuffers = true

  /// Whether the file begins with a section header block.
  public static func recognises(_ head: FileHead) -> Bool {
    guard head.bytes.count >= 12, head.bytes.starts(with: [0x0a, 0x0d, 0x0d, 0x0a]) else { return false }
    let magic = Array(head.bytes[8..<12])
    return magic == [0x1a, 0x2b, 0x3c, 0x4d] || magic == [0x4d, 0x3c, 0x2b, 0x1a]
  }

  /// Reads the capture at `path`; a cut last block is an oddity.
  ///
  /// - Throws: a `Problem` where the file cannot be read or does not begin with a section header,
  ///   or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    try read(path: path, context: ReadingContext(), into: sink)
  }

  /// Reads the capture at `path`, and decrypts its TLS with the secrets of the context's key logs; a key log that
  /// cannot be read is an oddity.
  ///
  /// - Throws: a `Problem` where the capture cannot be read, or what the sink throws.
  public static func read(path: String, context: ReadingContext, into sink: any RecordSink) throws {
    let reader = try BlockReader(path: path, lender: context.lender)
    let intake = PacketIntake(sink: sink, context: context)
    var section = PcapngSection(intake: intake)
    var isFirst = true
    while true {
      guard let header = try reader.peek(12) else {
        if reader.remainder > 0 {
          intake.note("capture_cut", "the last block is cut; what stands before it was read")
        }
        break
      }
      if header.big32(0) == PcapngSection.sectionHeader {
        guard section.begin(header) else {
          if isFirst { throw Problem(path, "not a pcapng file: the byte-order magic is missing") }
          intake.note(
            "pcapng_section_unreadable", "a section header without byte-order magic; the rest was not read")
          break
        }
      } else if isFirst {
        throw Problem(path, "not a pcapng file: it does not begin with a section header block")
      }
      isFirst = false
      let type = header.integer(0, as: UInt32.self, swapped: section.swapped)
      let length = Int(header.integer(4, as: UInt32.self, swapped: section.swapped))
      guard length >= 12, length % 4 == 0 else {
        intake.note(
          "pcapng_block_length",
          "a block of \(length) bytes at byte \(reader.position); lengths are multiples of 4 from 12 on; "
            + "the rest was not read")
        break
      }
      if PcapngSection.isRead(type), length <= BlockReader.longestPiece {
        guard let block = try reader.peek(length) else {
          intake.note("capture_cut", "the last block is cut; what stands before it was read")
          break
        }
        try section.take(type, block, length)
        reader.advance(length)
      } else {
        if PcapngSection.isRead(type) {
          intake.note("pcapng_block_too_long", "a block of \(length) bytes was passed over")
        }
        guard try reader.skip(length) else {
          intake.note("capture_cut", "the last block is cut; what stands before it was read")
          break
        }
      }
    }
    if isFirst { throw Problem(path, "the pcapng section header is cut: 28 bytes are needed") }
    try intake.finish()
  }
}
