import Evidence
import Rules

/// What one test's window holds, in words.
struct EvidenceSentence {
  /// `1 lookup, 1 connection, 2 exchanges, 512 B sent, 4.1 kB received, Server: nginx`.
  let text: String

  init(_ side: ComparedTest.Side, hasPackets: Bool) {
    let target = side.contact.target
    var parts = Self.parts(target)
    if parts.isEmpty {
      parts = [
        !hasPackets
          ? "no capture"
          : side.verdict.facts.isCovered == true
            ? "nothing went to the target" : "nothing seen, in a window that no capture covers"
      ]
    }
    if target.toldExchanges.most > 0 {
      parts.append("\(Self.count(target.toldExchanges, "exchange")) by the client's word")
    }
    let elsewhere = side.contact.elsewhere
    if elsewhere.connections.most > 0 {
      parts.append("\(Self.count(elsewhere.connections, "connection")) elsewhere")
    }
    if !side.contact.servers.isEmpty {
      parts.append("Server: \(side.contact.servers.joined(separator: ", "))")
    }
    text = parts.joined(separator: ", ")
  }

  private static func parts(_ traffic: ContactFacts.Traffic) -> [String] {
    let counts = [
      (traffic.lookups, "lookup"), (traffic.connections, "connection"), (traffic.handshakes, "handshake"),
      (traffic.exchanges, "exchange"),
    ].filter { $0.0.most > 0 }.map(count)
    let bytes = [(traffic.sentBytes, "sent"), (traffic.receivedBytes, "received")].filter { $0.0.most > 0 }
      .map { amount, word in
        amount.least == amount.most
          ? "\(ByteText.of(amount.most)) \(word)"
          : "\(ByteText.of(amount.least)) to \(ByteText.of(amount.most)) \(word)"
      }
    return counts + bytes
  }

  /// `1 lookup`, `0 to 3 lookups` where others may have caused them.
  private static func count(_ amount: ContactFacts.Amount, _ word: String) -> String {
    let number = amount.least == amount.most ? "\(amount.most)" : "\(amount.least) to \(amount.most)"
    return "\(number) \(word)\(amount.most == 1 ? "" : "s")"
  }
}
