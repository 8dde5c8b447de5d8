import Crypto
import Foundation
import Records

@testable import Traffic

/// A connection of TLS whose secrets are known, sealed here record by record after RFC 8446 and RFC 5246.
struct SealedDialogue {
  private struct Sender {
    var key = SymmetricKey(data: [UInt8](repeating: 0, count: 16))
    var nonce: [UInt8] = []
    var sequence: UInt64 = 0
    var secret: [UInt8] = []
  }

  static let clientRandom = [UInt8](repeating: 0x11, count: 32)
  static let serverRandom = [UInt8](repeating: 0x22, count: 32)
  static let master = (0..<48).map { UInt8($0) }

  private(set) var talk = Dialogue()
  private let suite: UInt16
  private var senders = [Sender(), Sender()]

  var isTLS13: Bool { suite >> 8 == 0x13 }
  private var isSHA384: Bool { suite == 0x1302 || suite == 0xc030 }
  private var isChaCha: Bool { suite == 0x1303 || suite == 0xcca8 }
  private var keyLength: Int { isSHA384 || isChaCha ? 32 : 16 }
  private var suiteBytes: [UInt8] { [UInt8(suite >> 8), UInt8(suite & 0xff)] }

  /// Begins a connection with the whole handshake.
  init(suite: UInt16, negotiated: String? = nil, certificate: [UInt8]? = nil) {
    self.suite = suite
    talk.callee.port = 443
    let fields = TLSBytes.serverName("api.test") + (isTLS13 ? TLSBytes.field(43, [2, 3, 4]) : [])
    talk.client(TLSBytes.record(22, TLSBytes.clientHello(sessionID: [], fields: fields)))
    let chosen = negotiated.map { TLSBytes.protocols([$0]) } ?? []
    if isTLS13 {
      talk.server(hello(fields: TLSBytes.field(43, [3, 4])) + TLSBytes.record(20, [1]))
      setKeys(secret(1), of: .client)
      setKeys(secret(2), of: .server)
      let entry = certificate.map { TLSBytes.long($0) + TLSBytes.short([]) } ?? []
      say(.server, 22, TLSBytes.message(8, TLSBytes.short(chosen)))
      if certificate != nil { say(.server, 22, TLSBytes.message(11, [0] + TLSBytes.long(entry))) }
      say(.server, 22, TLSBytes.message(20, [UInt8](repeating: 3, count: 32)))
      setKeys(secret(4), of: .server)
      say(.client, 22, TLSBytes.message(20, [UInt8](repeating: 4, count: 32)))
      setKeys(secret(3), of: .client)
    } else {
      talk.server(hello(fields: chosen))
      setKeyBlock()
      for side in [Side.client, .server] {
        talk.lines.append(.says(side, TLSBytes.record(20, [1])))
        say(side, 22, TLSBytes.message(20, [UInt8](repeating: 5, count: 12)))
      }
    }
  }

  /// The key log of the connection.
  var keyLog: String {
    func line(_ label: String, _ secret: [UInt8]) -> String {
      "\(label) \(Hexadecimal.text(Self.clientRandom)) \(Hexadecimal.text(secret))\n"
    }
    guard isTLS13 else { return line("CLIENT_RANDOM", Self.master) }
    return line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", secret(1))
      + line("SERVER_HANDSHAKE_TRAFFIC_SECRET", secret(2))
      + line("CLIENT_TRAFFIC_SECRET_0", secret(3)) + line("SERVER_TRAFFIC_SECRET_0", secret(4))
  }

  /// The key log of the connection, read.
  var keys: KeyLog {
    let keys = KeyLog()
    Array(keyLog.utf8).withUnsafeBytes { keys.read($0) }
    return keys
  }

  /// The packets of the connection, without a handshake of TCP.
  var segments: [[UInt8]] {
    var next: [UInt32] = [1, 1]
    return talk.lines.compactMap { line in
      guard case .says(let side, let bytes) = line else { return nil }
      let ends = side == .client ? (Dialogue.caller, talk.callee) : (talk.callee, Dialogue.caller)
      let sequence = next[Int(side.rawValue)]
      next[Int(side.rawValue)] += UInt32(bytes.count)
      let segment = PacketBuilder.tcp(
        from: ends.0, to: ends.1, flags: PacketBuilder.ack, sequence: sequence,
        acknowledgement: next[Int(side.opposite.rawValue)], payload: bytes)
      return PacketBuilder.ip(from: ends.0.address, to: ends.1.address, next: 6, segment)
    }
  }

  mutating func client(_ text: String) { say(.client, 23, Array(text.utf8)) }
  mutating func server(_ text: String) { say(.server, 23, Array(text.utf8)) }

  /// Adds a line that is not sealed, or not whole.
  mutating func add(_ line: Dialogue.Line) { talk.lines.append(line) }

  /// Adds a record, sealed.
  mutating func say(_ side: Side, _ type: UInt8, _ content: [UInt8], padding: Int = 0) {
    talk.lines.append(.says(side, seal(side, type, content, padding: padding)))
  }

  /// Adds a KeyUpdate message, and takes the next key (RFC 8446, 7.2).
  mutating func updateKeys(of side: Side) {
    say(side, 22, TLSBytes.message(24, [0]))
    let secret = senders[Int(side.rawValue)].secret
    setKeys(expand(secret, "traffic upd", secret.count), of: side)
  }

  /// A record, sealed.
  mutating func seal(_ side: Side, _ type: UInt8, _ content: [UInt8], padding: Int = 0) -> [UInt8] {
    let sender = senders[Int(side.rawValue)]
    senders[Int(side.rawValue)].sequence += 1
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: sender.sequence >> (56 - 8 * UInt64($0))) }
    let isExplicit = !isTLS13 && !isChaCha
    let nonce =
      isExplicit ? sender.nonce + counter : zip(sender.nonce, [0, 0, 0, 0] + counter).map { $0 ^ $1 }
    let plaintext = isTLS13 ? content + [type] + [UInt8](repeating: 0, count: padding) : content
    let outer: [UInt8] = [isTLS13 ? 23 : type, 3, 3]
    let length = isTLS13 ? plaintext.count + 16 : plaintext.count
    let header = outer + [UInt8(length >> 8), UInt8(length & 0xff)]
    let sealed = try? Self.seal(
      plaintext, sender.key, nonce, isTLS13 ? header : counter + header, isChaCha: isChaCha)
    let body = (isExplicit ? counter : []) + (sealed ?? [])
    return outer + TLSBytes.short(body)
  }

  private static func seal(
    _ text: [UInt8], _ key: SymmetricKey, _ nonce: [UInt8], _ authenticated: [UInt8], isChaCha: Bool
  ) throws -> [UInt8] {
    if isChaCha {
      let box = try ChaChaPoly.seal(
        text, using: key, nonce: .init(data: nonce), authenticating: authenticated)
      return Array(box.ciphertext) + Array(box.tag)
    }
    let box = try AES.GCM.seal(text, using: key, nonce: .init(data: nonce), authenticating: authenticated)
    return Array(box.ciphertext) + Array(box.tag)
  }

  private func hello(fields: [UInt8]) -> [UInt8] {
    TLSBytes.record(
      22, TLSBytes.serverHello(sessionID: [], suite: suiteBytes, fields: fields, random: Self.serverRandom))
  }

  private func secret(_ number: UInt8) -> [UInt8] {
    [UInt8](repeating: number, count: isSHA384 ? 48 : 32)
  }

  private mutating func setKeys(_ secret: [UInt8], of side: Side) {
    senders[Int(side.rawValue)] = Sender(
      key: SymmetricKey(data: expand(secret, "key", keyLength)), nonce: expand(secret, "iv", 12), sequence: 0,
      secret: secret)
  }

  private mutating func setKeyBlock() {
    let nonceLength = isChaCha ? 12 : 4
    let block = KeyDerivation.pseudorandom(
      Self.master, label: "key expansion", seed: Self.serverRandom + Self.clientRandom,
      length: 2 * (keyLength + nonceLength), hash: isSHA384 ? .sha384 : .sha256)
    for side in 0..<2 {
      senders[side].key = SymmetricKey(data: block[side * keyLength..<(side + 1) * keyLength])
      let nonce = 2 * keyLength + side * nonceLength
      senders[side].nonce = Array(block[nonce..<nonce + nonceLength])
    }
  }

  /// HKDF-Expand-Label for lengths of one link: HMAC(secret, length | "tls13 " label | no context | 1).
  private func expand(_ secret: [UInt8], _ label: String, _ length: Int) -> [UInt8] {
    let name = Array("tls13 \(label)".utf8)
    let info = [0, UInt8(length), UInt8(name.count)] + name + [0, 1]
    let key = SymmetricKey(data: secret)
    let link =
      isSHA384
      ? Array(HMAC<SHA384>.authenticationCode(for: info, using: key))
      : Array(HMAC<SHA256>.authenticationCode(for: info, using: key))
    return Array(link.prefix(length))
  }
}
