import ArgumentParser
import Records
import Rules

/// `assay rules`: the rules as things to read and check.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Reads and checks the rules.",
    subcommands: [List.self, Show.self, Lint.self, Test.self, Calibrate.self])

  /// Where the rules come from.
  struct Source: ParsableArguments {
    @Option(
      name: .customLong("rules"), parsing: .singleValue,
      help: ArgumentHelp(
        "A folder of rules that add to the program's own, or replace them by id. Repeatable.",
        valueName: "folder"))
    var folders: [String] = []

    var rules: [Rule] {
      get throws { try RuleFolder.rules(adding: try folders.map { try RuleFolder(path: $0) }) }
    }
  }

  /// `assay rules list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Lists the rules: id, weights, number among the original twenty, title.")

    @OptionGroup var source: Source

    func run() throws {
      let rules = try source.rules
      let width = rules.map(\.id.count).max() ?? 0
      for rule in rules {
        let id = rule.id + String(repeating: " ", count: width - rule.id.count)
        let origin = rule.origin.map { $0 < 10 ? " #\($0)" : "#\($0)" } ?? "   "
        print(
          "\(id)  \(Self.bits(rule.weight.real)) \(Self.bits(rule.weight.fake))  \(origin)  \(rule.title)")
      }
    }

    private static func bits(_ value: Double) -> String {
      let text = value == 0 ? "0" : (value > 0 ? "+" : "") + "\(value)"
      return String(repeating: " ", count: max(0, 6 - text.count)) + text
    }
  }

  /// `assay rules show ID`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Shows a rule: the file as it is.")

    @Argument(help: "The rule's id, such as 'timing/faster-than-any-io'.")
    var id: String

    @OptionGroup var source: Source

    func run() throws {
      let rules = try source.rules
      guard let rule = rules.first(where: { $0.id == id }) else {
        throw Problem("rules", "no rule is called '\(id)'; 'assay rules list' lists them")
      }
      print(rule.sql, terminator: rule.sql.hasSuffix("\n") ? "" : "\n")
    }
  }

  /// `assay rules lint`.
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Checks the rules against the house's rules for rules.")

    @OptionGroup var source: Source

    func run() throws {
      let rules = try source.rules
      let problems = RuleLint.problems(in: rules)
      for problem in problems { print(problem) }
      print("\(rules.count) rules, \(problems.count) problems")
      if !problems.isEmpty { throw ExitStatus.badInput.exit }
    }
  }

  /// `assay rules test`.
  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Runs every case beside the rules, and shows that each verdict can be reached.")

    @OptionGroup var source: Source

    func run() throws {
      let rules = try source.rules
      let outcome = RuleCaseRunner.run(rules)
      for problem in outcome.failures { print(problem) }
      for (verdict, place) in outcome.reached.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        print("\(verdict.rawValue) is reached by \(place)")
      }
      print("\(rules.count) rules, \(outcome.cases) cases, \(outcome.failures.count) failures")
      if !outcome.failures.isEmpty { throw ExitStatus.badInput.exit }
    }
  }
}
