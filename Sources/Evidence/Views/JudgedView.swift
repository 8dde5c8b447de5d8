extension EvidenceView {
  static let judged = EvidenceView(
    "judged",
    about: """
      A test that is to be judged: it passed, and its suite promises that it exercises the target \
      (expectation `real` or `loopback`). A test that only holds other tests is not: those are judged.
      """,
    columns: [
      .integer("test_id", "The test; ties the views together."),
      .integer("run_id", "The run."),
      .text("id", "The test's identity: pytest's node id, or `classname::name`."),
      .text("class_name", "The class name as the result file has it; empty where there is none."),
      .text("name", "The test's own name, parameters included."),
      .text("file", "The source file; NULL where unknown."),
      .text("expectation", "`real`, or `loopback` where the target is on this machine by design."),
      .text("worker", "The worker process that ran it; NULL where unknown."),
      .integer("attempts", "How often it was tried, the last attempt included."),
      .integer("duration_us", "The whole duration as the best file has it; NULL where unknown."),
      .integer("setup_us", "The setup; NULL where the format doesn't tell phases apart."),
      .integer("call_us", "The body; NULL where the format doesn't tell phases apart."),
      .integer("teardown_us", "The teardown; NULL where the format doesn't tell phases apart."),
      .integer("resolution_us", "How finely the duration is written, rounded up; NULL without one."),
      .integer(
        "total_least_us", "The least that setup, body and teardown together can have lasted; NULL if unknown."
      ),
      .integer(
        "total_most_us", "The most that setup, body and teardown together can have lasted; NULL if unknown."),
      .integer(
        "call_most_us",
        "The most that the body can have lasted: by the format's resolution, and by the total where the body has no figure; NULL if unknown."
      ),
      .integer("setup_most_us", "The most that the setup can have lasted; NULL where it has no figure."),
      .text(
        "window_kind",
        "`exact` where start and stop are recorded, `bounded` where they are derived, `none` where they are unknown."
      ),
      .integer("window_start_us", "The earliest that the test can have begun, epoch; NULL without a window."),
      .integer("window_stop_us", "The latest that the test can have ended, epoch; NULL without a window."),
      .integer("has_packets", "1 where the run has a packet capture."),
      .integer(
        "is_covered",
        "1 where a packet capture covers the whole window without packets that are known to be missing near it, so that absence counts."
      ),
      .integer("overlap_count", "How many other tests may have run at some time in the window."),
    ],
    definition: """
      SELECT test_id, run_id, id, class_name, name, file, expectation, worker, attempts, duration_us, setup_us,
        call_us, teardown_us, resolution_us, total_least_us, total_most_us, call_most_us, setup_most_us,
        window_kind, window_start_us, window_stop_us, has_packets, is_covered, overlap_count
      FROM test WHERE outcome = 'passed' AND expectation IN ('real', 'loopback') AND is_group = 0
      """)
}
