/// What a format's reader does with an XML document, event by event.
protocol XMLElementHandler {
  /// Whether the handler wants the text inside of the elements of this name; other text is not handed over, nor is more
  /// than the first 4 KiB of each.
  static func wantsText(in name: UnsafePointer<UInt8>) -> Bool
  /// Takes a start tag: its local name, ended by a zero byte, and its attributes.
  mutating func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes, line: Int) throws
  /// Takes an end tag.
  mutating func end(_ name: UnsafePointer<UInt8>) throws
  /// Takes a part of the text, or of a CDATA section, in the element at hand.
  mutating func text(_ bytes: UnsafeRawBufferPointer)
  /// Learns that the document is whole.
  mutating func finish() throws
}
