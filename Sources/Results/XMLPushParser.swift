import CLibXML2
import Records

/// Parses an XML file by libxml2's push interface, within limits of its own, into batches of events.
///
/// Nothing outside of the document is ever loaded, and a document that declares entities is refused, so that none
/// can be expanded. Characters that XML forbids and references to them, the only faults that
/// real reports have in number, are replaced or left out and reported; any other fault ends the reading.
///
/// `@unchecked`, because one thread runs it, and others look only when it has ended.
final class XMLPushParser: @unchecked Sendable {
  /// The most bytes that a tag or a comment can have.
  static let tokenLimit = 16 << 20
  /// The most attributes that a long tag can have.
  static let attributeLimit = 20_000
  /// The most different names of elements and attributes: libxml2 finds each in a table of a fixed size.
  static let nameLimit: Int32 = 10_000

  /// How many bytes libxml2 is given at once.
  private static let sliceSize = 128 << 10

  private static let isLibraryReady: Bool = {
    xmlInitParser()
    return true
  }()

  private let path: String
  private let queue: XMLEventQueue
  private let events: UnsafeMutablePointer<XMLEvents>
  private let context: xmlParserCtxtPtr?
  private var filter: XMLCharacterFilter?
  /// The beginning of a character of which the rest comes with the next block.
  private var split: [UInt8] = []

  /// A parser of the file at `path` that puts events into `queue`.
  init(
    path: String, queue: XMLEventQueue, wantsText: @escaping (UnsafePointer<UInt8>) -> Bool
  ) throws {
    self.path = path
    self.queue = queue
    events = .allocate(capacity: 1)
    events.initialize(to: XMLEvents(path: path, queue: queue, wantsText: wantsText))
    var sax = XMLEvents.makeHandler()
    context = Self.isLibraryReady ? xmlCreatePushParserCtxt(&sax, events, nil, 0, nil) : nil
    guard let context else { throw Problem(path, "libxml2 has no memory for a parser") }
    events.pointee.context = context
    // NOENT has libxml2 resolve the predefined entities wholly; there are no others.
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_RECOVER.rawValue
      | XML_PARSE_NOENT.rawValue
    xmlCtxtUseOptions(context, Int32(options))
  }

  deinit {
    if let context {
      xmlFreeDoc(context.pointee.myDoc)
      xmlFreeParserCtxt(context)
    }
    events.deinitialize(count: 1)
    events.deallocate()
  }

  /// How many bytes were replaced because XML forbids them, and where the first stood; nil where none was.
  var replacement: (count: Int, first: Int)? {
    filter.flatMap { filter in filter.firstReplaced.map { (filter.replaced, $0) } }
  }

  /// Parses the file to its end, or until nobody reads the events any more, and closes the queue.
  func run() {
    do {
      try FileBlocks.read(path: path, feed)
      try finish()
      queue.close(nil)
    } catch {
      events.pointee.finish()
      queue.close(error)
    }
  }

  private func feed(_ block: UnsafeMutableRawBufferPointer) throws {
    var block = block
    if filter == nil {
      filter = XMLCharacterFilter(head: UnsafeRawBufferPointer(block))
      if filter?.encoding != .other { block = Self.withoutLeadingSpace(block) }
    }
    if !split.isEmpty {
      // Three bytes complete any character.
      let added = block.prefix(3)
      var joined = split + added
      let settled = joined.withUnsafeMutableBytes { filter?.replace(in: $0, isLast: false) ?? $0.count }
      if settled < split.count {
        split = joined
        return
      }
      try parse(joined[..<settled])
      block = UnsafeMutableRawBufferPointer(rebasing: block[(settled - split.count)...])
      split = []
    }
    let settled = filter?.replace(in: block, isLast: false) ?? block.count
    split = Array(block[settled...])
    try UnsafeRawBufferPointer(rebasing: block[..<settled]).withMemoryRebound(to: CChar.self) {
      try parse($0)
    }
  }

  private func finish() throws {
    if !split.isEmpty {
      _ = split.withUnsafeMutableBytes { filter?.replace(in: $0, isLast: true) }
      try parse(split[...])
    }
    xmlParseChunk(context, nil, 0, 1)
    try throwFailure()
    guard events.pointee.depth == 0 else {
      throw Problem(path, line: events.pointee.line, "the document ends before it is closed")
    }
    events.pointee.finish()
  }

  private func parse(_ bytes: ArraySlice<UInt8>) throws {
    try bytes.withUnsafeBytes { try $0.withMemoryRebound(to: CChar.self) { try parse($0) } }
  }

  private func parse(_ bytes: UnsafeBufferPointer<CChar>) throws {
    for start in stride(from: 0, to: bytes.count, by: Self.sliceSize) {
      let slice = bytes[start..<min(start + Self.sliceSize, bytes.count)]
      let part = UnsafeBufferPointer(rebasing: slice)
      xmlParseChunk(context, part.baseAddress, Int32(part.count), 0)
      try throwFailure()
      try checkLimits()
    }
  }

  private func checkLimits() throws {
    guard let context = context?.pointee, let input = context.input?.pointee else { return }
    let pending = UnsafeRawBufferPointer(start: input.cur, count: max(0, input.end - input.cur))
    if xmlDictSize(context.dict) > Self.nameLimit {
      throw limit("the document has more than \(Self.nameLimit) different names")
    }
    if pending.count > Self.tokenLimit {
      throw limit("a tag, comment or declaration has more than \(Self.tokenLimit) bytes")
    }
    guard pending.count > Self.sliceSize / 2 else { return }
    if context.instate == XML_PARSER_CDATA_SECTION {
      endSection(pending)
    } else if Self.attributeCount(pending) > Self.attributeLimit {
      throw limit("a tag has more than \(Self.attributeLimit) attributes")
    }
  }

  /// Ends a CDATA section and begins another, which means the same: libxml2 takes 300 bytes of an
  /// unfinished section from each block, and keeps the rest. Not after a bracket, which may be the section's true end.
  private func endSection(_ pending: UnsafeRawBufferPointer) {
    guard pending.last != UInt8(ascii: "]"), filter?.encoding != .other else { return }
    var mark = "]]><![CDATA["
    mark.withUTF8 { mark in
      mark.withMemoryRebound(to: CChar.self) {
        _ = xmlParseChunk(context, $0.baseAddress, Int32($0.count), 0)
      }
    }
  }

  /// How many attributes a long unfinished tag may have; libxml2 compares each with each.
  private static func attributeCount(_ tag: UnsafeRawBufferPointer) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in tag {
      if previous == UInt8(ascii: "="), byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { count += 1 }
      previous = byte
    }
    return count
  }

  private func limit(_ message: String) -> Problem {
    Problem(path, line: events.pointee.line, message)
  }

  private func throwFailure() throws {
    if let failure = events.pointee.failure { throw failure }
    if events.pointee.isStopped { throw CancellationError() }
  }

  /// The block without the white space that some producers write before the XML declaration.
  private static func withoutLeadingSpace(
    _ block: UnsafeMutableRawBufferPointer
  ) -> UnsafeMutableRawBufferPointer {
    let start = block.firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d } ?? block.count
    return UnsafeMutableRawBufferPointer(rebasing: block[start...])
  }
}
