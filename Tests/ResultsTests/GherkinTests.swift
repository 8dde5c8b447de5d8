import Foundation
import Records
import Results
import Testing

/// The reports of behave and of Cucumber.
struct GherkinTests {
  private static let behave = #"""
    [
    {"elements":[
      {"type":"background","keyword":"Background","location":"features/e2e/cart.feature:3","name":"","steps":[
        {"keyword":"Given","location":"features/e2e/cart.feature:4","name":"a shop","step_type":"given"}]},
      {"type":"scenario","keyword":"Scenario","location":"features/e2e/cart.feature:6","name":"Add","status":"passed","tags":["a"],
       "steps":[{"keyword":"Given","step_type":"given","result":{"duration":0.25,"status":"passed"}},
                {"keyword":"When","step_type":"when","result":{"duration":0.5,"status":"passed"}}]},
      {"type":"scenario","location":"features/e2e/cart.feature:9","name":"Pay","status":"failed","steps":[
        {"step_type":"given","result":{"duration":0.125,"status":"failed","error_message":["Assertion Failed: no","at x"]}},
        {"step_type":"then"}]},
      {"type":"scenario","location":"features/e2e/cart.feature:12","name":"Later","status":"skipped","steps":[]},
      {"type":"scenario","location":"features/e2e/cart.feature:15","name":"Undefined","status":"failed","steps":[
        {"step_type":"given","result":{"status":"undefined"}}]},
      {"type":"scenario","location":"features/e2e/cart.feature:18","name":"Odd","status":"dreamt","steps":[]}
     ],"keyword":"Feature","location":"features/e2e/cart.feature:1","name":"Cart behaviour","status":"failed","tags":["shop"]},
    {"keyword":"Feature","location":"features/empty.feature:1","name":"Empty","status":"skipped","tags":[]},
    3
    ]
    """#

  private static let cucumber = #"""
    [{"line":1,"elements":[
      {"line":3,"name":"","type":"background","keyword":"Background","steps":[
        {"line":4,"result":{"duration":1000000,"status":"passed"}}]},
      {"start_timestamp":"2026-03-01T10:00:00.100Z","line":6,"name":"Add","type":"scenario","keyword":"Scenario",
       "id":"cart;add","tags":[{"name":"@fast"}],
       "before":[{"result":{"duration":2000000,"status":"passed"}}],
       "steps":[{"line":7,"result":{"duration":30000000,"status":"passed"}}],
       "after":[{"result":{"duration":4000000,"status":"passed"}}]},
      {"line":9,"name":"Count","type":"scenario","keyword":"Scenario Outline","id":"cart;count;;2",
       "steps":[{"result":{"duration":5000000,"status":"passed"}}]},
      {"line":10,"name":"Count","type":"scenario","keyword":"Scenario Outline","id":"cart;count;;3",
       "steps":[{"result":{"duration":6000000,"status":"pending"}}]},
      {"line":12,"name":"Pay","type":"scenario","steps":[{"result":{"status":"ambiguous","error_message":"two steps\n at"}}]},
      {"line":15,"name":"Retried","type":"scenario","steps":[{"result":{"duration":1,"status":"failed"}}]},
      {"line":15,"name":"Retried","type":"scenario","steps":[{"result":{"duration":2,"status":"passed"}}]}
     ],"name":"Cart","id":"cart","keyword":"Feature","uri":"classpath:features/e2e/cart.feature","tags":[]}]
    """#

  @Test func behavesScenariosHaveTheIdsOfItsJUnitReport() throws {
    let sink = try RecordingSink.reading(Self.behave, with: BehaveJSON.self)
    #expect(
      sink.results.map(\.id)
        == ["Add", "Pay", "Later", "Undefined", "Odd"].map {
          "e2e.cart.Cart behaviour::\($0)"
        })
    #expect(sink.results.map(\.outcome) == [.passed, .failed, .skipped, .failed, .error])
    #expect(sink.results.allSatisfy { $0.file == "features/e2e/cart.feature" })
    #expect(sink.suites.map(\.name) == ["Cart behaviour", "Empty"])
    #expect(sink.results[0].markers == ["shop", "a"])
    #expect(sink.results[1].message == "Assertion Failed: no")
    // Seconds; of the steps alone, as hooks are not in the report.
    #expect(sink.results[0].duration == RecordedDuration(nanoseconds: 750_000_000, resolution: 0))
    #expect(sink.results[0].durationScope == .call)
    #expect(sink.oddities.map(\.name) == ["behave_status_unknown", "behave_feature_unreadable"])
  }

  @Test func cucumbersHooksAndBackgroundAreSetupAndTeardown() throws {
    let sink = try RecordingSink.reading(Self.cucumber, with: CucumberJSON.self)
    let add = try #require(sink.results.first)
    #expect(add.id == "e2e.cart.Cart::Add")
    #expect(add.file == "features/e2e/cart.feature")
    #expect(add.markers == ["fast"])
    #expect(add.setup?.duration?.nanoseconds == 3_000_000)
    #expect(add.call?.duration?.nanoseconds == 30_000_000)
    #expect(add.teardown?.duration?.nanoseconds == 4_000_000)
    #expect(add.start == Timestamp(nanoseconds: 1_772_359_200_100_000_000))
    // 37 ms, and a millisecond for the rounding of the start.
    #expect(add.stop == Timestamp(nanoseconds: 1_772_359_200_138_000_000))
  }

  @Test func examplesOfAnOutlineAreTestsAndARetryIsAnAttempt() throws {
    let results = try RecordingSink.reading(Self.cucumber, with: CucumberJSON.self).results.dropFirst()
    #expect(results.map(\.name) == ["Count [line 9]", "Count [line 10]", "Pay", "Retried", "Retried"])
    #expect(results.map(\.attempt) == [1, 1, 1, 1, 2])
    #expect(results.map(\.outcome) == [.passed, .skipped, .error, .failed, .passed])
  }

  @Test func neitherTakesTheOthersReport() {
    let heads = [Self.behave, Self.cucumber].map { FileHead(bytes: Array($0.utf8)) }
    #expect(heads.map(BehaveJSON.recognises) == [true, false])
    #expect(heads.map(CucumberJSON.recognises) == [false, true])
  }

  @Test(arguments: ["", "{}", "[", "[{]", "[1,", "[]]"]) func refusesWhatIsNoWholeArray(_ text: String) {
    #expect(throws: Problem.self) { try RecordingSink.reading(text, with: CucumberJSON.self) }
  }

  @Test(.enabled(if: SharedFolder.hasRunners, "the recorded runs beside the project are not there"))
  func threeReportsOfOneRunAgree() throws {
    let folder = SharedFolder.url.appendingPathComponent("corpus-runners/behave-travel").path
    func read(_ reader: any RecordReader.Type, _ names: [String]) throws -> [String: Outcome] {
      let sink = RecordingSink()
      for name in names { try reader.read(path: folder + "/" + name, into: sink) }
      #expect(sink.oddities == [])
      return Dictionary(sink.results.map { ($0.id, $0.outcome) }, uniquingKeysWith: { one, _ in one })
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".xml") }
    let junit = try read(JUnitXML.self, names)
    #expect(junit.count == 11)
    #expect(try read(BehaveJSON.self, ["results.json"]) == junit)
    #expect(try read(CucumberJSON.self, ["results.cucumber.json"]) == junit)
  }

  @Test func longNamesAreNotRepeatedForEachScenario() throws {
    let scenarios = (1...100).map {
      #"{"id":"c;\#($0)","name":"S\#($0)","line":\#($0),"type":"scenario","steps":[]}"#
    }
    let long = String(repeating: "n", count: 100_000)
    let report =
      #"[{"uri":"features/\#(long)","id":"c","keyword":"Feature","tags":[{"name":"@\#(long)"}],"name":"\#(long)","elements":["#
      + scenarios.joined(separator: ",") + "]}]"
    let sink = try RecordingSink.reading(report, with: CucumberJSON.self)
    #expect(sink.results.count == 100)
    #expect(Set(sink.results.map(\.id)).count == 100)
    for result in sink.results {
      let texts = [result.id, result.className, result.name, result.file ?? ""] + result.markers
      #expect(texts.allSatisfy { $0.utf8.count < 20_000 })
    }
  }
}
