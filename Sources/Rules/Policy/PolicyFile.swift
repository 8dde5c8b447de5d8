import Evidence
import Records
import Yams

/// The text of a policy, read key by key; what is not understood is an error with its line.
struct PolicyFile {
  /// The most entries that a list of the policy may have.
  private static let mostEntries = 200
  private static let keys = [
    "targets", "expect", "ignore-hosts", "minimum-duration", "fail-on", "rules", "waivers",
  ]

  private let document: YAMLDocument
  private let place: String

  init(_ text: String, place: String) throws(Problem) {
    self.place = place
    document = try YAMLDocument(text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text, path: place)
  }

  /// The whole policy.
  func policy() throws(Problem) -> Policy {
    guard let root = document.root, !isEmpty(root) else {
      throw Problem(
        place, line: 1, "the policy is empty; 'fail-on: { fake: true }' is the least that it can say")
    }
    let mapping = try document.mapping(root, keys: Self.keys, what: "policy")
    var policy = Policy(place: place)
    policy.targets = try targets(in: mapping)
    policy.expectations = try expectations(in: mapping)
    policy.ignoredHosts = try ignoredHosts(in: mapping, besides: policy.targets)
    policy.minimumDurations = try minimumDurations(in: mapping)
    policy.failOn = try failConditions(in: mapping)
    policy.waivers = try waivers(in: mapping)
    if let rules = mapping.entries["rules"], !isEmpty(rules) {
      let section = try document.mapping(rules, keys: ["folders", "parameters"], what: "'rules'")
      policy.ruleFolders = try distinct("folders", in: section, by: { $0 }) { node throws(Problem) in
        let folder = try text(node, what: "a folder of rules")
        guard !folder.hasPrefix("/") else {
          throw document.problem(
            node, "'\(folder)' is absolute; name the folder as it is seen from the policy's own")
        }
        return folder
      }
      policy.parameters = try parameters(in: section)
    }
    return policy
  }

  private func targets(in mapping: YAMLMapping) throws(Problem) -> [Target] {
    try distinct("targets", in: mapping, by: { $0.url }) { node throws(Problem) in
      do {
        return try Target(try text(node, what: "a target"))
      } catch {
        throw document.problem(node, (error as? Problem)?.message ?? "\(error)")
      }
    }
  }

  private func expectations(in mapping: YAMLMapping) throws(Problem) -> [ExpectationPattern] {
    try distinct("expect", in: mapping, by: { $0.pattern.text }) { node throws(Problem) in
      let entry = try document.mapping(node, keys: ["test", "promise"], what: "'expect' entry")
      let word = try entry.text("promise")
      guard let promise = Expectation(rawValue: word) else {
        let known = Expectation.allCases.map(\.rawValue)
        throw document.problem(
          entry.entries["promise"], "'\(word)' is no promise; \(Suggestion.among(known, for: word))")
      }
      return ExpectationPattern(pattern: try pattern(in: entry), expectation: promise)
    }
  }

  private func ignoredHosts(
    in mapping: YAMLMapping, besides targets: [Target]
  ) throws(Problem) -> Set<String> {
    Set(
      try distinct("ignore-hosts", in: mapping, by: { $0 }) { node throws(Problem) in
        let host = try text(node, what: "a host").lowercased()
        guard !host.contains(where: { $0 == "/" || $0 == "*" || $0.isWhitespace }) else {
          throw document.problem(
            node, "'\(host)' is no host; write its name or address, such as 'telemetry.example.com'")
        }
        guard !targets.contains(where: { $0.host == host }) else {
          throw document.problem(node, "'\(host)' is a target; its traffic cannot be ignored")
        }
        return host
      })
  }

  private func minimumDurations(in mapping: YAMLMapping) throws(Problem) -> [MinimumDuration] {
    guard let node = mapping.entries["minimum-duration"], !isEmpty(node) else { return [] }
    func duration(_ node: Node?, _ text: String) throws(Problem) -> Int64 {
      guard let microseconds = MinimumDuration.microseconds(text) else {
        throw document.problem(
          node,
          "'\(text)' is no duration above 0 and up to a day; write seconds, or a unit: '0.05', '50 ms', '2 s'"
        )
      }
      return microseconds
    }
    if node.scalar != nil {
      let text = try text(node, what: "'minimum-duration'")
      return [MinimumDuration(tests: TestPattern("**"), microseconds: try duration(node, text))]
    }
    return try distinct("minimum-duration", in: mapping, by: { $0.tests.text }) { node throws(Problem) in
      let entry = try document.mapping(node, keys: ["test", "at-least"], what: "'minimum-duration' entry")
      let text = try entry.text("at-least")
      return MinimumDuration(
        tests: try pattern(in: entry), microseconds: try duration(entry.entries["at-least"], text))
    }
  }

  private func failConditions(in mapping: YAMLMapping) throws(Problem) -> FailConditions {
    var conditions = FailConditions()
    guard let node = mapping.entries["fail-on"], !isEmpty(node) else { return conditions }
    let keys = [GateCondition.fake, .suspect, .inconclusive, .noCapture, .fewerTests].map(\.rawValue)
    let section = try document.mapping(node, keys: keys, what: "'fail-on'")
    conditions.fake = try section.flag("fake") ?? conditions.fake
    conditions.suspect = try section.flag("suspect") ?? conditions.suspect
    conditions.noCapture = try section.flag("no-capture") ?? conditions.noCapture
    conditions.inconclusive = try allowance("inconclusive", in: section)
    if case .tests(let count) = conditions.inconclusive {
      throw document.problem(
        section.entries["inconclusive"],
        "'inconclusive' is '\(count)'; write a share of the judged tests, '20 %', or 'off'")
    }
    conditions.fewerTests = try allowance("fewer-tests", in: section)
    return conditions
  }

  /// What a key allows; nil where it is missing or `off`.
  private func allowance(_ key: String, in section: YAMLMapping) throws(Problem) -> Allowance? {
    guard let text = try section.optionalText(key), !["off", "no", "false"].contains(text.lowercased()) else {
      return nil
    }
    guard let allowance = Allowance(text) else {
      let right = key == "inconclusive" ? "a share, '20 %'," : "how many may be missing, '0' or '5 %',"
      throw document.problem(section.entries[key], "'\(key)' is '\(text)'; write \(right) or 'off'")
    }
    return allowance
  }

  private func parameters(in section: YAMLMapping) throws(Problem) -> [ParameterOverride] {
    guard let node = section.entries["parameters"], !isEmpty(node) else { return [] }
    guard let rules = node.mapping else {
      throw document.problem(node, "'parameters' is not a mapping of rules to their parameters")
    }
    var overrides: [ParameterOverride] = []
    for (key, value) in rules {
      let rule = try text(key, what: "a rule's id")
      guard let values = value.mapping else {
        throw document.problem(value, "'\(rule)' is not a mapping of parameters to numbers")
      }
      for (key, value) in values {
        let name = try text(key, what: "a parameter of '\(rule)'")
        let number = try document.number(value, what: "'\(name)'")
        overrides.append(
          ParameterOverride(rule: rule, name: name, value: number, line: document.line(of: key) ?? 1))
      }
    }
    return overrides
  }

  private func waivers(in mapping: YAMLMapping) throws(Problem) -> [Waiver] {
    try distinct("waivers", in: mapping, by: { $0.tests.text }) { node throws(Problem) in
      let entry = try document.mapping(node, keys: ["test", "reason", "until"], what: "waiver")
      let tests = try pattern(in: entry)
      let reason = try entry.text("reason")
      guard !["", "~", "null"].contains(reason) else {
        throw document.problem(entry.entries["reason"] ?? node, "the waiver's 'reason' is empty; say why")
      }
      let day = try entry.text("until")
      guard let until = CalendarDay(day) else {
        throw document.problem(
          entry.entries["until"], "'\(day)' is no day from 1970-01-01 to 2261-12-31; write 'YYYY-MM-DD'")
      }
      return Waiver(tests: tests, reason: reason, until: until)
    }
  }

  private func pattern(in entry: YAMLMapping) throws(Problem) -> TestPattern {
    let pattern = TestPattern(try entry.text("test"))
    if let flaw = pattern.flaw { throw document.problem(entry.entries["test"], flaw) }
    return pattern
  }

  /// A text that is not empty.
  private func text(_ node: Node?, what: String) throws(Problem) -> String {
    let text = try document.text(node, what: what)
    guard !text.isEmpty else { throw document.problem(node, "\(what) is empty") }
    return text
  }

  /// The entries of the list under a key, no two of which may be the same; none where the key is missing or empty.
  private func distinct<Entry>(
    _ key: String, in mapping: YAMLMapping, by identity: (Entry) -> String,
    read: (Node) throws(Problem) -> Entry
  ) throws(Problem) -> [Entry] {
    guard let node = mapping.entries[key], !isEmpty(node) else { return [] }
    let nodes = try document.list(node, what: "'\(key)'")
    guard nodes.count <= Self.mostEntries else {
      throw document.problem(node, "'\(key)' has \(nodes.count) entries; it may have \(Self.mostEntries)")
    }
    var entries: [Entry] = []
    var seen: Set<String> = []
    for node in nodes {
      let entry = try read(node)
      guard seen.insert(identity(entry)).inserted else {
        throw document.problem(node, "'\(key)' has '\(identity(entry))' twice")
      }
      entries.append(entry)
    }
    return entries
  }

  /// Whether nothing is written there: a key whose entries are all commented out.
  private func isEmpty(_ node: Node) -> Bool {
    node.scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false
  }
}
