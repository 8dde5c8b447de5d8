/// The text of a small rule, each part of which a test can change.
func ruleText(
  title: String = "A title", more: String = "", reads: String = "judged",
  weight: String = "{ real: 1, fake: -2 }",
  query: String =
    "SELECT test_id, 'fake' AS says, 'why' AS reason, 'test:' || test_id AS proof FROM judged ORDER BY test_id"
) -> String {
  """
  /*
  title: \(title)
  reads: [\(reads)]
  weight: \(weight)
  why: because
  mistaken_when: [never]
  \(more)
  */
  \(query)
  """
}
