/// A name that many results repeat, such as that of their suite: without a limit, a small file would make a large store.
enum SharedName {
  /// The most bytes that are kept.
  private static let limit = 4096
  /// The most names of a list that are kept.
  private static let longestList = 100

  /// The beginning of a name.
  static func bounded(_ name: String) -> String {
    name.utf8.count <= limit ? name : String(decoding: name.utf8.prefix(limit), as: UTF8.self)
  }

  /// The beginning of a list of names, and of each of them.
  static func bounded(_ names: [String]) -> [String] { names.prefix(longestList).map(bounded) }
}
