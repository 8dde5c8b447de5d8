import Evidence
import Records

/// Runs one rule and turns its rows into findings.
struct RuleRunner {
  /// The most evidence rows that a finding names.
  static let proofLimit = 20

  let rule: Rule
  /// Seconds after which the query is interrupted.
  let timeLimit: Double

  /// What the rule says, in the order of its rows; of each test at most once.
  ///
  /// - Throws: `Problem` naming the rule, for a query that fails or rows that are no findings.
  func findings(in source: any EvidenceSource) throws(Problem) -> [(test: Int64, finding: Finding)] {
    let rows: [[String: EvidenceValue]]
    do {
      rows = try source.rows(
        rule.sql, parameters: rule.parameters.mapValues(EvidenceValue.real), timeLimit: timeLimit)
    } catch {
      throw problem("\(error)")
    }
    var findings: [(test: Int64, finding: Finding)] = []
    findings.reserveCapacity(rows.count)
    var tests = Set<Int64>(minimumCapacity: rows.count)
    for row in rows {
      let next = try finding(of: row)
      guard tests.insert(next.test).inserted else {
        throw problem("returns more than one row for test \(next.test); GROUP BY test_id")
      }
      findings.append(next)
    }
    return findings
  }

  private func finding(of row: [String: EvidenceValue]) throws(Problem) -> (test: Int64, finding: Finding) {
    guard let test = row["test_id"]?.integer else { throw problem("returns a row without a test_id") }
    let word = row["says"]?.text
    guard let says = word.flatMap(Says.init(rawValue:)) else {
      throw problem("says '\(word ?? "NULL")' of test \(test); a rule says 'real', 'fake' or 'skip'")
    }
    guard let reason = row["reason"]?.text, !reason.isEmpty else {
      throw problem("gives no reason for what it says of test \(test)")
    }
    let finding = Finding(
      rule: rule.id, group: rule.group, says: says, bits: rule.weight.bits(says), reason: reason,
      proof: Self.proof(row["proof"]?.text ?? ""))
    return (test, finding)
  }

  /// The references in a rule's `proof`, each once, by kind and number: SQLite promises no order for what
  /// it concatenates.
  private static func proof(_ text: String) -> [String] {
    var references = text.split(separator: " ").map(ProofReference.init)
    if references.count > 1 { references.sort() }
    var proof: [String] = []
    var last: ProofReference?
    for reference in references where reference != last {
      if proof.count == proofLimit { break }
      proof.append(String(reference.text))
      last = reference
    }
    return proof
  }

  private func problem(_ message: String) -> Problem {
    Problem(rule.path, "the rule '\(rule.id)' \(message)")
  }
}
