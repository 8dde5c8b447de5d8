import Foundation

/// The project's README, as far as it can be held to what it says.
struct Readme {
  /// The whole text.
  let text: String

  init() throws {
    text = try String(contentsOf: AssayProgram.packageRoot.appending(path: "README.md"), encoding: .utf8)
  }

  /// The arguments of the first `assay check` in a fenced block, as a shell would pass them.
  var checkArguments: [String] {
    let block = blocks.first { $0.contains("assay check") } ?? ""
    let lines = block.replacing("\\\n", with: " ").split(separator: "\n")
    let command = lines.first { $0.contains("assay check") } ?? ""
    let words = command.split(whereSeparator: \.isWhitespace).map { String($0.replacing("'", with: "")) }
    return Array(words.drop { $0 != "check" })
  }

  /// The report that README shows: the block after the one with the command.
  var transcript: String? {
    blocks.drop { !$0.contains("assay check") }.dropFirst().first
  }

  /// Every long option that README names, and `-o`.
  var options: Set<String> {
    Set(text.matches(of: /`(--[a-z-]+|-o)\b/).map { String($0.1) })
  }

  /// What stands between the fences of each fenced block.
  private var blocks: [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let parts = lines.split(omittingEmptySubsequences: false) { $0.hasPrefix("```") }
    return stride(from: 1, to: parts.count, by: 2).map { part in
      parts[part].map { $0 + "\n" }.joined()
    }
  }
}
