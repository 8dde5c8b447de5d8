/// The TLS handshake of a connection, as far as it is visible, or a key log opens it (RFC 8446, RFC 5246).
public struct Handshake: Hashable, Sendable {
  /// The ordinal of the connection.
  public var connection: Int
  /// When the ClientHello was sent (its first byte).
  public var clientHello: Timestamp?
  /// When the ServerHello arrived (its first byte).
  public var serverHello: Timestamp?
  /// When the first application data record passed, in either direction.
  public var firstApplicationData: Timestamp?
  /// The server name indication of the ClientHello, in lower case (RFC 6066, 3).
  public var serverName: String?
  /// The highest version that the client offered, as on the wire: 0x0303 TLS 1.2, 0x0304 TLS 1.3.
  public var offeredVersion: UInt16?
  /// The version that the server chose.
  public var version: UInt16?
  /// The protocols that the client offered by ALPN (RFC 7301).
  public var offeredProtocols: [String]
  /// The protocol that the server chose, where it is visible (TLS 1.2 and before, or with keys).
  public var negotiatedProtocol: String?
  /// The cipher suite that the server chose.
  public var cipherSuite: UInt16?
  /// Whether an earlier session was resumed; nil where it cannot be told.
  public var isResumed: Bool?
  /// The certificates that the server showed, leaf first; empty where they are encrypted and there are no keys.
  public var certificates: [Certificate]
  /// The description of the first alert in the clear (RFC 8446, 6), such as 48 unknown_ca.
  public var alert: UInt8?

  /// A handshake on a connection.
  public init(connection: Int) {
    self.connection = connection
    self.offeredProtocols = []
    self.certificates = []
  }
}
