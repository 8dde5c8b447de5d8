#if canImport(Glibc)
  import Glibc
#endif

/// The variables that this process was started with.
enum SystemEnvironment {
  /// `NAME=value` each.
  static var variables: [String] {
    var found: [String] = []
    var next = environ
    while let entry = next.pointee {
      found.append(String(cString: entry))
      next += 1
    }
    return found
  }

  /// The value of a variable.
  static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
