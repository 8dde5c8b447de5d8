/// A TCP connection or a UDP conversation, as packets showed it.
public struct Connection: Sendable {
  /// The transport protocol.
  public enum Transport: String, Sendable {
    /// RFC 9293.
    case tcp
    /// RFC 768.
    case udp
  }

  /// By what the client's end was told from the server's.
  public enum ClientBasis: String, Sendable {
    /// It sent the SYN.
    case syn
    /// It received the SYN-ACK.
    case synAck = "syn_ack"
    /// It sent a ClientHello or an HTTP request (or received what answers one).
    case application
    /// Its port is the higher one: the connection was open before the capture began.
    case port
    /// It sent the first packet.
    case first
  }

  /// What is spoken on the connection, as far as the bytes tell.
  public enum ApplicationProtocol: String, Sendable {
    /// Not recognised, or no payload.
    case unknown
    /// TLS (RFC 8446, RFC 5246).
    case tls
    /// Plain HTTP/1 (RFC 9112).
    case http
    /// HTTP/2 without TLS (RFC 9113, 3.3).
    case http2
    /// DNS (RFC 1035).
    case dns
    /// QUIC (RFC 9000).
    case quic
  }

  /// The connection's number within its source, counted from 0 in the order of first packets.
  public var ordinal: Int
  /// The transport protocol.
  public var transport: Transport
  /// The end that opened the connection.
  public var client: Endpoint
  /// The end that was called.
  public var server: Endpoint
  /// By what the client was told.
  public var clientBasis: ClientBasis
  /// The ordinal of the capture interface on which the first packet was seen.
  public var interface: Int
  /// The first packet.
  public var first: Timestamp
  /// The last packet.
  public var last: Timestamp
  /// The client's last SYN before the SYN-ACK; its first SYN where there was no answer.
  public var syn: Timestamp?
  /// How many SYNs the client sent.
  public var synCount: Int = 0
  /// The server's first SYN-ACK.
  public var synAck: Timestamp?
  /// The client's acknowledgement that completed the handshake.
  public var ack: Timestamp?
  /// The maximum segment size that the client announced, in bytes (RFC 9293, 3.7.1).
  public var clientMSS: UInt16?
  /// The maximum segment size that the server announced, in bytes.
  public var serverMSS: UInt16?
  /// The TTL or hop limit of the client's first packet.
  public var clientTTL: UInt8?
  /// The TTL or hop limit of the server's first packet.
  public var serverTTL: UInt8?
  /// Packets from the client.
  public var clientPackets: Int = 0
  /// Packets from the server.
  public var serverPackets: Int = 0
  /// Bytes from the client, frame headers included.
  public var clientBytes: Int = 0
  /// Bytes from the server, frame headers included.
  public var serverBytes: Int = 0
  /// Transport payload from the client in bytes, each byte counted once.
  public var clientPayload: Int = 0
  /// Transport payload from the server in bytes, each byte counted once.
  public var serverPayload: Int = 0
  /// Segments that carried bytes seen before.
  public var retransmissions: Int = 0
  /// Payload bytes that passed without being captured (loss, or a snap length).
  public var missingBytes: Int = 0
  /// The client's first FIN.
  public var clientFIN: Timestamp?
  /// The server's first FIN.
  public var serverFIN: Timestamp?
  /// The client's first RST.
  public var clientRST: Timestamp?
  /// The server's first RST: with no SYN-ACK before it, the connection was refused.
  public var serverRST: Timestamp?
  /// What is spoken on the connection.
  public var applicationProtocol: ApplicationProtocol = .unknown
  /// The turns of traffic, by time.
  public var bursts: [Burst] = []

  /// A connection between two ends, first seen at `first`.
  public init(
    ordinal: Int, transport: Transport, client: Endpoint, server: Endpoint, clientBasis: ClientBasis,
    interface: Int, first: Timestamp, last: Timestamp
  ) {
    self.ordinal = ordinal
    self.transport = transport
    self.client = client
    self.server = server
    self.clientBasis = clientBasis
    self.interface = interface
    self.first = first
    self.last = last
  }
}
