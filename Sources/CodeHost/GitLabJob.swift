import Records
import Transfers

/// What the environment of a GitLab CI/CD job says (docs.gitlab.com, "Predefined CI/CD variables reference").
struct GitLabJob {
  private let environment: [String: String]

  init(_ environment: [String: String]) {
    self.environment = environment
  }

  func context(_ options: ReviewContext.Options) throws -> ReviewContext {
    let place = options.repository == nil ? "CI_PROJECT_ID" : "--repository"
    let target = environment["CI_MERGE_REQUEST_PROJECT_ID"]
    guard let project = options.repository ?? target ?? environment["CI_PROJECT_ID"] else {
      throw Problem("--repository", "no project; give its number, or its path such as 'group/name'")
    }
    let api = try WebAddress(
      options.api ?? environment["CI_API_V4_URL"] ?? "https://gitlab.com/api/v4",
      place: options.api == nil ? "CI_API_V4_URL" : "--api-url")
    return ReviewContext(
      host: try GitLab(api: api, project: project, place: place),
      change: options.change ?? environment["CI_MERGE_REQUEST_IID"].flatMap { Int($0) },
      // In a pipeline of merged results CI_COMMIT_SHA is a commit that nobody sees.
      commit: options.commit ?? environment["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"]
        ?? environment["CI_COMMIT_SHA"],
      isFromFork: isFromFork, token: try token, tokenVariables: ["GITLAB_TOKEN", "CI_JOB_TOKEN"],
      jobPage: environment["CI_JOB_URL"])
  }

  private var isFromFork: Bool? {
    guard let source = environment["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"],
      let target = environment["CI_MERGE_REQUEST_PROJECT_ID"]
    else { return nil }
    return source != target
  }

  private var token: AccessToken? {
    get throws {
      if let own = environment["GITLAB_TOKEN"] { return try AccessToken(own, variable: "GITLAB_TOKEN") }
      return try environment["CI_JOB_TOKEN"].map {
        try AccessToken($0, variable: "CI_JOB_TOKEN", isOfJob: true)
      }
    }
  }
}
