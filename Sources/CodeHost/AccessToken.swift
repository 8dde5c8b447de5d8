import Records

/// A secret that lets its bearer act on a code host. Nothing prints it: it has no description of its own.
public struct AccessToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
  /// The secret.
  let secret: String
  /// Whether it is the token of a GitLab job (`CI_JOB_TOKEN`), which may not write comments.
  public let isOfJob: Bool

  /// The token in an environment variable.
  ///
  /// - Throws: a `Problem` that names the variable, and not its value, where that can't be a token.
  public init(_ value: String, variable: String, isOfJob: Bool = false) throws {
    var secret = Substring(value)
    while let last = secret.unicodeScalars.last, last == "\n" || last == "\r" || last == " " {
      secret.unicodeScalars.removeLast()
    }
    guard !secret.isEmpty, secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Problem(variable, "holds no token: only printable ASCII without spaces can be one")
    }
    self.secret = String(secret)
    self.isOfJob = isOfJob
  }

  /// Nothing of the secret.
  public var description: String { "[token]" }
  /// Nothing of the secret.
  public var debugDescription: String { description }
  /// Nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
