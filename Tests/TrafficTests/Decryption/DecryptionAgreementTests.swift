import Foundation
import Records
import Testing
import Traffic

/// The encrypted captures of the corpus, decrypted by us and by tshark.
@Suite(
  .enabled(
    if: TsharkReading.tool != nil && ReadingOfText.shared != nil,
    "no tshark, or no shared samples beside the package or at ASSAY_SHARED"))
struct DecryptionAgreementTests {
  private static let captures =
    (ReadingOfText.files(under: "corpus") + ReadingOfText.files(under: "corpus-runners"))
    .filter { $0.hasSuffix("/traffic.pcap") || $0.hasSuffix("/traffic.pcapng") }
    .filter { FileManager.default.fileExists(atPath: keyLog(of: $0)) }
  /// Its packets are cut to 128 bytes.
  private static let cutCaptures = captures.filter { $0.contains("/bank-cloudflare/") }
  private static let wholeCaptures = captures.filter { !$0.contains("/bank-cloudflare/") }

  private static func keyLog(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().appending(path: "sslkeys.log").path
  }

  @Test(arguments: wholeCaptures)
  func weReadInsideWhatTsharkReads(path: String) throws {
    let keyLog = Self.keyLog(of: path)
    let ours = try ReadingOfCapture(path: path, context: ReadingContext(keyLogs: [keyLog]))
    let theirs = try TsharkDecryption(path: path, keyLog: keyLog)
    let connections = ours.connections.filter { $0.transport == .tcp }
    var messages = 0
    for (number, connection) in connections.enumerated() {
      let place: Comment = "stream \(number), \(connection.client) to \(connection.server)"
      let theirs = theirs.streams[number] ?? TsharkDecryption.Stream()
      let exchanges = ours.exchanges.filter { $0.connection == connection.ordinal }
      let requests = exchanges.map { [$0.method, Self.target(of: $0.url)] }
      #expect(requests.sorted(by: Self.precedes) == theirs.requests.sorted(by: Self.precedes), place)
      #expect(exchanges.compactMap { $0.status.map(String.init) }.sorted() == theirs.statuses.sorted(), place)
      #expect(Self.values("server", of: exchanges) == theirs.servers.sorted(), place)
      #expect(Self.values("date", of: exchanges) == theirs.dates.sorted(), place)
      messages += theirs.requests.count + theirs.statuses.count
      if connection.applicationProtocol == .tls, !exchanges.isEmpty {
        #expect(exchanges.allSatisfy { $0.url.hasPrefix("https://") || $0.url.hasPrefix("wss://") }, place)
        let handshake = ours.handshakes.first { $0.connection == connection.ordinal }
        #expect(handshake?.isResumed == true || handshake?.certificates.isEmpty == false, place)
      }
    }
    #expect(messages > 3)
    #expect(Set(theirs.streams.keys).isSubset(of: Set(connections.indices)))
    #expect(!ours.oddityNames.contains("tls_decryption_failed"))
    #expect(ours.exchanges.allSatisfy { $0.witness == .packets && $0.connection != nil })
  }

  @Test(arguments: cutCaptures)
  func whatCannotBeDecryptedIsReadAsWithoutKeys(path: String) throws {
    let without = try ReadingOfCapture(path: path)
    let with = try ReadingOfCapture(path: path, context: ReadingContext(keyLogs: [Self.keyLog(of: path)]))
    #expect(with.oddityNames.contains("tls_decryption_failed"))
    #expect(with.connections.map(\.bursts) == without.connections.map(\.bursts))
    #expect(with.exchanges.filter { $0.url.hasPrefix("https:") }.count == 0)
    #expect(with.handshakes.map(\.firstApplicationData) == without.handshakes.map(\.firstApplicationData))
    #expect(with.handshakes.map(\.version) == without.handshakes.map(\.version))
  }

  private static func values(_ name: String, of exchanges: [Exchange]) -> [String] {
    exchanges.flatMap { $0.responseHeaders.filter { $0.name.lowercased() == name }.map(\.value) }.sorted()
  }

  private static func target(of url: String) -> String {
    guard let scheme = url.range(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
  }

  private static func precedes(_ one: [String], _ other: [String]) -> Bool {
    one.lexicographicallyPrecedes(other)
  }
}
