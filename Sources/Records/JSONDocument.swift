/// A JSON document that arrives in blocks, of which the elements of one array are read one by one: ``JSONElementScanner``
/// with its failures as problems of a place.
public struct JSONDocument {
  private let place: String
  private let absence: String
  private var scanner: JSONElementScanner

  /// A document of which nothing has been read.
  ///
  /// - Parameters:
  ///   - place: its path.
  ///   - keys: the keys from the root to the array; none where the root is the array.
  ///   - elementLimit: the most bytes of an element.
  ///   - absence: what is wrong with a document that has no such array.
  public init(_ place: String, array keys: [String], elementLimit: Int = 64 << 20, absence: String) {
    self.place = place
    self.absence = absence
    scanner = JSONElementScanner(path: keys, elementLimit: elementLimit)
  }

  /// Takes the next block, and hands over the elements that end in it and the other members of the object that holds the
  /// array.
  ///
  /// - Throws: a ``Problem`` where the document is not JSON or passes a limit, or what `receive` throws.
  public mutating func feed(
    _ block: UnsafeRawBufferPointer, _ receive: (JSONElementScanner.Part) throws -> Void
  ) throws {
    do {
      try scanner.feed(block, receive)
    } catch let failure as JSONElementScanner.Failure {
      throw Problem(place, line: failure.line, failure.message)
    }
  }

  /// Says that the document has ended.
  ///
  /// - Throws: a ``Problem`` where it is cut, or has no such array.
  public func finish() throws {
    do {
      try scanner.finish()
    } catch let failure as JSONElementScanner.Failure {
      throw Problem(place, line: failure.line, failure.message)
    }
    guard scanner.hasFoundArray else { throw Problem(place, absence) }
  }
}
