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

  @Test(arguments: [
    // A Go module's path.
    ("internal/**", result("example.com/shop/internal/price::TestSum")),
    ("internal**", result("example.com/shop/internal/price::TestSum")),
    // Where the project was checked out.
    ("tests/unit/*", result("Suite.Unit::t", file: "/builds/shop/tests/unit/price.robot")),
    ("test/unit/**", result("test::t", file: #"C:\shop\test\unit\price.test.mjs"#)),
    // The folder from which the runner counts.
    ("features/unit/**", result("unit.price.Price::t", className: "unit.price.Price")),
    (
      "src/test/java/com/shop/unit/**",
      result("com.shop.unit.PriceTest::t", className: "com.shop.unit.PriceTest")
    ),
  ]) func matchesBelowLeadingFoldersWhereNothingMatchesWhole(_ pattern: String, _ result: TestResult) throws {
    #expect(try expectation(of: result, [pattern + "=offline"]) == "offline")
  }

  @Test(arguments: [
    ("**/unit*", result("example.com/internal/price::TestSum")),
    ("features/unit/**", result("e2e.price.Price::t", className: "e2e.price.Price")),
    // The file is known, and is not there.
    (
      "features/unit/**",
      result("unit.price.Price::t", className: "unit.price.Price", file: "features/e2e/price.feature")
    ),
    ("features/unit/**", result("unit/price.py::t")),
    ("features/*/**", result("unit.price.Price::t", className: "unit.price.Price")),
    ("test/unit/**", result("test::t", className: "test")),
    ("al/price**", result("example.com/internal/price::TestSum")),
  ]) func doesNotMatchBelowLeadingFolders(_ pattern: String, _ result: TestResult) throws {
    #expect(try expectation(of: result, [pattern + "=offline"]) == "real")
  }

  @Test func leadingFoldersCountWhereSomethingMatchesWhole() throws {
    let run = try PreparedRun()
    let ids = ["unit/a.py::t", "e2e/unit/a.py::t"].map { Self.result($0) }
    try run.add { sink in for id in ids { try sink.receive(id) } }
    try run.attribute(expect: ["unit/**=offline"])
    #expect(try run.store.tests().map(\.expectation) == [.offline, .real])
  }

  @Test func aPatternThatMatchesNothingIsSaid() throws {
    let run = try PreparedRun()
    try run.add { sink in
      try sink.receive(TestSuite(ordinal: 0, name: "s"))
      try sink.receive(Self.result("tests/a.py::t"))
    }
    try run.attribute(expect: ["tests/**=offline", "test/unit/**=offline"])
    try run.attribute(expect: ["tests/**=offline", "test/unit/**=offline"])
    let oddities = try run.store.runFacts().oddities
    #expect(oddities.map(\.name) == ["expectation_matches_no_test"])
    #expect(oddities.map(\.count) == [1])
    #expect(oddities.first?.detail.contains("'test/unit/**=offline' matches no test") == true)
  }

  /// Two suites of a runner that names no files: a test of the first exercises the target.
  private func scopes(_ patterns: [String]) throws -> [Bool] {
    let run = try PreparedRun()
    try run.add { sink in
      for (ordinal, name) in ["cart", "price"].enumerated() {
        try sink.receive(TestSuite(ordinal: ordinal, name: name))
        for number in 0...1 {
          var result = TestResult.exact(
            "\(name)\(number)", Double(ordinal * 200 + number * 100),
            Double(ordinal * 200 + number * 100 + 90))
          result.id = "test::\(name)\(number)"
          result.className = "test"
          result.suite = ordinal
          try sink.receive(result)
        }
      }
    }
    try run.add { sink in
      try sink.receive(Connection.tcp(0, opened: 10, bursts: [.answered(20, 60)]))
      try sink.receive(Lookup.answered("shop.test", at: 5))
      try sink.receive(Capture.any(-1000, 1000))
    }
    try run.attribute(expect: patterns)
    return try run.store.tests().map(\.isScopeKnown)
  }

  @Test func aPatternThatMatchesNothingMayMeanTestsWithoutAFileButNotThoseOfASuiteWithContact() throws {
    #expect(try scopes(["test/unit/**=offline"]) == [true, true, false, false])
  }

  @Test(arguments: [[], ["test/unit/**=real"], ["test.unit.*=offline"], ["test::*=mocked"]])
  func otherwiseTheScopeIsKnown(_ patterns: [String]) throws {
    #expect(try scopes(patterns) == [true, true, true, true])
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
