import Evidence
import Records
import Rules

/// What was looked at: the files, what the captures covered, how the clocks agree, and what was left out or odd.
struct SourceTable {
  let run: RunFacts
  let leftOut: [LeftOutFile]

  /// A table of the files, and lists.
  var markup: String {
    files + HTMLList("Coverage", text: coverage).markup + HTMLList("Clocks", text: clocks).markup
      + HTMLList("Left out", text: leftOut.map { "\($0.path): \($0.reason)" }).markup
      + HTMLList("Odd in the input", text: oddities).markup
  }

  private var files: String {
    let rows = run.sources.prefix(HTMLList.limit).map { source in
      """
      <tr><th scope="row">\(HTMLText.escaped(source.path, limit: HTMLList.length))<td>\(HTMLText.escaped(source.kind))\
      <td class="n">\(source.records)<td class="n">\(source.oddities)<td><code>\(HTMLText.escaped(source.sha256))</code>

      """
    }
    let more = run.sources.count - HTMLList.limit
    return """
      <table class="files"><thead><tr><th scope="col">File<th scope="col">Kind<th scope="col" class="n">Records\
      <th scope="col" class="n">Odd<th scope="col">SHA-256</thead><tbody>
      \(rows.joined())</table>
      \(more > 0 ? "<p>... and \(more) more files</p>" : "")
      """
  }

  private var coverage: [String] {
    if run.coverage.isEmpty {
      return [run.hasPackets ? "the captures hold no packets" : "there is no packet capture"]
    }
    return run.coverage.map(RunOverview.sentence)
  }

  private var clocks: [String] {
    run.sources.filter { $0.clockBasis != nil }.map(RunOverview.clockSentence)
  }

  private var oddities: [String] {
    run.oddities.map { "\($0.name) (\($0.count)) in \($0.path), the first: \($0.detail)" }
  }
}
