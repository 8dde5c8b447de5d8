import Reports
import Testing

struct MarkdownComparisonTests {
  @Test func figuresStandInATableAndTestsInLists() {
    let text = SampleComparison.render(MarkdownComparison())
    #expect(
      text.hasPrefix("## FAKE\n\n3 of 8 tests are fake (1 turned fake, 1 still fake, 1 new), before 5 of 7; ")
    )
    for part in [
      "| | before | after |\n|---|--:|--:|\n| tests | 7 | 8 |\n",
      "| connections | - | 4 |\n",
      "### Server headers after\n\n- server: `Google Frontend`, in 6 responses\n",
      """
      ### TURNED REAL: 1 test

      fake or suspect before, proven real now

      - `tests/test_api.py::test_login_real`
        - before: 0.14 ms, fake; no capture
        - after: 355.6 ms, real; 1 lookup, 1 connection, 1 handshake, 2 exchanges, 512 B sent, 4.1 kB received, Server: Google Frontend

      """,
      """
      ### FAILED: 2 tests

      not fake, only failing

      - `tests/test_api.py::test_jwt` failed just short of a timing assertion: 0.478 where `>` 0.5 was asked for, after real traffic
        - `assert 0.478 > 0.5`

      """,
      "- `tests/test_api.py::test_login` is now `tests/test_api.py::test_login_real`: renamed, by the same file and class",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func foreignWordsAddNothingToThePage() {
    // Whatever the words are, the page has the lines and headings that it has with harmless words.
    func shape(_ word: String) -> [String] {
      SampleComparison.render(MarkdownComparison(listsAll: true), SampleComparison.hostile(word))
        .split(separator: "\n", omittingEmptySubsequences: false).map { line in
          String(line.prefix { " #-|*".contains($0) })
        }
    }
    let plain = shape("word")
    #expect(plain.count > 60)
    for word in ["a|b", "a\nb", "a\r\n# b", "`a", "``", "<table>", "\\|", "\u{2028}# b", "- x", "> x"] {
      #expect(shape(word) == plain, "\(word)")
    }
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "[click](https://evil.test)", "@someone", "#12", "https://evil.test",
    "www.evil.test", "**bold**", "~~gone~~", "$x$", ":tada:", "&lt;",
  ])
  func foreignWordsStandInCodeSpans(word: String) {
    let text = SampleComparison.render(MarkdownComparison(listsAll: true), SampleComparison.hostile(word))
    for line in text.split(separator: "\n") {
      // A line without these words' backticks is cut into what is inside of code spans and what is not.
      let outside = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
      #expect(!outside.contains(word), "\(line)")
    }
  }

  @Test func aBacktickDoesNotEndTheCode() {
    let text = SampleComparison.render(MarkdownComparison(), SampleComparison.hostile("a`<b>`c"))
    #expect(text.contains("``a`<b>`c``"))
    #expect(!text.contains(" `a`"))
  }
}
