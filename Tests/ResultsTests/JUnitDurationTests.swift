import Records
import Results
import Testing

/// The forms are those of FIELD-NOTES B.1: each producer's own.
struct JUnitDurationTests {
  func read(_ time: String) throws -> (duration: RecordedDuration?, oddities: [String]) {
    let sink = try RecordingSink.reading(
      "<testsuite><testcase name='t' time='\(time)'/></testsuite>", with: JUnitXML.self)
    return (sink.results.first?.duration, sink.oddities.map(\.name))
  }

  @Test(arguments: [
    ("0.001", 1_000_000, 1_000_000), ("0.000", 0, 1_000_000), ("12", 12_000_000_000, 1_000_000_000),
    ("0", 0, 1_000_000_000), ("1e-05", 10_000, 0), ("2.5E-3", 2_500_000, 0), ("0,03", 30_000_000, 10_000_000),
    ("0,160", 160_000_000, 1_000_000), ("1234,567", 1_234_567_000_000, 1_000_000),
    ("2,120.532", 2_120_532_000_000, 1_000_000), ("2.120,532", 2_120_532_000_000, 1_000_000),
    ("1,234,567", 1_234_567_000_000_000, 1_000_000_000), ("80.803us", 80_803, 1),
    ("0.160s", 160_000_000, 1_000_000),
    ("1m 2.5s", 62_500_000_000, 100_000_000), ("5ms", 5_000_000, 1_000_000),
    (" 0.25 ", 250_000_000, 10_000_000),
    ("0.010000", 10_000_000, 10_000_000), ("0.010001", 10_001_000, 1000), ("0.0012345", 1_234_500, 100),
    ("0.001234567891", 1_234_568, 0), (".5", 500_000_000, 100_000_000), ("7.", 7_000_000_000, 1_000_000_000),
  ])
  func readsEveryDialect(_ time: String, _ nanoseconds: Int64, _ resolution: Int64) throws {
    let read = try read(time)
    #expect(read.duration == RecordedDuration(nanoseconds: nanoseconds, resolution: resolution))
    #expect(read.oddities == [])
  }

  @Test(arguments: [
    ("1,078", "junit_duration_ambiguous"), ("12,345", "junit_duration_ambiguous"),
    ("-0.5", "junit_duration_negative"),
    ("NaN", "junit_duration_unreadable"), ("inf", "junit_duration_unreadable"),
    ("1.2.3", "junit_duration_unreadable"),
    ("1,2,3", "junit_duration_unreadable"), ("12,34.5", "junit_duration_unreadable"),
    ("1 2", "junit_duration_unreadable"),
    ("0.1.2,3,4", "junit_duration_unreadable"), ("fast", "junit_duration_unreadable"),
    (".", "junit_duration_unreadable"),
    ("99999999999999999999", "junit_duration_unreadable"), ("1e99", "junit_duration_unreadable"),
    ("30000d 30000d 30000d 30000d 30000d", "junit_duration_unreadable"),
    ("1s 5", "junit_duration_unreadable"),
    ("--1", "junit_duration_unreadable"),
  ])
  func takesNoneWhereTheFigureIsNotSure(_ time: String, _ oddity: String) throws {
    let read = try read(time)
    #expect(read.duration == nil)
    #expect(read.oddities == [oddity])
  }

  @Test func takesNoneWhereThereIsNone() throws {
    #expect(try read("").duration == nil)
    #expect(try read("").oddities == [])
  }

  @Test func listsOnlyTheFirstHundredOdditiesOfAName() throws {
    let tests = String(repeating: "<testcase name='t' time='x'/>", count: 137)
    let sink = try RecordingSink.reading("<testsuite>\(tests)</testsuite>", with: JUnitXML.self)
    #expect(sink.oddities.count == 101)
    #expect(sink.oddities.last?.detail == "37 more of these, not listed")
    #expect(sink.results.last?.attempt == 137)
  }
}
