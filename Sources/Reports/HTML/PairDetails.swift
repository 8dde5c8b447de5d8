import Records
import Evidence
import Rules

/// What a test of a comparison opens to: both durations on one scale, and for each run the verdict with its evidence.
struct PairDetails {
  let comparison: Comparison
  /// The scale of all durations of both runs.
  let scale: DurationScale

  /// The markup, in parts that other tests may share.
  func parts(of test: ComparedTest) -> [FramedMarkup] {
    [drawing(of: test), facts(of: test)]
      + [row("Before", test.before, comparison.before), row("After", test.after, comparison.after), end]
  }

  private func drawing(of test: ComparedTest) -> FramedMarkup {
    let sides = [("before", test.before, 13), ("after", test.after, 43)].compactMap { word, side, y in
      side?.verdict.facts.durationMicroseconds.map {
        (word: word, look: side?.verdict.verdict.cssClass ?? "", place: scale.place($0), y: y)
      }
    }
    var part = FramedMarkup()
    if sides.isEmpty { return part }
    part.markup(
      "<svg class=\"pair\" role=\"img\" aria-label=\"Duration before and after, on a logarithmic scale\" width=\"100%\" "
        + "height=\"72\">\(scale.axis(below: 52))")
    if let before = sides.first, let after = sides.last, sides.count == 2 {
      part.markup("<line class=\"way\" y1=\"25\" y2=\"25\" x1=\"")
      part.value(DurationScale.percent(before.place))
      part.markup("\" x2=\"")
      part.value(DurationScale.percent(after.place))
      part.markup("\"/>")
    }
    for side in sides {
      let anchor = side.place < 80 ? "start" : side.place > 920 ? "end" : "middle"
      for (name, place) in [("circle", "cx"), ("text", "x")] {
        part.markup("<\(name) class=\"\(side.look) \(side.word)\" \(place)=\"")
        part.value(DurationScale.percent(side.place))
        part.markup(
          name == "circle"
            ? "\" cy=\"25\" r=\"6\"/>" : "\" y=\"\(side.y)\" text-anchor=\"\(anchor)\">\(side.word)</text>")
      }
    }
    part.markup("</svg>")
    return part
  }

  private func facts(of test: ComparedTest) -> FramedMarkup {
    var lines: [(String, String)] = []
    if test.id.unicodeScalars.count > TestDetails.mostOfName { lines.append(("Name", test.id)) }
    if let match = test.match, match.kind != .same {
      lines.append((match.kind == .moved ? "Moved" : "Renamed", "by \(match.basis)"))
      lines.append(("Before", test.before?.verdict.facts.id ?? ""))
    }
    if let failure = test.after?.failure { lines.append(("Failure", failure.sentence)) }
    if let message = test.after?.verdict.facts.message { lines.append(("Message", message)) }
    var part = FramedMarkup()
    if !lines.isEmpty { part.markup("<div class=\"facts\">") }
    for (word, text) in lines {
      part.markup("<p><b>\(word):</b> ")
      part.text(text)
    }
    part.markup(
      "\(lines.isEmpty ? "" : "</div>")<table class=\"sides-of\"><thead><tr><th scope=\"col\">Run<th scope=\"col\">Verdict"
        + "<th scope=\"col\" class=\"n\">Duration<th scope=\"col\">Evidence<th scope=\"col\">Why</thead><tbody>"
    )
    return part
  }

  private func row(_ word: String, _ side: ComparedTest.Side?, _ run: ComparedRun) -> FramedMarkup {
    var part = FramedMarkup()
    part.markup("<tr><th scope=\"row\">\(word)")
    if let side {
      part.markup(
        "<td class=\"\(side.verdict.verdict.cssClass)\">\(ChangeSection.verdict(side))<td class=\"n\">")
      part.text(ChangeSection.duration(side))
      part.markup("<td>")
      part.text(EvidenceSentence(side, hasPackets: run.judgement.run.hasPackets).text)
      part.markup("<td>")
      part.text(TestList.sentence(of: side.verdict) ?? "")
    } else {
      part.markup("<td>absent<td><td><td>")
    }
    return part
  }

  private var end: FramedMarkup {
    var part = FramedMarkup()
    part.markup("</table>")
    return part
  }
}
