import Dispatch
import Records

/// Reads an XML file: one thread parses, and the caller's handles what was parsed.
enum XMLDocument {
  /// Hands the elements of the file at `path` to `handler`, on the caller's thread.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is not a whole XML document, or what the handler throws.
  static func read(path: String, into handler: inout some XMLElementHandler, oddities: OddityLog) throws {
    let queue = XMLEventQueue()
    let parser = try XMLPushParser(path: path, queue: queue, wantsText: type(of: handler).wantsText(in:))
    let thread = DispatchWorkItem { parser.run() }
    DispatchQueue(label: "xml").async(execute: thread)
    defer {
      queue.cancel()
      // The parser keeps the names to which events point.
      thread.wait()
    }
    while var batch = try queue.takeFull() {
      try batch.replay(into: &handler, oddities: oddities)
      batch.removeAll()
      queue.giveBack(batch)
    }
    try handler.finish()
    if let replacement = parser.replacement {
      try oddities.report(
        "xml_forbidden_bytes",
        "\(replacement.count) bytes that XML 1.0 does not allow or that are not UTF-8 were read as '?'",
        at: .byte(replacement.first))
    }
  }
}
