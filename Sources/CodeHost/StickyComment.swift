import FoundationEssentials
import Records
import Transfers

/// The one comment that reports on a change, and is replaced by the next report.
public struct StickyComment: Hashable, Sendable {
  /// The first line, by which it is found again; Markdown shows nothing of it.
  public static let marker = "<!-- assay -->"
  /// The most pages of comments that are looked through: 10,000 comments.
  public static let mostPages = 100

  /// What became of the comment.
  public enum Outcome: Hashable, Sendable {
    /// There was none.
    case created
    /// The one with this number was replaced.
    case updated(Int)
    /// The one with this number says the same already.
    case unchanged(Int)
  }

  /// The whole text, the marker first.
  public let body: String

  /// A comment with a report in Markdown; the marker is put before it where it is missing.
  ///
  /// - Parameter limit: the most UTF-16 units; of a longer report the beginning is kept, and a line says so.
  public init(report: String, limit: Int) {
    let isMarked = Self.isMarked(report)
    let whole = isMarked ? report : "\(Self.marker)\n\(report)"
    body = whole.utf16.count <= limit ? whole : Self.cut(whole, limit: limit)
  }

  /// Writes the comment on a change: replaces the one that the same author wrote before, or creates one.
  ///
  /// - Throws: a `Problem`, or a ``NotPermitted``.
  public func post(on change: Int, by client: HostClient) throws -> Outcome {
    let host = client.host
    var attempt = 1
    while true {
      if let (number, text) = try find(on: change, by: client) {
        if text == body { return .unchanged(number) }
        _ = try client.send(host.update(number, of: change, with: body))
        return .updated(number)
      }
      do {
        _ = try client.send(host.create(body, on: change))
        return .created
      } catch let uncertain as UncertainOutcome {
        // It may be there although the answer was lost: look before writing again.
        guard client.wait(after: attempt, asked: nil) else { throw uncertain.problem }
        attempt += 1
      }
    }
  }

  private func find(on change: Int, by client: HostClient) throws -> (number: Int, text: String)? {
    let host = client.host
    let me = try owner(client)
    for page in 1...Self.mostPages {
      let request = host.comments(of: change, page: page)
      let answer = try client.send(request)
      let comments: [HostedComment] = try Self.decode(answer.body, of: request)
      let own = comments.first { comment in
        guard let writer = comment.writer, comment.system != true else { return false }
        let isOwn = me.map { $0 == writer.id } ?? host.isDefaultAuthor(writer)
        return isOwn && Self.isMarked(comment.body ?? "")
      }
      if let own { return (own.id, own.body ?? "") }
      if !host.hasMorePages(answer) { return nil }
    }
    throw Problem(
      "\(host.comments(of: change, page: Self.mostPages))",
      "no comment of ours among the first \(Self.mostPages * 100), and there are more")
  }

  /// The number of the account that the token is of; nil where the host does not tell.
  private func owner(_ client: HostClient) throws -> Int? {
    let request = client.host.whoAmI
    do {
      let author: HostedComment.Author = try Self.decode(try client.send(request).body, of: request)
      return author.id
    } catch let refusal as NotPermitted where refusal.status != 401 {
      return nil
    }
  }

  private static func decode<Value: Decodable>(_ body: [UInt8], of request: HostRequest) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(body))
    } catch {
      throw Problem("\(request)", "the answer is not the JSON that was asked for; is that the right API URL?")
    }
  }

  private static func isMarked(_ text: String) -> Bool {
    text == marker || text.hasPrefix(marker + "\n") || text.hasPrefix(marker + "\r\n")
  }

  /// The beginning of a text that ends with a whole line, and with a line that says that it was cut.
  private static func cut(_ text: String, limit: Int) -> String {
    // Room for what closes open blocks, and for the note.
    let room = max(0, limit - 600)
    var kept: [Substring] = []
    var units = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      units += line.utf16.count + 1
      if units > room { break }
      kept.append(line)
    }
    if kept.count <= 1, let line = text.dropFirst(marker.count + 1).split(separator: "\n").first {
      // One endless line.
      kept = [Substring(marker), Substring(String(line.unicodeScalars.prefix(room / 4).map(Character.init)))]
    }
    var beginning = kept.joined(separator: "\n")
    if kept.count(where: { $0.hasPrefix("```") }) % 2 == 1 { beginning += "\n```" }
    let open = count("<details", in: kept) - count("</details>", in: kept)
    for _ in 0..<max(0, min(open, 20)) { beginning += "\n</details>" }
    let size = text.utf16.count
    return beginning
      + "\n\n**This report is cut**: it has \(size) characters, and a comment holds \(limit). "
      + "The whole report is in the job's output.\n"
  }

  private static func count(_ word: String, in lines: [Substring]) -> Int {
    lines.reduce(0) { $0 + $1.ranges(of: word).count }
  }
}
