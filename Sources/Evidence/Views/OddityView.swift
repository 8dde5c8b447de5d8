extension EvidenceView {
  static let oddity = EvidenceView(
    "oddity",
    about: "Something in an input that is not as its format says it should be.",
    columns: [
      .integer("source_id", "The imported file."),
      .text("path", "Its path."),
      .text("name", "What is odd, in snake_case, the format first."),
      .text("detail", "The observed value and what was done with it."),
      .text(
        "position",
        "Where it stands: `line 3`, `packet 17`, `byte 4096`, `entry 2`; NULL for the file as a whole."),
    ],
    definition: """
      SELECT o.source_id, s.path, o.name, o.detail, o.position FROM oddity_row o JOIN source s USING (source_id)
      """)
}
