extension EvidenceView {
  static let testLogLine = EvidenceView(
    "test_log_line",
    about:
      "A line of the client's own log in a test's window, or tied to the test, other than a whole exchange.",
    columns: [
      .integer("test_id", "The test."),
      .integer("log_line_id", "The line."),
      .text("phase", "`setup`, `call`, `teardown` or `unknown`."),
      .real("share", "1 where only this test can have caused it; 1/k where k tests' windows hold it."),
      .text("claim", "`connecting`, `connected` or `replayed`."),
      .text("host", "The host that the line names; NULL without one."),
      .text("role", "With whom, as in `contact`, by the host; NULL without one."),
      .integer("time_us", "When it was written, epoch."),
    ],
    definition: """
      SELECT t.test_id, t.log_line_id, t.phase, t.share, l.claim, l.host, t.role,
        l.time_us - coalesce(s.clock_offset_us, 0) AS time_us
      FROM test_log_line_row t JOIN log_line l USING (log_line_id) JOIN source s USING (source_id)
      """)
}
