public import Evidence
import Records

/// How a test failed, as far as its message and its traffic tell. A test that failed makes no false claim: it is not
/// fake, only failing.
public struct FailureExplanation: Hashable, Sendable {
  /// What ended the test; the raw values are the words of the JSON report.
  public enum Kind: String, Sendable, CaseIterable {
    /// A measured time missed the asserted one by little.
    case nearMiss = "near_miss"
    /// Something waited longer than it was allowed to.
    case timedOut = "timed_out"
    /// The target refused the connection.
    case refused
    /// The target was asked and did not answer.
    case unanswered
    /// The test's own code, or a library that it calls, is in error (`TypeError`, `ImportError`, ...).
    case codeError = "code_error"
    /// Anything else before there was a packet to the target.
    case beforeNetwork = "before_network"
    /// Anything else after the target had answered.
    case afterTraffic = "after_traffic"
    /// Nothing tells.
    case unknown
  }

  /// What ended the test.
  public let kind: Kind
  /// How far the test got, as packets show; nil where no capture tells.
  public let reached: TestFacts.FailureKind?
  /// The explanation in words: `failed with a timeout before any network`.
  public let sentence: String

  /// The explanation of a test that failed.
  public init(_ facts: TestFacts) {
    reached = facts.failure
    let message = facts.message ?? ""
    if let missed = TimingAssertion(message), missed.isNear, missed.isTime(in: facts.durationMicroseconds) {
      kind = .nearMiss
      sentence =
        "failed just short of a timing assertion: \(missed.observedText) where \(missed.boundText) was asked for"
        + (Self.place(reached).map { ", \($0)" } ?? "")
    } else if Self.speaksOfTimeout(message) {
      kind = .timedOut
      sentence = Self.sentence("failed with a timeout", reached)
    } else if reached == .refused {
      kind = .refused
      sentence = Self.sentence("failed", reached)
    } else if reached == .unanswered {
      kind = .unanswered
      sentence = Self.sentence("failed", reached)
    } else if let error = Self.codeError(message) {
      kind = .codeError
      sentence = Self.sentence("failed with \(error) in its own code or a library", reached)
    } else {
      kind =
        switch reached {
        case .beforeNetwork: .beforeNetwork
        case .afterRealTraffic: .afterTraffic
        default: .unknown
        }
      sentence = Self.sentence("failed", reached)
    }
  }

  private static func sentence(_ how: String, _ reached: TestFacts.FailureKind?) -> String {
    switch reached {
    case .refused, .unanswered: "\(how): \(place(reached) ?? "")"
    default: place(reached).map { "\(how) \($0)" } ?? how
    }
  }

  private static func place(_ reached: TestFacts.FailureKind?) -> String? {
    switch reached {
    case .beforeNetwork: "before any network"
    case .afterRealTraffic: "after real traffic"
    case .refused: "the target refused the connection"
    case .unanswered: "the target did not answer"
    case nil: nil
    }
  }

  /// `unexpected keyword argument 'timeout'` speaks of an argument, and nobody waited.
  private static func speaksOfTimeout(_ message: String) -> Bool {
    let message = message.lowercased()
    return ["timeout", "timed out", "deadline exceeded"].contains { message.contains($0) }
      && !message.contains("argument")
  }

  /// Errors that a program makes by itself, whatever the network does.
  private static let codeErrors = [
    "TypeError", "AttributeError", "NameError", "ImportError", "ModuleNotFoundError", "KeyError",
    "IndexError", "SyntaxError", "NotImplementedError", "UnboundLocalError", "RecursionError",
    "ReferenceError", "NullPointerException", "ClassCastException", "NoSuchMethodError",
    "NoClassDefFoundError", "ClassNotFoundException", "IndexOutOfBoundsException",
    "UnsupportedOperationException",
  ]

  /// The name of such an error at the beginning of a message; a package before it is left out.
  private static func codeError(_ message: String) -> String? {
    let head = message.prefix { $0 != ":" && $0 != " " }
    guard let name = head.split(separator: ".").last.map(String.init) else { return nil }
    return codeErrors.contains(name) ? name : nil
  }
}
