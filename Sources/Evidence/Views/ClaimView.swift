extension EvidenceView {
  static let claim = EvidenceView(
    "claim",
    about: "What a test's name or markers say that it does. The words are listed in `rules/claims.yaml`.",
    columns: [
      .integer("test_id", "The test."),
      .text(
        "claim", "`websocket`, `auth`, `login`, `timeout`, `concurrent`, `sequential`, `health`, `error`, ..."
      ),
      .text("word", "The word that it was read from."),
    ],
    definition: "SELECT test_id, claim, word FROM claim_row")
}
