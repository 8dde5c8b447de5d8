import Records
import Results
import Testing

struct JUnitXMLTests {
  func read(_ text: String) throws -> RecordingSink {
    try RecordingSink.reading(text, with: JUnitXML.self)
  }

  /// The only result of a report that holds `test`.
  func result(_ test: String) throws -> TestResult {
    let sink = try read("<testsuite name='s'>\(test)</testsuite>")
    #expect(sink.results.count == 1)
    return try #require(sink.results.last)
  }

  @Test func readsAReportOfPytest() throws {
    let sink = try read(
      """
      <?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" tests="3" \
      time="12.500" timestamp="2026-11-22T10:47:31.017999+00:00" hostname="runner">\
      <testcase classname="tests.test_a.TestX" name="test_b[p&lt;&amp;q]" time="1.187" />\
      <testcase classname="tests.test_a" name="test_c" time="0.001"><failure message="assert 1 == 2&#10;more">trace\
      </failure></testcase>\
      <testcase classname="tests.test_a" name="test_d" time="0.000"><skipped type="pytest.xfail" message="known" />\
      </testcase></testsuite></testsuites>
      """)
    #expect(sink.oddities == [])
    var suite = TestSuite(ordinal: 0, name: "pytest")
    suite.start = Timestamp(nanoseconds: 1_795_344_451_017_999_000)
    suite.startResolution = 1000
    suite.duration = RecordedDuration(nanoseconds: 12_500_000_000, resolution: 1_000_000)
    suite.hostname = "runner"
    #expect(sink.suites == [suite])
    #expect(
      sink.results.map(\.id) == [
        "tests.test_a.TestX::test_b[p<&q]", "tests.test_a::test_c", "tests.test_a::test_d",
      ])
    #expect(sink.results.map(\.outcome) == [.passed, .failed, .skipped])
    #expect(sink.results.map(\.message) == [nil, "assert 1 == 2", "known"])
    #expect(sink.results.map(\.ordinal) == [0, 1, 2])
    #expect(sink.results.map(\.durationScope) == [.total, .total, .total])
    #expect(
      sink.results.first?.duration == RecordedDuration(nanoseconds: 1_187_000_000, resolution: 1_000_000))
  }

  @Test func marksATimestampWithoutZone() throws {
    let sink = try read("<testsuite name='s' timestamp='2024-03-01T00:00:00'/>")
    #expect(sink.suites.first?.zone == .unknown)
    #expect(sink.suites.first?.start?.nanoseconds == 1_709_251_200_000_000_000)
    #expect(sink.suites.first?.startResolution == 1_000_000_000)
  }

  @Test func takesATestsOwnStartOnlyWhereItPlacesTheTest() throws {
    #expect(
      try result("<testcase name='t' timestamp='2024-03-01T00:00:00.250+01:00'/>").start?.nanoseconds
        == 1_709_247_600_250_000_000)
    for text in ["2024-03-01T00:00:00.250", "2024-03-01T00:00:00Z", "yesterday"] {
      let sink = try read("<testsuite name='s'>\n<testcase name='t' timestamp='\(text)'/></testsuite>")
      #expect(sink.results.first?.start == nil)
      #expect(sink.oddities.map(\.name) == ["junit_timestamp_unusable"])
      #expect(sink.oddities.first?.position == .line(2))
    }
  }

  @Test func makesANodeIDWhereTheFileAllowsIt() throws {
    #expect(
      try result("<testcase file='tests/test_a.py' classname='tests.test_a.TestX.TestY' name='t[1.5]'/>").id
        == "tests/test_a.py::TestX::TestY::t[1.5]")
    #expect(
      try result("<testcase file='tests\\test_a.py' classname='tests.test_a' name='t'/>").id
        == "tests/test_a.py::t")
    #expect(
      try result("<testcase file='tests/test_a.py' classname='tests.test_ab' name='t'/>").id
        == "tests.test_ab::t")
    #expect(try result("<testcase file='a.js' classname='a' name='t'/>").id == "a::t")
    #expect(try result("<testcase name='t'/>").id == "t")
  }

  @Test func aTimeOfSwiftPMsXCTestRunIsOnlyALimit() throws {
    let cases =
      "<testcase classname='M.C' name='testA' time='0.3'/><testcase classname='M.S' name='b()' time='0.2'/>"
    func scopes(_ suite: String) throws -> [TestResult.DurationScope] {
      try read("<testsuites><testsuite \(suite)>\(cases)</testsuite></testsuites>").results.map(
        \.durationScope)
    }
    #expect(try scopes("name='TestResults' time='0.5'") == [.limit, .total])
    #expect(try scopes("name='Other'") == [.total, .total])
    #expect(try scopes("name='TestResults' timestamp='2026-01-01T00:00:00Z'") == [.total, .total])
  }

  @Test func theMomentOfWritingIsNoStart() throws {
    let sink = try read(
      "<testsuites><testsuite name='JUnit Jupiter' time='2.6' timestamp='2026-01-01T00:00:00'/>"
        + "<testsuite name='JUnit tests' time='2.6' timestamp='2026-01-01T00:00:00'/></testsuites>")
    #expect(sink.suites.map { $0.start != nil } == [false, true])
  }

  @Test func countsNestedSuitesAndTestsOutsideOfAny() throws {
    let sink = try read(
      """
      <testsuites name="all"><testcase name="a"/><testsuite name="outer"><testcase name="b"/><testsuite name="inner">\
      <testcase name="c"/></testsuite><testcase name="d"/></testsuite><testsuite name="last"/></testsuites>
      """)
    #expect(sink.suites.map(\.name) == ["all", "outer", "inner", "last"])
    #expect(sink.suites.map(\.ordinal) == [0, 1, 2, 3])
    #expect(sink.results.map(\.name) == ["a", "b", "c", "d"])
    #expect(sink.results.map(\.suite) == [0, 1, 2, 1])
  }

  @Test func countsRetriesAsAttempts() throws {
    let sink = try read(
      """
      <testsuite name="s"><testcase classname="C" name="sibling"><failure message="first"/></testcase>\
      <testcase classname="C" name="sibling" time="0.5"/>\
      <testcase classname="C" name="flaky" time="0.250"><flakyFailure message="once"><stackTrace>x</stackTrace>\
      </flakyFailure><flakyError message="twice" time="0.125"/></testcase>\
      <testcase classname="C" name="broken"><failure message="a"/><rerunFailure message="b"/></testcase></testsuite>
      """)
    #expect(
      sink.results.map { "\($0.name) \($0.attempt) \($0.outcome) \($0.message ?? "-")" } == [
        "sibling 1 failed first", "sibling 2 passed -",
        "flaky 1 failed once", "flaky 2 error twice", "flaky 3 passed -",
        "broken 1 failed b", "broken 2 failed a",
      ])
    #expect(sink.results.map(\.ordinal) == Array(0..<7))
    #expect(
      sink.results.map { $0.duration?.nanoseconds } == [
        nil, 500_000_000, nil, 125_000_000, 250_000_000, nil, nil,
      ])
  }

  @Test func tellsTheSameNameInTwoSuitesApart() throws {
    let sink = try read(
      "<testsuites><testsuite><testcase name='t'/></testsuite><testsuite><testcase name='t'/></testsuite></testsuites>"
    )
    #expect(sink.results.map(\.attempt) == [1, 1])
  }

  @Test func joinsAFailureAndTheErrorOfItsTeardown() throws {
    let error = "<error message='failed on teardown with &quot;OSError&quot;'/>"
    let sink = try read(
      """
      <testsuite><testcase classname="c" name="t" time="0.010"><failure message="assert 0"/></testcase>\
      <testcase classname="c" name="t" time="0.002">\(error)</testcase><testcase classname="c" name="u"/></testsuite>
      """)
    #expect(sink.results.map(\.name) == ["t", "u"])
    #expect(sink.results.map(\.attempt) == [1, 1])
    #expect(sink.results.first?.outcome == .failed)
    #expect(sink.results.first?.message == "assert 0")
    #expect(sink.results.first?.duration == RecordedDuration(nanoseconds: 12_000_000, resolution: 2_000_000))
    #expect(sink.results.first?.teardown?.outcome == .error)
    #expect(sink.oddities.map(\.name) == ["junit_failure_and_teardown_error"])
  }

  @Test(arguments: [
    ("<testcase name='t' status='notrun'/>", Outcome.skipped),
    ("<testcase name='t' status='disabled'/>", .skipped),
    ("<testcase name='t' status='run' result='suppressed'/>", .skipped),
    ("<testcase name='t' status='run'/>", .passed),
    ("<testcase name='t' status='FAILED'/>", .failed),
    ("<testcase name='t'><error/><failure/></testcase>", .error),
    ("<testcase name='t'><skipped/><failure/></testcase>", .failed),
    ("<testcase name='t'><skipped/></testcase>", .skipped),
    ("<testcase name='t'><system-out><failure/></system-out></testcase>", .passed),
  ])
  func readsTheOutcome(_ test: String, _ outcome: Outcome) throws {
    #expect(try result(test).outcome == outcome)
  }

  @Test func takesTheFirstLineOfTheTextWhereThereIsNoMessage() throws {
    #expect(
      try result("<testcase name='t'><failure type='T'>\n  <![CDATA[boom <x>\nline 2]]></failure></testcase>")
        .message
        == "boom <x>")
    #expect(try result("<testcase name='t'><failure type='T'/></testcase>").message == "T")
    let long = try result(
      "<testcase name='t'><failure message='\(String(repeating: "é", count: 300))'/></testcase>")
    #expect(long.message == String(repeating: "é", count: 250))
  }

  @Test(arguments: [
    // pytest writes its own assertion below the test's message.
    (
      "Too quick: 0.478s!&#10;assert 0.47812 &gt; 0.5&#10; +  where",
      "Too quick: 0.478s! (assert 0.47812 > 0.5)"
    ),
    ("AssertionError: assert 1 == 2&#10;  +1", "AssertionError: assert 1 == 2"),
    ("one&#10;  assert 2&#10;asserted 3", "one"),
    (String(repeating: "a", count: 495) + "&#10;assert 0", String(repeating: "a", count: 495)),
  ])
  func putsTheAssertionBehindTheFirstLineOfAMessage(written: String, message: String) throws {
    let read = try result("<testcase name='t'><failure message='\(written)'/></testcase>").message
    #expect(read == message)
  }

  @Test func readsOnOverBytesThatXMLForbids() throws {
    let text =
      "<testsuite name='s'><testcase name='a\u{1b}[31m\u{0}' time='0.5'/><testcase name='b'/></testsuite>"
    var bytes = Array(text.utf8)
    bytes.insert(0xff, at: 17)
    let sink = try RecordingSink.reading(bytes, with: JUnitXML.self)
    #expect(sink.suites.map(\.name) == ["?s"])
    #expect(sink.results.map(\.name) == ["a?[31m?", "b"])
    #expect(sink.oddities.map(\.name) == ["xml_forbidden_bytes"])
    #expect(sink.oddities.first?.position == .byte(17))
    let reference = try read("<testsuite><testcase name='a&#27;b'/><testcase name='c'/></testsuite>")
    #expect(reference.results.map(\.name) == ["ab", "c"])
    #expect(reference.oddities.map(\.name) == ["xml_fault"])
  }

  @Test func keepsCharactersThatABlockSplits() throws {
    // Blocks end after 1,048,576 bytes: among characters of four bytes, one of the paddings splits one.
    for padding in 0..<4 {
      let name = String(repeating: "a", count: padding) + String(repeating: "😀", count: 300_000)
      let sink = try read(
        "<testsuite><testcase name='n'><system-out>\(name)</system-out></testcase></testsuite>")
      #expect(sink.results.count == 1)
      #expect(sink.oddities == [])
    }
  }

  @Test func readsOtherEncodings() throws {
    let latin =
      Array("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase name='caf".utf8) + [0xe9]
    let sink = try RecordingSink.reading(latin + Array("'/></testsuite>".utf8), with: JUnitXML.self)
    #expect(sink.results.map(\.name) == ["café"])
    let text = "<?xml version='1.0' encoding='UTF-16'?><testsuite><testcase name='é'/></testsuite>"
    let wide: [UInt8] = text.utf16.reduce(into: [0xff, 0xfe]) { $0 += [UInt8($1 & 0xff), UInt8($1 >> 8)] }
    #expect(JUnitXML.recognises(FileHead(bytes: wide)))
    #expect(try RecordingSink.reading(wide, with: JUnitXML.self).results.map(\.name) == ["é"])
    // .NET's StringWriter labels UTF-8 as UTF-16.
    #expect(try read(text).results.map(\.name) == ["é"])
    #expect(try read("\u{feff}\n<testsuite><testcase name='é'/></testsuite>").results.map(\.name) == ["é"])
  }

  @Test(arguments: [
    "", "no xml", "<testsuite>", "<testsuite><testcase name='a'/>",
    "<testsuite><testcase name='a'></testsuite>",
    "<testsuite/><testsuite/>", "<testsuite name='a' name='b'/>", "<TestRun/>", "<testsuite/>trailing", "{}",
    "<!DOCTYPE t [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite name='&x;'/>",
    "<!DOCTYPE t [<!ENTITY a 'b'>]><testsuite/>", "<!DOCTYPE t [<!ENTITY % a 'b'>%a;]><testsuite/>",
  ])
  func refusesWhatIsNoWholeReport(_ text: String) {
    #expect(throws: Problem.self) { try read(text) }
  }

  @Test func readsManyTestsAndTellsAllOfThemApart() throws {
    let tests = (0..<30_000).map { "<testcase classname='c\($0 % 7)' name='t\($0 / 7)' time='0.001'/>" }
      .joined()
    let sink = try read("<testsuite>\(tests)<testcase classname='c3' name='t9'/></testsuite>")
    #expect(sink.results.count == 30_001)
    #expect(sink.results.dropLast().allSatisfy { $0.attempt == 1 })
    #expect(sink.results.last?.attempt == 2)
    #expect(sink.results.map(\.ordinal) == Array(0...30_000))
    #expect(sink.results[20_000].id == "c1::t2857")
  }

  @Test func namesTheLineOfAFault() throws {
    let problem = try #require(throws: Problem.self) {
      try read("<testsuite>\n<testcase name='a'>\n</testsuite>\n")
    }
    #expect(problem.line == 3)
  }

  @Test func readsOverALongSectionOfOutput() throws {
    // 20 MiB, more than any token may have, with the section's end looming at every place.
    let output = String(repeating: "]] > ]]&gt; <x> ]", count: 1_300_000)
    let sink = try read(
      "<testsuite><testcase name='a'><system-out><![CDATA[\(output)]]></system-out></testcase><testcase name='b'/></testsuite>"
    )
    #expect(sink.results.map(\.name) == ["a", "b"])
    #expect(sink.oddities == [])
  }

  @Test func refusesATagOfCountlessNamesQuickly() {
    let attributes = (0..<200_000).map { "a\($0)=''" }.joined(separator: " ")
    let elements = (0..<100_000).map { "<e\($0)/>" }.joined()
    let duration = ContinuousClock().measure {
      #expect(throws: Problem.self) { try read("<testsuite \(attributes)/>") }
      #expect(throws: Problem.self) { try read("<testsuite>\(elements)</testsuite>") }
    }
    #expect(duration < .seconds(5))
  }

  @Test func refusesEntitiesAndDepthQuickly() throws {
    var laughs = "<!DOCTYPE t [<!ENTITY a0 'ha'>"
    for step in 1..<40 { laughs += "<!ENTITY a\(step) '&a\(step - 1);&a\(step - 1);'>" }
    laughs += "]><testsuite name='&a39;'>&a39;</testsuite>"
    let deep =
      String(repeating: "<testsuite>", count: 100_000) + String(repeating: "</testsuite>", count: 100_000)
    let duration = ContinuousClock().measure {
      #expect(throws: Problem.self) { try read(laughs) }
      #expect(throws: Problem.self) { try read(deep) }
    }
    #expect(duration < .seconds(2))
  }

  @Test func endsWithWhatTheSinkThrows() {
    for count in [1, 20_000] {
      let tests = String(repeating: "<testcase name='a' time='0.001'/>", count: count)
      #expect(throws: CancellationError.self) {
        try RecordingSink.reading("<testsuite>\(tests)</testsuite>", with: Refusing.self)
      }
    }
  }

  /// Reads a report into a sink that takes no result.
  enum Refusing: RecordReader {
    static let kind = "refusing"
    static func recognises(_ head: FileHead) -> Bool { false }
    static func read(path: String, into sink: any RecordSink) throws {
      try JUnitXML.read(path: path, into: RefusingSink())
    }
  }

  @Test func aCaseWithoutAnyNameIsNoTest() throws {
    // pytest writes one where it was interrupted.
    let sink = try read(
      "<testsuite name='s'><testcase time='0.000'/><testcase classname='a' name='b' time='0.5'/></testsuite>")
    #expect(sink.results.map(\.id) == ["a::b"])
    #expect(sink.oddities.map(\.name) == ["junit_name_missing"])
  }

  @Test(arguments: [("assay", false), ("pytest", true)])
  func aReportOfOurOwnIsNoResult(_ name: String, isRecognised: Bool) {
    let text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"\(name)\" tests=\"1\"><testsuite/></testsuites>"
    #expect(JUnitXML.recognises(FileHead(bytes: Array(text.utf8))) == isRecognised)
  }
}
