import Records

/// What an XML parser met, some hundred KiB of it: events with copies of the bytes that they carry.
///
/// Names are not copied: libxml2 keeps each in its dictionary as long as the parser lives.
///
/// `@unchecked`, because the names are only read, and that while the parser lives.
struct XMLEventBatch: @unchecked Sendable {
  /// An event.
  struct Event {
    enum Kind {
      case start, end, text
      /// A fault over which the parser reads on; the text says which.
      case fault
    }

    let kind: Kind
    let line: Int32
    /// The element, of a start or an end.
    var name: UnsafePointer<UInt8>?
    /// Of a start, its first attribute; of a text, its first byte.
    var first = 0
    /// How many attributes or bytes.
    var count = 0
  }

  /// A batch is full when it has that many bytes or events.
  private static let byteLimit = 256 << 10
  private static let eventLimit = 4096

  private(set) var events: [Event] = []
  private var attributes: [XMLAttributes.Position] = []
  private var bytes: [UInt8] = []

  init() {
    events.reserveCapacity(Self.eventLimit)
    bytes.reserveCapacity(Self.byteLimit)
  }

  var isFull: Bool { events.count >= Self.eventLimit || bytes.count >= Self.byteLimit }

  /// Takes a start tag; `pointers` are five per attribute: local name, prefix, namespace, and the value's begin and end.
  mutating func appendStart(
    _ name: UnsafePointer<UInt8>, _ pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int,
    line: Int32
  ) {
    let first = attributes.count
    if let pointers {
      for index in 0..<count {
        guard let name = pointers[index * 5], let begin = pointers[index * 5 + 3],
          let end = pointers[index * 5 + 4], end >= begin
        else { continue }
        let value = UnsafeBufferPointer(start: begin, count: end - begin)
        attributes.append(XMLAttributes.Position(name: name, first: bytes.count, count: value.count))
        bytes.append(contentsOf: value)
      }
    }
    events.append(
      Event(kind: .start, line: line, name: name, first: first, count: attributes.count - first))
  }

  mutating func appendEnd(_ name: UnsafePointer<UInt8>) {
    events.append(Event(kind: .end, line: 0, name: name))
  }

  mutating func append(_ kind: Event.Kind, text: some Collection<UInt8>, line: Int32) {
    events.append(Event(kind: kind, line: line, first: bytes.count, count: text.count))
    bytes.append(contentsOf: text)
  }

  mutating func removeAll() {
    events.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: attributes.capacity <= 16 * Self.eventLimit)
    bytes.removeAll(keepingCapacity: bytes.capacity <= 4 * Self.byteLimit)
  }

  /// Hands the events to `handler`, in order.
  func replay(into handler: inout some XMLElementHandler, oddities: OddityLog) throws {
    try bytes.withUnsafeBytes { bytes in
      try attributes.withUnsafeBufferPointer { attributes in
        for event in events {
          switch (event.kind, event.name) {
          case (.start, let name?):
            let positions = UnsafeBufferPointer(
              rebasing: attributes[event.first..<event.first + event.count])
            try handler.start(
              name, XMLAttributes(positions: positions, bytes: bytes), line: Int(event.line))
          case (.end, let name?): try handler.end(name)
          case (.text, _):
            handler.text(UnsafeRawBufferPointer(rebasing: bytes[event.first..<event.first + event.count]))
          default:
            let text = bytes[event.first..<event.first + event.count]
            try oddities.report(
              "xml_fault", "'\(String(decoding: text, as: UTF8.self))': read on without it",
              at: .line(Int(event.line)))
          }
        }
      }
    }
  }
}
