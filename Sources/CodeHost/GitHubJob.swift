import FoundationEssentials
import Records
import Transfers

/// What the environment of a GitHub Actions job says (docs.github.com, "Variables reference").
struct GitHubJob {
  private let environment: [String: String]
  private let event: Event

  /// The parts that are needed of the event that started the workflow.
  private struct Event: Decodable {
    struct Change: Decodable {
      struct Branch: Decodable {
        struct Repository: Decodable {
          var full_name: String?
        }
        var sha: String?
        var repo: Repository?
      }
      var number: Int?
      var head: Branch?
      var base: Branch?
    }
    var pull_request: Change?
  }

  /// The most bytes of an event's file.
  private static let eventLimit = 32 << 20

  init(_ environment: [String: String]) throws {
    self.environment = environment
    guard let path = environment["GITHUB_EVENT_PATH"] else {
      event = Event()
      return
    }
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int,
      size <= Self.eventLimit, let file = FileManager.default.contents(atPath: path)
    else {
      throw Problem(path, "the file that GITHUB_EVENT_PATH names cannot be read")
    }
    do {
      event = try JSONDecoder().decode(Event.self, from: file)
    } catch {
      throw Problem(path, "the file that GITHUB_EVENT_PATH names is not the JSON of an event")
    }
  }

  func context(_ options: ReviewContext.Options) throws -> ReviewContext {
    let place = options.repository == nil ? "GITHUB_REPOSITORY" : "--repository"
    guard let repository = options.repository ?? environment["GITHUB_REPOSITORY"] else {
      throw Problem("--repository", "no repository; give it as 'owner/name'")
    }
    let api = try WebAddress(
      options.api ?? environment["GITHUB_API_URL"] ?? "https://api.github.com",
      place: options.api == nil ? "GITHUB_API_URL" : "--api-url")
    let variables = ["GITHUB_TOKEN", "GH_TOKEN"]
    let variable = variables.first { environment[$0] != nil }
    return ReviewContext(
      host: try GitHub(api: api, repository: repository, place: place),
      change: options.change ?? event.pull_request?.number ?? numberOfReference,
      // For a pull request GITHUB_SHA is a merge that nobody sees.
      commit: options.commit ?? event.pull_request?.head?.sha ?? environment["GITHUB_SHA"],
      isFromFork: isFromFork,
      token: try variable.map { try AccessToken(environment[$0] ?? "", variable: $0) },
      tokenVariables: variables, jobPage: jobPage)
  }

  /// The number in `refs/pull/7/merge`.
  private var numberOfReference: Int? {
    let parts = (environment["GITHUB_REF"] ?? "").split(separator: "/")
    return parts.count == 4 && parts[1] == "pull" ? Int(parts[2]) : nil
  }

  private var isFromFork: Bool? {
    // Its workflows get the rights of a fork's.
    if environment["GITHUB_ACTOR"] == "dependabot[bot]" { return true }
    guard let change = event.pull_request, let base = change.base?.repo?.full_name else { return nil }
    // A fork that was deleted has no repository any more.
    return change.head?.repo?.full_name != base
  }

  private var jobPage: String? {
    guard let server = environment["GITHUB_SERVER_URL"], let run = environment["GITHUB_RUN_ID"],
      let repository = environment["GITHUB_REPOSITORY"]
    else { return nil }
    return "\(server)/\(repository)/actions/runs/\(run)"
  }
}
