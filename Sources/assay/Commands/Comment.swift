import ArgumentParser
import CodeHost
import FoundationEssentials
import Records
import Transfers

#if canImport(Glibc)
  import Glibc
#endif

/// `assay comment`: one sticky comment and a commit status, on GitHub or GitLab.
struct Comment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "comment",
    abstract: "Posts a report as the one sticky comment of a pull request, and sets a commit status.",
    discussion: """
      Writes the report to a pull request of GitHub or a merge request of GitLab. The comment that an earlier run \
      left is replaced. In a job of GitHub Actions or GitLab CI the environment says where to:

        assay gate run/ --format markdown -o report.md; status=$?
        assay comment --body report.md --status $([ $status = 0 ] && echo success || echo failure)

      The token is read from GITHUB_TOKEN or GH_TOKEN, or from GITLAB_TOKEN, and is sent to no other host. \
      CI_JOB_TOKEN may not write comments. Where a change comes from a fork, for which there are no rights, a line \
      says so and the exit code is 0. Proxies and certificates are those of curl's environment variables.
      """)

  @Option(help: ArgumentHelp("The report in Markdown; '-' for the standard input.", valueName: "file"))
  var body: String

  @Option(help: "Sets the status 'assay' of the commit: success or failure.")
  var status: StatusWord?

  @Option(help: ArgumentHelp("github or gitlab; what the environment says otherwise.", valueName: "name"))
  var host: String?

  @Option(
    name: .customLong("api-url"),
    help: ArgumentHelp("Where the host's interface begins, for a server of one's own.", valueName: "url"))
  var api: String?

  @Option(help: ArgumentHelp("The repository, or the project of GitLab.", valueName: "owner/name"))
  var repository: String?

  @Option(
    name: [.customLong("pull-request"), .customLong("merge-request")],
    help: ArgumentHelp("The pull request's or merge request's number.", valueName: "number"))
  var change: Int?

  @Option(help: ArgumentHelp("The commit that the status is set on.", valueName: "sha"))
  var commit: String?

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Show what would be sent, and send nothing.")
  var dryRun = false

  @Flag(help: "Show every request and its answer's status on the standard error.")
  var verbose = false

  /// What `--status` can be.
  enum StatusWord: String, ExpressibleByArgument {
    case success, failure
  }

  /// The most bytes of a report that is read.
  private static let reportLimit = 16 << 20

  func run() throws {
    var options = ReviewContext.Options()
    options.host = host
    options.api = api
    options.repository = repository
    options.change = change
    options.commit = commit
    let environment = ProcessInfo.processInfo.environment
    let context = try ReviewContext(options, environment: environment)
    let comment = StickyComment(report: try report(), limit: type(of: context.host).commentLimit)
    let commitStatus = status.map { word in
      CommitStatus(
        isSuccess: word == .success,
        description: word == .success ? "No test only looks green" : "Some tests only look green",
        link: context.jobPage)
    }
    if commitStatus != nil, context.commit == nil {
      throw Problem("--commit", "no commit that the status could be set on; give it")
    }
    guard context.change != nil || commitStatus != nil else {
      throw Problem(
        "--pull-request",
        "no \(type(of: context.host).changeName) that could be commented; give its number")
    }
    if dryRun { return show(comment, commitStatus, context) }
    guard let token = context.token else {
      let variables = context.tokenVariables.joined(separator: " or ")
      guard context.isFromFork == true else {
        throw Problem("comment", "no token; give it in the environment variable \(variables)")
      }
      return print("not commented: the change comes from a fork, and there is no token in \(variables)")
    }
    let client = try HostClient(
      host: context.host, token: token, settings: connection.settings(environment),
      note: { line in if verbose { StandardError.write("assay: \(line)\n") } })
    try send(comment, commitStatus, context, client)
  }

  private func send(
    _ comment: StickyComment, _ status: CommitStatus?, _ context: ReviewContext, _ client: HostClient
  ) throws {
    let name = type(of: context.host).changeName
    if let change = context.change {
      if context.token?.isOfJob == true {
        print("not commented: CI_JOB_TOKEN may not write comments; give a token in GITLAB_TOKEN")
      } else {
        try unlessForbidden("not commented", context) {
          switch try comment.post(on: change, by: client) {
          case .created: print("created the comment on \(name) \(change)")
          case .updated(let number): print("updated comment \(number) on \(name) \(change)")
          case .unchanged(let number): print("comment \(number) on \(name) \(change) says the same already")
          }
        }
      }
    } else {
      print("not commented: there is no \(name)")
    }
    if let status, let commit = context.commit {
      try unlessForbidden("no status set", context) {
        try client.set(status, of: commit)
        print("set the status of \(commit.prefix(12)) to \(status.isSuccess ? "success" : "failure")")
      }
    }
  }

  /// Does something that a job on a fork has no rights to, and then only says so.
  private func unlessForbidden(
    _ outcome: String, _ context: ReviewContext, _ action: () throws -> Void
  ) throws {
    do {
      try action()
    } catch let refusal as NotPermitted {
      guard context.isFromFork != false else {
        throw Problem("comment", "\(refusal); the token has no right to it")
      }
      let origin = context.isFromFork == true ? "the change comes from a fork" : "perhaps a fork"
      print("\(outcome): the token has no right to it (\(origin)): \(refusal)")
    }
  }

  private func show(_ comment: StickyComment, _ status: CommitStatus?, _ context: ReviewContext) {
    let host = context.host
    if let change = context.change {
      print(host.whoAmI)
      print("\(host.comments(of: change, page: 1))   (and further pages)")
      let update = "\(host.update(0, of: change, with: comment.body))".dropLast()
      print("\(update){number}   (the comment that was written before, where there is one), or else")
      let create = host.create(comment.body, on: change)
      print("\(create)\n  \(create.body ?? "")")
    }
    if let status, let commit = context.commit {
      let request = host.set(status, of: commit)
      print("\(request)\n  \(request.body ?? "")")
    }
  }

  private func report() throws -> String {
    let place = body == "-" ? "stdin" : body
    let bytes =
      body == "-"
      ? try WholeFile.bytes(of: STDIN_FILENO, place: place, limit: Self.reportLimit)
      : try WholeFile.bytes(of: body, limit: Self.reportLimit)
    guard bytes.contains(where: { $0 > 0x20 }) else { throw Problem(place, "the report is empty") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
