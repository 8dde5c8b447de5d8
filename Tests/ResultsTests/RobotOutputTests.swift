import Foundation
import Records
import Results
import Testing

struct RobotOutputTests {
  func read(_ body: String) throws -> RecordingSink {
    try RecordingSink.reading(
      "<?xml version=\"1.0\"?>\n<robot generator=\"Robot 7.5\">\(body)</robot>", with: RobotOutput.self)
  }

  /// 2024-01-01T00:00:00Z is 1,704,067,200 seconds after the epoch (`date -u -d 2024-01-01 +%s`).
  func moment(_ microseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: 1_704_067_200_000_000_000 + microseconds * 1000)
  }

  @Test func readsTestsOfNestedSuites() throws {
    let sink = try read(
      """
      <suite name="Root" source="/s"><suite name="A" source="/s/a.robot">
      <test name="One &amp; two"><kw name="k"><tag>of the keyword</tag><status status="FAIL" start="2024-01-01T00:00:09"/></kw>
      <doc>d</doc><tag>slow</tag><tag>net</tag><status status="PASS" start="2024-01-01T00:00:01.500000" elapsed="0.250001"/></test>
      <test name="Three"><status status="FAIL" start="2024-01-01T00:00:02.000000" elapsed="0.000000">1 != 2
      more</status></test>
      <test name="Four"><status status="SKIP" start="2024-01-01T00:00:03.000000" elapsed="0.1">because</status></test>
      <status status="FAIL" start="2024-01-01T00:00:00.500000" elapsed="4.0"/></suite>
      <status status="FAIL" start="2024-01-01T00:00:00.000000" elapsed="5.0"/></suite>
      <statistics><tag><stat>net</stat></tag><suite><stat name="Root">Root</stat></suite></statistics>
      """)
    #expect(sink.results.map(\.id) == ["Root.A::One & two", "Root.A::Three", "Root.A::Four"])
    #expect(sink.results.map(\.className) == ["Root.A", "Root.A", "Root.A"])
    #expect(sink.results.map(\.file) == ["/s/a.robot", "/s/a.robot", "/s/a.robot"])
    #expect(sink.results.map(\.outcome) == [.passed, .failed, .skipped])
    #expect(sink.results.map(\.message) == [nil, "1 != 2", "because"])
    #expect(sink.results.map(\.markers) == [["slow", "net"], [], []])
    #expect(sink.results.map(\.start) == [1_500_000, 2_000_000, 3_000_000].map(moment))
    #expect(sink.results.map(\.stop) == [1_750_001, 2_000_000, 3_100_000].map(moment))
    #expect(sink.results.first?.duration == RecordedDuration(nanoseconds: 250_001_000, resolution: 1000))
    #expect(sink.results.map(\.suite) == [1, 1, 1])
    #expect(sink.results.map(\.ordinal) == [0, 1, 2])
    #expect(sink.suites.map(\.name) == ["Root", "Root.A"])
    #expect(sink.suites.map(\.ordinal) == [0, 1])
    #expect(sink.suites.map(\.zone) == [.unknown, .unknown])
    #expect(sink.suites.map(\.start) == [1_500_000, 1_500_000].map(moment))
    #expect(sink.suites.map(\.startResolution) == [1000, 1000])
    #expect(sink.oddities.map(\.name) == ["robot_zone_unknown"])
  }

  @Test func readsTheTimesOfEarlierVersions() throws {
    let sink = try read(
      """
      <suite name="S"><test name="a"><tags><tag>t</tag></tags>
      <status status="PASS" starttime="20240101 00:00:01.250" endtime="20240101 00:00:02.750" critical="yes"/></test>
      <test name="b"><status status="NOT RUN" starttime="N/A" endtime="N/A"/></test></suite>
      """)
    #expect(sink.results.map(\.start) == [moment(1_250_000), nil])
    #expect(sink.results.map(\.stop) == [moment(2_750_000), nil])
    #expect(
      sink.results.map(\.duration) == [
        RecordedDuration(nanoseconds: 1_500_000_000, resolution: 1_000_000), nil,
      ])
    #expect(sink.results.map(\.outcome) == [.passed, .skipped])
    #expect(sink.results.map(\.markers) == [["t"], []])
  }

  @Test func saysWhatIsMissing() throws {
    let sink = try read(
      "<suite name='S'><test name='a'/><test name='a'><status status='GOOD'/></test></suite>")
    #expect(sink.results.map(\.outcome) == [.error, .error])
    #expect(sink.results.map(\.attempt) == [1, 2])
    #expect(sink.oddities.map(\.name) == ["robot_status_missing", "robot_status_unknown"])
    #expect(throws: Problem.self) { try RecordingSink.reading("<suite/>", with: RobotOutput.self) }
    #expect(throws: Problem.self) { try read("<suite>") }
  }

  /// Worked out from the file by Python's ElementTree and datetime, in microseconds, the local times read as UTC.
  @Test(.enabled(if: SharedFolder.hasRunners, "the recorded runs beside the project are not there"))
  func readsTheRecordedRun() throws {
    let sink = RecordingSink()
    let path = SharedFolder.url.appendingPathComponent("corpus-runners/robot-kiosk/output.xml").path
    try RobotOutput.read(path: path, into: sink)
    #expect(sink.oddities.map(\.name) == ["robot_zone_unknown"])
    #expect(
      sink.results.map {
        "\($0.id) \($0.outcome) \($0.start?.microseconds ?? 0) \($0.stop?.microseconds ?? 0)"
      } == [
        "Suite.E2E.Access::Playlist Is Consistent passed 1795351085695344 1795351086818021",
        "Suite.E2E.Access::Booking Returns Rows passed 1795351086818858 1795351087053269",
        "Suite.E2E.Access::Booking Is Versioned passed 1795351087053776 1795351087334521",
        "Suite.E2E.Access::Badge Is Loaded passed 1795351087334933 1795351087339582",
        "Suite.E2E.Access::Ledger Survives Reload passed 1795351087339987 1795351087671757",
        "Suite.E2E.Catalog::Flight Can Be Found passed 1795351087675312 1795351087676373",
        "Suite.E2E.Catalog::Parcel Recovers passed 1795351087676657 1795351087894009",
        "Suite.E2E.Catalog::Sensor Survives Reload passed 1795351087894668 1795351087949524",
        "Suite.E2E.Flows::Parcel Survives Reload failed 1795351087952609 1795351087954525",
        "Suite.E2E.Flows::Recipe Is Listed passed 1795351087954844 1795351088139486",
        "Suite.Unit.Helpers::Sensor Reports Problems passed 1795351088145094 1795351088147699",
      ])
    #expect(
      sink.suites.map(\.name) == [
        "Suite", "Suite.E2E", "Suite.E2E.Access", "Suite.E2E.Catalog", "Suite.E2E.Flows", "Suite.Unit",
        "Suite.Unit.Helpers",
      ])
  }
}
