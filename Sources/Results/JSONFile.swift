import Records

/// A JSON document of which the elements of one array are read one by one.
enum JSONFile {
  /// Hands `receive` the elements of the array to which `keys` lead from the root, and the other members of the object that
  /// holds it.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, is no whole document or has no such array, or what `receive`
  ///   throws.
  static func scan(
    _ path: String, array keys: [String], of format: String,
    _ receive: (JSONElementScanner.Part) throws -> Void
  ) throws {
    var scanner = JSONElementScanner(path: keys)
    do {
      try FileBlocks.read(path: path) { try scanner.feed(UnsafeRawBufferPointer($0), receive) }
      try scanner.finish()
    } catch let failure as JSONElementScanner.Failure {
      throw Problem(path, line: failure.line, failure.message)
    }
    guard scanner.hasFoundArray else {
      throw Problem(path, "has no array '\(keys.joined(separator: "."))', as \(format) has")
    }
  }
}
