/// The page on the views that rule authors read: printed from where each view and column is declared.
public enum EvidenceDocumentation {
  /// The page, as `docs/evidence.md` holds it.
  public static var page: String {
    introduction + EvidenceView.all.map(section).joined(separator: "\n")
  }

  private static func section(_ view: EvidenceView) -> String {
    var text = "## `\(view.name)`\n\n\(view.about)\n\n| column | type | what it is |\n|---|---|---|\n"
    for column in view.columns {
      // A bar would end the table's cell.
      text += "| `\(column.name)` | \(column.kind.rawValue) | \(column.about.replacing("|", with: "\\|")) |\n"
    }
    return text
  }

  private static let introduction = """
    # The evidence

    <!-- Printed from Sources/Evidence/Views. To renew: RECORD_DOCS=1 swift test --filter EvidenceTests -->

    Rules and people read the evidence through the views below, and through nothing else: the tables under them may
    change with any version. The words are those of the other pages: a *result* is a test's outcome and timing in one
    run, its *window* is the interval in which it was running, a *target* is a host that the tests claim to exercise.

    - **Times** whose description says "epoch" are microseconds since 1970-01-01T00:00:00Z on the clock of the result
      files: what another file's clock is ahead has been taken off. All other columns that end in `_us` are lengths of
      time in microseconds.
    - **NULL** means unknown, and never none. Yes and no are 1 and 0.
    - **share** says how much of something is a test's: 1 where it lies in no other test's window, or where its source
      ties it to the test; 1/k where it lies in the windows of k tests; something else where the workers of a parallel
      run could be weighed against each other: from 0.99 on it is written as 1, while the other tests keep what is left
      of it down to 0.001. At most 0.5 is a turn of traffic that began before the window and went on in it. 0.01 stands
      for more than 32 tests: such traffic is one row of `contact` for each test and role, without a connection. A share
      below 1 says that the test *may* have had contact, so it takes away the proof of absence.
    - **phase** is `setup`, `call` (the test's body) or `teardown`, where the result file tells them apart.
    - **role** says with whom: `target`, `loopback`, `ignored`, `resolver`, `other`, `unidentified`, as the view `contact`
      has it. Traffic with an unidentified address may have been with the target.
    - **test_id**, **connection_id**, **exchange_id**, **lookup_id** and **log_line_id** tie rows together within one store.

    A store is a SQLite file, which `assay ingest ... --db runs.db` makes. Any SQLite shell opens it:

        sqlite3 -readonly -box runs.db "SELECT * FROM contact WHERE role = 'target' LIMIT 10"

    The views hold the run that was judged last. In `judged` are only tests that passed and that are expected to be real;
    the other views have rows of all tests.


    """
}
