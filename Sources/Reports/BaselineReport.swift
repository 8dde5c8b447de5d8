public import Rules

/// Says what became of a baseline: what was taken out of it, what was added, and what was not.
public struct BaselineReport: Sendable {
  private let baseline: Baseline
  private let path: String
  private let waived: Int
  private let change: BaselineChange?
  private let isWorseAccepted: Bool

  /// What became of the baseline in a file.
  ///
  /// - Parameters:
  ///   - baseline: what the file holds now.
  ///   - waived: how many tests are not in it because a waiver is for them.
  ///   - change: what the run changed; nil where there was no file before.
  ///   - isWorseAccepted: whether what is worse was taken in.
  public init(
    _ baseline: Baseline, path: String, waived: Int, change: BaselineChange?, isWorseAccepted: Bool
  ) {
    self.baseline = baseline
    self.path = path
    self.waived = waived
    self.change = change
    self.isWorseAccepted = isWorseAccepted
  }

  /// Writes the report; every line ends in a line feed.
  public func render(on screen: Screen, into output: inout some TextOutputStream) {
    var page = TextPage(screen: screen)
    let held = baseline.failing.count
    page.paragraph(
      "\(path): ", in: .bold,
      "\(held) of \(Headline.tests(baseline.tests)) \(held == 1 ? "is" : "are") held as fake, suspect or too short"
        + (waived == 0 ? "" : "; \(waived) more \(waived == 1 ? "is" : "are") left to waivers"))
    if let change {
      list("taken out: better now, or gone", change.better, in: .green, into: &page)
      list("kept: inconclusive or exempt now", change.undecided, in: .cyan, into: &page)
      list(
        isWorseAccepted ? "added: worse now" : "not added: worse now", change.worse,
        in: isWorseAccepted ? .yellow : .red, into: &page)
      let (before, now) = (change.testsBefore, change.testsNow)
      if now < before {
        page.blank()
        page.paragraph(
          "\(Headline.tests(now)), and there were \(before): "
            + (isWorseAccepted ? "the lower number was taken in" : "the number was left as it is"),
          in: isWorseAccepted ? .yellow : .red, "")
      }
      if change.isLooser, !isWorseAccepted {
        page.blank()
        page.paragraph("Next: ", in: .bold, "mend what is worse, or take it in with '--accept-worse'")
      }
    }
    page.flush(into: &output)
  }

  private func list(
    _ title: String, _ entries: [BaselineChange.Entry], in ink: Ink, into page: inout TextPage
  ) {
    if entries.isEmpty { return }
    page.blank()
    page.paragraph("\(Headline.tests(entries.count)) \(title)", in: ink, "")
    for entry in entries {
      page.row(
        entry.conditions.map(\.rawValue).joined(separator: ", ") + "  ", in: .faint, indent: 2, entry.id)
    }
  }
}
