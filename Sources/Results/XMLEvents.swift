import CLibXML2
import Records

/// What libxml2's callbacks reach: the batch that takes events, and what ends the parsing.
///
/// Lives behind a pointer and not in an object, because the callbacks of a large document are millions.
struct XMLEvents {
  /// The most elements that may be open.
  static let depthLimit = 256

  /// The most bytes of text that an element's events carry: 4 KiB.
  static let textLimit = 4096

  private let path: String
  private let queue: XMLEventQueue
  private let wantsText: (UnsafePointer<UInt8>) -> Bool
  /// The batch that is filled; nil where nobody reads any more.
  private var batch: XMLEventBatch?
  /// The parser that calls.
  var context: xmlParserCtxtPtr?
  /// How many elements are open.
  private(set) var depth = 0
  /// Why the parsing ended early.
  private(set) var failure: (any Error)?
  private(set) var isStopped = false
  /// The depth of the outermost open element of which the text is wanted; 0 where there is none.
  private var textDepth = 0
  private var textCount = 0

  init(path: String, queue: XMLEventQueue, wantsText: @escaping (UnsafePointer<UInt8>) -> Bool) {
    self.path = path
    self.queue = queue
    self.wantsText = wantsText
    batch = queue.takeEmpty()
  }

  /// Hands over the last events.
  mutating func finish() {
    if let batch = batch.take() { queue.submit(batch) }
  }

  /// The line that the parser is on, counted from 1.
  var line: Int { Int(context?.pointee.input?.pointee.line ?? 1) }

  /// The callbacks, for a user data pointer that points to events.
  static func makeHandler() -> xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    sax.startElementNs = { context, name, _, _, _, _, count, _, attributes in
      guard let name else { return }
      XMLEvents.of(context)?.pointee.start(name, attributes, count: Int(count))
    }
    sax.endElementNs = { context, name, _, _ in
      guard let name else { return }
      XMLEvents.of(context)?.pointee.end(name)
    }
    let text: charactersSAXFunc = { context, bytes, count in
      XMLEvents.of(context)?.pointee.text(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }
    sax.characters = text
    sax.ignorableWhitespace = text
    sax.cdataBlock = text
    sax.getEntity = { _, name in name.flatMap { xmlGetPredefinedEntity($0) } }
    sax.entityDecl = { context, _, _, _, _, _ in XMLEvents.of(context)?.pointee.refuseEntity() }
    sax.unparsedEntityDecl = { context, _, _, _, _ in XMLEvents.of(context)?.pointee.refuseEntity() }
    sax.serror = { context, error in
      guard let error = error?.pointee else { return }
      XMLEvents.of(context)?.pointee.fault(
        code: error.code, level: error.level, message: error.message, line: Int(error.line))
    }
    return sax
  }

  @inline(__always)
  private static func of(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLEvents>? {
    context?.assumingMemoryBound(to: XMLEvents.self)
  }

  private mutating func start(
    _ name: UnsafePointer<UInt8>, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
  ) {
    guard !isStopped else { return }
    depth += 1
    guard depth <= Self.depthLimit else {
      return refuse("more than \(Self.depthLimit) elements are open, one in the other")
    }
    if textDepth == 0, wantsText(name) {
      textDepth = depth
      textCount = 0
    }
    let line = Int32(clamping: line)
    batch?.appendStart(name, attributes, count: count, line: line)
    passOn()
  }

  private mutating func end(_ name: UnsafePointer<UInt8>) {
    guard !isStopped else { return }
    if depth == textDepth { textDepth = 0 }
    depth -= 1
    batch?.appendEnd(name)
    passOn()
  }

  private mutating func text(_ bytes: UnsafeRawBufferPointer) {
    guard !isStopped, textDepth > 0, textCount < Self.textLimit else { return }
    let kept = bytes.prefix(Self.textLimit - textCount)
    textCount += kept.count
    batch?.append(.text, text: kept, line: 0)
  }

  private mutating func fault(
    code: Int32, level: xmlErrorLevel, message: UnsafePointer<CChar>?, line: Int
  ) {
    guard !isStopped, level != XML_ERR_WARNING else { return }
    let text = message.map { String(cString: $0).prefix { $0 != "\n" } } ?? "unknown fault"
    switch UInt32(bitPattern: code) {
    case XML_ERR_INVALID_CHAR.rawValue, XML_ERR_UNDECLARED_ENTITY.rawValue,
      XML_ERR_INVALID_ENCODING.rawValue, XML_NS_ERR_XML_NAMESPACE.rawValue...XML_NS_ERR_COLON.rawValue:
      batch?.append(.fault, text: text.utf8.prefix(500), line: Int32(clamping: line))
      passOn()
    default:
      stop(Problem(path, line: line, "is not well-formed XML: '\(text)'"))
    }
  }

  /// Hands over the batch when it is full, and waits for another.
  private mutating func passOn() {
    guard batch?.isFull ?? true else { return }
    finish()
    batch = queue.takeEmpty()
    if batch == nil { stop(nil) }
  }

  private mutating func refuseEntity() {
    refuse("the document declares an entity, which no test report needs")
  }

  private mutating func refuse(_ message: String) {
    stop(Problem(path, line: line, message))
  }

  private mutating func stop(_ error: (any Error)?) {
    guard !isStopped else { return }
    isStopped = true
    failure = error
    xmlStopParser(context)
  }
}
