import Records
import Rules
import Testing

struct RunDeclarationTests {
  @Test func readsTargetsAndLocalScopes() throws {
    let text = #"{"run": "x", "target": {"urls": ["https://a.test"]}, "scope": {"local": ["tests/unit/"]}}"#
    let run = try RunDeclaration(Array(text.utf8), place: "run.json")
    #expect(run.targets == ["https://a.test"])
    #expect(run.localScopes == ["tests/unit/"])
  }

  @Test func aRunNeedNotDeclareAnything() throws {
    let run = try RunDeclaration(Array(#"{"schema": "assay/recording/1"}"#.utf8), place: "run.json")
    #expect(run.targets.isEmpty)
    #expect(run.localScopes.isEmpty)
  }

  @Test(arguments: ["", "[1]", #"{"target": {"urls": [1]}}"#])
  func refusesWhatDeclaresNoText(text: String) {
    let problem = #expect(throws: Problem.self) {
      try RunDeclaration(Array(text.utf8), place: "run.json")
    }
    #expect(problem.map { "\($0)".hasPrefix("run.json: not a run's declaration; ") } == true)
  }
}
