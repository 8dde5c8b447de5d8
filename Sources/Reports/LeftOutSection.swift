/// The files that were given and not used, in a report for people.
struct LeftOutSection {
  let files: [LeftOutFile]
  /// How many of them are shown.
  let limit: Int

  func write(into page: inout TextPage) {
    if files.isEmpty { return }
    page.blank()
    page.paragraph("Left out: \(files.count) file\(files.count == 1 ? "" : "s")", in: .bold, "")
    writeFiles(into: &page)
  }

  /// The files alone, each with the reason.
  func writeFiles(into page: inout TextPage) {
    for file in files.prefix(limit) { page.paragraph(indent: 2, "\(file.path): \(file.reason)") }
    page.more(files.count, beyond: limit)
  }
}
