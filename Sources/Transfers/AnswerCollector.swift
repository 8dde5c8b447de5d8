import FoundationEssentials
import Records

/// Takes an answer from libcurl, piece by piece and within limits.
final class AnswerCollector {
  private let bodyLimit: Int
  private let headerLimit: Int
  private let isUpgrade: Bool
  private var headerBytes = 0

  /// The header fields of the last answer that began.
  private(set) var headers: [Header] = []
  /// The body so far.
  private(set) var body: [UInt8] = []
  /// Whether the body was left before its end.
  private(set) var isBodyCut = false
  /// Whether the header fields were too long.
  private(set) var isHeaderTooLong = false
  /// Whether the connection has switched to another protocol, with which HTTP is done.
  private(set) var isUpgraded = false
  private var status = 0
  private var isHeaderDone = false

  init(settings: TransferSettings, isUpgrade: Bool) {
    bodyLimit = settings.bodyLimit
    headerLimit = settings.headerLimit
    self.isUpgrade = isUpgrade
  }

  /// Takes one line of a header; false where the transfer is to end.
  func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= headerLimit else {
      isHeaderTooLong = true
      return false
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // An interim answer came before, or a proxy's.
      headers.removeAll()
      isHeaderDone = false
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
    } else if bytes.allSatisfy({ $0 == 0x0d || $0 == 0x0a }) {
      isUpgraded = isUpgrade && status == 101
      isHeaderDone = status >= 200 || isUpgraded
      return !isUpgraded
    } else if !isHeaderDone, let colon = line.firstIndex(of: ":") {
      // What comes after the body are trailers.
      headers.append(
        Header(name: Self.trimmed(line[..<colon]), value: Self.trimmed(line[line.index(after: colon)...])))
    }
    return true
  }

  /// Takes a part of the body; false where it is more than is wanted.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let room = bodyLimit - body.count
    body.append(contentsOf: bytes.prefix(room))
    isBodyCut = bytes.count > room
    return !isBodyCut
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.trimmingPrefix { $0.isWhitespace }.reversed().trimmingPrefix { $0.isWhitespace }.reversed())
  }
}
