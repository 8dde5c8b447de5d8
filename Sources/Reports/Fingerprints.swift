import Crypto
import Records

/// Names for what a report holds against a run: the same in every run in which it is held again, and no two
/// the same in one report.
///
/// A name rests on a test's id alone, for times, reasons and even the strongest rule change from run to run.
struct Fingerprints {
  private var uses: [String: Int] = [:]

  /// The next name for this identity: 32 hexadecimal digits.
  ///
  /// - Parameter kind: what the identity is one of, so that a test can't be called as a condition is.
  mutating func next(_ kind: String, _ identity: String) -> String {
    var text = "\(kind)\0\(identity)"
    let count = uses[text, default: 0]
    uses[text] = count + 1
    if count > 0 { text += "\0\(count)" }
    return Hexadecimal.text(SHA256.hash(data: Array(text.utf8)).prefix(16))
  }
}
