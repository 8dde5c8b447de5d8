#if canImport(Glibc)
  import Glibc
#endif

/// The variables that this process was started with.
public enum SystemEnvironment {
  /// `NAME=value` each.
  public static var variables: [String] {
    var found: [String] = []
    var next = environ
    while let entry = next.pointee {
      found.append(String(cString: entry))
      next += 1
    }
    return found
  }

  /// The same with others in the place of those of their names.
  ///
  /// - Parameter others: `NAME=value` each.
  public static func variables(with others: [String]) -> [String] {
    let names = others.map { $0.prefix { $0 != "=" } + "=" }
    return variables.filter { variable in !names.contains { variable.hasPrefix($0) } } + others
  }

  /// The value of a variable.
  public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
