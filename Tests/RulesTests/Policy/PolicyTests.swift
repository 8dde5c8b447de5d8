import Evidence
import Records
import Rules
import Testing

struct PolicyTests {
  private func policy(_ text: String) throws -> Policy {
    try Policy(Array(text.utf8), place: "assay.yaml")
  }

  private func problem(_ text: String) -> String? {
    do {
      _ = try policy(text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func readsEveryKey() throws {
    let policy = try policy(
      """
      # What pull requests are held to.
      targets: [https://staging.example.com, tcp://db.example.com:5432]
      expect:
        - { test: 'tests/unit/**', promise: offline }
        - test: tests/contract/**
          promise: mocked
      ignore-hosts:
        - Telemetry.Example.com
      minimum-duration:
        - { test: '**', at-least: 0.002 }
        - { test: tests/e2e/*, at-least: 50 ms }
      fail-on:
        fake: true
        suspect: yes
        inconclusive: 20 %
        no-capture: on
        fewer-tests: 3
      rules:
        folders: [ci/rules, more]
        parameters:
          timing/faster-than-any-io: { instant_call_us: 100, fixture_us: 1e3 }
      waivers:
        - { test: '**::test_old', reason: 'rewritten in #12', until: 2026-12-31 }
      """)
    #expect(policy.place == "assay.yaml")
    #expect(policy.targets.map(\.url) == ["https://staging.example.com", "tcp://db.example.com:5432"])
    #expect(
      policy.expectations == [
        ExpectationPattern(pattern: TestPattern("tests/unit/**"), expectation: .offline),
        ExpectationPattern(pattern: TestPattern("tests/contract/**"), expectation: .mocked),
      ])
    #expect(policy.ignoredHosts == ["telemetry.example.com"])
    #expect(policy.minimumDurations.map(\.tests.text) == ["**", "tests/e2e/*"])
    #expect(policy.minimumDurations.map(\.microseconds) == [2000, 50_000])
    var conditions = FailConditions()
    conditions.suspect = true
    conditions.inconclusive = .percent(20)
    conditions.noCapture = true
    conditions.fewerTests = .tests(3)
    #expect(policy.failOn == conditions)
    #expect(policy.ruleFolders == ["ci/rules", "more"])
    #expect(
      policy.parameters == [
        ParameterOverride(rule: "timing/faster-than-any-io", name: "instant_call_us", value: 100, line: 21),
        ParameterOverride(rule: "timing/faster-than-any-io", name: "fixture_us", value: 1000, line: 21),
      ])
    let waiver = try #require(policy.waivers.first)
    #expect(waiver.tests.text == "**::test_old")
    #expect(waiver.reason == "rewritten in #12")
    #expect(waiver.until.description == "2026-12-31")
  }

  @Test func failsOnFakesWhereItSaysNothingElse() throws {
    let conditions = try policy("targets: [https://a.example.com]").failOn
    #expect(conditions == FailConditions())
    #expect(conditions.fake)
    #expect(!conditions.suspect && !conditions.noCapture)
    #expect(conditions.inconclusive == nil && conditions.fewerTests == nil)
  }

  @Test func keysWithoutAValueSayNothing() throws {
    // All entries of a list are commented out.
    let policy = try policy("fail-on: { fake: false }\nwaivers:\n#  - test: x\nrules:\ntargets:\n")
    #expect(policy.waivers.isEmpty && policy.targets.isEmpty && !policy.failOn.fake)
  }

  /// YAML 1.1 takes these words for true and false; as a host or pattern they stay words.
  @Test func wordsThatYAMLTakesForSwitchesStayWords() throws {
    let policy = try policy(
      "ignore-hosts: [no, on]\nexpect: [{ test: off, promise: real }]\nfail-on: { fake: off, suspect: Yes }")
    #expect(policy.ignoredHosts == ["no", "on"])
    #expect(policy.expectations.map(\.pattern.text) == ["off"])
    #expect(policy.failOn.fake == false && policy.failOn.suspect == true)
  }

  @Test func aByteOrderMarkAndWindowsLineEndsAreTaken() throws {
    #expect(try policy("\u{feff}fail-on:\r\n  fake: false\r\n").failOn.fake == false)
    #expect(problem("fail-on:\r\n  fak: false\r\n")?.hasPrefix("assay.yaml:2: ") == true)
  }

  @Test(arguments: [
    ("0.05", 50_000), ("50 ms", 50_000), ("50ms", 50_000), ("200 us", 200), ("1.5 s", 1_500_000),
    ("2 min", 120_000_000), ("86400", 86_400_000_000),
  ])
  func durationsHaveUnits(text: String, microseconds: Int64) throws {
    #expect(try policy("minimum-duration: \(text)").minimumDurations.map(\.microseconds) == [microseconds])
    #expect(try policy("minimum-duration: \(text)").minimumDurations.map(\.tests.text) == ["**"])
  }

  @Test(arguments: [
    ("", "assay.yaml:1: the policy is empty; 'fail-on: { fake: true }' is the least that it can say"),
    ("- a", "assay.yaml:1: the policy is not a mapping of keys to values"),
    ("\n\ntarget: [x]", "assay.yaml:3: unknown policy key 'target'; did you mean 'targets'?"),
    (
      "webhook: x",
      "assay.yaml:1: unknown policy key 'webhook'; known: targets, expect, ignore-hosts, minimum-duration, fail-on, "
        + "rules, waivers"
    ),
    ("fail-on: {}\nfail-on: {}", "assay.yaml:1: not YAML: the key 'fail-on' stands there twice"),
    ("targets: https://a.example.com", "assay.yaml:1: 'targets' is not a list"),
    (
      "targets:\n  - https://a.example.com\n  - https://a.example.com",
      "assay.yaml:3: 'targets' has 'https://a.example.com' twice"
    ),
    (
      "targets:\n  - a.example.com",
      "assay.yaml:2: 'a.example.com' has no scheme; a target is a URL such as 'https://staging.example.com' or "
        + "'tcp://db.example.com:5432'"
    ),
    ("targets: [[a]]", "assay.yaml:1: a target is not a text"),
    (
      "expect:\n- { test: a, promise: offlin }",
      "assay.yaml:2: 'offlin' is no promise; did you mean 'offline'?"
    ),
    ("expect:\n- { test: a }", "assay.yaml:2: the 'expect' entry has no 'promise'"),
    ("expect:\n- { tests: a }", "assay.yaml:2: unknown 'expect' entry key 'tests'; did you mean 'test'?"),
    (
      "expect:\n- { test: '', promise: real }", "assay.yaml:2: '' matches no test; write '**' for all of them"
    ),
    (
      "expect:\n- { test: 'a/***', promise: real }",
      "assay.yaml:2: 'a/***' holds '***'; '*' is any run of characters but '/', '**' any run at all"
    ),
    (
      "expect:\n- { test: **/a, promise: real }",
      "assay.yaml:2: not YAML: did not find expected alphabetic or numeric character; a value that begins with '*' "
        + "stands in quotes"
    ),
    (
      "ignore-hosts: [https://a.example.com/]",
      "assay.yaml:1: 'https://a.example.com/' is no host; write its name or address, such as 'telemetry.example.com'"
    ),
    (
      "targets: [https://a.example.com]\nignore-hosts:\n- A.example.com",
      "assay.yaml:3: 'a.example.com' is a target; its traffic cannot be ignored"
    ),
    ("rules:\n  folder: [x]", "assay.yaml:2: unknown 'rules' key 'folder'; did you mean 'folders'?"),
    (
      "rules:\n  folders: [/x]",
      "assay.yaml:2: '/x' is absolute; name the folder as it is seen from the policy's own"
    ),
    (
      "rules:\n  parameters:\n    a/b: 3",
      "assay.yaml:3: 'a/b' is not a mapping of parameters to numbers"
    ),
    ("rules:\n  parameters:\n    a/b: { c: 1:30 }", "assay.yaml:3: 'c' is '1:30', which is not a number"),
    ("rules:\n  parameters:\n    a/b: { c: .inf }", "assay.yaml:3: 'c' is '.inf', which is not a number"),
    ("fail-on: { fake: 1 }", "assay.yaml:1: 'fake' is '1'; write 'true' or 'false'"),
    (
      "fail-on:\n\tfake: true",
      "assay.yaml:2: not YAML: found character that cannot start any token; the line begins with a tab, and YAML is indented with spaces"
    ),
    (
      "fail-on:\n  inconclusive: 20",
      "assay.yaml:2: 'inconclusive' is '20'; write a share of the judged tests, '20 %', or 'off'"
    ),
    (
      "fail-on:\n  inconclusive: 101 %",
      "assay.yaml:2: 'inconclusive' is '101 %'; write a share, '20 %', or 'off'"
    ),
    (
      "fail-on:\n  fewer-tests: -1",
      "assay.yaml:2: 'fewer-tests' is '-1'; write how many may be missing, '0' or '5 %', or 'off'"
    ),
    (
      "fail-on:\n  too-short: true",
      "assay.yaml:2: unknown 'fail-on' key 'too-short'; known: fake, suspect, inconclusive, no-capture, fewer-tests"
    ),
    ("waivers:\n- { test: a, until: 2026-12-31 }", "assay.yaml:2: the waiver has no 'reason'"),
    (
      "waivers:\n- test: a\n  reason: '  '\n  until: 2026-12-31",
      "assay.yaml:3: the waiver's 'reason' is empty; say why"
    ),
    (
      "waivers:\n- test: a\n  reason: ~\n  until: 2026-12-31",
      "assay.yaml:3: the waiver's 'reason' is empty; say why"
    ),
    (
      "waivers:\n- test: a\n  reason: b\n  until: 2026-02-29",
      "assay.yaml:4: '2026-02-29' is no day from 1970-01-01 to 2261-12-31; write 'YYYY-MM-DD'"
    ),
    (
      "waivers:\n- { test: a, reason: b, until: 2026-01-01 }\n- { test: a, reason: c, until: 2026-01-02 }",
      "assay.yaml:3: 'waivers' has 'a' twice"
    ),
    (
      "a: &b [x]\nc: *b",
      "assay.yaml:2: '*' begins an alias of an anchor here, and neither is taken; write the value out, or put it in quotes"
    ),
    ("fail-on: {}\n---\nfail-on: {}", "assay.yaml:2: not YAML: but found another document"),
    ("fail-on: {", "assay.yaml:1: not YAML: did not find expected node content"),
  ])
  func refusesWhatItDoesNotUnderstand(text: String, message: String) {
    #expect(problem(text) == message)
  }

  @Test(arguments: [
    "0", "-5 ms", "1:30", "50 m", "50 parsecs", "2 days", "86401", "0.1 us", "nan", "", "1e3",
  ])
  func refusesWhatIsNoDuration(text: String) {
    let expected =
      "assay.yaml:1: '\(text)' is no duration above 0 and up to a day; write seconds, or a unit: '0.05', '50 ms', '2 s'"
    #expect(
      problem("minimum-duration: '\(text)'")
        == (text.isEmpty ? "assay.yaml:1: 'minimum-duration' is empty" : expected))
    #expect(problem("minimum-duration: [{ test: a, at-least: '\(text)' }]") == expected)
  }

  @Test(arguments: [
    "2026-1-31", "2026-13-01", "2026-04-31", "2262-01-01", "9999-12-31", "1969-12-31", "2026-12-31T00:00:00",
    "31.12.2026", "20261231", "2026-12-3 ", "tomorrow",
  ])
  func refusesWhatIsNoDay(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test func daysAreCountedAcrossLeapDays() throws {
    let last = try #require(CalendarDay("2028-02-28"))
    let next = try #require(CalendarDay("2028-03-01"))
    #expect(next.days(since: last) == 2)
    #expect(last < next)
  }

  @Test func refusesWhatIsTooLargeOrNoText() {
    #expect(throws: Problem("p", "is not UTF-8 text of at most 262144 bytes")) {
      _ = try Policy([UInt8](repeating: 0x20, count: 262_145), place: "p")
    }
    #expect(throws: Problem("p", "is not UTF-8 text of at most 262144 bytes")) {
      _ = try Policy([0x61, 0xff], place: "p")
    }
    let many = "targets: [" + (0...200).map { "https://h\($0).example.com" }.joined(separator: ", ") + "]"
    #expect(problem(many) == "assay.yaml:1: 'targets' has 201 entries; it may have 200")
  }

  @Test func aFewLinesCannotAskForEndlessWork() {
    // Ten levels of nine aliases each: 3,486,784,401 nodes, which a key's hash would go through.
    var bomb = "a0: &a0 [x]\n"
    for level in 1...10 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(problem(bomb + "? *a10\n: x\n")?.hasPrefix("assay.yaml:2: '*' begins an alias") == true)
    #expect(problem(bomb + "x: {?*a10 : y}\n")?.hasPrefix("assay.yaml:2: '*' begins an alias") == true)
    #expect(problem("{a: &a [x], ?*a: y}")?.hasPrefix("assay.yaml:1: '*' begins an alias") == true)
    for lineBreak in ["\u{85}", "\u{2028}"] {
      let hidden = bomb.replacing(" &a", with: lineBreak + "&a") + "? *a10\n: x\n"
      #expect(problem(hidden)?.contains("'*' begins an alias") == true)
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(problem("targets: " + deep)?.hasPrefix("assay.yaml:1: not YAML: ") == true)
    let nested = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(problem("targets: \(nested)") == "assay.yaml:1: a target is not a text")
  }

  @Test func charactersThatYAMLForbidsAreAnError() {
    #expect(problem("a: b\nc: \u{1}") == "assay.yaml:2: not YAML: control characters are not allowed")
  }

  @Test func parametersAreCheckedAgainstTheRules() throws {
    let query = "SELECT test_id, 'fake' AS says, format('%d', :floor) AS reason, '' AS proof FROM judged"
    let folder = try TemporaryRules([
      "timing/a-rule.sql": ruleText(more: "parameters: { floor: 1 }", query: query),
      "timing/b-rule.sql": ruleText(title: "B"),
    ])
    let rules = try folder.folder.rules()
    func parameters(_ text: String) throws -> [String: [String: Double]] {
      try policy("rules:\n  parameters:\n    \(text)").parameters(of: rules)
    }
    #expect(try parameters("timing/a-rule: { floor: 7 }") == ["timing/a-rule": ["floor": 7]])
    for (text, message) in [
      ("timing/c-rule: { floor: 7 }", "no rule is called 'timing/c-rule'; did you mean 'timing/a-rule'?"),
      (
        "timing/a-rule: { flor: 7 }",
        "the rule 'timing/a-rule' has no parameter 'flor'; did you mean 'floor'?"
      ),
      ("timing/b-rule: { floor: 7 }", "the rule 'timing/b-rule' has no parameter 'floor'; it has none"),
    ] {
      #expect(throws: Problem("assay.yaml", line: 3, message)) { _ = try parameters(text) }
    }
  }
}
