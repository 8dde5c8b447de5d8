import Rules

/// The calibration for people: tables in columns, wide enough for the rules' ids.
enum TextCalibration {
  static func render(_ study: CalibrationStudy, into output: inout some TextOutputStream) {
    var lines = overview(of: study) + [""] + rows(of: study.counts) + [""] + legend
    lines += ["", "How many verdicts were right", ""] + scores(of: study)
    for (title, outcome) in outcomes(of: study) {
      lines += ["", "How many were real, by the probability given; weights \(title)", ""]
      lines += table(outcome.table)
    }
    for line in lines { output.write(line + "\n") }
  }

  private static let legend = [
    "of real   how often it was said of real tests that were judged, seen and not hard; 'hard': of hard ones",
    "voted     how often it was its group's vote where the other groups leave the test open",
    "implied   log2 of the ratio of both rates, smoothed; of the votes where there are \(RuleCount.enough)",
    "less file what that differs by from the weight in the rule's file",
    "interval  holds the weight 95 times in 100",
    "measured  \(RuleCount.enough) such votes or more, and the file's weight is in the interval",
    "within    said of \(RuleCount.enough) tests or more that other groups decide; the counts don't contradict the weight",
    "few       said of fewer tests; the weight is an estimate that the counts don't contradict",
    "drift     the counts contradict the weight",
  ]

  /// The choices of weights, named.
  private static func outcomes(of study: CalibrationStudy) -> [(
    title: String, outcome: CalibrationStudy.Outcome
  )] {
    [("of the rules' files", study.asFiled), ("fitted on all runs", study.inSample)]
      + (study.heldOut.map { [("fitted on the other runs", $0)] } ?? [])
  }

  private static func overview(of study: CalibrationStudy) -> [String] {
    let tests = study.runs.flatMap(\.tests)
    let runs = study.runs.count == 1 ? "1 labelled run" : "\(study.runs.count) labelled runs"
    let unlabelled = study.runs.map(\.unlabelled).reduce(0, +)
    let folds = study.folds.map { VisibleText.of($0) }.joined(separator: ", ")
    return [
      "\(runs) with \(tests.count) labelled tests; tests without label: \(unlabelled)",
      study.heldOut == nil
        ? "nothing can be left out of the fit: give more runs, or more folders of runs"
        : study.folds.count == study.runs.count
          ? "left out of the fit in turn: each run" : "left out of the fit in turn: the runs of \(folds)",
    ]
  }

  private static func rows(of counts: [RuleCount]) -> [String] {
    let width = counts.map(\.rule.count).max() ?? 0
    let heading =
      TextPage.left("rule", width) + "  side  " + TextPage.right("of real", 9) + TextPage.right("of fake", 9)
      + TextPage.right("hard", 6) + TextPage.right("voted", 7) + TextPage.right("file", 7)
      + TextPage.right("implied", 9) + TextPage.right("less file", 11) + TextPage.right("interval", 15)
      + "  standing"
    return [heading]
      + counts.map { count in
        let (spoken, basis) = (count.spoken, count.basis)
        let interval = "\(bits(basis.interval.lowerBound))..\(bits(basis.interval.upperBound))"
        return TextPage.left(VisibleText.of(count.rule), width) + "  \(count.says.rawValue)  "
          + TextPage.right("\(spoken.ofReal)/\(spoken.real)", 9)
          + TextPage.right("\(spoken.ofFake)/\(spoken.fake)", 9)
          + TextPage.right(String(count.hard.occasions), 6)
          + TextPage.right(String(count.deciding.occasions), 7) + TextPage.right(bits(count.bits), 7)
          + TextPage.right(bits(basis.impliedBits), 9)
          + TextPage.right(bits(basis.impliedBits - count.bits), 11) + TextPage.right(interval, 15)
          + "  \(count.standing.rawValue)"
      }
  }

  private static func scores(of study: CalibrationStudy) -> [String] {
    let heading =
      TextPage.left("weights", 26) + TextPage.right("plain fakes", 18) + TextPage.right("other fakes", 18)
      + TextPage.right("real", 18) + TextPage.right("accused", 10) + TextPage.right("missed", 10)
    return [heading]
      + outcomes(of: study).map { title, outcome in
        let score = outcome.score
        return TextPage.left(title, 26) + TextPage.right(share(score.plainFakes), 18)
          + TextPage.right(share(score.otherFakes), 18) + TextPage.right(share(score.reals), 18)
          + TextPage.right("\(score.accused.part)/\(score.accused.whole)", 10)
          + TextPage.right("\(score.missed.part)/\(score.missed.whole)", 10)
      }
  }

  private static func table(_ table: CalibrationTable) -> [String] {
    let bins = table.bins.map { bin in
      let isEmpty = bin.tests == 0
      // Below one half, the verdict that it is fake is what may be right.
      let right = bin.upper <= 0.5 ? bin.tests - bin.real : bin.real
      let given = DecimalText.fixed(bin.meanProbability * 100, decimals: 2).map { $0 + " %" }
      return TextPage.left("\(percent(bin.lower))-\(percent(bin.upper)) %", 12)
        + [bin.tests, bin.real, bin.tests - bin.real, bin.hard].map { TextPage.right(String($0), 7) }.joined()
        + TextPage.right(isEmpty ? "-" : given ?? "-", 13)
        + TextPage.right(isEmpty ? "-" : DecimalText.percent(right, of: bin.tests), 11)
    }
    let suspects = table.suspects
    let suspectCounts = [suspects.tests, suspects.real, suspects.tests - suspects.real]
    return ["probability   tests   real   fake   hard   mean given      right"] + bins
      + [TextPage.left("suspect", 12) + suspectCounts.map { TextPage.right(String($0), 7) }.joined()]
  }

  private static func share(_ share: CalibrationScore.Share) -> String {
    "\(share.part)/\(share.whole) " + TextPage.right(DecimalText.percent(share.part, of: share.whole), 8)
  }

  private static func percent(_ value: Double) -> String {
    DecimalText.fixed(value * 100, decimals: 0) ?? ""
  }

  private static func bits(_ value: Double) -> String {
    (value > 0 ? "+" : "") + (DecimalText.fixed(value, decimals: 1, isPadded: true) ?? "")
  }
}
