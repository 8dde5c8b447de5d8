import ArgumentParser
import Records
import Reports

#if canImport(Glibc)
  import Glibc
#endif

/// The program: what a test run says, joined with what the wire saw.
@main
struct Assay: ParsableCommand {
  static let configuration = CommandConfiguration(
    // Names are written out everywhere: what is not is found by reflection, which takes milliseconds.
    commandName: "assay",
    abstract: "Tells real tests from tests that only look green.",
    discussion: """
      assay joins what a test run says (results and timing) with what the wire saw (captured traffic), and says for \
      every test: real, fake, or cannot tell, each with the evidence.

      Exit codes: 0 nothing fake; 1 fakes were found, or the gate failed; 2 bad usage, input or policy; 3 not enough evidence where \
      --require-evidence asks for it; 70 internal error.
      """,
    version: "0.1.0",
    subcommands: [
      Check.self, AuditCommand.self, Compare.self, GateCommand.self, BaselineCommand.self, Comment.self,
      Record.self, ProbeCommand.self, Ingest.self, Explain.self, RulesCommand.self,
    ],
    defaultSubcommand: nil)

  /// Runs a command and ends with its exit code: every error of usage or input is 2, on stderr.
  static func main() {
    // A reader that has seen enough closes the pipe: that is no error of ours.
    signal(SIGPIPE, SIG_DFL)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let problem as Problem {
      // It may quote a file that someone else wrote.
      leave("assay: \(VisibleText.of("\(problem)"))", .badInput)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      let code = exitCode(for: error)
      if code.isSuccess { exit(withError: error) }
      let isUsage = code == .validationFailure || code.rawValue == 64
      leave(fullMessage(for: error), isUsage ? .badInput : .internalError)
    }
  }

  private static func leave(_ message: String, _ code: ExitStatus) -> Never {
    StandardError.write(message + "\n")
    Glibc.exit(code.rawValue)
  }
}
