extension EvidenceView {
  static let testLookup = EvidenceView(
    "test_lookup",
    about: "A DNS lookup that packets show in a test's window.",
    columns: [
      .integer("test_id", "The test."),
      .integer("lookup_id", "The lookup."),
      .text("phase", "`setup`, `call`, `teardown` or `unknown`."),
      .real("share", "1 where only this test can have caused it; 1/k where k tests' windows hold it."),
      .text("name", "The name asked for."),
      .integer("is_target", "1 where it is the name of a declared target."),
      .integer("response_code", "0 no error, 3 no such name, ...; NULL without an answer."),
      .text(
        "answer",
        "`address`, `loopback` (an address of this machine), `empty` (no address among the records), or `none` (no answer seen)."
      ),
      .integer("duration_us", "From question to answer; NULL where one of them is missing."),
    ],
    definition: """
      SELECT test_id, lookup_id, phase, share, name, is_target, response_code, answer, duration_us FROM test_lookup_row
      """)
}
