import Evidence
import Records
import Testing

struct ExpectationTests {
  private func expectation(of result: TestResult, _ patterns: [String]) throws -> String {
    let run = try PreparedRun()
    try run.add { try $0.receive(result) }
    try run.attribute(expect: patterns)
    return try run.store.tests().map(\.expectation.rawValue).joined()
  }

  private static func result(_ id: String, className: String = "", file: String? = nil) -> TestResult {
    var result = TestResult(id: id, className: className, name: "t", outcome: .passed)
    result.file = file
    return result
  }

  @Test(arguments: [
    ("tests/unit/**", result("tests/unit/test_a.py::t")),
    ("tests/unit/**", result("tests/unit/deep/test_a.py::t[a/b]")),
    ("tests/unit/*", result("tests/unit/test_a.py::C::t")),
    ("tests/unit/**", result("tests.unit.test_a.C::t", className: "tests.unit.test_a.C")),
    ("tests/unit/**", result("tests.unit.test_a::t[a/b]", className: "tests.unit.test_a")),
    ("tests/unit/test_a.py", result("tests.unit.test_a.C::t", className: "tests.unit.test_a.C")),
    ("tests/unit/test_?.py", result("x::t", file: "tests/unit/test_a.py")),
    ("tests/unit/**", result("x::t", file: #"tests\unit\test_a.py"#)),
    ("tests.unit.*", result("tests.unit.test_a::t", className: "tests.unit.test_a")),
    ("tests.unit.*", result("tests/unit/test_a.py::t", className: "tests.unit.test_a")),
    ("**", result("anything/at.all::t")), ("**::t", result("a/b.py::t")), ("*::t", result("a::t")),
    ("**/unit/**", result("a/unit/b.py::t")), ("a*b*c*t", result("aXbbYcc::t")),
  ]) func matches(_ pattern: String, _ result: TestResult) throws {
    #expect(try expectation(of: result, [pattern + "=offline"]) == "offline")
  }

  @Test(arguments: [
    ("tests/unit/*", result("tests/unit/deep/test_a.py::t")),
    ("tests/unit", result("tests/unit/test_a.py::t")),
    ("*", result("tests/test_a.py::t")), ("tests/?nit/**", result("tests//nit/a.py::t")),
    ("tests/unit/**", result("tests/units/test_a.py::t")), ("a*b", result("abbx::t")),
    ("**b", result("a/bb::t")), ("a*a", result("a")), ("**aa**aa", result("aaa")), ("?", result("")),
    ("tests/unit/test_a.py", result("tests.unit.test_ab.C::t", className: "tests.unit.test_ab.C")),
    ("Tests/**", result("tests/test_a.py::t")),
  ]) func doesNotMatch(_ pattern: String, _ result: TestResult) throws {
    #expect(try expectation(of: result, [pattern + "=offline"]) == "real")
  }

  @Test func theLastMatchWins() throws {
    let result = Self.result("tests/unit/test_a.py::t")
    #expect(try expectation(of: result, ["**=offline", "tests/**=mocked"]) == "mocked")
    #expect(try expectation(of: result, ["tests/**=mocked", "**=offline"]) == "offline")
    #expect(try expectation(of: result, ["**=offline", "other/**=mocked"]) == "offline")
  }

  @Test func manyStarsAreMatchedInGoodTime() throws {
    let pattern = String(repeating: "*a", count: 200) + "=offline"
    #expect(try expectation(of: Self.result(String(repeating: "a", count: 5000) + "b"), [pattern]) == "real")
  }

  @Test(arguments: ["tests/**", "=offline", "tests/**=of", ""]) func saysWhatAnExpectationLooksLike(
    _ text: String
  ) {
    let problem = #expect(throws: Problem.self) { try ExpectationPattern(text) }
    #expect(problem?.message.contains("real, loopback, mocked, offline") == true)
  }
}
