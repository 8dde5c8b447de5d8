import ArgumentParser
import Evidence
import FoundationEssentials
import Probe
import Records
import Reports
import Traffic
import Transfers

#if canImport(Glibc)
  import Glibc
#endif

/// `assay probe`: what is true of live targets, measured with a few requests.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Measures a live target: times, addresses, certificate, the front that answers.",
    discussion: """
      Makes a few real requests, one after the other, and tells what is true of the target. Put the JSON into a run's \
      folder, or store it, and the rules use it as the target's distance and identity:

        assay probe https://staging.example.com --format json -o run/probe.json

      Probe from where the tests run: a target that is near to them is not near to everybody. A value for the \
      Authorization field is read from \(ProbePlan.credentialsVariable). Proxies and certificates are those of curl's \
      environment variables.
      """)

  @Argument(help: "What to probe: URLs of https, http, wss or ws.")
  var urls: [String]

  @Option(
    name: .customLong("max-requests"),
    help: ArgumentHelp(
      "The most requests to each target, at most \(ProbePlan.mostRequests).", valueName: "number"))
  var mostRequests = 6

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Do not verify the server's certificate; the report says so.")
  var insecure = false

  @Flag(help: "Show what would be sent, and send nothing.")
  var dryRun = false

  @OptionGroup var output: OutputOptions<Form>

  @Option(
    name: .customLong("db"), help: ArgumentHelp("Keep it in this store, for its runs.", valueName: "file"))
  var storePath: String?

  /// What `--format` can be.
  enum Form: String, OutputForm {
    case text, json
  }

  /// The run under which a store keeps what was probed by itself.
  private static let runName = "probe"

  func validate() throws {
    guard (1...ProbePlan.mostRequests).contains(mostRequests) else {
      throw ValidationError(
        "'\(mostRequests)' is no number of requests; give one from 1 to \(ProbePlan.mostRequests)")
    }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let credentials = environment[ProbePlan.credentialsVariable].flatMap { $0.isEmpty ? nil : $0 }
    let plans = try urls.map { text in
      try ProbePlan(url: WebAddress(text, place: "probe"), requests: mostRequests, credentials: credentials)
    }
    if dryRun {
      for plan in plans { print(plan.description, terminator: "") }
      return
    }
    var settings = connection.settings(environment)
    settings.verifiesServer = !insecure
    var probedTargets: [ProbedTarget] = []
    var failures: [Problem] = []
    let progress = Progress()
    for plan in plans {
      progress.show("probing \(plan.url.origin)")
      do {
        probedTargets.append(
          try Prober.probe(
            plan, settings: settings, isProxied: isProxied(plan.url, environment),
            reading: AnswerReading(
              certificate: X509.certificate, webSocketAccept: WebSocketAccept.value(for:))))
      } catch let problem as Problem {
        failures.append(problem)
      }
    }
    progress.clear()
    try output.write { out in
      switch output.format {
      case .text: ProbeText.render(probedTargets, into: &out)
      case .json: ProbeJSON.render(probedTargets, failures: failures, into: &out)
      }
    }
    if let storePath, !probedTargets.isEmpty { try keep(probedTargets, in: storePath) }
    for failure in failures { StandardError.write("assay: \(failure)\n") }
    if !failures.isEmpty { throw ExitStatus.badInput.exit }
  }

  /// Whether a proxy is declared for plain HTTP; a tunnel for TLS shows by itself.
  private func isProxied(_ url: WebAddress, _ environment: [String: String]) -> Bool {
    if let proxy = connection.proxy { return !proxy.isEmpty }
    guard !url.isSecure else { return false }
    return ["http_proxy", "all_proxy", "ALL_PROXY"].contains { environment[$0]?.isEmpty == false }
  }

  /// Imports the probed targets into a store by way of the file that any store imports.
  private func keep(_ probedTargets: [ProbedTarget], in path: String) throws {
    let store = try EvidenceStore(path: path)
    let file = FileManager.default.temporaryDirectory
      .appending(path: "assay-probe-\(UUID().uuidString).json").path
    defer { unlink(file) }
    try ReportFile.write(to: file) { out in ProbeJSON.render(probedTargets, failures: [], into: &out) }
    _ = try store.importFile(file, with: ProbeFile.self, run: Self.runName)
  }
}
