public import Records

/// The readers of test-result formats.
public enum Results {
  /// All readers, the more specific recognisers first: a new format is a new file and a line here.
  public static var readers: [any RecordReader.Type] {
    [
      JUnitXML.self, PytestJSONReport.self, PytestReportLog.self, GoTestJSON.self, SwiftTestingEvents.self,
      RobotOutput.self, OpenTestReporting.self, PlaywrightJSON.self, CTRFReport.self, BehaveJSON.self,
      CucumberJSON.self, XCTestConsole.self,
    ]
  }
}
