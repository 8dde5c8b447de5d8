import Records
import Transfers

/// What is under review, and by which host: as the CI job's environment tells it, or as options say.
public struct ReviewContext: Sendable {
  /// What options say; each wins over the environment.
  public struct Options: Sendable {
    /// `github` or `gitlab`.
    public var host: String?
    /// Where the host's interface begins.
    public var api: String?
    /// The repository or project.
    public var repository: String?
    /// The number of the pull request or merge request.
    public var change: Int?
    /// The commit that a status is set on.
    public var commit: String?

    /// No options.
    public init() {}
  }

  /// The code host.
  public var host: any CodeHost
  /// The number of the pull request or merge request; nil where there is none.
  public var change: Int?
  /// The commit that was tested, in hexadecimal; nil where it is not known.
  public var commit: String?
  /// Whether the change comes from where the job has no rights, such as a fork; nil where it is not known.
  public var isFromFork: Bool?
  /// The token; nil where the environment has none.
  public var token: AccessToken?
  /// The variables in which a token is looked for.
  public var tokenVariables: [String]
  /// The page of the CI job; nil where it is not known.
  public var jobPage: String?

  /// The context of an environment.
  ///
  /// - Throws: a `Problem` where the host is not known, or a value is not what it should be.
  public init(_ options: Options, environment: [String: String]) throws {
    let set = environment.filter { !$0.value.isEmpty }
    switch try Self.hostName(options, set) {
    case "github": self = try GitHubJob(set).context(options)
    default: self = try GitLabJob(set).context(options)
    }
    if let change, change < 1 {
      throw Problem("--pull-request", "'\(change)' is no number of a \(type(of: host).changeName)")
    }
    if let commit, !(7...64).contains(commit.utf8.count) || !commit.allSatisfy(\.isHexDigit) {
      throw Problem("--commit", "'\(ServerText.plain(commit))' is no commit: 40 hexadecimal digits")
    }
  }

  init(
    host: any CodeHost, change: Int?, commit: String?, isFromFork: Bool?, token: AccessToken?,
    tokenVariables: [String], jobPage: String?
  ) {
    self.host = host
    self.change = change
    self.commit = commit
    self.isFromFork = isFromFork
    self.token = token
    self.tokenVariables = tokenVariables
    self.jobPage = jobPage
  }

  private static func hostName(_ options: Options, _ environment: [String: String]) throws -> String {
    if let host = options.host {
      guard host == "github" || host == "gitlab" else {
        throw Problem(
          "--host", "'\(ServerText.plain(host))' is no host that is known; use one of github, gitlab")
      }
      return host
    }
    if environment["GITHUB_REPOSITORY"] != nil { return "github" }
    if environment["CI_PROJECT_ID"] != nil { return "gitlab" }
    throw Problem(
      "--host",
      "no job of GitHub or GitLab that could tell what is under review; name the host with "
        + "'--host github' or '--host gitlab', and give '--repository' and '--pull-request'")
  }
}
