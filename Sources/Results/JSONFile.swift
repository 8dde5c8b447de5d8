import Records

/// A JSON file of which the elements of one array are read one by one.
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
    var document = JSONDocument(
      path, array: keys, absence: "has no array '\(keys.joined(separator: "."))', as \(format) has")
    try FileBlocks.read(path: path) { try document.feed(UnsafeRawBufferPointer($0), receive) }
    try document.finish()
  }
}
