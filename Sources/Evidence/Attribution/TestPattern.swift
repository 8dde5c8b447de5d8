/// A glob that says which tests are meant, by id or file: `*` is any run of characters but `/`, `**` any run at all,
/// `?` one character but `/`. Every other character stands for itself, brackets too.
public struct TestPattern: Hashable, Sendable {
  /// The most bytes of a sensible glob.
  private static let longest = 1000

  /// The glob as it was written.
  public let text: String

  /// A glob; ``flaw`` says whether it is a sensible one.
  public init(_ text: String) {
    self.text = text
  }

  /// What is wrong with the glob, and what would be right; nil where nothing is.
  public var flaw: String? {
    if text.isEmpty { return "'' matches no test; write '**' for all of them" }
    if text.firstRange(of: "***") != nil {
      return "'\(text)' holds '***'; '*' is any run of characters but '/', '**' any run at all"
    }
    if text.utf8.count > Self.longest {
      return "a pattern has \(text.utf8.count) bytes; it may have \(Self.longest)"
    }
    if text.first == " " || text.last == " " { return "'\(text)' begins or ends with a space" }
    return nil
  }

  /// Whether a test is meant: by its id, its file, its class name, or its class name written as a path.
  public func matches(_ test: TestFacts) -> Bool {
    matches(id: test.id, file: test.file, className: test.className)
  }

  /// Whether a test with this id, file and class name is meant.
  func matches(id: String, file: String?, className: String) -> Bool {
    let glob = Array(text.utf8)
    let written = Array(id.utf8)
    if Self.matches(glob, written) { return true }
    if written.contains(UInt8(ascii: "\\")), Self.matches(glob, Self.path(id)) { return true }
    if let file, Self.matches(glob, Self.path(file)) { return true }
    // JUnit writes `tests.unit.test_a.TestB`: the pattern may be written for the file or its folder.
    guard !className.isEmpty else { return false }
    if Self.matches(glob, Array(className.utf8)) { return true }
    var path = Self.path(className)
    for index in path.indices where path[index] == UInt8(ascii: ".") { path[index] = UInt8(ascii: "/") }
    if Self.matches(glob, path) { return true }
    guard glob.suffix(3).elementsEqual(".py".utf8) else { return false }
    let ends = path.indices.filter { path[$0] == UInt8(ascii: "/") } + [path.count]
    return ends.contains { Self.matches(glob, Array(path[..<$0]) + Array(".py".utf8)) }
  }

  /// Whether a test is meant when leading folders are left out of account: those in front of its id and its file, such
  /// as a Go module's path or where the project was checked out; and for a test whose file is not known those of the
  /// pattern, as class names count from a folder that only the runner knows (`features`, `src/test/java`).
  func matchesBelowLeadingFolders(id: String, file: String?, className: String, isFileKnown: Bool) -> Bool {
    let glob = Array(text.utf8)
    // A pattern that begins with a wildcard says itself what may stand in front.
    guard let first = glob.first, !Self.wildcards.contains(first) else { return false }
    let paths = [Self.address(id)] + (file.map { [Self.path($0)] } ?? [])
    if paths.contains(where: { Self.suffixes(of: $0).contains { Self.matches(glob, $0) } }) { return true }
    return !isFileKnown
      && Self.shortened(glob).contains {
        TestPattern(String(decoding: $0, as: UTF8.self)).matches(id: id, file: file, className: className)
      }
  }

  private static let wildcards = [UInt8(ascii: "*"), UInt8(ascii: "?")]
  /// The most folders that are left out of account.
  private static let mostFolders = 64

  /// What stands behind each `/` of a path, the longest first.
  private static func suffixes(of path: [UInt8]) -> [[UInt8]] {
    path.indices.filter { path[$0] == UInt8(ascii: "/") }.prefix(mostFolders).map { Array(path[($0 + 1)...]) }
  }

  /// A test's id with slashes between folders, and without its parameters, which may hold any.
  private static func address(_ id: String) -> [UInt8] {
    Array(path(id).prefix { $0 != UInt8(ascii: "[") })
  }

  /// The glob without its first folder, its first two, and so on, as long as a name is left and no wildcard is lost.
  private static func shortened(_ glob: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for rest in suffixes(of: glob) {
      guard !glob.dropLast(rest.count).contains(where: wildcards.contains),
        let first = rest.first, !wildcards.contains(first), first != UInt8(ascii: "/")
      else { break }
      found.append(rest)
    }
    return found
  }

  /// The bytes of a path, with `/` between its parts on Windows too.
  private static func path(_ text: String) -> [UInt8] {
    text.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
  }

  /// Goes through the text once with all places of the glob that may have been reached: no backtracking.
  private static func matches(_ glob: [UInt8], _ text: [UInt8]) -> Bool {
    let star = UInt8(ascii: "*")
    let slash = UInt8(ascii: "/")
    func isWild(_ byte: UInt8) -> Bool { byte == star || byte == UInt8(ascii: "?") }
    guard let first = glob.firstIndex(where: isWild), let last = glob.lastIndex(where: isWild) else {
      return glob == text
    }
    // Most texts are told apart by what stands before and behind all wildcards.
    guard text.starts(with: glob[..<first]),
      text.suffix(glob.count - last - 1).elementsEqual(glob[(last + 1)...])
    else { return false }
    func isDouble(_ place: Int) -> Bool { place + 1 < glob.count && glob[place + 1] == star }
    var reached = Array(repeating: false, count: glob.count + 2)
    reached[0] = true
    // A star may stand for nothing: the places after it are reached with it.
    func passStars() {
      for place in glob.indices where reached[place] && glob[place] == star {
        reached[place + (isDouble(place) ? 2 : 1)] = true
      }
    }
    passStars()
    for byte in text {
      var isAlive = false
      reached[glob.count] = false
      // From the end, so that each place is moved on once.
      for place in stride(from: glob.count - 1, through: 0, by: -1) {
        guard reached[place] else { continue }
        let isStar = glob[place] == star
        let stays = isStar && (byte != slash || isDouble(place))
        let moves = !isStar && (glob[place] == byte || (glob[place] == UInt8(ascii: "?") && byte != slash))
        reached[place] = stays
        if moves { reached[place + 1] = true }
        isAlive = isAlive || stays || moves
      }
      guard isAlive else { return false }
      passStars()
    }
    return reached[glob.count]
  }
}
