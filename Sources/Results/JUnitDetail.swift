import Records

/// A child of a test case that says how it, or an earlier attempt at it, ended.
struct JUnitDetail {
  /// What the child's element is.
  enum Kind {
    case failure, error, skipped
    /// Surefire and nextest: an attempt that failed before one that passed (`flaky...`) or besides
    /// the one that the test case itself tells of (`rerun...`).
    case failedAttempt, erroneousAttempt

    init?(_ name: UnsafePointer<UInt8>) {
      if XMLName.isEqual(name, "failure") {
        self = .failure
      } else if XMLName.isEqual(name, "error") {
        self = .error
      } else if XMLName.isEqual(name, "skipped") {
        self = .skipped
      } else if XMLName.isEqual(name, "flakyFailure") || XMLName.isEqual(name, "rerunFailure") {
        self = .failedAttempt
      } else if XMLName.isEqual(name, "flakyError") || XMLName.isEqual(name, "rerunError") {
        self = .erroneousAttempt
      } else {
        return nil
      }
    }

    var outcome: Outcome {
      switch self {
      case .failure, .failedAttempt: .failed
      case .error, .erroneousAttempt: .error
      case .skipped: .skipped
      }
    }

    var isEarlierAttempt: Bool { self == .failedAttempt || self == .erroneousAttempt }
  }

  /// The most bytes of text that are looked at for a message.
  private static let textLimit = 2048

  let kind: Kind
  var duration: RecordedDuration?
  var start: Timestamp?
  private let written: String?
  private let type: String?
  private var text: [UInt8] = []

  init(kind: Kind, attributes: XMLAttributes) {
    self.kind = kind
    written = attributes.value("message").flatMap { MessageText.firstLine($0) }
    type = attributes.value("type").flatMap { MessageText.firstLine($0) }
  }

  /// Takes a part of the element's text, which is needed only for want of a `message`.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if written == nil { text.append(contentsOf: bytes.prefix(Self.textLimit - text.count)) }
  }

  /// The first line of the `message`, else of the text, else the `type`.
  var message: String? { written ?? MessageText.firstLine(text) ?? type }
}
