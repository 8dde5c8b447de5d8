import Evidence
import Foundation
import Records
import Testing

/// The digest of a file, whichever way its reader reads it. The expected ones are by `sha256sum`.
struct DigestTests {
  private static let sha256sum = "/usr/bin/sha256sum"

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: sha256sum), "needs sha256sum"),
    arguments: [0, 1, BlockBuffer.size, BlockBuffer.size * 3 + 1, BlockBuffer.size * 20 + 12_345],
    [Reading.whole, .slowly, .withoutBorrowing, .beginning, .withGap, .twice, .nothing])
  func theDigestIsOfTheWholeFileHoweverItIsRead(length: Int, reading: Reading) throws {
    let run = try PreparedRun()
    let path = run.folder + "/\(reading).bin"
    var state = UInt64(length + 1)
    let words = (0...length / 8).map { _ -> UInt64 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
    try words.withUnsafeBytes { Data($0.prefix(length)) }.write(to: URL(filePath: path))

    let reader: any RecordReader.Type =
      reading == .withoutBorrowing ? UnborrowingReader.self : BorrowingReader.self
    _ = try run.store.importFile(path, with: reader, run: "run")
    try run.attribute()
    #expect(try run.store.runFacts().sources.map(\.sha256) == [try Self.expected(path)])
    #expect(try run.store.importFile(path, with: reader, run: "run") == .alreadyImported(path: path))
  }

  private static func expected(_ path: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: sha256sum)
    process.arguments = [path]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return String(text.prefix(64))
  }
}

/// How a reader goes through a file.
enum Reading: String, Sendable, CaseIterable {
  case whole, slowly, withoutBorrowing, beginning, withGap, twice, nothing
}

/// Reads into borrowed buffers, in the way that the file is named for, with a record for each block.
private enum BorrowingReader: RecordReader {
  static let kind = "borrowing"
  static let borrowsBuffers = true

  static func recognises(_ head: FileHead) -> Bool { false }

  static func read(path: String, into sink: any RecordSink) throws {}

  static func read(path: String, context: ReadingContext, into sink: any RecordSink) throws {
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent
    guard let lender = context.lender, let reading = Reading(rawValue: name), reading != .nothing else {
      return
    }
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? file.close() }
    for _ in 0..<(reading == .twice ? 2 : 1) {
      try file.seek(toOffset: 0)
      var offset = 0
      while let data = try file.read(upToCount: BlockBuffer.size), !data.isEmpty {
        // The buffer's margin is the reader's to write to, at any time.
        let buffer = lender.borrow()
        let margin = buffer - BlockBuffer.margin
        margin.initializeMemory(as: UInt8.self, repeating: 0xaa, count: BlockBuffer.margin)
        data.copyBytes(to: UnsafeMutableRawBufferPointer(start: buffer, count: data.count))
        lender.filled(data.count, at: offset)
        offset += data.count
        try sink.receive(Oddity(name: "block", detail: "block at \(offset)"))
        if reading == .slowly { usleep(2000) }
        if reading == .beginning, offset > BlockBuffer.size { return }
        if reading == .withGap, offset == BlockBuffer.size {
          offset += 1000
          try file.seek(toOffset: UInt64(offset))
        }
      }
    }
  }
}

/// Reads by other means, and takes its time.
private enum UnborrowingReader: RecordReader {
  static let kind = "unborrowing"

  static func recognises(_ head: FileHead) -> Bool { false }

  static func read(path: String, into sink: any RecordSink) throws { usleep(1000) }
}
