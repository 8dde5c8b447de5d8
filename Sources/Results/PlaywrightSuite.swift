import Records

/// A suite of Playwright's report: a test file, or a `describe` in one.
struct PlaywrightSuite: Decodable {
  /// A test as it is written, which each project runs.
  struct Spec: Decodable {
    let title: String
    let file: String?
    let tags: [String]?
    let tests: [Test]
  }

  /// A test in one project.
  struct Test: Decodable {
    let projectName: String?
    let expectedStatus: String?
    let results: [Attempt]
  }

  /// One attempt at a test.
  struct Attempt: Decodable {
    struct Failure: Decodable {
      let message: String?
    }

    let workerIndex: Int?
    let status: String?
    /// Milliseconds, with hooks and fixtures.
    let duration: Double?
    let startTime: String?
    let error: Failure?
  }

  let title: String
  let file: String?
  let specs: [Spec]?
  let suites: [PlaywrightSuite]?
}
